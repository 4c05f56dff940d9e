"""What is said of a file that is another survey than was thought, and what a name keeps of the form it stood in."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from sgm_lab import intake
from sgm_lab.errors import DataError
from sgm_lab.i18n import use_language

PEOPLE = 12
LANGS = ["zh", "en"]


def csv(frame: pd.DataFrame, name: str = "问卷.csv") -> tuple[str, bytes]:
    return name, frame.to_csv(index=False).encode()


def scores(*heads: str, low: int = 3, high: int = 7) -> pd.DataFrame:
    return pd.DataFrame(
        {
            head: [low + (who + at) % (high - low + 1) for who in range(PEOPLE)]
            for at, head in enumerate(heads)
        }
    )


SERVQUAL = {
    "E1 P1": scores(*(f"{side}{item}" for side in "EP" for item in range(1, 7))),
    "期望1 感受1": scores(*(f"{side}{item}" for item in range(1, 7) for side in ("期望", "感受"))),
    "wordings": scores(
        *(f"{side}：{item}" for item in ("准时", "耐心", "整洁") for side in ("期望", "实际感受"))
    ),
    "long": pd.DataFrame({"id": range(8), "item": 1, "expectation": 7, "perception": 5}),
    "perceptions": scores(*(f"P{item}" for item in range(1, 23))),
}


@pytest.mark.parametrize("name", SERVQUAL)
@pytest.mark.parametrize("lang", LANGS)
def test_a_servqual_file_read_as_kano_is_named_with_its_call(name: str, lang: Any) -> None:
    with use_language(lang), pytest.raises(DataError, match="SERVQUAL") as caught:
        intake.read_kano(csv(SERVQUAL[name]))
    assert 'intake.read_servqual("问卷.csv")' in str(caught.value)
    assert "pairs" not in str(caught.value)
    assert "read_" not in caught.value.plain


KANO = {
    "marks": scores("叫号（具备时）", "叫号（缺失时）", "导诊（具备时）", "导诊（缺失时）", low=1, high=5),
    "words": scores("如果提供叫号，您觉得？", "如果不提供叫号，您觉得？", low=1, high=5),
    "long": pd.DataFrame({"id": range(8), "feature": "queue", "functional": 1, "dysfunctional": 5}),
}


@pytest.mark.parametrize("name", KANO)
@pytest.mark.parametrize("lang", LANGS)
def test_a_kano_file_read_as_servqual_is_named_with_its_call(name: str, lang: Any) -> None:
    with use_language(lang), pytest.raises(DataError) as caught:
        intake.read_servqual(csv(KANO[name]))
    assert caught.value.key == "intake.is_kano"
    assert 'intake.read_kano("问卷.csv")' in str(caught.value)


@pytest.mark.parametrize("lang", LANGS)
def test_one_score_an_item_is_perceptions_where_the_caller_says_so(lang: Any) -> None:
    heads = ["1、等候时间短", "2、员工有礼貌", "3、环境整洁", "4、说明清楚", "5、收费透明"]
    file = csv(scores(*heads).assign(编号=range(PEOPLE)))
    with use_language(lang), pytest.raises(DataError) as caught:
        intake.read_servqual(file)
    said = str(caught.value)
    assert 'pairs="perceptions"' in said
    assert "pairs={" not in said
    read = intake.read_servqual(file, pairs="perceptions")
    assert read.table["item"].unique().tolist() == [
        "等候时间短",
        "员工有礼貌",
        "环境整洁",
        "说明清楚",
        "收费透明",
    ]
    assert (
        read.table.loc[read.table["item"] == "环境整洁", "perception"].tolist()
        == scores(*heads)[heads[2]].tolist()
    )


@pytest.mark.parametrize("lang", LANGS)
def test_no_pairs_are_guessed_of_a_survey_that_has_none(lang: Any) -> None:
    words = ["非常同意", "同意", "一般", "不同意"]
    agreed = pd.DataFrame({f"Q{at}": [words[(at + who) % 4] for who in range(PEOPLE)] for at in range(6)})
    for frame in (agreed, scores("快", "准", "好", "省", low=1, high=5)):
        with use_language(lang), pytest.raises(DataError) as caught:
            intake.read_kano(csv(frame))
        assert "pairs={" not in str(caught.value)


HEADS = {
    "“线上预约”": "“线上预约”（{}）", "quotes": '"线上预约"（{}）',
    "【】": "【线上预约】（{}）", "「」": "「线上预约」（{}）",
    "numbered": "3、线上预约（{}）", "numbered and quoted": "Q3. “线上预约”（{}）", "stop": "线上预约。（{}）",
    "asked": "如果{}“线上预约”，您觉得？",
    "asked of a service": "2、如果医院{}“线上预约”服务，您的感受是？",
}  # fmt: skip


@pytest.mark.parametrize("name", HEADS)
def test_a_feature_is_called_what_it_is_without_the_marks_of_the_form(name: str) -> None:
    sides = ("提供", "不提供") if name.startswith("asked") else ("具备时", "缺失时")
    frame = pd.DataFrame({HEADS[name].format(side): [1 + 4 * at] * 3 for at, side in enumerate(sides)})
    assert intake.read_kano(frame).table["feature"].unique().tolist() == ["线上预约"]


def test_names_keep_what_is_theirs() -> None:
    names = ["“叫号”", "2. 导诊。", "“快速”通道", "1.5米线", '"a" or "b"', "A/C"]
    long = pd.DataFrame({"编号": range(6), "功能": names, "具备时": 1, "缺失时": 5})
    assert intake.read_kano(long).table["feature"].tolist() == ["叫号", "导诊", *names[2:]]
    english = pd.DataFrame(
        {'1. "online booking" (functional)': [1], '1. "online booking" (dysfunctional)': [5]}
    )
    assert intake.read_kano(english).table["feature"].tolist() == ["online booking"]
    alike = pd.DataFrame({"编号": range(2), "功能": ["“叫号”", "叫号"], "具备时": 1, "缺失时": 5})
    assert intake.read_kano(alike).table["feature"].nunique() == 2


FRAMES = {
    "如果医院{}…，您觉得": "如果医院{}{}，您觉得", "如果酒店": "如果酒店{}{}，您会感到：",
    "当学校": "当学校{}{}时，您的态度是",
    "我院": "我院{}{}，您认为", "behind": "{1}{0}时您的感受", "您对": "您对“{}{}”的评价",
}  # fmt: skip


@pytest.mark.parametrize("name", FRAMES)
def test_the_words_of_the_question_around_all_features_are_no_part_of_their_names(name: str) -> None:
    names = ["短信提醒", "自助打印", "夜间停车"]
    heads = [FRAMES[name].format(side, one) for one in names for side in ("提供", "不提供")]
    read = intake.read_kano(pd.DataFrame([[1, 5] * 3] * 3, columns=heads))
    assert read.table["feature"].unique().tolist() == names


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_table_without_names_of_columns_says_so(lang: Any) -> None:
    plain = "\n".join(f"{at},1,5,2,4,3,3" for at in range(1, 9))
    with use_language(lang), pytest.raises(DataError) as caught:
        intake.read_kano(("a.csv", plain.encode()))
    assert caught.value.key == "intake.no_header"


def test_how_much_people_care_and_how_content_they_are_is_no_gap() -> None:
    heads = [f"{name}-{side}程度" for name in ("守时", "整洁", "热情") for side in ("重视", "满意")]
    with pytest.raises(DataError, match="importance_performance"):
        intake.read_servqual(pd.DataFrame([[7, 5, 6, 5, 6, 4]] * 3, columns=heads))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_was_left_out_stands_in_the_summary_with_its_place(lang: Any) -> None:
    with use_language(lang):
        read = intake.read_kano(pd.DataFrame({"叫号（具备时）": [1, 99, 1], "叫号（缺失时）": [5, 4, 4]}))
        assert read.problems["problem"].iloc[0] in read.summary()
    assert read.rows_left_out == 1
