"""Goal register: a plan as a spreadsheet in which next month's figures are entered, and which is read back as a plan.

Sheets: the goals with where they stand, the months measured, the rows of the plan, and a sheet that holds the rest as
JSON, so that nothing of a plan is lost on the way. What stands in a cell counts for more than what that sheet says.
"""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import DataError, SgmError
from ..extras import needs
from ..goals import month_of
from ..i18n import LANGUAGES, Language, t, use_language
from ..paper.style import QUIET, SOFT, day, spoken
from .plan.notes import source_name
from .plan.reading import read_plan
from .plan.rows import ROWS, name, number

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["goal_register_xlsx", "plan_from_register"]

_FIELDS = ("statement", "metric", "unit", "baseline", "target", "start", "due", "owner", "source")
_FOUND = ("month", "value", "share", "low", "high", "verdict")
_TYPED = ("goal", "month", "value", "n", "sd")
_MADE = ("low", "high", "share", "share_low", "share_high", "verdict")
_HEAD = 4  # the row of the headings, on every sheet
_SPARE, _YEAR = 8, 12  # rows left for further goals, and months a goal
_LAST_GOAL, _LAST_MONTH = 200, 2000  # how far down formulas look
_FILE = "register.xlsx"
_NO_SHEET = (
    "?"  # no sheet can be called so: the reader of tables checks the file, and names the sheets there are
)
_Z = "NORMSINV(0.975)"


def _say(key: str, lang: Language | None = None, /, **values: Any) -> str:
    return t(f"takeaways.register.{key}", lang, **values)


# ---- written ----


@spoken
@needs("openpyxl")
def goal_register_xlsx(plan: Mapping[str, Any], *, lang: Language | None = None) -> bytes:
    """Return a plan as a spreadsheet to enter figures in month by month.

    Parameters
    ----------
    plan : mapping
        As described in `sgm_lab.takeaways.goal_plan`.
    lang : {"zh", "en"}, optional
        Language of labels; the language in use by default.

    Returns
    -------
    bytes
        An .xlsx whose formulas work out the interval of each month (Wilson's for a share in percent with its n,
        Student's for a mean with n and sd), how much of the way is covered, and the verdict by the whole interval.
        `plan_from_register` reads it back, edited or not.

    Raises
    ------
    DataError
        If a field is unknown or cannot be used; names the field.
    MissingPackageError
        If openpyxl is not installed.

    Examples
    --------
    >>> goal_register_xlsx({"title": "门诊服务目标计划"}, lang="zh")[:2]
    b'PK'
    """
    from ..paper import excel

    read = read_plan(plan)
    book = excel.start()
    goals = excel.sheet(book, _say("sheet_goals"), [6, 44, 18, 8, 9, 9, 12, 12, 13, 20, 10, 9, 10, 9, 9, 18])
    months = excel.sheet(book, _say("sheet_months"), [8, 11, 10, 9, 9, 9, 9, 10, 10, 10, 18, 22])
    rows = excel.sheet(book, _say("sheet_rows"), [7, 26, 76, 24])
    data = excel.sheet(book, _say("sheet_data"), [100])
    title = read.title or t("takeaways.plan_title")
    who = " · ".join(filter(None, (read.organisation, read.owner, day(read.date) if read.date else "")))
    excel.heading(goals, 1, title, last=16, size=14)
    excel.paragraph(goals, 2, " ".join(filter(None, (who, _say("goals_help")))), last=16, color=QUIET, size=9)
    excel.heading(months, 1, _say("sheet_months"), last=12, size=14)
    excel.paragraph(months, 2, _say("months_help"), last=12, color=QUIET, size=9)
    _heads(goals, [_column(one) for one in ("number", *_FIELDS)] + [_say(f"now_{one}") for one in _FOUND], 10)
    _heads(months, [_say(f"month_{one}") for one in (*_TYPED, *_MADE, "metric")], len(_TYPED))
    for at in range(len(read.goals) + _SPARE):
        _goal_row(goals, _HEAD + 1 + at, at + 1, read.goals[at] if at < len(read.goals) else None)
    given = [(at, one) for at, goal in enumerate(read.goals, 1) for one in goal.months]
    for at in range(len(given) + _YEAR * max(1, len(read.goals))):
        _month_row(months, _HEAD + 1 + at, given[at] if at < len(given) else None)
    excel.heading(rows, 1, _say("sheet_rows"), last=4, size=14)
    excel.paragraph(rows, 2, _say("rows_help"), last=4, color=QUIET, size=9)
    _heads(rows, [_say(f"row_{one}") for one in ("number", "name", "text", "source")], 3)
    line = _HEAD + 1
    for row in ROWS:
        for note in read.rows.get(row, ()) or (None,):
            cells = [
                number(row),
                name(row),
                note.text if note else "",
                source_name(note.source) if note else "",
            ]
            line = excel.table_row(rows, line, cells)
    first = excel.paragraph(data, 1, _say("data_help"), last=1, color=QUIET)
    excel.paragraph(data, first, json.dumps(dict(plan), ensure_ascii=False, default=str), last=1, size=9)
    for page, freeze in ((goals, "C5"), (months, "A5"), (rows, "A5")):
        page.freeze_panes = freeze
        excel.paper(page, landscape=True)
    data.sheet_state = "hidden"
    book.active = 0
    return excel.content(book)


def _column(field: str) -> str:
    own = {"number": _say("number"), "statement": t("takeaways.goal")}
    return own.get(field) or t(f"takeaways.field.{field}")


def _heads(page: Worksheet, heads: Sequence[str], typed: int) -> None:
    """Write the headings; those above formulas are lighter than those above what is typed."""
    from ..paper import excel

    for at, head in enumerate(heads, 1):
        excel.write(
            page.cell(_HEAD, at), head, size=9.5, color=QUIET, fill=SOFT, bold=at <= typed, rule=QUIET
        )
    page.row_dimensions[_HEAD].height = excel.height(page, heads, 9.5)


def _goal_row(page: Worksheet, row: int, at: int, goal: Any) -> None:
    from ..paper import excel

    excel.write(page.cell(row, 1), at if goal else None, color=QUIET)
    for place, field in enumerate(_FIELDS, 2):
        value = getattr(goal, field) if goal else None
        dated = field in ("start", "due")
        form = "yyyy-mm-dd" if dated else "General" if field in ("baseline", "target") else ""
        excel.write(page.cell(row, place), None if value == "" else value, format=form)
    texts = ["" if goal is None else str(getattr(goal, one) or "") for one in ("statement", "metric")]
    page.row_dimensions[row].height = excel.height(page, ["", *texts], 10.5)
    sheet = f"'{_say('sheet_months')}'!"

    def of(column: str) -> str:
        return f"{sheet}${column}${_HEAD + 1}:${column}${_LAST_MONTH}"

    mine = f'({of("A")}=$A{row})*({of("C")}<>"")'
    last = f"SUMPRODUCT(MAX({mine}*{of('B')}))"
    found = f'IF($K{row}="","",IFERROR(LOOKUP(2,1/({mine}*({of("B")}=$K{row})),{{}}),""))'
    formulas = [
        (f'=IF($A{row}="","",IFERROR(IF({last}=0,"",{last}),""))', "yyyy-mm"),
        (f"={found.format(of('C'))}", "General"),
        (f"={found.format(of('H'))}", "0%"),
        (f"={found.format(of('I'))}", "0%"),
        (f"={found.format(of('J'))}", "0%"),
        (f"={found.format(of('K'))}", ""),
    ]
    for place, (formula, form) in enumerate(formulas, 11):
        excel.formula(page.cell(row, place), formula, format=form)


def _month_row(page: Worksheet, row: int, given: Any) -> None:
    from ..paper import excel

    at, one = given or (None, None)
    begin = None if one is None else dt.date(int(one.month[:4]), int(one.month[5:]), 1)
    cells = (at, begin, one and one.value, one and one.n, one and one.sd)
    for place, (value, form) in enumerate(
        zip(cells, ("0", "yyyy-mm", "General", "0", "General"), strict=True), 1
    ):
        excel.write(page.cell(row, place), value, format=form, align="right")
    sheet = f"'{_say('sheet_goals')}'!"

    def of(column: str) -> str:
        area = f"{sheet}${column}${_HEAD + 1}:${column}${_LAST_GOAL}"
        return f"INDEX({area},MATCH($A{row},{sheet}$A${_HEAD + 1}:$A${_LAST_GOAL},0))"

    unit, base, aim = of("D"), of("E"), of("F")
    x = f"($C{row}/100*$D{row})"
    square, half = f"{_Z}^2", f"{_Z}*SQRT({_Z}^2+4*{x}*($D{row}-{x})/$D{row})"
    percent = f'AND(OR({unit}="%",{unit}="％"),$C{row}>=0,$C{row}<=100)'

    def limit(sign: str) -> str:
        mean = f"$C{row}{sign}TINV(0.05,$D{row}-1)*$E{row}/SQRT($D{row})"
        share = f"100*(2*{x}+{square}{sign}{half})/(2*($D{row}+{square}))"
        return (
            f'=IF(OR($C{row}="",$D{row}=""),"",IFERROR(IF($E{row}<>"",{mean},IF({percent},{share},"")),""))'
        )

    def covered(column: str) -> str:
        return f"(${column}{row}-{base})/({aim}-{base})"

    open_ends = f'OR({base}="",{aim}="")'
    way = f'IF(OR($C{row}="",{open_ends}),"",{covered("C")})'
    words = {one: json.dumps(t(f"goals.verdict.{one}"), ensure_ascii=False) for one in _VERDICTS}
    judged = (
        f'IF($H{row}="","",IF($I{row}<>"",IF($I{row}>=1,{words["met"]},IF($J{row}<1,{words["not_met"]},'
        f"{words['not_enough_evidence']})),IF($H{row}>=1,{words['met']},{words['not_met']})))"
    )
    formulas = [
        (limit("-"), "0.0"),
        (limit("+"), "0.0"),
        (f'=IFERROR({way},"")', "0%"),
        (f'=IF(OR($H{row}="",$F{row}=""),"",IFERROR(MIN({covered("F")},{covered("G")}),""))', "0%"),
        (f'=IF(OR($H{row}="",$F{row}=""),"",IFERROR(MAX({covered("F")},{covered("G")}),""))', "0%"),
        (f"={judged}", ""),
        (f'=IF($A{row}="","",IFERROR({of("C")}&"",""))', ""),
    ]
    for place, (formula, form) in enumerate(formulas, len(_TYPED) + 1):
        excel.formula(page.cell(row, place), formula, format=form)


_VERDICTS = ("met", "not_met", "not_enough_evidence")


# ---- read back ----


@needs("openpyxl")
def plan_from_register(source: str | Path | bytes, *, lang: Language | None = None) -> dict[str, Any]:
    """Read a goal register back as a plan, with what was changed and entered in it.

    Parameters
    ----------
    source : path or bytes
        What `goal_register_xlsx` made, edited with any spreadsheet program or not.
    lang : {"zh", "en"}, optional
        Language of error messages; that of the file by default.

    Returns
    -------
    dict
        A plan, checked; each goal with its ``months``.

    Raises
    ------
    DataError
        If it is no register, or a cell cannot be used: says which.
    """
    from openpyxl import load_workbook

    from ..intake import check_size, content_of

    content = source if isinstance(source, bytes) else content_of(Path(source))
    file = _FILE if isinstance(source, bytes) else Path(source).name
    check_size(content, file)
    spoken = _language(content, file)
    with use_language(lang or spoken):
        book = load_workbook(io.BytesIO(content), data_only=True)
        plan = _rest(book, spoken)
        goals = _goals(book[_say("sheet_goals", spoken)], plan.get("goals") or [], spoken)
        by_number = dict(goals)
        for one in by_number.values():
            one.pop("months", None)
        for at, month in _months(book, spoken):
            if at not in by_number:
                raise DataError(
                    "takeaways.register.no_goal", number=at, month=month["month"], known=list(by_number)
                )
            by_number[at].setdefault("months", []).append(month)
        plan["goals"] = list(by_number.values())
        _rows(book, plan, spoken)
        read_plan(plan)
        return plan


def _language(content: bytes, file: str) -> Language:
    """Return the language of the file, which the name of its sheet of goals tells, once it may be opened at all."""
    from ..intake import open_table

    sheets: list[str] = []
    try:
        open_table((file if file.endswith(".xlsx") else _FILE, content), sheet=_NO_SHEET)
    except SgmError as error:
        if error.key not in ("files.no_sheet", "files.sheet_idle"):  # the latter: no workbook at all
            raise
        sheets = list(error.values.get("sheets", ["–"]))
    for lang in LANGUAGES:
        if _say("sheet_goals", lang) in sheets:
            return lang
    raise DataError("takeaways.register.none", file=file, sheets=sheets)


def _texts(page: Any) -> Iterator[tuple[int, list[Any]]]:
    """Rows below the headings that hold anything, with their numbers."""
    from ..paper import excel

    for row in page.iter_rows(min_row=_HEAD + 1):
        values = [excel.read(cell.value) if isinstance(cell.value, str) else cell.value for cell in row]
        if any(value not in (None, "") for value in values):
            yield row[0].row, values


def _place(page: Any, heads: Sequence[str]) -> list[int]:
    """Columns of these headings: somebody may have moved them."""
    from ..paper import excel

    named = [excel.read(cell.value).strip() for cell in page[_HEAD]]
    lacking = [head for head in heads if head not in named]
    if lacking:
        raise DataError("takeaways.register.no_column", sheet=page.title, names=lacking, row=_HEAD)
    return [named.index(head) for head in heads]


def _rest(book: Any, lang: Language) -> dict[str, Any]:
    """What the hidden sheet holds of the plan; without it the cells are all there is."""
    from ..paper import excel

    name = _say("sheet_data", lang)
    if name not in book.sheetnames:
        return {}
    text = "".join(excel.read(cell.value) for (cell,) in book[name].iter_rows(min_row=2, max_col=1))
    try:
        found = json.loads(text)
        read_plan(found)
    except (ValueError, DataError):
        return {}
    return dict(found)


def _goals(page: Any, known: Sequence[Any], lang: Language) -> Iterator[tuple[int, dict[str, Any]]]:
    with use_language(lang):
        places = _place(page, [_column(one) for one in ("number", *_FIELDS)])
    used = 0
    for row, values in _texts(page):
        at, *cells = (values[place] if place < len(values) else None for place in places)
        if all(cell in (None, "") for cell in cells):
            continue
        at = _whole(at, page.title, row) if at not in (None, "") else used + 1
        used = max(used, at)
        kept = dict(known[at - 1]) if 0 < at <= len(known) else {}
        for field, cell in zip(_FIELDS, cells, strict=True):
            kept.pop(field, None)
            if cell not in (None, ""):
                kept[field] = _cell(field, cell)
        yield at, kept


def _cell(field: str, value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if field in ("baseline", "target") or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return f"{value:g}"
    return value


def _months(book: Any, lang: Language) -> Iterator[tuple[int, dict[str, Any]]]:
    page = book[_say("sheet_months", lang)] if _say("sheet_months", lang) in book.sheetnames else None
    if page is None:
        return
    places = _place(page, [_say(f"month_{one}", lang) for one in _TYPED])
    for row, values in _texts(page):
        at, month, value, *more = (values[place] if place < len(values) else None for place in places)
        if value in (None, ""):
            continue
        for what, cell in (("goal", at), ("month", month)):
            if cell in (None, ""):
                raise DataError(
                    "takeaways.register.lacking", sheet=page.title, row=row, column=_say(f"month_{what}")
                )
        found: dict[str, Any] = {"month": month_of(month), "value": _figure(value, page.title, row)}
        for what, cell in zip(("n", "sd"), more, strict=True):
            if cell not in (None, ""):
                found[what] = _figure(cell, page.title, row)
        yield _whole(at, page.title, row), found


def _figure(value: Any, sheet: str, row: int) -> float:
    try:
        return float(value)
    except (TypeError, ValueError) as cause:
        raise DataError(
            "takeaways.register.no_figure", sheet=sheet, row=row, value=str(value)[:40]
        ) from cause


def _whole(value: Any, sheet: str, row: int) -> int:
    figure = _figure(value, sheet, row)
    if not figure.is_integer() or not 1 <= figure <= _LAST_GOAL:
        raise DataError("takeaways.register.no_figure", sheet=sheet, row=row, value=str(value)[:40])
    return int(figure)


def _rows(book: Any, plan: dict[str, Any], lang: Language) -> None:
    """Rows of the plan as they stand in the file; a text that was not touched keeps where it came from."""
    name = _say("sheet_rows", lang)
    if name not in book.sheetnames:
        return
    page = book[name]
    places = _place(page, [_say(f"row_{one}", lang) for one in ("number", "text")])
    before = {row: [vars(note) for note in notes] for row, notes in read_plan(plan).rows.items()}
    found: dict[str, list[dict[str, str]]] = {}
    for row, values in _texts(page):
        at, text = (values[place] if place < len(values) else None for place in places)
        if text in (None, "") or at in (None, ""):
            continue
        place = _whole(at, page.title, row)
        if place > len(ROWS):
            raise DataError("takeaways.register.no_figure", sheet=page.title, row=row, value=str(at)[:40])
        own = ROWS[place - 1]
        kept = next((one for one in before.get(own, ()) if one["text"] == str(text)), None)
        found.setdefault(own, []).append(dict(kept) if kept else {"text": str(text), "source": ""})
    if found or "rows" in plan:
        plan["rows"] = {row: found[row] for row in ROWS if row in found}
