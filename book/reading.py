"""The course text as pages for JupyterLab: the same sources as the site, figures computed, exercises live.

``python book/reading.py FOLDER zh en`` writes a notebook for each chapter of ``book/zh`` into FOLDER/zh, and so on.
They stand as deep as ``book/zh`` so that the links of the text hold. `start.py` does this at a start where anything
that they are made of has changed, so nothing is ever out of date. The pages themselves call what stands at the end of
this file.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from sgm_lab.i18n import t

BOOK = Path(__file__).resolve().parent
FRONT = re.compile(r"\A---\n.*?\n---\n", re.S)
COMMENT = re.compile(r"^% .*\n", re.M)
BLOCK = re.compile(
    r"^(?P<fence>`{3,}|:{3,})\{(?P<name>[\w-]+)\} *(?P<given>[^\n]*)\n(?P<body>.*?)^(?P=fence)$", re.M | re.S
)
KNOWN = ("code-cell", "exercise", "workbook", "admonition", "goalexample")
OPTIONS = re.compile(r"\A(?::[^\n]*\n)+")
FIGURE = re.compile(r"\{glue:text\}`([^`]+)`")
CITED = re.compile(r"\{cite\}`([^`]+)`")
PLAN_ROW = re.compile(r"\{planrow\}`([^`]+)`")
LINK = re.compile(r"\[([^\]]*)\]\(([\w-]+)\.md(#[^)]*)?\)")
KEPT_IN_BROWSER = "workbook"  # the site's page about work that is kept in a browser


# ---- writing the pages


def chapters(lang: str) -> list[Path]:
    """Return the pages of the text that are read in order: introduction and chapters."""
    return sorted((BOOK / lang).glob("[0-9]*.md"))


def write(folder: Path, lang: str) -> None:
    """Write a notebook for every chapter."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.ipynb"):
        old.unlink()
    sources = chapters(lang)
    for source in sources:
        page = notebook(source.read_text(encoding="utf-8"), lang, {one.stem for one in sources})
        (folder / f"{source.stem}.ipynb").write_text(json.dumps(page, ensure_ascii=False), encoding="utf-8")


def notebook(text: str, lang: str, pages: set[str]) -> dict[str, Any]:
    """Return one page as a notebook.

    Parameters
    ----------
    text : str
        MyST Markdown as Jupyter Book reads it.
    lang : {"zh", "en"}
        Its language.
    pages : set of str
        Names of the pages that there are; links to others become plain text.
    """
    begin = f"import sys\n\nsys.path.insert(0, {str(BOOK)!r})\nimport reading\n\nreading.begin({lang!r})"
    cited: list[str] = []
    cells = [cell("code", begin)]
    for kind, content in parts(COMMENT.sub("", FRONT.sub("", text)), lang):
        if kind == "code":
            cells.append(cell("code", content))
        elif content := prose_of(content, pages, cited, lang).strip():
            cells.append(figured(content) if FIGURE.search(content) else cell("markdown", content))
    if cited:
        listed = "\n".join(f"{number}. {line}" for number, line in enumerate(references(cited), 1))
        cells.append(cell("markdown", f"## {t('site.reading.references', lang)}\n\n{listed}"))
    for number, one in enumerate(cells):
        one["id"] = f"part-{number}"
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def parts(text: str, lang: str) -> Iterator[tuple[str, str]]:
    """Divide a page into prose and what is run; of a directive that is not `KNOWN` here, what stands in it is prose."""
    at = 0
    for block in BLOCK.finditer(text):
        yield "prose", text[at : block.start()]
        at = block.end()
        match block["name"]:
            case "code-cell":
                yield "code", OPTIONS.sub("", block["body"]).strip()
            case "exercise":
                yield "code", f"reading.exercise({block['given'].strip()!r})"
            case "workbook":
                yield "prose", t("site.reading.kept", lang, contents=f"../../notebooks/{lang}/index.ipynb")
            case "admonition":
                framed = f"**{block['given'].strip()}**\n\n{OPTIONS.sub('', block['body']).strip()}"
                yield "prose", "\n" + re.sub(r"^", "> ", framed, flags=re.M) + "\n"
            case "goalexample":
                yield "code", "reading.goal_example()"
            case _:  # an instructor's own: the course still begins
                yield "prose", f"\n{OPTIONS.sub('', block['body']).strip()}\n"
    yield "prose", text[at:]


def prose_of(text: str, pages: set[str], cited: list[str], lang: str) -> str:
    """Return prose as JupyterLab reads it; what is cited is added to ``cited``."""

    def number(match: re.Match[str]) -> str:
        keys = [key.strip() for key in match[1].split(",")]
        cited.extend(key for key in keys if key not in cited)
        return f"[{', '.join(str(cited.index(key) + 1) for key in keys)}]"

    def link(match: re.Match[str]) -> str:
        return f"[{match[1]}]({match[2]}.ipynb{match[3] or ''})" if match[2] in pages else match[1]

    def to_plan(match: re.Match[str]) -> str:
        from sgm_lab.takeaways.plan.rows import arrow

        return arrow([row.strip() for row in match[1].split(",")], lang)

    text = PLAN_ROW.sub(to_plan, text)
    paragraphs = (one for one in text.split("\n\n") if f"]({KEPT_IN_BROWSER}.md)" not in one)
    return LINK.sub(link, CITED.sub(number, "\n\n".join(paragraphs)))


@cache
def bibliography() -> tuple[Any, Any, Any]:
    """Return all works that can be cited, the style they are printed in, and what writes them as plain text.

    By its name (``render_as("text")``), that would be looked for among all packages installed, for every work anew.
    """
    from pybtex.backends.plaintext import Backend
    from pybtex.database import parse_file
    from pybtex.style.formatting.plain import Style

    return parse_file(str(BOOK / "references.bib"), "bibtex").entries, Style(), Backend()


def references(keys: list[str]) -> list[str]:
    """Return the works cited, in words."""
    works, style, plain = bibliography()
    return [style.format_entry("", works[key]).text.render(plain) for key in keys]


def cell(kind: str, source: str) -> dict[str, Any]:
    """Return a cell; code is hidden, as everywhere in the course."""
    extra: dict[str, Any] = {"execution_count": None, "outputs": []} if kind == "code" else {}
    hidden = {"jupyter": {"source_hidden": True}} if kind == "code" else {}
    return {"cell_type": kind, "metadata": hidden, "source": source, **extra}


def figured(text: str) -> dict[str, Any]:
    """Return prose with figures: there to be read at once, its figures as soon as they are computed."""
    made = cell("code", f"reading.prose({text!r})")
    shown = {"text/markdown": FIGURE.sub("…", text), "text/plain": ""}
    made["outputs"] = [{"output_type": "display_data", "data": shown, "metadata": {}}]
    return made


# ---- called by the pages

_figures: dict[str, object] = {}
_spoken: list[Any] = []


def begin(lang: str) -> None:
    """Let the page's cells hand their figures to this module, and speak the language of the text."""
    from sgm_lab import i18n

    sys.modules["myst_nb"] = sys.modules[__name__]  # `from myst_nb import glue`, as on the site
    own = i18n.get_language()
    # Who speaks a language that has pages has chosen this one; another's exercises stay in the learner's own.
    _spoken[:] = _spoken or [lang if chapters(own) else own]
    i18n.set_language(lang)  # type: ignore[arg-type, unused-ignore]


def glue(name: str, value: object, display: bool = False) -> None:
    """Keep a figure for the prose under its name."""
    _figures[name] = value


def prose(text: str) -> Any:
    """Return prose with its figures."""
    from IPython.display import Markdown

    return Markdown(FIGURE.sub(lambda match: str(_figures.get(match[1], "…")), text))


def exercise(id: str) -> Any:
    """Return an exercise, in the language of the learner."""
    from sgm_lab import exercises

    return exercises.show(id, lang=_spoken[0])


def goal_example() -> Any:
    """Return the rows of the example of a good goal plan, as a table."""
    from IPython.display import Markdown

    from sgm_lab import takeaways
    from sgm_lab.i18n import get_language
    from sgm_lab.paper.blocks import Facts

    blocks = takeaways.plan_blocks(takeaways.example_plan(get_language()))
    facts = [fact for block in blocks if isinstance(block, Facts) for fact in block.facts]
    values = (fact.value.replace("|", "\\|").replace("\n", "<br>") for fact in facts)
    rows = [f"| {fact.label} | {value} |" for fact, value in zip(facts, values, strict=True)]
    return Markdown("\n".join(["| | |", "|---|---|", *rows]))


if __name__ == "__main__":
    for spoken in sys.argv[2:]:
        write(Path(sys.argv[1], spoken), spoken)
