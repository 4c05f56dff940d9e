"""What a workbook file says: its layout, its checks, and how earlier editions' files are brought up to it.

Pure functions on plain data. Only the standard library, since exercises in a page run on bare Pyodide.
"""

from __future__ import annotations

import json
import math
import re
import secrets
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import accumulate
from typing import Any, Final, TypeGuard

from ..errors import ArgumentError, DataError, SgmError, check_choice
from ._coding import text_of

__all__ = [
    "OUTCOMES",
    "SCHEMA_VERSION",
    "SECTIONS",
    "TIMED",
    "Data",
    "Memo",
    "bare",
    "check",
    "dumps",
    "encode",
    "entry",
    "is_time",
    "known",
    "loads",
    "new",
    "new_id",
    "now",
    "seconds",
]

Data = dict[str, Any]
Memo = dict[tuple[str, str], tuple[object, str]]  # section, key → entry and its line in the file

SCHEMA_VERSION: Final = 2
PROGRAM: Final = "sgm_lab"
SECTIONS: Final = ("learner", "exercises", "labs", "goals", "surveys", "settings", "again", "history")
OUTCOMES: Final = ("not_attempted", "right", "partly", "wrong")
_RECORD: Final[Data] = {
    "answer": None,
    "outcome": "not_attempted",
    "tries": 0,
    "hints": 0,
    "solution": False,
    "updated": "",
}
#: Sections of records: first answers, and those given when an exercise is asked again on another day.
RECORDS: Final = ("exercises", "again")
#: Sections whose entries say when they were kept, under "updated"; an exercise's record does so by itself.
TIMED: Final = ("labs", "goals", "surveys", "settings")
_TIME = re.compile(
    r"2[0-9]{3}-(?:0[1-9]|1[0-2])-[0-3][0-9]"
    r"(T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])?)?"
)
_DEEPEST = 50  # far more than any answer needs, far less than Python's or a browser's stack
_LARGEST = sys.float_info.max  # a browser knows no number beyond it
_ESCAPED = re.compile(rb'\\"')
_QUOTED = re.compile(rb'"[^"]*"?')
_STEPS = dict(zip(b"[]", (1, -1), strict=True))
_ALIKE = bytes.maketrans(b"{}", b"[]")
_NO_NESTING = bytes(set(range(256)) - set(b'[]{}"'))  # all other bytes
_USUAL = re.compile(r"-?[0-9.]{1,300}")  # a number that a browser knows, for sure
_PLAIN = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def new() -> Data:
    """Return an empty workbook.

    >>> new()["exercises"]
    {}
    """
    sections: Data = {section: {} for section in SECTIONS}
    head = {"schema": SCHEMA_VERSION, "program": PROGRAM, "id": new_id(), "created": now(), "saved": ""}
    return head | sections | {"learner": {"name": ""}}


def loads(text: str | bytes) -> Data:
    """Read a workbook of this or any earlier edition.

    Parameters
    ----------
    text : str or bytes
        The content of a ``workbook.json``; bytes are UTF-8, or what an editor of Windows made of it.

    Returns
    -------
    dict
        The workbook in the present layout; what this edition does not know is kept as it was.

    Raises
    ------
    DataError
        If it is anything else; the sentence says what and where.

    Examples
    --------
    >>> loads('{"schema": 1, "program": "sgm_lab", "answers": {"2.1-1": "M"}}')["exercises"]["2.1-1"]["answer"]
    'M'
    """
    try:
        if not isinstance(text, str):
            text = text_of(bytes(text))
        text = text.removeprefix("\ufeff")  # Windows' Notepad puts a mark in front
        return check(*_parsed(text, _depth(text.encode("utf-8", "surrogatepass"))))
    except json.JSONDecodeError as cause:
        raise DataError("workbook.not_json", line=cause.lineno, column=cause.colno) from cause
    except SgmError:
        raise
    except ValueError as cause:  # a whole number of thousands of digits
        raise DataError("workbook.no_number") from cause


def dumps(data: Mapping[str, Any]) -> str:
    """Write a workbook as text: JSON, one entry a line, entries in the order of their keys.

    Parameters
    ----------
    data : mapping
        As `loads` gives it.

    Raises
    ------
    DataError
        If it is no workbook.
    ArgumentError
        If it holds something JSON cannot.
    """
    return encode(check(_copied(data, "workbook"))).decode("utf-8")


def encode(data: Data, memo: Memo | None = None) -> bytes:
    """Write checked data as the bytes of a file.

    Parameters
    ----------
    data : dict
        A workbook.
    memo : dict, optional
        The lines of the time before, used again for entries that are still the same object: writing one change
        among hundreds of entries then costs no more than that change.
    """
    memo = {} if memo is None else memo
    parts = []
    for name in sorted(data, key=_place):
        value = data[name]
        if value and isinstance(value, dict):
            lines = ",\n".join(_line(name, key, value[key], memo) for key in sorted(value))
            parts.append(f"  {_PLAIN(name)}: {{\n{lines}\n  }}")
        else:
            parts.append(f"  {_PLAIN(name)}: {_PLAIN(value)}")
    # Half a character, as a broken input method leaves it, has no UTF-8 form; its escape is valid JSON.
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode("utf-8", "backslashreplace")


def check(data: Any, usual: bool = False) -> Data:
    """Bring parsed JSON to the present layout and check it, entry by entry; ``data`` may be changed.

    ``usual`` says that its text had no number and no nesting that could not be written again.
    """
    if not isinstance(data, dict) or data.get("program") != PROGRAM:
        raise DataError("workbook.not_ours")
    if not usual:
        _check_json(data)
    schema = _as_whole(data.get("schema"))
    if not _whole(schema) or schema < 1:
        raise DataError("workbook.no_schema", value=_shown(schema))
    if schema > SCHEMA_VERSION:
        raise DataError("workbook.newer", found=_shown(schema), known=SCHEMA_VERSION)
    for old in range(schema, SCHEMA_VERSION):
        data = _MIGRATIONS[old](data)
    book: Data = {**new(), "id": "", "created": "", **data, "schema": SCHEMA_VERSION}
    if not isinstance(book["id"], str):
        book["id"] = ""
    if "includes" in book:
        given = book["includes"] if isinstance(book["includes"], list) else []
        book["includes"] = [one for one in given if isinstance(one, str)]
    for name in ("created", "saved"):
        if not is_time(book[name]):
            raise DataError("workbook.time", name=name, value=_shown(book[name]))
    for section in SECTIONS:
        if not isinstance(book[section], dict):
            raise DataError("workbook.section", section=section)
    if not isinstance(book["learner"].setdefault("name", ""), str):
        raise DataError("workbook.name")
    for key, kept in book["history"].items():
        if not isinstance(kept, list):
            raise DataError("workbook.history", key=_shown(key))
    for name in RECORDS:
        book[name] = {key: _record(key, value, book["saved"]) for key, value in book[name].items()}
    return book


def entry(section: str, key: str, value: Any) -> Any:
    """Return what a workbook keeps for ``value``: plain JSON, checked, and for an exercise the time of now.

    Raises
    ------
    ArgumentError
        If there is no such section, the key is no text or the value is nothing JSON can hold.
    DataError
        If an exercise's record has a wrong field.
    """
    known(section, key)
    value = _copied(value, f"{section}/{key}", depth=4)  # it may come to stand that deep, in the history
    if section in TIMED and isinstance(value, dict):
        return value | {"updated": now()}
    if section in RECORDS:
        return _record(key, value | {"updated": now()} if isinstance(value, dict) else value, "")
    if (section, key) == ("learner", "name") and not isinstance(value, str):
        raise DataError("workbook.name")
    return value


def bare(section: str, value: Any) -> Any:
    """Return an entry as it was put, without the time it was kept."""
    if section in TIMED and isinstance(value, dict):
        return {name: part for name, part in value.items() if name != "updated"}
    return value


def known(section: str, key: str | None = None) -> None:
    """Refuse a section that does not exist; with ``key``, also what cannot be written under."""
    choices = SECTIONS if key is None else SECTIONS[:-1]  # the history keeps itself
    check_choice("section", section, choices)
    if key is not None and not (isinstance(key, str) and key):
        raise ArgumentError("workbook.key", value=_shown(key))


def now() -> str:
    """Return the time as the workbook writes it: local, with its distance from UTC."""
    return datetime.now().astimezone().isoformat(timespec="milliseconds")


def new_id() -> str:
    """Return a name for a workbook that no other has: who hands in two copies of it is one person.

    >>> new_id() == new_id()
    False
    """
    return secrets.token_hex(8)


def seconds(time: Any) -> float:
    """Return an ISO time as seconds since 1970, no time as minus infinity; without a zone it is UTC."""
    return _seconds(time) if time else -math.inf


@lru_cache(100_000)  # the times of a class are asked for again and again
def _seconds(time: str) -> float:
    moment = datetime.fromisoformat(time)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _from_1(data: Data) -> Data:
    """Schema 1 kept bare answers, ``"answers": {id: answer}``; whether they were right was not written down."""
    answers = data.pop("answers", {})
    if not isinstance(answers, dict):
        raise DataError("workbook.section", section="answers")
    return data | {"schema": 2, "exercises": {key: {"answer": answer} for key, answer in answers.items()}}


#: Schema → what brings a file of it to the next one. An edition that changes the layout adds one line here.
_MIGRATIONS: dict[int, Callable[[Data], Data]] = {1: _from_1}


def _record(key: str, value: Any, saved: str) -> Data:
    """Complete and check the record of one exercise; fields this edition does not know stay."""
    if not isinstance(value, dict):
        raise DataError("workbook.record", id=_shown(key), value=_shown(value))
    record: Data = {**_RECORD, "updated": saved, **value}
    tries, hints = record["tries"], record["hints"]
    usual = (
        type(tries) is int and type(hints) is int and tries >= 0 <= hints and type(record["solution"]) is bool
    )
    if (
        usual
        and type(record["outcome"]) is str
        and record["outcome"] in OUTCOMES
        and is_time(record["updated"])
    ):
        return record
    for name, fits in _FITS:
        if not fits(record[name]):
            raise DataError("workbook.field", id=_shown(key), field=name, value=_shown(record[name]))
    record["tries"], record["hints"] = _as_whole(record["tries"]), _as_whole(record["hints"])
    return record


def _copied(value: Any, name: str, depth: int = 0) -> Any:
    """Return ``value`` as JSON gives it back: lists, texts, numbers, nothing shared with the caller."""
    try:
        _check_json(value, depth)
        return json.loads(json.dumps(value, allow_nan=False))
    except (TypeError, ValueError) as cause:
        raise ArgumentError("workbook.not_kept", name=_shown(name)) from cause


class _Numbers(dict[str, float]):
    """Numbers by how they are written: of a workbook's thousands most are the same few."""

    def __init__(self, kind: type[int] | type[float]) -> None:
        super().__init__()
        self.kind = kind
        self.odd = False

    def __missing__(self, text: str) -> float:
        self.odd = self.odd or not _USUAL.fullmatch(text)
        self[text] = value = self.kind(text)
        return value


def _parsed(text: str, depth: int) -> tuple[Any, bool]:
    """Parse JSON of this depth; with whether all its numbers and nesting are usual, so that nobody needs to look again.

    Bottomless nesting is refused before parsing it, which in a browser page would end Python itself.
    """
    if depth > 2 * _DEEPEST:
        raise DataError("workbook.too_deep")
    ints, floats = _Numbers(int), _Numbers(float)
    of_float = floats.__getitem__
    data = json.loads(text, parse_int=ints.__getitem__, parse_float=of_float, parse_constant=of_float)
    return data, depth < _DEEPEST and not (ints.odd or floats.odd)


def _depth(text: bytes) -> int:
    """Return how deep a text nests: a class hands in megabytes, so what holds no bracket is dropped at once.

    >>> _depth(b'{"a": ["[[", "\\\\", {"b": "\\\\"{"}]}')
    3
    """
    if _ESCAPED.search(text):  # such a quotation mark ends no text
        text = text.replace(rb"\\", b"").replace(rb"\"", b"")
    bare = _QUOTED.sub(b"", text.translate(None, _NO_NESTING).replace(b'""', b""))
    pairs = bare.translate(_ALIKE)
    for depth in range(_DEEPEST):  # the innermost pairs go, all at once
        if not pairs:
            return depth
        pairs = pairs.replace(b"[]", b"")
    return max(accumulate(map(_STEPS.__getitem__, bare.translate(_ALIKE))), default=0)


def _check_json(value: Any, depth: int = 0) -> None:
    """Refuse what parses but could not be written again: endless numbers and bottomless nesting."""
    if depth > _DEEPEST:
        raise DataError("workbook.too_deep")
    if isinstance(value, int | float) and not -_LARGEST <= value <= _LARGEST:
        raise DataError("workbook.no_number")
    if isinstance(value, dict | list | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            if type(part) is not str:  # as most are, of a class's hundreds of thousands
                _check_json(part, depth + 1)


def _line(name: str, key: str, value: Any, memo: Memo) -> str:
    known = memo.get((name, key))
    if known is None or known[0] is not value:
        known = memo[name, key] = (value, f"    {_PLAIN(key)}: {_PLAIN(value)}")
    return known[1]


def _place(name: str) -> tuple[int, str]:
    """Head first, then the sections, then what this edition does not know."""
    order = ("schema", "program", "id", "created", "saved", "includes", *SECTIONS)
    return (order.index(name) if name in order else len(order), name)


def is_time(value: Any) -> bool:
    """Whether ``value`` is an ISO date and time from the year 2000 on, or an empty text for none."""
    if not isinstance(value, str) or (value and not _TIME.fullmatch(value)):
        return False
    return not value or "01" <= value[8:10] <= "28" or _is_day(value[:10])


@lru_cache(10_000)  # a class works on few days
def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text) is not None
    except ValueError:  # 30 February
        return False


def _whole(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _as_whole(value: Any) -> Any:
    """Return 2.0 as 2: a browser cannot tell them apart."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _counts(value: Any) -> bool:
    """Whether ``value`` says how many times."""
    return _whole(whole := _as_whole(value)) and whole >= 0


#: What each field of an exercise's record must be.
_FITS: Final[tuple[tuple[str, Callable[[Any], bool]], ...]] = (
    ("outcome", lambda value: isinstance(value, str) and value in OUTCOMES),
    ("tries", _counts),
    ("hints", _counts),
    ("solution", lambda value: isinstance(value, bool)),
    ("updated", is_time),
)


def _shown(value: Any) -> str:
    """Return ``value`` for a sentence: short, and printable anywhere."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    text = text if len(text) <= 40 else text[:40] + "…"
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
