"""The look, once: each colour and marker, for figures, spreadsheets and Word alike.

Colours and markers of the six Kano categories and the five SERVQUAL dimensions are the same in every figure and
can be told apart without colour vision. The style sheets repeat the same tokens; a test holds them together.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["ACCENT", "CATEGORY", "DIMENSION", "INK", "PAPER", "PARTLY", "QUIET", "RIGHT", "RULE", "SOFT", "WRONG",
           "Mark"]  # fmt: skip

INK, PAPER, QUIET, RULE, ACCENT = "#1B2430", "#FFFFFF", "#5B6573", "#D9DEE4", "#0F6073"
SOFT = "#F3F6F8"
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
