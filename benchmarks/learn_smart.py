"""Learn what the words of a goal weigh for each criterion: run ``python benchmarks/learn_smart.py``.

Fits one multinomial logistic regression a criterion and language (L2, C = 1.5) on the labelled sentences of tests/data:
on their words, on those that name what is measured, and, for the sentences of ``smart_taught.csv``, which the rules
were not written for, on the verdicts of all rules and their reasons. Rounds the weights to steps of 0.1 and writes
``sgm_lab/smart/rules/usage.json``. With ``--check`` nothing is written: the taught sentences of every author are judged
by what the other authors taught, and the share of right verdicts is printed for the rules alone and with the second
opinion. What came out on authors nobody had read: tests/data/smart_labelled.md.
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
from sgm_lab.smart.rules import Facts, read, usage
from sgm_lab.smart.rules.usage import ASKED, STEP, VERDICTS, pieces, reasons
from sgm_lab.smart.rules.verdicts import found_by, ruled

KEPT = Path(__file__).parent.parent / "sgm_lab" / "smart" / "rules" / "usage.json"
_LEAST, _C = 3, 1.5
# A weight is one letter: n for none, from ^ to ~ for less or more.
_NONE, _MOST = ord("n"), 16
# Written after these were learnt, to judge by.
_LATER = ("blind",)
# Lighter words are left out: pages carry the table, and judge no worse without them. A Chinese one is told thrice, by
# the characters in it and those that it is in.
_LIGHT = {"zh": 0.125, "en": 0.275}
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
    facts = [read(row["sentence"]) for row in (*known, *fresh)]
    found = {"words": [pieces(row["sentence"], lang) for row in (*known, *fresh)]}
    found["things"] = [pieces(named, lang) if (named := thing(one)) else set() for one in facts]
    heard = [set(reasons({c: ruled(one, c) for c in CRITERIA})) for one in facts[len(known) :]]
    found["rules"] = [*(set[str]() for _ in known), *heard]
    columns = [(kind, piece) for kind, said in found.items() for piece in _often(said)]
    at = {column: number for number, column in enumerate(columns)}
    kept: dict[str, list[Any]] = {"bias": [], "steps": [], "heavy": []}
    for criterion in ASKED:
        # What its own rule says is one word among many; it is believed sooner.
        own = np.array([_RULE if piece.startswith(f"{criterion}:") else 1.0 for _, piece in columns])
        cells = [
            (number, at[kind, piece])
            for kind, said in found.items()
            for number, one in enumerate(said)
            for piece in sorted(one)
            if (kind, piece) in at
        ]
        rows, cols = (np.array(one) for one in zip(*cells, strict=True))
        seen = csr_matrix((own[cols], (rows, cols)), shape=(len(facts), len(columns)))
        true = np.array([VERDICTS.index(row[criterion]) for row in (*known, *fresh)])
        weights = fit(seen, true, len(VERDICTS), _C)
        kept["bias"] += [round(float(one), 2) for one in weights[:, -1]]
        kept["heavy"].append(weights[:, :-1] * own)
    heavy = np.vstack(kept["heavy"])
    steps = np.round(heavy / STEP).astype(int)
    letters = np.clip(steps, -_MOST, _MOST) + _NONE
    out: Table = {"bias": kept["bias"], "rules": {}, "words": {}, "things": {}}
    for number, (kind, piece) in enumerate(columns):
        if kind == "rules":
            out[kind][piece] = steps[:, number].tolist()
        elif abs(heavy[:, number]).max() >= _LIGHT[lang]:
            out[kind][piece] = "".join(map(chr, letters[:, number]))
    return out


def _often(said: Sequence[set[str]]) -> list[str]:
    """Those that more than two sentences have."""
    times = Counter(piece for one in said for piece in one)
    return sorted(piece for piece, n in times.items() if n >= _LEAST)


def thing(facts: Facts) -> str:
    """What is measured, as the sentence names it."""
    return facts.at(facts.claim.thing) if facts.claim else ""


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


def _check(parts: int = 4) -> None:
    for lang in LANGUAGES:
        rows = taught(lang)
        before, after = Counter[str](), Counter[str]()
        for part in range(parts):
            mine = [row for row in rows if int(row["author"]) % parts == part]
            rest = [row for row in rows if int(row["author"]) % parts != part]
            learnt = {lang: learn(known_before(lang) * 2, rest, lang)}
            usage._table = lambda learnt=learnt: learnt  # type: ignore[assignment]
            usage._known.cache_clear()
            for row in mine:
                facts = read(row["sentence"])
                rules = {c: ruled(facts, c).verdict == row[c] for c in CRITERIA}
                both = {c: found_by(facts, c).verdict == row[c] for c in CRITERIA}
                before.update([c for c in CRITERIA if rules[c]] + ["whole"] * all(rules.values()))
                after.update([c for c in CRITERIA if both[c]] + ["whole"] * all(both.values()))
        line = "  ".join(
            f"{c} {before[c] / len(rows):.3f} → {after[c] / len(rows):.3f}" for c in (*CRITERIA, "whole")
        )
        print(f"{lang} n = {len(rows)}  {line}")


if __name__ == "__main__":
    main()
