"""What a file really is, whatever its name says: read as what it is, and said; or what to do."""

from __future__ import annotations

import io
import re
import zipfile

from ..errors import DataError, SgmError
from ..i18n import t
from ._encoding import decode

__all__ = ["DUCKDB", "EXCEL", "PARQUET", "SPSS", "SQLITE", "TEXT", "WEB", "kind_of"]

TEXT, EXCEL, PARQUET = {".csv", ".txt", ".tsv", ""}, {".xlsx", ".xlsm"}, {".parquet", ".pq"}
SPSS, WEB = {".sav", ".zsav"}, {".html", ".htm"}
DUCKDB, SQLITE = {".duckdb", ".db", ".ddb"}, {".sqlite", ".sqlite3", ".db"}

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of old .xls files, and of all that have a password
_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_PAGE = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|table|meta|style|div"
    rb"|\?xml[^>]*>\s*(?:<\?[^>]*>\s*)*<(?:\w+:)?(?:workbook|html|table))\b",
    re.IGNORECASE | re.DOTALL,
)
_MAGIC = ((b"PAR1", PARQUET), (b"$FL2", SPSS), (b"$FL3", SPSS), (b"SQLite format 3\0", SQLITE))
_OLD = {".xls", ".et"}  # of Excel and WPS; often something else is called so
_NAMED = {
    **dict.fromkeys((".doc", ".docx"), "files.is_word"),
    **dict.fromkeys((".zip", ".rar", ".7z"), "files.is_zip"),
    ".pdf": "files.is_pdf",
    **dict.fromkeys(DUCKDB | SQLITE, "files.damaged"),
}


def kind_of(content: bytes, name: str, suffix: str) -> tuple[set[str], list[str]]:
    """Return what a file is, and a note where its name says something else.

    Raises
    ------
    DataError
        If it is nothing that can be read: with what it is, and what to do.
    """
    found = _by_content(content, name)
    if found is None:
        if suffix in PARQUET | SPSS:  # damaged, which their readers say
            return PARQUET if suffix in PARQUET else SPSS, []
        if suffix not in TEXT | EXCEL | WEB | _OLD:
            raise DataError(_NAMED.get(suffix, "files.kind"), file=name, suffix=suffix)
        if suffix not in TEXT and not _looks_a_table(content, name):
            raise DataError("files.damaged", file=name)
        found = TEXT
    if suffix in found:
        return found, []
    what = next(key for key, kinds in _KINDS.items() if kinds is found)
    return found, [t(f"files.note_is_{what}", file=name)]


_KINDS = {
    "text": TEXT,
    "excel": EXCEL,
    "parquet": PARQUET,
    "spss": SPSS,
    "web": WEB,
    "duckdb": DUCKDB,
    "sqlite": SQLITE,
}


def _by_content(content: bytes, name: str) -> set[str] | None:
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return kind
    if content[8:12] == b"DUCK":
        return DUCKDB
    if content.startswith(_OLE):
        raise DataError("files.locked" if _PASSWORD in content else "files.old_excel", file=name)
    if content.startswith(b"%PDF"):
        raise DataError("files.is_pdf", file=name)
    head = content[:1000]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "ignore").encode()
    if _PAGE.match(head):
        return WEB
    if content.startswith(b"PK\x03\x04") or content.startswith(b"PK\x05\x06"):
        _check_zip(content, name)
        return EXCEL
    return None


def _check_zip(content: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.namelist()
            ods = parts[:1] == ["mimetype"] and b"opendocument" in archive.open("mimetype").read(80)
    except Exception as cause:
        raise DataError("files.damaged", file=name) from cause
    if any(part.startswith("word/") for part in parts):
        raise DataError("files.is_word", file=name)
    if any(part.startswith("ppt/") for part in parts):
        raise DataError("files.is_slides", file=name)
    if any(part.startswith("Index/") and part.endswith(".iwa") for part in parts):
        raise DataError("files.is_numbers", file=name)
    if ods:
        raise DataError("files.is_ods", file=name)
    if not any(part.startswith(("xl/", "[Content_Types]")) for part in parts):
        raise DataError("files.is_zip", file=name)


def _looks_a_table(content: bytes, name: str) -> bool:
    try:
        text, _, _ = decode(content[:100_000], name)
    except SgmError:
        return False
    lines = text.splitlines()[:2]
    return len(lines) == 2 and any(all(mark in line for line in lines) for mark in ",;\t|，")
