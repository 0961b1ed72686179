"""Bytes in, a file that only grows out: hashed as it is written, and sent to the disk behind the writer's back."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import BinaryIO

from lomo.errors import InputError

_SYNC_BYTES = 32 << 20


class Appended:
    """A file that only grows; ``size`` is where a checkpoint may cut it.

    Every 32 MB a thread begins to force what is written to the disk, so that ``sync`` has little left to wait for:
    a build writes in seconds what a disk takes longer for, and its workers wait for the writer.
    """

    def __init__(self, path: Path, size: int | None = None) -> None:
        """Begins the file, or goes on after its first ``size`` bytes; raises InputError if it has fewer."""
        self._path = path
        self.size = size or 0
        self._digest = sha256() if size is None else None
        self._unsynced = 0
        self._syncing: Thread | None = None
        self._fault: OSError | None = None
        if size is None:
            self._file: BinaryIO = path.open("wb", buffering=0)
            return
        self._file = path.open("r+b", buffering=0)
        if path.stat().st_size < size:
            raise InputError(f"{path}: has lost what was written to it; start anew with --overwrite")
        self._file.truncate(size)
        self._file.seek(size)

    def write(self, data: bytes) -> int:
        """Adds bytes; raises OSError."""
        left = memoryview(data)
        try:
            while left:
                left = left[self._file.write(left) :]
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(self._path)) from error
        if self._digest is not None:
            self._digest.update(data)
        self.size += len(data)
        self._unsynced += len(data)
        if self._unsynced >= _SYNC_BYTES and not (self._syncing and self._syncing.is_alive()):
            self._unsynced = 0
            self._syncing = Thread(target=self._force, name="lomo-sync")
            self._syncing.start()
        return len(data)

    def _force(self) -> None:
        try:
            os.fsync(self._file.fileno())
        except OSError as error:  # the system tells it once
            self._fault = error

    def sync(self) -> None:
        """What was written survives the machine's end, too; raises OSError."""
        self._wait()
        self._force()
        if self._fault is not None:
            raise OSError(self._fault.errno, self._fault.strerror, str(self._path)) from self._fault
        self._unsynced = 0

    def _wait(self) -> None:
        if self._syncing is not None:
            self._syncing.join()
        self._syncing = None

    def sha256(self) -> str | None:
        """The SHA-256 of all bytes in hex; None where the first were written by an earlier build."""
        return self._digest.hexdigest() if self._digest is not None else None

    def flush(self) -> None:
        """Nothing is held back."""

    @property
    def closed(self) -> bool:
        """Whether the file has ended."""
        return self._file.closed

    def tell(self) -> int:
        """Where the next bytes go."""
        return self.size

    def close(self) -> None:
        """Ends the file."""
        self._wait()
        self._file.close()
