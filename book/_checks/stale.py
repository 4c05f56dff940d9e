"""What does not follow a case that was changed: old labels, and figures that were worked out before."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .said import Line, places_of
from .tables import LABELS, rows_of

__all__ = ["old_words", "relabelled", "worked_out"]

FIGURE = re.compile(r"\d")
CHAPTER = re.compile(r"\d(?:-\d)?")  # what the name of a page begins with
# What is no prose, or is worked out anew.
BUILT_IN = re.compile(r"\{[\w:]+\}`[^`]*`|\]\([^)]*\)|`[^`]*`|^#.*")


def relabelled(ours: Mapping[str, str], package: Any, first: Mapping[str, str], given: Any) -> dict[str, str]:
    """Return the labels that have been changed: the old and the new."""
    changed = {str(given[key]): str(package.get(key, "")) for key in ("title_zh", "title_en")}
    for table, keys in LABELS.items():
        now = {tuple(row.get(key) for key in keys): row for row in rows_of(ours, package, table)}
        for row in rows_of(first, given, table):
            new = now.get(tuple(row[key] for key in keys), {})
            changed |= {text: new[key] for key, text in row.items() if "label" in key and new.get(key)}
    return {old: new for old, new in changed.items() if old != new and new}


def old_words(said: list[Line], old: str, new: str) -> dict[str, list[int]]:
    """Return where a label still stands as it was."""
    # A sentence has an English label in small letters, and of many things an s.
    case, edge, end = ("(?i)", r"\b", r"s?\b") if old.isascii() else ("", "", "")
    at = new.find(old)  # the new label may hold the old one
    kept = f"(?!{re.escape(new[at:])})" if at >= 0 else ""
    before = f"(?<!{re.escape(new[:at])})" if at > 0 else ""
    return places_of(said, f"{case}{edge}{before}{kept}{re.escape(old)}{end}")


def worked_out(
    root: Path, case: str, said: list[Line]
) -> Iterator[tuple[str, dict[str, list[int]], list[str]]]:
    """Find what was worked out or written with the data as they came: exercises, then pages."""
    pages = {line.file for line in said if line.code and f'load("{case}")' in line.text}
    chapters = {match[0].replace("-", ".") for page in pages if (match := CHAPTER.match(Path(page).name))}
    for path in sorted(root.glob("book/exercises/*.toml")):
        text = path.read_text(encoding="utf-8")
        begins = {m[1]: text.count("\n", 0, m.start()) + 1 for m in re.finditer(r'^id = "(.+)"', text, re.M)}
        ids = []
        for row in tomllib.loads(text).get("exercise", []):
            if row.get("kind") == "survey":
                continue  # it asks about the course
            named = case in (row.get("start", {}).get("case"), row.get("goal", {}).get("case"))
            asks = " ".join(row.get(key, {}).get("zh", "") for key in ("prompt", "solution"))
            if (named or row.get("chapter") in chapters) and FIGURE.search(asks):
                ids.append(row["id"])
        if ids:
            yield "recompute", {path.relative_to(root).as_posix(): [begins[one] for one in ids]}, ids
    for page in sorted(pages):
        whole = [line for line in said if line.file == page]
        head = next((line.number for line in whole[1:] if line.text == "---"), 0)  # settings of the page
        prose = (line for line in whole[head:] if not line.code)
        numbers = [line.number for line in prose if FIGURE.search(BUILT_IN.sub("", line.text))]
        yield "story", {page: numbers}, []
