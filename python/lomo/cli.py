"""Command-line arguments in, an exit code out: 0 done, 1 a record was lost or a write failed, 2 wrong use."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from lomo.errors import ConfigError, InputError, LomoError
from lomo.version import __version__

_COMMANDS = {
    "build": "build a corpus from a recipe or from prompt files",
    "inspect": "write an HTML page to look at samples of a corpus",
    "render": "render one text, or every prompt of a file, as PNG",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs ``lomo``; returns the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _run(words)
    except (ConfigError, InputError) as error:
        return _fail(str(error), 2)
    except LomoError as error:
        return _fail(str(error), 1)
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        return _fail(f"{name}{error.strerror or error}", 1)
    except KeyboardInterrupt:
        return _fail("interrupted; nothing was left behind", 130)


def _run(words: list[str]) -> int:
    top = argparse.ArgumentParser(
        prog="lomo",
        description="Turn text-only training prompts into interleaved text-image-text ones (LoMo).",
        epilog="commands:\n"
        + "".join(f"  {name:9} {what}\n" for name, what in _COMMANDS.items())
        + "\n'lomo COMMAND --help' tells more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"lomo {__version__}")
    top.add_argument("command", choices=tuple(_COMMANDS), metavar="COMMAND", help="what to do")
    command: str = top.parse_args(words[:1]).command
    module = import_module(f"lomo.commands.{command}")
    parser: argparse.ArgumentParser = module.parser()
    run: Callable[[argparse.Namespace], int] = module.run
    return run(parser.parse_intermixed_args(words[1:]))


def _fail(message: str, code: int) -> int:
    print(f"lomo: {message}", file=sys.stderr)
    return code
