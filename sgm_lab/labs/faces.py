"""Faces of a lab: what a front end draws, the worked version of a page, and the live one."""

from __future__ import annotations

import html
import json
import logging
from abc import abstractmethod
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ..errors import SgmError
from ..i18n import has, t
from ..paper import markup
from ..paper.blocks import Block, Figure
from .controls import Action, Control, Rows, Upload
from .state import Kept, failures

if TYPE_CHECKING:
    from ..charts import Chart, Size

__all__ = ["Faces", "style"]

_EXPORTS = ("html", "xlsx", "png")  # that a front end offers


@cache
def style() -> str:
    """Style sheet of all labs, once."""
    return f"<style>{files(__package__).joinpath('lab.css').read_text(encoding='utf-8')}</style>"


class Faces(Kept):
    """How a lab is shown, once it says what it works out, what of it in a sentence, and what in blocks."""

    @abstractmethod
    def compute(self) -> Any:
        """Call the methods on the present state."""

    @abstractmethod
    def sentence(self, result: Any) -> str:
        """Say the result in one sentence of plain words."""

    @abstractmethod
    def blocks(self, result: Any) -> list[Block]:
        """Return all that is shown below the sentence."""

    def filed(self, result: Any) -> list[Block]:
        """Return all that a file to take along holds below the sentence."""
        return self.blocks(result)

    def actions(self) -> list[Action]:
        """Buttons of this lab beside undo and start over; ``Action("keep")`` calls ``do_keep``."""
        return []

    # ---- words ----

    @classmethod
    def w(cls, key: str, /, **values: Any) -> str:
        """Return a text of this lab: ``words/lab_<name>.toml``."""
        return t(f"lab_{cls.name}.{key}", **values)

    @classmethod
    def title(cls) -> str:
        """Return the lab's title."""
        return cls.w("title")

    # ---- faces ----

    def figure(self, result: Any, *, size: Size = "page") -> Chart | None:
        """Draw the first figure that is shown; where there is none, return nothing."""
        return next((one.draw(size) for one in self.blocks(result) if isinstance(one, Figure)), None)

    def draw(self, result: Any, *, phone: bool = False) -> str:
        """Set the blocks as HTML; with ``phone``, figures carry a second layout for narrow pages."""
        return markup.blocks(self.blocks(result), phone=phone)

    def body(self, *, phone: bool = False) -> str:
        """HTML of the present result; a result that cannot be had is a sentence saying why."""
        try:
            result = self.compute()
            said = f'<p class="sgm-said" role="status">{html.escape(self.sentence(result))}</p>'
            return said + self.draw(result, phone=phone)
        except SgmError as error:
            return f'<p class="sgm-said sgm-trouble" role="alert">{html.escape(error.plain)}</p>'

    def _safe_body(self) -> str:
        """Return the body for a front end, which must come back even where a lab has a mistake in it."""
        try:
            shown = self.body(phone=self.narrow)
            if self._refused:
                name = self.former()
                key = "labs.former_file" if name else "labs.not_your_file"
                return markup.foldaway(t(key, name=name), shown)
            return shown
        except Exception as error:
            failures.append(error)
            logging.getLogger("sgm_lab").exception("lab %s", self.name)
            return f'<p class="sgm-said sgm-trouble" role="alert">{html.escape(t("labs.broken"))}</p>'

    def former(self) -> str:
        """Name of the learner's own file that the present result is about, if it is about any."""
        return ""

    def view(self) -> dict[str, Any]:
        """Return all a front end shows, as plain values."""
        return self.frame() | {"html": self._safe_body()}

    def frame(self) -> dict[str, Any]:
        """Return what a front end shows around the result, as plain values; nothing is computed for it."""
        return {
            "lab": self.name,
            "title": self.title(),
            "travels": self.journey(),
            "goes": self.goes(),
            "controls": [self._face(control) for control in self.controls()],
            "actions": [
                {
                    "name": action.name,
                    "label": self.w(f"action_{action.name}"),
                    "help": self.w(f"action_{action.name}_help"),
                    "primary": action.primary,
                }
                for action in self.actions()
            ],
            "notice": self.notice,
            "can_undo": bool(self._past),
            "exports": [[kind, t(f"labs.export_{kind}")] for kind in self.exports()],
            "words": _words(),
        }

    def journey(self) -> str:
        """Say that this lab is the same in every chapter, where it is."""
        return self.w("travels") if self.travels and self.key == self.name else ""

    def goes(self) -> str:
        """Say which row of the goal plan is written here; nothing where none is."""
        return ""

    def exports(self) -> list[str]:
        """Kinds of file the shown result can be had as."""
        return list(_EXPORTS)

    def _face(self, control: Control) -> dict[str, Any]:
        made = control.face() | {
            "name": control.name,
            "kind": control.kind,
            "label": self.w(control.name),
            "help": self.w(f"{control.name}_help"),
            "value": self.state[control.name],
        }
        unit = f"lab_{self.name}.{control.name}_unit"
        if has(unit):
            made["unit"] = t(unit)
        if isinstance(control, Rows):
            for column in made["columns"]:
                if column["label"] is None:
                    column["label"] = self.w(f"{control.name}_{column['name']}")
        return made

    def static(self) -> str:
        """Return the worked version: the choices made and what comes of them, without any control.

        It names the lab and how it begins, so that a page can bring it to life in the same place.
        """
        rows = []
        for control in self.controls():
            value = "" if isinstance(control, Upload) else control.shown(self.state[control.name])
            if value:
                label = html.escape(self.w(control.name))
                rows.append(f"<div><dt>{label}</dt><dd>{html.escape(value)}</dd></div>")
        chosen = f'<p class="sgm-travels">{html.escape(said)}</p>' if (said := self.journey()) else ""
        chosen += f'<p class="sgm-goes">{html.escape(said)}</p>' if (said := self.goes()) else ""
        chosen += f'<dl class="sgm-chosen">{"".join(rows)}</dl>' if rows else ""
        begin = html.escape(json.dumps(self.start, ensure_ascii=False, sort_keys=True))
        return (
            f'{style()}<div class="sgm-lab sgm-static sgm-{self.name}" data-lab="{self.name}" '
            f'data-key="{html.escape(self.key)}" data-start="{begin}">{chosen}{self._worked()}</div>'
        )

    def _worked(self) -> str:
        """Return what a page shows below the choices made, before anyone has changed them."""
        return self.body(phone=True)

    def _plainly(self) -> str:
        try:
            return self.sentence(self.compute())
        except SgmError as error:
            return error.plain


@cache
def _words_of(lang: str) -> dict[str, str]:
    names = ("undo", "undo_help", "start_over", "start_over_help", "help", "add_row", "remove_row", "choose_file",
             "remove_file", "reading", "unreadable", "working", "download", "none", "left", "row_full",
             "file_kind")  # fmt: skip
    lost = {
        name: t(f"exercises.ui.{name}")
        for name in ("lost_stopped", "lost_away", "lost_lab_alone", "lost_lab_late", "load_again")
    }
    return {name: t(f"labs.{name}") for name in names} | lost


def _words() -> dict[str, str]:
    from ..i18n import get_language

    return _words_of(get_language())
