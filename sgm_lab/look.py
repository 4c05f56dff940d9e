"""The look, once: each colour and marker, for figures, spreadsheets, Word and style sheets alike.

Colours and markers of the six Kano categories and the five SERVQUAL dimensions are the same in every figure and
can be told apart without colour vision. Style sheets cannot ask Python: after a change here, ``python -m sgm_lab.look``
writes it into them; a test holds them together.

>>> dressed("p { --ink:#000001; } .dark p { --sgm-ink: #000001; } .sgm-cat-M { border-color:#000001; }")
'p { --ink:#1B2430; } .dark p { --sgm-ink: #E6E9EE; } .sgm-cat-M { border-color:#3C6899; }'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

__all__ = ["ACCENT", "ACCENT_DARK", "CATEGORY", "DIMENSION", "FAINT", "GRID", "GROUPS", "INK", "PAPER", "PARTLY",
           "QUIET", "RIGHT", "RULE", "SOFT", "TINT", "WASH", "WRONG", "Mark", "dressed", "sheets"]  # fmt: skip

INK, PAPER, QUIET, RULE, ACCENT = "#1B2430", "#FFFFFF", "#5B6573", "#D9DEE4", "#0F6073"
ACCENT_DARK = "#5EC3D6"  # on dark ground
SOFT, EDGE, FIELD = "#F3F6F8", "#858F9B", "#8A939E"
RIGHT, PARTLY, WRONG = "#2E7D4F", "#8A6100", "#A8412F"
# In figures only: what is not sure, lines of a grid, a band behind a line, a bar beside the one that matters.
FAINT, GRID, WASH, TINT = "#9AA1AB", "#EEF1F4", "#E9F0F2", "#8DB3BD"


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
#: Groups have no colour of their own anywhere: told apart by marker first.
GROUPS = tuple(
    map(Mark._make, zip((ACCENT, "#B0652B", QUIET, "#7A4E8A", "#3F7D46", INK), "os^DPX", strict=True))
)

# ---- style sheets: names of the colours, on light and on dark ground

_LIGHT = {"ink": INK, "paper": PAPER, "quiet": QUIET, "accent": ACCENT, "rule": RULE, "edge": EDGE, "soft": SOFT,
          "field": FIELD, "blank": FIELD, "right": RIGHT, "partly": PARTLY, "wrong": WRONG, "met": RIGHT,
          "weak": PARTLY, "missing": WRONG, "main": ACCENT, "main-ink": PAPER}  # fmt: skip
_DARK = _LIGHT | {"ink": "#E6E9EE", "paper": "#15191F", "quiet": "#A3ADBA", "accent": ACCENT_DARK, "rule": "#39424E",
                  "edge": "#76818F", "soft": "#1E242C", "field": "#6C7885", "right": "#7CC79A", "partly": "#E0B65C",
                  "wrong": "#EE9C8B"}  # fmt: skip
_CATEGORY_DARK = {
    "M": "#78A0CA",
    "O": "#578F70",
    "A": "#9B7131",
    "I": "#6F7782",
    "R": "#B897A3",
    "Q": "#AEB0B1",
}
_BLACK = "#000000"  # of print, where colours are the printer's

_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_BLOCK = re.compile(r"([^}]*\{)([^{}]*)(?=\})")
_TOKEN = re.compile(r"(--(?:sgm-)?([a-z-]+): ?)(#[0-9A-Fa-f]{6})\b")
_LETTER = re.compile(r"\.sgm-cat-([MOAIRQ]) *\{$")


def dressed(sheet: str) -> str:
    """Return a style sheet with the colours of the look in place of those that it has under the same names."""

    def block(found: re.Match[str]) -> str:
        selector, body = found.groups()
        asked = _COMMENT.sub("", selector)
        dark = "dark" in asked or 'light="false"' in asked
        if letter := _LETTER.search(selector):
            color = _CATEGORY_DARK[letter[1]] if dark else CATEGORY[letter[1]].color
            return selector + re.sub(r"#[0-9A-Fa-f]{6}", color, body)
        known = _DARK if dark else _LIGHT
        if re.search(rf"--(?:sgm-)?ink: ?{_BLACK}", body):
            return found[0]
        return selector + _TOKEN.sub(lambda one: one[1] + known.get(one[2], one[3]), body)

    return _BLOCK.sub(block, sheet)


def sheets(root: Path) -> Iterator[Path]:
    """Return the files below a folder that repeat colours of the look."""
    for kind in ("sgm_lab/**/*.css", "book/_*/*.css", "book/*/pages/*.css", "book/_templates/*.html"):
        for path in sorted(root.glob(kind)):
            if _TOKEN.search(path.read_text(encoding="utf-8")):
                yield path


if __name__ == "__main__":
    for path in sheets(Path(__file__).parents[1]):
        path.write_text(dressed(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
        print(path)
