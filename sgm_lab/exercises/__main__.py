"""For the instructor: check the records of a folder, or read the workbooks of a class.

``python -m sgm_lab.exercises [folder]`` lists every mistake in the records, and exercises that no page names.
``python -m sgm_lab.exercises where`` lists the pages that show each exercise.
``python -m sgm_lab.exercises class FOLDER`` reads the workbooks in a folder and writes the class report there;
``--chapters 2.1,2.2 --since 2026-11-01 --until 2026-11-30 --sort name|least|most|recent`` say how.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ..errors import DataError, SgmError
from ..extras import MissingPackageError
from ..i18n import t
from .classes import class_report, class_xlsx, read_folder
from .classes.panel import day_of
from .effort import effort, fits
from .places import course_of, nowhere, places, where
from .reading import folder_of, load, read_file, read_record

__all__ = ["main", "problems"]


def problems(folder: str | Path | None = None, *, known: bool = False) -> list[str]:
    """Return one sentence for each mistake in the records of a folder, not only the first one.

    Of records that are ``known`` to be sound only their places on the pages are looked at.
    """
    place = folder_of(folder)
    found: list[str] = []
    home: dict[str, str] = {}
    for file in sorted(place.glob("*.toml")):
        rows = _rows(file, found)
        for number, row in enumerate(rows, 1):
            if known:
                home[row["id"]] = file.name
                continue
            try:
                record = read_record(row, file.name, number)
                record.payload()  # data that are worked out when they are asked for
            except SgmError as error:
                found.append(str(error))
                continue
            if record.id in home:
                values = {"file": file.name, "id": record.id, "other": home[record.id]}
                found.append(str(DataError("exercises.bad.id_twice", **values)))
            home.setdefault(record.id, file.name)
            if not fits(record):
                values = {"file": file.name, "id": record.id, "minutes": f"{record.minutes:g}"}
                found.append(str(DataError("exercises.bad.minutes", **values, asked=f"{effort(record):.0f}")))
            found += _against_schema(row, record.id, file)
    root = course_of(place)
    return found if found or root is None else nowhere(root, load(place), home)


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


def _class(arguments: Sequence[str]) -> int:
    """Write the report of a class into its folder, as a page and as a spreadsheet."""
    parser = argparse.ArgumentParser(prog="sgm_lab.exercises class", add_help=False)
    parser.add_argument("place", nargs="?", default=".")
    parser.add_argument("--chapters", default="")
    parser.add_argument("--since", default="")
    parser.add_argument("--until", default="")
    parser.add_argument("--sort", default="name")
    given = parser.parse_args(arguments)
    chapters = [name for name in re.split(r"[,，、\s]+", given.chapters) if name]
    try:
        since, until = day_of(given.since), day_of(given.until)
        result = read_folder(given.place, chapters=chapters, since=since, until=until, sort=given.sort)
    except SgmError as error:
        print(error)
        return 1
    path = Path(given.place) / t("exercises.classroom.file")
    path.with_suffix(".html").write_text(class_report(result), encoding="utf-8")
    without = []
    try:
        path.with_suffix(".xlsx").write_bytes(class_xlsx(result))
    except MissingPackageError as error:
        without = [str(error)]
    saved = t("exercises.classroom.saved", path=path.with_suffix(".html"), n=len(result.learners))
    for sentence in [*result.left_out, *result.notes, *without, saved]:
        print(sentence)
    return 0


def _where() -> int:
    """List the pages of each exercise."""
    root = course_of(folder_of())
    shown = places(root) if root else {}
    for id in load():
        print(id, *shown.get(id, ["-"]))
    return 0


def main(arguments: Sequence[str]) -> int:
    """Print what was found; whether anything was."""
    if list(arguments[:1]) == ["class"]:
        return _class(arguments[1:])
    if list(arguments) == ["where"]:
        return _where()
    place = folder_of(arguments[0] if arguments else None)
    found = problems(place)
    try:
        if not found:
            found = []
            print(t("exercises.bad.all_good", folder=place, count=len(load(place))))
            root = course_of(place)
            print("\n".join(where(root, load(place)) if root else []))
    except SgmError as error:
        found = [str(error)]
    for sentence in found:
        print(sentence)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
