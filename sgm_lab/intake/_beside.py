"""What was asked beside the two questions of a feature or item: the least that is acceptable, how important it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ._answers import Kind
from ._cells import answers_in, normalise, once
from ._important import figure_of, worded_importance
from ._marked import unit_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["EXTRA", "Said", "importance_scale", "says_importance", "with_beside", "with_importance"]

Said = dict[Any, dict[str, str]]  # feature or item → side → column

# Asked by some questionnaires on the same scale: the least that is acceptable, for the zone of tolerance.
EXTRA: dict[Kind, tuple[str, ...]] = {"kano": (), "servqual": ("adequate",)}
_IMPORTANCE = (
    (1, 9),
    (0, 10),
    (0, 100),
)  # scales of the importance of a feature of Kano, the usual one first
_SLIPS = 3  # figures off a scale that are not mistakes of single cells
_MOSTLY = 0.9  # share of answers that are on this scale
_LONGEST = 400  # letters of a question
_SAYS = re.compile(r"重要(?:性|程度|度)|多重要|是否重要|重不重要|importance|how important", re.IGNORECASE)


def says_importance(text: str) -> bool:
    """Whether a header asks how important something is."""
    return len(text) <= _LONGEST and bool(_SAYS.search(text))


def with_importance(pairs: Said, plain: Mapping[str, str], table: pd.DataFrame) -> Said:
    """Add to each feature the one column that asks how important it is, where they are figures or words of a scale.

    >>> import pandas as pd
    >>> table = pd.DataFrame({"您认为叫号的重要程度": [7, 9]})
    >>> with_importance({"叫号": {}}, {"您认为叫号的重要程度": "您认为叫号的重要程度"}, table)
    {'叫号': {'importance': '您认为叫号的重要程度'}}
    """
    used = {column for pair in pairs.values() for column in pair.values()}
    asked = [column for column, text in plain.items() if column not in used and says_importance(text)]
    words = {answer for column in asked for answer in answers_in(table[column])}
    in_words = worded_importance(words) is not None
    of: dict[Any, list[str]] = {}
    for column in asked:
        text = normalise(plain[column])
        within = [unit for unit in pairs if _names_it(text, normalise(unit))]
        if within and (in_words or _on_scale(table[column])):
            of.setdefault(max(within, key=lambda unit: len(str(unit))), []).append(column)
    return {
        unit: pair | ({"importance": of[unit][0]} if len(of.get(unit, [])) == 1 else {})
        for unit, pair in pairs.items()
    }


def _names_it(text: str, unit: str) -> bool:
    """Whether a question names a feature: 1 is not named by 10, nor "app" by "appointment"."""
    return bool(unit) and bool(re.search(rf"(?<![0-9a-z]){re.escape(unit)}(?![0-9a-z])", text))


def _on_scale(values: pd.Series) -> bool:
    low, high = _IMPORTANCE[-1]
    figures = once(values[values.isin(answers_in(values))], figure_of).astype(float)
    fits = figures.between(low, high) & (figures % 1 == 0)
    return bool(len(fits)) and float(fits.mean()) >= _MOSTLY


def importance_scale(values: pd.Series) -> tuple[int, int]:
    """Return the scale that the importance of all features was asked on: the first that no more than slips are off.

    >>> import pandas as pd
    >>> importance_scale(pd.Series([7, 9, 99])), importance_scale(pd.Series([0, 10, 7, 10]))
    ((1, 9), (0, 10))
    """
    import pandas as pd

    figures = pd.to_numeric(once(values, figure_of)).astype(float)
    figures = figures[figures.between(0, 100)]
    for low, high in _IMPORTANCE:
        if (~figures.between(low, high)).sum() < _SLIPS:
            return low, high
    return _IMPORTANCE[-1]


def with_beside(pairs: Said, plain: Mapping[str, str], kind: Kind, table: pd.DataFrame) -> Said:
    """Add what was asked beside the two answers."""
    if kind == "kano":
        return with_importance(pairs, plain, table)
    units = {str(unit): unit for unit in pairs}
    for side in EXTRA[kind] if pairs else ():
        for column, text in plain.items():
            unit = unit_of(text, side, kind)
            if unit in units:
                pairs[units[unit]].setdefault(side, column)
    return pairs
