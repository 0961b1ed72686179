"""Command-line arguments in, an exit code out: 0 done, 1 a record was lost or a write failed, 2 wrong use,
130 or 143 interrupted."""

from __future__ import annotations

import argparse
import io
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import NoReturn

from lomo.errors import ConfigError, InputError, LomoError

_COMMANDS = {
    "align": "measure how near a model holds a text and its picture: MIR, distance, sensitivity",
    "build": "build a corpus from a recipe or from prompt files",
    "eval": "test a model with EvalScope, its questions as text and as pictures",
    "fonts": "list the faces in use, and what to install for what a file lacks",
    "inspect": "write an HTML page to look at samples of a corpus",
    "join": "make one corpus of the shards of a build",
    "render": "render one text, or every prompt of a file, as PNG",
    "report": "put results into the paper's tables and figures",
    "sft": "write a LLaMA-Factory folder in the paper's setting, check it, try it",
    "verify": "check a corpus, and draw a sample of it again",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs ``lomo``; returns the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):  # a file's name may hold what the terminal cannot show
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        with _termination_as_interrupt():
            code = _run(words)
            sys.stdout.flush()
            return code
    except (ConfigError, InputError) as error:
        return _fail(str(error), 2)
    except LomoError as error:
        return _fail(_noted(str(error), error), 1)
    except BrokenPipeError:
        _drop_output()
        return 1
    except OSError as error:
        _drop_output()
        name = error.filename or "reading or writing failed"
        return _fail(_noted(f"{name}: {error.strerror or error}", error), 1)
    except KeyboardInterrupt as error:
        return _fail(_noted("interrupted", error), 128 + (error.args or (signal.SIGINT,))[0])


@contextmanager
def _termination_as_interrupt() -> Iterator[None]:
    """SIGTERM (a batch system's way to end a job) cleans up like Ctrl-C; only the main thread can ask for it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: object) -> NoReturn:
        raise KeyboardInterrupt(number)

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _drop_output() -> None:
    """What standard output still holds cannot be written: the interpreter must not try again at its end."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(words: list[str]) -> int:
    top = argparse.ArgumentParser(
        prog="lomo",
        description="Turn text-only training prompts into interleaved text-image-text ones (LoMo).",
        epilog="commands:\n"
        + "".join(f"  {name:9} {what}\n" for name, what in _COMMANDS.items())
        + "\n'lomo COMMAND --help' tells more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument(
        "--version", action=_Version, nargs=0, help="versions of lomo, its libraries and its fonts"
    )
    top.add_argument("command", choices=tuple(_COMMANDS), metavar="COMMAND", help="what to do")
    command: str = top.parse_args(words[:1]).command
    module = import_module(f"lomo.commands.{command}")
    parser: argparse.ArgumentParser = module.parser()
    run: Callable[[argparse.Namespace], int] = module.run
    return run(parser.parse_intermixed_args(words[1:]))


def _noted(message: str, error: BaseException) -> str:
    """The message, and what the command that failed had to say on what it leaves."""
    return "; ".join([message, *getattr(error, "__notes__", ())])


class _Version(argparse.Action):
    """Prints what ``lomo.commands.version`` tells; only then are fonts read."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from lomo.commands.version import told

        print(told())
        parser.exit()


def _fail(message: str, code: int) -> int:
    print(f"lomo: {message}", file=sys.stderr)
    return code
