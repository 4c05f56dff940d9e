"""The lab that holds a printed table against itself: examples, what is pasted, and a file whose columns are told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from test_published import ITEMS

from sgm_lab import i18n, intake, labs, workbook
from sgm_lab.i18n import use_language

pytestmark = pytest.mark.usefixtures("unwritten")

each = pytest.mark.parametrize("lang", i18n.LANGUAGES)
UNTOLD = "科室,x,y,z\n内科,6.1,5.0,-1.1\n外科,6.3,5.2,-1.4\n"


def wrong(lab: Any) -> list[tuple[int, str]]:
    _, found = lab.compute()
    return list(zip(found.attrs["places"], found["check"], strict=True))


@each
def test_the_examples_hold_the_slips_that_were_made_and_the_published_table_none(lang: Any) -> None:
    with use_language(lang):
        gaps = [(1, "gap"), (1, "interval"), (1, "interval"), (2, "interval"), (3, "alpha"), (-1, "shares")]
        assert wrong(labs.TableCheck()) == gaps
        needs = labs.TableCheck(table="needs")
        assert wrong(needs) == [(1, "category"), (2, "worse"), (3, "counts")]
        page = needs.view()["html"]
        assert ("模拟数据" if lang == "zh" else "simulated data") in page
        right = labs.TableCheck(table="right")
        assert wrong(right) == []
        printed = right.table().replace("−", "-", regex=True).astype(float)
        assert printed.iloc[:, 1:].to_numpy().tolist() == ITEMS.to_numpy().tolist()


def test_a_row_is_marked_even_where_others_are_called_the_same() -> None:
    lab = labs.TableCheck(table="pasted", text="题,期望,感受,差距\n甲,6.0,5.0,-1.0\n甲,6.0,5.0,-2.0\n")
    shown = lab.blocks(lab.compute())[1]
    assert [row[-1] for row in shown.rows] == ["", "✗ 差距"]
    assert "贴" in shown.caption
    assert labs.TableCheck(table="pasted").view()["html"].count("把表贴进来") == 1


def test_an_example_can_be_changed_and_says_so_and_another_takes_its_place() -> None:
    lab = labs.TableCheck()
    lab.set(text=lab.state["text"].replace("−1.53", "−1.35"))
    assert wrong(lab) == [(2, "interval"), (3, "alpha"), (-1, "shares")]
    assert "你改过" in lab.view()["html"]
    lab.set(table="right")
    assert wrong(lab) == []
    lab.set(table="pasted")
    assert lab.state["text"] == ""
    with use_language("en"):
        english = labs.TableCheck(text=labs.TableCheck(table="slips").state["text"])
    english.settle()  # the workbook is opened in Chinese the next day
    assert "可靠性" in english.state["text"]


def test_intervals_are_of_the_level_that_is_told() -> None:
    table = "题\t差距\t标准差\t人数\t下限\t上限\n甲\t−0.41\t1.10\t212\t−0.53\t−0.29\n"
    lab = labs.TableCheck(table="pasted", text=table)
    assert wrong(lab) == [(0, "interval")] * 2
    lab.set(confidence="90")
    assert wrong(lab) == []


@each
@pytest.mark.parametrize("pasted", [False, True])
def test_columns_that_are_not_understood_are_told(lang: Any, pasted: bool, tmp_path: Path) -> None:
    with use_language(lang):
        lab = labs.TableCheck()
        lab.keep_in(workbook.open_book(tmp_path / "w.json"))
        if pasted:
            lab.set(table="pasted", text=UNTOLD)
            assert 'role="alert"' in lab.view()["html"]
            lab.message({"do": "act", "name": "tell"})
        else:
            lab.message({"do": "file", "name": "upload", "file": "表.csv"}, UNTOLD.encode())
        assert lab._dialog is not None, lab.notice
        became = {"x": "expectation", "y": "perception", "z": "gap"}
        rows = [
            row | {"became": became.get(row["column"], row["became"])}
            for row in lab._dialog.state["ask_columns"]
        ]
        lab.message({"do": "set", "changes": {"ask_columns": rows}})
        lab.message({"do": "act", "name": "use"})
        assert lab._dialog is None
        assert lab.own
        assert wrong(lab) == [(1, "gap")]
        assert "外科" in lab.compute()[1]["says"].iloc[0]


def test_its_template_is_read_as_it_is() -> None:
    lab = labs.TableCheck()
    made = lab.message({"do": "act", "name": "template"})
    assert len(intake.open_table((made.name, made.content)).table) == 5
    lab.message({"do": "file", "name": "upload", "file": made.name}, made.content)
    assert len(wrong(lab)) == 6
