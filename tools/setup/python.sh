#!/usr/bin/env bash
# PATH (or PYTHON) -> on standard output, a Python that can build lomo: 3.11 or newer, with venv and headers.
# Prints nothing and exits 1 when there is none.
set -euo pipefail

usable() {
    "$1" - 2>/dev/null <<'CHECK'
import os, sys, sysconfig
import ensurepip, venv
header = os.path.join(sysconfig.get_path("include"), "Python.h")
sys.exit(not (sys.version_info >= (3, 11) and os.path.exists(header)))
CHECK
}

if [ -n "${PYTHON:-}" ]; then
    if ! usable "$PYTHON"; then
        echo "lomo: PYTHON=$PYTHON is not Python 3.11 or newer with its venv module and its headers (Python.h)" >&2
        exit 1
    fi
    command -v "$PYTHON"
    exit 0
fi
for name in python3.13 python3.12 python3.11 python3; do
    for candidate in $(type -ap "$name"); do
        if usable "$candidate"; then
            echo "$candidate"
            exit 0
        fi
    done
done
exit 1
