"""QTI 2.1: one item a question in a content package."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence

from lxml import etree
from lxml.builder import ElementMaker

from sgm_lab.i18n import Language, about

from .questions import Choice, Question, Value

__all__ = ["KEPT", "NAME", "write"]

NAME = "qti-2.1.zip"
KEPT = {
    **dict.fromkeys(("answer", "several", "partial", "tolerance", "why", "slips", "otherwise"), "kept"),
    **dict.fromkeys(("right", "solution", "model"), "kept"),
    "unit": "prompt",
    "sort": "kept",
    "order": "whole",
    "item": "solution",
    "pair": "solution",
}
QTI, PACKAGE = "http://www.imsglobal.org/xsd/imsqti_v2p1", "http://www.imsglobal.org/xsd/imscp_v1p1"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
PLACE = {  # where the schema of a namespace is published
    QTI: "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
    PACKAGE: "http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd",
}
TOLD = "FEEDBACK"
E = ElementMaker(namespace=QTI, nsmap={None: QTI, "xsi": XSI})
M = ElementMaker(namespace=PACKAGE, nsmap={None: PACKAGE, "xsi": XSI})


def _id(kind: str, id: str) -> str:
    """Return a name that XML takes: ids of options may begin with a digit.

    >>> _id("C", "2.1-b")
    'C_2.1-b'
    """
    return f"{kind}_{re.sub(r'[^A-Za-z0-9._-]', '_', id)}"


def _paragraphs(text: str) -> list[etree._Element]:
    made = []
    for part in filter(str.strip, text.split("\n\n")):
        lines = part.strip().split("\n")
        made.append(E.p(lines[0], *(piece for line in lines[1:] for piece in (E.br(), line))))
    return made


def _declared(cardinality: str, base: str, *inside: etree._Element) -> etree._Element:
    return E.responseDeclaration(*inside, identifier="RESPONSE", cardinality=cardinality, baseType=base)


def _correct(values: Iterable[str]) -> etree._Element:
    return E.correctResponse(*(E.value(one) for one in values))


def _mapped(values: dict[str, float]) -> etree._Element:
    rows = (E.mapEntry(mapKey=key, mappedValue=f"{value:.6g}") for key, value in values.items())
    return E.mapping(*rows, lowerBound="0", upperBound="1", defaultValue="0")


def _set(name: str, value: etree._Element) -> etree._Element:
    return E.setOutcomeValue(value, identifier=name)


def _base(kind: str, value: str) -> etree._Element:
    return E.baseValue(value, baseType=kind)


def _response() -> etree._Element:
    return E.variable(identifier="RESPONSE")


def _tell(*which: str | etree._Element) -> etree._Element:
    """Say which feedback is shown, and the solution with it."""
    names = [_base("identifier", one) if isinstance(one, str) else one for one in (*which, "SOLUTION")]
    return _set(TOLD, E.multiple(*names))


def _all_right() -> etree._Element:
    return E.match(_response(), E.correct(identifier="RESPONSE"))


def _full() -> etree._Element:
    return _set("SCORE", _base("float", "1"))


# ---- kinds: what is declared, what is asked, how it is judged ----

Parts = tuple[list[etree._Element], etree._Element | None, list[etree._Element]]


def _choice(one: Choice) -> etree._Element:
    return E.simpleChoice(one.text, identifier=_id("C", one.id))


def _single(question: Question) -> Parts:
    right = [_id("C", one.id) for one in question.choices if one.right]
    several = question.kind == "multiple"
    asked = E.choiceInteraction(
        *map(_choice, question.choices),
        responseIdentifier="RESPONSE",
        shuffle="true",
        maxChoices="0" if several else "1",
    )
    won = E.responseIf(_all_right(), _full(), _tell(_response(), "RIGHT"))
    if not several:
        lost = E.responseElse(_tell(_response()))
        return [_declared("single", "identifier", _correct(right))], asked, [E.responseCondition(won, lost)]
    wrong = [_id("C", one.id) for one in question.choices if not one.right]
    counts = dict.fromkeys(right, 1 / len(right)) | dict.fromkeys(wrong, -1 / len(wrong))
    part = E.responseElse(_set("SCORE", E.mapResponse(identifier="RESPONSE")), _tell(_response()))
    declared = _declared("multiple", "identifier", _correct(right), _mapped(counts))
    return [declared], asked, [E.responseCondition(won, part)]


def _near(one: Value) -> etree._Element:
    off = f"{max(one.off, 1e-9 * max(1.0, abs(one.number))):.12g}"
    number = _base("float", f"{one.number:.12g}")
    return E.equal(_response(), number, toleranceMode="absolute", tolerance=f"{off} {off}")


def _number(question: Question) -> Parts:
    assert question.value
    rules = [E.responseIf(_near(question.value), _full(), _tell("RIGHT"))]
    slips = enumerate(question.slips, 1)
    rules += [E.responseElseIf(_near(slip), _tell(f"SLIP_{number}")) for number, slip in slips]
    rules.append(E.responseElse(_tell("OTHER")))
    declared = _declared("single", "float", _correct([f"{question.value.number:.12g}"]))
    asked = E.p(E.textEntryInteraction(responseIdentifier="RESPONSE", expectedLength="12"))
    return [declared], asked, [E.responseCondition(*rules)]


def _sort(question: Question) -> Parts:
    pairs = [f"{_id('I', one.id)} {_id('H', one.goes)}" for one in question.choices]
    items = [
        E.simpleAssociableChoice(one.text, identifier=_id("I", one.id), matchMax="1")
        for one in question.choices
    ]
    heaps = [
        E.simpleAssociableChoice(one.text, identifier=_id("H", one.id), matchMax=str(len(items)))
        for one in question.heaps
    ]
    asked = E.matchInteraction(
        E.simpleMatchSet(*items),
        E.simpleMatchSet(*heaps),
        responseIdentifier="RESPONSE",
        shuffle="true",
        maxAssociations=str(len(items)),
    )
    declared = _declared(
        "multiple", "directedPair", _correct(pairs), _mapped(dict.fromkeys(pairs, 1 / len(pairs)))
    )
    won = E.responseIf(_all_right(), _full(), _tell("RIGHT"))
    part = E.responseElse(_set("SCORE", E.mapResponse(identifier="RESPONSE")), _tell())
    return [declared], asked, [E.responseCondition(won, part)]


def _order(question: Question) -> Parts:
    texts = {one.id: one for one in question.choices}
    asked = E.orderInteraction(
        *(_choice(texts[id]) for id in question.shown), responseIdentifier="RESPONSE", shuffle="true"
    )
    declared = _declared("ordered", "identifier", _correct(_id("C", one.id) for one in question.choices))
    won = E.responseIf(_all_right(), _full(), _tell("RIGHT"))
    return [declared], asked, [E.responseCondition(won, E.responseElse(_tell()))]


def _essay(question: Question) -> Parts:
    asked = E.extendedTextInteraction(responseIdentifier="RESPONSE", expectedLength="400")
    return [_declared("single", "string")], asked, [_tell()]


_KINDS = {
    "single": _single,
    "multiple": _single,
    "number": _number,
    "sort": _sort,
    "order": _order,
    "essay": _essay,
}


def _feedback(question: Question) -> Iterable[etree._Element]:
    said = {_id("C", one.id): one.why for one in question.choices if question.kind in ("single", "multiple")}
    said |= {f"SLIP_{number}": slip.why for number, slip in enumerate(question.slips, 1)}
    said |= {"RIGHT": question.right, "OTHER": question.otherwise}
    said["SOLUTION"] = "\n\n".join([question.solution, *question.notes, question.model])
    for name, text in said.items():
        if text:
            yield E.modalFeedback(
                *_paragraphs(text), outcomeIdentifier=TOLD, identifier=name, showHide="show"
            )


def item(question: Question, lang: Language) -> etree._Element:
    """Return one question."""
    declared, asked, rules = _KINDS[question.kind](question)
    rubric = [E.rubricBlock(*_paragraphs(question.model), view="scorer")] if question.model else []
    made = E.assessmentItem(
        *declared,
        E.outcomeDeclaration(
            E.defaultValue(E.value("0")), identifier="SCORE", cardinality="single", baseType="float"
        ),
        E.outcomeDeclaration(identifier=TOLD, cardinality="multiple", baseType="identifier"),
        E.itemBody(*rubric, *_paragraphs(question.prompt), asked),
        E.responseProcessing(*rules),
        *_feedback(question),
        identifier=_id("Q", question.id),
        title=f"{question.id} {' '.join(question.prompt.split())[:40]}",
        adaptive="false",
        timeDependent="false",
    )
    made.set("{http://www.w3.org/XML/1998/namespace}lang", about("tag", lang))
    made.set(f"{{{XSI}}}schemaLocation", f"{QTI} {PLACE[QTI]}")
    return made


def _manifest(files: Sequence[tuple[str, str]], lang: Language) -> etree._Element:
    resources = (
        M.resource(M.file(href=name), identifier=f"R_{id}", type="imsqti_item_xmlv2p1", href=name)
        for id, name in files
    )
    made = M.manifest(
        M.metadata(M.schema("QTIv2.1 Package"), M.schemaversion("1.0.0")),
        M.organizations(),
        M.resources(*resources),
        identifier=f"SGM_QUESTIONS_{lang}",
    )
    made.set(f"{{{XSI}}}schemaLocation", f"{PACKAGE} {PLACE[PACKAGE]}")
    return made


def _bytes(element: etree._Element) -> bytes:
    made: bytes = etree.tostring(element, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return made


def write(asked: Sequence[Question], lang: Language) -> bytes:
    """Return the package."""
    files = [(_id("Q", one.id), f"items/{_id('Q', one.id)}.xml") for one in asked]
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as package:

        def put(name: str, element: etree._Element) -> None:
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, _bytes(element))

        put("imsmanifest.xml", _manifest(files, lang))
        for (_, name), one in zip(files, asked, strict=True):
            put(name, item(one, lang))
    return into.getvalue()
