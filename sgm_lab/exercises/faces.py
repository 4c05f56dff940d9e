"""The faces that need no program: the question with its answer folded, the printed sheet, the data for a page."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from ..i18n import Language, about, get_language, has, keys, t
from ..takeaways.plan.rows import ROWS, holds, name
from .base import Record
from .markup import paragraphs, plain

__all__ = [
    "chapter_title",
    "chapters",
    "goal_plan",
    "page_data",
    "paper",
    "plan",
    "static",
    "style",
    "summary",
    "words",
]


def words(lang: Language | None = None) -> dict[str, str]:
    """Return what the front end says, by key."""
    names = [name for name in keys("exercises") if name.startswith("ui.")]
    return {name.removeprefix("ui."): t(f"exercises.{name}", lang) for name in names}


@cache
def style(name: str = "front") -> str:
    """Return the style sheet of all exercises, or that of the printed sheet (``"paper"``)."""
    sheet = files(__package__).joinpath(f"{name}.css").read_text(encoding="utf-8")
    return f"<style>{sheet}</style>"


def _head(record: Record, lang: Language) -> str:
    minutes = t("exercises.ui.minutes", lang, n=f"{record.minutes:g}")
    return f"{t(f'exercises.ui.kind_{record.kind}', lang)} · {minutes}"


def _goes(record: Record, lang: Language) -> str:
    """Return the line that says which row of the goal plan the answer goes to."""
    said = record.goes(lang)
    return f'<p class="sgm-ex-plan">{plain(said)}</p>' if said else ""


def _answer(record: Record, lang: Language) -> str:
    """Return the worked answer and its reason."""
    worked = "".join(f'<p class="sgm-ex-worked">{plain(line)}</p>' for line in record.worked(lang))
    reason = paragraphs(record.solution.say(lang))
    label, why = (t(f"exercises.ui.{name}_label", lang) for name in ("answer", "reason"))
    return f"<h4>{plain(label)}</h4>{worked}{record.picture(lang)}<h4>{plain(why)}</h4>{reason}"


def static(record: Record, lang: Language | None = None) -> str:
    """Return the question with hints and worked answer folded; `host.js` brings the same element to life."""
    spoken = lang or get_language()
    hints = [t("exercises.ui.hint_number", spoken, n=n) for n in range(1, len(record.hints) + 1)]
    folded = "".join(
        f"<details><summary>{plain(title)}</summary>{paragraphs(hint.say(spoken))}</details>"
        for title, hint in zip(hints, record.hints, strict=True)
    )
    return (
        f'<div class="sgm-exercise" data-id="{html.escape(record.id)}" lang="{about("tag", spoken)}">'
        f'<p class="sgm-ex-head"><span>{plain(_head(record, spoken))}</span></p>'
        f"{paragraphs(record.prompt.say(spoken), css='sgm-ex-prompt')}{_goes(record, spoken)}"
        f"{record.shown(spoken)}{folded}"
        f"<details><summary>{plain(t('exercises.ui.solution', spoken))}</summary>"
        f"{_answer(record, spoken)}</details></div>"
    )


def summary(record: Record, lang: Language | None = None) -> str:
    """Return one line of plain text."""
    kind = t(f"exercises.ui.kind_{record.kind}", lang)
    return t("exercises.face.summary", lang, kind=kind, prompt=record.prompt.say(lang))


def page_data(records: Iterable[Record], lang: Language | None = None) -> str:
    """Return the script element with records and words that `host.js` reads."""
    told = [record.payload(lang) | record.computed(lang) for record in records]
    data = {"words": words(lang), "records": told}
    return _script(data, "sgm-records")


def _script(data: Any, css: str) -> str:
    # Inside a script element nothing is markup but "</script" and "<!--": without "<" neither can be written.
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json" class="{css}">{text}</script>'


# ---- chapters ----


def chapter_title(name: str, lang: Language | None = None) -> str:
    """Return the title of a chapter; one that has none is called by its number."""
    known = has(f"exercises.chapter.{name}")
    return t(f"exercises.chapter.{name}", lang) if known else t("exercises.chapter.other", lang, chapter=name)


def plan(records: Iterable[Record], lang: Language | None = None) -> list[tuple[str, str, str]]:
    """Return title, number of exercises and minutes of each chapter, in words."""
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(record.chapter, []).append(record)
    return [
        (
            chapter_title(name, lang),
            t("exercises.ui.count", lang, n=len(own)),
            t("exercises.ui.minutes", lang, n=f"{sum(record.minutes for record in own):g}"),
        )
        for name, own in found.items()
    ]


def chapters(rows: Iterable[Sequence[str]], lang: Language | None = None) -> str:
    """Return the list of chapters: each row says title, exercises, time in words."""
    heads = "".join(
        f'<th scope="col">{plain(t(f"exercises.journey.{name}", lang))}</th>'
        for name in ("chapter", "exercises", "time")
    )
    body = "".join(
        f'<tr><th scope="row">{plain(title)}</th>{"".join(f"<td>{plain(cell)}</td>" for cell in cells)}</tr>'
        for title, *cells in rows
    )
    caption = plain(t("exercises.journey.chapters", lang))
    return (
        f'<table class="sgm-chapters"><caption>{caption}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    )


# ---- the goal plan ----


def goal_plan(lang: Language | None = None) -> str:
    """Return the rows of the goal plan with what belongs in each, as they stand without a script."""
    rows = "".join(
        f'<li id="row-{row}"><h3>{plain(name(row, lang))}</h3><p>{plain(holds(row, lang))}</p></li>'
        for row in ROWS
    )
    return f'<ol class="sgm-plan-rows">{rows}</ol>'


# ---- paper ----


def paper(records: Sequence[Record], lang: Language | None = None, *, answers: bool = False) -> str:
    """Return a sheet to print: the questions with room to write, or the answers to hand out afterwards.

    Parameters
    ----------
    records : sequence of Record
        As `chapter` gives them; the title names the chapter of the first.
    lang : {"zh", "en"}, optional
        The language in use by default.
    answers : bool, default False
        Whether it is the sheet of answers, numbered as the questions are.
    """
    spoken = lang or get_language()
    chapter = records[0].chapter if records else ""
    title = t(f"exercises.face.paper_{'title_answers' if answers else 'title'}", spoken, chapter=chapter)
    body = _answered(records, spoken) if answers else _asked(records, spoken)
    return (
        f'<!DOCTYPE html><html lang="{about("tag", spoken)}"><head><meta charset="utf-8">'
        f'<title>{plain(title)}</title><meta name="viewport" content="width=device-width">{style("paper")}</head>'
        f'<body><main class="sgm-paper"><h1>{plain(title)}</h1>{body}</main></body></html>'
    )


def _asked(records: Sequence[Record], lang: Language) -> str:
    whole = f"{sum(record.minutes for record in records):g}"
    minutes = t("exercises.face.paper_minutes", lang, count=len(records), minutes=whole)
    names = (t(f"exercises.face.paper_{name}", lang) for name in ("name", "date"))
    who = "".join(f'<span>{plain(name)} <span class="blank"></span></span>' for name in names)
    questions = "".join(
        f"<li><small>{plain(_head(record, lang))}</small>{paragraphs(record.prompt.say(lang))}"
        f"{_goes(record, lang)}{record.to_fill(lang)}</li>"
        for record in records
    )
    return f'<p>{plain(minutes)}</p><div class="who">{who}</div><ol class="questions">{questions}</ol>'


def _answered(records: Sequence[Record], lang: Language) -> str:
    return f'<ol class="questions">{"".join(f"<li>{_answer(record, lang)}</li>" for record in records)}</ol>'
