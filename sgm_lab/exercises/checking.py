"""Judge an answer: not attempted, right, partly right with what is missing, or wrong with the reason.

Standard library only, no widgets. `front.js` judges by the same rules in the browser, all but goals and labs,
which need Python; ``tests/data/exercise_cases.json`` is run against both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal, cast

from ..i18n import Language, get_language, t
from .numbers import normalise, read_number, tidy
from .records import Goal, LabTask, Multiple, Number, Order, Record, Reflection, Single, Sort, Text

if TYPE_CHECKING:
    from ..smart import Review

__all__ = ["OUTCOMES", "Outcome", "State", "check"]

State = Literal["not_attempted", "right", "partly", "wrong"]
OUTCOMES: tuple[State, ...] = ("not_attempted", "right", "partly", "wrong")

_RANK = {"missing": 0, "weak": 1, "met": 2}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check found.

    Attributes
    ----------
    state : {"not_attempted", "right", "partly", "wrong"}
    feedback : tuple of str
        Sentences for this very answer.
    missing : tuple of str
        Keys of what is still missing where ``state`` is ``"partly"`` or ``"wrong"``.
    details : dict
        ``wrong``: keys of what is wrong; for a number ``value``; for a goal ``criteria`` and ``score``.
    """

    state: State
    feedback: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "state": self.state,
            "feedback": list(self.feedback),
            "missing": list(self.missing),
            "details": self.details,
        }


def check(record: Record, answer: Any, lang: Language | None = None) -> Outcome:
    """Judge ``answer``.

    Parameters
    ----------
    record : Record
    answer : Any
        By kind: single — option id; multiple — list of ids; number — text or number; sort — dict of item to
        category; order — list of ids; goal, reflection — text; lab — the lab's state. What is none of
        these counts as not attempted.
    lang : {"zh", "en"}, optional
        Language of the feedback; the language in use by default.

    Returns
    -------
    Outcome
    """
    spoken = lang or get_language()
    outcome = _CHECKS[record.kind](record, answer, spoken)
    if outcome.state == "right" and not outcome.feedback and record.right:
        return Outcome("right", (record.right.say(spoken),), details=outcome.details)
    return outcome


def _not_yet(key: str, lang: Language) -> Outcome:
    return Outcome("not_attempted", (t(f"exercises.ui.{key}", lang),))


def _judge(good: int, bad: int) -> State:
    """More right than wrong is partly right: guessing everything does not pay."""
    return "partly" if good > bad else "wrong"


def _about(what: Text, why: Text, lang: Language) -> str:
    return t("exercises.ui.about", lang, what=what.say(lang), why=why.say(lang))


def _single(record: Single, answer: Any, lang: Language) -> Outcome:
    chosen = next((option for option in record.options if option.id == answer), None)
    if chosen is None:
        return _not_yet("choose_first", lang)
    said = (chosen.feedback.say(lang),) if chosen.feedback else ()
    if chosen.id == record.answer:
        return Outcome("right", said)
    return Outcome("wrong", said, details={"wrong": [chosen.id]})


def _multiple(record: Multiple, answer: Any, lang: Language) -> Outcome:
    chosen = [option for option in record.options if isinstance(answer, list) and option.id in answer]
    if not chosen:
        return _not_yet("choose_some", lang)
    wrong = [option for option in chosen if option.id not in record.answer]
    missed = [option for option in record.options if option.id in record.answer and option not in chosen]
    if not wrong and not missed:
        return Outcome("right")
    said = [_about(option.text, option.feedback, lang) for option in wrong if option.feedback]
    if missed:
        said.append(t("exercises.ui.more_to_choose", lang, n=len(missed)))
        said += [option.missed.say(lang) for option in missed if option.missed]
    state = _judge(len(chosen) - len(wrong), len(wrong))
    return Outcome(
        state, tuple(said), tuple(option.id for option in missed), {"wrong": [option.id for option in wrong]}
    )


def _number(record: Number, answer: Any, lang: Language) -> Outcome:
    text = repr(answer) if isinstance(answer, int | float) and not isinstance(answer, bool) else answer
    if not isinstance(text, str) or not tidy(text):
        return _not_yet("number_first", lang)
    read = read_number(text)
    if read is None:
        return _not_yet("number_unread", lang)
    written, unit = read
    own = [normalise(name) for name in record.units()]
    values, known = [written], True
    if unit in record.other_units:
        values = [written * record.other_units[unit]]
    elif "%" in own and not unit:
        # 0.12 for 12 %: the same share, written the other way.
        values = [written, written * 100] if abs(written) <= 1 else [written]
    elif unit == "%" and "%" not in own:
        values = [written / 100]
    elif unit and unit not in own:
        known = False
    details = {"value": values[0]}
    if any(record.tolerance.holds(value, record.answer) for value in values):
        if known:
            return Outcome("right", details=details)
        wanted = record.unit.say(lang) if record.unit else ""
        key = "number_unit" if record.unit else "number_no_unit"
        said = t(f"exercises.ui.{key}", lang, unit=unit, wanted=wanted)
        return Outcome("partly", (said,), ("unit",), details)
    return Outcome("wrong", (_slip(record, values, lang),), details=details)


def _slip(record: Number, values: list[float], lang: Language) -> str:
    """Say which usual slip leads to this number."""
    for slip in record.slips:
        if any(record.tolerance.holds(value, slip.value) for value in values):
            return slip.feedback.say(lang)

    def comes_from(change: Callable[[float], float]) -> bool:
        return any(record.tolerance.holds(change(value), record.answer) for value in values)

    if comes_from(lambda value: -value):
        return t("exercises.ui.number_sign", lang)
    if comes_from(lambda value: value * 100) or comes_from(lambda value: value / 100):
        return t("exercises.ui.number_hundred", lang)
    return record.feedback.say(lang)


def _sort(record: Sort, answer: Any, lang: Language) -> Outcome:
    names = {category.id for category in record.categories}
    given = answer if isinstance(answer, dict) else {}
    placed = {item.id: given.get(item.id) for item in record.items}
    placed = {key: place for key, place in placed.items() if isinstance(place, str) and place in names}
    if not placed:
        return _not_yet("place_first", lang)
    wrong = [item for item in record.items if item.id in placed and placed[item.id] != item.answer]
    missing = tuple(item.id for item in record.items if item.id not in placed)
    if not wrong and not missing:
        return Outcome("right")
    said = []
    for item in wrong:
        why = item.feedback_for.get(cast(str, placed[item.id]), item.feedback)
        said += [_about(item.text, why, lang)] if why else []
    if missing:
        said.append(t("exercises.ui.more_to_place", lang, n=len(missing)))
    state = _judge(len(placed) - len(wrong), len(wrong))
    return Outcome(state, tuple(said), missing, {"wrong": [item.id for item in wrong]})


def _order(record: Order, answer: Any, lang: Language) -> Outcome:
    keys = list(record.answer)
    if (
        not isinstance(answer, list)
        or not all(isinstance(key, str) for key in answer)
        or sorted(answer) != sorted(keys)
    ):
        return _not_yet("move_first", lang)
    if answer == keys:
        return Outcome("right")
    place = {key: number for number, key in enumerate(answer)}
    rank = {key: number for number, key in enumerate(keys)}
    pairs = [rank[a] < rank[b] for a, b in combinations(answer, 2)]
    leading = next(number for number, key in enumerate(answer) if key != keys[number])
    said = [t("exercises.ui.order_leading", lang, n=leading)] if leading else []
    slips = [slip.feedback.say(lang) for slip in record.slips if place[slip.first] < place[slip.second]]
    said += slips or [record.feedback.say(lang)]
    away = [key for key in keys if place[key] != rank[key]]
    return Outcome(_judge(sum(pairs), len(pairs) - sum(pairs)), tuple(said), tuple(away), {"wrong": away})


def _goal(record: Goal, answer: Any, lang: Language) -> Outcome:
    if not isinstance(answer, str) or not tidy(answer):
        return _not_yet("write_first", lang)
    from .. import smart

    found = smart.review(tidy(answer), lang=lang)
    criteria = {
        name: {
            "name": t(f"smart.criterion.{name}", lang),
            "verdict": one.verdict,
            "word": t(f"smart.verdict.{one.verdict}", lang),
            "evidence": one.evidence,
            "reason": one.reason,
            "advice": one.advice,
            "enough": _RANK[one.verdict] >= _RANK[least],
        }
        for name, least in record.criteria.items()
        for one in [found.criteria[name]]
    }
    lacking = [name for name, one in criteria.items() if not one["enough"]]
    details = {"criteria": criteria, "score": found.score, "question": found.question, "wrong": lacking}
    coach = (*_split(found, lang), t("exercises.ui.goal_question", lang, question=found.question))
    if not found.question:
        coach = ()
    if not lacking:
        return Outcome("right", (t("exercises.ui.goal_met", lang), *coach), details=details)
    said = tuple(
        f"{criteria[name]['name']}: {criteria[name]['reason']} {criteria[name]['advice']}" for name in lacking
    )
    begun = any(one["verdict"] != "missing" for one in criteria.values()) and not found.slogan
    return Outcome("partly" if begun else "wrong", (*said, *coach), tuple(lacking), details)


def _split(found: Review, lang: Language) -> list[str]:
    """Name the goals of a sentence of several, each with its score."""
    listed = [
        t("exercises.ui.goal_part", lang, number=number, goal=one.text, score=one.score)
        for number, one in enumerate(found.goals, 1)
    ]
    return [t("exercises.ui.goal_several", lang, n=len(listed)), *listed] if listed else []


def _lab(record: LabTask, answer: Any, lang: Language) -> Outcome:
    if not isinstance(answer, dict) or not answer:
        return _not_yet("lab_first", lang)
    # A lab's own state comes with tuples where JSON has lists; a goal holds plain values only.
    missing = tuple(key for key, value in record.goal.items() if answer.get(key) != value)
    if not missing:
        return Outcome(
            "right", (record.right.say(lang) if record.right else t("exercises.ui.lab_met", lang),)
        )
    steps = [t("exercises.ui.still", lang, what=record.steps[key].say(lang)) for key in missing]
    state: State = "partly" if len(missing) < len(record.goal) else "wrong"
    return Outcome(state, (record.feedback.say(lang), *steps), missing, {"wrong": list(missing)})


def _reflection(record: Reflection, answer: Any, lang: Language) -> Outcome:
    text = tidy(answer) if isinstance(answer, str) else ""
    if not text:
        return _not_yet("write_first", lang)
    if len(text) < record.least:
        more = t("exercises.ui.write_more", lang, n=record.least - len(text))
        return Outcome("partly", (more,), ("length",))
    return Outcome("right", (t("exercises.ui.written", lang),))


_CHECKS: dict[str, Callable[[Any, Any, Language], Outcome]] = {
    "single": _single,
    "multiple": _multiple,
    "number": _number,
    "sort": _sort,
    "order": _order,
    "goal": _goal,
    "lab": _lab,
    "reflection": _reflection,
}
