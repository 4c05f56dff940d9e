"""What every step of the SMART studio has besides what any view has."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from ..controls import Action, Control
from ..views import View

__all__ = ["Step"]


class Step(View, ABC):
    """A step, with controls and buttons of its own: both may need what is loaded only when it is opened."""

    pictured = False

    @abstractmethod
    def controls(self) -> list[Control]:
        """Return what the step asks, in order."""

    def actions(self) -> list[Action]:
        """Return the buttons of the step."""
        return []

    def example(self) -> dict[str, Any]:
        """Return an example, for the button that fills it in."""
        return {}
