"""The business sandbox: the lab, and a view for each step of the game."""

from .lab import Sandtable

__all__ = ["Sandtable"]
