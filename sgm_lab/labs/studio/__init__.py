"""Steps of the SMART studio: a module has controls, compute, sentence, draw, actions, and figure where it has one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ...charts import Chart, Size
    from ..base import Lab

__all__ = ["picture"]


def picture(lab: Lab, result: Any, phone: bool) -> str:
    """HTML of a lab's figure, with a second layout where the page is narrow; nothing where there is no figure."""
    page = lab.figure(result)
    if page is None:
        return ""
    narrow: Size = "phone"
    other: Chart | None = lab.figure(result, size=narrow) if phone else None
    return page.html(other)
