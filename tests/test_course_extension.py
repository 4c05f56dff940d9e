"""The book's own extension: terms linked once, datasheets as pages, lists made from records."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
import sgm_book
import sgm_course
import sgm_datasheet
import sgm_journey
import sgm_papers
import sgm_picture
import sgm_terms
from docutils import nodes
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.cache.db import NbCacheRecord
from nbformat.v4 import new_code_cell, new_notebook
from sgm_book import read_side_by_side

from sgm_lab import cases, exercises, kano, smart
from sgm_lab.i18n import t

ROOT = Path(__file__).parents[1]


def linked(text: str, seen: set[str], lang: str = "zh") -> list[nodes.Node]:
    pattern, wordings = sgm_terms.pattern_of(sgm_terms.read_terms(), lang)
    return sgm_terms.split_at_terms(text, pattern, wordings, seen, "glossary.html", "zh")


def test_the_first_use_of_a_term_is_linked_and_no_other() -> None:
    seen: set[str] = set()
    pieces = linked("KANO模型比KANO长，基线要写清，基线不要挑。", seen)
    links = [piece for piece in pieces if isinstance(piece, nodes.reference)]
    assert [link.astext() for link in links] == ["KANO模型", "基线"]
    assert links[0]["refuri"] == "glossary.html#term-kano"
    assert "有了怎么样" in links[0]["reftitle"]
    assert "".join(piece.astext() for piece in pieces) == "KANO模型比KANO长，基线要写清，基线不要挑。"
    assert linked("又说KANO和基线。", seen)[0].astext() == "又说KANO和基线。"


def test_a_term_inside_a_latin_word_is_none() -> None:
    assert len(linked("SMARTER和CSATX", set())) == 1
    assert [type(piece) for piece in linked("SMART", set())] == [nodes.reference]


def test_everyday_words_are_not_linked() -> None:
    assert len(linked("客户的期望是必备，差距不大。", set())) == 1


@pytest.mark.parametrize("name", cases.names())
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_datasheet_tells_every_field_and_folds_the_planted_facts(name: str, lang: str) -> None:
    page = sgm_datasheet.datasheet(name, lang)
    case = cases.load(name)
    for resource in case.resources.values():
        for field in resource["schema"]["fields"]:
            assert f"| `{field['name']}` |" in page
    facts = [sgm_datasheet.set_close(fact[lang]) for fact in case.package["planted"]]
    opened, _, folded = page.partition(":::{dropdown}")
    assert facts
    assert all(fact not in opened for fact in facts)
    assert all(fact in folded for fact in facts)
    if lang == "zh":
        assert "`employed`（在职人员）" in page or name != "education"
        assert not any(text in page for text in ("datasets/generate.py", "| 文件 |"))
        assert "## 局限" in page


def test_the_directive_is_replaced_in_the_source() -> None:
    source = ["# 数据\n\n```{datasheet} education\n```\n"]
    sgm_datasheet.expand_datasheets(None, "book/zh/data-education", source)
    assert "{datasheet}" not in source[0]
    assert "## 为什么做这套数据" in source[0]


def test_spaces_between_chinese_and_latin_are_left_to_the_style_sheet() -> None:
    assert sgm_datasheet.set_close("约 14% 的人用 `kano.csv`。") == "约14%的人用`kano.csv`。"


def test_answers_are_escaped_and_complete() -> None:
    for record in exercises.load().values():
        shown = sgm_course.answer_of(record, "zh")
        assert record.id in shown
        assert all(line.split("\n")[0][:6] in shown or "&" in shown for line in record.worked("zh"))


@pytest.mark.parametrize(("page", "number"), [("book/zh/2-1-goal-setting", "2.1"), ("book/zh/glossary", "")])
def test_the_number_of_a_chapter_is_in_its_file_name(page: str, number: str) -> None:
    assert sgm_papers.chapter_of(page) == number


# ---- the pictures of the front page, and the plan of the course ----


def test_the_picture_shows_what_the_data_say() -> None:
    """A delight that became a must over three waves; each share that is written is counted anew."""
    case, feature = sgm_picture.furthest()
    drawn = sgm_picture.drift_picture("zh")
    asked = case.kano[case.kano["feature"] == feature]
    letters = kano.evaluate(asked["functional"], asked["dysfunctional"])
    for (_, own), wave in zip(letters.groupby(asked["wave"]), drawn["waves"], strict=True):
        shares = own.value_counts(normalize=True)
        assert wave["category"] == t(f"site.picture.category.{shares.idxmax()}", "zh")
        assert wave["share"] == f"{shares.max():.0%}"
        assert sum(part["width"] for part in wave["parts"]) == pytest.approx(sgm_picture.WIDTH, abs=0.5)
        assert wave["share"] in drawn["alt"]
    assert [wave["category"] for wave in drawn["waves"]] == ["有了是惊喜", "越好越满意", "没有就不行"]
    goal = sgm_picture.goal_picture("zh")
    booked = cases.load("healthcare").operations.query("appointment == 'yes' and date.dt.month >= 10")
    assert f"从{(booked['wait_min'] <= 30).mean():.0%}提高到75%" in goal["pieces"]
    assert goal["before"] < 3 < goal["after"] == smart.review("".join(goal["pieces"])).score
    for lang in ("zh", "en"):
        assert sgm_picture.pictures(lang).count("<figure") == 2


def test_a_page_is_read_for_its_exercises() -> None:
    page = nodes.document("", "")
    outer = nodes.section("", nodes.title("", "章"), ids=["id1"])
    inner = nodes.section("", nodes.title("", "热身"), ids=["warm", "id2"])
    inner += nodes.raw("", '<div class="sgm-exercise" data-id="a"></div>', format="html")
    inner += nodes.container("", nodes.raw("", '<div class="sgm-exercise" data-id="b"></div>', format="html"))
    outer += [inner, nodes.raw("", '<p class="x">no exercise</p>', format="html")]
    page += outer
    assert [(one.anchor, one.title, one.exercises) for one in sgm_journey.parts(page)] == [
        ("warm", "热身", ("a", "b"))
    ]


def test_what_another_process_has_just_run_stays_in_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build ended with “Notebook file does not exist for cache record”: one process took it for the oldest."""
    config = SimpleNamespace(nb_execution_mode="off", nb_execution_cache_path=str(tmp_path))
    read_side_by_side(SimpleNamespace(config=config, extensions={}, parallel=1), None, [])
    monkeypatch.setattr(NbCacheRecord, "records_to_delete", lambda keep, db: [1])
    cache, page = get_cache(str(tmp_path)), new_notebook(cells=[new_code_cell("1 + 1")])
    cache.cache_notebook_bundle(CacheBundleIn(page, "page.md"), check_validity=False)
    assert cache.match_cache_notebook(page).pk == 1
    assert cache.merge_match_into_notebook(page)


def test_what_all_pages_show_is_watched_by_values_that_have_them_written_or_read_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A term or a word that changes is on every page; where other pages are there, they are read again, too."""
    watched: dict[str, str] = {}
    app = SimpleNamespace(
        srcdir=tmp_path,
        add_config_value=lambda name, default, rebuild, **_: watched.update({name: rebuild}),
        **dict.fromkeys(("add_directive", "connect", "add_css_file", "add_js_file"), lambda *_, **__: None),
    )
    monkeypatch.setattr(sgm_book, "ROOT", tmp_path)
    monkeypatch.setattr(sgm_terms, "TERMS", tmp_path / "terms.toml")
    monkeypatch.setattr("os.environ", {})
    for extension in (sgm_book, sgm_terms):
        extension.setup(app)
    files = {
        "terms.toml": {"sgm_terms"},
        "book/_toc.yml": {"sgm_pages", "sgm_look"},
        "sgm_lab/words/site.toml": {"sgm_look", "sgm_fingerprint"},
        "book/_templates/layout.html": {"sgm_look"},
        "book/exercises/1.toml": {"sgm_fingerprint"},
    }
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1", encoding="utf-8")

    def values() -> dict[str, str]:
        config = SimpleNamespace(external_toc_path="book/_toc.yml", templates_path=[])
        sgm_book.fingerprint.cache_clear()
        sgm_terms.note_terms(app, config)
        sgm_book.keep_figures_fresh(SimpleNamespace(outdir=tmp_path / "html"), config)
        return {name: getattr(config, name) for name in watched}

    before = values()
    for name, moved in files.items():
        (tmp_path / name).write_text("2", encoding="utf-8")
        now = values()
        assert {one for one in now if now[one] != before[one]} == moved, name
        before = now
    sgm_book.fingerprint.cache_clear()
    assert watched == {"sgm_look": "html", "sgm_terms": "html", "sgm_pages": "env", "sgm_fingerprint": "env"}
