"""The stated rules behind the SMART review: words (``lexicon.toml``), numbers, dates."""

from .reading import Facts, read

__all__ = ["Facts", "read"]
