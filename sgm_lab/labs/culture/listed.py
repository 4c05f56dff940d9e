"""Which statement each column of a team's answers is, where it has to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ... import culture
from ...i18n import t
from ...intake import Opened
from ...intake._answers import code_of
from ...intake._cells import answers_in
from ..asking import ListKind, renamed

__all__ = ["ANSWERS"]

_LONGEST = 24  # letters of a statement among the choices


def _read_told(page: Opened, of: Mapping[str, list[str]]) -> culture.TeamAnswers:
    heads = dict(zip(("role", *culture.STATEMENTS), culture.heads(), strict=True))
    return culture.read_answers(renamed(page, {there[0]: heads[one] for one, there in of.items()}))


def _guess(page: Opened) -> dict[str, list[str]]:
    """Guess by the headings; where none names a statement, columns of answers are taken in their order."""
    columns = list(map(str, page.table.columns))
    named: dict[str, list[str]] = {}
    for column in columns:
        if (name := culture.statement_named(column)) is not None:
            named.setdefault(name, [column])
    answered = [column for column in columns if _of_levels(answers_in(page.table[column]))]
    if not named and len(answered) == len(culture.STATEMENTS):
        named = {name: [column] for name, column in zip(culture.STATEMENTS, answered, strict=True)}
    return named


def _of_levels(answers: list[Any]) -> bool:
    codes = [code_of(one, "servqual", most=5) for one in answers]
    return bool(codes) and all(code in culture.LEVELS for code in codes)


def _word(role: str) -> str:
    if role == "role":
        return t("lab_asking.list_role")
    said = f"{role[1:]}. {culture.text(role)}"
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"


ANSWERS = ListKind(
    "culture", ("role", *culture.STATEMENTS), tuple(culture.STATEMENTS), _read_told, _guess, worded=_word
)
