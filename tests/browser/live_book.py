"""A book of two pages with labs on them, to try Python in the page without building the whole course.

As a program it builds one to look at: ``python tests/browser/live_book.py FOLDER``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOC = """
format: jb-book
root: book/zh/index
parts:
  - caption: 应用
    chapters:
      - file: notebooks/zh/1-first
"""
FOLDED = "```{admonition} 丙\n:class: dropdown\n折起来的话。\n```\n\n"
INDEX = f"# 小书\n\n一段话。\n\n{FOLDED}```{{exercise}} 2.1-goal-rewrite\n```\n\n```{{workbook}}\n```\n"
MANY = "".join(f"第{number}段，占一点地方。\n\n" for number in range(30))


def write(folder: Path) -> None:
    """Write the sources: one page with an exercise only Python can judge, one with three labs and a task in one."""
    from site_build import FEW_STATES, notebook, small_book

    first = notebook(
        ("markdown", "# 第一章练习册\n\n看数据。\n"),
        ("code", "from sgm_lab import exercises, labs\n\nkano_lab = labs.KanoLab()\nkano_lab"),
        ("code", 'exercises.show("2.1-lab-seniors", lab=kano_lab)'),
        ("markdown", MANY),
        ("code", 'labs.SmartStudio(text="全面提升服务质量，让每一位患者满意")'),
        ("code", "labs.Takeaways()"),
    )
    settings = (ROOT / "_config.yml").read_text(encoding="utf-8") + FEW_STATES
    small_book(folder, TOC, {"book/zh/index": INDEX}, {"notebooks/zh/1-first": first}, settings)


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / one) for one in ("book", "tests")]
    from site_build import build

    target = Path(sys.argv[1])
    write(target)
    print(build(target, target / "out", os.environ.get("SGM_PYODIDE_WHEELS", "none"))[-1500:])
