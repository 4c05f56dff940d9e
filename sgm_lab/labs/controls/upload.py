"""A file of the learner's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from ...errors import ArgumentError
from .base import Control

__all__ = ["Upload"]


@dataclass(frozen=True)
class Upload(Control):
    """A file of the learner's own; the state holds its key and name, the content lies beside the workbook.

    Where its columns had to be asked about, ``how`` holds what was decided (`asking`).
    """

    accepts: Sequence[str] = (".csv", ".xlsx", ".sav")
    kind: ClassVar[str] = "upload"

    def take(self, value: Any) -> dict[str, Any] | None:
        """Take nothing, or key and name of a kept file."""
        if value is None:
            return None
        if isinstance(value, Mapping) and {"file", "name"} <= set(value):
            kept = {"file": str(value["file"]), "name": str(value["name"])}
            how = value.get("how")
            return kept | ({"how": dict(how)} if isinstance(how, Mapping) and how else {})
        raise ArgumentError("labs.upload", name=self.name)

    def first(self) -> None:
        """Begin without a file."""

    def shown(self, value: Any) -> str:
        """Return the file's name."""
        return str(value["name"]) if value else ""

    def face(self) -> dict[str, Any]:
        """Which files can be chosen."""
        return {"accepts": list(self.accepts)}
