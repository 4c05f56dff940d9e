"""Survey results: read the answers of a survey workbook back, analyse them, and write the results sheet."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..errors import ArgumentError, DataError, SgmError, plainly
from ..extras import needs
from ..i18n import LANGUAGES, Language, t, use_language, worded
from ..paper import excel
from ..paper.style import QUIET
from ..terms import RULES, Rule

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from ..intake import Intake

__all__ = ["survey_results"]

_TABLES = ("berger", "pouliot")  # the answers offered are five; other tables take three
_NUMBER, _WHOLE, _P = "0.00", "0", "0.000"
_BETTER = ("better", "better_low", "better_high", "worse", "worse_low", "worse_high")


@needs("openpyxl")
def survey_results(
    content: bytes, *, table: str = "berger", rule: Rule = "mode", lang: Language | None = None
) -> bytes:
    """Return a filled-in survey workbook with its results sheet written.

    Parameters
    ----------
    content : bytes
        A file made by `survey_xlsx`, with answers.
    table : {"berger", "pouliot"}
        Kano evaluation table.
    rule : {"mode", "moai", "blauth", "quadrant"}
        Kano classification rule.
    lang : {"zh", "en"}, optional
        Language of the results; that of the file by default.

    Returns
    -------
    bytes
        The same file; the results sheet holds the figure, the tables and every answer that was not counted, with
        the reason. Charts somebody added to the file by hand are not kept.

    Raises
    ------
    DataError
        If it is no such file, or holds no answer that can be used.
    ArgumentError
        If there is no such table or rule.
    """
    import openpyxl

    for name, value, choices in (("table", table, _TABLES), ("rule", rule, RULES)):
        if value not in choices:
            raise ArgumentError("errors.choice", name=name, value=value, choices=choices)
    spoken, sheet = _sheet(content)
    with use_language(lang or spoken):
        kind, read = _read(content, sheet)
        book = openpyxl.load_workbook(io.BytesIO(content))
        title = t("takeaways.survey.sheet_results", spoken)
        if title in book.sheetnames:
            del book[title]
        page = excel.sheet(book, title, [20, 13, *[8.5] * 8])
        row = excel.heading(page, 1, t("takeaways.results.title"), last=10, size=14)
        row = excel.paragraph(page, row, _base(read), last=10, color=QUIET)
        write = _kano(table, rule, _names(book[sheet])) if kind == "kano" else _servqual
        row = write(page, row, read)
        _problems(page, row + 1, read)
        book.active = book.sheetnames.index(title)
        return excel.content(book)


def _sheet(content: bytes) -> tuple[Language, str]:
    """Find the sheet of answers; its name tells the language of the file."""
    from ..intake import open_table

    for lang in LANGUAGES:
        name = t("takeaways.survey.sheet_answers", lang)
        try:
            open_table((_FILE, content), sheet=name)
        except SgmError as error:
            if error.key not in ("files.no_sheet", "files.sheet_idle"):  # the latter: no workbook at all
                raise
            sheets = error.values.get("sheets", ["–"])
        else:
            return lang, name
    names = [t("takeaways.survey.sheet_answers", lang) for lang in LANGUAGES]
    raise DataError("takeaways.results.no_answers", names=names, sheets=sheets)


_FILE = "survey.xlsx"


def _read(content: bytes, sheet: str) -> tuple[str, Intake]:
    from .. import intake

    try:
        return "kano", intake.read_kano((_FILE, content), sheet=sheet)
    except DataError as error:
        if error.key not in ("intake.no_kano", "intake.is_servqual"):
            raise
    return "servqual", intake.read_servqual((_FILE, content), sheet=sheet)


def _base(read: Intake) -> str:
    # The column for notes may well be empty; nobody needs to be told.
    names = [t("takeaways.survey.column_note", lang) for lang in LANGUAGES]
    unused = [t("files.note_empty_columns", columns=name) for name in names]
    read = replace(read, doubts=[doubt for doubt in read.doubts if doubt not in unused])
    notes = [note for note in read.notes if note not in [*unused, *read.doubts]]
    return " ".join(
        [t("takeaways.results.base", people=_people(read)), *map(plainly, [read.summary(), *notes])]
    )


def _people(read: Intake) -> int:
    """How many answered at least one question; a row with nothing but a note is nobody."""
    sides = [
        side for side in ("functional", "dysfunctional", "expectation", "perception") if side in read.table
    ]
    return int(read.table.dropna(subset=sides, how="all")["respondent"].nunique())


def _names(page: Worksheet) -> dict[str, str]:
    """Feature as read → as it was written in the header, in the order of the file."""
    names: dict[str, str] = {}
    for cell in page[1]:
        text = str(cell.value or "")
        for lang in LANGUAGES:
            before, after = t("takeaways.survey.column_functional", lang, name="\0").split("\0")
            if text.startswith(before) and text.endswith(after):
                name = text[len(before) : len(text) - len(after)]
                names[unicodedata.normalize("NFKC", name).strip()] = excel.read(name)
    return names


def _kano(table: str, rule: Rule, names: dict[str, str]) -> Callable[[Worksheet, int, Intake], int]:
    """Return what writes Kano results, features in the order and spelling of ``names``."""

    def write(page: Worksheet, row: int, read: Intake) -> int:
        from .. import charts, kano

        counts = kano.tally(read.table, table=table)
        shown = names | {str(name): str(name) for name in counts.index if name not in names}
        order = sorted(counts.index, key=list(shown).index)
        counts = counts.loc[order]
        found = kano.classify(counts, rule=rule)
        labels = [shown[str(name)] for name in counts.index]
        if counts.to_numpy().any():
            source = t("takeaways.results.source", n=_people(read))
            row = excel.figure(
                page, row, charts.tallies(counts, found, labels=shown, subtitle=source), last=10
            )
        row = excel.heading(page, row + 1, t("takeaways.results.kano_title"), last=10)
        how: dict[str, Any] = {
            "table": t(f"takeaways.results.table_{table}"),
            "rule": t(f"takeaways.results.rule_{rule}"),
        }
        row = excel.paragraph(page, row, t("takeaways.results.kano_how", **how), last=10, color=QUIET)
        head = [t(f"takeaways.results.{name}") for name in ("feature", "category", "n")]
        head += [f"{letter} {t(f'common.category.{letter}')}" for letter in kano.LETTERS]
        rows: list[list[Any]] = [
            [label, _category(line["category"]), int(line["n"]), *tallied]
            for label, line, tallied in zip(
                labels, found.to_dict("records"), counts[list(kano.LETTERS)].to_numpy().tolist(), strict=True
            )
        ]
        row = excel.table(page, row, head, rows, ["", "", *[_WHOLE] * 7])
        row = excel.heading(page, row + 1, t("takeaways.results.better_title"), last=10)
        row = excel.paragraph(page, row, t("takeaways.results.better_how"), last=10, color=QUIET)
        head = [t("takeaways.results.feature"), *(t(f"takeaways.results.{name}") for name in _BETTER)]
        lines = found[list(_BETTER)].to_dict("records")
        rows = [[label, *map(_number, line.values())] for label, line in zip(labels, lines, strict=True)]
        return excel.table(page, row, head, rows, ["", *[_NUMBER] * 6])

    return write


def _category(category: Any) -> str:
    """Letters and words of a category; nobody answered → a dash."""
    if category is None or category != category:
        return "–"
    letters = str(category).split("/")
    return f"{category} {'/'.join(t(f'common.category.{letter}') for letter in letters)}"


def _number(value: Any) -> float | None:
    """A missing value is an empty cell."""
    import pandas as pd

    return None if pd.isna(value) else float(value)


def _servqual(page: Worksheet, row: int, read: Intake) -> int:
    from .. import charts, servqual

    found = servqual.gaps(read.table)
    source = t("takeaways.results.source", n=_people(read))
    drawn = found.dropna(subset=["ci_low"])  # one person has no interval to draw
    if not drawn.empty:
        row = excel.figure(page, row, charts.gaps(drawn, subtitle=source), last=10)
    row = excel.heading(page, row + 1, t("takeaways.results.gaps_title"), last=10)
    row = excel.paragraph(page, row, t("takeaways.results.gaps_how"), last=10, color=QUIET)
    names = [worded("common.dimension", name) for name in found.index]
    row = _gaps(page, row, t("takeaways.results.dimension"), names, found)
    items = servqual.gaps(read.table, level="item")
    row = excel.heading(page, row + 1, t("takeaways.results.items_title"), last=10)
    return _gaps(page, row, t("takeaways.results.item"), [str(item) for item in items.index], items)


_GAPS = ("n", "expectation", "perception", "gap", "ci_low", "ci_high", "p_holm")


def _gaps(page: Worksheet, row: int, first: str, names: list[str], found: Any) -> int:
    head = [first, *(t(f"takeaways.results.{name}") for name in _GAPS)]
    lines = found[list(_GAPS)].to_dict("records")
    rows = [[name, *map(_number, line.values())] for name, line in zip(names, lines, strict=True)]
    return excel.table(page, row, head, rows, ["", _WHOLE, *[_NUMBER] * 5, _P])


def _problems(page: Worksheet, row: int, read: Intake) -> None:
    """List the answers that were not counted."""
    if read.problems.empty:
        return
    row = excel.heading(page, row, t("takeaways.results.problems_title"), last=10)
    for sentence in read.problems["problem"]:
        row = excel.paragraph(page, row, str(sentence), last=10)
