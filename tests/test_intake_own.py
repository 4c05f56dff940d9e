"""Files of one's own as people have them: what only sounds like a side or a feature, scales and sides turned round."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from sgm_lab import intake, kano, labs, report, segments, servqual
from sgm_lab.errors import ArgumentError, DataError
from sgm_lab.i18n import use_language

PEOPLE = 60
FEATURES = ["短信提醒", "陪诊", "线上缴费"]
CHANCE = np.random.default_rng(5)
HAVING = CHANCE.choice([1, 1, 2, 3], (PEOPLE, 3))
LACKING = CHANCE.choice([3, 4, 5, 5], (PEOPLE, 3))
GROUP = CHANCE.choice(["体检", "门诊"], PEOPLE)
EXPECTED = CHANCE.integers(5, 8, (PEOPLE, 22))
FOUND = CHANCE.integers(3, 7, (PEOPLE, 22))


def wide(first: str, second: str, **groups: Any) -> pd.DataFrame:
    questions = {
        name.format(feature): side[:, at]
        for at, feature in enumerate(FEATURES)
        for name, side in ((first, HAVING), (second, LACKING))
    }
    return pd.DataFrame({"编号": range(1, PEOPLE + 1)} | groups | questions)


def sides(expected: Any, found: Any) -> pd.DataFrame:
    return pd.DataFrame(
        {f"E{n + 1}": expected[:, n] for n in range(22)} | {f"P{n + 1}": found[:, n] for n in range(22)}
    )


def known(read: intake.Intake) -> bool:
    """Whether the answers are the ones that were given."""
    return all(
        read.table.loc[read.table["feature"] == feature, side].tolist() == given[:, at].tolist()
        for at, feature in enumerate(FEATURES)
        for side, given in (("functional", HAVING), ("dysfunctional", LACKING))
    )


@pytest.mark.parametrize("heads", [("{}_正向", "{}_反向"), ("提供{}", "不提供{}"), ("{}_F", "{}_D")])
@pytest.mark.parametrize("group", [["服务"], ["需要", "功能"], ["Vitamin_D"], ["有无陪同的有"]])
def test_a_group_that_is_called_like_a_feature_or_a_side_is_a_group(
    heads: tuple[str, str], group: list[str]
) -> None:
    read = intake.read_kano(wide(*heads, **dict.fromkeys(group, GROUP)))
    assert known(read)
    assert set(group) <= set(read.table)
    told = read.columns.set_index("column")["became"]
    assert told[group].eq("segment").all()


@pytest.mark.parametrize(
    "heads", [("叫号（具备时）", "叫号（缺失时）"), ("如果有叫号", "如果没有叫号"), ("叫号_F", "叫号_D")]
)
@pytest.mark.parametrize("people", [{}, {"编号": range(1, PEOPLE + 1)}])
@pytest.mark.parametrize("group", ["服务", "需要", "功能"])
def test_a_group_beside_one_pair_is_a_group_where_nobody_has_two_rows(
    heads: tuple[str, str], people: Any, group: str
) -> None:
    said = dict(zip(heads, (HAVING[:, 0], LACKING[:, 0]), strict=True))
    read = intake.read_kano(pd.DataFrame(people | {group: GROUP} | said))
    assert read.table[["functional", "dysfunctional"]].values.tolist() == list(
        map(list, zip(*said.values(), strict=True))
    )
    assert read.table["feature"].unique().tolist() == ["叫号"]
    assert read.table[group].tolist() == GROUP.tolist()
    assert f"“{group}”一列当作分组" in read.summary()


def test_figures_that_may_be_answers_are_asked_with_what_to_do_for_a_group() -> None:
    with pytest.raises(DataError, match="Vitamin_D") as refused:
        intake.read_kano(wide("{}_F", "{}_D", Vitamin_D=LACKING[:, 1]))
    assert "分组" in str(refused.value)


@pytest.mark.parametrize("unit", ["需要", "功能", "feature"])
@pytest.mark.parametrize("heads", [("有时的感受", "没有时的感受"), ("具备时", "缺失时"), ("functional", "d")])
def test_one_pair_beside_a_column_of_features_is_a_long_table_in_its_own_order(
    unit: str, heads: tuple[str, str]
) -> None:
    order = [2, 0, 1]
    rows = [
        (person + 1, FEATURES[at], HAVING[person, at], LACKING[person, at])
        for person in range(PEOPLE)
        for at in order
    ]
    read = intake.read_kano(pd.DataFrame(rows, columns=["受访者", unit, *heads]))
    assert known(read)
    assert read.rows_left_out == 0
    assert kano.tally(read).index.tolist() == [FEATURES[at] for at in order]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("low", "high"), [(0, 10), (0, 100), (1, 10), (0, 6)])
def test_scores_off_the_scale_are_asked_about_once(low: int, high: int, lang: Any) -> None:
    def on(scores: Any) -> Any:
        return np.round(low + (scores - 1) * (high - low) / 6).astype(int)

    found = FOUND.copy()
    found[:4, 0] = 1
    frame = sides(on(EXPECTED), on(found))
    with use_language(lang):
        read = intake.read_servqual(frame)
        assert f"scale=({low}, {high})" in read.unsettled
        assert read.problems.empty
        with pytest.raises(DataError, match="scale="):
            _ = read.table
    told = intake.read_servqual(frame, scale=(low, high))
    assert told.rows_read == PEOPLE * 22
    gaps = servqual.gaps(told, scale=(low, high))
    assert gaps["gap"].mean() == pytest.approx((on(found) - on(EXPECTED)).mean(), abs=0.05 * (high - low))


def test_slips_off_the_scale_are_cells() -> None:
    frame = sides(EXPECTED, FOUND)
    frame.loc[0, "E3"], frame.loc[5, "P7"] = 55, 0
    read = intake.read_servqual(frame)
    assert read.unsettled == ""
    assert read.problems[["row", "value"]].values.tolist() == [[2, "55"], [7, "0"]]


def test_sides_that_changed_places_and_scores_that_run_down_are_settled_first() -> None:
    swapped = intake.read_servqual(sides(FOUND, EXPECTED))
    assert "放反" in swapped.unsettled
    down = intake.read_servqual(sides(8 - EXPECTED, 8 - FOUND))
    assert "reverse=True" in down.unsettled
    for read in (swapped, down):
        with pytest.raises(DataError, match=r"scale=\(1, 7\)"):
            _ = read.table
    told = intake.read_servqual(sides(FOUND, EXPECTED), scale=(1, 7))
    assert len(told.table) == PEOPLE * 22
    assert "放反" in told.summary()


@pytest.mark.parametrize("rise", [0.4, 0.0, -1.0])
def test_a_service_that_is_as_good_as_expected_is_no_doubt(rise: float) -> None:
    chance = np.random.default_rng(3)
    expected = np.clip(np.round(chance.normal(5.2, 1, (200, 22))), 1, 7).astype(int)
    found = np.clip(np.round(chance.normal(5.2 + rise, 1, (200, 22))), 1, 7).astype(int)
    assert intake.read_servqual(sides(expected, found)).unsettled == ""
    assert intake.read_servqual(sides(np.clip(expected - 2, 1, 5), np.clip(found - 2, 1, 5))).unsettled == ""


def test_what_is_no_report_no_gaps_and_no_profiles_is_named_with_the_call_before() -> None:
    read = intake.read_servqual(sides(EXPECTED, FOUND))
    given = intake.read_kano(wide("{}_F", "{}_D"))
    wrong: list[tuple[Any, Any, str]] = [
        (kano.answer_patterns, given, r"kano\.careless"),
        (servqual.contrasts, read, r"servqual\.gaps"),
        (segments.cluster, "abc", r"segments\.profile"),
        (segments.cluster, read, r"segments\.profile"),
    ]
    for call, argument, said in wrong:
        with pytest.raises(ArgumentError, match=said):
            call(argument)


@pytest.mark.parametrize("heads", [list("MOAIRQ"), ["必备", "期望", "魅力", "无差异", "反向", "可疑"]])
def test_a_table_of_counts_is_sent_to_classify(heads: list[str]) -> None:
    counts = pd.DataFrame([[45, 15, 8, 10, 1, 1]], columns=heads).assign(需要=FEATURES[:1])
    with pytest.raises(DataError, match=r"kano\.classify"):
        intake.read_kano(counts)
    assert kano.classify(counts)["category"].tolist() == ["M"]


def test_a_scale_that_only_servqual_has_needs_no_kind(tmp_path: Any) -> None:
    file = tmp_path / "survey.csv"
    sides(EXPECTED + 3, FOUND).to_csv(file, index=False)
    assert "servqual" in report.build(file, scale=(0, 10)).found
    with pytest.raises(ArgumentError):
        report.build(file, scale=(9, 1))


def test_a_scale_that_was_told_and_does_not_fit_is_said() -> None:
    read = intake.read_servqual(sides(EXPECTED + 2, FOUND), scale=(1, 7))
    assert read.unsettled == ""
    assert "scale=(1, 9)" in read.summary()
    with pytest.raises(DataError, match=r"scale=\(1, 10\)"):  # not the first cell only
        intake.read_servqual(sides(EXPECTED + 3, FOUND), scale=(1, 7))
    lab = labs.ServqualLab(intake.read_servqual(sides(EXPECTED + 3, FOUND), scale=(0, 10)), scale="0-10")
    assert lab.scale == (0, 10)
    assert "不在" not in lab.view()["html"]
