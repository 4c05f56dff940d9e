"""Make the folder of a case of a filled spreadsheet: a data package and ``case.toml``, as every case has them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sgm_lab.i18n import Language, t

from .checking import waves
from .facts import facts, rosters
from .layout import ITEMS
from .reading import Filled
from .tables import Table, tables

__all__ = ["MADE", "files", "rosters"]

# Stands in the package, so that the next edition of the same sheet may replace it.
MADE = "made of a case sheet"
_LIMITS = {"functional": (1, 5), "dysfunctional": (1, 5), "importance": (1, 9), "expectation": (1, 7),
           "perception": (1, 7), "csat": (1, 5), "item": (1, ITEMS)}  # fmt: skip
_MAY_LACK = {*_LIMITS, "arrival"} - {"item"}
_KEYS = {"kano": ("feature", "features", "feature"), "servqual": ("item", "items", "item"),
         "comments": ("record", "operations", "record")}  # fmt: skip


def files(filled: Filled, lang: Language) -> dict[str, bytes]:
    """Return the files of the case, by name; the spreadsheet must be without mistakes."""
    made = tables(filled, lang)
    csvs = {f"{name}.csv": _csv([one for one, _ in columns], rows) for name, (columns, rows) in made.items()}
    package = json.dumps(_package(filled, made, lang), ensure_ascii=False, indent=1) + "\n"
    return csvs | {"datapackage.json": package.encode(), "case.toml": facts(filled, lang).encode()}


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: "" if value is None else value for key, value in row.items()} for row in rows)
    return out.getvalue().encode()


def _package(filled: Filled, made: Mapping[str, Table], lang: Language) -> dict[str, Any]:
    given = filled.facts
    simulated = t("case_sheet.simulated") if given["simulated"] else ""
    return {
        "profile": "tabular-data-package",
        "name": given["code"].replace("_", "-"),
        "title": given["title"] + simulated,
        f"title_{lang}": given["title"],
        "description": given["setting"],
        f"setting_{lang}": given["setting"],
        "simulated": bool(given["simulated"]),
        "created_by": MADE,
        "waves": {sheet: waves(filled, sheet) for sheet in ("kano", "servqual")},
        "resources": [_resource(name, columns, lang) for name, (columns, _) in made.items()],
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
