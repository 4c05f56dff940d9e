"""The package as others get it: whole, and of use away from the project. ``outside.py`` tries more before a release."""

import doctest
import importlib
import io
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pptx
import pytest
import sgm_api
from _live import face
from fontTools.ttLib import TTFont
from lxml import html
from outside import METHODS, ROOT, built, run, slides
from packaging.requirements import Requirement

import sgm_lab
from sgm_lab.i18n import LANGUAGES, use_language


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the unpacked source package."""
    source, made = built(tmp_path_factory.mktemp("dist"))
    assert (source / "tests" / "test_kano.py").is_file()  # whoever packs it anew can test it
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """It in a folder that comes before the project's own."""
    folder = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-compile"]
    run(*pip, "--target", folder, wheel, cwd=folder)
    return folder


def test_the_wheel_has_all_of_the_package_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        inside = {name for name in packed.namelist() if ".dist-info/" not in name}
        about = packed.read(next(name for name in packed.namelist() if name.endswith("/METADATA"))).decode()
        licences = {Path(name).name for name in packed.namelist() if "/licenses/" in name}
    kept = subprocess.run(
        ["git", "ls-files", "sgm_lab"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if not kept.returncode:
        assert {name for name in kept.stdout.splitlines() if (ROOT / name).exists()} - inside == set()
    assert {"sgm_lab/py.typed", "sgm_lab/cli/schema.json", "sgm_lab/_exercises/2-1.toml"} <= inside
    assert "sgm_lab/datasets/healthcare/case.toml" in inside
    assert {name.partition("/")[0] for name in inside} == {"sgm_lab"}
    assert licences == {"LICENSE", "LICENSE-TEXT"}
    assert f"\nVersion: {sgm_lab.__version__}\n" in about


def test_the_wheel_carries_a_chinese_face_with_its_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        (told,) = [one for one in packed.infolist() if one.filename.endswith(".otf")]
        font = TTFont(io.BytesIO(packed.read(told)))
        licence = packed.read("sgm_lab/fonts/ofl-1.1.txt").decode()
    assert told.compress_size <= 1_500_000
    assert {*face.common(0xF7), *"，。“”《》①★→≤"} <= set(map(chr, font.getBestCmap()))
    names = {one.toUnicode() for one in font["name"].names} | {*font["CFF "].cff.fontNames}
    assert not [one for one in names if "Source" in one]  # which is reserved
    assert face.NAME in names
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Reserved Font Name 'Source'" in licence


#: A Python without the package of fonts, on a machine that has none.
BARE = """
import sys; sys.modules["pylopdf_fonts_zh_cn"] = None
import sgm_lab; from sgm_lab.charts import fitting
print(sgm_lab.__file__)
fitting._SYSTEM_FACES = ()
print(fitting.faces(), fitting.drawable("服务目标管理罅隙蜥蜴"))
"""


def test_the_wheel_turns_a_raw_export_into_slides(installed: Path, tmp_path: Path) -> None:
    sgm = installed / "bin" / "sgm" if os.name != "nt" else installed / "Scripts" / "sgm.exe"
    where, faces = run(sys.executable, "-c", BARE, cwd=tmp_path, PYTHONPATH=str(installed)).splitlines()
    assert faces == f"('{face.NAME}', 'DejaVu Sans') 服务目标管理罅隙蜥蜴"
    assert Path(where).is_relative_to(installed)
    deck = pptx.Presentation(str(slides(sgm, tmp_path, PYTHONPATH=str(installed), SGM_LANG="zh")))
    said = "\n".join(
        shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame
    )
    assert len(deck.slides) >= 4
    assert "候诊提醒" in said
    assert "结果当天出" in said
    assert "60" in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_ten_minutes_of_analysts_run(lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "book" / lang / "analysts.md").read_text(encoding="utf-8")
    assert f"sgm_lab-{sgm_lab.__version__}-py3" in text
    code = "".join(re.findall(r"```pycon\n(.*?)```", text, re.S))
    tried = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    with use_language(lang):
        tried.run(doctest.DocTestParser().get_doctest(code, {}, lang, None, 0))
    assert tried.summarize(verbose=False) == doctest.TestResults(0, code.count(">>>"))
    assert Path("quadrant.png").stat().st_size > 10_000


#: Modules that no promise is made of, as CONTRIBUTING says; a new one is public, or stands here.
INSIDE = {
    "cli",
    "dates",
    "errors",
    "exercises",
    "extras",
    "i18n",
    "labs",
    "look",
    "numbers",
    "paper",
    "terms",
}


def test_the_reference_has_every_public_name_with_its_example() -> None:
    found = {name: sgm_api.reference(name) for name in ("kano", "charts", "servqual")}
    for name, text in found.items():
        tree = html.fromstring(text)
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert {*sgm_api.public(importlib.import_module(f"sgm_lab.{name}"))} <= {*ids}
        assert [link for link in tree.xpath("//@href") if link.startswith("#") and link[1:] not in ids] == []
        assert not tree.xpath("//*[contains(@class, 'system-message')]")
        assert not re.search(
            "[\u4e00-\u9fff]", "".join(tree.xpath("//text()[not(ancestor::*[@lang])]"))
        )  # for listeners
        assert "http" not in re.sub('http://www.w3.org/[^"]*', "", text)
    assert "<math" in found["kano"]
    assert '<span lang="zh-CN">' in sgm_api.about("simulate")
    (shown,) = html.fromstring(found["kano"]).xpath("//h2[@id = 'classify']/following-sibling::pre[1]")
    assert shown.text == "classify(counts, rule='mode', threshold=0.06, *, n=None, cross=0.5, level=0.95)"
    assert {*sgm_lab.__all__} - {*sgm_api.MODULES} == INSIDE


def test_the_changelog_tells_of_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\d+\.\d+\.\d+)", text, re.MULTILINE)[0] == sgm_lab.__version__


def test_the_tests_that_go_outside_are_there() -> None:
    assert [one for one in METHODS if not (ROOT / "tests" / f"test_{one}.py").is_file()] == []


FAMILIES = {
    "BSD-3-Clause": "BSD",
    "BSD-2-Clause": "BSD",
    "PSF": "Python Software Foundation|PSF",
    "OFL-1.1": "Open Font",
}


def test_each_dependency_has_its_reason_licence_and_keeper() -> None:
    """The table in CONTRIBUTING and pyproject.toml agree, and the licence is that of what is installed."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## 依赖")[2]
    lines = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line[:2] == "| "
    ]
    table = {name: licence for name, why, licence, keeper in lines[2:] if why and keeper}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    wanted += [one for some in project["project"]["optional-dependencies"].values() for one in some]
    names = {Requirement(one).name for one in wanted} - {"sgm_lab"}
    assert {*table} == names
    for name, licence in table.items():
        try:
            about = metadata.metadata(name)
        except metadata.PackageNotFoundError:  # not of this system
            continue
        said = " ".join(
            str(one)
            for key in ("License", "License-Expression", "Classifier")
            for one in about.get_all(key, [])
        )
        assert re.search(FAMILIES.get(licence, licence), said), name
