"""Hand-off map: places in the order requests pass them, an arrow a hand-off, the thicker the more waits there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import DataError
from ..i18n import t
from ..look import ACCENT, INK, PAPER, QUIET
from ..numbers import listed
from .fitting import Size, short
from .process import minutes
from .theme import Chart, start, themed

if TYPE_CHECKING:
    from ..process import Handoffs

__all__ = ["handoff_map"]

_MOST = 24  # arrows
_NAMED = 6  # arrows with their share written beside them


@themed
def handoff_map(found: Handoffs, *, subtitle: str = "", size: Size = "page") -> Chart:
    """Draw who hands to whom, and at which hand-off requests wait most.

    Parameters
    ----------
    found : Handoffs
        As `sgm_lab.process.handoffs` returns it.

    Returns
    -------
    Chart
        The 24 hand-offs with the most waiting; the share stands at the six largest.
    """
    links = found.links.head(_MOST).to_dict("records")
    if not links:
        raise DataError("errors.empty", what=t("charts_process.what_handoffs"))
    worst = links[0]
    title = t("charts_process.handoff_calm")
    if worst["waited"] > 0:
        title = t(
            "charts_process.handoff_title", giver=worst["from"], taker=worst["to"], share=worst["share"]
        )
    alt = listed(
        t(
            "charts_process.handoff_alt",
            giver=one["from"],
            taker=one["to"],
            n=one["count"],
            wait=minutes(one["wait"]),
        )
        for one in links[:8]
    )
    layers = _layers([(one["from"], one["to"]) for one in links])
    tallest = max(map(len, layers))
    across = size == "page"
    height = 1.5 + (0.42 * tallest if across else 1.0 * len(layers) + 0.16 * tallest)
    figure, ax = start(title, subtitle, size=size, height=height, alt=alt)
    width, tall = figure.get_size_inches()
    figure.subplots_adjust(left=10 / 72 / width, right=1 - 10 / 72 / width, bottom=10 / 72 / tall)
    ax.set_axis_off()
    ax.set(xlim=(0, 1), ylim=(1, 0))
    place = {}
    for depth, names in enumerate(layers):
        for k, name in enumerate(names):
            along = (depth + 0.5) / len(layers)
            # On a phone neighbours stand on two heights, so that their names have room.
            beside = (k + 0.5) / len(names)
            stagger = 0.0 if across or len(names) < 4 else (k % 3 - 1) * 0.22 / len(layers)
            place[name] = (along, beside) if across else (beside, along + stagger)
    for number, one in reversed(list(enumerate(links))):
        share = one["share"] if one["share"] == one["share"] else 0.0
        strong = number == 0 and one["waited"] > 0
        color = ACCENT if strong else QUIET
        begin, end = place[one["from"]], place[one["to"]]
        ax.annotate(
            "",
            end,
            begin,
            arrowprops={
                "arrowstyle": "-|>",
                "color": color,
                "linewidth": 0.8 + 7 * share,
                "alpha": 1.0 if strong else 0.6,
                "shrinkA": 26 if across else 12,
                "shrinkB": 30 if across else 14,
                "connectionstyle": "arc3,rad=0.06",
            },
        )
        if number < _NAMED and one["waited"] > 0:
            x, y = (a + 0.56 * (b - a) for a, b in zip(begin, end, strict=True))
            ax.text(x, y, f"{share:.0%}", ha="center", va="center", fontsize=9.5 if strong else 8.5, color=color,
                    bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.2})  # fmt: skip
    box = {"boxstyle": "round,pad=0.35", "facecolor": PAPER, "edgecolor": QUIET, "linewidth": 0.8}
    for name, (x, y) in place.items():
        ax.text(x, y, short(str(name), 8), ha="center", va="center", fontsize=9.5, color=INK, bbox=box)
    return figure


def _layers(links: list[tuple[str, str]]) -> list[list[str]]:
    """Places by how many hand-offs lie before them; where requests go in circles, by the shortest way.

    >>> _layers([("a", "b"), ("b", "c"), ("c", "b"), ("a", "c")])
    [['a'], ['b', 'c']]
    """
    names = list(dict.fromkeys(name for link in links for name in link))
    receivers = {taker for _, taker in links}
    depth = {name: 0 for name in names if name not in receivers} or {names[0]: 0}
    while len(depth) < len(names):
        reached = {
            taker: depth[giver] + 1
            for giver, taker in reversed(links)
            if giver in depth and taker not in depth
        }
        if not reached:  # a circle nobody leads into
            reached = {next(name for name in names if name not in depth): 0}
        depth |= reached
    return [[name for name in names if depth[name] == d] for d in sorted(set(depth.values()))]
