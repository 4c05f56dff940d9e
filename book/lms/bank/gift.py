"""GIFT, the plain text that Moodle and others import."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sgm_lab.exercises.faces import chapter_title
from sgm_lab.i18n import Language

from ..words import say
from .moodle import shares
from .questions import Question, Value

__all__ = ["KEPT", "NAME", "write"]

NAME = "gift.txt"
KEPT = {
    **dict.fromkeys(
        ("answer", "several", "partial", "tolerance", "why", "slips", "otherwise", "solution"), "kept"
    ),
    "unit": "prompt",
    "sort": "kept",
    "order": "places",
    **dict.fromkeys(("item", "pair", "right", "model"), "solution"),
}
_SPECIAL = re.compile(r"[~=#{}:\\]")


def _plain(text: str) -> str:
    r"""Return a text whose signs mean nothing to GIFT, on one line.

    >>> _plain("a = {b}\n\nc")
    'a \\= \\{b\\}\\n\\nc'
    """
    return _SPECIAL.sub(lambda sign: f"\\{sign[0]}", text.strip()).replace("\n", r"\n")


def _said(why: str) -> str:
    return f"#{_plain(why)}" if why else ""


def _choices(question: Question) -> list[str]:
    if question.kind == "single":
        return [f"{'=' if one.right else '~'}{_plain(one.text)}{_said(one.why)}" for one in question.choices]
    counted = zip(question.choices, shares(question.choices), strict=True)
    return [f"~%{share:g}%{_plain(one.text)}{_said(one.why)}" for one, share in counted]


def _value(one: Value, share: int) -> str:
    return f"=%{share}%{one.number:.12g}:{one.off:.12g}{_said(one.why)}"


def _answers(question: Question) -> list[str]:
    if question.kind in ("single", "multiple"):
        return _choices(question)
    if question.kind == "number":
        assert question.value
        slips = [_value(one, 0) for one in question.slips]
        return [_value(question.value, 100), *slips, f"~{_said(question.otherwise)}"]
    if question.kind == "order":
        return [f"={_plain(one.text)} -> {place}" for place, one in enumerate(question.choices, 1)]
    heaps = {heap.id: heap.text for heap in question.heaps}
    used = {one.goes for one in question.choices}
    pairs = [(one.text, heaps[one.goes]) for one in question.choices]
    pairs += [("", text) for id, text in heaps.items() if id not in used]
    return [f"={_plain(text)} -> {_plain(goes)}" for text, goes in pairs] if question.kind == "sort" else []


def _question(question: Question, lang: Language) -> str:
    asked = question.prompt + (f"\n\n{say('bank.order_place', lang)}" if question.kind == "order" else "")
    # What an answer has no place for of its own is said with the solution.
    first = [question.right] if question.right and question.kind != "number" else []
    model = [say("bank.model", lang, text=question.model)] if question.model else []
    after = "\n\n".join([*first, question.solution, *question.notes, *model])
    sign = "#" if question.kind == "number" else ""
    inside = [*_answers(question), f"####{_plain(after)}"]
    return f"::{_plain(question.id)}::{_plain(asked)}{{{sign}\n" + "\n".join(inside) + "\n}"


def write(asked: Sequence[Question], lang: Language) -> bytes:
    """Return the file; each chapter is a category."""
    parts, chapter = [], ""
    for question in asked:
        if question.chapter != chapter:
            chapter = question.chapter
            parts.append(f"$CATEGORY: $course$/top/{say('bank.title', lang)}/{chapter_title(chapter, lang)}")
        parts.append(_question(question, lang))
    return ("\n\n".join(parts) + "\n").encode()
