"""How every figure looks: paper, ink, colours and markers, a Chinese face, alt text.

Colours and markers of the six Kano categories and the five SERVQUAL dimensions are the same in every figure and
can be told apart without colour vision.
"""

from __future__ import annotations

import base64
import html
import io
import re
import unicodedata
import warnings
from collections.abc import Callable, Sequence
from functools import cache, wraps
from pathlib import Path
from typing import Any, Literal, NamedTuple, ParamSpec

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..extras import MissingPackageError, need
from ..i18n import get_language, t
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
    "axis_name",
    "fitted",
    "folded",
    "minus",
    "one_line",
    "row_height",
    "short",
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
_LEAST = 0.7  # inches that the axes have at least
_LEFT, _MOST_LINES = 0.46, 3  # share of the width that labels left of a figure take at most, and their lines

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
            paths = [Path(need("pylopdf_fonts_zh_cn").sans_path())]
        except MissingPackageError:
            paths = []  # the system may have a face
    for path in paths:
        font_manager.fontManager.addfont(path)
        return str(font_manager.FontProperties(fname=path).get_name())
    installed = {font.name for font in font_manager.fontManager.ttflist}
    face = next((name for name in _SYSTEM_FACES if name in installed), None)
    if face is None and get_language() == "zh":
        warnings.warn(t("extras.no_font"), stacklevel=2)  # once: the answer is kept
        # What matplotlib would say of every letter.
        warnings.filterwarnings("ignore", r"Glyph \d+ ", UserWarning, module=r"sgm_lab\.")
    return face


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
    title, subtitle, alt = (_whole(text) for text in (minus(title), subtitle, minus(alt)))
    width, usual = _SIZES[size]
    tall = height or usual
    figure = Chart(figsize=(width, tall))
    letters = int((width * 72 - 14) / _TITLE) - 1  # closing punctuation may hang over
    head = _lines(title, letters, 4)
    below = _lines(subtitle, int((width * 72 - 14) / _SMALL) - 1, 3) if subtitle else []
    heads, belows = len(head) * _TITLE * 1.35, len(below) * _SMALL * 1.45
    tall = max(tall, (heads + belows + 56) / 72 + _LEAST)
    figure.set_figheight(tall)
    figure.text(
        8 / 72 / width, 1 - 5 / 72 / tall, "\n".join(head), fontsize=_TITLE, va="top", linespacing=1.25
    )
    if below:
        figure.text(8 / 72 / width, 1 - (8 + heads) / 72 / tall, "\n".join(below), fontsize=_SMALL, color=QUIET,
                    va="top", linespacing=1.3)  # fmt: skip
    room_left = min(max(map(_width, left), default=1.6) * _TICK + (18 if left else 34), 0.55 * 72 * width)
    room_right = min(max(map(_width, right), default=0.0) * _TICK + 14, 0.35 * 72 * width)
    figure.subplots_adjust(
        left=room_left / 72 / width,
        right=1 - room_right / 72 / width,
        top=1 - (heads + belows + 18) / 72 / tall,
        bottom=38 / 72 / tall,
    )
    figure.alt = " ".join(filter(None, (title, subtitle, alt)))
    return figure, figure.subplots()


def fitted(labels: Sequence[str], size: Size = "page", *, lines: int = _MOST_LINES) -> list[str]:
    """Break the labels of rows to what there is room for; what does not fit ends in “…”, the alt text has it whole.

    >>> fitted(["候诊提醒", "您对就诊当天叫号之前每隔十分钟收到一次还要等多久的提醒这件事怎么看"], "phone")[0]
    '候诊提醒'
    """
    room = int((_SIZES[size][0] * 72 * _LEFT - 18) / _TICK)
    return ["\n".join(_lines(label, room, lines)) for label in labels]


def axis_name(text: str, size: Size = "page") -> str:
    """Return what a measure is called, cut to the length of an axis."""
    return short(text, 28 if size == "page" else 16)


def short(text: str, size: Size | int = "page") -> str:
    """Return a text that stands inside or right of a figure, on one line.

    Parameters
    ----------
    text : str
    size : {"page", "phone"} or int
        What there is room for: beside a figure of that size, or so many full-width letters.

    Examples
    --------
    >>> short("候诊时每十分钟告诉患者还要等多久", 8)
    '候诊时每十分钟…'
    """
    letters = size if isinstance(size, int) else {"page": 14, "phone": 8}[size]
    return _lines(text.replace("\n", " "), letters, 1)[0]


def _whole(text: str) -> str:
    """Return a text without halves of letters, which no file can hold."""
    return text.encode("utf-8", "replace").decode()


def _lines(text: str, letters: int, most: int) -> list[str]:
    """Wrap to at most so many lines, the last ending in “…” where something is left out."""
    lines = [line for part in drawable(text).split("\n") for line in _wrap(part, letters)]
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and _width(last) > letters - 1:
        last = last[:-1]
    return [*lines[: most - 1], last.rstrip() + "…"]


@cache
def _letters() -> frozenset[int]:
    """Code points that the faces of a figure have."""
    faces = [face for face in (chinese_face(), "DejaVu Sans") if face]
    found = [font_manager.get_font(font_manager.findfont(face)).get_charmap() for face in faces]
    return frozenset(code for face in found for code in face)


def drawable(text: str) -> str:
    """Return a text as it can be drawn: marks that steer a display are left out, a letter that no face has is a box.

    >>> drawable("价格\u200b$5\u0e01")
    '价格$5□'
    """
    # Cc, Cf: control and format characters, zero-width marks and directions among them.
    plain = "".join(
        c if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf") else " " * (c == "\t") for c in text
    )
    return "".join(c if c in "\n " or ord(c) in _letters() else "□" for c in plain)


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


def row_height(labels: Sequence[str], least: float = 0.42) -> float:
    """Inches for each row of a figure with one label a row, which may have several lines."""
    return max(least, 0.19 * max((label.count("\n") + 1 for label in labels), default=1) + 0.06)


def _width(text: str) -> float:
    """Width of a text in full-width letters; of several lines, the widest."""
    return max(sum(map(_advance, line)) for line in text.split("\n"))


@cache
def _advance(letter: str) -> float:
    """Width of a letter: of Chinese and small Latin ones as they usually are, of others as the face has it."""
    if ord(letter) > 0x2E7F or letter in "“”…—□":
        return 1.0
    if ord(letter) < 0x250 and not letter.isupper():
        return 0.58
    for face in (chinese_face(), "DejaVu Sans"):
        font = font_manager.get_font(font_manager.findfont(face)) if face else None
        if font is not None and ord(letter) in font.get_charmap():
            font.set_size(10, 72)
            return max(0.58, float(font.load_char(ord(letter)).linearHoriAdvance) / 65536 / 10)
    return 1.0


def _wrap(text: str, letters: int) -> list[str]:
    """Break a title into lines of at most ``letters`` full-width letters, after punctuation where possible."""
    if _width(text) <= letters:
        return [text]
    if not any(ord(letter) > 0x2E7F for letter in text):  # break between words
        return _between_words(text, letters)
    lines, line = [], ""
    for letter in text:
        if _width(line + letter) > letters and letter not in "，。；：、！？）”》%":
            cuts = [max(map(line.rfind, marks)) + 1 for marks in ("，；：、", " ")]
            keep = next((cut for cut in cuts if cut > letters * 0.5), len(line))
            lines.append(line[:keep].rstrip())
            line = line[keep:].lstrip()
        line += letter
    return [*lines, line]


def _between_words(text: str, letters: int) -> list[str]:
    """Break a text of words; one that is longer than a line is cut."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if _width(joined) <= letters:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if lines[-1] and _width(lines[-1] + letter) > letters:
                lines.append("")
            lines[-1] += letter
    return lines
