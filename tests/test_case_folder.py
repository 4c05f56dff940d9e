"""A case is a folder: one that is laid beside the others is found everywhere, with nothing else to change."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from sgm_lab import cases, goals, labs, process, simulate, training
from sgm_lab.errors import DataError
from sgm_lab.i18n import LANGUAGES, said, use_language
from sgm_lab.labs.source import case_options

TITLE = {"zh": "仁和医院", "en": "Renhe Hospital"}


@pytest.fixture(scope="module")
def renhe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The folder of the cases with one more in it: a clinic under another name."""
    root = tmp_path_factory.mktemp("datasets")
    for name in cases.names():
        (root / name).symlink_to(cases.load(name).folder, target_is_directory=True)
    own, like = root / "renhe", cases.load("healthcare")
    own.mkdir()
    for path in like.folder.glob("*.csv"):
        head, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = rows[::5] if path.stem == "operations" else rows  # a small one is read sooner
        (own / path.name).write_text(head + "".join(kept), encoding="utf-8")
    package = like.package | {f"title_{lang}": text for lang, text in TITLE.items()}
    (own / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    facts = (like.folder / "case.toml").read_text(encoding="utf-8").replace("order = 1", "order = 1.5")
    (own / "case.toml").write_text(facts.replace("护士 1 号", "护士小林"), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cases, "_root", lambda: root)
        yield "renhe"


def test_it_is_found_in_its_place(renhe: str) -> None:
    assert cases.names() == ("healthcare", renhe, "education", "customer_service")
    assert [cases.load(renhe).title(lang) for lang in LANGUAGES] == [TITLE[lang] for lang in LANGUAGES]


def test_methods_take_it(renhe: str) -> None:
    assert goals.metrics(renhe) == goals.metrics("healthcare")
    assert len(goals.monthly(renhe, "mean_wait")) == 12
    assert process.parts(renhe)[0] == process.parts("healthcare")[0]
    assert process.wait_name(renhe) == "候诊"
    assert len(process.case_handoffs(renhe)) == 9
    assert "护士小林" in set(training.sample(renhe)["staff"])
    assert simulate.market(renhe, 1).case == renhe


def test_labs_offer_it_and_work_on_it(renhe: str) -> None:
    for lang in LANGUAGES:
        with use_language(lang):
            assert (TITLE[lang], renhe) in case_options()
    able = [cls for cls in map(labs.by_name, labs.LABS.values()) if "case" in cls.defaults]
    assert len(able) == 16
    for cls in able:
        lab = cls(case=renhe)
        assert lab.state["case"] == renhe, cls
        assert lab.sentence(lab.compute()), cls
    lab = labs.ServqualLab(case=renhe, view="model", gap=3)
    assert "候诊时间" in lab.sentence(lab.compute())
    lab.set(view="standard")
    lab.do("example")
    assert "门诊导诊台" in lab.state["who"]


def test_what_a_case_does_not_say_is_told_plainly(renhe: str, tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text('{"title_zh": "一家店"}', encoding="utf-8")
    bare = cases.load(tmp_path)
    assert bare.title("en") == "一家店"  # not translated: better than nothing
    with pytest.raises(DataError) as caught:
        bare.fact("flow")
    assert "[flow]" in str(caught.value)
    assert "flow" not in caught.value.plain


@pytest.mark.parametrize("name", cases.names())
def test_every_case_says_the_same_things_in_every_language(name: str) -> None:
    facts, other = cases.load(name).facts, cases.load("healthcare").facts
    assert facts.keys() == other.keys()

    def texts(node: object) -> Iterator[dict[str, str]]:
        if isinstance(node, dict):
            inside = [text for child in node.values() for text in texts(child)]
            yield from [node] if LANGUAGES[0] in node else inside

    assert all(
        set(text) == set(LANGUAGES) and all(said(text, lang) for lang in text) for text in texts(facts)
    )
