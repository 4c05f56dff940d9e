"""The chart of the page for analysts: what tallies cost by size, beside each engine's own group-by.

    python benchmarks/draw_tallies.py

Figures are those that `bench_tallies.py --keep benchmarks/tallies.json` kept.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import matplotlib.pyplot as plt

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from sgm_lab.charts.fitting import faces  # noqa: E402
from sgm_lab.i18n import use_language  # noqa: E402

WORDS = {
    "zh": {
        "kano.tally": "kano.tally：KANO计数",
        "servqual.gaps by dimension": "servqual.gaps：各维度的差距",
        "rows": "行数（对数刻度）",
        "seconds": "秒（对数刻度）",
        "by hand": "同一引擎，手写的分组",
        "row": "逐行查表",
    },
    "en": {
        "kano.tally": "kano.tally: counts of Kano",
        "servqual.gaps by dimension": "servqual.gaps: gaps by dimension",
        "rows": "Rows (log scale)",
        "seconds": "Seconds (log scale)",
        "by hand": "a group-by written by hand in the same engine",
        "row": "row by row",
    },
}
COLOURS = {"polars": "#1f5fa8", "duckdb": "#b8860b", "pandas": "#6b3fa0"}
MARKERS = {"polars": "o", "duckdb": "s", "pandas": "^"}


def draw(lang: str) -> None:
    lines = json.loads((ROOT / "benchmarks" / "tallies.json").read_text("utf-8"))
    words = WORDS[lang]
    plt.rcParams["font.family"] = list(faces())
    figure, axes = plt.subplots(
        2, 1, figsize=(6.2, 7.6), sharex=True, constrained_layout=True
    )  # a phone shows it whole
    for place, of in zip(axes, ("kano.tally", "servqual.gaps by dimension"), strict=True):
        for engine, colour in COLOURS.items():
            own = sorted(
                (one["rows"], one["seconds"], one["by_hand"])
                for one in lines
                if (one["tally"], one["engine"]) == (of, engine) and not one.get("peer")
            )
            if own:
                rows, ours, hand = zip(*own, strict=True)
                place.plot(rows, ours, color=colour, marker=MARKERS[engine], label=engine)
                place.plot(rows, hand, color=colour, linestyle=":", marker=MARKERS[engine], markersize=3)
        for one in lines:
            if one["tally"] == of and one.get("peer"):
                place.plot(one["rows"], one["by_hand"], "x", color="#555", markersize=9, label=words["row"])
        place.plot([], [], ":", color="#555", label=words["by hand"])
        place.set(xscale="log", yscale="log", title=words[of], ylabel=words["seconds"])
        place.grid(alpha=0.25)
    axes[1].set_xlabel(words["rows"])
    axes[0].legend(frameon=False, fontsize=9)
    figure.savefig(
        ROOT / "book" / lang / "tallies.svg", metadata={"Date": None, "Creator": None}, bbox_inches="tight"
    )
    plt.close(figure)


if __name__ == "__main__":
    for language in WORDS:
        with use_language(language):
            draw(language)
