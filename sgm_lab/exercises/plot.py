"""The axes that a guess is drawn into: one list of lines and texts, drawn by Python on paper and by front.js live."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from ..i18n import Language, t
from .markup import plain
from .truths import Point

__all__ = ["drawn", "frame"]

_WIDTH, _RIGHT, _TOP = 360, 8, 12
#: What is not broken: a run of Latin letters and figures, any other letter.
_PART = re.compile(r"[!-~–]+ ?|.")
_PLOT, _LINE, _LETTER = 190, 16, 13  # height of the plot; of a line of labels; width of a square letter


def _wide(text: str) -> float:
    square = sum(unicodedata.east_asian_width(one) in "WF" for one in text)
    return _LETTER * (square + 0.56 * (len(text) - square))


def _wrapped(text: str, width: float) -> list[str]:
    """Break a label into lines no wider than its column, Latin words whole; what is in brackets stands below."""
    name, _, inside = text.rstrip(")）").replace(" (", "（").partition("（")
    return [line for part in (name, inside) if part for line in _even(part, width)]


def _even(text: str, width: float) -> list[str]:
    """Break a text into as few lines as it takes, about as long each."""
    found = _lines(text, width)
    even = _lines(text, _wide(text) / len(found) + _LETTER / 2)
    return even if len(even) == len(found) else found


def _lines(text: str, width: float) -> list[str]:
    lines, line = [], ""
    for part in _PART.findall(text):
        if line and _wide(line + part) > width:
            lines.append(line.strip())
            line = ""
        line += part
    return [*lines, line.strip()]


def _ticks(low: float, high: float) -> list[float]:
    """Return round values, some four to six of them."""
    rough = (high - low) / 5
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * one for one in (1, 2, 2.5, 5, 10) if unit * one >= rough * (1 - 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [step * number for number in range(first, last + 1)]


def frame(labels: Sequence[str], low: float, high: float, percent: bool) -> dict[str, Any]:
    """Return the axes.

    Parameters
    ----------
    labels : sequence of str
        Of the columns.
    low, high : float
        Ends of the vertical axis.
    percent : bool
        Whether its values are percentages.

    Returns
    -------
    dict
        ``width``, ``height``; ``left``, ``right``, ``top``, ``bottom`` of the plot; ``low``, ``high``; ``x``, the
        middle of each column, ``column``, its width; ``lines`` (x1, y1, x2, y2) and ``texts`` (x, y, anchor, text).

    Examples
    --------
    >>> made = frame(["甲", "乙"], 0, 100, True)
    >>> made["x"], [text for *_, text in made["texts"]][-3:]
    ([119.5, 274.5], ['100%', '甲', '乙'])
    """
    ticks = [(one, f"{one:g}%" if percent else f"{one:,g}".replace("-", "−")) for one in _ticks(low, high)]
    left = round(max(_wide(text) for _, text in ticks)) + 8
    left = max(left, 42)
    column = (_WIDTH - _RIGHT - left) / len(labels)
    middles = [round(left + column * (number + 0.5), 1) for number in range(len(labels))]
    told = [_wrapped(label, column) for label in labels]
    every = 1 if max(_wide(line) for lines in told for line in lines) <= column + 2 else 2
    bottom = _TOP + _PLOT

    def height(value: float) -> float:
        return round(bottom - (value - low) / (high - low) * _PLOT, 1)

    lines = [[left, height(one), _WIDTH - _RIGHT, height(one)] for one, _ in ticks]
    texts: list[list[Any]] = [[left - 6, height(one) + 4.5, "end", text] for one, text in ticks]
    for number in range(0, len(labels), every):
        texts += [
            [middles[number], bottom + 18 + _LINE * at, "middle", line]
            for at, line in enumerate(told[number])
        ]
    return {
        "width": _WIDTH,
        "height": bottom + 10 + _LINE * max(map(len, told)),
        "left": left,
        "right": _WIDTH - _RIGHT,
        "top": _TOP,
        "bottom": bottom,
        "low": low,
        "high": high,
        "x": middles,
        "column": round(column, 1),
        "lines": lines,
        "texts": texts,
    }


def drawn(made: dict[str, Any], points: Sequence[Point], name: str, line: bool, lang: Language) -> str:
    """Return the axes as SVG, with the data in them where there are any; ``name`` says what is on the axis."""
    parts = [f'<line class="rule" x1="{a}" y1="{b}" x2="{c}" y2="{d}"/>' for a, b, c, d in made["lines"]]
    parts += [
        f'<text x="{x}" y="{y}" text-anchor="{at}">{plain(text)}</text>' for x, y, at, text in made["texts"]
    ]
    bottom, unit = made["bottom"], (made["bottom"] - made["top"]) / (made["high"] - made["low"])

    def height(value: float) -> float:
        return round(float(bottom - (value - made["low"]) * unit), 1)

    at = [(x, height(one.value)) for x, one in zip(made["x"], points, strict=False)]
    half = made["column"] * 0.15
    for (x, y), one in zip(at, points, strict=True):
        if one.low is not None and one.high is not None:
            ends = f'y1="{height(one.low)}" y2="{height(one.high)}"'
            parts.append(f'<line class="interval" x1="{x}" x2="{x}" {ends}/>')
        if not line:
            size = f'width="{2 * half:.1f}" height="{bottom - y:.1f}"'
            parts.append(f'<rect class="data" x="{x - half:.1f}" y="{y}" {size}/>')
        parts.append(f'<circle class="data" cx="{x}" cy="{y}" r="4"/>')
    if line and at:
        path = " ".join(f"{x},{y}" for x, y in at)
        parts.append(f'<polyline class="data" points="{path}"/>')
    said = plain(name if not points else t("exercises.ui.predict_data", lang) + " · " + name)
    box = f'viewBox="0 0 {made["width"]} {made["height"]}"'
    return (
        f'<p class="sgm-ex-axis">{said}</p><svg class="sgm-ex-plot" {box} role="img" aria-label="{said}">'
        f"{''.join(parts)}</svg>"
    )
