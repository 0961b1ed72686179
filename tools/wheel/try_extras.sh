#!/usr/bin/env bash
# A wheel of dist/ and names of extras (all without) -> each installed into a fresh environment, the smallest use of lomo
# that needs it run there, and a line with what it took; the environment is deleted. TRY_PYTHON=python3.13 is another
# Python than .venv's; UV_FIND_LINKS=/folder may hold a CPU build of PyTorch.
#
#   tools/wheel/try_extras.sh dist/lomo-0.1.0-cp311-cp311-manylinux_2_34_x86_64.whl formats ray
set -euo pipefail
wheel=$(realpath "${1:?the wheel}")
cd "$(dirname "$0")/../.."
shift
extras=("$@")
[ ${#extras[@]} -gt 0 ] || extras=(formats mathtext latex ray audit eval train)
uv=$PWD/.venv/bin/uv
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
python=$scratch/venv/bin/python
unset PYTHONPATH
export CUDA_VISIBLE_DEVICES='' HF_HUB_OFFLINE=1 OMP_NUM_THREADS=1 PYTHONUTF8=1 RAY_USAGE_STATS_ENABLED=0 UV_HTTP_TIMEOUT=300

# An engine draws a formula, and another did not help out.
draw() {
    "$python" -c "import lomo; assert lomo.render(r'so \$\sqrt{x}\$ is', engine='$1').engine == '$1'"
}

# Settings -> a corpus of the examples; how many pictures of what kind is told.
build() {
    "$python" -m lomo build examples/demo.yaml "output=$scratch/corpus" --overwrite --quiet "$@"
    find "$scratch/corpus/images" -type f -name '*.*' -printf '%f\n' | sed 's/.*\.//' | sort | uniq -c
}

# An environment for the wheel and these further packages.
environment() {
    rm -rf "$scratch/venv"
    "$uv" venv --quiet --python "${TRY_PYTHON:-$(realpath .venv/bin/python)}" "$scratch/venv"
    "$uv" pip install --quiet --python "$python" "$@"
}

tell() { # an extra, and packages to name with their versions
    local versions
    versions=$("$uv" pip freeze --python "$python" | grep -i -E "^($(tr ' ' '|' <<<"$2"))==" | tr '\n' ' ')
    echo "lomo[$1]: $("$python" --version), $(du -sm "$scratch/venv" | cut -f1) MB in all with lomo's own: $versions"
}

for extra in "${extras[@]}"; do
    environment "${wheel}[$extra]"
    case "$extra" in
        formats)
            for format in jpeg webp; do build "config.file.format=$format"; done
            tell formats pillow
            ;;
        mathtext)
            draw mathtext
            build config.engine=mathtext
            tell mathtext 'matplotlib pillow'
            ;;
        latex)
            if command -v xelatex >/dev/null; then draw latex; else echo "NOT DONE: no xelatex is on the path"; fi
            tell latex pypdfium2
            ;;
        ray)
            "$python" tools/smoke/ray_slice.py
            tell ray 'ray pandas'
            ;;
        audit)
            TESSDATA_PREFIX=$(dirname "$(dpkg -L tesseract-ocr-eng | grep -m 1 '/eng\.traineddata$')")
            export TESSDATA_PREFIX OMP_THREAD_LIMIT=1
            "$python" -m tools.legibility.draw "$scratch/audit" --english 2 --chinese 2
            "$python" -m tools.legibility.read "$scratch/audit"
            "$python" -m tools.legibility.report "$scratch/audit" | tail -n 5
            tell audit 'rapidocr-onnxruntime onnxruntime tesserocr pillow'
            ;;
        eval)
            "$uv" pip install --quiet --python "$python" pytest pytest-timeout hypothesis
            "$python" -m pytest -q -p no:cacheprovider tests/evaluate/test_scoring.py tests/evaluate/test_eval.py
            tell eval 'evalscope torch transformers'
            ;;
        train)
            "$python" -m lomo sft examples/sft.yaml --check --smoke --overwrite --quiet "output=$scratch/sft" 'arms=[lomo]'
            tell train 'llamafactory torch torchvision transformers'
            ;;
        *) echo "tools/wheel/try_extras.sh: no such extra: $extra" >&2; exit 2 ;;
    esac
done
