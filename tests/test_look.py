"""The look stands once: a colour that is changed there is found in style sheets, figures and spreadsheets."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import sgm_lab
from sgm_lab import look

ROOT = Path(sgm_lab.__file__).parents[1]
SHEETS = list(look.sheets(ROOT))
DRAW = """
import json, sys
from pathlib import Path
from sgm_lab import look

look.ACCENT = look._LIGHT["accent"] = "#12AB34"  # before anything else asks for it
import pandas as pd
from sgm_lab import charts, process
from sgm_lab.paper import excel

book = excel.start()
page = excel.sheet(book, "a", [10])
excel.heading(page, 1, "x", last=1)
links = process.handoffs(pd.DataFrame([{"from": "a", "to": "b", "count": 4, "wait": 10.0}]))
svg = charts.handoff_map(links).svg().upper()
sheet = look.dressed(Path(sys.argv[1]).read_text(encoding="utf-8"))
found = {"css": sheet, "chart": svg, "xlsx": "#" + page.cell(1, 1).font.color.rgb[2:]}
print(json.dumps({name: look.ACCENT in text and "#0F6073" not in text for name, text in found.items()}))
"""


def test_every_style_sheet_has_the_colours_of_the_look() -> None:
    names = {path.relative_to(ROOT).as_posix() for path in SHEETS}
    assert names > {"sgm_lab/labs/lab.css", "sgm_lab/exercises/front.css", "book/_static/sgm.css"}
    for path in SHEETS:
        text = path.read_text(encoding="utf-8")
        assert look.dressed(text) == text, f"{path}: run python -m sgm_lab.look"


def test_no_other_module_has_a_colour_of_its_own() -> None:
    for path in (ROOT / "sgm_lab").rglob("*.py"):
        if path.name != "look.py":
            assert not re.search(r"#[0-9A-Fa-f]{6}\b", path.read_text(encoding="utf-8")), path


def test_a_changed_accent_is_in_sheet_figure_and_spreadsheet() -> None:
    sheet = str(ROOT / "sgm_lab" / "labs" / "lab.css")
    ran = subprocess.run([sys.executable, "-c", DRAW, sheet], capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == {"css": True, "chart": True, "xlsx": True}
