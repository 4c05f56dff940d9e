"""Live monitor: what decisions do to a stream, and the lab that asks for them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgm_lab import control, labs
from sgm_lab.errors import ArgumentError, DataError
from sgm_lab.paper.blocks import Note

pytestmark = pytest.mark.usefixtures("book", "unwritten")


# ---- the method ----


def test_without_decisions_the_stream_is_what_was_recorded() -> None:
    values = np.random.default_rng(3).normal(30, 2, 40)
    seen = control.watch(values, seen=40)
    assert seen.chart.points.tolist() == values.tolist()
    assert seen.chart.center == pytest.approx(values[:12].mean())
    assert (seen.found, seen.needless) == (0, 0)


def test_adjusting_a_stable_process_every_time_doubles_its_variance() -> None:
    """Deming's funnel, second rule."""
    values = np.random.default_rng(7).normal(0, 1, 1200)
    always = control.watch(values, seen=1200, decisions=dict.fromkeys(range(12, 1200), "adjust"))
    never = control.watch(values, seen=1200)
    ratio = control.spread_since(always, 12) ** 2 / control.spread_since(never, 12) ** 2
    assert ratio == pytest.approx(2, rel=0.1)


def test_a_special_cause_that_is_found_ends_and_one_that_is_not_goes_on() -> None:
    values = [10.0, 11, 9, 10, 12, 9, 10, 11, 10, 9, 10, 11, 30, 31, 30, 10]
    left = control.watch(values, seen=16)
    found = control.watch(values, seen=16, decisions={12: "investigate"})
    assert left.missed == 3
    assert (found.found, found.missed, found.needless) == (1, 0, 0)
    assert max(found.chart.points[13:]) < 13
    assert found.chart.points[15] == 10  # the cause is over, nothing more is taken off


def test_shares_stay_shares_and_rebase_learns_anew() -> None:
    rng = np.random.default_rng(5)
    n = np.full(60, 200)
    p = rng.binomial(n, np.where(np.arange(60) < 30, 0.3, 0.5)) / n
    done = control.watch(p, n, seen=60, decisions={29: "rebase", 40: "adjust"})
    assert done.base == 30
    assert float(np.atleast_1d(done.chart.center)[0]) == pytest.approx(0.5, abs=0.04)
    assert ((done.chart.points >= 0) & (done.chart.points <= 1)).all()


@given(
    st.integers(12, 40),
    st.dictionaries(st.integers(0, 39), st.sampled_from(["adjust", "investigate", "rebase"])),
)
def test_any_decisions_give_a_stream(seen: int, decisions: dict[int, Any]) -> None:
    values = np.random.default_rng(1).normal(10, 1, 40)
    done = control.watch(values, seen=seen, decisions=decisions)
    assert len(done.chart.points) == seen
    assert np.isfinite(done.chart.points).all()
    assert done.needless + done.found <= len(decisions)


def test_what_cannot_be_watched() -> None:
    values = np.arange(20.0) % 3
    with pytest.raises(DataError):
        control.watch(values[:5], seen=5)
    for wrong in (
        {"seen": 3},
        {"seen": 21},
        {"seen": 15, "learn": 4},
        {"seen": 15, "decisions": {30: "adjust"}},
    ):
        with pytest.raises(ArgumentError):
            control.watch(values, **wrong)  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match="pray"):
        control.watch(values, seen=15, decisions={12: "pray"})  # type: ignore[dict-item]
    one = control.watch(values, seen=12)
    assert np.isnan(control.spread_since(one, 12))


def test_the_next_alert_is_the_first_later_point_with_a_signal() -> None:
    values = [10.0, 11, 9, 10, 12, 9, 10, 11, 10, 19, 10, 20, 10]
    assert control.next_alert(values, seen=8, learn=8) == 10
    assert control.next_alert(values, seen=10, learn=8) == 12
    assert control.next_alert(values, seen=13, learn=8) is None
    assert control.next_alert(np.full(12, 0.2), np.full(12, 50), seen=8, learn=8) is None


def test_ways_are_compared_on_the_same_stream() -> None:
    values, taken = np.random.default_rng(2).normal(10, 1, 60), {20: "rebase"}
    found = control.compare_ways(values, seen=60, decisions=taken)  # type: ignore[arg-type]
    assert found.index.tolist() == ["own", "never", "always"]
    never = control.watch(values, seen=60)
    assert found.loc["never", "spread"] == control.spread_since(never, 12)
    assert found.loc["always", "spread"] > found.loc["never", "spread"]
    assert (found.loc["never", "missed"], found.loc["never", "needless"]) == (never.missed, 0)


# ---- the lab ----


def test_what_is_given_is_where_it_begins() -> None:
    """It was put back, without a word, to what the stream begins with."""
    lab = labs.LiveMonitor(seen=20, decisions={"15": "adjust"}, aim=30)
    assert (lab.state["seen"], lab.state["decisions"], lab.state["aim"]) == (20, {"15": "adjust"}, 30)
    lab.set(metric="csat")
    assert (lab.state["seen"], lab.state["decisions"]) == (14, {})
    assert lab.state["aim"] != 30


def test_the_stream_goes_on_and_july_raises_an_alert() -> None:
    lab = labs.LiveMonitor()
    assert lab.state["seen"] == 14
    first = lab.sentence(lab.compute())
    lab.do("next")
    assert lab.state["seen"] == 15
    assert lab.sentence(lab.compute()) != first
    for _ in range(9):
        lab.do("jump")
        if "报警" in lab.sentence(lab.compute()) and "2025-0" in lab.sentence(lab.compute()):
            break
    assert "2025-06-30" in lab.sentence(lab.compute()) or "2025-07" in lab.sentence(lab.compute())
    before = lab.compute().watched.missed
    lab.do("investigate")
    assert lab.compute().watched.found == 1
    assert lab.compute().watched.missed <= before
    assert "查" in lab.view()["html"]
    lab.undo()
    assert lab.compute().watched.found == 0


def test_to_the_next_alert_passes_over_ordinary_weeks() -> None:
    lab = labs.LiveMonitor()
    while not lab.compute().done:
        lab.do("jump")
        last = lab.compute()
        assert last.done or any(
            signal.point == lab.state["seen"] - 1 for signal in last.watched.chart.signals
        )
    assert "没有报警" in lab.notice
    lab.undo()
    assert not lab.compute().done


def test_the_end_compares_three_ways() -> None:
    lab = labs.LiveMonitor(metric="csat")
    while not lab.compute().done:
        lab.do("next")
    assert [action.name for action in lab.actions()] == ["template"]
    result = lab.compute()
    assert list(result.compared.index) == ["own", "never", "always"]
    assert result.compared.loc["always", "spread"] > result.compared.loc["never", "spread"]
    assert "三种管法" in lab.view()["html"]


@pytest.mark.parametrize("decision", ["adjust", "rebase"])
def test_other_decisions_are_kept(decision: str) -> None:
    lab = labs.LiveMonitor(case="customer_service", metric="nps")
    lab.do(decision)
    assert list(lab.state["decisions"].values()) == [decision]
    assert lab.view()["notice"] == ""
    lab.set(metric="csat")
    assert lab.state["decisions"] == {}


def test_a_short_log_says_how_long_it_must_be() -> None:
    lab = labs.LiveMonitor()
    lab.message(
        {"do": "file", "name": "upload", "file": "a.csv"}, "日期,数值\n2026-01-05,3\n2026-01-16,4\n".encode()
    )
    assert "14 周" in lab.view()["html"]
    lab.message({"do": "act", "name": "next"})


def test_a_week_without_records_is_said_and_what_to_know_of_the_limits_too() -> None:
    days = pd.date_range("2026-01-05", periods=20 * 7)
    kept = days[(days < "2026-04-06") | (days >= "2026-04-13")]
    rows = pd.DataFrame({"日期": kept.strftime("%Y-%m-%d"), "数值": 20 + np.arange(len(kept)) % 11})
    lab = labs.LiveMonitor()
    lab.message({"do": "file", "name": "upload", "file": "a.csv"}, rows.to_csv(index=False).encode())
    assert lab.notice == ""
    assert lab.state["seen"] == 14
    said = [one.text for one in lab.blocks(lab.compute()) if isinstance(one, Note)]
    assert any("只由 13 个点算出" in text for text in said)
    assert lab.sentence(lab.compute()).startswith("2026-04-06那一周没有记录")
    other = labs.EvaluationLab(view="chart", by="month")
    assert any(
        "只由 12 个点算出" in one.text for one in other.blocks(other.compute()) if isinstance(one, Note)
    )
