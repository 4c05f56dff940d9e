"""A lab whose data are a case's, or a file of the learner's own that one call reads."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar

from ..errors import SgmError
from ..i18n import t
from ..paper.blocks import Block
from .asking import AsksList, gone, source_key
from .base import Download, State
from .controls import Action, Choice, Control, Upload
from .readings import reading
from .source import OWN, case_options
from .views import Viewed

__all__ = ["FileLab"]


class FileLab(AsksList, Viewed):
    """A lab on a case or a file; it says how a file is read (`reads`), and what one to fill in looks like (`template`).

    Attributes
    ----------
    choice : str
        What the data are chosen with, a case or ``"own"``; empty where a file counts as soon as there is one.
    """

    choice: ClassVar[str] = "case"
    defaults: ClassVar[State] = {"upload": None}

    def __init__(self, *, key: str | None = None, **state: Any) -> None:
        self._read: dict[str, Any] = {}
        super().__init__(key=key, **state)

    @abstractmethod
    def reads(self, source: Any) -> Any:
        """Read a file; one that cannot be read is refused in a sentence."""

    @abstractmethod
    def template(self) -> bytes:
        """Return a spreadsheet to fill in, as `reads` takes it."""

    def offered_data(self) -> list[tuple[str, Any]]:
        """Label and name of what there is beside a file of one's own."""
        return case_options()

    @property
    def own(self) -> bool:
        """Whether the learner's own file is in use."""
        return bool(self.state[self.choice] == OWN if self.choice else self.state["upload"])

    def former(self) -> str:
        """Name of the learner's own file, where it is shown."""
        return str(self.state["upload"]["name"]) if self.own and self.state["upload"] else ""

    @property
    def read(self) -> Any:
        """What was read of the file in use; nothing where there is none.

        Raises
        ------
        DataError
            If it is not here or cannot be read.
        """
        if not self.own:
            return None
        kept = self.state["upload"]
        key = source_key(kept)
        if key not in self._read:
            self._read = {key: self.read_kept(kept)}
        return self._read[key]

    def read_answers(self, given: Any, **how: Any) -> Any:
        """Read a file whose columns nobody has told."""
        return self.reads(given)

    def usable(self) -> Any:
        """Try the file in use; one that cannot be had or used is refused in a sentence."""
        return self.read

    def take(self, kept: State, read: Any, **more: Any) -> None:
        """Go on with a file that was read, and with what else the state then holds."""
        self._read = {source_key(kept): read}
        self.set(upload=kept, **({self.choice: OWN} if self.choice else {}), **more)

    def settle_source(self) -> None:
        """Bring the choice of data in order; a file that is not here, or of no use, gives way to what else there is."""
        self._settle_choice()
        if self.own:
            try:
                self.usable()
            except SgmError as error:
                how = (self.state["upload"] or {}).get("how")
                self.state["upload"], self.notice = None, gone(error, how)
                self._settle_choice()

    def _settle_choice(self) -> None:
        self.state["upload"] = Upload("upload").settle(self.state["upload"])
        for control in self.source_controls():
            self.state[control.name] = control.settle(self.state[control.name])

    def settle(self) -> None:
        """Bring data and fields in order."""
        self.settle_source()
        super().settle()

    def source_controls(self) -> list[Control]:
        """Return what the data are chosen with, and the file."""
        options, kept = self.offered_data(), self.state["upload"]
        own = [(t("labs.source.own", name=kept["name"]), OWN)] if kept and self.choice else []
        return [Choice(self.choice or "case", [*options, *own]), Upload("upload")]

    def source_actions(self) -> list[Action]:
        """Return the button for the template."""
        return [Action("template")]

    def preview(self) -> list[Block]:
        """Say what was read of the learner's own file and what was not; nothing for a case."""
        return reading(self.read)

    def do_template(self) -> Download:
        """Return a spreadsheet to fill in."""
        return Download(f"{self.w('action_template')}.xlsx", self.template())
