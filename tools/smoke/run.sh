#!/usr/bin/env bash
# Slices of LLaMA-Factory, EvalScope, Ray and make reproduce, in environments of their own, on what .venv has built. The last lines say
# what was left out. Names of slices as arguments run these alone: llamafactory, evalscope, ray, reproduction.
# LLAVA_MODEL_CODE=DIR: a folder with LLaVA-OneVision-1.5's remote code; without one that backbone is not trained.
set -euo pipefail
cd "$(dirname "$0")/../.."
slices=("$@")
[ ${#slices[@]} -gt 0 ] || slices=(ray evalscope llamafactory reproduction)

# The package alone, not the rest of .venv: the slices bring their own versions of everything else.
package=build/smoke/package
mkdir -p "$package"
ln -sfn "$(.venv/bin/python -c 'import lomo, pathlib; print(pathlib.Path(lomo.__file__).parent)')" "$package/lomo"
PYTHONPATH=$(realpath "$package")
export PYTHONPATH CUDA_VISIBLE_DEVICES='' HF_HUB_OFFLINE=1 OMP_NUM_THREADS=1 PYTHONUTF8=1
log=build/smoke/log
left=build/smoke/left
: >"$left"

# An environment's name and the arguments of its Python in; what they leave out is kept for the end.
run() {
    "build/smoke/$1/bin/python" "${@:2}" 2>&1 | tee "$log"
    grep -E '^(NOT DONE|SKIPPED)' "$log" >>"$left" || true
}

for slice in "${slices[@]}"; do
    echo "lomo: smoke: $slice"
    case "$slice" in
        ray)
            tools/smoke/environment.sh ray
            RAY_USAGE_STATS_ENABLED=0 run ray tools/smoke/ray_slice.py
            ;;
        evalscope)
            tools/smoke/environment.sh evalscope
            run evalscope -c 'import evalscope.run' # the tests would only skip without it
            run evalscope -m pytest -q -rs -p no:benchmark tests/evaluate/test_scoring.py tests/evaluate/test_eval.py
            ;;
        llamafactory)
            tools/smoke/environment.sh qwen3_5
            run qwen3_5 -c 'import torch, transformers, llamafactory.train.tuner'
            here='' # what the other environment does, where it is made
            [ -z "${LLAVA_MODEL_CODE:-}" ] || here='not llavaonevision1_5 and not test_llava'
            run qwen3_5 -m pytest -q -rs -p no:benchmark tests/sft tests/evaluate/test_align.py -k "$here"
            run qwen3_5 -m pytest -q -rs -p no:benchmark tests/tokens tests/record/test_tokens.py
            run qwen3_5 -m lomo sft examples/sft.yaml --overwrite --check --smoke --quiet
            llava=qwen3_5
            if [ -n "${LLAVA_MODEL_CODE:-}" ]; then
                llava=llava_onevision1_5 # that code does not run on the other's transformers
                tools/smoke/environment.sh "$llava"
                run "$llava" -m pytest -q -rs -p no:benchmark tests/sft/test_llava.py tests/sft/test_objective.py \
                    tests/evaluate/test_align.py -k llava
            fi
            run "$llava" -m lomo sft examples/sft.yaml --check --smoke --overwrite --quiet \
                backbone=llava_onevision1_5 output=../build/sft-llava arms='[lomo, standard]' \
                ${LLAVA_MODEL_CODE:+--model-code "$LLAVA_MODEL_CODE"}
            ;;
        reproduction) # PyTorch is all that it needs: the environment that is there already
            tools/smoke/environment.sh qwen3_5
            run qwen3_5 -m pytest -q -rs -p no:benchmark tests/reproduce
            PYTHONPATH="$PYTHONPATH:$PWD" run qwen3_5 -m tools.reproduce build/smoke/reproduce --size quick
            ;;
        *) echo "tools/smoke/run.sh: no such slice: $slice" >&2; exit 2 ;;
    esac
done
echo "lomo: the slices passed: ${slices[*]}"
if [ -s "$left" ]; then
    echo "lomo: BUT LEFT OUT:"
    sed 's/^/  /' "$left"
fi
