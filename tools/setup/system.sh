#!/usr/bin/env bash
# Group names of packages/system.txt -> the system packages of these groups installed, where any is missing.
# As root with apt-get, else with sudo; else it says what to install and exits 1. LOMO_SKIP_SYSTEM=1 skips all.
set -euo pipefail
cd "$(dirname "$0")/../.."

[ -z "${LOMO_SKIP_SYSTEM:-}" ] || exit 0

if ! command -v dpkg-query >/dev/null; then
    echo "lomo: no dpkg here, so the packages of packages/system.txt are not checked; install their like by hand." >&2
    exit 0
fi

missing=()
for group in "$@"; do
    while read -r package of_group; do
        [ "$of_group" = "$group" ] || continue
        status=$(dpkg-query --show --showformat '${db:Status-Status}' "$package" 2>/dev/null || true)
        [ "$status" = installed ] || missing+=("$package")
    done < <(grep -v '^#' packages/system.txt)
done
[ ${#missing[@]} -gt 0 ] || exit 0

command="apt-get install -y --no-install-recommends ${missing[*]}"
explain() {
    {
        echo "lomo: these system packages are missing: ${missing[*]}"
        echo "lomo: $1. Install them as root, then run this again:"
        echo "    apt-get update && $command"
        echo "lomo: or set LOMO_SKIP_SYSTEM=1 if what they hold is there in another way (README.md, Install)."
    } >&2
    exit 1
}

command -v apt-get >/dev/null || explain "there is no apt-get here"
if [ "$(id -u)" -eq 0 ]; then
    as_root=()
elif ! command -v sudo >/dev/null; then
    explain "this is not root, and there is no sudo"
elif sudo -n true 2>/dev/null; then
    as_root=(sudo -n)
elif [ -t 0 ]; then
    as_root=(sudo)
else
    explain "sudo asks for a password, and there is no terminal to type it on"
fi

echo "lomo: installing ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
run() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q "$@" >"$log" 2>&1 || return 1
}
run update || echo "lomo: apt-get update failed; trying with the lists that are there" >&2
if ! run install -y --no-install-recommends "${missing[@]}"; then
    tail -n 20 "$log" >&2
    explain "apt-get install failed"
fi
