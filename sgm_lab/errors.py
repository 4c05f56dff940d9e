"""Errors that teach: one sentence saying what is wrong, where, and what to do, in the reader's language."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from numbers import Integral, Real
from pathlib import PurePath
from typing import Any

from .i18n import get_language, has, t

__all__ = [
    "ArgumentError",
    "DataError",
    "Sentence",
    "SgmError",
    "check_between",
    "check_choice",
    "check_flag",
    "check_share",
    "check_whole",
    "did_you_mean",
    "listing",
    "plainly",
    "sentence",
]


_MOST_WHOLE = 1e15  # beyond it a decimal is not told from its neighbours


class Sentence(str):
    """A sentence with two faces: as it is, it names the argument to give; ``plain`` is for who writes no code."""

    plain: str

    def __new__(cls, text: str, plain: str | None = None) -> Sentence:
        """Make the two faces; one that is left out is the other."""
        made = super().__new__(cls, text)
        made.plain = text if plain is None else plain
        return made


def sentence(key: str, /, **values: Any) -> Sentence:
    """Return the text of ``key`` with both faces; the plain one is that of ``<key>_plain``, where there is one."""
    plain = {name: plainly(value) for name, value in values.items()}
    return Sentence(t(key, **values), t(f"{key}_plain" if has(f"{key}_plain") else key, **plain))


def plainly(value: Any) -> Any:
    """Return the plain face of an error or a sentence that has one; anything else as it is."""
    return value.plain if isinstance(value, Sentence | SgmError) else value


class SgmError(Exception):
    """Base of all errors of this package.

    Parameters
    ----------
    key : str
        Key of the sentence in the word tables.
    **values
        What fills its placeholders; sequences are written as a list in words, a path as the name of its file: which
        folder of the machine it lies in is nothing a sentence to a learner should say.
    """

    def __init__(self, key: str, /, **values: Any) -> None:
        super().__init__(key)
        self.key = key
        self.values = values

    def __str__(self) -> str:
        return self._faces()

    @property
    def plain(self) -> str:
        """The sentence without arguments of code, as a lab shows it."""
        return self._faces().plain

    def _faces(self) -> Sentence:
        return sentence(self.key, **{name: _shown(value) for name, value in self.values.items()})


def _whole(value: Any) -> Any:
    # Numbers of people and items are decimals in a table where one is missing; a scale of 1e300 is none of those.
    whole = isinstance(value, float) and value.is_integer() and abs(value) < _MOST_WHOLE
    return int(value) if whole else value


def _shown(value: Any) -> Any:
    value = _whole(value)
    if isinstance(value, PurePath):
        return _short(value.name)
    if isinstance(value, SgmError):
        return value._faces()
    if isinstance(value, Sentence):
        return Sentence(_short(value, 400), _short(value.plain, 400))
    if isinstance(value, str):
        return _short(value, 400)  # also a sentence of ours
    if isinstance(value, list | tuple | set | dict):
        return listing(value)
    return type(value).__name__ if "\n" in str(value) else value  # a table, say: no sentence holds it


def _short(text: str, most: int = 120) -> str:
    """Cut what a file calls something: a sentence stays one, however long the name."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


class DataError(SgmError, ValueError):
    """The data cannot be used as they are: names the column, row or value, and the mend."""


class ArgumentError(SgmError, ValueError):
    """A function was called with something it cannot use: names the argument and what it takes.

    A ``value`` that only reads like a number is shown with its kind: “0.95 (str)” is not told to be 0.95.
    """

    def _faces(self) -> Sentence:
        shown = {name: _shown(value) for name, value in self.values.items()}
        value = self.values.get("value")
        if value is not None and not isinstance(value, list | tuple | set | dict):
            shown["value"] = _with_kind(shown["value"])
        return sentence(self.key, **shown)


def _with_kind(value: Any) -> Any:
    if isinstance(value, Real | Sentence):
        return value
    try:
        float(text := str(value).strip())
    except ValueError:
        return value
    return Sentence(f"{text} ({type(value).__name__})", text)


def listing(items: Iterable[Any], most: int = 8) -> str:
    """Write ``items`` as a list in words, cut after ``most``.

    >>> from sgm_lab.i18n import use_language
    >>> with use_language("en"):
    ...     listing(["a", "b"])
    'a, b'
    """
    texts = [_short(str(_whole(item))) for item in items]
    joined = t("errors.list_separator").join(texts[:most])
    return joined + (t("errors.list_more", count=len(texts)) if len(texts) > most else "")


def check_flag(name: str, value: Any) -> None:
    """Refuse what is neither True nor False: a text such as "no" would count as true.

    Raises
    ------
    ArgumentError
        If it is anything else.
    """
    if not isinstance(value, bool):
        raise ArgumentError("errors.choice", name=name, value=value, choices=[True, False])


def check_choice(name: str, value: Any, choices: Iterable[Any]) -> None:
    """Refuse what is none of the choices.

    Raises
    ------
    ArgumentError
        Names them.
    """
    known = list(choices)
    if value not in known:
        raise ArgumentError("errors.choice", name=name, value=value, choices=known)


def _is(kind: type, value: Any) -> bool:
    return isinstance(value, kind) and not isinstance(value, bool)


_LIMITS = {
    (False, False): "errors.between",
    (True, True): "errors.inside",
    (True, False): "errors.above",
    (False, True): "errors.below",
}  # by whether the low and the high limit are left out


def check_between(
    name: str, value: Any, low: float, high: float, *, open_low: bool = False, open_high: bool = False
) -> None:
    """Refuse what is no number between the limits, these included unless one is said to be open."""
    number = _is(Real, value)
    inside = (
        number
        and (low < value if open_low else low <= value)
        and (value < high if open_high else value <= high)
    )
    if not inside:
        key = _LIMITS[open_low, open_high]
        raise ArgumentError(key, name=name, value=value, low=low, high=high)


def check_share(name: str, value: Any, example: float = 0.95) -> None:
    """Refuse what does not lie between 0 and 1, as a confidence level does."""
    if not (_is(Real, value) and 0 < value < 1):
        raise ArgumentError("errors.share", name=name, value=value, example=example)


def check_whole(name: str, value: Any, least: int) -> None:
    """Refuse what is no whole number, or below the least."""
    if not (_is(Integral, value) and value >= least):
        raise ArgumentError("errors.whole", name=name, value=value, low=least)


def did_you_mean(name: str, known: Iterable[Any]) -> str:
    """Return " Did you mean …?" for the closest of ``known``, or an empty text where none is close."""
    close = difflib.get_close_matches(str(name), [str(k) for k in known], n=1, cutoff=0.6)
    return t("errors.did_you_mean", name=close[0], lang=get_language()) if close else ""
