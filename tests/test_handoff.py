"""Hand-offs: the shares by hand, what cannot be counted, the map, and the lab."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sgm_lab import cases, charts, labs, process, workbook
from sgm_lab.charts.handoffs import _layers
from sgm_lab.errors import ArgumentError, DataError
from sgm_lab.i18n import use_language

pytestmark = pytest.mark.usefixtures("book", "unwritten")


def table(*rows: tuple[Any, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["from", "to", "count", "wait"])


def links(*rows: tuple[Any, ...]) -> list[dict[str, Any]]:
    return table(*rows).to_dict("records")


def test_shares_are_minutes_waited_over_all_minutes_waited() -> None:
    found = process.handoffs(
        table(("A", "B", 100, 3), ("B", "C", 10, 60), ("A", "B", 100, 6), ("C", "A", 0, 5))
    )
    assert found.links["waited"].tolist() == [900, 600, 0]
    assert found.links["wait"].tolist() == [4.5, 60, 0]  # the same pair twice: 900 minutes over 200 requests
    assert found.links["share"].tolist() == pytest.approx([0.6, 0.4, 0])
    assert found.places.loc["B"].tolist() == pytest.approx([200, 10, 900, 0.6])
    assert found.places.index.tolist() == ["B", "C", "A"]
    still = process.handoffs(table(("A", "B", 5, 0)))
    assert still.links["share"].isna().all()


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (table(("A", "B", 1, 2)).drop(columns="wait"), "wait"),
        (table(), "还没有一处交接"),
        (table(("A", "A", 1, 2)), "交给了自己"),
        (table(("A", "B", 1, None)), "A→B"),
        (table(("A", "B", -1, 2)), "−1"),
        (table(("A", "B", "许多", 2)), "许多"),
    ],
)
def test_what_cannot_be_counted_says_why(rows: pd.DataFrame, words: str) -> None:
    with pytest.raises(DataError, match=words):
        process.handoffs(rows)


def test_the_cases_show_what_their_logs_hold() -> None:
    rows = process.case_handoffs("customer_service")
    operations = cases.load("customer_service").operations
    second = rows[rows["to"] == "二线"]
    assert second["count"].sum() == operations["transfers"].sum()
    app = operations[operations["channel"] == "app"]
    assert rows.loc[rows["to"] == "App 在线", "wait"].item() == pytest.approx(app["first_reply_min"].mean())
    # The extra minutes are what handed-on tickets took beyond the others.
    moved, stayed = app[app["transfers"] > 0], app[app["transfers"] == 0]
    extra = (moved["resolve_min"].sum() - len(moved) * stayed["resolve_min"].mean()) / moved[
        "transfers"
    ].sum()
    assert second.loc[second["from"] == "App 在线", "wait"].item() == pytest.approx(extra)
    assert process.case_handoffs("healthcare")["count"].sum() == len(cases.load("healthcare").operations)
    assert len(process.case_handoffs("education")) == 2
    with pytest.raises(ArgumentError, match="healthcare"):
        process.case_handoffs("health")


def test_layers_follow_the_requests_and_stand_circles() -> None:
    assert _layers([("a", "b"), ("a", "c"), ("b", "d")]) == [["a"], ["b", "c"], ["d"]]
    assert _layers([("a", "b"), ("b", "a")]) == [["a"], ["b"]]
    assert _layers([("a", "b"), ("c", "d"), ("d", "c")]) == [["a", "c"], ["b", "d"]]


def test_the_map_says_where_most_waits() -> None:
    found = process.handoffs(table(("门诊", "检验科", 100, 3), ("检验科", "收费处", 10, 60)))
    for size in ("page", "phone"):
        figure = charts.handoff_map(found, size=size)
        assert "67%" in figure.alt
        figure.draw_without_rendering()
        width = figure.get_size_inches()[0] * figure.dpi
        for text in (*figure.texts, *figure.axes[0].texts):
            box = text.get_window_extent()
            assert box.x0 > -2, text.get_text()
            assert box.x1 < width + 2, text.get_text()
    assert "都不用等" in charts.handoff_map(process.handoffs(table(("A", "B", 5, 0)))).alt
    with pytest.raises(DataError):
        charts.handoff_map(process.Handoffs(found.links.iloc[:0], found.places))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("case", cases.names())
def test_each_case_draws(case: str, lang: Any) -> None:
    with use_language(lang):
        lab = labs.HandoffMap(case=case)
        page = lab.static()
        said = lab.sentence(lab.compute())
    assert 'role="alert"' not in page
    assert ("模拟数据" if lang == "zh" else "simulated data") in page
    assert lab.compute().links["from"].iloc[0] in said


def test_rows_can_be_changed_and_ones_own_begin_with_an_example(tmp_path: Path) -> None:
    lab = labs.HandoffMap()
    lab.keep_in(workbook.open_book(tmp_path / "w.json"))
    assert lab.compute().links["to"].iloc[0] == "二线"
    lab.set(links=[*lab.state["links"], *links(("二线", "仓库", 2000, 900))])
    assert lab.compute().links["to"].iloc[0] == "仓库"
    lab.set(case="own")
    assert "示例" in lab.static()
    lab.set(links=[])
    assert "还没有一处交接" in lab.view()["html"]
    lab.set(links=[*links(("<b>前台</b>", "后台", 40, 12)), {"from": "半行", "to": " "}])
    page = lab.view()["html"]
    assert 'role="alert"' not in page
    assert "<b>" not in page
    assert "模拟数据" not in page
    assert lab.export("xlsx").content[:2] == b"PK"
    again = labs.HandoffMap()
    again.keep_in(workbook.open_book(tmp_path / "w.json"))
    assert again.state == lab.state
    lab.set(links=links(("前台", "后台", 40, 0)))
    assert "都不用等" in lab.sentence(lab.compute())
    lab.set(links=[{"from": "前台", "to": "后台", "count": 40, "wait": None}])
    assert "前台→后台" in lab.view()["html"]
    lab.set(case="healthcare")
    assert len(lab.state["links"]) == 9
