"""The test before and after a class: two equivalent forms, made of one table of abilities.

An ability is one question in each form: an exercise record whose texts name figures of a case in braces.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ...i18n import LANGUAGES, Language
from ..base import Record
from ..places import course_of
from ..reading import folder_of, read_table
from .figures import FIGURES, figures

__all__ = ["FORMS", "Ability", "abilities", "form", "id_of", "sources"]

FORMS = ("a", "b")
_TEXTS = ("prompt", "solution", "text", "feedback", "missed", "right", "unit")
_OWN = ("id", "aim", "figures", *FORMS)


@dataclass(frozen=True)
class Ability:
    """What is asked, and the question that asks it in each form."""

    id: str
    aim: str
    questions: Mapping[str, Record]


def id_of(form: str, ability: str) -> str:
    """Return the name under which a workbook keeps the answer."""
    return f"test-{form}-{ability}"


def sources(folder: str | Path | None = None) -> dict[str, Path]:
    """Return the file of the test in each language of the course; none where no course lies around the records."""
    root = course_of(folder_of(folder))
    return {path.parts[-3]: path for path in sorted(root.glob("book/*/teaching/test.toml"))} if root else {}


@cache
def abilities(lang: Language, file: Path | None = None, judging: bool = False) -> tuple[Ability, ...]:
    """Read what is tested, both forms filled in; from the course's own file, unless another is named.

    Where it is for ``judging`` only, figures that merely stand in a text are not worked out, and dots stand for them.

    Raises
    ------
    ValueError
        If a question names figures that there are not.
    DataError
        If a question is no proper record.
    """
    source = file or sources()[lang]
    rows = tomllib.loads(source.read_text(encoding="utf-8"))["ability"]
    return tuple(
        Ability(
            row["id"], row["aim"], {one: _question(row, one, lang, source.name, judging) for one in FORMS}
        )
        for row in rows
    )


def form(name: str, lang: Language) -> list[Record]:
    """Return the questions of one form, in order."""
    return [ability.questions[name] for ability in abilities(lang)]


class _Untold(dict[str, Any]):
    """Words of a question whose figures nobody reads."""

    def __missing__(self, name: str) -> str:
        return "…"


def _question(row: Mapping[str, Any], form: str, lang: Language, file: str, judging: bool) -> Record:
    """Fill one form's own words and figures into a question."""
    own = dict(row[form])
    where = f"{file}, {row['id']}, {form}"
    if judging and not any(
        _names_figures(value) for name, value in row.items() if name not in (*_OWN, *_TEXTS)
    ):
        own = _Untold(own)
    elif made := row.get("figures"):
        if made not in FIGURES:
            raise ValueError(f"{where}: no such figures: {made}; there are {', '.join(FIGURES)}")
        asked = {name: own[name] for name in FIGURES[made].__annotations__ if name in own}
        own |= figures(made, lang, **asked)
    try:
        plain = {name: _filled(value, own) for name, value in row.items() if name not in _OWN}
    except KeyError as missing:
        raise ValueError(f"{where}: nothing is known of {missing}") from None
    if "given" in plain:
        plain["given"] = {name: float(value) for name, value in plain["given"].items()}
    right = plain["answer"] if isinstance(plain["answer"], list) else [plain["answer"]]
    for option in plain.get("options", ()):  # why an option is wrong is not said of the one that is right
        if option["id"] in right:
            option.pop("feedback", None)
    table = {"id": id_of(form, row["id"]), **_spoken(plain)}
    return read_table({"exercise": [table]}, file)[0]


def _names_figures(value: Any) -> bool:
    """Whether what an answer is judged by names a figure."""
    if isinstance(value, dict):
        return any(_names_figures(one) for name, one in value.items() if name not in _TEXTS)
    if isinstance(value, list):
        return any(map(_names_figures, value))
    return isinstance(value, str) and "{" in value


def _filled(value: Any, own: Mapping[str, Any]) -> Any:
    """Put figures into every text of a value; a figure's own words may name figures too."""
    if isinstance(value, str):
        filled = value.format_map(own)
        return filled.format_map(own) if "{" in filled else filled
    if isinstance(value, list):
        return [_filled(one, own) for one in value]
    if isinstance(value, dict):
        return {name: _filled(one, own) for name, one in value.items()}
    return value


def _spoken(value: Any) -> Any:
    """Return a table as the reader of exercises takes it; the file is of one language, and asked for in no other."""
    if isinstance(value, list):
        return [_spoken(one) for one in value]
    if isinstance(value, dict):
        return {
            name: dict.fromkeys(LANGUAGES, one) if name in _TEXTS else _spoken(one)
            for name, one in value.items()
        }
    return value
