"""The items of SERVQUAL and their dimensions: those of the 22, those that the file or the caller names, or none."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import ArgumentError, did_you_mean, listing, sentence
from ..i18n import LANGUAGES, t, worded
from ..terms import DIMENSIONS
from ._cells import is_blank, is_number, normalise, once
from ._columns import Fates
from ._dimensions import code_of_dimension, dimension_in
from ._names import word
from ._report import Report

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["OVERALL", "Dimensions", "check_dimensions", "numbered", "settle_items"]

#: {dimension: [items]} or {item: dimension}
Dimensions: TypeAlias = Mapping[Any, Any] | None
Said = dict[Any, dict[str, str]]  # item → side → column

OVERALL = "overall"  # the dimension of items that nobody gave any
_HOME = {
    **dict.fromkeys(range(1, 5), "tangibles"),
    **dict.fromkeys(range(5, 10), "reliability"),
    **dict.fromkeys(range(10, 14), "responsiveness"),
    **dict.fromkeys(range(14, 18), "assurance"),
    **dict.fromkeys(range(18, 23), "empathy"),
}
_LONGEST = 200  # letters of a header that are searched
_SHOWN = 4  # items in a call to paste


def check_dimensions(dimensions: Dimensions) -> dict[Any, str]:
    """Return item → dimension, whichever way round it was said.

    Raises
    ------
    ArgumentError
        If it is no mapping, or an item is in two dimensions.
    """
    if dimensions is None:
        return {}
    if not isinstance(dimensions, Mapping) or not dimensions:
        raise ArgumentError("intake.dimensions_what", value=str(dimensions))
    home: dict[Any, str] = {}
    for one, other in dimensions.items():
        several = isinstance(other, Iterable) and not isinstance(other, str)
        for item, name in [(item, one) for item in other] if several else [(one, other)]:
            key = _key(item)
            if not str(name).strip() or home.get(key, code_of_dimension(name)) != code_of_dimension(name):
                raise ArgumentError("intake.dimensions_what", value=f"{item}: {name}")
            home[key] = code_of_dimension(name)
    return home


def settle_items(long: pd.DataFrame, report: Report, home: Mapping[Any, str], fates: Fates) -> pd.Series:
    """Check the items, give each its dimension, and return where either is wrong.

    A dimension is what the caller says, else what stands beside the answers or in the names of the items; else the
    items are those of SERVQUAL, or have nothing in common but that they were all asked.
    """
    if home:
        _as_told(long, home)
        return is_blank(long["item"])
    if "dimension" in long:
        return _as_beside(long, report)
    named = {item: dimension_in(str(item)) for item in long["item"].dropna().unique()}
    if named and all(named.values()):
        _put(long, long["item"].map({item: told for item, told in named.items()}))
        fates.doubts.append(sentence("intake.items_named", dimensions=_counted(long)))
        return is_blank(long["item"])
    return _as_numbered(long, report, fates)


def _as_told(long: pd.DataFrame, home: Mapping[Any, str]) -> None:
    items = [one for one in long["item"].dropna().unique() if str(one).strip()]
    if all(_number(item) is None for item in items) and all(isinstance(one, int) for one in home):
        places = {
            at: _key(item) for at, item in enumerate(items, 1)
        }  # items have names: numbers are their places
        home = {places.get(one, one): dimension for one, dimension in home.items()}
    unknown = [item for item in home if item not in set(map(_key, items))]
    if unknown:
        hint = did_you_mean(str(unknown[0]), items)
        raise ArgumentError("intake.dimensions_unknown", items=unknown, known=items, hint=hint)
    lacking = [item for item in items if _key(item) not in home]
    if lacking:
        raise ArgumentError("intake.dimensions_lacking", items=lacking)
    _put(long, once(long["item"], lambda item: home.get(_key(item))))


def _as_beside(long: pd.DataFrame, report: Report) -> pd.Series:
    """Dimensions as the file has them: the five of SERVQUAL, or where none of these is there, its own."""
    given = long["dimension"]
    codes = once(given, code_of_dimension)
    known = codes.isin(DIMENSIONS)
    bad = is_blank(given) if not known.any() else ~known
    names = [t(f"common.dimension.{one}", lang) for lang in LANGUAGES for one in DIMENSIONS]
    report.add(bad, word("dimension"), given, "intake.bad_dimension", names="、".join(names).lower())
    _put(long, codes.mask(bad))
    return bad


def _as_numbered(long: pd.DataFrame, report: Report, fates: Fates) -> pd.Series:
    import pandas as pd

    number = pd.to_numeric(once(long["item"], _number)).astype(float)
    found = sorted(int(one) for one in number.dropna().unique())
    inside = [one for one in found if one in _HOME]
    in_turn = found == list(range(1, len(found) + 1))
    own = not inside or (in_turn and len(found) != len(_HOME) and _are_items(number, len(found)))
    if own:
        _put(long, pd.Series(OVERALL, index=long.index, dtype=object))
        fates.doubts.append(
            sentence(
                "intake.items_own", count=long["item"].nunique(), paste=_paste(long["item"].dropna().unique())
            )
        )
        return is_blank(long["item"])
    bad = ~number.isin(_HOME)
    report.add(bad, word("item"), long["item"], "intake.bad_item")
    long["item"] = number.where(~bad, 0).astype("int64")
    _put(long, long["item"].map(_HOME))
    if len(inside) < len(_HOME):
        fates.doubts.append(sentence("intake.items_some", count=len(inside), items=listing(inside, 22),
                                     dimensions=_counted(long), paste=_paste(long["item"][~bad].unique())))  # fmt: skip
    return bad


def _are_items(number: pd.Series, count: int) -> bool:
    """Whether numbers beyond the 22 were asked of everybody, and are no slips of single cells."""
    if count <= len(_HOME):
        return True
    times = number.value_counts()
    return bool((times[times.index > len(_HOME)] >= times.median() / 2).all())


def _put(long: pd.DataFrame, dimension: pd.Series) -> None:
    """Set the dimension beside the item, which is a number where all are."""
    import pandas as pd

    plain = pd.to_numeric(once(long["item"], _plain), errors="coerce").astype(float)
    if bool((plain.isna() == long["item"].isna()).all() and (plain.dropna() % 1 == 0).all()):
        long["item"] = plain.fillna(0).astype("int64")
    if "dimension" in long:
        long["dimension"] = dimension
    else:
        long.insert(2, "dimension", dimension)


def _counted(long: pd.DataFrame) -> str:
    counts = long.groupby("dimension", sort=False)["item"].nunique()
    return listing(f"{worded('common.dimension', name)} {count}" for name, count in counts.items())


def _paste(items: Iterable[Any]) -> str:
    """The argument that gives items a dimension, to be put right."""
    first = ", ".join(
        str(one) if is_number(one) else json.dumps(str(one), ensure_ascii=False)
        for one in list(items)[:_SHOWN]
    )
    return f'dimensions={{"{t("common.dimension.reliability")}": [{first}], "…": […]}}'


def _key(item: Any) -> Any:
    """The form in which an item is looked up: 7, "7" and "Q7" are one."""
    number = _number(item)
    return int(number) if number is not None else normalise(item)


def _plain(item: Any) -> float | None:
    return float(item) if is_number(item) else None


def _number(item: Any) -> float | None:
    """Read the 7 of 7, "Q7", "item 07" or "第7题"."""
    text = unicodedata.normalize("NFKC", str(item)).strip()
    found = re.fullmatch(
        r"(?:[A-Za-z]{1,2}|item|question|第|题目?|条目)?[\s_.\-]*0*(\d{1,4})(?:\.0+)?\s*题?", text
    )
    return float(found[1]) if found else None


# Of an item, before or after its words: "12. …", "Q12 …", "第12题"; "… 12".
_FIRST = re.compile(
    r"\s*(?:[A-Za-z]{1,2}|item|question|第|题目?|条目)?[\s_.\-]*0*(\d{1,2})(?![\d%])", re.IGNORECASE
)
_LAST = re.compile(r".*(?<!\d)0*(\d{1,2})\s*题?", re.DOTALL)


def numbered(made: Said, sides: tuple[str, ...], fates: Fates, home: Mapping[Any, str]) -> Said:
    """Give 22 items their numbers, by their headers or else by their order, which is said; others keep their names."""
    if all(map(is_number, made)) or len(made) != len(_HOME) or all(dimension_in(str(one)) for one in made):
        return made
    if home and {_key(one) for one in made} == set(home):  # told by their names
        return made
    numbers = _own_numbers(made, sides)
    if not numbers:
        fates.doubts.append(sentence("intake.items_by_order", first=next(iter(made)), paste=_paste(made)))
    return dict(zip(numbers or _HOME, made.values(), strict=True))


def _own_numbers(made: Said, sides: tuple[str, ...]) -> list[int]:
    """Return the 22 numbers in the words of the items, or at the head of their columns; else none."""
    every = list(_HOME)
    names = [str(unit)[:_LONGEST] for unit in made]
    for found in ([_FIRST.match(one) for one in names], [_LAST.fullmatch(one) for one in names]):
        numbers = [int(one[1]) for one in found if one]
        if sorted(numbers) == every:
            return numbers
    heads = [
        [_FIRST.match(pair[side][:_LONGEST]) for pair in made.values()]
        for side in sides
        if _all_have(made, side)
    ]
    ones, others = ([int(one[1]) if one else 0 for one in side] for side in (heads[0], heads[-1]))
    # The other side may be numbered on, from 23 to 44.
    same = {after - before for before, after in zip(ones, others, strict=True)} in ({0}, {22})
    return ones if same and sorted(ones) == every else []


def _all_have(made: Said, side: str) -> bool:
    return all(side in pair for pair in made.values())
