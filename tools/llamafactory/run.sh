#!/usr/bin/env bash
# LLaMA-Factory's own loader on corpora of every format: its environment, the corpora, the check.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=build/llamafactory
python=$root/venv/bin/python
uv=$(realpath .venv/bin/uv)

want=$(sha256sum tools/llamafactory/requirements.txt)
if [ "$(cat "$root/stamp" 2>/dev/null || true)" != "$want" ]; then
    echo "lomo: installing LLaMA-Factory into $root/venv (2 GB, some minutes)"
    "$uv" venv --quiet --clear --python .venv/bin/python "$root/venv"
    # Alone and first, without CUDA where its own index can be reached: what comes later must not pull another.
    "$uv" pip install --quiet --python "$python" --index https://download.pytorch.org/whl/cpu 'torch==2.13.0' ||
        "$uv" pip install --quiet --python "$python" 'torch==2.13.0'
    "$uv" pip install --quiet --python "$python" -r tools/llamafactory/requirements.txt
    # A CUDA build: its libraries break a run without one, and nothing here needs them.
    find "$root/venv/lib" -path '*/torchaudio/*' -name '*.so' -delete
    echo "$want" >"$root/stamp"
fi
tools/llamafactory/corpora.sh "$root/corpora" .venv/bin/lomo
CUDA_VISIBLE_DEVICES='' "$python" tools/llamafactory/check.py "$root"/corpora/*
echo "LLaMA-Factory reads every corpus"
