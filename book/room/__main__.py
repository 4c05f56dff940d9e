"""服务目标管理：课堂现场 · The course live in a room, from this laptop.

python start.py room               接着今天的课堂；没有就开一场新的 · go on with today's room, or begin one
  --plan NAME                      用哪份课表或哪一章的题：half-day、one-day、2.1……；不写就是half-day
                                   questions of a teaching plan or a chapter
  --number N                       沙盘的课堂编号；不写就由日期定 · class number of the market
  --case NAME                      沙盘用哪家的案例 · case of the market
  --new                            另开一场 · begin another room
  --address ADDRESS                手机打开的地址，这台电脑有几个网络时自己写 · the address phones open
  --port N                         端口；不写就是8100 · port
  --no-browser                     不自动打开浏览器 · do not open a browser
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import secrets
import sys
import threading
import time
import webbrowser
from pathlib import Path

BOOK = Path(__file__).resolve().parents[1]
if __package__ in (None, ""):  # run as a folder
    sys.path.insert(0, str(BOOK))

import serve  # noqa: E402

from room import market, questions  # noqa: E402
from room.engine import Engine  # noqa: E402
from room.journal import Journal, JournalError  # noqa: E402
from room.server import RoomServer  # noqa: E402
from room.state import COCKPIT  # noqa: E402
from room.words import say  # noqa: E402
from sgm_lab import cases  # noqa: E402

GOES_ON = 16 * 3600  # seconds after its last event in which a room is gone on with
PORT = 8100


def options(arguments: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="start.py room")
    parser.add_argument("--plan", default="half-day")
    parser.add_argument("--number", type=int)
    parser.add_argument("--case", default="healthcare", choices=cases.names())
    parser.add_argument("--new", action="store_true")
    parser.add_argument("--address")
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument("--folder", type=Path, default=BOOK.parent / "_build" / "room")
    parser.format_help = lambda: str(__doc__)  # type: ignore[method-assign]
    given = " ".join(arguments)
    parser.error = lambda message: parser.exit(2, f"{say('start.wrong_use', given=given)}\n")  # type: ignore[method-assign,assignment]
    return parser.parse_args(arguments)


def log_of(folder: Path, new: bool) -> Path:
    """Return the log of the room that is gone on with, or the name of a new one."""
    known = sorted(folder.glob("*.jsonl"), key=lambda path: path.stat().st_mtime)
    if known and not new and time.time() - known[-1].stat().st_mtime < GOES_ON:
        return known[-1]
    day = dt.date.today().isoformat()
    names = (day, *(f"{day}-{n}" for n in range(2, 1000)))
    return next(path for path in (folder / f"{name}.jsonl" for name in names) if not path.exists())


def opened(given: argparse.Namespace, journal: Journal) -> tuple[Engine, str]:
    """Bring a room to life, and return it with the key of its cockpit; a new one begins with its agenda."""
    engine = Engine(journal)
    if engine.room.seq:
        return engine, str(journal.events[0]["key"])
    key = secrets.token_hex(16)
    seed = given.number if given.number is not None else int(dt.date.today().strftime("%m%d"))
    plan = {
        name: of(given.plan, BOOK)
        for name, of in (("agenda", questions.agenda), ("market", questions.has_market))
    }
    engine.do(COCKPIT, {"do": "opened", **plan, "case": given.case, "seed": seed, "key": key})
    return engine, key


def warm(engine: Engine) -> None:
    """Work out beforehand what the first phones would wait for."""
    market.market_of(engine.room)
    for key in engine.room.agenda:
        if key in questions.ids():
            questions.result(key)
            questions.put(key)


def main(arguments: list[str]) -> int:
    """Serve a room until Ctrl-C."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    given = options(arguments)
    if not questions.agenda(given.plan, BOOK):
        print(say("start.no_plan", name=given.plan))
        return 2
    try:
        journal = Journal(log_of(given.folder, given.new))
    except JournalError as error:
        print(say("start.damaged", path=error.path, line=error.line))
        return 1
    except OSError as error:
        print(say("start.taken" if isinstance(error, BlockingIOError) else "start.no_log", path=given.folder))
        return 1
    engine, key = opened(given, journal)
    site = BOOK.parent / "_build" / "html"
    base = f"http://{given.address or serve.own_address()}:{given.port}"
    try:
        server = RoomServer(engine, key, "0.0.0.0", given.port, join=f"{base}/room/",
                            site=site if (site / "index.html").is_file() else None)  # fmt: skip
    except (OSError, OverflowError):
        print(say("start.no_port", port=given.port))
        return 1
    cockpit = f"http://127.0.0.1:{given.port}/room/cockpit#{key}"
    if engine.room.seq > 1:
        print(say("start.goes_on", events=engine.room.seq, people=len(engine.room.people)))
    if engine.skipped:
        print(say("start.skipped", n=len(engine.skipped)))
    print(
        say(
            "start.open",
            phone=f"{base}/room/",
            screen=f"{base}/room/screen",
            cockpit=cockpit,
            log=journal.path,
        )
    )
    sys.stdout.flush()
    threading.Thread(target=warm, args=(engine,), daemon=True).start()
    if not given.no_browser:
        webbrowser.open(cockpit)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
        engine.close()
    return 0


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(code)  # phones that wait for something new need not be waited for
