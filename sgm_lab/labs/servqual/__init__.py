"""The SERVQUAL lab; the scale of the answers (`scaled`) and what is kept of them (`kept`) another lab uses too."""

from .lab import ServqualLab

__all__ = ["ServqualLab"]
