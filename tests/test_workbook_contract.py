"""One contract for the workbook: what Python writes the page reads, and back, with the same verdict on any file."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sgm_lab import labs, takeaways
from sgm_lab.errors import DataError
from sgm_lab.workbook import OUTCOMES, SECTIONS, Workbook, loads
from sgm_lab.workbook._coding import text_of

ROOT = Path(__file__).resolve().parents[1]
NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(
    not NODE, reason="no Node here: the page's side is checked by the browser tests only"
)

TIMES = [
    "", "2026-03-01", "2026-03-01T09:00:00+08:00", "2026-03-01T01:00:00.001Z", "2026-03-01T09:00", "2026-02-30",
    "2026-03-01T24:00:00Z", "2026-03-01T09:00:00.1234567Z", "2026-03-01 09:00:00", "20260301", "0001-01-01",
    "9999-12-31", "soon", 7, None, "２０２６-03-01", "2026-03-01T09:00:00+24:00", "2999-12-31T23:59:59-23:59",
]  # fmt: skip


def ask_page(questions: list[dict[str, Any]]) -> list[Any]:
    """Let the page's own module answer."""
    done = subprocess.run(
        [str(NODE), str(ROOT / "tests" / "js" / "contract.mjs")],
        input=json.dumps(questions),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return list(json.loads(done.stdout))


def ask_python(text: str) -> Any:
    """Read a file as Python does; why it is none, in the page's words."""
    try:
        return loads(text)
    except DataError as error:
        return "newer" if error.key == "workbook.newer" else "bad"


def book(**parts: Any) -> dict[str, Any]:
    return {"schema": 2, "program": "sgm_lab", **parts}


def record(**fields: Any) -> dict[str, Any]:
    return {"answer": "M", "outcome": "right", "tries": 1, "hints": 0, "solution": False, **fields}


# ---- files of every kind ----

DEEP = "[" * 60 + "]" * 60
FILES = [
    *("", "null", "[]", '"x"', "{", "{}", "\ufeff" + json.dumps(book()), DEEP, "[" * 5000),
    *(json.dumps(book(**{name: time})) for name in ("saved", "created") for time in TIMES),
    *(json.dumps(book(exercises={"a": record(updated=time)})) for time in TIMES),
    *(json.dumps(book(**{section: bad})) for section in SECTIONS for bad in ([], None, "x", 3)),
    *(json.dumps(book(again={"a@2026-01-02": bad})) for bad in ([], None, {}, {"tries": -1})),
    *(json.dumps(book(exercises={"a": bad})) for bad in ([], None, "x", 3, {}, {"answer": None})),
    *(json.dumps({**book(), "schema": bad}) for bad in (0, 1, 3, -1, True, "2", None, 2.0, 1.5, 10**400)),
    *(json.dumps(book(exercises={"a": record(**{name: bad})})) for name in ("tries", "hints", "solution", "outcome")
      for bad in (0, 1, 1.0, 1.5, -1, True, False, "1", None, "partly", "great", [], {})),
    *(json.dumps(book(learner={"name": bad})) for bad in ("王敏", "", 7, None, [])),
    *(json.dumps(book(history={"exercises/a": bad})) for bad in ([], [1], {}, "x", None)),
    *(json.dumps({"schema": 1, "program": "sgm_lab", "answers": bad}) for bad in ({"a": "M"}, {}, [], None)),
    '{"schema": 1, "program": "sgm_lab"}', '{"schema": 2, "program": "other"}', '{"program": "sgm_lab"}',
    json.dumps(book(labs={"kano": json.loads(DEEP)})), json.dumps(book(labs={"kano": json.loads("[" * 47 + "]" * 47)})),
    *(json.dumps(book(labs={"kano": {"x": 0}})).replace("0", number) for number in (
        "1e999", "-1e999", "1e308", "9" * 400, "9" * 308, "NaN", "Infinity", "01", "1.", "-0", "9" * 5000)),
    '{"schema": 2, "program": "sgm_lab", "exercises": {"__proto__": {"answer": 1}, "": {}, "constructor": {}}}',
    '{"schema": 2, "program": "sgm_lab", "learner": {"name": "\\ud800"}, "future": {"a": [1]}}',
]  # fmt: skip


def test_both_judge_every_file_alike() -> None:
    """The verdict, and for a workbook every entry of it."""
    for text, found in zip(FILES, ask_page([{"do": "read", "text": text} for text in FILES]), strict=True):
        said = ask_python(text)
        if isinstance(said, dict):
            assert isinstance(found, dict), text[:200]
            assert plain(found) == plain(said), text[:200]
        else:
            assert found == said, text[:200]


NAMED = json.dumps(
    book(learner={"name": "王敏"}, labs={"x": {"note": "早上八点，队伍排到门口。"}}), ensure_ascii=False
)
SPANISH = NAMED.replace("王敏", "Muñoz").replace("早上八点，队伍排到门口。", "mañana ¿qué?")
KOREAN = NAMED.replace("王敏", "김민수").replace("早上八点，队伍排到门口。", "아침 여덟 시에 줄이 문까지")


@pytest.mark.parametrize(
    ("text", "coding", "read"),
    [
        *((NAMED, coding, NAMED) for coding in ("utf-8", "utf-8-sig", "gbk", "gb18030")),
        *((NAMED, coding, NAMED) for coding in ("utf-16", "utf-16-le", "utf-16-be")),
        (NAMED.replace("王敏", "喆镕"), "gbk", None),
        (NAMED.replace("早上八点，队伍排到门口。", "早上八點，隊伍排到門口。"), "big5", None),
        (SPANISH, "cp1252", None),
        (KOREAN, "euc-kr", None),
        (NAMED.replace("早上八点，队伍排到门口。", "").replace("王敏", "陈宏"), "gbk", None),
        ("{\x00\x01", "utf-8", ""),
        ("\x00\x01é", "latin-1", ""),
        ("Señor", "latin-1", ""),
        ("", "utf-8", ""),
    ],
)  # fmt: skip
def test_both_read_what_an_editor_of_windows_saved_where_that_is_certain(
    text: str, coding: str, read: str | None
) -> None:
    raw = text.encode(coding)
    assert ask_page([{"do": "decode", "hex": raw.hex()}]) == [read]
    if read:
        assert text_of(raw) == read
        return
    why = "not_text" if read == "" else "coding"
    if raw:
        with pytest.raises(DataError) as found:
            loads(raw)
        assert found.value.key == f"workbook.{why}"


def plain(data: dict[str, Any]) -> str:
    """Return a workbook in one order, numbers as a browser has them."""

    def number(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: number(one) for key, one in value.items()}
        if isinstance(value, list):
            return [number(one) for one in value]
        return float(value) + 0.0 if isinstance(value, int | float) and not isinstance(value, bool) else value

    return json.dumps(number(data), sort_keys=True)


ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(TIMES) | st.text(max_size=3) | st.floats(-9, 9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip
RECORDS = st.fixed_dictionaries({}, optional={
    "answer": ANY, "outcome": st.sampled_from([*OUTCOMES, "great"]), "tries": st.integers(-1, 9) | ANY,
    "hints": st.integers(0, 3), "solution": st.booleans() | ANY, "updated": st.sampled_from(TIMES), "mistakes": ANY,
})  # fmt: skip
PARTS = {
    "learner": st.fixed_dictionaries({}, optional={"name": st.text(max_size=3), "other": ANY}) | ANY,
    "exercises": st.dictionaries(st.sampled_from("abc"), RECORDS, max_size=3) | ANY,
    "again": st.dictionaries(st.sampled_from(["a@2026-01-02", "b"]), RECORDS, max_size=2) | ANY,
    "history": st.dictionaries(
        st.sampled_from(["exercises/a", "x"]), st.lists(ANY, max_size=2) | ANY, max_size=2
    ),
    **{
        name: st.dictionaries(st.sampled_from("abc"), ANY, max_size=2)
        for name in ("labs", "goals", "settings")
    },
    "saved": st.sampled_from(TIMES),
    "future": ANY,
}
BOOKS = st.fixed_dictionaries(
    {"schema": st.sampled_from([2, 2, 2, 2, 1, 3]), "program": st.just("sgm_lab")}, optional=PARTS
)


def collected(strategy: Any, most: int) -> list[Any]:
    """Return what a strategy gives: one call of Node for all of it."""
    found: list[Any] = []

    @settings(
        max_examples=most,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(value: Any) -> None:
        found.append(value)

    collect()
    return found


def test_both_judge_whatever_comes_alike() -> None:
    texts = [json.dumps(one) for one in collected(BOOKS, 400)]
    good = 0
    for text, found in zip(texts, ask_page([{"do": "read", "text": text} for text in texts]), strict=True):
        said = ask_python(text)
        one, other = (plain(one) if isinstance(one, dict) else one for one in (found, said))
        assert one == other, text
        good += isinstance(said, dict)
    assert 20 < good < len(texts) - 20


# ---- one file taken into another ----

SURE = st.sampled_from(["", "2026-01-01T00:00:00Z", "2026-01-01T08:00:00.5+08:00", "2026-01-02"])
FEW = st.integers(0, 2)
VALUE = st.fixed_dictionaries({"value": FEW}, optional={"updated": SURE})
ENTRIES = st.dictionaries(
    st.sampled_from("abc"), VALUE | st.sampled_from(["", "text", 1, None, [1]]), max_size=3
)
ANSWERS = st.dictionaries(st.sampled_from("abc"), st.fixed_dictionaries({"answer": FEW, "updated": SURE}))
WHOLE = st.fixed_dictionaries({"schema": st.just(2), "program": st.just("sgm_lab")}, optional={
    "saved": SURE, "learner": st.fixed_dictionaries({"name": st.sampled_from(["", "王敏", "李"])}),
    "exercises": ANSWERS, "again": ANSWERS, "labs": ENTRIES, "goals": ENTRIES, "settings": ENTRIES, "future": FEW,
    "history": st.dictionaries(st.sampled_from(["labs/a", "x"]), st.lists(FEW)),
})  # fmt: skip


def test_both_make_one_of_two_workbooks_alike(tmp_path: Path) -> None:
    """Of two answers the newer stands, the other goes into the history, on either side."""
    pairs = [tuple(map(json.dumps, pair)) for pair in collected(st.tuples(WHOLE, WHOLE), 200)]
    answers = ask_page([{"do": "merge", "ours": ours, "theirs": theirs} for ours, theirs in pairs])
    kept_old = 0
    for number, ((ours, theirs), found) in enumerate(zip(pairs, answers, strict=True)):
        path = tmp_path / f"{number}.json"
        path.write_text(ours, encoding="utf-8")
        mine = Workbook(path)
        mine.merge(theirs)
        made = loads(found)
        assert {n: made[n] for n in SECTIONS} == {n: mine.data()[n] for n in SECTIONS}, (ours, theirs)
        assert made.get("future") == mine.data().get("future")
        kept_old += bool(made["history"])
    assert kept_old > 20


# ---- a workbook with everything in it ----

GOAL = "9月30日前，门诊部把平均候诊时间从45分钟降到30分钟以内"


def filled(path: Path) -> Workbook:
    """Return a workbook with every section used, as a learner fills it in JupyterLab."""
    made = Workbook(path)
    made.put("learner", "name", "王敏")
    made.put("exercises", "2.1-pair-reading", record(mistakes=["O"]))
    made.put("exercises", "2.1-goal-rewrite", record(answer=GOAL))
    made.put("again", "2.1-pair-reading@2026-03-08", record(answer="A", mistakes=["O"]))
    made.put("settings", "size", "large")
    for number, name in enumerate(labs.LABS.values()):
        lab = labs.by_name(name)(key=f"3.{number}")
        made.put("labs", lab.key, lab.state)
    studio = labs.SmartStudio()
    studio.keep_in(made)
    studio.set(text=GOAL)
    studio.do_add_goal()
    studio.set(step="cascade")
    own = studio.shown.example()
    studio.set(**own | {"cascade_name": "本院候诊"})  # one's own: an example keeps out of the plan
    assert {"smart-1", "cascade"} <= set(made.section("goals"))
    return made


def entries_of(made: Workbook) -> list[list[Any]]:
    return [
        [section, key, value]
        for section in SECTIONS if section != "history"
        for key, value in made.section(section).items()
    ]  # fmt: skip


def test_what_the_page_writes_python_reads_and_back(tmp_path: Path) -> None:
    """The same goals, labs, exercises and plan, after a round through either side."""
    made = filled(tmp_path / "lab.json")
    plan = takeaways.plan_from_workbook(made)
    assert plan["cascade"]
    from_page, taken = ask_page([
        {"do": "write", "entries": entries_of(made)},
        {"do": "merge", "ours": json.dumps(book()), "theirs": made.path.read_text(encoding="utf-8")},
    ])  # fmt: skip
    for text in (from_page, taken):  # the page's own file, and Python's that went through the page
        path = tmp_path / f"{text is taken}.json"
        path.write_text(text, encoding="utf-8")
        again = Workbook(path)
        assert again.notice is None
        assert takeaways.plan_from_workbook(again) == plan
        assert takeaways.goal_plan_html(plan)
        for section, key, value in entries_of(made):
            kept = again.get(section, key)
            if section == "exercises":
                kept, value = ({**one, "updated": ""} for one in (kept, value))
            assert kept == value, (section, key)
        [back] = ask_page([{"do": "read", "text": path.read_text(encoding="utf-8")}])
        assert plain(back) == plain(again.data())


def test_an_own_entry_without_a_time_gives_way_to_a_later_file(tmp_path: Path) -> None:
    """As earlier editions of JupyterLab's side wrote them: the file's own time counts."""
    ours = json.dumps(book(saved="2026-01-01T00:00:00Z", labs={"kano": {"rule": "old"}}))
    theirs = json.dumps(book(saved="2026-01-02T00:00:00Z", labs={"kano": {"rule": "new"}}))
    [found] = ask_page([{"do": "merge", "ours": ours, "theirs": theirs}])
    assert loads(found)["labs"]["kano"] == {"rule": "new"}
    assert loads(found)["history"]["labs/kano"] == [{"rule": "old"}]
