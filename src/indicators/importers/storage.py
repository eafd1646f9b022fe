"""The user's own folder: one import writes at a time, and every file is replaced whole or not at all."""

import fcntl
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from indicators import settings

_LEFT_OVER: Final = re.compile(r"\..+\.(parquet|csv)\.[a-z0-9_]{8}")
"""What `replace` leaves where the process was killed."""
_MODE: Final = 0o644
"""The pages may run under another account than the import."""


@contextmanager
def lock() -> Iterator[None]:
    """Only one import writes at a time; what a killed one left behind is removed."""
    home = settings.home()
    home.mkdir(parents=True, exist_ok=True)
    with (home / "import.lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        for folder in (home, home / "observations"):
            for path in folder.glob(".*"):
                if _LEFT_OVER.fullmatch(path.name):
                    path.unlink(missing_ok=True)
        yield


def replace(path: Path, data: bytes) -> None:
    """Write a file beside its place, down to the disk, and put it there in one step; its mode stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = path.stat().st_mode & 0o777 if path.exists() else _MODE
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            with suppress(OSError):  # not every file system has modes
                os.fchmod(stream.fileno(), mode)
            os.fsync(stream.fileno())
        temporary.replace(path)
        _sync(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """The new name of a file is on the disk, too, where the file system can do that."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)
