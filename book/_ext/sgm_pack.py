"""Sphinx extension: instructor packs on the site: what reads and edits them."""

from __future__ import annotations

from pathlib import Path

from sgm_lab import exercises

HOME = Path(exercises.__file__).parent
DESK = Path(__file__).parents[1] / "_desk"
# Each imports from those before it.
READ = [HOME / "front.js", *(DESK / f"{name}.js" for name in ("archive", "fields", "records", "pack"))]
