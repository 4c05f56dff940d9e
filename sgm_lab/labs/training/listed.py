"""Which columns a table of skills has, where it has to be asked: a skill a row, or a skill a column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ... import training
from ...errors import DataError
from ...i18n import t
from ...intake import Opened
from ...intake._cells import answers_in, to_number
from ...intake.named import Said, headings
from ..asking import ListKind, renamed

__all__ = ["SKILLS"]

_LONG = ("skill", "dimension", "present", "required", "hours")
_NEEDED = _LONG[:3]
_OF = "skill_"  # of a column that holds the levels of one skill: the dimension that the skill belongs to
_ACROSS = tuple(f"{_OF}{name}" for name in training.DIMENSIONS)


def _read_told(page: Opened, of: Mapping[str, list[str]]) -> Said:
    across = {column: role.removeprefix(_OF) for role in _ACROSS for column in of.get(role, [])}
    if across:
        if beside := [role for role in _LONG if role in of]:
            raise DataError("lab_asking.skills_both", column=next(iter(across)), other=of[beside[0]][0])
        return training.read_staff(_melted(page, of["staff"][0], across))
    if not any(role in of for role in _NEEDED):
        raise DataError("lab_asking.skills_lack", skill=_word("skill"), across=_word(_ACROSS[0]))
    for role in _NEEDED:
        if role not in of:
            raise DataError("lab_asking.list_lacks", became=_word(role))
    return training.read_staff(
        renamed(page, {there[0]: headings("training", one)[0] for one, there in of.items()})
    )


def _melted(page: Opened, staff: str, across: Mapping[str, str]) -> Opened:
    """Return one row a person and skill; each keeps the row of the file that it stood in."""
    import pandas as pd

    staff_head, skill, dimension, present = (headings("training", one)[0] for one in ("staff", *_NEEDED))
    parts = [
        pd.DataFrame(
            {staff_head: page.table[staff], skill: column, dimension: name, present: page.table[column]}
        )
        for column, name in across.items()
    ]
    return replace(page, table=pd.concat(parts).sort_index(kind="stable"))


def _guess(page: Opened) -> dict[str, list[str]]:
    heads = list(map(str, page.table.columns))
    called = {
        one: [
            column
            for column in heads
            if column.strip().casefold() in map(str.casefold, headings("training", one))
        ][:1]
        for one in ("staff", *_LONG)
    }
    free = [column for column in heads if not any(column in there for there in called.values())]
    words = [
        column
        for column in free
        if not any(to_number(value) is not None for value in answers_in(page.table[column]))
    ]
    levels = [column for column in free if _of_levels(answers_in(page.table[column]))]
    if not called["staff"] and words:
        called["staff"] = [words.pop(0)]
    if len(levels) == 1 and not called["present"]:
        called["present"] = levels
    if len(levels) != 1:
        return called
    dimensions = {t(f"common.dimension.{name}") for name in training.DIMENSIONS}
    for column in words:
        role = "dimension" if dimensions & set(map(str, answers_in(page.table[column]))) else "skill"
        called[role] = called[role] or [column]
    return called


def _of_levels(answers: list[Any]) -> bool:
    return bool(answers) and all(
        (number := to_number(one)) is not None and number in range(5) for one in answers
    )


def _word(role: str) -> str:
    if role in _ACROSS:
        return t("lab_asking.list_across", dimension=t(f"common.dimension.{role.removeprefix(_OF)}"))
    if role == "dimension":
        return headings("training", role)[0]
    return t(f"lab_asking.list_{'person' if role == 'staff' else role}")


SKILLS = ListKind(
    "skills",
    ("staff", *_LONG, *_ACROSS),
    ("staff",),
    _read_told,
    _guess,
    several=_ACROSS,
    worded=_word,
    people=True,
)
