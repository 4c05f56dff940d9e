"""What every control is: a name in the lab's state, the values it takes, and how one is said."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

from ...errors import ArgumentError

__all__ = ["Action", "Control"]


@dataclass(frozen=True)
class Control(ABC):
    """One thing a learner can set.

    Attributes
    ----------
    name : str
        Key in the lab's state; its label and help line are the words ``<name>`` and ``<name>_help``.
    """

    name: str
    kind: ClassVar[str]

    @abstractmethod
    def take(self, value: Any) -> Any:
        """Return ``value`` as the state keeps it.

        Raises
        ------
        ArgumentError
            If the control cannot have that value.
        """

    def settle(self, value: Any) -> Any:
        """Return ``value`` where it can be had, else what the control begins with."""
        try:
            return self.take(value)
        except ArgumentError:
            return self.first()

    @abstractmethod
    def first(self) -> Any:
        """Value where there is none that can be kept."""

    def shown(self, value: Any) -> str:
        """Write a value as a person reads it; nothing to say is an empty text."""
        return "" if value is None else str(value)

    def face(self) -> dict[str, Any]:
        """What the front end needs besides name, label, help and value."""
        return {}


@dataclass(frozen=True)
class Action:
    """A button of a lab; pressing it calls ``lab.do_<name>()``."""

    name: str
    primary: bool = False
