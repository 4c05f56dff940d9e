"""What was decided of a file's columns and answers, as a state keeps it, and how the file is read by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ...errors import DataError, listing
from ...i18n import t
from ...intake._answers import UNIT, Kind
from ...intake._cells import answers_in, is_number, normalise
from ...intake._choices import choices
from ...intake._files import Opened
from ...intake._guess import guess_meaning, sides_of, written
from ...intake._names import accepted
from ...intake._scale import guess_kano
from .way import SWAPPED, reverse_of

__all__ = ["MOST_ANSWERS", "NO_ANSWER", "OUT", "Row", "answer_rows", "applied", "became_what", "rows_of"]

Row = dict[str, Any]
OUT = "left out"
NO_ANSWER = "none"  # what an answer means that is none
MOST_ANSWERS = 60  # that are asked about; what is beyond is named as not understood when the file is read
_ONCE = ("respondent", "wave", "time", "duration", "weight", "importance")  # what only one column can be


def became_what(kind: Kind) -> list[str]:
    """Return what a column can be."""
    beside = ["importance"] if kind == "kano" else ["dimension"]
    return [
        *sides_of(kind),
        "respondent",
        "segment",
        "wave",
        "time",
        "duration",
        "weight",
        *beside,
        UNIT[kind],
        OUT,
    ]


def rows_of(how: Mapping[str, Any], name: str) -> list[Row]:
    """Rows of a decision, whatever a workbook holds."""
    kept = how.get(name)
    return [dict(row) for row in kept if isinstance(row, Mapping)] if isinstance(kept, Sequence) else []


def applied(opened: Opened, how: Mapping[str, Any], kind: Kind) -> tuple[Opened, dict[str, Any]]:
    """Return a table with its columns as they were decided, and the arguments to read it with.

    Raises
    ------
    DataError
        If what was decided does not make a survey yet, or says nothing of an answer that is there.
    """
    rows = [row for row in rows_of(how, "columns") if row.get("column") in opened.table]
    long = any(row.get("became") == UNIT[kind] for row in rows)
    way = str(how.get("way") or "")
    one, of = _sorted_out(rows, kind, long)
    if way == SWAPPED:
        one, of = _swapped(one, kind), {name: _swapped(there, kind) for name, there in of.items()}
    if not of and not long:
        raise DataError("lab_asking.no_pair", **_two(kind))
    labels = _meanings(opened, rows, rows_of(how, "answers"), kind)
    renamed = {column: "timestamp" if became == "time" else became for became, column in one.items()}
    used = {column for there in of.values() for column in there.values()} | set(renamed)
    known = accepted() | accepted("aside")
    renamed |= {  # a segment stays one, whatever it is called
        row["column"]: f"{row['column']} *"
        for row in rows
        if row.get("became") == "segment" and row["column"] not in used and normalise(row["column"]) in known
    }
    for name, there in of.items():
        for beside in there.keys() & {"adequate", "importance"}:  # read by their names
            renamed[there[beside]] = f"{name} ({beside})"
    first, second = sides_of(kind)[:2]
    alone = not any(first in there for there in of.values())
    if alone:  # perceptions alone are read by their names
        renamed |= {there[second]: f"{name} ({second})" for name, there in of.items()}
    told = {row["column"] for row in rows if row.get("became") != OUT}
    out = [column for column in opened.table.columns if column not in told]
    table = opened.table.drop(columns=out).rename(columns=renamed)
    pairs = None if long or alone else {name: (there[first], there[second]) for name, there in of.items()}
    reverse = reverse_of(way)
    if reverse:  # said of the numbers; a word means what it says
        labels = {answer: code for answer, code in labels.items() if not is_number(answer)}
    scale = how.get("scale")
    told_scale = {"scale": tuple(scale)} if isinstance(scale, list) and len(scale) == 2 else {}
    return Opened(table, opened.name, opened.notes, opened.doubts), {
        "pairs": pairs, "labels": labels, **told_scale, **({"reverse": reverse} if reverse else {}),
    }  # fmt: skip


def _swapped(one: dict[str, str], kind: Kind) -> dict[str, str]:
    """What a column is, where the two questions changed places."""
    first, second = sides_of(kind)[:2]
    return {{first: second, second: first}.get(became, became): column for became, column in one.items()}


def _sorted_out(rows: list[Row], kind: Kind, long: bool) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Column by what it is, of what only one can be; and by feature or item and side."""
    sides = sides_of(kind)
    once = {*_ONCE, UNIT[kind], "dimension", *(sides if long else ())}
    one: dict[str, str] = {}
    of: dict[str, dict[str, str]] = {}
    for row in rows:
        column, became, name = row["column"], row.get("became", ""), str(row.get("of", "")).strip()
        if became in once and not (became == "importance" and name and not long):
            if became in one:
                raise DataError("lab_asking.twice", became=_word(became), first=one[became], second=column)
            one[became] = column
        elif became in sides or became == "importance":
            if not name:
                raise DataError(f"lab_asking.which_{kind}", column=column)
            there = of.setdefault(name, {})
            if became in there:
                raise DataError(
                    "lab_asking.same", of=name, became=_word(became), first=there[became], second=column
                )
            there[became] = column
        elif became not in became_what(kind):
            raise DataError("lab_asking.undecided", column=column)
    alone = kind == "servqual" and all(row.get("became") != sides[0] for row in rows)  # SERVPERF
    for side in sides[1:2] if alone else sides[:2]:
        if long and side not in one:
            raise DataError("lab_asking.long", side=_word(side))
        for name, there in of.items():
            if side not in there:
                raise DataError(
                    "lab_asking.half", of=name, column=next(iter(there.values())), side=_word(side)
                )
    return one, of


def _meanings(opened: Opened, rows: list[Row], decided: list[Row], kind: Kind) -> dict[str, int | None]:
    """Code of every answer as it stands in a cell, ``None`` where it is no answer."""
    means = {str(row.get("answer")): row.get("means") for row in decided}
    labels: dict[str, int | None] = {}
    open_: dict[str, None] = {}
    for answer, forms in _found(opened, rows, kind).items():
        meant = means.get(answer)
        if isinstance(meant, int) and not isinstance(meant, bool):
            labels |= dict.fromkeys(forms, meant)
        elif meant == NO_ANSWER:
            labels |= dict.fromkeys(forms, None)
        elif answer in means or len(means) < MOST_ANSWERS:
            open_[answer] = None
    if open_:
        raise DataError("lab_asking.answers", answers=listing(f"“{one}”" for one in open_))
    return labels


def _found(opened: Opened, rows: list[Row], kind: Kind) -> dict[str, set[str]]:
    """Answers in the columns of questions, each with its forms in the cells: figures in order, the most said first."""
    forms: dict[str, set[str]] = {}
    count: Counter[str] = Counter()
    for row in rows:
        if row.get("became") not in sides_of(kind):
            continue
        values: pd.Series = opened.table.loc[:, row["column"]]
        times = values.value_counts()
        for value in answers_in(values):
            answer = written(value)
            forms.setdefault(answer, set()).add(normalise(value))
            count[answer] += int(times[value])
    figures = sorted(filter(is_number, count), key=float)
    words = [answer for answer, _ in count.most_common() if not is_number(answer)]
    return {answer: forms[answer] for answer in (*figures, *words)}


def answer_rows(
    opened: Opened, rows: list[Row], decided: list[Row], kind: Kind, scale: tuple[int, int]
) -> list[Row]:
    """Return the answers that are found, with what they mean where it was decided or is known."""
    before = {str(row.get("answer")): row.get("means") for row in decided}
    answers = list(_found(opened, rows, kind))[:MOST_ANSWERS]
    known = guess_meaning(answers, kind, scale[1], figures=_as_they_are(opened, rows, kind, scale))
    guessed = by_order(answers, known, scale[1])
    made = []
    for answer in sorted(answers, key=lambda one: guessed.get(one, 0)):
        meant = before.get(answer)
        if meant in (None, ""):
            meant = guessed.get(answer, "") if known[answer] is None else known[answer]
        made.append({"answer": answer, "means": meant})
    return made


def by_order(answers: list[str], known: Mapping[str, int | None], most: int) -> dict[str, int]:
    """Return what codes of choices are guessed to mean by their order."""
    return choices((answer for answer in answers if known[answer] is None), most)


def _as_they_are(opened: Opened, rows: list[Row], kind: Kind, scale: tuple[int, int]) -> bool:
    """Whether figures are on the scale, and nothing tells of another one."""
    sides: list[list[pd.Series]] = [
        [opened.table.loc[:, row["column"]] for row in rows if row.get("became") == side]
        for side in sides_of(kind)[:2]
    ]
    if not all(sides[1:] if kind == "servqual" else sides):
        return False
    joined: list[pd.Series] = [pd.concat(some, ignore_index=True) for some in sides if some]
    if kind == "kano":
        found, question = guess_kano(joined, True)  # the direction is a question of its own
        return not question and found == scale
    figures = pd.to_numeric(pd.concat(joined), errors="coerce").dropna()
    return bool(figures[figures >= 0].between(*scale).all())


def _two(kind: Kind) -> dict[str, str]:
    first, second = sides_of(kind)[:2]
    return {"first": _word(first), "second": _word(second)}


def _word(became: str) -> str:
    return t(f"lab_asking.became_{became.replace(' ', '_')}")
