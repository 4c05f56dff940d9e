"""The room without a browser: its rules, its log, its server; killed at every step, lied to, and flooded."""

from __future__ import annotations

import doctest
import http.client
import importlib
import json
import os
import re
import secrets
import signal
import socket
import string
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from room import market, questions, takeaway
from room.engine import Engine
from room.journal import Journal, JournalError
from room.moves import Refused, take
from room.moves.rules import MOVES
from room.server import Pace, RoomServer
from room.state import COCKPIT, Room, Round
from room.views.cockpit import following

from sgm_lab import simulate, takeaways, workbook
from sgm_lab.exercises.records import Multiple, Number, Predict, Single, Sort

ROOM = Path(__file__).resolve().parents[1] / "book" / "room"
KEY = "k" * 32
OPENED = {"do": "opened", "agenda": ["2.1-pair-reading"], "case": "healthcare", "seed": 7, "key": KEY}


#: Addresses behind which there is nothing for anybody.
HIDDEN = (
    "/room/pages/../state.py", "/room/pages/%2e%2e/words.toml", "/room/../../pyproject.toml", "/room/pages/",
    "/room/api/",
    "/room//etc/passwd", "/room/api/take/../../x", "/room/pages/phone.js%00", "/x%00",
    "/page.html", "/phone.js",
)  # fmt: skip


# ---- a client and a server ----


class Device:
    """A phone, or the cockpit, as far as the server can tell."""

    def __init__(self, port: int, secret: str | None = None) -> None:
        self.server: Any = None
        self.port, self.secret = port, secrets.token_hex(16) if secret is None else secret

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, Any]:
        """Send one request as it is; return the status and what came, read where it is JSON."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {"Authorization": f"Bearer {self.secret}", "Content-Type": "application/json"} | headers
        line.request(method, path, body, sent)
        answer = line.getresponse()
        content = answer.read()
        line.close()
        kind = answer.headers.get("Content-Type", "")
        return answer.status, json.loads(content) if content and "json" in kind else content

    def do(self, move: str, place: str = "do", **values: Any) -> tuple[int, Any]:
        """Make a move."""
        return self.ask("POST", f"/room/api/{place}", json.dumps({"do": move, **values}).encode())

    def act(self, move: str, **values: Any) -> tuple[int, Any]:
        """Make a move of the instructor, on the state that is there."""
        return self.do(move, "act", stage=self.see("cockpit")["stage"], **values)

    def see(self, what: str = "me") -> Any:
        """Return what is shown now."""
        return self.ask("GET", f"/room/api/{what}?seen=-")[1]["view"]


@contextmanager
def serving(folder: Path) -> Iterator[tuple[Engine, Device, Callable[[], Device]]]:
    """Serve a room; yields its engine, the cockpit, and what makes phones."""
    engine = Engine(Journal(folder / "room.jsonl"))
    if not engine.room.seq:
        engine.do(COCKPIT, OPENED)
    server = RoomServer(engine, KEY, "127.0.0.1", 0, join="http://192.0.2.7:8100/room/")
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        cockpit = Device(server.server_port, KEY)
        cockpit.server = server
        yield engine, cockpit, lambda: Device(server.server_port)
    finally:
        server.shutdown()
        server.server_close()
        engine.close()


def joined(phone: Device, name: str) -> Device:
    assert phone.do("join", name=name)[0] == 200
    return phone


def split(**areas: int) -> dict[str, Any]:
    """A decision: what is not given is kept."""
    here = simulate.market("healthcare", 7)
    given = dict.fromkeys(simulate.INHERITED, 0) | areas
    return {"areas": given | {"reserve": 100 - sum(areas.values())}, "features": dict.fromkeys(here.features, 1),
            "standards": dict.fromkeys(simulate.DIMENSIONS, 1)}  # fmt: skip


# ---- words and examples ----


def test_every_word_is_there_in_both_languages_and_used() -> None:
    table = tomllib.loads((ROOM / "words.toml").read_text("utf-8"))
    sources = "".join(p.read_text("utf-8") for p in ROOM.rglob("*") if p.suffix in (".py", ".js"))

    def fields(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for part, own in table.items():
        for name, texts in own.items():
            assert set(texts) == {"zh", "en"}, (part, name)
            assert fields(texts["zh"]) == fields(texts["en"]), (part, name)
            assert not re.search(r"[一-鿿][,;:!?()]|[,;:!?()][一-鿿]", texts["zh"]), texts["zh"]
    named = {f"{part}.{name}" for part, own in table.items() for name in own}
    said = set(re.findall(r"[\"'`]((?:" + "|".join(table) + r")\.\w+)[\"'`]", sources))
    refusals = re.findall(r'Refused\(\s*"(\w+)"|, "(no_\w+)"\)', sources)
    said |= {f"refused.{key}" for pair in refusals for key in pair if key}
    # Whose names are put together: by what comes next, which column they head, which page has them.
    begins = ("how.", "next.", "game.column_", "game.inside_", "cockpit.column_")
    made = {key for key in named if key.startswith(begins) or key.endswith(".title")}
    made |= {f"cockpit.{scene}" for scene in ("lobby", "game", "monday", "end")}
    made |= {f"phone.{one}" for one in ("right", "partly", "wrong", "less", "more")}
    made |= {f"refused.no_{area}" for area in ("features", "standards")}
    assert sorted(named - said - made) == []
    assert sorted(said - named) == []


@pytest.mark.parametrize("name", ["words", "moves.rules"])
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"room.{name}")).failed == 0


# ---- questions ----


def example(key: str) -> Any:
    """A right answer, or any where none is wrong."""
    match record := questions.ids()[key]:
        case Single() | Number():
            return record.answer if isinstance(record, Single) else f"{record.answer!r}"
        case Multiple():
            return list(record.answer)
        case Sort():
            return {one.id: one.answer for one in record.items}
        case Predict():
            return {one.id: one.value for one in record.found("zh").points}


def test_every_question_can_be_put_answered_counted_and_revealed() -> None:
    kinds = set()
    for key, record in questions.ids().items():
        kinds.add(record.kind)
        asked = json.dumps(questions.put(key), ensure_ascii=False)
        assert record.solution.say("zh") not in asked
        assert not {"answer", "feedback", "solution", "slips", "value"} & set(
            re.findall(r'"(\w+)":', asked)
        ), key
        given = questions.clean(key, example(key))
        assert questions.right(key, given) in (True, None), key
        assert questions.result(key)["why"]
        assert questions.counted(key, [])
    assert kinds == {"single", "multiple", "number", "predict", "sort"}
    assert len(questions.agenda("half-day", ROOM.parent)) >= 8
    assert questions.agenda("nothing", ROOM.parent) == []


@pytest.mark.parametrize(
    ("key", "text", "found"),
    [
        ("2.1-pair-reading", " c ", "C"),
        ("2.1-pair-reading", "A B", None),
        ("2.1-pair-reading", "Z", None),
        ("2.1-guess-counter", "19，21 77%", {"young": 19.0, "middle": 21.0, "senior": 77.0}),
        ("2.1-guess-counter", "19 21", None),
        ("0-taster", "1 2 1 3 2 3", {"ask": "set", "standard": "do", "date": "set", "sample": "evaluate",
                                     "train": "do", "raise": "evaluate"}),
        ("0-taster", "1 2 1 3 2 4", None),
    ],
)  # fmt: skip
def test_answers_on_paper_are_read(key: str, text: str, found: Any) -> None:
    if found == "C":
        found = questions.ids()[key].options[2].id
    assert questions.read(key, text) == found


@pytest.mark.parametrize(
    "answer", [None, 3, [], {}, "", "no such", ["x"], {"x": "y"}, {"ask": {}}, [[]], True]
)
def test_what_is_no_answer_is_none(answer: Any) -> None:
    for key in ("2.1-pair-reading", "2.1-which-flip", "2.2-gap-number", "0-taster", "2.1-guess-counter"):
        assert questions.clean(key, answer) is None


# ---- ten teams, eight quarters ----


def test_ten_teams_with_late_double_forged_and_missing_decisions(tmp_path: Path) -> None:
    expected: dict[str, list[dict[str, float]]] = {}
    inherited = market.spend(market.inherited(Room(seed=7)))

    def spent(decided: dict[str, Any]) -> dict[str, float]:
        even = {
            name: {one: 100 / len(decided[name]) for one in decided[name]}
            for name in ("features", "standards")
        }
        return simulate.shared_budget(decided["areas"], even["features"], even["standards"])

    with serving(tmp_path) as (engine, cockpit, phone):
        cockpit.act("show", scene="game")
        phones = [joined(phone(), f"队长{n}") for n in range(9)]
        for n, one in enumerate(phones):
            assert one.do("found", name=f"第{n}队")[0] == 200
        assert cockpit.act("paper_team", name="纸上的队")[0] == 200
        outsider = joined(phone(), "看客")
        assert outsider.do("found", name="第十一队")[1]["key"] == "teams_full"
        ids = list(engine.room.game.teams)
        outsider.do("enroll", team=ids[0])
        for quarter in range(1, 9):
            assert cockpit.act("plan")[0] == 200
            for n, one in enumerate(phones):
                first, last = (
                    split(features=10 * n % 60, process=20),
                    split(training=5 * n, standards=quarter * 5),
                )
                known = expected.setdefault(ids[n], [])
                if (n + quarter) % 4 == 0:  # sends nothing
                    known.append(known[-1] if known else inherited)
                    continue
                assert one.do("decide", quarter=quarter, n=1, **first)[0] == 200
                sent = first
                if n % 2:  # changes its mind, sends that twice, and the first once more, which comes late
                    for again, number in ((last, 2), (last, 2), (first, 1)):
                        assert one.do("decide", quarter=quarter, n=number, **again)[0] == 200
                    sent = last
                known.append(spent(sent))
            # Forged: of a team-mate, for another team, of nobody, too much money, nonsense, for another quarter.
            before = engine.room.game
            theft = {"team": ids[3], "by": COCKPIT, "person": ids[3]}
            assert outsider.do("decide", quarter=quarter, n=99, **split(), **theft)[1]["key"] == "not_captain"
            assert phone().do("decide", quarter=quarter, n=99, **split(), **theft)[1]["key"] == "not_joined"
            assert outsider.do("decide_for", quarter=quarter, n=99, **split(), **theft)[1]["key"] == "no_move"
            assert outsider.do("decide_for", "act", quarter=quarter, n=99, **split(), **theft)[0] == 403
            assert (
                phones[0].do("decide", quarter=quarter, n=98, **split(features=101))[1]["key"]
                == "no_decision"
            )
            assert phones[0].do("decide", quarter=quarter + 1, n=97, **split())[1]["key"] == "quarter_closed"
            assert (
                phones[0].do("decide", quarter=quarter, n=96, areas={"features": 1e999})[1]["key"]
                == "no_decision"
            )
            assert engine.room.game == before
            paper = split(features=20, standards=20, process=20)
            if quarter != 5:
                assert cockpit.act("decide_for", team=ids[9], quarter=quarter, **paper)[0] == 200
            expected.setdefault(ids[9], []).append(spent(paper))
            assert cockpit.act("close_quarter")[0] == 200
            late = phones[1].do("decide", quarter=quarter, n=50, **split())
            assert (late[0], late[1]["key"]) == (409, "quarter_closed")
        found = market.runs(engine.room)
        wanted = simulate.share(simulate.market("healthcare", 7), expected)
        assert {key: run.states for key, run in found.items()} == {
            key: run.states for key, run in wanted.items()
        }
        assert engine.room.game.teams[ids[9]].closed[4].how == "kept"
        assert cockpit.act("debrief")[0] == 200
        end = time.monotonic() + 60
        while not cockpit.see("screen")["game"]["ready"]:
            assert time.monotonic() < end
            time.sleep(0.2)
        shown = cockpit.see("screen")["game"]["teams"]
        assert [one["result"] for one in shown] == sorted(
            (round(run.result, 1) for run in found.values()), reverse=True
        )
        assert any("流程" in line or "服务" in line for line in phones[0].see()["game"]["review"])


# ---- killed at every step ----


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a killed child is POSIX's")
def test_killed_at_every_step_nothing_is_lost(tmp_path: Path) -> None:
    log = tmp_path / "room.jsonl"
    here, there = Device(0), Device(0)
    steps: list[Callable[[Device], tuple[int, Any]]] = [
        lambda c: here.do("join", name="林敏"),
        lambda c: there.do("join", name="程牧"),
        lambda c: c.act("ask", exercise="2.1-pair-reading"),
        lambda c: here.do("answer", round=1, n=1, answer=example("2.1-pair-reading")),
        lambda c: there.do("stuck", round=1, on=True),
        lambda c: c.act("typed", round=1, name="纸上的人", text="B"),
        lambda c: c.act("timer", seconds=600),
        lambda c: c.act("close"),
        lambda c: c.act("reveal"),
        lambda c: c.act("ask", exercise="2.1-guess-counter"),
        lambda c: there.do("answer", round=2, n=1, answer=example("2.1-guess-counter")),
        lambda c: c.act("show", scene="game"),
        lambda c: here.do("found", name="一队"),
        lambda c: here.do("goal", metric="satisfaction", target=70, due=4),
        lambda c: there.do("found", name="二队"),
        lambda c: c.act("plan"),
        lambda c: here.do("decide", quarter=1, n=1, **split(process=40)),
        lambda c: c.act("close_quarter"),
        lambda c: [c.act(step) for _ in range(7) for step in ("plan", "close_quarter")][-1],
        lambda c: c.act("debrief"),
        lambda c: c.act("show", scene="monday"),
        lambda c: here.do("action", what="晨会上念出目标", day="2026-12-07"),
        lambda c: c.act("show", scene="end"),
    ]

    def looks(cockpit: Device) -> Any:
        views = [here.see(), there.see(), cockpit.see("screen"), cockpit.see("cockpit")]
        timed = {"left", "after", "away", "review", "ready", "shocks", "teams", "explained"}
        text = json.dumps(views, sort_keys=True)
        return json.loads(text, object_hook=lambda own: {k: v for k, v in own.items() if k not in timed})

    market.runs_of(market.written(Room(seed=7)))  # what every child reads first, read once
    for key in ("2.1-pair-reading", "2.1-guess-counter"):
        questions.result(key)
    before: Any = None
    for step in steps:
        child, port = forked(log)
        cockpit = Device(port, KEY)
        here.port = there.port = port
        assert before is None or looks(cockpit) == before
        code, told = step(cockpit)
        assert code == 200, told
        before = looks(cockpit)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    child, port = forked(log)
    here.port = there.port = port
    assert looks(Device(port, KEY)) == before
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def forked(log: Path) -> tuple[int, int]:
    """Serve a room in a child that can be killed; return its process and port."""
    waiting = socket.create_server(("127.0.0.1", 0))
    port = int(waiting.getsockname()[1])
    waiting.close()
    child = os.fork()
    if not child:
        try:
            engine = Engine(Journal(log))
            if not engine.room.seq:
                engine.do(COCKPIT, OPENED)
            RoomServer(engine, KEY, "127.0.0.1", port).serve_forever()
        finally:
            os._exit(1)
    end = time.monotonic() + 20
    while True:
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                return child, port
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_log_cut_anywhere_in_its_last_line_is_the_room_before_it(tmp_path: Path) -> None:
    path = tmp_path / "room.jsonl"
    engine = Engine(Journal(path))
    engine.do(COCKPIT, OPENED)
    engine.do("a" * 32, {"do": "join", "name": "林敏"})
    before, size = engine.room, path.stat().st_size
    engine.do("b" * 32, {"do": "join", "name": "程牧"})
    engine.close()
    content = path.read_bytes()
    for cut in range(size, len(content)):
        path.write_bytes(content[:cut])
        engine = Engine(Journal(path))
        assert engine.room == before
        engine.close()
        assert path.stat().st_size == size
    path.write_bytes(content.replace(b'"do":"join"', b'"do":"jo', 1))
    with pytest.raises(JournalError) as damaged:
        Journal(path)
    assert damaged.value.line == 2


def test_one_log_has_one_room(tmp_path: Path) -> None:
    first = Journal(tmp_path / "room.jsonl")
    with pytest.raises(BlockingIOError):
        Journal(tmp_path / "room.jsonl")
    first.close()
    Journal(tmp_path / "room.jsonl").close()


def test_what_the_disk_does_not_take_has_not_happened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Engine(Journal(tmp_path / "room.jsonl"))
    engine.do(COCKPIT, OPENED)
    before, write = engine.room, os.write

    def full(file: int, content: bytes) -> int:
        write(file, content[:7])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("room.journal.os.write", full)
        with pytest.raises(Refused, match="not_saved"):
            engine.do("a" * 32, {"do": "join", "name": "林敏"})
    assert engine.room is before
    after = engine.do("a" * 32, {"do": "join", "name": "林敏"})
    engine.close()
    again = Engine(Journal(tmp_path / "room.jsonl"))
    assert again.room == after
    again.close()


# ---- rules ----


def test_a_step_pressed_twice_is_made_once(tmp_path: Path) -> None:
    with serving(tmp_path) as (engine, cockpit, _):
        stage = engine.room.stage
        assert cockpit.do("ask", "act", stage=stage, exercise="2.1-pair-reading")[0] == 200
        again = cockpit.do("ask", "act", stage=stage, exercise="2.1-pair-reading")
        assert (again[0], again[1]["key"], len(engine.room.rounds)) == (409, "moved_on", 1)


@pytest.mark.parametrize(
    ("asked", "next_one"), [("", "a"), ("a", "b"), ("b", "c"), ("bc", "a"), ("bx", "c"), ("cab", None)]
)
def test_the_large_button_goes_on_from_the_last_question(asked: str, next_one: str | None) -> None:
    """What had been passed over, since all had done it on the site, came again and again."""
    keys = dict(zip("abcx", list(questions.ids())[:4], strict=True))
    rounds = tuple(Round(keys[one], 0.0, "revealed") for one in asked)
    step = following(Room(agenda=tuple(keys[one] for one in "abc"), rounds=rounds, scene="question"))
    assert step.get("exercise") == (keys[next_one] if next_one else None)


@pytest.mark.parametrize(
    ("plan", "scene"),
    [("half-day", "monday"), ("one-day", "monday"), ("second-day", "game"), ("2.1", "monday"), ("8", "game")],
)
def test_after_the_last_question_comes_the_market_where_the_plan_has_it(plan: str, scene: str) -> None:
    here = ROOM.parent
    agenda = tuple(questions.agenda(plan, here))
    event = {**OPENED, "agenda": agenda, "market": questions.has_market(plan, here)}
    room = MOVES["opened"].make(Room(seq=1), event)
    done = replace(room, rounds=tuple(Round(key, 0.0, "revealed") for key in agenda), scene="question")
    assert (len(agenda) > 2, following(done)["scene"]) == (True, scene)


def test_an_answer_counts_once_and_its_latest(tmp_path: Path) -> None:
    with serving(tmp_path) as (engine, cockpit, phone):
        one = joined(phone(), "林敏")
        assert joined(one, "林敏") is one  # again: the same person
        assert phone().do("join", name="林敏")[1]["key"] == "name_taken"
        cockpit.act("ask", exercise="2.1-pair-reading")
        ids = [option.id for option in questions.ids()["2.1-pair-reading"].options]
        for n, answer in ((1, ids[0]), (3, ids[2]), (2, ids[1]), (3, ids[3])):
            assert one.do("answer", round=1, n=n, answer=answer)[0] == 200
        assert [given.answer for given in engine.room.rounds[0].given.values()] == [ids[2]]
        assert "result" not in one.see()["question"]
        assert "林敏" not in json.dumps(cockpit.see("screen"), ensure_ascii=False)
        cockpit.act("close")
        assert one.do("answer", round=1, n=9, answer=ids[0])[1]["key"] == "closed"
        cockpit.act("reveal")
        shown = one.see()["question"]
        assert shown["result"]["right"] == [questions.ids()["2.1-pair-reading"].answer]
        assert shown["said"]


def test_somebody_sent_out_is_gone_with_all_they_gave(tmp_path: Path) -> None:
    with serving(tmp_path) as (engine, cockpit, phone):
        rude, other = joined(phone(), "坏名字"), joined(phone(), "林敏")
        cockpit.act("show", scene="game")
        rude.do("found", name="一队")
        team = next(iter(engine.room.game.teams))
        other.do("enroll", team=team)
        who = next(one.id for one in engine.room.people.values() if one.name == "坏名字")
        assert cockpit.act("send_out", person=who)[0] == 200
        assert engine.room.people[engine.room.game.teams[team].captain].name == "林敏"
        assert rude.see() == {"scene": "new"}


def test_what_is_taken_along_joins_a_workbook_and_its_plan(tmp_path: Path) -> None:
    with serving(tmp_path) as (engine, cockpit, phone):
        one = joined(phone(), "林敏")
        cockpit.act("ask", exercise="2.1-pair-reading")
        one.do("answer", round=1, n=1, answer=example("2.1-pair-reading"))
        for step in ("close", "reveal"):
            cockpit.act(step)
        cockpit.act("show", scene="monday")
        one.do("action", what="在晨会上念出我们的目标", day="2026-12-07", figure="20分钟内取到药的比例")
        code, _ = one.ask("GET", "/room/api/take")
        assert code == 200
        (tmp_path / "taken.json").write_bytes(
            takeaway.take_along(engine.room, next(iter(engine.room.people)))
        )
    book = workbook.open_book(tmp_path / "taken.json")
    assert book.get("exercises", "2.1-pair-reading")["outcome"] == "right"
    rows = takeaways.plan_from_workbook(book)["rows"]
    assert "12月7日，林敏：在晨会上念出我们的目标" in rows["pdca"][0]["text"]
    assert "20分钟内取到药的比例" in rows["pdca"][0]["text"]


# ---- hostile ----


def test_hostile_posts_change_nothing(tmp_path: Path) -> None:
    deep = b'{"do":' + b"[" * 8_000 + b"]" * 8_000 + b"}"
    with serving(tmp_path) as (engine, cockpit, phone):
        one = joined(phone(), "<b onerror=alert()>")
        cockpit.act("ask", exercise="2.1-pair-reading")
        before = engine.room
        bodies = [
            b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"{}", deep, b'{"do":{}}', b'{"do":"__class__"}',
            b'{"do":"opened","agenda":[],"case":"x","seed":1}', b'{"do":"join","name":' + b"9" * 5_000 + b"}",
            b'{"do":"join","name":"\\ud800"}', b'{"do":"join","name":"' + b"a" * 25 + b'"}', b'{"do":"join","name":{}}',
            b'{"do":"answer","round":NaN,"n":1,"answer":"M"}', b'{"do":"answer","round":1,"n":1e400,"answer":"M"}',
            b'{"do":"answer","round":1,"n":true,"answer":"M"}', b'{"do":"answer","round":1,"n":1,"answer":{"M":1}}',
            b'{"do":"close","stage":%d}' % before.stage, b'{"do":"send_out","person":"x"}',
            b'{"do":"enroll","team":"../../x"}', b'{"do":"found","name":"x"}', b'{"do":"action","what":"x","day":"x"}',
        ]  # fmt: skip
        for body in bodies:
            code, told = one.ask("POST", "/room/api/do", body)
            assert 400 <= code < 500, body
            assert "Traceback" not in told["said"]
        assert one.ask("POST", "/room/api/do", b" " * 20_000)[0] == 413
        assert (
            one.ask("POST", "/room/api/do", b'{"do":"join","name":"x"}', **{"Content-Type": "text/plain"})[0]
            == 400
        )
        assert one.ask("POST", "/room/api/act", b'{"do":"close"}')[0] == 403
        for path in HIDDEN:
            assert one.ask("GET", path)[0] == 404, path
        for method in ("PUT", "DELETE", "OPTIONS", "TRACE"):
            assert one.ask(method, "/room/api/do", b"{}")[0] in (405, 501)
        for secret in ("", "x" * 32, "../" * 12, "0" * 65):
            assert Device(one.port, secret).ask("GET", "/room/api/me")[0] == 404
        assert Device(one.port, KEY[:-1]).ask("GET", "/room/api/cockpit")[0] == 403
        with socket.create_connection(
            ("127.0.0.1", one.port)
        ) as raw:  # no line at all, then a lie about the length
            raw.sendall(b"POST /room/api/do HTTP/1.1\r\nContent-Length: -5\r\n\r\n")
            assert b" 400 " in raw.recv(200)
        cockpit.server.moves = Pace(3, 1e-6)
        assert [one.do("answer", round=1, n=1, answer="?")[0] for _ in range(5)] == [409, 409, 409, 429, 429]
        assert joined(one, "<b onerror=alert()>")
        assert engine.room == before
        page = cockpit.ask("GET", "/room/cockpit")[1].decode()
        assert "onerror" not in page
        assert KEY not in page


def test_who_sends_too_fast_waits_and_others_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("room.server.time.monotonic", lambda: now[0])
    pace = Pace(40, 5)
    assert [pace.allows("a") for _ in range(45)] == [True] * 40 + [False] * 5
    assert pace.allows("b")
    now[0] += 1
    assert [pace.allows("a") for _ in range(7)] == [True] * 5 + [False] * 2


def test_every_move_of_the_cockpit_is_closed_to_phones() -> None:
    room = take(Room(), OPENED | {"by": COCKPIT, "at": 0.0})
    for name, move in MOVES.items():
        by = "a" * 32 if move.cockpit else COCKPIT
        with pytest.raises(Refused, match="no_move"):
            take(room, {"do": name, "by": by, "at": 1.0, "stage": room.stage})
