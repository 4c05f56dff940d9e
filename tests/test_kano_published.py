"""Kano tables as they are printed, results in the questionnaire's order, and nobody counted twice."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sgm_lab import intake, kano
from sgm_lab.errors import SgmError
from sgm_lab.i18n import LANGUAGES, use_language

COUNTS = pd.DataFrame(
    {"M": [15, 95, 80], "O": [24, 123, 80], "A": [121, 45, 90], "I": [124, 33, 46], "R": [6, 0, 0], "Q": [6, 0, 0]},
    index=["Hotline", "Service app", "Loan machine"],
)  # fmt: skip
N = COUNTS.sum(axis=1)
SHARES = COUNTS.div(N, axis=0)
SAME = ["category", "runner_up", "better", "worse", "n"]


@pytest.mark.parametrize(
    "printed",
    [
        SHARES.round(3).assign(n=N),
        (SHARES * 100).round(1).assign(n=N),
        (SHARES * 100).round(1).astype(str).add("%").assign(n=N),
        (SHARES * 100).round(1).astype(str).add(" ％").assign(n=N),
        COUNTS.assign(n=N),
    ],
)
def test_shares_with_n_give_the_counts_back(printed: pd.DataFrame) -> None:
    found, wanted = kano.classify(printed), kano.classify(COUNTS)
    pd.testing.assert_frame_equal(found[SAME], wanted[SAME])
    assert ("rounding_allows" in found) == (printed["M"].tolist() != COUNTS["M"].tolist())
    again = kano.classify(printed.drop(columns="n"), n=N.tolist())
    pd.testing.assert_frame_equal(again, found)
    assert kano.certainty(printed).equals(kano.certainty(COUNTS))


def test_a_table_from_a_file_names_its_features_in_a_column() -> None:
    read = kano.classify(COUNTS.rename_axis("service").reset_index())
    pd.testing.assert_frame_equal(read, kano.classify(COUNTS), check_names=False)
    with pytest.raises(SgmError, match="total"):
        kano.classify(COUNTS.assign(total=N))


@pytest.mark.parametrize(
    "names",
    [
        ["必备", "期望", "魅力", "无差异", "反向", "可疑"],
        ["必備型", "期望型", "魅力型", "無差異型", "逆向型", "疑问型"],
        ["必备属性", "一元属性", "兴奋属性", "无差别属性", "反向属性", "可疑"],
        ["M（必备）", "O（期望）", "A（魅力）", "I（无差异）", "R（反向）", "Q（可疑）"],
        ["必备(M)", "期望(O)", "魅力(A)", "无差异(I)", "反向(R)", "可疑(Q)"],
        ["must-be", "one-dimensional", "attractive", "indifferent", "reverse", "questionable"],
        ["Must be", "One dimensional", "Attractive", "Indifferent", "Reverse", "Questionable"],
        ["Basic needs", "Performance needs", "Delighters", "Neutral", "Reversal", "Sceptical"],
        ["m", "o", "a", "i", "r", "q"],
        ["M %", "O %", "A %", "I %", "R %", "Q %"],
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_categories_are_known_by_their_names(names: list[str], lang: str) -> None:
    with use_language(lang):
        wanted = kano.classify(COUNTS)
        named = COUNTS.set_axis(names, axis=1)
        pd.testing.assert_frame_equal(kano.classify(named), wanted)
        pd.testing.assert_frame_equal(kano.classify(named.assign(样本量=N))[SAME], wanted[SAME])
        printed = named.rename_axis("功能").reset_index()
        pd.testing.assert_frame_equal(kano.classify(printed), wanted, check_names=False)
        row = dict(zip(names, COUNTS.loc["Hotline"].tolist(), strict=True))
        assert kano.classify(row)["category"].tolist() == [wanted.loc["Hotline", "category"]]
        with pytest.raises(SgmError, match=r"(?s)M.*M|同一类"):
            kano.classify(named.assign(M=1) if names[0] != "M" else named)


def test_a_name_of_two_meanings_is_none() -> None:
    with pytest.raises(SgmError) as caught:
        kano.classify(COUNTS.rename(columns={"M": "必备（魅力）"}))
    assert caught.value.key == "kano.counts_columns"


def test_what_rounding_leaves_open_is_said() -> None:
    # 121 and 124 of 296 are 41 and 42 percent, which only 122 and 123 could be as well; .4 and .4 may be anything.
    found = kano.classify((SHARES * 100).round(), n=N.tolist())
    assert found["rounding_allows"].tolist() == ["I", "O", "A"]
    coarse = kano.classify({"Hotline": {"M": 0.1, "O": 0.1, "A": 0.4, "I": 0.4}}, n=296)
    assert set(coarse.loc["Hotline", "rounding_allows"].split("/")) == {"A", "I"}
    assert kano.classify((SHARES * 100).round(1), n=N.tolist())["rounding_allows"].tolist() == ["I", "O", "A"]
    wide = kano.classify({"a": {"M": 0.3, "O": 0.2, "A": 0.2, "I": 0.3}}, n=100, rule="quadrant")
    assert set(wide.loc["a", "rounding_allows"].split("/")) == {"M", "O", "I"}


@pytest.mark.parametrize(
    ("printed", "n", "key"),
    [
        ({"a": {"M": 0.6, "O": 0.4}}, None, "kano.shares_n"),
        ({"a": {"M": "60%", "O": "40%"}}, None, "kano.shares_n"),
        ({"a": {"M": 0.5, "O": 0.2}}, 100, "kano.shares_sum"),
        ({"a": {"M": 5, "O": 2}}, 100, "kano.counts_sum"),
        ({"a": {"M": 0.5, "O": 0.5}}, [10, 20], "kano.n_rows"),
        ({"a": {"M": 0.5, "O": 0.5}}, 10.5, "kano.n_rows"),
        ({"a": {"M": 0.5, "O": 0.5}}, "many", "kano.n_rows"),
        ({"a": {"M": "half", "O": 0.5}}, 10, "kano.counts_text"),
        ({"a": {"M": 0.5, "O": -0.5}}, 10, "kano.counts_value"),
    ],
)
def test_a_table_that_does_not_add_up_is_a_sentence(printed: dict, n: object, key: str) -> None:
    with pytest.raises(SgmError) as caught:
        kano.classify(printed, n=n)  # type: ignore[arg-type]
    assert caught.value.key == key


def test_results_come_in_the_order_of_the_questionnaire_with_words() -> None:
    names = ["排队", "导诊", "安静"]
    frame = pd.DataFrame({f"{name}（{side}）": [1, 1, 2] for name in names for side in ("有", "没有")})
    frame.loc[:, [f"{name}（没有）" for name in names]] = np.array([[5, 3, 5], [5, 3, 5], [5, 3, 1]])
    read = intake.read_kano(frame.assign(院区=["东", "西", "西"]))
    found = kano.classify(kano.tally(read))
    assert list(found.index) == names
    assert found["category_word"].tolist() == ["期望", "魅力", "期望"]
    assert list(kano.tally(kano.cells(read)).index) == names
    assert list(kano.tally(read.table, by="院区").index) == [
        (name, at) for name in names for at in ("东", "西")
    ]
    with use_language("en"):
        assert kano.classify({"a": {"M": 1, "O": 1}})["category_word"].tolist() == ["Must-be/One-dimensional"]


def test_somebody_who_is_in_twice_is_named() -> None:
    rows = pd.DataFrame({
        "respondent": [7, 7, 8], "feature": "叫号", "functional": [1, 1, 2], "dysfunctional": [5, 5, 4],
    })  # fmt: skip
    with pytest.raises(
        SgmError, match=r"“7”对“叫号”.*共 1 行.*drop_duplicates\(\['respondent', 'feature'\]\)"
    ):
        kano.tally(rows)
    assert kano.tally(rows.drop_duplicates(["respondent", "feature"])).loc["叫号", "O"] == 1
    assert kano.tally(rows.assign(wave=[1, 2, 1])).to_numpy().sum() == 3
    assert kano.tally(rows.assign(respondent=None)).to_numpy().sum() == 3
