"""A corpus on its way: a folder beside the output that holds what is done and the last checkpoint, and takes the
output's place in one rename, so that a corpus is either whole or not there."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from lomo.errors import InputError

MANIFEST = "manifest.json"
_MARK = ".lomo-unfinished"
_NEW_MARK = ".lomo-unfinished.new"
_WORK = ".work"


class Unfinished:
    """The unfinished corpus of ``output``; a context manager.

    Args:
        output: where the corpus goes.
        overwrite: whether a corpus that is there is replaced, and an unfinished one begun anew.
        resume: whether an unfinished one is gone on with.
        identity: what must be equal for that: (what it is called in a message, value).
        inputs: files and folders that must not be replaced.

    Raises InputError where ``output`` or the unfinished corpus is in the way.
    """

    def __init__(
        self,
        output: Path,
        *,
        overwrite: bool,
        resume: bool,
        identity: dict[str, Any],
        inputs: Sequence[Path] = (),
    ) -> None:
        # A link to a folder stays a link: what it leads to is replaced.
        self.output = Path(os.path.realpath(output))
        if not self.output.name:
            raise InputError(f"{output}: cannot be a corpus; name a folder below it")
        self.path = self.output.with_name(f".{self.output.name}.unfinished")
        self.work = self.path / _WORK
        self.state: dict[str, Any] | None = None
        self._lock = -1
        self._old = self.output.with_name(f".{self.output.name}.replaced")
        self._shown, self._overwrite, self._resume, self._identity = output, overwrite, resume, identity
        self._inputs = inputs
        if self.output.exists() and not self.output.is_dir():
            raise InputError(f"{output}: is a file; name a folder")

    def _check_output(self) -> None:
        output = self._shown
        if not (self.output.is_dir() and any(self.output.iterdir())):
            return
        if not self._overwrite:
            raise InputError(
                f"{output}: the folder is not empty; pass --overwrite to replace the corpus in it"
            )
        if not (self.output / MANIFEST).is_file():
            raise InputError(
                f"{output}: holds no {MANIFEST}, so it is not a corpus of lomo and is not replaced"
            )
        for one in self._inputs:
            if Path(os.path.realpath(one)).is_relative_to(self.output):
                raise InputError(f"{one}: lies in {output}, which would be replaced; name another output")

    def _read(self) -> dict[str, Any]:
        try:
            told: dict[str, Any] = json.loads((self.path / _MARK).read_text(encoding="utf-8"))
        except ValueError as error:
            raise InputError(f"{self.path / _MARK}: is damaged; pass --overwrite to start anew") from error
        for name, value in json.loads(json.dumps(self._identity)).items():
            if told["identity"].get(name) != value:
                raise InputError(
                    f"{self._shown}: cannot be resumed: {name} differs from when it was begun; "
                    "pass --overwrite (without --resume) to start anew"
                )
        return told

    def __enter__(self) -> Self:
        self._take()
        try:
            if self._resume and (self.path / _MARK).is_file():
                told = self._read()
                self.state = told["state"]
                self._overwrite = self._overwrite or told["overwrite"]
            self._check_output()
            if self.state is None:
                self._check_remains()
        except BaseException:
            with suppress(OSError):  # what is in the way stays
                self.path.rmdir()
            self._release()
            raise
        if self.state is None:
            try:
                self._begin()
            except BaseException as error:
                self.__exit__(type(error), error, None)
                raise
        return self

    def _take(self) -> None:
        """Makes the folder and locks it, before anything in it is read or changed; raises InputError where another
        build has it."""
        while True:
            self.path.mkdir(parents=True, exist_ok=True)
            # The build that had it may put it in its place, or remove it, meanwhile.
            with suppress(FileNotFoundError):
                self._lock = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
                try:
                    fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError as error:
                    self._release()
                    raise InputError(f"{self._shown}: another build writes it at this moment") from error
                except OSError:  # a file system without locks
                    return
                if os.path.samestat(os.fstat(self._lock), self.path.stat()):
                    return
            self._release()

    def _release(self) -> None:
        with suppress(OSError):
            os.close(self._lock)
        self._lock = -1

    def _check_remains(self) -> None:
        """Someone's work of hours must not go because a word was forgotten."""
        if not (self.path / _MARK).is_file():
            if {one.name for one in self.path.iterdir()} - {_NEW_MARK, _WORK}:
                raise InputError(f"{self.path}: is in the way of the unfinished corpus; move it or delete it")
            return
        with suppress(ValueError, KeyError):
            told = json.loads((self.path / _MARK).read_text(encoding="utf-8"))
            if told["state"] is not None and not self._overwrite:
                raise InputError(
                    f"{self._shown}: an unfinished build of it is there; pass --resume to go on with it, "
                    "or --overwrite to start anew"
                )

    def _begin(self) -> None:
        self._mark(None)  # from here on nothing of an earlier build counts
        for one in self.path.iterdir():
            if one.is_dir():
                shutil.rmtree(one)
            elif one.name != _MARK:
                one.unlink()
        self.work.mkdir()

    def _mark(self, state: dict[str, Any] | None) -> None:
        told = {"identity": self._identity, "overwrite": self._overwrite, "state": state}
        made = self.path / _NEW_MARK
        try:
            with made.open("w", encoding="utf-8") as into:
                json.dump(told, into)
                into.flush()
                os.fsync(into.fileno())
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(made)) from error
        made.replace(self.path / _MARK)

    def checkpoint(self, state: dict[str, Any]) -> None:
        """From here a killed build goes on; what ``state`` counts must be on the disk."""
        self._mark(state)
        self.state = state

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None and self.path.exists():
            if self.state is None:
                shutil.rmtree(self.path, ignore_errors=True)
                error.add_note("nothing was left behind")
            else:
                error.add_note(
                    f"what is done is kept: the same command with --resume goes on with {self._shown}"
                )
        self._release()

    def finish(self) -> None:
        """Puts the corpus in its place; can be repeated after being interrupted."""
        with suppress(FileNotFoundError):
            self.work.rmdir()
        if self.output.is_dir() and any(self.output.iterdir()):
            if self._old.exists():
                shutil.rmtree(self._old)
            self.output.rename(self._old)
        self.path.replace(self.output)
        (self.output / _MARK).unlink(missing_ok=True)  # another that looks for a whole corpus removes it, too
        if self._old.exists():
            shutil.rmtree(self._old)


def finished(output: Path) -> dict[str, Any] | None:
    """The manifest of a corpus that is whole; None where there is none. Removes what a killed build's last step
    left."""
    folder = Path(os.path.realpath(output))
    if not (folder / MANIFEST).is_file():
        return None
    old = folder.with_name(f".{folder.name}.replaced")
    (folder / _MARK).unlink(missing_ok=True)
    if (old / MANIFEST).is_file():
        shutil.rmtree(old)
    try:
        made = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except ValueError:
        return None
    return made if isinstance(made, dict) else None
