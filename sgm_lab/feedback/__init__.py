"""Customer comments to SERVQUAL dimensions and themes, by a stated lexicon that anyone can read and edit.

A comment gets the dimension whose words weigh most in it. Where the words of the lexicon leave it open, the other words
of the comment are asked, each with a weight learnt from labelled comments. The words that led there always stand beside
the result. How far that agrees with people is for `agreement` to say.

>>> coded = code(["排队排了两个小时，没人管", "护士很耐心"])
>>> coded[["dimension", "tone"]].values.tolist()
[['responsiveness', 'negative'], ['assurance', 'positive']]
"""

from __future__ import annotations

from .._arguments import tell_arguments
from ._agreement import Agreement, Comparison, agreement, compare, unseen
from ._coding import code, evidence, label, moved, pareto, trend
from ._lexicon import DIMENSIONS, TONES, Entry, Lexicon, Word
from ._lexicon import load as lexicon

__all__ = [
    "DIMENSIONS",
    "TONES",
    "Agreement",
    "Comparison",
    "Entry",
    "Lexicon",
    "Word",
    "agreement",
    "code",
    "compare",
    "evidence",
    "label",
    "lexicon",
    "moved",
    "pareto",
    "trend",
    "unseen",
]

tell_arguments(__name__)
