"""Step "link": the Kano feature or SERVQUAL dimension a goal serves, with what customers said of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from ...i18n import get_language, t
from ...paper.markup import table
from ..controls import Action, Choice, Control
from . import picture

if TYPE_CHECKING:
    import pandas as pd

    from ...charts import Chart, Size
    from ..smart import SmartStudio
    from ..source import Source

__all__ = ["Link", "actions", "compute", "controls", "draw", "figure", "sentence"]


def _w(key: str, /, **values: Any) -> str:
    return t(f"lab_smart.{key}", **values)


@dataclass(frozen=True)
class Link:
    """What customers said of the chosen need, beside all others of its kind."""

    kind: Literal["feature", "dimension", ""]
    name: str
    label: str
    table: pd.DataFrame
    labels: dict[Any, str] = field(repr=False)
    line: str
    n: int
    need: dict[str, str] | None


def _source(case: str, survey: Literal["kano", "servqual"]) -> Source:
    from ..source import source_of

    return source_of(case, survey, get_language())


@lru_cache(16)
def _kano(source: Source, people: str) -> tuple[pd.DataFrame, int]:
    from ... import kano

    answers = source.chosen(people, source.waves()[-1])
    counts = kano.tally(answers)
    return kano.classify(counts), int(answers["respondent"].nunique())


@lru_cache(16)
def _gaps(source: Source, people: str) -> tuple[pd.DataFrame, int]:
    from ... import servqual

    answers = source.chosen(people, source.waves()[-1])
    return servqual.gaps(answers), int(answers["respondent"].nunique())


def _options(case: str) -> list[tuple[str, str]]:
    labels = _source(case, "kano").labels()
    made = [(_w("link_nothing"), "")]
    made += [(_w("link_feature", name=label), f"feature:{name}") for name, label in labels.items()]
    dimensions = ("tangibles", "reliability", "responsiveness", "assurance", "empathy")
    return made + [
        (_w("link_dimension", name=t(f"common.dimension.{d}")), f"dimension:{d}") for d in dimensions
    ]


def controls(lab: SmartStudio) -> list[Control]:
    """Return case, people and need."""
    from ... import cases
    from ..source import case_options

    case = lab.state["case"] if lab.state["case"] in cases.names() else cases.names()[0]
    return [
        Choice("case", case_options()),
        Choice("people", _source(case, "kano").segments()),
        Choice("link", _options(case)),
    ]


def actions(lab: SmartStudio) -> list[Action]:
    """Carry the need over into the goal."""
    return [Action("adopt_link", primary=True)]


def compute(lab: SmartStudio) -> Link:
    """Classify the features, or work out the gaps of the dimensions, for the chosen people."""
    kind, _, name = lab.state["link"].partition(":")
    survey: Literal["kano", "servqual"] = "servqual" if kind == "dimension" else "kano"
    source = _source(lab.state["case"], survey)
    people = lab.state["people"]
    found, n = (_gaps if kind == "dimension" else _kano)(source, people)
    line = source.line(n, people, source.waves()[-1])
    labels = {d: t(f"common.dimension.{d}") for d in found.index} if kind == "dimension" else source.labels()
    if not kind:
        return Link("", "", "", found, labels, line, n, None)
    label = labels.get(name, name)
    if kind == "dimension":
        said = _w("need_dimension", name=label, gap=f"{abs(found.loc[name, 'gap']):.1f}")
        return Link("dimension", name, label, found, labels, line, n,
                    {"feature": "", "dimension": name, "label": said})  # fmt: skip
    said = _w("need_feature", name=label, category=_category(found.loc[name, "category"]))
    return Link(
        "feature", name, label, found, labels, line, n, {"feature": label, "dimension": "", "label": said}
    )


def _category(letters: Any) -> str:
    known = [letter for letter in str(letters).split("/") if letter in "MOAIRQ"]
    return "/".join(f"{t(f'common.category.{letter}')} {letter}" for letter in known)


def sentence(lab: SmartStudio, result: Link) -> str:
    """Say what the need is to these people, and whether a goal may rest on it."""
    if not result.kind:
        return _w("link_empty")
    people = dict((v, label) for label, v in _source(lab.state["case"], "kano").segments())
    who = people.get(lab.state["people"], "")
    row: Any = result.table.loc[result.name]
    if result.kind == "dimension":
        if not row["n"]:
            return _w("link_no_answers", who=who, name=result.label)
        order = list(result.table["gap"].sort_values().index)
        return _w("link_gap", who=who, name=result.label, gap=f"{abs(row['gap']):.2f}", n=int(row["n"]),
                  low=f"{abs(row['ci_high']):.2f}", high=f"{abs(row['ci_low']):.2f}",
                  rank=order.index(result.name) + 1)  # fmt: skip
    letter = str(row["category"]).partition("/")[0]
    if letter not in "MOAIRQ":
        return _w("link_no_answers", who=who, name=result.label)
    return _w("link_category", who=who, name=result.label, category=_category(row["category"]), n=int(row["n"]),
              says=_w(f"link_says_{letter}"))  # fmt: skip


def figure(lab: SmartStudio, result: Link, size: Size) -> Chart:
    """Draw all features on their plane, or the gaps of the dimensions."""
    from ... import charts

    if result.kind == "dimension":
        return charts.gaps(result.table, subtitle=result.line, size=size)
    return charts.quadrant(result.table, labels=result.labels, subtitle=result.line, size=size)


def draw(lab: SmartStudio, result: Link, phone: bool) -> str:
    """Return the figure, and the figures of the need beside the others of its kind."""
    drawn = picture(lab, result, phone)
    rows: list[list[object]] = []
    if result.kind == "dimension":
        heads = ("dimension", "gap", "interval")
        for name, row in result.table.sort_values("gap").iterrows():
            rows.append([_picked(result, name), f"{row['gap']:.2f}".replace("-", "−"),
                         f"{row['ci_low']:.2f} … {row['ci_high']:.2f}".replace("-", "−")])  # fmt: skip
    else:
        heads = ("feature", "category", "better_worse")
        for name, row in result.table.sort_values("total_strength", ascending=False).iterrows():
            rows.append([_picked(result, name), _category(row["category"]),
                         f"{row['better']:.2f} / {row['worse']:.2f}".replace("-", "−")])  # fmt: skip
    made = table(_w("link_caption"), [_w(f"link_head_{name}") for name in heads], rows)
    return drawn + made


def _picked(result: Link, name: Any) -> str:
    label = result.labels.get(name, str(name))
    return _w("link_this", name=label) if name == result.name else label
