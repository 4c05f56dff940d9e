"""Read an instructor pack: a zip, or a folder with the same contents, as ``book/_desk/README.md`` says.

All of it is checked before any of it is used; what does not fit is said in one sentence. ``_desk/pack.js`` reads packs
by the same rules in the browser, and `tests/test_pack.py` holds both together. `pack_build` makes a course of one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import pack_files
import pack_texts
from pack_texts import TEXTS

from sgm_lab import cases, exercises, look
from sgm_lab.errors import DataError
from sgm_lab.exercises.reading import read_table
from sgm_lab.i18n import t

__all__ = ["GROUND", "LIMITS", "Pack", "contrast", "read"]

#: What a pack may hold: as files (`pack_files`), letters of the title, kilobytes of the logo, and of texts.
LIMITS = {**pack_files.LIMITS, "title": 40, "logo": 200, **pack_texts.LIMITS}
#: What an accent is read on, and how well it must be read.
GROUND, LEAST = {"accent": look.PAPER, "accent_dark": "#15191F"}, 4.5
PICTURE = {"png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "svg": b"<svg"}
COLOUR, HEX, DAY = re.compile(r"#[0-9A-Fa-f]{6}"), re.compile(r"[0-9a-f]{64}"), re.compile(r"\d{4}-\d\d-\d\d")
MANIFEST, RECORDS = "pack.json", "exercises.json"
VERSION = 1


@dataclass(frozen=True)
class Pack:
    """What an instructor changes: settings, records, ids left out, files of cases and the logo, texts of one's own."""

    settings: Mapping[str, Any] = field(default_factory=dict)
    records: list[dict[str, Any]] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    files: Mapping[str, bytes] = field(default_factory=dict)
    texts: list[dict[str, str]] = field(default_factory=list)


def read(path: Path) -> Pack:
    """Read and check a pack.

    Raises
    ------
    DataError
        If it is no pack, is damaged or too large, or anything in it does not fit.
    """
    bad = partial(_bad, path.name)
    files = pack_files.contents(path, bad)
    if MANIFEST not in files:
        bad("no_zip")
    manifest = _json(files, MANIFEST, bad)
    version = manifest.get("pack")
    if isinstance(version, int) and version > VERSION:
        bad("newer")
    settings = manifest.get("settings", {})
    if version is not VERSION or not isinstance(settings, dict):
        bad("manifest", file=MANIFEST)
    _settings(settings, bad)
    _pictures(files, bad)
    _cases(files, bad)
    told = _json(files, RECORDS, bad) if RECORDS in files else {}
    records, hidden = told.get("exercise", []), told.get("hidden", [])
    if not isinstance(hidden, list) or not all(isinstance(id, str) for id in hidden):
        bad("manifest", file=RECORDS)
    made = read_table({"exercise": records}, RECORDS)
    ids = [record.id for record in made]
    if len(set(ids)) < len(ids):
        twice = next(id for id in ids if ids.count(id) > 1)
        raise DataError("exercises.bad.id_twice", file=RECORDS, id=twice, other=RECORDS)
    texts = _json(files, TEXTS, bad).get("chapter") if TEXTS in files else []
    _texts(texts, settings.get("hidden_chapters", []), set(ids), set(hidden), bad)
    rest = {name: content for name, content in files.items() if name not in (MANIFEST, RECORDS, TEXTS)}
    return Pack(settings, records, hidden, rest, texts)


def _bad(name: str, key: str, **values: Any) -> NoReturn:
    raise DataError(f"pack.{key}", name=name, **values)


# ---- what is in them ----


def _json(files: Mapping[str, bytes], name: str, bad: Any) -> dict[str, Any]:
    def no_number(_: str) -> NoReturn:
        raise ValueError

    try:
        found = json.loads(files[name].decode("utf-8-sig"), parse_constant=no_number)
        json.dumps(found, ensure_ascii=False).encode()  # half a letter is none
    except (ValueError, RecursionError):
        bad("manifest", file=name)
    if not isinstance(found, dict):
        bad("manifest", file=name)
    return dict(found)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.2, relative luminance), 1 to 21.

    >>> round(contrast("#0F6073", "#FFFFFF"), 1)
    7.1
    """

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _settings(given: Mapping[str, Any], bad: Any) -> None:
    for name, value in given.items():
        fits = {
            "title": _is_title,
            **{accent: partial(_is_accent, ground) for accent, ground in GROUND.items()},
            "hidden_chapters": _is_chapters,
            "answers": _is_answers,
        }.get(name)
        if fits is None or not fits(value):
            known = "accent" if name in GROUND else name if fits else "unknown"
            bad("setting", setting=name[:40], form=t(f"pack.form.{known}", None, most=LIMITS["title"]))


def _is_title(value: Any) -> bool:
    return isinstance(value, str) and value.strip() == value and 0 < len(value) <= LIMITS["title"]


def _is_accent(ground: str, value: Any) -> bool:
    return isinstance(value, str) and bool(COLOUR.fullmatch(value)) and contrast(value, ground) >= LEAST


def _is_chapters(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and 0 < len(one) <= 9 for one in value)


def _is_answers(value: Any) -> bool:
    if not isinstance(value, dict) or not value or value.keys() - {"until", "code"}:
        return False
    until, code = value.get("until", "2026-01-01"), value.get("code", "0" * 64)
    if not (
        isinstance(until, str) and DAY.fullmatch(until) and isinstance(code, str) and HEX.fullmatch(code)
    ):
        return False
    try:
        date.fromisoformat(until)
    except ValueError:
        return False
    return True


def _pictures(files: Mapping[str, bytes], bad: Any) -> None:
    logos = [name for name in files if name.startswith("logo.")]
    for name in logos:
        content, kind = files[name], name.rpartition(".")[2]
        begins = PICTURE[kind] in content[:1000] if kind == "svg" else content.startswith(PICTURE[kind])
        if not begins or len(content) > LIMITS["logo"] * 1000 or len(logos) > 1:
            bad("logo", file=name, most=LIMITS["logo"])


def _cases(files: Mapping[str, bytes], bad: Any) -> None:
    """Refuse files of a case that are no text or lead elsewhere; a new case has what makes it one."""
    inside = {}
    for name, content in files.items():
        if name.startswith("case/"):
            try:
                content.decode("utf-8-sig")
            except UnicodeDecodeError:
                bad("manifest", file=name)
            inside.setdefault(name.split("/")[1], []).append(name)
    for case, names in inside.items():
        described = f"case/{case}/datapackage.json"
        if described in names:
            _leads_nowhere(_json(files, described, bad), described, bad)
        if case not in cases.names():
            for needed in ("datapackage.json", "case.toml"):
                if f"case/{case}/{needed}" not in names:
                    bad("new_case", case=case, file=needed)


def _texts(given: Any, away: list[str], own: set[str], hidden: set[str], bad: Any) -> None:
    if not given and isinstance(given, list):
        return
    known = exercises.load()
    chapters = {record.chapter for record in known.values()}
    if found := pack_texts.check(given, chapters, away, (known.keys() | own) - hidden):
        number, key, values = found
        if not number:
            bad("manifest", file=TEXTS)
        bad("own_text", n=number, why=t(f"pack.text.{key}", None, **values))


def _leads_nowhere(package: Mapping[str, Any], name: str, bad: Any) -> None:
    """A resource is a table of the same folder, whatever its description says."""
    resources = package.get("resources", [])
    rows = resources if isinstance(resources, list) else [None]
    for resource in rows:
        paths = resource.get("path") if isinstance(resource, dict) else None
        listed = paths if isinstance(paths, list) else [paths]
        if not all(
            isinstance(one, str) and re.fullmatch(r"[a-z][a-z0-9_-]{0,39}\.csv", one) for one in listed
        ):
            bad("manifest", file=name)
