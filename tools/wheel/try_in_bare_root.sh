#!/usr/bin/env bash
# A wheel of dist/ and a Debian release (bookworm, trixie, ...) -> the wheel at work in a fresh root that holds Python and
# nothing else: no compiler, no HarfBuzz, FreeType or glib, no fonts. Root only. The root is deleted at the end.
#
#   tools/wheel/try_in_bare_root.sh dist/lomo-0.1.0-cp311-cp311-manylinux_2_34_x86_64.whl bookworm
#
# What lomo itself needs (numpy, ...) is put into a folder outside first, with pip and wheels alone, for the root has
# no network set up.
set -euo pipefail
cd "$(dirname "$0")/../.."

wheel=$(realpath "${1:?the wheel}")
release=${2:-bookworm}
tag=$(basename "$wheel" | cut -d- -f3)
version=3.${tag#cp3}
# shellcheck source=tools/wheel/root.sh
. tools/wheel/root.sh

echo "lomo: making a root of Debian $release with python3 alone"
make_root "$release" python3,python3-venv # Python needs no /proc for this

for unwanted in 'libharfbuzz*' 'libfreetype*' 'libglib-2*' 'libdeflate*' 'cc' 'g++' '*.[ot]tf'; do
    found=$(find "$root" -xdev -name "$unwanted" -print -quit)
    [ -z "$found" ] || { echo "lomo: the root is not bare: $found" >&2; exit 1; }
done
expect_python "$version"

fetch_wheels "$version" --platform "$(basename "$wheel" .whl | cut -d- -f5 | cut -d. -f1)" "$wheel"
mkdir "$root/lomo-check"
cp -r "$packages"/*.whl tools/wheel/check_drawn.py tests/golden/examples.json examples "$root/lomo-check/"
# shellcheck disable=SC2016
grouped env -i PATH="$PATH" chroot "$root" /bin/sh -ec '
    export HOME=/lomo-check PIP_NO_INDEX=1 PIP_DISABLE_PIP_VERSION_CHECK=1
    . /etc/os-release; echo "$PRETTY_NAME, $(python3 --version), glibc $(ldd --version | head -n 1 | grep -o "[0-9.]*$")"
    python3 -m venv /lomo-check/venv
    /lomo-check/venv/bin/pip install --quiet --find-links /lomo-check lomo
    cd / && /lomo-check/venv/bin/python /lomo-check/check_drawn.py /lomo-check/examples.json /lomo-check/examples'
