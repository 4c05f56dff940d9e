"""Survey workbook: a questionnaire to send out, a sheet for the answers, and a sheet for the results.

The answer sheet has one row a person and exactly the columns `sgm_lab.intake` reads, so that a filled-in file goes
back through `sgm_lab.takeaways.survey_results`, or through ``intake.read_kano(file, sheet="答案")``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from ..errors import ArgumentError, DataError, did_you_mean
from ..i18n import Language, t
from ..paper import excel
from ..paper.style import ACCENT, INK, QUIET, SOFT, flat, page, shortened, spoken

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["Feature", "survey_html", "survey_xlsx"]

Kind = Literal["kano", "servqual"]
_SIDES: dict[Kind, tuple[str, str]] = {
    "kano": ("functional", "dysfunctional"),
    "servqual": ("expectation", "perception"),
}
_MOST, _LONGEST = 100, 100  # features, and letters in the name of one
_LONGEST_QUESTION = 500
_PEOPLE = 500  # rows of the answer sheet that offer the answers to choose from
_SCALE = range(1, 8)
_HOW_TO = 6  # columns; LibreOffice does not fit a single wide one to the paper
_PROMPT, _PROMPT_TITLE = 255, 32  # what Excel shows beside a cell


@dataclass(frozen=True)
class Feature:
    """A Kano feature and its pair of questions."""

    name: str
    functional: str
    dysfunctional: str


@spoken
def survey_xlsx(
    features: Sequence[Any] | Mapping[Any, Any] | None = None,
    kind: Kind = "kano",
    *,
    title: str = "",
    lang: Language | None = None,
) -> bytes:
    """Return a survey workbook.

    Parameters
    ----------
    features : sequence or mapping
        Kano: names of the features; or, for questions in one's own words, records with ``name``, ``functional``
        and ``dysfunctional``. SERVQUAL: the 22 statements in one's own words, or a mapping from item (1–22) to
        statement for a shorter questionnaire; without it the statements of `servqual.INSTRUMENT`.
    kind : {"kano", "servqual"}
    title : str, optional
        What stands above the questionnaire.
    lang : {"zh", "en"}, optional
        Language of the questionnaire; the language in use by default.

    Returns
    -------
    bytes
        An .xlsx file with the sheets 问卷, 答案, 结果 (Questionnaire, Answers, Results).

    Raises
    ------
    DataError
        If there are no features or too many, or one is empty, too long or named twice; names which.
    ArgumentError
        If there is no such kind.

    Examples
    --------
    >>> survey_xlsx(["候诊提醒", "结果当天出"])[:2]
    b'PK'
    """
    if kind == "kano":
        pairs = _features(features)
        columns = [(feature.name, getattr(feature, side), side) for feature in pairs for side in _SIDES[kind]]
        questions: Any = pairs
    elif kind == "servqual":
        questions = _items(features)
        columns = [(str(item), text, side) for side in _SIDES[kind] for item, text in questions.items()]
    else:
        raise ArgumentError("errors.choice", name="kind", value=kind, choices=list(_SIDES))
    book = excel.start()
    heading = flat(title) or t(f"takeaways.survey.title_{kind}")
    ask = _ask_kano if kind == "kano" else _ask_servqual
    ask(excel.sheet(book, t("takeaways.survey.sheet_questions"), _widths(kind)), heading, questions)
    _answers(excel.sheet(book, t("takeaways.survey.sheet_answers"), []), kind, columns)
    _how_to(excel.sheet(book, t("takeaways.survey.sheet_results"), [15] * _HOW_TO))
    return excel.content(book)


@spoken
def survey_html(features: Sequence[Any], *, title: str = "", lang: Language | None = None) -> bytes:
    """Return a Kano questionnaire as a page to print, one pair of questions never torn over two sheets.

    Parameters
    ----------
    features : sequence
        As for `survey_xlsx`.
    title : str, optional
        What stands above the questionnaire.
    lang : {"zh", "en"}, optional
        Language of the questionnaire; the language in use by default.

    Returns
    -------
    bytes
        A page that needs no other file.

    Raises
    ------
    DataError
        As for `survey_xlsx`.
    """
    pairs = [
        {"number": number, "functional": feature.functional, "dysfunctional": feature.dysfunctional}
        for number, feature in enumerate(_features(features), 1)
    ]
    answers = [t(f"common.answer.{code}") for code in range(1, 6)]
    heading = flat(title) or t("takeaways.survey.title_kano")
    return page("survey.html", title=heading, pairs=pairs, answers=answers)


def _widths(kind: Kind) -> list[float]:
    return [5, 50, *([9] * 5 if kind == "kano" else [6] * 7)]


# ---- what is asked ----


def _features(given: Any) -> list[Feature]:
    """Read features, and word the pair of questions where they have none of their own."""
    if given is None or isinstance(given, str | bytes | Mapping) or not isinstance(given, Iterable):
        raise DataError("takeaways.survey.not_a_list")
    found = [_feature(entry, number) for number, entry in enumerate(given, 1)]
    if not 1 <= len(found) <= _MOST:
        raise DataError("takeaways.survey.how_many", count=len(found), most=_MOST)
    seen: dict[str, int] = {}
    for number, feature in enumerate(found, 1):
        # As the names come back when the answers are read.
        name = unicodedata.normalize("NFKC", feature.name).strip()
        if name in seen:
            raise DataError("takeaways.survey.twice", first=seen[name], number=number, name=feature.name)
        seen[name] = number
    return found


def _feature(entry: Any, number: int) -> Feature:
    if isinstance(entry, str):
        entry = {"name": entry}
    if not isinstance(entry, Mapping):
        raise DataError("takeaways.survey.not_text", number=number, value=entry)
    known = ("name", *_SIDES["kano"])
    for field in entry:
        if field not in known:
            raise DataError("takeaways.survey.unknown", number=number, name=field, known=known,
                            hint=did_you_mean(field, known))  # fmt: skip
    name = _worded(entry.get("name"), number, _LONGEST)
    asked = {
        side: _worded(entry[side], number, _LONGEST_QUESTION)
        if entry.get(side)
        else t(f"takeaways.survey.ask_{side}", name=name)
        for side in _SIDES["kano"]
    }
    return Feature(name, **asked)


def _worded(value: Any, number: int, most: int) -> str:
    """Return a text on one line; ``number`` says which feature or item it belongs to."""
    text = flat(value) if isinstance(value, str) else ""
    text = text.replace("\ufeff", "").strip()  # a mark some programs put in front of a table's first cell
    if not text:
        raise DataError("takeaways.survey.not_text", number=number, value=value)
    if len(text) > most:
        raise DataError("takeaways.survey.too_long", number=number, length=len(text), most=most)
    return text


def _items(given: Any) -> dict[int, str]:
    """Return item → statement, in the order of the items."""
    if given is None:
        return {item: t(f"servqual.item.{item}") for item in range(1, 23)}
    if isinstance(given, Mapping):
        for item in given:
            if item not in range(1, 23):
                raise DataError("takeaways.survey.no_item", item=item)
        if not given:
            raise DataError("takeaways.survey.items", count=0)
        return {int(item): _worded(given[item], item, _LONGEST_QUESTION) for item in sorted(given)}
    if isinstance(given, str | bytes) or not isinstance(given, Sequence):
        raise DataError("takeaways.survey.not_a_list")
    if len(given) != 22:
        raise DataError("takeaways.survey.items", count=len(given))
    return {item: _worded(text, item, _LONGEST_QUESTION) for item, text in enumerate(given, 1)}


# ---- questionnaire ----


def _ask_kano(page: Worksheet, title: str, features: Sequence[Feature]) -> None:
    labels = [t(f"common.answer.{code}") for code in range(1, 6)]
    row = _opening(page, title, "kano", labels)
    for number, feature in enumerate(features, 1):
        # A pair stands on one page, told apart from the next by a darker line.
        row = _question(page, row, f"{number}a", feature.functional, len(labels), end=False)
        row = _question(page, row, f"{number}b", feature.dysfunctional, len(labels), end=True)
    excel.paragraph(page, row + 1, t("takeaways.survey.thanks"), last=2 + len(labels), color=QUIET)


def _ask_servqual(page: Worksheet, title: str, items: Mapping[int, str]) -> None:
    from openpyxl.worksheet.pagebreak import Break

    last = 2 + len(_SCALE)
    row = _opening(page, title, "servqual", [str(point) for point in _SCALE])
    for part, side in enumerate(_SIDES["servqual"]):
        if part:
            page.row_breaks.append(Break(row - 1))
        words = t(f"servqual.prompt.{side}", low=_SCALE[0], high=_SCALE[-1])
        row = excel.heading(page, row, t(f"takeaways.survey.part_{side}", prompt=words), last=last, size=11)
        for item, text in items.items():
            row = _question(page, row, f"{side[0].upper()}{item}", text, len(_SCALE), end=True)
    excel.paragraph(page, row + 1, t("takeaways.survey.thanks"), last=last, color=QUIET)


def _opening(page: Worksheet, title: str, kind: Kind, labels: Sequence[str]) -> int:
    """Write title, instructions and the head of the table; it is printed again on every page."""
    last = 2 + len(labels)
    row = excel.paragraph(page, 1, title, last=last, size=16, bold=True)
    row = excel.paragraph(page, row, t(f"takeaways.survey.instruction_{kind}"), last=last, color=QUIET)
    for line in ("who", "agree"):
        row = excel.paragraph(page, row, t(f"common.consent.{line}"), last=last)
    for column, text in enumerate(["", t("takeaways.survey.question"), *labels], 1):
        how = "left" if column <= 2 else "center"
        excel.write(page.cell(row, column), text, size=9.5, color=QUIET, fill=SOFT, rule=QUIET, align=how)
    page.row_dimensions[row].height = 19
    page.print_title_rows = f"{row}:{row}"
    page.freeze_panes = f"A{row + 1}"
    return row + 1


def _question(page: Worksheet, row: int, number: str, text: str, boxes: int, *, end: bool) -> int:
    line: dict[str, Any] = {"rule": "B6BEC8" if end else "", "vertical": "center"}
    excel.write(page.cell(row, 1), number, size=9, color=QUIET, **line)
    excel.write(page.cell(row, 2), text, **line)
    for column in range(3, 3 + boxes):
        excel.write(page.cell(row, column), "□", size=12, align="center", **line)
    page.row_dimensions[row].height = excel.height(page, ["", text], 10.5) + 3
    return row + 1


# ---- answers ----


def _answers(page: Worksheet, kind: Kind, columns: Sequence[tuple[str, str, str]]) -> None:
    """Write the header and give each column its list of answers; all rows are left empty."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    answers = (
        [t(f"common.answer.{code}") for code in range(1, 6)] if kind == "kano" else list(map(str, _SCALE))
    )
    for number, (name, question, side) in enumerate(columns, 1):
        head = f"{side[0].upper()}{name}"
        if kind == "kano":
            head = t(f"takeaways.survey.column_{side}", name=name)
        shade = SOFT if (number if kind == "servqual" else (number + 1) // 2) % 2 else ""
        excel.write(page.cell(1, number), head, bold=True, color=ACCENT if side in _SECOND else INK, fill=shade,
                    rule=QUIET, align="center")  # fmt: skip
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = min(28, 3 + 2 * len(head)) if kind == "kano" else 7
        allowed = DataValidation(type="list", formula1=f'"{",".join(answers)}"', allow_blank=True)
        allowed.showErrorMessage = allowed.showInputMessage = True
        allowed.errorTitle, allowed.error = (
            t("takeaways.survey.error_title"),
            t(f"takeaways.survey.error_{kind}"),
        )
        allowed.promptTitle, allowed.prompt = shortened(head, _PROMPT_TITLE), _prompt(question)
        allowed.add(f"{letter}2:{letter}{_PEOPLE + 1}")
        page.add_data_validation(allowed)
    note = len(columns) + 1
    excel.write(page.cell(1, note), t("takeaways.survey.column_note"), color=QUIET, rule=QUIET)
    page.column_dimensions[get_column_letter(note)].width = 24
    heads = [str(page.cell(1, number).value) for number in range(1, note + 1)]
    page.row_dimensions[1].height = excel.height(page, heads, 11)
    page.freeze_panes = "A2"
    page.print_title_rows = "1:1"
    excel.paper(page, landscape=True, wide=0)
    page.sheet_view.showGridLines = True


_SECOND = ("dysfunctional", "perception")


def _prompt(question: str) -> str:
    """Cut a question to what Excel shows beside a cell, counted in UTF-16."""
    while len(question.encode("utf-16-le")) > 2 * _PROMPT:
        question = shortened(question, len(question) - 1)
    return question


# ---- results, before there are any ----


def _how_to(page: Worksheet) -> None:
    row = excel.heading(page, 1, t("takeaways.survey.how_title"), last=_HOW_TO, size=14)
    for number in range(1, 4):
        words: dict[str, Any] = {"answers": t("takeaways.survey.sheet_answers")}
        row = excel.paragraph(page, row, t(f"takeaways.survey.how_{number}", **words), last=_HOW_TO)
