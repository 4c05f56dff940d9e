"""The model of five gaps, one of them lit."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from ..i18n import t
from ..look import ACCENT, FAINT, INK, PAPER, QUIET
from .fitting import Size
from .theme import Chart, start, themed

__all__ = ["gaps_model"]

# Name → middle of its box, on a field of 10 × 10; half width and half height are the same for all.
_BOXES = {
    "sources": (4.0, 9.6), "expected": (4.0, 8.25), "perceived": (4.0, 6.4), "delivery": (4.0, 4.3),
    "promise": (8.7, 4.3), "standards": (4.0, 2.45), "belief": (4.0, 0.6),
}  # fmt: skip
_HALF = {"page": (1.6, 0.42), "phone": (1.62, 0.38)}
_BETWEEN = {2: ("belief", "standards"), 3: ("standards", "delivery"), 5: ("perceived", "expected")}


@themed
def gaps_model(gap: int, *, label: str = "", subtitle: str = "", size: Size = "page") -> Chart:
    """Draw the model of five gaps with one of them lit.

    Parameters
    ----------
    gap : int
        1–5: knowledge, standards, delivery, communication, customer.
    label : str
        Name of that gap.
    subtitle : str
        What it means.

    References
    ----------
    Parasuraman, Zeithaml & Berry (1985), *J. Marketing* 49(4):41–50.
    """
    title = t("charts_servqual.model_title", gap=gap, label=label)
    height = 5.2 if size == "page" else 5.6
    figure, ax = start(title, subtitle, size=size, height=height, alt=t("charts_servqual.model_alt", gap=gap))
    box = figure.subplotpars
    figure.subplots_adjust(left=0.02, right=0.98, bottom=0.02, top=box.top + 0.02)
    ax.set(xlim=(0, 10.4), ylim=(0, 10))
    ax.axis("off")
    half_x, half_y = _HALF[size]
    lit = {1: ("expected", "belief"), 4: ("delivery", "promise"), **_BETWEEN}[gap]
    ax.plot([0.1, 10.3], [5.35, 5.35], color=QUIET, linewidth=0.9, linestyle=(0, (4, 4)))
    for text, y in (("customer", 5.55), ("provider", 5.15)):
        ax.text(10.3, y, t(f"charts_servqual.model_{text}"), color=QUIET, fontsize=9, ha="right",
                va="bottom" if y > 5.35 else "top")  # fmt: skip
    for name, (x, y) in _BOXES.items():
        if name == "sources":
            ax.text(
                x, y, t("charts_servqual.model_sources"), ha="center", va="center", fontsize=9, color=QUIET
            )
            continue
        on = name in lit
        ax.add_patch(FancyBboxPatch((x - half_x, y - half_y), 2 * half_x, 2 * half_y, zorder=2,
                                    boxstyle="round,pad=0,rounding_size=0.12", facecolor=PAPER,
                                    edgecolor=ACCENT if on else FAINT, linewidth=1.8 if on else 1.0))  # fmt: skip
        ax.text(x, y, t(f"charts_servqual.model_{name}"), ha="center", va="center", zorder=3, fontsize=10,
                color=ACCENT if on else INK)  # fmt: skip
    arrow = {"arrowstyle": "-|>", "color": FAINT, "linewidth": 1, "shrinkA": 0, "shrinkB": 1}
    middle, aside = _BOXES["delivery"][0], _BOXES["promise"][0]
    ax.annotate("", xy=(middle, 8.25 + half_y), xytext=(middle, 9.35), arrowprops=arrow)
    ax.annotate("", xy=(middle - 0.9, 6.4 - half_y), xytext=(middle - 0.9, 4.3 + half_y), arrowprops=arrow)
    ax.plot([aside, aside], [4.3 + half_y, 6.4], color=FAINT, linewidth=1)
    ax.annotate("", xy=(middle + half_x, 6.4), xytext=(aside, 6.4), arrowprops=arrow)
    for number in range(1, 6):
        _gap(ax, number, number == gap, half_x, half_y)
    return figure


def _gap(ax: Axes, number: int, on: bool, half_x: float, half_y: float) -> None:
    """Draw one gap: a double arrow between its two boxes, with its number."""
    color, width = (ACCENT, 2.4) if on else (QUIET, 1.1)
    style = {"arrowstyle": "<|-|>", "color": color, "linewidth": width, "shrinkA": 1, "shrinkB": 1}
    if number == 1:
        x, low, high = 0.9, _BOXES["belief"][1], _BOXES["expected"][1]
        ax.plot(
            [4 - half_x, x, x, 4 - half_x], [high, high, low, low], color=color, linewidth=width, zorder=1
        )
        at = (x, 3.6)
    elif number == 4:
        ax.annotate("", xy=(8.7 - half_x, 4.3), xytext=(4 + half_x, 4.3), arrowprops=style)
        at = ((4 + 8.7) / 2, 4.3 - half_y - 0.32)
    else:
        lower, upper = (_BOXES[name][1] for name in _BETWEEN[number])
        ax.annotate("", xy=(4.4, upper - half_y), xytext=(4.4, lower + half_y), arrowprops=style)
        at = (4.4 + 0.62, (lower + upper) / 2)
    ax.text(*at, str(number), ha="center", va="center", fontsize=10, color=PAPER if on else QUIET, zorder=4,
            bbox={"boxstyle": "circle,pad=0.28", "facecolor": ACCENT if on else PAPER, "edgecolor": color})  # fmt: skip
