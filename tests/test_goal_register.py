"""The goal register: a spreadsheet whose formulas live, edited by any program, and read back as the plan it was."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from test_goal_plan import GOOD, HOSTILE

from sgm_lab import i18n, takeaways
from sgm_lab.errors import DataError
from sgm_lab.goals import Month
from sgm_lab.takeaways.plan.reading import read_plan

SOFFICE = shutil.which("soffice")
office = pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice")

SHARE = {"statement": "2026年12月31日前，客服部把接起率从60%提高到80%", "metric": "接起率", "unit": "%", "baseline": 60,
         "target": 80, "months": [{"month": "2026-03", "value": 84, "n": 900},
                                  {"month": "2026-04", "value": 79}]}  # fmt: skip
PLAN: dict[str, Any] = GOOD | {
    "title": "门诊服务目标计划",
    "goals": [GOOD["goals"][0] | {"raci": [{"activity": "放号", "R": "信息科", "A": "护士长"}],
                                  "months": [{"month": "2026-03", "value": 41, "n": 320, "sd": 12}]}, SHARE],
    "drafts": [{"text": "草稿", "score": 5}],
}  # fmt: skip


def edited(content: bytes, change: Any) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def through_libreoffice(content: bytes, folder: Path, kind: str = "xlsx:Calc MS Excel 2007 XML") -> Path:
    """Open and save a file as somebody with LibreOffice does: all formulas are worked out."""
    (folder / "in").mkdir()
    path = folder / "in" / "register.xlsx"
    path.write_bytes(content)
    out = folder / "out"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", kind, "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return out / f"register.{kind.partition(':')[0]}"


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("plan", [{}, GOOD, PLAN], ids=["empty", "one goal", "months"])
def test_what_goes_in_comes_out(plan: dict[str, Any], lang: i18n.Language) -> None:
    back = takeaways.plan_from_register(takeaways.goal_register_xlsx(plan, lang=lang))
    assert read_plan(back) == read_plan(plan | {"goals": plan.get("goals", [])})


@office
@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_a_figure_added_in_libreoffice_is_read_back_and_worked_out(
    tmp_path: Path, lang: i18n.Language
) -> None:
    names = i18n.t("takeaways.register.sheet_goals", lang), i18n.t("takeaways.register.sheet_months", lang)

    def add(book: Any) -> None:
        months = book[names[1]]
        for place, value in enumerate((1, dt.datetime(2026, 4, 1), 38, 300, 11), 1):
            months.cell(8, place).value = value
        book[names[0]]["F5"] = 28  # another target

    path = through_libreoffice(edited(takeaways.goal_register_xlsx(PLAN, lang=lang), add), tmp_path)
    plan = read_plan(takeaways.plan_from_register(path))
    first, second = plan.goals
    assert first.target == 28
    assert first.months == (Month("2026-03", 41, 320, 12), Month("2026-04", 38, 300, 11))
    assert second.months == (Month("2026-03", 84, 900), Month("2026-04", 79))
    assert [row.activity for row in first.raci] == ["放号"]
    seen = openpyxl.load_workbook(path, data_only=True)
    judged = {}
    for row in seen[names[1]].iter_rows(min_row=5, max_row=8, values_only=True):
        judged[row[0], row[1].strftime("%Y-%m")] = row[5:12]
    for at, goal in enumerate(plan.goals, 1):
        for month in goal.months:
            low, high, share, share_low, share_high, verdict, metric = judged[at, month.month]
            reached = goal.as_goal().attainment(month.level(goal.unit))
            assert share == pytest.approx(reached.value)
            assert metric == goal.metric
            assert verdict == i18n.t(f"goals.verdict.{reached.verdict}", lang)
            if reached.low is not None:
                level: Any = month.level(goal.unit)
                assert (low, high) == pytest.approx((level.low, level.high))
                assert (share_low, share_high) == pytest.approx((reached.low, reached.high))
            else:
                assert not any((low, high, share_low, share_high))
    latest = [row[10:16] for row in seen[names[0]].iter_rows(min_row=5, max_row=6, values_only=True)]
    assert [(row[0].strftime("%Y-%m"), row[1]) for row in latest] == [("2026-04", 38), ("2026-04", 79)]
    assert [row[5] for row in latest] == [i18n.t("goals.verdict.not_met", lang)] * 2
    for sheet in seen:
        assert not any(str(cell).startswith(("#", "Err:")) for row in sheet.values for cell in row if cell), (
            sheet
        )


def test_goals_are_added_changed_and_taken_out_in_the_cells() -> None:
    def change(book: Any) -> None:
        goals = book["目标登记"]
        goals["B5"] = "2026年9月30日前，门诊部把平均候诊时间从45分钟降到28分钟以内"
        goals["F5"] = 28
        for column, value in zip("ABCDEF", (2, *[None] * 5), strict=True):
            goals[f"{column}6"] = value
        for column, value in zip("ABCDEF", (3, "新的目标", "退号率", "%", 5, "3"), strict=True):
            goals[f"{column}7"] = value
        months = book["月度数"]
        months.delete_rows(6, 2)
        for place, value in enumerate((3, "2026年5月", "4.2", 500), 1):
            months.cell(7, place).value = value
        book["计划的十一行"]["C5"] = "病房的老人，等人来扶"

    plan = takeaways.plan_from_register(edited(takeaways.goal_register_xlsx(PLAN, lang="zh"), change))
    first, new = plan["goals"]
    assert (first["target"], first["raci"][0]["R"]) == (28, "信息科")
    assert (new["metric"], new["target"], new["months"]) == (
        "退号率",
        "3",
        [{"month": "2026-05", "value": 4.2, "n": 500}],
    )
    assert plan["rows"]["need"] == [{"text": "病房的老人，等人来扶", "source": ""}]
    assert plan["rows"]["law"] == [{"text": "不涉及个人信息", "source": ""}]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda book: book.remove(book["目标登记"]), "不是目标登记表"),
        (lambda book: book["目标登记"].__setitem__("F4", "目的"), "目标值"),
        (lambda book: book["月度数"].__setitem__("A5", 9), "第9个目标"),
        (lambda book: book["月度数"].__setitem__("A5", None), "目标序号"),
        (lambda book: book["月度数"].__setitem__("B5", "五月"), "不是月份"),
        (lambda book: book["月度数"].__setitem__("C5", "很多"), "很多"),
        (lambda book: book["月度数"].__setitem__("D5", -3), "至少要是"),
        (lambda book: book["目标登记"].__setitem__("E5", "四十五"), "四十五"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_said_in_a_sentence(change: Any, said: str) -> None:
    content = edited(takeaways.goal_register_xlsx(PLAN, lang="zh"), change)
    with pytest.raises(DataError) as error:
        takeaways.plan_from_register(content)
    assert said in str(error.value)


OLD = sorted((Path(__file__).parent / "data/plans").iterdir())


@pytest.mark.parametrize("path", OLD, ids=lambda one: one.name)
def test_a_file_of_an_earlier_edition_still_opens_and_goes_on(path: Path, tmp_path: Path) -> None:
    """Stored as they were written then, and never written anew: a month later the file has to open."""
    lang: Any = "en" if path.stem.endswith("-en") else "zh"
    plan = takeaways.open_plan(path)
    assert read_plan(plan) == read_plan(takeaways.example_plan(lang))
    went = takeaways.add_months(plan, [{"month": "2027-01", "value": 75, "n": 300}])
    again = tmp_path / "register.xlsx"
    again.write_bytes(takeaways.goal_register_xlsx(went, lang=lang))
    assert read_plan(takeaways.open_plan(again)) == read_plan(went)


def test_a_register_of_a_later_edition_is_not_read_in_part() -> None:
    def later(book: Any) -> None:
        cell = book["其余内容"]["A2"]
        cell.value = cell.value.replace('"format": 1', '"format": 2')

    with pytest.raises(DataError) as error:
        takeaways.plan_from_register(edited(takeaways.goal_register_xlsx(PLAN, lang="zh"), later))
    assert "更新" in str(error.value)


def test_without_the_hidden_sheet_the_cells_are_enough() -> None:
    content = edited(
        takeaways.goal_register_xlsx(PLAN, lang="zh"), lambda book: book.remove(book["其余内容"])
    )
    back = read_plan(takeaways.plan_from_register(content))
    assert [goal.months for goal in back.goals] == [goal.months for goal in read_plan(PLAN).goals]
    assert back.rows["cost"][0].text == "每周6工时"


def test_hostile_texts_are_no_formulas_and_come_back_whole() -> None:
    text = HOSTILE.replace("\x00", "").replace("\x0b", "").replace("\ud800", "").strip()
    for hostile in (text, '=HYPERLINK("http://x","y")', "+1+1", "-2", "@SUM(A1)", "_x0041_", "a\nb"):
        goal = {"statement": hostile, "metric": hostile[:40].strip(), "unit": "件", "owner": "=1+1"}
        plan = {"goals": [goal], "rows": {"cost": hostile}}
        content = takeaways.goal_register_xlsx(plan, lang="zh")
        for sheet in openpyxl.load_workbook(io.BytesIO(content)):
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                assert cell.data_type != "f" or not isinstance(cell.value, str) or hostile not in cell.value
                assert cell.data_type != "f" or sheet.title in ("目标登记", "月度数")
        back = takeaways.plan_from_register(content)
        assert read_plan(back) == read_plan(plan)


@office
def test_hostile_texts_survive_a_spreadsheet_program(tmp_path: Path) -> None:
    goal = {"statement": '=HYPERLINK("http://x","y")', "metric": "+1+1", "unit": "@件", "owner": "=1+1"}
    content = takeaways.goal_register_xlsx({"goals": [goal]}, lang="zh")
    (back,) = takeaways.plan_from_register(through_libreoffice(content, tmp_path))["goals"]
    assert {name: back[name] for name in goal} == goal
