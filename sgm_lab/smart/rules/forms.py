"""Tables of forms: what a phrase looks like, what it is worth, and an example of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from .text import Span, scripts, tidy

__all__ = ["Form", "Grammar", "Phrase"]


_LATIN = r"(?=[\x20-\x7e€£¥‰≤≥→➞])"
# Nothing begins within an English word, and so nothing need be tried there.
_NOT_INSIDE = r"(?<![a-z](?=[a-z]))"


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
    """Forms looked for together, in one pass; where two begin at a place, the earlier in the table is taken.

    What a text needs is compiled when the first such text comes: Chinese forms where it has Chinese characters,
    English ones where it has English words, each with those that belong to neither.
    """

    def __init__(self, *forms: Form) -> None:
        self.forms = {form.name: form for form in forms}
        self._order = {form.name: number for number, form in enumerate(forms)}
        self._compiled: dict[str, re.Pattern[str]] = {}

    def find(self, text: str) -> Sequence[Phrase]:
        """Phrases in folded ``text``, in reading order."""
        return _found(self, text)

    def look(self, text: str) -> Iterator[Phrase]:
        """Look for them anew."""
        chinese, english = scripts(text)
        if chinese and english:
            found = self._merged(text, self._pattern("en_"), self._pattern("zh_"))
        else:
            found = self._pattern("en_" if chinese else "zh_").finditer(text)
        for match in found:
            form = self.forms[str(match.lastgroup)]
            yield Phrase(tidy(text, Span(*match.span())), form.name, form.worth)

    def _merged(self, text: str, *patterns: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """What one pattern of all forms would find: the first match, of two at a place the earlier in the table."""
        nexts = [pattern.search(text) for pattern in patterns]
        while live := [match for match in nexts if match]:
            best = min(live, key=lambda match: (match.start(), self._order[str(match.lastgroup)]))
            yield best
            nexts = [
                pattern.search(text, best.end()) if match and match.start() < best.end() else match
                for pattern, match in zip(patterns, nexts, strict=True)
            ]

    def _pattern(self, barred: str) -> re.Pattern[str]:
        """Pattern of all forms but those of one language."""
        if barred not in self._compiled:
            forms = [form for form in self.forms.values() if not form.name.startswith(barred)]
            runs = groupby(forms, key=lambda form: form.name.startswith("en_"))
            # English forms are not tried where a Chinese character stands.
            found = "|".join(f"{_LATIN}(?:{_run(run)})" if latin else _run(run) for latin, run in runs)
            self._compiled[barred] = re.compile(f"{_NOT_INSIDE}(?:{found or '(?!)'})")
        return self._compiled[barred]


@lru_cache(64)  # several rules ask for the same of a sentence
def _found(grammar: Grammar, text: str) -> Sequence[Phrase]:
    return tuple(grammar.look(text))


def _run(forms: Iterable[Form]) -> str:
    return "|".join(f"(?P<{form.name}>{form.pattern})" for form in forms)
