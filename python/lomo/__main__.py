"""``python -m lomo``: the command line."""

from lomo.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
