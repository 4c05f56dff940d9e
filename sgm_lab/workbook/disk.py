"""Files that are whole at every moment: replaced in one step, written by one process at a time."""

from __future__ import annotations

import errno
import importlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

__all__ = ["beside", "copy_aside", "locked", "set_aside", "stamp", "sweep", "write"]

#: Seconds to wait for another window in the middle of saving; a save takes milliseconds.
PATIENCE = 2.0
#: On Windows a file that a virus scanner or a cloud drive has just opened cannot be replaced for a moment.
PAUSES: tuple[float, ...] = (0.01, 0.05, 0.2) if os.name == "nt" else ()

_HELD = (errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK)
_CANNOT = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of ``path`` for the length of the ``with`` block.

    The operating system gives the lock back when a process ends, however it ends, so none is ever left over.
    Where there are no locks (a browser page, some network drives) the block runs without.

    Raises
    ------
    TimeoutError
        If another process does not give it back.
    OSError
        If the folder cannot be written.
    """
    with path.with_name(f".{path.stem}.lock").open("ab") as file:
        _wait_for(file.fileno())
        yield


def write(path: Path, content: bytes, durable: bool = True) -> None:
    """Replace ``path`` in one step: whoever reads it, or cuts the power, finds the old content or the new.

    Parameters
    ----------
    path : Path
        The file.
    content : bytes
        All of it.
    durable : bool, default True
        Return only when the disk has it.
    """
    temporary = path.with_name(f".{path.stem}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            with suppress(OSError):  # who may read it stays as it was; a new file is as the system makes it
                os.chmod(temporary, path.stat().st_mode & 0o777)
            file.write(content)
            file.flush()
            if durable:
                _sync(file.fileno())
        _replace(temporary, path)
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        raise
    if durable:
        with suppress(OSError):  # Windows cannot open a folder, and does not need it
            folder = os.open(path.parent, os.O_RDONLY)
            try:
                _sync(folder)
            finally:
                os.close(folder)


def sweep(path: Path) -> None:
    """Remove what a process killed in the middle of `write` left behind; only under the lock."""
    with suppress(OSError):
        for left in path.parent.glob(f".{path.stem}.*.tmp"):
            left.unlink()


def beside(path: Path, word: str) -> Path:
    """Return the name of a file beside ``path``.

    >>> beside(Path("workbook.json"), "backup").name
    'workbook.backup.json'
    """
    return path.with_name(f"{path.stem}.{word}{path.suffix}")


def set_aside(path: Path) -> Path:
    """Rename a damaged file so that nothing overwrites it; return its new name."""
    aside = _unused(path, "damaged")
    _replace(path, aside)
    return aside


def copy_aside(path: Path, source: Path | None = None) -> Path:
    """Keep a copy of a file, or of ``source`` beside it, that is about to be replaced by another's content."""
    aside = _unused(path, "before")
    write(aside, (source or path).read_bytes())
    return aside


def stamp(path: Path) -> tuple[int, int, int]:
    """Return what tells cheaply that a file has changed."""
    status = path.stat()
    return status.st_mtime_ns, status.st_size, status.st_ino


def _wait_for(handle: int) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            _take(handle)
            return
        except ImportError:
            return
        except OSError as error:
            if error.errno not in _HELD:
                return
            if time.monotonic() > end:
                raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT)) from error
            time.sleep(0.001)


def _take(handle: int) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        msvcrt = importlib.import_module("msvcrt")
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _sync(handle: int) -> None:
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _CANNOT:  # a drive that knows no fsync is no reason not to save
            raise


def _replace(source: Path, target: Path) -> None:
    for pause in PAUSES:
        try:
            os.replace(source, target)
            return
        except PermissionError:
            time.sleep(pause)
    os.replace(source, target)


def _unused(path: Path, word: str) -> Path:
    name = f"{word}-{datetime.now():%Y%m%d-%H%M%S}"
    tries = (beside(path, name if number == 1 else f"{name}-{number}") for number in range(1, 10_000))
    return next(aside for aside in tries if not aside.exists())
