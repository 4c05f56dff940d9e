"""How every figure is set: the house style for matplotlib, title and subtitle, two layouts, alt text."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Callable, Sequence
from functools import cache, wraps
from inspect import cleandoc
from typing import Any, ParamSpec

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.rcsetup import cycler

from ..i18n import t
from ..inference import FEW
from ..look import GRID, GROUPS, INK, PAPER, QUIET, RULE
from .fitting import SIZES, SMALL, TICK, TITLE, Size, faces, minus, whole, wrapped
from .fitting import width as wide
from .outlines import to_svg
from .statistical import sns

__all__ = ["Chart", "Responsive", "careful", "sides", "start", "themed"]

_LEAST = 0.7  # inches that the axes have at least


@cache
def _style() -> Any:
    """seaborn's white style, in the colours and faces of the house."""
    return sns.axes_style("white") | {
        "font.family": list(faces()),
        "font.size": 10.5,
        "text.color": INK,
        "axes.edgecolor": RULE,
        "axes.labelcolor": QUIET,
        "axes.labelsize": 10,
        "axes.facecolor": PAPER,
        "axes.linewidth": 0.8,
        "axes.prop_cycle": cycler(color=[mark.color for mark in GROUPS]),
        "axes.spines.top": False,
        "axes.spines.right": False,
        "xtick.color": QUIET,
        "ytick.color": QUIET,
        "xtick.labelsize": 9.5,
        "ytick.labelsize": 9.5,
        "xtick.major.size": 0,
        "ytick.major.size": 0,
        "figure.facecolor": PAPER,
        "lines.linewidth": 1.8,
        "grid.color": GRID,
        "patch.force_edgecolor": False,
        "svg.fonttype": "path",
        "text.parse_math": False,  # in names and files a dollar is a dollar
        "svg.hashsalt": "sgm_lab",  # the same figure is the same file
    }


class Chart(Figure):
    """A matplotlib figure that knows what it says in words.

    Attributes
    ----------
    alt : str
        What the figure shows, for those who do not see it.
    """

    alt: str = ""

    def svg(self) -> str:
        """Return the figure as SVG text; letters are outlines, so no reader needs the font."""
        with mpl.rc_context(_style()):
            return to_svg(self)

    def png(self, dpi: int = 160) -> bytes:
        """Return the figure as PNG."""
        out = io.BytesIO()
        with mpl.rc_context(_style()):
            self.savefig(out, format="png", dpi=dpi)
        return out.getvalue()

    def source(self) -> str:
        """Return the figure as a data address, for the ``src`` of an image."""
        return f"data:image/svg+xml;base64,{base64.b64encode(self.svg().encode()).decode()}"

    def html(self, phone: Chart | None = None) -> str:
        """Return the figure as an ``<img>`` with alt text that fits any width.

        Parameters
        ----------
        phone : Chart, optional
            The same figure laid out for a phone, shown instead where the page is narrow.
        """
        image = f'<img class="sgm-figure" alt="{html.escape(self.alt)}" src="{self.source()}">'
        if phone is None:
            return image
        return f'<picture><source media="(max-width: 600px)" srcset="{phone.source()}">{image}</picture>'

    def _repr_html_(self) -> str:
        return self.html()


class Responsive:
    """One drawing in two layouts: wide for the page, tall for a phone.

    Parameters
    ----------
    draw : callable
        A function of `sgm_lab.charts`.
    *tables, **options
        What it draws.
    """

    def __init__(self, draw: Callable[..., Chart], *tables: Any, **options: Any) -> None:
        self.page, self.phone = (draw(*tables, size=size, **options) for size in SIZES)
        self.alt = self.page.alt

    def html(self) -> str:
        """Return a ``<picture>`` that picks the layout by the width of the window."""
        return self.page.html(self.phone)

    def _repr_html_(self) -> str:
        return self.html()


P = ParamSpec("P")


_ALL = """Of what all figures take: ``title`` is the answer, by default the one that the data give; ``subtitle`` says
data, n and wave; ``labels``, ``groups`` and ``dimensions`` give for each name in the data its label, or an item's
dimension; ``size`` is ``"page"`` or ``"phone"``. All return a `Chart`."""


def themed(draw: Callable[P, Chart]) -> Callable[P, Chart]:
    """Draw inside the house style without changing anybody else's, and say once what all figures take."""

    @wraps(draw)
    def inside(*args: P.args, **kwargs: P.kwargs) -> Chart:
        with mpl.rc_context(_style()):
            return draw(*args, **kwargs)

    inside.__doc__ = f"{cleandoc(draw.__doc__ or '')}\n\n{_ALL}"
    return inside


def careful(title: str, people: Any) -> str:
    """Say before what a title tells how few people it rests on, where they are too few to conclude from.

    Parameters
    ----------
    title : str
    people : array_like or None
        How many answered, a number a row; the most counts. None where that is not known.
    """
    given = np.asarray([] if people is None else people, float)
    most = float(np.nanmax(given)) if np.isfinite(given).any() else 0.0
    return t("charts.few", n=int(most), title=title) if 0 < most < FEW else title


def sides(size: Size, left: Sequence[str] = (), right: Sequence[str] = ()) -> tuple[float, float]:
    """Points that the texts left and right of the axes take, at most about half of the figure."""
    width = SIZES[size][0] * 72
    room_left = min(max(map(wide, left), default=1.6) * TICK + (18 if left else 34), 0.55 * width)
    return room_left, min(max(map(wide, right), default=0.0) * TICK + 14, 0.35 * width)


def start(
    title: str,
    subtitle: str = "",
    *,
    size: Size = "page",
    height: float | None = None,
    left: Sequence[str] = (),
    right: Sequence[str] = (),
    alt: str = "",
) -> tuple[Chart, Axes]:
    """Begin a figure: the title is the answer, the subtitle says data, n and wave.

    Margins follow from the texts that stand in them: a layout engine would draw every figure twice. Whatever the
    texts, about half of the width stays for the figure, and its height grows with a long title.

    Parameters
    ----------
    title, subtitle : str
        Wrapped to the width of the figure, at most four and three lines; `Chart.alt` has them whole.
    size : {"page", "phone"}
    height : float, optional
        Height in inches where the content asks for more.
    left, right : sequence of str
        Texts that stand left (tick labels, as `fitted` gives them) and right of the axes.
    alt : str
        What the figure shows; the title stands before it.
    """
    title, subtitle, alt = (whole(text) for text in (minus(title), subtitle, minus(alt)))
    width, usual = SIZES[size]
    tall = height or usual
    figure = Chart(figsize=(width, tall))
    letters = int((width * 72 - 14) / TITLE) - 1  # closing punctuation may hang over
    head = wrapped(title, letters, 4)
    below = wrapped(subtitle, int((width * 72 - 14) / SMALL) - 1, 3) if subtitle else []
    heads, belows = len(head) * TITLE * 1.35, len(below) * SMALL * 1.45
    tall = max(tall, (heads + belows + 56) / 72 + _LEAST)
    figure.set_figheight(tall)
    figure.text(
        8 / 72 / width, 1 - 5 / 72 / tall, "\n".join(head), fontsize=TITLE, va="top", linespacing=1.25
    )
    if below:
        figure.text(8 / 72 / width, 1 - (8 + heads) / 72 / tall, "\n".join(below), fontsize=SMALL, color=QUIET,
                    va="top", linespacing=1.3)  # fmt: skip
    room_left, room_right = sides(size, left, right)
    figure.subplots_adjust(
        left=room_left / 72 / width,
        right=1 - room_right / 72 / width,
        top=1 - (heads + belows + 18) / 72 / tall,
        bottom=38 / 72 / tall,
    )
    figure.alt = " ".join(filter(None, (title, subtitle, alt)))
    return figure, figure.subplots()
