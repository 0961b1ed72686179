#!/usr/bin/env bash
# Test paths (all of tests/ without) -> the tests run on a core built with AddressSanitizer and UBSan.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"

# The sanitized module stands in python/lomo while the tests run; left there, a later build of the default preset
# would take it for its own.
trap 'rm -f python/lomo/_native*.so' EXIT
rm -f python/lomo/_native*.so
CMAKE_PREFIX_PATH=$(python -m pybind11 --cmakedir)
export CMAKE_PREFIX_PATH
cmake --preset sanitize -Wno-dev >/dev/null
cmake --build --preset sanitize

# libstdc++ too: Python does not load it, and ASan looks for its __cxa_throw before the first exception.
preload=
for library in libasan.so libubsan.so libstdc++.so.6; do
    preload+=$(gcc -print-file-name=$library):
done
export LD_PRELOAD=${preload%:}
export ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=print_stacktrace=1 PYTHONPATH=python PYTHONMALLOC=malloc
.venv/bin/python -c 'import lomo._native as n, sys; sys.exit("python/lomo/" not in n.__file__)'
.venv/bin/python -m pytest -p no:benchmark -n "${JOBS:-$(nproc)}" --timeout 1200 "$@"
