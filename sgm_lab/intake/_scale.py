"""Which scale the answers are on, and which way it runs: what would change the result is asked, not guessed."""

from __future__ import annotations

from numbers import Integral
from typing import TYPE_CHECKING, Any

from ..errors import ArgumentError, sentence
from ..i18n import t
from ._answers import Kind
from ._cells import is_number, once, to_number
from ._names import word

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "KANO",
    "SERVQUAL",
    "Scale",
    "as_scale",
    "check_scale",
    "doubts",
    "five_words",
    "guess_kano",
    "guess_servqual",
    "settle",
]

Scale = tuple[int, int]
KANO: Scale = (1, 5)
SERVQUAL: Scale = (1, 7)
# What the codes of other Kano questionnaires mean among like 1 … dislike 5; three levels are like, neutral, dislike.
_TABLES: dict[Scale, dict[float, float]] = {
    KANO: {code: code for code in range(1, 6)},
    (0, 4): {code: code + 1 for code in range(5)},
    (1, 3): {1: 1, 2: 3, 3: 5},
}
# Where the words of the usual scales of five stand on one of seven: agree 2 and 6, or somewhat agree 3 and 5.
_FIVE = ({1, 2, 4, 6, 7}, {1, 3, 4, 5, 7})
_MANY = 100  # answers, of which at least one would be the highest
_AGAINST = -0.3  # correlation of the two sides within items
_ENOUGH = 20  # answers, before anything is said about scale or direction
_FAR = 0.4  # of the scale, that perceptions hardly ever stay behind on every item
_PEOPLE, _ANSWERS = 10, 50  # before a low expectation is certain to run the other way
_ITEMS = 5  # of SERVQUAL, before anything is certain
_SLIPS, _MOST_SLIPS = 3, 0.1  # figures off the scale, and their share, that are not mistakes of single cells
_ENDS = (4, 5, 6, 7, 9, 10, 100)  # of scales in use
_AROUND = 5  # highest of a scale that begins below 0
_MOST_CODES = 12  # asked about


def as_scale(scale: Any) -> Scale | None:
    """Return a scale as it is compared: a list will do; what is no scale goes on, to be refused."""
    found: Scale | None = scale
    if isinstance(scale, list) or getattr(scale, "ndim", None) == 1:  # or an array
        found = (*scale,)  # of two, or it is refused
    return found


def check_scale(kind: Kind, scale: Any) -> None:
    """Refuse a scale that is none.

    Raises
    ------
    ArgumentError
        If its ends are not in order, or there is no such Kano scale.
    """
    given: tuple[Any, ...] = scale if isinstance(scale, tuple) else (scale,)
    whole: list[Any] = [one for one in given if not isinstance(one, bool) and isinstance(one, Integral)]
    if kind == "servqual":
        if len(whole) != 2 or whole[0] >= whole[1]:
            raise ArgumentError("intake.scale_order", scale="–".join(map(str, given)))
    elif tuple(whole) not in _TABLES:
        raise ArgumentError("errors.choice", name="scale", value=scale, choices=list(_TABLES))


def guess_kano(sides: list[pd.Series], reverse: bool) -> tuple[Scale, str]:
    """Return the scale that the numbers are on, and the question to settle before anything is computed."""
    import pandas as pd

    numbers = [pd.to_numeric(once(side, to_number)).astype(float) for side in sides]
    if strange := _other_codes(pd.concat(numbers).dropna()):
        return KANO, strange
    known = [side[side >= 0] for side in numbers]  # -2 and -3 say that nothing was answered
    if min(map(len, known)) < _ENOUGH // 2:
        zero = any((side == 0).any() for side in known) and all((side <= 4).all() for side in known)
        return ((0, 4), sentence("intake.zero_based")) if zero else (KANO, "")
    low, high = min(side.min() for side in known), max(side.max() for side in known)
    if low == 0 and high <= 4:
        return (0, 4), sentence("intake.zero_based")
    if low == 1 and high == 3 and min(map(len, known)) >= _ENOUGH:
        return (1, 3), sentence("intake.three_levels")
    first, second = (float(side.mean()) for side in known)
    # Hardly anybody dislikes having a feature and likes lacking it: such means are a scale turned round, or two
    # columns that changed places.
    if not reverse and first > 3.4 and second < 2.6:
        return KANO, sentence("intake.reversed_scale")
    return KANO, ""


def _other_codes(numbers: pd.Series) -> str:
    """Ask about figures that are on no scale that is known: more than slips, below 0 or above 5."""
    below = (numbers == -1).any()  # -2 and -3 alone say that nothing was answered
    codes = numbers if below else numbers[~numbers.isin((-2, -3))]
    outside = codes[(codes < 0) | (codes > KANO[1])]
    if len(outside) < _SLIPS or len(outside) < _MOST_SLIPS * len(codes):
        return ""
    found = sorted(codes.unique())
    labels = "{" + ", ".join(f"{code:g}: ?" for code in found[:_MOST_CODES]) + "}"
    return sentence("intake.other_codes", low=f"{found[0]:g}", high=f"{found[-1]:g}", labels=labels)


def guess_servqual(sides: list[pd.Series], usual: Scale) -> tuple[Scale, str]:
    """Return the scale that the numbers are on, and the question, once, where many are off the usual one."""
    import pandas as pd

    numbers = pd.concat([pd.to_numeric(once(side, to_number)).astype(float) for side in sides]).dropna()
    if (
        numbers == -1
    ).sum() >= _SLIPS and numbers.max() <= _AROUND:  # from -3 to 3; -2 and -3 alone are no answers
        end = int(max(numbers.max(), -numbers.min()))
        around = {
            "lowest": f"{numbers.min():g}",
            "highest": f"{numbers.max():g}",
            "first": usual[0],
            "last": usual[1],
        }
        return (-end, end), sentence("intake.other_scale", **around, low=f"{-end}", high=end)
    numbers = numbers[numbers >= 0]  # -2 and -3 say that nothing was answered
    above = int((numbers > usual[1]).sum())
    # Zeros are blanks or slips where somebody went up to the usual highest; else a scale that begins there.
    zeros = 0 if above or (numbers == usual[1]).any() else int((numbers == 0).sum())
    if above < max(_SLIPS, _MOST_SLIPS * len(numbers)) and zeros < _SLIPS:
        return usual, ""
    low, top = min(int(numbers.min()), 1), int(numbers.max())
    high = next((end for end in _ENDS if end >= top), top)
    found = {
        "lowest": f"{numbers.min():g}",
        "highest": f"{numbers.max():g}",
        "first": usual[0],
        "last": usual[1],
    }
    return (low, high), sentence("intake.other_scale", **found, low=low, high=high)


def settle(codes: pd.Series, numeric: pd.Series, scale: Scale, reverse: bool) -> pd.Series:
    """Turn numbers of a Kano scale into like 1 … dislike 5; a label means what it says."""
    table = _TABLES[scale]
    if reverse:
        table = {code: table[sum(scale) - code] for code in table}
    return codes.where(~numeric, codes.map(table))


def five_words(answers: list[pd.Series], codes: list[pd.Series], high: int) -> tuple[list[str], str]:
    """Say where words of a scale of five were read on one of seven: two were never chosen.

    Where all five were, and often, it is asked before anything is computed.
    """
    import pandas as pd

    said = pd.concat(
        [code[~once(raw, is_number, True).astype(bool)] for raw, code in zip(answers, codes, strict=True)]
    )
    words = set(said.dropna())
    if high != 7 or not words or not any(words <= five for five in _FIVE):
        return [], ""
    question = sentence("intake.note_five_words")
    return ([], question) if words in _FIVE and said.notna().sum() >= _MANY else ([question], "")


def doubts(
    good: pd.DataFrame, sides: tuple[str, str], low: int, high: int, swapped: str = ""
) -> tuple[list[str], str]:
    """What SERVQUAL answers as a whole say about scale and direction; and what of it is as good as certain.

    Not every survey finds less than was expected, so only a wide margin on every one of several items is. ``swapped``
    is the argument with which the two sides change places, where there is one.
    """
    if len(good) < _ENOUGH:
        return [], ""
    first, second = (float(good[side].mean()) for side in sides)
    said = []
    tops = good.groupby("item")[list(sides)].max().max(axis=1)
    if tops.max() <= high - 2 or (tops.max() < high and len(good) >= _MANY):
        said.append(t("intake.note_short_scale", highest=int(tops.max()), low=low, high=high))
    elif (tops == high).mean() > 0.5 and (tops <= high - 2).any():
        items = "、".join(str(item) for item in tops.index[tops <= high - 2])
        said.append(t("intake.note_mixed_scale", items=items, low=low, high=high))
    ends = good[list(sides)].max()
    used_low = (
        good[ends.idxmin()].min() == low
    )  # else few good marks, and no shorter scale used from end to end
    if ends.max() == high and ends.min() <= high - 2 and used_low and len(good) >= _MANY:
        said.append(sentence("intake.note_shorter_side", side=word(str(ends.idxmin())), highest=int(ends.min()),
                             low=low, high=high))  # fmt: skip
    within = good[list(sides)] - good.groupby("item")[list(sides)].transform("mean")
    r = float(within.corr().to_numpy()[0, 1])
    if len(good) >= _MANY and r < _AGAINST:
        said.append(sentence("intake.note_against", r=f"{r:.2f}", low=low, high=high))
    means = good.groupby("item")[list(sides)].mean()
    above = (means[sides[1]] > means[sides[0]]).mean()
    used = min(high, int(tops.max()))  # a scale that is really shorter has a lower middle
    both = {"expectation": f"{first:.1f}", "perception": f"{second:.1f}", "low": low, "high": high}
    many = len(means) >= _ITEMS and good["respondent"].nunique() >= _ENOUGH
    sure = good["respondent"].nunique() >= _PEOPLE and len(good) >= _ANSWERS
    if first < (low + used) / 2 - (used - low) / 6 and sure:
        alone = second > (low + used) / 2
        return said, sentence(f"intake.low_expectation{'_alone' if alone else ''}", **both)
    if above == 1 and second - first > (used - low) / 8 and many:
        key = "swapped_sides" if swapped else "swapped_names"
        return said, sentence(f"intake.{key}", **both, call=swapped)
    below = means[sides[0]] - means[sides[1]]
    if (below > _FAR * (high - low)).all() and second < (low + high) / 2 < first:
        said.append(sentence("intake.note_far_below", **both))
    if first < (low + high) / 2 - 0.5:
        said.append(t("intake.note_low_expectation", mean=both["expectation"], low=low, high=high))
    elif above > 0.9 and second - first > 0.5:
        said.append(t("intake.note_swapped", expectation=both["expectation"], perception=both["perception"]))
    return said, ""
