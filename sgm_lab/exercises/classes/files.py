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
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from ... import workbook
from ...errors import ArgumentError, DataError, SgmError
from ...i18n import Language, get_language, t, use_language
from ...takeaways.plan.seen import KEPT_LABS

__all__ = [
    "LARGEST",
    "Handed",
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
_HALF = b"\\ud"  # how half a character is written in JSON; in UTF-8 it cannot be

# A mail program or a browser may put something behind the ending.
_OURS = re.compile(r"\.json(\.\w{1,8})?( \(\d+\))?$", re.I)
_ZIP = re.compile(r"\.zip$", re.I)
_SYSTEM = re.compile(r"(^|/)(__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.I)

# How an LMS names who handed something in: Moodle, Canvas, Blackboard.
_SUBMITTERS = (
    re.compile(r"^(?P<who>.+?)_(?P<id>\d+)_assignsubmission_"),
    re.compile(r"^(?P<who>[^_\d]+)_(?:LATE_)?(?P<id>\d+)_\d+_"),
    re.compile(r"_(?P<who>(?P<id>[^_]+))_attempt_\d{4}-"),
)
_COPY = re.compile(r"\s*[(（]\d+[)）]|\s*-?\s*(副本|copy)\s*\d*$|\.(backup|damaged)$", re.I)
_PARTS = re.compile(r"\s+-+\s+|[-_+—–]+")  # a form tool puts its own numbers and the question beside the name
_NO_NAME = re.compile(
    r"(workbook|练习册|我的练习册|submission|file|序号\d*|第?\d*题?|q?\d+|late|attempt|\d{1,2}月\d{1,2}日?)\s*\d*",
    re.I,
)


@contextmanager
def without_pauses() -> Iterator[None]:
    """Let Python not look for cycles meanwhile: a class makes a million small objects, none of which is in one."""
    usual = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if usual:
            gc.enable()


@dataclass(frozen=True, slots=True)
class Handed:
    """One workbook as it was handed in.

    Attributes
    ----------
    file : str
        Its name, with folders and zips it lay in.
    book : dict
        Its content.
    submitter, submitter_name : str
        Who handed it in, as an LMS says; empty where none does.
    label : str
        What the name of the file says about whose it is; empty for ``workbook (1).json``.
    """

    file: str
    book: dict[str, Any]
    submitter: str = ""
    submitter_name: str = ""
    label: str = ""


def files_in(folder: Path) -> Iterator[Source]:
    """Go through a folder and those inside it for workbooks and zips."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not (_OURS.search(path.name) or _ZIP.search(path.name)) or _SYSTEM.search(name):
            continue
        try:
            if path.is_dir():
                yield name, DataError("exercises.classroom.is_folder")
            elif not _ZIP.search(path.name) and path.stat().st_size > LARGEST:
                yield name, too_large(path.stat().st_size)
            else:
                yield name, path.read_bytes()
        except FileNotFoundError:
            yield name, DataError("exercises.classroom.dead_link")
        except OSError as error:
            yield name, DataError("exercises.classroom.no_access", why=error.strerror or "")


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
    """

    def __init__(self) -> None:
        self.books: list[tuple[str, dict[str, Any]]] = []
        self.left_out: list[str] = []

    def take(self, name: str, content: bytes | SgmError) -> None:
        """Read a workbook, or all those in a zip."""
        for inside, one in _unpacked([(name, content)], 0):
            file = _writable(inside)
            try:
                if isinstance(one, SgmError):
                    raise one
                if len(one) > LARGEST:
                    raise too_large(len(one))
                book = _needed(workbook.loads(one))
                self.books.append((file, _writable(book) if _HALF in one.lower() else book))
            except SgmError as error:
                self.left_out.append(t("exercises.classroom.unreadable", file=file, why=str(error)))

    def handed(self) -> list[Handed]:
        """Return the workbooks, each with whose it is as far as names of files say."""
        beside = Counter(PurePosixPath(file).parent for file, _ in self.books)
        return [_labelled(file, book, beside) for file, book in self.books]


def handed_in(files: Iterable[Source], lang: Language | None = None) -> Inbox:
    """Read all workbooks, those in zips as well."""
    inbox = Inbox()
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
        if isinstance(content, SgmError) or not content.startswith(b"PK\x03\x04"):
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
        books = [(one, name) for one, name in wanted if _OURS.search(name) or _ZIP.search(name)]
        if len(inside) > _MOST_FILES or sum(min(one.file_size, LARGEST) for one, _ in books) > _MOST_BYTES:
            yield file, DataError("exercises.classroom.large_zip", n=len(inside))
            return
        others = [name for _, name in wanted if not (_OURS.search(name) or _ZIP.search(name))]
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


def _labelled(file: str, book: dict[str, Any], beside: Counter[PurePosixPath]) -> Handed:
    """Find out from the name of a file, and of the folders it lies in, who handed it in."""
    path = PurePosixPath(file)
    for part in reversed(path.parts):
        found = next((match for rule in _SUBMITTERS if (match := rule.search(part))), None)
        if found:
            return Handed(
                file, book, f"{found['who']}_{found['id']}", found["who"].strip(), found["who"].strip()
            )
    label = _label(path.name)
    if not label and beside[path.parent] == 1:
        label = _label(path.parent.name)
    return Handed(file, book, label=label)


def _label(name: str) -> str:
    """Return the part of a name that may be a person's.

    >>> [_label(name) for name in ("王芳-workbook.json", "12_第3题_王芳 (1).json", "workbook.backup.json")]
    ['王芳', '王芳', '']
    """
    stem = _COPY.sub("", _ZIP.sub("", _OURS.sub("", name)))
    parts = [part.strip() for part in _PARTS.split(stem)]
    return " ".join(part for part in parts if part and not _NO_NAME.fullmatch(part))
