"""SCORM packages without a browser: what goes in, the manifest against the published schemas, the room there is."""

from __future__ import annotations

import doctest
import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from answers import right_answer, wrong_answers
from lms.__main__ import main
from lms.scorm import pages
from lms.scorm.gather import Site, chapter_pages, plan_of
from lms.scorm.manifest import SCORM, manifest
from lms.scorm.package import MODULES, chapters, course
from lxml import etree
from plain_script import bundled

from sgm_lab import exercises
from sgm_lab.exercises.journey import Part, Place, course_plan

ROOT = Path(__file__).parents[1]
SCHEMAS = ROOT / "tests" / "vendor" / "scorm-schemas"
NODE = shutil.which("node")
RECORDS = exercises.load()

# ---- the manifest ----


def schema(version: str) -> etree.XMLSchema:
    """The published schemas of one version, put together."""
    lines = [
        f'<xs:import namespace="{SCORM[version]["spaces"][prefix]}" schemaLocation="{file}"/>'
        for prefix, file in SCORM[version]["schemas"].items()
    ]
    text = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{"".join(lines)}</xs:schema>'
    base = (SCHEMAS / version / "all.xsd").as_uri()
    return etree.XMLSchema(etree.fromstring(text, base_url=base))


@pytest.mark.parametrize("version", SCORM)
def test_manifests_hold_to_the_published_schemas(version: str) -> None:
    made = manifest(
        version, "SGM-zh-2.1", "2.1 目标设定 <&>", "lms/index.html", ["lms/index.html", "a b/图.svg"]
    )
    known = schema(version)
    root = etree.fromstring(made)
    known.assertValid(root)
    assert [one.get("href") for one in root.iter("{*}file")][1] == "a%20b/%E5%9B%BE.svg"
    (item,), (resource,) = root.iter("{*}item"), root.iter("{*}resource")
    assert item.get("identifierref") == resource.get("identifier")
    assert resource.get(f"{{{SCORM[version]['spaces']['adlcp']}}}{SCORM[version]['kind']}") == "sco"
    for tag, name in (("manifest", "identifier"), ("resource", "type"), ("organization", "identifier")):
        wrong = etree.fromstring(made)
        del next(wrong.iter(f"{{*}}{tag}")).attrib[name]
        assert not known.validate(wrong), name


# ---- pages ----

PAGE = """<!DOCTYPE html><html><head>
<link rel="prev" href="a.html"><script src="../../_static/theme.js"></script></head><body>
<a class="sgm-find" href="../../search.html">查找</a><a class="sgm-other" href="../en/b.html">English</a>
<nav id="sgm-contents"><p aria-level="2" class="caption"><span>甲</span></p>
<ul><li class="toctree-l1"><a class="reference internal" href="a.html">A</a></li>
</ul><p aria-level="2" class="caption"><span>乙</span></p>
<ul><li class="toctree-l1"><a href="#">B</a></li>
<li class="toctree-l1"><a href="c.html">C</a></li>
</ul></nav>
<p>见 <a href="a.html#x">第一章</a>、<a href="c.html">术语表</a>和<a href="https://example.org/">别处</a>。</p>
<div class="sgm-live" data-folder="f"><button type="button">让本页动起来</button><p>7 MB</p></div>
<section class="sgm-take" aria-label="t"><h2>带走</h2>
<ul>
<li><a href="../../_downloads/x.pdf" download>PDF</a></li>
</ul>
</section>
<nav class="sgm-turn" aria-label="t">
<a rel="prev" href="a.html"><small>上</small> A</a><a rel="next" href="c.html"><small>下</small> C</a>
</nav>
<p class="sgm-changed">2026 <a href="desk.html">讲师</a></p>
<script type="application/json" class="sgm-live-data">{"words":{"absent":"没有 & 不用"},"labs":{"K 1":{"states":null,"able":true}},"python":"x/"}</script>
<dialog id="sgm-search">…</dialog></body></html>"""  # noqa: E501


def test_a_page_leads_only_to_what_is_in_the_package() -> None:
    made = pages.fitted(PAGE, "book/zh/b.html", {"book/zh/c.html"}.__contains__, searched=False)
    for gone in (
        "a.html",
        "甲",
        "查找",
        "English",
        "x.pdf",
        "带走",
        "讲师",
        "sgm-search",
        "让本页动起来",
        "7 MB",
    ):
        assert gone not in made, gone
    assert "见 第一章、" in made
    assert '<a href="c.html">术语表</a>' in made
    assert '<a target="_blank" rel="noopener" href="https://example.org/">' in made
    assert '<a rel="next" href="c.html">' in made
    assert "<p>没有 &amp; 不用</p>" in made
    data = json.loads(pages.DATA.search(made)[2])
    assert (data["python"], data["labs"]["K 1"]["able"]) == (None, False)
    assert re.findall(r'<script src="([^"]+)"', made) == ["../../lms/page.js", "../../_static/theme.js"]


def test_examples() -> None:
    assert doctest.testmod(pages).failed == 0


# ---- a small site ----


def small(folder: Path, lang: str = "zh") -> Site:
    """A site of two chapters, a glossary and a desk, as far as packages look at it."""
    asked = {"1": ["1-check-1", "1-check-2"], "2.1": ["2.1-pair-reading", "2.1-goal-rewrite"]}
    places = [
        Place(f"book/{lang}/{name}.html", name, (Part("p", "一节", tuple(ids)),))
        for name, ids in asked.items()
    ]
    records = [RECORDS[id] for ids in asked.values() for id in ids]
    plan = course_plan(records, places, lang, plan_page=f"book/{lang}/my-plan.html") | {
        "pack": {"lang": lang, "tools": "t"}
    }
    contents = "".join(
        f'<li><a href="{name}.html">{name}</a></li>' for name in ("1", "2.1", "glossary", "my-plan")
    )
    scripts = "".join(
        f'<script src="../../_static/{name}.js"></script>' for name in ("theme", f"plan-{lang}")
    )
    head = f'<link href="../../_static/sgm.css">{scripts}'
    nav = f'<nav id="sgm-contents"><ul>{contents}</ul></nav>'
    asks = '<div class="sgm-exercise" data-id="{}"></div>'
    bodies = {
        "index": '<a href="../../licences.html">l</a> <a class="sgm-find" href="../../search.html">s</a>',
        **{name: "".join(asks.format(id) for id in ids) for name, ids in asked.items()},
        "glossary": '<img src="../../_images/a%20b.svg"><script src="../../_static/live-12345678/worker.js"></script>',
        "my-plan": '<div class="sgm-goal-plan"></div>',
        "desk": "讲师台",
    }
    page = f"<html><head>{head}</head><body>{nav}{{}}</body></html>"
    files = {f"book/{lang}/{name}.html": page.format(text) for name, text in bodies.items()}
    files |= {
        "licences.html": "<script></script>",
        "search.html": "<script></script>",
        "_static/sgm.css": "a { background: url('exercises-12345678/a.png') }",
        "_static/theme.js": "",
        f"_static/plan-{lang}.js": f"window.sgmPlan={json.dumps(plan)};\n",
        "_static/exercises-12345678/a.png": "",
        "_static/exercises-12345678/b.js": "",
        "_static/exercises-12345678/b.js.gz": "",
        "_static/live-12345678/worker.js": "",
        "_images/a b.svg": "",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return Site(folder, lang)


def test_a_package_has_what_its_pages_ask_for_and_nothing_else(tmp_path: Path) -> None:
    site = small(tmp_path)
    assert chapter_pages(site, "2.1") == ["book/zh/2.1.html", "book/zh/glossary.html"]
    first, second = chapters(site)
    assert [first.name, second.name] == ["SGM-zh-1.zip", "SGM-zh-2.1.zip"]
    with zipfile.ZipFile(io.BytesIO(second.content)) as package:
        names = set(package.namelist())
        listed = {
            one.get("href") for one in etree.fromstring(package.read("imsmanifest.xml")).iter("{*}file")
        }
        ours = ("index.html", "page.js", "sco.js", "sco.css", "fflate.js", "fflate-licence.txt")
        assert names == {
            "imsmanifest.xml", "book/zh/2.1.html", "book/zh/glossary.html", "licences.html", "_images/a b.svg",
            "_static/sgm.css", "_static/theme.js", "_static/plan-zh.js", "_static/exercises-12345678/a.png",
            "_static/exercises-12345678/b.js", *(f"lms/{name}" for name in ours),
        }  # fmt: skip
        assert {unquote(one) for one in listed} == names - {"imsmanifest.xml"}
    with zipfile.ZipFile(io.BytesIO(course(site).content)) as package:
        assert {"book/zh/my-plan.html", "book/zh/index.html", "search.html"} <= set(package.namelist())
        assert "book/zh/desk.html" not in package.namelist()


def test_a_site_of_two_languages_makes_packages_of_both(tmp_path: Path) -> None:
    for lang in ("zh", "en"):
        small(tmp_path, lang)
    assert main(["scorm", "--site", str(tmp_path), "--to", str(tmp_path / "out")]) == 0
    with zipfile.ZipFile(tmp_path / "out" / "scorm-1.2" / "en" / "SGM-en-1.zip") as package:
        assert not [name for name in package.namelist() if "zh" in name]
        window = package.read("lms/index.html").decode()
        assert "are kept in the learning platform" in window
        assert not re.search(r"[\u4e00-\u9fff]", window.replace("一节", ""))


def test_the_plan_of_a_package_counts_what_can_be_done_in_it(tmp_path: Path) -> None:
    site = small(tmp_path)
    plan = plan_of(site, chapter_pages(site, "2.1"), ["2.1"])
    assert [one["id"] for chapter in plan["chapters"] for one in chapter["exercises"]] == ["2.1-pair-reading"]
    assert plan["words"]["course_left"] == plan["words"]["chapter_left"]
    assert (plan["python"], plan["goalPlan"]["url"], plan["pack"]["tools"]) == (False, "", None)
    assert site.plan["python"]  # untouched


def test_the_same_site_gives_the_same_bytes(tmp_path: Path) -> None:
    site = small(tmp_path)
    assert [one.content for one in chapters(site)] == [one.content for one in chapters(Site(tmp_path, "zh"))]


def test_the_command_says_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scorm", "--site", str(tmp_path), "--to", str(tmp_path / "out")]) == 1
    assert "start.py book" in capsys.readouterr().out
    small(tmp_path)
    assert main(["scorm", "--site", str(tmp_path), "--to", str(tmp_path / "out")]) == 0
    made = sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.zip"))
    assert made == ["scorm-1.2/zh/SGM-zh-1.zip", "scorm-1.2/zh/SGM-zh-2.1.zip", "scorm-2004/zh/SGM-zh.zip"]


# ---- the room that a platform gives ----


def states(records: list[Any]) -> dict[str, Any]:
    """Everything answered, after two mistakes and all hints, written as long as the model answers."""
    made = {}
    for number, record in enumerate(records):
        made[record.id] = {
            "answer": right_answer(record),
            "outcome": "right",
            "tries": 3,
            "hints": len(record.hints),
            "solution": True,
            "updated": f"2026-11-30T08:{number % 60:02}:{number * 7 % 60:02}.{number * 31 % 1000:03}Z",
            "mistakes": [] if record.free else wrong_answers(record)[:2],
        }
    return made


def book(records: list[Any]) -> str:
    head = {
        "schema": 2,
        "program": "sgm_lab",
        "id": "0123456789abcdef",
        "created": "2026-11-30T08:00:00.000Z",
    }
    more = {
        "saved": head["created"],
        "learner": {"name": "王芳"},
        "settings": {"lot 2026-11-30T08:00:00.000Z aa": True},
    }
    return json.dumps({**head, **more, "exercises": states(records)}, ensure_ascii=False)


@pytest.mark.skipif(not NODE, reason="no Node here")
def test_all_answers_of_a_chapter_and_of_the_course_fit() -> None:
    by_chapter: dict[str, list[Any]] = {}
    for record in RECORDS.values():
        if not record.python:
            by_chapter.setdefault(record.chapter, []).append(record)
    asked = [{"name": name, "text": book(own), "room": 4096} for name, own in by_chapter.items()]
    whole = [record for own in by_chapter.values() for record in own]
    asked.append({"name": "all", "text": book(whole), "room": 64000})
    run = [NODE, str(ROOT / "tests" / "js" / "packed.mjs")]
    done = subprocess.run(run, input=json.dumps(asked), capture_output=True, encoding="utf-8", check=True)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    longest = {one["name"]: one["length"] for one in found}
    assert longest.pop("all") < 25_000  # as the guide says
    assert max(longest.values()) < 3_000, longest
    assert all(one["same"] and not one["left"] and not one["sections"] for one in found), found


@pytest.mark.skipif(not NODE, reason="no Node here")
def test_what_the_platform_is_told_in_the_course_of_a_visit(tmp_path: Path) -> None:
    script = tmp_path / "sco.cjs"
    script.write_text(bundled([*MODULES, ROOT / "tests" / "js" / "sco_whole.mjs"]), encoding="utf-8")
    told = {**os.environ, "FFLATE": str(ROOT / "book" / "lms" / "scorm" / "fflate" / "fflate.js")}
    done = subprocess.run([NODE, "--test", str(script)], capture_output=True, encoding="utf-8", env=told)
    assert done.returncode == 0, done.stdout[max(done.stdout.find("not ok") - 200, 0) :][:3000] + done.stderr
    assert re.search(r"# pass [4-9]", done.stdout)
