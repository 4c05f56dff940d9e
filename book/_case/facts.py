"""What stands beside the tables of a case: ``case.toml``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sgm_lab.i18n import Language, t

from .checking import numbers
from .reading import Filled
from .tables import groups_of

__all__ = ["facts", "rosters"]

_LAST = 50  # among the cases, where they are listed
_MEASURES: dict[str, dict[str, Any]] = {
    "wait": {"columns": ["wait_min"], "how": "mean", "better": "lower"},
    "within": {"columns": ["wait_min"], "how": "share", "better": "higher"},
    "csat": {"columns": ["csat"], "how": "share", "least": 4, "better": "higher"},
    "complaints": {"columns": ["complaint"], "how": "share", "least": 1, "better": "lower"},
}


def facts(filled: Filled, lang: Language) -> str:
    """Return ``case.toml``."""
    given, code = filled.facts, filled.facts["code"]
    made: dict[str, dict[str, Any]] = {"": {"order": _LAST, "people": {lang: given["people"]}}}
    for key, how in _MEASURES.items():
        name = t(f"case_sheet.metric.{key}", lang, wait=given["wait_name"], n=f"{given['within']:g}")
        made[f"metrics.{code}_{key}"] = {"name": {lang: name}, **how}
    made[f"metrics.{code}_within"]["most"] = given["within"]
    made["flow"], made["flow.stations"] = _flow(filled, lang), _stations(filled, lang)
    note = t("case_sheet.handoff_note", lang, wait=given["wait_name"])
    wait = {"wait": "wait_min"}
    made["handoffs"] = {"from": {lang: given["people"]}, "column": "department", **wait, "note": {lang: note}}
    made["delivery"] = {"name": {lang: given["wait_name"]}, **wait, "staff": "staff"}
    standard = ("behaviour", "measure", "target", "who", "check")
    made["standard"] = {name: {lang: given[f"standard_{name}"]} for name in standard}
    made["team.skills"], made["team.staff"] = _team(filled, lang)
    parts = (f"{f'[{part}]' if part else ''}\n{_lines(values)}" for part, values in made.items())
    return "\n".join(parts) + "\n"


def _flow(filled: Filled, lang: Language) -> dict[str, Any]:
    given, rows = filled.facts, filled.rows
    return {
        "wait_name": {lang: given["wait_name"]},
        "part": "department",
        "time": ["date", "arrival"] if any(row["clock"] for row in rows["records"]) else ["date"],
        "wait": "wait_min",
        "staff": "staff",
        "groups": [f"group1={code}" for code in list(groups_of(filled)[0].values())[:1]],
        "weekdays": [int(day) - 1 for day in numbers(given["weekdays"])],
        "hours": numbers(given["hours_open"]),
        "main": next(f"s{n}" for n, row in enumerate(rows["stations"], 1) if row["main"]),
        "on_duty": given["on_duty"],
        "counted": given["counted"],
        "within": given["within"],
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
