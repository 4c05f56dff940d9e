"""Hatch runs this when it builds the package: it puts the Chinese face of figures in, with its licence.

A package that is installed from here for work on it has none: it uses the whole font, as the course does.
"""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FaceHook(BuildHookInterface):
    """Adds ``sgm_lab/fonts``; an unpacked source package has it already."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the face, or find that it is there."""
        root = Path(self.root)
        if version == "editable" or (root / "sgm_lab" / "fonts").is_dir():
            return
        # By its path: beside it lies what stands in for lxml in the pages.
        spec = spec_from_file_location("face", root / "book" / "_live" / "face.py")
        assert spec
        assert spec.loader
        face = module_from_spec(spec)
        spec.loader.exec_module(face)
        made = face.kept(root)
        if made is None:
            self.app.display_warning("Noto Sans SC was not found: the package will have no Chinese face")
            return
        licence = root / "book" / "licences" / "ofl-1.1.txt"
        for path in (made, licence):
            build_data["force_include"][str(path)] = f"sgm_lab/fonts/{path.name}"
