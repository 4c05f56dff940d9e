"""Disconfirmation explorer: what a promise does to satisfaction when perception does not keep up."""

from .lab import DisconfirmationExplorer

__all__ = ["DisconfirmationExplorer"]
