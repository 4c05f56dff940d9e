"""With very few people no title and no lab claims more than the numbers carry."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from sgm_lab import charts, intake, kano, labs, satisfaction, servqual
from sgm_lab.charts import Chart

pytestmark = pytest.mark.usefixtures("book")


def pairs(people: int) -> pd.DataFrame:
    said = {"具备": "喜欢", "不具备": "不喜欢"}
    return pd.DataFrame(
        {f"{one}（{side}）": [word] * people for one in ("叫号", "导诊") for side, word in said.items()}
    )


def gaps(people: int) -> pd.DataFrame:
    made = {
        f"{side}{n}": [points] * people for side, points in {"E": 6, "P": 4}.items() for n in range(1, 23)
    }
    return pd.DataFrame(made)


def figures(people: int) -> dict[str, Chart]:
    answers = intake.read_kano(pairs(people)).table
    counts = kano.tally(answers)
    found = kano.classify(counts)
    asked = intake.read_servqual(gaps(people)).table
    return {
        "tallies": charts.tallies(counts, found),
        "quadrant": charts.quadrant(found),
        "curves": charts.satisfaction_curves(found),
        "plane": charts.continuous_plane(kano.continuous(answers)),
        "gaps": charts.gaps(servqual.gaps(asked)),
        "performance": charts.performance(servqual.performance(asked)),
    }


@pytest.mark.parametrize("people", [1, 2, 9])
def test_titles_say_how_few(people: int) -> None:
    for name, figure in figures(people).items():
        assert figure.alt.startswith(f"只有 {people} 人，还不能下结论："), name


def test_of_ten_on_a_title_is_the_answer_alone() -> None:
    assert not any("下结论" in figure.alt for figure in figures(10).values())


@pytest.mark.parametrize(("lab", "survey"), [(labs.KanoLab, pairs), (labs.ServqualLab, gaps)])
def test_a_lab_says_so_too(lab: Any, survey: Any) -> None:
    said = "只有 3 人答了"
    assert said in lab(survey(3)).body()
    assert said not in lab(survey(40)).body()
    assert "人答了：下面" not in lab().body()


def apart(people: int) -> pd.DataFrame:
    """Every item falls short, those of one dimension by far the most: no two intervals meet."""
    made = {f"E{n}": [7] * people for n in range(1, 23)}
    made |= {f"P{n}": [(2 if 5 <= n <= 9 else 5) + at % 2 for at in range(people)] for n in range(1, 23)}
    return pd.DataFrame(made)


@pytest.mark.parametrize("people", [4, 9, 10, 40])
def test_an_order_of_gaps_is_claimed_of_ten_people_on(people: int) -> None:
    said = labs.ServqualLab(apart(people)).body().split("</p>")[0]
    assert ("先后可以定" in said) == (people >= 10)
    assert ("先后还不能定" in said) == (people < 10)
    assert ("最该先补" in said) == (people >= 10)


@pytest.mark.parametrize("people", [3, 40])
def test_rules_that_agree_are_no_certainty(people: int) -> None:
    said = labs.KanoLab(pairs(people), view="rules").body()
    assert "用哪条规则都是一样的类别" in said
    assert "放心" not in said
    assert "看多少人答" in said


def test_where_all_answer_alike_no_interval_is_given_and_it_is_said() -> None:
    read = intake.read_servqual(gaps(3))
    for table in (servqual.gaps(read), servqual.performance(read)):
        assert table[["ci_low", "ci_high"]].isna().all(axis=None)
        assert "可靠性" in table.attrs["notes"][-1]
        assert "都一样" in table.attrs["notes"][-1]
    said = labs.ServqualLab(gaps(3)).body().split("</p>")[0]
    assert "回答都一样" in said
    assert "nan" not in labs.ServqualLab(gaps(3)).body()
    both = read.table.assign(wave=1)
    later = pd.concat([both, both.assign(wave=2, perception=5)])
    assert servqual.compare(later)["ci_low"].isna().all()
    assert math.isnan(servqual.score(read).unweighted.low)
    assert math.isnan(satisfaction.level(satisfaction.daily(["2026-01-05"] * 4, [5] * 4)).low)
    alike = servqual.alpha(pd.DataFrame({"a": [1, 2, 3], "b": [1, 2, 3]}))
    assert alike.alpha == pytest.approx(1)
    assert math.isnan(alike.low)
