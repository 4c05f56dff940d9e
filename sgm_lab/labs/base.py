"""What every lab shares: state with undo, controls as data, one face for all front ends, and a static one.

A lab never computes: ``compute`` calls the methods, ``blocks`` says what is shown of the result, as data that every
medium has a renderer for (`sgm_lab.paper`). Whoever shows it (``live.py`` in JupyterLab, a worker on the published
page) passes on what ``view`` returns and what the learner does (``message``); the same ``lab.js`` draws it everywhere.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from .. import workbook
from ..errors import ArgumentError, SgmError
from ..i18n import t
from ..paper.media import media_type
from . import uploads
from .controls import Points, share_points
from .faces import Faces, style
from .state import State, failures

__all__ = ["Download", "Lab", "State", "failures", "style"]


@dataclass(frozen=True)
class Download:
    """A file for the learner; the ending of its name says what kind it is."""

    name: str
    content: bytes

    @property
    def mime(self) -> str:
        """What a browser is told it is."""
        return media_type(self.name)


class Lab(Faces):
    """State + compute + blocks.

    Parameters
    ----------
    key : str, optional
        Keeps the state of this lab apart from that of others of its kind, for instance ``"3.2"``: a chapter's
        own. Labs without one share their state through the whole course: what is meant to travel.
    **state
        Initial values of the controls, over the defaults.

    Raises
    ------
    ArgumentError
        If there is no such control or it cannot have that value, as `set` does.

    Attributes
    ----------
    state : dict
        Values of the controls; goes to JSON. Replace values, never change them in place.
    notice : str
        One sentence about what could not be done, until the next change.
    narrow : bool
        Whether it is shown on a narrow page; figures then carry their layout for phones.
    """

    #: What a page loads before it can show the lab: ``"tables"``, ``"figures"``, or the name of a package.
    needs: ClassVar[tuple[str, ...]] = ("tables", "figures")
    #: Controls that a page lets be changed before it has loaded that, each with the values it offers (none: all).
    prepared: ClassVar[Mapping[str, Sequence[Any]]] = {}

    def receive(self, control: str, name: str, content: bytes) -> None:
        """Take a file; by default it is kept, and the control holds it."""
        self.set(**{control: uploads.keep(self._book, name, content)})

    # ---- what the learner does ----

    def do(self, action: str) -> Any:
        """Press one of the lab's own buttons; what it returns may be a file to download."""
        if action not in [one.name for one in self.actions()]:
            raise ArgumentError("labs.no_control", name=action, names=[one.name for one in self.actions()])
        return getattr(self, f"do_{action}")()

    def message(self, message: Mapping[str, Any], content: bytes = b"") -> Download | None:
        """Do what a front end asks for; whatever goes wrong, the learner reads one plain sentence.

        Parameters
        ----------
        message : mapping
            ``{"do": "set", "changes": {…}}``, ``{"do": "points", "name", "option", "value", "held"}``,
            ``{"do": "act", "name"}``, ``{"do": "narrow", "value"}``, ``{"do": "undo"}``, ``{"do": "start_over"}``,
            ``{"do": "export", "kind"}``, ``{"do": "file", "name": control, "file": file name}``.
        content : bytes
            The file's.

        Returns
        -------
        Download or None
            A file the front end hands to the learner.
        """
        begun = self.state, self._past
        try:
            made = self._obey(message, content)
            return made if isinstance(made, Download) else None
        except SgmError as error:
            self._refused = message.get("do") == "file"
            self.state, self._past = begun
            self.say(error.plain)
        except Exception as error:
            failures.append(error)
            logging.getLogger("sgm_lab").exception("lab %s", self.name)
            self.state, self._past = begun
            self.say(t("labs.broken"))
        except BaseException:  # as in `keep_in`
            self.state, self._past = begun
            raise
        return None

    def _obey(self, message: Mapping[str, Any], content: bytes) -> Any:
        match message.get("do"):
            case "set":
                return self.set(**dict(message["changes"]))
            case "points":
                name = str(message["name"])
                control = next(c for c in self.controls() if isinstance(c, Points) and c.name == name)
                held = [str(one) for one in message.get("held", [])]
                now = share_points(
                    self.state[name], str(message["option"]), message["value"], control.total, held
                )
                return self.set(**{name: now})
            case "act":
                return self.do(str(message["name"]))
            case "undo":
                return self.undo()
            case "start_over":
                return self.start_over()
            case "export":
                return self.export(str(message["kind"]))
            case "narrow":
                self.narrow = bool(message["value"])
                return self._tell()
            case "file":
                return self.receive(str(message["name"]), str(message["file"]), content)
        raise ArgumentError("errors.choice", name="do", value=message.get("do"), choices=["set", "undo"])

    def export(self, kind: str) -> Download:
        """Return what is shown as a file.

        Parameters
        ----------
        kind : {"html", "xlsx", "docx", "txt", "png"}
            A page that needs no other file; a spreadsheet with figure and tables; a Word document; plain text; the
            figure alone.

        Raises
        ------
        ArgumentError
            If there is no such kind, or no figure.
        """
        from . import report

        name = f"{self.title()}.{kind}"
        if kind in report.WRITERS:
            return Download(name, report.WRITERS[kind](self))
        chart = self.figure(self.compute()) if kind == "png" else None
        if chart is None:
            raise ArgumentError("labs.no_figure" if kind == "png" else "errors.choice", name="kind", value=kind,
                                choices=[*report.WRITERS, "png"])  # fmt: skip
        return Download(name, chart.png())

    # ---- in a notebook ----

    def widget(self) -> Any:
        """Return the live face in JupyterLab, an ipywidget made once."""
        from .live import widget_of

        return widget_of(self)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        if os.environ.get("SGM_STATIC"):
            return {"text/html": self.static(), "text/plain": self._plainly()}
        if self._book is None:
            self.keep_in(workbook.open_book())
        return self.widget()._repr_mimebundle_(**options)
