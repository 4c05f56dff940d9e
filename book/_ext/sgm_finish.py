"""Sphinx extension: finish the built site: pictures in files of their own, nothing unused, compressed, findable.

Runs last, so that whatever else writes into the site is compressed too.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

import sgm_api
from sgm_frame import MADE, brand, card, editions, made
from sphinx.application import Sphinx

from sgm_lab import look
from sgm_lab.i18n import LANGUAGES, Language, t

# What the theme and Sphinx copy for pages that the course does not have.
UNUSED = (
    *("scripts", "styles", "vendor", "locales", "images", "css", "sphinx-thebe.*", "sphinx_highlight.js"),
    *("searchtools.js", "language_data.js", "doctools.js", "documentation_options.js", "translations.js"),
    *("copybutton*", "clipboard.min.js", "copy-button.svg", "check-solid.svg", "basic.css", "mystnb.*"),
    *("*webpack-macros.html", "plus.png", "minus.png", "file.png", "*-stemmer.js", "sbt-*", "play-solid.svg"),
    "sphinx-book-theme*",
)
COMPRESSED = frozenset(
    (
        *(".html", ".css", ".js", ".json", ".svg", ".xml", ".txt"),
        *(".csv", ".ipynb", ".toml"),
    )
)
SMALLEST = 1024
ROOM = 700  # pixels of the card for a line of text
SIZE = re.compile(rb'<svg[^>]*? viewBox="0 0 ([\d.]+) ([\d.]+)"')
PICTURE = re.compile(r'(src|srcset)="data:image/(svg\+xml|png|jpeg|webp);base64,([A-Za-z0-9+/=\s]{4000,})"')


def move_pictures(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Write large pictures into files, which load when they come into sight and compress better than base64."""
    folder = Path(app.outdir) / "_images"
    root = context.get("content_root", "./")

    def move(found: re.Match[str]) -> str:
        data = base64.b64decode(found[3])
        name = f"fig-{hashlib.sha256(data).hexdigest()[:16]}.{found[2].removesuffix('+xml')}"
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / name).is_file():
            (folder / name).write_bytes(data)
        later = ' loading="lazy" decoding="async"' if found[1] == "src" else ""
        size = SIZE.search(data[:2000])  # in points; the room is kept until the picture comes
        room = (
            ' width="{:.0f}" height="{:.0f}"'.format(*(float(one) * 4 / 3 for one in size.groups()))
            if size
            else ""
        )
        return f'{found[1]}="{root}_images/{name}"{room}{later}'

    context["body"] = PICTURE.sub(move, context.get("body", ""))


def prune(app: Sphinx, out: Path) -> None:
    """Delete what no page uses: the theme's files, pages the book no longer has, files of earlier builds."""
    for pattern in UNUSED:
        for path in (out / "_static").glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.rmtree(out / "reports", ignore_errors=True)  # of code that did not run
    texts = []
    own = {made(name, lang) for name in MADE for lang in editions(app.env.found_docs)}
    known = app.env.found_docs | own | {"404", "index", *sgm_api.names()}  # which no source has
    for page in out.rglob("*.html"):
        if page.relative_to(out).with_suffix("").as_posix() in known:
            texts.append(page.read_text(encoding="utf-8"))
        elif page.relative_to(out).parts[0] != "_static":
            page.unlink()
    said = "".join(texts)
    for path in (*(out / "_images").rglob("*"), *(out / "_downloads").rglob("*")):
        if path.is_file() and path.name not in said and quote(path.name) not in said:
            path.unlink()


def write_sitemap(app: Sphinx, out: Path) -> None:
    """List the pages for search engines; full addresses need `html: baseurl` in `_config.yml`."""
    base = app.config.html_baseurl.rstrip("/") + "/" if app.config.html_baseurl else ""
    rows = []
    for page in sorted(app.env.found_docs):
        source = Path(app.env.doc2path(page)).relative_to(app.srcdir).as_posix()
        day = app.config.sgm_changes.get(source)
        changed = f"<lastmod>{day}</lastmod>" if day else ""
        rows.append(f"<url><loc>{escape(f'{base}{page}.html')}</loc>{changed}</url>")
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    (out / "sitemap.xml").write_text(head + "\n".join(rows) + "\n</urlset>\n", encoding="utf-8")
    if base:
        (out / "robots.txt").write_text(f"Sitemap: {base}sitemap.xml\n", encoding="utf-8")


def draw_card(path: Path, name: str, lang: Language) -> None:
    """Draw the picture that is shown where people pass on an address: 1200 × 630, the course's name and its curve."""
    import matplotlib as mpl
    from matplotlib import patches
    from matplotlib.figure import Figure

    from sgm_lab.charts.fitting import chinese_face, width

    ink, quiet, accent = look.INK, look.QUIET, look.ACCENT
    with mpl.rc_context({"font.family": [chinese_face() or "DejaVu Sans", "DejaVu Sans"]}):
        figure = Figure(figsize=(12, 6.3), dpi=100, facecolor=look.PAPER)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, 1200), ylim=(0, 630))
        axes.set_axis_off()
        others = " · ".join(t("site.brand", one) for one in LANGUAGES if one != lang)
        lines = [(90, 430, name, 62, ink), (92, 180, t("site.motto", lang), 27, accent)]
        if name == t("site.brand", lang):
            lines.append((92, 350, others, 25, quiet))
        for left, up, text, size, color in lines:  # in points of 1/72 inch, beside the curve
            axes.text(left, up, text, size=min(size, ROOM * 72 / 100 / width(text)), color=color)
        axes.add_patch(patches.Rectangle((92, 270), 96, 6, color=accent))
        axes.plot([850, 850, 1110], [500, 150, 150], color=accent, linewidth=7, solid_capstyle="round")
        axes.plot([850 + x for x in range(40, 230)], [205 + 235 * (x / 230) ** 2.4 for x in range(40, 230)],
                  color=accent, linewidth=7, solid_capstyle="round")  # fmt: skip
        axes.add_patch(patches.Circle((1080, 440), 17, color=accent))
        figure.savefig(path)


def compress(out: Path) -> None:
    """Put a compressed copy beside each text file; servers that know about it send that."""
    for path in out.rglob("*"):
        if path.suffix == ".gz" and not path.with_suffix("").is_file():
            path.unlink()
        if path.suffix not in COMPRESSED or not path.is_file() or path.stat().st_size <= SMALLEST:
            continue
        copy = path.with_name(path.name + ".gz")
        if not copy.is_file() or copy.stat().st_mtime_ns < path.stat().st_mtime_ns:
            copy.write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))


def finish(app: Sphinx, error: Exception | None) -> None:
    """Do all of it once the pages are written."""
    if error or app.builder.format != "html":
        return
    out = Path(app.outdir)
    prune(app, out)
    write_sitemap(app, out)
    (out / ".nojekyll").touch()  # GitHub Pages would leave out what begins with a line
    for lang in editions(app.env.found_docs):
        picture, name = out / "_static" / card(lang), brand(app.config, lang)
        known = Path(app.doctreedir) / f"{picture.stem}.txt"  # for which name it was drawn
        drawn = known.read_text(encoding="utf-8") if picture.is_file() and known.is_file() else ""
        if drawn != name or picture.stat().st_mtime < Path(__file__).stat().st_mtime:
            draw_card(picture, name, lang)
            known.write_text(name, encoding="utf-8")
    compress(out)


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect everything; called by Sphinx."""
    app.connect("html-page-context", move_pictures, priority=700)
    app.connect("build-finished", finish, priority=999)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
