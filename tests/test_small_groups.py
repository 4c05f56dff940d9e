"""A group of too few people is never shown alone, nor can it be had by subtraction; the whole stays as it is."""

from __future__ import annotations

import re
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sgm_lab import _privacy, cases, kano, labs, report, servqual
from sgm_lab.errors import ArgumentError, DataError

LABEL = "人少的几组（合并）"


def people(*sizes: int, unnamed: int = 0) -> list[str | None]:
    return [f"g{at}" for at, size in enumerate(sizes) for _ in range(size)] + [None] * unnamed


def survey(kind: str, places: list[str | None]) -> pd.DataFrame:
    """The answers of a case under other names: each person with a place."""
    table = cases.load("healthcare").kano if kind == "kano" else cases.load("healthcare").servqual
    table = table[table["wave"] == 1]
    ids = list(table["respondent"].unique()[: len(places)])
    rows = table[table["respondent"].isin(ids)].drop(
        columns=["age_group", "visit_type", "wave"], errors="ignore"
    )
    return rows.assign(place=rows["respondent"].map(dict(zip(ids, places, strict=True))))


@given(st.lists(st.integers(1, 60), min_size=1, max_size=8), st.integers(0, 40), st.integers(5, 40))
@settings(deadline=None, max_examples=60)
def test_no_group_is_small_or_can_be_subtracted(sizes: list[int], unnamed: int, least: int) -> None:
    places = people(*sizes, unnamed=unnamed)
    table = pd.DataFrame({"respondent": range(len(places)), "place": pd.Series(places, dtype=object)})
    shown = _privacy.together(table, "place", "others", least=least).values
    sizes_shown = shown.value_counts(dropna=False)
    assert sizes_shown.sum() == len(places)
    # those who named no place are the whole without all the others
    assert len(sizes_shown) == 1 or sizes_shown.min() >= least
    kept = shown[(shown != "others") & shown.notna()]
    assert (kept == table["place"][kept.index]).all()


def test_small_in_one_wave_is_small() -> None:
    """In two waves of fifteen each a group of thirty would be shown as fifteen."""
    table = pd.DataFrame(
        [(f"{place}{wave}{n}", place, wave) for place, size in (("a", 40), ("b", 50), ("c", 15))
         for wave, n in product((1, 2), range(size))],
        columns=["respondent", "place", "wave"],
    )  # fmt: skip
    found = _privacy.together(table, "place", "others", least=30)
    assert found.merged == ["c", "a"]
    assert set(found.values) == {"others", "b"}


@pytest.mark.parametrize(
    ("kind", "lab", "views"),
    [
        ("kano", "KanoLab", [{"view": "groups", "by": "place"}]),
        ("servqual", "ServqualLab", [{"view": "groups", "split": "place"}]),
        ("servqual", "DisconfirmationExplorer", [{"view": "groups", "split": "place"}]),
        ("kano", "PersonalGoals", [{"on": "importance", "by": "place"}]),
    ],
)
def test_labs_hold_small_groups_of_a_file_back_and_say_so(
    kind: str, lab: str, views: list[dict[str, str]]
) -> None:
    made = getattr(labs, lab)(survey(kind, people(120, 80, 12)))
    offered = [value for _, value in made.source.segments()]
    assert offered == ["all", "place=g0", f"place={LABEL}"]
    for view in views:
        made.set(**view)
        page = made.body()
        assert LABEL in page
        assert "g2、g1" in page
        assert "不足30人" in page
        assert "全体的数不变" in page
        assert ">g2<" not in page
    assert len(made.source.answers) == len(survey(kind, people(120, 80, 12)))


def test_the_whole_stays_right() -> None:
    answers = survey("servqual", people(120, 80, 12))
    source = labs.ServqualLab(answers).source
    whole, merged = servqual.gaps(answers), servqual.gaps(source.answers)
    pd.testing.assert_frame_equal(whole, merged)
    by = servqual.gaps(source.answers, by="place")
    assert by["n"].groupby(level=0).sum().to_dict() == whole["n"].to_dict()


def test_a_column_that_makes_no_two_groups_splits_nothing() -> None:
    made = labs.KanoLab(survey("kano", people(20, 18, 12)))
    assert [value for _, value in made.source.segments()] == ["all"]
    assert "所以不按它分开" in made.body()


@pytest.mark.parametrize("kind", ["kano", "servqual"])
def test_a_report_holds_them_back_too(kind: str) -> None:
    page = report.build(survey(kind, people(120, 80, 12))).content("html").decode()
    assert LABEL in page
    assert "g2、g1" in page
    assert ">g2<" not in page


def test_the_number_is_the_instructors_but_never_below_a_team(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SGM_FEWEST", "50")
    assert _privacy.fewest() == 50
    monkeypatch.setenv("SGM_FEWEST", "2")
    assert _privacy.fewest() == _privacy.TEAM == 5
    monkeypatch.setenv("SGM_FEWEST", "ten")
    with pytest.raises(ArgumentError, match="不是整数"):
        _privacy.fewest()
    monkeypatch.setenv("SGM_FEWEST", "10")
    assert len(labs.KanoLab(survey("kano", people(120, 80, 12))).source.segments()) == 4


def test_cases_are_exempt_in_one_place_and_only_they() -> None:
    """Nobody stands behind simulated answers: what a case shows is not held back, the same answers as a file are."""
    case = cases.load("customer_service")
    assert _privacy.fewest(simulated=True) == 0
    assert labs.KanoLab(case="customer_service").source.held_back == {}
    few = case.kano[case.kano["respondent"].isin(case.kano["respondent"].unique()[:40])]
    assert labs.KanoLab(few).source.held_back


def test_a_team_under_five_is_not_shown(tmp_path) -> None:
    from sgm_lab import culture

    rng = np.random.default_rng(1)
    rows = [["front", *rng.integers(1, 6, 16)] for _ in range(4)]
    table = pd.DataFrame(rows, columns=["role", *culture.STATEMENTS])
    lab = labs.CultureCheck()
    lab.receive("upload", "team.csv", table.to_csv(index=False).encode())
    assert "不足5人的团队不显示" in lab.body()


def test_counts_by_group_add_up_after_merging() -> None:
    answers = survey("kano", people(120, 80, 12))
    source = labs.KanoLab(answers).source
    by = kano.tally(source.answers, by="place").groupby(level=0).sum()
    pd.testing.assert_frame_equal(by.sort_index(), kano.tally(answers).sort_index(), check_dtype=False)


# ---- where people are set aside, left out or grouped after the file was read ----


def careless(table: pd.DataFrame, ids: list) -> pd.DataFrame:
    """Let some people answer the same to everything."""
    same = table["respondent"].isin(ids)
    return table.assign(
        functional=table["functional"].where(~same, 1), dysfunctional=table["dysfunctional"].where(~same, 1)
    )


@pytest.fixture
def thinned() -> pd.DataFrame:
    """Two places of 80 and one of 33, of whom five answered carelessly."""
    table = survey("kano", people(80, 80, 33))
    out = list(table.loc[table["place"] == "g2", "respondent"].unique()[:5])
    return careless(table, out)


def test_a_group_is_not_shown_once_careless_answers_leave_too_few(thinned: pd.DataFrame) -> None:
    made = labs.KanoLab(thinned, view="groups", by="place")
    assert list(made.compute().named) == ["g0", "g1", "g2"]
    made.set(people="careful")
    found = made.compute()
    assert "g2" not in found.named
    assert LABEL in found.named
    features = found.beside.counts.index.get_level_values(0).nunique()
    sizes = found.beside.counts.groupby(level="place").sum().sum(axis=1) / features
    assert sizes.min() >= 28 * 2 - 1


def test_a_segment_is_not_shown_once_careless_answers_leave_too_few(thinned: pd.DataFrame) -> None:
    made = labs.KanoLab(thinned, view="tallies", segment="place=g2")
    assert made.compute().respondents == 33
    made.set(people="careful")
    assert re.search("只剩2[0-9]人，不足30人", made.body())


def test_no_cluster_of_a_file_is_small() -> None:
    """Fifteen who want one thing only are a cluster of their own: they stand with others."""
    table = survey("kano", people(100, 100))
    odd = list(table["respondent"].unique()[:15])
    features = list(table["feature"].unique())
    mine = table["respondent"].isin(odd)
    table["importance"] = table["importance"].where(~mine, np.where(table["feature"] == features[0], 9, 1))
    for groups in (0, 3, 4, 5):
        made = labs.PersonalGoals(table, on="importance", level="absolute", groups=groups)
        page = made.body()
        try:
            sizes = made.compute().labels.value_counts()
        except DataError:
            assert "不足30人，不单独显示" in page
        else:
            assert sizes.min() >= 30


def test_known_groups_are_counted_among_those_who_answered_enough() -> None:
    table = survey("kano", people(80, 80, 33))
    few = table.loc[table["place"] == "g2", "respondent"].unique()[:5]
    cut = table["respondent"].isin(few) & ~table["feature"].isin(table["feature"].unique()[:3])
    made = labs.PersonalGoals(table[~cut], on="importance", by="place")
    found = made.compute()
    assert found.labels.value_counts().min() >= 30
    assert "g2" not in found.names.values()


def test_a_case_shows_its_clusters_as_they_are() -> None:
    assert labs.PersonalGoals(case="education", groups=5).compute().labels.nunique() == 5


def test_the_lines_of_a_log_of_ones_own_have_no_groups() -> None:
    """A rule of who goes first names groups of a case only: of a log that was uploaded none is told apart."""
    made = labs.ProcessLab()
    assert any("=" in str(value) for _, value in made.rules())
    table = cases.load("healthcare").operations
    log = table[["date", "arrival", "wait_min"]].head(400)
    made.receive("upload", "log.csv", log.to_csv(index=False).encode())
    assert made.own
    assert not any("=" in str(value) for _, value in made.rules())
