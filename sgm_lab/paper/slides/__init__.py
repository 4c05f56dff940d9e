"""Slides in the house style: text, tables and bar charts that can be edited; what does not fit goes on to the next.

Nothing shrinks to fit but a title of three lines: a slide that would be too full becomes several, each with its title.
"""

from .deck import Deck, content, opening, opening_holds, start
from .fixed import Listing, single
from .flow import chart, holds, table, texts
from .letters import Text
from .parts import blocks, section

__all__ = ["Deck", "Listing", "Text", "blocks", "chart", "content", "holds", "opening", "opening_holds", "section",
           "single", "start", "table", "texts"]  # fmt: skip
