"""What the annotations of a function say: its signature with kinds for texts, and the parameters with few choices."""

from __future__ import annotations

import builtins
import collections.abc
import inspect
import sys
import types
import typing
from collections.abc import Callable, Mapping
from typing import Any, Literal, Union

from ..errors import ArgumentError, did_you_mean

__all__ = ["check_choices", "choices_of", "signature_of"]


class _Kind(type):
    """A class known by its name, which takes [] as a type checker has it and pandas at run time has not."""

    def __instancecheck__(cls, value: object) -> bool:
        return any(one.__name__ == cls.__name__ for one in type(value).__mro__)

    def __getitem__(cls, item: Any) -> Any:
        return cls


_GENERIC = {name: _Kind(name, (), {}) for name in ("Series", "Index")}


class _Open:
    """What only a type checker knows the name of: anything fits."""

    def _itself(self, *_: Any) -> _Open:
        return self

    __getattr__ = __getitem__ = __or__ = __ror__ = __call__ = _itself


class _Names(dict[str, Any]):
    """Names an annotation may use."""

    def __missing__(self, name: str) -> Any:
        return getattr(builtins, name, _Open())


def signature_of(work: Callable[..., Any]) -> inspect.Signature:
    """Return the signature with annotations for texts; as it is written where they cannot be found."""
    pandas = vars(loaded) if (loaded := sys.modules.get("pandas")) else {}
    names = _Names(vars(typing) | vars(collections.abc) | getattr(inspect.unwrap(work), "__globals__", {}))
    names["pd"] = types.SimpleNamespace(**{**pandas, **_GENERIC})
    try:
        return inspect.signature(work, eval_str=True, locals=names)
    except (AttributeError, TypeError):
        return inspect.signature(work)


def choices_of(signature: inspect.Signature) -> list[tuple[str, tuple[Any, ...]]]:
    """Return the parameters that take one of a few names, with those."""
    found = []
    for name, one in signature.parameters.items():
        parts = [one.annotation]
        if typing.get_origin(one.annotation) in (Union, types.UnionType):
            parts = list(typing.get_args(one.annotation))
        if all(part is type(None) or typing.get_origin(part) is Literal for part in parts):
            names = [choice for part in parts for choice in typing.get_args(part) or (None,)]
            if any(isinstance(choice, str) for choice in names):
                found.append((name, tuple(names)))
    return found


def check_choices(
    known: list[tuple[str, tuple[Any, ...]]],
    signature: inspect.Signature,
    args: Any,
    named: Mapping[str, Any],
) -> None:
    """Refuse a name that is none of the choices."""
    try:
        given = signature.bind(*args, **named).arguments
    except TypeError:  # the call itself will say
        return
    for name, names in known:
        value = given.get(name, names[0])
        if not any(value is one or (isinstance(value, str) and value == one) for one in names):
            raise ArgumentError(
                "errors.choice", name=name, value=value, choices=names, hint=did_you_mean(value, names)
            )
