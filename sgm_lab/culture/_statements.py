"""The statements of the culture self-assessment, and an example team that answered them (simulated)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from ..i18n import LANGUAGES, t

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["AREAS", "LEVELS", "ROLES", "STATEMENTS", "Statement", "sample", "statement_named", "text"]

AREAS = ("values", "service", "skills", "safety")
ROLES = ("leader", "front")
LEVELS = (1, 2, 3, 4, 5)


class Statement(NamedTuple):
    """One statement: its area, and whether agreeing with it is a bad sign."""

    area: str
    reverse: bool


#: Statements in the order they are asked. Two of the four of each area are worded the other way round, so that
#: somebody who agrees with everything ends in the middle.
STATEMENTS: dict[str, Statement] = {
    f"q{number}": Statement(area, reverse)
    for number, (area, reverse) in enumerate(
        [
            ("values", False), ("service", True), ("skills", False), ("safety", True),
            ("service", False), ("values", True), ("safety", False), ("skills", True),
            ("values", False), ("service", True), ("skills", False), ("safety", True),
            ("service", False), ("values", True), ("safety", False), ("skills", True),
        ],
        1,
    )
}  # fmt: skip

_NUMBERED = re.compile(r"(?:q|第)?\s*(\d{1,2})\s*(?:题|[、.．:：)）]|$)")


def text(name: str) -> str:
    """Return a statement in the language in use.

    >>> text("q1")
    '拍板之前，总有人问一句：这对客户有什么影响？'
    """
    return t(f"culture.statement.{name}")


@cache
def _texts() -> dict[str, str]:
    """Every wording of every statement → its name."""
    return {
        t(f"culture.statement.{name}", lang=lang).casefold(): name
        for lang in LANGUAGES
        for name in STATEMENTS
    }


def statement_named(head: str) -> str | None:
    """Return which statement a column holds, from its heading: the statement, or its number.

    Parameters
    ----------
    head : str

    Returns
    -------
    str or None
        ``"q1"`` … ``"q16"``; None where the heading names none.

    Examples
    --------
    >>> statement_named("3、我受过的培训够用"), statement_named("第12题"), statement_named("部门")
    ('q3', 'q12', None)
    """
    given = head.strip().casefold()
    named = next((name for wording, name in _texts().items() if wording in given), None)
    if named is None and (numbered := _NUMBERED.match(given)):
        named = f"q{int(numbered[1])}"
    return named if named in STATEMENTS else None


@cache
def sample() -> pd.DataFrame:
    """Return the answers of an example team: simulated, as must be said wherever they are shown.

    Returns
    -------
    pandas.DataFrame
        One row a person: role, and the answers 1–5 as they were given, missing where somebody gave none.

    Examples
    --------
    >>> sample()["role"].value_counts().to_dict()
    {'front': 14, 'leader': 4}
    """
    import pandas as pd

    people = tomllib.loads(files(__package__).joinpath("sample.toml").read_text(encoding="utf-8"))
    rows = [
        {"role": role, **dict(zip(STATEMENTS, map(int, answers), strict=True))}
        for role in ROLES
        for answers in people[role]
    ]
    made = pd.DataFrame(rows)
    made[list(STATEMENTS)] = made[list(STATEMENTS)].astype(float).replace(0, float("nan"))
    return made
