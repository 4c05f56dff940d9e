"""The service line: against queueing theory, against SimPy, and against the cases' own logs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sgm_lab import process
from sgm_lab.errors import ArgumentError, DataError
from sgm_lab.process import Flow, Run, Station, simulate
from sgm_lab.process._engine import serve

ALL_DAY = (0.0, 1440.0)


def steady(per_hour: float, minutes: float, staff: int, **options: Any) -> Flow:
    """One station, random arrivals at one rate all day and night, exponential times."""
    desk = Station("desk", minutes, (staff,), cv=1.0)
    return Flow((desk,), ALL_DAY, (per_hour,) * 24, "desk", **options)


def settled(run: Run) -> np.ndarray:
    """Who came once the line had settled, and long before the last."""
    return (run.came["desk"] > 480) & (run.came["desk"] < 1320)


# ---- theory ----


def test_erlang_c_gives_the_textbook_emergency_room() -> None:
    # Hillier & Lieberman, Introduction to Operations Research, "County Hospital": λ = 2, μ = 3 an hour.
    one, two = process.erlang_c(2, 20, 1), process.erlang_c(2, 20, 2)
    assert one.wait == pytest.approx(40)
    assert one.queue == pytest.approx(4 / 3)
    assert two.wait == pytest.approx(60 / 24)
    assert two.queue == pytest.approx(1 / 12)
    assert two.utilisation == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("staff", "came", "minutes", "begun"),
    [
        (1, [3, 11, 13, 14, 17, 19, 21, 27], [4, 4, 4, 3, 2, 4, 3, 2], [3, 11, 15, 19, 22, 24, 28, 31]),
        (2, [2, 5, 7, 15], [8, 7, 9, 2], [2, 5, 10, 15]),
    ],
)
def test_a_bank_worked_by_hand_in_a_textbook(
    staff: int, came: list[float], minutes: list[float], begun: list[float]
) -> None:
    # Rossetti 2023, Simulation Modeling using the Kotlin Simulation Library, chapter 4: with one teller and with two.
    assert serve(np.c_[came] * 1.0, np.c_[minutes] * 1.0, (staff,), ALL_DAY)[:, 0].tolist() == begun


def test_more_staff_than_anyone_could_count_is_answered_at_once() -> None:
    assert process.erlang_c(1, 1, 10**9).wait == 0


@given(st.floats(0.1, 50), st.floats(0.5, 30), st.integers(1, 30), st.floats(0, 60))
def test_erlang_c_keeps_its_laws(per_hour: float, minutes: float, staff: int, within: float) -> None:
    found = process.erlang_c(per_hour, minutes, staff, within)
    load = per_hour * minutes / 60
    if load >= staff:
        assert found.wait == np.inf
        assert found.within == 0
        return
    more = process.erlang_c(per_hour, minutes, staff + 1, within)
    assert 0 <= found.delayed <= 1
    assert more.wait <= found.wait
    assert more.within >= found.within - 1e-12
    assert found.queue == pytest.approx(per_hour / 60 * found.wait)
    if staff == 1:
        assert found.delayed == pytest.approx(found.utilisation)
        assert found.wait == pytest.approx(load / (1 - load) * minutes)


@pytest.mark.parametrize(("per_hour", "minutes", "staff"), [(6, 6, 1), (20, 6, 3), (36, 6, 5)])
def test_simulation_agrees_with_erlang(per_hour: float, minutes: float, staff: int) -> None:
    theory = process.erlang_c(per_hour, minutes, staff, within=10)
    run = simulate(steady(per_hour, minutes, staff), days=2000, seed=1)
    wait = run.wait("desk")[settled(run)]
    assert wait.mean() == pytest.approx(theory.wait, rel=0.05)
    assert (wait > 1e-9).mean() == pytest.approx(theory.delayed, abs=0.02)
    assert (wait <= 10).mean() == pytest.approx(theory.within, abs=0.01)


def test_priority_agrees_with_cobham() -> None:
    # Cobham (1954), Operations Research 2(1):70–76: M/M/1, nobody sent away once begun.
    flow = steady(6, 6, 1, group=0.3, rule="group")
    run = simulate(flow, days=2000, seed=1)
    load, first = 0.6, 0.18
    work_found = load * 6  # λE[S²]/2 of an exponential time
    some, wait = settled(run), run.wait("desk")
    assert wait[some & run.group].mean() == pytest.approx(work_found / (1 - first), rel=0.05)
    rest = wait[some & ~run.group & run.there]
    assert rest.mean() == pytest.approx(work_found / (1 - first) / (1 - load), rel=0.05)


# ---- the recursion and SimPy are the same ----

staffs = st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(1, 3)).filter(lambda s: max(s) > 0)
flows = st.builds(
    lambda first, second, share, slotted, group, rule, rate, cv: Flow(
        (Station("a", 5, first, cv, 1.0), Station("b", 8, second, 0.5, share)),
        (480.0, 540.0, 660.0, 720.0),
        (0,) * 8 + (rate,) * 4 + (0,) * 12,
        "a",
        slotted=slotted,
        group=group,
        rule=rule,
        counted=0.5,
    ),
    staffs,
    staffs,
    st.sampled_from([0.0, 0.4, 1.0]),
    st.sampled_from([0.0, 0.6, 1.0]),
    st.sampled_from([0.0, 0.3]),
    st.sampled_from(["fifo", "group", "slot"]),
    st.floats(0.5, 15),
    st.sampled_from(
        [0.4, 0.7, 1.5]
    ),  # with equal times two people would be done at once, and either could be next
)


@settings(deadline=None, max_examples=40)
@given(flows, st.integers(0, 5))
def test_recursion_is_what_simpy_plays(flow: Flow, seed: int) -> None:
    fast = simulate(flow, days=4, seed=seed)
    slow = simulate(flow, days=4, seed=seed, engine="events")
    for name in flow.names:
        np.testing.assert_allclose(fast.came[name], slow.came[name], atol=1e-6)
        np.testing.assert_allclose(fast.begun[name], slow.begun[name], atol=1e-6)
        np.testing.assert_allclose(fast.ended[name], slow.ended[name], atol=1e-6)


@settings(deadline=None, max_examples=40)
@given(flows, st.integers(0, 5))
def test_littles_law_holds_on_every_line(flow: Flow, seed: int) -> None:
    # Little (1961): over a day that begins and ends empty, the mean queue times the time is the sum of the waits.
    run = simulate(flow, days=5, seed=seed)
    for name in flow.names:
        waiting = process.queue(run, name, step=7.0)
        assert (waiting >= 0).all()
        waited = float(np.nansum(run.wait(name)))
        assert float(waiting.sum()) * 7.0 * run.days == pytest.approx(waited, rel=1e-9, abs=1e-5)
    assert np.nanmin(run.wait()) >= 0
    total = sum(float(np.nansum(run.wait(name))) for name in flow.names)
    assert float(np.nansum(run.wait())) == pytest.approx(total)


@settings(deadline=None, max_examples=40)
@given(flows, st.integers(0, 5))
def test_one_more_person_makes_nobody_wait_longer(flow: Flow, seed: int) -> None:
    flow = replace(flow, rule="fifo", slotted=0.0)
    more = tuple(people + 1 for people in flow.station("a").staff)
    before, after = simulate(flow, days=4, seed=seed), simulate(flow.staffed({"a": more}), days=4, seed=seed)
    assert (np.nan_to_num(after.wait("a")) <= np.nan_to_num(before.wait("a")) + 1e-9).all()


# ---- what is made of it ----


@pytest.fixture(scope="module")
def clinic() -> Flow:
    hours = (0,) * 7 + (6, 21, 19, 14, 7, 3, 8, 11, 8, 4) + (0,) * 7
    stations = (
        Station("register", 1.5, (1, 1)),
        Station("consult", 9, (4, 3)),
        Station("test", 6, (2, 1), 0.5, 0.4),
    )
    return Flow(stations, (420.0, 720.0, 1020.0), hours, "consult", counted=0.0)


def test_waits_and_comparison_say_the_same(clinic: Flow) -> None:
    before, after = simulate(clinic), simulate(clinic.staffed({"consult": (5, 3)}))
    then, now = process.waits(before, within=20), process.waits(after, within=20)
    change = process.compare(before, after, within=20)
    assert list(then.index) == ["recorded", "register", "consult", "test", "total"]
    for name in then.index:
        assert change.loc[(name, "mean"), "before"] == pytest.approx(then.loc[name, "mean"])
        assert change.loc[(name, "mean"), "after"] == pytest.approx(now.loc[name, "mean"])
        assert change.loc[(name, "within"), "after"] == pytest.approx(now.loc[name, "within"])
    wait = before.wait("consult")
    assert then.loc["consult", "p90"] == pytest.approx(np.nanquantile(wait, 0.9))
    assert then.loc["consult", "median"] == pytest.approx(np.nanmedian(wait))
    assert change.loc[("recorded", "p90"), "before"] == pytest.approx(then.loc["consult", "p90"])
    row = change.loc[("recorded", "mean")]
    assert row["low"] < row["change"] < row["high"] < 0
    # Pairing pays: the interval of the difference is far narrower than the two intervals apart would give.
    apart = np.hypot(then.loc["recorded", "high"] - then.loc["recorded", "low"],
                     now.loc["recorded", "high"] - now.loc["recorded", "low"])  # fmt: skip
    assert row["high"] - row["low"] < apart
    assert then.loc["consult", "utilisation"] > now.loc["consult", "utilisation"] > 0
    assert np.isnan(then.loc["total", "utilisation"])
    assert then.loc["test", "people"] == pytest.approx(0.4 * then.loc["total", "people"], rel=0.1)


def test_the_paired_interval_covers_the_truth_of_many_days(clinic: Flow) -> None:
    more = clinic.staffed({"consult": (5, 3)})
    truth = process.compare(simulate(clinic, days=4000, seed=99), simulate(more, days=4000, seed=99))
    goal = truth.loc[("recorded", "mean"), "change"]
    inside = 0
    for seed in range(30):
        row = process.compare(simulate(clinic, days=60, seed=seed), simulate(more, days=60, seed=seed))
        inside += bool(row.loc[("recorded", "mean"), "low"] <= goal <= row.loc[("recorded", "mean"), "high"])
    assert inside >= 26


def test_a_person_more_comes_where_the_change_put_some() -> None:
    line = Flow((Station("desk", 5, (1, 2)), Station("scan", 5, (1, 1)), Station("till", 5, (2, 1))),
                (480, 720, 960), (1.0,) * 24, "desk")  # fmt: skip
    assert line.hours == pytest.approx((1 + 2 + 1 + 1 + 2 + 1) * 4)
    for staff, station, more in (
        ({}, "desk", [(1, 2), (1, 3), (1, 4)]),  # nothing changed: where and when most are
        ({"scan": (2, 1), "till": (2, 2)}, "till", [(2, 2), (2, 3), (2, 4)]),  # the last that grew
        (
            {"scan": (3, 1), "desk": (2, 3)},
            "desk",
            [(2, 3), (3, 4), (4, 5)],
        ),  # the main one, where it grew too
        ({"desk": (0, 2)}, "desk", [(0, 2), (0, 3), (0, 4)]),  # fewer people are none more
    ):
        found, flows = process.with_more(line, line.staffed(staff), most=2)
        assert (found, [flow.station(found).staff for flow in flows]) == (station, more)


def test_nothing_changed_is_no_change(clinic: Flow) -> None:
    change = process.compare(simulate(clinic), simulate(clinic))
    assert (change[["change", "low", "high"]].abs().to_numpy() < 1e-12).all()


def test_slots_take_the_edge_off_the_morning(clinic: Flow) -> None:
    before, after = simulate(clinic), simulate(replace(clinic, slotted=0.8, punctuality=8.0))
    assert process.compare(before, after).loc[("recorded", "mean"), "high"] < 0
    assert process.queue(after).max() < process.queue(before).max()
    assert int(np.isfinite(after.came["register"]).sum()) == int(after.there.sum())


def test_who_has_a_slot_can_go_first(clinic: Flow) -> None:
    run = simulate(replace(clinic, slotted=0.5, rule="slot"))
    plain = simulate(replace(clinic, slotted=0.5))
    assert np.nanmean(run.wait("consult")) == pytest.approx(np.nanmean(plain.wait("consult")), rel=0.1)
    assert np.nanquantile(run.wait("consult"), 0.99) > np.nanquantile(plain.wait("consult"), 0.99)


def test_recorded_adds_the_counted_share_of_the_time(clinic: Flow) -> None:
    run = simulate(replace(clinic, counted=1.0))
    through = np.where(run.there, run.ended["consult"] - np.where(run.there, run.came["consult"], 0), np.nan)
    np.testing.assert_allclose(run.recorded(), through)


def test_one_day_has_no_interval_and_nobody_no_value(clinic: Flow) -> None:
    table = process.waits(simulate(clinic, days=1))
    assert np.isnan(table.loc["recorded", "low"])
    assert table.loc["recorded", "mean"] > 0
    change = process.compare(simulate(clinic, days=1), simulate(clinic, days=1))
    assert np.isnan(change.loc[("recorded", "p90"), "low"])
    nobody = replace(clinic, stations=(*clinic.stations[:2], replace(clinic.stations[2], share=0.0)))
    empty = process.waits(simulate(nobody, days=3)).loc["test"]
    assert empty["people"] == 0
    assert np.isnan(empty["mean"])
    assert np.isnan(empty["p90"])
    assert process.queue(simulate(nobody, days=3), "test").sum() == 0


# ---- the cases ----


@pytest.mark.parametrize("case", ["healthcare", "customer_service", "education"])
def test_the_baseline_waits_as_the_log_says(case: str) -> None:
    found = process.baseline(case)
    mean = found.check.loc["mean"]
    # Fitted on other days than those of the check: what is left is the chance of the simulated days.
    assert mean["model"] == pytest.approx(mean["observed"], rel=0.1)
    assert found.missed == pytest.approx(mean["model"] - mean["observed"])
    run = simulate(found.flow)
    assert np.nanmean(run.recorded()) == pytest.approx(mean["observed"], rel=0.01)
    assert found.per_day_log < found.flow.per_day  # the logs are samples
    assert all(0 < share < 1 for share in found.groups.values())


def test_the_outpatient_day_is_reproduced_block_by_block() -> None:
    check = process.baseline("healthcare", "internal").check
    blocks = check.loc[["block_1", "block_2", "block_3"]]
    assert (blocks["model"] / blocks["observed"]).between(0.8, 1.2).all()
    assert check.loc["p90", "model"] == pytest.approx(check.loc["p90", "observed"], rel=0.15)
    assert check.loc["median", "inside"] is None
    assert check.loc["mean", "inside"] in (True, False)


def test_recorded_tells_the_group_from_the_rest() -> None:
    flow = process.baseline("healthcare").flow
    plain = process.recorded(simulate(replace(flow, group=0.4)))
    first = process.recorded(simulate(replace(flow, group=0.4, rule="group"), upto="consult"))
    assert first.loc["group", "mean"] < plain.loc["group", "mean"]
    assert first.loc["rest", "mean"] > plain.loc["rest", "mean"]
    assert first.loc["all", "mean"] == pytest.approx(
        plain.loc["all", "mean"], rel=0.1
    )  # shared out anew, not less
    assert first["people"].iloc[0] == pytest.approx(first["people"].iloc[1:].sum())
    assert np.isnan(process.recorded(simulate(flow, upto="consult")).loc["group", "mean"])


def test_stopping_early_and_changing_late_leave_the_rest_alone(clinic: Flow) -> None:
    whole, part = simulate(clinic), simulate(clinic, upto="consult")
    np.testing.assert_array_equal(whole.begun["consult"], part.begun["consult"])
    assert "test" not in part.came
    later = simulate(clinic.staffed({"test": (3, 3)}))
    assert later.begun["consult"] is whole.begun["consult"]  # kept, not run again


@pytest.mark.parametrize(("case", "part"), [("healthcare", "respiratory"), ("customer_service", "phone")])
def test_the_stored_rosters_are_found_again(case: str, part: str) -> None:
    flow = process.baseline(case, part).flow
    alone = replace(flow, stations=(flow.station(flow.main),))
    seen = process.observed(process.case_log(case, part), within=30, edges=flow.edges)
    hours = np.diff(np.asarray(flow.edges)) / 60
    starts = np.asarray(flow.edges[:-1]) / 60
    rates = np.array(
        [sum(flow.arrivals[int(s) : int(s + h)]) / h for s, h in zip(starts, hours, strict=True)]
    )
    most = max(flow.station(flow.main).staff)
    again = process.roster(alone.staffed({flow.main: (most,) * flow.blocks}), seen, rates)
    assert list(again.station(flow.main).staff) == process.plan(case)["rosters"][part]


def test_a_roster_is_searched_where_none_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = dict(process.plan("customer_service"))
    del plan["rosters"]
    from sgm_lab.process import _case

    monkeypatch.setattr(_case, "plan", lambda case: plan)
    found = _case.baseline.__wrapped__("customer_service", "phone")
    assert (
        found.flow.station("reply").staff
        == process.baseline("customer_service", "phone").flow.station("reply").staff
    )


def test_observed_counts_days_not_rows() -> None:
    log = pd.DataFrame({"date": pd.to_datetime(["2025-01-01"] * 3 + ["2025-01-02"]), "minute": [500, 510, 800, 505],
                        "wait": [10.0, 20.0, 30.0, 40.0]})  # fmt: skip
    table = process.observed(log, within=20, edges=(480, 720, 1020, 1200))
    assert list(table.index) == ["mean", "within", "block_1", "block_2", "median", "p90"]
    assert table.loc["mean", "value"] == 25
    assert table.loc["within", "value"] == 0.5
    assert table.loc["block_2", "value"] == 30
    assert table.loc["mean", "n"] == 2
    no_clock = process.observed(log.assign(minute=np.nan), within=20, edges=(480, 720))
    assert list(no_clock.index) == ["mean", "within", "median", "p90"]
    with pytest.raises(DataError, match="没有一行"):
        process.observed(log.iloc[:0], within=20, edges=(480, 720))


def test_calibrate_finds_the_number_of_people(clinic: Flow) -> None:
    for wait in (0.5, 12.0, 90.0):
        found = process.calibrate(clinic, wait)
        assert np.nanmean(simulate(found).recorded()) == pytest.approx(wait, rel=0.05)
    for impossible in (0.0, -3.0, 1e6, 1e-9):
        with pytest.raises(DataError, match="平均等候"):
            process.calibrate(clinic, impossible)


# ---- what cannot be ----


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"main": "consul"}, "consult"),
        ({"edges": (420.0, 300.0, 1020.0)}, "分界"),
        ({"edges": (420.0,)}, "分界"),
        ({"arrivals": (1.0,) * 23}, "24"),
        ({"arrivals": (-1.0,) * 24}, "24"),
        ({"rule": "lifo"}, "lifo"),
        ({"slotted": 1.5}, "1.5"),
        ({"group": -0.1}, "−0.1"),
        ({"punctuality": 500}, "500"),
        ({"counted": "x"}, "x"),
        ({"stations": (Station("consult", 9, (4, 3)),) * 2}, "同一个名字"),
        ({"stations": (Station("consult", 0, (4, 3)),)}, "分钟"),
        ({"stations": (Station("consult", 9, (4, 3), cv=9),)}, "离散"),
        ({"stations": (Station("consult", 9, (4, 3), share=2),)}, "比例"),
        ({"stations": (Station("consult", 9, (4,)),)}, "时段"),
        ({"stations": (Station("consult", 9, (4, -1)),)}, "在岗人数"),
        ({"stations": (Station("consult", 9, (4, 0)),)}, "最后一个时段"),
    ],
)
def test_flows_that_cannot_be_say_why(clinic: Flow, change: dict[str, Any], words: str) -> None:
    with pytest.raises(ArgumentError, match=words):
        replace(clinic, **change)


def test_other_mistakes_say_why(clinic: Flow) -> None:
    for bad in (0, 2.5, 10**6):
        with pytest.raises(ArgumentError, match="模拟天数"):
            simulate(clinic, days=bad)  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match="engine"):
        simulate(clinic, engine="magic")  # type: ignore[arg-type]
    with pytest.raises(ArgumentError, match="内存"):
        simulate(clinic.scaled(1e4), days=1000)
    with pytest.raises(DataError, match="没有人来"):
        simulate(clinic.scaled(0))
    with pytest.raises(ArgumentError, match="一站"):
        clinic.station("registre")
    run = simulate(clinic, days=3)
    with pytest.raises(ArgumentError, match="一站"):
        run.wait("nowhere")
    with pytest.raises(ArgumentError, match="上限"):
        process.waits(run, within=-1)
    for other in (simulate(clinic, days=4), simulate(clinic.scaled(1.2), days=3)):
        with pytest.raises(ArgumentError, match="同一批"):
            process.compare(run, other)
    with pytest.raises(ArgumentError, match="healthcare"):
        process.plan("health")
    with pytest.raises(ArgumentError, match="part"):
        process.case_log("healthcare", "dentistry")
    for args in ((-1, 5, 1), (5, 0, 1), (5, 5, 0)):
        with pytest.raises(ArgumentError, match=r"之间|大于 0|有限"):
            process.erlang_c(*args)


# ---- one's own log ----


def log_csv(rows: list[str], head: str = "到达时刻,等候分钟,服务分钟,人员") -> tuple[str, bytes]:
    return "log.csv", "\n".join([head, *rows]).encode("utf-8-sig")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_log_template_comes_back_whole(lang: Any) -> None:
    import io

    from sgm_lab.i18n import use_language

    with use_language(lang):
        out = io.BytesIO()
        process.template().to_excel(out, index=False)
        read = process.read_log(("log.xlsx", out.getvalue()))
    assert read.rows_read == 6
    assert read.problems.empty
    assert read.table["minute"].tolist() == [485, 491, 580, 860, 482, 630]
    assert read.table["date"].nunique() == 2
    assert read.table["service"].mean() == pytest.approx(47 / 6)
    assert read.summary()


def test_times_are_read_as_people_write_them() -> None:
    for written in (
        "2026-03-02 08:05",
        "2026/3/2 8:05",
        "2026-03-02T08:05:00",
        "2026/03/02 08:05:30",
        "March 2, 2026 8:05",
    ):
        row = process.read_log(log_csv([f'"{written}",5,,'])).table.iloc[0]
        assert (str(row["date"])[:10], row["minute"]) == ("2026-03-02", 485), written
    clocks = process.read_log(log_csv(["8:05,5,,", "08:10,6,,"])).table
    assert clocks["minute"].tolist() == [485, 490]
    apart = process.read_log(log_csv(["2026/3/2,8:05,5"], "日期,时间,等候")).table.iloc[0]
    assert (str(apart["date"])[:10], apart["minute"]) == ("2026-03-02", 485)


def test_every_wrong_cell_of_a_log_is_named() -> None:
    rows = ["2026-03-02 08:05,5,6,甲", "早上八点,5,6,甲", "2026-03-02 08:05,-3,6,甲", "2026-03-02 08:05,很久,6,甲",
            "2026-03-02 08:05,7,零,乙"]  # fmt: skip
    read = process.read_log(log_csv(rows))
    assert (read.rows_read, read.rows_left_out) == (2, 3)
    assert "3" in read.summary()
    assert read.problems["row"].tolist() == [3, 4, 5, 6]
    assert read.problems["column"].tolist() == ["到达时刻", "等候分钟", "等候分钟", "服务分钟"]
    assert read.problems["value"].tolist() == ["早上八点", "-3", "很久", "零"]
    assert read.table["service"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空"),
        ("到达时刻,科室\n8:05,内科\n".encode(), "等候分钟"),
        ("到达时刻,到达时间,等候\n8:05,8:05,3\n".encode(), "同一个意思"),
        ("到达时刻,等候\n某时,3\n".encode(), "没有一行"),
        (b"\x00\x01\x02", "log.csv"),
    ],
)
def test_logs_that_cannot_be_used_say_why(content: bytes, words: str) -> None:
    with pytest.raises(DataError, match=words):
        process.read_log(("log.csv", content))


def test_a_line_fitted_to_its_own_simulation_finds_the_people_again() -> None:
    truth = Flow((Station("serve", 8, (3,), 0.6),), (480.0, 1020.0), (0,) * 8 + (16,) * 9 + (0,) * 7, "serve")
    run = simulate(truth, days=60, seed=7)
    at = np.argwhere(run.there)
    since = pd.to_timedelta(at[:, 1] * 1440 + run.came["serve"][run.there], unit="m")
    log = pd.DataFrame({
        "到达时刻": pd.Timestamp("2026-01-05") + since,
        "等候分钟": run.wait("serve")[run.there],
        "服务分钟": (run.ended["serve"][run.there] - run.begun["serve"][run.there]),
        "人员": [f"s{i % 3}" for i in range(len(at))],
    })  # fmt: skip
    read = process.read_log(log)
    assert read.rows_left_out == 0
    found = process.fit_log(read.table)
    assert found.flow.station("serve").minutes == pytest.approx(8, rel=0.03)
    assert found.flow.station("serve").cv == pytest.approx(0.6, rel=0.05)
    assert max(found.flow.station("serve").staff) == 3
    assert found.flow.per_day == pytest.approx(truth.per_day, rel=0.05)
    assert found.per_day_log == pytest.approx(truth.per_day, rel=0.05)


def test_a_log_with_nothing_but_arrival_and_wait_takes_what_it_is_told() -> None:
    rows = [
        f"2026-03-0{d} {h:02d}:{m:02d},{5 + h % 4},," for d in (2, 3, 4) for h in (9, 10) for m in (0, 20, 40)
    ]
    table = process.read_log(log_csv(rows)).table
    assert max(process.fit_log(table).flow.station("serve").staff) == 2
    told = process.fit_log(table, most=20, minutes=12)
    assert told.flow.station("serve").minutes == 12
    assert max(told.flow.station("serve").staff) == 20  # too many to search for: in proportion to arrivals
    with pytest.raises(DataError, match="平均等候"):
        process.fit_log(table.assign(wait=0.0))


def test_a_million_rows_are_read() -> None:
    n = 1_000_000
    start = pd.Timestamp("2025-01-01") + pd.to_timedelta(np.arange(n) % (365 * 600) + 480, unit="m")
    frame = pd.DataFrame({"arrival": start, "wait": np.arange(n) % 40, "service": 5.0 + np.arange(n) % 5})
    read = process.read_log(frame)
    assert read.rows_read == n
    assert read.table["wait"].mean() == pytest.approx(19.5, rel=0.01)


def test_erlang_takes_any_whole_number_of_staff_and_no_limit_below_0():
    assert process.erlang_c(2, 20, np.int64(2)) == process.erlang_c(2, 20, 2)
    for within in (-5, np.nan):
        with pytest.raises(ArgumentError):
            process.erlang_c(2, 20, 2, within=within)
