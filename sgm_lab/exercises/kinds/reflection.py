"""The learner's own thoughts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from ..._promises import LEAST
from ..._typed import tidy
from ...i18n import Language, t
from ..base import Outcome, Record, not_yet
from ..fields import Fields, Text

__all__ = ["Reflection"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflection(Record):
    """The learner's own thoughts, kept, with a model answer to compare; ``least`` counts characters."""

    written: ClassVar[bool] = True
    free: ClassVar[bool] = True
    model: Text
    least: Annotated[int, {"type": "integer", "minimum": 1, "maximum": 500}] = LEAST

    @classmethod
    def read(cls, row: Fields) -> dict[str, Any]:
        """Take the model answer, and how much is to be written."""
        made: dict[str, Any] = {"model": row.text("model")}
        if row.has("least"):
            made["least"] = int(row.number("least", "whole", lambda n: n == int(n) and 1 <= n <= 500))
        return made

    def check(self, answer: Any, lang: Language) -> Outcome:
        """Judge whether a text is long enough."""
        text = tidy(answer) if isinstance(answer, str) else ""
        if not text:
            return not_yet("write_first", lang)
        if len(text) < self.least:
            more = t("exercises.ui.write_more", lang, n=self.least - len(text))
            return Outcome("partly", (more,), ("length",))
        return Outcome("right", (t("exercises.ui.written", lang),))

    def worked(self, lang: Language | None = None) -> list[str]:
        """Return the model answer."""
        return [self.model.say(lang)]
