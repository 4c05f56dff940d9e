"""The tables of a case, made of the rows of the spreadsheet: groups, features and departments get codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sgm_lab.i18n import Language

from .checking import divisions, waves
from .layout import ITEMS
from .reading import Filled, Row

__all__ = ["Table", "groups_of", "tables"]

Table = tuple[Sequence[tuple[str, str]], list[dict[str, Any]]]  # columns with their type, and rows


def groups_of(filled: Filled) -> list[dict[str, str]]:
    """Return for each division what a group is called in the tables."""
    return [{value: f"v{at}" for at, value in enumerate(values, 1)} for values in divisions(filled).values()]


def _own(row: Row, codes: list[dict[str, str]]) -> dict[str, str | None]:
    return {f"group{number}": own.get(str(row.of("group", number))) for number, own in enumerate(codes, 1)}


def tables(filled: Filled, lang: Language) -> dict[str, Table]:
    codes, rows = groups_of(filled), filled.rows
    who = [("respondent", "string"), ("wave", "integer")]
    groups = [(f"group{number}", "string") for number in range(1, len(codes) + 1)]
    features = [
        {"feature": f"f{n}", f"label_{lang}": row["feature"],
         f"functional_{lang}": row["functional"], f"dysfunctional_{lang}": row["dysfunctional"]}
        for n, row in enumerate(rows["features"], 1)
    ]  # fmt: skip
    segments = [
        {"column": f"group{number}", f"label_column_{lang}": name, "value": code, f"label_{lang}": value}
        for number, (name, own) in enumerate(zip(divisions(filled), codes, strict=True), 1)
        for value, code in own.items()
    ]
    items = sorted(
        (
            {"item": row["item"], "dimension": row["dimension"], f"text_{lang}": row["text"]}
            for row in rows["items"]
        ),
        key=lambda one: one["item"],
    )
    of = {one["item"]: one["dimension"] for one in items}
    answers, gaps = [], []
    for sheet, made in (("kano", answers), ("servqual", gaps)):
        rounds = waves(filled, sheet)
        for at, row in enumerate(rows[sheet], 1):
            wave = rounds.index(str(row["wave"])) + 1
            person = {
                "respondent": f"{sheet[0].upper()}{wave}-{at:04}",
                "wave": wave,
                **_own(row, codes),
            }
            if sheet == "kano":
                made += [
                    {**person, "feature": f"f{n}", "functional": row.of("with", n),
                     "dysfunctional": row.of("without", n), "importance": row.of("importance", n)}
                    for n in range(1, len(features) + 1)
                ]  # fmt: skip
            else:
                made += [
                    {**person, "item": n, "dimension": of[n], "expectation": row.of("expectation", n),
                     "perception": row.of("perception", n)}
                    for n in range(1, ITEMS + 1)
                ]  # fmt: skip
    log, said = _records(rows["records"], codes)
    clock = [("arrival", "string")] if any(one["arrival"] for one in log) else []
    departments = {one["department"]: None for one in log}
    parts = {name: f"d{n}" for n, name in enumerate(departments, 1)}
    for one in log:
        one["department"] = parts[one["department"]]
        if not clock:
            del one["arrival"]
    texts = [("value", "string"), (f"label_{lang}", "string")]
    return {
        "features": ([(name, "string") for name in features[0]], features),
        "segments": ([(name, "string") for name in segments[0]], segments),
        "codes": (
            [("column", "string"), *texts],
            [{"column": "department", "value": code, f"label_{lang}": name} for name, code in parts.items()],
        ),
        "kano": (
            [*who, ("feature", "string"), ("functional", "integer"), ("dysfunctional", "integer"),
             ("importance", "integer"), *groups],
            answers,
        ),
        "items": ([("item", "integer"), ("dimension", "string"), (f"text_{lang}", "string")], items),
        "servqual": (
            [*who, ("item", "integer"), ("dimension", "string"), ("expectation", "integer"),
             ("perception", "integer"), *groups],
            gaps,
        ),
        "operations": (
            [("record", "string"), ("date", "date"), *clock, ("department", "string"), ("staff", "string"),
             ("wait_min", "number"), ("complaint", "integer"), ("csat", "integer"), *groups],
            log,
        ),
        "comments": (
            [("comment", "string"), ("record", "string"), ("date", "date"), ("text", "string"),
             ("dimension", "string"), ("tone", "string")],
            said,
        ),
    }  # fmt: skip


def _records(
    rows: Sequence[Row], codes: list[dict[str, str]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    log: list[dict[str, Any]] = []
    said: list[dict[str, Any]] = []
    for at, row in enumerate(sorted(rows, key=lambda row: (row["date"], row["clock"] or "")), 1):
        record = f"R{at:05}"
        log.append(
            {"record": record, "date": row["date"], "arrival": row["clock"], "department": row["department"],
             "staff": row["staff"], "wait_min": row["wait"], "complaint": row["complaint"], "csat": row["csat"],
             **_own(row, codes)}
        )  # fmt: skip
        if row["comment"]:
            said.append(
                {"comment": f"C{len(said) + 1:04}", "record": record, "date": row["date"], "text": row["comment"],
                 "dimension": row["comment_dimension"], "tone": row["comment_tone"]}
            )  # fmt: skip
    return log, said
