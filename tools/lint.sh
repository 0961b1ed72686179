#!/usr/bin/env bash
# The tree -> complaints of ruff, mypy --strict, clang-format and shellcheck; --fix rewrites what can be rewritten.
# Names of checks as arguments run these alone, as the pre-commit hooks do.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"

mode=check
if [ "${1:-}" = --fix ]; then
    mode=fix
    shift
fi
checks=("$@")
[ ${#checks[@]} -gt 0 ] || checks=(ruff format mypy clang-format shellcheck)

cxx() { git ls-files --cached --others --exclude-standard -- '*.cpp' '*.h'; }

for check in "${checks[@]}"; do
    case "$check-$mode" in
        ruff-check) ruff check --quiet . ;;
        ruff-fix) ruff check --quiet --fix . ;;
        format-check) ruff format --quiet --check . || { echo "lomo: run 'make format'" >&2; exit 1; } ;;
        format-fix) ruff format --quiet . ;;
        mypy-*) mypy --no-error-summary && mypy --no-error-summary bench ;;
        clang-format-check) cxx | xargs --no-run-if-empty clang-format --dry-run -Werror ;;
        clang-format-fix) cxx | xargs --no-run-if-empty clang-format -i ;;
        shellcheck-*) shellcheck .ci/run tools/*.sh tools/setup/*.sh tools/smoke/*.sh tools/reproduce/*.sh tools/wheel/*.sh ;;
        *) echo "tools/lint.sh: no such check: $check" >&2; exit 2 ;;
    esac
done
