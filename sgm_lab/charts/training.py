"""Training matrix: who has which level in which skill, what is asked, and where it is most urgent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..errors import DataError
from ..i18n import t
from ..look import ACCENT, PAPER, QUIET
from ..numbers import listed
from .fitting import Size
from .grid import grid
from .statistical import sns
from .theme import Chart, themed

if TYPE_CHECKING:
    import pandas as pd

    from ..training import Needs

__all__ = ["training_matrix"]

_MOST_PEOPLE, _MOST_SKILLS = 14, 8


@themed
def training_matrix(found: Needs, *, subtitle: str = "", size: Size = "page") -> Chart:
    """Draw staff × skill: present → required where somebody falls short, ✓ where not, ? where nobody has rated.

    The darker, the more urgent; first people and skills first. The signs say the same without colour.

    Parameters
    ----------
    found : Needs
        As `sgm_lab.training.needs` returns it.

    Returns
    -------
    Chart
        At most 14 people and 8 skills, those with the highest priority.
    """
    people, skills = list(found.staff.index[:_MOST_PEOPLE]), list(found.courses.index[:_MOST_SKILLS])
    if not people or not skills:
        raise DataError("errors.empty", what=t("charts_process.what_team"))
    first = found.courses.iloc[0].to_dict()
    if found.cells["priority"].max() > 0:
        title = t(
            "charts_process.matrix_title", skill=skills[0], people=int(first["people"]), person=people[0]
        )
    else:
        title = t("charts_process.matrix_calm")
    # Only what is drawn is taken out row by row: a table may have a million.
    known = {(c["staff"], c["skill"]): c for c in _among(found.cells, people, skills).to_dict("records")}
    asked = set(map(tuple, _among(found.missing, people, skills).to_numpy().tolist()))
    most_urgent = found.cells.nlargest(8, "priority")
    alt = listed(
        t("charts_process.matrix_alt", staff=c["staff"], skill=c["skill"], present=int(c["present"]),
          required=int(c["required"]))
        for c in most_urgent[most_urgent["priority"] > 0].to_dict("records")
    )  # fmt: skip
    top = float(found.cells["priority"].max()) or 1.0
    shares = np.zeros((len(people), len(skills)))
    texts = np.full(shares.shape, "", dtype=object)
    for at in np.ndindex(shares.shape):
        pair = people[at[0]], skills[at[1]]
        if pair in known:
            cell = known[pair]
            short = cell["short"] > 0
            shares[at] = cell["priority"] / top
            texts[at] = f"{int(cell['present'])}→{int(cell['required'])}" if short else "✓"
        elif pair in asked:
            texts[at] = "?"
    figure, ax = grid(
        title, subtitle, size, [str(person) for person in people], [str(skill) for skill in skills],
        np.where(shares > 0, 0.12 + 0.88 * shares, 0), texts, lines=1, limits=(0, 1),
        cmap=sns.blend_palette([PAPER, ACCENT], as_cmap=True), alt=alt or t("charts_process.matrix_calm"),
        key=t("charts_process.matrix_key" if size == "page" else "charts_process.matrix_key_short"),
    )  # fmt: skip
    for text in ax.texts:
        if text.get_text() in ("✓", "?"):
            text.set_color(QUIET)
    return figure


def _among(rows: pd.DataFrame, people: list[str], skills: list[str]) -> pd.DataFrame:
    return rows[rows["staff"].isin(people) & rows["skill"].isin(skills)]
