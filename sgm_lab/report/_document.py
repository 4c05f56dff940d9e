"""A report as plain data: sections of blocks, and one way to every kind of file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..errors import check_choice
from ..extras import needs
from ..i18n import Language, get_language, use_language
from ..paper import markup, plain
from ..paper.blocks import Block, Figure
from ..paper.style import clean, page, shortened

__all__ = ["KINDS", "Report", "Section"]


@dataclass(frozen=True)
class Section:
    """A part of a report: what it is about, the answer in a sentence, and what that rests on.

    Attributes
    ----------
    title, said : str
        ``said`` is made from the numbers; empty where there is nothing to say.
    blocks : sequence of Block
        What stands below it, in every medium.
    speech : str
        What is said when it is shown: the speaker notes of its slides.
    sheet : str
        Name of its sheet in a workbook; its title by default.
    """

    title: str
    said: str = ""
    blocks: Sequence[Block] = ()
    speech: str = ""
    sheet: str = ""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.said and not self.blocks


@dataclass(frozen=True)
class Report:
    """Sections under a title, in the language they were made in.

    Attributes
    ----------
    title : str
    line : str
        Where the data come from and how many answered.
    sections : sequence of Section
    found : mapping
        The results behind it as plain data, as ``--json`` of the command line writes them.
    lang : str
        Language it was made in.
    """

    title: str
    line: str = ""
    sections: Sequence[Section] = ()
    found: Mapping[str, Any] = field(default_factory=dict, repr=False)
    lang: Language = field(default_factory=get_language)

    def content(self, kind: str) -> bytes:
        """Return the file of a kind: ``"html"``, ``"docx"``, ``"pptx"``, ``"xlsx"`` or ``"txt"``.

        Raises
        ------
        ArgumentError
            If there is no such kind.
        MissingPackageError
            If the package that writes it is not installed.
        """
        check_choice("kind", kind, list(KINDS))
        with use_language(self.lang):
            return KINDS[kind](self)

    def save(self, path: str | Path) -> Path:
        """Write it as the kind of file that the ending of the path names."""
        place = Path(path)
        content = self.content(place.suffix.lower().removeprefix("."))
        place.write_bytes(content)
        return place

    def shown(self) -> Iterator[Section]:
        """Sections that have something to show."""
        return (one for one in self.sections if not one.empty)

    def drawn_once(self) -> Report:
        """Return the same with each figure drawn only once, for whoever writes it in several kinds of file."""
        return replace(self, sections=[replace(one, blocks=_kept(one.blocks)) for one in self.sections])

    def __repr__(self) -> str:
        lines = [f"Report: {self.title}", self.line, *(f"  {one.title}: {one.said}" for one in self.shown())]
        return "\n".join(filter(None, lines))

    def _repr_html_(self) -> str:
        with use_language(self.lang):
            return _body(self)


def _kept(blocks: Sequence[Block]) -> list[Block]:
    def once(draw: Callable[[Any], Any]) -> Callable[[Any], Any]:
        made: dict[Any, Any] = {}
        return lambda size: made[size] if size in made else made.setdefault(size, draw(size))

    return [replace(one, draw=once(one.draw)) if isinstance(one, Figure) else one for one in blocks]


def _body(report: Report) -> str:
    parts = [f"<h1>{markup.text(report.title)}</h1>"]
    if report.line:
        parts.append(markup.paragraph(report.line, "sgm-quiet-note"))
    for one in report.shown():
        parts.append(f"<h2>{markup.text(one.title)}</h2>")
        if one.said:
            parts.append(markup.paragraph(one.said, "sgm-said"))
        parts.append(markup.blocks(one.blocks))
    return f'<div class="sgm-lab sgm-static">{"".join(parts)}</div>'


@needs("jinja2")
def _html(report: Report) -> bytes:
    from markupsafe import Markup

    from ..labs.base import style

    # All texts are escaped where they become HTML; nothing else comes in as such.
    return page("report.html", title=report.title, body=Markup(_body(report)), style=Markup(style()))


@needs("docx")
def _docx(report: Report) -> bytes:
    from ..paper import word
    from ..paper.style import QUIET, flat

    document = word.start(report.title, header=report.title)
    document.add_heading(flat(report.title), 0)
    if report.line:
        word.write(document.add_paragraph(), clean(report.line), color=QUIET)
    for one in report.shown():
        document.add_heading(flat(one.title), 1)
        if one.said:
            word.write(document.add_paragraph(), clean(one.said), bold=True)
        word.blocks(document, one.blocks)
    return word.content(document)


_WIDTHS = (22, 16, 18, 18, 18, 18, 30)
_NOT_IN_NAMES = str.maketrans("[]:*?/\\'", "        ")


@needs("openpyxl")
def _xlsx(report: Report) -> bytes:
    """Write a sheet for each section; a table stands in cells, so that it can be worked with."""
    from ..paper import excel
    from ..paper.style import QUIET, flat

    book = excel.start()
    last = len(_WIDTHS)
    taken: set[str] = set()
    for number, one in enumerate(report.shown(), 1):
        name = shortened(flat(one.sheet or one.title).translate(_NOT_IN_NAMES).strip(), 28) or str(number)
        name = name if name.casefold() not in taken else f"{shortened(name, 25)} {number}"
        taken.add(name.casefold())
        sheet = excel.sheet(book, name, _WIDTHS)
        row = excel.heading(sheet, 1, one.title, last=last, size=14)
        row = excel.paragraph(sheet, row, report.line, last=last, color=QUIET) if report.line else row
        row = excel.paragraph(sheet, row, one.said, last=last, bold=True) if one.said else row
        excel.blocks(sheet, row + 1, one.blocks, last=last)
    return excel.content(book)


def _txt(report: Report) -> bytes:
    lines = [report.title, *filter(None, [report.line])]
    for one in report.shown():
        lines += ["", one.title, *filter(None, [one.said, plain.blocks(one.blocks)])]
    return clean("\n".join([*lines, ""])).encode("utf-8")


def _pptx(report: Report) -> bytes:
    from ..paper import slides

    deck = slides.start(report.title)
    slides.opening(deck, report.title, report.line)
    for one in report.shown():
        slides.section(deck, one.title, one.said, one.blocks, speech=one.speech, line=report.line)
    return slides.content(deck)


#: Kind of file → what writes it.
KINDS: Mapping[str, Callable[[Report], bytes]] = {
    "html": _html,
    "docx": _docx,
    "pptx": _pptx,
    "xlsx": _xlsx,
    "txt": _txt,
}
