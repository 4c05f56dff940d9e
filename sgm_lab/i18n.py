"""Words: every text a person sees, in Chinese and English, kept in ``words/*.toml``.

A key is ``<file>.<name>``; its entry holds one text for each language. Code never holds text of its own.

>>> t("common.answer.1", lang="en")
'like'
>>> t("common.answer.1", lang="zh")
'喜欢'
>>> t("goals.interval", lang="en", low=-0.2, high=0.5, n=40)
' (interval −20% to 50%, n=40)'
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from numbers import Real
from string import Formatter
from typing import Any, Literal, cast

__all__ = ["LANGUAGES", "Language", "get_language", "has", "keys", "set_language", "t", "use_language"]

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

_current: Language = cast(Language, os.environ.get("SGM_LANG", "zh"))
if _current not in LANGUAGES:
    _current = "zh"


def get_language() -> Language:
    """Return the language in use, ``"zh"`` unless set otherwise (environment variable ``SGM_LANG``)."""
    return _current


def set_language(lang: Language) -> None:
    """Speak ``lang`` from now on.

    Raises
    ------
    ValueError
        If there is no such language. (Not one of our own errors: those speak through this module.)
    """
    global _current
    if lang not in LANGUAGES:
        raise ValueError(t("errors.choice", None, name="lang", value=lang, choices=", ".join(LANGUAGES)))
    _current = lang


@contextmanager
def use_language(lang: Language) -> Iterator[None]:
    """Speak ``lang`` inside the ``with`` block only."""
    before = get_language()
    set_language(lang)
    try:
        yield
    finally:
        set_language(before)


@cache
def _table(namespace: str) -> dict[str, dict[str, str]]:
    """Read ``words/<namespace>.toml`` and flatten it to ``name -> {zh, en}``."""
    text = files(__package__).joinpath("words", f"{namespace}.toml").read_text(encoding="utf-8")
    flat: dict[str, dict[str, str]] = {}

    def walk(prefix: str, node: dict[str, Any]) -> None:
        if "zh" in node and isinstance(node["zh"], str):
            flat[prefix] = node
            return
        for name, child in node.items():
            walk(f"{prefix}.{name}" if prefix else name, child)

    walk("", tomllib.loads(text))
    return flat


def keys(namespace: str) -> list[str]:
    """Names defined in one words file, without the namespace."""
    return list(_table(namespace))


def has(key: str) -> bool:
    """Whether ``key`` is defined."""
    namespace, _, name = key.partition(".")
    try:
        return name in _table(namespace)
    except FileNotFoundError:
        return False


def t(key: str, /, lang: Language | None = None, **values: Any) -> str:
    """Return the text of ``key`` in the language in use, with ``{placeholders}`` filled in.

    Parameters
    ----------
    key : str
        ``"<file>.<name>"``, for instance ``"kano.category.M"``.
    lang : {"zh", "en"}, optional
        Overrides the language in use.
    **values
        Values for the placeholders, formatted as by `str.format`, numbers with a true minus sign.

    Raises
    ------
    KeyError
        If the key does not exist: a mistake in the code, never shown to a participant.
    """
    namespace, _, name = key.partition(".")
    entry = _table(namespace)[name]
    text = entry[lang or _current]
    return _FILLED.vformat(text, (), values) if values else text


class _Filled(Formatter):
    """Fill in placeholders; a negative number gets a minus sign, not a hyphen, and a missing one a dash."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, float) and value != value:
            return "–"
        written = str(super().format_field(value, format_spec))
        return written.replace("-", "−") if isinstance(value, Real) else written


_FILLED = _Filled()
