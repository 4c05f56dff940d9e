"""Which writing the bytes of a workbook are in: UTF-8, or what an editor of Windows made of it.

``workbook.js`` says the same of the same bytes. Only the standard library, since exercises run on bare Pyodide.
"""

from __future__ import annotations

import re
from typing import Final

from ..errors import DataError

__all__ = ["text_of"]

_BINARY: Final = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_JSON: Final = re.compile(rb"\s*[{[]")
_PAIR: Final = re.compile(rb"[\x80-\xff][\x00-\xff]?")
#: Letters that people write, in GB 2312: two bytes, the first of which says how common. Nearly all are such.
_COMMON: Final = re.compile(rb"[\xa1-\xa3\xb0-\xd7][\xa1-\xfe]")
_NEARLY_ALL: Final = 0.9
#: Where Chinese has every other letter, and other writings of two bytes what hardly anybody writes.
_TELLING: Final = re.compile(rb"[\xc9-\xd7][\xa1-\xfe]")


def text_of(raw: bytes) -> str:
    """Return the text of a file that holds JSON.

    Raises
    ------
    DataError
        If it is no text, or in a writing that cannot be told for certain.

    Examples
    --------
    >>> text_of('{"name": "王敏"}'.encode("gbk")), text_of('{"name": "王敏"}'.encode("utf-16"))
    ('{"name": "王敏"}', '{"name": "王敏"}')
    """
    try:
        if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return raw.decode("utf-16")
        if raw[:2] in (b"{\0", b"\0{"):  # without the mark: JSON begins with a letter of ASCII
            return raw.decode("utf-16-le" if raw[1] == 0 else "utf-16-be")
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or _BINARY.search(raw) or not _JSON.match(raw):
            raise DataError("workbook.not_text") from cause
    letters = _PAIR.findall(raw)
    common = sum(map(bool, map(_COMMON.fullmatch, letters)))
    try:
        if common >= _NEARLY_ALL * len(letters) and any(map(_TELLING.fullmatch, letters)):
            return raw.decode("gb18030")
    except UnicodeDecodeError:
        pass
    raise DataError("workbook.coding")
