"""The learner's workbook: one readable JSON file that keeps every answer from the moment it is given.

A change is on the disk when `Workbook.put` returns. Several notebooks may have the same workbook open: each
save first takes in what the others have saved. Trouble with the disk never raises; it is told in `Workbook.notice`,
and what could not be saved stays in memory and is tried again at the next change.
"""

from __future__ import annotations

import copy
import errno
import hashlib
import os
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..errors import ArgumentError, DataError, SgmError
from . import _format as form
from . import disk
from ._coding import text_of
from ._format import OUTCOMES, SCHEMA_VERSION, SECTIONS, dumps, loads, seconds
from ._merge import GONE, Change, combine, everything, goes_on, join, last_change, same, with_former

__all__ = [
    "OUTCOMES",
    "SCHEMA_VERSION",
    "SECTIONS",
    "Workbook",
    "dumps",
    "goes_on",
    "join",
    "last_change",
    "loads",
    "open_book",
    "seconds",
    "text_of",
]

Listener = Callable[[str | None, str | None], object]

_books: dict[str, Workbook] = {}
_opening = threading.Lock()


def open_book(path: str | os.PathLike[str] | None = None) -> Workbook:
    """Open the workbook, the same one however often it is asked for.

    Parameters
    ----------
    path : str or Path, optional
        Its file, which need not exist yet. Without it: the environment variable ``SGM_WORKBOOK``, or else
        ``workbook.json`` in the course folder (the nearest one upwards that holds ``_config.yml`` or ``start.py``),
        or else in the working directory.

    Returns
    -------
    Workbook
        One object a file in each process.

    Examples
    --------
    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> book = open_book(folder.name + "/workbook.json")
    >>> book.put("settings", "size", "large")
    >>> book.get("settings", "size")
    'large'
    >>> folder.cleanup()
    """
    # A link is followed, or saving would put a file in its place.
    named = path or os.environ.get("SGM_WORKBOOK")
    if named and "\0" in os.fspath(named):
        raise ArgumentError("workbook.path", path=os.fspath(named).replace("\0", "�"))
    place = os.path.realpath(os.path.expanduser(named) if named else _course_folder() / "workbook.json")
    with _opening:
        name = os.path.normcase(place)
        if name not in _books:
            _books[name] = Workbook(Path(place))
        return _books[name]


class Workbook:
    """One learner's answers and the file they are kept in; made by `open_book`.

    Attributes
    ----------
    path : Path
        The file.
    read_only : bool
        Whether the file was written by a newer edition of the course and is therefore left alone.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.read_only = False
        self._data = form.new()  # its entries are replaced, never changed in place
        self._lines: form.Memo = {}
        self._changes: dict[Change, Any] = {}  # not yet on the disk → what was there before
        self._seen: bytes | None = None  # the file as last read or written
        self._stamp: object = None
        self._unsaved = False
        self._moved = False  # another window's work came in, and nobody has been told
        self._swept = False
        self._copy_known = False  # the copy beside the file holds nothing that is not taken in
        self._keep_old = False
        self._trouble: SgmError | None = None
        self._news: SgmError | None = None
        self._listeners: list[Listener] = []
        self._guard = threading.RLock()
        self._open()
        self._moved = False

    # ---- answers ----

    def get(self, section: str, key: str, default: Any = None) -> Any:
        """Return a copy of what is kept under ``key``, or ``default``.

        Parameters
        ----------
        section : {"exercises", "labs", "goals", "surveys", "settings", "learner"}
            Part of the workbook.
        key : str
            Exercise, lab, goal …
        default : object, optional
            What to return where nothing is kept.

        Raises
        ------
        ArgumentError
            If there is no such section.
        """
        form.known(section)
        with self._guard:
            self._look()
            return copy.deepcopy(form.bare(section, self._data[section].get(key, default)))

    def put(self, section: str, key: str, value: Any, *, former: bool = False) -> None:
        """Keep ``value`` under ``key`` and save; on return it is on the disk, or `notice` says why not.

        Parameters
        ----------
        section : {"exercises", "labs", "goals", "surveys", "settings", "learner"}
            Part of the workbook.
        key : str
            Exercise, lab, goal …
        value : object
            Anything JSON can hold. For an exercise a dict of ``answer``, ``outcome`` (one of `OUTCOMES`), ``tries``,
            ``hints``, ``solution`` and whatever else it needs; missing fields are filled in. In the file every entry
            that is a dict says under ``updated`` when it was kept, which is set here.
        former : bool, default False
            Whether what stood there before stays in the ``history``, as what gives way in a merge does.

        Raises
        ------
        ArgumentError
            If there is no such section, or JSON cannot hold the value.
        DataError
            If a field of an exercise is wrong.
        """
        value = form.entry(section, key, value)
        with self._guard:
            before = self._data[section].get(key, GONE)
            if not self._unsaved and same(before, value):
                return
            aside = former and before is not GONE
            if aside:
                self._change("history", f"{section}/{key}", with_former(self._data, section, key))
            self._change(section, key, value)
            self.save()
        if aside:
            self._tell("history", f"{section}/{key}")
        self._tell(section, key)

    def remove(self, section: str, key: str) -> None:
        """Forget what is kept under ``key``, if anything, and save."""
        form.known(section, key)
        with self._guard:
            self._look()
            if key not in self._data[section]:
                return
            self._change(section, key, GONE)
            self.save()
        self._tell(section, key)

    def section(self, section: str) -> dict[str, Any]:
        """Return a copy of one part of the workbook, with what other windows have saved since."""
        form.known(section)
        with self._guard:
            self._look()
            entries = self._data[section].items()
            return copy.deepcopy({key: form.bare(section, value) for key, value in entries})

    # ---- the file ----

    @property
    def notice(self) -> str | None:
        """One sentence the learner should know about the file, or None."""
        told = self._trouble or self._news
        return None if told is None else str(told)

    @property
    def saved(self) -> bool:
        """Whether all that was put is in the file."""
        return not self._unsaved

    @property
    def mark(self) -> dict[str, str]:
        """What tells this workbook from others, for work that waits in a browser until it can be handed over.

        Returns
        -------
        dict
            ``place``, which says nothing readable of the folder or the person; ``id`` of the file there, empty
            while there is none.
        """
        place = f"{os.environ.get('JUPYTERHUB_USER', '')}\n{self.path}"
        id = str(self._data["id"]) if self._seen is not None else ""
        return {"place": hashlib.sha256(place.encode()).hexdigest()[:16], "id": id}

    def save(self) -> None:
        """Write to the disk what is not there yet; `put` does this by itself."""
        with self._guard:
            try:
                with disk.locked(self.path):
                    self._take_in()
                    self._keep_later_copy()
                    if self._unsaved or not os.path.exists(self.path):
                        self._write()
            except DataError as error:  # from a newer edition: nothing of it may be lost
                self._trouble, self.read_only = error, True
            except OSError as error:
                self._trouble = SgmError(_sentence(error), path=self.path)
            else:
                self._trouble, self.read_only = None, False

    def refresh(self) -> None:
        """Take in what was saved elsewhere and tell who listens; for a page that its reader comes back to."""
        with self._guard:
            self._look()
        if self._moved:
            self._tell(None, None)

    def data(self) -> dict[str, Any]:
        """Return a copy of the whole workbook, for `dumps`."""
        with self._guard:
            self._look()
            return copy.deepcopy(self._data)

    def replace(self, data: Mapping[str, Any] | str | bytes) -> None:
        """Take over another workbook in place of this one, whose file is kept beside as ``workbook.before-….json``.

        Parameters
        ----------
        data : mapping, str or bytes
            A workbook of any edition up to this one: parsed, or the content of a file.

        Raises
        ------
        DataError
            If it is no workbook; then nothing has changed.
        """
        theirs = _read(data)
        with self._guard:
            self._look()  # else what another window has saved would put its head back
            self._keep_old = True
            self._become(theirs)
            self.save()
        self._tell(None, None)

    def merge(self, data: Mapping[str, Any] | str | bytes) -> int:
        """Bring in work done elsewhere, such as on the published page: of two answers the newer one stands.

        Parameters
        ----------
        data : mapping, str or bytes
            A workbook of any edition up to this one: parsed, or the content of a file.

        Returns
        -------
        int
            How many entries were brought in. What had to give way is kept in the file under ``history``.

        Raises
        ------
        DataError
            If it is no workbook; then nothing has changed.
        """
        theirs = _read(data)
        with self._guard:
            self._look()
            ours = self._data
            merged = join(ours, theirs)
            brought = sum(
                not same(merged[section][key], ours[section].get(key, GONE))
                for section, key in everything(theirs)
                if section != "history"
            )
            self._become(merged)
            self.save()
        self._tell(None, None)
        return brought

    def on_change(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener(section, key)`` after every change; both are None where more than one entry changed.

        Returns
        -------
        callable
            Ends the calls.
        """
        self._listeners.append(listener)

        def stop() -> None:
            with suppress(ValueError):
                self._listeners.remove(listener)

        return stop

    def __repr__(self) -> str:
        return f"<Workbook {self.path}: {len(self._data['exercises'])} exercises>"

    # ---- inside ----

    @property
    def _backup(self) -> Path:
        return disk.beside(self.path, "backup")

    def _open(self) -> None:
        self._look()
        if self._seen is None and (os.path.exists(self.path) or os.path.exists(self._backup)):
            self.save()  # damaged, newer, or missing beside its copy: settled under the lock
            if self._seen is None and not self.read_only:
                self._recover()  # nothing can be written here; the copy can still be read
        elif self._overtaken():
            self.save()

    def _change(self, section: str, key: str, value: Any) -> None:
        if self._news and self._news.key == "workbook.clash":
            self._news = None  # said where it happened, and not below every exercise from then on
        self._changes.setdefault((section, key), self._data[section].get(key, GONE))
        self._unsaved = True
        if value is GONE:
            self._data[section].pop(key, None)
        else:
            self._data[section][key] = value

    def _become(self, data: form.Data) -> None:
        """Change every entry to that of ``data``; entry by entry, so that other windows' work still counts."""
        for section in SECTIONS:
            for key in {**self._data[section], **data[section]}:
                old, value = self._data[section].get(key, GONE), data[section].get(key, GONE)
                if old != value or not same(old, value):
                    self._change(section, key, value)
        kept = {name: self._data[name] for name in (*SECTIONS, "saved")}
        self._data = {**data, **kept}
        self._unsaved = True

    def _look(self) -> None:
        """Take in what another window has saved; what cannot be read is left to the next save."""
        with suppress(OSError, DataError):
            stamp = disk.stamp(self.path)
            if stamp != self._stamp:
                self._stamp = stamp
                content = self.path.read_bytes()
                if content != self._seen:
                    self._adopt(loads(content), content)

    def _take_in(self) -> None:
        """Bring memory up to the file, whatever has become of it; only under the lock."""
        content: bytes | None = None
        if not self._swept:
            self._swept = True
            disk.sweep(self.path)
        with suppress(FileNotFoundError):
            content = self.path.read_bytes()
        if content is not None and content == self._seen:
            return
        if content is None:
            if self._recover() and self._seen is None:
                self._news = SgmError("workbook.restored", file=self.path.name, copy=self._backup.name)
            return
        try:
            self._adopt(loads(content), content)
        except DataError as error:
            if error.key == "workbook.newer":
                raise
            aside = disk.set_aside(self.path).name
            kept = self._recover() or self._seen is not None
            self._news = SgmError("workbook.damaged_kept" if kept else "workbook.damaged", file=aside)

    def _recover(self) -> bool:
        """Take in the last good copy, if there is one."""
        with suppress(OSError, DataError):
            self._adopt(loads(self._backup.read_bytes()), None)
            return True
        return False

    def _overtaken(self) -> bool:
        """Whether the last good copy is later than the file: an older one was put in place while nothing ran."""
        if self._copy_known or self._seen is None:
            return False
        with suppress(OSError, DataError):
            content = self._backup.read_bytes()
            return content != self._seen and form.seconds(loads(content)["saved"]) > form.seconds(
                self._data["saved"]
            )
        return False

    def _keep_later_copy(self) -> None:
        """Bring in what the last good copy has later, before it is written over; only under the lock."""
        if self._overtaken():
            copy = loads(self._backup.read_bytes())
            if copy["id"] == self._data["id"]:
                self._become(join(self._data, copy))
                self._news = SgmError("workbook.older", file=self.path.name, copy=self._backup.name)
            else:  # of another person, perhaps: the two are not mixed
                aside = disk.copy_aside(self.path, self._backup)
                self._news = SgmError("workbook.older_aside", file=self.path.name, copy=aside.name)
                self._unsaved = True
        self._copy_known = True

    def _adopt(self, theirs: form.Data, content: bytes | None) -> None:
        """Go on from ``theirs`` with our own changes on top."""
        running = self._seen is not None
        if form.seconds(theirs["saved"]) < form.seconds(self._data["saved"]):
            # An older file was put in the place of ours, by hand or by a cloud drive: keep both.
            self._changes = everything(self._data) | self._changes
            theirs["saved"] = self._data["saved"]
        merged, clashes = combine(theirs, self._data, self._changes)
        if clashes:
            self._news = SgmError("workbook.clash", names=[key for _, key in clashes])
        lost = {("history", f"{section}/{key}"): GONE for section, key in clashes}
        self._changes = {(s, k): theirs[s].get(k, GONE) for s, k in self._changes | lost}
        self._data, self._seen = merged, content or self._seen
        self._moved = True
        self._unsaved = bool(self._changes) or (running and self._unsaved)

    def _write(self) -> None:
        data = {**self._data, "id": self._data["id"] or form.new_id(), "saved": form.now()}
        content = form.encode(data, self._lines)
        if self._keep_old and self.path.exists():
            disk.copy_aside(self.path)
        disk.write(self.path, content)
        self._data, self._seen, self._stamp = data, content, disk.stamp(self.path)
        self._changes, self._unsaved, self._keep_old = {}, False, False
        # The copy guards against damage to the file itself, which is on the disk by now: no second wait for it.
        with suppress(OSError):
            disk.write(self._backup, content, durable=False)

    def _tell(self, section: str | None, key: str | None) -> None:
        if self._moved:
            self._moved, section, key = False, None, None
        for listener in list(self._listeners):
            listener(section, key)


def _course_folder() -> Path:
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "_config.yml").is_file() or (folder / "start.py").is_file():
            return folder
    return here


def _read(data: Mapping[str, Any] | str | bytes) -> form.Data:
    return loads(data if isinstance(data, str | bytes) else dumps(data))


def _sentence(error: OSError) -> str:
    if isinstance(error, TimeoutError):
        return "workbook.busy"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "workbook.full"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "workbook.forbidden"
    return "workbook.not_saved"
