"""What stands in no list is looked for in the sources; a page, which has bytecode only, is given the list."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

__all__ = ["FOUND", "found_before"]

#: File in a folder of modules: name → module, as a published page has it (``book/_live/own.py``).
FOUND = "found.json"


def found_before(folders: Iterable[str]) -> dict[str, str]:
    """Return what was found when the page was made; nothing where the sources themselves can be read."""
    places = (Path(folder, FOUND) for folder in folders)
    return {
        name: home
        for place in places
        if place.is_file()
        for name, home in json.loads(place.read_text()).items()
    }
