"""What a class hands in: single files, folders, zips, and what an LMS or a form tool makes of them.

Nothing is unpacked to the disk. What cannot be read costs only itself and is told in one sentence that names the file.
"""

from __future__ import annotations

import gc
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from ... import workbook
from ...errors import ArgumentError, DataError, SgmError
from ...i18n import Language, get_language, t, use_language
from ...takeaways.plan.seen import KEPT_LABS
from .beside import SHEET, kind_of, passed
from .handed import OURS, ZIP, Handed, labelled

__all__ = [
    "LARGEST",
    "Inbox",
    "Source",
    "files_in",
    "handed_in",
    "sources",
    "too_large",
    "without_pauses",
]

#: Name of a file, and its content or why there is none.
Source = tuple[str, bytes | SgmError]

LARGEST: Final = 10_000_000  # bytes: far more than any workbook
_MOST_FILES = 5_000  # in one zip
_MOST_BYTES = 500_000_000
_LABS = (*KEPT_LABS, "sandtable")
_DEEPEST = 2  # a zip that holds what each learner zipped

_EMPTY: Final[dict[str, Any]] = {section: {} for section in workbook.SECTIONS}
_HALF = re.compile(rb"\\u[dD]")  # how half a character is written in JSON; in UTF-8 it cannot be

_MANY = 50_000  # objects; a look through fewer is over at once
_SYSTEM = re.compile(r"(^|/)(__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.I)


@contextmanager
def without_pauses() -> Iterator[None]:
    """Let Python not look for cycles meanwhile: a class makes a million small objects, none of which is in one."""
    usual = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if usual:
            # What was made counts as old, so that the next look need not go through it. Counting takes time, too.
            if gc.get_count()[0] > _MANY and not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def files_in(folder: Path) -> Iterator[Source]:
    """Go through a folder and those inside it for workbooks and zips, and tables that lie beside them."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not _read(name) or _SYSTEM.search(name) or passed(name):
            continue
        try:
            if path.is_dir():
                yield name, DataError("exercises.classroom.is_folder")
            elif not ZIP.search(path.name) and path.stat().st_size > LARGEST:
                yield name, too_large(path.stat().st_size)
            else:
                yield name, path.read_bytes()
        except FileNotFoundError:
            yield name, DataError("exercises.classroom.dead_link")
        except OSError as error:
            yield name, DataError("exercises.classroom.no_access", why=error.strerror or "")


def _read(name: str) -> bool:
    return bool(OURS.search(name) or ZIP.search(name) or SHEET.search(name))


def sources(files: Iterable[Source | str | Path]) -> Iterator[Source]:
    """Read those that are given by where they lie; one that cannot be read is said so.

    Raises
    ------
    ArgumentError
        If one is neither name and content nor a path.
    """
    if isinstance(files, str | Path):
        files = [files]
    for one in files:
        if isinstance(one, str | Path):
            try:
                yield Path(one).name, Path(one).read_bytes()
            except (OSError, ValueError) as error:
                why = getattr(error, "strerror", None) or str(error)
                yield Path(one).name, DataError("exercises.classroom.no_access", why=why)
        elif isinstance(one, tuple) and len(one) == 2:
            yield one
        else:
            raise ArgumentError("exercises.classroom.what", given=str(one)[:60])


class Inbox:
    """Takes in what a class hands in, one file after another: of each is kept what a class is told of, never the file.

    Attributes
    ----------
    books : list of (str, dict)
        Name and content of each workbook.
    left_out : list of str
        One sentence for each file that is none.
    beside : list of str
        What these were, as `kind_of` tells: each kind once.
    """

    def __init__(self, seen: Callable[[Mapping[str, Any]], None] | None = None) -> None:
        self._seen = seen
        self.books: list[tuple[str, dict[str, Any]]] = []
        self.left_out: list[str] = []
        self.beside: list[str] = []

    def take(self, name: str, content: bytes | SgmError) -> None:
        """Read a workbook, or all those in a zip."""
        for inside, one in _unpacked([(name, content)], 0):
            file = _writable(inside)
            if passed(file):
                continue
            try:
                if isinstance(one, SgmError):
                    raise one
                if len(one) > LARGEST:
                    raise too_large(len(one))
                if kind := kind_of(file, one):
                    self._set_aside(file, kind)
                    continue
                book = _needed(workbook.loads(one))
                self.books.append((file, _writable(book) if _HALF.search(one) else book))
                if self._seen:
                    self._seen(self.books[-1][1]["exercises"])
            except SgmError as error:
                self.left_out.append(t("exercises.classroom.unreadable", file=file, why=str(error)))

    def _set_aside(self, file: str, kind: str) -> None:
        """Say of a file that is no workbook what it is and what reads it."""
        why = t(f"exercises.classroom.beside_{kind}")
        self.left_out.append(t("exercises.classroom.beside", file=file, why=why))
        if kind not in self.beside:
            self.beside.append(kind)

    def handed(self) -> list[Handed]:
        """Return the workbooks, each with whose it is as far as names of files say."""
        return labelled(self.books)


def handed_in(
    files: Iterable[Source],
    lang: Language | None = None,
    seen: Callable[[Mapping[str, Any]], None] | None = None,
) -> Inbox:
    """Read all workbooks, those in zips as well; ``seen`` is given the exercises of each."""
    inbox = Inbox(seen)
    with use_language(lang or get_language()):
        for name, content in files:
            inbox.take(name, content)
    return inbox


def _needed(book: dict[str, Any]) -> dict[str, Any]:
    """Return of a workbook what a class is told of: who it is, exercises, plan, sandbox; the rest may be megabytes."""
    head = {name: book[name] for name in ("id", "created", "saved", "learner", "exercises", "goals")}
    labs = {
        key: _without_file(state) for key, state in book["labs"].items() if key.partition(":")[0] in _LABS
    }
    return {**_EMPTY, **head, "labs": labs, "includes": book.get("includes", [])}


def _without_file(state: Any) -> Any:
    """Return the state of a lab without the file that it was given: that there is one says enough."""
    return (
        state | {"upload": {}} if isinstance(state, dict) and isinstance(state.get("upload"), dict) else state
    )


def _writable(value: Any) -> Any:
    """Put a question mark for half a character, which no report could be written with."""
    return json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))


def too_large(size: int) -> DataError:
    """Return what is said of a file that is no workbook for its size."""
    return DataError("exercises.classroom.too_large", size=round(size / 1e6), most=LARGEST // 1_000_000)


def _unpacked(files: Iterable[Source], depth: int) -> Iterator[Source]:
    for file, content in files:
        if isinstance(content, SgmError) or not content.startswith(b"PK\x03\x04") or kind_of(file, content):
            yield file, content
        elif depth == _DEEPEST:
            yield file, DataError("exercises.classroom.nested")
        else:
            yield from _unpacked(_members(file, content), depth + 1)


def _members(file: str, content: bytes) -> Iterator[Source]:
    """Go through a zip; what says it is large is not even opened, what lies about it is cut off."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        yield file, DataError("exercises.classroom.bad_zip")
        return
    with archive:
        inside = [one for one in archive.infolist() if not one.is_dir()]
        wanted = [(one, name) for one in inside if not _SYSTEM.search(name := _name(one))]
        books = [(one, name) for one, name in wanted if _read(name)]
        if len(inside) > _MOST_FILES or sum(min(one.file_size, LARGEST) for one, _ in books) > _MOST_BYTES:
            yield file, DataError("exercises.classroom.large_zip", n=len(inside))
            return
        others = [name for _, name in wanted if not _read(name)]
        if not books or others:
            yield (
                file,
                DataError(
                    "exercises.classroom.others" if others else "exercises.classroom.empty_zip", names=others
                ),
            )
        for one, name in books:
            yield f"{file}/{name}", _content(archive, one)


def _content(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> bytes | SgmError:
    if one.flag_bits & 1:
        return DataError("exercises.classroom.locked")
    if one.file_size > LARGEST:
        return too_large(one.file_size)
    try:
        with archive.open(one) as stream:
            return stream.read(LARGEST + 1)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, zlib.error):
        return DataError("exercises.classroom.bad_zip")


def _name(one: zipfile.ZipInfo) -> str:
    """Return the name of a member; Windows in China writes it in GBK and does not say so."""
    name = one.filename
    if not one.flag_bits & 0x800:
        for code in ("utf-8", "gbk"):
            try:
                name = name.encode("cp437").decode(code)
                break
            except UnicodeError:
                continue
    return name.replace("\\", "/").lstrip("/")
