"""A team for each case, to begin with (``case.toml``): simulated, as the word tables say wherever it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import cases
from ..i18n import said

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["sample"]


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
    DataError
        If the case has no team.

    Examples
    --------
    >>> sorted(set(sample("education")["dimension"]))
    ['assurance', 'empathy', 'reliability', 'responsiveness', 'tangibles']
    """
    import pandas as pd

    team = cases.load(case).fact("team")
    rows = []
    for person in team["staff"].values():
        for given, level in zip(team["skills"].values(), person["levels"], strict=True):
            rows.append(
                {
                    "staff": said(person["name"]),
                    "skill": said(given["name"]),
                    "dimension": given["dimension"],
                    "required": given["required"],
                    "present": level if level >= 0 else None,
                    "hours": given["hours"],
                }
            )
    table = pd.DataFrame(rows)
    table["present"] = pd.to_numeric(table["present"])
    return table
