"""A book of a few lines, built with everything that is off by default: two languages, an address, places to open it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from bundle import bundle
from licensed import without_licence
from lxml import etree, html
from serve import POLICY
from sgm_papers import language_of

from sgm_lab import labs
from sgm_lab.i18n import t

pytest.importorskip("jupyter_book")
from site_build import build, notebook, small_book

ROOT = Path(__file__).parents[1]
TOC = """
format: jb-book
root: book/zh/index
parts:
  - caption: 应用
    chapters:
      - file: book/zh/2-1-first
      - file: notebooks/zh/2-1-first
      - file: notebooks/zh/2-1-lab
  - caption: In English
    chapters:
      - file: book/en/index
      - file: book/en/2-1-first
"""
INDEX = (
    "# 小书\n\n一本只有几行的书，用来检查平常关着的东西：另一种语言、网址、在别处打开的链接，这里都打开了。\n"
)
CHAPTER = r"""# 第一章

## 甲

等待$t$分钟，利用率$\rho=\frac{\lambda}{\mu}$。

```{math}
\bar{x} = \sum_i x_i
```

## 乙

数据是healthcare。

```{admonition} 丙
:class: dropdown
折起来的话。
```
"""
COLAB = "https://colab.research.google.com"  # its machines have no sgm_lab
PAGES = {
    "book/zh/index": INDEX,
    "book/zh/2-1-first": CHAPTER,
    "book/en/index": "# A small book\n\nIt has a few lines.\n",
    "book/en/2-1-first": "# First chapter\n\nWe wait; the waiting time.\n",
}
FRONTS = ("book/zh/index.html", "book/en/index.html")
NOTEBOOK = notebook(("markdown", "# 第一章练习册\n"))
LAB = notebook(("markdown", "# 目标工具\n"), ("code", "labs.SmartStudio()"))


def set_up(folder: Path) -> None:
    """Write the small book, with the settings of the real one and what its comments offer."""
    settings = (ROOT / "_config.yml").read_text(encoding="utf-8")
    offered = r"^( *)# ((?:repository|  url|  branch|binderhub_url|jupyterhub_url|baseurl):[^#\n]*)"
    settings = re.sub(offered, r"\1\2", settings, flags=re.M)
    settings = settings.replace("execute_notebooks: cache", "execute_notebooks: off")
    settings = settings.replace("title: 服务目标管理", "title: 护士长的一天 & 夜", 1)
    settings = settings.replace("# logo: book/_static/logo.png", "logo: book/_static/screenshot.png")
    settings = settings.replace("launch_buttons:\n", f"launch_buttons:\n  colab_url: {COLAB}\n")
    drawn = {
        "data": {"text/html": [labs.SmartStudio().static()]},
        "metadata": {},
        "output_type": "display_data",
    }
    LAB["cells"][1]["outputs"] = [drawn]
    books = {"notebooks/zh/2-1-first": NOTEBOOK, "notebooks/zh/2-1-lab": LAB}
    small_book(folder, TOC, PAGES, books, settings)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    set_up(folder)
    out = folder / "_build"  # which is no source
    said = build(folder, out)
    (out / "_build" / "html" / "said.txt").write_text(said, encoding="utf-8")
    return out / "_build" / "html"


def read(path: Path) -> Any:
    return html.fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


def test_each_page_leads_to_its_twin(small: Path) -> None:
    for mine, other, words in (("zh", "en", "English"), ("en", "zh", "中文")):
        page = read(small / f"book/{mine}/2-1-first.html")
        (link,) = page.xpath("//a[@class='sgm-other']")
        assert (link.get("href"), link.text) == (f"../{other}/2-1-first.html", words)
        assert page.get("lang") == {"zh": "zh-CN", "en": "en-GB"}[mine]
    book = read(small / "notebooks/zh/2-1-first.html")  # no twin of its own: to the first page
    assert book.xpath("//a[@class='sgm-other']/@href") == ["../../book/en/index.html"]
    english = read(small / "book/en/2-1-first.html")
    assert "Contents" in english.xpath("//header/button")[0].text


def test_a_search_knows_its_own_pages_whole_and_of_others_their_titles(small: Path) -> None:
    """A phone loads one of the two."""
    index = {
        lang: json.loads((small / f"_static/search-{lang}.json").read_text("utf-8")) for lang in ("zh", "en")
    }
    for mine, other, home in (("zh", "en", "book/en/search.html"), ("en", "zh", "search.html")):
        urls = [page["url"] for page in index[mine]["pages"]]
        assert urls == [url for url in urls if f"/{mine}/" in url] != []
        told = index[mine]["others"][other]
        assert (told["search"], told["name"]) == (home, {"zh": "中文", "en": "English"}[other])
        assert [url for _, url in told["pages"]] == [page["url"] for page in index[other]["pages"]]
        assert len(json.dumps(told)) < len(json.dumps(index[other]["pages"]))
    waiting = next(term for term in index["zh"]["terms"] if "候诊" in term["own"])
    (names, places) = waiting["other"]["en"]
    assert "waiting time" in names
    assert [index["zh"]["others"]["en"]["pages"][at][1] for at in places] == ["book/en/2-1-first.html"]
    assert "kin" not in index["zh"]
    assert "wait waiting" in index["en"]["kin"]


def test_a_workbook_opens_where_the_instructor_wants(small: Path) -> None:
    page = read(small / "notebooks/zh/2-1-first.html")
    links = page.xpath("//*[@class='sgm-take']//a[@rel='noopener']/@href")
    path = "notebooks/zh/2-1-first.ipynb"
    assert [link.split("/")[2] for link in links] == ["mybinder.org", "hub.example.org"]
    assert links[0] == f"https://mybinder.org/v2/gh/OWNER/NAME/main?urlpath=lab/tree/{path}"
    assert links[1].startswith("https://hub.example.org/hub/user-redirect/git-pull?repo=https")
    assert not read(small / "book/zh/2-1-first.html").xpath("//a[@rel='noopener']")


def test_binder_installs_the_course() -> None:
    """Without these files it has a Python that is too old, and no `sgm_lab`."""
    folder = ROOT / ".binder"
    (name,) = (folder / "requirements.txt").read_text().removeprefix("-r ").split()
    assert (folder / name).resolve() == ROOT / "requirements.txt"
    assert "pip install --no-deps --no-build-isolation -e .\n" in (folder / "postBuild").read_text()
    assert os.name == "nt" or (folder / "postBuild").stat().st_mode & 0o111
    minor = re.fullmatch(r"python-3\.(\d+)\n", (folder / "runtime.txt").read_text())
    assert minor
    assert int(minor[1]) in range(11, 14)


def test_title_and_logo_are_those_of_the_settings(small: Path) -> None:
    pages = [*(f"{name}.html" for name in PAGES), "404.html", "index.html", "notebooks/zh/2-1-lab.html"]
    for name in pages:
        page = read(small / name)
        assert page.xpath("//title/text()")[0].count("护士长的一天 & 夜") == 1, name
        assert "服务目标管理" not in page.xpath("string(//head)") + page.xpath("string(//header)")
        assert page.xpath("//meta[@property='og:site_name']/@content") in ([], ["护士长的一天 & 夜"])
    header = read(small / "book/en/2-1-first.html").xpath("//a[@class='sgm-brand']")[0]
    assert header.text_content() == "护士长的一天 & 夜"
    (logo,) = header.xpath("img/@src")
    assert (small / "book/en" / logo).resolve().is_file()
    assert not header.xpath("svg")


def test_the_door_shows_every_language_and_without_a_script_one_chooses(small: Path) -> None:
    door = read(small / "index.html")
    ways = [(way.get("hreflang"), way.get("href"), way.text) for way in door.xpath("//section//a")]
    assert ways == [
        ("zh-CN", "book/zh/index.html", "进入中文版"),
        ("en-GB", "book/en/index.html", "Enter in English"),
    ]
    assert all((small / href).is_file() for _, href, _ in ways)
    assert door.xpath("//script/@src") == ["_static/door.js"]
    assert door.xpath("//meta[@http-equiv='refresh']") == []


def test_the_address_is_told_to_search_engines_and_friends(small: Path) -> None:
    base = "https://example.org/course/"
    places = [loc.text for loc in etree.parse(str(small / "sitemap.xml")).iter("{*}loc")]
    assert sorted(places) == sorted(
        f"{base}{name}.html" for name in [*PAGES, "notebooks/zh/2-1-first", "notebooks/zh/2-1-lab"]
    )
    assert (small / "robots.txt").read_text() == f"Sitemap: {base}sitemap.xml\n"
    front = read(small / "book/zh/index.html")
    assert front.xpath("//link[@rel='canonical']/@href") == [f"{base}book/zh/index.html"]
    assert front.xpath("//meta[@property='og:image']/@content") == [f"{base}_static/card.png"]
    assert front.xpath("//meta[@name='description']/@content")[0].startswith("一本只有几行的书")
    lost = read(small / "404.html")
    assert lost.xpath("//form/@action") == [f"{base}search.html", f"{base}book/en/search.html"]
    assert lost.xpath("//section/@lang") == ["zh-CN", "en-GB"]
    assert lost.xpath("//section//a/@href") == [f"{base}book/zh/index.html", f"{base}book/en/index.html"]
    english = read(small / "book/en/index.html")
    assert english.xpath("//meta[@property='og:image']/@content") == [f"{base}_static/card-en.png"]
    assert (small / "_static/card-en.png").read_bytes() != (small / "_static/card.png").read_bytes()


def test_without_git_no_day_is_claimed(small: Path) -> None:
    assert not read(small / "book/zh/2-1-first.html").xpath("//*[@class='sgm-changed']")
    assert "<lastmod>" not in (small / "sitemap.xml").read_text()


def test_formulas_need_no_script(small: Path) -> None:
    page = read(small / "book/zh/2-1-first.html")
    assert len(page.xpath("//math")) == 3
    assert page.xpath("//math[@display='block']")
    assert not page.xpath("//script[contains(@src, 'athjax')]")


def test_without_python_a_page_says_so(small: Path) -> None:
    """Where Python cannot be had, the book is built all the same; a page with a lab names what is missing."""
    assert "网页里没有Python：取不到" in (small / "said.txt").read_text("utf-8")
    assert not [*small.glob("_static/live-*"), *small.glob("_static/pyodide-*")]
    page = read(small / "notebooks/zh/2-1-lab.html")
    (line,) = page.xpath("//*[@class='sgm-live']")
    assert line.text_content() == t("live.absent", "zh")
    assert not line.xpath(".//button")
    (data,) = page.xpath("//script[@class='sgm-live-data']")
    assert json.loads(data.text)["python"] is None
    assert not read(small / "notebooks/zh/2-1-first.html").xpath("//*[@class='sgm-live']")


def test_every_page_says_what_it_may_load_and_needs_no_more(small: Path) -> None:
    """The policy stands in the pages, since not every server says it; before anything it governs."""
    for file in small.rglob("*.html"):
        page = read(file)
        governed = page.xpath("//head/*[self::script or self::link or self::style or self::meta]")
        assert governed[1].get("http-equiv") == "Content-Security-Policy", file
        assert governed[1].get("content") == POLICY
        assert page.xpath("//script[not(@src) and not(@type='application/json')]") == []
        assert page.xpath("//@*[starts-with(name(), 'on')]") == []
    folded = read(small / "book/zh/2-1-first.html").xpath("//script/@src")
    assert any("/inline-" in name for name in folded)  # what an extension had written into the page


def test_what_others_made_comes_with_its_licence(small: Path, tmp_path: Path) -> None:
    """Every page leads to the texts; they are in the bundle, as it has all of the site."""
    assert without_licence(small) == []
    for name in FRONTS:
        (link,) = read(small / name).xpath("//p[@class='sgm-licences']/a/@href")
        folder = small / "book" / "en" if language_of(str(name)) == "en" else small
        assert ((small / name).parent / link).resolve() == folder / "licences.html"
    (small / "_static" / "someones.js").write_text("1")
    try:
        assert without_licence(small) == ["someones.js"]
    finally:
        (small / "_static" / "someones.js").unlink()


def test_the_bundle_has_all_of_the_site(small: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(bundle(small, tmp_path / "course.zip")) as packed:
        inside = {name.removeprefix("service-goal-management/site/") for name in packed.namelist()}
    files = {path.relative_to(small).as_posix() for path in small.rglob("*") if path.is_file()}
    assert files - inside <= {".buildinfo", "objects.inv"}
    modules = [path for path in small.rglob("*.html") if 'type="module"' in path.read_text("utf-8")]
    assert all("sgm-live-data" in path.read_text("utf-8") for path in modules)  # of labs, which need a server


def test_without_python_the_bundle_opens_the_course_itself(small: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(bundle(small, tmp_path / "course.zip")) as packed:
        packed.extractall(tmp_path)
    folder, tools = tmp_path / "service-goal-management", tmp_path / "tools"
    tools.mkdir()
    (tools / "xdg-open").write_text('#!/bin/sh\necho "opened $1"\n')
    (tools / "xdg-open").chmod(0o755)
    for name in ("dirname", "sh"):
        (tools / name).symlink_to(str(shutil.which(name)))
    command = [str(shutil.which("sh")), str(folder / "open-course.command")]
    said = subprocess.run(command, env={"PATH": str(tools)}, capture_output=True, encoding="utf-8").stdout
    assert "题目都能做" in said
    assert "opened site/index.html" in said
    assert (folder / "site" / "index.html").is_file()
    assert 'start "" "site\\index.html"' in (folder / "open-course.bat").read_text("utf-8")


def test_nothing_of_the_theme_is_left_over(small: Path) -> None:
    kept = {path.name for path in (small / "_static").iterdir()}
    assert not kept & {"scripts", "styles", "vendor", "locales", "searchtools.js", "doctools.js"}
    page = (small / "book/zh/2-1-first.html").read_text("utf-8")
    assert not re.findall(r"thebe|unpkg|cdn|googleapis|fontawesome", page)
    for file in small.rglob("*.html"):
        assert file.stat().st_size <= 1024 or file.with_name(file.name + ".gz").is_file()


def test_a_title_that_changes_is_new_on_every_page_that_shows_it(small: Path) -> None:
    """Last, as it builds the site again: one page is read, and all that name it are written."""
    folder, out = small.parents[2], small.parents[1]
    source = folder / "book/en/2-1-first.md"
    titled = source.read_text("utf-8").replace("# First chapter", "# A chapter by another name")
    before = {name: (small / f"{name}.html").stat().st_mtime_ns for name in PAGES}
    chinese = (small / "book/zh/2-1-first.html").read_bytes()
    source.write_text(titled, encoding="utf-8")
    said = build(folder, out)
    assert "0 added, 1 changed, 0 removed" in said, re.findall("updating environment.*", said)
    for name in ("book/en/index", "book/en/2-1-first"):
        shown = (small / f"{name}.html").read_text("utf-8")
        assert "A chapter by another name" in shown
        assert "First chapter" not in shown
    assert "A chapter by another name" in read(small / "book/en/index.html").xpath("string(//nav)")
    # A page that shows nothing of it stands as it stood.
    assert (small / "book/zh/2-1-first.html").stat().st_mtime_ns == before["book/zh/2-1-first"]
    assert (small / "book/zh/2-1-first.html").read_bytes() == chinese
