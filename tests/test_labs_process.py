"""Process lab: state → waits, without widgets; uploads of every kind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sgm_lab import cases, labs, process, workbook
from sgm_lab.i18n import use_language

pytestmark = pytest.mark.usefixtures("book", "unwritten")


def staff(lab: labs.ProcessLab, station: int, block: str, extra: int) -> list[dict[str, Any]]:
    rows = [dict(row) for row in lab.state["staff"]]
    rows[station][block] += extra
    return rows


def csv(rows: list[str], head: str = "到达时刻,等候分钟,服务分钟,人员") -> bytes:
    return "\n".join([head, *rows]).encode("utf-8-sig")


GOOD = csv([f"2026-03-0{d} {h:02d}:{m:02d},{3 + (h * m) % 17},{5 + m % 6},{'甲乙'[m % 2]}"
            for d in (2, 3, 4, 5) for h in range(9, 16) for m in range(0, 60, 7)])  # fmt: skip


def test_it_opens_in_a_useful_state() -> None:
    lab = labs.ProcessLab()
    result = lab.compute()
    assert result.after is None
    assert result.station == "consult"
    said = lab.sentence(result)
    assert said.startswith("候诊现在平均 40 分钟")
    assert "“就诊”再加一人" in said
    assert lab.state["within"] == 30
    json.dumps(lab.state)
    page = str(lab.view()["html"])
    assert "模拟数据" in page
    assert "假设" in page
    assert lab.figure(result) is not None


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("view", ["waits", "queue", "stations", "more"])
@pytest.mark.parametrize("case", cases.names())
def test_every_case_and_view_draws_before_and_after(case: str, view: str, lang: Any) -> None:
    with use_language(lang):
        lab = labs.ProcessLab(case=case, view=view)
        assert 'role="alert"' not in lab.static()
        lab.set(staff=staff(lab, 0, "b2", 1))
        page = lab.static()
    assert "<img" in page
    assert 'role="alert"' not in page
    assert ("模拟数据" if lang == "zh" else "simulated data") in page


def test_one_more_doctor_shortens_the_wait_and_the_sentence_says_by_how_much() -> None:
    lab = labs.ProcessLab()
    lab.set(staff=staff(lab, 1, "b1", 1))
    result = lab.compute()
    assert result.change is not None
    step = result.change.loc[("recorded", "mean")]
    assert step["high"] < -15
    assert result.hours == 5
    said = lab.sentence(result)
    assert "从 40 分钟降到" in said
    assert "5 个工时" in said
    # What one more would bring is what one more then brings.
    promised = result.more["mean"].diff().iloc[1]
    lab.set(staff=staff(lab, 1, "b1", 1))
    assert lab.compute().more["mean"].iloc[0] - result.more["mean"].iloc[0] == pytest.approx(promised)
    assert -promised < -step["change"]


def test_fewer_people_make_it_worse_and_say_so() -> None:
    lab = labs.ProcessLab()
    lab.set(staff=staff(lab, 1, "b2", -1))
    said = lab.sentence(lab.compute())
    assert "反而更久" in said
    assert "少排" in said


def test_a_clerk_more_does_not_help_where_the_doctor_is_the_neck() -> None:
    lab = labs.ProcessLab()
    lab.set(staff=staff(lab, 3, "b1", 1))
    result = lab.compute()
    assert result.station == "pay"
    said = lab.sentence(result)
    assert "看不出变化" in said
    assert "全程的等候合计从 44 分钟到" in said


def test_slots_and_priority_are_used_and_shown_only_where_they_count() -> None:
    lab = labs.ProcessLab()
    always = ["case", "upload", "part", "within", "step"]
    assert [c["name"] for c in lab.view()["controls"]] == [*always, "staff", "view"]
    lab.set(step="slots")
    assert [c["name"] for c in lab.view()["controls"]] == [*always, "slotted", "rule", "view"]
    lab.set(slotted=80)
    assert "punctuality" in [c["name"] for c in lab.view()["controls"]]
    slots = lab.compute()
    assert slots.change is not None
    assert slots.change.loc[("recorded", "mean"), "high"] < 0
    lab.set(rule="slot")
    lab.set(slotted=0)
    assert lab.state["rule"] == "fifo"  # without slots nobody can go first for having one
    lab.set(rule="age_group=senior")
    said = lab.sentence(lab.compute())
    assert "60 岁及以上先看" in said
    assert "看不出变化" in said


def test_another_line_brings_its_own_staff() -> None:
    lab = labs.ProcessLab()
    lab.set(staff=staff(lab, 1, "b1", 2), within=45)
    lab.set(part="paediatrics", step="slots")
    rules = next(c for c in lab.view()["controls"] if c["name"] == "rule")["options"]
    assert [value for _, value in rules] == ["fifo", "appointment=yes"]  # no patient of 60 and over there
    lab.set(part="surgery")
    assert lab.compute().after is None
    assert lab.state["within"] == 45
    lab.set(slotted=50)
    lab.set(case="customer_service")
    assert lab.state["slotted"] == 0
    assert lab.state["within"] == 3
    assert len(lab.state["staff"]) == 2
    assert lab.compute().after is None
    lab.undo()
    assert (lab.state["case"], lab.state["part"], lab.state["slotted"]) == ("healthcare", "surgery", 50)
    lab.start_over()
    assert lab.state["part"] == "internal"
    columns = next(c for c in lab.view()["controls"] if c["name"] == "staff")["columns"]
    assert [c["label"] for c in columns] == ["站", "7–12 点", "12–17 点", "17–21 点"]


def test_a_roster_that_cannot_be_is_one_sentence() -> None:
    lab = labs.ProcessLab()
    rows = [dict(row) for row in lab.state["staff"]]
    rows[1]["b3"] = 0
    lab.set(staff=rows)
    page = lab.view()["html"]
    assert 'role="alert"' in page
    assert "最后一个时段" in page
    rows[1]["b3"], rows[1]["b2"] = 1, None
    lab.set(staff=rows)
    assert 'role="alert"' not in lab.view()["html"]  # an empty cell is nobody


def test_state_lives_in_the_workbook(tmp_path: Path) -> None:
    book = workbook.open_book(tmp_path / "w.json")
    lab = labs.ProcessLab()
    lab.keep_in(book)
    lab.set(part="surgery")
    lab.set(staff=staff(lab, 1, "b1", 1), view="queue")
    again = labs.ProcessLab()
    again.keep_in(workbook.open_book(tmp_path / "w.json"))
    assert again.state == lab.state
    assert again.sentence(again.compute()) == lab.sentence(lab.compute())


# ---- uploads ----


def test_a_log_of_ones_own_is_fitted_and_named(tmp_path: Path) -> None:
    lab = labs.ProcessLab()
    lab.keep_in(workbook.open_book(tmp_path / "w.json"))
    lab.message({"do": "file", "name": "upload", "file": "我的<门诊>.csv"}, GOOD)
    assert lab.notice == ""
    assert lab.own
    view = lab.view()
    assert [c["name"] for c in view["controls"]][:3] == ["case", "upload", "on_duty"]
    assert "minutes_per" not in [c["name"] for c in view["controls"]]
    assert "都取自记录" in view["html"]
    assert "<门诊>" not in view["html"]
    assert "模拟数据" not in view["html"]
    lab.set(on_duty=3)
    assert max(lab.base.flow.station("serve").staff) == 3
    lab.set(view="stations", staff=staff(lab, 0, "b1", 1))
    assert 'role="alert"' not in lab.view()["html"]
    assert lab.export("xlsx").content[:2] == b"PK"
    again = labs.ProcessLab()
    again.keep_in(workbook.open_book(tmp_path / "w.json"))
    assert again.own
    assert again.state == lab.state
    lab.set(upload=None)
    assert lab.state["case"] == "healthcare"


def test_a_log_without_service_minutes_asks_for_them() -> None:
    lab = labs.ProcessLab()
    rows = [
        f"2026-03-0{d} {h:02d}:{m:02d},{4 + m % 9}"
        for d in (2, 3)
        for h in (9, 10, 11)
        for m in range(0, 60, 5)
    ]
    lab.receive("upload", "log.csv", csv(rows, "arrival,wait"))
    assert "minutes_per" in [c["name"] for c in lab.view()["controls"]]
    before = lab.base.flow.per_day
    lab.set(minutes_per=4)
    assert lab.base.flow.per_day > before
    assert "假设" in lab.view()["html"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空"),
        (csv(["张三,3"], "姓名,等候"), "到达时刻"),
        (csv(["不知道,3,,"]), "没有一行"),
        (csv(["2026-03-02 08:05,0,5,甲"]), "平均等候"),
        (b"\xff\xfe\x00\x01" * 30, "log.csv"),
    ],
)
def test_broken_and_empty_logs_change_nothing_and_say_why(content: bytes, words: str) -> None:
    lab = labs.ProcessLab()
    before = dict(lab.state)
    lab.message({"do": "file", "name": "upload", "file": "log.csv"}, content)
    assert words in lab.notice
    assert lab.state == before


def test_a_tiny_log_works_and_wrong_rows_are_named() -> None:
    lab = labs.ProcessLab()
    lab.receive(
        "upload", "log.csv", csv(["2026-03-02 08:05,6,5,甲", "2026-03-02 08:09,8,5,甲", "昨天,3,3,甲"])
    )
    page = lab.view()["html"]
    assert "昨天" in page
    assert 'role="alert"' not in page


def test_a_kept_log_that_is_gone_gives_way_to_a_case() -> None:
    lab = labs.ProcessLab(case="own", upload={"file": "nowhere.csv", "name": "旧记录.csv"})
    assert lab.state["case"] == "healthcare"
    assert "旧记录.csv" in lab.notice


def test_the_template_can_be_sent_back() -> None:
    lab = labs.ProcessLab()
    made = lab.do("template")
    lab.receive("upload", made.name, made.content)
    assert lab.own
    assert lab.read.rows_read == len(process.template())


def test_a_hundred_thousand_rows_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = ["arrival,wait,service"]
    rows += [f"2025-{1 + d % 12:02d}-{1 + d % 28:02d} {9 + k % 8:02d}:{k % 60:02d},{k % 30},6"
             for d in range(250) for k in range(400)]  # fmt: skip
    lab = labs.ProcessLab()
    lab.receive("upload", "big.csv", "\n".join(rows).encode())
    lab.set(on_duty=6)
    lab.view()

    def again(*_: Any, **__: Any) -> None:
        raise AssertionError("the file, or its fit, is not worked out anew at every change")

    monkeypatch.setattr(process, "read_log", again)
    monkeypatch.setattr(process, "fit_log", again)
    lab.set(staff=staff(lab, 0, "b1", 1), within=20)
    assert 'role="alert"' not in lab.view()["html"]
    assert lab.base.rows == 100_000
