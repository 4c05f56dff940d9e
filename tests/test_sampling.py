"""Weights, clusters and strata: against R's ``survey``, statsmodels, and what they must be whatever the data.

Data of R's ``survey`` (T. Lumley): ``apiclus1``, 183 Californian schools of 15 districts drawn with all their schools,
and ``apistrat``, 200 schools drawn by type; from the Academic Performance Index of the California Department of
Education. Figures: its page "Simple summary statistics" (r-survey.r-forge.r-project.org/survey/example-summary.html),
and, to all digits, what it returned for the reference tests of Survey.jl (xKDR/Survey.jl, test/r_reference).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest
from statsmodels.regression.linear_model import WLS

from sgm_lab import cases, kano, sampling, satisfaction, servqual
from sgm_lab.errors import ArgumentError, DataError
from sgm_lab.i18n import LANGUAGES, use_language
from sgm_lab.sampling.design import given
from sgm_lab.sampling.variance import mean_of

SCHOOLS = pd.read_csv(Path(__file__).parent / "data" / "apiclus1.csv").assign(pw=33.847)
_FPC = np.sqrt(
    1 - 15 / 757
)  # 15 of 757 districts, which R's printed page corrects for and this package does not


def mean(values: Any, design: Any) -> Any:
    return mean_of(np.asarray(values, float), given(design, len(values)))


@pytest.fixture(scope="module")
def people() -> pd.DataFrame:
    """Answers of the healthcare case (simulated) with weights, six of them 0, branches and regions."""
    answers = cases.load("healthcare").kano
    numbers = answers["respondent"].str[-3:].astype(int)
    weight = np.where(numbers % 71 == 0, 0, 0.3 + numbers % 13 / 5)
    return answers.assign(weight=weight, branch=numbers % 17, region=numbers % 3)


# --- R's survey ---------------------------------------------------------------------------------------------


def test_a_mean_of_clusters_is_that_of_r() -> None:
    found = mean(SCHOOLS["api00"], sampling.Design(SCHOOLS["pw"], cluster=SCHOOLS["dnum"]))
    assert (found.value, found.se) == pytest.approx((644.169398907104, 23.7790107208869), rel=1e-12)
    assert found.se * _FPC == pytest.approx(23.5422, abs=5e-5)  # as printed
    assert (found.df, found.n) == (14, 183)


@pytest.mark.parametrize(
    ("kind", "share", "se"),
    [
        ("E", 0.78688524590164, 0.0468025716133837),
        ("H", 0.0765027322404372, 0.0270798559291773),
        ("M", 0.136612021857924, 0.0299472342965665),
    ],
)
def test_a_share_of_clusters_is_that_of_r(kind: str, share: float, se: float) -> None:
    found = mean(SCHOOLS["stype"] == kind, sampling.Design(SCHOOLS["pw"], cluster=SCHOOLS["dnum"]))
    assert (found.value, found.se) == pytest.approx((share, se), rel=1e-12)


def test_a_share_of_strata_is_that_of_r() -> None:
    """Schools that got no award in ``apistrat``: 27 of 100 elementary, 34 of 50 high, 26 of 50 middle schools."""
    drawn = [
        ("E", 44.2099990844727, 27, 100),
        ("H", 15.1000003814697, 34, 50),
        ("M", 20.3600006103516, 26, 50),
    ]
    rows = [(kind, weight, float(at < none)) for kind, weight, none, n in drawn for at in range(n)]
    table = pd.DataFrame(rows, columns=["kind", "weight", "none"])
    found = mean(table["none"], sampling.Design(table["weight"], strata=table["kind"]))
    assert (found.value, found.se) == pytest.approx((0.361063935949422, 0.0348975177769063), rel=1e-12)
    assert found.df == 197


def test_raking_gives_the_mean_of_r() -> None:
    """``rake(rclus1, list(~stype, ~sch.wide), …)`` of its help page, on the totals of all 6,194 schools."""
    margins = {"stype": {"E": 4421, "H": 755, "M": 1018}, "sch.wide": {"No": 1072, "Yes": 5122}}
    weights = sampling.rake(SCHOOLS, margins)
    assert mean(SCHOOLS["api00"], weights).value == pytest.approx(
        641.230246862208, rel=1e-5
    )  # R stops at 1 school
    for column, wanted in margins.items():
        share = weights.groupby(SCHOOLS[column]).sum() / weights.sum()
        assert share.to_dict() == pytest.approx({group: n / 6194 for group, n in wanted.items()}, rel=1e-9)
    assert weights.mean() == pytest.approx(1)
    assert weights.attrs["n_effective"] == sampling.effective_n(weights)


# --- statsmodels --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(5))
def test_means_are_those_of_a_weighted_regression_on_nothing(seed: int) -> None:
    """White's and the clustered sandwich of a constant are Taylor's variance of a mean."""
    draw = np.random.default_rng(seed)
    n = int(draw.integers(8, 60))
    values, weight, cluster = draw.integers(1, 8, n), draw.uniform(0.2, 4, n), draw.integers(0, 6, n)
    fit = WLS(values, np.ones(n), weights=weight)
    alone = mean(values, weight)
    assert (alone.value, alone.se) == pytest.approx((fit.fit().params[0], fit.fit(cov_type="HC1").bse[0]))
    grouped = fit.fit(cov_type="cluster", cov_kwds={"groups": cluster})
    assert mean(values, sampling.Design(weight, cluster=cluster)).se == pytest.approx(grouped.bse[0])


def test_effective_n_is_that_of_kish() -> None:
    assert sampling.effective_n([7, 7, 7]) == 3
    cv = np.std([1, 2, 3, 4]) / 2.5
    assert sampling.effective_n([1, 2, 3, 4]) == pytest.approx(4 / (1 + cv**2), abs=0.005)


# --- Kano ---------------------------------------------------------------------------------------------------


def test_equal_weights_change_nothing(people: pd.DataFrame) -> None:
    alike = kano.tally(people, by="wave", weights=np.full(len(people), 3.7))
    plain = kano.tally(people, by="wave")
    assert alike[list(kano.LETTERS)].to_numpy() == pytest.approx(plain.to_numpy())
    weighted, counted = kano.classify(alike), kano.classify(plain)
    assert weighted["category"].tolist() == counted["category"].tolist()
    for column in (
        "better_low",
        "better_high",
        "worse_low",
        "worse_high",
        "total_strength",
        "category_strength",
    ):
        assert weighted[column].to_numpy() == pytest.approx(counted[column].to_numpy(), rel=1e-9), column
    assert (weighted["n_effective"] - weighted["n"]).abs().max() < 1e-6


@pytest.mark.parametrize("design", [{}, {"cluster": "branch"}, {"strata": "region"},
                                    {"cluster": "branch", "strata": "region"}])  # fmt: skip
def test_better_has_the_variance_of_its_people(people: pd.DataFrame, design: dict[str, str]) -> None:
    """Sums by category say of a share what the people one by one do."""
    if len(design) == 2:
        people = people.assign(branch=people["branch"].astype(str) + people["region"].astype(str))
    found = kano.tally(people, by="wave", weights=sampling.Design("weight", **design))
    feature, wave = "clean_toilets", 2
    rows = people[people["feature"] == feature].reset_index(drop=True)
    letter = kano.evaluate(rows["functional"], rows["dysfunctional"])
    inside = letter.isin(list("MOAI")) & (rows["wave"] == wave)
    columns = {name: rows[column] for name, column in design.items()}
    one = mean(letter.isin(["A", "O"]), sampling.Design(rows["weight"].where(inside, 0.0), **columns))
    row = found.loc[(feature, wave)]
    better = kano.classify(found).loc[(feature, wave), "better"]
    assert better == pytest.approx(one.value)
    base = int((inside & (rows["weight"] > 0)).sum())
    worth = min(base, base * better * (1 - better) / (base - 1) / one.se**2)
    assert row["better_n"] == pytest.approx(worth)
    counted = letter.notna() & (rows["wave"] == wave) & (rows["weight"] > 0)
    assert row["n"] == counted.sum()
    assert row["n_effective"] == pytest.approx(sampling.effective_n(rows["weight"][counted]), abs=0.01)
    assert row[list(kano.LETTERS)].sum() == pytest.approx(row["n"])


@pytest.mark.parametrize("engine", ["polars", "lazy", "arrow", "duckdb"])
def test_every_engine_weights_alike(people: pd.DataFrame, engine: str) -> None:
    columns = ["respondent", "feature", "functional", "dysfunctional", "weight", "branch"]
    table = people[people["wave"] == 1][columns].astype({"respondent": object, "feature": object})
    frame = pl.from_pandas(table)
    made: Any = {"polars": frame, "lazy": frame.lazy(), "arrow": frame.to_arrow(),
                 "duckdb": duckdb.sql("select * from frame")}[engine]  # fmt: skip
    for weights in ("weight", sampling.Design("weight", cluster="branch")):
        expected, found = kano.tally(table, weights=weights), kano.tally(made, weights=weights)
        pd.testing.assert_frame_equal(found, expected, rtol=1e-10, check_index_type=False)


def test_what_follows_takes_weighted_counts(people: pd.DataFrame) -> None:
    found = kano.tally(people, by="wave", weights="weight")
    drift = kano.drift(found)
    first = found.xs(1, level="wave")
    assert drift["n"].tolist() == found["n"].groupby("feature").sum().tolist()
    letters = list(kano.LETTERS)
    assert drift["share_M_1"].tolist() == pytest.approx((first["M"] / first[letters].sum(axis=1)).tolist())
    sure, as_if_equal = kano.certainty(found), kano.certainty(kano.tally(people, by="wave"))
    assert sure.sum(axis=1).to_numpy() == pytest.approx(1)
    assert sure.max(axis=1).mean() < as_if_equal.max(axis=1).mean()  # weights make less sure
    rules = kano.compare_rules(found)
    assert rules["mode"].tolist() == kano.classify(found)["category"].tolist()


def test_answers_all_of_one_kind_keep_a_width() -> None:
    rows = pd.DataFrame({"feature": "wait", "functional": 1, "dysfunctional": 5}, index=range(8))
    found = kano.classify(kano.tally(rows, weights=[1, 2, 1, 2, 1, 2, 1, 2])).iloc[0]
    assert (found["better"], found["better_high"]) == (1, 1)
    assert 0.6 < found["better_low"] < 0.7


def test_one_branch_alone_says_nothing_of_others() -> None:
    rows = pd.DataFrame({"feature": "wait", "functional": [1, 1, 3], "dysfunctional": 5, "branch": "A"})
    found = kano.classify(kano.tally(rows, weights=sampling.Design(cluster="branch"))).iloc[0]
    assert found["better"] == pytest.approx(2 / 3)
    assert np.isnan([found["better_low"], found["better_high"]]).all()


# --- satisfaction and SERVQUAL ------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
def test_measures_of_satisfaction_have_the_variance_of_their_people(seed: int) -> None:
    draw = np.random.default_rng(seed)
    scores = draw.integers(0, 11, 40).astype(float)
    scores[:3] = np.nan
    weight, branch = draw.uniform(0.2, 3, 40), draw.integers(0, 7, 40)
    there, design = ~np.isnan(scores), sampling.Design(weight, cluster=branch)
    own = sampling.Design(weight[there], cluster=branch[there])
    asked = satisfaction.ces(scores, (0, 10), weights=design)
    one = mean(scores[there], own)
    assert (asked.value, asked.low, asked.high) == pytest.approx((one.value, *one.limits(0.95)))
    assert (asked.n, asked.n_effective) == (37, pytest.approx(sampling.effective_n(weight[there]), abs=0.01))
    pleased = satisfaction.csat(scores, (9, 10), scale=(0, 10), weights=design)
    assert pleased.value == pytest.approx(mean(scores[there] >= 9, own).value)
    net = satisfaction.nps(scores, weights=design)
    assert net.value == pytest.approx(pleased.value - mean(scores[there] <= 6, own).value)
    assert net.low < net.value < net.high
    assert net.promoters + net.passives + net.detractors == net.n == 37


def test_equal_weights_leave_satisfaction_as_it_is() -> None:
    scores = [10, 9, 9, 8, 6, 3, 10, 7, None, 9]
    for measure in (satisfaction.nps, lambda x, **w: satisfaction.csat(x, (9, 10), scale=(0, 10), **w),
                    lambda x, **w: satisfaction.ces(x, (0, 10), **w)):  # fmt: skip
        plain, alike = measure(scores), measure(scores, weights=[4] * 10)
        assert (alike.value, alike.low, alike.high) == pytest.approx((plain.value, plain.low, plain.high))
        assert (plain.n_effective, alike.n_effective, alike.n) == (None, 9, 9)
        assert "n_effective" not in repr(plain)
    assert satisfaction.difference(measure(scores, weights=[1, 2] * 5), measure(scores)).n == 18


def test_counts_cannot_be_weighted() -> None:
    with pytest.raises(ArgumentError):
        satisfaction.csat(count=3, n=5, weights=[1] * 5)
    with pytest.raises(ArgumentError):
        satisfaction.nps(promoters=1, passives=1, detractors=1, weights=[1])


@pytest.fixture(scope="module")
def served() -> pd.DataFrame:
    """SERVQUAL answers of the healthcare case (simulated) with weights and branches."""
    answers = cases.load("healthcare").servqual
    numbers = answers["respondent"].str[-3:].astype(int)
    return answers.assign(weight=0.3 + numbers % 13 / 5, branch=numbers % 17)


@pytest.mark.parametrize("level", ["dimension", "item"])
def test_equal_weights_leave_gaps_as_they_are(served: pd.DataFrame, level: Any) -> None:
    answers = served[served["wave"] == 1]
    plain, alike = (
        servqual.gaps(answers, level),
        servqual.gaps(answers, level, weights=np.full(len(answers), 3)),
    )
    shared = [column for column in plain if column in alike]
    pd.testing.assert_frame_equal(alike[shared], plain[shared], rtol=1e-9)
    assert set(plain) - set(alike) == {"wilcoxon_p"}
    assert alike["n_effective"].tolist() == pytest.approx(alike["n"].tolist())
    alone, weighed = (
        servqual.performance(answers, level, **w) for w in ({}, {"weights": np.ones(len(answers))})
    )
    pd.testing.assert_frame_equal(weighed[list(alone)], alone, rtol=1e-9)


def test_a_gap_has_the_variance_of_its_people(served: pd.DataFrame) -> None:
    design = sampling.Design("weight", cluster="branch")
    found = servqual.gaps(served, by="wave", weights=design).loc[("reliability", 2)]
    rows = served[served["dimension"] == "reliability"]
    answered = rows.dropna(subset=["expectation", "perception"])
    each = answered.groupby(["respondent", "wave"]).agg(e=("expectation", "mean"), p=("perception", "mean"),
                                                        k=("item", "size"), w=("weight", "max"),
                                                        b=("branch", "max")).reset_index()  # fmt: skip
    each = each[2 * each["k"] >= rows["item"].nunique()]
    inside = each["wave"] == 2
    fit = WLS((each["p"] - each["e"])[inside], np.ones(inside.sum()), weights=each["w"][inside])
    fit = fit.fit(cov_type="cluster", cov_kwds={"groups": each["b"][inside]})
    assert found["gap"] == pytest.approx(fit.params.iloc[0])
    assert found["gap"] / found["t"] == pytest.approx(fit.bse.iloc[0])
    assert (found["n"], found["df"]) == (inside.sum(), 16)
    assert found["perception"] - found["expectation"] == pytest.approx(found["gap"])


def test_gaps_of_a_lazy_table_are_weighted_alike(served: pd.DataFrame) -> None:
    table = pl.from_pandas(served.astype({"respondent": object, "dimension": object}))
    expected = servqual.gaps(served, weights="weight")
    pd.testing.assert_frame_equal(servqual.gaps(table.lazy(), weights="weight"), expected, rtol=1e-9)


def test_a_person_has_one_weight(served: pd.DataFrame) -> None:
    broken = served.assign(weight=np.arange(len(served)) % 2 + 1.0)
    with pytest.raises(DataError, match="-001"):
        servqual.gaps(broken, weights="weight")


# --- what cannot be used ------------------------------------------------------------------------------------

ODD: list[tuple[Any, type[Exception], str]] = [
    ([1, 2], ArgumentError, "2"),
    (["a", "1", "1"], DataError, "a"),
    ([True, False, True], DataError, "True"),
    ([-1, 1, 1], DataError, "-1"),
    ([0, 0, 0], DataError, "0"),
    ([1, None, 1], DataError, "1"),
    ([1, np.nan, 1], DataError, "1"),
    ([1, np.inf, 1], DataError, "weights"),
    ({1, 2, 3}, ArgumentError, "set"),
    (3, ArgumentError, "int"),
]


@pytest.mark.parametrize(("weights", "kind", "named"), ODD, ids=lambda one: str(one)[:20])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_odd_weights_end_in_one_sentence(weights: Any, kind: type[Exception], named: str, lang: str) -> None:
    rows = pd.DataFrame({"feature": "wait", "functional": [1, 1, 3], "dysfunctional": 5})
    with use_language(lang):
        for call in (lambda: kano.tally(rows, weights=weights), lambda: mean([1, 2, 3], weights),
                     lambda: sampling.rake(rows, {"functional": {1: 0.5, 3: 0.5}}, weights)):  # fmt: skip
            with pytest.raises(kind) as told:
                call()
            said = str(told.value)
            assert named in said
            assert "__" not in said
            assert said.count("\n") == 0


def test_a_column_that_is_not_there_is_named() -> None:
    rows = pd.DataFrame({"feature": "wait", "functional": [1, 1], "dysfunctional": 5, "weight": [1.0, -2]})
    with pytest.raises(ArgumentError, match="weight"):
        kano.tally(rows, weights="wieght")
    with pytest.raises(DataError, match="weight"):
        kano.tally(rows, weights="weight")
    with pytest.raises(DataError, match="A"):
        kano.tally(rows, weights=sampling.Design(strata=["A", "B"]))
    with pytest.raises(ArgumentError):
        kano.tally(kano.cells(rows), weights=[1])
    with pytest.raises(ArgumentError):
        kano.tally(pl.from_pandas(rows).lazy(), weights=[1, 1])
    with pytest.raises(ArgumentError, match="weight"):
        sampling.effective_n("weight")


@pytest.mark.parametrize(
    ("margins", "kind"),
    [
        ({}, ArgumentError),
        ({"age": {}}, ArgumentError),
        ({"age": [1, 2]}, ArgumentError),
        ({"ag": {"young": 1}}, ArgumentError),
        ({"age": {"young": 0.5, "old": 0.4}}, ArgumentError),
        ({"age": {"young": "half", "old": 0.5}}, ArgumentError),
        ({"age": {"young": 1.5, "old": -0.5}}, ArgumentError),
        ({"age": {"young": 1.0}}, DataError),
        ({"age": {"young": 0.5, "old": 0.4, "child": 0.1}}, DataError),
        ({"age": {"young": 0.5, "old": 0.5}, "sex": {"f": 0.2, "m": 0.8}}, DataError),
    ],
    ids=str,
)
def test_margins_that_cannot_be_met_end_in_one_sentence(margins: Any, kind: type[Exception]) -> None:
    table = pd.DataFrame({"age": ["young", "old", "old"], "sex": ["f", "m", "m"]})
    with pytest.raises(kind):
        sampling.rake(table, margins)


def test_weights_can_be_held_down() -> None:
    table = pd.DataFrame({"age": ["young"] * 9 + ["old"], "sex": list("mfmfmfmfmf")})
    margins = {"age": {"young": 70, "old": 30}}
    assert sampling.rake(table, margins).max() == pytest.approx(3)
    with pytest.raises(DataError):
        sampling.rake(table, margins, most=2, rounds=50)
