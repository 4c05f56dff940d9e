"""SPSS files: labels of variables and values are read, and written back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sgm_lab import intake
from sgm_lab.errors import SgmError

spss = pytest.importorskip("pyreadstat", reason="no wheel for this machine")  # Windows on ARM

KANO = {1.0: "我很喜欢", 2.0: "理应如此", 3.0: "无所谓", 4.0: "能忍受", 5.0: "我很不喜欢"}


def written(path: Path, table: pd.DataFrame, **how: Any) -> Path:
    spss.write_sav(table, str(path), **how)
    return path


def test_labels_say_what_codes_mean(tmp_path: Path) -> None:
    table = pd.DataFrame({"id": [1, 2, 3], "Q1a": [5.0, 4, 3], "Q1b": [1.0, None, 2], "sex": [1.0, 2, 1]})
    turned = {6 - code: label for code, label in KANO.items()}  # 5 = like: the labels know
    labels = {"id": "编号", "Q1a": "如果提供叫号，您觉得", "Q1b": "如果不提供叫号，您觉得", "sex": "性别"}
    path = written(tmp_path / "门诊.sav", table, column_labels=labels,
                   variable_value_labels={"Q1a": turned, "Q1b": turned, "sex": {1.0: "男", 2.0: "女"}})  # fmt: skip
    read = intake.read_kano(path)
    assert read.table["feature"].unique().tolist() == ["叫号"]
    assert read.table["functional"].tolist() == [1, 2, 3]
    assert read.table["dysfunctional"].fillna(0).tolist() == [5, 0, 4]
    assert read.table["性别"].tolist() == ["男", "女", "男"]
    assert any("SPSS" in note for note in read.notes)


def test_ends_that_alone_are_labelled_stay_figures_and_names_that_say_it_stay(tmp_path: Path) -> None:
    table = pd.DataFrame({"E5": [7.0, 6, 5], "P5": [5.0, 4, 1]})
    ends = {1.0: "不同意", 7.0: "同意"}
    path = written(tmp_path / "a.sav", table, column_labels={"E5": "他们说到做到", "P5": "他们说到做到了"},
                   variable_value_labels={"E5": ends, "P5": ends})  # fmt: skip
    read = intake.read_servqual(path)
    assert read.table[["item", "expectation", "perception"]].values.tolist() == [
        [5, 7, 5],
        [5, 6, 4],
        [5, 5, 1],
    ]


def test_what_was_read_can_be_written_and_read_again(tmp_path: Path) -> None:
    frame = pd.DataFrame({
        "编号": ["a", "b"], "叫号（有）": [1, 2], "叫号（没有）": [5, None], "院区（东/西）": ["东", "西"],
        "1组": ["x", None],
    })  # fmt: skip
    read = intake.read_kano(frame)
    intake.write_sav(read, tmp_path / "out.sav")
    _, about = spss.read_sav(str(tmp_path / "out.sav"), metadataonly=True)
    assert about.variable_value_labels["functional"][1.0] == "喜欢"
    assert "院区（东/西）" in about.column_names_to_labels.values()
    again = intake.read_kano(tmp_path / "out.sav").table
    assert again.fillna("").astype(str).equals(read.table.fillna("").astype(str))


def test_what_is_no_such_file_is_a_sentence(tmp_path: Path) -> None:
    for content in (b"$FL2 broken", b"x" * 500):
        with pytest.raises(SgmError) as caught:
            intake.read_kano(("坏.sav", content))
        assert caught.value.key == "files.damaged"
    with pytest.raises(SgmError, match=r"\.sav"):
        intake.write_sav(pd.DataFrame({"a": [1]}), tmp_path / "out.csv")
    with pytest.raises(SgmError):
        intake.write_sav([1], tmp_path / "out.sav")
