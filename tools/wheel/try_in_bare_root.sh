#!/usr/bin/env bash
# A wheel of dist/ and a Debian release (bookworm, trixie, ...) -> the wheel at work in a fresh root that holds Python and
# nothing else: no compiler, no HarfBuzz, FreeType or glib, no fonts. Root only. The root is deleted at the end.
#
#   tools/wheel/try_in_bare_root.sh dist/lomo-0.1.0-cp311-cp311-manylinux_2_34_x86_64.whl bookworm
#
# What lomo itself needs (numpy, ...) is put into a folder outside first, with pip and wheels alone, for the root has
# no network set up. BARE_ROOT_MIRROR names another mirror of Debian.
set -euo pipefail
cd "$(dirname "$0")/../.."

wheel=$(realpath "${1:?the wheel}")
release=${2:-bookworm}
[ "$(id -u)" -eq 0 ] || { echo "lomo: a root can only be made by root" >&2; exit 1; }
tools/setup/system.sh bare-root

tag=$(basename "$wheel" | cut -d- -f3)
version=3.${tag#cp3}
root=$(mktemp -d /tmp/lomo-bare-root.XXXXXX)
packages=$(mktemp -d /tmp/lomo-bare-wheels.XXXXXX)
running=

# Whoever still writes into the root is ended first: what is deleted under a running dpkg comes back in part.
clean() {
    if [ -n "$running" ]; then
        kill -TERM -- "-$running" 2>/dev/null || true
        for _ in {1..50}; do
            kill -0 -- "-$running" 2>/dev/null || break
            sleep 0.1
        done
        kill -KILL -- "-$running" 2>/dev/null || true
        wait "$running" || true
    fi
    rm -rf --one-file-system "$root" "$packages"
}
trap clean EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# A command in a process group of its own, so that all it starts can be ended.
grouped() {
    setsid "$@" &
    running=$!
    wait "$running"
    running=
}

echo "lomo: making a root of Debian $release with python3 alone"
mirror=(${BARE_ROOT_MIRROR:+"$BARE_ROOT_MIRROR"})
# Nothing of this machine's /proc, /sys or /dev is mounted into it: Python needs none of them for this.
grouped mmdebstrap --quiet --mode=root --variant=minbase --skip=chroot/mount --include=python3,python3-venv "$release" "$root" \
    "${mirror[@]}" >"$packages/log" 2>&1 || { tail "$packages/log" >&2; exit 1; }
rm "$packages/log"

for unwanted in 'libharfbuzz*' 'libfreetype*' 'libglib-2*' 'libdeflate*' 'cc' 'g++' '*.[ot]tf'; do
    found=$(find "$root" -xdev -name "$unwanted" -print -quit)
    [ -z "$found" ] || { echo "lomo: the root is not bare: $found" >&2; exit 1; }
done
[ "$(chroot "$root" python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')" = "$version" ] ||
    { echo "lomo: $release has another Python than $version" >&2; exit 1; }

build/wheel-tools/bin/python -m pip download --quiet --only-binary :all: --python-version "$version" \
    --platform manylinux_2_28_x86_64 --platform manylinux_2_17_x86_64 --platform manylinux2014_x86_64 \
    --platform manylinux_2_34_x86_64 --platform "$(basename "$wheel" .whl | cut -d- -f5 | cut -d. -f1)" \
    --dest "$packages" "$wheel"
mkdir "$root/lomo-check"
cp -r "$packages"/*.whl tools/wheel/check_drawn.py tests/golden/examples.json examples "$root/lomo-check/"
# shellcheck disable=SC2016
grouped env -i PATH="$PATH" chroot "$root" /bin/sh -ec '
    export HOME=/lomo-check PIP_NO_INDEX=1 PIP_DISABLE_PIP_VERSION_CHECK=1
    . /etc/os-release; echo "$PRETTY_NAME, $(python3 --version), glibc $(ldd --version | head -n 1 | grep -o "[0-9.]*$")"
    python3 -m venv /lomo-check/venv
    /lomo-check/venv/bin/pip install --quiet --find-links /lomo-check lomo
    cd / && /lomo-check/venv/bin/python /lomo-check/check_drawn.py /lomo-check/examples.json /lomo-check/examples'
