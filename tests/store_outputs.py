"""Run every notebook and store its outputs as worked, static versions: what a reader sees before pressing start.

Use after changing a notebook, a lab or the data: ``python tests/store_outputs.py``, or with the paths of some notebooks
only. The tests compare the figures in
these outputs with a fresh run.
"""

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parents[1]


def main(paths: list[str]) -> None:
    os.environ["SGM_STATIC"] = "1"
    chosen = [Path(path).resolve() for path in paths] or sorted((ROOT / "notebooks").glob("*/*.ipynb"))
    for path in chosen:
        notebook = nbformat.read(path, 4)
        NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(path.parent)}}).execute()
        for cell in notebook.cells:
            cell.metadata.pop("execution", None)  # times of day differ at every run
        notebook.metadata.pop("widgets", None)  # what is stored is static
        nbformat.write(notebook, path)
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main(sys.argv[1:])
