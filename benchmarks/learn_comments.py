"""Learn what the words of a comment weigh for each tone and dimension: run ``python benchmarks/learn_comments.py``.

Fits multinomial logistic regressions (L2, C = 0.3), for tone and for dimension, in each language, on the two thirds of
the cases' comments that the lexicon was built from (`feedback.unseen` keeps the other third out), rounds the weights to
steps of 0.05 and writes ``sgm_lab/feedback/usage.json``. A class counts by the root of its size: half of what is owed
to the mix of these comments is taken out, since another file has another mix.

With ``--check`` nothing is written and the third is not touched: each comment is judged by words that the others
taught, and by a lexicon without the terms that no other comment has, which may have been put in because of it. The
agreement so found is printed for the lexicon alone and with the second opinion; so were the constants chosen.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from logistic import fit, seen

from sgm_lab import feedback
from sgm_lab.feedback import _usage
from sgm_lab.feedback._lexicon import Entry, Lexicon, load
from sgm_lab.feedback._usage import pieces
from sgm_lab.i18n import LANGUAGES, Language

ROOT = Path(__file__).parent.parent
KEPT = ROOT / "sgm_lab" / "feedback" / "usage.json"
_LEAST, _C, _MOST, _FOLDS = 3, 0.3, 15, 8
# How a language's comments are known, and cut.
CUT = {
    "zh": {"letters": "[一-鿿]", "part": r"\d[\d.:]*|[a-z]+|\S", "between": ""},
    "en": {"letters": "[a-z]", "part": r"\d[\d.:]*|[a-z']+|[!?…]", "between": " "},
}

Row = dict[str, str]


def built_from(lang: Language) -> list[Row]:
    """The comments of the cases that the lexicon of a language was built from."""
    rows: list[Row] = []
    for path in sorted((ROOT / "datasets" / "spec").glob("comments_*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows += [
                {**row, "said": row["text" if lang == "zh" else f"text_{lang}"]}
                for row in csv.DictReader(file)
            ]
    fresh = feedback.unseen([row["said"] for row in rows])
    return [row for row, new in zip(rows, fresh, strict=True) if not new]


def learn(rows: list[Row]) -> dict[str, str]:
    """Weights of the words, a letter for each tone and dimension."""
    said = [set(pieces(row["said"])) for row in rows]
    often = Counter(piece for one in said for piece in one)
    words = sorted(piece for piece, times in often.items() if times >= _LEAST)
    found = seen(said, words)
    fitted = []
    for name, classes in (("tone", feedback.TONES), ("dimension", feedback.DIMENSIONS)):
        true = np.array([classes.index(row[name]) for row in rows])
        size = np.bincount(true, minlength=len(classes)) / len(rows) * len(classes)
        fitted.append(fit(found, true, len(classes), _C, size[true] ** -0.5)[:, :-1])
    steps = np.clip(np.round(np.vstack(fitted) / _usage.STEP), -_MOST, _MOST).astype(int)
    return {
        word: "".join(chr(_usage.NONE + step) for step in steps[:, n])
        for n, word in enumerate(words)
        if abs(steps[:, n]).max() > 1
    }


@dataclass(frozen=True)
class Without(Lexicon):
    """A lexicon that is read as if some terms were not there."""

    gone: set[str] = field(default_factory=set)

    def _hits(self, view: str, lengths: dict[str, set[int]]) -> Iterator[tuple[int, int, Entry]]:
        return (hit for hit in super()._hits(view, lengths) if hit[2].term not in self.gone)


def own_terms(rows: list[Row], lexicon: Without) -> list[set[str]]:
    """For each comment the terms that are found in no other."""
    found = [{word.entry.term for word in lexicon.read(row["said"])} for row in rows]
    often = Counter(term for terms in found for term in terms)
    own = []
    for row, terms in zip(rows, found, strict=True):
        more = {term for term in terms if often[term] == 1}
        own.append(set(more))
        while more:  # behind a term that goes another may stand, which no other comment has either
            lexicon.gone.clear()
            lexicon.gone.update(own[-1])
            more = {word.entry.term for word in lexicon.read(row["said"]) if often[word.entry.term] <= 1}
            own[-1] |= more
    return own


def main() -> None:
    _use({})
    out = {lang: {**cut, "words": learn(built_from(lang))} for lang, cut in CUT.items()}
    KEPT.write_text(json.dumps(out, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def _use(learnt: dict[str, dict[str, str]]) -> None:
    """Let comments be cut as said here, and judged by these words in place of those that were kept."""
    tables = [_usage.table(**cut, words=learnt.get(lang, {})) for lang, cut in CUT.items()]
    _usage._tables = lambda: tables  # type: ignore[assignment]


def check() -> None:
    _use({})
    for lang in LANGUAGES:
        rows, shipped = built_from(lang), load(lang)
        readers = [Without(shipped.entries, shipped.window, learnt) for learnt in (False, True)]
        own = own_terms(rows, readers[0])
        right: Counter[tuple[str, bool]] = Counter()
        for fold in range(_FOLDS):
            words = learn([row for at, row in enumerate(rows) if at % _FOLDS != fold])
            _use({lang: words})
            for at in range(fold, len(rows), _FOLDS):
                for lexicon in readers:
                    lexicon.gone.clear()
                    lexicon.gone.update(own[at])
                    coded = feedback.code([rows[at]["said"]], lexicon).iloc[0]
                    for name in ("dimension", "tone"):
                        right[name, lexicon.learnt] += coded[name] == rows[at][name]
        for name in ("dimension", "tone"):
            alone, both = (right[name, learnt] / len(rows) for learnt in (False, True))
            print(f"{lang}  n = {len(rows)}  {name:<10}{alone:.3f} → {both:.3f}")


if __name__ == "__main__":
    check() if "--check" in sys.argv else main()
