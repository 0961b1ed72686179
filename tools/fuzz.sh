#!/usr/bin/env bash
# Seconds for each -> every libFuzzer target of fuzz/ built with clang and run; a crash stops it with exit 1.
# What a target learns is kept in build/fuzz-corpus and used by the next run.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"

seconds=${1:-60}
cmake --preset fuzz -Wno-dev >/dev/null
cmake --build --preset fuzz
for target in build/fuzz/fuzz/*; do
    [ -f "$target" ] && [ -x "$target" ] || continue
    name=$(basename "$target")
    learned=build/fuzz-corpus/$name
    mkdir -p "$learned"
    seeds=()
    [ ! -d "fuzz/seeds/$name" ] || seeds=("fuzz/seeds/$name")
    echo "lomo: fuzzing $name for $seconds s"
    "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=4096 -verbosity=0 -print_final_stats=1 \
        -artifact_prefix="build/fuzz-corpus/$name-" "$learned" "${seeds[@]}"
done
