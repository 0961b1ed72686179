#!/usr/bin/env bash
# A clone -> system packages, .venv, and lomo installed in it; further groups of packages/system.txt as arguments.
# A second run installs nothing again and takes a fraction of a second.
set -euo pipefail
cd "$(dirname "$0")/../.."

groups=(build fonts "$@")
if ! .venv/bin/python -c '' 2>/dev/null && [ -z "${PYTHON:-}" ] && ! tools/setup/python.sh >/dev/null; then
    if grep -qs '^VERSION_CODENAME=jammy$' /etc/os-release; then
        groups+=(python3.11)
    else
        groups+=(python)
    fi
fi
tools/setup/system.sh "${groups[@]}"
tools/setup/venv.sh
tools/setup/package.sh
