#!/usr/bin/env bash
# The core's sources -> complaints of clang-tidy (.clang-tidy), read with the flags of the default preset.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"

CMAKE_PREFIX_PATH=$(python -m pybind11 --cmakedir)
export CMAKE_PREFIX_PATH
cmake --preset default -Wno-dev >/dev/null
git ls-files 'src/*.cpp' ':!src/lomo_native/bindings/*' |
    xargs --max-args 1 --max-procs "$(nproc)" clang-tidy --quiet -p build/default
