"""Who does what, read from cells with several people in them."""

from __future__ import annotations

from .plan.shape import RaciRow, people_of

__all__ = ["RaciRow", "people_of"]
