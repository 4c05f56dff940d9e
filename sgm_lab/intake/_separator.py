"""Which sign parts the columns of a text table: the one that parts its rows alike."""

from __future__ import annotations

import re
from collections import Counter

__all__ = ["one_sign", "separator"]

_SIGNS = ",\t;，；|"
_SAMPLE = 60_000  # letters
_ROWS = 50
_PROSE = "，；"
_NONE = "\x1f"  # a sign that no text has: one column
_FEW = 0.5  # share of rows that agree


def separator(text: str) -> str:
    """Return the sign on which most rows agree; what stands between quotation marks does not count.

    Answers in sentences, one a row, are one column: a sign that no text has is returned.

    >>> separator("a;b\\n1,5;2,5\\n2;3\\n")
    ';'
    """
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        sample = sample[: sample.rfind("\n") + 1] or sample
    lines = [line for line in re.sub(r'"[^"]*"', "", sample).splitlines() if line.strip(" ")][:_ROWS]

    def agreement(sign: str) -> tuple[float, int]:
        counts = Counter(count for line in lines if (count := line.count(sign)))
        if not counts:
            return 0.0, 0
        count, times = max(counts.items(), key=lambda one: (one[1], one[0]))
        return times / len(lines), count

    first = lines[0] if lines else ""
    # In sentences full-width signs are no signs of columns, unless the header has them too.
    best = max((sign for sign in _SIGNS if sign not in _PROSE or sign in first), key=agreement)
    one_column = best not in first and (
        any(sign in sample for sign in _PROSE) or 0 < agreement(best)[0] < _FEW
    )
    return _NONE if one_column and agreement(best)[0] < _FEW else best


def one_sign(text: str, sign: str) -> tuple[str, list[int]]:
    """Part rows in which another sign stands in place of ``sign`` like the rest, and return which these are.

    A row counts that has none of ``sign``, and of one other as many as the first row has of it.

    >>> one_sign("a,b,c\\n1,2,3\\n4;5;6\\n", ",")
    ('a,b,c\\n1,2,3\\n4,5,6\\n', [3])
    """
    others = [other for other in _SIGNS if other != sign and other in text]
    if not others or '"' in text:
        return text, []
    lines = text.splitlines(keepends=True)
    wanted = next((line.count(sign) for line in lines if line.strip()), 0)
    changed = []
    for at, line in enumerate(lines):
        if not wanted or sign in line:
            continue
        fitting = [one for one in others if line.count(one) == wanted and (wanted > 1 or one not in _PROSE)]
        if len(fitting) == 1:
            lines[at] = line.replace(fitting[0], sign)
            changed.append(at + 1)
    return "".join(lines), changed
