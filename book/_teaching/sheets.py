"""Sheets to print: one page after the other, without a script, the same on the site, in the zip and as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sgm_lab.exercises import faces
from sgm_lab.exercises.base import Record
from sgm_lab.exercises.markup import paragraphs, plain
from sgm_lab.i18n import Language, about, t

from . import quiz
from .words import words

__all__ = ["test_answers", "test_sheet", "whole"]

STYLE = (Path(__file__).parent / "sheets.css").read_text(encoding="utf-8")


def whole(title: str, body: str, lang: Language, kind: str = "") -> str:
    """Return a sheet as a page of its own, which needs no other file."""
    return (
        f'<!DOCTYPE html><html lang="{about("tag", lang)}"><head><meta charset="utf-8">'
        f'<title>{plain(title)}</title><meta name="viewport" content="width=device-width">'
        f"{faces.style('paper')}<style>{STYLE}</style></head>"
        f'<body><main class="sgm-paper sheet {kind}">{body}</main></body></html>'
    )


def who(*names: str) -> str:
    """Return blanks to be filled in by hand, each under its name."""
    return (
        '<div class="who">'
        + "".join(f'<span>{plain(name)} <span class="blank"></span></span>' for name in names)
        + "</div>"
    )


def questions(records: Sequence[Record], lang: Language) -> str:
    """Return exercises with room for the answers, numbered."""
    rows = "".join(
        f"<li><small>{plain(_kind(one, lang))}</small>{paragraphs(one.prompt.say(lang))}{one.to_fill(lang)}</li>"
        for one in records
    )
    return f'<ol class="questions">{rows}</ol>'


def _kind(record: Record, lang: Language) -> str:
    """Say what kind of question it is, and how long it takes."""
    kind = t(f"exercises.ui.kind_{record.kind}", lang)
    return str(words(lang, "test")["kind"].format(kind=kind, minutes=f"{record.minutes:g}"))


def test_sheet(form: str, lang: Language) -> str:
    """Return one form of the test, to be answered by hand."""
    say, records = words(lang, "test"), quiz.form(form, lang)
    title = say["sheet"].format(form=say[f"form_{form}"])
    minutes = f"{sum(record.minutes for record in records):g}"
    body = (
        f"<h1>{plain(title)}</h1><p>{plain(say['minutes'].format(n=len(records), minutes=minutes))}</p>"
        f"{who(say['name'], say['date'])}{questions(records, lang)}"
    )
    return whole(title, body, lang)


def test_answers(form: str, lang: Language) -> str:
    """Return the answers of one form, each with what it is about and why."""
    say = words(lang, "test")
    title = say["answers"].format(form=say[f"form_{form}"])
    rows = "".join(
        f"<li><small>{plain(ability.aim)}</small><p><strong>{plain('；'.join(record.worked(lang)))}</strong></p>"
        f"<p>{plain(record.solution.say(lang))}</p></li>"
        for ability in quiz.abilities(lang)
        if (record := ability.questions[form])
    )
    full = say["score"].format(full=len(quiz.abilities(lang)))
    return whole(title, f'<h1>{plain(title)}</h1><p>{plain(full)}</p><ol class="questions">{rows}</ol>', lang)
