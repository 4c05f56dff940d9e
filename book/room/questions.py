"""The exercises of the course that a room can answer together: how they are put, read, counted and shown.

They are those that a phone can take without Python, one at a time. What is right goes out once it is revealed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from sgm_lab import exercises
from sgm_lab.exercises.records import Multiple, Number, Predict, Record, Single, Sort
from sgm_lab.i18n import get_language

from .once import once
from .state import Given

__all__ = ["agenda", "chapters", "clean", "counted", "has_market", "ids", "put", "read", "result", "right"]

_KINDS = (Single, Multiple, Number, Predict, Sort)
_SANDBOX = "8-sandtable"
_MOST_VALUES = 10  # different numbers that are shown by themselves
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@cache
def _known() -> dict[str, Record]:
    return {key: one for key, one in exercises.load().items() if isinstance(one, _KINDS)}


def ids() -> Mapping[str, Record]:
    """Return the questions there are, by id."""
    return _known()


def chapters() -> list[dict[str, Any]]:
    """List all questions by chapter, for the instructor to choose from."""
    found: dict[str, list[dict[str, str]]] = {}
    for key, one in _known().items():
        found.setdefault(one.chapter, []).append({"id": key, "prompt": one.prompt.say(get_language())})
    return [{"chapter": name, "questions": own} for name, own in found.items()]


def agenda(plan: str, book: Path) -> list[str]:
    """Return the questions of a teaching plan or of a chapter, in order; none where there is no such."""
    return [key for key in _exercises(plan, book) if key in _known()]


def has_market(plan: str, book: Path) -> bool:
    """Whether a teaching plan or a chapter comes to the sandbox, which a room plays as one market."""
    return _SANDBOX in _exercises(plan, book)


def _exercises(plan: str, book: Path) -> list[str]:
    """All exercises of a teaching plan or of a chapter, also those that no phone takes."""
    import tomllib

    plans = tomllib.loads((book / "zh" / "plans.toml").read_text(encoding="utf-8"))["plan"]
    for one in plans:
        if one["id"] == plan:
            return [key for step in one["step"] for key in step.get("exercises", ())]
    return [key for key, one in exercises.load().items() if one.chapter == plan]


# ---- how it is put ----


def put(key: str) -> dict[str, Any]:
    """Return what a phone and the screen need to ask it."""
    return _put(key, get_language())


@once(512)
def _put(key: str, lang: str) -> dict[str, Any]:
    record = _known()[key]
    made: dict[str, Any] = {"id": key, "kind": record.kind, "prompt": record.prompt.say(lang)}
    match record:
        case Single() | Multiple():
            made["options"] = [
                {"id": one.id, "letter": LETTERS[at], "text": one.text.say(lang)}
                for at, one in enumerate(record.options)
            ]
        case Number():
            made["unit"] = record.unit.say(lang) if record.unit else ""
        case Sort():
            made["items"] = [{"id": one.id, "text": one.text.say(lang)} for one in record.items]
            made["heaps"] = [{"id": one.id, "text": one.text.say(lang)} for one in record.categories]
        case Predict():
            shown = record.payload(lang)
            made |= {
                name: shown[name] for name in ("axis", "unit", "source", "decimals", "step", "draw", "plot")
            }
            made["points"] = [{"id": one["id"], "label": one["label"]} for one in shown["points"]]
    return made


# ---- what is answered ----


def clean(key: str, answer: Any) -> Any:
    """Return an answer as it is kept, of known parts only; None where it is none, or not whole."""
    match record := _known()[key]:
        case Single():
            return answer if answer in [one.id for one in record.options] else None
        case Multiple():
            known = [one.id for one in record.options if isinstance(answer, list) and one.id in answer]
            return known if known and len(known) == len(answer) else None
        case Number():
            fits = isinstance(answer, str) and len(answer) <= 40 and exercises.read_number(answer) is not None
            return answer.strip() if fits else None
        case Sort():
            heaps = {one.id for one in record.categories}
            given = answer if isinstance(answer, Mapping) else {}
            found = {one.id: given.get(one.id) for one in record.items}
            whole = all(isinstance(heap, str) and heap in heaps for heap in found.values())
            return found if whole and len(given) == len(found) else None
        case Predict():
            guess = record.guess(answer, get_language())
            names = [one.id for one in record.found(get_language()).points]
            return None if None in guess else dict(zip(names, guess, strict=True))
    return None


def read(key: str, text: str) -> Any:
    """Read an answer that the instructor types: letters of options, a number, numbers, or numbers of heaps."""
    match record := _known()[key]:
        case Single() | Multiple():
            by_letter = dict(zip(LETTERS, (one.id for one in record.options), strict=False))
            letters = re.findall(r"[A-Z]", text.upper())
            chosen = [by_letter.get(one) for one in letters]
            return clean(
                key, chosen if isinstance(record, Multiple) else chosen[0] if len(chosen) == 1 else None
            )
        case Sort():
            places = [int(one) for one in re.findall(r"\d{1,3}", text)]
            heaps = [one.id for one in record.categories]
            if len(places) != len(record.items) or not all(0 < one <= len(heaps) for one in places):
                return None
            return clean(
                key, {one.id: heaps[place - 1] for one, place in zip(record.items, places, strict=True)}
            )
        case Predict():
            parts = [exercises.read_number(one) for one in re.split(r"[\s,，、;；]+", text.strip())]
            names = [one.id for one in record.found(get_language()).points]
            if len(parts) != len(names) or None in parts:
                return None
            return clean(key, {name: part[0] for name, part in zip(names, parts, strict=True) if part})
    return clean(key, text)


def right(key: str, answer: Any) -> bool | None:
    """Whether an answer is right; None where no answer is wrong."""
    record = _known()[key]
    return None if record.free else exercises.check(record, answer, get_language()).state == "right"


# ---- what came ----


def counted(key: str, given: Sequence[Given]) -> dict[str, Any]:
    """Count the answers, without saying whose they are or which is right."""
    answers = [one.answer for one in given]
    match record := _known()[key]:
        case Single():
            return {"counts": dict(Counter(answers))}
        case Multiple():
            return {"counts": dict(Counter(one for chosen in answers for one in chosen))}
        case Sort():
            names = [one.id for one in record.items]
            return {"items": {name: dict(Counter(one[name] for one in answers)) for name in names}}
        case Predict():
            names = [one.id for one in record.found(get_language()).points]
            return {"guesses": {name: sorted(one[name] for one in answers) for name in names}}
    return {"values": _values([exercises.read_number(one) for one in answers])}


def _values(numbers: Sequence[tuple[float, str] | None]) -> list[dict[str, Any]]:
    """Count numbers as they were written, with their units; the most usual by size, the rest together."""
    usual = Counter(one for one in numbers if one is not None).most_common()
    shown = sorted(usual[:_MOST_VALUES])
    made = [{"text": f"{value:g}{unit}", "n": n} for (value, unit), n in shown]
    rest = sum(n for _, n in usual[_MOST_VALUES:])
    return [*made, {"text": "", "n": rest}] if rest else made


def result(key: str) -> dict[str, Any]:
    """Return what is right, and why: for when it is revealed."""
    return _result(key, get_language())


@once(512)
def _result(key: str, lang: str) -> dict[str, Any]:
    record = _known()[key]
    made: dict[str, Any] = {"worked": record.worked(lang), "why": record.solution.say(lang)}
    match record:
        case Single():
            made["right"] = [record.answer]
        case Multiple():
            made["right"] = list(record.answer)
        case Number():
            made["right"] = record.worked(lang)
        case Sort():
            made["heaps"] = {one.id: one.answer for one in record.items}
        case Predict():
            made["points"] = record.payload(lang)["points"]
    return made
