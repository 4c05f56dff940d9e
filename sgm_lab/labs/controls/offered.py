"""Controls that offer what can be had: one of several, or any number of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from ...errors import ArgumentError
from ...i18n import t
from .base import Control

__all__ = ["Choice", "Many", "Named", "Offering", "Options"]

Options = Sequence[tuple[str, Any]]


@dataclass(frozen=True)
class Offering(Control):
    """Whatever has ``options``: (label, value) pairs."""

    options: Options

    @cached_property
    def values(self) -> list[Any]:
        """Return what is offered."""
        return [option for _, option in self.options]

    def face(self) -> dict[str, Any]:
        """Return the options."""
        return {"options": [list(option) for option in self.options]}


@dataclass(frozen=True)
class Choice(Offering):
    """One of several values, shown as buttons or as a list."""

    buttons: bool = False
    kind: ClassVar[str] = "choice"

    def take(self, value: Any) -> Any:
        """Take only what is offered."""
        if value not in self.values:
            raise ArgumentError("errors.choice", name=self.name, value=value, choices=self.values)
        return self.values[self.values.index(value)]

    def first(self) -> Any:
        """Return the first option."""
        return self.options[0][1]

    def shown(self, value: Any) -> str:
        """Return the label of the option."""
        return next((text for text, option in self.options if option == value), "")

    def face(self) -> dict[str, Any]:
        """Options, and whether they are buttons."""
        return super().face() | {"buttons": self.buttons}


@dataclass(frozen=True)
class Named(Choice):
    """A column of a file, or one of its groups (``<column>=<value>``): a part of the header will do, as in code."""

    def take(self, value: Any) -> Any:
        """Take what is offered, by the value or the label, whole or in part.

        Raises
        ------
        ArgumentError
            If it is none of them, or several could be meant.
        """
        if not isinstance(value, str) or value in self.values:
            return super().take(value)
        # With it comes all that reads files; a page of exercises has no need of it.
        from ...intake import column_named

        offered = {option: option for option in self.values if isinstance(option, str)}
        column, group, of = value.rpartition("=")
        kind, marked, name = value.partition(":")
        if group:
            ends = {one.rpartition("=")[0]: one for one in offered if one.endswith(f"={of}")}
            found = ends.get(column_named(column, ends) or "")
        elif marked and any(one.startswith(f"{kind}:") for one in offered):
            ends = {one.partition(":")[2]: one for one in offered if one.startswith(f"{kind}:")}
            found = ends.get(column_named(name, ends) or "")
        else:
            known = offered | {text: option for text, option in self.options if option in offered}
            found = known.get(value) or offered.get(column_named(value, offered) or "")
        return super().take(value if found is None else found)


@dataclass(frozen=True)
class Many(Offering):
    """Any number of several values; the state holds them as a list, in the order of the options."""

    kind: ClassVar[str] = "many"

    def take(self, value: Any) -> list[Any]:
        """Take what is offered, in its order."""
        given = list(value) if isinstance(value, Sequence) and not isinstance(value, str) else [value]
        for one in given:
            if one not in self.values:
                raise ArgumentError("errors.choice", name=self.name, value=one, choices=self.values)
        return [option for option in self.values if option in given]

    def settle(self, value: Any) -> list[Any]:
        """Keep what is still offered."""
        given = value if isinstance(value, Sequence) and not isinstance(value, str) else []
        return [option for option in self.values if option in given]

    def first(self) -> list[Any]:
        """Begin with none."""
        return []

    def shown(self, value: Any) -> str:
        """Return the labels, as a list in words."""
        return t("labs.comma").join(text for text, option in self.options if option in value)
