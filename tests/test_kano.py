"""Kano: published figures, properties that must hold for any answers, known traps, and each error."""

from __future__ import annotations

import math
import re
from itertools import product

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from sgm_lab import i18n, kano
from sgm_lab.errors import ArgumentError, DataError
from sgm_lab.i18n import use_language
from sgm_lab.inference import to_ask
from sgm_lab.kano._paired import stuart_maxwell

# Berger et al. 1993 and Pouliot's variant, Center for Quality of Management Journal 2(4):3-36, and the short
# 3×3 table of W. Peter's R package stp25stat (R/kano.R, type = 3). Rows functional, columns dysfunctional.
BERGER = ["QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ"]
POULIOT = ["QAAAO", "RQIIM", "RIIIM", "RIIQM", "RRRRQ"]
SHORT = ["AAO", "IIM", "IIM"]

# W. Peter, R package stp25kano, README (2024-05-11), table "Evaluation" (n = 296).
README = {
    "Service app": {"M": 95, "O": 123, "A": 45, "I": 33, "R": 0, "Q": 0},
    "Excellent service": {"M": 101, "O": 54, "A": 54, "I": 81, "R": 3, "Q": 3},
    "Hotline": {"M": 15, "O": 24, "A": 121, "I": 124, "R": 6, "Q": 6},
    "Loan machine": {"M": 65, "O": 87, "A": 93, "I": 51, "R": 0, "Q": 0},
    "Ready-to-use return": {"M": 9, "O": 18, "A": 83, "I": 177, "R": 6, "Q": 3},
}
# max category, MOAI, total strength %, category strength %, CS+, CS−, chi2, Fong left, right, verdict
PUBLISHED = {
    "Service app": ("O", "O", 89, 9, 0.568, -0.736, 72.49, 28, 19.4, True),
    "Excellent service": ("M", "M", 71, 7, 0.372, -0.534, 21.64, 20, 18.5, True),
    "Hotline": ("I", "A", 54, 1, 0.511, -0.137, 150.06, 3, 19.8, False),
    "Loan machine": ("A", "O", 83, 2, 0.608, -0.514, 15.41, 6, 18.5, False),
    "Ready-to-use return": ("I", "I", 37, 32, 0.352, -0.094, 251.3, 94, 19.9, True),
}

COLUMNS = [
    "category",
    "runner_up",
    "better",
    "worse",
    "total_strength",
    "category_strength",
    "fong_significant",
    "better_low",
    "better_high",
    "worse_low",
    "worse_high",
    "n",
    "category_word",
]


def table(pairs, feature="f", **columns):
    f, d = zip(*pairs, strict=True) if pairs else ((), ())
    return pd.DataFrame({"feature": feature, "functional": f, "dysfunctional": d, **columns})


# --- published figures --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "rows"), [("berger", BERGER), ("pouliot", POULIOT)])
def test_evaluation_table_as_published(name, rows):
    grid = kano.EVALUATION_TABLES[name]
    assert ["".join(row) for row in grid.to_numpy()] == rows
    assert list(grid.index) == list(grid.columns) == [1, 2, 3, 4, 5]
    for f, d in product(range(1, 6), repeat=2):
        assert kano.evaluate(f, d, table=name).item() == rows[f - 1][d - 1]


def test_short_table_as_published():
    grid = kano.EVALUATION_TABLES["short"]
    assert ["".join(row) for row in grid.to_numpy()] == SHORT
    assert list(grid.index) == list(grid.columns) == [1, 3, 5]
    pairs = list(product((1, 3, 5), repeat=2))
    assert "".join(kano.evaluate(*zip(*pairs, strict=True), table="short")) == "".join(SHORT)


@pytest.mark.parametrize("feature", list(README))
def test_readme_of_stp25kano(feature):
    top, moai, total, strength, better, worse, chi2, left, right, significant = PUBLISHED[feature]
    counts = pd.DataFrame(README).T
    row = kano.classify(counts).loc[feature]
    assert row["category"] == top
    assert kano.classify(counts, rule="moai").loc[feature, "category"] == moai
    assert 100 * row["total_strength"] == pytest.approx(total, abs=0.5)
    assert 100 * row["category_strength"] == pytest.approx(strength, abs=0.5)
    assert row["better"] == pytest.approx(better, abs=0.0005)
    assert row["worse"] == pytest.approx(worse, abs=0.0005)
    assert row["n"] == 296
    assert bool(row["fong_significant"]) is significant
    test = kano.fong(counts).loc[feature]
    assert test["difference"] == left
    assert test["critical"] == pytest.approx(right, abs=0.05)
    assert kano.uniformity(counts).loc[feature, "chi2"] == pytest.approx(chi2, abs=0.005)


def test_dumouchel_cells_reproduce_berger_one_by_one():
    # The scores 4, 2, 0, −1, −2 are DuMouchel's (in Berger et al. 1993).
    pairs = list(product(range(1, 6), repeat=2))
    answers = table(pairs, feature=[f"{f}{d}" for f, d in pairs])
    scores = kano.continuous(answers)
    assert "".join(scores["category"]) == "".join(BERGER)
    assert scores["functional"].tolist() == [s for s in (4, 2, 0, -1, -2) for _ in range(5)]
    assert scores["dysfunctional"].tolist() == [-2, -1, 0, 2, 4] * 5


def test_curves_are_those_of_wang_and_ji():
    # Wang & Ji 2010, Int. J. Quality & Reliability Management 27(2):173-184, written out as printed.
    cs, ds, x, e = 0.61, -0.27, np.linspace(0, 1, 11), math.e
    printed = {
        "O": (cs - ds) * x + ds,
        "A": ((cs - ds) / (e - 1)) * np.exp(x) - (cs - e * ds) / (e - 1),
        "M": -(e * (cs - ds) / (e - 1)) * np.exp(-x) + (e * cs - ds) / (e - 1),
    }
    for category, expected in printed.items():
        assert kano.satisfaction_curve(cs, ds, category, x) == pytest.approx(expected, abs=1e-12)


# Timings vary on a shared machine; a deadline would only make the tests flaky.
quick = settings(max_examples=40, deadline=None)


# --- any answers --------------------------------------------------------------------------------------------

codes = st.one_of(st.none(), st.integers(1, 5))
rows = st.lists(
    st.tuples(st.sampled_from(["等候", "wait", "b"]), codes, codes, st.sampled_from(["x", "y"])), max_size=40
)
counts_row = st.lists(st.integers(0, 400), min_size=6, max_size=6)
counts_table = st.lists(counts_row, min_size=1, max_size=6).map(
    lambda k: pd.DataFrame(k, columns=list("MOAIRQ"), index=[f"f{i}" for i in range(len(k))])
)


def as_frame(drawn):
    frame = pd.DataFrame(drawn, columns=["feature", "functional", "dysfunctional", "group"])
    return frame.astype(
        {"functional": "Int64", "dysfunctional": "Int64", "feature": "object", "group": "object"}
    )


@quick
@given(rows)
def test_tally_counts_complete_pairs_and_agrees_with_evaluate(drawn):
    answers = as_frame(drawn)
    counts = kano.tally(answers)
    complete = answers.dropna()
    assert counts.to_numpy().sum() == len(complete)
    assert counts.attrs["incomplete"] == len(answers) - len(complete)
    letters = kano.evaluate(answers["functional"], answers["dysfunctional"])
    assert letters.isna().sum() == len(answers) - len(complete)
    for feature, row in counts.iterrows():
        mine = letters[answers["feature"] == feature].value_counts()
        assert row[row > 0].to_dict() == mine.to_dict()


@quick
@given(rows, st.randoms())
def test_order_of_rows_changes_nothing(drawn, random):
    shuffled = random.sample(drawn, len(drawn))
    pd.testing.assert_frame_equal(kano.tally(as_frame(drawn)), kano.tally(as_frame(shuffled)))


@quick
@given(rows)
def test_groups_add_up(drawn):
    answers = as_frame(drawn)
    split = kano.tally(answers, by="group")
    assert split.index.names == ["feature", "group"]
    pd.testing.assert_frame_equal(
        split.groupby(level="feature").sum(), kano.tally(answers), check_dtype=False
    )
    pd.testing.assert_frame_equal(kano.tally(kano.cells(answers, by="group")), kano.tally(answers))


@settings(max_examples=12, deadline=None)
@given(rows.filter(bool))
def test_engines_agree(drawn):
    names = ["feature", "functional", "dysfunctional", "group"]
    pdf = as_frame(drawn)
    types = {"feature": pl.String, "functional": pl.Int8, "dysfunctional": pl.Int8, "group": pl.String}
    plf = pl.DataFrame(drawn, schema=types, orient="row")
    arrow = pa.table({name: plf[name].to_list() for name in names}).cast(plf.to_arrow().schema)
    relation = duckdb.connect().from_arrow(arrow)
    expected = kano.tally(pdf, by="group")
    scores = kano.continuous(pdf)
    for answers in (plf, plf.lazy(), arrow, relation):
        found = kano.tally(answers, by=["group"])
        pd.testing.assert_frame_equal(found, expected, check_index_type=False, check_column_type=False)
        assert found.attrs == expected.attrs
        pd.testing.assert_frame_equal(kano.continuous(answers), scores, check_index_type=False)


@quick
@given(counts_table)
def test_better_and_worse_stay_in_range_and_inside_their_interval(counts):
    result = kano.classify(counts)
    assert list(result.columns) == COLUMNS
    base = counts[list("MOAI")].sum(axis=1)
    some = result[base > 0]
    assert some["better"].between(0, 1).all()
    assert some["worse"].between(-1, 0).all()
    for name in ("better", "worse"):
        assert (some[f"{name}_low"] <= some[name] + 1e-12).all()
        assert (some[name] <= some[f"{name}_high"] + 1e-12).all()
        assert result.loc[base == 0, [name, f"{name}_low", f"{name}_high"]].isna().all(axis=None)
    assert (result["n"] == counts.sum(axis=1)).all()


@quick
@given(counts_table)
def test_r_and_q_do_not_touch_better_and_worse(counts):
    parts = ["better", "worse", "better_low", "better_high", "worse_low", "worse_high"]
    without = kano.classify(counts[list("MOAI")])[parts]
    pd.testing.assert_frame_equal(kano.classify(counts)[parts], without)


@quick
@given(counts_table)
def test_mode_names_the_largest_and_every_tie(counts):
    for category, row in zip(kano.classify(counts)["category"], counts.to_numpy(), strict=True):
        best = [letter for letter, k in zip("MOAIRQ", row, strict=True) if k == row.max()]
        assert (category == "/".join(best)) if row.max() else pd.isna(category)


@quick
@given(counts_table, st.sampled_from([0.0, 0.06, 0.3, 1.0]))
def test_moai_by_the_book(counts, threshold):
    found = kano.classify(counts, rule="moai", threshold=threshold)["category"]
    for category, row in zip(found, counts.to_numpy(), strict=True):
        ranked = sorted(row, reverse=True)
        contenders = [x for x, k in zip("MOAIRQ", row, strict=True) if k >= ranked[1]]
        settled = [x for x in contenders if x in "MOAI"]
        if row.sum() and ranked[0] - ranked[1] < threshold * row.sum() - 1e-9 and settled:
            assert category == settled[0]
        else:
            mode = kano.classify(dict(zip("MOAIRQ", row, strict=True)))["category"].iloc[0]
            assert category == mode or (pd.isna(category) and pd.isna(mode))


@quick
@given(counts_table)
def test_certainty_is_a_distribution(counts):
    share = kano.certainty(counts)
    filled = counts.sum(axis=1) > 0
    assert share[filled].sum(axis=1).to_numpy() == pytest.approx(1)
    assert share[~filled].isna().all(axis=None)
    for k, p in zip(counts[filled].to_numpy(), share[filled].to_numpy(), strict=True):
        assert (np.diff(p[np.argsort(k)]) >= -1e-6).all()  # who has more is never less certain


@quick
@given(st.floats(0, 1), st.floats(-1, 0), st.sampled_from("OAMI"))
def test_curves_run_from_worse_to_better(better, worse, category):
    ends = kano.satisfaction_curve(better, worse, category, [0, 1])
    assert ends == pytest.approx([worse, better], abs=1e-12)
    middle = kano.satisfaction_curve(better, worse, category, np.linspace(0, 1, 9))
    assert (np.diff(middle) >= -1e-12).all()


@quick
@given(st.integers(2, 5000), st.floats(0.02, 0.98), st.floats(0, 0.5))
def test_sample_size_and_width_are_inverse(n, better, excluded):
    width = kano.interval_width(n, better, excluded=excluded)
    if width < 1:
        assert kano.sample_size(width * (1 - 1e-9), better, excluded=excluded) in (n, n + 1)
        needed = kano.sample_size(width, better, excluded=excluded)
        assert kano.interval_width(needed, better, excluded=excluded) <= width * (1 + 1e-9)


# --- evaluate, cells, tally ---------------------------------------------------------------------------------


def test_like_like_is_questionable_and_not_one_dimensional():
    assert kano.evaluate([1], [1]).tolist() == ["Q"]


def test_evaluate_keeps_the_index_and_missing_answers():
    f = pd.Series([1, None, 2], index=[10, 20, 30])
    found = kano.evaluate(f, [5, 5, None])
    assert found.index.tolist() == [10, 20, 30]
    assert found.iloc[0] == "O"
    assert found.isna().tolist() == [False, True, True]
    assert found.attrs["table"] == "berger"
    assert kano.evaluate([3], pd.Series([3], index=["a"])).index.tolist() == ["a"]
    assert len(kano.evaluate([], [])) == 0


def test_evaluate_takes_answers_held_as_objects():
    assert kano.evaluate(pd.Series([1, None, 2.0], dtype=object), pl.Series([5, 5, 5])).iloc[
        [0, 2]
    ].tolist() == [
        "O",
        "M",
    ]


@pytest.mark.parametrize("bad", [0, 6, 7, 2.5, -1, "1", "还行", True, math.inf])
def test_evaluate_names_row_and_value_of_a_bad_answer(bad):
    with pytest.raises(DataError) as caught:
        kano.evaluate([1, bad], [5, 5])
    assert caught.value.key == "kano.answer"
    assert caught.value.values["column"] == "functional"
    assert str(bad) in str(caught.value)
    with use_language("en"):
        assert "row 2 " in str(kano_error(lambda: kano.evaluate([5, 5], [1, bad])))


def kano_error(call, kind=DataError):
    with pytest.raises(kind) as caught:
        call()
    return caught.value


def test_evaluate_refuses_pairs_that_cannot_be_matched():
    assert kano_error(lambda: kano.evaluate([1, 2], [1]), ArgumentError).key == "kano.lengths"
    f, d = pd.Series([1, 2]), pd.Series([1, 2], index=[1, 0])
    assert kano_error(lambda: kano.evaluate(f, d), ArgumentError).key == "kano.index"


def test_short_table_takes_no_must_be_answer():
    assert kano_error(lambda: kano.evaluate([1], [2], table="short")).values["allowed"] == ["1", "3", "5"]
    answers = table([(1, 2), (1, 3)])
    error = kano_error(lambda: kano.tally(answers, table="short"))
    assert (error.key, error.values["count"], error.values["codes"]) == ("kano.off_table", 1, [2, 4])
    assert kano.tally(table([(1, 3)]), table="short").loc["f", "A"] == 1


def test_own_table_is_used_and_named():
    own = kano.EVALUATION_TABLES["berger"].copy()
    assert kano.tally(table([(1, 1)]), table=own).attrs["table"] == "berger"
    own.loc[2, 2] = "Q"
    assert kano.evaluate([2], [2], table=own).tolist() == ["Q"]
    assert kano.tally(table([(2, 2)]), table=own).attrs["table"] == "custom"
    assert kano.tally(table([(2, 2)]), table="pouliot").attrs["table"] == "pouliot"


def test_a_changed_table_does_not_pass_under_its_old_name(monkeypatch):
    changed = kano.EVALUATION_TABLES["berger"].copy()
    changed.loc[1, 1] = "O"
    monkeypatch.setitem(kano.EVALUATION_TABLES, "berger", changed)
    assert kano.evaluate([1], [1]).tolist() == ["Q"]
    assert kano.evaluate([1], [1], table=changed).attrs["table"] == "custom"


def test_malformed_tables():
    good = kano.EVALUATION_TABLES["berger"]
    for bad, key in [
        ("bergre", "errors.choice"),
        ([["Q"]], "kano.table_kind"),
        (good.reset_index(drop=True), "kano.table_labels"),
        (good.iloc[:3], "kano.table_labels"),
        (good.iloc[:0, :0], "kano.table_labels"),
        (pd.concat([good, good.iloc[:1]]), "kano.table_labels"),
        (good.replace("Q", "x"), "kano.table_letter"),
    ]:
        assert kano_error(lambda bad=bad: kano.evaluate([1], [1], table=bad), ArgumentError).key == key


def test_cells_hold_one_feature_as_a_square():
    square = kano.cells(table([(1, 5), (1, 5), (2, 3)])).loc["f"].unstack()  # noqa: PD010
    assert square.shape == (5, 5)
    assert square.loc[1, 5] == 2
    assert square.loc[2, 3] == 1


def test_cells_of_cells_fill_up_and_check():
    joint = kano.cells(table([(1, 5), (2, 3)]))
    few = joint.loc[:, [(1, 5)]]
    assert kano.tally(few).loc["f"].tolist() == [0, 1, 0, 0, 0, 0]
    assert kano_error(lambda: kano.cells(joint, by="wave"), ArgumentError).key == "errors.column_missing"
    assert kano_error(lambda: kano.cells(-joint)).key == "kano.counts_value"
    odd = joint.rename(columns={5: 6}, level="dysfunctional")
    assert kano_error(lambda: kano.cells(odd), ArgumentError).key == "kano.counts_columns"


def test_tally_keeps_features_without_complete_pairs():
    counts = kano.tally(table([(None, 5), (1, 5)], feature=["a", "b"]))
    assert counts.loc["a"].sum() == 0
    assert list(counts.index) == ["a", "b"]
    assert (counts.attrs["incomplete"], counts.attrs["notes"]) == (1, [])
    assert pd.isna(kano.classify(counts).loc["a", "category"])


@pytest.mark.parametrize(
    "place", [pd.DataFrame, pl.from_pandas, duckdb.from_df], ids=["pandas", "polars", "duckdb"]
)
def test_answers_of_no_group_are_left_out_with_a_note_and_those_of_no_feature_refused(place):
    answers = table(
        [(1, 5), (1, 3), (2, 9), (1, 5)], feature=["a", "b", "a", "a"], group=["x", "x", None, "y"]
    )
    answers = answers.assign(importance=[7, 8, 6, 5])
    taken = {
        "tally": lambda rows: kano.tally(rows, by="group"),
        "weighted": lambda rows: kano.tally(rows, by="group", weights="importance"),
        "importance": lambda rows: kano.importance(rows, by="group"),
    }
    for name, call in taken.items():
        found = call(place(answers))
        assert found.index.get_level_values("group").tolist() == ["x", "y", "x"], name
        assert found.attrs["without_group"] == {"group": 1}
        assert found.attrs["notes"] == [i18n.t("errors.missing_group", column="group", count=1)]
        nameless = place(answers.assign(feature=["a", None, "a", "a"]))
        error = kano_error(lambda call=call, rows=nameless: call(rows), DataError)
        assert (error.key, error.values["count"]) == ("kano.no_feature", 1)
    summed = kano.tally(kano.cells(place(answers), by="group"))
    assert (summed.loc["a"].sum(), summed.attrs["without_group"]) == (2, {"group": 1})


def test_tally_of_no_rows():
    empty = table([]).astype({"feature": object})
    counts = kano.tally(empty)
    assert counts.shape == (0, 6)
    assert list(kano.classify(counts).columns) == COLUMNS
    assert kano.certainty(counts).empty
    assert kano.uniformity(counts).empty
    assert kano.continuous(empty).empty
    assert kano.drift(empty.assign(wave=pd.Series(dtype=int))).empty


@pytest.mark.parametrize("bad", [0, 6, 7, 2.5])
def test_tally_names_bad_answers(bad):
    answers = table([(1, 5), (1, bad), (2, bad)])
    error = kano_error(lambda: kano.tally(answers))
    with use_language("en"):
        text = str(error)
    assert "dysfunctional" in text
    assert re.search(r"\(2\)|2 个", str(error.values["found"]))
    assert error.values["where"]
    lazy = kano_error(lambda: kano.tally(pl.from_pandas(answers).lazy()))
    assert lazy.values["where"] == ""


def test_first_bad_row_with_missing_before_it():
    answers = table([(None, 5), (6, 5), (7, 5)]).astype({"functional": "Int64"})
    with use_language("en"):
        assert "row 2 " in str(kano_error(lambda: kano.tally(answers)))


def test_text_answers_are_not_guessed():
    answers = table([("1", "5"), ("like", "5")])
    assert "like" in str(kano_error(lambda: kano.tally(answers)))


def test_columns_and_tables_that_are_missing():
    answers = table([(1, 5)]).rename(columns={"functional": "functionl"})
    error = kano_error(lambda: kano.tally(answers), ArgumentError)
    assert error.key == "errors.column_missing"
    assert "functionl" in error.values["hint"]
    assert kano_error(lambda: kano.tally([1, 2]), ArgumentError).key == "errors.not_a_table"
    for by in ("feature", ["functional"], ["g", "g"]):
        assert kano_error(lambda by=by: kano.tally(table([(1, 5)]), by=by), ArgumentError).key == "kano.by"


# --- classify -----------------------------------------------------------------------------------------------


def test_classify_names_its_choices():
    counts = kano.tally(table([(1, 5)]))
    assert kano.classify(counts).attrs["rule"] == "mode"
    assert kano.classify(counts).attrs["table"] == "berger"
    assert kano.classify(counts, rule="moai").attrs["threshold"] == 0.06
    assert kano.classify(counts, rule="quadrant", cross="median").attrs["cross"] == "median"


def test_ties_are_shown_and_in_one_order():
    result = kano.classify({"M": 5, "O": 5, "A": 2, "I": 2})
    assert result["category"].tolist() == ["M/O"]
    assert result["runner_up"].tolist() == ["A/I"]
    assert kano.classify({"A": 4, "Q": 4})["category"].tolist() == ["A/Q"]
    assert kano.classify({"A": 4})["runner_up"].isna().all()


def test_q_on_top_is_shown():
    assert kano.classify({"Q": 9, "A": 5})["category"].tolist() == ["Q"]
    assert kano.classify({"Q": 9, "A": 5}, rule="moai")["category"].tolist() == ["Q"]


def test_moai_threshold_is_strict_whatever_the_rounding():
    # 0.07·100 is 7.000000000000001 in floating point; a lead of 7 is not less than 7.
    counts = {"M": 20, "O": 27, "A": 20, "I": 20, "R": 13}
    assert kano.classify(counts, rule="moai", threshold=0.07)["category"].tolist() == ["O"]
    assert kano.classify(counts, rule="moai", threshold=0.08)["category"].tolist() == ["M"]


def test_moai_without_any_of_the_four_is_a_plain_mode():
    assert kano.classify({"R": 5, "Q": 5}, rule="moai")["category"].tolist() == ["R/Q"]


def test_blauth():
    verdict = lambda **k: kano.classify(k, rule="blauth")["category"].iloc[0]  # noqa: E731
    assert verdict(M=20, O=15, A=16, I=50) == "M"
    assert verdict(M=20, O=15, A=15, I=30, R=20) == "I"
    assert verdict(M=20, O=20, I=10) == "M/O"
    assert pd.isna(verdict(M=0))


def test_quadrants_and_their_cross():
    counts = {
        "o": {"O": 10},
        "a": {"A": 10},
        "m": {"M": 10},
        "i": {"I": 10},
        "edge": {"O": 5, "I": 5},
        "none": {"R": 4, "Q": 4},
    }
    found = kano.classify(counts, rule="quadrant")["category"]
    assert found.tolist()[:5] == ["O", "A", "M", "I", "O"]
    assert pd.isna(found["none"])
    lean = {"x": {"A": 3, "I": 7}, "y": {"A": 1, "I": 9}}
    assert kano.classify(lean, rule="quadrant")["category"].tolist() == ["I", "I"]
    assert kano.classify(lean, rule="quadrant", cross="mean")["category"].tolist() == ["O", "M"]
    assert kano.classify({"R": 1}, rule="quadrant", cross="median")["category"].isna().all()


def test_only_r_and_q_is_missing_and_not_zero():
    row = kano.classify({"f": {"R": 6, "Q": 6}}).loc["f"]
    assert row["category"] == "R/Q"
    missing = ["better", "worse", "better_low", "better_high", "worse_low", "worse_high"]
    assert row[missing].isna().all()
    assert row["total_strength"] == 0
    only_q = kano.classify({"Q": 6})
    assert only_q["fong_significant"].isna().all()
    empty = kano.classify({"M": 0})
    assert (
        empty[["category", "total_strength", "category_strength", "fong_significant"]].isna().all(axis=None)
    )
    assert empty["n"].tolist() == [0]


def test_worse_is_never_minus_zero():
    assert math.copysign(1, kano.classify({"A": 3})["worse"].iloc[0]) == 1


def test_counts_in_every_form_agree():
    hotline = README["Hotline"]
    expected = kano.classify(pd.DataFrame([hotline], index=["Hotline"]))
    for form in ({"Hotline": hotline}, pd.Series(hotline, name="Hotline")):
        pd.testing.assert_frame_equal(kano.classify(form), expected)
    assert kano.classify(hotline)["n"].tolist() == [296]
    sparse = kano.classify({"a": {"M": 3}, "b": {"O": 2}})
    assert sparse["n"].tolist() == [3, 2]


@pytest.mark.parametrize("bad", [-1, 2.5, None, math.nan, "7", math.inf])
def test_counts_that_are_no_counts(bad):
    error = kano_error(lambda: kano.classify({"wait": {"M": 3, "O": bad}}))
    key = "kano.counts_text" if bad == "7" else "kano.counts_value"
    assert (error.key, error.values["row"], error.values["column"]) == (key, "wait", "O")


def test_what_classify_refuses():
    for call, key in [
        (lambda: kano.classify([1, 2]), "kano.counts_kind"),
        (lambda: kano.classify({"z": 3}), "kano.counts_none"),
        (lambda: kano.classify({"M": 3, "E": 3}), "kano.counts_columns"),
        (lambda: kano.classify({"M": 3}, rule="best"), "errors.choice"),
        (lambda: kano.classify({"M": 3}, rule="moai", threshold=6), "errors.between"),
        (lambda: kano.classify({"M": 3}, rule="quadrant", cross="middle"), "errors.choice"),
        (lambda: kano.classify({"M": 3}, rule="quadrant", cross=2), "errors.between"),
        (lambda: kano.classify({"M": 3}, level=1), "errors.below"),
        (lambda: kano.classify({"M": 3}, level="95%"), "errors.below"),
        (lambda: kano.interval_width(0), "errors.whole"),
    ]:
        error = kano_error(call, ArgumentError)
        assert error.key == key
        assert str(error)


def test_intervals_are_wilsons_and_narrow_with_n():
    counts = pd.DataFrame({"M": [20, 2000, 1], "O": [30, 3000, 0], "A": [30, 3000, 0], "I": [20, 2000, 0]})
    result = kano.classify(counts)
    for n, row in zip((100, 10_000), result.iloc[:2].itertuples(), strict=True):
        limits = stats.binomtest(n * 6 // 10, n).proportion_ci(method="wilson")
        assert (row.better_low, row.better_high) == pytest.approx(limits)
        limits = stats.binomtest(n // 2, n).proportion_ci(method="wilson")
        assert (-row.worse_high, -row.worse_low) == pytest.approx(limits)
    one = result.loc[2]  # of one answer: Better 0, Worse −1, and next to nothing known
    assert (one["better_low"], one["worse_low"]) == (0, -1)
    assert one["better_high"] == pytest.approx(0.793, abs=0.001)
    assert one["worse_high"] == pytest.approx(-0.207, abs=0.001)


@pytest.mark.parametrize(("n", "least"), [(5, 0.92), (10, 0.92), (20, 0.92), (100, 0.94)])
def test_the_intervals_of_better_and_worse_hold_with_few_answers(n, least):
    """Coverage over every outcome, mean over shares from .05 to .95; the bootstrap's was .67 at n = 10."""
    x = np.arange(n + 1)
    found = kano.classify(pd.DataFrame({"A": x, "M": n - x}))
    shares = np.linspace(0.05, 0.95, 91)
    for low, high, at in (("better_low", "better_high", shares), ("worse_low", "worse_high", shares - 1)):
        inside = (found[low].to_numpy() <= at[:, None]) & (at[:, None] <= found[high].to_numpy())
        covered = (inside * stats.binom.pmf(x, n, shares[:, None])).sum(axis=1).mean()
        assert least <= covered <= 0.98


def test_certainty_splits_ties():
    share = kano.certainty({"M": 50, "O": 50}).iloc[0]
    assert share["M"] == pytest.approx(0.5, abs=1e-6)


def test_certainty_is_the_posterior_probability_and_one_answer_is_little():
    for counts in ([1, 0, 0, 0, 0, 0], [3, 2, 0, 0, 1, 0], [15, 24, 121, 124, 6, 6]):
        found = kano.certainty(dict(zip("MOAIRQ", counts, strict=True))).iloc[0].to_numpy()
        gammas = [stats.gamma(k + 1) for k in counts]
        for at, own in enumerate(gammas):
            rest = [one for place, one in enumerate(gammas) if place != at]
            top, _ = integrate.quad(
                lambda x, own=own, rest=rest: own.pdf(x) * math.prod(one.cdf(x) for one in rest),
                0, max(counts) + 60, limit=200,
            )  # fmt: skip
            assert found[at] == pytest.approx(top, abs=1e-4)
    assert kano.certainty({"M": 1})["M"].iloc[0] < 0.5
    assert kano.certainty({"M": 500})["M"].iloc[0] == pytest.approx(1)


def test_compare_rules_shows_where_they_part():
    found = kano.compare_rules(README)
    assert found.loc["Hotline", ["mode", "moai"]].tolist() == ["I", "A"]
    assert found["disagree"].to_dict()["Hotline"]
    assert not kano.compare_rules({"O": 9})["disagree"].any()
    for rule in ("mode", "moai", "blauth", "quadrant"):
        assert found[rule].tolist() == kano.classify(README, rule=rule)["category"].tolist()


def test_uniformity_of_an_empty_base_is_missing():
    found = kano.uniformity({"a": {"M": 5, "O": 5, "A": 5, "I": 5}, "b": {"R": 3}})
    assert found.loc["a", "p"] == pytest.approx(1)
    assert found.loc["b", ["chi2", "p"]].isna().all()


# --- beyond the label ---------------------------------------------------------------------------------------


def test_continuous_agrees_with_plain_numpy():
    pairs = [(1, 5), (2, 5), (5, 1), (3, 3), (4, 2)]
    row = kano.continuous(table(pairs)).loc["f"]
    f = np.array([4, 2, -2, 0, -1])
    d = np.array([4, 4, -2, 0, -1])
    assert row["functional"] == pytest.approx(f.mean())
    assert row["functional_sd"] == pytest.approx(f.std(ddof=1))
    assert row["dysfunctional_sd"] == pytest.approx(d.std(ddof=1))
    assert row["n"] == 5


def test_continuous_shows_two_camps_and_misses_what_it_lacks():
    camps = kano.continuous(table([(1, 5)] * 10 + [(5, 1)] * 10)).loc["f"]
    assert (camps["functional"], camps["category"]) == (1, "I")
    assert camps["functional_sd"] > 3
    one = kano.continuous(table([(1, 5), (None, 1)], feature=["a", "b"]))
    assert np.isnan(one.loc["a", "functional_sd"])
    assert one.loc["b", ["functional", "dysfunctional", "functional_sd", "category"]].isna().all()
    assert one.attrs["incomplete"] == 1
    split = kano.continuous(table([(1, 5), (2, 5)], wave=[1, 2]), by="wave")
    assert split["functional"].tolist() == [4, 2]


def test_curve_shapes_and_refusals():
    x = np.array([0.25, 0.5, 0.75])
    line, attractive, must, flat = (kano.satisfaction_curve(0.5, -0.5, c, x) for c in "OAMI")
    assert (attractive < line).all()
    assert (must > line).all()
    assert (flat == line).all()
    assert np.isnan(kano.satisfaction_curve(math.nan, math.nan, "A", 0.5))
    for arguments, key in [
        ((0.5, -0.5, "R", 0), "kano.curve"),
        ((0.5, -0.5, "M/O", 0), "kano.curve"),
        ((1.5, -0.5, "M", 0), "errors.between"),
        ((0.5, 0.5, "M", 0), "errors.between"),
        ((0.5, -0.5, "M", [0, 1.2]), "errors.between"),
        ((0.5, -0.5, "M", math.nan), "errors.between"),
    ]:
        assert kano_error(lambda a=arguments: kano.satisfaction_curve(*a), ArgumentError).key == key


def test_importance_agrees_with_scipy():
    stated = [9, 7, 7, 5, 3, None]
    answers = pd.DataFrame({"feature": ["f"] * 6 + ["g"], "importance": [*stated, 4]})
    found = kano.importance(answers)
    known = np.array(stated[:5], dtype=float)
    low, high = stats.t.interval(0.95, 4, loc=known.mean(), scale=stats.sem(known))
    row = found.loc["f"]
    assert row[["importance", "sd", "ci_low", "ci_high", "n"]].tolist() == pytest.approx(
        [known.mean(), known.std(ddof=1), low, high, 5]
    )
    assert found.loc["g", ["sd", "ci_low", "ci_high"]].isna().all()
    assert found.attrs["incomplete"] == 1
    lazy = kano.importance(pl.from_pandas(answers).lazy())
    pd.testing.assert_frame_equal(lazy, found, check_index_type=False)
    split = kano.importance(answers.assign(wave=[1, 1, 1, 2, 2, 2, 1]), by="wave")
    assert split["n"].tolist() == [3, 2, 1]


def test_importance_refuses():
    good = pd.DataFrame({"feature": ["f", "f"], "importance": [3, 10]})
    with use_language("en"):
        text = str(kano_error(lambda: kano.importance(good)))
    assert "10 (1)" in text
    assert "row 2 " in text
    assert "1–9" in text
    assert kano.importance(good, scale=(0, 10)).loc["f", "importance"] == 6.5
    text_answers = good.assign(importance=["高", "低"])
    assert kano_error(lambda: kano.importance(text_answers)).key == "kano.answer"
    assert kano_error(lambda: kano.importance(good, by="importance"), ArgumentError).key == "kano.by"
    assert kano_error(lambda: kano.importance(good, level=95), ArgumentError).key == "errors.below"


def waves(**features):
    index = pd.MultiIndex.from_tuples(
        [(f, w) for f, ks in features.items() for w in range(1, len(ks) + 1)], names=["feature", "wave"]
    )
    return pd.DataFrame([k for ks in features.values() for k in ks], index=index, columns=list("MOAIRQ"))


def test_drift_follows_a_delighter_to_a_must():
    counts = waves(
        remind=[[5, 15, 70, 10, 0, 0], [10, 65, 20, 5, 0, 0], [75, 15, 5, 5, 0, 0]],
        steady=[[50, 20, 20, 10, 0, 0]] * 3,
        back=[[70, 10, 10, 10, 0, 0], [10, 70, 10, 10, 0, 0], [10, 10, 70, 10, 0, 0]],
        wobble=[[33, 34, 33, 0, 0, 0], [34, 33, 33, 0, 0, 0], [34, 33, 33, 0, 0, 0]],
    )
    found = kano.drift(counts)
    assert found["moved"].to_dict() == {"back": False, "remind": True, "steady": False, "wobble": False}
    assert found["path"].to_dict()["remind"] == "A→O→M"
    assert found.loc["wobble", "path"] == "O→M→M"  # the label changes, the shares do not
    assert found.loc["remind", "share_A_1"] == pytest.approx(0.7)
    expected = stats.chi2_contingency(counts.loc["remind"][list("MOAI")].to_numpy(), correction=False)
    assert found.loc["remind", "chi2"] == pytest.approx(expected.statistic)
    assert found.loc["remind", "df"] == 6
    v = stats.contingency.association(counts.loc["remind"][list("MOAI")].to_numpy(), method="cramer")
    assert found.loc["remind", "cramers_v"] == pytest.approx(v)
    assert found.loc["steady", ["chi2", "p"]].tolist() == [0, 1]
    assert found["n"].tolist() == [300] * 4


def test_drift_adjusts_by_holm():
    found = kano.drift(waves(a=[[20, 30, 0, 0, 0, 0]] * 2, b=[[30, 20, 0, 0, 0, 0], [20, 30, 0, 0, 0, 0]]))
    p = found["p"]
    assert found.loc["b", "p_holm"] == pytest.approx(min(2 * p["b"], 1))
    assert found.loc["a", "p_holm"] == pytest.approx(1)
    assert found.loc["b", "df"] == 1
    assert p["b"] == pytest.approx(stats.chi2.sf(4, 1))  # no Yates: 4·(10²/50·½)


def test_drift_with_empty_waves_and_ties():
    counts = waves(
        gone=[[0, 0, 9, 0, 0, 0], [0] * 6],
        same=[[9, 0, 0, 0, 0, 0]] * 2,
        tie=[[0, 5, 95, 0, 0, 0], [50, 50, 0, 0, 0, 0]],
    )
    found = kano.drift(counts)
    assert found.loc["gone", "path"] == "A→–"
    assert found.loc["gone", ["chi2", "df", "p", "p_holm", "share_A_2"]].isna().all()
    assert found.loc["same", ["chi2", "cramers_v"]].tolist() == [0, 0]
    assert found.loc["tie", "path"] == "A→M/O"
    assert found["moved"].to_dict() == {"gone": False, "same": False, "tie": True}
    nothing = kano.drift(waves(f=[[0] * 6] * 2))
    assert not nothing["moved"].any()


def test_drift_from_raw_answers_with_segments_and_missing_waves():
    answers = table(
        [(1, 3)] * 40 + [(2, 5)] * 40 + [(1, 5)],
        wave=[1] * 40 + [2] * 40 + [None],
        group=["x", "y"] * 40 + ["x"],
    )
    found = kano.drift(answers)
    assert found.loc["f", "path"] == "A→M"
    assert found.loc["f", "moved"]
    assert "share_A_1" in found
    assert found.attrs["without_wave"] == 1
    split = kano.drift(answers, by="group")
    assert split.index.names == ["feature", "group"]
    assert split["moved"].all()
    back = kano.drift(answers, waves=[2, 1])
    assert back.loc["f", "path"] == "M→A"
    assert not back.loc["f", "moved"]
    gaps = kano.drift(answers.assign(group=[None, "y"] * 40 + ["x"]), by="group")
    assert gaps["n"].sum() == 40
    assert gaps.attrs["notes"][1] == i18n.t("errors.missing_group", column="group", count=40)


def test_drift_adds_up_rows_of_one_wave_and_refuses():
    counts = waves(f=[[0, 0, 50, 0, 0, 0], [50, 0, 0, 0, 0, 0]])
    twice = kano.drift(pd.concat([counts, counts]))
    assert twice.loc["f", "n"] == 200
    error = kano_error(lambda: kano.drift(counts, waves=[1, 3]), ArgumentError)
    assert error.key == "kano.waves"
    assert kano_error(lambda: kano.drift(counts, waves=[1, 2, 2]), ArgumentError).key == "kano.waves"
    assert (
        kano_error(lambda: kano.drift(counts, wave="quarter"), ArgumentError).key == "errors.column_missing"
    )
    only_waves = counts.droplevel("feature")
    assert kano_error(lambda: kano.drift(only_waves), ArgumentError).values["column"] == "feature"
    assert kano_error(lambda: kano.drift(counts, alpha=5), ArgumentError).key == "errors.between"


def test_careless_tells_who_and_why():
    normal = [(1, 5), (2, 5), (3, 3), (1, 3), (3, 3), (2, 3)]
    contradict = [(1, 1), (1, 5), (5, 5), (2, 5), (3, 3), (1, 1)]
    runs = [(3, 3)] * 5 + [(1, 5)]
    people = {
        "ok": normal,
        "same": [(3, 3)] * 6,
        "q": contradict,
        "run": runs,
        "few": [(3, 3)] * 2,
        "none": [(None, 1)] * 6,
    }
    answers = pd.concat([table(pairs, respondent=name) for name, pairs in people.items()], ignore_index=True)
    with use_language("en"):
        found = kano.careless(answers)
    assert found["flag"].to_dict() == {
        "ok": False,
        "same": True,
        "q": True,
        "run": True,
        "few": False,
        "none": False,
    }
    assert "all 6 features" in found.loc["same", "reason"]
    assert "50%" in found.loc["q", "reason"]
    assert "5 features in a row" in found.loc["run", "reason"]
    assert found.loc["ok", "reason"] == ""
    assert found["straight"].to_dict()["same"]
    assert found["longstring"].tolist() == [1, 6, 1, 5, 2, 0]
    assert found["n"].tolist() == [6, 6, 6, 6, 2, 0]
    assert np.isnan(found.loc["none", "q_share"])
    assert found.attrs["incomplete"] == 6


def test_careless_takes_rows_feature_by_feature_and_lazily():
    pairs = [(3, 3), (1, 5)] * 6
    answers = table(pairs, respondent=[1, 2] * 6)
    for form in (
        answers,
        pl.from_pandas(answers).lazy(),
        duckdb.connect().from_arrow(pa.Table.from_pandas(answers)),
    ):
        assert kano.careless(form)["longstring"].tolist() == [6, 6]
    assert kano_error(lambda: kano.careless(answers.drop(columns="respondent")), ArgumentError)


def test_sample_size_known_figures():
    # 1.96²·0.25/0.05² = 384.15: the usual 385 for ±5 points at 95 %.
    assert kano.sample_size(0.10) == 385
    assert kano.sample_size(0.10, level=0.99) == 664
    assert kano.interval_width(385) == pytest.approx(0.09989, abs=1e-5)
    for call in (
        lambda: kano.sample_size(0),
        lambda: kano.sample_size(0.1, better=1),
        lambda: kano.sample_size(0.1, level=1),
        lambda: kano.sample_size(0.1, excluded=1),
        lambda: kano.interval_width(0),
    ):
        assert str(kano_error(call, ArgumentError))


# --- words --------------------------------------------------------------------------------------------------


def test_every_word_is_there_in_both_languages():
    for key in i18n.keys("kano"):
        zh, en = (i18n.t(f"kano.{key}", lang=lang) for lang in ("zh", "en"))
        assert zh
        assert en
        assert set(re.findall(r"{(\w+)", zh)) == set(re.findall(r"{(\w+)", en)), key


def test_everything_public_is_reachable():
    assert all(hasattr(kano, name) for name in kano.__all__)


# statsmodels, datasets and tests of contingency tables (results of R coin::mh_test): Stuart 1955, 7,477 women.
EYES = np.array([[1520, 266, 124, 66], [234, 1512, 432, 78], [117, 362, 1772, 205], [36, 82, 179, 492]])


def test_stuart_maxwell_as_published_and_mcnemar_with_two_categories():
    chi2, df, p, _ = stuart_maxwell(EYES)
    assert (chi2, df, p) == pytest.approx((11.957, 3, 0.00753), abs=5e-4)
    six = np.zeros((6, 6))
    six[:2, 3:5] = [[0, 15], [0, 0]]
    assert stuart_maxwell(np.array([[40, 15], [5, 40]]))[:2] == pytest.approx((10**2 / 20, 1))
    assert stuart_maxwell(np.eye(3))[2] == 1
    assert stuart_maxwell(six)[:2] == pytest.approx((15, 1))  # all 15 the same way
    assert np.isnan(stuart_maxwell(np.zeros((3, 3)))).all()


def people_twice(leave: int, enter: int, stay: int) -> pd.DataFrame:
    """One feature, asked twice of the same people: so many go from A to O, from O to A, or stay at A."""
    likes, wants = (1, 3), (1, 5)
    ways = [(likes, wants)] * leave + [(wants, likes)] * enter + [(likes, likes)] * stay
    rows = [(at, wave, "remind", *way[wave - 1]) for at, way in enumerate(ways) for wave in (1, 2)]
    return pd.DataFrame(rows, columns=["respondent", "wave", "feature", "functional", "dysfunctional"])


def test_drift_compares_the_same_people_with_themselves_and_says_so():
    answers = people_twice(leave=12, enter=0, stay=88)
    paired, apart = kano.drift(answers), kano.drift(answers, paired=False)
    assert (paired.attrs["paired"], apart.attrs["paired"]) == (True, False)
    assert "100" in paired.attrs["notes"][0]
    assert "Stuart" in paired.attrs["notes"][0]
    assert paired.loc["remind", "chi2"] == pytest.approx(12)  # McNemar: 12²/12
    assert paired.loc["remind", "p"] == pytest.approx(stats.chi2.sf(12, 1))
    assert paired.loc["remind", "cramers_v"] == apart.loc["remind", "cramers_v"]
    busy = people_twice(leave=40, enter=28, stay=32)  # the same shares move, with much to and fro
    assert kano.drift(busy).loc["remind", "p"] > 0.1
    polars = kano.drift(pl.from_pandas(answers).lazy())
    assert polars.loc["remind", "chi2"] == pytest.approx(12)
    others = answers.assign(respondent=answers["respondent"] + 1000 * answers["wave"])
    assert not kano.drift(others).attrs["paired"]
    for call in (
        lambda: kano.drift(others, paired=True),
        lambda: kano.drift(kano.tally(answers, by="wave"), paired=True),
    ):
        assert kano_error(call, ArgumentError).key == "kano.not_paired"
    groups = kano.drift(answers.assign(group=["x", "x", "y", "y"] * 50), by="group")
    assert groups["chi2"].sum() == pytest.approx(12)


# --- verdicts read closely ----------------------------------------------------------------------------------


def test_ties_and_missing_categories_are_read_as_they_are() -> None:
    counts = pd.DataFrame({"M": [20, 0, 4], "O": [20, 0, 0]}, index=["tied", "empty", "few"])
    classified = kano.classify(counts)
    assert [kano.letters(one) for one in classified["category"]] == [["M", "O"], [], ["M"]]
    assert kano.letters(float("nan")) == kano.letters("") == []
    sure = kano.own_certainty(classified, kano.certainty(counts))
    assert sure.round(2).tolist() == [0.5, 0, 0]  # a tie shares; nothing is built on four answers
    assert kano.own_certainty(classified, kano.certainty(counts), few=4)["few"] > 0.8
    assert kano.behind(counts, classified["category"]).tolist() == [1, 0, 1]
    assert kano.camps(counts)["share_1"].tolist()[::2] == [0.5, 1]


def test_changes_tell_which_categories_move() -> None:
    before = kano.classify({"same": {"M": 9, "I": 1}, "moved": {"O": 6, "I": 4}, "gone": {"A": 5}})
    after = kano.classify({"same": {"M": 9, "I": 1}, "moved": {"O": 3, "I": 7}})
    found = kano.changes(before, after)
    assert found["moved"].tolist() == [False, True, True]
    assert found["shift"].round(2).tolist()[:2] == [0, 0.3]
    assert math.isnan(found["shift"]["gone"])


def test_a_plan_sends_out_enough() -> None:
    counts = {"a": {"O": 6, "R": 3, "Q": 1}}
    assert kano.excluded_share(counts) == 0.4
    assert kano.excluded_share({"a": {"Q": 5}}) == 0.9
    assert kano.excluded_share({"a": {"O": 0}}) == 0
    plan = kano.survey_plan([0.05, 0.1], groups=3, reply=0.6, excluded=0.1)
    assert plan["n"].tolist() == [kano.sample_size(0.1, excluded=0.1), kano.sample_size(0.2, excluded=0.1)]
    assert (plan["people"] == 3 * plan["n"]).all()
    assert (0.6 * plan["send"] >= plan["people"]).all()
    assert (0.6 * (plan["send"] - 1) < plan["people"]).all()
    curve = kano.margin_curve(20, 2000)
    assert curve["margin"].is_monotonic_decreasing
    assert kano.margin_curve(50, 50)["n"].tolist() == [50]


@pytest.mark.parametrize("percent", range(1, 101))
def test_nobody_is_asked_for_the_sake_of_a_rounding(percent: int) -> None:
    for people in (1, 21, 27, 105, 417, 1068):
        assert to_ask(people, percent / 100) == -(-people * 100 // percent)


def test_where_the_lines_of_the_quadrant_lie() -> None:
    counts = {"a": {"M": 8, "I": 2}, "b": {"A": 6, "I": 4}, "c": {"R": 3}}
    assert kano.quadrant_lines(counts, 0.3) == (0.3, 0.3)
    assert kano.quadrant_lines(counts, "mean") == (0.3, 0.4)
    assert all(math.isnan(one) for one in kano.quadrant_lines({"c": {"R": 3}}, "median"))
