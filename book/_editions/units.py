"""Cut the course into units and pair those of two languages.

A unit is a section of a page, a cell of a workbook, an entry of a table of the class material, an exercise, a term or a
word. Pages, workbooks and class material stand in a folder a language; exercises, terms and words side by side.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["FIRST", "Pair", "Unit", "fingerprint", "pairs", "sources"]

FIRST = "zh"  # the language that the others are written from
HAN = re.compile(r"[\u3400-\u9fff]")
FENCE = re.compile(r"^ {0,3}(`{3,}|:{3,}|~{3,})")
HEADING = re.compile(r"^(#{1,5}) +(.+?)\s*$")
HEAD = re.compile(r"\A---\n.*?^---\n", re.M | re.S)  # what tells Jupyter how to run a page


@dataclass(frozen=True)
class Unit:
    """A piece of one language: what it is called, how deep it stands, what it says."""

    key: str
    text: str
    depth: int = 0


@dataclass(frozen=True)
class Pair:
    """A unit in the first language and in another; one of them may be missing."""

    source: str  # the file in the first language, from the root of the course
    key: str
    first: str | None
    other: str | None


def fingerprint(text: str) -> str:
    """Sum up a text; how it is broken over lines does not count.

    >>> fingerprint("a b") == fingerprint("a\\n  b"), fingerprint("a b") == fingerprint("ab")
    (True, False)
    """
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:8]


# ---- one file ----


def page(text: str) -> list[Unit]:
    """Return the sections of a page, each with its heading; what stands before the first has the key ``""``."""
    found: list[tuple[str, int, list[str]]] = [("", 0, [])]
    fences: list[str] = []
    for line in HEAD.sub("", text).splitlines():
        mark = FENCE.match(line)
        if mark and fences and line.strip() == fences[-1]:
            fences.pop()
        elif mark and line.strip() != mark[1]:
            fences.append(mark[1])
        heading = HEADING.match(line)
        if heading and not any(one.startswith(("`", "~")) for one in fences):
            found.append((heading[2], len(heading[1]), []))
        found[-1][2].append(line)
    seen: dict[str, int] = {}
    units = []
    for title, depth, lines in found:
        seen[title] = seen.get(title, 0) + 1
        body = "\n".join(lines).strip()
        if body:
            units.append(Unit(f"{title} ({seen[title]})" if seen[title] > 1 else title, body, depth))
    return units


def notebook(text: str) -> list[Unit]:
    """Return the cells of a workbook by their ids."""
    return [Unit(cell["id"], "".join(cell["source"])) for cell in json.loads(text)["cells"]]


def table(text: str) -> list[Unit]:
    """Return the entries of class material: each table that says something, by its path."""
    return list(_entries(tomllib.loads(text), ""))


def _entries(node: Mapping[str, Any], path: str) -> Iterator[Unit]:
    own: dict[str, Any] = {}
    for name, child in node.items():
        if isinstance(child, Mapping):
            yield from _entries(child, f"{path}.{name}".lstrip("."))
        elif isinstance(child, list) and child and isinstance(child[0], Mapping) and not path:
            for place, one in enumerate(child):
                yield from _entries(one, f"{name}.{one.get('id', one.get('lab', place))}")
        elif isinstance(child, list) and child and isinstance(child[0], Mapping) and name == "step":
            for place, one in enumerate(child, 1):
                yield from _entries(one, f"{path}.{name}.{place}")
        else:
            own[name] = child
    if own:
        yield Unit(path, json.dumps(own, ensure_ascii=False, indent=0, default=str))


READ = {".md": page, ".ipynb": notebook, ".toml": table}


def _paired(
    units: list[Unit], others: list[Unit], by_key: bool
) -> Iterator[tuple[str, str | None, str | None]]:
    if by_key:
        first, other = ({unit.key: unit.text for unit in some} for some in (units, others))
        yield from ((key, first.get(key), other.get(key)) for key in dict.fromkeys([*first, *other]))
        return
    # Sections are told by their place: a heading has other words in each language. Where one lacks a section, the
    # depths differ from there, and what has no partner is missing or extra.
    rest = list(others)
    for place, unit in enumerate(units):
        ahead = [one.depth for one in units[place:]]
        while len(rest) > len(ahead) and rest[0].depth != unit.depth:
            yield rest[0].key, None, rest.pop(0).text
        fits = rest and rest[0].depth == unit.depth
        yield unit.key, unit.text, rest.pop(0).text if fits else None
    yield from ((unit.key, None, unit.text) for unit in rest)


# ---- side by side ----


def beside(node: Any, lang: str, names: tuple[str, str] = ("", "")) -> tuple[list[str], list[str]]:
    """Return all that a record says in the first language and in another, in order.

    >>> beside({"prompt": {"zh": "问", "en": "ask"}, "text_zh": "话", "text_en": "words"}, "en")
    (['问', '话'], ['ask', 'words'])
    """
    first: list[str] = []
    other: list[str] = []
    if isinstance(node, Mapping):
        for name, child in node.items():
            if name == FIRST or name.endswith(f"_{FIRST}"):
                first.append(str(child))
                other += [str(node[name[: -len(FIRST)] + lang])] if name[: -len(FIRST)] + lang in node else []
            elif not isinstance(child, str):
                more = beside(child, lang)
                first, other = first + more[0], other + more[1]
    elif isinstance(node, list):
        for child in node:
            more = beside(child, lang)
            first, other = first + more[0], other + more[1]
    return first, other


def _records(root: Path, source: Path, lang: str) -> Iterator[tuple[str, str | None, str | None]]:
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    if "words" in source.parts:
        overlaid = source.parent / lang / source.name
        own = dict(_flat(tomllib.loads(overlaid.read_text(encoding="utf-8")))) if overlaid.is_file() else {}
        for name, entry in _flat(data):
            yield name, entry[FIRST], entry.get(lang, own.get(name))
        return
    listed = [(str(one.get("id", place)), one) for part in data.values() if isinstance(part, list)
              for place, one in enumerate(part)]  # fmt: skip
    for key, record in listed or [("", data)]:
        first, other = beside(record, lang)
        yield key, "\n".join(first), "\n".join(other) if len(first) == len(other) else None


def _flat(node: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, child in node.items():
        if isinstance(child, Mapping) and not isinstance(child.get(FIRST), str):
            yield from _flat(child, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", child


# ---- the course ----


def sources(root: Path) -> tuple[list[Path], list[Path]]:
    """Return the files of the first language that stand in a folder of their own, and those side by side."""
    apart = [
        *sorted((root / "book" / FIRST).rglob("*.md")),
        *sorted((root / "book" / FIRST).rglob("*.toml")),
        *sorted((root / "notebooks" / FIRST).glob("*.ipynb")),
    ]
    together = [
        *sorted((root / "book" / "exercises").glob("*.toml")),
        root / "book" / "terms.toml",
        *sorted((root / "sgm_lab" / "words").glob("*.toml")),
        *sorted((root / "datasets").glob("*/case.toml")),
    ]
    return apart, together


def counterpart(path: Path, lang: str) -> Path:
    """Return where another language keeps what a file of the first says."""
    return Path(*(lang if part == FIRST else part for part in path.parts))


def pairs(root: Path, lang: str) -> Iterator[Pair]:
    """Go through every unit of the course in the first language and in another."""
    apart, together = sources(root)
    for path in apart:
        other = counterpart(path.relative_to(root), lang)
        read = READ[path.suffix]
        theirs = read((root / other).read_text(encoding="utf-8")) if (root / other).is_file() else []
        ours = read(path.read_text(encoding="utf-8"))
        for key, first, second in _paired(ours, theirs, path.suffix != ".md"):
            yield Pair(path.relative_to(root).as_posix(), key, first, second)
    for path in together:
        for key, first, second in _records(root, path, lang):
            yield Pair(path.relative_to(root).as_posix(), key, first, second)
    known = {counterpart(path.relative_to(root), lang) for path in apart}
    for folder, kinds in ((root / "book" / lang, "*.*"), (root / "notebooks" / lang, "*.ipynb")):
        for path in sorted(folder.rglob(kinds)):
            if path.suffix in READ and path.relative_to(root) not in known:
                yield Pair(path.relative_to(root).as_posix(), "", None, path.name)
