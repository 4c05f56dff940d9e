"""A field of a lab that names a column takes a part of the header, as the calls do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from sgm_lab import labs
from sgm_lab.errors import ArgumentError

pytestmark = pytest.mark.usefixtures("book")

_rng = np.random.default_rng(5)
AGE, SITE, SCORE = "3、您的年龄段是？", "4、您常去哪个院区？", "5、您的总体满意度"


def kano_survey(people: int = 120) -> pd.DataFrame:
    words = ["喜欢", "理应如此", "无所谓", "能忍受", "不喜欢"]
    said = {f"叫号（{one}）": _rng.choice(words, people) for one in ("具备", "不具备")}
    made = pd.DataFrame(
        {f"叫号（{one}）": values for one, values in zip(("具备", "不具备"), said.values(), strict=True)}
    )
    return made.assign(
        **{AGE: np.resize(["60岁以上", "60岁以下"], people), SITE: np.resize(["东", "西", "东"], people)}
    )


def servqual_survey(people: int = 120) -> pd.DataFrame:
    made: dict[str, Any] = {f"E{n}": _rng.integers(5, 8, people) for n in range(1, 23)}
    made |= {f"P{n}": _rng.integers(3, 8, people) for n in range(1, 23)}
    made |= {AGE: np.resize(["60岁以上", "60岁以下"], people), SCORE: _rng.integers(1, 11, people)}
    return pd.DataFrame(made)


def test_kano_lab() -> None:
    lab = labs.KanoLab(kano_survey(), by="院区", segment="年龄=60岁以上")
    columns = lab.source.column_labels()
    age, site = (next(one for one in columns if word in one) for word in ("年龄", "院区"))
    assert (lab.state["by"], lab.state["segment"]) == (site, f"{age}=60岁以上")
    lab.set(by="Q3" if age == AGE else "年龄段")
    assert lab.state["by"] == age
    lab.set(segment=next(label for label, value in lab.source.segments() if value == f"{site}=东"))
    assert lab.state["segment"] == f"{site}=东"
    with pytest.raises(ArgumentError, match="您的"):
        lab.set(by="您")
    with pytest.raises(ArgumentError):
        lab.set(by="性别")


def test_servqual_and_disconfirmation() -> None:
    lab = labs.ServqualLab(
        servqual_survey(), view="segments" if "segments" in labs.ServqualLab.views else "groups"
    )
    lab.set(split="年龄")
    assert "年龄" in lab.state["split"]
    other = labs.DisconfirmationExplorer(servqual_survey())
    other.set(outcome="column:总体满意", split="年龄")
    assert (other.state["outcome"], "年龄" in other.state["split"]) == (f"column:{SCORE}", True)


def test_personal_goals() -> None:
    lab = labs.PersonalGoals(kano_survey())
    lab.set(by="院区")
    assert "院区" in lab.state["by"]
