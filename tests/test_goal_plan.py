"""One plan through the whole book: what a text promises to it is in it, in every form, and what is wanting is said."""

from __future__ import annotations

import html
import io
import itertools
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import docx
import pptx
import pytest
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from sgm_lab import _promises, exercises, i18n, labs, smart, takeaways
from sgm_lab.takeaways.plan.check import Finding
from sgm_lab.takeaways.plan.notes import LABS
from sgm_lab.takeaways.plan.rows import ROWS, arrow, name, number, numbered
from sgm_lab.workbook import Workbook, open_book

ROOT = Path(__file__).parents[1]
RECORDS = {id: record for id, record in exercises.load().items() if record.plan}
#: However somebody says that what is written goes into the plan.
PROMISE = {
    "zh": re.compile(r"[写记放补添带填][^。；\n]{0,12}[进到入](?:你的|我的|自己的)?(?:目标)?计划"
                     r"|进(?:你的|我的)(?:目标)?计划|我的计划·第"),
    "en": re.compile(r"\b(?:for|into|in|to|of) (?:your|my) (?:own )?(?:goal )?plan\b", re.IGNORECASE),
}  # fmt: skip
HOSTILE = "=1+1 <script>alert(1)</script> \x00\x0b\ud800 {{ 7*7 }} " + "长" * 10_000


@pytest.fixture
def book(tmp_path: Path) -> Workbook:
    return open_book(tmp_path / "workbook.json")


def word(content: bytes) -> str:
    document: Any = docx.Document(io.BytesIO(content))
    return "\n".join(Paragraph(p, document).text for p in document.element.body.iter(qn("w:p")))


@lru_cache(2)
def opened(content: bytes) -> Any:
    """A file of slides, opened once for all that is asked of it."""
    return pptx.Presentation(io.BytesIO(content))


@lru_cache(2)
def shown(content: bytes) -> list[str]:
    """The text of each slide, title, tables and chart included."""
    slides = []
    for slide in opened(content).slides:
        parts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        for shape in slide.shapes:
            if shape.has_table:
                parts += [cell.text for row in shape.table.rows for cell in row.cells]
        slides.append("\n".join(parts))
    return slides


@lru_cache(2)
def noted(content: bytes) -> list[str]:
    """What stands in the notes of each slide."""
    return [one.notes_slide.notes_text_frame.text for one in opened(content).slides]


def answered(id: str) -> str:
    """An answer of its own to each exercise; to a goal exercise a goal."""
    if RECORDS[id].kind == "goal":
        return "2027年6月30日前，客服部把一次办好的比例从21%提高到35%"
    return f"{id}的回答：看护指标每周看一次"


# ---- what is promised is there ----


def test_every_chapter_promises_something_to_the_plan() -> None:
    assert {record.chapter for record in RECORDS.values()} == {
        "1", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "4", "5", "6", "7", "8"
    }  # fmt: skip
    assert {row for record in RECORDS.values() for row in record.plan} == set(ROWS)


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_what_says_it_is_for_the_plan_writes_a_row_and_says_which(lang: i18n.Language) -> None:
    for id, record in exercises.load().items():
        if PROMISE[lang].search(record.prompt.say(lang)):
            assert record.plan, id
        for face in (exercises.static(record, lang), exercises.paper([record], lang)):
            said = html.unescape(re.sub(r"<[^>]+>", "", face))
            assert arrow(record.plan, lang) in said if record.plan else "sgm-ex-plan" not in face, id


@pytest.mark.parametrize(
    ("lang", "said", "promised"),
    [
        ("zh", "写进你的目标计划：窗口几分钟", True),
        ("zh", "写一句，它会进我的计划。", True),
        ("zh", "把这一条补进目标计划", True),
        ("zh", "计划里缺的是哪一行？", False),
        ("zh", "按计划，四月进货", False),
        ("en", "For your goal plan: what the desk does", True),
        ("en", "Your answer goes into your plan.", True),
        ("en", "Which row of the plan is missing?", False),
    ],
)
def test_a_promise_is_found_however_it_is_worded(lang: i18n.Language, said: str, promised: bool) -> None:
    assert bool(PROMISE[lang].search(said)) is promised


def test_what_the_text_promises_to_the_plan_stands_in_a_chapter_that_writes_it() -> None:
    """Outside of an exercise only a chapter's closing lines and what a lab's button does may promise it."""
    buttons = [
        getattr(labs, name).w(key)
        for name, key in (("ServqualLab", "action_keep"), ("ReportBuilder", "action_plan"))
    ]
    for notebook in sorted((ROOT / "notebooks/zh").glob("[0-9]*.ipynb")):
        for kind, text in cells(notebook):
            for found in PROMISE["zh"].finditer(text) if kind == "markdown" else ():
                known = (
                    text.startswith("## 带走")
                    or any(one in text for one in buttons)
                    or "一键写进计划第1行" in text
                )
                assert known, (notebook.stem, found[0])


def cells(notebook: Path) -> list[tuple[str, str]]:
    return [
        (cell["cell_type"], "".join(cell["source"]))
        for cell in json.loads(notebook.read_text("utf-8"))["cells"]
    ]


@pytest.mark.parametrize(
    "notebook", sorted((ROOT / "notebooks/zh").glob("[0-9]*.ipynb")), ids=lambda one: one.stem
)
def test_what_a_workbook_promises_to_the_plan_an_exercise_in_it_writes(notebook: Path) -> None:
    shown = {id for _, text in cells(notebook) for id in re.findall(r'exercises\.show\("([^"]+)"', text)}
    says = [text for kind, text in cells(notebook) if kind == "markdown" and "会进你的目标计划" in text]
    assert shown & set(RECORDS)
    # Beside what is taken along, a lab may promise what it keeps: the SERVQUAL lab its standards.
    labs = [text for text in says if not text.startswith("## 带走")]
    assert len(says) - len(labs) == 1
    assert all("记下这条标准" in text for text in labs)


def test_every_table_of_the_plan_in_the_book_has_the_rows_of_the_template() -> None:
    names = {number(row): name(row, "zh") for row in ROWS}
    whole = []
    for page in sorted((ROOT / "book/zh").glob("*.md")):
        for table in re.findall(
            r"^\| 行 \|.*\n\|[-|: ]+\n((?:\|.*\n)+)", page.read_text("utf-8"), re.MULTILINE
        ):
            heads = [line.split("|")[1].strip() for line in table.splitlines()]
            for head in heads:
                found = re.match(r"(\d+)(?:、\d+)?\. (.+)", head)
                assert found, (page.name, head)
                said = re.split("[：、和]", found[2])[0]
                assert int(found[1]) in names, (page.name, head)
                assert said in names[int(found[1])], (page.name, head)
            whole += [page.stem] * (len(heads) == len(ROWS))
    assert whole == [
        "0-introduction", "3-1-customer-service", "3-2-healthcare", "3-3-education", *["8-final-project"] * 2
    ]  # fmt: skip


def test_the_promises_are_read_without_the_records() -> None:
    found = _promises.promises()
    assert {id: (one.chapter, one.kind, one.rows) for id, one in found.items()} == {
        id: (record.chapter, record.kind, record.plan) for id, record in RECORDS.items()
    }


def test_every_answer_that_is_promised_is_in_the_plan_and_in_its_files(book: Workbook) -> None:
    for id in RECORDS:
        book.put("exercises", id, {"answer": answered(id), "outcome": "right", "tries": 1})
    plan = takeaways.plan_from_workbook(book)
    for id, record in RECORDS.items():
        for row in record.plan:
            if record.kind == "goal":
                assert plan["goals"][0]["statement"] == answered(id)
            else:
                assert {"text": answered(id), "source": f"exercise:{id}"} in plan["rows"][row], (id, row)
    deck = takeaways.goal_plan_pptx(plan)
    texts = [
        takeaways.goal_plan_html(plan).decode(),
        word(takeaways.goal_plan_docx(plan)),
        "\n".join([*shown(deck), *noted(deck)]),
    ]
    for text in texts:
        for id in RECORDS:
            assert answered(id) in text, id
    assert [one.row for one in takeaways.plan_check(plan) if one.kind == "empty"] == []


def writers() -> set[str]:
    """Names of the labs that write into the plan: those it reads, and those that put goals into the workbook."""
    putting = {
        path.relative_to(ROOT / "sgm_lab/labs").parts[0].removesuffix(".py")
        for path in (ROOT / "sgm_lab/labs").rglob("*.py")
        if re.search(r"\.put\(\s*\"goals\"", path.read_text("utf-8"))
    }
    return {*LABS, *putting} - {"my_plan"}  # which is the plan


@pytest.mark.usefixtures("unwritten")
@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_what_a_lab_writes_into_the_plan_it_says_where_it_is_written(lang: i18n.Language) -> None:
    said: dict[str, set[str]] = {}
    for lab in (getattr(labs, one)() for one in labs.LABS):
        for view, made in lab.views.items():
            if not made.writes:
                continue
            said.setdefault(lab.name, set()).add(made.writes)
            lab.set(**({lab.switch: view} if len(lab.views) > 1 else {}))
            with i18n.use_language(lang):
                assert lab.frame()["goes"].endswith(arrow([made.writes], lang)), (lab.name, view)
                assert arrow([made.writes], lang) in html.unescape(lab.static())
    assert set(said) == writers()
    assert {name: {row} for name, (row, _) in LABS.items()}.items() <= said.items()
    assert not labs.SmartStudio(key="4").goes()  # an example stays out of the plan


def test_what_labs_keep_is_in_the_plan(book: Workbook) -> None:
    standard = {
        "item": 5,
        "name": "回应",
        "text": "客服三分钟内回一句",
        "behaviour": "三分钟内回一句",
        "check": "组长每周抽查",
    }
    book.put("labs", "servqual:2.2", {"standards": [standard]})
    rounds = [
        {
            "hypothesis": "如果早班多两人，接起率会升",
            "measure": "接起率",
            "target": "72",
            "unit": "%",
            "act": "adjust",
        }
    ]
    book.put("labs", "pdca", {"rounds": rounds, "hypothesis": "如果只加周一", "done": [{"what": "改了排班"}]})
    link = {"from": "病区", "to": "结算", "count": 40, "wait": 25}
    book.put("labs", "handoff", {"case": "own", "links": [link]})
    skills = [{"skill": "叫号", "required": 3, "hours": 4}, {"skill": "告知", "required": None, "hours": 2}]
    team = [{"staff": "甲", "k1": 1, "k2": 3}, {"staff": "乙", "k1": -1, "k2": 2}]
    trained = {"upload": {"file": "team.xlsx"}, "team": team, "skills": skills, "budget": 40}
    book.put("labs", "training", trained)
    rows = takeaways.plan_from_workbook(book)["rows"]
    assert rows["cost"] == [{"text": "培训：2处不到要求，补齐要10课时；能用40课时", "source": "lab:training"}]
    book.put("labs", "training", trained | {"upload": None})  # the team of the case
    assert "cost" not in takeaways.plan_from_workbook(book)["rows"]
    assert rows["standard"] == [{"text": "客服三分钟内回一句；检查：组长每周抽查", "source": "lab:servqual"}]
    assert [one["text"] for one in rows["pdca"]] == [
        "如果早班多两人，接起率会升\n看：接起率\n做到：72 %\n调整再试",
        "如果只加周一\n做了：改了排班",
    ]
    assert rows["who"] == [{"text": "病区交给结算：一天 40 次，每次等 25 分钟", "source": "lab:handoff"}]


def test_examples_of_the_course_stay_out(book: Workbook) -> None:
    from sgm_lab import labs

    pdca, servqual, handoff = (
        labs.PdcaRecord(),
        labs.ServqualLab(view="standard"),
        labs.HandoffMap(case="own"),
    )
    for lab in (pdca, servqual, handoff):
        lab.keep_in(book)
    pdca.do_example()
    servqual.do_example()
    servqual.do_keep()
    handoff.refresh()
    assert servqual.state["standards"]
    assert "rows" not in takeaways.plan_from_workbook(book)


def test_what_was_written_on_the_plans_page_comes_first(book: Workbook) -> None:
    book.put("goals", "plan", {"rows": {"cost": "每周6个工时", "law": [{"text": "短信前先问同意"}]}})
    book.put("exercises", "5-own-culture", {"answer": "不敢说"})
    plan = takeaways.plan_from_workbook(book)
    assert [note["text"] for note in plan["rows"]["cost"]] == ["每周6个工时", "不敢说"]
    assert plan["rows"]["law"] == [{"text": "短信前先问同意", "source": ""}]


def test_hostile_answers_are_text(book: Workbook) -> None:
    for id in RECORDS:
        book.put("exercises", id, {"answer": HOSTILE.replace("\ud800", "")})
    plan = takeaways.plan_from_workbook(book)
    page = takeaways.goal_plan_html(plan).decode()
    assert "<script>alert" not in page
    assert "{{ 7*7 }}" in page
    assert "=1+1 <script>" in word(takeaways.goal_plan_docx(plan))
    deck = takeaways.goal_plan_pptx(plan)
    slides = shown(deck)
    assert len(slides) == 5
    assert "=1+1 <script>" in slides[1]
    assert all(text.count("长") >= 10_000 for text in noted(deck)[1:])  # whole in the notes, nothing lost
    for answer in (None, 5, ["a"], {"a": 1}, "", "  "):
        book.put("exercises", "6-own-card", {"answer": answer})
        assert "6-own-card" not in str(takeaways.plan_from_workbook(book).get("rows"))


# ---- slides for whoever decides ----


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_a_plan_is_five_slides_with_a_talk_and_a_chart_that_can_be_edited(lang: i18n.Language) -> None:
    now = {"value": 38, "low": 36, "high": 40, "n": 400}
    plan = {**GOOD, "goals": [{**GOOD["goals"][0], "actual": now}]}
    content = takeaways.goal_plan_pptx(plan, lang=lang)
    deck = opened(content)
    assert len(deck.slides) == 5
    assert i18n.t("takeaways.deck.whole", lang) not in "".join(noted(content))
    assert all(slide.notes_slide.notes_text_frame.text.strip() for slide in deck.slides)
    assert all(len(text.split("\n")) > 1 for text in shown(content))
    (chart,) = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert [(one.name, tuple(one.values)) for one in chart.plots[0].series] == [
        (i18n.t("takeaways.field.baseline", lang), (45,)),
        (i18n.t("takeaways.field.actual", lang), (38,)),
        (i18n.t("takeaways.field.target", lang), (30,)),
    ]
    assert chart.value_axis.minimum_scale == 0  # a bar is read by its length
    assert "<c:v>2</c:v>" in chart._chartSpace.xml  # the interval, 2 to either side
    # Nothing written yet is no empty slide either.
    assert all(len(text.split("\n")) > 1 for text in shown(takeaways.goal_plan_pptx({}, lang=lang)))


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("count", [1, 4, 5, 12])
def test_no_goal_is_lost_on_the_slides(lang: i18n.Language, count: int) -> None:
    said = [
        f"2026年9月30日前，第{n}科把第{n}项等候时间从{40 + n}分钟降到{20 + n}分钟以内"
        for n in range(1, count + 1)
    ]
    goals = [GOOD["goals"][0] | {"statement": one, "owner": f"第{n}科科长"} for n, one in enumerate(said, 1)]
    content = takeaways.goal_plan_pptx(GOOD | {"goals": goals}, lang=lang)
    slides = shown(content)
    assert len(slides) == 5
    first = sum(one in slides[0] for one in said)
    assert first in (0, count)  # all there or all on the next slide
    assert all(sum(one in text for text in slides) == 1 for one in said)
    assert count < 5 or str(count) in slides[0]
    assert all(f"{40 + n}" in "\n".join(slides) for n in range(1, count + 1))
    long = ["，".join(said) + f"，第{n}版" for n in range(3)]
    content = takeaways.goal_plan_pptx({"goals": [{"statement": one} for one in long]}, lang=lang)
    assert len(shown(content)) == 5
    assert all(one in "\n".join([*shown(content), *noted(content)]) for one in long)


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_who_decides_on_many_goals_reads_a_register_and_the_rest_is_an_appendix(lang: i18n.Language) -> None:
    said = [f"2026年9月30日前，第{n}科把等候时间从{40 + n}分钟降到{20 + n}分钟以内" for n in range(1, 13)]
    goals = [GOOD["goals"][0] | {"statement": one, "owner": f"第{n}科科长"} for n, one in enumerate(said, 1)]
    document: Any = docx.Document(io.BytesIO(takeaways.goal_plan_docx(GOOD | {"goals": goals}, lang=lang)))
    named = i18n.t("takeaways.appendix", lang)
    (appendix,) = [one for one in document.paragraphs if one.text == named]
    assert appendix.style.name == "Heading 1"
    assert appendix.paragraph_format.page_break_before
    texts = ["".join(one.text for one in part.iter(qn("w:t"))) for part in document.element.body]
    at = list(document.element.body).index(appendix._p)
    for part in (texts[:at], texts[at:]):
        assert all("".join(part).count(one) == 1 for one in said)
    register = [table for table in document.tables if len(table.rows) == 13]
    assert [cell.text for cell in register[0].rows[12].cells][:2] == ["12", said[11]]
    assert i18n.t("takeaways.listed", lang, n=12) in "".join(texts[:at])


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("count", [1, 13, 40])
@pytest.mark.parametrize("long", [1, 60])
def test_what_five_slides_hold_stands_within_them(lang: i18n.Language, count: int, long: int) -> None:
    goal = GOOD["goals"][0] | {"statement": GOOD["goals"][0]["statement"] * long, "owner": "护士长" * long}
    rows = {row: f"{row}：每周6个工时，看护指标不高于5%。" * long for row in ROWS}
    content = takeaways.goal_plan_pptx({"goals": [goal] * count, "rows": rows}, lang=lang)
    deck = opened(content)
    assert len(deck.slides) == 5
    for slide in deck.slides:
        placed = sorted((s.top, s.top + s.height) for s in slide.shapes if s.has_table or s.has_chart)
        assert all(end <= 505 * 12700 for _, end in placed)
        assert all(before[1] <= after[0] for before, after in itertools.pairwise(placed))
    assert all(text in "\n".join(noted(content) + shown(content)) for text in rows.values())
    assert long == 1 or i18n.t("takeaways.deck.whole", lang) in noted(content)[2]


# ---- nothing is typed twice ----


def test_a_goals_sentence_fills_what_it_says_for_sure(book: Workbook) -> None:
    book.put(
        "exercises", "8-own-goal", {"answer": "2026年9月30日前，门诊部把平均候诊时间从45分钟降到30分钟以内"}
    )
    (goal,) = takeaways.plan_from_workbook(book)["goals"]
    assert {k: goal[k] for k in ("metric", "unit", "baseline", "target", "due")} == {
        "metric": "平均候诊时间", "unit": "分钟", "baseline": 45, "target": 30, "due": "2026-09-30"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "2027年6月30日前，客服部把来电占比从21%降到15%",
            {
                "metric": "来电占比",
                "unit": "%",
                "baseline": 21,
                "target": 15,
                "due": "2027-06-30",
                "owner": "客服部",
            },
        ),
        (
            "Raise CSAT to 90% from 82% by the end of 2026",
            {"metric": "CSAT", "unit": "%", "baseline": 82, "target": 90, "due": "2026-12-31"},
        ),
        (
            "2026年底前客户满意度达到90%以上",
            {"metric": "客户满意度", "unit": "%", "target": 90, "due": "2026-12-31"},
        ),
        ("9月30日前把排队缩短", {}),
        ("尽快提高服务质量", {}),
        ("把投诉从45件降到30分钟", {}),
        ("", {}),
    ],
)
def test_a_sentence_is_read_only_where_there_is_no_doubt(text: str, said: dict[str, Any]) -> None:
    assert smart.goal_fields(text) == said


@pytest.mark.parametrize(
    ("text", "known", "asked"),
    [
        (
            "2026年12月31日前，物业部把48小时内办结率提高到70%以上，现在62%",
            {"baseline": 62, "target": 70},
            {},
        ),
        ("Raise CSAT to 90% (now 82%) by the end of 2026", {"baseline": 82, "target": 90}, {}),
        ("2026年9月30日前，接起率60%，要做到80%", {"target": 80}, {"baseline": "60%、80%"}),
        ("9月30日前，门诊部把候诊从45分钟降到30分钟", {"baseline": 45, "target": 30}, {"due": "9月30日"}),
        ("By 30 September cut waiting from 45 to 30 minutes", {"baseline": 45}, {"due": "30 September"}),
        ("接起率80%", {}, {"target": "80%"}),
        ("尽快提高服务质量", {}, {}),
    ],
)
def test_what_a_sentence_leaves_open_is_asked(
    text: str, known: dict[str, Any], asked: dict[str, str], book: Workbook
) -> None:
    assert known.items() <= smart.goal_fields(text).items()
    assert smart.goal_doubts(text) == asked
    said = [one.sentence for one in takeaways.plan_check({"goals": [{"statement": text}]})]
    assert all(any(f"{phrase}" in one and "请" in one for one in said) for phrase in asked.values())
    lab = labs.SmartStudio(
        step="list", goals=[{"id": "", "statement": text, "owner": "", "due": "", "ready": True}]
    )
    assert all(phrase in lab.view()["html"] for phrase in asked.values())
    (row,) = lab.state["figures"]
    assert known.items() <= row.items()


def test_a_field_that_is_typed_leaves_the_others_to_the_sentence() -> None:
    text = "2026年9月30日前，门诊部把平均候诊时间从45分钟降到30分钟以内"
    goal = {"id": "", "statement": text, "owner": "", "due": "", "ready": True}
    lab = labs.SmartStudio(step="list", goals=[goal])
    lab.set(figures=[{**lab.state["figures"][0], "metric": "候诊", "baseline": None, "target": None}])
    assert [lab.state["figures"][0][name] for name in ("metric", "baseline", "target")] == ["候诊", 45, 30]
    lab.set(figures=[{**lab.state["figures"][0], "unit": "小时", "baseline": None, "target": None}])
    assert [lab.state["figures"][0][name] for name in ("baseline", "target")] == [None, None]


# ---- what is wanting ----

GOOD: dict[str, Any] = {
    "goals": [{"statement": "2026年9月30日前，门诊部把平均候诊时间从45分钟降到30分钟以内", "why": "患者等得久",
               "metric": "平均候诊时间", "unit": "分钟", "baseline": 45, "target": 30, "due": "2026-09-30",
               "owner": "护士长", "source": "叫号系统2025年全年", "evaluation": "9月全部约4,000条记录"}],
    "rows": {"standard": "导诊台15分钟内告知；看护指标：看诊时长不短于8分钟", "who": "护士长最终负责",
             "cost": "每周6工时", "law": "不涉及个人信息", "alarm": "周均超过40分钟就报",
             "pdca": "如果分时段放号，那么候诊会短", "mind": "10月8日看，高于42分钟就停"},
}  # fmt: skip


def kinds(plan: dict[str, Any], row: str) -> list[str]:
    return [one.kind for one in takeaways.plan_check(plan, lang="zh") if one.row == row]


def test_a_whole_plan_has_no_findings() -> None:
    assert takeaways.plan_check(GOOD) == []


def test_an_empty_plan_is_empty_in_every_row() -> None:
    found = takeaways.plan_check({})
    assert [(one.row, one.kind) for one in found] == [(row, "empty") for row in ROWS]
    assert len({one.sentence for one in found}) == len(ROWS)


WANTING: list[tuple[dict[str, Any], dict[str, Any], str, str, str]] = [
    ({}, {"standard": "导诊台15分钟内告知"}, "standard", "weak", "没有看护指标"),
    ({}, {"standard": "15分钟内告知。看护指标：看诊时长"}, "standard", "weak", "看护指标没有数"),
    ({}, {"cost": "要花一些时间"}, "cost", "weak", "没有一个数"),
    ({}, {"alarm": "变坏了就报警"}, "alarm", "weak", "没有一个数"),
    ({}, {"mind": "不行就停"}, "mind", "weak", "没有一个数"),
    ({}, {"pdca": "加强管理"}, "pdca", "weak", "会错的"),
    ({"source": ""}, {}, "baseline", "weak", "来源"),
    ({"owner": "", "metric": ""}, {}, "goal", "weak", "指标、负责人"),
    ({"statement": "尽快提高服务质量"}, {}, "goal", "weak", "可量化"),
    ({"actual": {"value": 40, "low": 31, "high": 47, "n": 90}}, {}, "measure", "weak", "31到47"),
    ({"target": 25}, {}, "goal", "against", "25"),
    ({"baseline": 50}, {}, "baseline", "against", "50"),
    ({"due": "2026-12-31"}, {}, "goal", "against", "2026-09-30"),
    ({"measures": [{"action": "换系统", "due": "2027-01-01"}]}, {}, "who", "against", "换系统"),
    ({"raci": [{"activity": "放号", "R": "信息科", "A": "院办"}]}, {}, "who", "against", "院办"),
    ({}, {"pdca": [{"text": "如果多说一句\n看：满意率", "source": "lab:pdca"}]}, "pdca", "against", "满意率"),
]  # fmt: skip


@pytest.mark.parametrize(("goal", "rows", "row", "kind", "said"), WANTING)
def test_what_is_weak_or_contradicts_is_said_and_nothing_else(
    goal: dict[str, Any], rows: dict[str, Any], row: str, kind: str, said: str
) -> None:
    plan = {"goals": [GOOD["goals"][0] | goal], "rows": GOOD["rows"] | rows}
    found = takeaways.plan_check(plan, lang="zh")
    assert any(one.row == row and one.kind == kind and said in one.sentence for one in found), found
    assert {one.row for one in found} <= {row, *(["goal"] if goal else [])}
    english = takeaways.plan_check(plan, lang="en")
    assert [(one.row, one.kind) for one in english] == [(one.row, one.kind) for one in found]
    assert f"{numbered(row, 'zh')}——" in takeaways.goal_plan_html(plan, lang="zh").decode()
    assert said in word(takeaways.goal_plan_docx(plan, lang="zh"))


def test_goals_that_pull_apart_and_promises_that_fall_short() -> None:
    other = GOOD["goals"][0] | {
        "statement": "2026年9月30日前，门诊部把平均候诊时间从30分钟提到45分钟",
        "baseline": 30,
        "target": 45,
    }
    assert "against" in kinds(GOOD | {"goals": [GOOD["goals"][0], other]}, "goal")
    cascade = {
        "company": -50,
        "unit": "件",
        "how": "sum",
        "departments": [{"department": "热线", "target": -18}],
    }
    assert kinds(GOOD | {"cascade": cascade}, "who") == ["against"]


def test_a_finding_is_plain_data() -> None:
    with i18n.use_language("zh"):
        assert Finding("cost", "weak", "没有一个数").said == "第6行：花多少、省多少、冒什么险——没有一个数"


# ---- labs ----


def test_a_listed_goal_takes_its_fields_from_its_sentence_and_lacks_what_is_empty(book: Workbook) -> None:
    from sgm_lab import labs

    studio = labs.SmartStudio(step="list")
    studio.keep_in(book)
    said = "2027年6月30日前，客服部把来电占比从21%降到15%"
    studio.set(goals=[{"id": "", "statement": said, "owner": "", "due": "", "ready": True}])
    (row,), (figures,) = studio.state["goals"], studio.state["figures"]
    assert (row["due"], row["owner"]) == ("2027-06-30", "客服部")
    assert [figures[name] for name in ("metric", "unit", "baseline", "target")] == ["来电占比", "%", 21, 15]
    assert "都没有缺项" in studio.sentence(studio.compute())
    bare = "尽快让来电变少"
    studio.set(goals=[{"id": "", "statement": bare, "owner": "", "due": "", "ready": True}], figures=[])
    assert "还有缺项" in studio.sentence(studio.compute())
    (goal,) = takeaways.plan_from_workbook(book)["goals"]
    assert goal == {"statement": bare}


def test_only_the_studio_says_in_words_that_something_goes_into_the_plan() -> None:
    """What else keeps for the plan says so in its texts, which are tested above."""
    words = {path.stem: path.read_text("utf-8") for path in (ROOT / "sgm_lab/words").glob("lab_*.toml")}
    assert {name for name, text in words.items() if re.search("进你?的?目标计划", text)} == {"lab_smart"}


def test_the_lab_shows_the_rows_as_they_stand(book: Workbook) -> None:
    from sgm_lab import labs

    lab = labs.Takeaways(what="plan")
    lab.keep_in(book)
    book.put("exercises", "6-own-card", {"answer": "每周一看比例，低于55%就报陈立"})
    shown = lab.view()["html"]
    assert "11行写了1行" in shown
    assert "每周一看比例，低于55%就报陈立" in shown
    assert "没有看护指标" not in shown
    assert "goal-plan" in shown or "目标计划.html" in shown


def test_what_many_goals_lack_is_said_once() -> None:
    goals = [
        {"metric": f"指标{n}", "baseline": 1, "target": 2, "source": "台账" if n == 2 else ""}
        for n in range(1, 5)
    ]
    said = [
        one.sentence for one in takeaways.plan_check({"goals": goals}, lang="zh") if one.row == "baseline"
    ]
    assert said == ["目标1、3、4的基线没有写来源：哪份记录、哪一段时间、多少条。"]
