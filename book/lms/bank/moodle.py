"""Moodle XML (Import → Moodle XML format); the fields as Moodle 3.11 and later read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lxml import etree
from lxml.builder import E

from sgm_lab.exercises.faces import chapter_title
from sgm_lab.exercises.markup import paragraphs
from sgm_lab.i18n import Language

from ..words import say
from .questions import Choice, Question, Value

__all__ = ["KEPT", "NAME", "shares", "write"]

NAME = "moodle.xml"
KEPT = {
    **dict.fromkeys(("answer", "several", "partial", "tolerance", "why", "slips", "otherwise"), "kept"),
    **dict.fromkeys(("right", "hints", "solution", "model"), "kept"),
    "unit": "prompt",
    "sort": "kept",
    "order": "places",
    "item": "solution",
    "pair": "solution",
}


def _text(tag: str, text: str) -> etree._Element:
    """Return an element that holds HTML: what a record says is text, never markup."""
    return E(tag, E.text(paragraphs(text)), format="html")


def shares(choices: Sequence[Choice]) -> list[float]:
    """Return what each option counts, in per cent as Moodle writes them: all right ones make 100, all wrong ones −100.

    >>> shares([Choice("a", "", True), Choice("b", "", True), Choice("c", "")])
    [50.0, 50.0, -100.0]
    """
    right = sum(one.right for one in choices)
    whole = {True: 100 / right, False: -100 / max(1, len(choices) - right)}
    return [round(whole[one.right], 5) for one in choices]


def _choices(question: Question) -> Iterable[etree._Element]:
    several = question.kind == "multiple"
    counts = shares(question.choices) if several else [100.0 * one.right for one in question.choices]
    yield E.single("false" if several else "true")
    yield E.shuffleanswers("true")
    yield E.answernumbering("none")
    yield _text("correctfeedback", question.right)
    for one, count in zip(question.choices, counts, strict=True):
        answer = E.answer(E.text(paragraphs(one.text)), _text("feedback", one.why), fraction=f"{count:g}")
        answer.set("format", "html")
        yield answer


def _value(one: Value, count: int) -> etree._Element:
    number, off = E.text(f"{one.number:.12g}"), E.tolerance(f"{one.off:.12g}")
    return E.answer(number, _text("feedback", one.why), off, fraction=str(count), format="moodle_auto_format")


def _numbers(question: Question) -> Iterable[etree._Element]:
    assert question.value
    yield _value(question.value, 100)
    yield from (_value(one, 0) for one in question.slips)
    other = E.answer(
        E.text("*"),
        _text("feedback", question.otherwise),
        E.tolerance("0"),
        fraction="0",
        format="moodle_auto_format",
    )
    yield other
    yield E.unitgradingtype("0")
    yield E.showunits("3")  # none: the prompt says in which unit


def _matches(question: Question) -> Iterable[etree._Element]:
    heaps = {heap.id: heap.text for heap in question.heaps}
    if question.kind == "order":
        place = {one.id: str(number) for number, one in enumerate(question.choices, 1)}
        pairs = [(one.text, place[one.id]) for one in question.choices]
    else:
        pairs = [(one.text, heaps[one.goes]) for one in question.choices]
        used = {goes for _, goes in pairs}
        pairs += [("", text) for text in heaps.values() if text not in used]
    yield E.shuffleanswers("true")
    yield _text("correctfeedback", question.right)
    for text, goes in pairs:
        yield E.subquestion(E.text(paragraphs(text)), E.answer(E.text(goes)), format="html")


def _essay(question: Question) -> Iterable[etree._Element]:
    yield E.responseformat("editor")
    yield E.responserequired("1")
    yield E.responsefieldlines("10")
    yield E.attachments("0")
    yield _text("graderinfo", question.model)


_KINDS = {
    "single": ("multichoice", _choices),
    "multiple": ("multichoice", _choices),
    "number": ("numerical", _numbers),
    "sort": ("matching", _matches),
    "order": ("matching", _matches),
    "essay": ("essay", _essay),
}


def _question(question: Question, lang: Language) -> etree._Element:
    kind, parts = _KINDS[question.kind]
    asked = question.prompt + (f"\n\n{say('bank.order_place', lang)}" if question.kind == "order" else "")
    model = [say("bank.model", lang, text=question.model)] if question.model else []
    after = "\n\n".join([question.solution, *question.notes, *model])
    return E.question(
        E.name(E.text(f"{question.id} {' '.join(question.prompt.split())[:40]}")),
        _text("questiontext", asked),
        _text("generalfeedback", after),
        E.defaultgrade("1"),
        E.penalty("0.3333333"),
        E.hidden("0"),
        E.idnumber(question.id),
        *parts(question),
        *(_text("hint", hint) for hint in question.hints),
        type=kind,
    )


def write(asked: Sequence[Question], lang: Language) -> bytes:
    """Return the file; each chapter is a category."""
    quiz, chapter = E.quiz(), ""
    for question in asked:
        if question.chapter != chapter:
            chapter = question.chapter
            place = f"$course$/top/{say('bank.title', lang)}/{chapter_title(chapter, lang)}"
            quiz.append(E.question(E.category(E.text(place)), type="category"))
        quiz.append(_question(question, lang))
    made: bytes = etree.tostring(quiz, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return made
