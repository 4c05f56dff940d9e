"""Tables of forms: what a phrase looks like, what it is worth, and an example of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from .text import Span, tidy

__all__ = ["Form", "Grammar", "Phrase"]


_LATIN = r"(?=[\x20-\x7e€£¥‰≤≥→➞])"


class Form(NamedTuple):
    """One form a phrase may take.

    Attributes
    ----------
    name : str
        How the rule is called; letters and underscores; one that begins with ``en_`` matches Latin text only.
    worth : str
        What such a phrase is worth.
    pattern : str
        What it looks like in folded text (small letters, simplified characters).
    examples : str
        Sentences with the phrase in square brackets, apart by ``|``; each is a test.
    """

    name: str
    worth: str
    pattern: str
    examples: str


class Phrase(NamedTuple):
    """A phrase found: where, by which form, worth what."""

    span: Span
    form: str
    worth: str


class Grammar:
    """Forms looked for together, in one pass; where two begin at a place, the earlier in the table is taken."""

    def __init__(self, *forms: Form) -> None:
        self.forms = {form.name: form for form in forms}
        runs = (
            (english, "|".join(f"(?P<{f.name}>{f.pattern})" for f in run))
            for english, run in groupby(forms, key=lambda form: form.name.startswith("en_"))
        )
        # English forms are not tried where a Chinese character stands.
        self._pattern = re.compile(
            "|".join(f"{_LATIN}(?:{run})" if english else run for english, run in runs)
        )

    def find(self, text: str) -> Iterator[Phrase]:
        """Phrases in folded ``text``, in reading order."""
        for match in self._pattern.finditer(text):
            form = self.forms[str(match.lastgroup)]
            yield Phrase(tidy(text, Span(*match.span())), form.name, form.worth)
