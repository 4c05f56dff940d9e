"""Turn a specification into the files of a Frictionless data package: tables, descriptor, datasheet."""

from __future__ import annotations

import json
from string import Template
from typing import Any

from . import comments, operations, surveys
from .tables import SPEC, Row, Spec, spec, to_csv
from .tables import comments as written_comments

OUTSIDE_CONSTRAINTS = ("name", "type", "title", "title_en", "description", "format")


def build(case: str) -> dict[str, bytes]:
    """Return the files of a case's package, by name."""
    plan = spec(case)
    tables = simulate(plan)
    files: dict[str, str] = {}
    resources = []
    for resource in plan["common"]["resources"]:
        name = resource["name"]
        described = {**resource, **plan["operations"]} if name == "operations" else resource
        fields = [*described["fields"], *(segment_fields(plan) if described.get("segments") else [])]
        parts = split(name, tables[name], described)
        columns = [field["name"] for field in fields]
        files.update({path: to_csv(columns, rows) for path, rows in parts.items()})
        resources.append(descriptor(plan, name, described, fields, list(parts)))
    files["datapackage.json"] = json.dumps(package(plan, resources), ensure_ascii=False, indent=2) + "\n"
    files["README.md"] = datasheet(plan, tables, resources)
    return {name: text.encode("utf-8") for name, text in files.items()}


def simulate(plan: Spec) -> dict[str, list[Row]]:
    """Simulate every table of a case."""
    log = operations.LOGS[plan["case"]](plan)
    return {
        "features": plan["kano"]["features"],
        "segments": [
            {
                "column": s["column"],
                "label_column_zh": s["label_zh"],
                "label_column_en": s["label_en"],
                **value,
            }
            for s in plan["segments"]
            for value in s["values"]
        ],
        "codes": [{"column": column, **code} for column, codes in plan["codes"].items() for code in codes],
        "kano": surveys.kano(plan),
        "items": [
            {"item": number, "dimension": dimension, **item}
            for number, (dimension, item) in enumerate(
                ((d["name"], item) for d in plan["servqual"]["dimensions"] for item in d["items"]), start=1
            )
        ],
        "servqual": surveys.servqual(plan),
        "operations": log,
        "comments": comments.attach(plan, log, written_comments(plan["case"])),
    }


def split(name: str, rows: list[Row], resource: Spec) -> dict[str, list[Row]]:
    """Return the rows of each file; a log too long for one file is kept in quarters."""
    if resource.get("parts") != "quarter":
        return {f"{name}.csv": rows}
    parts: dict[str, list[Row]] = {}
    for row in rows:
        quarter = (int(str(row.get("date") or row["opened"])[5:7]) + 2) // 3
        parts.setdefault(f"{name}-2025q{quarter}.csv", []).append(row)
    return parts


def segment_fields(plan: Spec) -> list[Spec]:
    """Return the two segment columns as fields."""
    return [
        {
            "name": s["column"],
            "type": "string",
            "title": s["label_zh"],
            "title_en": s["label_en"],
            "enum": "segments",
        }
        for s in plan["segments"]
    ]


def descriptor(plan: Spec, name: str, resource: Spec, fields: list[Spec], paths: list[str]) -> dict[str, Any]:
    """Return a table's part of datapackage.json."""
    schema: dict[str, Any] = {
        "fields": [schema_field(plan, field) for field in fields],
        "missingValues": [""],
        "primaryKey": resource["primaryKey"],
    }
    keys = list(resource.get("foreignKeys", []))
    if name == "comments":
        target = {"resource": "operations", "fields": plan["operations"]["primaryKey"]}
        keys.append({"fields": ["record"], "reference": target})
    if keys:
        schema["foreignKeys"] = keys
    return {
        "name": name,
        "profile": "tabular-data-resource",
        "title": resource["title"],
        "title_en": resource["title_en"],
        "description": resource["description"],
        "description_en": resource["description_en"],
        "path": paths[0] if len(paths) == 1 else paths,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def schema_field(plan: Spec, field: Spec) -> dict[str, Any]:
    """Return a field with its constraints; every field is required unless it says otherwise."""
    constraints = {"required": True} | {k: v for k, v in field.items() if k not in OUTSIDE_CONSTRAINTS}
    if constraints.get("enum") == "segments":
        segment = next(s for s in plan["segments"] if s["column"] == field["name"])
        constraints["enum"] = [value["value"] for value in segment["values"]]
    elif constraints.get("enum") == "codes":
        constraints["enum"] = [code["value"] for code in plan["codes"][field["name"]]]
    plain = {key: field[key] for key in OUTSIDE_CONSTRAINTS if key in field}
    return {**plain, "constraints": constraints}


def package(plan: Spec, resources: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the package descriptor, with what was planted in the data."""
    return {
        "profile": "tabular-data-package",
        "name": plan["case"].replace("_", "-"),
        "title": plan["title_zh"] + "（模拟数据）",
        "title_zh": plan["title_zh"],
        "title_en": plan["title_en"],
        "description": plan["setting_zh"] + "全部为模拟数据，机构与人物均属虚构。",
        "setting_zh": plan["setting_zh"],
        "setting_en": plan["setting_en"],
        "simulated": True,
        "version": plan["common"]["version"],
        "created": plan["common"]["created"],
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "waves": {"kano": plan["kano_waves"], "servqual": plan["servqual_waves"]},
        "planted": plan["planted"],
        "resources": resources,
    }


def datasheet(plan: Spec, tables: dict[str, list[Row]], resources: list[dict[str, Any]]) -> str:
    """Fill in the datasheet of a case."""
    rows = {resource["name"]: len(tables[resource["name"]]) for resource in resources}
    sizes = {
        f"{survey}_sizes{end}": between.join(
            said.format(wave=wave, month=month, size=size)
            for wave, (month, size) in enumerate(
                zip(plan[f"{survey}_waves"], plan[survey]["respondents"], strict=True), start=1
            )
        )
        for survey in ("kano", "servqual")
        for end, between, said in (
            ("", "、", "第 {wave} 批（{month}）{size} 人"),
            ("_en", ", ", "wave {wave} ({month}) {size} people"),
        )
    }
    return Template((SPEC / "datasheet.md").read_text(encoding="utf-8")).substitute(
        title=plan["title_zh"],
        title_en=plan["title_en"],
        setting=plan["setting_zh"],
        setting_en=plan["setting_en"],
        case=plan["case"],
        version=plan["common"]["version"],
        contents=contents(resources, rows, "title", "、"),
        contents_en=contents(resources, rows, "title_en", ", "),
        planted="\n".join(f"{n}. {fact['zh']}" for n, fact in enumerate(plan["planted"], start=1)),
        planted_en="\n".join(f"{n}. {fact['en']}" for n, fact in enumerate(plan["planted"], start=1)),
        comments=len(tables["comments"]),
        **plan["datasheet"],
        **sizes,
    )


def contents(resources: list[dict[str, Any]], rows: dict[str, int], title: str, between: str) -> str:
    """Return the rows of the table of tables in a language."""
    lines = []
    for resource in resources:
        paths = [resource["path"]] if isinstance(resource["path"], str) else resource["path"]
        names = between.join(f"`{field['name']}`" for field in resource["schema"]["fields"])
        files = between.join(f"`{path}`" for path in paths)
        lines.append(f"| {resource[title]} | {files} | {rows[resource['name']]:,} | {names} |")
    return "\n".join(lines)
