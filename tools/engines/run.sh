#!/usr/bin/env bash
# datasets, Ray, PyTorch and webdataset on what lomo makes: their environment, the tests that need them, a comparison.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=build/engines
python=$root/venv/bin/python
uv=$(realpath .venv/bin/uv)

want=$(sha256sum tools/engines/requirements.txt pyproject.toml)
if [ "$(cat "$root/stamp" 2>/dev/null || true)" != "$want" ]; then
    echo "lomo: installing datasets, Ray and PyTorch into $root/venv (1 GB, a minute or more)"
    "$uv" venv --quiet --clear --python .venv/bin/python "$root/venv"
    # Alone and first, without CUDA where its own index can be reached: what comes later must not pull another.
    "$uv" pip install --quiet --python "$python" --index https://download.pytorch.org/whl/cpu 'torch==2.13.0' 2>/dev/null ||
        "$uv" pip install --quiet --python "$python" 'torch==2.13.0'
    "$uv" pip install --quiet --python "$python" -r tools/engines/requirements.txt
    echo "$want" >"$root/stamp"
fi
"$uv" pip install --quiet --python "$python" --reinstall-package lomo .
"$python" -m pytest tests/corpus/test_engines.py tests/corpus/test_formats.py tests/sft/test_stream.py
prompts=${LOMO_CORPUS_DIR:+$LOMO_CORPUS_DIR/spans-dev.jsonl}
if [ -n "$prompts" ]; then
    "$python" -m tools.engines.compare "$prompts" "${RECORDS:-2000}"
fi
