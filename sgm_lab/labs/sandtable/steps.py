"""Steps of the sandbox: taking over, goals, budget, report, review."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any, ClassVar

from ... import cases, satisfaction, simulate
from ...errors import SgmError
from ...i18n import t
from ...paper.blocks import Block, Cell, Figure, Folded, Note, Quiet, Table, Turned
from ...simulate import Report, Run
from ..views import View
from .found import Explained, Standing, explained, standing
from .looks import LOOKS, drawn
from .words import (
    categories,
    category,
    could,
    equations,
    goal_table,
    hints,
    line_label,
    money,
    number,
    stands,
    w,
)

__all__ = ["Goals", "Plan", "Reported", "Reviewed", "Start"]


class Step(View, ABC):
    """A step of the game."""

    pictured = False

    def compute(self) -> Standing:
        """Play what has been decided."""
        return standing(self.lab.run, self.lab.aims)

    def shows(self, found: Standing) -> Iterator[Block]:
        """Where in the game this is, and the page of the step."""
        run = found.run
        case, mode = cases.load(run.market.case).title(), w(f"mode_{self.at['mode']}")
        yield Note(w("where", case=case, room=run.market.seed, played=run.quarter, total=number(run.surplus),
                     mode=mode), "advice")  # fmt: skip
        yield from self.page(found)

    @abstractmethod
    def page(self, found: Any) -> Iterator[Block]:
        """Yield what the step shows."""


class Start(Step):
    """What is taken over?"""

    asks = ("case", "room", "mode")

    def says(self, found: Standing) -> str:
        """Say whose service it is."""
        return w("said_start", case=cases.load(found.run.market.case).title())

    def shows(self, found: Standing) -> Iterator[Block]:
        """The page alone: there is no game yet to be anywhere in."""
        return self.page(found)

    def page(self, found: Standing) -> Iterator[Block]:
        """The brief, where things stand, and what may happen."""
        yield Note(w("brief"))
        yield Note(w(f"about_{self.at['mode']}"))
        yield stands(found.run.reports[:1], w("taken_over"))
        yield could()
        yield equations()


class Goals(Step):
    """What is to be reached, and by when?"""

    asks = ("metric", "target", "due")

    def says(self, found: Standing) -> str:
        """Say how many goals there are."""
        count = len(found.aims)
        return w("said_goals_more", n=count) if count else w("said_goals")

    def page(self, found: Standing) -> Iterator[Block]:
        """The goal as it is set, what it takes to see it met, the others, and the baselines."""
        reports, draft = found.run.reports, self.lab.draft()
        try:
            draft.goal(reports)
            yield Note(draft.statement(reports), "goal")
            needed = simulate.answers_needed(draft, reports)
            if needed is not None:
                given = simulate.PARAMETERS
                yield Note(w("needed", n=needed, base=given.survey_base, per=given.survey_per_unit), "advice")
        except SgmError as error:
            yield Note(error.plain, "advice")
        yield from goal_table(found.aims, found.run)
        yield stands(reports[-1:], w("baselines"))


class Plan(Step):
    """What is the budget spent on?"""

    asks = ("share", "areas", "features", "standards")

    def says(self, found: Standing) -> str:
        """Say which quarter it is for."""
        return w("said_plan", quarter=found.run.quarter + 1)

    def page(self, found: Standing) -> Iterator[Block]:
        """What may be coming, where each thing stands and what it is given, the goals."""
        now = found.run.reports[-1]
        shares = {"areas": self.areas, "features": self.features, "standards": self.standards}
        yield from hints(now)
        yield shares[self.at["share"]](found.run, now)
        yield from goal_table(found.aims, found.run)
        yield could()

    def areas(self, run: Run, now: Report) -> Table:
        """What each area stands at, and how money works there."""
        areas, labels = self.at["areas"], run.market.labels()
        lowest = min(now.levels, key=lambda name: now.levels[name])
        widest = min(now.gaps, key=lambda name: now.gaps[name].value)
        gap = number(now.gaps[widest].value, 1)
        asked = simulate.PARAMETERS.survey_base + simulate.PARAMETERS.survey_per_unit * areas["survey"]
        now_at = {
            "features": w("stands_features", name=labels[lowest], level=now.levels[lowest]),
            "standards": w("stands_standards", name=t(f"common.dimension.{widest}"), gap=gap),
            "training": w("stands_training", skill=100 * now.skill),
            "process": w("stands_process", use=now.use, wait=now.wait),
            "survey": w("stands_survey", n=asked),
            "reserve": w("stands_reserve", total=number(now.total)),
        }
        rows = [[t(f"simulate.area.{name}"), said, w(f"pays_{name}"), money(areas[name])]
                for name, said in now_at.items()]  # fmt: skip
        return Table(w("areas_caption"), [w("area"), w("stands"), w("works"), w("given")], rows)

    def features(self, run: Run, now: Report) -> Table:
        """Category of each feature at the opening and now, its level, and what it is given."""
        before, present = categories(run.reports[0]), categories(now)
        given = self.at["areas"]["features"]
        rows: list[list[Cell]] = []
        for name, label in run.market.labels().items():
            (was, *_), (letters, better, worse) = before[name], present[name]
            shown: Cell = category(was)
            if now.quarter and letters != was:
                shown = Turned(category(was), category(letters))
            curve = w("better_worse", better=f"{better:.2f}", worse=number(worse, 2))
            amount = money(given * self.at["features"][name] / 100, 1)
            rows.append([label, shown, curve, f"{now.levels[name]:.0%}", amount])
        heads = [w(name) for name in ("feature", "category", "curve", "level", "given")]
        return Table(w("features_caption", n=now.asked if now.quarter else run.market.kano_n), heads, rows)

    def standards(self, run: Run, now: Report) -> Table:
        """Expected, perceived and the gap of each dimension, and what it is given."""
        given = self.at["areas"]["standards"]
        rows: list[list[Cell]] = []
        for name, gap in now.gaps.items():
            expected = now.expectations[name]
            beside = w("interval_gap", low=number(gap.low, 1), high=number(gap.high, 1))
            rows.append([
                t(f"common.dimension.{name}"),
                w("points", value=f"{expected:.1f}"),
                w("points", value=f"{expected + gap.value:.1f}"),
                Quiet(number(gap.value, 1), beside),
                money(given * self.at["standards"][name] / 100, 1),
            ])  # fmt: skip
        heads = [w(name) for name in ("dimension", "expected", "perceived", "gap", "given")]
        return Table(w("standards_caption", n=next(iter(now.gaps.values())).n), heads, rows)


class Drawn(Step, ABC):
    """A step with a figure, of several to look at."""

    asks = ("look",)
    pictured = True
    looks: ClassVar[tuple[str, ...]]

    def look(self, found: Standing) -> Figure:
        """The figure that is looked at."""
        return Figure(lambda size: drawn(self.at["look"], found, size))


class Reported(Drawn):
    """How did the quarter go?"""

    looks = LOOKS["report"]

    def says(self, found: Standing) -> str:
        """Say what the survey and the books say."""
        now, before = found.run.reports[-1], found.run.reports[-2]
        news = "".join(w("said_news", what=t(f"simulate.shock.{kind}")) for kind in now.news)
        change = satisfaction.difference(now.satisfaction, before.satisfaction)
        way = w(f"change_{'up' if change.low > 0 else 'down' if change.high < 0 else 'same'}")
        return w("said_report", quarter=now.quarter, news=news, satisfied=now.satisfaction.value, change=way,
                 surplus=number(now.surplus), total=number(now.total))  # fmt: skip

    def page(self, found: Standing) -> Iterator[Block]:
        """What happened, what may be coming, the figure, the goals, and before and now."""
        now = found.run.reports[-1]
        for kind in now.news:
            what, then = t(f"simulate.shock.{kind}"), t(f"simulate.could.{kind}")
            yield Note(w("news", what=what, then=then), "try")
        yield from hints(now)
        yield self.look(found)
        yield from goal_table(found.aims, found.run)
        yield stands(found.run.reports[-2:], w("before_and_now"))


class Reviewed(Drawn):
    """What did it come from?"""

    looks = LOOKS["review"]

    def compute(self) -> Explained:
        """Explain the game."""
        return explained(self.lab.run, self.lab.aims, self.lab.reviewed())

    def says(self, found: Explained) -> str:
        """Say the result, and its place among other ways to play."""
        done = found.review
        return w("said_review_lost" if done.lost else "said_review", surplus=number(abs(done.surplus)),
                 result=number(done.result), place=done.place, of=len(done.rivals))  # fmt: skip

    def page(self, found: Explained) -> Iterator[Block]:
        """The figure, the goals, the best and the worst decision, what was missing, the shocks, line by line."""
        done, market = found.review, found.run.market
        yield self.look(found)
        if self.at["look"] in ("causes", "satisfied"):
            yield Note(w("causes_about"), "advice")
        yield from goal_table(found.aims, found.run)
        for which, decision in (("best", done.best), ("worst", done.worst)):
            if decision is not None:
                key = f"{which}_{'more' if decision.effect >= 0 else 'less'}"
                yield Note(w(key, quarter=decision.quarter, line=line_label(market, decision.line),
                             money=number(decision.money), effect=number(abs(decision.effect))))  # fmt: skip
        gain, moved = float(done.moves["effect"].max()), number(done.moved)
        area = t(f"simulate.area.{done.moves['effect'].idxmax()}")
        move = w("move", area=area, money=moved, effect=number(gain))
        yield Note(move if gain > 0 else w("move_none", money=moved))
        shocks = [
            [t(f"simulate.shock.{row['kind']}"), w("quarter", quarter=row["quarter"]), money(row["effect"])]
            for row in done.shocks.to_dict("records")
        ]
        yield Table(w("shocks"), [w("shock"), w("when"), w("effect")], shocks)
        lines = [
            [
                line_label(market, str(line)),
                money(row["spent"]),
                money(row["effect"]),
                number(row["per_unit"], 1),
            ]
            for line, row in done.lines.to_dict("index").items()
        ]
        if lines:
            heads = [w(name) for name in ("line", "spent", "effect", "per_unit")]
            yield Folded(w("lines"), [Table(w("lines_caption"), heads, lines)])
        yield equations()
