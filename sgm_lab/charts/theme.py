"""How every figure looks: paper, ink, colours and markers, a Chinese face, alt text.

Colours and markers of the six Kano categories and the five SERVQUAL dimensions are the same in every figure and
can be told apart without colour vision.
"""

from __future__ import annotations

import base64
import html
import io
import re
import textwrap
from collections.abc import Callable, Sequence
from functools import cache, wraps
from pathlib import Path
from typing import Any, Literal, NamedTuple, ParamSpec

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .outlines import to_svg

__all__ = [
    "ACCENT",
    "CATEGORY",
    "DIMENSION",
    "INK",
    "PAPER",
    "QUIET",
    "Chart",
    "Mark",
    "Responsive",
    "Size",
    "folded",
    "minus",
    "one_line",
    "row_height",
    "start",
    "themed",
]

INK, PAPER, QUIET, RULE, ACCENT = "#1B2430", "#FFFFFF", "#5B6573", "#D9DEE4", "#0F6073"
RIGHT, PARTLY, WRONG = "#2E7D4F", "#8A6100", "#A8412F"


class Mark(NamedTuple):
    """Colour and marker of one class of things."""

    color: str
    marker: str


CATEGORY = {
    "M": Mark("#3C6899", "s"),
    "O": Mark("#519167", "o"),
    "A": Mark("#BF8A38", "^"),
    "I": Mark("#8A8F98", "D"),
    "R": Mark("#7C535E", "P"),
    "Q": Mark("#4A4A4A", "X"),
}
DIMENSION = {
    "tangibles": Mark("#A9902E", "s"),
    "reliability": Mark("#344775", "o"),
    "responsiveness": Mark("#A65B4C", "^"),
    "assurance": Mark("#4EA08B", "D"),
    "empathy": Mark("#86647F", "P"),
}

Size = Literal["page", "phone"]
# Inches; text is 10.5 pt, so a page figure stays readable when a phone shrinks it to 390 px.
_SIZES: dict[Size, tuple[float, float]] = {"page": (6.8, 4.25), "phone": (4.2, 5.0)}

_TITLE, _TICK, _SMALL = 13.5, 10.0, 9.5  # points

# Chinese faces in order of preference where the packaged one is not installed.
_SYSTEM_FACES = ("Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC",
                 "Hiragino Sans GB", "WenQuanYi Micro Hei", "SimHei")  # fmt: skip


@cache
def chinese_face() -> str | None:
    """Name of a font that holds Chinese characters, registered with matplotlib; ``None`` where there is none.

    A subset built into the package comes first (as on published pages), then the packaged Noto Sans SC, then
    whatever the system has.
    """
    own = Path(__file__).parent.parent / "fonts"
    paths = sorted(own.glob("*.otf")) if own.is_dir() else []
    if not paths:
        try:
            import pylopdf_fonts_zh_cn

            paths = [Path(pylopdf_fonts_zh_cn.sans_path())]
        except ImportError:
            paths = []
    for path in paths:
        font_manager.fontManager.addfont(path)
        return str(font_manager.FontProperties(fname=path).get_name())
    installed = {font.name for font in font_manager.fontManager.ttflist}
    return next((name for name in _SYSTEM_FACES if name in installed), None)


@cache
def _style() -> Any:
    face = chinese_face()
    return {
        "font.family": [face, "DejaVu Sans"] if face else ["DejaVu Sans"],
        "font.size": 10.5,
        "text.color": INK,
        "axes.edgecolor": RULE,
        "axes.labelcolor": QUIET,
        "axes.labelsize": 10,
        "axes.linewidth": 0.8,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.unicode_minus": True,
        "axes.axisbelow": True,
        "xtick.color": QUIET,
        "ytick.color": QUIET,
        "xtick.labelsize": 9.5,
        "ytick.labelsize": 9.5,
        "xtick.major.size": 0,
        "ytick.major.size": 0,
        "figure.facecolor": PAPER,
        "axes.facecolor": PAPER,
        "grid.color": "#EEF1F4",
        "grid.linewidth": 0.8,
        "lines.linewidth": 1.8,
        "svg.fonttype": "path",
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
        self.page, self.phone = (draw(*tables, size=size, **options) for size in _SIZES)
        self.alt = self.page.alt

    def html(self) -> str:
        """Return a ``<picture>`` that picks the layout by the width of the window."""
        return self.page.html(self.phone)

    def _repr_html_(self) -> str:
        return self.html()


P = ParamSpec("P")


def themed(draw: Callable[P, Chart]) -> Callable[P, Chart]:
    """Draw inside the house style without changing anybody else's."""

    @wraps(draw)
    def inside(*args: P.args, **kwargs: P.kwargs) -> Chart:
        with mpl.rc_context(_style()):
            return draw(*args, **kwargs)

    return inside


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

    Margins follow from the texts that stand in them: a layout engine would draw every figure twice.

    Parameters
    ----------
    title, subtitle : str
        Wrapped to the width of the figure.
    size : {"page", "phone"}
    height : float, optional
        Height in inches where the content asks for more.
    left, right : sequence of str
        Texts that stand left (tick labels) and right of the axes.
    alt : str
        What the figure shows; the title stands before it.
    """
    title, alt = minus(title), minus(alt)
    width, usual = _SIZES[size]
    tall = height or usual
    figure = Chart(figsize=(width, tall))
    letters = int((width * 72 - 14) / _TITLE) - 1  # closing punctuation may hang over
    head = _wrap(title, letters)
    below = _wrap(subtitle, int((width * 72 - 14) / _SMALL) - 1) if subtitle else []
    heads, belows = len(head) * _TITLE * 1.35, len(below) * _SMALL * 1.45
    figure.text(
        8 / 72 / width, 1 - 5 / 72 / tall, "\n".join(head), fontsize=_TITLE, va="top", linespacing=1.25
    )
    if below:
        figure.text(8 / 72 / width, 1 - (8 + heads) / 72 / tall, "\n".join(below), fontsize=_SMALL, color=QUIET,
                    va="top", linespacing=1.3)  # fmt: skip
    room_left = max(map(_width, left), default=1.6) * _TICK + (18 if left else 34)
    room_right = max(map(_width, right), default=0.0) * _TICK + 14
    figure.subplots_adjust(
        left=room_left / 72 / width,
        right=1 - room_right / 72 / width,
        top=1 - (heads + belows + 18) / 72 / tall,
        bottom=38 / 72 / tall,
    )
    figure.alt = " ".join(filter(None, (title, subtitle, alt)))
    return figure, figure.subplots()


def folded(text: str, letters: int) -> str:
    """Break a label into lines of at most ``letters`` full-width letters.

    >>> folded("医生听患者把话说完，明白他真正担心什么", 10)
    '医生听患者把话说完，\\n明白他真正担心什么'
    """
    return "\n".join(_wrap(text, letters))


def one_line(text: str) -> str:
    """Return a folded label as it is said in a title: on one line, without the number of its item.

    >>> one_line("5. Seen within\\nthe booked slot")
    'Seen within the booked slot'
    """
    joint = "" if any(ord(letter) > 0x2E7F for letter in text) else " "
    return re.sub(r"^\d+\. ", "", text.replace("\n", joint))


def minus(text: str) -> str:
    """Write negative numbers with a true minus sign; other hyphens stay.

    >>> minus("2026-07：-0.5 到 -3%")
    '2026-07：−0.5 到 −3%'
    """
    return re.sub(r"(?<![\dA-Za-z_-])-(?=[\d.])", "−", text)


def row_height(labels: Sequence[str]) -> float:
    """Inches for each row of a figure with one label a row, which may have several lines."""
    return max(0.42, 0.19 * max((label.count("\n") + 1 for label in labels), default=1) + 0.06)


def _width(text: str) -> float:
    """Width of a text in full-width letters; of several lines, the widest."""
    return max(
        sum(1.0 if ord(letter) > 0x2E7F or letter in "“”…—" else 0.58 for letter in line)
        for line in text.split("\n")
    )


def _wrap(text: str, letters: int) -> list[str]:
    """Break a title into lines of at most ``letters`` full-width letters, after punctuation where possible."""
    if _width(text) <= letters:
        return [text]
    if not any(ord(letter) > 0x2E7F for letter in text):  # Latin: break between words
        return textwrap.wrap(text, int(letters / 0.56))
    lines, line = [], ""
    for letter in text:
        if _width(line + letter) > letters and letter not in "，。；：、！？）”》%":
            cuts = [max(map(line.rfind, marks)) + 1 for marks in ("，；：、", " ")]
            keep = next((cut for cut in cuts if cut > letters * 0.5), len(line))
            lines.append(line[:keep].rstrip())
            line = line[keep:].lstrip()
        line += letter
    return [*lines, line]
