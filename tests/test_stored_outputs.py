"""What is stored of the notebooks' outputs can be reviewed: text, a block a line, no pictures."""

import difflib
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook, new_output
from store_outputs import as_compared, keep_what_is_compared

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*/*.ipynb"))
MOST = 1_500_000  # bytes of all workbooks of an edition


def stored() -> list[tuple[str, str, str]]:
    """Return the outputs there are: notebook, kind and text."""
    books = [(path, nbformat.read(path, 4)) for path in NOTEBOOKS]
    outputs = [(path, one) for path, book in books for cell in book.cells for one in cell.get("outputs", [])]
    return [(path.name, kind, text) for path, one in outputs for kind, text in one.get("data", {}).items()]


def test_the_workbooks_are_small_and_hold_text_only() -> None:
    for edition in {path.parent for path in NOTEBOOKS}:
        assert sum(path.stat().st_size for path in NOTEBOOKS if path.parent == edition) <= MOST
    kept = stored()
    assert {kind for _, kind, _ in kept} <= {"text/html", "text/plain"}
    assert [name for name, _, text in kept if "data:image" in text or "<style" in text] == []


def test_stored_is_what_nbval_compares() -> None:
    assert [name for name, _, text in stored() if as_compared(text) != text] == []


FACE = (
    '<style>p { margin: 0 }\n</style><div class="sgm-lab"><p>440 人，0.33 <small>0.28 到 0.37</small></p><picture>'
    '<source srcset="data:image/svg+xml;base64,PHN2Zz4="><img alt="M（53%）" src="data:image/png;base64,iVBO/+w=">'
    "</picture><table><tr><th>项目</th><td>0.33</td><td>0.80</td></tr></table></div>"
)


def lines_of(face: str) -> list[str]:
    data = {"text/html": face, "text/plain": "440 人"}
    book = new_notebook(cells=[new_code_cell("lab", id="lab", outputs=[new_output("display_data", data)])])
    keep_what_is_compared(book)
    return nbformat.writes(book).splitlines()


def test_a_changed_figure_is_compared_and_is_one_line_of_a_diff() -> None:
    before = lines_of(FACE)
    assert not any("base64" in line or "margin" in line for line in before)
    for old, new in (("0.80", "0.81"), ("440", "441"), ("53%", "54%"), ("0.37", "0.38")):
        changed = [
            line for line in difflib.ndiff(before, lines_of(FACE.replace(old, new))) if line[0] in "-+"
        ]
        assert len(changed) == 2, old


def test_another_drawing_is_no_change() -> None:
    assert lines_of(FACE) == lines_of(FACE.replace("PHN2Zz4=", "AAAA").replace("margin: 0", "margin: 1em"))
