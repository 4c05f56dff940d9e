"""Arguments as people have them: a Series of weights, PyArrow arrays, numbers as text, two header rows, an Intake."""

from __future__ import annotations

from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from sgm_lab import i18n, intake, kano, satisfaction, segments, servqual
from sgm_lab.errors import SgmError

ITEMS = [(1, "tangibles"), (5, "reliability"), (10, "responsiveness"), (14, "assurance"), (18, "empathy")]
ANSWERS = pd.DataFrame(
    [(who, item, name, 6, 5 - (who + at) % 2) for who in range(6) for at, (item, name) in enumerate(ITEMS)],
    columns=["respondent", "item", "dimension", "expectation", "perception"],
)
KANO = pd.DataFrame(
    {"respondent": [1, 2, 3], "feature": "wait", "functional": [1, 1, 2], "dysfunctional": [5, 3, 5]}
)


def two_rows(table: pd.DataFrame) -> pd.DataFrame:
    return table.set_axis(pd.MultiIndex.from_product([["Survey"], table.columns]), axis=1)


def test_weights_may_be_a_series() -> None:
    weights = {"tangibles": 20, "reliability": 30, "responsiveness": 20, "assurance": 15, "empathy": 15}
    expected = servqual.score(ANSWERS, weights=weights)
    assert servqual.score(ANSWERS, weights=pd.Series(weights)).weighted == expected.weighted
    rows = pd.DataFrame({"overall": [10, 1, 8], "expected": [10, 1, 7], "ideal": [10, 1, 6]})
    shares = {"ideal": 0.2, "overall": 0.5, "expected": 0.3}
    assert satisfaction.acsi(rows, pd.Series(shares)) == satisfaction.acsi(rows, shares)
    assert satisfaction.acsi(rows, pd.Series([0.5, 0.3, 0.2])) == satisfaction.acsi(rows, shares)


def test_pyarrow_arrays_are_read_like_lists() -> None:
    scores = [10, 9, None, 3, 7]
    assert satisfaction.nps(pa.array(scores)) == satisfaction.nps(scores)
    assert satisfaction.csat(pa.array([5, 4, None, 1])) == satisfaction.csat([5, 4, 1])


def test_lazy_tables_and_names_in_chinese() -> None:
    items = pd.DataFrame({"服务": [1, 2, 3], "Vitamin_D": [1, 3, 2]})
    assert servqual.alpha(pl.from_pandas(items).lazy()).alpha == servqual.alpha(items).alpha
    named = KANO.assign(feature="Vitamin_D", 服务="甲")
    assert kano.tally(named, by="服务").loc[("Vitamin_D", "甲")].tolist() == [1, 1, 1, 0, 0, 0]


def test_an_intake_is_opened() -> None:
    read = intake.read_kano(KANO)
    pd.testing.assert_frame_equal(kano.tally(read), kano.tally(KANO))
    pd.testing.assert_frame_equal(kano.continuous(read), kano.continuous(KANO))
    asked = intake.read_servqual(ANSWERS)
    pd.testing.assert_frame_equal(servqual.gaps(asked), servqual.gaps(asked.table))


PEOPLE: list[tuple[str, Any, str, str]] = [
    ("kano, two header rows", lambda: kano.tally(two_rows(KANO)), "errors.two_header_rows", "两层"),
    ("gaps, two header rows", lambda: servqual.gaps(two_rows(ANSWERS)), "errors.two_header_rows", "两层"),
    ("alpha, two header rows", lambda: servqual.alpha(two_rows(KANO)), "errors.two_header_rows", "两层"),
    (
        "kano, text",
        lambda: kano.tally(KANO.assign(functional=["1", "1", "2"])),
        "kano.answer",
        "文字",
    ),
    ("nps, text", lambda: satisfaction.nps(["9", "1"]), "satisfaction.number_as_text", "文字"),
    ("csat, a text", lambda: satisfaction.csat("1"), "satisfaction.number_as_text", "文字"),
    ("classify, raw", lambda: kano.classify(KANO), "kano.counts_raw", "kano.tally"),
    ("classify, an intake", lambda: kano.classify(intake.read_kano(KANO)), "kano.counts_raw", "kano.tally"),
    (
        "gaps, wide",
        lambda: servqual.gaps(pd.DataFrame({"E1": [6, 7], "P1": [5, 5]})),
        "servqual.wide",
        "intake.read_servqual",
    ),
    (
        "cluster, text",
        lambda: segments.cluster(pd.DataFrame({"a": range(20), "b": ["x"] * 20})),
        "segments.text",
        "“x”",
    ),
    (
        "profile, text",
        lambda: segments.profile(
            pd.DataFrame({"respondent": range(20), "feature": "wait", "importance": ["high"] * 20}),
            "importance",
        ),
        "segments.text",
        "“high”",
    ),
    ("daily, text", lambda: satisfaction.daily(["2025-01-01"] * 2, [1, "many"]), "errors.figure", "“many”"),
]


@pytest.mark.parametrize(("name", "call", "key", "part"), PEOPLE, ids=[one[0] for one in PEOPLE])
def test_each_says_what_is_wrong_and_what_to_do(name: str, call: Any, key: str, part: str) -> None:
    said = {}
    for language in ("zh", "en"):
        with i18n.use_language(language), pytest.raises(SgmError) as caught:
            call()
        assert caught.value.key == key
        with i18n.use_language(language):
            said[language] = str(caught.value)
    assert part in said["zh"]
    assert "{" not in said["en"]
    assert not any("一" <= letter <= "鿿" for letter in said["en"])
