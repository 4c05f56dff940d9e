"""Personalised goals: do people fall into groups by what they want, who is in each, and a goal of its own for each."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from .. import charts, segments
from ..errors import DataError
from ..i18n import t
from ..paper import markup
from . import inbox
from .base import State
from .controls import Action, Choice, Control
from .source import Source, Survey, SurveyLab
from .studio import picture

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Grouped", "PersonalGoals"]

_MOST_GROUPS = 5
_APART = 0.01  # p up to which known groups count as different
_MORE = 1.25  # times their share among all, from which a known group stands out in a segment


@dataclass(frozen=True)
class Grouped:
    """Groups of people, what each wants, who is in it, and a goal for each."""

    found: segments.Segments | None
    labels: pd.Series = field(repr=False)
    names: dict[int, str]
    table: pd.DataFrame
    who: pd.DataFrame
    apart: pd.DataFrame
    goals: list[dict[str, Any]]
    left_out: int
    line: str


class PersonalGoals(SurveyLab):
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

    name: ClassVar[str] = "personal_goals"
    defaults: ClassVar[State] = {
        "case": "healthcare",
        "upload": None,
        "wave": 0,
        "on": "importance",
        "level": "relative",
        "by": "cluster",
        "groups": 0,
    }

    @classmethod
    def survey_at(cls, state: State) -> Survey:
        """The survey that holds what people are compared by."""
        return "servqual" if state["on"] == "gaps" else "kano"

    @property
    def survey(self) -> Survey:  # type: ignore[override]
        """The survey in use."""
        return self.survey_at(self.state)

    def settle(self) -> None:
        """A file read as another survey is read again."""
        if not isinstance(self.state["groups"], int):  # not asked for while known groups are chosen
            self.state["groups"] = 0
        if any(one.survey != self.survey for one in self._sources.values()):
            self._sources = {}
        super().settle()

    def controls(self) -> list[Control]:
        """Return the source, what people are compared by, and how they are grouped."""
        source = self.source
        by = [(self.w("by_cluster"), "cluster"), *((label, c) for c, label in _columns(source).items())]
        made = [
            *self.source_controls(),
            Choice("on", [(self.w(f"on_{name}"), name) for name in segments.KINDS]),
            Choice("wave", [(t("labs.source.wave_option", wave=w), w) for w in source.waves()]),
            Choice("level", [(self.w(f"level_{name}"), name) for name in ("relative", "absolute")]),
            Choice("by", by),
        ]
        if self.state["by"] == "cluster":
            counts = [(self.w("groups_auto"), 0)]
            counts += [(self.w("groups_n", n=n), n) for n in range(2, _MOST_GROUPS + 1)]
            made.append(Choice("groups", counts))
        return made

    def actions(self) -> list[Action]:
        """Send the goals to the studio; the template."""
        return [Action("send", primary=True), *self.source_actions()]

    # ---- computation ----

    def compute(self) -> Grouped:
        """Group the people, describe the groups, and draft a goal for each that may have one.

        Raises
        ------
        DataError
            If there are too few people, or the answers lack a column.
        """
        source, state = self.source, self.state
        people = _profile(source, state["on"], state["wave"], state["level"] == "relative")
        apart = _apart(source, state["on"], state["wave"], state["level"] == "relative")
        relative, by = state["level"] == "relative", state["by"]
        found, labels, table, who = _grouped(
            source, state["on"], state["wave"], relative, by, state["groups"]
        )
        if found is not None:
            names = {k: self._name(k, who) for k in range(1, found.k + 1)}
        else:
            names = {
                n: _value(source, by, value)
                for n, value in _sizes(source, state["on"], state["wave"], by).items()
            }
        goals = [] if found is not None and found.verdict != "clear" else self._drafted(table, names, labels)
        line = source.line(len(people), "all", state["wave"])
        return Grouped(found, labels, names, table, who, apart, goals, people.attrs["left_out"], line)

    def _name(self, segment: int, who: pd.DataFrame) -> str:
        """Name a group by number, and by the known group that stands out in it most."""
        rows = who[(who["segment"] == segment) & (who["p"] <= _APART)]
        rows = rows[rows["share"] >= _MORE * rows["overall"]]
        if rows.empty:
            return self.w("group", n=segment)
        top = rows.sort_values("share", ascending=False).iloc[0]
        return self.w("group_named", n=segment, who=_value(self.source, top["column"], top["value"]))

    def _drafted(self, table: pd.DataFrame, names: dict[int, str], labels: pd.Series) -> list[dict[str, Any]]:
        """Draft one goal a group, on what it wants more (or misses more) than the others."""
        made = []
        raw = _profile(self.source, self.state["on"], self.state["wave"], False).loc[labels.index]
        wanted = self.source.labels()
        for segment, name in names.items():
            picked = _own_need(_of(table, segment), self.state["on"])
            if picked is None:
                continue
            who = name.partition(self.w("group_separator"))[2] or name
            if self.state["on"] == "gaps":
                gap = abs(float(raw.loc[labels == segment, picked].mean()))
                dimension = t(f"common.dimension.{picked}")
                start, aim = round(gap, 1), round(gap / 2, 1)
                made.append({
                    "statement": self.w("goal_gap", who=who, name=dimension, start=f"{start:g}", aim=f"{aim:g}"),
                    "metric": self.w("metric_gap", name=dimension, who=who), "unit": self.w("unit_gap"),
                    "baseline": start, "target": aim, "dimension": picked, "source": self.source.title,
                })  # fmt: skip
            else:
                label = wanted.get(picked, str(picked))
                made.append({
                    "statement": self.w("goal_feature", who=who, name=label),
                    "metric": self.w("metric_feature", name=label, who=who), "unit": "%",
                    "feature": label, "source": self.source.title,
                })  # fmt: skip
        return made

    # ---- what it says ----

    def sentence(self, result: Grouped) -> str:
        """Say whether there are groups, and what to go by if there are none."""
        found = result.found
        if found is None:
            n = len(result.names)
            if not result.goals:
                return self.w("said_same", n=n)
            return self.w("said_known", n=n, **self._first(result))
        if found.verdict == "clear":
            return self.w("said_clear", k=found.k, stability=f"{found.stability:.2f}", **self._first(result))
        if found.verdict == "unsteady":
            return self.w("said_unsteady", k=found.k, stability=f"{found.stability:.2f}")
        known = result.apart[result.apart["p"] <= _APART]
        if known.empty:
            return self.w(
                "said_none", width=f"{max(found.silhouettes.values()):.2f}", crowd=f"{found.crowd:.2f}"
            )
        column = known.index[0]
        return self.w("said_none_known", column=_columns(self.source)[column],
                      name=self._label(known.loc[column, "name"]))  # fmt: skip

    def _first(self, result: Grouped) -> dict[str, str]:
        """Who differs most from the others, and in what."""
        sign = -1.0 if self.state["on"] == "gaps" else 1.0
        at: Any = (sign * result.table["difference"]).idxmax()
        segment, name = at
        return {"who": result.names[segment], "name": self._label(name)}

    def _label(self, name: Any) -> str:
        if self.state["on"] == "gaps":
            return t(f"common.dimension.{name}")
        return self.source.labels().get(name, str(name))

    def figure(self, result: Grouped, *, size: charts.Size = "page") -> charts.Chart:
        """Draw how each group differs from the others, feature by feature."""
        labels = {name: self._label(name) for name in result.table.index.get_level_values("name").unique()}
        title = self.w("title_none") if result.found is not None and result.found.verdict == "none" else ""
        if not title:
            first = self._first(result)
            title = self.w("title_gaps" if self.state["on"] == "gaps" else "title_most", **first)
        return charts.segments(result.table, labels=labels, names=result.names, title=title,
                               axis=self.w(f"axis_{self.state['on']}"), subtitle=result.line, size=size)  # fmt: skip

    def draw(self, result: Grouped, *, phone: bool = False) -> str:
        """Return the figure, the groups, their goals, and what the groups rest on."""
        parts = [markup.blocks(self.preview()), picture(self, result, phone)]
        rows = []
        for segment, name in result.names.items():
            own = _of(result.table, segment)
            rows.append(
                [
                    name,
                    int(own["n"].iloc[0]),
                    self._top(own["mean"]),
                    self._differs(own),
                    self._people(result, segment),
                ]
            )
        heads = [self.w(f"head_{h}") for h in ("group", "n", "most", "more", "who")]
        parts.append(markup.table(self.w("caption"), heads, rows))
        if result.goals:
            goals = "".join(f"<li>{markup.text(goal['statement'])}</li>" for goal in result.goals)
            parts.append(f"<h4>{markup.text(self.w('goals'))}</h4><ol>{goals}</ol>")
        if result.found is not None:
            parts.append(self._grounds(result.found))
        if result.left_out:
            parts.append(markup.paragraph(self.w("left_out", n=result.left_out), "sgm-advice"))
        return "".join(parts)

    def _top(self, means: pd.Series) -> str:
        """What a group wants most, or misses most."""
        order = means.sort_values(ascending=self.state["on"] == "gaps").index[:3]
        return t("labs.comma").join(self._label(name) for name in order)

    def _differs(self, own: pd.DataFrame) -> str:
        """What it wants or misses more than the others, beyond chance."""
        if self.state["on"] == "gaps":
            rows = own[own["difference_high"] < 0].sort_values("difference")
        else:
            rows = own[own["difference_low"] > 0].sort_values("difference", ascending=False)
        shown = [
            f"{self._label(n)} {d:+.1f}".replace("-", "−") for n, d in rows["difference"].head(3).items()
        ]
        return t("labs.comma").join(shown) or self.w("no_difference")

    def _people(self, result: Grouped, segment: int) -> str:
        rows = result.who[(result.who["segment"] == segment) & (result.who["p"] <= _APART)]
        rows = rows[rows["share"] >= _MORE * rows["overall"]].sort_values("share", ascending=False).head(2)
        shown = [
            self.w(
                "share",
                who=_value(self.source, r["column"], r["value"]),
                **{k: r[k] for k in ("share", "overall")},
            )
            for r in rows.to_dict("records")
        ]
        return t("labs.comma").join(shown) or self.w("nobody_special")

    def _grounds(self, found: segments.Segments) -> str:
        widths = [[self.w("groups_n", n=k), f"{s:.3f}", self.w("chosen") if k == found.k else ""]
                  for k, s in found.silhouettes.items()]  # fmt: skip
        lines = [
            self.w(
                "ground_crowd",
                width=f"{max(found.silhouettes.values()):.3f}",
                crowd=f"{found.crowd:.3f}",
                p=f"{found.p:.2f}",
            ),
            self.w("ground_stability", stability=f"{found.stability:.2f}"),
            self.w("ground_how"),
        ]
        told = "".join(markup.paragraph(line) for line in lines)
        table = markup.table(
            self.w("widths"), [self.w("head_k"), self.w("head_width"), self.w("head_note")], widths
        )
        return markup.foldaway(self.w("grounds"), told + table)

    # ---- buttons ----

    def do_send(self) -> None:
        """Send the goals to the studio's list, as drafts."""
        result = self.compute()
        if not result.goals:
            self.say(self.w("nothing_to_send"))
            return
        if self._book is None:
            self.say(self.w("no_book"))
            return
        n = inbox.send(self._book, result.goals)
        self.say(self.w("sent", n=n) if n else self.w("sent_before"))


def _own_need(own: pd.DataFrame, kind: str) -> Any:
    """What a group wants or misses more than the others, beyond chance; None where there is nothing."""
    if kind == "gaps":
        rows = own[own["difference_high"] < 0]
        return None if rows.empty else rows["difference"].idxmin()
    rows = own[(own["difference_low"] > 0) & (own["mean"] > own["mean"].median())]  # and high on its own list
    return None if rows.empty else rows["difference"].idxmax()


def _of(table: pd.DataFrame, segment: int) -> pd.DataFrame:
    """Rows of one group."""
    return table.xs(segment, level="segment")  # type: ignore[return-value]


def _columns(source: Source) -> dict[str, str]:
    """Known columns with their labels."""
    if source.case is not None:
        return {c: label for c, label in source.case.segment_columns().items() if c in source.answers}
    return {c: c for c in source._columns}


def _value(source: Source, column: str, value: Any) -> str:
    if source.case is None:
        return str(value)
    return source.case.segment_labels().get(column, {}).get(value, str(value))


@lru_cache(32)
def _profile(source: Source, kind: str, wave: Any, relative: bool) -> pd.DataFrame:
    return segments.profile(source.chosen("all", wave), kind, relative=relative)


@lru_cache(16)
def _known(source: Source, wave: Any) -> pd.DataFrame:
    """One row a person, with the known columns."""
    chosen = source.chosen("all", wave)
    return chosen.drop_duplicates("respondent").set_index("respondent")[list(_columns(source))]


@lru_cache(32)
def _apart(source: Source, kind: str, wave: Any, relative: bool) -> pd.DataFrame:
    return segments.apart(
        _profile(source, kind, wave, relative), _known(source, wave), list(_columns(source))
    )


@lru_cache(32)
def _clustered(source: Source, kind: str, wave: Any, relative: bool, groups: int) -> segments.Segments:
    people = _profile(source, kind, wave, relative)
    return segments.cluster(people, groups or None, most=min(_MOST_GROUPS, max(2, len(people) // 5)))


@lru_cache(32)
def _sizes(source: Source, kind: str, wave: Any, column: str) -> dict[int, Any]:
    """Values of a known column, numbered by how many people have them."""
    people = _profile(source, kind, wave, True)
    counts = _known(source, wave)[column].reindex(people.index).value_counts()
    return dict(enumerate(counts.index[counts > 1], 1))


@lru_cache(32)
def _grouped(
    source: Source, kind: str, wave: Any, relative: bool, by: str, groups: int
) -> tuple[segments.Segments | None, pd.Series, pd.DataFrame, pd.DataFrame]:
    """Groups, what each wants, who is in them; kept, since going back to a view changes nothing."""
    people, known, columns = _profile(source, kind, wave, relative), _known(source, wave), _columns(source)
    found = None
    if by == "cluster":
        found = _clustered(source, kind, wave, relative, groups)
        labels = found.labels
    else:
        number = {value: n for n, value in _sizes(source, kind, wave, by).items()}
        labels = known[by].reindex(people.index).map(number).dropna().astype(int)
        if labels.nunique() < 2:
            raise DataError("lab_personal_goals.one_group", column=columns[by])
    table = segments.describe(people.loc[labels.index], labels)
    return found, labels, table, segments.who(labels, known, [c for c in columns if c != by])
