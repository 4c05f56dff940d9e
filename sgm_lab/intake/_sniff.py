"""What a file really is, whatever its name says: the usual mix-ups, each with what to do."""

from __future__ import annotations

import io
import re
import zipfile

from ..errors import DataError, SgmError
from ._encoding import decode

__all__ = ["EXCEL", "PARQUET", "SPSS", "TEXT", "check_kind"]

TEXT, EXCEL, PARQUET = {".csv", ".txt", ".tsv", ""}, {".xlsx", ".xlsm"}, {".parquet", ".pq"}

SPSS = {".sav", ".zsav"}

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of old .xls files, and of all that have a password
_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_WEB = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|table|meta)\b", re.IGNORECASE)
_NAMED = {
    **dict.fromkeys((".doc", ".docx"), "files.is_word"),
    **dict.fromkeys((".zip", ".rar", ".7z"), "files.is_zip"),
    ".pdf": "files.is_pdf",
}


def check_kind(content: bytes, name: str, suffix: str) -> None:
    """Refuse what cannot be read, or is not what its name says.

    Raises
    ------
    DataError
        With what the file is, and what to do.
    """
    if suffix not in TEXT | EXCEL | PARQUET | SPSS:
        raise DataError(_NAMED.get(suffix, "files.kind"), file=name, suffix=suffix)
    if suffix in PARQUET | SPSS:
        return
    if content.startswith(_OLE):
        raise DataError("files.locked" if _PASSWORD in content else "files.old_excel", file=name)
    if content.startswith(b"%PDF"):
        raise DataError("files.is_pdf", file=name)
    if _WEB.match(content[:400]):
        raise DataError("files.is_web", file=name)
    if content.startswith(b"PK\x03\x04") or content.startswith(b"PK\x05\x06"):
        _check_zip(content, name, suffix)
    elif suffix in EXCEL:
        raise DataError("files.is_text" if _looks_a_table(content, name) else "files.damaged", file=name)


def _check_zip(content: bytes, name: str, suffix: str) -> None:
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
    if ods:
        raise DataError("files.is_ods", file=name)
    if not any(part.startswith(("xl/", "[Content_Types]")) for part in parts):
        raise DataError("files.is_zip", file=name)
    if suffix in TEXT:
        raise DataError("files.is_excel", file=name)


def _looks_a_table(content: bytes, name: str) -> bool:
    try:
        text, _, _ = decode(content[:100_000], name)
    except SgmError:
        return False
    lines = text.splitlines()[:2]
    return len(lines) == 2 and any(all(mark in line for line in lines) for mark in ",;\t|，")
