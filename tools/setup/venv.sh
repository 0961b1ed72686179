#!/usr/bin/env bash
# requirements/dev.txt -> .venv with exactly these packages; nothing is done when they are there already.
set -euo pipefail
cd "$(dirname "$0")/../.."

stamp=.venv/stamp-requirements
works() { .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

if [ -n "${PYTHON:-}" ] || ! works; then
    if ! python=$(tools/setup/python.sh); then
        {
            echo "lomo: no usable Python found: 3.11 or newer, with its venv module and its headers."
            echo "lomo: Debian 12, Ubuntu 24.04: apt-get install python3 python3-dev python3-venv"
            echo "lomo: Ubuntu 22.04 (universe): apt-get install python3.11 python3.11-dev python3.11-venv"
            echo "lomo: or name another one: make PYTHON=/path/to/python3.12 ..."
        } >&2
        exit 1
    fi
    wanted=$("$python" -c 'import sys; print(sys.version, sys.base_prefix)')
    there=$(.venv/bin/python -c 'import sys; print(sys.version, sys.base_prefix)' 2>/dev/null || true)
    if [ "$wanted" != "$there" ]; then
        echo "lomo: creating .venv with $python"
        "$python" -m venv --clear .venv
    fi
fi

want=$(sha256sum requirements/dev.txt)
[ "$(cat "$stamp" 2>/dev/null || true)" != "$want" ] || exit 0
echo "lomo: installing requirements/dev.txt into .venv"
uv=$(grep -o '^uv==[^ ;]*' requirements/dev.txt)
.venv/bin/python -m pip install --quiet --disable-pip-version-check "$uv" ||
    echo "lomo: uv cannot be installed here; using pip, which is slower" >&2
if [ -x .venv/bin/uv ]; then
    UV_LINK_MODE=copy .venv/bin/uv pip install --quiet --python .venv/bin/python -r requirements/dev.txt
else
    grep -v '^uv==' requirements/dev.txt | .venv/bin/python -m pip install --quiet -r /dev/stdin
fi
echo "$want" >"$stamp"
