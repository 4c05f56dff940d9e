"""Say what follows an own case, and what does not, before anything is built: `python start.py check`.

The case is compared with what its specification writes (`datasets/simulator`). A case as it came has no findings.
The code of the pages that work with a changed case is tried (`case_pages.py`): what it misses stops a build, too.
``--brief`` leaves out what stops a build (`make_site.py` tells that last) and the places.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from _editions import gate
from _editions.units import FIRST

HERE = Path(__file__).resolve().parent
NOT_CASES = ("simulator", "spec")
LABELS = {"features": ("feature",), "segments": ("column", "value"), "codes": ("column", "value")}
FIGURE = re.compile(r"\d")
CHAPTER = re.compile(r"\d(?:-\d)?")  # what the name of a page begins with
BUILT_IN = re.compile(
    r"\{[\w:]+\}`[^`]*`|\]\([^)]*\)|`[^`]*`|^#.*"
)  # what is no prose, or is worked out anew
Rows = list[dict[str, str]]


class Finding(NamedTuple):
    """One sentence, with the lines it is about: ``{file: lines}``."""

    said: str
    stops: bool = False
    places: Mapping[str, list[int]] = {}
    new_data: bool = False


class Line(NamedTuple):
    """A line that a person reads, or the code of a page."""

    file: str
    number: int
    text: str
    code: bool


@cache
def original(case: str) -> dict[str, str]:
    """Return the files of a case as its specification writes them, by name; none for a case that has none."""
    sys.path.insert(0, str(HERE.parent / "datasets"))
    try:
        from simulator.package import build
        from simulator.tables import CASES
    finally:
        sys.path.pop(0)
    if case not in CASES:
        return {}
    return {name: content.decode("utf-8") for name, content in build(case).items() if name != "README.md"}


def _table(texts: Mapping[str, str], package: Mapping[str, Any], name: str) -> Iterator[tuple[str, Rows]]:
    """Return the files of a table with their rows, as far as they are there."""
    path = next((one["path"] for one in package.get("resources", []) if one.get("name") == name), [])
    for file in path if isinstance(path, list) else [path]:
        if file in texts:
            yield file, _read(texts[file])


@lru_cache(32)
def _read(text: str) -> Rows:
    """Return the rows of a file, read once: they are looked at from many sides."""
    return list(csv.DictReader(io.StringIO(text)))


def _rows(texts: Mapping[str, str], package: Mapping[str, Any], name: str) -> Rows:
    return [row for _, rows in _table(texts, package, name) for row in rows]


def _listed(things: Iterable[object]) -> str:
    from sgm_lab.i18n import t

    return t("site.case.between").join(map(str, things))


# ---- where the course names something ----


def _spoken(root: Path) -> list[str]:
    """Return the languages that the course is published in."""
    there = (root / "book" / "_toc.yml").is_file()
    return [FIRST, *(gate.editions(root) if there else [])]


def lines(root: Path) -> list[Line]:
    """Return what pages and workbooks of each edition and the exercises say, and the code of the first two."""
    found: list[Line] = []
    spoken = _spoken(root)
    pages = [path for lang in spoken for path in sorted(root.glob(f"book/{lang}/*.md"))]
    for path in [*pages, *sorted(root.glob("book/exercises/*.toml"))]:
        fenced, file = "", path.relative_to(root).as_posix()
        for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            opening = re.match(r"`{3,}(\{code-cell\})?", text) if path.suffix == ".md" else None
            if opening:
                fenced = "" if fenced else opening[1] or "text"
            found.append(Line(file, number, text, fenced == "{code-cell}"))
    for path in (path for lang in spoken for path in sorted(root.glob(f"notebooks/{lang}/*.ipynb"))):
        kind, source = "", False
        for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if cell := re.match(r' +"cell_type": "(\w+)"', text):
                kind = cell[1]
            elif re.match(r' +"source": \[', text):
                source = True
            elif re.match(r" +\]", text):
                source = False
            elif source:
                found.append(Line(path.relative_to(root).as_posix(), number, text, kind == "code"))
    return found


def _places(said: list[Line], pattern: str) -> dict[str, list[int]]:
    """Return the lines in which something stands; a line as often as it does."""
    places: dict[str, list[int]] = {}
    for line in said:
        for _ in re.finditer(pattern, line.text):
            places.setdefault(line.file, []).append(line.number)
    return places


# ---- what stops a build ----


def _whole(
    ours: Mapping[str, str], package: Any, given: Mapping[str, Any]
) -> Iterator[tuple[str, str, dict]]:
    """Compare files, columns and values with what every case must have: file, sentence and its values."""
    segments, codes = (_rows(ours, package, name) for name in ("segments", "codes"))
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
        for file, rows in _table(ours, package, name):
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
            known = {row.get(there["fields"][0]) for row in _rows(ours, package, there["resource"])}
            for file, rows in _table(ours, package, resource["name"]):
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


def _codes(
    ours: Mapping[str, str], package: Any, first: Mapping[str, str], given: Any, said: list[Line]
) -> Iterator[tuple[str, str, dict, dict[str, list[int]]]]:
    """Find codes and waves that the case has lost, and where the course names them."""
    from sgm_lab.i18n import get_language

    for table, keys in LABELS.items():
        here = {tuple(row.get(key) for key in keys) for row in _rows(ours, package, table)}
        for row in _rows(first, given, table):
            code = tuple(row[key] for key in keys)
            if code not in here:
                named = rf"[\"']{code[0]}[\"']" if len(code) == 1 else rf"\b{code[0]}=[\"']?{code[1]}\b"
                values = {"code": "=".join(code), "label": row[f"label_{get_language()}"]}
                yield f"{table}.csv", "no_code", values, _places(said, named)
    for table, column in (("kano", "wave"), ("servqual", "wave"), ("kano", "feature"), ("servqual", "item")):
        here, were = (
            {row.get(column) for row in _rows(*source, table)} for source in ((ours, package), (first, given))
        )
        lost = sorted(str(one) for one in were - here)
        if lost and any(here):
            yield f"{table}.csv", "no_answers", {"column": column, "values": _listed(lost)}, {}


# ---- what does not follow ----


def _labels(ours: Mapping[str, str], package: Any, first: Mapping[str, str], given: Any) -> dict[str, str]:
    """Return the labels that have been changed: the old and the new."""
    changed = {str(given[key]): str(package.get(key, "")) for key in ("title_zh", "title_en")}
    for table, keys in LABELS.items():
        now = {tuple(row.get(key) for key in keys): row for row in _rows(ours, package, table)}
        for row in _rows(first, given, table):
            new = now.get(tuple(row[key] for key in keys), {})
            changed |= {text: new[key] for key, text in row.items() if "label" in key and new.get(key)}
    return {old: new for old, new in changed.items() if old != new and new}


def _old_words(said: list[Line], old: str, new: str) -> dict[str, list[int]]:
    # A sentence has an English label in small letters, and of many things an s.
    case, edge, end = ("(?i)", r"\b", r"s?\b") if old.isascii() else ("", "", "")
    kept = (
        f"(?!{re.escape(new[new.find(old) :])})" if old in new else ""
    )  # the new label may hold the old one
    before = f"(?<!{re.escape(new[: new.find(old)])})" if new.find(old) > 0 else ""
    return _places(said, f"{case}{edge}{before}{kept}{re.escape(old)}{end}")


def _figures(
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


# ---- all together ----


def check(root: Path, pages: bool = True) -> list[Finding]:
    """Return what is to be known of the cases in ``datasets`` before the site is built, what stops it first.

    Parameters
    ----------
    root : Path
        Folder of the course.
    pages : bool, default True
        Whether the code of the pages is tried on cases that were changed.
    """
    from sgm_lab import cases
    from sgm_lab.i18n import t

    data = root / "datasets"
    if not data.is_dir():
        return []
    found = []
    known = dict.fromkeys(
        [*cases.names(), *(path.parent.name for path in sorted(data.glob("*/datapackage.json")))]
    )
    for case in known:
        own = list(_check_case(root, data / case))
        if pages and not any(finding.stops for finding in own) and any(finding.new_data for finding in own):
            own += _stuck(root, case)
        found += own
    found += _alike(data)
    strange = (path for path in sorted(data.iterdir()) if path.is_dir() and path.name[0] not in "._")
    for path in strange:
        if path.name not in (*known, *NOT_CASES):
            found.append(Finding(t("site.case.unknown", name=path.name)))
    found += [Finding(said) for said in languages()]
    return sorted(found, key=lambda one: not one.stops)


def _alike(data: Path) -> Iterator[Finding]:
    """Find cases that a learner cannot tell apart by their names: a copy whose name nobody has changed."""
    from sgm_lab.i18n import get_language, t

    named: dict[str, list[str]] = {}
    for path in sorted(data.glob("*/datapackage.json")):
        with suppress(OSError, ValueError, AttributeError):
            title = json.loads(path.read_text(encoding="utf-8-sig")).get(f"title_{get_language()}", "")
            named.setdefault(title, []).append(path.parent.name)
    for title, folders in named.items():
        if title and len(folders) > 1:
            yield Finding(t("site.case.alike", title=title, folders=_listed(folders)))


def _stuck(root: Path, case: str) -> Iterator[Finding]:
    """Try the code of the pages that work with a case; most of them take any data, some name a month or a comment."""
    from case_pages import stuck

    from sgm_lab.exercises.places import ENTRY
    from sgm_lab.i18n import t, use_language

    named = (f'"{case}"', "cases.names()")
    shown = ENTRY.findall((root / "book" / "_toc.yml").read_text(encoding="utf-8"))
    code = (line for line in lines(root) if line.code and line.file.removesuffix(".md") in shown)
    for page in sorted({line.file for line in code if any(name in line.text for name in named)}):
        with use_language(Path(page).parent.name):
            at = stuck(root / page)
        if at:
            values = {"page": page, "code": at.code, "why": at.why}
            yield Finding(t("site.case.stuck", case=case, **values), True, {page: [at.line]})


def languages() -> Iterator[str]:
    """Say what the languages lack in which others may stand in."""
    from sgm_lab import i18n

    for lang in i18n.LANGUAGES:
        if other := i18n.about("fallback", lang):
            report = i18n.overlay(lang)
            names = {"name": i18n.about("name", lang), "other": i18n.about("name", other)}
            yield i18n.t(
                "site.case.language", n=len(report.missing), first=_listed(report.missing[:3]), **names
            )
            if wrong := [*report.unknown, *report.misfilled]:
                yield i18n.t("site.case.language_wrong", keys=_listed(wrong), **names)


def _check_case(root: Path, folder: Path) -> Iterator[Finding]:
    from sgm_lab.i18n import t

    case, first = folder.name, original(folder.name)
    ours = {}
    try:
        tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        yield Finding(t("site.case.package", file=f"datasets/{case}/case.toml"), stops=True)
    for path in (path for path in folder.glob("*") if path.suffix in (".csv", ".json")):
        try:  # Excel begins a file with a mark; Windows ends lines its own way
            ours[path.name] = path.read_text(encoding="utf-8-sig")
        except ValueError:
            yield Finding(t("site.case.encoding", file=f"datasets/{case}/{path.name}"), stops=True)
            return
    if ours == first:
        return
    try:
        package = json.loads(ours["datapackage.json"])
    except (KeyError, ValueError):
        yield Finding(t("site.case.package", file=f"datasets/{case}/datapackage.json"), stops=True)
        return
    given = json.loads(first["datapackage.json"]) if first else package
    for file, key, values in _whole(ours, package, given):
        yield Finding(t(f"site.case.{key}", file=f"datasets/{case}/{file}", **values), stops=True)
    if not first:
        return  # a case of one's own, of which no page says anything
    said = lines(root)
    for file, key, values, places in _codes(ours, package, first, given, said):
        yield Finding(t(f"site.case.{key}", file=f"datasets/{case}/{file}", **values), True, places)
    for old, new in _labels(ours, package, first, given).items():
        if places := _old_words(said, old, new):
            n = sum(map(len, places.values()))
            yield Finding(t("site.case.label", old=old, new=new, n=n), places=places)
    small = {"datapackage.json", *(f"{name}.csv" for name in LABELS)}
    if any(ours.get(name) != first.get(name) for name in (ours.keys() | first.keys()) - small):
        for key, places, ids in _figures(root, case, said):
            said_so = t(f"site.case.{key}", case=case, ids=_listed(ids), page=next(iter(places)))
            yield Finding(said_so, places=places, new_data=True)


def told(finding: Finding) -> list[str]:
    """Return a finding as lines: the sentence, then each file with its lines."""
    from sgm_lab.i18n import t

    shown = {file: _listed(dict.fromkeys(numbers)) for file, numbers in finding.places.items()}
    at = (t("site.build.line", file=file, line=numbers) for file, numbers in shown.items() if numbers)
    return [finding.said, *(f"  {place}" for place in at)]


def main(root: Path, brief: bool = False) -> int:
    """Print the findings; return whether any of them stops a build."""
    from sgm_lab.i18n import t

    found = check(root, pages=not brief)
    if brief:
        shown = [finding.said for finding in found if not finding.stops]
        shown += [t("site.case.more")] * bool(shown)
    else:
        shown = [line for finding in found for line in told(finding)] or [t("site.case.fine")]
    print("\n".join(shown), end="\n" * bool(shown), flush=True)
    return int(not brief and any(finding.stops for finding in found))


if __name__ == "__main__":
    sys.exit(main(HERE.parent, "--brief" in sys.argv))
