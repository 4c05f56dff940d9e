"""The spreadsheet to fill in: every sheet with its headings, and a small simulated example to write over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from sgm_lab import cases
from sgm_lab.i18n import said, t
from sgm_lab.paper import excel
from sgm_lab.paper.style import clean

from .layout import FACTS, ITEMS, SHEETS, name_of, numbered

__all__ = ["template"]

_CASE, _FEATURES, _PEOPLE, _RECORDS = "healthcare", 8, 40, 480
_PARTS = ("internal", "surgery", "orthopaedics")
_WIDE = {
    "text": 18.0,
    "whole": 9.0,
    "number": 10.0,
    "date": 12.0,
    "clock": 9.0,
    "yes": 9.0,
    "choice": 16.0,  # holds “responsiveness”
    "answer": 9.0,
}
_ROOM = {"functional": 44.0, "dysfunctional": 44.0, "text": 52.0, "comment": 44.0}


def template() -> bytes:
    """Return the spreadsheet in the language in use."""
    book = excel.start()
    _first(book)
    example = _example()
    page = excel.sheet(book, t("case_sheet.sheet.facts"), [28, 46, 60])
    rows = [
        (name_of(one), _shown(example["facts"][one.key]), t(f"case_sheet.help.{one.key}")) for one in FACTS
    ]
    excel.table(page, 1, [t(f"case_sheet.facts.{name}") for name in ("what", "value", "help")], rows)
    page.freeze_panes = "A2"
    for sheet in SHEETS:
        columns = [(column, n) for column, n in numbered(sheet) if n <= _most(sheet, column.key)]
        widths = [_ROOM.get(column.key, _WIDE[column.kind]) for column, _ in columns]
        people = example["staff"] if sheet == "skills" else []
        page = excel.sheet(book, t(f"case_sheet.sheet.{sheet}"), [*widths, *[9.0] * len(people)])
        rows = [
            [_shown(one.get((column.key, n))) for column, n in columns] + one.get("levels", [])
            for one in example[sheet]
        ]
        excel.table(page, 1, [*(name_of(*one) for one in columns), *people], rows)
        page.freeze_panes = "A2"
        _choices(page, columns)
    return excel.content(book)


def _most(sheet: str, key: str) -> int:
    if key == "group":
        return 2
    return {"kano": _FEATURES, "servqual": ITEMS}.get(sheet, 0)


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    return None if value is None or value != value else value


def _first(book: Any) -> None:
    """Say how to fill it in."""
    page = excel.sheet(book, t("case_sheet.sheet.first"), [30, 30, 30])
    row = excel.heading(page, 1, t("case_sheet.first.title"), last=3, size=14)
    for n in range(1, 9):
        row = excel.paragraph(page, row, t(f"case_sheet.first.step{n}"), last=3)
    row = excel.heading(page, row + 1, t("case_sheet.first.sheets"), last=3)
    for sheet in SHEETS:
        text = t(
            "case_sheet.first.sheet", name=t(f"case_sheet.sheet.{sheet}"), what=t(f"case_sheet.about.{sheet}")
        )
        row = excel.paragraph(page, row, text, last=3)


def _choices(page: Any, columns: Sequence[Any]) -> None:
    """Offer what a cell may say, where it may say only a few things."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for at, (column, _) in enumerate(columns, 1):
        names = {"yes": ("yes", "no"), "choice": column.choice}.get(column.kind)
        if names:
            listed = ",".join(t(f"case_sheet.choice.{name}") for name in names)
            rule = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
            page.add_data_validation(rule)
            letter = get_column_letter(at)
            rule.add(f"{letter}2:{letter}5000")


# ---- the example: a small part of a case of the course ----


def _example() -> dict[str, Any]:
    case = cases.load(_CASE)
    groups = case.segment_labels()
    columns = list(groups)[:2]
    features = list(case.feature_labels().items())[:_FEATURES]
    asked = case.features.set_index("feature")
    made: dict[str, Any] = {
        "features": [
            {("feature", 0): label,
             ("functional", 0): cases.spoken(asked.loc[[code]], "functional").iloc[0],
             ("dysfunctional", 0): cases.spoken(asked.loc[[code]], "dysfunctional").iloc[0]}
            for code, label in features
        ],
        "groups": [
            {("division", 0): case.segment_columns()[column], ("value", 0): label}
            for column in columns
            for label in groups[column].values()
        ],
        "items": [
            {("item", 0): int(row["item"]), ("dimension", 0): t(f"case_sheet.choice.{row['dimension']}"),
             ("text", 0): row["text"]}
            for row in case.items.assign(text=cases.spoken(case.items, "text")).to_dict("records")
        ],
    }  # fmt: skip

    def who(row: Any, column: str) -> str:
        return groups[column][row[column]]

    for sheet, table, names in (
        ("kano", case.kano, [code for code, _ in features]),
        ("servqual", case.servqual, list(range(1, ITEMS + 1))),
    ):
        key, kept = (
            "feature",
            {"functional": "with", "dysfunctional": "without", "importance": "importance"},
        )
        if sheet == "servqual":
            key, kept = "item", {"expectation": "expectation", "perception": "perception"}
        made[sheet] = []
        for number, (wave, month) in enumerate(zip((1, 2), case.package["waves"][sheet], strict=True)):
            own = table[(table["wave"] == wave) & table[key].isin(names)]
            for at, (_, person) in enumerate(list(own.groupby("respondent", sort=True))[:_PEOPLE], 1):
                first = person.iloc[0]
                line = {("respondent", 0): number * _PEOPLE + at, ("wave", 0): month}
                line |= {("group", n): who(first, column) for n, column in enumerate(columns, 1)}
                for row in person.to_dict("records"):
                    line |= {(new, names.index(row[key]) + 1): row[old] for old, new in kept.items()}
                made[sheet].append(line)
    made["records"] = _log(case, columns, groups)
    return made | _rest(case)


def _log(case: cases.Case, columns: list[str], groups: dict[str, dict[str, str]]) -> list[dict[Any, Any]]:
    labels = case.code_labels("department")
    log = case.operations[case.operations["department"].isin(_PARTS)]
    said_of = case.comments.set_index("record")
    told = log[log["visit"].isin(said_of.index)].head(40)
    rest = log.drop(told.index)
    log = pd.concat([told, rest.iloc[:: len(rest) // (_RECORDS - len(told)) + 1]]).sort_values(
        ["date", "arrival"]
    )
    made = []
    for row in log.to_dict("records"):
        words = said_of.loc[row["visit"]] if row["visit"] in said_of.index else None
        made.append(
            {("date", 0): f"{row['date']:%Y-%m-%d}", ("clock", 0): row["arrival"],
             ("department", 0): labels[row["department"]], ("staff", 0): row["staff"],
             ("wait", 0): int(row["wait_min"]),
             ("complaint", 0): t(f"case_sheet.choice.{'yes' if row['complaint'] else 'no'}"), ("csat", 0): row["csat"],
             ("group", 1): groups[columns[0]][row[columns[0]]],
             ("comment", 0): None if words is None else words["text"],
             ("comment_dimension", 0): None if words is None else t(f"case_sheet.choice.{words['dimension']}"),
             ("comment_tone", 0): None if words is None else t(f"case_sheet.choice.{words['tone']}")}
        )  # fmt: skip
    return made


def _rest(case: cases.Case) -> dict[str, Any]:
    flow, team, standard = (case.fact(name) for name in ("flow", "team", "standard"))
    yes, no = t("case_sheet.choice.yes"), t("case_sheet.choice.no")
    facts = {
        "code": "my_hospital", "title": t("case_sheet.example.title"), "setting": t("case_sheet.example.setting"),
        "simulated": yes, "people": said(case.facts["people"]), "wait_name": said(flow["wait_name"]),
        "within": flow["within"], "counted": no, "on_duty": flow["on_duty"],
        "weekdays": t("case_sheet.example.weekdays"), "hours_open": t("case_sheet.example.hours"),
    } | {f"standard_{name}": said(text) for name, text in standard.items()}  # fmt: skip
    return {
        "facts": facts,
        "stations": [
            {("station", 0): said(one["name"]), ("minutes", 0): one["minutes"], ("spread", 0): one["cv"],
             ("share", 0): one.get("share", 1), ("main", 0): yes if name == flow["main"] else no}
            for name, one in flow["stations"].items()
        ],
        "staff": [said(one["name"]) for one in team["staff"].values()],
        "skills": [
            {("skill", 0): said(one["name"]), ("dimension", 0): t(f"case_sheet.choice.{one['dimension']}"),
             ("required", 0): one["required"], ("hours", 0): one["hours"],
             "levels": [None if who["levels"][at] < 0 else who["levels"][at] for who in team["staff"].values()]}
            for at, one in enumerate(team["skills"].values())
        ],
    }  # fmt: skip
