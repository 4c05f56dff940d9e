"""Learn what the words of a goal weigh for each criterion: run ``python benchmarks/learn_smart.py``.

Fits one multinomial logistic regression a criterion and language (L2, C = 1) on the labelled sentences of tests/data,
rounds the weights to steps of 0.05 and writes ``sgm_lab/smart/rules/usage.json``. With ``--check`` nothing is written:
each set is judged by what the others taught, and the share of right verdicts is printed for the rules alone and with
the second opinion. The rules were written with these sets before them, so only a set they had not seen is a fair
comparison; tests/data/smart_labelled.md has those figures.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from logistic import fit, seen
from smart_agreement import Row, labelled, sets

from sgm_lab.i18n import LANGUAGES, Language
from sgm_lab.smart.rules.usage import STEP, TRUST, VERDICTS, pieces

KEPT = Path(__file__).parent.parent / "sgm_lab" / "smart" / "rules" / "usage.json"
_LEAST = 3
# A weight is one letter: n for none, from A to Z and beyond for more or less.
_NONE, _MOST = ord("n"), 12

Table = dict[str, Any]


def learn(rows: list[Row], lang: Language) -> Table:
    """Bias, and weights of the words, for each criterion and verdict."""
    said = [pieces(row["sentence"], lang) for row in rows]
    often = Counter(piece for one in said for piece in one)
    words = sorted(piece for piece, times in often.items() if times >= _LEAST)
    found = seen(said, words)
    verdicts = [np.array([VERDICTS.index(row[name]) for row in rows]) for name in TRUST]
    fitted = np.vstack([fit(found, true, len(VERDICTS)) for true in verdicts])
    steps = np.clip(np.round(fitted[:, :-1] / STEP), -_MOST, _MOST).astype(int)
    kept = {
        word: "".join(chr(_NONE + step) for step in steps[:, n])
        for n, word in enumerate(words)
        if abs(steps[:, n]).max() > 1
    }
    return {"bias": [round(float(b), 2) for b in fitted[:, -1]], "words": kept}


def main() -> None:
    # What was kept from tuning is kept from this too.
    tuned = [row for row in labelled() if row["split"] != "test"]
    every = {"labelled": tuned, "rounds": labelled("smart_rounds"), **sets()}
    del every["blind"]
    if "--check" in sys.argv:
        _check(every)
        return
    out = {
        lang: learn([row for rows in every.values() for row in rows if row["lang"] == lang], lang)
        for lang in LANGUAGES
    }
    KEPT.write_text(json.dumps(out, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def _check(every: dict[str, list[Row]]) -> None:
    from sgm_lab.smart.rules import read, usage
    from sgm_lab.smart.rules.verdicts import judge, ruled

    known = usage._known
    for lang in LANGUAGES:
        for name, rows in every.items():
            mine = [row for row in rows if row["lang"] == lang]
            others = [row for n, rest in every.items() if n != name for row in rest if row["lang"] == lang]
            learnt = {lang: learn(others, lang)}
            usage._table = lambda learnt=learnt: learnt  # type: ignore[assignment]
            known.cache_clear()
            line = f"{lang} {name:<10} n = {len(mine):<4}"
            for criterion in usage.TRUST:
                right = [0, 0]
                for row in mine:
                    facts = read(row["sentence"])
                    right[1] += judge(facts, criterion).verdict == row[criterion]
                    right[0] += ruled(facts, criterion).verdict == row[criterion]
                rules, both = (one / len(mine) for one in right)
                line += f"  {criterion} {rules:.3f} → {both:.3f}"
            print(line)


if __name__ == "__main__":
    main()
