#!/usr/bin/env bash
# A name of requirements/NAME.txt in; build/smoke/NAME, an environment with exactly these packages and pytest, out.
set -euo pipefail
cd "$(dirname "$0")/../.."
name=$1
root=build/smoke/$name
python=$root/bin/python
uv=$(realpath .venv/bin/uv)

want=$(cat "requirements/$name.txt" requirements/dev.txt .venv/pyvenv.cfg | sha256sum)
[ "$(cat "$root/stamp" 2>/dev/null || true)" != "$want" ] || exit 0
echo "lomo: installing requirements/$name.txt into $root (some minutes, and some gigabytes with torch)"
export UV_HTTP_TIMEOUT=300
"$uv" venv --quiet --clear --python "$(realpath .venv/bin/python)" "$root"
mapfile -t runner < <(grep -o -E '^(pytest|pytest-timeout|hypothesis)==[^ ;]*' requirements/dev.txt)
tries=0
until "$uv" pip install --quiet --python "$python" -r "requirements/$name.txt" "${runner[@]}"; do
    tries=$((tries + 1))
    [ "$tries" -lt 3 ] || { echo "lomo: requirements/$name.txt cannot be installed" >&2; exit 1; }
    sleep 10
done
# A CUDA build whose libraries break a run without one; nothing here needs them.
find "$root/lib" -path '*/torchaudio/*' -name '*.so' -delete
echo "$want" >"$root/stamp"
