"""The goal plan edited in place: its eleven rows as they stand, one's own line in each, and what is still wanting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from .. import takeaways
from ..i18n import t
from ..paper.blocks import Block
from ..takeaways.plan.check import Finding
from ..takeaways.plan.rows import ROWS
from ..takeaways.plan.written import rows_written
from ..workbook import Workbook
from .base import State
from .controls import Action, Text
from .views import Field, View, Viewed

__all__ = ["MyPlan"]

_MOST_PLANS, _MOST_NAME = 12, 40


class Rows(View):
    """What stands in the rows, and what is empty, weak or at odds?"""

    asks = ROWS
    pictured: ClassVar[bool] = False

    def compute(self) -> tuple[dict[str, Any], list[Finding]]:
        """Return the plan and what is wanting in it."""
        plan = self.lab.plan()
        return plan, takeaways.plan_check(plan)

    def says(self, found: tuple[dict[str, Any], list[Finding]]) -> str:
        """Count the rows and what is wanting."""
        plan, wanting = found
        kinds = [one.kind for one in wanting]
        return self.w(
            "said",
            n=rows_written(plan),
            all=len(ROWS),
            weak=kinds.count("weak"),
            against=kinds.count("against"),
        )

    def shows(self, found: tuple[dict[str, Any], list[Finding]]) -> Iterator[Block]:
        """The rows, and what is wanting."""
        yield from takeaways.plan_blocks(found[0])


class Plans(View):
    """Which plans are kept, and which is worked on?"""

    asks = ("called",)
    pictured: ClassVar[bool] = False

    def compute(self) -> dict[str, Any]:
        """Return the plan worked on."""
        plan: dict[str, Any] = self.lab.plan()
        return plan

    def says(self, found: dict[str, Any]) -> str:
        """Say which plan it is, and how many are kept."""
        kept = [one["title"] for one in self.at["plans"]]
        listed = t("labs.comma").join(kept) if kept else self.w("no_other")
        return self.w("said_plans", title=self.at["called"].strip() or t("takeaways.plan_title"), kept=listed)

    def shows(self, found: dict[str, Any]) -> Iterator[Block]:
        """The rows of the plan worked on."""
        yield from takeaways.plan_blocks(found)


def _text(rows: int) -> Field:
    return Field("", lambda lab, name: Text(name, rows))


class MyPlan(Viewed):
    """Edit the goal plan: a line of one's own in each row, beside what exercises and labs have written there.

    Parameters
    ----------
    need, goal, … : str
        One's own line in each row of `takeaways.plan.rows.ROWS`.
    called : str
        What the plan is called.
    plans : list of dict
        Other plans: each with ``title`` and its own ``rows``. What exercises wrote stands in all of them.
    """

    name: ClassVar[str] = "my_plan"
    travels: ClassVar[bool] = True
    gathers: ClassVar[bool] = True
    needs: ClassVar[tuple[str, ...]] = ()
    defaults: ClassVar[State] = {"plans": ()}
    views: ClassVar[dict[str, type[View]]] = {"rows": Rows, "plans": Plans}
    fields: ClassVar[dict[str, Field]] = {row: _text(2) for row in ROWS} | {"called": _text(1)}

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._seen: dict[str, str] = {}  # what stood in the plan when it was last read or written here

    @classmethod
    def w(cls, key: str, /, **values: Any) -> str:
        """Return a text of this lab; a row is called what it is called everywhere."""
        row = key.removesuffix("_help")
        if row in ROWS:
            return t(f"takeaways.row{'_holds' if row != key else ''}.{row}")
        return super().w(key, **values)

    def settle(self) -> None:
        """Keep only plans that have their form."""
        kept = self.state["plans"] if isinstance(self.state["plans"], list | tuple) else []
        self.state["plans"] = [_plan_of(one) for one in kept if isinstance(one, Mapping)][-_MOST_PLANS:]
        super().settle()

    def keep_in(self, book: Workbook) -> None:
        """Take up the lines that stand in the plan: its page on the site writes there, too."""
        super().keep_in(book)
        plan = book.get("goals", "plan")
        if isinstance(plan, Mapping):
            self._seen = _standing(plan)
            self.state |= self._seen | {"called": self._seen["called"] or self.state["called"]}

    def follow(self) -> None:
        """Take up what was written into the plan elsewhere since; an undo here leaves that as it is."""
        kept = self._book.get("goals", "plan") if self._book is not None else None
        if not isinstance(kept, Mapping):
            return
        now = _standing(kept)
        news = {name: text for name, text in now.items() if text != self._seen.get(name, "")}
        news = {name: text for name, text in news.items() if self.state[name] == self._seen.get(name, "")}
        self._seen = now
        if news:
            self.state = self.state | news
            self._past = [past | news for past in self._past]

    def refresh(self) -> None:
        """Write the lines into the plan."""
        if self._book is not None:
            self.follow()
            kept = self._book.get("goals", "plan")
            plan = dict(kept) if isinstance(kept, Mapping) else {}
            rows = {row: self.state[row] for row in ROWS if self.state[row].strip()}
            made = {**plan, "rows": rows, "title": self.state["called"].strip()}
            self._seen = _standing(made)
            if made != plan:
                self._book.put("goals", "plan", made)
        super().refresh()

    def plan(self) -> dict[str, Any]:
        """Return the plan with what exercises and labs have written."""
        if self._book is None:
            return {
                "title": self.state["called"],
                "rows": {row: self.state[row] for row in ROWS if self.state[row]},
            }
        return takeaways.plan_from_workbook(self._book)

    # ---- buttons ----

    def actions(self) -> list[Action]:
        """Begin another plan, or change to the next of those that are kept."""
        if self.state["view"] != "plans":
            return []
        return [Action("another"), *([Action("change", primary=True)] if self.state["plans"] else [])]

    def _now(self) -> dict[str, Any]:
        title = self.state["called"].strip() or t("takeaways.plan_title")
        return _plan_of({"title": title, "rows": {row: self.state[row] for row in ROWS}})

    def do_another(self) -> None:
        """Put this plan aside and begin an empty one."""
        if len(self.state["plans"]) >= _MOST_PLANS:
            self.say(self.w("too_many", most=_MOST_PLANS))
            return
        number = len(self.state["plans"]) + 2
        self.set(**dict.fromkeys(ROWS, ""), called=self.w("new_title", number=number),
                 plans=[*self.state["plans"], self._now()])  # fmt: skip

    def do_change(self) -> None:
        """Put this plan behind the others and go on with the first of them."""
        first, *rest = self.state["plans"]
        self.set(**_own(first["rows"]), called=first["title"], plans=[*rest, self._now()])

    def exports(self) -> list[str]:
        """Files are taken along in another lab, which has them all."""
        return []


def _standing(plan: Mapping[str, Any]) -> dict[str, str]:
    """One's own lines of a plan, and what it is called."""
    title = plan.get("title")
    return _own(plan.get("rows")) | {"called": title if isinstance(title, str) else ""}


def _own(rows: Any) -> dict[str, str]:
    """One's own line of each row, a line for each note where there are several."""
    found = rows if isinstance(rows, Mapping) else {}
    return {row: _line(found.get(row)) for row in ROWS}


def _line(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "\n".join(filter(None, (_line(one) for one in value)))
    if isinstance(value, Mapping):
        value = value.get("text")
    return value if isinstance(value, str) else ""


def _plan_of(given: Mapping[str, Any]) -> dict[str, Any]:
    title = given.get("title")
    return {"title": title[:_MOST_NAME] if isinstance(title, str) else "", "rows": _own(given.get("rows"))}
