"""Sides that changed places, points that are turned or off the scale: asked in the lab before anything is computed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from test_lab_asking import press, send, shown

from sgm_lab import intake, kano, labs, servqual, workbook

pytestmark = pytest.mark.usefixtures("book")

_rng = np.random.default_rng(13)


def survey(people: int = 40, top: int = 7, low: int = 1) -> pd.DataFrame:
    """Twenty-two items, expected higher than they were found."""
    expected = np.clip(_rng.normal(top - 1, 0.8, (people, 22)).round(), low, top)
    found = np.clip(_rng.normal(top - 2, 1, (people, 22)).round(), low, top)
    expected[0] = found[1] = top
    sides = {"E": expected.astype(int), "P": found.astype(int)}
    return pd.DataFrame({f"{side}{n + 1}": values[:, n] for side, values in sides.items() for n in range(22)})


def exchanged(table: pd.DataFrame) -> pd.DataFrame:
    names = {"E": "P", "P": "E"}
    return table.rename(columns=lambda name: names[name[0]] + name[1:])


def opened() -> labs.ServqualLab:
    lab = labs.ServqualLab()
    lab.keep_in(workbook.open_book())
    return lab


def choose(lab: Any, **changes: Any) -> None:
    lab.message({"do": "set", "changes": changes})


def gaps_of(table: pd.DataFrame, **how: Any) -> pd.DataFrame:
    return servqual.gaps(intake.read_servqual(table, **how).table, scale=how.get("scale", (1, 7)))


RIGHT = survey()
WRONG = {
    "swapped": (exchanged(RIGHT), "放反"),
    "both": (8 - RIGHT, "方向反"),
}


@pytest.mark.parametrize("way", WRONG)
def test_what_is_certain_to_be_wrong_is_settled_first(way: str) -> None:
    table, said = WRONG[way]
    lab = opened()
    send(lab, table)
    assert "ask_columns" in shown(lab)
    assert said in lab.frame()["notice"]
    assert lab.state["case"] == "healthcare"  # nothing is computed of it
    press(lab, "use")
    assert "ask_columns" in shown(lab)
    assert said in lab.frame()["notice"]
    choose(lab, ask_way=way)
    assert "可以读了" in lab.view()["html"]
    press(lab, "use")
    assert lab.state["case"] == "own"
    now = servqual.gaps(lab.source.answers)
    assert now["gap"].to_numpy() == pytest.approx(gaps_of(RIGHT)["gap"].to_numpy())
    send(lab, table.iloc[::-1], "下一批.csv")  # the same columns: what was decided counts
    assert lab.state["upload"]["name"] == "下一批.csv"
    again = opened()
    assert servqual.gaps(again.source.answers)["gap"].to_numpy() == pytest.approx(now["gap"].to_numpy())


def test_one_may_say_that_it_is_meant_so() -> None:
    lab = opened()
    send(lab, exchanged(RIGHT))
    choose(lab, ask_way="straight")
    press(lab, "use")
    mine = servqual.gaps(lab.source.answers)["gap"].to_numpy()
    assert mine == pytest.approx(-gaps_of(RIGHT)["gap"].to_numpy())


def test_points_off_the_scale_are_asked_about_and_the_scale_is_guessed() -> None:
    table = survey(top=10)
    lab = opened()
    send(lab, table)
    assert shown(lab)["ask_scale"] == "1-10"
    assert "不是 1–7 分" in lab.frame()["notice"]
    press(lab, "use")
    assert (lab.state["case"], lab.state["scale"]) == ("own", "1-10")
    right = gaps_of(table, scale=(1, 10))["gap"].to_numpy()
    assert servqual.gaps(lab.source.answers, scale=lab.scale)["gap"].to_numpy() == pytest.approx(right)
    send(lab, table.add_prefix("题").rename(columns=lambda name: name[1:]).assign(院区="东"), "再一份.csv")
    assert lab.state["scale"] == "1-10"  # where all of it is on the scale that was chosen, nothing is asked
    assert lab.state["upload"]["name"] == "再一份.csv"
    send(lab, RIGHT.assign(科室="内"), "七分.csv")
    assert lab.source.answers["perception"].max() == 7
    assert len(lab.source.answers) == 40 * 22


def test_slips_of_single_cells_are_no_question() -> None:
    table = RIGHT.copy()
    table.iloc[3, 5] = 77
    lab = opened()
    send(lab, table)
    assert lab.state["case"] == "own"


def pairs(people: int = 60) -> pd.DataFrame:
    having = _rng.choice([1, 2, 3, 4], (people, 4), p=[0.6, 0.2, 0.1, 0.1])
    lacking = _rng.choice([5, 4, 3, 2], (people, 4), p=[0.6, 0.2, 0.1, 0.1])
    columns: dict[str, Any] = {}
    for n in range(4):
        columns |= {f"功能{n + 1}（具备）": having[:, n], f"功能{n + 1}（不具备）": lacking[:, n]}
    return pd.DataFrame(columns)


GOOD = pairs()
HALF = [name for name in GOOD if "不具备" in name]
KANO = {
    "both": 6 - GOOD,
    "dysfunctional": GOOD.assign(**{name: 6 - GOOD[name] for name in HALF}),
}


@pytest.mark.parametrize("way", KANO)
def test_a_kano_survey_is_asked_likewise(way: str) -> None:
    right = kano.classify(kano.tally(intake.read_kano(GOOD)))
    lab = labs.KanoLab()
    lab.keep_in(workbook.open_book())
    send(lab, KANO[way])
    assert "ask_columns" in shown(lab)
    press(lab, "use")
    assert lab.state["case"] != "own"
    choose(lab, ask_way=way)
    press(lab, "use")
    assert lab.state["case"] == "own"
    made = kano.classify(kano.tally(lab.source.answers))
    assert made["category"].tolist() == right["category"].tolist()
    assert made["better"].to_numpy() == pytest.approx(right["better"].to_numpy())


def test_words_whose_questions_changed_places() -> None:
    words = dict(enumerate(["喜欢", "理应如此", "无所谓", "能忍受", "不喜欢"], 1))
    said = GOOD.map(words.get)
    other = said.rename(
        columns=lambda name: name.replace("不具备", "○").replace("（具备", "（不具备").replace("○", "具备")
    )
    lab = labs.KanoLab()
    lab.keep_in(workbook.open_book())
    send(lab, other)
    assert "ask_columns" in shown(lab)
    choose(lab, ask_way="swapped")
    press(lab, "use")
    right = kano.classify(kano.tally(intake.read_kano(said)))
    made = kano.classify(kano.tally(lab.source.answers))
    assert made["better"].to_numpy() == pytest.approx(right["better"].to_numpy())
