"""Kinds of file that are made: the ending of a name says which."""

from __future__ import annotations

__all__ = ["media_type"]

_OFFICE = "application/vnd.openxmlformats-officedocument"
_TYPES = {
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "html": "text/html",
    "json": "application/json",
    "png": "image/png",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "txt": "text/plain",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
}


def media_type(name: str) -> str:
    """Return what a browser is told a file is.

    >>> media_type("报告.html")
    'text/html'
    """
    return _TYPES[name.rpartition(".")[2]]
