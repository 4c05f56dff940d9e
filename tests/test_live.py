"""Python in the page: gathered by hash, told what a lab needs, answering what a page asks."""

from __future__ import annotations

import ast
import functools
import gc
import hashlib
import importlib
import io
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

import pytest
from _live import bytecode, gather, others, own, ready, special, states, store, wheels
from _live.needs import MODULES, needs_of
from _live.page import NotHere, Page, Wanted
from _live.wheels import Package
from archives import zipped

from sgm_lab import cases, charts, labs
from sgm_lab._discovery import FOUND, found_before
from sgm_lab.labs.base import failures


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


# ---- gathering ----

CORE = {
    name: name.encode() for name in ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
}
NUMPY = zipped({"numpy/__init__.py": b"1", "numpy/tests/test_a.py": b"2"})
NARWHALS = zipped({"narwhals/__init__.py": b"3"})


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A small distribution: what is pinned, what the internet has, and how often it was asked."""
    lock = {
        "info": {"version": "0.27.7"},
        "packages": {
            "numpy": {
                "file_name": "numpy-2.whl",
                "sha256": sha(NUMPY),
                "version": "2",
                "package_type": "package",
            }
        },
    }
    core = {**CORE, "pyodide-lock.json": json.dumps(lock).encode()}
    pinned = {
        "python": "3.12",
        "core": {
            "url": "npm://core",
            "folder": "package",
            "files": {name: sha(text) for name, text in core.items()},
        },
        "official": {"url": "cdn://", "packages": {"numpy": []}, "without": {"numpy": ["*/tests/*"]}},
        "pure": [{"name": "narwhals", "version": "9", "sha256": sha(NARWHALS), "needs": ["numpy"]}],
    }
    asked: list[str] = []
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as into:
        for name, content in core.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(content)
            into.addfile(entry, io.BytesIO(content))
    net = {"npm://core": packed.getvalue(), "cdn://numpy-2.whl": NUMPY}

    def fetch(url: str) -> bytes:
        asked.append(url)
        if url not in net:
            raise OSError(url)
        return net[url]

    def pip(command: list[str], **_: Any) -> None:
        asked.append("pip")
        if "pip" not in net:
            raise OSError("pip")
        (tmp_path / "cache" / "narwhals-9-py3-none-any.whl").write_bytes(NARWHALS)

    monkeypatch.setattr(gather, "pins", lambda: pinned)
    monkeypatch.setattr(others, "fetch", fetch)
    monkeypatch.setattr(others.subprocess, "run", pip)
    monkeypatch.setattr(
        gather, "own_packages", lambda _: [own.own_package("sgm-lab", {"sgm_lab/a.py": b"4"}, [])]
    )
    monkeypatch.setattr(gather, "as_bytecode", lambda *given: (given[-1], ""))
    monkeypatch.setattr(gather, "without", lambda store, name, content, *_: content)
    net["pip"] = b""
    return {"net": net, "asked": asked, "cache": tmp_path / "cache", "core": core}


def test_everything_is_fetched_once_and_kept(world: dict[str, Any], tmp_path: Path) -> None:
    found = gather.gather(tmp_path / "site", store.Store("", world["cache"]))
    assert (found.absent, found.core > 0) == (["sgm-lab-font"], True)
    assert found.closures["narwhals"] == ["numpy", "narwhals"]
    assert world["asked"] == ["npm://core", "cdn://numpy-2.whl", "pip"]
    world["net"].clear()
    again = gather.gather(tmp_path / "site", store.Store("", world["cache"]))
    assert again == found
    assert len(world["asked"]) == 3
    live = tmp_path / "site" / found.folder
    lock = json.loads((live / "pyodide-lock.json").read_text())
    for entry in lock["packages"].values():  # every file is there, and is what the lock says
        base = live.parent / json.loads((live / "live.json").read_text())["pyodide"].strip("./")
        assert sha((base / (entry["file_name"] + wheels.PACKED)).read_bytes()) == entry["sha256"]
    with wheels.unpacked(next((tmp_path / "site").glob("pyodide-*/numpy-2.whl.bin"))) as numpy:
        assert numpy.namelist() == ["numpy/__init__.py"]


def test_a_module_has_a_name_that_every_server_knows(world: dict[str, Any], tmp_path: Path) -> None:
    """Debian's nginx sends `.mjs` as octet-stream, and a browser then refuses it."""
    found = gather.gather(tmp_path / "site", store.Store("", world["cache"]))
    (pyodide,) = (tmp_path / "site").glob("pyodide-*")
    assert (pyodide / "pyodide.js").read_bytes() == CORE["pyodide.mjs"]
    live = tmp_path / "site" / found.folder
    assert {path.suffix for path in (*pyodide.iterdir(), *live.iterdir())} <= {
        *(".js", ".json", ".bin"),  # of these, only a script is refused by its type
    }
    assert "pyodide.js" in json.loads((live / "live.json").read_text())["core"]


def test_a_folder_that_was_named_comes_first(world: dict[str, Any], tmp_path: Path) -> None:
    given = tmp_path / "given"
    given.mkdir()
    for name, content in {
        **world["core"],
        "numpy-2.whl": NUMPY,
        "narwhals-9-py3-none-any.whl": NARWHALS,
    }.items():
        (given / name).write_bytes(content)
    found = gather.gather(tmp_path / "site", store.Store(str(given), world["cache"]))
    assert "numpy" in found.sizes
    assert world["asked"] == []


def test_another_file_of_that_name_is_never_used(world: dict[str, Any], tmp_path: Path) -> None:
    world["net"]["cdn://numpy-2.whl"] = zipped({"numpy/__init__.py": b"something else"})
    found = gather.gather(tmp_path / "site", store.Store("", world["cache"]))
    assert {"numpy", "narwhals"} <= set(found.absent)  # nor what needs it
    assert list((tmp_path / "site").rglob("numpy*")) == []


def test_without_a_network_each_place_is_asked_once(world: dict[str, Any], tmp_path: Path) -> None:
    world["net"].clear()
    with pytest.raises(store.MissingError):
        gather.gather(tmp_path / "site", store.Store("", world["cache"]))
    assert world["asked"] == ["npm://core"]
    with pytest.raises(store.MissingError):
        gather.gather(tmp_path / "site", store.Store(store.NONE, world["cache"]))
    assert world["asked"] == ["npm://core"]  # not even asked
    assert not (tmp_path / "site").exists()


def test_a_new_edition_takes_the_place_of_the_old(
    world: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = store.Store("", world["cache"])
    before = gather.gather(tmp_path / "site", kept)
    monkeypatch.setattr(
        gather, "own_packages", lambda _: [own.own_package("sgm-lab", {"sgm_lab/a.py": b"5"}, [])]
    )
    after = gather.gather(tmp_path / "site", kept)
    assert after.folder != before.folder
    assert [path.name for path in (tmp_path / "site").glob("live-*")] == [after.folder]


def test_modules_become_bytecode_that_stands_alone(tmp_path: Path) -> None:
    """Here by this Python for itself; the page's Python reads only what its own version wrote."""
    module = b'"""Said."""\n\ndef two():\n    """Say."""\n    return __doc__, two.__doc__\n'
    files = {
        "one/__init__.py": module,
        "one/old.py": b"print 1",
        "one/data.toml": b"a = 1",
        "seaborn/__init__.py": module,
    }
    package = Package("one", "1", "one-1.whl", zipped(files), [], ["one"])
    data = Package("data", "1", "data-1.whl", zipped({"data/table.csv": b"a"}), [], [])
    kept = store.Store(store.NONE, tmp_path)
    here = f"{sys.version_info[0]}.{sys.version_info[1]}"
    made, why = bytecode.as_bytecode(kept, here, {}, {"one": package, "data": data})
    assert made["data"] is data
    assert why == ""
    path = tmp_path / "one.zip"
    path.write_bytes(made["one"].content)
    with zipfile.ZipFile(path) as wheel:
        assert sorted(wheel.namelist()) == [
            "one/__init__.pyc",
            "one/data.toml",
            "one/old.py",
            "seaborn/__init__.pyc",
        ]
        wheel.extractall(tmp_path / "site")
    script = "import one, seaborn; print(one.two(), seaborn.two(), one.__file__)"
    said = subprocess.check_output([sys.executable, "-c", script], cwd=tmp_path / "site", text=True)
    assert said.startswith("(None, None) ('Said.', 'Say.')")
    assert said.strip().endswith("__init__.pyc")
    lines = "import one; print(*{line for *_, line in one.two.__code__.co_lines()}, sep='')"
    assert subprocess.check_output([sys.executable, "-c", lines], cwd=tmp_path / "site", text=True) == "3\n"
    with patch.object(bytecode.subprocess, "run") as again:  # once for each content
        assert bytecode.as_bytecode(kept, here, {}, {"one": package}) == ({"one": made["one"]}, "")
    again.assert_not_called()


def test_patterns_that_the_build_compiled_are_not_compiled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    compiler = importlib.import_module("re._compiler")
    monkeypatch.setattr(compiler, "compile", compiler.compile)  # put back at the end
    wanted = ("(?P<day>[一二三四五六日])(?=休息|上班)", re.IGNORECASE), (r"(\d+)\s*分钟(?<!零分钟)x?", 0)
    made = ready.record(lambda: [re.compile(*one) for one in wanted])
    re.purge()
    ready.use(made)
    with patch.object(compiler._parser, "parse", side_effect=AssertionError("compiled anew")):
        days, minutes = (re.compile(*one) for one in wanted)
    assert (days.groupindex, days.flags) == ({"day": 1}, re.IGNORECASE | re.UNICODE)
    assert [found[0] for found in days.finditer("周三休息，周四上班，周五")] == ["三", "四"]
    assert minutes.fullmatch("45 分钟")
    assert minutes.fullmatch("45 分钟X") is None
    assert re.compile("[日月]年").match("月年")  # another is compiled as ever
    re.purge()


def test_tables_are_read_quickly_and_what_is_wrong_is_said_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tomllib, "loads", tomllib.loads)  # put back at the end
    ready.read_quickly()
    assert [tomllib.loads(text) for text in ('{"a": [1.5]}', "a = [1.5]")] == [{"a": [1.5]}] * 2
    for text in ("{a", "a ="):
        with pytest.raises(tomllib.TOMLDecodeError):
            tomllib.loads(text)


def test_where_nothing_can_compile_pages_do_it_themselves_and_the_log_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = Package("one", "1", "one-1.whl", zipped({"one.py": b"1"}), [], ["one"])
    monkeypatch.setattr(bytecode.shutil, "which", lambda _: None)
    kept = store.Store(store.NONE, tmp_path)
    made, why = bytecode.as_bytecode(kept, "2.7", {}, {"one": package})
    assert made == {"one": package}
    assert "node" in why
    monkeypatch.setattr(bytecode, "compiler", lambda *_: [sys.executable, "-c", "1 / 0 # node"])
    made, why = bytecode.as_bytecode(kept, "2.7", {}, {"one": package})
    assert made == {"one": package}
    assert "ZeroDivisionError: division by zero" in why


def test_our_own_packages_hold_program_words_exercises_and_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own, "cut", lambda letters: letters.encode()[:9])
    made = {package.name: package for package in own.own_packages(store.Store(store.NONE, tmp_path))}
    names = {name: zipfile.ZipFile(io.BytesIO(package.content)).namelist() for name, package in made.items()}
    assert {
        "sgm_lab/labs/kano/lab.py",
        "sgm_lab/words/live.toml",
        "sgm_lab/_exercises/2-1.toml",
        "sgm_page.py",
    } <= set(names["sgm-lab"])
    assert not [name for name in names["sgm-lab"] if "jupyter" in name or name.endswith(".js")]
    there = (path.relative_to(own.PACKAGE.parent).as_posix() for path in own.PACKAGE.rglob("*.*"))
    wanted = {name for name in there if "__pycache__" not in name and not name.startswith(own.ELSEWHERE)}
    assert {name for name in wanted if not name.endswith((".js", ".css", ".md"))} <= set(names["sgm-lab"])
    with zipfile.ZipFile(io.BytesIO(made["sgm-lab"].content)) as program:
        for folder, found in (
            ("labs", labs.LABS),
            ("charts", charts.CHARTS),
        ):  # sources are not there to be searched
            program.extract(f"sgm_lab/{folder}/{FOUND}", tmp_path)
            assert found_before([str(tmp_path / "sgm_lab" / folder)]) == found
        words = program.read("sgm_lab/words/live.toml").decode()
    assert json.loads(words) == tomllib.loads((own.PACKAGE / "words" / "live.toml").read_text("utf-8"))
    assert "sgm_lab/datasets/healthcare/datapackage.json" in names["sgm-lab"]
    assert "sgm_lab/datasets/healthcare/kano.csv" in names["sgm-lab-data"]
    assert not [name for name in names["sgm-lab-data"] if "operations" in name]
    assert "sgm_lab/datasets/healthcare/operations.csv" in names["sgm-lab-logs-healthcare"]
    assert len([name for name in names["sgm-lab-logs-customer-service"] if "operations-" in name]) == 4
    assert names["sgm-lab-font"][0] == "sgm_lab/fonts/NotoSansSC-course.otf"
    assert {"目", "鞋", "A"} <= set(own.letters())  # of the course, and others that people write


def test_a_font_has_the_letters_that_were_asked_for() -> None:
    from fontTools.ttLib import TTFont

    face = TTFont(io.BytesIO(own.cut("目标")))
    assert set(face.getBestCmap()) == {ord("目"), ord("标")}


def test_the_pins_agree_with_what_the_labs_import() -> None:
    pinned = others.pins()
    known = {
        *pinned["official"]["packages"],
        *(entry["name"] for entry in pinned["pure"]),
        *("sgm-lab-data", "sgm-lab-font", *(f"sgm-lab-logs-{name}" for name in ("healthcare", "education"))),
        "sgm-lab-logs-customer-service",
        "lxml",  # what stands for it (book/_live/lxml)
        *special.NAMES,
    }
    assert set(MODULES.values()) <= known
    assert set(needs_of(labs.LABS.values())) <= known


def test_special_functions_do_not_name_the_linear_algebra_that_comes_with_the_rest() -> None:
    """A module of WebAssembly begins with a section of the linker's: parts of a kind and a length, kind 2 the names."""
    head, rest = b"\0asm\1\0\0\0", b"\1\1\0"

    def module(*parts: bytes) -> bytes:
        inside = b"\x08dylink.0" + b"".join(parts)
        return head + b"\0" + bytes([len(inside) & 0x7F | 0x80, len(inside) >> 7]) + inside + rest

    memory, names, exports = b"\1\4\0\0\0\0", b"\2\x10\1\x0elibopenblas.so", b"\3\x7f" + bytes(0x7F)
    assert special.unlinked(module(memory, names, exports)) == module(memory, exports)
    short = head + b"\0\x0f\x08dylink.0" + memory + rest
    assert special.unlinked(head + b"\0\x21\x08dylink.0" + memory + names + rest) == short


ELSEWHERE = {
    "myst_nb",  # only where a chapter is being built
    "ipywidgets",
    "anywidget",
    "traitlets",
    "pyarrow",
    "pylopdf_fonts_zh_cn",
}  # of JupyterLab; optional


#: Of Python's own library, what Pyodide leaves out, or offers as a package that no page of ours has.
NOT_THERE = {
    "sqlite3",
    "ssl",
    "lzma",
    "curses",
    "dbm",
    "tkinter",
    "turtle",
    "ensurepip",
    "idlelib",
    "venv",
    "pty",
    "tty",
}

SCIPY = {f"scipy.{one}" for one in importlib.import_module("scipy").submodules}  # all its parts


def test_what_the_program_imports_can_be_fetched() -> None:
    package = Path(gather.__file__).parents[2] / "sgm_lab"
    imported, parts = set(), set()
    for path in package.rglob("*.py"):
        if "jupyter" in path.relative_to(package).parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                imported.add(str(node.module).partition(".")[0])
                parts |= {str(node.module), *(f"{node.module}.{one.name}" for one in node.names)} & SCIPY
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            named = [one.name for one in getattr(node, "names", [])] if isinstance(node, ast.Import) else []
            named += [str(node.module)] if isinstance(node, ast.ImportFrom) and not node.level else []
            assert not {one.partition(".")[0] for one in named} & NOT_THERE, path
    assert parts <= {*MODULES, "scipy.special"}
    assert imported - sys.stdlib_module_names - {"sgm_lab"} - ELSEWHERE <= set(MODULES)


# ---- states made beforehand ----


@pytest.fixture(scope="module")
def shelf() -> dict[str, Any]:
    """The Kano lab as it opens, and a few of its neighbours."""
    return states.render("kano", '{"case": "healthcare"}', "education", 3, "zh")


def test_states_are_the_lab_as_it_would_be_drawn(shelf: dict[str, Any]) -> None:
    assert len(shelf["views"]) == 3
    values = [
        {face["name"]: face["value"] for face in (shelf["faces"][at] for at in view["controls"])}
        for view in shelf["views"]
    ]
    assert {one["case"] for one in values} == {"education"}
    changes = [sum(values[0][name] != value for name, value in one.items()) for one in values]
    assert changes == [0, 1, 1]  # as it opens, then one change away
    lab = labs.by_name("kano")(**values[1])
    drawn = lab.body(phone=True)
    kept = shelf["texts"][shelf["views"][1]["html"]]
    assert states.PICTURE.sub("", drawn).split('"') == re.sub(r"@\d+", "", kept).split('"')


def test_what_figures_share_stands_once(shelf: dict[str, Any]) -> None:
    whole = "".join(shelf["pictures"])
    assert "base64" not in "".join(shelf["texts"])
    used = set(re.findall(r'href="#((?:[A-Za-z]\w*-)+[0-9a-f]+)"', whole))
    assert used
    assert used <= set(shelf["glyphs"])  # every letter can be drawn
    assert "scale(0.015625)" not in whole  # and none is drawn twice
    assert len(json.dumps(shelf)) < 0.7 * len(
        json.dumps([labs.by_name("kano")(case="education").body(phone=True)] * 3)
    )


def test_points_become_a_few_ways_to_share_them() -> None:
    lab = labs.by_name("servqual")(view="weights")
    face = next(one for one in states.bare(lab)["controls"] if one["name"] == "weights")
    assert (face["kind"], len(face["options"])) == ("choice", 6)
    assert {sum(points.values()) for _, points in face["options"]} == {100}
    assert "html" not in states.bare(lab)
    lab.set(weights={**lab.state["weights"], "tangibles": 19, "empathy": 21})
    mine = states.shares(lab, next(one for one in lab.controls() if one.name == "weights"))
    assert mine[0][1] == lab.state["weights"]  # one's own stays, and can be left
    offered = list(states.options(labs.by_name("servqual")(view="gaps")))
    assert ("view", "weights") in offered
    assert not [
        value
        for name, value in offered
        if name == "view" and value not in labs.by_name("servqual").prepared["view"]
    ]


def test_what_comes_up_after_a_change_comes_before_other_pairs() -> None:
    found = list(states.nearest(labs.by_name("servqual")()))
    first = found[0]
    names = [{name for name in one if one[name] != first[name]} for one in found]
    assert [len(one) for one in names[:4]] == [0, 1, 1, 1]
    pairs = [one for one in names if len(one) == 2]
    assert pairs[0] & {"weights", "dimension"}


def wanted(*starts: dict[str, Any]) -> list[tuple[str, str, Any]]:
    return [("kano", json.dumps(start), "zh") for start in starts]


def test_states_are_made_once_and_follow_the_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Pool:
        def __init__(self, *_: Any, **__: Any) -> None: ...
        def __enter__(self) -> Pool:
            return self

        def __exit__(self, *_: Any) -> None: ...
        def submit(self, _: Any, opened: Any, case: str, most: int) -> Any:
            made.append((case, most))
            text = json.dumps({"views": [{}] * most})
            return type("Done", (), {"result": lambda _: text})()

    made: list[tuple[str, int]] = []
    monkeypatch.setattr(states, "ProcessPoolExecutor", Pool)
    site, kept = tmp_path / "site", tmp_path / "kept"
    pages = wanted({"case": "healthcare", "wave": 1}, {"case": "education", "wave": 1})
    (folder,) = {states.folder_of(*one) for one in pages}
    told: list[float] = []
    found = states.make(site, pages, kept, (5, 2), told.append)
    assert told == [0, 1 / 3, 2 / 3]
    assert sorted(made) == [("customer_service", 2), ("education", 5), ("healthcare", 5)]
    assert (found.count, found.new) == (12, 3)
    assert sorted(path.name for path in (site / folder).iterdir()) == [
        "customer_service.json",
        "education.json",
        "healthcare.json",
    ]
    assert states.make(tmp_path / "other", pages, kept, (5, 2)).new == 0
    states.make(site, wanted({"case": "education", "wave": 2}), kept, (5, 2))
    assert not (site / folder).exists()
    states.tidy(kept, [], most=1)
    assert len(list(kept.iterdir())) == 1


def test_only_some_labs_have_states() -> None:
    assert states.folder_of("smart", "{}", "zh") == ""
    assert states.folder_of("kano", "{}", "zh") != states.folder_of("kano", "{}", "en")
    assert states.folder_of("kano", '{"case": "education"}', "zh") == states.folder_of("kano", "{}", "zh")
    opened = states.first("smart", "{}", "zh")
    assert states.names_of("smart", opened) == []
    assert "案例" in states.names_of("kano", states.first("kano", '{"case": "education"}', "zh"))
    assert states.asking(["2.1-lab-seniors", "2.1-goal-rewrite", "2.1-pair-reading", "?"]) == [
        "2.1-lab-seniors",
        "2.1-goal-rewrite",
    ]


# ---- the page's Python ----


@pytest.fixture
def page(tmp_path: Path) -> Iterator[tuple[Page, list[dict[str, Any]]]]:
    heard: list[dict[str, Any]] = []
    modules = json.dumps({"nowhere_at_all": "nowhere"})
    made = Page(lambda text: heard.append(json.loads(text)), modules, str(tmp_path / "workbook.json"))
    yield made, heard
    sys.meta_path.remove(made.wanted)
    cases.absent = str


def ask(page: Page, content: bytes = b"", **asked: Any) -> Any:
    """Ask as the worker does: what a thing has changed is shown afterwards."""
    answer = json.loads(page.ask(json.dumps(asked), content))
    shown = answer if "need" in answer else json.loads(page.ask('{"do": "show"}'))
    return shown if "need" in shown else answer


SMART = {"id": "a", "lab": "smart", "key": "smart", "start": {"text": "让患者满意"}}


def test_a_lab_opens_changes_and_is_kept(page: tuple[Page, list[dict[str, Any]]]) -> None:
    made, heard = page
    (view,) = ask(made, do="open", labs=[SMART])["value"]
    assert view["lab"] == "smart"
    assert (
        ask(made, do="lab", lab="a", message={"do": "set", "changes": {"text": "候诊不超过30分钟"}})["value"]
        is None
    )
    kept = [news for news in heard if news["do"] == "keep"][-1]
    assert (kept["section"], kept["key"], kept["value"]["text"]) == ("labs", "smart", "候诊不超过30分钟")
    assert [news["lab"] for news in heard if news["do"] == "view"] == ["a"]
    assert ask(made, do="open", labs=[SMART])["value"][0]["can_undo"]  # the same lab, not a new one


def test_a_lab_is_prepared_and_nobody_is_told(page: tuple[Page, list[dict[str, Any]]]) -> None:
    made, heard = page
    assert ask(made, do="prepare", lab="smart", start=SMART["start"])["value"] is None
    assert (heard, made.labs) == ([], {})


def test_a_file_is_handed_over(page: tuple[Page, list[dict[str, Any]]]) -> None:
    made, _ = page
    ask(made, do="open", labs=[SMART])
    given = ask(made, do="lab", lab="a", message={"do": "export", "kind": "html"})["value"]
    assert given["mime"] == "text/html"
    assert "让患者满意" in made.file.decode()


def test_an_upload_comes_in_parts(page: tuple[Page, list[dict[str, Any]]]) -> None:
    made, _ = page
    taken: list[tuple[str, str, bytes]] = []

    class Lab:
        def message(self, message: dict[str, Any], content: bytes) -> None:
            taken.append((message["name"], message["file"], content))

    made.labs["b"] = Lab()
    for part, content in enumerate((b"one", b"two")):
        ask(
            made,
            content,
            do="lab",
            lab="b",
            message={"do": "file", "name": "upload", "file": "a.csv", "part": part, "parts": 2},
        )
    ask(
        made,
        b"three",
        do="lab",
        lab="b",
        message={"do": "file", "name": "upload", "file": "b.csv", "part": 0, "parts": 1},
    )
    assert taken == [("upload", "a.csv", b"onetwo"), ("upload", "b.csv", b"three")]


def test_goals_and_lab_tasks_are_judged(page: tuple[Page, list[dict[str, Any]]]) -> None:
    made, _ = page
    text = "9月30日前，门诊部把平均候诊时间从45分钟降到30分钟以内"
    outcome = ask(made, do="check", exercise="2.1-goal-rewrite", answer=text)["value"]["outcome"]
    assert outcome["state"] == "right"
    kano = {"id": "k", "lab": "kano", "key": "kano", "start": {"case": "healthcare"}}
    ask(made, do="open", labs=[kano])
    ask(made, do="lab", lab="k", message={"do": "set", "changes": {"segment": "age_group=senior"}})
    written = {"found": "-0.77"}
    found = ask(made, do="check", exercise="2.1-lab-seniors", lab="k", answer=written)["value"]
    assert (found["outcome"]["state"], found["answer"]["segment"]) == ("right", "age_group=senior")
    assert (
        ask(made, do="check", exercise="2.1-lab-seniors", lab="?")["value"]["outcome"]["state"]
        == "not_attempted"
    )


def test_work_done_elsewhere_comes_into_open_labs(page: tuple[Page, list[dict[str, Any]]]) -> None:
    made, heard = page
    ask(made, do="open", labs=[SMART])
    state = {**made.labs["a"].state, "text": "写在别处的", "updated": "2030-01-01T00:00:00Z"}
    book = {"schema": 2, "program": "sgm_lab", "exercises": {}, "labs": {"smart": state}}
    assert ask(made, do="sync", book=json.dumps(book))["value"] == 1
    assert made.labs["a"].state["text"] == "写在别处的"
    assert heard[-1]["do"] == "view"
    assert ask(made, do="sync", book=json.dumps(book))["value"] == 0


def test_the_plan_shows_at_once_what_is_written_beside_it(page: tuple[Page, list[dict[str, Any]]]) -> None:
    made, heard = page
    ask(made, do="open", labs=[SMART, {"id": "p", "lab": "my_plan", "key": "my_plan", "start": {}}])
    answer = {
        "answer": "患者最怕的是不知道还要等多久，导诊台一天被问二十次。",
        "outcome": "right",
        "tries": 1,
    }
    written = {**answer, "hints": 0, "solution": False, "updated": "2030-01-01T00:00:00Z"}
    book = {"schema": 2, "program": "sgm_lab", "exercises": {"2.1-own-need": written}}
    ask(made, do="sync", book=json.dumps(book))
    assert [news["lab"] for news in heard if news["do"] == "view"] == ["p"]
    assert "导诊台一天被问二十次" in heard[-1]["view"]["html"]
    heard.clear()
    ask(made, do="lab", lab="a", message={"do": "set", "changes": {"text": "候诊不超过30分钟"}})
    assert [news["lab"] for news in heard if news["do"] == "view"] == ["p", "a"]
    heard.clear()
    ask(made, do="lab", lab="p", message={"do": "set", "changes": {"need": "少等"}})
    assert [news["lab"] for news in heard if news["do"] == "view"] == ["p"]  # once


@pytest.mark.parametrize(
    "way", ["import nowhere_at_all", "import importlib; importlib.import_module('nowhere_at_all')"]
)
def test_what_is_not_here_yet_is_told_and_asked_again(
    page: tuple[Page, list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    made, _ = page
    code = f"def run():\n    {way}\n    import nowhere_at_all\n    return nowhere_at_all.answer\n"
    ours: dict[str, Any] = {"__name__": "sgm_lab.somewhere"}
    exec(code, ours)
    monkeypatch.setattr(made, "do_try", lambda *_: ours["run"](), raising=False)
    assert ask(made, do="try") == {"need": "nowhere"}
    monkeypatch.setitem(sys.modules, "nowhere_at_all", type("M", (), {"answer": 42}))
    assert ask(made, do="try") == {"value": 42}


def test_the_whole_of_a_package_takes_the_place_of_its_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """What had been here of it goes, but for what is compiled, which cannot be loaded twice."""
    part, inner, compiled = (ModuleType(name) for name in ("half", "half.first", "half._compiled"))
    part.__path__, part.__file__, compiled.__file__ = [], "half/__init__.pyc", "half/_compiled.wasm32.so"
    for module in (part, inner, compiled):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    finder = Wanted({"half": "half-first", "half.more": "half"})
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, finder])
    exec("try:\n    from half import more\nexcept ImportError:\n    pass", {"__name__": "seaborn.utils"})
    assert "half" in sys.modules
    with pytest.raises(NotHere, match="half"):
        exec("from half import more", {"__name__": "sgm_lab.somewhere"})
    assert [name for name in sys.modules if name.partition(".")[0] == "half"] == ["half._compiled"]


def test_what_others_do_without_is_not_fetched() -> None:
    finder = Wanted({"nowhere_at_all": "nowhere"})
    sys.meta_path.append(finder)
    try:
        exec("try:\n    import nowhere_at_all\nexcept ImportError:\n    pass", {"__name__": "seaborn.utils"})
    finally:
        sys.meta_path.remove(finder)


@pytest.fixture
def bare(
    page: tuple[Page, list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> tuple[Page, list[dict[str, Any]]]:
    """The page before any table is here; `monkeypatch.undo` brings them."""
    made, heard = page
    made.wanted.modules = MODULES
    for name in cases.names():
        (tmp_path / name).mkdir()
        for file in ("datapackage.json", "case.toml"):
            shutil.copy(cases.load(name).folder / file, tmp_path / name)
    monkeypatch.setattr(cases, "_root", lambda: tmp_path)
    gc.unfreeze()  # see conftest: what is set aside is not among the objects
    for one in gc.get_objects():  # what other tests made this Python remember
        if isinstance(one, functools._lru_cache_wrapper) and str(one.__module__).startswith("sgm_lab"):
            one.cache_clear()
    return made, heard


def test_a_table_that_is_not_here_is_fetched_when_it_is_read(
    bare: tuple[Page, list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, heard = bare

    def read(asked: dict[str, Any], _: bytes) -> int:
        return len(getattr(cases.load(asked["case"]), asked["table"]))

    monkeypatch.setattr(made, "do_read", read, raising=False)
    assert ask(made, do="read", case="education", table="operations") == {"need": "sgm-lab-logs-education"}
    assert ask(made, do="read", case="education", table="kano") == {"need": "sgm-lab-data"}
    evaluation = {"id": "e", "lab": "evaluation", "key": "e", "start": {"case": "customer_service"}}
    failed = len(failures)
    assert ask(made, do="open", labs=[evaluation]) == {"need": "sgm-lab-logs-customer-service"}
    assert len(failures) == failed
    assert not [news for news in heard if news["do"] == "view"]
    monkeypatch.undo()
    assert "value" in ask(made, do="open", labs=[evaluation])


# Lab, what a learner left it with, and a button or change the next day, each of which needs a table.
LEFT: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("sandtable", {"case": "customer_service", "room": 8, "step": "plan",
                   "goals": [{"metric": "wait", "target": 3, "due": 4, "since": 0}],
                   "spends": [{"training": 20.0}, {"process": 10.0}]}, {"do": "act", "name": "play"}),
    ("process", {"case": "education", "slotted": 30, "within": 25}, {"do": "set", "changes": {"within": 20}}),
    ("evaluation", {"case": "education", "view": "chart", "by": "week"},
     {"do": "set", "changes": {"view": "verdict"}}),
    ("smart", {"text": "候诊不超过30分钟", "step": "write"}, {"do": "set", "changes": {"step": "baseline"}}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "left", "message"), LEFT, ids=[one[0] for one in LEFT])
def test_work_of_the_day_before_is_taken_up_once_its_tables_are_here(
    name: str,
    left: dict[str, Any],
    message: dict[str, Any],
    bare: tuple[Page, list[dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made, heard = bare
    made.book.put("labs", name, left)
    heard.clear()
    one = {"id": "a", "lab": name, "key": name, "start": {}}
    needed = []
    for thing in ({"do": "open", "labs": [one]}, {"do": "lab", "lab": "a", "message": message}):
        while "need" in (answer := ask(made, **thing)):
            needed.append(answer["need"])
            monkeypatch.undo()  # fetched
        if thing["do"] == "open":
            assert heard == []  # nothing has been written over
            assert {key: made.labs["a"].state[key] for key in left} == left
    assert needed
    assert "出了意外" not in json.dumps(heard, ensure_ascii=False)
    assert made.labs["a"].notice == ""
    assert [news["lab"] for news in heard if news["do"] == "view"] == ["a"]
    if message["do"] == "act":
        assert len(made.labs["a"].state["spends"]) == 3  # played once, though asked again


def test_what_a_figure_needs_is_fetched_and_the_change_made_once(
    page: tuple[Page, list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As SciPy for groups of a Kano survey: the change is made, its drawing asks for more."""
    made, heard = page
    ask(made, do="open", labs=[SMART])
    code = "def draw(*_, **__):\n    import nowhere_at_all\n    return nowhere_at_all.page\n"
    ours: dict[str, Any] = {"__name__": "sgm_lab.somewhere"}
    exec(code, ours)
    monkeypatch.setattr(made.labs["a"], "draw", ours["draw"])
    text = json.dumps({"do": "lab", "lab": "a", "message": {"do": "set", "changes": {"text": "快"}}})
    assert json.loads(made.ask(text)) == {"value": None}
    assert json.loads(made.ask('{"do": "show"}')) == {"need": "nowhere"}
    assert not [news for news in heard if news["do"] == "view"]
    monkeypatch.setitem(sys.modules, "nowhere_at_all", type("M", (), {"page": "drawn"}))
    assert json.loads(made.ask('{"do": "show"}')) == {"value": None}
    (shown,) = [news["view"] for news in heard if news["do"] == "view"]
    assert "drawn" in shown["html"]


def test_a_mistake_is_not_hidden(
    page: tuple[Page, list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, _ = page

    def broken(*_: Any) -> None:
        raise ImportError("other")

    monkeypatch.setattr(made, "do_try", broken, raising=False)
    with pytest.raises(ImportError, match="other"):
        ask(made, do="try")


# What a lab does not declare is not there; seaborn and others take what is there, and do without.
WITHOUT = """
import sys
from importlib.abc import MetaPathFinder

from sgm_lab import labs


class Absent(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("scipy", "simpy"):
            raise ModuleNotFoundError(name, name=name)


sys.meta_path.insert(0, Absent())
for name in sys.argv[1:]:
    getattr(labs, name)().view()
"""


def test_a_lab_opens_with_what_it_declares(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SGM_WORKBOOK", str(tmp_path / "workbook.json"))
    names = [one for one in labs.LABS if not {"scipy", "simpy"} & set(getattr(labs, one).needs)]
    assert "KanoLab" in names
    run = subprocess.run([sys.executable, "-c", WITHOUT, *names], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr[-500:]


# ---- the pages ----


def test_a_lab_whose_packages_are_missing_is_not_promised() -> None:
    import sgm_live

    closures = {name: [name] for name in ("sgm-lab", "sgm-lab-data")}
    python = {"closures": closures, "sizes": {"sgm-lab": 2_000_000, "sgm-lab-data": 0}, "core": 1_000_000}
    assert sgm_live.able(python, "smart")
    assert not sgm_live.able(python, "kano")
    assert not sgm_live.able({}, "smart")
    assert sgm_live.megabytes(python, ["smart"]) == 3
    assert "约 3 MB" in sgm_live.line(python, ["smart"], "zh")
    assert "button" not in sgm_live.line({}, [], "zh")
