"""Keep what the labs say and export, to compare before and after a change of their code.

Run as ``python benchmarks/keep_labs.py FOLDER [lab …]`` before and after, then ``diff -r`` the two folders: they hold,
for each lab as it opens, in each of its views, and so again on another case in English, the sentence, the words of the
exported page and the cells of the exported spreadsheet. Of figures stands what they say to those who cannot see them,
and a mark that changes with any stroke.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl

from sgm_lab import labs
from sgm_lab.i18n import LANGUAGES, use_language

_VIEWS = ("view", "step", "what", "table", "case")  # the first of these a lab has is what it shows by


def states(name: str) -> Iterator[dict[str, Any]]:
    """Each view as the lab opens, then on the last case."""
    controls = {
        c.name: [value for _, value in getattr(c, "options", ())] for c in labs.by_name(name)().controls()
    }
    view = next((one for one in _VIEWS if controls.get(one)), None)
    cases = [one for one in controls.get("case", [None]) if one != "own"]
    for case in dict.fromkeys((cases[0], cases[-1])):
        for value in controls[view] if view and view != "case" else [None]:
            yield {k: v for k, v in (("case", case), (view, value)) if k is not None and v is not None}


def words(page: str) -> str:
    """The text of a page, a line for each piece, and a mark for each figure."""
    page = re.sub(r"(?s)<(style|script|head).*?</\1>", "", page)
    page = re.sub(r'<img[^>]*?alt="([^"]*)"', r"\n\1\n<img", page)
    page = re.sub(r'="(data:[^"]*)"', lambda found: f">{_mark(found[1])}<", page)
    return "\n".join(line.strip() for line in re.sub(r"<[^>]*>", "\n", page).splitlines() if line.strip())


def _mark(data: str) -> str:
    return "" if "officedocument" in data else hashlib.sha256(data.encode()).hexdigest()[:8]


def cells(content: bytes) -> str:
    """Every cell of a spreadsheet, row by row; the sheet's figures are counted."""
    lines = []
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        lines.append(f"== {sheet.title} · figures: {len(sheet._images)}")
        lines += [
            "\t".join("" if v is None else str(v) for v in row).rstrip()
            for row in sheet.iter_rows(values_only=True)
        ]
    return "\n".join(lines)


def keep(folder: Path, name: str) -> None:
    """Write a lab's states."""
    for lang in LANGUAGES:
        for number, state in enumerate(states(name)):
            with use_language(lang):
                lab = labs.by_name(name)()
                lab.message({"do": "set", "changes": state})
                parts = [str(state), lab.notice, lab._plainly(), words(lab.static())]
                for kind, read in {"html": lambda made: words(made.decode()), "xlsx": cells}.items():
                    parts += [read(lab.export(kind).content)] if kind in lab.exports() else []
            (folder / f"{name}-{number}-{lang}.txt").write_text("\n\n".join(parts) + "\n", encoding="utf-8")


if __name__ == "__main__":
    place = Path(sys.argv[1])
    place.mkdir(parents=True, exist_ok=True)
    os.environ["SGM_WORKBOOK"] = str(Path(tempfile.mkdtemp()) / "workbook.json")
    for one in sys.argv[2:] or sorted(labs.LABS.values()):
        keep(place, one)
        print(one, flush=True)
