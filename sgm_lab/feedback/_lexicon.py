"""A lexicon of comment words: which word leads to which theme, dimension and tone. Stated, editable, checked.

It is a flat table of terms. ``tone`` says what a term does: ``positive``, ``negative`` or ``neutral`` words carry
a tone; a ``negator`` (不, not) turns the next tone round; an ``intensifier`` (很, very) multiplies it by its
weight; a ``contrast`` (但是, but) gives what follows its weight; an empty tone carries none. In a term, ``#``
stands for a number: ``等了#小时`` finds 等了2小时 and 等了好几个小时.

>>> words = load("en")
>>> [(w.text, w.theme, w.tone) for w in words.read("The nurse was not rude")]
[('nurse', 'people', ''), ('not', '', 'negator'), ('rude', 'courtesy', 'positive')]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import DataError, check_choice, did_you_mean
from ..i18n import LANGUAGES, Language
from ._entries import DIMENSIONS, TONES, Entry, checked, fold, parse

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DIMENSIONS", "SIGN", "TONES", "Entry", "Lexicon", "Word", "load"]

_COLUMNS = ("term", "theme", "dimension", "tone", "weight")
SIGN = {"positive": 1.0, "negative": -1.0}
_OPPOSITE = {"positive": "negative", "negative": "positive"}

# A number with what hangs on it: 2.5, 43个, 十来, 好几个, 一个半.
_NUMBER = re.compile(r"(?:\d+(?:\.\d+)?|好?[〇零一二两三四五六七八九十百千半几]+)[多来余]?个?[多半]?")
_PIECE = re.compile(r"[a-z0-9']+|[^\sa-z0-9']")
_BREAK = re.compile(r"[,.!?;:、。…~\n]")


@dataclass(frozen=True)
class Word:
    """A term found in a comment.

    Attributes
    ----------
    text : str
        What the comment says, exactly: ``comment[start:end]``.
    start, end : int
        Its place, counted in characters from 0, ``end`` not included.
    entry : Entry
        The term of the lexicon that it matched.
    tone : str
        Its tone here: the entry's, or the opposite after a negator.
    value : float
        What it adds to the tone score: weight with sign, intensifier and contrast; 0 where it has no tone.
    emphasis : float
        Factor of a contrast word before it; 1 where there is none.
    learnt : bool
        Whether it is no term of the lexicon, but one of the words whose weights were learnt from labelled comments.
    """

    text: str
    start: int
    end: int
    entry: Entry
    tone: str
    value: float = 0.0
    emphasis: float = 1.0
    learnt: bool = False

    @property
    def theme(self) -> str:
        """Theme of the entry; empty for a word of tone only."""
        return self.entry.theme

    @property
    def dimension(self) -> str:
        """Dimension of the entry; empty for a word of tone only."""
        return self.entry.dimension

    @property
    def negated(self) -> bool:
        """Whether a negator turned its tone round."""
        return self.tone != self.entry.tone

    def __repr__(self) -> str:
        return f"{self.text}[{self.start}:{self.end}]"


@dataclass(frozen=True)
class Lexicon:
    """Terms with their theme, dimension, tone and weight. Immutable: `add` and `remove` return a new one.

    Parameters
    ----------
    entries : tuple of Entry
        Checked when the lexicon is made.
    window : int, default 3
        Largest number of Chinese characters or English words between a negator or intensifier and its word.
    learnt : bool, default False
        Whether `code` may ask the weights learnt from the cases' comments where these terms leave a comment open.
        The lexicon that comes with the package does, and so does whatever is made of it by editing.
    dropped : frozenset of str
        Terms that were removed: what was learnt does not count them either.

    Raises
    ------
    DataError
        If a term is empty, stands twice with different meanings, has an unknown dimension or tone or a weight
        that is not above 0, or if one theme is placed in two dimensions.

    Examples
    --------
    >>> lex = Lexicon((Entry("排队", "waiting", "responsiveness", "negative"), Entry("不用", tone="negator")))
    >>> lex.read("不用排队")
    (不用[0:2], 排队[2:4])
    >>> lex.read("不用排队")[1].tone
    'positive'
    """

    entries: tuple[Entry, ...]
    window: int = 3
    learnt: bool = False
    dropped: frozenset[str] = field(default=frozenset(), compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "entries", checked(self.entries))

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __contains__(self, term: object) -> bool:
        return fold(str(term).strip()) in self._index

    def __repr__(self) -> str:
        return f"Lexicon({len(self)} terms, {len(self.themes)} themes, window={self.window})"

    @property
    def themes(self) -> dict[str, str]:
        """Theme → dimension."""
        return {entry.theme: entry.dimension for entry in self.entries if entry.theme}

    # ---- in and out ----------------------------------------------------------------------------------------

    @classmethod
    def from_table(cls, table: pd.DataFrame, *, window: int = 3) -> Lexicon:
        """Make a lexicon from a table.

        Parameters
        ----------
        table : pandas.DataFrame
            Columns term, theme, dimension, tone, weight; all but term may be absent or blank. Dimensions may
            be written in Chinese (可靠性).
        window : int, default 3
            See `Lexicon`.

        Examples
        --------
        >>> import pandas as pd
        >>> Lexicon.from_table(pd.DataFrame({"term": ["停车"], "theme": ["parking"], "dimension": ["有形性"]}))
        Lexicon(1 terms, 1 themes, window=3)
        """
        columns = [str(column) for column in table.columns]
        if "term" not in columns:
            hint = did_you_mean("term", columns)
            raise DataError("errors.column_missing", column="term", columns=columns, hint=hint)
        unknown = [column for column in columns if column not in _COLUMNS]
        if unknown:
            raise DataError("feedback.lexicon.columns", columns=unknown, known=_COLUMNS)
        rows = table.to_dict("records")
        return cls(
            tuple(Entry(**{str(k): v for k, v in row.items() if not _blank(v)}) for row in rows), window
        )

    @classmethod
    def from_toml(cls, path: str | Path) -> Lexicon:
        """Make a lexicon from a TOML file laid out like ``lexicon.toml``."""
        path = Path(path)
        return cls(*parse(path.read_text(encoding="utf-8"), path.name, None))

    def to_table(self) -> pd.DataFrame:
        """Return the terms as a table with the columns `from_table` takes: to look at, or to edit."""
        import pandas as pd

        return pd.DataFrame([vars(entry) for entry in self.entries], columns=list(_COLUMNS))

    # ---- editing -------------------------------------------------------------------------------------------

    def add(
        self, *terms: str, theme: str = "", dimension: str = "", tone: str = "", weight: float = 1.0
    ) -> Lexicon:
        """Return a lexicon with ``terms`` added, all with this theme, dimension, tone and weight.

        The dimension may be left out where the theme is known.

        Raises
        ------
        DataError
            If a term is there already with another meaning (remove it first), or as for `Lexicon`.

        Examples
        --------
        >>> load("zh").add("叫号屏", theme="facilities").read("叫号屏坏了")[0].dimension
        'tangibles'
        """
        dimension = dimension or self.themes.get(theme, "")
        more = tuple(Entry(term, theme, dimension, tone, weight) for term in terms)
        back = {fold(term.strip()) for term in terms}
        return replace(self, entries=self.entries + more, dropped=self.dropped - back)

    def remove(self, *terms: str) -> Lexicon:
        """Return a lexicon without ``terms``.

        Raises
        ------
        DataError
            If a term is not in the lexicon.
        """
        gone = {fold(term.strip()) for term in terms}
        for term in terms:
            if term not in self:
                raise DataError("feedback.lexicon.absent", term=term, hint=did_you_mean(term, self._index))
        kept = tuple(entry for entry in self.entries if entry.term not in gone)
        return replace(self, entries=kept, dropped=self.dropped | gone)

    def edited(self, rows: Iterable[Mapping[str, Any]]) -> Lexicon:
        """Return a lexicon with somebody's own words: each takes the place of what stood there, or takes it away.

        Parameters
        ----------
        rows : iterable of mapping
            term, theme, tone ("" where it has none) and drop (whether the term only goes); rows without a term, or
            with nothing to say of one, are passed over.

        Raises
        ------
        DataError
            As for `Lexicon`.

        Examples
        --------
        >>> own = {"term": "排队", "theme": "facilities", "tone": "", "drop": False}
        >>> load("zh").edited([own]).read("排队")[0].dimension
        'tangibles'
        """
        made = self
        for row in rows:
            if term := row["term"].strip():
                made = made.remove(term) if term in made else made
                if not row["drop"] and (row["theme"] or row["tone"]):
                    made = made.add(term, theme=row["theme"], tone=row["tone"])
        return made

    # ---- reading a comment ---------------------------------------------------------------------------------

    @cached_property
    def _index(self) -> dict[str, Entry]:
        return {entry.term: entry for entry in self.entries}

    @cached_property
    def _lengths(self) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
        """First letter → lengths of the terms that begin with it; those with a ``#`` by themselves."""
        plain: dict[str, set[int]] = {}
        numbered: dict[str, set[int]] = {}
        for term in self._index:
            (numbered if "#" in term else plain).setdefault(term[0], set()).add(len(term))
        return plain, numbered

    def _hits(self, view: str, lengths: dict[str, set[int]]) -> Iterator[tuple[int, int, Entry]]:
        for start, letter in enumerate(view):
            for length in lengths.get(letter, ()):
                end = start + length
                entry = self._index.get(view[start:end])
                if entry and end <= len(view) and _whole(view, start) and _whole(view, end):
                    yield start, end, entry

    def read(self, text: str) -> tuple[Word, ...]:
        """Find the terms in a comment: the longest first, none overlapping, in the order of the comment.

        Parameters
        ----------
        text : str
            One comment.

        Returns
        -------
        tuple of Word

        Examples
        --------
        >>> [(w.text, w.tone) for w in load("zh").read("没有等很久，态度也好")]
        [('没有', 'negator'), ('等很久', 'positive'), ('态度也好', 'positive')]
        """
        view = fold(text)
        plain, numbered = self._lengths
        hits = set(self._hits(view, plain))
        numbers, places = _with_numbers(view)
        hits |= {(places[s], places[e], entry) for s, e, entry in self._hits(numbers, numbered)}
        taken, chosen = bytearray(len(view)), []
        for start, end, entry in sorted(hits, key=lambda hit: (hit[0] - hit[1], hit[0], hit[2].term)):
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                chosen.append((start, end, entry))
        chosen.sort(key=lambda hit: hit[0])
        return tuple(self._word(text, view, chosen, place) for place in range(len(chosen)))

    def _word(self, text: str, view: str, hits: list[tuple[int, int, Entry]], place: int) -> Word:
        """One hit with what the operators before it do to its tone."""
        start, end, entry = hits[place]
        emphasis = max([e.weight for _, _, e in hits[:place] if e.tone == "contrast"], default=1.0)
        if entry.tone not in TONES:
            return Word(text[start:end], start, end, entry, entry.tone, emphasis=emphasis)
        tone, factor = entry.tone, emphasis
        for _, before, operator in reversed(hits[:place]):
            gap = view[before:start]
            # A word with a tone of its own takes the operators before it for itself.
            if operator.tone in TONES or _BREAK.search(gap) or len(_PIECE.findall(gap)) > self.window:
                break
            if operator.tone == "negator":
                tone = _OPPOSITE.get(tone, tone)
            elif operator.tone == "intensifier":
                factor *= operator.weight
        value = SIGN.get(tone, 0.0) * entry.weight * factor
        return Word(text[start:end], start, end, entry, tone, value, emphasis)


def load(lang: Language | None = None) -> Lexicon:
    """Return the lexicon that comes with the package.

    Parameters
    ----------
    lang : {"zh", "en"}, optional
        Only the terms of one language; by default both, so that a mixed file of comments can be read.

    Raises
    ------
    ArgumentError
        If there is no such language.

    Examples
    --------
    >>> load() == load()
    True
    >>> "排队" in load("zh"), "排队" in load("en")
    (True, False)
    """
    if lang is not None:
        check_choice("lang", lang, LANGUAGES)
    return _load(lang)


@cache
def _load(lang: Language | None) -> Lexicon:
    name = "lexicon.toml"
    return Lexicon(*parse(files(__package__).joinpath(name).read_text("utf-8"), name, lang), learnt=True)


def _blank(value: Any) -> bool:
    return value is None or value != value or (isinstance(value, str) and not value.strip())


def _whole(view: str, place: int) -> bool:
    """Whether ``place`` does not cut a Latin word in two."""
    if not 0 < place < len(view):
        return True
    before, after = view[place - 1], view[place]
    return not (before.isascii() and before.isalnum() and after.isascii() and after.isalnum())


def _with_numbers(view: str) -> tuple[str, list[int]]:
    """``view`` with each number as one ``#``; for each place of that (and its end) the place in ``view``."""
    letters: list[str] = []
    places: list[int] = []
    last = 0
    for found in _NUMBER.finditer(view):
        letters += [*view[last : found.start()], "#"]
        places += [*range(last, found.start()), found.start()]
        last = found.end()
    letters += view[last:]
    places += range(last, len(view) + 1)
    return "".join(letters), places
