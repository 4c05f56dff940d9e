"""Say what follows an own case, and what does not, before anything is built: `python start.py check`.

The case is compared with what its specification writes (`datasets/simulator`). A case as it came has no findings.
The code of the pages that work with a changed case is tried (`case_pages.py`): what it misses stops a build, too.
``--brief`` leaves out what stops a build (`make_site.py` tells that last) and the places.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from _checks.broken import broken, lost
from _checks.said import lines, listed
from _checks.stale import old_words, relabelled, worked_out
from _checks.tables import LABELS, original

HERE = Path(__file__).resolve().parent
NOT_CASES = ("simulator", "spec")


class Finding(NamedTuple):
    """One sentence, with the lines it is about: ``{file: lines}``."""

    said: str
    stops: bool = False
    places: Mapping[str, list[int]] = {}
    new_data: bool = False
    unlike: tuple[str, ...] = ()  # words of the page in `places` that the data do not bear out


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


def as_specified(root: Path) -> bool:
    """Whether every case is as its specification writes it: then no page can say what its data do not."""
    from sgm_lab import cases

    folders = [root / "datasets" / case for case in cases.names()]
    return all({path.name: _text(path) for path in _files(one)} == original(one.name) for one in folders)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*") if path.suffix in (".csv", ".json")]


def _text(path: Path) -> str:
    return path.read_text(
        encoding="utf-8-sig"
    )  # Excel begins a file with a mark; Windows ends lines its own way


def _check_case(root: Path, folder: Path) -> Iterator[Finding]:
    from sgm_lab.i18n import t

    case, first = folder.name, original(folder.name)
    try:
        tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        yield Finding(t("site.case.package", file=f"datasets/{case}/case.toml"), stops=True)
    ours = {}
    for path in _files(folder):
        try:
            ours[path.name] = _text(path)
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
    for file, key, values in broken(ours, package, given):
        yield Finding(t(f"site.case.{key}", file=f"datasets/{case}/{file}", **values), stops=True)
    if not first:
        return  # a case of one's own, of which no page says anything
    said = lines(root)
    for file, key, values, places in lost(ours, package, first, given, said):
        yield Finding(t(f"site.case.{key}", file=f"datasets/{case}/{file}", **values), True, places)
    for old, new in relabelled(ours, package, first, given).items():
        if places := old_words(said, old, new):
            n = sum(map(len, places.values()))
            yield Finding(t("site.case.label", old=old, new=new, n=n), places=places)
    small = {"datapackage.json", *(f"{name}.csv" for name in LABELS)}
    if any(ours.get(name) != first.get(name) for name in (ours.keys() | first.keys()) - small):
        for key, places, ids in worked_out(root, case, said):
            said_so = t(f"site.case.{key}", case=case, ids=listed(ids), page=next(iter(places)))
            yield Finding(said_so, places=places, new_data=True)


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
            yield Finding(t("site.case.alike", title=title, folders=listed(folders)))


def _stuck(root: Path, case: str) -> Iterator[Finding]:
    """Try the code of the pages that work with a case; most of them take any data, some name a month or a comment."""
    from case_pages import stuck
    from pack_build import SETTINGS

    from sgm_lab.exercises.places import ENTRY
    from sgm_lab.i18n import t, use_language

    named = (f'"{case}"', "cases.names()")
    shown = ENTRY.findall((root / "book" / "_toc.yml").read_text(encoding="utf-8"))
    code = (line for line in lines(root) if line.code and line.file.removesuffix(".md") in shown)
    for page in sorted({line.file for line in code if any(name in line.text for name in named)}):
        # Who has a pack cannot write a page anew: it says of itself what is not so (`case_pages.with_note`).
        packed = (root / SETTINGS).is_file()
        unlike: list[str] | None = [] if packed else None
        with use_language(Path(page).parent.name):
            at = stuck(root / page, unlike)
        if unlike and not at:
            said = t("site.case.unlike", case=case, page=page, n=len(unlike))
            yield Finding(said, places={page: []}, unlike=tuple(unlike))
        if at:
            values = {"page": page, "code": at.code, "why": at.why}
            key = "stuck_pack" if packed else "stuck"
            yield Finding(t(f"site.case.{key}", case=case, **values), True, {page: [at.line]})


def languages() -> Iterator[str]:
    """Say what the languages lack in which others may stand in."""
    from sgm_lab import i18n

    for lang in i18n.LANGUAGES:
        if other := i18n.about("fallback", lang):
            report = i18n.overlay(lang)
            names = {"name": i18n.about("name", lang), "other": i18n.about("name", other)}
            yield i18n.t(
                "site.case.language", n=len(report.missing), first=listed(report.missing[:3]), **names
            )
            if wrong := [*report.unknown, *report.misfilled]:
                yield i18n.t("site.case.language_wrong", keys=listed(wrong), **names)


def told(finding: Finding) -> list[str]:
    """Return a finding as lines: the sentence, then each file with its lines."""
    from sgm_lab.i18n import t

    shown = {file: listed(dict.fromkeys(numbers)) for file, numbers in finding.places.items()}
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
