"""Which files of a built site come without the text of their licence."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatch
from pathlib import Path

from _live.wheels import unpacked

SOURCES = Path(__file__).parents[1] / "book" / "licences" / "sources.toml"
OWN = (
    *(
        "exercises-*/*",
        "pages-*/*",
        "labs-*/*",
        "states/*",
        "plan-*.js",
        "search-*.json",
        "course.css",
        "sgm.*",
        "door.js",
        "theme.js",
        "desk-*.js",
        "pack-*.js",
        "pack-logo.*",
        "example-plan-*",
        "teaching-*/*",
    ),
    *(
        "card*.png",
        "favicon.svg",
        "screenshot.png",
        "live-*/sgm_lab*.whl.bin",
        "live-*/lxml-*.whl.bin",
        "live-*/worker.js",
        "live-*/*.json",
    ),
)


def without_licence(site: Path) -> list[str]:
    """Return the files of others, and wheels of our own, that have none; and whatever is of unknown origin."""
    listed = tomllib.loads(SOURCES.read_text(encoding="utf-8"))["part"]
    page = (site / "licences.html").read_text(encoding="utf-8")
    texts = {
        path.name: path.read_text("utf-8") for path in (site / "licences").iterdir() if path.suffix == ".txt"
    }
    told = {name for name, text in texts.items() if len(text) > 300 and f"licences/{name}" in page}
    assert {"license.txt", "license-text.txt"} <= told
    absent = []
    for path in (site / "_static").rglob("*"):
        name = path.relative_to(site / "_static").as_posix()
        if path.is_dir() or path.suffix == ".gz":
            continue
        owners = [part["name"].lower() for part in listed if any(fnmatch(name, one) for one in part["files"])]
        if name.startswith("pyodide-") and name.endswith(".whl.bin"):
            owners.append(path.name.partition("-")[0].lower())
        if owners:
            found = all(any(one.startswith(slug(owner)) for one in told) for owner in owners)
        else:
            found = any(fnmatch(name, one) for one in OWN)
        if found and name.startswith("live-") and name.endswith(".whl.bin"):
            with unpacked(path) as wheel:
                found = any("/licenses/LICENSE" in one for one in wheel.namelist())
        absent += [] if found else [name]
    return absent


def slug(name: str) -> str:
    return (
        "".join(letter if letter.isalnum() else " " for letter in name)
        .strip()
        .replace("  ", " ")
        .replace(" ", "-")
    )
