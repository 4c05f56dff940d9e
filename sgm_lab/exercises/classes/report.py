"""The report of a class as a page: to read, to print, to show on the screen."""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from ...i18n import Language, about, get_language, t
from ...paper.style import shortened
from ..base import Record
from ..faces import chapter_title, style
from ..reading import load
from .board import section as board
from .files import without_pauses
from .guesses import Guesses
from .plans import section as plans
from .result import Attempt, ClassResult, Learner
from .surveys import section as surveys
from .table import table
from .tests import comparison

__all__ = ["body", "class_report", "scope"]

_SHORT = 60  # letters of a prompt that are enough to know it by
_SHORTER = 24  # where it stands in full above


def class_report(result: ClassResult, lang: Language | None = None, folder: str | Path | None = None) -> str:
    """Return a page to read, print or show: progress, what was misunderstood, what was written.

    Parameters
    ----------
    result : ClassResult
    lang : {"zh", "en"}, optional
    folder : path, optional
        Folder of the records.

    Returns
    -------
    str
        A complete HTML page; everything learners wrote is escaped.
    """
    spoken = lang or get_language()
    title = t("exercises.classroom.title", spoken)
    return (
        f'<!doctype html><html lang="{about("tag", spoken)}"><head><meta charset="utf-8">'
        f"<title>{html.escape(title)}</title>"
        f'<meta name="viewport" content="width=device-width">{style("paper")}{style("classroom")}</head>'
        f'<body><main class="sgm-paper sgm-class"><h1>{html.escape(title)}</h1>'
        f"{body(result, spoken, folder)}</main></body></html>"
    )


@without_pauses()
def body(result: ClassResult, lang: Language, folder: str | Path | None = None) -> str:
    """Return the sections of the report."""
    known = load(folder)
    parts = [f"<p>{_say('read', lang, n=len(result.learners))}</p>"]
    parts += [f"<p>{html.escape(sentence)}</p>" for sentence in scope(result, lang, folder)]
    if result.left_out:
        parts.append(f"<p>{_say('left_out', lang, n=len(result.left_out))}</p>{_list(result.left_out)}")
    if result.notes:
        parts.append(f"<p>{_say('who', lang)}</p>{_list(result.notes)}")
    if not result.learners:
        return "".join([*parts, f"<p>{_say('nobody', lang)}</p>"])
    parts += [f"<h2>{_say('progress', lang)}</h2>", _progress(result.learners, lang)]
    if result.judged:
        parts += [f"<h2>{_say('mistakes', lang)}</h2><p>{_say('mistakes_note', lang)}</p>"]
        parts += [_mistakes(result, lang, known)]
    if result.guesses:
        parts += [f"<h2>{_say('guesses', lang)}</h2><p>{_say('guesses_note', lang)}</p>"]
        parts += [_guesses(one, lang, known) for one in result.guesses]
    if result.surveys:
        parts.append(surveys(result.surveys, lang))
    if result.plans:
        parts.append(plans(result.plans, lang))
    if result.games:
        parts.append(board(result.games, lang))
    parts += [f"<h2>{_say('people', lang)}</h2><p>{_say('people_note', lang)}</p>"]
    say = cache(partial(_say, lang=lang))  # everybody is told in the same words
    short = {id: _exercise(record, lang, _SHORTER) for id, record in known.items()}
    parts += [_person(one, lang, known, say, short) for one in result.learners]
    if result.texts:
        parts += [f"<h2>{_say('texts', lang)}</h2><p>{_say('texts_note', lang)}</p>"]
    for id, texts in result.texts.items():
        prompt = html.escape(known[id].prompt.say(lang)).replace("\n", "<br>")
        parts.append(f"<h3>{html.escape(id)}</h3><p>{prompt}</p>{_list(texts)}")
    if result.tests:
        parts.append(comparison(result.tests, lang, folder))
    return "".join(parts)


def scope(result: ClassResult, lang: Language, folder: str | Path | None = None) -> list[str]:
    """Say which chapters and days are looked at, where it is not all of them."""
    said = []
    if len(result.chapters) < len({record.chapter for record in load(folder).values()}):
        names = t("errors.list_separator", lang).join(result.chapters)
        said.append(t("exercises.classroom.only_chapters", lang, chapters=names))
    if result.since or result.until:
        since, until = (day or t("exercises.classroom.any_day", lang) for day in (result.since, result.until))
        said.append(t("exercises.classroom.only_days", lang, since=since, until=until))
    return said


def _say(key: str, lang: Language, **values: Any) -> str:
    return html.escape(t(f"exercises.classroom.{key}", lang, **values))


def _list(lines: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{html.escape(line)}</li>' for line in lines)}</ul>"


def _progress(learners: Iterable[Learner], lang: Language) -> str:
    """Return a row a learner: how much is done, how long the rest takes, when they worked."""
    rows = [
        (
            html.escape(one.name),
            f'<meter min="0" max="{one.total}" value="{one.done}"></meter> '
            + _say("done_of", lang, done=one.done, total=one.total),
            _say("left", lang, n=math.ceil(one.minutes)),
            _days(one, lang),
        )
        for one in learners
    ]
    return table([_say(name, lang) for name in ("learner", "done", "time", "days")], rows)


def _days(one: Learner, lang: Language) -> str:
    return one.last if one.first == one.last else _say("from_to", lang, first=one.first, last=one.last)


def _mistakes(result: ClassResult, lang: Language, known: Mapping[str, Record]) -> str:
    """Return the exercises, those that most got wrong first, with the mistake most often made."""
    ordered = sorted(result.judged, key=lambda one: (one.right / one.attempted, -one.attempted))
    rows = [
        (
            html.escape(chapter_title(known[one.id].chapter, lang)),
            _exercise(known[one.id], lang),
            _say("right_of", lang, right=one.right, n=one.attempted),
            _say("right_of", lang, right=one.at_once, n=one.attempted),
            "<br>".join(_say("mistake", lang, what=what, n=n) for what, n in one.mistakes),
        )
        for one in ordered
    ]
    return table([_say(name, lang) for name in ("chapter", "exercise", "right", "at_once", "common")], rows)


def _guesses(one: Guesses, lang: Language, known: Mapping[str, Record]) -> str:
    """Return one chart that was guessed: the data beside the guesses, and what many expected."""
    heads = [_say(f"guess_{name}", lang) for name in ("point", "data", "middle", "half")]
    rows = [[html.escape(text) for text in (p.label, p.data, p.middle, p.half)] for p in one.points]
    said = f"<p>{_exercise(known[one.id], lang)}<br>{_say('guess_n', lang, n=one.n)}</p>"
    return said + table(heads, rows) + (_list(one.expected) if one.expected else "")


def _exercise(record: Record, lang: Language, most: int = _SHORT) -> str:
    prompt = record.prompt.say(lang).replace("\n", " ")
    if len(prompt.encode()) < 2 * len(prompt):
        most *= 2  # Latin letters are half as wide
    return f"<small>{html.escape(record.id)}</small><br>{html.escape(shortened(prompt, most))}"


def _person(
    one: Learner,
    lang: Language,
    known: Mapping[str, Record],
    say: Callable[..., str],
    short: Mapping[str, str],
) -> str:
    """Return what one learner did, folded away under the name; ``short`` are the exercises in few words."""
    done = say("done_of", done=one.done, total=one.total)
    files = t("errors.list_separator", lang).join(one.files)
    lines = [say("file_of", files=files)] if files else []
    if one.written:
        lines.append(say("written", name=one.written))
    begun = {known[attempt.id].chapter for attempt in one.attempts}
    chapters = [
        (
            html.escape(chapter_title(name, lang)),
            say("done_of", done=own.done, total=own.total),
            say("left", n=math.ceil(own.minutes_left)),
        )
        for name, own in one.chapters.items()
        if name in begun
    ]
    inner = f"<p>{'<br>'.join(lines)}</p>" if lines else ""
    if one.attempts:
        inner += table([say(name) for name in ("chapter", "done", "time")], chapters)
        straight = [attempt.id for attempt in one.attempts if _straight(attempt)]
        rest = [_attempt(attempt, say, short) for attempt in one.attempts if not _straight(attempt)]
        if straight:
            ids = t("errors.list_separator", lang).join(straight)
            said = say("straight", n=len(straight))
            inner += f"<p>{said}<br><small>{html.escape(ids)}</small></p>"
        heads = [say(name) for name in ("exercise", "state", "tries", "wrong", "day")]
        inner += table(heads, rest) if rest else ""
    else:
        inner += f"<p>{say('nothing_yet')}</p>"
    return f"<details><summary>{html.escape(one.name)} <small>{done}</small></summary>{inner}</details>"


def _straight(one: Attempt) -> bool:
    """Whether there is nothing to look at: right, and never anything else."""
    return one.state == "right" and one.tries <= 1 and not one.wrong


def _attempt(one: Attempt, say: Callable[..., str], short: Mapping[str, str]) -> Sequence[str]:
    wrong = "<br>".join(html.escape(mistake) for mistake in one.wrong)
    return (
        short[one.id],
        say(f"state_{one.state}"),
        str(one.tries),
        wrong,
        one.day,
    )
