"""The page's Python: its labs, its checks and its workbook. Runs inside Pyodide, as the module ``sgm_page``.

The worker hands everything over as JSON. What a lab asks for and is not here yet ends what was begun; the worker is
told, fetches it, and asks again.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Mapping
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any

from sgm_lab import cases

__all__ = ["NotHere", "Page", "Wanted"]

Tell = Callable[[str], object]


class NotHere(BaseException):
    """A package has to be fetched first; no ``except Exception`` on the way may take that for trouble with the data.

    Parameters
    ----------
    package : str
        Which one.
    """

    def __init__(self, package: str) -> None:
        super().__init__(package)
        self.package = package


def forget(package: str) -> None:
    """Let a part of a package go, since the whole comes; what is compiled stays and is found again."""
    for name in [one for one in sys.modules if one.partition(".")[0] == package]:
        if not str(getattr(sys.modules[name], "__file__", "")).endswith(".so"):
            del sys.modules[name]


class Wanted(MetaPathFinder):
    """Ends what the course's own code has begun where a package is not here; other people's code may do without."""

    def __init__(self, modules: Mapping[str, str]) -> None:
        self.modules = modules

    def table(self, path: Path) -> None:
        """Ask for a table of a case."""
        if package := self.modules.get(table_of(path)):
            raise NotHere(package)

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> None:
        """Find nothing, and ask for the module."""
        if fullname in self.modules:
            frame = sys._getframe(1)
            while frame.f_back and frame.f_globals.get("__name__", "").partition(".")[0] == "importlib":
                frame = frame.f_back
            if frame.f_globals.get("__name__", "").partition(".")[0] in ("sgm_lab", "sgm_page"):
                forget(fullname.partition(".")[0])
                raise NotHere(self.modules[fullname])


def table_of(path: Path) -> str:
    """Return the name that a case's file has among the modules: its logs travel by themselves.

    >>> table_of(Path("datasets/education/operations.csv")), table_of(Path("datasets/education/kano.csv"))
    ('cases.education', 'cases')
    """
    return f"cases.{path.parent.name}" if path.name.startswith("operations") else "cases"


class Page:
    """Everything a page asks of Python.

    Parameters
    ----------
    tell : callable
        Takes news as JSON: ``{"do": "view", "lab", "view"}`` and ``{"do": "keep", "section", "key", "value"}``.
    modules : str
        JSON of module → package that can be fetched.
    path : str
        File of the workbook.
    """

    def __init__(self, tell: Tell, modules: str, path: str) -> None:
        from sgm_lab import workbook

        self.tell = tell
        self.wanted = Wanted(json.loads(modules))
        sys.meta_path.append(self.wanted)
        cases.absent = self.wanted.table
        self.labs: dict[str, Any] = {}
        self.changed: dict[str, None] = {}  # labs to be shown anew, in order
        self.book = workbook.open_book(path)
        self.book.on_change(self._kept)
        self.file: bytes = b""  # the last one made for the learner
        self._parts: list[bytes] = []

    def ask(self, text: str, content: bytes = b"") -> str:
        """Do what the page asks; the answer has ``value``, or ``need``: a package to fetch before asking again."""
        asked = json.loads(text)
        try:
            return json.dumps({"value": getattr(self, f"do_{asked['do']}")(asked, content)})
        except NotHere as missing:
            return json.dumps({"need": missing.package})

    # ---- labs ----

    def do_open(self, asked: Mapping[str, Any], _: bytes) -> list[dict[str, Any]]:
        """Open labs, or find them open, and show them."""
        try:
            return [self._lab(one).view() for one in asked["labs"]]
        finally:
            gc.enable()  # was off while modules were imported: they stay anyway

    def _lab(self, one: Mapping[str, Any]) -> Any:
        lab = self.labs.get(one["id"])
        if lab is None:
            from sgm_lab import labs

            lab = labs.by_name(one["lab"])(key=one["key"].partition(":")[2] or None, **one["start"])
            lab.keep_in(self.book)  # not before all that the kept state rests on is here
            lab.watch(lambda: self.changed.setdefault(one["id"]))
            self.labs[one["id"]] = lab
        return lab

    def do_prepare(self, asked: Mapping[str, Any], _: bytes) -> None:
        """Open and show a lab that nobody sees, so that all it needs is here, imported, when it is opened."""
        from sgm_lab import labs

        labs.by_name(asked["lab"])(**asked["start"]).view()

    def do_show(self, asked: Mapping[str, Any], _: bytes) -> None:
        """Show what has changed; asked by itself, so that a figure may ask for more without a thing done twice."""
        for name in list(self.changed):
            self.labs[name].follow()
            self.tell(json.dumps({"do": "view", "lab": name, "view": self.labs[name].view()}))
            del self.changed[name]

    def do_lab(self, asked: Mapping[str, Any], content: bytes) -> dict[str, Any] | None:
        """Pass a message on to a lab; a file comes in parts."""
        message = asked["message"]
        if message.get("do") == "file":
            if message["part"] == 0:
                self._parts.clear()
            if len(self._parts) == message["part"]:  # asked again after a package was fetched: it is here
                self._parts.append(content)
            if len(self._parts) < message["parts"]:
                return None
        made = self.labs[asked["lab"]].message(message, b"".join(self._parts))
        if made is None:
            return None
        self.file = made.content
        return {"name": made.name, "mime": made.mime}

    # ---- exercises ----

    def do_check(self, asked: Mapping[str, Any], _: bytes) -> dict[str, Any]:
        """Judge what only Python can judge: a goal's text, or the state of a lab."""
        from sgm_lab import exercises
        from sgm_lab.exercises.records import LabTask

        record = exercises.find(asked["exercise"])
        answer = asked.get("answer")
        if isinstance(record, LabTask):
            lab = self.labs.get(asked.get("lab", ""))
            answer = record.answer(json.loads(json.dumps(lab.state)), answer) if lab else None
        outcome = exercises.check(record, answer)
        return {"do": "checked", "answer": answer, "outcome": outcome.plain()}

    # ---- the workbook ----

    def do_sync(self, asked: Mapping[str, Any], _: bytes) -> int:
        """Take in what the page's workbook has; labs that were changed elsewhere follow."""
        brought = self.book.merge(asked["book"])
        for name, lab in self.labs.items():
            kept = self.book.get("labs", lab.key)
            if isinstance(kept, dict) and {**lab.state, **kept} != {**kept, **lab.state}:
                lab.keep_in(self.book)
                self.changed[name] = None
        return brought

    def _kept(self, section: str | None, key: str | None) -> None:
        """Hand a change on to the page, and to labs that show what others write."""
        for name, lab in self.labs.items():
            if lab.gathers and (section, key) != ("labs", lab.key):
                self.changed.setdefault(name)
        if section is None or key is None:
            return
        value = self.book.get(section, key)
        self.tell(json.dumps({"do": "keep", "section": section, "key": key, "value": value}))
