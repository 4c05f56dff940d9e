"""The instructor pack: the build and the page read it alike, refuse it alike, and show the same."""

from __future__ import annotations

import base64
import copy
import csv
import hashlib
import importlib.util
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from archives import zipped
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from sgm_lab import cases, errors, exercises, look
from sgm_lab.errors import SgmError
from sgm_lab.exercises import fields, places, reading
from sgm_lab.exercises.classes import read_class
from sgm_lab.exercises.effort import fits
from sgm_lab.exercises.kinds import goal
from sgm_lab.i18n import keys, t
from sgm_lab.takeaways.plan.page import page_plan

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "book"), str(ROOT / "book" / "_ext")]

import pack  # noqa: E402
import pack_build  # noqa: E402
import pack_rules  # noqa: E402
import pack_texts  # noqa: E402
from _checks import broken, tables  # noqa: E402
from _teaching.words import words  # noqa: E402
from plain_script import bundled  # noqa: E402
from sgm_desk import MODULES  # noqa: E402
from sgm_pack import TOOLS  # noqa: E402

NODE = shutil.which("node")
node = pytest.mark.skipif(not NODE, reason="no Node here: the browser tests look at packs")
RULES = pack_rules.rules("zh")
FILES = sorted((ROOT / "book" / "exercises").glob("*.toml"))
RAW = {
    row["id"]: row for file in FILES for row in tomllib.loads(file.read_text(encoding="utf-8"))["exercise"]
}
#: What the page has without what is worked out of data, which takes seconds: of some exercises, for tests that ask.
DATA = {"rules": RULES, "raw": list(RAW.values()), "base": {}, "cases": {}}
FORM = (ROOT / "book" / "_desk" / "form.js").read_text(encoding="utf-8")
FINE = {"pack": 1, "settings": {}}


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pack") / "pack.cjs"
    path.write_text(bundled([*TOOLS[:-1], ROOT / "tests" / "js" / "pack.mjs"]), encoding="utf-8")
    return path


def on_the_page(script: Path, **asked: Any) -> Any:
    done = subprocess.run(
        [str(NODE), str(script)],
        input=json.dumps({"data": DATA, **asked}),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


# ---- records ----


@node
def test_a_record_looks_the_same(script: Path) -> None:
    """Word for word, but for what is worked out of data, which the page takes from the record that was there."""
    found = on_the_page(script, records=list(RAW.values()))["records"]
    seen = set()
    for (id, raw), page in zip(RAW.items(), found, strict=True):
        record = exercises.find(id)
        ours = json.loads(json.dumps(record.payload("zh")))
        theirs = page["made"]["payload"]
        if record.kind == "predict":
            for name in ("points", "decimals", "plot", "worked", "source"):
                ours.pop(name), theirs.pop(name, None)
            theirs.pop("truth")
        assert theirs == ours, id
        assert (not page["made"]["minutes"]) == fits(record)
        seen.add(raw["kind"])
    assert seen == set(RULES["kinds"])


def spots(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Go through all places of a record."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        yield (*path, key)
        yield from spots(one, (*path, key))


ODD: list[Any] = [
    *(
        "",
        " ",
        "x",
        "no such",
        7,
        -1,
        0.25,
        9999,
        True,
        None,
        [],
        ["a"],
        {},
        {"zh": "甲"},
        {"zh": "甲", "en": ""},
    ),
    *({"zh": "甲", "en": "A"}, [{}], [{"id": "q"}], "a + 1", "1 / 0", "2 * (3", "(unknown)", "“甲”" * 40),
    {"of": "queue"},
]


def spoilt(record: Mapping[str, Any], rng: random.Random) -> dict[str, Any]:
    """Spoil a record at one or two places, as a hand may."""
    made = copy.deepcopy(dict(record))
    for _ in range(rng.randint(1, 2)):
        *path, last = rng.choice(list(spots(made)))
        at: Any = made
        for step in path:
            at = at[step]
        how = rng.random()
        if how < 0.25:
            del at[last]
        elif how < 0.35 and isinstance(at, dict):
            at[f"{last}x"] = at.pop(last)
        elif how < 0.45 and isinstance(at, list):
            at.append(copy.deepcopy(at[last]))
        else:
            at[last] = copy.deepcopy(rng.choice(ODD))
        if not list(spots(made)):
            break
    return made


def refused(record: Any) -> str:
    try:
        reading.read_record(record, "exercises.json")
    except SgmError as error:
        return str(error)
    return ""


@node
def test_a_spoilt_record_is_refused_with_the_same_sentence(
    script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (errors, fields, goal, reading):  # a form has no misspelt names, so a page guesses none
        monkeypatch.setattr(module, "did_you_mean", lambda *_: "")
    rng = random.Random(17)
    kinds = {kind: [row for row in RAW.values() if row["kind"] == kind] for kind in RULES["kinds"]}
    tried = [spoilt(rng.choice(rows), rng) for rows in kinds.values() for _ in range(120)]
    found = on_the_page(script, records=tried)["records"]
    ours = [refused(record) for record in tried]
    assert sum(map(bool, ours)) > len(tried) / 2
    for record, page, said in zip(tried, found, ours, strict=True):
        assert page.get("said", "") == said, record


# ---- packs ----


def with_settings(**settings: Any) -> bytes:
    return zipped({"pack.json": {"pack": 1, "settings": settings}})


def with_texts(*texts: Any, hidden: Any = (), **settings: Any) -> bytes:
    told = {"pack.json": {"pack": 1, "settings": settings}, "chapters.json": {"chapter": list(texts)}}
    return zipped(told | {"exercises.json": {"hidden": list(hidden)}})


PNG = b"\x89PNG\r\n\x1a\n" + bytes(50)
GOOD = {
    "leer": zipped({"pack.json": FINE}),
    "settings": with_settings(
        title="护士长的一天",
        accent="#7A1E3A",
        accent_dark="#F0B6C6",
        hidden_chapters=["3.1"],
        answers={"until": "2028-02-29", "code": "0" * 64},
    ),
    "records": zipped(
        {
            "pack.json": FINE,
            "exercises.json": {"exercise": [RAW["2.1-pair-reading"]], "hidden": ["0-taster"]},
            "logo.png": PNG,
            "case/healthcare/features.csv": "feature\na\n",
            "__MACOSX/._pack.json": b"\xff",
            ".DS_Store": b"\0",
        }
    ),
}
OWN = """
# 我们的**一天**\r

一段话，<https://example.org>，[看](https://example.org)，5 < 6。

## 表

| a | b |
|---|---|
| 1 | 2 |

```{exercise} 2.1-pair-sort
```

```text
# <b>
![x](y)
```

### 细
"""
GOOD["texts"] = with_texts(
    {"instead": "2.1", "zh": OWN, "en": "# Our day\n\nText."}, {"after": "2.1", "zh": "# 加的\n\n字"}
)
SCRIPT = '<script>alert(1)</script><img src=x onerror="alert(1)">'


def leading(path: Any) -> bytes:
    package = {"resources": [{"name": "kano", "path": path}]}
    return zipped({"pack.json": FINE, "case/healthcare/datapackage.json": package})


WRONG_SETTINGS = [
    {"title": ""}, {"title": " a"}, {"title": "字" * 41}, {"title": 7}, {"accent": "#FFFFFF"}, {"accent": "red"},
    {"accent": "#0F6073;}"}, {"accent_dark": "#000000"}, {"hidden_chapters": "3.1"}, {"hidden_chapters": [3]},
    {"answers": {}}, {"answers": {"until": "2027-02-29"}}, {"answers": {"until": "bald"}}, {"answers": {"code": "x"}},
    {"answers": {"until": "2027-01-01", "more": 1}}, {"answers": None}, {"script": SCRIPT}, {"__proto__": 1},
    {"constructor": 1},
]  # fmt: skip
FINE_TEXT = "# a\n\nb"
WRONG_TEXTS = [
    FINE_TEXT,
    {},
    {"after": "1"},
    {"zh": FINE_TEXT},
    {"after": "1", "instead": "2.1", "zh": FINE_TEXT},
    {"after": 1, "zh": FINE_TEXT},
    {"after": "1", "zh": FINE_TEXT, "fr": "x"},
    {"after": "1", "zh": None},
    {"after": "9.9", "zh": FINE_TEXT},
    {"instead": "../..", "zh": FINE_TEXT},
    *(
        {"after": "1", "zh": text}
        for text in [
            *(
                "",
                " \n\ufeff",
                "# 题",
                "#题\n\n字",
                "## 题\n\n字",
                "# **\n\n字",
                "字\n\n# 题",
                f"# {'字' * 61}\n\n字",
            ),
            *(
                "# 题\n\n" + "字" * 70_000,
                "---\nkernelspec: {name: python3}\n---\n\n# 题\n\n字",
                "\u2028# 题\n\n字",
            ),
        ]
    ),
]
WRONG_LINES = [  # under a title
    *("```{code-cell} ipython3\nimport os\n```", "```text\n```{code-cell}\n```", "- ```{raw} html\n  x"),
    *("> ~~~{include} ../x\n> ~~~", "~~~~ {eval-rst}\n~~~~", ":::{raw} html\n:::", "- ::::{note}\n"),
    *("    ```{code-cell}", "- a\n\n  ```\nb\n```{code-cell}\n1\n```", "看{glue}`x`", "{eval}`1`"),
    *(
        "```{exercise} 2.1-pair-sort\n:class: x\n```",
        "```{exercise} no-such\n```",
        "```{exercise} 2.1-pair-sort",
    ),
    *("````{exercise} 2.1-pair-sort\n````", "{download}`../../../etc/passwd`", SCRIPT, "<!-- x -->", "a<b"),
    *(
        "<javascript:alert(1)>",
        "![x](https://example.org/x.png)",
        "[x](javascript:alert(1))",
        "[x](../secret.md)",
    ),
    *("# 又一个", "### 跳了", "## a\n\n#### b", "```text\n# 不是标题\n```\n\n### 跳了"),
]
BAD = {
    "none": b"",
    "text": b"PK\x03\x04 but not really",
    "cut": GOOD["records"][:-40],
    "bits": GOOD["records"].replace(b"exercises.json", b"exercises.jsoN"),
    "no_manifest": zipped({"exercises.json": {}}),
    "not_json": zipped({"pack.json": "{"}),
    "nan": zipped({"pack.json": '{"pack": 1, "settings": {"title": NaN}}'}),
    "list": zipped({"pack.json": "[]"}),
    "latin": zipped({"pack.json": "{}".encode("utf-16")}),
    "half": zipped({"pack.json": '{"pack": 1, "settings": {"title": "\\ud800"}}'}),
    "version": zipped({"pack.json": {"pack": "1"}}),
    "true": zipped({"pack.json": {"pack": True}}),
    "newer": zipped({"pack.json": {"pack": 2}}),
    "up": zipped({"pack.json": FINE, "../../evil.py": "x"}),
    "inside": zipped({"pack.json": FINE, "case/healthcare/../../../x.csv": "x"}),
    "code": zipped({"pack.json": FINE, "case/healthcare/run.py": "x"}),
    "page": zipped({"pack.json": FINE, "index.html": SCRIPT}),
    "many": zipped({"pack.json": FINE, **{f"case/a/t{n}.csv": "" for n in range(300)}}),
    "bomb": zipped({"pack.json": FINE, "case/healthcare/kano.csv": bytes(70_000_000)}),
    "leads": leading("../../x.csv"),
    "leads_too": leading(["a.csv", "/etc/passwd"]),
    "bytes": zipped({"pack.json": FINE, "case/healthcare/kano.csv": b"\xff\xfe\x00"}),
    "new_case": zipped({"pack.json": FINE, "case/mine/kano.csv": "a"}),
    "logo": zipped({"pack.json": FINE, "logo.png": SCRIPT}),
    "logos": zipped({"pack.json": FINE, "logo.png": PNG, "logo.svg": "<svg/>"}),
    "logo_large": zipped({"pack.json": FINE, "logo.png": PNG + bytes(200_000)}),
    "hidden": zipped({"pack.json": FINE, "exercises.json": {"hidden": "all"}}),
    "no_records": zipped({"pack.json": FINE, "exercises.json": {"exercise": {}}}),
    "record": zipped({"pack.json": FINE, "exercises.json": {"exercise": [{"id": SCRIPT}]}}),
    "id_twice": zipped({"pack.json": FINE, "exercises.json": {"exercise": [RAW["0-taster"]] * 2}}),
    "texts_none": zipped({"pack.json": FINE, "chapters.json": {}}),
    "texts_many": with_texts(*[{"after": "1", "zh": FINE_TEXT}] * 31),
    **{f"texts_{at}": with_texts(one) for at, one in enumerate(WRONG_TEXTS)},
    **{f"lines_{at}": with_texts({"after": "1", "zh": f"# 题\n\n{one}"}) for at, one in enumerate(WRONG_LINES)},
    "texts_twice": with_texts(*[{"instead": "1", "zh": FINE_TEXT}] * 2),
    "texts_hidden": with_texts({"instead": "1", "zh": FINE_TEXT}, hidden_chapters=["1"]),
    "texts_of_hidden": with_texts({"after": "1", "zh": OWN}, hidden=["2.1-pair-sort"]),
    **{f"setting_{at}": with_settings(**one) for at, one in enumerate(WRONG_SETTINGS)},
}  # fmt: skip


def by_python(folder: Path, name: str, content: bytes) -> str:
    path = folder / f"{name}.zip"
    path.write_bytes(content)
    try:
        pack.read(path)
    except SgmError as error:
        return str(error)
    return ""


@node
def test_page_and_build_take_and_refuse_the_same_packs(script: Path, tmp_path: Path) -> None:
    packs = GOOD | BAD
    told = [[f"{name}.zip", base64.b64encode(content).decode()] for name, content in packs.items()]
    for (name, content), page in zip(packs.items(), on_the_page(script, packs=told)["packs"], strict=True):
        ours = by_python(tmp_path, name, content)
        assert bool(ours) == (name in BAD), (name, ours)
        assert page.get("said", "") == ours, name
        if name in GOOD:
            read = pack.read(tmp_path / f"{name}.zip")
            made = page["made"]
            assert (made["settings"], made["records"], made["hidden"]) == (
                read.settings,
                read.records,
                read.hidden,
            )
            assert made["files"] == sorted(read.files)
            assert made["texts"] == read.texts


def test_one_over_twenty_megabytes_is_not_even_opened(tmp_path: Path) -> None:
    assert "20 MB" in by_python(tmp_path, "large", bytes(20_000_001))


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    deep = '{"pack": 1, "settings": ' + '{"a":' * 50_000 + "1" + "}" * 50_001
    assert "pack.json" in by_python(tmp_path, "deep", zipped({"pack.json": deep}))


def test_a_folder_is_a_pack_too(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    with zipfile.ZipFile(io.BytesIO(GOOD["records"])) as archive:
        archive.extractall(folder)
    (tmp_path / "mine.zip").write_bytes(GOOD["records"])
    assert pack.read(folder) == pack.read(tmp_path / "mine.zip")


@node
def test_what_the_page_writes_the_build_reads(script: Path, tmp_path: Path) -> None:
    given = {
        "settings": {"title": "“服务”目标"},
        "records": [RAW["2.1-pair-sort"]],
        "hidden": ["0-taster"],
        "files": {"case/healthcare/features.csv": "feature,label_zh\na,甲\n"},
        "texts": [{"instead": "2.1", "zh": OWN}],
    }
    path = tmp_path / "page.zip"
    path.write_bytes(base64.b64decode(on_the_page(script, write=given)["written"]))
    read = pack.read(path)
    assert (read.settings, read.records, read.hidden) == (
        given["settings"],
        given["records"],
        given["hidden"],
    )
    assert read.texts == given["texts"]
    assert (
        read.files["case/healthcare/features.csv"].decode() == given["files"]["case/healthcare/features.csv"]
    )


@node
def test_the_scripts_of_the_desk_are_scripts(tmp_path: Path) -> None:
    """Also their last modules, which draw and which the other tests leave out; names may be taken as others."""
    (tmp_path / "a.js").write_text("export const one = 1;\n", encoding="utf-8")
    (tmp_path / "b.js").write_text('import { one as first } from "./a.js";\nfirst;\n', encoding="utf-8")
    for modules in (TOOLS, MODULES, [tmp_path / "a.js", tmp_path / "b.js"]):
        (tmp_path / "all.js").write_text(bundled(modules), encoding="utf-8")
        done = subprocess.run(
            [str(NODE), "--check", str(tmp_path / "all.js")], capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr


@node
def test_a_logo_comes_out_as_it_went_in(script: Path, tmp_path: Path) -> None:
    for name, content in (("logo.png", PNG), ("logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>')):
        sent = [name, base64.b64encode(content).decode()]
        (tmp_path / "mine.zip").write_bytes(
            base64.b64decode(on_the_page(script, write={"files": {}}, logo=sent)["written"])
        )
        assert pack.read(tmp_path / "mine.zip").files == {name: content}


@node
def test_every_case_that_came_may_be_described_anew(script: Path, tmp_path: Path) -> None:
    """Its files are those that a pack may have, whatever it calls them; one for each quarter become one."""
    for name in cases.names():
        package = cases.load(name).package
        given = {f"case/{name}/datapackage.json": json.dumps(dict(package) | {"title_zh": "我们"})}
        for row in package["resources"]:
            parts = row["path"] if isinstance(row["path"], list) else [row["path"]]
            given |= {f"case/{name}/{one}": "a\n" for one in parts}
        content = zipped({"pack.json": FINE, **given})
        (tmp_path / "mine.zip").write_bytes(content)
        assert pack.read(tmp_path / "mine.zip").files.keys() == given.keys()
        sent = ["mine.zip", base64.b64encode(content).decode()]
        (found,) = on_the_page(script, packs=[sent])["packs"]
        assert found["made"]["files"] == sorted(given)
    parted = dict(cases.load("customer_service").package)
    made = on_the_page(script, oneFile=[parted, "operations"])["oneFile"]
    paths = {row["name"]: row["path"] for row in made["resources"]}
    assert paths["operations"] == "operations.csv"
    assert {**paths, "operations": 0} == {row["name"]: row["path"] for row in parted["resources"]} | {
        "operations": 0
    }


@node
def test_the_desk_says_which_exercises_still_have_an_old_name(script: Path) -> None:
    given = pack_rules.case("healthcare")
    renamed = dict(given["package"]) | {"title_zh": "鹭湖医院", "title_en": ""}
    features = given["files"]["features.csv"].replace("候诊提醒", "叫号通知").replace("Queue reminder", "")
    ours = {"datapackage.json": json.dumps(renamed), "features.csv": features}
    (found,) = on_the_page(script, names=[[ours, given]])["names"]
    texts = {id: json.dumps(row, ensure_ascii=False) for id, row in RAW.items()}
    for old, new, ids in found:
        assert (old, new) in {("候诊提醒", "叫号通知"), (given["package"]["title_zh"], "鹭湖医院")}
        assert ids == [id for id, text in texts.items() if old in text]
    assert len(found) == 2  # what was left empty is no name


@node
def test_days_are_read_as_spreadsheet_programs_write_them(script: Path) -> None:
    def resource(name: str) -> dict:
        package = cases.load(name).package
        return next(row for row in package["resources"] if row["name"] == "operations")

    head, rest = "date,arrival,wait_min\n", "1/5/2025,8点,x\n"
    given = f"{head}2025/1/5,8:02,7\n2025-01-05T00:00,08:02:00,8:02\n2025年1月5日,8:02,\n{rest}"
    wanted = f"{head}2025-01-05,08:02,7\n2025-01-05,08:02,8:02\n2025-01-05,08:02,\n{rest}"
    opened = "ticket,opened\nT1,2025/1/5 8:02\nT2,2025-01-05 08:02:30\n"
    asked = [[given, resource("healthcare")], [opened, resource("customer_service")]]
    found = on_the_page(script, days=asked)["days"]
    assert found == [wanted, "ticket,opened\nT1,2025-01-05 08:02\nT2,2025-01-05 08:02\n"]


def test_the_accent_is_measured_on_the_ground_that_pages_have() -> None:
    sheet = (ROOT / "book" / "_static" / "sgm.css").read_text(encoding="utf-8")
    for ground in pack.GROUND.values():
        assert f"--sgm-paper: {ground}" in sheet


# ---- answers that open later ----


@node
def test_a_code_word_is_summed_as_everywhere(script: Path) -> None:
    words = ["", "开门", "a" * 55, "a" * 56, "b" * 64, "长" * 60]
    found = on_the_page(script, hashes=words)["hashes"]
    assert found == [hashlib.sha256(word.encode()).hexdigest() for word in words]


@node
def test_answers_open_on_the_day_or_with_the_code(script: Path) -> None:
    both = {"until": "2026-12-05", "code": "abc"}
    asked = [
        [{}, "2026-12-01", None],
        [both, "2026-12-04", None],
        [both, "2026-12-05", None],
        [both, "2026-12-04", "abc"],
        [both, "2026-12-04", "abd"],
        [{"code": "abc"}, "2030-01-01", None],
    ]
    assert on_the_page(script, closed=asked)["closed"] == [False, True, False, False, True, True]


# ---- cases ----


def spoilt_table(text: str, rng: random.Random) -> str:
    """Spoil a table of a case as a spreadsheet or a hand may."""
    rows = list(csv.reader(io.StringIO(text)))
    at, column = rng.randrange(1, len(rows)), rng.randrange(len(rows[0]))
    match rng.randrange(5):
        case 0:
            del rows[at]
        case 1:
            rows[at][column] = rng.choice(["", "x", "8", "-1", "2.5", "“甲”,乙", "2026-1-1"])
        case 2:
            rows = [[cell for place, cell in enumerate(row) if place != column] for row in rows]
        case 3:
            rows[0][column] += "x"
        case 4:
            rows = [row for row in rows if row[column] != rows[at][column]]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


@node
def test_a_case_is_checked_with_the_same_sentences(script: Path) -> None:
    rng = random.Random(7)
    name, tried = "healthcare", []
    first = tables.original(name)
    package = json.loads(first["datapackage.json"])
    small = {file: "".join(text.splitlines(keepends=True)[:1500]) for file, text in first.items()}
    for file in (
        "features.csv",
        "segments.csv",
        "codes.csv",
        "items.csv",
        "comments.csv",
        "kano.csv",
        "servqual.csv",
    ):
        tried += [{file: spoilt_table(small[file], rng)} for _ in range(6)]
    tried += [
        {"datapackage.json": "{"},
        {"datapackage.json": json.dumps({"resources": package["resources"][1:]})},
    ]
    asked = {**DATA, "cases": {name: pack_rules.case(name)}}
    found = on_the_page(script, data=asked, cases=[[name, files] for files in tried])["cases"]
    for files, page in zip(tried, found, strict=True):
        ours = first | files
        try:
            described = json.loads(ours["datapackage.json"])
        except ValueError:
            assert page == [t("site.case.package", file=f"datasets/{name}/datapackage.json")]
            continue
        told = [*broken.broken(ours, described, package)]
        if "datapackage.json" not in files:
            told += [one[:3] for one in broken.lost(ours, described, first, package, [])]
        said = {t(f"site.case.{key}", file=f"datasets/{name}/{file}", **values) for file, key, values in told}
        # What a large table that is not here would say of a code that went is said by the code's own absence.
        large = ("operations.csv", "kano.csv", "servqual.csv")
        assert set(page) == {
            one for one in said if not any(f"/{big}" in one and big not in files for big in large)
        }
    assert sum(map(bool, found)) > len(found) / 2


@node
def test_tables_are_read_as_python_reads_them(script: Path) -> None:
    texts = ['a,b\n1,"x, ""y"""\n', "\ufeffa,b\r\n1,\r\n\r\n2,三\r\n", 'a\n"line\none"\n', "a,b", ""]
    for text, (rows, back) in zip(texts, on_the_page(script, tables=texts)["tables"], strict=True):
        ours = [row for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"))) if row]
        assert rows == ours
        assert [row for row in csv.reader(io.StringIO(back)) if row] == ours


# ---- the course of a pack ----


def test_records_written_as_toml_are_the_same() -> None:
    rows = [*RAW.values(), {"id": "a", "text": "\x7f\t\"\\\n'", "n": [1, 2.5, True], "t": {}}]
    assert tomllib.loads(pack_build.written(rows))["exercise"] == rows


def test_the_course_of_a_pack(tmp_path: Path) -> None:
    changed = RAW["2.1-pair-reading"] | {"prompt": {"zh": "“改过”的题", "en": "Changed"}}
    new = changed | {"id": "own-1", "chapter": "2.1"}
    made = pack.Pack(
        {"title": "护士长的一天", "hidden_chapters": ["3.1"], "answers": {"until": "2027-01-01"}},
        [changed, new],
        ["2.1-pair-sort"],
        {
            "logo.png": PNG,
            "case/healthcare/kano.csv": b"respondent\n",
            "case/healthcare/datapackage.json": json.dumps(
                dict(cases.load("healthcare").package) | {"title_zh": "鹭湖医院：门诊", "title_en": " "}
            ).encode(),
        },
        [
            {"instead": "2.2", "zh": OWN.replace("pair-sort", "pair-reading")},
            {"after": "2.2", "zh": "# 加的\n\n字", "en": "# More\n\nText"},
            {"after": "2.2", "zh": "# 再加\n\n字"},
        ],
    )
    target = tmp_path / "course"
    pack_build.course_with(made, ROOT, target)
    own = reading.load(target / "book" / "exercises")
    before = exercises.load()
    assert own["2.1-pair-reading"].prompt.zh == "“改过”的题"
    assert places.loose(target, own)["2.1"] == ["own-1"]  # at the end of its chapter
    assert list(own) == [
        *[id for id in before if id != "2.1-pair-sort"][: list(own).index("own-1")],
        *list(own)[list(own).index("own-1") :],
    ]
    assert own.keys() == before.keys() - {"2.1-pair-sort"} | {"own-1"}
    texts = [
        path.read_text(encoding="utf-8")
        for path in [*target.glob("book/zh/*.*"), *target.glob("notebooks/zh/*")]
    ]
    assert not [text for text in texts if "2.1-pair-sort" in text]
    toc = (target / "book" / "_toc.yml").read_text(encoding="utf-8")
    assert "3-1-customer-service" not in toc
    assert "3-2-healthcare" in toc
    rows = re.findall(r"- file: (\S+)\n +title: (.*)", toc)
    at = rows.index(("book/zh/2-2-own-1", '"我们的 一天"'.replace(" ", "")))
    assert rows[at - 1 : at + 5] == [
        ("notebooks/zh/2-1-goal-setting", "2.1 练习册"),
        rows[at],
        ("notebooks/zh/2-2-goal-implementation", "2.2 练习册"),
        ("book/zh/own-2", '"加的"'),
        ("book/zh/own-3", '"再加"'),
        ("book/zh/2-3-goal-evaluation", "2.3 目标评估"),
    ]
    at = rows.index(("book/en/own-2", '"More"'))
    assert [name for name, _ in rows[at - 2 : at]] == [
        f"{kind}/en/2-2-goal-implementation" for kind in ("book", "notebooks")
    ]
    page = (target / "book" / "zh" / "2-2-own-1.md").read_text(encoding="utf-8")
    assert page.startswith(pack_texts.HEAD + "# 我们的**一天**\n")
    assert not [
        path
        for path in target.glob("book/zh/*.md")
        if "(2-2-goal" in path.read_text("utf-8") and path.name[0] != "2"
    ]
    at = rows.index(("book/zh/data-healthcare", '"数据说明：鹭湖医院：门诊"'))
    assert rows[at][0] in toc
    about = (target / "book" / "zh" / "data-healthcare.md").read_text(encoding="utf-8")
    assert about.startswith("# 数据说明：鹭湖医院：门诊\n")
    assert "青澜" not in toc
    assert "Qinglan" in toc  # an empty name is none
    config = (target / "_config.yml").read_text(encoding="utf-8")
    assert 'title: "护士长的一天"' in config
    assert "\nlogo: book/_static/pack-logo.png\n" in config
    assert not (target / "datasets" / "healthcare" / "README.md").exists()
    assert (target / "datasets" / "healthcare" / "kano.csv").read_bytes() == b"respondent\n"
    # Taking it off again, or doing it again, writes only what is other.
    stamp = (target / "book" / "_toc.yml").stat().st_mtime_ns
    pack_build.course_with(made, ROOT, target)
    assert (target / "book" / "_toc.yml").stat().st_mtime_ns == stamp
    pack_build.course_with(pack.Pack(), ROOT, target)
    for name in ("book/_toc.yml", "_config.yml", "book/exercises/2-1.toml", "datasets/healthcare/README.md"):
        assert (target / name).read_bytes() == (ROOT / name).read_bytes()


def test_the_parser_of_texts_of_ones_own_knows_nothing_that_runs() -> None:
    """Were a hostile text to pass the check, its page would show the signs as they are written."""
    set_ = yaml.safe_load(pack_texts.HEAD.strip().strip("-"))["myst"]
    line = "<b>a</b> {glue}`x` ![x](y) [x][y] [^1] $a$"
    text = "\n\n".join(
        ["# a", SCRIPT, line, "(a)=", "% a", "+++", ":::{note}\n:::", "[y]: z", "[^1]: n", "a\n==="]
    )

    def kinds(**options: Any) -> set[str]:
        parsed = create_md_parser(MdParserConfig(**options), RendererHTML).parse(text)
        return {one.type for token in parsed for one in [token, *(token.children or ())]}

    plain = {f"{kind}_{end}" for kind in ("heading", "paragraph", "link") for end in ("open", "close")}
    assert kinds(**set_) == plain | {"inline", "text", "softbreak", "code_inline"}
    known = {
        "html_block",
        "html_inline",
        "myst_role",
        "image",
        "myst_target",
        "myst_line_comment",
        "myst_block_break",
    }
    assert known | {"footnote_ref"} <= kinds()


COLOURS = """
import sys
from pathlib import Path
import pandas as pd
from sgm_lab import charts, process
from sgm_lab.paper import excel

book = excel.start()
excel.heading(page := excel.sheet(book, "a", [10]), 1, "x", last=1)
links = process.handoffs(pd.DataFrame([{"from": "a", "to": "b", "count": 4, "wait": 10.0}]))
print(charts.handoff_map(links).svg().upper(), page.cell(1, 1).font.color.rgb)
"""


def test_the_accent_of_a_pack_is_that_of_pages_figures_and_spreadsheets(tmp_path: Path) -> None:
    own = {"accent": "#7A1F3D", "accent_dark": "#FFB454"}
    pack_build.course_with(pack.Pack(own), ROOT, tmp_path)
    for name in (
        "book/_static/sgm.css",
        "sgm_lab/exercises/front.css",
        "book/_static/favicon.svg",
        "sgm_lab/look.py",
    ):
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert own["accent"] in text, name
        assert own["accent_dark"] in text, name
    left = [path for path in tmp_path.rglob("*.*") if path.suffix in (".css", ".svg", ".html") and
            any(old in path.read_text(encoding="utf-8") for old in (look.ACCENT, look.ACCENT_DARK))]  # fmt: skip
    assert left == []
    done = subprocess.run(
        [sys.executable, "-c", COLOURS],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    drawn, cell = done.stdout.rsplit(maxsplit=1)
    assert cell == "007A1F3D"
    assert "#7A1F3D" in drawn
    assert look.ACCENT not in drawn


def test_a_pack_that_is_not_taken_ends_the_command_with_its_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    assert spec is not None
    assert spec.loader is not None
    start = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(start)
    monkeypatch.setattr(start, "venv_python", lambda _: sys.executable)
    (tmp_path / "坏.zip").write_bytes(BAD["up"])
    assert start.course_with(tmp_path / "坏.zip") is None
    assert capfd.readouterr().out.strip() == by_python(tmp_path, "坏", BAD["up"])


@node
def test_an_open_pack_shows_what_a_built_one_does(script: Path) -> None:
    """Texts of one exercise of each kind, and new ones: the page's record is the one that the build would write."""
    kinds = {row["kind"]: row for row in RAW.values()}
    new = [
        row | {"id": f"{row['chapter']}-own-{kind}"}
        for kind, row in kinds.items()
        if kind not in ("lab", "predict", "goal")
    ]
    changed = [
        row | {name: {"zh": f"改过的{name}", "en": "x"} for name in ("prompt", "solution", "right")}
        for row in kinds.values()
    ]
    away = RAW["0-taster"]["id"]
    content = zipped({"pack.json": FINE, "exercises.json": {"exercise": [*changed, *new], "hidden": [away]}})
    ours = {row["id"]: exercises.find(row["id"]) for row in changed}
    base = {
        id: one.payload("zh") | one.computed("zh")
        for id, one in ours.items()
        if one.kind in ("lab", "predict")
    }
    told = [["x.zip", base64.b64encode(content).decode()]]
    (found,) = on_the_page(script, data={**DATA, "base": base}, packs=told)["packs"]
    opened = found["made"]["prepared"]
    assert opened["waits"] == []
    assert opened["added"] == [row["id"] for row in new]
    assert opened["hidden"] == [away]
    for row in [*changed, *new]:
        record = reading.read_record(row, "exercises.json")
        assert opened["records"][row["id"]] == json.loads(
            json.dumps(record.payload("zh") | record.computed("zh"))
        ), row["id"]


@node
def test_the_goal_plan_is_written_by_what_a_pack_has(script: Path, tmp_path: Path) -> None:
    """An added exercise that goes into the plan counts in the report of a class, as it does once the site is built."""
    writers = [row for row in RAW.values() if row.get("plan")]
    added = writers[0] | {"id": f"{writers[0]['chapter']}-own-plan", "plan": ["who", "cost"]}
    moved, silent, away = writers[1] | {"plan": ["mind"]}, dict(writers[2]), writers[3]["id"]
    del silent["plan"]
    content = zipped(
        {"pack.json": FINE, "exercises.json": {"exercise": [added, moved, silent], "hidden": [away]}}
    )
    (tmp_path / "x.zip").write_bytes(content)
    changed = pack_build._records(pack.read(tmp_path / "x.zip"), reading.folder_of())
    for name, rows in changed.items():
        (tmp_path / name).write_text(pack_build.written(rows), encoding="utf-8")
    for path in reading.folder_of().glob("*.toml"):
        if not (tmp_path / path.name).exists():
            shutil.copy(path, tmp_path)
    told = [["x.zip", base64.b64encode(content).decode()]]
    opened = on_the_page(script, packs=told, template=page_plan("", "zh"))["template"]
    built = page_plan("", "zh", tmp_path)

    def by_row(plan: Any) -> dict[str, list[Any]]:
        return {row["row"]: sorted(row["exercises"], key=lambda one: one["id"]) for row in plan["rows"]}

    assert by_row(opened) == by_row(built)
    assert added["id"] in {one["id"] for one in by_row(built)["cost"]}
    book = {"schema": 2, "program": "sgm_lab", "id": "p", "learner": {"name": "甲"}}
    state = {
        "answer": "每月两千元，院办出",
        "outcome": "right",
        "tries": 1,
        "updated": "2026-09-03T08:00:00Z",
    }
    handed = [("a.json", json.dumps(book | {"exercises": {added["id"]: state}}).encode())]
    assert [set(one.rows) for one in read_class(handed, "zh", tmp_path).plans] == [{"who", "cost"}]
    assert read_class(handed, "zh").plans == []


@node
def test_what_only_a_rebuilt_site_can_change_waits(script: Path) -> None:
    lab, chart, goals = (
        next(row for row in RAW.values() if row["kind"] == kind) for kind in ("lab", "predict", "goal")
    )
    rows = [
        lab | {"start": {**lab.get("start", {}), "case": "mine"}},
        chart | {"high": chart["high"] + 1},
        goals | {"criteria": {"specific": "weak"}},
        chart | {"id": "new-chart"},
    ]
    content = zipped({"pack.json": FINE, "exercises.json": {"exercise": rows}})
    (found,) = on_the_page(script, packs=[["x.zip", base64.b64encode(content).decode()]])["packs"]
    assert found["made"]["prepared"]["waits"] == [row["id"] for row in rows]
    assert found["made"]["prepared"]["records"] == {}


def test_a_chapter_left_out_takes_its_part_along_when_that_is_empty() -> None:
    toc = (ROOT / "book" / "_toc.yml").read_text(encoding="utf-8")
    left = pack_build._without_chapters(toc, ["8", "4", "5"])
    assert "结业" not in left
    assert "理论与挑战" not in left
    assert "notebooks/zh/index" in left


def test_the_editor_has_a_word_for_all_it_says() -> None:
    said = words("zh", "editor")
    asked = {
        name for path in TOOLS for name in re.findall(r"\bsay\.([a-z]\w*)", path.read_text(encoding="utf-8"))
    }
    forms = {f"field_{name.replace('.', '_')}" for name in re.findall(r'\["([a-z.]{2,})", "\w+"\]', FORM)}
    page = {key.removeprefix("page.") for key in keys("pack")}
    assert forms <= said.keys()
    assert asked - page <= said.keys()
