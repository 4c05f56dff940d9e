"""The stated rules behind the SMART review: words (``lexicon.toml``) and tables of forms for ti"
"mes, amounts, actors."""

from .reading import Facts, read, read_parts

__all__ = ["Facts", "read", "read_parts"]
