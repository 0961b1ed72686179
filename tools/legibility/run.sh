#!/usr/bin/env bash
# LOMO_CORPUS_DIR -> docs/legibility.md: pages read back by two OCR engines, in an environment of their own.
# PAGES="english chinese" reads fewer, and shows the table instead of writing it.
set -euo pipefail
cd "$(dirname "$0")/../.."

venv=build/audit-venv
wanted=$(sed -n 's/^audit = \[\(.*\)\]$/\1/p' pyproject.toml | tr -d '",')
if [ "$(cat "$venv/stamp" 2>/dev/null || true)" != "$wanted" ]; then
    .venv/bin/python -m venv --clear "$venv"
    # shellcheck disable=SC2086 # a list of names
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check $wanted
    echo "$wanted" >"$venv/stamp"
fi
TESSDATA_PREFIX=$(dirname "$(dpkg -L tesseract-ocr-eng | grep -m 1 '/eng\.traineddata$')")
export TESSDATA_PREFIX OMP_THREAD_LIMIT=1

folder=build/audit
read -r english chinese <<<"${PAGES:-300 100}"
rm -rf "$folder"
.venv/bin/python -m tools.legibility.draw "$folder" --english "$english" --chinese "$chinese"
"$venv/bin/python" -m tools.legibility.read "$folder"
if [ -n "${PAGES:-}" ]; then
    .venv/bin/python -m tools.legibility.report "$folder"
else
    .venv/bin/python -m tools.legibility.report "$folder" docs/legibility.md
fi
