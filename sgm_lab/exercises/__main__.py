"""For the instructor: check the records of a folder, or read the workbooks of a class.

``python -m sgm_lab.exercises [folder]`` lists every mistake in the records.
``python -m sgm_lab.exercises class FOLDER`` reads the workbooks in a folder and writes the class report there.
"""

from __future__ import annotations

import importlib
import json
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ..errors import DataError, SgmError
from ..i18n import t
from .classes import class_report, read_folder
from .reading import folder_of, load, read_file, read_record

__all__ = ["main", "problems"]


def problems(folder: str | Path | None = None) -> list[str]:
    """Return one sentence for each mistake in the records of a folder, not only the first one."""
    place = folder_of(folder)
    found: list[str] = []
    home: dict[str, str] = {}
    for file in sorted(place.glob("*.toml")):
        rows = _rows(file, found)
        for number, row in enumerate(rows, 1):
            try:
                record = read_record(row, file.name, number)
            except SgmError as error:
                found.append(str(error))
                continue
            if record.id in home:
                values = {"file": file.name, "id": record.id, "other": home[record.id]}
                found.append(str(DataError("exercises.bad.id_twice", **values)))
            home.setdefault(record.id, file.name)
            found += _against_schema(row, record.id, file)
    return found


def _rows(file: Path, found: list[str]) -> Sequence[Any]:
    """Return the tables of a file that is TOML and holds nothing but exercises."""
    try:
        read_file(file)
    except SgmError as error:
        if error.values.get("id") is None:
            found.append(str(error))
            return []
    rows: list[Any] = tomllib.loads(file.read_text(encoding="utf-8-sig")).get("exercise", [])
    return rows


def _against_schema(row: Any, id: str, file: Path) -> Iterator[str]:
    """Check one record that the loader takes against the schema for editors, where jsonschema is there."""
    schema = folder_of() / "schema.json"
    try:
        jsonschema = importlib.import_module("jsonschema")
        rules = json.loads(schema.read_text(encoding="utf-8"))
    except (ImportError, OSError):
        return
    for error in jsonschema.Draft202012Validator(rules).iter_errors({"exercise": [row]}):
        field = ".".join(str(part) for part in list(error.absolute_path)[2:])
        yield str(DataError("exercises.bad.schema", file=file.name, id=id, field=field, why=error.message))


def _class(place: str) -> int:
    """Write the report of a class into its folder."""
    try:
        result = read_folder(place)
    except SgmError as error:
        print(error)
        return 1
    path = Path(place) / f"{t('exercises.classroom.file')}.html"
    path.write_text(class_report(result), encoding="utf-8")
    for sentence in [*result.left_out, t("exercises.classroom.saved", path=path, n=len(result.learners))]:
        print(sentence)
    return 0


def main(arguments: Sequence[str]) -> int:
    """Print what was found; whether anything was."""
    if list(arguments[:1]) == ["class"]:
        return _class(arguments[1] if len(arguments) > 1 else ".")
    place = folder_of(arguments[0] if arguments else None)
    found = problems(place)
    try:
        if not found:
            found = []
            print(t("exercises.bad.all_good", folder=place, count=len(load(place))))
    except SgmError as error:
        found = [str(error)]
    for sentence in found:
        print(sentence)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
