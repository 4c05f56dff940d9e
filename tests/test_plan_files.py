"""The files of a goal plan that a page makes without Python: read as those of Python, and saying the same."""

from __future__ import annotations

import base64
import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from test_goal_plan import HOSTILE, RECORDS, answered, noted, shown, word

from sgm_lab import exercises, takeaways
from sgm_lab.i18n import LANGUAGES, Language, t
from sgm_lab.paper import excel
from sgm_lab.paper.style import clean, flat
from sgm_lab.takeaways.plan.page import page_plan
from sgm_lab.takeaways.plan.reading import read_plan
from sgm_lab.takeaways.plan.rows import ROWS, name, number
from sgm_lab.takeaways.plan.written import written
from sgm_lab.takeaways.register.shape import HEAD, say

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "book" / "_ext"))

from plain_script import bundled  # noqa: E402
from plan_files import BEGIN, DROP, END, GOALS, KEEP, MODULES, forms, script  # noqa: E402

NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(not NODE, reason="no Node here: the browser tests look at the page")
HOME = Path(exercises.__file__).parent
GOAL = {
    "statement": "2026年9月30日前，门诊部把平均候诊时间从45分钟降到30分钟以内", "metric": "平均候诊时间",
    "unit": "分钟", "baseline": 45, "target": 30.5, "due": "2026-09-30", "owner": "护士长", "first_step": "贴出叫号屏",
    "raci": [{"activity": "叫号", "R": "导诊", "A": "护士长"}],
}  # fmt: skip


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plan") / "plan.cjs"
    own = [
        HOME / "journey.js",
        HOME / "plans.js",
        HOME / "plan.js",
        *MODULES,
        ROOT / "tests" / "js" / "planfiles.mjs",
    ]
    path.write_text(bundled(own), encoding="utf-8")
    return path


def made(page: Path, book: dict[str, Any], lang: Language = "zh", owner: str = "王芳") -> dict[str, Any]:
    """What the page makes of a workbook: bytes by kind."""
    asked = {"forms": forms(lang), "template": page_plan("plan.html", lang), "book": book, "owner": owner}
    done = subprocess.run(
        [str(NODE), str(page)], input=json.dumps(asked), capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    return {
        kind: base64.b64decode(one[1]) if isinstance(one, list) else one for kind, one in found.items()
    } | {"names": [one[0] for one in found.values() if isinstance(one, list)]}


def lines(texts: dict[str, str], **more: Any) -> dict[str, Any]:
    """A workbook of which these rows are written on the page of the plan."""
    return {"exercises": {}, "labs": {}, "goals": {"plan": {"rows": texts}, **more}}


def by_row(content: bytes, lang: Language = "zh") -> dict[str, str]:
    """The text beside each row's name in the Word document."""
    import docx

    labels = {t("takeaways.row_label", lang, number=number(row), name=name(row, lang)): row for row in ROWS}
    tables = [table for table in docx.Document(io.BytesIO(content)).tables if table.cell(0, 0).text in labels]
    return {labels[table.cell(0, 0).text]: table.cell(0, 1).text for table in tables}


def tokens(content: bytes) -> list[str]:
    """Parts of a file in which a place to fill in is left."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert file.testzip() is None
        return [
            one
            for one in file.namelist()
            if BEGIN in (text := file.read(one).decode("utf-8", "replace")) or END in text
        ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_row_is_in_its_place_in_every_file(page: Path, lang: Language) -> None:
    texts = {row: f"{row}：每周6个工时\n第二行 & <b>{number(row)}</b>" for row in ROWS if row != "alarm"}
    found = made(page, lines(texts), lang)
    plan = {"owner": "王芳", "rows": texts}
    assert by_row(found["docx"], lang) == by_row(takeaways.goal_plan_docx(plan, lang=lang), lang)
    assert by_row(found["docx"], lang) == texts | {"alarm": ""}
    slides = takeaways.goal_plan_pptx(plan, lang=lang)
    assert shown(found["pptx"])[1:] == shown(slides)[1:]
    assert noted(found["pptx"])[1:] == noted(slides)[1:]
    assert len(shown(found["pptx"])) == 5
    read = takeaways.plan_from_register(found["xlsx"])
    assert {row: [note["text"] for note in own] for row, own in read["rows"].items()} == {
        row: [text] for row, text in texts.items()
    }
    for kind in ("docx", "pptx", "xlsx"):
        assert tokens(found[kind]) == []
    assert found["names"] == [
        f"{t('lab_takeaways.file_plan', lang)}.{kind}" for kind in ("docx", "pptx", "xlsx")
    ]
    assert found["has"] == {"plan": True, "card": False}


def test_a_listed_goal_is_on_the_card_and_in_the_register(page: Path) -> None:
    found = made(
        page,
        lines(
            {},
            **{
                "smart-1": GOAL,
                "smart-10": {"statement": "十"},
                "smart-2": {"statement": "二", "unit": "%", "baseline": 5, "target": 5},
            },
        ),
    )
    assert word(found["card"]) == word(takeaways.goal_card_docx(GOAL, lang="zh"))
    for which in (
        {"statement": "把等候说清楚" * 20, "unit": "%", "baseline": 7},
        {"statement": "短"},
        GOAL | {"owner": "", "first_step": None},
    ):
        own = made(page, lines({}, one=which))["card"]
        python = takeaways.goal_card_docx(which, lang="zh")
        assert word(own) == word(python)
        assert sizes(own) == sizes(python)
    read = takeaways.plan_from_register(found["xlsx"])
    assert read["goals"] == [
        GOAL,
        {"statement": "二", "unit": "%", "baseline": 5, "target": 5},
        {"statement": "十"},
    ]
    mine, python = (
        openpyxl.load_workbook(io.BytesIO(one))[say("sheet_goals", "zh")]
        for one in (found["xlsx"], takeaways.goal_register_xlsx({"goals": [GOAL]}, lang="zh"))
    )
    for column in range(1, 17):  # the days and numbers as such, and the formulas live
        one, other = (sheet.cell(HEAD + 1, column) for sheet in (mine, python))
        assert (one.value, one.number_format) == (other.value, other.number_format), column
    assert "叫号：A 护士长 · R 导诊" in by_row(found["docx"])["who"]


def test_a_goal_settled_in_an_exercise_is_a_goal(page: Path) -> None:
    ids = [id for id in RECORDS if RECORDS[id].kind == "goal"][:1]
    found = made(
        page, {"exercises": {id: {"answer": answered(id)} for id in ids}, "labs": {}, "goals": {"a": GOAL}}
    )
    assert by_row(found["docx"])["goal"].split("\n") == [
        f"目标1：{answered(ids[0])}",
        f"目标2：{GOAL['statement']}",
    ]
    read = takeaways.plan_from_register(found["xlsx"])
    assert [goal["statement"] for goal in read["goals"]] == [answered(ids[0]), GOAL["statement"]]
    assert "goal" not in read["rows"]


def test_of_several_goals_each_line_says_which(page: Path) -> None:
    goals = [{"statement": f"第{n}诊区降到30分钟", "owner": f"组长{n}"} for n in range(1, 13)]
    found = made(page, lines({}, **{f"smart-{n}": one for n, one in enumerate(goals, 1)}))
    # The document of Python lists so many in a register; what stands in the rows is the same.
    python = written(read_plan({"owner": "王芳", "goals": goals}))
    assert by_row(found["docx"]) == {row: "\n".join(one.said() for one in own) for row, own in python.items()}
    assert f"目标12：{goals[-1]['statement']}" in "\n".join(noted(found["pptx"])).replace("\v", "\n")


def test_a_goal_in_an_exercise_and_on_the_list_is_one(page: Path) -> None:
    (id, *_) = [id for id in RECORDS if RECORDS[id].kind == "goal"]
    book = {"exercises": {id: {"answer": GOAL["statement"]}}, "labs": {}, "goals": {"a": GOAL}}
    assert by_row(made(page, book)["docx"])["goal"] == GOAL["statement"]


def sizes(content: bytes) -> list[Any]:
    import docx

    return [run.font.size for one in docx.Document(io.BytesIO(content)).paragraphs for run in one.runs]


def test_answers_stand_with_where_they_were_written(page: Path) -> None:
    ids = [id for id in RECORDS if RECORDS[id].kind != "goal"][:4]
    book = {"exercises": {id: {"answer": answered(id)} for id in ids}, "labs": {}, "goals": {}}
    told = "\n".join(by_row(made(page, book)["docx"]).values())
    for id in ids:
        assert f"{answered(id)}（{t('takeaways.from_exercise', 'zh', chapter=RECORDS[id].chapter)}）" in told


def test_hostile_texts_are_texts_in_every_file(page: Path) -> None:
    texts = dict.fromkeys(ROWS, "x") | {
        "need": HOSTILE,
        "cost": "=cmd|' /C calc'!A0",
        "law": "\x00\x1b]]> &amp; \ufffe _x0041_ 😀🏥 {told} $& $1",
        "standard": f"{BEGIN}title{END} {BEGIN}{KEEP}law{END}{BEGIN}{DROP}law{END}",
        "who": "一\r\n二\t三\v四",
        "mind": "@SUM(A1)\n-1",
    }
    found = made(
        page, lines(texts, one=GOAL | {"statement": "=1+1<w:p/>", "metric": "+1"}), owner="<a>&\ud800"
    )
    told = by_row(found["docx"])
    goal = {"goal", "baseline", "who", "need"}
    for row in ROWS:
        assert (told[row].endswith if row in goal else told[row].__eq__)(clean(texts[row]).strip()), row
    assert "=1+1<w:p/>" in word(found["card"])
    slides = "\n".join(shown(found["pptx"]))
    assert clean(texts["law"]).strip() in slides
    whole = "\n".join(noted(found["pptx"])).replace("\v", "\n")
    assert clean(HOSTILE).strip() in whole  # where the slide has no room
    assert len(slides) < 4000
    book = openpyxl.load_workbook(io.BytesIO(found["xlsx"]))
    rows = {row: book[say("sheet_rows", "zh")].cell(HEAD + at, 3) for at, row in enumerate(ROWS, 1)}
    for row, cell in rows.items():
        assert (excel.read(cell.value), cell.data_type, cell.quotePrefix) == (
            clean(texts[row]).strip(),
            "s",
            True,
        ), row
    cells = [book[say("sheet_goals", "zh")].cell(HEAD + 1, at) for at in (2, 3)]
    assert [(cell.value, cell.data_type) for cell in cells] == [("=1+1<w:p/>", "s"), ("+1", "s")]


def test_more_than_a_cell_or_a_form_holds_is_said_or_cut_in_sight(page: Path) -> None:
    many = {f"smart-{n}": {"statement": f"目标{n}"} for n in range(GOALS + 1)}
    assert made(page, lines({}, **many))["over"]
    found = made(page, lines({"law": "长" * 40_000}))
    cell = openpyxl.load_workbook(io.BytesIO(found["xlsx"]))[say("sheet_rows", "zh")].cell(HEAD + 7, 3).value
    assert len(cell) <= 32_767
    assert cell.endswith("…")


def test_what_a_page_loads_on_a_click_is_small_and_the_same_each_time() -> None:
    name, text = script("zh")
    forms.cache_clear()
    assert script("zh") == (name, text)
    assert len(text) < 320_000


def test_title_and_who_stand_at_the_head(page: Path) -> None:
    head = {"title": "门诊 <服务>\n计划", "organisation": "市一院", "owner": "李梅", "date": "2026-03-02"}
    found = made(
        page, {"exercises": {}, "labs": {}, "goals": {"plan": {**head, "rows": {"law": "先问同意"}}}}
    )
    python = takeaways.goal_plan_docx({**head, "rows": {"law": "先问同意"}}, lang="zh")
    assert (
        word(found["docx"]).split("\n" + t("takeaways.row_label", "zh", number=1, name=name("need", "zh")))[0]
        == word(python).split("\n" + t("takeaways.row_label", "zh", number=1, name=name("need", "zh")))[0]
    )
    assert flat(head["title"]) in shown(found["pptx"])[0]
    assert "市一院 · 李梅 · 2026年3月2日" in shown(found["pptx"])[0]
