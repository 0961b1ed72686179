#!/usr/bin/env bash
# The tree -> dist/: the source distribution, and from it a manylinux wheel for .venv's Python (or for WHEEL_PYTHON).
# WHEEL_RELEASE=forky builds it in a root of that Debian release, for that release's Python and with its compiler (root).
# WHEEL_PLATFORM=manylinux_2_34_x86_64 asks for one tag; without it the oldest glibc that the module runs on is named.
set -euo pipefail
cd "$(dirname "$0")/../.."
export PATH="$PWD/.venv/bin:$PATH"

python=${WHEEL_PYTHON:-$PWD/.venv/bin/python}
tools=build/wheel-tools
stamp=$(sha256sum requirements/wheel.txt)
if [ "$(cat $tools/stamp 2>/dev/null || true)" != "$stamp" ]; then
    uv venv --quiet --clear --python .venv/bin/python $tools
    uv pip install --quiet --python $tools/bin/python -r requirements/wheel.txt
    echo "$stamp" >$tools/stamp
fi

# The archives of libraries.lock are not fetched once more by the build in a folder of its own.
export LOMO_LIBRARY_DIR=${LOMO_LIBRARY_DIR:-$PWD/build/libraries}
while read -r archive; do
    [ -f "${LOMO_LIBRARY_DIR:-}/$archive" ] || unset LOMO_LIBRARY_DIR
done < <(awk '!/^#/ { print $4 }' libraries.lock)

rm -rf build/wheel-raw
mkdir -p dist build/wheel-raw
# Fonts of another release are no wheel to hand on: LOMO_FONTS_UNLOCKED is not set here as make setup does.
uv build --quiet --python "$python" --sdist --out-dir build/wheel-raw .
if [ -n "${WHEEL_RELEASE:-}" ]; then
    tools/wheel/build_in_root.sh build/wheel-raw/lomo-*.tar.gz "$WHEEL_RELEASE" build/wheel-raw
else
    SKBUILD_CMAKE_DEFINE=LOMO_WARNINGS_ARE_ERRORS=ON \
        uv build --quiet --python "$python" --wheel --out-dir build/wheel-raw build/wheel-raw/lomo-*.tar.gz
fi
PATH="$PWD/$tools/bin:$PATH" $tools/bin/auditwheel repair --plat "${WHEEL_PLATFORM:-auto}" \
    --wheel-dir build/wheel-raw/repaired build/wheel-raw/lomo-*.whl >build/wheel-raw/auditwheel.log 2>&1 ||
    { cat build/wheel-raw/auditwheel.log >&2; exit 1; }
$tools/bin/python tools/wheel/check_content.py build/wheel-raw/repaired/lomo-*.whl
cp build/wheel-raw/lomo-*.tar.gz build/wheel-raw/repaired/lomo-*.whl dist/
ls -l dist
