#!/usr/bin/env bash
# datasets, Ray, PyTorch and webdataset on what lomo makes: their environment, the tests that need them, a comparison.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=build/engines
python=$root/venv/bin/python
uv=$(realpath .venv/bin/uv)

want=$(sha256sum tools/engines/requirements.txt pyproject.toml)
if [ "$(cat "$root/stamp" 2>/dev/null || true)" != "$want" ]; then
    echo "lomo: installing datasets, Ray and PyTorch into $root/venv (1 GB; 5 GB where only PyPI is reached; some minutes)"
    export UV_HTTP_TIMEOUT=300
    "$uv" venv --quiet --clear --python "$(realpath .venv/bin/python)" "$root/venv"
    # Alone and first, without CUDA where its own index can be reached: what comes later must not pull another.
    "$uv" pip install --quiet --python "$python" --index https://download.pytorch.org/whl/cpu 'torch==2.13.0' 2>/dev/null ||
        "$uv" pip install --quiet --python "$python" 'torch==2.13.0'
    "$uv" pip install --quiet --python "$python" -r pyproject.toml -r tools/engines/requirements.txt
    echo "$want" >"$root/stamp"
fi
# What is installed in .venv already, instead of another build of it.
mkdir -p "$root/lomo"
ln --symbolic --force --no-dereference "$(.venv/bin/python -P -c 'import lomo; print(lomo.__path__[0])')" "$root/lomo/lomo"
PYTHONPATH=$(realpath --no-symlinks "$root/lomo")
export PYTHONPATH
"$python" -m pytest -p no:benchmark tests/corpus/test_engines.py tests/corpus/test_formats.py tests/sft/test_stream.py
"$python" -m tools.engines.compare "${RECORDS:-2000}"
