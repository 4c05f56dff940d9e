"""Write a package: the pages as the site has them, fitted, the window around them, the manifest."""

from __future__ import annotations

import html
import io
import json
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sgm_lab.exercises import journey
from sgm_lab.exercises.faces import chapter_title
from sgm_lab.i18n import Language, about, t

from ..words import say, table
from .gather import Site, chapter_pages, plan_of
from .manifest import manifest
from .pages import HOME, fitted

BOOK = Path(__file__).parents[2]
sys.path.append(str(BOOK / "_ext"))

from plain_script import bundled  # noqa: E402
from serve import POLICY  # noqa: E402

__all__ = ["LARGEST", "MODULES", "Package", "chapter", "chapters", "course"]

#: Bytes of a chapter's package that no platform should refuse.
LARGEST = 20_000_000
_HERE, _EXERCISES = Path(__file__).parent, Path(journey.__file__).parent
#: What speaks with the platform, in the order in which it runs.
MODULES = [
    *(_EXERCISES / f"{name}.js" for name in ("front", "workbook", "journey")),
    *(_HERE / "sco" / f"{name}.js" for name in ("api", "packing", "progress", "sco")),
]
_STORED = {".png", ".jpg", ".zip", ".docx", ".pptx", ".xlsx", ".woff2"}
_WINDOW = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="../_static/sgm.css">
<link rel="stylesheet" href="sco.css">
<script src="../_static/theme.js"></script>
<script defer src="fflate.js"></script>
<script defer src="sco.js"></script>
</head>
<body>
<header>
<p id="said" role="status"></p>
<button type="button" id="raw" hidden>{raw}</button>
<button type="button" id="take">{take}</button>
</header>
<iframe id="page" title="{title}"></iframe>
<script type="application/json" id="data">{data}</script>
</body>
</html>
"""


class Package(NamedTuple):
    """A package: what its file is called, its title, and all that is in it."""

    name: str
    title: str
    content: bytes


def _exercises(plan: dict[str, Any], lang: Language) -> Iterator[dict[str, Any]]:
    for chapter in plan["chapters"]:
        for one in chapter["exercises"]:
            at, part = one["places"][0]
            page = plan["pages"][at]
            where = page["parts"][part][1] or page["title"]
            yield {**one, "name": t("exercises.journey.where", lang, page=page["title"], part=where)}


def _window(version: str, title: str, site: Site, plan: dict[str, Any], pages: Sequence[str]) -> str:
    """Return the page that the platform opens."""
    data = {
        "version": version,
        "first": pages[0],
        "pages": [page.removesuffix(".html") for page in pages],
        "exercises": list(_exercises(plan, site.lang)),
        "words": {**table("sco", site.lang), "separator": t("errors.list_separator", site.lang)},
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return _WINDOW.format(
        lang=about("tag", site.lang),
        policy=html.escape(f"{POLICY}; frame-src 'self' file:"),
        title=html.escape(title),
        take=html.escape(t("exercises.ui.download", site.lang)),
        raw=html.escape(say("sco.raw", site.lang)),
        data=text,
    )


def _own(version: str, title: str, site: Site, plan: dict[str, Any], pages: Sequence[str]) -> dict[str, str]:
    """Return the files that are not of the site."""
    parts = {name: _HERE / "sco" / name for name in ("page.js", "sco.css")}
    parts |= {"fflate.js": _HERE / "fflate" / "fflate.js", "fflate-licence.txt": _HERE / "fflate" / "LICENSE"}
    made = {f"{HOME}/{name}": path.read_text(encoding="utf-8") for name, path in parts.items()}
    made[f"{HOME}/sco.js"] = bundled(MODULES)
    made[f"{HOME}/index.html"] = _window(version, title, site, plan, pages)
    return made


def _packed(
    version: str, name: str, title: str, site: Site, pages: list[str], chapters: Sequence[str]
) -> Package:
    plan, whole = plan_of(site, pages, chapters), len(chapters) > 1
    shown = [*pages, *site.made("licences", *(["search"] if whole else []))]
    more = [plan["goalPlan"]["files"]] if plan["goalPlan"].get("url") and "files" in plan["goalPlan"] else []
    files = [file for file in site.files([*shown, *more]) if whole or "/search-" not in file]
    own = _own(version, title, site, plan, pages)
    own[site.plan_file] = f"window.sgmPlan={json.dumps(plan, ensure_ascii=False, separators=(',', ':'))};\n"
    listed = sorted({*files, *own})
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as package:

        def put(file: str, content: bytes) -> None:
            entry = zipfile.ZipInfo(file, (2026, 1, 1, 0, 0, 0))
            stored = Path(file).suffix in _STORED
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            package.writestr(entry, content)

        put("imsmanifest.xml", manifest(version, name, title, f"{HOME}/index.html", listed))
        inside = set(listed).__contains__
        for file in listed:
            if file in own:
                put(file, own[file].encode())
            elif file.endswith(".html") and file in shown:
                put(file, fitted(site.read(file), file, inside, searched=whole).encode())
            else:
                put(file, (site.root / file).read_bytes())
    return Package(f"{name}.zip", title, into.getvalue())


def chapter(site: Site, name: str) -> Package:
    """Return the package of SCORM 1.2 of one chapter."""
    pages = chapter_pages(site, name)
    return _packed("1.2", f"SGM-{site.lang}-{name}", chapter_title(name, site.lang), site, pages, [name])


def chapters(site: Site) -> Iterator[Package]:
    """Yield the packages of all chapters that have something to do without Python."""
    for one in site.plan["chapters"]:
        if any(each["places"] and not each.get("python") for each in one["exercises"]):
            yield chapter(site, one["name"])


def course(site: Site) -> Package:
    """Return the package of SCORM 2004 (4th edition) of the whole course."""
    names = [chapter["name"] for chapter in site.plan["chapters"]]
    return _packed("2004", f"SGM-{site.lang}", say("bank.title", site.lang), site, site.contents, names)
