"""What lies beside workbooks and is none: sheets of answers or of marks, documents. What each is, and what reads it.

Told by the words in them, by the same rules and with the same words as ``book/_desk/beside.js``.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from functools import cache
from typing import Any, Final

from ...i18n import LANGUAGES, t

__all__ = ["SHEET", "kind_of", "passed", "told_by"]

#: Names of tables, whatever they hold.
SHEET: Final = re.compile(r"\.(csv|tsv|xlsx?|xlsm|ods|et|sav|parquet)( \(\d+\))?$", re.I)
_LOCK = "~$"  # Excel's, while a file is open
_OFFICE = "[Content_Types].xml"
_PARTS = ("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml")
_MOST = 300_000  # bytes that are enough to know a table by

#: A cell of a list of marks: Moodle's gradebook, quiz and SCORM reports (as “Grade/10.00”), Canvas, Blackboard.
_MARKS = (
    r"last downloaded from this course|last accessed on|(course|category) total.*|课程总分.*|.{1,60}\(real\)"
    r"|.{1,60}/ ?\d{1,4}[.,]\d{2}|sis login id|points possible|.{1,60}\[total pts.*"
)
#: Cells of expectations and of perceptions: named, or coded as E1 and P1.
_SIDES = (
    r".{0,40}(期望|期待|预期|預期|(?<![a-z])(expectations?|expected)(?![a-z])).{0,40}|e\d{1,2}",
    r".{0,40}(感受|感知|体验|體驗|(?<![a-z])(perceptions?|perceived)(?![a-z])).{0,40}|p\d{1,2}",
)
_FEWEST = 3  # of the five answers of KANO, so that a mark of “like” is no survey


@cache
def told_by() -> dict[str, Any]:
    """Return what tells the kinds apart, for the page as well: patterns, and the words that intake knows."""

    def words(key: str) -> list[str]:
        found = [one for lang in LANGUAGES for one in t(f"intake.{key}", lang).lower().split("|")]
        return sorted({one for one in found if not re.fullmatch("[a-z]", one)})

    return {
        "sheet": SHEET.pattern,
        "marks": _MARKS,
        "sides": list(_SIDES),
        "pair": [words(f"column.{side}") for side in ("functional", "dysfunctional")],
        "answers": [words(f"answers.{code}") for code in range(1, 6)],
        "fewest": _FEWEST,
        "own": [f"{t('exercises.classroom.file', lang)}.xlsx" for lang in LANGUAGES],
    }


def passed(name: str) -> bool:
    """Whether a file is not even mentioned: the class report itself, or what Excel puts beside an open file."""
    last = name.rpartition("/")[2]
    return last in told_by()["own"] or last.startswith(_LOCK)


def kind_of(name: str, content: bytes) -> str:
    """Return ``"marks"``, ``"kano"``, ``"servqual"``, ``"table"`` or ``"document"``; empty where it may be a workbook.

    >>> kind_of("成绩.csv", "姓,名,成绩/10.00\\n王,芳,8.00".encode()), kind_of("王芳-workbook.json", b"{}")
    ('marks', '')
    """
    parts = _office(content)
    if parts is None:
        return _told(_cells(content)) if SHEET.search(name) else ""
    sheet = SHEET.search(name) or any(one.startswith("xl/") for one in parts)
    return _told(_texts(content)) if sheet else "document"


def _office(content: bytes) -> list[str] | None:
    """Return the names in a file of an office program; None where it is none, as a zip of workbooks."""
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    return names if _OFFICE in names else None


def _texts(content: bytes) -> set[str]:
    found: list[str] = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in _PARTS:
            try:
                with archive.open(part) as stream:
                    text = stream.read(_MOST).decode("utf-8", "replace")
            except (KeyError, zipfile.BadZipFile, OSError, EOFError, RuntimeError, ValueError, zlib.error):
                continue
            found += re.findall(r"<t(?:\s[^>]*)?>([^<]*)</t>", text)
    return {_plain(html.unescape(one)) for one in found}


def _cells(content: bytes) -> set[str]:
    head = content[:_MOST]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = head.decode("utf-16", "replace")
    else:
        whole = head if len(content) == len(head) else head[: head.rfind(b"\n") + 1]
        try:
            text = whole.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = whole.decode("gb18030", "replace")
    return {_plain(one) for one in re.split(r"[,;\t\r\n]+", text)}


def _plain(cell: str) -> str:
    return re.sub(r"""^[\s"']+|[\s"']+$""", "", cell).lower()


def _told(cells: set[str]) -> str:
    known = told_by()
    if any(re.fullmatch(_MARKS, one) for one in cells):
        return "marks"
    if sum(not cells.isdisjoint(words) for words in known["answers"]) >= _FEWEST or _paired(cells):
        return "kano"
    sides = [any(re.fullmatch(side, one) for one in cells) for side in _SIDES]
    return "servqual" if all(sides) else "table"


def _paired(cells: set[str]) -> bool:
    """Whether two columns are called alike but for “with” and “without”, as the template has them."""
    with_, without = told_by()["pair"]
    return any(
        one.endswith(word) and any(one.removesuffix(word) + other in cells for other in with_)
        for one in cells
        for word in without
    )
