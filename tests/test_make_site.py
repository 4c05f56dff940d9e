"""`python start.py book`: checked first, built beside, put in place when whole; what went wrong stands last."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path
from typing import Any

import make_site
import publish
import pytest
import yaml
from _editions.gate import Finding
from lxml import html
from pack_build import SETTINGS

from sgm_lab.i18n import t

ROOT = Path(__file__).parents[1]


def test_what_an_instructor_says_in_a_pack_or_a_case_needs_no_translation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pack that changed one exercise could not be built any more: its English was not marked as written."""
    found = [
        Finding("unmarked", "datasets/my_clinic/case.toml", ""),
        Finding("stale", "book/exercises/1.toml", "1-one"),
    ]
    monkeypatch.setattr(make_site.gate, "findings", lambda root, lang: found)
    (told,) = make_site.behind(tmp_path, "en")
    assert "1-one" in told
    (tmp_path / "book").mkdir()
    (tmp_path / SETTINGS).write_text("{}", encoding="utf-8")
    assert make_site.behind(tmp_path, "en") == []


# ---- one site takes the place of another ----


def site_of(folder: Path, *names: str) -> Path:
    """Write a site of a page and some editions."""
    for name in names:
        path = folder / "_static" / name / "a.js"
        path.parent.mkdir(parents=True)
        path.write_text(name)
    (folder / "page.html").write_text(" ".join(names))
    return folder


def folders(site: Path) -> set[str]:
    return {path.name for path in (site / "_static").iterdir() if path.is_dir()}


def test_what_open_pages_name_stays_one_edition_longer(tmp_path: Path) -> None:
    site = tmp_path / "html"
    one, two, three = (site_of(tmp_path / n, f"live-{n * 8}", "vendor") for n in "123")
    publish.publish(one, site)
    assert folders(site) == {"live-11111111", "vendor"}
    for _ in range(2):  # building again what is there already takes nothing away
        publish.publish(two, site)
        assert folders(site) == {"live-11111111", "live-22222222", "vendor"}
    assert (site / "page.html").read_text() == "live-22222222 vendor"
    publish.publish(three, site)
    assert folders(site) == {"live-22222222", "live-33333333", "vendor"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1", "2", "3", "html"]


def test_the_published_site_is_never_written_into(tmp_path: Path) -> None:
    """Unchanged files are links to those of the site before: a later build must not reach them."""
    fresh, site = site_of(tmp_path / "fresh", "live-12345678"), tmp_path / "html"
    for _ in range(2):
        publish.publish(fresh, site)
    (fresh / "page.html").write_text("half")
    assert (site / "page.html").read_text() == "live-12345678"


@pytest.mark.parametrize("failing", [1, 2])
def test_where_the_exchange_fails_the_old_site_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    fresh, site = site_of(tmp_path / "fresh", "b"), site_of(tmp_path / "html", "a")
    moves: list[Path] = []

    def move(path: Path, target: Path) -> None:
        moves.append(path)
        if len(moves) == failing:
            raise PermissionError(13, "in use")
        path.rename(target)

    monkeypatch.setattr(publish, "_move", move)
    with pytest.raises(PermissionError):
        publish.publish(fresh, site)
    assert folders(site) == {"a"}


def test_a_machine_that_stopped_in_the_middle_gets_its_site_back(tmp_path: Path) -> None:
    site = site_of(tmp_path / "html", "a")
    site.rename(tmp_path / "html.old")
    publish.recover(site)
    assert folders(site) == {"a"}


# ---- causes ----


def test_causes_are_told_in_words_with_their_place(tmp_path: Path) -> None:
    (tmp_path / "x.err.log").write_text("Traceback\n  ...\nKeyError: 'privacy'\n")
    page, book = tmp_path / "book" / "zh" / "a.md", tmp_path / "notebooks" / "zh" / "b.ipynb"
    log = (
        f"\x1b[91m{page}:7: WARNING: 'myst' cross-reference target not found: 'no.md' [myst.xref_missing]\x1b[0m\n"
        f"{book}: WARNING: Executing notebook failed: CellExecutionError [mystnb.exec]\n"
        f"{book}: WARNING: Notebook exception traceback saved in: {tmp_path / 'x.err.log'} [mystnb.exec]\n"
        "build finished with problems.\n"
    )
    assert make_site.causes(log, tmp_path) == [
        "book/zh/a.md 第7行：链接指向“no.md”，没有这个地方",
        "notebooks/zh/b.ipynb：这一页里的代码没有运行成功：KeyError: 'privacy'",
    ]
    assert make_site.causes("\x1b[1mall good\x1b[0m\nMemoryError\n\n", tmp_path) == ["MemoryError"]


# ---- a book of a few lines, built again and again ----

TOC = """
format: jb-book
root: book/zh/index
parts:
  - caption: 应用
    chapters:
      - file: book/zh/1-first
      - file: book/zh/2-1-second
      - file: notebooks/zh/2-1-second
"""
LINKS = """# 小书

看[第一章](1-first.md)，再看[第二章](2-1-second.md)和[练习册](../../notebooks/zh/2-1-second.ipynb)。

{doc}`第二章的正文 <2-1-second>`也是。

```{button-ref} /book/zh/2-1-second
:ref-type: doc

从第二章开始
```

```{chapters}
```

```{workbook} chapters
```

```{answers}
```
"""
PAGES = {
    "book/zh/index": LINKS,
    "book/zh/1-first": "# 第一章\n\n```{exercise} 1-same-people\n```\n",
    "book/zh/2-1-second": "# 第二章\n\n## 乙\n\n```{exercise} 2.1-pair-reading\n```\n",
}


def test_what_only_follows_from_failed_code_is_no_cause(tmp_path: Path) -> None:
    report = tmp_path / "2-1.err.log"
    report.write_text("...\nKeyError: 'C098'\n", encoding="utf-8")
    glue = "WARNING: No key 'step_0' found in glue data for this document. (use `path::key`) [mystnb.glue]"
    log = "\n".join(
        [
            f"{tmp_path}/book/zh/2-1-goal.md:407: {glue}",
            f"{tmp_path}/book/zh/2-1-goal.md: WARNING: Notebook exception traceback saved in: {report} [mystnb.exec]",
            f"{tmp_path}/book/zh/4-theory.md:9: {glue}",
        ]
    )
    first, second = make_site.causes(log, tmp_path)
    assert "KeyError: 'C098'" in first
    assert "4-theory.md" in second  # its code ran, so this is a mistake of its own


class Book:
    """A small book, and what making its site says."""

    def __init__(self, folder: Path, capsys: Any) -> None:
        self.folder, self.capsys = folder, capsys
        self.site = folder / "_build" / "html"

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    def make(self) -> tuple[int, str, str]:
        """Return the code, everything, and what was said last."""
        self.capsys.readouterr()
        code = make_site.main(self.folder)
        said = self.capsys.readouterr().out
        return code, said, said.rpartition(make_site.MARK)[2].strip()

    def sum(self) -> str:
        files = sorted(path for path in self.site.rglob("*") if path.is_file())
        return hashlib.sha256(b"".join(str(path).encode() + path.read_bytes() for path in files)).hexdigest()


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> Book:
    pytest.importorskip("jupyter_book")
    from site_build import FEW_STATES, notebook, small_book

    settings = (ROOT / "_config.yml").read_text("utf-8")
    settings = settings.replace("execute_notebooks: cache", "execute_notebooks: off") + FEW_STATES
    back = notebook(("markdown", "# 第二章练习册\n\n回[第一章](../../book/zh/1-first.md)。\n"))
    small_book(tmp_path, TOC, PAGES, {"notebooks/zh/2-1-second": back}, settings)
    (tmp_path / "book" / "exercises").mkdir()
    for name in ("1.toml", "2-1.toml"):
        shutil.copy(ROOT / "book" / "exercises" / name, tmp_path / "book" / "exercises")
    monkeypatch.setenv("SGM_PYODIDE_WHEELS", "none")
    return Book(tmp_path, capsys)


def test_a_folder_with_other_things_is_left_alone(small: Book) -> None:
    share = small.folder / "share" / "course"
    share.mkdir(parents=True)
    (share / "accounts.xlsx").write_bytes(b"mine")
    assert make_site.main(small.folder, share) == 1
    assert "里有别的东西" in small.capsys.readouterr().out
    assert [path.name for path in share.iterdir()] == ["accounts.xlsx"]


def test_the_workflow_publishes_what_the_command_makes() -> None:
    flow = yaml.safe_load((ROOT / ".github" / "workflows" / "pages.yml").read_text(encoding="utf-8"))
    steps = {one.get("uses", "run").split("@")[0]: one for one in flow["jobs"]["build"]["steps"]}
    assert steps["run"]["run"] == "python start.py book --no-serve"
    assert steps["actions/upload-pages-artifact"]["with"] == {"path": "_build/html"}
    assert flow["jobs"]["publish"]["needs"] == "build"


def broken_links(site: Path) -> list[str]:
    """Return the links of a site that lead to no file of it."""
    found = []
    for page in site.rglob("*.html"):
        tree = html.fromstring(page.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        for link in tree.xpath("//a/@href"):
            path = re.sub(r"[#?].*", "", link)
            if path and "://" not in path and page.name != "404.html" and not (page.parent / path).exists():
                found.append(f"{page.relative_to(site)}: {link}")
    return found


def test_a_site_is_whole_or_as_before(small: Book) -> None:
    small.edit("_config.yml", "launch_buttons:\n", "launch_buttons:\n  colab_url: https://example.org\n")
    (small.site / "notebooks" / "zh").mkdir(parents=True)
    (small.site / "notebooks" / "zh" / "2-1-second.html").write_text("as before")
    good = small.sum()

    small.edit("book/exercises/1.toml", 'answer = "same"', 'answer = "none"')
    code, said, last = small.make()
    assert code == 1
    assert "reading sources" not in said  # before anything was built
    assert "1.toml" in last.splitlines()[-1]
    assert "1-same-people" in last.splitlines()[-1]
    assert small.sum() == good
    small.edit("book/exercises/1.toml", 'answer = "none"', 'answer = "same"')

    small.edit("book/zh/1-first.md", "# 第一章\n", "# 第一章\n\n看[没有的](nowhere.md)。\n")
    code, _, last = small.make()
    assert code == 1
    at = last.splitlines()
    assert [line for line in at if "链接指向" in line] == at[-1:]  # every other link leads somewhere
    assert at[-1] == "book/zh/1-first.md 第3行：链接指向“nowhere.md”，没有这个地方"
    assert small.sum() == good
    # Sphinx warns of a page when it reads it: where it kept what it read, the mistake would pass the second time.
    assert not (small.folder / make_site.WORK / "_build" / ".doctrees").exists()
    small.edit("book/zh/1-first.md", "看[没有的](nowhere.md)。", "改好了。")

    small.edit(
        "book/_toc.yml", "      - file: book/zh/2-1-second\n      - file: notebooks/zh/2-1-second\n", ""
    )
    code, _, last = small.make()
    assert code == 0
    idle, python = last.splitlines()
    assert "launch_buttons: colab_url" in idle
    assert python == t("site.build.no_python", "zh")
    assert "改好了" in (small.site / "book/zh/1-first.html").read_text("utf-8")
    names = {path.relative_to(small.site).as_posix() for path in small.site.rglob("*") if path.is_file()}
    assert not [name for name in names if "2-1-second" in name]
    for page in small.site.rglob("*.html"):
        text = page.read_text("utf-8")
        assert "2-1-second" not in text, page.name
        assert "2.1-" not in text, page.name  # no exercise of the chapter, no answer
    assert broken_links(small.site) == []
    share = small.folder / "共享 盘" / "course"
    assert make_site.main(small.folder, share) == 0  # there as whole as here, and nothing beside it
    assert {path.relative_to(share).as_posix() for path in share.rglob("*") if path.is_file()} == names
    assert ".nojekyll" in names
    assert [path.name for path in share.parent.iterdir()] == ["course"]
    front = (small.site / "book/zh/index.html").read_text("utf-8")
    assert "看<a" in front
    assert "第二章" in front  # the words of a link stay

    small.edit("book/_toc.yml", "book/zh/1-first", "book/zh/1-lost")
    code, _, last = small.make()
    assert (code, last.splitlines()[-1]) == (1, t("site.build.no_page", "zh", page="book/zh/1-lost"))
