"""Sphinx extension: the licence of everything that travels with the site, as texts and as one page that lists them.

A package that runs in the page brings its texts in its wheel, a style or script in the package it comes from; what has
none with it stands in ``book/licences``. A file whose licence cannot be had fails the build.
"""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from _live.wheels import PACKED, unpacked
from sgm_frame import editions, made
from sphinx.application import Sphinx
from sphinx.util import logging

import sgm_lab
from sgm_lab.i18n import t

KEPT = Path(__file__).parents[1] / "licences"
OWN = Path(sgm_lab.__file__).parents[1]
TEXT = re.compile(r"(?:licen[cs]e|copying|notice|ofl)", re.I)
CODE = {".py", ".pyc", ".pyi", ".so"}

logger = logging.getLogger(__name__)


class Part(NamedTuple):
    """Something others made."""

    name: str
    source: str
    texts: dict[str, str]  # by file


def is_text(name: str) -> bool:
    """Whether a file of a package is a text of its licence.

    >>> is_text("a-1.dist-info/licenses/LICENSE"), is_text("a/licenses/__init__.py"), is_text("a/notice_board.html")
    (True, False, False)
    """
    path = PurePosixPath(name)
    plain = path.suffix.lower() not in CODE | {".html", ".js", ".css"}
    return plain and bool(TEXT.search(path.name) or (".dist-info/licenses/" in name and TEXT.search(name)))


def of_wheel(path: Path) -> Part:
    """Return a package of the page's Python with the texts in its wheel."""
    name, version = path.name.split("-")[:2]
    with unpacked(path) as wheel:
        names = [one for one in wheel.namelist() if is_text(one)]
        texts = {one: wheel.read(one).decode("utf-8", "replace") for one in names}
    return Part(f"{name} {version}", f"https://pypi.org/project/{name.replace('_', '-')}/", texts)


def of_package(part: dict[str, Any]) -> Part:
    """Return what an installed package brings to the pages."""
    found = distribution(part["package"])
    texts = {str(one): one.read_text("utf-8") for one in found.files or () if is_text(one.as_posix())}
    return Part(part["name"], part["source"], texts)


def parts(static: Path) -> Iterator[Part]:
    """Return what others made of the files in a site's ``_static``."""
    listed = tomllib.loads((KEPT / "sources.toml").read_text(encoding="utf-8"))["part"]
    for part in (one for one in listed if any(next(static.glob(file), None) for file in one["files"])):
        if "package" in part:
            yield of_package(part)
        else:
            texts = {name: (KEPT / name).read_text(encoding="utf-8") for name in part["text"]}
            yield Part(part["name"], part["source"], texts)
    for wheel in sorted(static.glob(f"pyodide-*/*.whl{PACKED}")):
        yield of_wheel(wheel)


def write(out: Path, name: str, texts: dict[str, str]) -> str:
    """Write the texts of one part into a file; return its address."""
    slug = re.sub(r"[^a-z0-9.]+", "-", name.lower()).strip("-")
    heads = [f"{'=' * 20} {file} {'=' * 20}\n\n" if len(texts) > 1 else "" for file in texts]
    text = "\n\n".join(head + one.strip() for head, one in zip(heads, texts.values(), strict=True))
    (out / f"{slug}.txt").write_text(text + "\n", encoding="utf-8")
    return f"licences/{slug}.txt"


def list_them(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Return the page of licences; the texts are written beside it."""
    out = Path(app.outdir) / "licences"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    own = [
        (name, write(out, file, {file: (OWN / file).read_text(encoding="utf-8")}))
        for name, file in (("code", "LICENSE"), ("text", "LICENSE-TEXT"))
    ]
    others = []
    try:
        for part in parts(Path(app.outdir) / "_static"):
            if not part.texts:
                logger.warning(t("site.licences.absent", name=part.name))
                continue
            others.append((part.name, write(out, part.name, part.texts), part.source))
    except PackageNotFoundError as absent:
        logger.warning(t("site.licences.absent", name=absent.name))
    for lang in editions(app.env.found_docs):
        shown = {"title": t("site.licences.title", lang), "own": own, "others": others}
        yield made("licences", lang), shown, "licences.html"


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect everything; called by Sphinx."""
    app.connect("html-collect-pages", list_them)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
