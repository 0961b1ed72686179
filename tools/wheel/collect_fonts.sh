#!/usr/bin/env bash
# A folder's name -> in it the faces of fonts.lock and their licences, taken from the packages of Debian 12: what
# LOMO_FONT_DIR may name on a machine that has other packages, or none (the images that cibuildwheel builds in).
set -euo pipefail
into=$(realpath -m "${1:?the folder to fill}")
cd "$(dirname "$0")/../.."

tools/setup/system.sh fonts
mkdir -p "$into/licences"
while read -r digest name package; do
    found=$(dpkg-query --listfiles "$package" | grep "/$name\$" | head -n 1 || true)
    [ -n "$found" ] || found=$(find /usr/share/fonts /usr/share/texmf/fonts -name "$name" | head -n 1)
    echo "$digest  $found" | sha256sum --check --quiet
    cp --dereference "$found" "$into/$name"
    cp --dereference "/usr/share/doc/$package/copyright" "$into/licences/$package.txt"
done < <(grep '^[0-9a-f]' fonts.lock)
echo "lomo: $(find "$into" -name '*.?tf' | wc -l) faces in $into"
