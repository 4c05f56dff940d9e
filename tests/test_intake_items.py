"""Items of one's own: never cut into the five dimensions of the 22 in silence, and a way to say which they have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from sgm_lab import intake, labs, servqual
from sgm_lab.errors import ArgumentError
from sgm_lab.i18n import use_language

OWN = ["按约定时间开始", "一次就办好", "收费说得清楚", "窗口有人应答", "等多久有人告诉", "员工有耐心"]
ENGLISH = [
    "starts on time",
    "done the first time",
    "charges are clear",
    "somebody answers",
    "tells how long",
    "patient staff",
]
HOME = {"可靠性": [1, 2, 3], "响应性": [4, 5], "移情性": [6]}
CODES = ["reliability"] * 3 + ["responsiveness"] * 2 + ["empathy"]
PEOPLE = 30


def frame(heads: Callable[[int, int], str], items: int = 6, sides: tuple[int, ...] = (0, 1)) -> pd.DataFrame:
    """Answers of one survey: expectation 7 or 6, perception 3 to 6 by item and person."""
    return pd.DataFrame(
        {
            heads(item, side): [7 - who % 2 if side == 0 else 3 + (who + item) % 4 for who in range(PEOPLE)]
            for side in sides
            for item in range(items)
        }
    )


def told(read: intake.Intake) -> dict[Any, str]:
    first = read.table.drop_duplicates("item")
    return dict(zip(first["item"], first["dimension"], strict=True))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("count", [1, 3, 6, 10, 21, 25])
def test_so_many_items_that_they_are_not_the_22_have_no_dimensions_and_it_is_said(
    count: int, lang: Any
) -> None:
    with use_language(lang):
        read = intake.read_servqual(frame(lambda item, side: f"{'EP'[side]}{item + 1}", count))
        said = {"zh": "不分维度", "en": "without dimensions"}[lang]
        assert said in read.summary()
        assert "dimensions={" in read.summary()
        assert "dimensions=" not in read.summary().plain
    assert told(read) == dict.fromkeys(range(1, count + 1), "overall")
    found = servqual.gaps(read.table)
    assert list(found.index) == ["overall"]
    assert found.loc["overall", "n"] == PEOPLE
    assert len(servqual.gaps(read.table, level="item")) == count


def test_the_22_keep_their_dimensions_and_some_of_them_say_so() -> None:
    read = intake.read_servqual(frame(lambda item, side: f"{'EP'[side]}{item + 1}", 22))
    assert read.table["dimension"].nunique() == 5
    assert "维度" not in read.summary()
    some = intake.read_servqual(frame(lambda item, side: f"{'EP'[side]}{item + 5}", 6))
    assert set(told(some).values()) == {"reliability", "responsiveness"}
    assert "只有 6 题" in some.summary()


@pytest.mark.parametrize(
    "given",
    [
        HOME,
        {item: name for name, items in HOME.items() for item in items},
        {"reliability": ["Q1", "2", 3], "响应性": (4, 5), "Empathy": {6}},
    ],
)
def test_dimensions_are_what_the_caller_says(given: Any) -> None:
    read = intake.read_servqual(frame(lambda item, side: f"{'EP'[side]}{item + 1}"), dimensions=given)
    assert list(told(read).values()) == CODES
    assert "维度" not in read.summary()
    assert list(servqual.gaps(read.table).index) == ["reliability", "responsiveness", "empathy"]


def test_numbers_are_the_places_of_items_that_have_names() -> None:
    sheet = frame(lambda item, side: f"{item + 1}、{OWN[item]}（{('期望', '感受')[side]}）")
    assert list(told(intake.read_servqual(sheet, dimensions=HOME)).values()) == CODES


def test_names_of_items_and_dimensions_may_be_ones_own() -> None:
    sheet = frame(lambda item, side: f"{('期望', '实际感受')[side]}：{OWN[item]}")
    bare = intake.read_servqual(sheet)
    assert list(told(bare)) == OWN
    assert "不分维度" in bare.summary()
    read = intake.read_servqual(sheet, dimensions={"守时": OWN[:3], "回应": OWN[3:]})
    assert told(read) == dict.fromkeys(OWN[:3], "守时") | dict.fromkeys(OWN[3:], "回应")
    gaps = servqual.gaps(read.table)
    assert gaps.loc["守时", "perception"] == pytest.approx(
        read.table[read.table["dimension"] == "守时"]["perception"].mean()
    )
    lab = labs.ServqualLab(read)
    for view in lab.views:
        lab.set(view=view)
        assert "守时" in lab.static() or view in ("groups", "waves", "model", "standard")


@pytest.mark.parametrize(
    "given",
    [
        {},
        "可靠性",
        {"可靠性": [1, 2, 3], "移情性": [3]},
        {"可靠性": [1, 2, 9]},
        {"可靠性": [1, 2, 3]},
        {1: ""},
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_does_not_say_the_dimensions_is_one_sentence(given: Any, lang: Any) -> None:
    with use_language(lang), pytest.raises(ArgumentError, match="dimensions"):
        intake.read_servqual(frame(lambda item, side: f"{'EP'[side]}{item + 1}"), dimensions=given)


IN_HEADS: dict[str, Callable[[int, int], str]] = {
    "有形性1": lambda item, side: f"{NAMED[item]}{item + 1}（{('期望', '感受')[side]}）",
    "期望_有形性1": lambda item, side: f"{('期望', '感受')[side]}_{NAMED[item]}{item + 1}",
    "【可靠性】": lambda item, side: f"【{NAMED[item]}】{OWN[item]}（{('期望', '感受')[side]}）",
    "…[可靠性]": lambda item, side: f"{('期望', '感受')[side]}：{OWN[item]}（{NAMED[item]}）",
    "E_REL1": lambda item, side: f"{'EP'[side]}_{CODES[item][:3].upper()}{item + 1}",
    "REL1_E": lambda item, side: f"{CODES[item][:3].upper()}{item + 1}_{'EP'[side]}",
    "[reliability] x": lambda item, side: (
        f"[{CODES[item].title()}] {ENGLISH[item]} ({('expectation', 'perception')[side]})"
    ),
    "Reliability 1": lambda item, side: (
        f"{('Expected', 'Perceived')[side]}: {CODES[item].title()} {item + 1}"
    ),
}
NAMED = ["可靠性"] * 3 + ["响应性"] * 2 + ["移情性"]


@pytest.mark.parametrize("name", IN_HEADS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_dimensions_that_stand_in_the_headers_are_read_and_said(name: str, lang: Any) -> None:
    with use_language(lang):
        read = intake.read_servqual(frame(IN_HEADS[name]))
        said = {"zh": "可靠性 3", "en": "Reliability 3"}[lang]
        assert said in read.summary()
    assert list(told(read).values()) == CODES
    assert read.table["expectation"].tolist() == [7 - who % 2 for _ in range(6) for who in range(PEOPLE)]


def test_items_of_dimensions_alone_are_what_was_found() -> None:
    read = intake.read_servqual(frame(lambda item, side: f"{NAMED[item]}{item + 1}", sides=(1,)))
    assert list(told(read).values()) == CODES
    assert "expectation" not in read.table
    assert servqual.performance(read.table).loc["reliability", "n"] == PEOPLE


def test_long_tables_of_ones_own_items() -> None:
    wide = intake.read_servqual(frame(lambda item, side: f"{OWN[item]}（{('期望', '感受')[side]}）")).table
    long = wide[["respondent", "item", "expectation", "perception"]]
    assert "不分维度" in intake.read_servqual(long).summary()
    beside = long.assign(维度=long["item"].map(dict(zip(OWN, ["守时"] * 3 + ["回应"] * 3, strict=True))))
    read = intake.read_servqual(beside)
    assert set(read.table["dimension"]) == {"守时", "回应"}
    assert read.rows_left_out == 0


def test_22_items_without_a_number_are_taken_in_their_order_which_is_said() -> None:
    read = intake.read_servqual(
        frame(
            lambda item, side: (
                f"说法{'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥'[item]}（{('期望', '感受')[side]}）"
            ),
            22,
        )
    )
    assert list(told(read)) == list(range(1, 23))
    assert "先后" in read.summary()
