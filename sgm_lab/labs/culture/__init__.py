"""Culture self-assessment: what a team thinks of values, awareness, skills and speaking up, and where to begin."""

from .lab import CultureCheck

__all__ = ["CultureCheck"]
