"""Training matrix: who has which level in which skill, what is asked, and where it is most urgent."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.patches import Rectangle

from ..errors import DataError
from ..i18n import t
from ..look import ACCENT, INK, PAPER, QUIET, RULE
from ..numbers import listed
from .fitting import Size, fitted, short
from .theme import Chart, start, themed

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
    names = fitted([str(person) for person in people], size, lines=1)
    height = 2.2 + 0.3 * len(people) + (0.8 if size == "phone" else 0.0)
    figure, ax = start(title, subtitle, size=size, height=height, left=names,
                       alt=alt or t("charts_process.matrix_calm"))  # fmt: skip
    top = float(found.cells["priority"].max()) or 1.0
    for y, person in enumerate(people):
        for x, skill in enumerate(skills):
            cell = known.get((person, skill))
            share = cell["priority"] / top if cell else 0.0
            short = cell is not None and cell["short"] > 0
            ax.add_patch(_square(x, y, share))
            if cell is None:
                text = "?" if (person, skill) in asked else ""
            else:
                text = f"{int(cell['present'])}→{int(cell['required'])}" if short else "✓"
            ax.text(x, y, text, ha="center", va="center", fontsize=9.5 if short else 8.5,
                    color=PAPER if share > 0.55 else INK if short else QUIET)  # fmt: skip
    ax.set(xlim=(-0.5, len(skills) - 0.5), ylim=(len(people) - 0.5, -0.5))
    width, tall = figure.get_size_inches()
    room = ax.get_position().width * width * 72 / len(skills)  # points
    heads, upright = _heads([str(skill) for skill in skills], room)
    ax.set_yticks(np.arange(len(people)), names, color=INK)
    ax.set_xticks(
        np.arange(len(skills)),
        heads,
        color=INK,
        fontsize=8.5,
        rotation=90 if upright else 0,
        linespacing=1.15,
    )
    ax.xaxis.tick_top()
    lines = (
        max(len(head) * 4.6 for head in heads)
        if upright
        else max(head.count("\n") + 1 for head in heads) * 10.5
    )
    figure.subplots_adjust(top=figure.subplotpars.top - (lines + 2) / 72 / tall, bottom=26 / 72 / tall)
    key = t("charts_process.matrix_key" if size == "page" else "charts_process.matrix_key_short")
    figure.text(8 / 72 / width, 8 / 72 / tall, key, fontsize=8.5, color=QUIET)
    for spine in ax.spines.values():
        spine.set_visible(False)
    return figure


def _among(rows: pd.DataFrame, people: list[str], skills: list[str]) -> pd.DataFrame:
    return rows[rows["staff"].isin(people) & rows["skill"].isin(skills)]


def _square(x: int, y: int, share: float) -> Rectangle:
    color = ACCENT if share > 0 else PAPER
    return Rectangle(
        (x - 0.5, y - 0.5),
        1,
        1,
        facecolor=color,
        alpha=0.12 + 0.88 * share if share > 0 else 1.0,
        edgecolor=RULE,
        linewidth=0.8,
    )


def _heads(names: list[str], room: float) -> tuple[list[str], bool]:
    """Break the names of the columns to the room there is; Latin words that do not fit stand upright."""
    letters = max(2, int(room / 9))
    names = [short(name, 4 * letters) for name in names]
    if all(ord(max(name, default="一")) > 0x2E7F for name in names):
        return [
            "\n".join(textwrap.wrap(name, -(-len(name) // -(-len(name) // letters)))) for name in names
        ], False
    longest = max(len(word) for name in names for word in name.split()) if any(names) else 0
    if longest * 5.0 > room:
        return [short(name, 15) for name in names], True
    return [textwrap.fill(name, int(room / 5.0)) for name in names], False
