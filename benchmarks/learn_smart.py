"""Learn what the words of a goal weigh for *specific*: run ``python benchmarks/learn_smart.py``.

Fits one logistic regression a verdict and language (L2, C = 0.3) on the labelled sentences of tests/data, drops weights
below 0.15 and writes ``sgm_lab/smart/rules/usage.json``. With ``--check`` nothing is written: each set is judged by
what the others taught, and the share of right verdicts is printed for the rules alone and with the second opinion. The
rules were written with these sets before them, so only ``rules`` of a set they had not seen is a fair comparison;
tests/data/smart_labelled.md has those figures.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from smart_agreement import Row, labelled, sets

from sgm_lab.i18n import LANGUAGES, Language
from sgm_lab.smart.rules.usage import VERDICTS, pieces

KEPT = Path(__file__).parent.parent / "sgm_lab" / "smart" / "rules" / "usage.json"
_LEAST, _C, _SMALL = 3, 0.3, 0.15

Weights = dict[str, list[float]]


def learn(rows: list[Row], lang: Language) -> tuple[list[float], Weights]:
    """Bias and weights of the words for each verdict."""
    said = [pieces(row["sentence"], lang) for row in rows]
    often = Counter(piece for one in said for piece in one)
    words = sorted(piece for piece, times in often.items() if times >= _LEAST)
    number = {piece: n for n, piece in enumerate(words)}
    places = [(at, number[piece]) for at, one in enumerate(said) for piece in one if piece in number]
    at, column = zip(*places, strict=True)
    seen = csr_matrix((np.ones(len(at)), (at, column)), shape=(len(rows), len(words)))
    fitted = np.array([_fit(seen, np.array([row["specific"] == v for row in rows])) for v in VERDICTS])
    fitted[:, :-1][abs(fitted[:, :-1]) < _SMALL] = 0
    kept = {
        word: [round(float(w), 2) for w in fitted[:, n]] for n, word in enumerate(words) if fitted[:, n].any()
    }
    return [round(float(b), 2) for b in fitted[:, -1]], kept


def _fit(seen: csr_matrix, true: np.ndarray) -> np.ndarray:
    """Weights and bias that make the labels likeliest, each drawn to nought."""
    sign = np.where(true, 1.0, -1.0)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (seen @ w[:-1] + w[-1])
        pull = -_C * sign / (1 + np.exp(margin))
        slope = w + np.append(seen.T @ pull, pull.sum())
        return 0.5 * float(w @ w) + _C * float(np.logaddexp(0, -margin).sum()), slope

    return np.asarray(minimize(loss, np.zeros(seen.shape[1] + 1), jac=True, method="L-BFGS-B").x)


def main() -> None:
    # What was kept from tuning is kept from this too.
    tuned = [row for row in labelled() if row["split"] != "test"]
    every = {"labelled": tuned, "rounds": labelled("smart_rounds"), **sets()}
    if "--check" in sys.argv:
        _check(every)
        return
    out = {}
    for lang in LANGUAGES:
        bias, words = learn([row for rows in every.values() for row in rows if row["lang"] == lang], lang)
        out[lang] = {"bias": bias, "words": words}
        print(f"{lang}: {len(words)} words")
    KEPT.write_text(json.dumps(out, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def _check(every: dict[str, list[Row]]) -> None:
    from sgm_lab.smart.rules import read, usage
    from sgm_lab.smart.rules.specific import ruled

    for lang in LANGUAGES:
        for name, rows in every.items():
            mine = [row for row in rows if row["lang"] == lang]
            others = [row for n, rest in every.items() if n != name for row in rest if row["lang"] == lang]
            learnt = {lang: learn(others, lang)}
            usage._weights = lambda learnt=learnt: learnt  # type: ignore[assignment]
            right = [0, 0]
            for row in mine:
                facts = read(row["sentence"])
                rule = "missing" if facts.stated else ruled(facts).verdict
                other = None if facts.stated else usage.second_opinion(row["sentence"], lang, rule)
                right[0] += rule == row["specific"]
                right[1] += (other[0] if other else rule) == row["specific"]
            rules, both = (one / len(mine) for one in right)
            print(f"{lang} {name:<10} n = {len(mine):<4} rules {rules:.3f}  with words {both:.3f}")


if __name__ == "__main__":
    main()
