"""The live face in JupyterLab: what all live widgets have in common, and the widget of a lab (``lab.js``)."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

if TYPE_CHECKING:
    from .base import Lab

__all__ = ["LabWidget", "LiveWidget", "widget_of"]

_HERE = Path(__file__).parent
_turn = threading.RLock()
_PAUSE = 0.4  # seconds in which nothing more is written, before what shows it is made anew
#: Place in a workbook → how to end that it is followed: a cell that is run again leaves no follower behind.
_following: dict[tuple[str, str], Callable[[], None]] = {}


class LiveWidget(anywidget.AnyWidget):  # type: ignore[misc, unused-ignore]
    """A widget that does one thing after the other, in the order in which it is told.

    JupyterLab may hand messages to subshells, so that a second one arrives in another thread while the first is
    still being saved: an answer checked right after it was written was lost. All widgets share one turn, as they
    share one workbook.
    """

    def _handle_msg(self, message: Any) -> None:
        with _turn:
            super()._handle_msg(message)


class LabWidget(LiveWidget):
    """One lab, live: shows its view and passes on what the learner does.

    Parameters
    ----------
    lab : Lab
    """

    _esm = _HERE / "lab.js"
    _css = _HERE / "lab.css"
    view = traitlets.Dict().tag(sync=True)
    mark = traitlets.Dict().tag(sync=True)  # of the workbook, and where in it the lab is kept

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self._parts: list[bytes] = []
        super().__init__(view=lab.view(), mark=lab.mark())
        lab.watch(self._show)
        self._later: asyncio.TimerHandle | None = None
        if lab.gathers and (book := lab.kept_in) is not None:
            place = str(book.path), lab.key
            _following.pop(place, lambda: None)()
            _following[place] = book.on_change(self._follow)
        self.on_msg(self._hear)

    def _follow(self, section: str | None, key: str | None) -> None:
        """Show what other cells have written, once they are done writing."""
        if (section, key) == ("labs", self.lab.key) or section in ("history", "settings"):
            return
        if self._later is not None:
            self._later.cancel()
            self._later = None
        try:
            self._later = asyncio.get_running_loop().call_later(_PAUSE, self._take_up)
        except RuntimeError:  # no loop runs here: nothing to wait in
            self._take_up()

    def _take_up(self) -> None:
        self.lab.follow()
        self._show()

    def _show(self) -> None:
        self.view = self.lab.view()
        self.mark = self.lab.mark()

    def _hear(self, _: Any, message: Any, buffers: list[Any]) -> None:
        """Do what the front end asks; a file comes in parts, since a socket takes no large message."""
        content = b""
        if message.get("do") == "file":
            if message["part"] == 0:
                self._parts = []
            self._parts.append(bytes(buffers[0]) if buffers else b"")
            if len(self._parts) < message["parts"]:
                self.send({"do": "next"})
                return
            content, self._parts = b"".join(self._parts), []
        made = self.lab.message(message, content)
        if made is not None:
            self.send({"do": "download", "name": made.name, "mime": made.mime}, [made.content])
        self.send({"do": "done"})


def widget_of(lab: Lab) -> LabWidget:
    """Return the lab's widget, made once."""
    made: LabWidget | None = lab.__dict__.get("_live")
    if made is None:
        made = lab.__dict__["_live"] = LabWidget(lab)
    return made
