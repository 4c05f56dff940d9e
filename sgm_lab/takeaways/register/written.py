"""The register written: sheets of goals, months and rows, with formulas that live."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...extras import needs
from ...i18n import Language, t
from ...paper.style import QUIET, SOFT, day, spoken
from ..plan.notes import source_name
from ..plan.reading import read_plan
from ..plan.rows import ROWS, name, number
from .shape import FIELDS, FORMAT, HEAD, LAST_GOAL, LAST_MONTH, TYPED, column, say

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["goal_register_xlsx"]

_FOUND = ("month", "value", "share", "low", "high", "verdict")
_MADE = ("low", "high", "share", "share_low", "share_high", "verdict")
_SPARE, _YEAR = 8, 12  # rows left for further goals, and months a goal
_VERDICTS = ("met", "not_met", "not_enough_evidence")
_Z = "NORMSINV(0.975)"


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
    from ...paper import excel

    read = read_plan(plan)
    book = excel.start()
    goals = excel.sheet(book, say("sheet_goals"), [6, 44, 18, 8, 9, 9, 12, 12, 13, 20, 10, 9, 10, 9, 9, 18])
    months = excel.sheet(book, say("sheet_months"), [8, 11, 10, 9, 9, 9, 9, 10, 10, 10, 18, 22])
    rows = excel.sheet(book, say("sheet_rows"), [7, 26, 76, 24])
    data = excel.sheet(book, say("sheet_data"), [100])
    title = read.title or t("takeaways.plan_title")
    who = " · ".join(filter(None, (read.organisation, read.owner, day(read.date) if read.date else "")))
    excel.heading(goals, 1, title, last=16, size=14)
    excel.paragraph(goals, 2, " ".join(filter(None, (who, say("goals_help")))), last=16, color=QUIET, size=9)
    excel.heading(months, 1, say("sheet_months"), last=12, size=14)
    excel.paragraph(months, 2, say("months_help"), last=12, color=QUIET, size=9)
    _heads(goals, [column(one) for one in ("number", *FIELDS)] + [say(f"now_{one}") for one in _FOUND], 10)
    _heads(months, [say(f"month_{one}") for one in (*TYPED, *_MADE, "metric")], len(TYPED))
    for at in range(len(read.goals) + _SPARE):
        _goal_row(goals, HEAD + 1 + at, at + 1, read.goals[at] if at < len(read.goals) else None)
    given = [(at, one) for at, goal in enumerate(read.goals, 1) for one in goal.months]
    for at in range(len(given) + _YEAR * max(1, len(read.goals))):
        _month_row(months, HEAD + 1 + at, given[at] if at < len(given) else None)
    excel.heading(rows, 1, say("sheet_rows"), last=4, size=14)
    excel.paragraph(rows, 2, say("rows_help"), last=4, color=QUIET, size=9)
    _heads(rows, [say(f"row_{one}") for one in ("number", "name", "text", "source")], 3)
    line = HEAD + 1
    for row in ROWS:
        for note in read.rows.get(row, ()) or (None,):
            cells = [
                number(row),
                name(row),
                note.text if note else "",
                source_name(note.source) if note else "",
            ]
            line = excel.table_row(rows, line, cells)
    first = excel.paragraph(data, 1, say("data_help"), last=1, color=QUIET)
    excel.paragraph(
        data, first, json.dumps({"format": FORMAT, **plan}, ensure_ascii=False, default=str), last=1, size=9
    )
    for page, freeze in ((goals, "C5"), (months, "A5"), (rows, "A5")):
        page.freeze_panes = freeze
        excel.paper(page, landscape=True)
    data.sheet_state = "hidden"
    book.active = 0
    return excel.content(book)


def _heads(page: Worksheet, heads: Sequence[str], typed: int) -> None:
    """Write the headings; those above formulas are lighter than those above what is typed."""
    from ...paper import excel

    for at, head in enumerate(heads, 1):
        excel.write(page.cell(HEAD, at), head, size=9.5, color=QUIET, fill=SOFT, bold=at <= typed, rule=QUIET)
    page.row_dimensions[HEAD].height = excel.height(page, heads, 9.5)


def _goal_row(page: Worksheet, row: int, at: int, goal: Any) -> None:
    from ...paper import excel

    excel.write(page.cell(row, 1), at if goal else None, color=QUIET)
    for place, field in enumerate(FIELDS, 2):
        value = getattr(goal, field) if goal else None
        dated = field in ("start", "due")
        form = "yyyy-mm-dd" if dated else "General" if field in ("baseline", "target") else ""
        excel.write(page.cell(row, place), None if value == "" else value, format=form)
    texts = ["" if goal is None else str(getattr(goal, one) or "") for one in ("statement", "metric")]
    page.row_dimensions[row].height = excel.height(page, ["", *texts], 10.5)
    sheet = f"'{say('sheet_months')}'!"

    def of(column: str) -> str:
        return f"{sheet}${column}${HEAD + 1}:${column}${LAST_MONTH}"

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
    from ...paper import excel

    at, one = given or (None, None)
    begin = None if one is None else dt.date(int(one.month[:4]), int(one.month[5:]), 1)
    cells = (at, begin, one and one.value, one and one.n, one and one.sd)
    for place, (value, form) in enumerate(
        zip(cells, ("0", "yyyy-mm", "General", "0", "General"), strict=True), 1
    ):
        excel.write(page.cell(row, place), value, format=form, align="right")
    sheet = f"'{say('sheet_goals')}'!"

    def of(column: str) -> str:
        area = f"{sheet}${column}${HEAD + 1}:${column}${LAST_GOAL}"
        return f"INDEX({area},MATCH($A{row},{sheet}$A${HEAD + 1}:$A${LAST_GOAL},0))"

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
    for place, (formula, form) in enumerate(formulas, len(TYPED) + 1):
        excel.formula(page.cell(row, place), formula, format=form)
