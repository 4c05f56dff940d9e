"""The workbook: what is put is kept, whatever happens to the file, the disk or the process."""

from __future__ import annotations

import errno
import json
import math
import os
import random
import subprocess
import sys
import threading
import time
import types
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sgm_lab import errors, i18n, workbook
from sgm_lab.errors import ArgumentError, DataError
from sgm_lab.workbook import Workbook, dumps, loads
from sgm_lab.workbook import _format as workbook_format
from sgm_lab.workbook import _merge as workbook_merge
from sgm_lab.workbook import disk as workbook_disk

ROOT = Path(__file__).resolve().parents[1]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
ANY = st.characters(codec=None, exclude_categories=())  # lone surrogates too


@pytest.fixture
def path(tmp_path):
    return tmp_path / "workbook.json"


def again(path):
    """Open the file as a restarted kernel does."""
    return Workbook(path)


def on_disk(path):
    return json.loads(path.read_text(encoding="utf-8"))


def record(answer="M", **fields):
    return {"answer": answer, "outcome": "right", "tries": 1, "hints": 0, "solution": False, **fields}


def failing(code):
    def fail(*_args, **_kwargs):
        raise OSError(code, os.strerror(code))

    return fail


# The file


def test_a_workbook_keeps_its_id_and_notes_what_it_took_in(path):
    book = again(path)
    book.put("labs", "a", 1)
    own = on_disk(path)["id"]
    assert len(own) == 16
    page = workbook_format.new() | {"labs": {"b": 2}}
    book.merge(page)
    again(path).put("labs", "c", 3)
    data = on_disk(path)
    assert (data["id"], data["includes"]) == (own, [page["id"]])
    old = {name: value for name, value in workbook_format.new().items() if name != "id"}
    book.replace(old | {"includes": ["x", 1], "labs": {"z": 1}})  # of an edition that had no ids
    data = on_disk(path)
    assert len(data["id"]) == 16
    assert data["id"] != own
    assert data["includes"] == ["x"]
    assert loads(json.dumps(old | {"id": 7, "includes": 8}))["id"] == ""


def test_layout(path):
    book = again(path)
    book.put("exercises", "2.1-2", record("必备"))
    book.put("exercises", "2.1-1", record(["A", "O"], note="第一次"))
    book.put("learner", "name", "王敏")
    data = on_disk(path)
    assert list(data) == ["schema", "program", "id", "created", "saved", *workbook.SECTIONS]
    assert data["schema"] == workbook.SCHEMA_VERSION == 2
    assert data["program"] == "sgm_lab"
    assert data["learner"] == {"name": "王敏"}
    assert list(data["exercises"]) == ["2.1-1", "2.1-2"]
    fields = ["answer", "outcome", "tries", "hints", "solution", "updated", "note"]
    assert list(data["exercises"]["2.1-1"]) == fields
    text = path.read_text(encoding="utf-8")
    assert '    "2.1-2": {"answer": "必备"' in text
    assert len(text.splitlines()) == 20
    assert sorted(p.name for p in path.parent.iterdir()) == [
        ".workbook.lock",
        "workbook.backup.json",
        "workbook.json",
    ]


def test_kept_after_restart(path):
    book = again(path)
    book.put("exercises", "a", record())
    book.put("labs", "kano", {"table": "berger", "threshold": 0.06})
    back = again(path)
    assert back.get("exercises", "a")["answer"] == "M"
    assert back.section("labs") == {"kano": {"table": "berger", "threshold": 0.06}}
    assert back.notice is None
    assert not back.read_only
    assert "1 exercises" in repr(back)


def test_opening_writes_nothing(path):
    book = again(path)
    assert book.get("goals", "g", "none") == "none"
    assert list(path.parent.iterdir()) == []
    book.save()
    assert on_disk(path)["exercises"] == {}


def test_missing_fields_and_time_are_filled_in(path):
    book = again(path)
    book.put("exercises", "a", {"answer": 3, "updated": "1999-01-01"})
    kept = book.get("exercises", "a")
    assert (kept["outcome"], kept["tries"], kept["solution"]) == ("not_attempted", 0, False)
    assert abs(workbook_format.seconds(kept["updated"]) - time.time()) < 5


def test_values_are_copies(path):
    book = again(path)
    value = {"list": [1]}
    book.put("labs", "x", value)
    value["list"].append(2)
    book.get("labs", "x")["list"].append(3)
    book.section("labs")["x"]["list"].append(4)
    book.data()["labs"].clear()
    assert book.get("labs", "x") == {"list": [1]}


def test_same_again_is_not_written(path):
    book = again(path)
    book.put("exercises", "a", record(1))
    first = path.stat().st_mtime_ns
    book.put("exercises", "a", record(1))
    assert path.stat().st_mtime_ns == first
    book.put("exercises", "a", record(True))  # equal to 1 in Python, not in JSON
    assert again(path).get("exercises", "a")["answer"] is True


def test_remove(path):
    book = again(path)
    book.put("goals", "g", {"text": "x"})
    book.remove("goals", "g")
    book.remove("goals", "g")
    assert again(path).section("goals") == {}


def test_unknown_parts_stay(path):
    data = workbook_format.new() | {"later": {"x": 1}, "colour": "blue"}
    data["exercises"]["a"] = {"answer": 1, "seen": 3}
    path.write_text(dumps(data), encoding="utf-8")
    book = again(path)
    book.put("settings", "lang", "zh")
    data = on_disk(path)
    assert data["later"] == {"x": 1}
    assert data["colour"] == "blue"
    assert data["exercises"]["a"]["seen"] == 3


def test_touched_or_saved_without_a_change(path):
    book = again(path)
    book.put("goals", "g", 1)
    os.utime(path, (1, 1))
    assert book.get("goals", "g") == 1
    book.save()
    assert path.stat().st_mtime == 1


def test_listeners(path):
    book, heard = again(path), []
    stop = book.on_change(lambda *change: heard.append(change))
    book.put("settings", "lang", "zh")
    book.put("settings", "lang", "zh")
    book.remove("settings", "lang")
    book.replace(workbook_format.new())
    stop()
    stop()
    book.put("settings", "lang", "en")
    assert heard == [("settings", "lang"), ("settings", "lang"), (None, None)]


def test_listener_may_use_the_book(path):
    book, seen = again(path), []
    book.on_change(lambda s, k: seen.append(again(path).get(s, k)))
    book.on_change(lambda s, k: book.put("settings", "last", s) if s == "goals" else None)
    book.put("goals", "g", "x")
    assert seen[0] == "x"
    assert again(path).get("settings", "last") == "goals"


def test_leftovers_of_a_killed_process_are_removed(path):
    left = path.with_name(".workbook.1.tmp")
    left.touch()
    again(path).put("goals", "g", 1)
    assert not left.exists()


# Where it is


def test_one_book_a_path(path, monkeypatch):
    book = workbook.open_book(path)
    assert workbook.open_book(str(path)) is book
    monkeypatch.chdir(path.parent)
    assert workbook.open_book("workbook.json") is book
    assert workbook.open_book() is book
    link = path.with_name("link.json")
    link.symlink_to(path)
    assert workbook.open_book(link) is book
    assert workbook.open_book(path.with_name("other.json")) is not book


@pytest.mark.parametrize("mark", ["_config.yml", "start.py"])
def test_course_folder(tmp_path, monkeypatch, mark):
    monkeypatch.delenv("SGM_WORKBOOK", raising=False)
    (tmp_path / mark).touch()
    inside = tmp_path / "notebooks" / "zh"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    assert workbook.open_book().path == tmp_path / "workbook.json"
    monkeypatch.setenv("SGM_WORKBOOK", str(inside / "mine.json"))
    assert workbook.open_book().path == inside / "mine.json"


# Wrong use


@pytest.mark.parametrize(
    ("section", "key", "value", "error", "words"),
    [
        ("exams", "a", 1, ArgumentError, "exams"),
        ("history", "a", [], ArgumentError, "history"),
        ("labs", "", 1, ArgumentError, '""|””|“”|不空'),
        ("labs", 3, 1, ArgumentError, "3"),
        ("labs", "a", {1, 2}, ArgumentError, "labs/a"),
        ("labs", "a", float("nan"), ArgumentError, "labs/a"),
        ("exercises", "a", "M", DataError, "“a”"),
        ("exercises", "a", {"outcome": "good"}, DataError, "good"),
        ("exercises", "a", {"outcome": ["right"]}, DataError, "outcome"),
        ("exercises", "a", {"tries": -1}, DataError, "tries"),
        ("exercises", "a", {"tries": True}, DataError, "tries"),
        ("exercises", "a", {"hints": 1.5}, DataError, "hints"),
        ("exercises", "a", {"solution": 1}, DataError, "solution"),
        ("learner", "name", 5, DataError, "姓名"),
    ],
)
def test_put_refuses(path, section, key, value, error, words):
    book = again(path)
    with pytest.raises(error, match=words):
        book.put(section, key, value)
    assert not path.exists()


def test_too_deep_is_refused_before_it_is_kept(path):
    book = again(path)
    deep = []
    for depth in range(2000):
        if depth == 40:
            book.put("labs", "a", deep)
        deep = [deep]
    for value in (deep, deep[0], json.loads("[" * 60 + "]" * 60)):
        with pytest.raises(errors.SgmError):
            book.put("labs", "a", value)
    other = workbook_format.new() | {"saved": "2999-01-01T00:00:00Z", "labs": {"a": 1}}
    book.merge(other)  # what gave way lies deeper in the history, and must still be read
    assert len(again(path).section("history")["labs/a"]) == 1


def test_unknown_section_read(path):
    book = again(path)
    for call in (
        lambda: book.get("exam", "a"),
        lambda: book.section("exam"),
        lambda: book.remove("exam", "a"),
    ):
        with pytest.raises(ArgumentError):
            call()


# Any text, any file


@given(text=st.text(ANY))
def test_any_text_survives(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("any") / "workbook.json"
    book = again(path)
    book.put("goals", "g", {"text": text})
    if text:
        book.put("goals", text, text)
    back = again(path)
    assert back.section("goals") == book.section("goals")
    assert back.get("goals", "g")["text"].encode("utf-16", "surrogatepass") == text.encode(
        "utf-16", "surrogatepass"
    )
    assert back.notice is None


@given(
    sections=st.fixed_dictionaries(
        {name: st.dictionaries(st.text(), VALUES, max_size=3) for name in ("labs", "goals")}
    )
)
def test_round_trip(sections):
    data = workbook_format.new() | sections | {"extra": 1}
    text = dumps(data)
    text.encode("utf-8")
    assert loads(text) == json.loads(json.dumps(data))
    assert dumps(loads(text)) == text
    assert loads(("\ufeff" + text).encode()) == loads(text)


def outcome(text):
    try:
        data = loads(text)
    except DataError as error:
        for lang in ("zh", "en"):
            with i18n.use_language(lang):
                str(error).encode("utf-8")
        return error.key
    assert loads(dumps(data)) == data
    return None


@given(st.text(ANY) | st.binary())
@example("[" * 100_000)
@example('{"program": "sgm_lab", "schema": ' + "[" * 900 + "]" * 900 + "}")
@example('{"program": "sgm_lab", "schema": 2, "x": ' + "9" * 5000 + "}")
@example("")
@example(b"\xff\xfe{}")
def test_reader_any_content(text):
    assert outcome(text)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.sampled_from(["schema", "created", "saved", *workbook.SECTIONS, "answers"]),
        st.sampled_from([1, 2, 3, "", "2026-03-01T09:00:00Z", "0001-01-01T00:00:00+23:59", "9999-12-31"])
        | VALUES
        | st.dictionaries(
            st.text(max_size=3),
            VALUES
            | st.dictionaries(
                st.sampled_from(["outcome", "tries", "hints", "solution", "updated", "answer"]),
                st.sampled_from(["right", 0, True, "2026-03-01", ""]) | VALUES,
            ),
            max_size=3,
        ),
    )
)
def test_reader_any_json(data):
    outcome(json.dumps({"schema": 2, **data, "program": "sgm_lab"}))


@given(VALUES)
def test_reader_any_value(value):
    assert outcome(json.dumps(value))


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"program": "other"}, "not_ours"),
        ({"schema": None}, "no_schema"),
        ({"schema": True}, "no_schema"),
        ({"schema": 0}, "no_schema"),
        ({"schema": "2"}, "no_schema"),
        ({"schema": 3}, "newer"),
        ({"labs": []}, "section"),
        ({"learner": {"name": 5}}, "name"),
        ({"history": {"a": 1}}, "history"),
        ({"saved": "yesterday"}, "time"),
        ({"created": 5}, "time"),
        ({"exercises": {"a": 1}}, "record"),
        ({"exercises": {"a": {"updated": "x"}}}, "field"),
        ({"exercises": {"a\ud800" * 30: {"tries": -1}}}, "field"),
        ({"schema": 1, "answers": []}, "section"),
    ],
)
def test_reader_says_what(change, key):
    assert outcome(json.dumps(workbook_format.new() | change)) == f"workbook.{key}"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("{", "not_json"),
        ("[]", "not_ours"),
        ('{"program": "sgm_lab", "schema": 2, "x": NaN}', "no_number"),
        ('{"program": "sgm_lab", "schema": 2, "x": 1e999}', "no_number"),
        ('{"program": "sgm_lab", "schema": 2, "x": ' + "9" * 5000 + "}", "no_number"),
        ("[" * 100_000, "too_deep"),
        (b"\xff\x00", "not_text"),
    ],
)
def test_reader_says_what_of_text(text, key):
    assert outcome(text) == f"workbook.{key}"


def test_brackets_in_texts_are_no_nesting():
    text = "[{" * 5000 + '"\\'
    data = workbook_format.new() | {"goals": {text: text}}
    assert loads(dumps(data))["goals"] == {text: text}


def test_bottomless_nesting_is_seen_before_parsing(monkeypatch):
    monkeypatch.setattr(json, "loads", lambda _: pytest.fail("parsed"))  # in Pyodide this would end Python
    for text in ("[" * 200, '{"a":' * 200 + "1" + "}" * 200, '["' + '\\"' * 9 + '",' + "[" * 200):
        assert outcome(text) == "workbook.too_deep"


def nesting(value):
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(nesting, inner), default=0)


@given(value=VALUES, deeper=st.sampled_from([0, 1, 48, 49, 50, 51, 120]), pretty=st.booleans())
@example(value=["\\", '\\"[', "[{"], deeper=49, pretty=False)
def test_how_deep_a_text_nests(value, deeper, pretty):
    for at in range(deeper):
        value = {"a": value} if at % 2 else [value]
    text = json.dumps(value, ensure_ascii=False, indent=1 if pretty else None)
    assert workbook_format._depth(text.encode("utf-8", "surrogatepass")) == nesting(value)


@pytest.mark.parametrize(("piece", "deep"), [("][", 0), ("{[}", 61), ("[[", 120), ("[]]", 1), ("]", -1)])
def test_brackets_without_a_partner_are_counted_too(piece, deep):
    assert workbook_format._depth(piece.encode() * 60) == deep


@given(
    moments=st.lists(
        st.datetimes(datetime(2000, 1, 2), datetime(2999, 12, 30), timezones=st.just(UTC)),
        min_size=1,
        max_size=9,
    ),
    data=st.data(),
)
def test_the_last_change_is_the_latest_moment_however_times_are_written(moments, data):
    def written(moment):
        away = timezone(timedelta(minutes=15 * data.draw(st.integers(-56, 56))))
        kind = data.draw(st.sampled_from(["seconds", "milliseconds", "microseconds"]))
        text = moment.astimezone(away).isoformat(timespec=kind)
        return text.replace("+00:00", "Z") if data.draw(st.booleans()) else text

    times = [written(moment) for moment in moments]
    book = {"saved": times[0], "exercises": {str(at): {"updated": one} for at, one in enumerate(times[1:])}}
    assert workbook_merge.last_change(book) == max(datetime.fromisoformat(one).timestamp() for one in times)
    assert workbook_merge.last_change({"saved": "", "exercises": {}}) == -math.inf


@pytest.mark.parametrize(
    ("day", "there"),
    [
        ("2026-02-28", True), ("2026-02-29", False), ("2028-02-29", True), ("2026-04-31", False),
        ("2026-12-31", True), ("2026-13-01", False), ("2026-00-10", False), ("2026-05-00", False),
        ("2026-05-32", False), ("1999-05-01", False), ("", True),
    ],
)  # fmt: skip
def test_a_day_that_no_calendar_has_is_no_time(day, there):
    assert workbook_format.is_time(day) is there
    assert workbook_format.is_time(day and f"{day}T23:59:59.999Z") is there


def test_dumps_refuses():
    with pytest.raises(DataError):
        dumps({})
    with pytest.raises(ArgumentError):
        dumps({"program": {1}})


# Earlier and later editions


def test_migration_from_1(path):
    old = {
        "schema": 1,
        "program": "sgm_lab",
        "created": "2025-03-01T09:00:00+08:00",
        "saved": "2025-03-02T10:00:00+08:00",
        "answers": {"2.1-1": "M", "2.1-2": ["A", "O"]},
        "learner": {"name": "李"},
        "theme": "dark",
    }
    path.write_text(json.dumps(old), encoding="utf-8")
    book = again(path)
    assert book.get("exercises", "2.1-1") == {
        "answer": "M",
        "outcome": "not_attempted",
        "tries": 0,
        "hints": 0,
        "solution": False,
        "updated": "2025-03-02T10:00:00+08:00",
    }
    assert on_disk(path) == old  # reading alone changes nothing
    book.put("settings", "lang", "zh")
    data = on_disk(path)
    assert data["schema"] == 2
    assert "answers" not in data
    assert data["exercises"]["2.1-2"]["answer"] == ["A", "O"]
    assert data["theme"] == "dark"
    assert data["created"] == old["created"]
    assert loads('{"schema": 1, "program": "sgm_lab"}')["exercises"] == {}


def test_every_edition_has_a_migration():
    assert sorted(workbook_format._MIGRATIONS) == list(range(1, workbook.SCHEMA_VERSION))


def test_newer_edition_is_left_alone(path):
    newer = '{"schema": 3, "program": "sgm_lab", "answers": "as they do it"}'
    path.write_text(newer, encoding="utf-8")
    book = again(path)
    assert book.read_only
    assert "更新" in book.notice
    book.put("settings", "lang", "zh")
    book.replace(workbook_format.new() | {"goals": {"g": 1}})
    assert path.read_text(encoding="utf-8") == newer
    assert book.get("goals", "g") == 1
    path.unlink()
    book.put("settings", "lang", "en")
    assert not book.read_only
    assert book.notice is None
    assert again(path).get("goals", "g") == 1


def test_newer_edition_put_in_place_while_open(path):
    book = again(path)
    book.put("goals", "g", 1)
    newer = '{"schema": 3, "program": "sgm_lab"}'
    path.write_text(newer, encoding="utf-8")
    book.put("goals", "h", 2)
    assert book.read_only
    assert path.read_text(encoding="utf-8") == newer
    assert book.section("goals") == {"g": 1, "h": 2}


# Damage


DAMAGE = {
    "cut short": lambda content: content[: len(content) // 2],
    "empty": lambda _: b"",
    "binary": lambda _: bytes(range(256)),
    "zeros": lambda content: bytes(len(content)),
    "other json": lambda _: b"[1, 2]",
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
@pytest.mark.parametrize("running", [False, True])
def test_damaged_file(path, damage, running):
    book = again(path)
    book.put("exercises", "a", record())
    book.put("exercises", "b", record())
    broken = damage(path.read_bytes())
    path.write_bytes(broken)
    if not running:
        book = again(path)
    book.put("exercises", "c", record())
    aside = next(path.parent.glob("workbook.damaged-*.json"))
    assert aside.read_bytes() == broken
    assert aside.name in book.notice
    assert set(again(path).section("exercises")) == {"a", "b", "c"}
    assert book.section("history") == {}


def test_damaged_is_restored_at_once(path):
    again(path).put("goals", "g", 1)
    path.write_bytes(b"{")
    again(path)
    assert on_disk(path)["goals"] == {"g": 1}


def test_both_damaged(path):
    again(path).put("goals", "g", 1)
    path.write_bytes(b"{")
    path.with_name("workbook.backup.json").write_bytes(b"{")
    book = again(path)
    assert book.section("goals") == {}
    assert "空白" in book.notice
    assert next(path.parent.glob("workbook.damaged-*.json")).read_bytes() == b"{"


def test_damaged_twice_in_a_second(path, monkeypatch):
    class Stopped(workbook_disk.datetime):
        @classmethod
        def now(cls, _zone=None):
            return cls(2026, 3, 1, 9)

    monkeypatch.setattr(workbook_disk, "datetime", Stopped)
    for content in (b"{1", b"{2"):
        path.write_bytes(content)
        again(path)
    assert path.with_name("workbook.damaged-20260301-090000.json").read_bytes() == b"{1"
    assert path.with_name("workbook.damaged-20260301-090000-2.json").read_bytes() == b"{2"


def test_damaged_where_nothing_can_be_written(path, monkeypatch):
    again(path).put("goals", "g", 1)
    path.write_bytes(b"{")
    monkeypatch.setattr(workbook_disk, "locked", failing(errno.EROFS))
    book = again(path)
    assert book.get("goals", "g") == 1
    assert "不能写入" in book.notice
    assert path.read_bytes() == b"{"
    monkeypatch.undo()
    book.put("goals", "h", 2)
    assert again(path).section("goals") == {"g": 1, "h": 2}
    assert len(list(path.parent.glob("workbook.damaged-*.json"))) == 1


def test_missing_beside_its_copy(path):
    again(path).put("goals", "g", 1)
    path.unlink()
    book = again(path)
    assert book.get("goals", "g") == 1
    assert "workbook.backup.json" in book.notice
    assert on_disk(path)["goals"] == {"g": 1}


@pytest.mark.parametrize("copy_too", [False, True])
def test_deleted_while_open(path, copy_too):
    book = again(path)
    book.put("goals", "g", 1)
    path.unlink()
    if copy_too:
        path.with_name("workbook.backup.json").unlink()
    assert book.get("goals", "g") == 1
    book.put("goals", "h", 2)
    assert on_disk(path)["goals"] == {"g": 1, "h": 2}
    assert book.notice is None


def test_older_file_put_in_place_while_open(path):
    book = again(path)
    book.put("goals", "g", "old")
    older = path.read_bytes()
    time.sleep(0.002)
    book.put("exercises", "a", record())
    book.put("goals", "g", "new")
    path.write_bytes(older)
    book.put("goals", "h", 1)
    data = on_disk(path)
    assert data["goals"] == {"g": "new", "h": 1}
    assert "a" in data["exercises"]
    assert data["history"] == {"goals/g": ["old"]}


@pytest.mark.parametrize("same_book", [True, False])
def test_older_file_put_in_place_while_closed(path, same_book):
    """The later backup is not written over: brought in, or kept beside where it is another workbook's."""
    book = again(path)
    book.put("goals", "g", {"text": "old"})
    older = path.read_bytes()
    time.sleep(0.002)
    book.put("exercises", "a", record())
    book.put("goals", "g", {"text": "new"})
    backup = path.with_name("workbook.backup.json").read_bytes()
    path.write_bytes(older if same_book else older.replace(book.data()["id"].encode(), b"0" * 16))
    book = again(path)
    book.put("goals", "h", 1)
    data = on_disk(path)
    if same_book:
        assert "workbook.backup.json" in book.notice
        assert set(data["exercises"]) == {"a"}
        assert (data["goals"]["g"]["text"], data["goals"]["h"]) == ("new", 1)
        assert [one["text"] for one in data["history"]["goals/g"]] == ["old"]
    else:
        [aside] = path.parent.glob("workbook.before-*.json")
        assert aside.read_bytes() == backup
        assert aside.name in book.notice
        assert not data["exercises"]
    assert again(path).notice is None


# Trouble with the disk


@pytest.mark.parametrize(
    ("call", "code", "words"),
    [
        ("fsync", errno.ENOSPC, "磁盘满了"),
        ("fsync", errno.EIO, "没有存进"),
        ("replace", errno.EACCES, "不能写入"),
        ("replace", errno.EROFS, "不能写入"),
    ],
)
def test_trouble_keeps_the_value_and_tries_again(path, monkeypatch, call, code, words):
    book = again(path)
    book.put("goals", "a", 1)
    before = path.read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(os, call, failing(code))
        book.put("goals", "b", 2)
        book.remove("goals", "a")
        assert words in book.notice
        assert path.name in book.notice
        assert str(path.parent) not in book.notice
        with i18n.use_language("en"):
            assert path.name in book.notice
        assert path.read_bytes() == before
        assert book.section("goals") == {"b": 2}
        assert not book.read_only
    book.put("goals", "b", 2)  # the same again: there is something to save
    assert book.notice is None
    assert on_disk(path)["goals"] == {"b": 2}
    assert list(path.parent.glob(".*.tmp")) == []


def test_trouble_while_another_window_writes(path, monkeypatch):
    book, other = again(path), again(path)
    book.put("goals", "g", "first")
    with monkeypatch.context() as patched:
        patched.setattr(workbook_disk, "write", failing(errno.ENOSPC))
        book.put("goals", "g", "second")
        book.put("goals", "h", 1)
    assert other.get("goals", "g") == "first"
    other.put("goals", "g", "other")
    with monkeypatch.context() as patched:
        patched.setattr(workbook_disk, "write", failing(errno.ENOSPC))
        book.put("goals", "i", 1)
    other.put("goals", "j", 1)
    book.save()
    data = on_disk(path)
    assert data["goals"] == {"g": "second", "h": 1, "i": 1, "j": 1}
    assert data["history"] == {"goals/g": ["other"]}
    assert book.notice == str(errors.SgmError("workbook.clash", names=["g"]))


def test_a_folder_in_its_place(path):
    path.mkdir()
    book = again(path)
    book.put("goals", "g", 1)
    assert "没有存进" in book.notice
    assert book.get("goals", "g") == 1
    path.rmdir()
    book.save()
    assert book.notice is None
    assert again(path).get("goals", "g") == 1


def test_no_folder(tmp_path):
    book = again(tmp_path / "gone" / "workbook.json")
    book.put("goals", "g", 1)
    assert "没有存进" in book.notice


def test_unreadable_file_is_not_overwritten(path, monkeypatch):
    again(path).put("goals", "g", 1)
    before = path.read_bytes()
    path.with_name("workbook.backup.json").unlink()
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", failing(errno.EACCES))
    book = again(path)
    book.put("goals", "h", 2)
    assert "不能写入" in book.notice
    assert read(path) == before
    monkeypatch.undo()
    book.put("goals", "i", 3)
    assert on_disk(path)["goals"] == {"g": 1, "h": 2, "i": 3}


def test_copy_cannot_be_written(path, monkeypatch):
    book = again(path)
    write = workbook_disk.write

    def only_the_file(where, content, durable=True):
        if not durable:
            raise OSError(errno.ENOSPC, "full")
        write(where, content, durable)

    monkeypatch.setattr(workbook_disk, "write", only_the_file)
    book.put("goals", "g", 1)
    assert book.notice is None
    assert on_disk(path)["goals"] == {"g": 1}


def test_drive_without_fsync(path, monkeypatch):
    monkeypatch.setattr(os, "fsync", failing(errno.EINVAL))
    book = again(path)
    book.put("goals", "g", 1)
    assert book.notice is None
    assert on_disk(path)["goals"] == {"g": 1}


def test_folder_that_cannot_be_opened(path, monkeypatch):
    real = os.open
    monkeypatch.setattr(
        os, "open", lambda p, *a, **k: failing(errno.EACCES)() if Path(p).is_dir() else real(p, *a, **k)
    )
    book = again(path)
    book.put("goals", "g", 1)
    assert book.notice is None


def test_replace_waits_for_a_scanner(path, monkeypatch):
    monkeypatch.setattr(workbook_disk, "PAUSES", (0.001, 0.001))
    real, calls = os.replace, []

    def busy(source, target):
        calls.append(target)
        if len(calls) < 3:
            raise PermissionError(errno.EACCES, "in use")
        real(source, target)

    monkeypatch.setattr(os, "replace", busy)
    book = again(path)
    book.put("goals", "g", 1)
    assert book.notice is None
    assert on_disk(path)["goals"] == {"g": 1}


# Locks


def test_held_by_another_window(path, monkeypatch):
    monkeypatch.setattr(workbook_disk, "PATIENCE", 0.05)
    book = again(path)
    with workbook_disk.locked(path):
        book.put("goals", "g", 1)
        assert "另一个窗口" in book.notice
        assert not path.exists()
    book.put("goals", "h", 1)
    assert book.notice is None
    assert on_disk(path)["goals"] == {"g": 1, "h": 1}


def test_drive_without_locks(path, monkeypatch):
    import fcntl

    monkeypatch.setattr(fcntl, "flock", failing(errno.ENOLCK))
    again(path).put("goals", "g", 1)
    assert on_disk(path)["goals"] == {"g": 1}


def test_browser_page_has_no_locks(path, monkeypatch):
    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setitem(sys.modules, "msvcrt", None)
    again(path).put("goals", "g", 1)
    assert on_disk(path)["goals"] == {"g": 1}


def test_windows_lock(path, monkeypatch):
    held = []

    def locking(handle, mode, count):
        held.append((os.lseek(handle, 0, os.SEEK_CUR), mode, count))
        if len(held) == 1:
            raise PermissionError(errno.EACCES, "held")

    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setitem(sys.modules, "msvcrt", types.SimpleNamespace(locking=locking, LK_NBLCK=2))
    again(path).put("goals", "g", 1)
    assert held == [(0, 2, 1), (0, 2, 1)]


# Two windows, two places


def test_two_windows(path):
    one, two = again(path), again(path)
    one.put("exercises", "a", record("one"))
    two.put("exercises", "b", record("two"))
    heard = []
    one.on_change(lambda *change: heard.append(change))
    one.put("exercises", "c", record("one"))
    assert set(on_disk(path)["exercises"]) == {"a", "b", "c"}
    assert one.notice is None  # nothing of anybody had to give way
    assert heard == [(None, None)]
    assert two.get("exercises", "c")["answer"] == "one"  # without writing anything
    two.remove("exercises", "a")
    assert one.get("exercises", "a") is None


def test_same_exercise_in_two_windows(path):
    one, two = again(path), again(path)
    one.put("exercises", "a", record("first"))
    two.get("exercises", "a")
    one.put("exercises", "a", record("one"))
    two.put("exercises", "a", record("two"))
    data = on_disk(path)
    assert data["exercises"]["a"]["answer"] == "two"
    assert [lost["answer"] for lost in data["history"]["exercises/a"]] == ["one"]
    assert "a" in two.notice
    two.put("exercises", "b", record("two"))
    assert two.notice is None  # said once


def test_who_comes_back_to_a_page_goes_on_from_what_was_done_elsewhere(path):
    """One reader, one window, two pages that show the same exercise: nobody is told of a conflict."""
    text, sheet = again(path), again(path)
    shown = []
    sheet.on_change(lambda *_: shown.append(sheet.get("exercises", "a")["answer"]))
    for turn in "123":
        text.put("exercises", "a", record("text" + turn))
        sheet.refresh()
        sheet.put("exercises", "a", record("sheet" + turn))
        text.refresh()
    sheet.refresh()
    assert shown == ["text1", "sheet1", "text2", "sheet2", "text3", "sheet3"]
    assert (text.notice, sheet.notice) == (None, None)
    assert on_disk(path)["history"] == {}


def test_removed_here_changed_there():
    before, ours, theirs = (workbook_format.new() for _ in range(3))
    before["goals"]["g"] = theirs["goals"]["g"] = 1
    changes = {("goals", "g"): 1}
    assert workbook_merge.combine(theirs, ours, changes)[0]["goals"] == {}
    theirs["goals"]["g"] = 2
    merged, clashes = workbook_merge.combine(theirs, ours, changes)
    assert merged["goals"] == {}
    assert merged["history"] == {"goals/g": [2]}
    assert clashes == [("goals", "g")]
    ours["goals"]["g"] = 3
    del theirs["goals"]["g"]
    assert workbook_merge.combine(theirs, ours, changes)[0]["goals"] == {"g": 3}


def test_threads(path):
    book = again(path)
    threads = [
        threading.Thread(target=lambda n=n: [book.put("goals", f"{n}-{i}", i) for i in range(20)])
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(on_disk(path)["goals"]) == 80


def page(saved="2026-03-01T09:00:00Z", **sections):
    return workbook_format.new() | {"saved": saved} | sections


def test_merge(path):
    book = again(path)
    book.put("exercises", "here", record("here"))
    book.put("exercises", "both", record("here"))
    book.put("exercises", "later", record("here"))
    book.put("labs", "kano", {"rule": "mode"})
    book.put("learner", "name", "王敏")
    there = page(
        exercises={
            "there": record("there", updated="2026-01-01T00:00:00Z"),
            "both": record("there", updated="2000-01-01T00:00:00Z"),
            "later": record("there", updated="2999-01-01T00:00:00Z"),
        },
        labs={"kano": {"rule": "moai"}},
        saved="2000-01-01T00:00:00Z",
        extra=1,
    )
    assert book.merge(json.dumps(there).encode()) == 2
    data = on_disk(path)
    answers = {key: value["answer"] for key, value in data["exercises"].items()}
    assert answers == {"here": "here", "both": "here", "later": "there", "there": "there"}
    assert data["labs"] == {"kano": {"rule": "mode", "updated": data["labs"]["kano"]["updated"]}}
    assert book.section("labs") == {"kano": {"rule": "mode"}}
    assert data["learner"] == {"name": "王敏"}
    assert data["extra"] == 1
    lost = {key: [v.get("answer", v.get("rule")) for v in kept] for key, kept in data["history"].items()}
    assert lost == {"exercises/both": ["there"], "exercises/later": ["here"], "labs/kano": ["moai"]}
    assert book.merge(there) == 0
    assert on_disk(path)["history"] == data["history"]


def test_merge_without_times_takes_the_later_file(path):
    book = again(path)
    book.put("labs", "kano", {"rule": "mode"})
    assert (
        book.merge(page(labs={"kano": {"rule": "moai"}}, saved="2999-01-01T00:00:00", learner={"name": "李"}))
        == 2
    )
    assert book.get("labs", "kano") == {"rule": "moai"}
    assert book.get("learner", "name") == "李"
    [old] = book.section("history")["labs/kano"]
    assert old["rule"] == "mode"


@given(
    st.dictionaries(st.sampled_from("abc"), st.integers(0, 3)),
    st.dictionaries(st.sampled_from("abc"), st.integers(0, 3)),
    st.booleans(),
)
def test_merge_loses_nothing(ours, theirs, later):
    one, two = page(goals=ours), page(goals=theirs)
    merged, _ = workbook_merge.combine(two, one, workbook_merge.everything(one), theirs_later=later)
    for key in {*ours, *theirs}:
        kept = {merged["goals"][key], *merged["history"].get(f"goals/{key}", [])}
        assert kept == {side[key] for side in (ours, theirs) if key in side}


def test_replace(path):
    book = again(path)
    book.put("exercises", "a", record())
    book.put("goals", "g", 1)
    before = path.read_bytes()
    book.replace({**page(goals={"g": True}, labs={"x": 1}), "colour": "blue", "created": "2020-01-01"})
    data = on_disk(path)
    assert data["exercises"] == {}
    assert data["goals"]["g"] is True
    assert data["labs"] == {"x": 1}
    assert data["colour"] == "blue"
    assert data["created"] == "2020-01-01"
    assert next(path.parent.glob("workbook.before-*.json")).read_bytes() == before
    book.put("goals", "h", 1)
    assert len(list(path.parent.glob("workbook.before-*.json"))) == 1
    assert again(path).data() == book.data()


def test_replace_in_a_full_disk(path, monkeypatch):
    book = again(path)
    book.put("goals", "g", 1)
    before = path.read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", failing(errno.ENOSPC))
        book.replace(page(goals={"h": 2}))
        assert "磁盘满了" in book.notice
        assert path.read_bytes() == before
        assert book.section("goals") == {"h": 2}
    book.save()
    assert on_disk(path)["goals"] == {"h": 2}
    assert next(path.parent.glob("workbook.before-*.json")).read_bytes() == before


@pytest.mark.parametrize("bad", ["x", b"\xff", {"schema": 2}, {"schema": 9, "program": "sgm_lab"}])
def test_bad_upload_changes_nothing(path, bad):
    book = again(path)
    book.put("goals", "g", 1)
    before = path.read_bytes()
    for take in (book.replace, book.merge):
        with pytest.raises(DataError):
            take(bad)
    assert path.read_bytes() == before
    assert book.section("goals") == {"g": 1}


# Real processes

WRITER = """
import sys
from sgm_lab.workbook import disk as workbook_disk
from sgm_lab.workbook import open_book
workbook_disk.PATIENCE = 60  # the machine may be busy with other tests
book = open_book(sys.argv[1])
name, count = sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
for i in range(count):
    book.put("exercises", f"{name}-{i % 200:03d}", {"answer": ["候诊提醒", i], "outcome": "right", "tries": i})
    assert book.notice is None, book.notice
    print(i, flush=True)
"""


def writer(path, name, count):
    command = [sys.executable, "-c", WRITER, str(path), name, str(count)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdout.readline() == "ready\n", process.stderr.read()
    return process


def start(process):
    process.stdin.write("\n")
    process.stdin.flush()


@pytest.mark.parametrize("round_", range(6))
def test_killed_in_the_middle_of_1000_saves(path, round_):
    process = writer(path, "a", 1000)
    start(process)
    # By how far it has come, not by the clock: a machine may be fast. Then somewhere within the next saves.
    chance = random.Random(round_)
    printed = [process.stdout.readline() for _ in range(chance.randrange(700))]
    time.sleep(chance.uniform(0, 0.005))
    process.kill()  # SIGKILL
    # Not by communicate(), which passes by the lines that readline() has taken in ahead.
    done = len(printed) + len(process.stdout.read().split())
    process.wait()
    assert process.returncode != 0, "all was saved before the kill: the round shows nothing"
    content = path.read_bytes() if path.exists() else b""
    data = (
        loads(content) if done else workbook_format.new()
    )  # whole as it lies there, with no help from the copy
    book = again(path)
    assert book.notice is None
    assert book.section("exercises") == data["exercises"]
    for i in range(max(0, done - 200), done):
        assert data["exercises"][f"a-{i % 200:03d}"]["tries"] in (i, *([i + 200] if i + 200 == done else []))
    book.put("exercises", "after", record())
    assert list(path.parent.glob(".*.tmp")) == []


def test_two_processes_at_once(path):
    processes = [writer(path, name, 100) for name in ("a", "b")]
    for process in processes:
        start(process)
    for process in processes:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        assert len(out.split()) == 100
    kept = loads(path.read_bytes())
    assert set(kept["exercises"]) == {f"{name}-{i:03d}" for name in "ab" for i in range(100)}
    assert kept["history"] == {}
    assert loads(path.with_name("workbook.backup.json").read_bytes()) == kept


def test_one_killed_the_other_goes_on(path):
    dying, living = writer(path, "a", 1000), writer(path, "b", 60)
    start(dying)
    start(living)
    first = [dying.stdout.readline() for _ in range(20)]  # well into its saves
    dying.kill()
    done = len(first) + len(dying.stdout.read().split())
    dying.wait()
    _, err = living.communicate(timeout=120)
    assert living.returncode == 0, err
    kept = loads(path.read_bytes())["exercises"]
    assert {f"b-{i:03d}" for i in range(60)} <= set(kept)
    assert {f"a-{i % 200:03d}" for i in range(done)} <= set(kept)


def test_only_the_standard_library():
    code = (
        "import sys; from sgm_lab import workbook; "
        "print(*{m.partition('.')[0] for m in sys.modules} - sys.stdlib_module_names)"
    )
    out = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    ).stdout
    assert set(out.split()) <= {"sgm_lab", "__main__"}


def test_every_sentence_has_both_languages_and_its_placeholders():
    import string

    for name in i18n.keys("workbook"):
        fields = [
            {
                field
                for _, field, _, _ in string.Formatter().parse(i18n.t(f"workbook.{name}", lang=lang))
                if field
            }
            for lang in ("zh", "en")
        ]
        assert fields[0] == fields[1], name


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such rights")
def test_who_may_read_the_file_stays_as_it_was(path):
    book = again(path)
    book.put("learner", "name", "王敏")
    path.chmod(0o600)
    book.put("learner", "name", "何倩")
    assert path.stat().st_mode & 0o777 == 0o600
