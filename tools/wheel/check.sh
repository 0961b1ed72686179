#!/usr/bin/env bash
# Debian releases (bookworm without) -> for each, the wheel for its Python tried in a bare root of it; a wheel that dist/
# lacks is made first, with that Python where it is installed here, else in a root of the release that has a compiler.
# And in a plain environment of each Python of dist/ that is installed here.
set -euo pipefail
cd "$(dirname "$0")/../.."

declare -A pythons=([bookworm]=3.11 [trixie]=3.13 [noble]=3.12 [forky]=3.14)
releases=("$@")
[ ${#releases[@]} -gt 0 ] || releases=(bookworm)
for release in "${releases[@]}"; do
    version=${pythons[$release]:?no Python is noted in tools/wheel/check.sh for this release}
    newest() { find dist -name "lomo-*-cp${version/./}-*.whl" -printf '%T@ %p\n' | sort -n | tail -n 1 | cut -d' ' -f2; }
    if [ -z "$(newest)" ]; then
        if python=$(.venv/bin/uv python find --no-python-downloads "$version" 2>/dev/null); then
            WHEEL_PYTHON=$python tools/wheel/make.sh
        else
            WHEEL_RELEASE=$release tools/wheel/make.sh
        fi
    fi
    tools/wheel/try_in_bare_root.sh "$(newest)" "$release"
done

for wheel in dist/lomo-*.whl; do
    version=$(basename "$wheel" | sed -E 's/.*-cp3([0-9]+)-.*/3.\1/')
    python=$(.venv/bin/uv python find --no-python-downloads "$version" 2>/dev/null) || continue
    scratch=$(mktemp -d)
    .venv/bin/uv venv --quiet --python "$python" "$scratch/venv"
    .venv/bin/uv pip install --quiet --compile-bytecode --python "$scratch/venv/bin/python" "$wheel"
    echo "lomo: $(basename "$wheel") with $("$scratch/venv/bin/python" --version)"
    env -u PYTHONPATH "$scratch/venv/bin/python" tools/wheel/check_drawn.py tests/golden/examples.json examples
    rm -rf "$scratch"
done
