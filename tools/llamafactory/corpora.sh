#!/usr/bin/env bash
# A folder and a lomo command in; a corpus of the records beside this file in each format and container out.
set -euo pipefail
out=$(realpath "$1")
here=$(dirname "$(realpath "$0")")
shift
for format in messages sharegpt alpaca; do
    for container in jsonl parquet; do
        for position in middle multi; do
            "$@" build --text "$here/text.jsonl" --multimodal "$here/multimodal.jsonl" \
                --media-dir "$here/../../examples/media" --workers 1 --quiet --overwrite --ratio 1 \
                --format "$format" --container "$container" --position "$position" \
                -o "$out/$format-$container-$position" config.turn=all
        done
    done
done
