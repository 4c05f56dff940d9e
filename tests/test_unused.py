"""Nothing stands in the package that nobody names: no function, class or constant, and no word."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from sgm_lab import i18n

ROOT = Path(__file__).resolve().parent.parent
PACKAGE, WORDS = ROOT / "sgm_lab", ROOT / "sgm_lab" / "words"
KINDS = {".py", ".js", ".html", ".css", ".toml", ".json", ".ipynb", ".md"}


@cache
def texts() -> dict[Path, str]:
    """What may name something: program, course, notebooks, records, tests; not the words themselves."""
    folders = ("sgm_lab", "book", "notebooks", "benchmarks", "datasets", "tests")
    paths = [ROOT / "start.py", ROOT / "README.md", *(p for f in folders for p in (ROOT / f).rglob("*"))]
    return {
        path: path.read_text(encoding="utf-8")
        for path in paths
        if path.suffix in KINDS and WORDS not in path.parents and not {"_build", "data"} & set(path.parts)
    }


@cache
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(text) for path, text in texts().items() if path.suffix == ".py"}


def defined(node: ast.Module | ast.ClassDef) -> Iterator[str]:
    """Functions, classes, their methods, and constants; what a button does is named by its `Action`."""
    for one in node.body:
        if isinstance(one, ast.FunctionDef | ast.ClassDef):
            yield one.name.removeprefix("do_")
            if isinstance(one, ast.ClassDef):
                yield from defined(one)
        elif isinstance(one, ast.Assign | ast.AnnAssign):
            for target in one.targets if isinstance(one, ast.Assign) else [one.target]:
                yield from (name.id for name in ast.walk(target) if isinstance(name, ast.Name))


def test_every_name_is_named_once_more_than_it_is_defined() -> None:
    named = Counter(word for text in texts().values() for word in re.findall(r"[^\W\d]\w*", text))
    own = Counter(name for path, tree in trees().items() if PACKAGE in path.parents for name in defined(tree))
    assert len(own) > 3000
    assert [name for name, times in own.items() if named[name] <= times and not name.startswith("__")] == []


# ---- words ----


def literals(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Give each piece of text: whole (""), or standing before ("<") or after (">") what a text is put together from."""
    inside: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            for at, part in enumerate(node.values):
                if isinstance(part, ast.Constant):
                    inside.add(id(part))
                    if at + 1 < len(node.values):
                        yield "<", part.value
                    if at:
                        yield ">", part.value
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield "", node.value
        elif isinstance(node, ast.keyword | ast.FunctionDef | ast.ClassDef):
            yield "", (node.arg if isinstance(node, ast.keyword) else node.name) or ""
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield "", node.target.id


def keys(table: dict[str, Any], before: str = "") -> Iterator[str]:
    for name, value in table.items():
        if isinstance(value, dict) and not set(i18n.LANGUAGES) & set(value):
            yield from keys(value, f"{before}{name}.")
        else:
            yield before + name


def test_every_word_is_asked_for() -> None:
    """By its key, by the last part of it, or by a text put together that begins or ends like it."""
    whole: set[str] = set()
    heads: set[str] = set()
    ends: set[str] = set()
    for path, text in texts().items():
        if path in trees():
            asks = ROOT / "tests" not in path.parents or path.name == "run.py"  # a test asks for no word
            for place, piece in literals(trees()[path]) if asks else ():
                if not place:
                    whole.update(re.findall(r"[\w.]+", piece))
                elif place == "<":
                    heads.update(re.findall(r"[\w.]+$", piece))
                else:
                    ends.update(re.findall(r"^[\w.]+", piece))
        else:
            whole.update(re.findall(r"[\w.]+", text))
            heads.update(re.findall(r"([\w.]+)\$?\{", text))
            ends.update(re.findall(r"\}([\w.]+)", text))
    found, unasked = 0, []
    for path in sorted(WORDS.glob("*.toml")):
        for key in keys(tomllib.loads(path.read_text(encoding="utf-8")), f"{path.stem}."):
            found += 1
            tails = [key, *(key[at + 1 :] for at, letter in enumerate(key) if letter == ".")]
            begins = {tail[:at] for tail in tails for at in range(3, len(tail)) if tail[at - 1] in "_."}
            closes = {tail[at:] for tail in tails for at in range(1, len(tail) - 2) if tail[at] in "_."}
            if not (whole & set(tails) or heads & begins or ends & closes):
                unasked.append(key)
    assert found > 4000
    assert unasked == []
