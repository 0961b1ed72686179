#!/usr/bin/env bash
# Seconds for each [names of targets] -> the libFuzzer targets of fuzz/, or those named, built with clang and run; a
# crash stops it with exit 1. What a target learns is kept in build/fuzz-corpus and used by the next run.
# FUZZ_SEED=1 makes runs alike; with LOMO_CORPUS_DIR the math target starts from real formulas.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
grep -qs '^VERSION_CODENAME=bookworm$' /etc/os-release || export LOMO_FONTS_UNLOCKED=1

seconds=${1:-60}
names=("${@:2}")
if [ ${#names[@]} -eq 0 ]; then
    for source in fuzz/*.cpp; do names+=("$(basename "$source" .cpp)"); done
fi
cmake --preset fuzz -Wno-dev >/dev/null
cmake --build --preset fuzz --target "${names[@]/#/fuzz_}" >build/fuzz/build.log || {
    cat build/fuzz/build.log
    exit 1
}

# One file a formula, as libFuzzer wants its seeds.
formula_seeds() {
    mkdir -p "$1"
    python3 - "$1" "$LOMO_CORPUS_DIR/formulas-dev.jsonl" <<'SEEDS'
import json, pathlib, sys
folder, source = map(pathlib.Path, sys.argv[1:])
for number, line in enumerate(source.read_text(encoding="utf-8").splitlines()):
    (folder / str(number)).write_text(json.loads(line)["text"], encoding="utf-8")
SEEDS
}

# Small fonts in colour, where fontTools and Pillow are at hand.
emoji_seeds() {
    mkdir -p "$1"
    PYTHONPATH=tests python3 -m reference.colour_fonts "$1" || echo "lomo: no fonts to start from: make setup"
}

for name in "${names[@]}"; do
    learned=build/fuzz-corpus/$name
    mkdir -p "$learned"
    folders=("$learned")
    options=(-timeout=10 -rss_limit_mb=4096)
    if [ "$name" = math ]; then
        options=(-timeout=5 -rss_limit_mb=2048 -malloc_limit_mb=64)
        if [ -f "${LOMO_CORPUS_DIR:-}/formulas-dev.jsonl" ]; then
            formula_seeds build/fuzz-seeds/math
            folders+=(build/fuzz-seeds/math)
        fi
    fi
    if [ "$name" = emoji ]; then
        emoji_seeds build/fuzz-seeds/emoji
        folders+=(build/fuzz-seeds/emoji)
    fi
    [ ! -d "fuzz/seeds/$name" ] || folders+=("fuzz/seeds/$name")
    [ ! -f "fuzz/$name.dict" ] || options+=("-dict=fuzz/$name.dict")
    echo "lomo: fuzzing $name for $seconds s"
    "build/fuzz/fuzz/$name" -max_total_time="$seconds" -seed="${FUZZ_SEED:-0}" -verbosity=0 -print_funcs=0 \
        -print_final_stats=1 -artifact_prefix="build/fuzz-corpus/$name-" "${options[@]}" "${folders[@]}" 2>&1 |
        sed '/Recommended dictionary/,/End of recommended/d'
done
