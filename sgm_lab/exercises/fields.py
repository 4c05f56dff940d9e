"""Take the fields of one exercise out of its TOML table; what does not fit is said with file, exercise and field."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from ..errors import DataError, did_you_mean, listing
from ..i18n import LANGUAGES, Language, about, said, t
from .formula import FormulaError, calculate

__all__ = ["Fields", "Text", "form"]

_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,59}")
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Text:
    """One text in each language it is written in, which also are its attributes: ``text.zh``."""

    by: Mapping[Language, str]

    def say(self, lang: Language | None = None) -> str:
        """Return the text in ``lang``, by default the language in use, or in the one that stands in for it."""
        return str(said(self.by, lang))

    def __getattr__(self, lang: Language) -> str:
        if lang == "by" or lang not in self.by:
            raise AttributeError(lang)
        return self.by[lang]

    def __hash__(self) -> int:
        return hash(tuple(self.by.items()))


def form(name: str, **values: Any) -> str:
    """Say how a field should be written."""
    shown = {k: listing(v, 12) if isinstance(v, list | tuple) else v for k, v in values.items()}
    # Always with a value: only then are the doubled braces of the examples read as single ones.
    return t(f"exercises.form.{name}", None, **({"field": ""} | shown))


class Fields:
    """One table of a record and where it stands.

    Parameters
    ----------
    table : Mapping
        The table as TOML gives it.
    file, id : str
        Names for the messages.
    path : str
        Path of this table inside the exercise, such as ``"options[2]."``.
    """

    def __init__(self, table: Mapping[str, Any], file: str, id: str, path: str = "") -> None:
        self.table = table
        self.file = file
        self.id = id
        self.path = path
        self._asked: set[str] = set()

    def fail(self, name: str, expected: str, hint: str = "", value: Any = None) -> NoReturn:
        """Say that a field, or the ``value`` named of it, does not fit."""
        raise DataError(
            "exercises.bad.form",
            file=self.file,
            id=self.id,
            field=self.path + name,
            value=_shown(self.table.get(name) if value is None else value),
            form=expected,
            hint=hint,
        )

    def done(self) -> None:
        """Refuse what nobody asked for: a misspelt field would otherwise be lost without a word."""
        for name in self.table:
            if name not in self._asked:
                raise DataError(
                    "exercises.bad.unknown",
                    file=self.file,
                    id=self.id,
                    field=self.path + name,
                    fields=sorted(self._asked),
                    hint=did_you_mean(name, self._asked),
                )

    def has(self, name: str) -> bool:
        """Whether the field is there; asking makes it a known field."""
        self._asked.add(name)
        return name in self.table

    def _need(self, name: str, expected: str, **values: Any) -> Any:
        """Return a field that must be there; ``expected`` is the name of its `form`."""
        if not self.has(name):
            spare = [known for known in self.table if known not in self._asked]
            found = did_you_mean(name, spare)
            raise DataError(
                "exercises.bad.missing",
                file=self.file,
                id=self.id,
                field=self.path + name,
                form=form(expected, **values),
                hint=found,
            )
        return self.table[name]

    # ---- text ----

    def text(self, name: str) -> Text:
        """Take a text in every language; one that another stands in for may be left out."""
        value = self._need(name, "text")
        if not isinstance(value, dict):
            self.fail(name, form("text"))
        inner = Fields(value, self.file, self.id, f"{self.path}{name}.")
        asked = [lang for lang in LANGUAGES if not about("fallback", lang) or inner.has(lang)]
        made = Text({lang: inner.string(lang) for lang in asked})
        inner.done()
        return made

    def maybe_text(self, name: str) -> Text | None:
        """Take a text, if it is there."""
        return self.text(name) if self.has(name) else None

    def texts(self, name: str) -> tuple[Text, ...]:
        """Take a list of texts, empty where it is not there."""
        if not self.has(name):
            return ()
        value = self.table[name]
        if not isinstance(value, list):
            self.fail(name, form("texts"))
        numbered = Fields(dict(_numbered(value)), self.file, self.id, self.path + name)
        return tuple(numbered.text(key) for key in numbered.table)

    def text_map(self, name: str, keys: Collection[str]) -> dict[str, Text]:
        """Take texts by key, each key one of ``keys``; empty where it is not there."""
        if not self.has(name):
            return {}
        inner = self.inner(name)
        for key in inner.table:
            if key not in keys:
                self.fail(name, form("one_of", choices=list(keys)), did_you_mean(key, keys), key)
        return {key: inner.text(key) for key in inner.table}

    def string(self, name: str) -> str:
        """Take one text that is not empty."""
        value = self._need(name, "string")
        if not isinstance(value, str) or not value.strip():
            self.fail(name, form("string"))
        return value.strip()

    def strings(self, name: str) -> tuple[str, ...]:
        """Take a list of texts, empty where it is not there."""
        if not self.has(name):
            return ()
        value = self.table[name]
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            self.fail(name, form("strings"))
        return tuple(v.strip() for v in value)

    def identifier(self, name: str = "id") -> str:
        """Take a name that serves as a key."""
        value = self._need(name, "id")
        if not isinstance(value, str) or not _ID.fullmatch(value):
            self.fail(name, form("id"))
        return str(value)

    # ---- choices ----

    def one_of(self, name: str, choices: Iterable[str]) -> str:
        """Take one of the names given."""
        known = list(choices)
        value = self._need(name, "one_of", choices=known)
        if not isinstance(value, str) or value not in known:
            self.fail(name, form("one_of", choices=known), did_you_mean(str(value), known))
        return str(value)

    def some_of(self, name: str, choices: Iterable[str]) -> tuple[str, ...]:
        """Take one or more of the names given, none twice."""
        known = list(choices)
        value = self._need(name, "some_of", choices=known)
        if not isinstance(value, list) or not value:
            self.fail(name, form("some_of", choices=known))
        for one in value:
            if one not in known:
                self.fail(name, form("some_of", choices=known), did_you_mean(str(one), known), one)
        if len(set(value)) < len(value):
            self.fail(name, form("some_of", choices=known))
        return tuple(value)

    # ---- numbers ----

    def number(self, name: str, expected: str, fits: Callable[[float], bool] = lambda _: True) -> float:
        """Take a number that fits; ``expected`` is the name of its `form`."""
        value = self._need(name, expected)
        # A whole number of TOML has no limit; one that no float holds is no measure of anything.
        if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e300:
            self.fail(name, form(expected))
        if not math.isfinite(value) or not fits(value):
            self.fail(name, form(expected))
        return float(value)

    def calculated(self, name: str, names: Mapping[str, float]) -> float:
        """Take a number, or a formula over ``names``."""
        value = self._need(name, "number_or_formula")
        if not isinstance(value, str):
            return self.number(name, "number_or_formula")
        try:
            return calculate(value, names)
        except FormulaError as error:
            raise DataError(
                "exercises.bad.formula",
                file=self.file,
                id=self.id,
                field=self.path + name,
                formula=_shown(value),
                why=t(f"exercises.bad.{error.reason}", name=error.name),
                hint=did_you_mean(error.name, names) if error.name else "",
            ) from error

    def numbers(self, name: str, expected: str, fits: Callable[[float], bool]) -> dict[str, float]:
        """Take numbers by name, empty where there are none."""
        if not self.has(name):
            return {}
        inner = self.inner(name)
        return {key: inner.number(key, expected, fits) for key in inner.table}

    # ---- tables ----

    def inner(self, name: str) -> Fields:
        """Take a table inside this one."""
        value = self._need(name, "table")
        if not isinstance(value, dict):
            self.fail(name, form("table"))
        return Fields(value, self.file, self.id, f"{self.path}{name}.")

    def scalars(self, name: str, *, least: int = 0) -> dict[str, Any]:
        """Take a table of plain values."""
        if not least and not self.has(name):
            return {}
        inner = self.inner(name)
        for key, value in inner.table.items():
            if not isinstance(value, str | bool | int | float) or value != value:
                inner.fail(key, form("scalar"))
        if len(inner.table) < least:
            self.fail(name, form("at_least", n=least))
        return dict(inner.table)

    def tables(self, name: str, least: int = 0) -> Iterator[Fields]:
        """Take a list of tables, at least so many; each must be used up before the next one comes."""
        if not self.has(name) and not least:
            return
        value = self._need(name, "tables", field=name)
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            self.fail(name, form("tables", field=name))
        if len(value) < least:
            self.fail(name, form("at_least", n=least))
        for key, one in _numbered(value):
            inner = Fields(one, self.file, self.id, f"{self.path}{name}{key}.")
            yield inner
            inner.done()

    def unique(self, name: str, values: Iterable[str]) -> None:
        """Refuse a key that is used twice."""
        seen: set[str] = set()
        for value in values:
            if value in seen:
                raise DataError(
                    "exercises.bad.twice", file=self.file, id=self.id, field=self.path + name, value=value
                )
            seen.add(value)


def _shown(value: Any) -> str:
    """Write a value of TOML short and without Python's brackets: of a table its names, of a list its entries."""
    text = listing(value, 4) if isinstance(value, list | dict) else str(value)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _numbered(values: list[Any]) -> list[tuple[str, Any]]:
    """Name the entries of a list as a person counts them."""
    return [(f"[{number}]", value) for number, value in enumerate(values, 1)]
