"""What a workbook says to each row of the plan: answers to exercises that promise it, and what labs keep.

A note is plain data: ``{"text": …, "source": …}``. The source is ``exercise:<id>``, ``lab:<name>``, or nothing where
the learner wrote it on the plan's own page. Examples of the course, word for word, are no notes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Protocol

from ... import _promises
from ...i18n import LANGUAGES, has, t
from ...paper.style import clean
from .rows import ROWS

__all__ = ["LABS", "Notes", "Sections", "Writers", "examples", "kept_goals", "notes", "source_name"]

Notes = dict[str, list[dict[str, str]]]
#: The exercises that write into the plan, by id; by default those of the course.
Writers = Mapping[str, _promises.Promise]


class Sections(Protocol):
    """A workbook, or what was handed in of one."""

    def section(self, section: str, /) -> dict[str, Any]:
        """Return one part of it."""


def notes(book: Sections, writers: Writers | None = None) -> Notes:
    """Return the notes by row, in the order of the rows; a row without any is not there."""
    found: Notes = {row: [] for row in ROWS}
    for promise, text in _answers(book, writers):
        for row in promise.rows:
            if row in found and not (row == "goal" and promise.kind == "goal"):  # that is a goal of the plan
                found[row].append({"text": text, "source": f"exercise:{promise.id}"})
    for key, state in book.section("labs").items():
        lab = key.partition(":")[0]
        if lab in LABS and isinstance(state, Mapping):
            row, read = LABS[lab]
            said = [{"text": text, "source": f"lab:{lab}"} for text in read(state)]
            found[row] += [one for one in said if one not in found[row]]
    return {row: own for row, own in found.items() if own}


def kept_goals(book: Sections, writers: Writers | None = None) -> list[str]:
    """Return the goal sentences written in exercises that promise them to the plan."""
    said = _answers(book, writers)
    return [text for promise, text in said if promise.kind == "goal" and "goal" in promise.rows]


def source_name(source: str, writers: Writers | None = None) -> str:
    """Say where a note was written; nothing where it was on the plan's own page.

    >>> source_name("exercise:2.2-own-standard")
    '第2.2章练习'
    """
    where, _, what = source.partition(":")
    if where == "exercise":
        known = (writers or _promises.promises()).get(what)
        return t("takeaways.from_exercise", chapter=known.chapter) if known else ""
    return t(f"lab_{what}.title") if where == "lab" and has(f"lab_{what}.title") else ""


def _answers(book: Sections, writers: Writers | None) -> Iterator[tuple[_promises.Promise, str]]:
    kept = book.section("exercises")
    if not kept:
        return
    for promise in (writers or _promises.promises()).values():
        state = kept.get(promise.id)
        answer = state.get("answer") if isinstance(state, Mapping) else None
        if isinstance(answer, str) and (text := clean(answer).strip()):
            yield promise, text


# ---- labs ----


def _rows(state: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    rows = state.get(name)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list | tuple) else []


def _said(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return clean(value).strip() if isinstance(value, str) else ""


@cache
def examples() -> frozenset[str]:
    """Return the texts by which an example of the course is known, in every language; the page knows them, too."""
    from ... import cases

    words = ("lab_pdca.example_hypothesis", "lab_servqual.example_behaviour",
             *(f"lab_handoff.example_{n}" for n in (1, 2, 3)))  # fmt: skip
    given = [cases.load(name).facts.get("standard", {}).get("behaviour") for name in cases.names()]
    said = [one.values() if isinstance(one, Mapping) else [one] for one in given if one]
    texts = [t(key, lang) for key in words for lang in LANGUAGES] + [
        str(text) for own in said for text in own
    ]
    return frozenset(text.strip().rstrip("。.；;") for text in texts)


def _is_example(text: str) -> bool:
    return text.rstrip("。.；;") in examples()


def _standards(state: Mapping[str, Any]) -> Iterator[str]:
    """Standards kept in the SERVQUAL lab, with who checks them."""
    for row in _rows(state, "standards"):
        text, check, does = (_said(row, name) for name in ("text", "check", "behaviour"))
        if text and not _is_example(does):
            yield t("takeaways.note.standard", text=text, check=check) if check else text


def _rounds(state: Mapping[str, Any]) -> Iterator[str]:
    """Rounds of the PDCA record, the one under way last."""
    done = "；".join(filter(None, (_said(row, "what") for row in _rows(state, "done"))))
    for row in [*_rows(state, "rounds"), {**state, "done": done, "found": ""}]:
        guess = _said(row, "hypothesis")
        if not guess or _is_example(guess):
            continue
        parts = {name: _said(row, name) for name in ("measure", "target", "unit", "done", "found", "next")}
        act = _said(row, "act")
        aim = f"{parts['target']} {parts['unit']}".strip() if parts["target"] else ""
        lines = [
            guess,
            *(
                t(f"takeaways.note.{name}", value=value)
                for name, value in (("measure", parts["measure"]), ("target", aim), ("done", parts["done"]),
                                    ("found", parts["found"]))
                if value
            ),
            *([t(f"takeaways.pdca.act_{act}")] if act in ("keep", "adjust", "drop") else []),
            *([t("takeaways.note.next", value=parts["next"])] if parts["next"] else []),
        ]  # fmt: skip
        yield "\n".join(lines)


def _handoffs(state: Mapping[str, Any]) -> Iterator[str]:
    """Hand-offs of the learner's own organisation."""
    if state.get("case") != "own":
        return
    for row in _rows(state, "links"):
        giver, taker = _said(row, "from"), _said(row, "to")
        if giver and taker and not (_is_example(giver) and _is_example(taker)):
            wait, count = row.get("wait"), row.get("count")
            if isinstance(wait, int | float) and isinstance(count, int | float):
                figures = {"wait": f"{wait:g}", "count": f"{count:g}"}
                yield t("takeaways.note.handoff", giver=giver, taker=taker, **figures)
            else:
                yield t("takeaways.note.handoff_open", giver=giver, taker=taker)


def _training(state: Mapping[str, Any]) -> Iterator[str]:
    """Hours that the learner's own team needs to reach what is asked of it."""
    if not isinstance(state.get("upload"), Mapping):
        return
    short: list[float] = []
    for person in _rows(state, "team"):
        for at, skill in enumerate(_rows(state, "skills"), 1):
            required = 3 if skill.get("required") is None else skill["required"]
            match person.get(f"k{at}"), required, skill.get("hours"):
                case int() | float() as present, int() | float() as asked, int() | float() as each:
                    if 0 <= present < asked:
                        short.append((asked - present) * each)
    if short:
        budget = state.get("budget")
        at_hand = f"{budget:g}" if isinstance(budget, int | float) else "____"
        yield t("takeaways.note.training", places=len(short), hours=f"{sum(short):g}", budget=at_hand)


def _needs(state: Mapping[str, Any]) -> Iterator[str]:
    """What a survey of the learner's own says is to be done, with its file and how many answered."""
    needs = state.get("needs")
    for one in needs if isinstance(needs, list | tuple) else []:
        if isinstance(one, str) and (text := clean(one).strip()):
            yield text


#: Lab → the row it writes, and how its state is read.
LABS = {
    "servqual": ("standard", _standards),
    "pdca": ("pdca", _rounds),
    "monthly": ("pdca", _rounds),
    "report_builder": ("need", _needs),
    "handoff": ("who", _handoffs),
    "training": ("cost", _training),
}
