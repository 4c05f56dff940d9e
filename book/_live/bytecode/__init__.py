"""Packages as bytecode: compiling pandas and its neighbours in the page took a third of the time until a lab stood.

Only the Python that will read it can write it: the one that builds, if it is of that version, or Pyodide itself, which
node runs. Where there is neither, or that fails, pages compile what they import, as they did; that takes longer and
shows the same, and the build's log says so.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from sgm_lab.i18n import t

from ..store import Store, digest
from ..wheels import Package

__all__ = ["as_bytecode", "compiler"]

HERE = Path(__file__).parent
WRITER = HERE / "write.py"
LEAN = ("-X", "no_debug_ranges")  # a line is known, its columns are not: a tenth less


def compiler(version: str, pyodide: Path) -> list[str] | None:
    """Return the command that compiles the wheels in a folder, which is to follow it, if there is one.

    Parameters
    ----------
    version : str
        Of the page's Python, as ``"3.12"``.
    pyodide : Path
        Folder with Pyodide's own files.
    """
    if version == f"{sys.version_info[0]}.{sys.version_info[1]}":
        return [sys.executable, *LEAN, str(WRITER)]
    node = shutil.which("node")
    return [node, str(HERE / "in_node.mjs"), str(pyodide), str(WRITER)] if node else None


def as_bytecode(
    store: Store, version: str, core: Mapping[str, bytes], packages: Mapping[str, Package]
) -> tuple[dict[str, Package], str]:
    """Return packages with their modules compiled, once for each content; and why not, where that cannot be done."""
    key = f"{version} {digest(WRITER.read_bytes())} "
    places = {
        name: store.place(one.file, key + digest(one.content))
        for name, one in packages.items()
        if _has_modules(one.content)
    }
    wanted = {place: packages[name] for name, place in places.items() if not place.is_file()}
    why = _write(store, version, core, wanted) if wanted else ""
    made = {
        name: packages[name]._replace(content=place.read_bytes())
        for name, place in places.items()
        if place.is_file()
    }
    return {**packages, **made}, why


def _has_modules(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return any(name.endswith(".py") for name in archive.namelist())


def _write(store: Store, version: str, core: Mapping[str, bytes], wanted: Mapping[Path, Package]) -> str:
    """Compile some packages and keep what came of it; return why, if nothing did."""
    with tempfile.TemporaryDirectory() as name:
        pyodide, wheels = Path(name, "pyodide"), Path(name, "wheels")
        command = compiler(version, pyodide)
        if not command:
            return t("live.log_no_compiler", version=version)
        for folder, files in (
            (pyodide, {file.replace("pyodide.js", "pyodide.mjs"): text for file, text in core.items()}),
            (wheels, {one.file: one.content for one in wanted.values()}),
        ):
            folder.mkdir()
            for file, text in files.items():
                (folder / file).write_bytes(text)
        done = subprocess.run([*command, str(wheels)], capture_output=True)
        if done.returncode:
            said = done.stderr.decode(errors="replace").split("\n")
            told = [line.strip() for line in said if re.match(r"\w*(Error|Exception)\b", line.strip())]
            return f"{Path(command[0]).stem}: {(told or [done.returncode])[-1]}"
        for place, one in wanted.items():
            store.keep(place.name, (wheels / one.file).read_bytes())
    return ""
