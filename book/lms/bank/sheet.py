"""A spreadsheet as Chinese examination platforms import it: one row a question, options in columns, letters as answer.

The column names are part of the format, like the names of XML elements, and so stay Chinese in every language.
"""

from __future__ import annotations

import io
import math
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sgm_lab.exercises.faces import chapter_title
from sgm_lab.i18n import Language

from ..words import say
from .questions import Choice, Question, Value

__all__ = ["COLUMNS", "KEPT", "NAME", "write"]

NAME = "questions.xlsx"
KEPT = {
    **dict.fromkeys(("answer", "several", "solution", "model"), "kept"),
    **dict.fromkeys(("tolerance", "why", "slips", "otherwise", "item", "pair", "right"), "solution"),
    "unit": "prompt",
    "sort": "split",
    "order": "hand",
}
LETTERS = string.ascii_uppercase[:8]
COLUMNS = (
    "题型",
    "题干",
    *(f"选项{letter}" for letter in LETTERS),
    "正确答案",
    "解析",
    "分值",
    "知识点",
    "题号",
)
SINGLE, MULTIPLE, BLANK, ESSAY = "单选题", "多选题", "填空题", "简答题"
WIDTHS = {"题干": 60, "解析": 60, "正确答案": 16, "知识点": 20, "题号": 20}


@dataclass(frozen=True)
class Row:
    """One row; ``options`` go into their columns."""

    kind: str
    prompt: str
    answer: str
    after: Sequence[str]
    options: Sequence[str] = ()
    part: str = ""  # which part of an exercise, where it becomes several


def _after(question: Question, *more: str) -> list[str]:
    return [text for text in (question.solution, question.right, *more) if text]


def _choices(question: Question, lang: Language) -> Iterator[Row]:
    letters = dict(zip(LETTERS, question.choices, strict=False))
    right = "".join(letter for letter, one in letters.items() if one.right)
    why = [say("bank.usual", lang, value=letter, why=one.why) for letter, one in letters.items() if one.why]
    kind = MULTIPLE if question.kind == "multiple" else SINGLE
    options = [one.text for one in question.choices]
    yield Row(kind, question.prompt, right, _after(question, *why), options)


def _shown(value: Value) -> str:
    return f"{value.number:.6g}" if value.places is None else f"{value.number:.{value.places}f}"


def _range(value: Value, lang: Language) -> str:
    """Say from where to where a number is right, in one decimal more than it is asked for."""
    places = (value.places or 0) + 1
    low = math.ceil((value.number - value.off) * 10**places - 1e-6) / 10**places
    high = math.floor((value.number + value.off) * 10**places + 1e-6) / 10**places
    return say("bank.range", lang, low=f"{low:.{places}f}", high=f"{high:.{places}f}")


def _number(question: Question, lang: Language) -> Iterator[Row]:
    value = question.value
    assert value
    why = [say("bank.usual", lang, value=_shown(one), why=one.why) for one in question.slips]
    why += [say("bank.other", lang, why=question.otherwise)]
    span = [_range(value, lang)] if value.off else []
    yield Row(BLANK, question.prompt, _shown(value), _after(question, *span, *why))


def _sort(question: Question, lang: Language) -> Iterator[Row]:
    """Ask each item by itself: no such platform knows heaps."""
    letters = dict(zip((heap.id for heap in question.heaps), LETTERS, strict=False))
    options = [heap.text for heap in question.heaps]
    for one in question.choices:
        prompt = say("bank.item", lang, prompt=question.prompt, what=one.text)
        yield Row(SINGLE, prompt, letters[one.goes], [one.why, question.solution], options, one.id)


def _order(question: Question, lang: Language) -> Iterator[Row]:
    """Ask for the order in words, which a person marks."""
    texts = {one.id: one for one in question.choices}

    def listed(some: Sequence[Choice]) -> str:
        return "\n".join(f"{number}. {one.text}" for number, one in enumerate(some, 1))

    items = "\n" + "\n".join(f"· {texts[id].text}" for id in question.shown)
    prompt = f"{question.prompt}\n\n{say('bank.order_list', lang, items=items)}"
    yield Row(ESSAY, prompt, listed(question.choices), _after(question, *question.notes))


def _essay(question: Question, lang: Language) -> Iterator[Row]:
    yield Row(ESSAY, question.prompt, question.model, _after(question))


_KINDS = {
    "single": _choices,
    "multiple": _choices,
    "number": _number,
    "sort": _sort,
    "order": _order,
    "essay": _essay,
}


def write(asked: Sequence[Question], lang: Language) -> bytes:
    """Return the workbook."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import TYPE_STRING
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    page = book.active
    page.title = say("bank.title", lang)[:31]
    page.append(COLUMNS)
    for question in asked:
        for row in _KINDS[question.kind](question, lang):
            options = [*row.options, *[""] * (len(LETTERS) - len(row.options))]
            id = f"{question.id}/{row.part}" if row.part else question.id
            told = "\n".join(row.after)
            cells = [
                row.kind,
                row.prompt,
                *options,
                row.answer,
                told,
                1,
                chapter_title(question.chapter, lang),
                id,
            ]
            page.append([cell if cell != "" else None for cell in cells])
            for cell in page[page.max_row]:
                if isinstance(cell.value, str):
                    cell.data_type = TYPE_STRING  # a text that begins with "=" stays a text
    for cell in page[1]:
        cell.font = Font(bold=True)
        page.column_dimensions[cell.column_letter].width = WIDTHS.get(str(cell.value), 14)
    for cells in page.iter_rows(min_row=2):
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    page.freeze_panes = "A2"
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()
