"""The slides of a class plan, as data: each has a title, what is said or asked, blocks to show, and how to teach it.

Made of the plan (``plans.toml``), its exercises and charts of the cases; `reveal` and `deck` write them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sgm_plans import Plan, contents, page_title, read_plans, standing

from sgm_lab import exercises
from sgm_lab.exercises.base import Record
from sgm_lab.exercises.records import Predict
from sgm_lab.i18n import Language
from sgm_lab.paper.blocks import Block, Figure, Note, Steps

from . import pictures
from .words import BOOK, words

__all__ = ["Slide", "plans", "slides"]


@dataclass(frozen=True)
class Slide:
    """One slide.

    Attributes
    ----------
    kind : str
        ``opening``, ``step``, ``tell``, ``pause``, ``question``, ``picture`` or ``end``.
    title, said : str
        Its heading, and the one sentence below it.
    blocks : list of Block
        What it shows.
    notes : list of str
        How to teach it, a line each: only the one who speaks sees them.
    line : str
        Small print: when, how long, which exercise.
    """

    kind: str
    title: str
    said: str = ""
    blocks: list[Block] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    line: str = ""


def plans(lang: Language) -> dict[str, Plan]:
    """Return the plans of a language."""
    return read_plans(BOOK / lang / "plans.toml")


def slides(plan: Plan, lang: Language) -> list[Slide]:
    """Return the slides of a plan, in order.

    Raises
    ------
    ValueError
        If a step names a picture that there is not.
    """
    say = words(lang, "slides")
    found = [Slide("opening", plan.title, plan.for_whom, notes=[say["opening"]], line=say["keys"])]
    timed = list(plan.timed())
    for since, step in timed:
        line = say["when"].format(since=since, until=_end(since, step["minutes"]), minutes=step["minutes"])
        if step.get("break"):
            until = _end(since, step["minutes"])
            found.append(Slide("pause", say["again"].format(until=until), line=line))
            continue
        found.append(Slide("step", step["do"], step.get("say", ""), notes=_told(step, lang), line=line))
        if lines := step.get("tell"):
            notes = [say["read_out"], *lines]
            found.append(
                Slide("tell", say["tell"], blocks=[Steps(lines, numbered=False)], notes=notes, line=line)
            )
        asked = [exercises.find(id) for id in step.get("exercises", ())]
        pages = standing(BOOK.parent, step, lang)
        shown = [_question(one, lang, pages.get(one.id, ""), _end(since, step["minutes"])) for one in asked]
        if name := step.get("picture"):
            if name not in pictures.PICTURES:
                raise ValueError(f"plans.toml, {plan.id}, {step['do']}: no such picture: {name}")
            # What is guessed first would be read off the chart.
            guessed = any(isinstance(one, Predict) for one in asked)
            shown.insert(len(shown) if guessed else 0, _picture(name, step, lang, line))
        found += shown
    return [*found, Slide("end", say["end"], say["end_said"])]


def _end(since: str, minutes: int) -> str:
    """Return when a step is over.

    >>> _end("9:50", 15)
    '10:05'
    """
    hour, minute = map(int, since.split(":"))
    passed = hour * 60 + minute + minutes
    return f"{passed // 60}:{passed % 60:02}"


def _told(step: Mapping[str, Any], lang: Language) -> list[str]:
    """Say how to teach a step: what to say, watch and ask, who sits where, what to leave out when late."""
    say = words(lang, "slides")
    told = [say[name].format(text=step[name]) for name in ("say", "watch", "ask", "room") if name in step]
    if ids := step.get("exercises"):
        minutes = f"{sum(exercises.find(id).minutes for id in ids):g}"
        told.append(say["exercises"].format(ids=say["heaps_separator"].join(ids), minutes=minutes))
    if page := step.get("page"):
        told.append(say["page"].format(page=page_title(BOOK / lang / f"{page}.md")))
    if late := step.get("late"):
        told.append(say["late"].format(text=say["drop"] if late == "drop" else late))
    return told


def _picture(name: str, step: Mapping[str, Any], lang: Language, line: str) -> Slide:
    figure = Figure(lambda size: pictures.draw(name, lang, size))
    return Slide("picture", step["do"], blocks=[figure], notes=_told(step, lang), line=line)


def _question(record: Record, lang: Language, page: str, until: str) -> Slide:
    """Show an exercise as it is asked, and where; its answer and the usual mistakes are for the one who speaks."""
    say = words(lang, "slides")
    prompt = record.prompt.say(lang)
    line = say["question"].format(id=record.id, minutes=f"{record.minutes:g}")
    if title := contents(BOOK.parent).get(page):
        line += say["question_at"].format(page=title)
    notes = [say["until"].format(until=until), *_answered(record, lang)]
    return Slide("question", "", prompt, list(_choices(record, lang)), notes, line)


def _choices(record: Record, lang: Language) -> Iterator[Block]:
    """Show what there is to choose from, sort or put in order, or where to do it."""
    say = words(lang, "slides")
    options = getattr(record, "options", ()) or getattr(record, "items", ())
    if options:
        yield Steps([one.text.say(lang) for one in options], numbered=False)
    if heaps := getattr(record, "categories", ()):
        names = say["heaps_separator"].join(one.text.say(lang) for one in heaps)
        yield Note(say["heaps"].format(names=names), "advice")
    if isinstance(record, Predict):
        points = say["heaps_separator"].join(point.label for point in record.found(lang).points)
        yield Note(say["guess"].format(unit=record.unit.say(lang), points=points), "advice")
    elif record.kind == "lab":
        yield Note(say["in_lab"], "advice")
    elif record.written:
        yield Note(say["own_words"], "advice")
    elif unit := getattr(record, "unit", None):
        yield Note(say["unit"].format(unit=unit.say(lang)), "advice")


def _answered(record: Record, lang: Language) -> list[str]:
    say = words(lang, "slides")
    first, *more = record.worked(lang)
    told = [say["answer"].format(text=first), *more]
    told.append(say["reason"].format(text=record.solution.say(lang).replace("\n\n", " ")))
    wrong = list(_wrong(record, lang))
    return [*told, say["wrong"], *wrong] if wrong else told


def _wrong(record: Record, lang: Language) -> Iterator[str]:
    """Say of each usual wrong answer why it is wrong."""
    say = words(lang, "slides")
    right = getattr(record, "answer", None)
    right = [right] if isinstance(right, str) else list(right) if isinstance(right, tuple) else []
    for option in getattr(record, "options", ()):
        if option.id not in right and option.feedback:
            yield say["wrong_one"].format(what=option.text.say(lang), why=option.feedback.say(lang))
    heaps = {one.id: one.text.say(lang) for one in getattr(record, "categories", ())}
    for item in getattr(record, "items", ()):
        for heap, why in getattr(item, "feedback_for", {}).items():
            pair = say["pair"].format(item=item.text.say(lang), heap=heaps[heap])
            yield say["wrong_one"].format(what=pair, why=why.say(lang))
    for slip in getattr(record, "slips", ()):
        if hasattr(slip, "value"):
            yield say["wrong_one"].format(what=f"{slip.value:.4g}", why=slip.feedback.say(lang))
        else:
            yield slip.feedback.say(lang)
