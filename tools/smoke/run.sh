#!/usr/bin/env bash
# Slices of LLaMA-Factory, EvalScope and Ray, each in its own environment, on what .venv has built.
# Names of slices as arguments run these alone: llamafactory, evalscope, ray.
set -euo pipefail
cd "$(dirname "$0")/../.."
slices=("$@")
[ ${#slices[@]} -gt 0 ] || slices=(ray evalscope llamafactory)

# The package alone, not the rest of .venv: the slices bring their own versions of everything else.
package=build/smoke/package
mkdir -p "$package"
ln -sfn "$(.venv/bin/python -c 'import lomo, pathlib; print(pathlib.Path(lomo.__file__).parent)')" "$package/lomo"
PYTHONPATH=$(realpath "$package")
export PYTHONPATH CUDA_VISIBLE_DEVICES='' HF_HUB_OFFLINE=1 OMP_NUM_THREADS=1 PYTHONUTF8=1

for slice in "${slices[@]}"; do
    echo "lomo: smoke: $slice"
    case "$slice" in
        ray)
            tools/smoke/environment.sh ray
            RAY_USAGE_STATS_ENABLED=0 build/smoke/ray/bin/python tools/smoke/ray_slice.py
            ;;
        evalscope)
            tools/smoke/environment.sh evalscope
            build/smoke/evalscope/bin/python -m pytest -q -p no:benchmark tests/evaluate/test_scoring.py \
                tests/evaluate/test_eval.py
            ;;
        llamafactory)
            tools/smoke/environment.sh qwen3_5
            build/smoke/qwen3_5/bin/python -m pytest -q -p no:benchmark tests/sft tests/evaluate/test_align.py
            build/smoke/qwen3_5/bin/python -m lomo sft examples/sft.yaml --overwrite --check --smoke --quiet
            build/smoke/qwen3_5/bin/python -m lomo sft examples/sft.yaml --check --smoke --overwrite --quiet \
                backbone=llava_onevision1_5 output=../build/sft-llava arms='[lomo]' \
                ${LLAVA_MODEL_CODE:+--model-code "$LLAVA_MODEL_CODE"}
            ;;
        *) echo "tools/smoke/run.sh: no such slice: $slice" >&2; exit 2 ;;
    esac
done
echo "lomo: the slices passed: ${slices[*]}"
