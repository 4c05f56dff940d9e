"""The report of a class as a spreadsheet: one sheet a question, to be sorted and filtered further."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ...i18n import Language, get_language, t, use_language
from ..faces import chapter_title
from ..reading import load
from .board import ranked
from .files import without_pauses
from .plans import by_person, by_row, row_name
from .report import scope
from .result import ClassResult
from .surveys import Surveyed, category, heads
from .surveys import told as of_survey
from .tests import by_aim, course_tests, verdict

__all__ = ["class_xlsx"]


@without_pauses()
def class_xlsx(result: ClassResult, lang: Language | None = None, folder: str | Path | None = None) -> bytes:
    """Return a spreadsheet: learners, exercises, who did what, what was written, what was left out.

    Parameters
    ----------
    result : ClassResult
    lang : {"zh", "en"}, optional
    folder : path, optional
        Folder of the records.

    Returns
    -------
    bytes
        An ``.xlsx`` file; everything learners wrote is text, whatever it begins with.
    """
    from ...paper import excel

    spoken = lang or get_language()
    known = load(folder)

    def say(*names: str) -> list[str]:
        return [t(f"exercises.classroom.{name}", spoken) for name in names]

    people = [
        (
            *(one.name, one.done, one.total, math.ceil(one.minutes), one.first, one.last),
            *(own.done for own in one.chapters.values()),
            *(one.written, t("errors.list_separator", spoken).join(one.files)),
        )
        for one in result.learners
    ]
    exercises = [
        (
            *(chapter_title(known[one.id].chapter, spoken), one.id, one.prompt),
            *(one.attempted, one.right, one.at_once, one.partly, one.wrong, one.common_mistake),
            one.common_mistake_n if one.common_mistake else None,
        )
        for one in result.judged
    ]
    done = [
        (
            *(one.name, chapter_title(known[attempt.id].chapter, spoken), attempt.id),
            t(f"exercises.classroom.state_{attempt.state}", spoken),
            *(attempt.tries, "\n".join(attempt.wrong), attempt.day),
        )
        for one in result.learners
        for attempt in one.attempts
    ]
    guessed = [
        (chapter_title(known[one.id].chapter, spoken), one.id, known[one.id].prompt.say(spoken), *row, one.n)
        for one in result.guesses
        for row in ((p.label, p.data, p.middle, p.half) for p in one.points)
    ]
    texts = [(id, known[id].prompt.say(spoken), text) for id, found in result.texts.items() for text in found]
    planned = [
        (row_name(row, spoken), *counted, "\n".join(what for what, _ in often))
        for row, *counted, often in (by_row(result.plans) if result.plans else [])
    ]
    planners = by_person([one for one in result.plans if one.name], spoken)
    _, named = course_tests(spoken, folder) if result.tests else ({}, ())
    pairs = [one for one in result.tests if one.before is not None]
    scores = [(one.name, one.before, one.after, one.after - one.before) for one in pairs if one.name]  # type: ignore[operator]
    asked = [(*row, len(pairs)) for row in by_aim(pairs, named)] if pairs else []
    compared = verdict(result.tests, len(named), spoken) if result.tests else []
    told = [(line,) for one in result.surveys for line in of_survey(one, spoken)]
    told += [(line,) for line in (*compared, *scope(result, spoken, folder), *result.left_out, *result.notes)]
    learner_heads = [
        *say("learner", "done", "exercise", "time", "first", "last"),
        *result.chapters,
        *say("written_head", "files"),
    ]
    sheets: Sequence[tuple[str, Sequence[str], Sequence[float], Sequence[Sequence[Any]]]] = [
        ("progress", learner_heads, [18, 8, 8, 10, 13, 13, *[8] * len(result.chapters), 16, 40], people),
        (
            "mistakes",
            say(
                *("chapter", "exercise", "prompt", "tried", "right", "at_once", "partly", "not_right"),
                *("common", "common_n"),
            ),
            [22, 22, 60, 10, 8, 10, 12, 8, 40, 10],
            exercises,
        ),
        (
            "guesses",
            say(
                "chapter",
                "exercise",
                "prompt",
                "guess_point",
                "guess_data",
                "guess_middle",
                "guess_half",
                "tried",
            ),
            [22, 22, 60, 22, 12, 12, 22, 10],
            guessed,
        ),
        *_surveys(result.surveys, spoken),
        (
            "plans",
            say("plans_row", "plans_written", "plans_empty", "plans_weak", "plans_wanting"),
            [30, 10, 10, 14, 80],
            planned,
        ),
        (
            "plans_people",
            say("learner", "plans_count", "plans_empty", "plans_weak"),
            [18, 10, 30, 30],
            planners,
        ),
        (
            "board",
            say("board_market", "board_place", "learner", "board_result", "board_attempt"),
            [30, 8, 18, 12, 10],
            ranked(result.games, spoken),
        ),
        (
            "people",
            say("learner", "chapter", "exercise", "state", "tries", "wrong", "day"),
            [18, 22, 22, 14, 12, 60, 13],
            done,
        ),
        ("texts", say("exercise", "prompt", "text"), [22, 50, 70], texts),
        (
            "tests",
            say("tests_aim", "tests_before", "tests_after", "tests_n"),
            [40, 10, 10, 12],
            asked,
        ),
        (
            "tests_people",
            say("learner", "tests_before", "tests_after", "tests_by"),
            [18, 10, 10, 10],
            scores,
        ),
        ("told", say("told"), [110], told),
    ]
    with use_language(spoken):
        book = excel.start()
        for name, head, widths, rows in sheets:
            if rows or name == "progress":
                page = excel.sheet(book, t(f"exercises.classroom.{name}", spoken), widths)
                last = excel.table(page, 1, head, rows)
                page.freeze_panes = "B2"
                page.auto_filter.ref = f"A1:{page.cell(last - 1, len(head)).coordinate}"
        return excel.content(book)


def _surveys(
    found: Sequence[Surveyed], lang: Language
) -> list[tuple[str, Sequence[str], Sequence[float], Sequence[Sequence[Any]]]]:
    """Return a sheet for each method: every figure in a cell of its own."""

    def spread(method: str) -> list[str]:
        ends = [t(f"exercises.classroom.surveys_{name}", lang) for name in ("low", "high")]
        first = heads(method, lang)
        # A figure with its interval is three columns.
        return [*first[:-2], first[-2], *ends, first[-1], *ends] if method == "kano" else [*first[:-1], *ends]

    sheets: list[tuple[str, Sequence[str], Sequence[float], Sequence[Sequence[Any]]]] = []
    for method, widths in (("kano", [28, *[9] * 6, 26, *[12] * 6, 8]), ("servqual", [18, *[12] * 5, 8])):
        rows = [
            (
                *(one.id, row.name, *row.counts, *([category(row, lang)] if row.counts else [])),
                *(row.figures if method == "servqual" else []),
                *([x for value, ends in zip(row.figures, row.ranges, strict=True) for x in (value, *ends)]
                  if method == "kano" else row.ranges[0]),
                one.n,
            )
            for one in found
            if one.method == method
            for row in one.rows
        ]  # fmt: skip
        names = [t(f"exercises.classroom.{name}", lang) for name in ("exercise", "surveys_people")]
        sheets.append((f"surveys_{method}", [names[0], *spread(method), names[1]], [22, *widths], rows))
    return sheets
