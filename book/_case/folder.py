"""Make the folder of a case of a filled spreadsheet: a data package and ``case.toml``, as every case has them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sgm_lab.i18n import Language, t

from .checking import divisions, numbers, waves
from .layout import ITEMS
from .reading import Filled, Row

__all__ = ["MADE", "files", "rosters"]

MADE = (
    "made of a case sheet"  # stands in the package, so that the next edition of the same sheet may replace it
)
Table = tuple[Sequence[tuple[str, str]], list[dict[str, Any]]]  # columns with their type, and rows


def files(filled: Filled, lang: Language) -> dict[str, bytes]:
    """Return the files of the case, by name; the spreadsheet must be without mistakes."""
    tables = _tables(filled, lang)
    made = {
        f"{name}.csv": _csv([column for column, _ in columns], rows)
        for name, (columns, rows) in tables.items()
    }
    package = json.dumps(_package(filled, tables, lang), ensure_ascii=False, indent=1) + "\n"
    return made | {"datapackage.json": package.encode(), "case.toml": _facts(filled, lang).encode()}


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: "" if value is None else value for key, value in row.items()} for row in rows)
    return out.getvalue().encode()


# ---- the tables ----


def _who(filled: Filled) -> list[dict[str, str]]:
    """Return for each division what a group is called in the tables."""
    return [{value: f"v{at}" for at, value in enumerate(values, 1)} for values in divisions(filled).values()]


def _groups_of(row: Row, codes: list[dict[str, str]]) -> dict[str, str | None]:
    return {f"group{number}": own.get(str(row.of("group", number))) for number, own in enumerate(codes, 1)}


def _tables(filled: Filled, lang: Language) -> dict[str, Table]:
    codes, rows = _who(filled), filled.rows
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
                **_groups_of(row, codes),
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
             **_groups_of(row, codes)}
        )  # fmt: skip
        if row["comment"]:
            said.append(
                {"comment": f"C{len(said) + 1:04}", "record": record, "date": row["date"], "text": row["comment"],
                 "dimension": row["comment_dimension"], "tone": row["comment_tone"]}
            )  # fmt: skip
    return log, said


_LIMITS = {"functional": (1, 5), "dysfunctional": (1, 5), "importance": (1, 9), "expectation": (1, 7),
           "perception": (1, 7), "csat": (1, 5), "item": (1, ITEMS)}  # fmt: skip
_MAY_LACK = {*_LIMITS, "arrival"} - {"item"}
_KEYS = {"kano": ("feature", "features", "feature"), "servqual": ("item", "items", "item"),
         "comments": ("record", "operations", "record")}  # fmt: skip


def _package(filled: Filled, tables: Mapping[str, Table], lang: Language) -> dict[str, Any]:
    facts = filled.facts
    simulated = t("case_sheet.simulated") if facts["simulated"] else ""
    return {
        "profile": "tabular-data-package",
        "name": facts["code"].replace("_", "-"),
        "title": facts["title"] + simulated,
        f"title_{lang}": facts["title"],
        "description": facts["setting"],
        f"setting_{lang}": facts["setting"],
        "simulated": bool(facts["simulated"]),
        "created_by": MADE,
        "waves": {sheet: waves(filled, sheet) for sheet in ("kano", "servqual")},
        "resources": [_resource(name, columns, lang) for name, (columns, _) in tables.items()],
    }


def _resource(name: str, columns: Sequence[tuple[str, str]], lang: Language) -> dict[str, Any]:
    fields = []
    for column, kind in columns:
        rules: dict[str, Any] = {"required": column not in _MAY_LACK and not column.startswith("group")}
        if column in _LIMITS:
            rules |= dict(zip(("minimum", "maximum"), _LIMITS[column], strict=True))
        fields.append({"name": column, "type": kind, "constraints": rules})
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if name in _KEYS:
        own, table, other = _KEYS[name]
        schema["foreignKeys"] = [{"fields": [own], "reference": {"resource": table, "fields": [other]}}]
    return {
        "name": name,
        "profile": "tabular-data-resource",
        "title": t(f"case_sheet.table.{name}", lang),
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


# ---- what stands beside the tables ----


def _facts(filled: Filled, lang: Language) -> str:
    facts, code = filled.facts, filled.facts["code"]
    made: dict[str, dict[str, Any]] = {"": {"order": _LAST, "people": {lang: facts["people"]}}}
    for key, how in _MEASURES.items():
        name = t(f"case_sheet.metric.{key}", lang, wait=facts["wait_name"], n=f"{facts['within']:g}")
        made[f"metrics.{code}_{key}"] = {"name": {lang: name}, **how}
    made[f"metrics.{code}_within"]["most"] = facts["within"]
    made["flow"], made["flow.stations"] = _flow(filled, lang), _stations(filled, lang)
    note = t("case_sheet.handoff_note", lang, wait=facts["wait_name"])
    wait = {"wait": "wait_min"}
    made["handoffs"] = {"from": {lang: facts["people"]}, "column": "department", **wait, "note": {lang: note}}
    made["delivery"] = {"name": {lang: facts["wait_name"]}, **wait, "staff": "staff"}
    standard = ("behaviour", "measure", "target", "who", "check")
    made["standard"] = {name: {lang: facts[f"standard_{name}"]} for name in standard}
    made["team.skills"], made["team.staff"] = _team(filled, lang)
    return (
        "\n".join(f"{f'[{part}]' if part else ''}\n{_lines(values)}" for part, values in made.items()) + "\n"
    )


_LAST = 50  # among the cases, where they are listed
_MEASURES: dict[str, dict[str, Any]] = {
    "wait": {"columns": ["wait_min"], "how": "mean", "better": "lower"},
    "within": {"columns": ["wait_min"], "how": "share", "better": "higher"},
    "csat": {"columns": ["csat"], "how": "share", "least": 4, "better": "higher"},
    "complaints": {"columns": ["complaint"], "how": "share", "least": 1, "better": "lower"},
}


def _flow(filled: Filled, lang: Language) -> dict[str, Any]:
    facts, rows = filled.facts, filled.rows
    return {
        "wait_name": {lang: facts["wait_name"]},
        "part": "department",
        "time": ["date", "arrival"] if any(row["clock"] for row in rows["records"]) else ["date"],
        "wait": "wait_min",
        "staff": "staff",
        "groups": [f"group1={code}" for code in list(_who(filled)[0].values())[:1]],
        "weekdays": [int(day) - 1 for day in numbers(facts["weekdays"])],
        "hours": numbers(facts["hours_open"]),
        "main": next(f"s{n}" for n, row in enumerate(rows["stations"], 1) if row["main"]),
        "on_duty": facts["on_duty"],
        "counted": facts["counted"],
        "within": facts["within"],
    }


def _stations(filled: Filled, lang: Language) -> dict[str, Any]:
    return {
        f"s{n}": {
            "name": {lang: row["station"]},
            "minutes": row["minutes"],
            "cv": row["spread"],
            "share": row["share"],
        }
        for n, row in enumerate(filled.rows["stations"], 1)
    }


def _team(filled: Filled, lang: Language) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the skills, and who can do them how well: −1 where nobody has said."""
    rows = filled.rows["skills"]
    skills = {
        f"k{n}": {"name": {lang: row["skill"]}}
        | {key: row[key] for key in ("dimension", "required", "hours")}
        for n, row in enumerate(rows, 1)
    }
    levels = {name: [row.others.get(name) for row in rows] for name in rows[0].others}
    staff = {
        f"p{n}": {"name": {lang: name}, "levels": [-1 if level is None else level for level in own]}
        for n, (name, own) in enumerate(levels.items(), 1)
    }
    return skills, staff


def rosters(found: Mapping[str, Sequence[int]]) -> bytes:
    """Return who is on duty in each block, found once, as a part of ``case.toml``."""
    return (
        f"\n[flow.rosters]\n{_lines({name: list(map(int, staff)) for name, staff in found.items()})}".encode()
    )


def _lines(values: Mapping[str, Any]) -> str:
    return "".join(f"{name} = {_toml(value)}\n" for name, value in values.items())


def _toml(value: Any) -> str:
    """Write a value; a text of JSON is one of TOML but for one sign.

    >>> _toml({"zh": "“好”", "n": [1, 2.5]})
    '{ zh = "“好”", n = [1, 2.5] }'
    """
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {_toml(one)}" for name, one in value.items()) + " }"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
