#!/usr/bin/env bash
# SIZE (small, large), SEEDS, DEVICE (cpu, cuda), MATCHED=1 -> docs/reproduction.md and its curves; stages are kept in
# build/reproduce. QUICK=1 goes through every stage in minutes and leaves the page there: it measures nothing.
set -euo pipefail
cd "$(dirname "$0")/../.."
tools/smoke/environment.sh reproduction
python=build/smoke/reproduction/bin/python

package=build/smoke/package # the package alone, not the rest of .venv
mkdir -p "$package"
ln -sfn "$(.venv/bin/python -c 'import lomo, pathlib; print(pathlib.Path(lomo.__file__).parent)')" "$package/lomo"
PYTHONPATH="$(realpath "$package"):$PWD"
export PYTHONPATH PYTHONUTF8=1

size=${SIZE:-small}
page=(--page docs/reproduction.md)
if [ -n "${QUICK:-}" ]; then
    size=quick
    export OMP_NUM_THREADS=1 # threads cost more than they give where a step takes milliseconds
    page=()
fi
folder=build/reproduce/$size
[ -z "${MATCHED:-}" ] || folder+=-matched
exec "$python" -m tools.reproduce "$folder" --size "$size" --seeds "${SEEDS:-1}" --device "${DEVICE:-cpu}" \
    ${MATCHED:+--matched} "${page[@]}"
