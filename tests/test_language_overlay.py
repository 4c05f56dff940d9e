"""A language is a folder: a third one with ten words speaks them, the rest falls back and is reported."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import sgm_lab
from sgm_lab import i18n

PACKAGE = Path(sgm_lab.__file__).parent
BOOK = PACKAGE.parent / "book"
ANSWERS = {"1": "j'aime", "2": "il le faut", "3": "neutre", "4": "j'accepte", "5": "je n'aime pas"}
DIMENSIONS = ("tangibles", "reliability", "responsiveness", "assurance", "empathy")
SPEAK = """
import json, sys

sys.path.insert(0, sys.argv[1])
import case_check
from sgm_lab import cases, exercises, i18n
from sgm_lab.exercises.fields import Fields
from sgm_lab.paper import excel

text = Fields({"x": {"zh": "好", "en": "well", "fr": "bien"}, "y": {"zh": "好", "en": "well"}}, "f", "id")
with i18n.use_language("fr"):
    said = {
        "languages": i18n.LANGUAGES, "answer": i18n.t("common.answer.1"), "other": i18n.t("kano.category.M"),
        "check": list(case_check.languages()),
        "report": i18n.overlay("fr"), "whole": [len(one) for one in i18n.overlay("en")],
        "texts": [text.text("x").say(), text.text("y").say()], "case": cases.load("education").title(),
        "face": exercises.static(exercises.load()["2.1-pair-reading"]), "office": excel.start().properties.language,
    }
print(json.dumps(said))
"""


@pytest.fixture(scope="module")
def french(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What is said in a language that a folder adds: ten words of it, one nobody asks for, one misfilled."""
    folder = tmp_path_factory.mktemp("words") / "fr"
    folder.mkdir()
    (folder / "language.toml").write_text(
        'name = "Français"\ntag = "fr"\nfallback = "en"\n', encoding="utf-8"
    )
    words = [f'answer.{code} = "{text}"' for code, text in ANSWERS.items()]
    words += [f'dimension.{name} = "{name[:-1]}e"' for name in DIMENSIONS]
    (folder / "common.toml").write_text("\n".join([*words, 'aswer.1 = "?"']), encoding="utf-8")
    (folder / "labs.toml").write_text('left = "{rest}"', encoding="utf-8")
    env = os.environ | {"SGM_WORDS": str(folder.parent)}
    ran = subprocess.run(
        [sys.executable, "-c", SPEAK, str(BOOK)], env=env, capture_output=True, text=True, check=True
    )
    return dict(json.loads(ran.stdout))


def test_a_third_language_speaks_its_words_and_falls_back(french: dict[str, object]) -> None:
    assert french["languages"] == ["zh", "en", "fr"]
    assert french["answer"] == "j'aime"
    assert french["other"] == i18n.t("kano.category.M", "en")
    assert french["texts"] == ["bien", "well"]
    assert french["case"] == "A vocational training school"
    assert french["office"] == "fr"
    assert 'lang="fr"' in str(french["face"])


def test_what_is_missing_is_reported(french: dict[str, object]) -> None:
    missing, unknown, misfilled = french["report"]
    every = [
        f"{path.stem}.{name}" for path in (PACKAGE / "words").glob("*.toml") for name in i18n.keys(path.stem)
    ]
    assert len(missing) == len(every) - len(ANSWERS) - len(DIMENSIONS) - 1
    assert (unknown, misfilled) == (["common.aswer.1"], ["labs.left"])
    assert french["whole"] == [0, 0, 0]
    untranslated, wrong = french["check"]
    assert str(len(missing)) in untranslated
    assert "common.aswer.1, labs.left" in wrong
