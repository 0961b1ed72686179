#!/usr/bin/env bash
# The sources -> lomo built and installed into .venv; nothing is done when no source changed since.
set -euo pipefail
cd "$(dirname "$0")/../.."

stamp=.venv/stamp-package
other_release=
if [ -z "${LOMO_FONTS_UNLOCKED:-}${LOMO_FONT_DIR:-}" ] && ! grep -qs '^VERSION_CODENAME=bookworm$' /etc/os-release; then
    other_release=yes
    export LOMO_FONTS_UNLOCKED=1
fi

state() {
    echo "${LOMO_FONT_DIR:-} ${LOMO_FONTS_UNLOCKED:-} ${LOMO_LIBRARIES:-}"
    .venv/bin/python -c 'import sys; print(sys.version)'
    cat .venv/stamp-requirements
    find CMakeLists.txt pyproject.toml fonts.lock libraries.lock cmake licences src python \
        -type f ! -path '*/__pycache__/*' ! -path 'python/lomo/fonts/*' ! -name '*.so' -print0 |
        LC_ALL=C sort --zero-terminated | xargs --null sha256sum
}
want=$(state | sha256sum)
[ "$(cat "$stamp" 2>/dev/null || true)" != "$want" ] || exit 0

echo "lomo: building and installing the package into .venv"
if [ -n "$other_release" ]; then
    echo "lomo: fonts.lock names the font files of Debian 12, and this is another release: other builds of the faces"
    echo "lomo: are accepted here (LOMO_FONTS_UNLOCKED=1), and pictures may differ from those of a locked build."
fi
export PATH="$PWD/.venv/bin:$PATH" SKBUILD_CMAKE_DEFINE=LOMO_WARNINGS_ARE_ERRORS=ON
if [ -x .venv/bin/uv ]; then
    uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --reinstall-package lomo .
else
    python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --force-reinstall .
fi
echo "$want" >"$stamp"
