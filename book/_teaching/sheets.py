"""Sheets to print: one page after the other, without a script, the same on the site, in the zip and as PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from sgm_lab import exercises
from sgm_lab.exercises import faces
from sgm_lab.exercises.base import Record
from sgm_lab.exercises.classes import quiz
from sgm_lab.exercises.markup import paragraphs, plain
from sgm_lab.i18n import Language, about, t

from .activities import activities
from .forms import FORMS, form
from .words import table, words

__all__ = ["Sheet", "all_sheets", "test_answers", "test_sheet", "whole"]

STYLE = (Path(__file__).parent / "sheets.css").read_text(encoding="utf-8")


class Sheet(NamedTuple):
    """A sheet: the name of its file, what it is called, the group it is listed in, and the page."""

    file: str
    title: str
    group: str
    page: str


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
        f"<li><small>{plain(ability.aim)}</small><p><strong>{plain(say['separator'].join(record.worked(lang)))}</strong></p>"
        f"<p>{plain(record.solution.say(lang))}</p></li>"
        for ability in quiz.abilities(lang)
        if (record := ability.questions[form])
    )
    full = say["score"].format(full=len(quiz.abilities(lang)))
    return whole(title, f'<h1>{plain(title)}</h1><p>{plain(full)}</p><ol class="questions">{rows}</ol>', lang)


# ---- activities without a computer ----


def activity_pages(lang: Language) -> str:
    """Return every lab as a page of paper."""
    say = table(lang, "forms")["activities"]
    pages = []
    for one in activities(lang):
        room = '<span class="line"></span>' * (2 if "<img" in one.shown else 3)
        asked = "".join(f"<li>{plain(line)}{room}</li>" for line in one.ask)
        line = plain(say["line"].format(group=one.group, minutes=one.minutes))
        pages.append(
            f'<section class="page"><h2>{plain(one.title)}</h2><p class="small">{line}</p>{one.shown}'
            + (f'<ol class="ask">{asked}</ol>' if asked else "")
            + "</section>"
        )
    return "".join(pages)


def activity_answers(lang: Language) -> str:
    """Return what each lab says to its own page."""
    say = table(lang, "forms")["activities"]
    rows = "".join(f"<dt>{plain(one.title)}</dt><dd>{plain(one.answer)}</dd>" for one in activities(lang))
    return f"<h1>{plain(say['answers'])}</h1><p>{plain(say['answers_text'])}</p><dl>{rows}</dl>"


# ---- all of them ----


def all_sheets(lang: Language) -> Iterator[Sheet]:
    """Make every sheet that needs no name of a learner."""
    say, titles = words(lang, "room"), table(lang, "forms")
    for name in quiz.FORMS:
        called = words(lang, "test")[f"form_{name}"]
        yield Sheet(f"test-{name}", say["test"].format(form=called), "test", test_sheet(name, lang))
        yield Sheet(
            f"test-{name}-answers", say["test_answers"].format(form=called), "test", test_answers(name, lang)
        )
    title = titles["activities"]["title"].format(n=len(activities(lang)))
    body = f'<h1 class="screen">{plain(title)}</h1>{activity_pages(lang)}'
    yield Sheet("activities", title, "paper", whole(title, body, lang))
    title = titles["activities"]["answers"]
    yield Sheet("activities-answers", title, "paper", whole(title, activity_answers(lang), lang))
    for name in FORMS:
        title, body = form(name, lang)
        seen = (
            ' class="screen"' if name == "card" else ""
        )  # on paper two cards take the page, each with its own
        page = whole(title, f"<h1{seen}>{plain(title)}</h1>{body}", lang, name)
        yield Sheet(name, title, "forms", page)
    for chapter in dict.fromkeys(record.chapter for record in exercises.load().values()):
        records = exercises.chapter(chapter)
        name = faces.chapter_title(chapter, lang)
        for kind in ("worksheet", "answers"):
            page = exercises.paper(records, lang, answers=kind == "answers")
            yield Sheet(f"{kind}-{chapter}", say[kind].format(chapter=name), kind, page)
