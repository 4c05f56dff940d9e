"""What the server draws of the list of chapters, and that JupyterLab's page is left alone where it cannot."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from html import unescape
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import sgm_first_page as first_page
from jinja2 import DictLoader, Environment, FileSystemLoader

ROOT = Path(__file__).parents[1]
LAB = Path(sys.prefix, "share", "jupyter", "lab", "static")


@pytest.fixture(scope="module")
def start() -> ModuleType:
    """The launcher, as a module."""
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def settings(start: ModuleType, home: Path, lang: str, page: str, *text: str) -> dict[str, Any]:
    """What the launcher writes for the server."""
    start.prepare_lab(home, lang, page, *text)
    written = json.loads((home / "config" / "jupyter_server_config.json").read_text(encoding="utf-8"))
    assert written["ServerApp"]["jpserver_extensions"][first_page.__name__]
    found: dict[str, Any] = written["FirstPage"]
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_link_of_the_list_is_there_and_leads_to_a_page(
    start: ModuleType, tmp_path: Path, lang: str
) -> None:
    page = f"notebooks/{lang}/index.ipynb"
    given = settings(start, tmp_path, "zh", "notebooks/zh/index.ipynb")
    drawn = first_page.draw(ROOT, page, "/", given)
    cell = json.loads((ROOT / page).read_text(encoding="utf-8"))["cells"][0]
    links = re.findall(r"\]\(([^)]+)\)", "".join(cell["source"]))
    assert len(links) == 25
    found = re.findall(r'href="([^"]+)"', drawn.partition("jp-RenderedHTMLCommon")[2])
    texts = {one.stem for one in (ROOT / "book" / lang).glob("[0-9]*.md")}
    assert len(found) == len(links)
    for href, link in zip(found, links, strict=True):
        if link.startswith("../../book/"):
            assert href == f"/doc/tree/_build/{lang}/{Path(link).stem}.ipynb"
            assert Path(link).stem in texts
        else:
            assert href == link
            assert (ROOT / page).with_name(href).is_file()
    words = given["words"][lang]
    assert f'lang="{words["tag"]}"' in drawn
    assert all(words[key] in unescape(drawn) for key in ("index", "wait", "rest", "lost"))
    other = {"zh": "en", "en": "zh"}[lang]
    assert f'<a href="../{other}/index.ipynb"' in drawn
    title = json.loads(re.search(r"document.title = (.*);", drawn)[1])  # type: ignore[index]
    assert title.endswith(f" · {words['course']}")
    assert not title.startswith(" ·")
    assert "sgm_lab" not in drawn  # nothing of what is run


@pytest.mark.parametrize(
    "path",
    [
        "",
        "notebooks/zh",
        "notebooks/zh/2-1-goal-setting.ipynb",
        "notebooks/fr/index.ipynb",
        "index.ipynb",
        "_build/zh/index.ipynb",
        "notebooks/zh/../../notebooks/zh/index.ipynb",
    ],
)
def test_no_other_page_shows_it(start: ModuleType, tmp_path: Path, path: str) -> None:
    given = settings(start, tmp_path, "zh", "notebooks/zh/index.ipynb")
    assert first_page.draw(ROOT, "notebooks/zh/index.ipynb", "/", given)
    assert first_page.draw(ROOT, path, "/", given) == ""


@pytest.mark.parametrize(
    "text", [None, "{", "[]", '{"cells": [{}]}', '{"cells": [{"cell_type": "code", "source": ""}]}']
)
def test_a_list_that_cannot_be_read_is_left_to_jupyterlab(
    start: ModuleType, tmp_path: Path, text: str | None
) -> None:
    page = "notebooks/zh/index.ipynb"
    given = settings(start, tmp_path / "home", "zh", page)
    (tmp_path / page).parent.mkdir(parents=True)
    if text is not None:
        (tmp_path / page).write_text(text, encoding="utf-8")
    assert first_page.draw(tmp_path, page, "/", given) == ""


def test_what_stands_in_a_notebook_is_text_and_no_markup(start: ModuleType, tmp_path: Path) -> None:
    """Also for a language without pages of its own, whose learners see those of another."""
    page = "notebooks/zh/index.ipynb"
    given = settings(start, tmp_path / "home", "zh", page)
    given = {**given, "lang": "fr", "words": {"fr": {**given["words"]["en"], "tag": "fr"}}}
    (tmp_path / page).parent.mkdir(parents=True)
    source = ["# A </script> b\n", "<script>alert(1)</script>\n\n[x](javascript:alert(1))"]
    cells = [{"cell_type": "markdown", "source": source}]
    (tmp_path / page).write_text(json.dumps({"cells": cells}), encoding="utf-8")
    drawn = first_page.draw(tmp_path, page, "/", given)
    assert drawn.count("<script>") == drawn.count("</script>") == 1
    assert "javascript:" not in drawn
    assert 'lang="fr"' in drawn


def test_on_a_hub_the_list_is_that_of_the_learners_copy(start: ModuleType, tmp_path: Path) -> None:
    page = "course/notebooks/en/index.ipynb"
    given = settings(start, tmp_path / "home", "en", page, "course/text")
    (tmp_path / page).parent.mkdir(parents=True)
    (tmp_path / page).write_bytes((ROOT / "notebooks/en/index.ipynb").read_bytes())
    drawn = first_page.draw(tmp_path, page, "/user/li/", given)
    assert 'href="/user/li/doc/tree/course/text/en/1-background.ipynb"' in drawn
    assert 'href="../zh/' not in drawn  # it is not there


def serve(loader: Any, **config: Any) -> Environment:
    """JupyterLab's templates after the server has loaded the extension."""
    environment = Environment(loader=loader, autoescape=True)
    web = SimpleNamespace(settings={"lab_jinja2_env": environment})
    server = SimpleNamespace(web_app=web, config=config, root_dir=str(ROOT))
    first_page._load_jupyter_server_extension(server)
    return environment


def test_jupyterlabs_page_begins_with_it_and_is_the_same_otherwise(start: ModuleType, tmp_path: Path) -> None:
    page = "notebooks/zh/index.ipynb"
    given = settings(start, tmp_path, "zh", page)
    plain = Environment(loader=FileSystemLoader(LAB), autoescape=True)
    values: dict[str, Any] = {
        "base_url": "/",
        "ws_url": "",
        "page_config": {"treePath": page, "fullStaticUrl": "/static/lab"},
    }
    before = plain.get_template("index.html").render(values)
    after = serve(FileSystemLoader(LAB), FirstPage=given).get_template("index.html").render(values)
    head, body = re.split(r"(?<=<body class=\"jp-ThemedContainer\">)", before)
    assert after.startswith(head)
    assert after.endswith(body)
    drawn = after[len(head) : len(after) - len(body)]
    assert drawn.count("<main") == drawn.count("</main>") == 1
    values["page_config"]["treePath"] = "notebooks/zh/1-background.ipynb"
    other = serve(FileSystemLoader(LAB), FirstPage=given).get_template("index.html").render(values)
    assert "<main" not in other
    assert "prefers-color-scheme" in other  # night from the first moment, on every page


def test_where_jupyterlab_has_no_place_for_it_nothing_is_added(start: ModuleType, tmp_path: Path) -> None:
    given = settings(start, tmp_path, "zh", "notebooks/zh/index.ipynb")
    other = DictLoader({"index.html": "<p>{{ page_config.treePath }}</p>"})
    values = {"base_url": "/", "ws_url": "", "page_config": {"treePath": "notebooks/zh/index.ipynb"}}
    assert "<main" not in serve(other, FirstPage=given).get_template("index.html").render(values)
    whole = {"index.html": "<body></body>"}
    assert serve(DictLoader(whole)).get_template("index.html").render(values) == whole["index.html"]
    assert serve(None, FirstPage=given).loader is None
    server = SimpleNamespace(web_app=SimpleNamespace(settings={}), config={"FirstPage": given}, root_dir="/")
    first_page._load_jupyter_server_extension(server)  # of another version, without JupyterLab's templates


def test_it_loads_after_jupyterlab() -> None:
    """Jupyter's server loads its extensions in the order of their names."""
    assert [one["module"] for one in first_page._jupyter_server_extension_points()] == [first_page.__name__]
    assert sorted(["jupyterlab", first_page.__name__])[0] == "jupyterlab"
