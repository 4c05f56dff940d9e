"""The form of exercise records for editors, ``schema.json`` beside them: what each kind's fields are annotated with.

After a change of a kind, ``python book/exercise_schema.py`` writes it anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields
from types import UnionType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from sgm_lab.exercises.base import Record
from sgm_lab.exercises.fields import Text
from sgm_lab.exercises.kinds import found
from sgm_lab.exercises.reading import folder_of
from sgm_lab.i18n import LANGUAGES, about, t

__all__ = ["schema"]

_STRING = {"$ref": "#/$defs/string"}
_PLAIN: dict[Any, dict[str, Any]] = {
    Text: {"$ref": "#/$defs/text"},
    str: _STRING,
    float: {"type": "number"},
}


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a file of exercises."""
    kinds = found()
    asked = [lang for lang in LANGUAGES if not about("fallback", lang)]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": _said("exercise"),
        "description": "What a file *.toml in this folder may hold. The loader (sgm_lab.exercises) also checks what no "
        "schema can: names used twice or not defined, formulas, the order of steps.",
        "type": "object",
        "properties": {
            "exercise": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["kind"],
                    "properties": {"kind": {"enum": list(kinds)}},
                    "allOf": [
                        {
                            "if": {"properties": {"kind": {"const": name}}},
                            "then": {"$ref": f"#/$defs/{name}"},
                        }
                        for name in kinds
                    ],
                },
            }
        },
        "additionalProperties": False,
        "$defs": {
            "string": {"type": "string", "pattern": r"\S"},
            "id": {"type": "string", "pattern": "^[0-9A-Za-z][0-9A-Za-z._-]{0,59}$"},
            "text": {**_table(dict.fromkeys(asked, _STRING), asked), "additionalProperties": _STRING},
            **{name: _kind(name, kind) for name, kind in kinds.items()},
        },
    }


def _said(name: str) -> str:
    return " · ".join(t(f"exercises.ui.{name}", lang) for lang in LANGUAGES)


def _table(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    # An empty table says nothing.
    asked = {"required": required} if required else {"minProperties": 1}
    return {"type": "object", "properties": properties, **asked, "additionalProperties": False}


def _kind(name: str, kind: type[Record]) -> dict[str, Any]:
    """Say what a record of one kind holds; its name comes with what all have."""
    made = _record(kind)
    beside = {name: _of(one) for name, one in kind.beside.items()}
    properties = {"kind": {"const": name}} | made["properties"] | beside
    return {"title": _said(f"kind_{name}"), **_table(properties, ["kind", *made["required"]])}


def _record(made: Any) -> dict[str, Any]:
    hints = get_type_hints(made, include_extras=True)
    needed = [f.name for f in fields(made) if f.default is MISSING and f.default_factory is MISSING]
    return _table({f.name: _of(hints[f.name]) for f in fields(made)}, needed)


def _of(given: Any) -> dict[str, Any]:
    """Say how a value of one type is written; a tuple holds the ways it may be."""
    origin, inner = get_origin(given), get_args(given)
    if origin is Annotated:
        kind, extra = inner
        return extra if extra.keys() & {"type", "anyOf", "$ref"} else {**_of(kind), **extra}
    if origin is tuple:
        return {"type": "array", "items": _of(inner[0])}
    if origin is Mapping:
        return {"type": "object", "additionalProperties": _of(inner[1])}
    if origin is UnionType:
        given = tuple(one for one in inner if one is not type(None))
    if isinstance(given, tuple):
        forms = [_of(one) for one in given]
        return forms[0] if len(forms) == 1 else {"oneOf": forms}
    return _PLAIN.get(given) or _record(given)


if __name__ == "__main__":
    text = json.dumps(schema(), ensure_ascii=False, indent=2)
    (folder_of() / "schema.json").write_text(text + "\n", encoding="utf-8")
