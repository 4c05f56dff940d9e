"""Run every notebook and store its outputs as worked, static versions: what a reader sees before pressing start.

Use after changing a notebook, a lab or the data: ``python tests/store_outputs.py``, or with the paths of some notebooks
only. The tests compare the figures in these outputs with a fresh run. Stored is what they compare and nothing else:
text, a block a line; the pictures and the style sheet come when a notebook is run, as it is for the site.
"""

import os
import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbval.plugin import get_sanitize_patterns

ROOT = Path(__file__).parents[1]
COMPARED = get_sanitize_patterns((ROOT / "tests" / "nbval.cfg").read_text(encoding="utf-8"))


def as_compared(text: str) -> str:
    """Return an output as nbval compares it."""
    for pattern, replacement in COMPARED:
        text = re.sub(pattern, replacement, text)
    return text


def keep_what_is_compared(notebook: nbformat.NotebookNode) -> None:
    """Drop what no check compares from a notebook that was run."""
    notebook.metadata.pop("widgets", None)  # what is stored is static
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)  # times of day differ at every run
        for output in cell.get("outputs", []):
            shown = output.get("data", {})
            shown |= {kind: as_compared(text) for kind, text in shown.items() if isinstance(text, str)}


def main(paths: list[str]) -> None:
    os.environ["SGM_STATIC"] = "1"
    chosen = [Path(path).resolve() for path in paths] or sorted((ROOT / "notebooks").glob("*/*.ipynb"))
    for path in chosen:
        notebook = nbformat.read(path, 4)
        NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(path.parent)}}).execute()
        keep_what_is_compared(notebook)
        nbformat.write(notebook, path)
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main(sys.argv[1:])
