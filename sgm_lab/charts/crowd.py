"""More names than a plane has room for: numbers at the points, and below what each stands for."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..look import INK, QUIET
from .fitting import short, width

__all__ = ["crowded", "key_below"]

_FULL = 0.2  # share of the plane that names may cover
_SIZE, _LEAD = 9.0, 1.5  # points of a name in the key, and height of its line
_LETTERS = 15  # of a name in the key
_AIR = 16  # points between the name of the axis and the key
_TALL = 1.45  # height of a line of labels


def crowded(ax: Axes, labels: Sequence[str], size: float = 9.5) -> bool:
    """Whether the names would cover so much of the plane that one cannot tell whose each is."""
    box = ax.get_window_extent()
    points = 72 / ax.figure.dpi
    room = box.width * points * box.height * points
    return sum((width(label) + 1) * size * size * _TALL for label in labels) > _FULL * room


def key_below(ax: Axes, names: Sequence[str]) -> None:
    """Write the numbered names below the axes, in as many columns as fit; the figure grows by as much."""
    figure = ax.figure
    assert isinstance(figure, Figure)
    wide = figure.get_figwidth() * 72 - 16
    shown = [short(name, _LETTERS) for name in names]
    number = (len(str(len(names))) + 1) * _SIZE * 0.6
    column = number + (max(map(width, shown)) + 1) * _SIZE
    columns = max(1, int(wide / column))
    lines = -(-len(names) // columns)
    foot = _grow(figure, lines * _SIZE * _LEAD + _AIR)
    for at in range(columns):
        for line, name in enumerate(shown[at * lines : (at + 1) * lines]):
            x = (8 + at * wide / columns + number) / (wide + 16)
            y = (foot - _AIR / 2 - line * _SIZE * _LEAD) / (figure.get_figheight() * 72)
            figure.text(
                x - 4 / (wide + 16),
                y,
                str(at * lines + line + 1),
                color=QUIET,
                ha="right",
                va="top",
                fontsize=_SIZE,
            )
            figure.text(x, y, name, color=INK, ha="left", va="top", fontsize=_SIZE)


def _grow(figure: Figure, points: float) -> float:
    """Make room at the foot of a figure, everything else staying where it is; return the height of the room."""
    before = figure.get_figheight()
    after = before + points / 72
    figure.set_figheight(after)
    for text in figure.texts:
        x, y = text.get_position()
        text.set_position((x, 1 - (1 - y) * before / after))
    at = figure.subplotpars
    figure.subplots_adjust(
        top=1 - (1 - at.top) * before / after, bottom=(at.bottom * before + points / 72) / after
    )
    return points
