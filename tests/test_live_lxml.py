"""What a page writes Word and slides with instead of lxml: the files are those that lxml makes, part by part."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pptx
import pytest
from lxml import etree

ROOT = Path(__file__).parents[1]
MAKE = """
import sys
from pathlib import Path
sys.path[:0] = [sys.argv[2]] if sys.argv[2] else []
import lxml.etree
print(lxml.etree.__file__)
from sgm_lab import labs, takeaways
from sgm_lab.paper import slides, word
from sgm_lab.paper.blocks import *
out = Path(sys.argv[1])
plan = takeaways.example_plan("zh")
plan["goals"] = [dict(plan["goals"][0], statement=f"目标{n}：<b>&\\"'\\t{n}=1+1") for n in range(12)]
for kind, write in (("docx", takeaways.goal_plan_docx), ("pptx", takeaways.goal_plan_pptx)):
    (out / f"plan.{kind}").write_bytes(write(plan, lang="zh"))
bars = Bars(["甲", "乙"], [Series("现在", [1, 2], [.5, 1.5], [1.5, 2.5], "0F6073")])
given = [Note("一段话\\n两行", "advice", "头"), Steps(["一", "二"], "步"),
         Table("表", ["a", "b"], [["x", 1], ["y", Quiet("2", "1到3")]]),
         Facts([Fact("标", "值"), Fact("空", "")]), Verdicts([Verdict("具体", "met", "做到了", "因为")])]
document = word.start("标题", header="页眉")
word.blocks(document, given)
(out / "blocks.docx").write_bytes(word.content(document))
deck = slides.start("标题")
slides.opening(deck, "标题", "副题")
slides.section(deck, "节", "一句话", given)
slides.chart(deck, bars, "条形")
(out / "blocks.pptx").write_bytes(slides.content(deck))
"""
FILES = ("plan.docx", "plan.pptx", "blocks.docx", "blocks.pptx")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same files written with lxml, and with what a page has."""
    folders = {}
    for name, beside in (("lxml", ""), ("page", str(ROOT / "book" / "_live"))):
        folders[name] = tmp_path_factory.mktemp(name)
        command = [sys.executable, "-c", MAKE, str(folders[name]), beside]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        assert ("_live" in done.stdout) == bool(beside)
    return folders


def parts(path: Path) -> dict[str, bytes]:
    """Parts of a file in one way of writing; what differs by the time it was made is left out."""
    found = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith((".xml", ".rels")):
                content = etree.tostring(etree.fromstring(content), method="c14n", exclusive=True)
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"", content)
            elif name.endswith(".xlsx"):
                content = b""
            found[name] = content
    return found


@pytest.mark.parametrize("name", FILES)
def test_the_files_are_those_that_lxml_makes(made: dict[str, Path], name: str) -> None:
    theirs, ours = (parts(made[one] / name) for one in ("lxml", "page"))
    assert sorted(theirs) == sorted(ours)
    assert [part for part in theirs if theirs[part] != ours[part]] == []
    content = (made["page"] / name).read_bytes()
    (docx.Document if name.endswith("docx") else pptx.Presentation)(io.BytesIO(content))


@pytest.mark.parametrize("name", FILES)
def test_prefixes_named_in_a_value_are_declared(made: dict[str, Path], name: str) -> None:
    """``mc:Ignorable="w14"``: a program refuses a file where such a prefix is none."""
    with zipfile.ZipFile(made["page"] / name) as archive:
        for part in archive.namelist():
            if part.endswith(".xml"):
                root = etree.fromstring(archive.read(part))
                named = root.get("{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable", "")
                assert set(named.split()) <= set(root.nsmap), part
