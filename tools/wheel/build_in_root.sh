#!/usr/bin/env bash
# A source distribution, a Debian release, a folder -> in the folder, the wheel (auditwheel has not seen it yet) for that
# release's own Python, built in a fresh root of it with its compiler: for a Python that this machine lacks. Root only.
#
#   tools/wheel/build_in_root.sh dist/lomo-0.1.0.tar.gz forky build/wheel-raw
set -euo pipefail
into=$(realpath -m "${3:?the folder}")
source=$(realpath "${1:?the source distribution}")
release=${2:?the release}
cd "$(dirname "$0")/../.."

# The root has no network set up: the archives of libraries.lock and the faces of fonts.lock are brought in.
libraries=${LOMO_LIBRARY_DIR:-build/libraries}
mapfile -t archives < <(awk '!/^#/ { print $4 }' libraries.lock)
for archive in "${archives[@]}"; do
    [ -f "$libraries/$archive" ] || { echo "lomo: $archive is not in $libraries: run make setup" >&2; exit 1; }
done
[ -n "${LOMO_FONT_DIR:-}" ] || tools/wheel/collect_fonts.sh build/fonts-in

# shellcheck source=tools/wheel/root.sh
. tools/wheel/root.sh
echo "lomo: making a root of Debian $release with python3 and a compiler"
make_root "$release" python3,python3-dev,python3-venv,g++
python=$(chroot "$root" python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
fetch_wheels "$python" 'scikit-build-core>=0.10' 'pybind11>=2.13' 'pip>=23' 'cmake>=3.25' 'ninja>=1.11'
mkdir -p "$root/lomo-build/libraries"
cp "$packages"/*.whl "$source" "$root/lomo-build/"
cp "${archives[@]/#/$libraries/}" "$root/lomo-build/libraries/"
cp -r "${LOMO_FONT_DIR:-build/fonts-in}" "$root/lomo-build/fonts"
# Warnings are no errors here: a newer compiler has new ones.
# shellcheck disable=SC2016
grouped env -i PATH="$PATH" JOBS="${JOBS:-$(nproc)}" chroot "$root" /bin/sh -ec '
    export HOME=/lomo-build PIP_NO_INDEX=1 PIP_FIND_LINKS=/lomo-build PIP_DISABLE_PIP_VERSION_CHECK=1
    export LOMO_LIBRARY_DIR=/lomo-build/libraries LOMO_FONT_DIR=/lomo-build/fonts CMAKE_BUILD_PARALLEL_LEVEL=$JOBS
    . /etc/os-release; echo "$PRETTY_NAME, $(python3 --version), g++ $(g++ -dumpfullversion)"
    python3 -m venv /lomo-build/venv
    /lomo-build/venv/bin/pip wheel --quiet --no-deps --wheel-dir /lomo-build/out /lomo-build/lomo-*.tar.gz'
mkdir -p "$into"
cp "$root"/lomo-build/out/lomo-*.whl "$into/"
