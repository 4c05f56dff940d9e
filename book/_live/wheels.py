"""Packages as the page loads them: wheels of the same content are the same file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from fnmatch import fnmatch
from typing import NamedTuple

from .store import Store, digest

__all__ = ["Package", "wheel", "without"]

STAMP = (2026, 1, 1, 0, 0, 0)  # the same content is the same file


class Package(NamedTuple):
    """A package as the page loads it."""

    name: str
    version: str
    file: str
    content: bytes
    needs: list[str]
    modules: list[str]
    kind: str = "package"


def wheel(name: str, version: str, files: Mapping[str, bytes], licences: Mapping[str, bytes]) -> bytes:
    """Return a wheel with these files and the texts of their licences."""
    info = f"{name.replace('-', '_')}-{version}.dist-info"
    heads = {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: sgm_lab\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    whole = {**files, **{path: text.encode() for path, text in heads.items()}}
    whole |= {f"{info}/licenses/{file}": text for file, text in licences.items()}
    record = "".join(f"{path},,\n" for path in [*whole, f"{info}/RECORD"])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, content in whole.items():
            add(archive, path, content)
        add(archive, f"{info}/RECORD", record.encode())
    return out.getvalue()


def without(store: Store, file: str, content: bytes, left_out: list[str]) -> bytes:
    """Return an archive without some of its files, the others compressed as far as they go."""

    def make() -> bytes:
        kept = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w") as new:
            for entry in old.infolist():
                if not entry.is_dir() and not any(fnmatch(entry.filename, one) for one in left_out):
                    add(new, entry.filename, old.read(entry))
        return kept.getvalue()

    return store.made(file, digest(content) + repr(left_out), make)


def add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add a file to an archive, the same bytes every time."""
    entry = zipfile.ZipInfo(name, STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content, compresslevel=9)
