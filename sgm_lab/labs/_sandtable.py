"""The pages of the sandbox: sentence, tables and figures of each step, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from .. import cases, charts, kano, satisfaction, simulate
from ..errors import SgmError
from ..estimate import Estimate
from ..goals import Attainment
from ..i18n import get_language, t
from ..paper.markup import Raw, foldaway, paragraph, table, text
from ..simulate import Aim, Market, Report, Run

if TYPE_CHECKING:
    import pandas as pd

    from .sandtable import Sandtable, SandtableResult

__all__ = ["figure", "goals_frame", "line_label", "page", "sentence"]

_MARK = {"met": ("✓", "sgm-sure"), "not_met": ("✗", "sgm-open"), "not_enough_evidence": ("◐", "sgm-rather")}


def w(key: str, **values: Any) -> str:
    """Return a text of the sandbox."""
    return t(f"lab_sandtable.{key}", **values)


def line_label(market: Market, line: str) -> str:
    """Name of what money goes to."""
    kind, _, name = line.partition(":")
    if kind == "feature":
        return market.labels()[name]
    return t(f"common.dimension.{name}") if kind == "dimension" else t(f"simulate.area.{line}")


def _number(value: float, digits: int = 0) -> str:
    written = f"{value:,.{digits}f}".replace("-", "−")
    return written if float(f"{value:.{digits}f}") else written.removeprefix("−")


def _money(value: float, digits: int = 0) -> str:
    return w("money", value=_number(value, digits))


def _share(estimate: Estimate) -> Raw:
    small = w("interval_share", low=estimate.low, high=estimate.high)
    return Raw(f"{estimate.value:.0%} <small>{text(small)}</small>")


# ---- sentences ----


def sentence(lab: Sandtable, result: SandtableResult) -> str:
    """Say what to do now, in one sentence."""
    run = result.run
    if result.step == "start":
        return w("said_start", case=cases.load(run.market.case).title())
    if result.step == "goals":
        count = len(result.aims)
        return w("said_goals_more", n=count) if count else w("said_goals")
    if result.step == "plan":
        return w("said_plan", quarter=run.quarter + 1)
    now = run.reports[-1]
    if result.review is not None:
        rivals = result.review.rivals["result"]
        place = int((rivals > rivals["you"]).sum()) + 1
        key = "said_review_lost" if result.review.lost else "said_review"
        return w(key, surplus=_number(abs(result.review.surplus)), result=_number(result.review.result),
                 place=place, of=len(rivals))  # fmt: skip
    news = "".join(w("said_news", what=t(f"simulate.shock.{kind}")) for kind in now.news)
    change = satisfaction.difference(now.satisfaction, run.reports[-2].satisfaction)
    key = "up" if change.low > 0 else "down" if change.high < 0 else "same"
    return w("said_report", quarter=now.quarter, news=news, satisfied=now.satisfaction.value, change=w(f"change_{key}"),
             surplus=_number(now.surplus), total=_number(now.total))  # fmt: skip


# ---- pages ----


def page(lab: Sandtable, result: SandtableResult, figure: str) -> str:
    """Return the page of the present step; `figure` is the drawn one, if any."""
    pages = {"start": _start, "goals": _goals, "plan": _plan, "report": _report, "review": _review}
    return _where(lab, result) + pages[result.step](lab, result, figure)


def _where(lab: Sandtable, result: SandtableResult) -> str:
    """One quiet line: where in the game this is."""
    run = result.run
    if result.step == "start":
        return ""
    return paragraph(
        w("where", case=cases.load(run.market.case).title(), room=run.market.seed, played=run.quarter,
          total=_number(run.surplus), mode=w(f"mode_{lab.state['mode']}")),
        "sgm-advice",
    )  # fmt: skip


def _start(lab: Sandtable, result: SandtableResult, figure: str) -> str:
    return (
        paragraph(w("brief"))
        + paragraph(w(f"about_{lab.state['mode']}"))
        + _standing(result.run.reports[:1], w("taken_over"))
        + _could()
        + _equations()
    )


def _could() -> str:
    rows = [[t(f"simulate.shock.{kind}"), t(f"simulate.could.{kind}")] for kind in simulate.SHOCKS]
    inside = paragraph(w("could_about")) + table(w("could"), [w("could_what"), w("could_then")], rows)
    return foldaway(w("could"), inside)


def _equations() -> str:
    """Equations of the model with their sources, folded away."""
    return _equations_in(get_language())


@lru_cache(2)
def _equations_in(lang: str) -> str:
    model = simulate.model_table()
    rows = model[model["value"].isna()][["part", "what", "why"]].to_numpy().tolist()
    heads = [w("model_part"), w("model_equation"), w("model_source")]
    return foldaway(w("model"), paragraph(w("model_about")) + table(w("model"), heads, rows))


def _standing(reports: Sequence[Report], caption: str) -> str:
    """Where things stand; with two reports, before and now."""
    columns = [_figures(report) for report in reports]
    rows = [[w(f"row_{name}"), *(column[name] for column in columns)] for name in columns[0]]
    heads = [
        w("row"),
        *(w("opening") if r.quarter == 0 else w("quarter", quarter=r.quarter) for r in reports),
    ]
    return table(caption, heads, rows)


def _figures(report: Report) -> dict[str, str]:
    return {
        "satisfaction": _share(report.satisfaction),
        "loyalty": _share(report.loyalty),
        "wait": w("minutes", value=report.wait),
        "use": f"{report.use:.0%}",
        "skill": w("of_100", value=100 * report.skill),
        "customers": w("hundreds", value=report.customers),
        "surplus": _money(report.surplus) if report.quarter else w("not_yet"),
    }


def _hints(report: Report) -> str:
    return "".join(paragraph(w("hint", what=t(f"simulate.hint.{kind}")), "sgm-try") for kind in report.hints)


def _goals(lab: Sandtable, result: SandtableResult, figure: str) -> str:
    reports = result.run.reports
    draft = result.draft
    try:
        draft.goal(reports)
        lines = paragraph(draft.statement(reports), "sgm-goal")
        needed = simulate.answers_needed(draft, reports)
        if needed is not None:
            lines += paragraph(w("needed", n=needed, base=simulate.PARAMETERS.survey_base,
                                 per=simulate.PARAMETERS.survey_per_unit), "sgm-advice")  # fmt: skip
    except SgmError as error:
        lines = paragraph(error.plain, "sgm-advice")
    return lines + _goal_table(result) + _standing(reports[-1:], w("baselines"))


def _goal_table(result: SandtableResult) -> str:
    if not result.aims:
        return ""
    rows = []
    for aim in result.aims:
        done = aim.judge(result.run.reports)
        rows.append(
            [
                aim.statement(result.run.reports),
                w("goal_open", quarter=aim.due) if done is None else _verdict(done),
            ]
        )
    return table(w("goals"), [w("goal"), w("goal_verdict")], rows)


def _verdict(done: Attainment) -> Raw:
    mark, kind = _MARK[done.verdict]
    goal = done.goal
    start, aim = goal.way()
    levels = [start + share * (aim - start) for share in (done.low, done.high) if share is not None]
    between = w("interval_of", low=f"{min(levels):.3g}", high=f"{max(levels):.3g}") if levels else ""
    actual = f"{done.actual:.3g}{goal.unit or ''}{between}".replace("-", "−")
    said = w("goal_done", verdict=t(f"goals.verdict.{done.verdict}"), actual=actual)
    return Raw(f'<span class="{kind}"><span aria-hidden="true">{mark}</span></span> {text(said)}')


def goals_frame(aims: Sequence[Aim], run: Run) -> pd.DataFrame:
    """Return the goals with what became of them, for the spreadsheet."""
    import pandas as pd

    rows = []
    for aim in aims:
        done = aim.judge(run.reports)
        rows.append(
            {
                "goal": aim.statement(run.reports),
                "due": aim.due,
                "verdict": w("not_yet") if done is None else t(f"goals.verdict.{done.verdict}"),
                "attainment": None if done is None else done.value,
            }
        )
    return pd.DataFrame(rows, columns=["goal", "due", "verdict", "attainment"]).set_index("goal")


def _plan(lab: Sandtable, result: SandtableResult, figure: str) -> str:
    tables = {"areas": _areas, "features": _features, "standards": _standards}
    now = result.run.reports[-1]
    return _hints(now) + tables[lab.state["share"]](lab, result, now) + _goal_table(result) + _could()


def _areas(lab: Sandtable, result: SandtableResult, now: Report) -> str:
    market, areas = result.run.market, lab.state["areas"]
    lowest = min(now.levels, key=lambda name: now.levels[name])
    widest = min(now.gaps, key=lambda name: now.gaps[name].value)
    gap = _number(now.gaps[widest].value, 1)
    base, per = simulate.PARAMETERS.survey_base, simulate.PARAMETERS.survey_per_unit
    stands = {
        "features": w("stands_features", name=market.labels()[lowest], level=now.levels[lowest]),
        "standards": w("stands_standards", name=t(f"common.dimension.{widest}"), gap=gap),
        "training": w("stands_training", skill=100 * now.skill),
        "process": w("stands_process", use=now.use, wait=now.wait),
        "survey": w("stands_survey", n=base + per * areas["survey"]),
        "reserve": w("stands_reserve", total=_number(now.total)),
    }
    rows = [
        [t(f"simulate.area.{name}"), said, w(f"pays_{name}"), _money(areas[name])]
        for name, said in stands.items()
    ]
    return table(w("areas_caption"), [w("area"), w("stands"), w("works"), w("given")], rows)


def _features(lab: Sandtable, result: SandtableResult, now: Report) -> str:
    first, seen = result.run.reports[0], now
    before, present = _categories(first), _categories(seen)
    given = lab.state["areas"]["features"]
    rows = []
    for name, label in result.run.market.labels().items():
        better, worse = present[name][1:]
        rows.append(
            [
                label,
                _category(before[name][0], present[name][0] if now.quarter else None),
                w("better_worse", better=f"{better:.2f}", worse=_number(worse, 2)),
                f"{now.levels[name]:.0%}",
                _money(given * lab.state["features"][name] / 100, 1),
            ]
        )
    heads = [w("feature"), w("category"), w("curve"), w("level"), w("given")]
    return table(w("features_caption", n=now.asked if now.quarter else result.run.market.kano_n), heads, rows)


def _categories(report: Report) -> dict[str, tuple[str, float, float]]:
    found = kano.classify(report.kano_counts())
    return {
        str(name): (str(letter), float(better), float(worse))
        for name, letter, better, worse in zip(
            found.index, found["category"], found["better"].fillna(0), found["worse"].fillna(0), strict=True
        )
    }


def _category(before: str, now: str | None) -> Raw:
    """Category at the opening, and now where it reads differently."""

    def one(letters: str) -> str:
        names = "/".join(t(f"common.category.{letter}") for letter in letters.split("/"))
        return f'<span class="sgm-cat sgm-cat-{letters[0]}">{text(letters)} {text(names)}</span>'

    return Raw(one(before) + (f" → {one(now)}" if now is not None and now != before else ""))


def _standards(lab: Sandtable, result: SandtableResult, now: Report) -> str:
    given = lab.state["areas"]["standards"]
    rows = []
    for name, gap in now.gaps.items():
        small = w("interval_gap", low=_number(gap.low, 1), high=_number(gap.high, 1))
        rows.append(
            [
                t(f"common.dimension.{name}"),
                w("points", value=f"{now.expectations[name]:.1f}"),
                w("points", value=f"{now.expectations[name] + gap.value:.1f}"),
                Raw(f"{text(_number(gap.value, 1))} <small>{text(small)}</small>"),
                _money(given * lab.state["standards"][name] / 100, 1),
            ]
        )
    heads = [w("dimension"), w("expected"), w("perceived"), w("gap"), w("given")]
    return table(w("standards_caption", n=next(iter(now.gaps.values())).n), heads, rows)


def _report(lab: Sandtable, result: SandtableResult, figure: str) -> str:
    run = result.run
    now = run.reports[-1]
    news = "".join(
        paragraph(w("news", what=t(f"simulate.shock.{kind}"), then=t(f"simulate.could.{kind}")), "sgm-try")
        for kind in now.news
    )
    return (
        news + _hints(now) + figure + _goal_table(result) + _standing(run.reports[-2:], w("before_and_now"))
    )


def _review(lab: Sandtable, result: SandtableResult, figure: str) -> str:
    found, market = result.review, result.run.market
    assert found is not None
    parts = [figure]
    if lab.state["look"] in ("causes", "satisfied"):
        parts.append(paragraph(w("causes_about"), "sgm-advice"))
    parts.append(_goal_table(result))
    for which, decision in (("best", found.best), ("worst", found.worst)):
        if decision is not None:
            key = f"{which}_{'more' if decision.effect >= 0 else 'less'}"
            parts.append(
                paragraph(w(key, quarter=decision.quarter, line=line_label(market, decision.line),
                            money=_number(decision.money), effect=_number(abs(decision.effect))))
            )  # fmt: skip
    gain = float(found.moves["effect"].max())
    area = t(f"simulate.area.{found.moves['effect'].idxmax()}")
    move = w("move", area=area, money=_number(found.moved), effect=_number(gain))
    parts.append(paragraph(move if gain > 0 else w("move_none", money=_number(found.moved))))
    shocks = [
        [t(f"simulate.shock.{row['kind']}"), w("quarter", quarter=row["quarter"]), _money(row["effect"])]
        for row in found.shocks.to_dict("records")
    ]
    parts.append(table(w("shocks"), [w("shock"), w("when"), w("effect")], shocks))
    lines = [
        [
            line_label(market, str(line)),
            _money(row["spent"]),
            _money(row["effect"]),
            _number(row["per_unit"], 1),
        ]
        for line, row in found.lines.to_dict("index").items()
    ]
    if lines:
        heads = [w("line"), w("spent"), w("effect"), w("per_unit")]
        parts.append(foldaway(w("lines"), table(w("lines_caption"), heads, lines)))
    return "".join(parts) + _equations()


# ---- figures ----


def figure(look: str, result: SandtableResult, size: charts.Size) -> charts.Chart:
    """Draw what is looked at."""
    run = result.run
    now = run.reports[-1]
    source = w("source", case=cases.load(run.market.case).title(), room=run.market.seed)
    asked = w("source_asked", source=source, n=now.asked)
    news = {
        seen.quarter: t("lab_sandtable.comma").join(t(f"simulate.shock.{kind}") for kind in seen.news)
        for seen in run.reports
        if seen.news
    }
    if look == "opinion":
        targets = [
            (aim.metric, aim.due, aim.target / 100)
            for aim in result.aims
            if aim.metric in ("satisfaction", "loyalty")
        ]
        return charts.sandtable_opinion(result.history, targets=targets, news=news, subtitle=asked, size=size)
    if look == "books":
        return charts.sandtable_books(result.history, news=news, subtitle=source, size=size)
    if look == "kano":
        return charts.tallies(
            now.kano_counts(), now.kano_table(), labels=run.market.labels(), subtitle=asked, size=size
        )
    if look == "gaps":
        return charts.gaps(now.gaps_table(), subtitle=asked, size=size)
    assert result.review is not None
    if look == "rivals":
        return charts.sandtable_rivals(result.review.rivals, subtitle=source, size=size)
    what = "satisfaction" if look == "satisfied" else "result"
    return charts.sandtable_causes(result.review.causes, what=what, subtitle=source, size=size)
