"""Learn what the words of a goal weigh for each criterion: run ``python benchmarks/learn_smart.py``.

Fits one multinomial logistic regression a criterion and language (L2, C = 0.5) on the labelled sentences of tests/data:
on their words and, for the sentences of ``smart_taught.csv``, which the rules were not written for, on the verdict of
the rule and its reason. Rounds the weights to steps of 0.1 and writes ``sgm_lab/smart/rules/usage.json``. With
``--check`` nothing is written: each third of the taught sentences is judged by what the rest taught, and the share of
right verdicts is printed for the rules alone and with the second opinion. What came out on authors nobody had read:
tests/data/smart_labelled.md.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from logistic import fit
from scipy.sparse import csr_matrix
from smart_agreement import Row, labelled, sets

from sgm_lab.i18n import LANGUAGES, Language
from sgm_lab.smart import CRITERIA
from sgm_lab.smart.rules import read, usage
from sgm_lab.smart.rules.usage import ASKED, STEP, VERDICTS, pieces, reasons
from sgm_lab.smart.rules.verdicts import judge, ruled

KEPT = Path(__file__).parent.parent / "sgm_lab" / "smart" / "rules" / "usage.json"
_LEAST, _C = 3, 0.5
# A weight is one letter: n for none, from ^ to ~ for less or more.
_NONE, _MOST = ord("n"), 16
# Written after these were learnt, to judge by.
_LATER = ("dev9", "dev10", "dev11", "dev12", "dev13", "blind")
# Lighter words are left out: pages carry the table, and judge no worse without them. A Chinese one is told thrice, by
# the characters in it and those that it is in.
_LIGHT = {"zh": 0.125, "en": 0.275}
# What a rule says is one word among many; it is believed sooner.
_RULE = 3.0
_VERDICT = {"m": "met", "w": "weak", "x": "missing"}

Table = dict[str, Any]


def taught(lang: Language) -> list[Row]:
    """The sentences that were written to be learnt from; their five verdicts are five letters."""
    rows = [row for row in labelled("smart_taught") if row["lang"] == lang]
    return [row | {c: _VERDICT[v] for c, v in zip(CRITERIA, row["verdicts"], strict=True)} for row in rows]


def learn(known: Sequence[Row], fresh: Sequence[Row], lang: Language) -> Table:
    """Bias, weights of the words, and of what the rules say, for each criterion and verdict.

    ``known`` are sentences whose errors the rules have learnt from, ``fresh`` those that they have not seen.
    """
    said = [pieces(row["sentence"], lang) for row in (*known, *fresh)]
    often = Counter(piece for one in said for piece in one)
    words = sorted(piece for piece, times in often.items() if times >= _LEAST)
    facts = [read(row["sentence"]) for row in fresh]
    out: Table = {"bias": [], "rules": {}, "words": {}}
    found = []
    for criterion in ASKED:
        heard = [reasons(f.verdict, f.reason) for f in (ruled(one, criterion) for one in facts)]
        names = sorted({name for one in heard for name in one})
        column = {name: at for at, name in enumerate([*words, *(f"={name}" for name in names)])}
        cells = [
            (at, column[piece], 1.0) for at, one in enumerate(said) for piece in sorted(one & column.keys())
        ]
        cells += [(at, column[f"={name}"], _RULE) for at, one in enumerate(heard, len(known)) for name in one]
        rows, columns, values = zip(*cells, strict=True)
        seen = csr_matrix((values, (rows, columns)), shape=(len(said), len(column)))
        true = np.array([VERDICTS.index(row[criterion]) for row in (*known, *fresh)])
        weights = fit(seen, true, len(VERDICTS), _C)
        out["bias"] += [round(float(one), 2) for one in weights[:, -1]]
        out["rules"][criterion] = {
            name: [round(_RULE * float(one), 2) for one in weights[:, column[f"={name}"]]] for name in names
        }
        found.append(weights[:, : len(words)])
    heavy = np.vstack(found)
    steps = np.clip(np.round(heavy / STEP), -_MOST, _MOST).astype(int)
    out["words"] = {
        word: "".join(chr(_NONE + step) for step in steps[:, n])
        for n, word in enumerate(words)
        if abs(heavy[:, n]).max() >= _LIGHT[lang]
    }
    return out


def known_before(lang: Language) -> list[Row]:
    """What the rules were written with; without what was kept from tuning, which is kept from this too."""
    every = {"rounds": labelled("smart_rounds"), **sets()}
    for name in _LATER:
        del every[name]
    rows = [row for row in labelled() if row["split"] != "test"] + [r for one in every.values() for r in one]
    return [row for row in rows if row["lang"] == lang]


def main() -> None:
    if "--check" in sys.argv:
        _check()
        return
    # Twice: labelled with their phrases, and read more than once.
    out = {lang: learn(known_before(lang) * 2, taught(lang), lang) for lang in LANGUAGES}
    KEPT.write_text(json.dumps(out, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def _check(parts: int = 3) -> None:
    for lang in LANGUAGES:
        rows = taught(lang)
        before, after = Counter[str](), Counter[str]()
        for part in range(parts):
            rest = [row for at, row in enumerate(rows) if at % parts != part]
            learnt = {lang: learn(known_before(lang) * 2, rest, lang)}
            usage._table = lambda learnt=learnt: learnt  # type: ignore[assignment]
            usage._known.cache_clear()
            for row in rows[part::parts]:
                facts = read(row["sentence"])
                rules = {c: ruled(facts, c).verdict == row[c] for c in CRITERIA}
                both = {c: judge(facts, c).verdict == row[c] for c in CRITERIA}
                before.update([c for c in CRITERIA if rules[c]] + ["whole"] * all(rules.values()))
                after.update([c for c in CRITERIA if both[c]] + ["whole"] * all(both.values()))
        line = "  ".join(
            f"{c} {before[c] / len(rows):.3f} → {after[c] / len(rows):.3f}" for c in (*CRITERIA, "whole")
        )
        print(f"{lang} n = {len(rows)}  {line}")


if __name__ == "__main__":
    main()
