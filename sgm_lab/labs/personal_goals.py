"""Personalised goals: do people fall into groups by what they want, who is in each, and a goal of its own for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from .. import charts, segments
from ..charts.fitting import minus
from ..errors import DataError
from ..i18n import t, worded
from ..paper.blocks import Block, Cell, Folded, Note, Steps, Table
from . import inbox
from .base import State
from .controls import Action, Choice, Control, Named
from .source import Source, Survey
from .surveyed import SurveyLab, waves
from .views import Field, View, Viewed, pick

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["PersonalGoals"]

_MOST_GROUPS = 5


@dataclass(frozen=True)
class Grouped:
    """Groups of people, what each wants, who is in it, and a goal for each; ``found`` where nobody named them."""

    found: segments.Segments | None
    labels: pd.Series = field(repr=False)
    names: dict[int, str]
    table: pd.DataFrame
    who: pd.DataFrame
    apart: pd.DataFrame
    goals: list[dict[str, Any]]
    left_out: int
    line: str


class WhoWantsWhat(View):
    """Are there groups, what does each want, and which goal follows?"""

    asks = ("on", "wave", "level", "by", "groups")

    def __init__(self, lab: PersonalGoals) -> None:
        super().__init__(lab)
        self.of: Source = lab.source
        self.on: str = self.at["on"]
        self.gaps = self.on == "gaps"

    def compute(self) -> Grouped:
        """Group the people, describe the groups, and draft a goal for each that may have one.

        Raises
        ------
        DataError
            If there are too few people, or the answers lack a column.
        """
        at = self.at
        answers = (self.of, self.on, at["wave"], at["level"] == "relative")
        people, known = _profile(*answers), _known(self.of, at["wave"])
        found, labels, values, table, who = _grouped(*answers, at["by"], at["groups"])
        names = {n: self._value(at["by"], value) if found is None else self._name(n, who)
                 for n, value in values.items()}  # fmt: skip
        goals = self._drafted(table, names, labels) if found is None or found.verdict == "clear" else []
        return Grouped(found, labels, names, table, who, _apart(*answers), goals, len(known) - len(people),
                       self.of.line(len(people), "all", at["wave"]))  # fmt: skip

    def _name(self, segment: int, who: pd.DataFrame) -> str:
        """Name a group by number, and by the known group that stands out in it most."""
        rows = segments.standing_out(who[who["segment"] == segment])
        if rows.empty:
            return self.w("group", n=segment)
        top = rows.iloc[0]
        return self.w("group_named", n=segment, who=self._value(top["column"], top["value"]))

    def _drafted(self, table: pd.DataFrame, names: dict[int, str], labels: pd.Series) -> list[dict[str, Any]]:
        """Draft one goal a group, on what it wants more (or misses more) than the others."""
        made = []
        raw = _profile(self.of, self.on, self.at["wave"], False).loc[labels.index]
        needs = segments.own_needs(table, self.on)
        first: Any = needs[needs["high"]].groupby("segment", sort=False).head(1).index
        for segment, need in first:
            who = names[segment].partition(self.w("group_separator"))[2] or names[segment]
            label = self._label(need)
            goal: dict[str, Any] = {"source": self.of.title, "statement": self.w("goal_feature", who=who, name=label),
                    "metric": self.w("metric_feature", name=label, who=who), "unit": "%", "feature": label}  # fmt: skip
            if self.gaps:
                gap = abs(float(raw.loc[labels == segment, need].mean()))
                start, aim = round(gap, 1), round(gap / 2, 1)
                goal = {
                    "statement": self.w("goal_gap", who=who, name=label, start=f"{start:g}", aim=f"{aim:g}"),
                    "metric": self.w("metric_gap", name=label, who=who), "unit": self.w("unit_gap"),
                    "baseline": start, "target": aim, "dimension": need, "source": self.of.title,
                }  # fmt: skip
            made.append(goal)
        return made

    # ---- what it says ----

    def says(self, result: Grouped) -> str:
        """Say whether there are groups, and what to go by if there are none."""
        found, n = result.found, len(result.names)
        if found is None:
            return (
                self.w("said_known", n=n, **self._first(result)) if result.goals else self.w("said_same", n=n)
            )
        stability = f"{found.stability:.2f}"
        if found.verdict == "clear":
            return self.w("said_clear", k=found.k, stability=stability, **self._first(result))
        if found.verdict == "unsteady":
            return self.w("said_unsteady", k=found.k, stability=stability)
        known = result.apart[result.apart["p"] <= segments.APART]
        if known.empty:
            width = max(found.silhouettes.values())
            return self.w("said_none", width=f"{width:.2f}", crowd=f"{found.crowd:.2f}")
        column = known.index[0]
        return self.w("said_none_known", column=self.of.column_labels()[column],
                      name=self._label(known.loc[column, "name"]))  # fmt: skip

    def _first(self, result: Grouped) -> dict[str, str]:
        """Who differs most from the others, and in what."""
        at: Any = ((-1.0 if self.gaps else 1.0) * result.table["difference"]).idxmax()
        segment, name = at
        return {"who": result.names[segment], "name": self._label(name)}

    def _label(self, name: Any) -> str:
        return worded("common.dimension", name) if self.gaps else self.of.labels().get(name, str(name))

    def _value(self, column: str, value: Any) -> str:
        return self.of.groups().get(column, {}).get(value, str(value))

    def shows(self, result: Grouped) -> Iterator[Block]:
        """How each group differs from the others, the groups, their goals, and what the groups rest on."""
        labels = {name: self._label(name) for name in result.table.index.get_level_values("name").unique()}
        none = result.found is not None and result.found.verdict == "none"
        title = self.w("title_none" if none else "title_gaps" if self.gaps else "title_most",
                       **self._first(result))  # fmt: skip
        yield self.drawn(
            charts.segments,
            result.table,
            labels=labels,
            names=result.names,
            title=title,
            axis=self.w(f"axis_{self.on}"),
            subtitle=result.line,
        )
        needs: Any = segments.own_needs(result.table, self.on)["difference"].items()
        more = [(segment, minus(f"{self._label(need)} {d:+.1f}")) for (segment, need), d in needs]
        out = segments.standing_out(result.who)
        rows: list[list[Cell]] = []
        for segment, name in result.names.items():
            own: Any = result.table.xs(segment, level="segment")
            most = own["mean"].sort_values(ascending=self.gaps).index[:3]
            who = [self.w("share", who=self._value(r["column"], r["value"]), share=r["share"], overall=r["overall"])
                   for r in out[out["segment"] == segment].head(2).to_dict("records")]  # fmt: skip
            said = [self._label(one) for one in most], [one for n, one in more if n == segment][:3], who
            rest = "", self.w("no_difference"), self.w("nobody_special")
            cells = [t("labs.comma").join(some) or none for some, none in zip(said, rest, strict=True)]
            rows.append([name, int(own["n"].iloc[0]), *cells])
        yield Table(self.w("caption"), self.heads("group", "n", "most", "more", "who"), rows)
        if result.goals:
            yield Steps([goal["statement"] for goal in result.goals], self.w("goals"))
        if result.found is not None:
            yield Folded(self.w("grounds"), list(self._grounds(result.found)))
        if result.left_out:
            yield Note(self.w("left_out", n=result.left_out), "advice")

    def _grounds(self, found: segments.Segments) -> Iterator[Block]:
        width = max(found.silhouettes.values())
        yield Note(
            self.w("ground_crowd", width=f"{width:.3f}", crowd=f"{found.crowd:.3f}", p=f"{found.p:.2f}")
        )
        yield Note(self.w("ground_stability", stability=f"{found.stability:.2f}"))
        yield Note(self.w("ground_how"))
        rows = [[self.w("groups_n", n=k), f"{s:.3f}", self.w("chosen") if k == found.k else ""]
                for k, s in found.silhouettes.items()]  # fmt: skip
        yield Table(self.w("widths"), self.heads("k", "width", "note"), rows)


def _by(lab: Any, name: str) -> Control:
    return Named(name, [(lab.w("by_cluster"), "cluster"), *lab.source.column_options()])


def _groups(lab: Any, name: str) -> Control:
    counts = [(lab.w("groups_n", n=n), n) for n in range(2, _MOST_GROUPS + 1)]
    return Choice(name, [(lab.w("groups_auto"), 0), *counts])


class PersonalGoals(SurveyLab, Viewed):
    """Segments of customers with goals of their own.

    Parameters
    ----------
    on : {"importance", "answers", "gaps"}
        What people are compared by: importance of the features, Kano answers, or SERVQUAL gaps.
    level : {"relative", "absolute"}
        Whether each person's own mean is taken off.
    by : str
        ``"cluster"``, or a known column such as ``"age_group"``.
    groups : int
        Number of groups; 0 lets the silhouette choose.
    """

    defaults: ClassVar[State] = {"case": "healthcare", "upload": None}
    views: ClassVar[dict[str, type[View]]] = {"groups": WhoWantsWhat}
    fields: ClassVar[dict[str, Field]] = {
        "on": Field("importance", pick(*segments.KINDS)),
        "wave": Field(0, waves),
        "level": Field("relative", pick("relative", "absolute")),
        "by": Field("cluster", _by),
        "groups": Field(0, _groups, lambda lab: lab.state["by"] == "cluster"),
    }

    @classmethod
    def survey_at(cls, state: State) -> Survey:
        """The survey that holds what people are compared by."""
        return "servqual" if state["on"] == "gaps" else "kano"

    @property
    def survey(self) -> Survey:  # type: ignore[override]
        """The survey in use."""
        return self.survey_at(self.state)

    def source_key(self, key: str) -> str:
        """A file read as another survey is read again."""
        return f"{self.survey}/{key}"

    def actions(self) -> list[Action]:
        """Send the goals to the studio; the template."""
        return [Action("send", primary=True), *self.source_actions()]

    def do_send(self) -> None:
        """Send the goals to the studio's list, as drafts."""
        goals = self.compute().goals
        if not goals:
            self.say(self.w("nothing_to_send"))
            return
        if self._book is None:
            self.say(self.w("no_book"))
            return
        n = inbox.send(self._book, goals)
        self.say(self.w("sent", n=n) if n else self.w("sent_before"))


@lru_cache(32)
def _profile(source: Source, kind: str, wave: Any, relative: bool) -> pd.DataFrame:
    return segments.profile(source.chosen("all", wave), kind, relative=relative)


@lru_cache(16)
def _known(source: Source, wave: Any) -> pd.DataFrame:
    """One row a person, with the known columns."""
    chosen = source.chosen("all", wave)
    return chosen.drop_duplicates("respondent").set_index("respondent")[list(source.column_labels())]


@lru_cache(32)
def _apart(source: Source, kind: str, wave: Any, relative: bool) -> pd.DataFrame:
    return segments.apart(
        _profile(source, kind, wave, relative), _known(source, wave), list(source.column_labels())
    )


@lru_cache(32)
def _clustered(source: Source, kind: str, wave: Any, relative: bool, groups: int) -> segments.Segments:
    """Groups found among people; of a file, as many as leave none of them too small to be shown."""
    people = _profile(source, kind, wave, relative)
    found = segments.cluster(people, groups or None, most=min(_MOST_GROUPS, max(2, len(people) // 5)))
    while (least := int(found.labels.value_counts().min())) < source.least:
        if found.k <= 2:
            raise DataError("lab_personal_goals.small_groups", n=least, few=source.least)
        found = segments.cluster(people, found.k - 1)
    return found


@lru_cache(32)
def _grouped(
    source: Source, kind: str, wave: Any, relative: bool, by: str, groups: int
) -> tuple[segments.Segments | None, pd.Series, dict[int, Any], pd.DataFrame, pd.DataFrame]:
    """Groups, their values, what each wants, who is in them; kept, since going back to a view changes nothing."""
    people, known, columns = (
        _profile(source, kind, wave, relative),
        _known(source, wave),
        source.column_labels(),
    )
    found = _clustered(source, kind, wave, relative, groups) if by == "cluster" else None
    if found is not None:
        labels, values = found.labels, dict.fromkeys(range(1, found.k + 1))
    else:
        of_those = known[[by]].reindex(people.index).rename_axis("respondent").reset_index()
        labels, values = segments.by_size(source.joined(of_those, by).set_index("respondent")[by])
        if len(values) < 2:
            raise DataError("lab_personal_goals.one_group", column=columns[by])
    table = segments.describe(people.loc[labels.index], labels)
    return found, labels, values, table, segments.who(labels, known, [c for c in columns if c != by])
