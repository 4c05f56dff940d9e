"""The goal plan that grows through the book: its rows, what is written in each, and what is still wanting."""

from .rows import ROWS

__all__ = ["ROWS"]
