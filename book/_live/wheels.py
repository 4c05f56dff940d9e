"""Packages as the page loads them: wheels of the same content are the same file."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Mapping
from fnmatch import fnmatch
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from .face import outlines
from .store import Store, digest

__all__ = ["PACKED", "Package", "packed", "unpacked", "wheel", "without"]

FACE = "/DejaVuSans.ttf"  # Matplotlib's: a third of it only makes small letters sharper
STAMP = (2026, 1, 1, 0, 0, 0)  # the same content is the same file
PACKED = ".bin"  # what the worker unpacks; every server has a type for it, and none packs it again


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


def without(
    store: Store,
    file: str,
    content: bytes,
    left_out: list[str],
    instead: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """Return an archive without some of its files, and with some texts in their place."""

    def make() -> bytes:
        kept = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w") as new:
            for entry in old.infolist():
                if not entry.is_dir() and not any(fnmatch(entry.filename, one) for one in left_out):
                    text = old.read(entry)
                    add(new, entry.filename, outlines(text) if entry.filename.endswith(FACE) else text)
            for name, text in instead.items():
                add(new, name, text.encode())
        return kept.getvalue()

    return store.made(file, digest(content) + FACE + repr((left_out, dict(instead))), make)


def add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add a file to an archive, the same bytes every time; the archive is compressed as a whole (`packed`)."""
    archive.writestr(zipfile.ZipInfo(name, STAMP), content)


def packed(store: Store, content: bytes) -> bytes:
    """Return a file as it travels: compressed here, so that it is as small from every server.

    An archive is one with its files as they are, those of a kind together: compressed as a whole it is a twentieth
    smaller than file by file, and takes less to be unpacked in the page.
    """

    def make() -> bytes:
        whole = content
        if content.startswith(b"PK"):
            out = io.BytesIO()
            with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
                for entry in sorted(old.namelist(), key=lambda name: (name.rpartition(".")[2], name)):
                    add(new, entry, old.read(entry))
            whole = out.getvalue()
        return gzip.compress(whole, 9, mtime=0)

    return store.made("packed.bin", digest(content), make)


def unpacked(path: Path) -> zipfile.ZipFile:
    """Open an archive of a site."""
    return zipfile.ZipFile(io.BytesIO(gzip.decompress(path.read_bytes())))
