#!/usr/bin/env bash
# Sourced by scripts of this folder: a throw-away root of a Debian release in $root, and a folder $packages beside it.
# make_root RELEASE PACKAGES fills it, `grouped` runs a command that is ended with the script; both go at the exit.
# Root only. BARE_ROOT_MIRROR names another mirror of Debian; BARE_ROOT_STALE=1 takes one whose signed lists are past
# their date, as those of a testing release are after a week.

[ "$(id -u)" -eq 0 ] || { echo "lomo: a root can only be made by root" >&2; exit 1; }
tools/setup/system.sh bare-root
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
    local status=0
    setsid "$@" &
    running=$!
    wait "$running" || status=$?
    running=
    return "$status"
}

# A release, packages with commas between -> $root. Nothing of this machine's /proc, /sys or /dev is mounted into it.
make_root() {
    local mirror=(${BARE_ROOT_MIRROR:+"$BARE_ROOT_MIRROR"})
    local stale=(${BARE_ROOT_STALE:+--aptopt='Acquire::Check-Valid-Until "false"'})
    grouped mmdebstrap --mode=root --variant=minbase --skip=chroot/mount --include="$2" "${stale[@]}" "$1" "$root" \
        "${mirror[@]}" >"$packages/log" 2>&1 || { grep '^E:' "$packages/log" >&2 || tail "$packages/log" >&2; exit 1; }
    rm "$packages/log"
}

# A version of Python -> exit 1 where the python3 of $root is another.
expect_python() {
    local found
    found=$(chroot "$root" python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    [ "$found" = "$1" ] || { echo "lomo: this release has Python $found, not $1" >&2; exit 1; }
}

# A version of Python and what pip is asked for -> wheels in $packages, of that Python and a glibc no newer than 2.34.
fetch_wheels() {
    build/wheel-tools/bin/python -m pip download --quiet --only-binary :all: --python-version "$1" \
        --platform "manylinux_2_28_$(uname -m)" --platform "manylinux_2_17_$(uname -m)" \
        --platform "manylinux2014_$(uname -m)" --platform "manylinux_2_34_$(uname -m)" \
        --dest "$packages" "${@:2}"
}
