"""What every lab has, tested on all of them: controls, words, undo, workbook, exports, faces, uploads."""

from __future__ import annotations

import importlib
import io
import json
import re
import string
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgm_lab import cases, i18n, intake, labs, simulate, workbook
from sgm_lab.errors import ArgumentError, DataError
from sgm_lab.i18n import use_language
from sgm_lab.intake import _limits
from sgm_lab.labs import uploads
from sgm_lab.labs.controls import Choice, Column, Day, Many, Number, Points, Rows, Text, Upload, share_points
from sgm_lab.labs.live import LabWidget

CLASSES = [getattr(labs, name) for name in labs.LABS]
each = pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)


pytestmark = pytest.mark.usefixtures("book")


def without_files(page: str) -> str:
    """Files hold the time they were made."""
    return re.sub(r'href="data:[^"]*"', "", page)


# ---- all labs ----


@each
@pytest.mark.usefixtures("unwritten")
def test_a_lab_opens_in_a_useful_state(cls: Any) -> None:
    lab = cls()
    assert labs.by_name(cls.name) is cls
    view = lab.view()
    json.dumps(view)
    assert json.loads(json.dumps(lab.state)) == lab.state
    assert 'class="sgm-said"' in view["html"]
    assert 'role="alert"' not in view["html"]
    assert view["notice"] == ""
    assert not view["can_undo"]


@each
def test_its_words_are_there_in_both_languages(cls: Any) -> None:
    faces = {}
    for lang in i18n.LANGUAGES:
        with use_language(lang):
            lab = cls()
            faces[lang] = lab.view()
            for control in faces[lang]["controls"]:
                assert control["label"]
                assert control["help"]
            assert lab.sentence(lab.compute())
            for action in faces[lang]["actions"]:
                assert action["label"]
                assert action["help"]
                assert hasattr(lab, f"do_{action['name']}")
    assert faces["zh"]["title"] != faces["en"]["title"]
    assert [c["name"] for c in faces["zh"]["controls"]] == [c["name"] for c in faces["en"]["controls"]]


@each
def test_it_is_not_opened_with_what_cannot_be_set(cls: Any) -> None:
    lab = cls()
    for control in lab.every_control():
        with pytest.raises(ArgumentError, match=r"^(?!.*\n).+[。.]$"):
            cls(**{control.name: {"junk": 1}})
    for control in lab.controls():
        with pytest.raises(ArgumentError):
            lab.set(**{control.name: {"junk": 1}})


def test_a_lab_opened_with_a_slip_of_the_pen_names_what_there_is() -> None:
    with pytest.raises(ArgumentError, match=r"hospitel.+healthcare、education、customer_service"):
        labs.KanoLab(case="hospitel", rule="majority", view="quadrnt")
    with pytest.raises(ArgumentError, match=r"quadrnt.+tallies、quadrant、rules"):
        labs.KanoLab(view="quadrnt")
    with pytest.raises(ArgumentError, match=r"majority.+mode、moai、blauth、quadrant"):
        labs.KanoLab(view="plane", rule="majority")  # also where the view does not show it
    assert labs.KanoLab(wave=0).state["wave"] == 2


@each
@pytest.mark.usefixtures("unwritten")
def test_its_state_comes_back_from_the_workbook(cls: Any) -> None:
    lab = cls(key="x")
    lab.keep_in(workbook.open_book())
    for control in lab.controls():
        if isinstance(control, Choice):
            lab.set(**{control.name: control.options[-1][1]})
            break
    again = cls(key="x")
    again.keep_in(workbook.open_book())
    assert again.state == lab.state
    assert without_files(again.view()["html"]) == without_files(lab.view()["html"])
    workbook.open_book().put("labs", f"{cls.name}:x", {name: {"junk": 1} for name in cls.defaults})
    third = cls(key="x")
    third.keep_in(workbook.open_book())
    assert 'class="sgm-said' in third.view()["html"]


@each
def test_what_it_shows_can_be_taken_along(cls: Any) -> None:
    lab = cls()
    for kind in lab.exports():
        made = lab.message({"do": "export", "kind": kind})
        if kind == "png" and made is None:
            assert lab.notice == i18n.t("labs.no_figure")
            continue
        assert made is not None, lab.notice
        assert made.name == f"{lab.title()}.{kind}"
        if kind == "xlsx":
            assert openpyxl.load_workbook(io.BytesIO(made.content)).sheetnames
        else:
            assert len(made.content) > 1000


@each
@pytest.mark.usefixtures("unwritten")
def test_its_static_face_has_no_control_and_can_be_brought_to_life(cls: Any) -> None:
    page = cls().static()
    assert "sgm-lab" in page
    for tag in ("<select", "<input", "<button", "<textarea"):
        assert tag not in page


@each
@pytest.mark.usefixtures("unwritten")
def test_its_live_face_follows(cls: Any) -> None:
    lab = cls()
    widget = lab.widget()
    assert lab.widget() is widget
    assert isinstance(widget, LabWidget)
    sent = []
    widget.send = lambda content, buffers=None: sent.append((content, buffers))
    widget._hear(widget, {"do": "narrow", "value": True}, [])
    assert widget.view == lab.view()
    if lab.exports():
        widget._hear(widget, {"do": "export", "kind": "xlsx"}, [])
        assert sent[-2][0]["do"] == "download"
    assert sent[-1][0] == {"do": "done"}


def test_every_word_a_lab_names_exists() -> None:
    """`w("key")` in a lab's module names a key of the lab's own words."""
    import ast

    missing = []
    for module in labs.LABS.values():
        home = Path(importlib.import_module(f"sgm_lab.labs.{module}").__file__ or "")
        for path in home.parent.glob("*.py") if home.name == "__init__.py" else [home]:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                named = isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)
                if named and "w" in (getattr(node.func, "attr", ""), getattr(node.func, "id", "")):
                    key = node.args[0].value
                    missing += [] if i18n.has(f"lab_{module}.{key}") else [(module, key)]
    assert missing == []


def test_lab_words_hold_no_english_in_chinese() -> None:
    for module in labs.LABS.values():
        for name in i18n.keys(f"lab_{module}"):
            text = i18n.t(f"lab_{module}.{name}", "zh")
            fields = [field for _, field, _, _ in string.Formatter().parse(text) if field]
            bare = text
            for field in fields:
                bare = bare.replace(field, "")
            words = [
                word
                for word in bare.split()
                if word.isascii() and word.isalpha() and word.islower() and len(word) > 3
            ]
            assert words == [], (module, name, text)


def test_learners_are_spoken_to_as_in_the_book_and_a_tool_has_one_name() -> None:
    """What a questionnaire asks of customers is another matter."""
    to_customers = {
        "lab_kano.no_importance",
        "lab_kano_designer.heading_help",
        "lab_kano_designer.empty_help",
    }
    groups = ["labs", "smart", "exercises", "live", *(f"lab_{module}" for module in labs.LABS.values())]
    said = {
        f"{group}.{name}": i18n.t(f"{group}.{name}", "zh") for group in groups for name in i18n.keys(group)
    }
    assert {key for key, text in said.items() if "您" in text} == to_customers
    names = {i18n.t(f"lab_{module}.title", "zh").replace(" ", "") for module in labs.LABS.values()}
    for path in Path(__file__).parents[1].glob("book/**/*.md"):
        said[path.name] = path.read_text(encoding="utf-8")
    found = {
        (key, name)
        for key, text in said.items()
        for name in re.findall(r"(?:KANO|SMART|SERVQUAL) ?(?:\w{2}[台室]|检查器)", text)
        if name.replace(" ", "") not in names
    }
    assert found == set()


# ---- messages ----


def test_messages_that_make_no_sense_are_one_sentence() -> None:
    lab = labs.KanoLab()
    before = dict(lab.state)
    for message in ({"do": "dance"}, {"do": "act", "name": "dance"}, {"do": "export", "kind": "pdf"},
                    {"do": "set", "changes": {"rule": "x"}}, {"do": "set", "changes": {"colour": 1}}):  # fmt: skip
        assert lab.message(message) is None
        assert lab.notice
        assert lab.state == before


def test_watchers_are_told() -> None:
    lab, told = labs.SmartStudio(), []
    lab.watch(lambda: told.append(lab.notice))
    lab.set(text="9月30日前")
    lab.say("好")
    lab.undo()
    lab.undo()
    assert told == ["", "好", ""]


def test_labs_with_a_key_of_their_own_keep_apart() -> None:
    one, two = labs.KanoLab(key="3.2", case="education"), labs.KanoLab()
    book = workbook.open_book()
    one.keep_in(book)
    two.keep_in(book)
    one.set(rule="moai")
    assert two.state["rule"] == "mode"
    again = labs.KanoLab()
    again.keep_in(book)
    assert again.state == two.state


# ---- each chapter's own ----


@pytest.mark.parametrize(
    "path", sorted(Path(__file__).parents[1].glob("notebooks/*/[1-8]*.ipynb")), ids=lambda p: p.stem
)
def test_a_chapters_labs_have_keys_of_their_own(path: Path) -> None:
    """What travels through the course has none, and says so; no two labs of a chapter share a state."""
    import ast

    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    source = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    chapter = re.match(r"\d(-\d)?", path.stem)[0].replace("-", ".")  # type: ignore[index]
    seen = set()
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        if isinstance(call.func, ast.Attribute) and call.func.attr in labs.LABS:
            key = next((ast.literal_eval(word.value) for word in call.keywords if word.arg == "key"), None)
            cls = getattr(labs, call.func.attr)
            assert cls.travels if key is None else re.fullmatch(rf"(chapter-)?{chapter}(-\w+)?", key), (
                cls,
                key,
            )
            assert (cls, key) not in seen
            seen.add((cls, key))
            assert bool(cls(key=key).frame()["travels"]) == (key is None)
    assert seen


def test_what_labs_of_a_kind_shared_is_taken_over_once_by_a_lab_on_the_same_case() -> None:
    book = workbook.open_book()
    book.put("labs", "kano", {"case": "healthcare", "segment": "age_group=senior", "wave": 1})
    other = labs.KanoLab(key="1", case="education")
    other.keep_in(book)
    assert other.state["segment"] == "all"
    first, second = labs.KanoLab(key="2.1"), labs.KanoLab(key="3.2")
    first.keep_in(book)
    second.keep_in(book)
    assert (first.state["segment"], first.state["wave"]) == ("age_group=senior", 1)
    assert second.state["segment"] == "all"
    assert book.get("labs", "kano") is None
    again = labs.KanoLab(key="2.1")
    again.keep_in(book)
    assert again.state == first.state
    book.put("labs", "smart", {"text": "我的目标"})
    example = labs.SmartStudio(key="4")
    example.keep_in(book)
    assert example.state["text"] == ""
    assert book.get("labs", "smart")["text"] == "我的目标"


# ---- uploads ----


def answers(rows: int = 60) -> bytes:
    """Answers of two shops, each with enough people to be shown alone."""
    text = "编号,功能,具备时,缺失时,门店\n" + "".join(
        f"{n},{feature},喜欢,{'不喜欢' if n % 3 else '无所谓'},{'东' if n % 2 else '西'}\n"
        for n in range(rows)
        for feature in ("送货快", "退货容易")
    )
    return text.encode("gb18030")


def test_an_upload_becomes_the_source_and_stays_after_a_restart() -> None:
    lab = labs.KanoLab()
    lab.keep_in(workbook.open_book())
    lab.message({"do": "file", "name": "upload", "file": "我的.csv"}, answers())
    assert lab.notice == ""
    assert lab.state["case"] == "own"
    assert lab.compute().respondents == 60
    assert "模拟数据" not in lab.view()["html"]
    assert ["我的文件：我的.csv", "own"] in lab.view()["controls"][0]["options"]
    lab.set(segment="门店=东")
    assert lab.compute().respondents == 30
    again = labs.KanoLab()
    uploads._memory.clear()
    again.keep_in(workbook.open_book())
    assert again.state == lab.state
    assert again.compute().counts.equals(lab.compute().counts)
    lab.message({"do": "set", "changes": {"upload": None}})
    assert lab.state["case"] == "healthcare"
    lab.undo()
    assert lab.compute().respondents == 30


def test_a_workbook_without_its_file_says_so_and_goes_on() -> None:
    book = workbook.open_book()
    book.put("labs", "kano", {"case": "own", "upload": {"file": "../../etc/passwd", "name": "我的.csv"}})
    lab = labs.KanoLab()
    lab.keep_in(book)
    assert "我的.csv" in lab.notice
    assert lab.state["case"] == "healthcare"
    assert lab.state["upload"] is None


def test_a_kept_state_that_cannot_be_read_waits_and_is_never_lost() -> None:
    book = workbook.open_book()
    lab = labs.KanoLab()
    lab.keep_in(book)
    lab.message({"do": "file", "name": "upload", "file": "我的.csv"}, answers())
    lab.set(segment="门店=东")
    kept = book.get("labs", "kano")
    key = kept["upload"]["file"]
    place = uploads._place(book, key)
    place.rename(place.with_suffix(".away"))
    uploads._memory.clear()
    elsewhere = labs.KanoLab()
    elsewhere.keep_in(book)
    assert "我的.csv" in elsewhere.notice
    assert book.get("labs", "kano") == kept  # looking changes nothing
    elsewhere.message({"do": "undo"})  # it is one step back, and still cannot be read
    assert "我的.csv" in elsewhere.notice
    assert book.get("labs", "kano") == kept
    elsewhere.message({"do": "set", "changes": {"rule": "moai"}})
    assert book.get("labs", "kano")["case"] == "healthcare"
    (former,) = book.data()["history"]["labs/kano"]
    assert {name: value for name, value in former.items() if name != "updated"} == kept
    place.with_suffix(".away").rename(place)
    elsewhere.message({"do": "undo"})
    elsewhere.message({"do": "undo"})
    assert elsewhere.notice == ""
    assert elsewhere.state == kept
    assert elsewhere.compute().respondents == 30


def test_a_game_whose_market_cannot_be_read_is_not_begun_again(monkeypatch: pytest.MonkeyPatch) -> None:
    book = workbook.open_book()
    game = labs.Sandtable(case="customer_service", step="plan", spends=[{"training": 20.0}])
    book.put("labs", "sandtable", game.state)

    def refuse(*_: Any) -> None:
        raise DataError("cases.bad_resource", name="operations", case="customer_service",
                        file=Path("/lib/python3/sgm_lab/datasets/customer_service/operations-1.csv"))  # fmt: skip

    with monkeypatch.context() as broken:
        broken.setattr(simulate, "market", refuse)
        with pytest.raises(DataError):  # nor can it begin anew
            labs.Sandtable(case="customer_service")
    lab = labs.Sandtable()
    with monkeypatch.context() as broken:
        market = simulate.market
        broken.setattr(
            simulate, "market", lambda case, room: refuse() if case != "healthcare" else market(case, room)
        )
        lab.keep_in(book)
    assert "operations-1.csv" in lab.notice
    assert "/lib" not in lab.notice
    assert book.get("labs", "sandtable") == game.state
    lab.message({"do": "undo"})
    assert lab.state == game.state


def test_a_sentence_names_files_and_no_folders() -> None:
    inside = Path("/lib/python3.12/site-packages/sgm_lab/datasets/education/operations.csv")
    for lang in i18n.LANGUAGES:
        with use_language(lang):
            said = str(DataError("cases.bad_resource", name="operations", case="education", file=inside))
            assert "operations.csv" in said
            assert "site-packages" not in said
            with pytest.raises(DataError) as gone:
                intake.read_kano(inside)
            assert "operations.csv" in str(gone.value)
            assert "site-packages" not in str(gone.value)


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.csv", b""), ("a.xlsx", b"PK\x03\x04 broken"), ("a.docx", b"x"), ("a.csv", b"a,b\n1,2\n"),
     ("a.csv", b"\xff\xfe\x00")],
)  # fmt: skip
def test_a_broken_upload_is_one_sentence_and_changes_nothing(name: str, content: bytes) -> None:
    lab = labs.KanoLab()
    before = dict(lab.state)
    lab.message({"do": "file", "name": "upload", "file": name}, content)
    assert lab.notice
    assert "Traceback" not in lab.notice
    assert lab.state == before


def test_what_could_not_be_read_is_listed() -> None:
    lab = labs.KanoLab()
    text = answers().decode("gb18030").replace("喜欢,不喜欢,东", "还行,不喜欢,东", 1)
    lab.message({"do": "file", "name": "upload", "file": "a.csv"}, text.encode())
    page = lab.view()["html"]
    assert "还行" in page
    assert 'class="sgm-read" open' in page
    assert "<td" in page


def test_a_file_comes_in_parts() -> None:
    lab = labs.KanoLab()
    widget, sent, content = lab.widget(), [], answers()
    widget.send = lambda message, buffers=None: sent.append(message["do"])
    for part in range(3):
        piece = content[part * 900 : (part + 1) * 900] if part < 2 else content[1800:]
        widget._hear(
            widget,
            {"do": "file", "name": "upload", "file": "a.csv", "part": part, "parts": 3},
            [memoryview(piece)],
        )
    assert sent == ["next", "next", "done"]
    assert lab.compute().respondents == 60


def test_the_template_comes_back() -> None:
    lab = labs.KanoLab()
    made = lab.message({"do": "act", "name": "template"})
    assert made is not None
    assert made.name.endswith(".xlsx")
    lab.message({"do": "file", "name": "upload", "file": "t.xlsx"}, made.content)
    assert "没有" in lab.notice  # a template without answers says what is missing
    assert lab.state["case"] == "healthcare"


def test_a_file_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_limits, "BYTES", 10)
    with pytest.raises(DataError, match=r"a\.csv"):
        uploads.keep(None, "a.csv", b"x" * 11)


def test_a_disk_that_cannot_be_written_to_loses_nothing(tmp_path: Path) -> None:
    (tmp_path / "own" / "uploads").write_text("in the way")
    kept = uploads.keep(workbook.open_book(), "a.csv", b"abc")
    assert uploads.read(None, kept) == ("a.csv", b"abc")


def test_answers_can_be_given_by_those_who_call_the_package() -> None:
    lab = labs.KanoLab(data=cases.load("education").kano, segment="all")
    assert lab.state["case"] == "own"
    assert lab.compute().respondents > 100
    lab.set(case="healthcare")
    lab.set(case="own")


# ---- controls ----


def test_numbers_keep_to_their_limits() -> None:
    number = Number("n", 1, 9)
    assert number.take(3.0) == 3
    assert isinstance(number.take(3.0), int)
    assert Number("n", 0, 1, 0.1).take(0.25) == 0.25
    for bad in (0, 10, True, "3", float("nan"), None):
        with pytest.raises(ArgumentError, match="1 到 9"):
            number.take(bad)
    assert number.settle("x") == 1


def test_days_and_texts() -> None:
    assert Day("d").take("2026-09-30") == "2026-09-30"
    assert Day("d").take(None) == ""
    for bad in ("2026-02-30", "soon"):
        with pytest.raises(ArgumentError, match=bad):
            Day("d").take(bad)
    with pytest.raises(ArgumentError):
        Text("t").take(3)
    assert Upload("u").settle("x") is None
    with pytest.raises(ArgumentError):
        Upload("u").take("x")


def test_many_are_kept_in_order() -> None:
    many = Many("m", [("A", "a"), ("B", "b"), ("C", "c")])
    assert many.take(["c", "a"]) == ["a", "c"]
    assert many.shown(["a", "c"]) == "A、C"
    assert many.settle(["c", "x"]) == ["c"]
    assert many.settle(None) == many.first() == []
    with pytest.raises(ArgumentError):
        many.take(["x"])


ROWS = Rows(
    "r",
    [Column("who"), Column("n", "number", low=0, high=10), Column("on", "flag"), Column("day", "day"),
     Column("kind", "choice", [("甲", 1), ("乙", 2)]), Column("label", "label")],
    most=3,
)  # fmt: skip


def test_rows_hold_what_their_columns_can() -> None:
    made = ROWS.take([{"who": "张", "n": 3, "kind": 2}, {}])
    assert made[0] == {"who": "张", "n": 3, "on": False, "day": "", "kind": 2, "label": ""}
    assert made[1] == {"who": "", "n": None, "on": False, "day": "", "kind": "", "label": ""}
    assert ROWS.shown(made) == "2 行"
    with pytest.raises(ArgumentError, match="第 2 行"):
        ROWS.take([{}, {"n": 11}])
    for bad in ("x", [1], [{}] * 4, [{"kind": 3}]):
        with pytest.raises(ArgumentError):
            ROWS.take(bad)
    kept = ROWS.settle([{"who": "张", "n": 11, "kind": 9}, 1, {"n": 2}])
    assert [row["n"] for row in kept] == [None, 2]
    assert kept[0]["who"] == "张"
    assert ROWS.settle("x") == ROWS.first() == []
    json.dumps(ROWS.face())


@given(
    st.dictionaries(st.text("abc", min_size=1, max_size=2), st.integers(0, 50), min_size=1, max_size=6),
    st.integers(-20, 150),
    st.lists(st.text("abc", min_size=1, max_size=2), max_size=4, unique=True),
)
def test_points_always_add_up(weights: dict[str, int], value: int, held: list[str]) -> None:
    points = Points("p", [(name, name) for name in weights])
    begun = points.first()
    assert sum(begun.values()) == 100
    name = next(iter(weights))
    for step in (value, 50, 0):
        begun = share_points(begun, name, step, held=held)
        assert points.take(begun) == begun
        if len(weights) > 1:
            assert begun[name] == min(max(step, 0), 100)


def test_points_that_do_not_add_up_are_refused() -> None:
    points = Points("p", [("A", "a"), ("B", "b")])
    for bad in ({"a": 50, "b": 49}, {"a": 150, "b": -50}, {"a": 99.5, "b": 0.5}, "x", {}):
        with pytest.raises(ArgumentError, match="100"):
            points.take(bad)
    assert points.shown({"a": 30, "b": 70}) == "A 30、B 70"


def test_what_was_just_set_stays_while_there_is_anything_else_to_give() -> None:
    points = {"a": 25, "b": 25, "c": 25, "d": 25}
    points = share_points(points, "a", 40)
    points = share_points(points, "b", 30, held=["a"])
    assert (points["a"], points["b"]) == (40, 30)
    points = share_points(points, "c", 28, held=["a", "b"])
    assert points == {"a": 40, "b": 30, "c": 28, "d": 2}
    points = share_points(points, "d", 20, held=["a", "b", "c"])
    assert points == {"a": 22, "b": 30, "c": 28, "d": 20}
