"""Whether a value is what an annotation says."""

from __future__ import annotations

import collections.abc
import types
import typing
from collections.abc import Iterable, Mapping
from numbers import Integral, Real
from typing import Any, Literal, Union

__all__ = ["LOOK", "TABLES", "fits", "is_array_like", "members"]

LOOK = 20  # members of a collection that are looked at
TABLES = {"DataFrame", "Series"}


def fits(value: Any, hint: Any) -> bool:
    """Whether a value is what an annotation says; what an annotation leaves open fits.

    >>> fits("abc", list[float]), fits([1, 2.5], list[float]), fits(None, float | None), fits(3, "no type")
    (False, True, True, True)
    """
    hint = getattr(
        hint, "__value__", hint
    )  # NumPy's ArrayLike and NDArray are names for a type from Python 3.12 on
    if hint is Any or isinstance(hint, str | typing.TypeVar):
        return True
    if hint is None or hint is type(None):
        return value is None
    if either := members(hint):
        return (
            _array_like(either, value) if is_array_like(either) else any(fits(value, one) for one in either)
        )
    kind, inner = typing.get_origin(hint), typing.get_args(hint)
    if kind is Literal:
        return isinstance(value, collections.abc.Hashable) and value in inner
    if hint is float:
        return isinstance(value, Real) and value == value
    if hint is int:
        return isinstance(value, Integral)
    plain: Any = kind or hint
    if plain is collections.abc.Callable:
        return callable(value)
    if not isinstance(plain, type):
        return True
    try:
        if not isinstance(value, plain) and not _stands_for(value, plain):
            return False
    except TypeError:
        return True
    return _members_fit(value, plain, inner)


def members(hint: Any) -> tuple[Any, ...]:
    """Return what an annotation, or what it is a name for, lets one choose between; none where it is one thing."""
    hint = getattr(hint, "__value__", hint)
    if typing.get_origin(hint) not in (Union, types.UnionType):
        return ()
    return tuple(one for part in typing.get_args(hint) for one in members(part) or (part,))


def _stands_for(value: Any, kind: type) -> bool:
    """Whether something that is not a kind is taken for it: a Series or an array for a sequence, another table."""
    import numpy as np

    if kind in (collections.abc.Sequence, collections.abc.Iterable, list):
        return type(value).__name__ == "Series" or (isinstance(value, np.ndarray) and value.ndim > 0)
    return kind.__name__ in TABLES and hasattr(value, "__narwhals_dataframe__")


def _members_fit(value: Any, kind: type, inner: tuple[Any, ...]) -> bool:
    if kind in (str, bytes) or not inner or not issubclass(kind, collections.abc.Iterable):
        return True
    if isinstance(value, str) and inner != (str,):
        return False  # a text is a sequence of letters to Python, and never what is meant
    if isinstance(value, Mapping):
        return len(inner) != 2 or all(
            fits(key, inner[0]) and fits(one, inner[1]) for key, one in list(value.items())[:LOOK]
        )
    if kind is tuple:
        hints = [inner[0]] * len(value) if inner[-1] is ... else list(inner)
        return len(hints) == len(value) and all(map(fits, value, hints))
    if not isinstance(value, Iterable) or isinstance(value, collections.abc.Iterator):
        return True
    if type(value).__name__ == "DataFrame":
        return False  # a table is a sequence of the names of its columns
    return all(fits(one, inner[0]) for _, one in zip(range(LOOK), value, strict=False))


def is_array_like(inner: tuple[Any, ...]) -> bool:
    return any(getattr(one, "__module__", "").startswith("numpy._typing") for one in inner)


def _array_like(inner: tuple[Any, ...], value: Any) -> bool:
    """Whether a value is an array of numbers, or holds what makes one."""
    import numpy as np

    if value is None:
        return type(None) in inner
    try:
        return np.asarray(value).dtype.kind in "biufM" and np.asarray(value, dtype=float).size > 0
    except (TypeError, ValueError):
        return False
