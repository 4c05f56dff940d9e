"""PDCA record: round by round what was planned, done, found and decided, as a Word document and as HTML to print.

A record is plain data; every field may be missing or "" and is then a line to fill in by hand::

    {"title": "…", "rounds": [{
      "goal": "…", "hypothesis": "…", "measure": "…", "target": "25", "unit": "分钟",
      "done": "…", "found": "…", "act": "keep", "next": "…"}]}

``act`` is keep, adjust, drop or "".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import DataError, did_you_mean
from ..extras import needs
from ..i18n import Language, t
from ..paper.blocks import Fact
from ..paper.style import clean, page, spoken

__all__ = ["pdca_docx", "pdca_html"]

_FIELDS = ("goal", "hypothesis", "measure", "target", "unit", "done", "found", "act", "next")
_ACTS = ("", "keep", "adjust", "drop")
# Part of the circle → its fields; each with the lines there are to write on.
_PARTS = {
    "plan": {"goal": 1, "hypothesis": 2, "measure": 0, "target": 0},
    "do": {"done": 2},
    "check": {"found": 2},
    "act": {"act": 1, "next": 2},
}


def _rounds(record: Mapping[str, Any]) -> list[dict[str, list[Fact]]]:
    """Facts of each round by part; a record without rounds gets one to fill in."""
    given = record.get("rounds") or [{}]
    if isinstance(given, str) or not isinstance(given, Sequence):
        raise DataError("takeaways.pdca.not_a_list", value=given)
    return [_facts(one, number) for number, one in enumerate(given, 1)]


def _facts(one: Any, number: int) -> dict[str, list[Fact]]:
    if not isinstance(one, Mapping):
        raise DataError("takeaways.pdca.not_a_round", number=number, kind=type(one).__name__)
    for name, value in one.items():
        if name not in _FIELDS:
            raise DataError("takeaways.pdca.unknown", name=name, number=number, known=_FIELDS,
                            hint=did_you_mean(str(name), _FIELDS))  # fmt: skip
        if not isinstance(value, str):
            raise DataError("takeaways.pdca.not_text", name=name, number=number, value=value)
    texts = {name: clean(one.get(name, "")) for name in _FIELDS}
    if texts["act"] not in _ACTS:
        raise DataError("errors.choice", name="act", value=texts["act"], choices=list(_ACTS[1:]))
    texts["act"] = t(f"takeaways.pdca.act_{texts['act']}") if texts["act"] else ""
    if texts["target"] and texts["unit"]:
        texts["target"] = t("takeaways.amount", value=texts["target"], unit=texts["unit"])
    return {
        part: [Fact(t(f"takeaways.pdca.{name}"), texts[name], lines) for name, lines in fields.items()]
        for part, fields in _PARTS.items()
    }


def _title(record: Mapping[str, Any]) -> str:
    return clean(str(record.get("title") or t("takeaways.pdca.title")))


@spoken
def pdca_html(record: Mapping[str, Any], *, lang: Language | None = None) -> bytes:
    """Return a PDCA record as HTML to print on A4.

    Parameters
    ----------
    record : mapping
        As described in this module.
    lang : {"zh", "en"}, optional
        Language of the labels; the language in use by default.

    Returns
    -------
    bytes
        A page that needs no other file. All text of the record is escaped.

    Raises
    ------
    DataError
        If a field is unknown or no text: names the round and the field.

    Examples
    --------
    >>> "第 1 轮".encode() in pdca_html({"rounds": [{"hypothesis": "分时段放号会让候诊变短"}]})
    True
    """
    return page("pdca.html", title=_title(record), rounds=_rounds(record))


@spoken
@needs("docx")
def pdca_docx(record: Mapping[str, Any], *, lang: Language | None = None) -> bytes:
    """Return a PDCA record as a Word document, A4 with page numbers; see `pdca_html`."""
    from ..paper import word

    title, rounds = _title(record), _rounds(record)
    document = word.start(title, header=title)
    document.add_paragraph(title, "Title")
    word.write(document.add_paragraph(), t("takeaways.by_hand"), size=9)
    for number, parts in enumerate(rounds, 1):
        document.add_heading(t("takeaways.pdca.round", number=number), 1)
        for part, facts in parts.items():
            document.add_heading(t(f"takeaways.pdca.part_{part}"), 2)
            word.facts(document, facts)
    return word.content(document)
