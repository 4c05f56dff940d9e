"""The live face in JupyterLab: the front end of the page, with its state in Python and in the workbook."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from functools import cached_property, wraps
from pathlib import Path
from typing import Any

import ipywidgets
import traitlets

from .. import labs, workbook
from ..errors import SgmError
from ..i18n import Language, get_language, t
from ..labs.base import failures
from ..labs.live import LiveWidget
from .checking import check
from .faces import static, style, summary, words
from .reading import find
from .records import LabTask, Record
from .state import Kept, lot_of

__all__ = ["ExerciseWidget", "Worked", "show"]

_HERE = Path(__file__).parent


def _safe(act: Callable[..., None]) -> Callable[..., None]:
    """Wrap a callback of the widget: whatever goes wrong, the learner reads one plain sentence."""

    @wraps(act)
    def safe(self: ExerciseWidget, *args: Any) -> None:
        try:
            act(self, *args)
        except SgmError as error:
            self.say(error.plain)
        except Exception as error:
            failures.append(error)
            logging.getLogger("sgm_lab").exception("exercise %s", self.exercise.id)
            self.say(t("exercises.live.broken", self.spoken))

    return safe


class ExerciseWidget(LiveWidget):
    """One exercise, live.

    The front end hands over every change as ``{"do": "keep", "state", "before", "ref"}`` (``before``: what it
    last knew the workbook to have) and is answered ``{"do": "kept", "ref", "updated", "saved"}``; only then does
    it say that something is saved.

    Parameters
    ----------
    exercise : Record
    lang : {"zh", "en"}, optional
        The language in use by default.
    book : workbook, optional
        Where the work is kept: ``get("exercises", id, default)``, ``put("exercises", id, state)``, ``merge(data)``,
        ``section("settings")``, ``saved``, ``mark``, ``notice``. The learner's own by default.
    lab : Lab, optional
        The lab a lab task looks at, shown somewhere above it; by default one of its own, shown with it.
    section : {"exercises", "again"}
        Where the workbook keeps it: "again" for what is asked once more on another day.
    """

    _esm = _HERE / "front.js"
    _css = _HERE / "front.css"
    record = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    lang = traitlets.Unicode("zh").tag(sync=True)
    notice = traitlets.Unicode("").tag(sync=True)
    mark = traitlets.Dict().tag(sync=True)
    lot = traitlets.Unicode("").tag(sync=True)  # of the learner: how choices are dealt
    saved = traitlets.Bool(True).tag(sync=True)  # whether ``state`` is in the workbook's file

    def __init__(
        self,
        exercise: Record,
        lang: Language | None = None,
        book: Any = None,
        lab: Any = None,
        section: str = "exercises",
    ) -> None:
        self.exercise = exercise
        self._section = section
        self.spoken = lang or get_language()
        self._book = book
        self._lab = lab
        self._lab_elsewhere = lab is not None
        self._handed: tuple[Any, dict[str, Any]] = (None, Kept().plain())  # by which window last, and what
        super().__init__(
            record=exercise.payload(lang), words=words(lang), lang=self.spoken, state=Kept().plain()
        )
        self._restore()
        self.observe(self._keep, "state")
        self.on_msg(self._hear)

    def say(self, sentence: str) -> None:
        """Show one sentence below the exercise, and end any waiting for an answer."""
        self.notice = sentence
        self.send({"do": "broken", "text": sentence})

    @cached_property
    def lab(self) -> Any:
        """The lab of a lab task, made when it is first shown; None for any other kind."""
        if self._lab is None and isinstance(self.exercise, LabTask):
            self._lab = getattr(labs, self.exercise.lab)(**self.exercise.start)
        return self._lab

    @_safe
    def _restore(self) -> None:
        """Bring back what the workbook has of this exercise."""
        if self._book is None:
            self._book = workbook.open_book()
        self.lot = lot_of(self._book.section("settings"))
        self._look(None, None)
        if listen := getattr(self._book, "on_change", None):
            listen(self._look)
        self._show_notice()

    def _look(self, section: str | None, key: str | None) -> None:
        """Take over what the workbook has: at the start, and when it was changed in another place."""
        if section not in (None, self._section) or key not in (None, self.exercise.id):
            return
        self.saved = self._is_saved()
        kept = self._in_book()
        if _bare(kept) != _bare(self.state):
            self.state = kept

    def _is_saved(self) -> bool:
        return bool(getattr(self._book, "saved", True))

    def _in_book(self) -> dict[str, Any]:
        return Kept.of(self._book.get(self._section, self.exercise.id, None)).plain()

    @_safe
    def _keep(self, _: Any) -> None:
        if self._book is not None:
            self._book.put("settings", lot_of(self._book.section("settings")), True)
            self._book.put(self._section, self.exercise.id, Kept.of(self.state).plain())
            self._show_notice()

    def _show_notice(self) -> None:
        self.notice = str(getattr(self._book, "notice", None) or "")
        self.mark = getattr(self._book, "mark", {})
        self.saved = self._is_saved()

    @_safe
    def _hear(self, _: Any, message: Any, __: Any) -> None:
        match message:
            case {"do": "check"}:
                self._judge(message.get("answer"))
            case {"do": "keep"}:
                saved = self._take(message)
                told = {"ref": message.get("ref"), "updated": message["state"]["updated"], "saved": saved}
                self.send({"do": "kept", **told})

    def _judge(self, given: Any) -> None:
        """Judge what only Python can judge, and send it back."""
        task = self.exercise if isinstance(self.exercise, LabTask) else None
        answer = task.answer(self.lab.state, given) if task else given
        outcome = check(self.exercise, answer, self.spoken)
        self.send({"do": "checked", "answer": answer, "outcome": outcome.plain()})

    def _take(self, message: Any) -> bool:
        """Take over what the browser has, and say whether it is in the workbook's file.

        An answer may come late, after Python or the connection was away: where the workbook has moved on in
        between, the newer one stands and the other is kept in its history.
        """
        state, before = (Kept.of(message.get(name)).plain() for name in ("state", "before"))
        found, ref = self._in_book(), message.get("ref")
        # Answers follow faster than they are confirmed, and where there are subshells one may overtake another.
        own = [self._handed[1]] if self._handed[0] == ref else []
        if any(state["updated"] < one["updated"] for one in own):
            return self._is_saved()
        if _bare(found) in [_bare(one) for one in (before, state, *own)]:
            self._handed = ref, state
            if state == self.state:
                self._keep(None)  # handed over once more
            else:
                self.state = state
            if _bare(self._in_book()) != _bare(state):
                return False
        else:
            late = {
                "schema": workbook.SCHEMA_VERSION,
                "program": "sgm_lab",
                self._section: {self.exercise.id: state},
            }
            self._book.merge(late)
            self._show_notice()
        return self._is_saved()

    @cached_property
    def _whole(self) -> Any:
        """The exercise, with its lab above it where it has one of its own."""
        if self._lab_elsewhere or self.lab is None:
            return self
        return ipywidgets.VBox([self.lab.widget(), self])

    def _repr_mimebundle_(self, **options: Any) -> Any:
        if self._whole is self:
            return super()._repr_mimebundle_(**options)
        return self._whole._repr_mimebundle_(**options)


class Worked:
    """The static face of one exercise, in a notebook run for the site: no widget, and nothing of a learner."""

    def __init__(self, exercise: Record, lang: Language | None = None) -> None:
        self.exercise = exercise
        self.spoken = lang or get_language()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        # The records follow once for the whole page (book/_ext/sgm_exercises.py).
        face = style() + static(self.exercise, self.spoken)
        return {"text/html": face, "text/plain": summary(self.exercise, self.spoken)}


def _bare(state: dict[str, Any]) -> dict[str, Any]:
    """Return what two states are compared by."""
    return {**state, "updated": ""}


def show(
    id: str,
    lang: Language | None = None,
    *,
    folder: str | Path | None = None,
    book: Any = None,
    lab: Any = None,
) -> ExerciseWidget | Worked:
    """Return one exercise to be shown in a notebook; its state comes back from the learner's workbook.

    With the environment variable ``SGM_STATIC`` it is the static face, as the site is built from.

    Parameters
    ----------
    id : str
        Id of the record, such as ``"2.1-pair-reading"``.
    lang : {"zh", "en"}, optional
        The language in use by default.
    folder : path, optional
        Folder of the records; the course's own by default.
    book, lab : optional
        As for `ExerciseWidget`.

    Raises
    ------
    ArgumentError
        If there is no such exercise.
    DataError
        If a record has a mistake.
    """
    record = find(id, folder)
    return Worked(record, lang) if os.environ.get("SGM_STATIC") else ExerciseWidget(record, lang, book, lab)
