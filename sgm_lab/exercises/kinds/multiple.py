"""One or more options are right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from ...i18n import Language, t
from ..base import Id, Outcome, Record, about_it, not_yet, weigh
from ..fields import Fields, form
from .single import Options, options

__all__ = ["Multiple"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiple(Record):
    """One or more options are right."""

    sheet: ClassVar[tuple[str, str, str]] = ("options", "choose_some", "☐ ")
    options: Options
    answer: Annotated[tuple[Id, ...], {"minItems": 1, "uniqueItems": True}]

    @classmethod
    def read(cls, row: Fields) -> dict[str, Any]:
        """Take the options and the right ones; not all may be."""
        made = options(row, lambda names: row.some_of("answer", names))
        if len(made["answer"]) == len(made["options"]):
            row.fail("answer", form("some_wrong"))
        return made

    def check(self, answer: Any, lang: Language) -> Outcome:
        """Judge a list of ids of options."""
        chosen = [option for option in self.options if isinstance(answer, list) and option.id in answer]
        if not chosen:
            return not_yet("choose_some", lang)
        wrong = [option for option in chosen if option.id not in self.answer]
        missed = [option for option in self.options if option.id in self.answer and option not in chosen]
        if not wrong and not missed:
            return Outcome("right")
        said = [about_it(option.text, option.feedback, lang) for option in wrong if option.feedback]
        if missed:
            said.append(t("exercises.ui.more_to_choose", lang, n=len(missed)))
            said += [option.missed.say(lang) for option in missed if option.missed]
        state = weigh(len(chosen) - len(wrong), len(wrong))
        left = tuple(option.id for option in missed)
        return Outcome(state, tuple(said), left, {"wrong": [option.id for option in wrong]})

    def mistakes(self, answer: Any, found: Outcome, lang: Language | None) -> list[str]:
        """Name what was chosen and should not have been, and what was left out."""
        marked = {"chose": found.details["wrong"], "missed": found.missing}
        return [
            t(f"exercises.face.{how}", lang, what=option.text.say(lang))
            for how, ids in marked.items()
            for option in self.options
            if option.id in ids
        ]

    def worked(self, lang: Language | None = None) -> list[str]:
        """Return the right options."""
        return [option.text.say(lang) for option in self.options if option.id in self.answer]
