"""What of a case stops a build: files, columns and values that are not there, or are none."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from .said import Line, listed, places_of
from .tables import LABELS, files_of, rows_of

__all__ = ["broken", "lost"]


def broken(
    ours: Mapping[str, str], package: Any, given: Mapping[str, Any]
) -> Iterator[tuple[str, str, dict]]:
    """Compare files, columns and values with what every case must have: file, sentence and its values."""
    segments, codes = (rows_of(ours, package, name) for name in ("segments", "codes"))
    allowed: dict[str, set[str]] = {}
    for row in [*segments, *codes]:
        allowed.setdefault(row.get("column", ""), set()).add(row.get("value", ""))
    for resource in given["resources"]:
        name, fields = resource["name"], resource["schema"]["fields"]
        listed = next((one for one in package.get("resources", []) if one.get("name") == name), None)
        if listed is None:
            yield "datapackage.json", "no_table", {"name": name}
            continue
        paths = listed["path"] if isinstance(listed["path"], list) else [listed["path"]]
        yield from ((path, "no_file", {}) for path in paths if path not in ours)
        for file, rows in files_of(ours, package, name):
            head = next(csv.reader(io.StringIO(ours[file])), [])
            absent = [field["name"] for field in fields if field["name"] not in head]
            yield from ((file, "no_column", {"column": column}) for column in absent)
            for field in (one for one in fields if one["name"] in head):
                column, met = field["name"], set()
                for number, row in enumerate(rows, 2):
                    if (value := row[column] or "") in met:
                        continue
                    if not _fits(value, field, allowed.get(column)):
                        yield file, "bad_value", {"row": number, "column": column, "value": value}
                        break
                    met.add(value)
    for resource in given["resources"]:
        for key in resource["schema"].get("foreignKeys", []):
            column, there = key["fields"][0], key["reference"]
            known = {row.get(there["fields"][0]) for row in rows_of(ours, package, there["resource"])}
            for file, rows in files_of(ours, package, resource["name"]):
                for number, row in enumerate(rows, 2):
                    if row.get(column, "") not in known and column in row:
                        values = {"row": number, "column": column, "value": row[column]}
                        yield file, "not_listed", values | {"table": there["resource"]}
                        break


def _fits(value: str, field: Mapping[str, Any], allowed: set[str] | None) -> bool:
    rules = field.get("constraints", {})
    if not value:
        return not rules.get("required")
    if field["type"] in ("integer", "number"):
        try:
            number = float(value)
        except ValueError:
            return False
        whole = field["type"] == "number" or number.is_integer()
        return whole and rules.get("minimum", number) <= number <= rules.get("maximum", number)
    if field["type"] == "date":
        return re.match(r"\d{4}-\d{2}-\d{2}$", value) is not None
    wanted = allowed or set(rules.get("enum", ()))
    return not wanted or value in wanted


def lost(
    ours: Mapping[str, str], package: Any, first: Mapping[str, str], given: Any, said: list[Line]
) -> Iterator[tuple[str, str, dict, dict[str, list[int]]]]:
    """Find codes and waves that the case has lost, and where the course names them."""
    from sgm_lab.i18n import get_language

    for table, keys in LABELS.items():
        here = {tuple(row.get(key) for key in keys) for row in rows_of(ours, package, table)}
        for row in rows_of(first, given, table):
            code = tuple(row[key] for key in keys)
            if code not in here:
                named = rf"[\"']{code[0]}[\"']" if len(code) == 1 else rf"\b{code[0]}=[\"']?{code[1]}\b"
                values = {"code": "=".join(code), "label": row[f"label_{get_language()}"]}
                yield f"{table}.csv", "no_code", values, places_of(said, named)
    for table, column in (("kano", "wave"), ("servqual", "wave"), ("kano", "feature"), ("servqual", "item")):
        here, were = (
            {row.get(column) for row in rows_of(*source, table)}
            for source in ((ours, package), (first, given))
        )
        gone = sorted(str(one) for one in were - here)
        if gone and any(here):
            yield f"{table}.csv", "no_answers", {"column": column, "values": listed(gone)}, {}
