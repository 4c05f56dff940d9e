"""Files as people have them: each comes back right, or ends with one sentence that says what to do."""

from __future__ import annotations

from typing import Any

import pytest
from clerk_files import FEATURES, FILES, KANO, SERVQUAL

from sgm_lab import i18n, intake
from sgm_lab.errors import DataError

READ = {
    "kano": intake.read_kano, "servqual": intake.read_servqual,
    "records": intake.read_records, "comments": intake.read_comments,
}  # fmt: skip

# What the summary says of those that are read whole; nothing where there is nothing to say.
WHOLE = {
    "合计平均满意率.csv": "10 (合计)", "表下面的人数.xlsx": "信息科", "两个月叠着.csv": "第 7 行又是列名",
    "两个月叠着带标题.xlsx": "第 9 行又是列名", "拼在一起的两个文件.csv": "第 6 行又是列名",
    "下面是另一份问卷.xlsx": "第 12 行起是另一张表", "下面是带标题的另一份.xlsx": "第 11 行起是另一张表",
    "去年的表藏着.xlsx": "只读了工作表“2026答卷”", "科室合并.xlsx": "没有发现问题",
    "科室合并另存.csv": "“科室”一列大半是空的", "筛选过.xlsx": "5 行在表格里是隐藏的", "带批注.xlsx": "没有发现问题",
    "撇号和不断行的空格.csv": "没有发现问题", "苹果表格导出.csv": "没有发现问题", "首行写着分隔符.csv": "没有发现问题",
    "竖线分开.csv": "没有发现问题", "统一码文本.txt": "没有发现问题", "没有标记的十六位.csv": "没有发现问题",
    "几星.csv": "没有发现问题", "全角数字.csv": "没有发现问题", "表情和字.csv": "没有发现问题",
    "中英混填.csv": "没有发现问题", "交了两次.csv": "1 位受访者对同一项答了不止一次", "粘了两遍.csv": "8 位受访者",
    "随机出题的次序.csv": "问卷平台自己加的列没有读：Q1_DO_1",
    "带推荐分和满意度.csv": "没有发现问题", "谷歌表单.csv": "没有发现问题",
    "微软表单.xlsx": "Email", "SurveyMonkey.csv": "IP Address", "腾讯问卷.csv": "用户标识、昵称、IP",
    "金数据.xlsx": "微信OpenID", "WPS表单.xlsx": "提交者（自动）",
}  # fmt: skip
# What is left open: the sentence says it, with what to do.
SAID = {
    "苹果的表.numbers": ("导出为", "Export To"), "开放格式.ods": ("另存为 .xlsx", "save it as .xlsx"),
    "只有表情.csv": ('labels={"😐": ?', 'labels={"😐": ?'), "只有选项字母.csv": ('"A": 1', '"A": 1'),
    "LimeSurvey编号.csv": ('"A1": 1', '"A1": 1'), "七分之几.csv": ('"6/7": ?', '"6/7": ?'),
    "五级的说法.csv": ("scale=(1, 5)", "scale=(1, 5)"), "没有年份的月.csv": ("2026-01", "without a year"),
    "没有年份的周.csv": ("2026-W05", "without a year"), "两个日期.csv": ('date="挂号日期"', 'date="挂号日期"'),
    "美国日期.csv": ("day_first=True", "day_first=True"), "只有好差.csv": ("现有的列：评价", "It has: 评价"),
}  # fmt: skip
FIGURES: dict[str, tuple[list[str], list[float], str]] = {
    "几分钟.csv": (["11-02", "11-03", "11-04", "11-05", "11-07"], [12, 30, 45, 65, 20], "另有 1 行"),
    "登记表带小计.xlsx": (["11-02", "11-02", "11-03"], [3, 2, 1], "另有 2 行"),
    "会计的负数.csv": (["01-01", "02-01", "03-01"], [-3, 4, -1204], "当作负数"),
    "几个时区.csv": (["11-02", "11-02", "11-03"], [12, 9, 7], "都换成了最多的 +08:00"),
    "年月六位.csv": (["01-01", "02-01"], [3, 4], "投诉"),
}
TEXTS = {
    "腾讯问卷里的建议.csv": (["停车太难"], "有 7 条写的是“无”"),
    "引号换行电话.csv": (['他说"等着",就走了\n再没回来', "很好👍", "电话***，请回电"], "盖住"),
    "英文表单.csv": (["Waited 2 hours"], "有 1 条"),
    "打分原因.csv": (["等得太久，没有人解释", "护士很耐心"], "没有发现问题"),
}
SOME = {  # read in part, with the rows that were not
    "公式出错.csv": [4, 5], "试填的.csv": [], "没用过的跳过.csv": [],
}  # fmt: skip
SERVED = {"画星.csv", "带推荐分.csv", "带均值标准差.xlsx"}


def read(name: str) -> Any:
    kind, content = FILES[name]
    return READ[kind]((name, content))


def test_each_file_has_its_answer() -> None:
    known = [*WHOLE, *SAID, *FIGURES, *TEXTS, *SOME, *SERVED]
    assert sorted(known) == sorted(FILES)
    assert len(known) >= 55


@pytest.mark.parametrize("name", WHOLE)
def test_the_answers_come_back_and_what_was_left_out_is_said(name: str) -> None:
    found = read(name)
    people = [group.to_numpy().ravel().tolist() for _, group in
              found.table.groupby("respondent", sort=False)[["functional", "dysfunctional"]]]  # fmt: skip
    assert people == KANO
    assert len(found.table["feature"].unique()) == len(FEATURES)
    assert WHOLE[name] in found.summary()
    personal = found.table.astype(str).isin(["小王", "1.2.3.4", "oXy", "o1", "WPS_1", "anonymous"])
    assert not personal.to_numpy().any()


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("name", SAID)
def test_what_cannot_be_known_is_asked_in_the_readers_language(name: str, lang: i18n.Language) -> None:
    with i18n.use_language(lang):
        with pytest.raises(DataError) as caught:
            _ = read(name).table
        said = str(caught.value)
    assert SAID[name][lang == "en"] in said
    assert name in said or "Date" in said
    assert "\n" not in said


@pytest.mark.parametrize("name", FIGURES)
def test_days_and_figures_of_a_log(name: str) -> None:
    days, figures, said = FIGURES[name]
    found = read(name)
    assert found.table["date"].dt.strftime("%m-%d").tolist() == days
    assert found.table["value"].tolist() == figures
    assert said in found.summary()


@pytest.mark.parametrize("name", TEXTS)
def test_comments_and_nothing_else(name: str) -> None:
    texts, said = TEXTS[name]
    found = read(name)
    assert found.table["text"].tolist() == texts
    assert said in found.summary()


@pytest.mark.parametrize("name", SOME)
def test_what_cannot_be_read_is_named_by_its_row(name: str) -> None:
    found = read(name)
    assert found.problems["row"].tolist() == SOME[name]
    assert (found.rows_read, len(found.table)) == {
        "公式出错.csv": (22, 22), "试填的.csv": (27, 27), "没用过的跳过.csv": (20, 24),
    }[name]  # fmt: skip


@pytest.mark.parametrize("name", sorted(SERVED))
def test_points_come_back(name: str) -> None:
    found = read(name).table.sort_values(["respondent", "item"])
    assert found[["expectation", "perception"]].to_numpy().reshape(6, 6).tolist() == SERVQUAL


def test_words_of_five_are_read_once_the_scale_is_told() -> None:
    kind, content = FILES["五级的说法.csv"]
    found = intake.read_servqual((kind + ".csv", content), scale=(1, 5))
    assert found.table["expectation"].tolist()[:3] == [5, 5, 5]


def test_the_other_sheets_rows_and_tables_are_untouched_in_frames() -> None:
    """A frame keeps its rows where an index has gaps: nothing stands under anything."""
    import pandas as pd

    frame = pd.DataFrame(
        {"编号": [1, 2, 3], "叫号（具备时）": [1, 2, 3], "叫号（缺失时）": [5, 4, 3]}, index=[2, 9, 40]
    )
    assert len(intake.read_kano(frame).table) == 3
