"""A team for each case, to begin with: simulated, as the word tables say wherever it is shown."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ..errors import ArgumentError, did_you_mean
from ..i18n import t

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["sample"]


@cache
def _teams() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("samples.toml").read_text(encoding="utf-8"))


def sample(case: str) -> pd.DataFrame:
    """Return the simulated team of a case, in words of the language in use.

    Returns
    -------
    pandas.DataFrame
        staff, skill, dimension, required, present (missing where nobody has rated it yet), hours (a level).

    Raises
    ------
    ArgumentError
        If there is no such case.

    Examples
    --------
    >>> sorted(set(sample("education")["dimension"]))
    ['assurance', 'empathy', 'reliability', 'responsiveness', 'tangibles']
    """
    import pandas as pd

    teams = _teams()
    if case not in teams:
        raise ArgumentError("cases.unknown", name=case, names=tuple(teams), hint=did_you_mean(case, teams))
    skills = teams[case]["skills"]
    rows = []
    for person, levels in teams[case]["staff"].items():
        for (skill, given), level in zip(skills.items(), levels, strict=True):
            rows.append(
                {
                    "staff": t(f"training.staff.{case}.{person}"),
                    "skill": t(f"training.skill.{case}.{skill}"),
                    "dimension": given["dimension"],
                    "required": given["required"],
                    "present": level if level >= 0 else None,
                    "hours": given["hours"],
                }
            )
    table = pd.DataFrame(rows)
    table["present"] = pd.to_numeric(table["present"])
    return table
