"""Word documents in the house style: A4 or A5, Chinese fonts set for every script, page numbers in the footer."""

from .document import SIZES, content, start
from .flow import blocks
from .letters import line, write
from .tables import bar, facts, grid

__all__ = ["SIZES", "bar", "blocks", "content", "facts", "grid", "line", "start", "write"]
