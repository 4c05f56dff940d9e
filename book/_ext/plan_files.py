"""The files of a goal plan as forms to fill in, so that a page makes them without Python.

The makers of the package set a plan whose texts are tokens; ``_course/planfiles.js`` puts a learner's words in
their place. A token is a key between two letters that nobody types. `KEEP` and `DROP` before a key mark what stands
only where it is written, and only where it is not. Forms and script are one plain script a language, which a page
loads on a click: that works from a folder, too.
"""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from plain_script import bundled, marked

from sgm_lab.i18n import Language, t, use_language
from sgm_lab.paper import excel, slides, word
from sgm_lab.paper.blocks import Bar, Fact
from sgm_lab.paper.fit import Column
from sgm_lab.paper.slides.letters import BOTTOM, ROOM, SAID, TOP, fill
from sgm_lab.takeaways import goal_register_xlsx
from sgm_lab.takeaways.goal_card import MOST, MOST_FACT, MOST_UNIT, STEPS, Card, card_document
from sgm_lab.takeaways.plan.deck import SLIDES, SPOKEN
from sgm_lab.takeaways.plan.document import OPEN, plan_begun, plan_rows
from sgm_lab.takeaways.plan.rows import ROWS, name, number, numbered
from sgm_lab.takeaways.register.shape import FIELDS, HEAD, say

__all__ = ["GOALS", "MODULES", "forms", "script", "token"]

BEGIN, END, KEEP, DROP = "\ue000", "\ue001", "?", "!"
_FIGURE = re.compile(r"goals\.\d+\.(?:number|baseline|target|start|due)")
GOALS = 20  # rows for goals in the register; the SMART studio lists 12
_DATES = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
_LETTER = re.compile(rb"&#(\d{3,});")  # a Chinese letter as openpyxl writes it
_SPARE = 8  # of them the register has by itself
_COURSE = Path(__file__).parents[1] / "_course"
#: Each imports from those before it.
MODULES = tuple(_COURSE / f"{name}.js" for name in ("archive", "slideroom", "fillin", "planfiles"))
_ASKED = ("decide", "still")  # on the last slide, below its row
_SHARES = (1, 4)  # of a slide, for the name of a row and its text


def token(key: str) -> str:
    """Return the place of a text."""
    return f"{BEGIN}{key}{END}"


def _either(label: str, key: str, lines: int) -> list[Fact]:
    """Return a text with its label as it is set where it is written, and as it is set where it is not."""
    return [Fact(token(KEEP + key) + label, token(key), lines), Fact(token(DROP + key) + label, "", lines)]


def _label(row: str) -> str:
    if row in _ASKED:
        return t(f"takeaways.deck.{row}")
    return t("takeaways.row_label", number=number(row), name=name(row))


def _document() -> bytes:
    document = plan_begun(token("title"), token("header"), token("owner"))
    head = {
        field: token(key)
        for field, key in (("organisation", "organisation"), ("plan_owner", "owner"), ("date", "date"))
    }
    plan_rows(document, head, [fact for row in ROWS for fact in _either(_label(row), row, 2)])
    return word.content(document)


def _deck() -> bytes:
    title = token("title")
    deck = slides.start(title)
    slides.opening(deck, title, token("opening"), token("by"))
    notes: Any = deck.show.slides[0].notes_slide
    notes.notes_text_frame.clear()
    fill(notes.notes_text_frame, [slides.Text(token("notes.opening"), 12)])
    for slide, rows in SLIDES.items():
        own = [(_label(row), token(row)) for row in (*rows, *(_ASKED if slide == "ask" else ()))]
        given = [slides.Listing((), own, _SHARES)]
        slides.single(deck, t(f"takeaways.deck.{slide}"), given, speech=token(f"notes.{slide}"), line=title)
    return slides.content(deck)


def _register(lang: Language) -> bytes:
    """The register with rows for many goals; text cells never become formulas, however a text begins."""
    from openpyxl import load_workbook

    plan = {"title": token("title"), "organisation": token("by"), "goals": [{}] * (GOALS - _SPARE)}
    book = load_workbook(io.BytesIO(goal_register_xlsx(plan, lang=lang)))
    cells = [
        (say("sheet_goals"), HEAD + at, column, token(f"goals.{at}.{field}"))
        for at in range(1, GOALS + 1)
        for column, field in enumerate(("number", *FIELDS), 1)
    ]
    cells += [
        (say("sheet_rows"), HEAD + at, column, token(f"{key}.{row}"))
        for at, row in enumerate(ROWS, 1)
        for column, key in ((3, "said"), (4, "source"))
    ]
    for sheet, row, column, text in [*cells, (say("sheet_data"), 2, 1, token("data"))]:
        cell = book[sheet].cell(row, column)
        cell.value, cell.data_type = text, "s"
        # Nor after somebody has edited it; where numbers and days belong, an edited one is to stay one.
        cell.quotePrefix = not _FIGURE.search(text)
    return excel.content(book)


def _card(bar: bool) -> bytes:
    ends = token("card.baseline"), token("card.target")
    card = Card(
        title=t("takeaways.card.title"),
        statement=token("card.statement"),
        points=STEPS[0][1],
        metric=token("card.metric"),
        bar=Bar(*ends) if bar else None,
        ends=t("takeaways.from_to", baseline=ends[0], target=ends[1]),
        facts=[f for key in ("due", "owner") for f in _either(t(f"takeaways.field.{key}"), f"card.{key}", 1)],
        steps=_either("☐", "card.first_step", 2),
    )
    return card_document(card, "A5")


def _small(content: bytes) -> str:
    """Return a file as letters, packed as tightly as it goes; without dates, so that the same site is the same."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for one in old.infolist():
            part = old.read(one)
            if one.filename.endswith(".xml"):
                part = _LETTER.sub(lambda found: chr(int(found[1])).encode(), part)
            if one.filename == "docProps/core.xml":
                part = _DATES.sub(b"", part)
            new.writestr(zipfile.ZipInfo(one.filename), part, zipfile.ZIP_DEFLATED)
    return base64.b64encode(out.getvalue()).decode()


@cache
def forms(lang: Language) -> dict[str, Any]:
    """Return the forms of a language, and what the script has to say and to know."""
    with use_language(lang):
        made = {
            "docx": _document(),
            "pptx": _deck(),
            "xlsx": _register(lang),
            "card": _card(False),
            "card_bar": _card(True),
        }
        return {
            "forms": {kind: _small(content) for kind, content in made.items()},
            "names": {kind: t(f"lab_takeaways.file_{kind}") for kind in ("plan", "card")},
            "open": OPEN,
            "words": dict(_words()),
            "rows": {row: numbered(row) for row in ROWS},
            "goals": GOALS,
            "fields": FIELDS,
            "slides": [{"slide": slide, "rows": rows} for slide, rows in SLIDES.items()],
            "spoken": SPOKEN,
            "room": _room(_SHARES),
            "card": {"steps": STEPS, "statement": MOST, "fact": MOST_FACT, "unit": MOST_UNIT},
        }


def _room(shares: Sequence[float]) -> dict[str, float]:
    """How much a slide holds, in points and letters."""
    label, text = slides.Listing((), (), shares).columns
    return {"tall": BOTTOM - TOP, "above": 2 * Column.ABOVE, "size": text.size,
            "label": (label.width - 2 * Column.SIDE) / label.size - 0.5,
            "text": (text.width - 2 * Column.SIDE) / text.size - 0.5, "opening": ROOM / SAID - 0.5}  # fmt: skip


def _words() -> Iterator[tuple[str, str]]:
    deck = (
        "no_goal",
        "decide_one",
        "decide_goal",
        "decide_owner",
        "decide_cost",
        "decide_first_step",
        "whole",
        "nothing",
    )
    for key in (*deck, *(f"speech_{slide}" for slide in SLIDES)):
        yield key, t(f"takeaways.deck.{key}")
    for key in ("plan_title", "fact", "from_said", "of_goal", "from_exercise", "from_to", "amount", "metric"):
        yield key, t(f"takeaways.{key}")
    for row in (*ROWS, *_ASKED):
        yield f"label_{row}", _label(row)
    yield "date", t("takeaways.date")
    yield "empty", t("takeaways.page.empty")
    yield "metric_empty", t("takeaways.field.metric")
    yield "comma", t("labs.comma")


def script(lang: Language) -> tuple[str, str]:
    """Return the name of the script of a language, and the script."""
    data = json.dumps(forms(lang), ensure_ascii=False, separators=(",", ":"))
    text = f"globalThis.sgmPlanForms={data};\n{bundled(MODULES)}"
    return f"{marked(f'plan-files-{lang}', text)}.js", text
