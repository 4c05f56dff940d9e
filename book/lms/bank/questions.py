"""Exercises as plain questions in one language: what a platform may know of them, whatever its format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sgm_lab.exercises.kinds import found
from sgm_lab.exercises.records import Goal, Multiple, Number, Order, Record, Reflection, Single, Sort
from sgm_lab.i18n import Language

from ..words import say

__all__ = ["PARTS", "Choice", "Question", "Value", "left_out", "questions"]


@dataclass(frozen=True)
class Choice:
    """One option, or one pair of a matching question (``goes`` says to what); ``why`` is said where it is wrong."""

    id: str
    text: str
    right: bool = False
    why: str = ""
    goes: str = ""


@dataclass(frozen=True)
class Value:
    """A number, what it may be off, the decimals it is written with (where that says), and what it is told."""

    number: float
    off: float
    places: int | None = None
    why: str = ""


@dataclass(frozen=True)
class Question:
    """One question; ``kind`` is ``"single"``, ``"multiple"``, ``"number"``, ``"sort"``, ``"order"`` or ``"essay"``.

    Of a sort question ``heaps`` are the categories, of an order question ``choices`` stand in the right order and
    ``shown`` says in which they are asked. ``notes`` are lines that most formats have no place for but the solution.
    """

    id: str
    chapter: str
    kind: str
    prompt: str
    solution: str
    hints: tuple[str, ...] = ()
    right: str = ""
    choices: tuple[Choice, ...] = ()
    heaps: tuple[Choice, ...] = ()
    shown: tuple[str, ...] = ()
    value: Value | None = None
    slips: tuple[Value, ...] = ()
    otherwise: str = ""
    model: str = ""
    notes: tuple[str, ...] = ()
    has: frozenset[str] = field(default_factory=frozenset)


def _choice(one: Single | Multiple, lang: Language) -> dict[str, Any]:
    right = [one.answer] if isinstance(one, Single) else one.answer
    made = tuple(
        Choice(o.id, o.text.say(lang), o.id in right, o.feedback.say(lang) if o.feedback else "")
        for o in one.options
    )
    return {"choices": made}


def _number(one: Number, lang: Language) -> dict[str, Any]:
    def value(number: float, why: str) -> Value:
        off = max(one.tolerance.absolute, one.tolerance.relative * abs(number))
        return Value(number, off, one.tolerance.decimals(number), why)

    unit = one.unit.say(lang) if one.unit else ""
    return {
        "prompt": one.prompt.say(lang) + (f"\n\n{say('bank.unit', lang, unit=unit)}" if unit else ""),
        "value": value(one.answer, one.right.say(lang) if one.right else ""),
        "slips": tuple(value(slip.value, slip.feedback.say(lang)) for slip in one.slips),
        "otherwise": one.feedback.say(lang),
    }


def _sort(one: Sort, lang: Language) -> dict[str, Any]:
    pairs = tuple(
        Choice(item.id, item.text.say(lang), True, item.feedback.say(lang), item.answer) for item in one.items
    )
    heaps = tuple(Choice(heap.id, heap.text.say(lang)) for heap in one.categories)
    notes = tuple(say("bank.about", lang, what=pair.text, why=pair.why) for pair in pairs)
    return {"choices": pairs, "heaps": heaps, "notes": notes}


def _order(one: Order, lang: Language) -> dict[str, Any]:
    texts = {item.id: item.text.say(lang) for item in one.items}
    notes = (one.feedback.say(lang), *(slip.feedback.say(lang) for slip in one.slips))
    return {
        "choices": tuple(Choice(id, texts[id], True) for id in one.answer),
        "shown": tuple(item.id for item in one.items),
        "notes": notes,
    }


def _essay(one: Goal | Reflection, lang: Language) -> dict[str, Any]:
    return {
        "kind": "essay",
        "model": one.model.say(lang),
        "right": "",
    }  # nothing judges it, so nothing is right


_MAKE: dict[type[Record], Any] = {
    Single: _choice, Multiple: _choice, Number: _number, Sort: _sort, Order: _order, Goal: _essay, Reflection: _essay,
}  # fmt: skip

#: What a question may have, and how to see whether it does: the rows of the table of losses.
PARTS = {
    "answer": lambda one: not isinstance(one, Goal | Reflection),
    "several": lambda one: isinstance(one, Multiple),
    "partial": lambda one: isinstance(one, Multiple),
    "sort": lambda one: isinstance(one, Sort),
    "order": lambda one: isinstance(one, Order),
    "tolerance": lambda one: isinstance(one, Number) and one.tolerance.absolute + one.tolerance.relative > 0,
    "unit": lambda one: isinstance(one, Number) and bool(one.unit or one.other_units),
    "why": lambda one: isinstance(one, Single | Multiple),
    "missed": lambda one: isinstance(one, Single | Multiple) and any(o.missed for o in one.options),
    "slips": lambda one: isinstance(one, Number) and bool(one.slips),
    "otherwise": lambda one: isinstance(one, Number),
    "item": lambda one: isinstance(one, Sort),
    "pair": lambda one: isinstance(one, Order),
    "right": lambda one: bool(one.right) and not isinstance(one, Goal | Reflection),
    "hints": lambda one: bool(one.hints),
    "solution": lambda _: True,
    "model": lambda one: isinstance(one, Goal | Reflection),
    "review": lambda one: isinstance(one, Goal),
}


def left_out() -> list[str]:
    """Name the kinds that cannot be asked elsewhere."""
    return [name for name, kind in found().items() if kind not in _MAKE]


def questions(records: Iterable[Record], lang: Language) -> tuple[list[Question], list[Record]]:
    """Return what can be asked elsewhere, and the exercises that cannot."""
    made, left = [], []
    for one in records:
        make = next((how for kind, how in _MAKE.items() if isinstance(one, kind)), None)
        if make is None:
            left.append(one)
            continue
        facts = {
            "id": one.id,
            "chapter": one.chapter,
            "kind": one.kind,
            "prompt": one.prompt.say(lang),
            "solution": one.solution.say(lang),
            "hints": tuple(hint.say(lang) for hint in one.hints),
            "right": one.right.say(lang) if one.right else "",
            "has": frozenset(name for name, there in PARTS.items() if there(one)),
        }
        made.append(Question(**facts | make(one, lang)))
    return made, left
