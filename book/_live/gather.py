"""Gather Python for the page: Pyodide, the packages of the labs and our own, each verified, into the site.

Every file is looked for in the folder that ``SGM_PYODIDE_WHEELS`` names, then among what earlier builds fetched, and
then fetched from its official place (npm, PyPI, Pyodide's own distribution); only what has the pinned hash is used.
``SGM_PYODIDE_WHEELS=none`` builds a site without Python in its pages.
"""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sgm_lab import labs

from . import special
from .bytecode import as_bytecode
from .needs import MODULES, SURVEYS, needs_of
from .others import core_files, official, pins, pure
from .own import own_packages
from .store import MissingError, Store, digest
from .wheels import PACKED, Package, packed, without

__all__ = ["Gathered", "gather", "mark"]

HERE = Path(__file__).parent
SCRIPTS = ("worker.js",)
LIBRARY = "python_stdlib.zip"


class Gathered(NamedTuple):
    """What came together.

    Attributes
    ----------
    folder : str
        Folder under ``_static`` with worker, lock and list of files.
    sizes : dict
        Package → bytes.
    closures : dict
        Package → itself with all it needs.
    core : int
        Bytes of Pyodide itself, as they are sent.
    absent : list of str
        Packages that could not be had.
    why : str
        Why pages compile what they import; empty where that was done beforehand.
    """

    folder: str
    sizes: dict[str, int]
    closures: dict[str, list[str]]
    core: int
    absent: list[str]
    why: str


def closure(packages: Mapping[str, Package], name: str) -> list[str]:
    """Return a package with all it needs.

    Raises
    ------
    MissingError
        If one of them is not there.
    """
    if name not in packages:
        raise MissingError(name)
    below = [one for need in packages[name].needs for one in closure(packages, need)]
    return list(dict.fromkeys([*below, name]))


def collect(store: Store) -> tuple[dict[str, bytes], dict[str, Package], list[str], str]:
    """Return Pyodide, the packages that can be had with all they need, the names of the rest, and why none is compiled.

    Raises
    ------
    MissingError
        If Pyodide itself cannot be had.
    """
    pinned = pins()
    core = core_files(store, pinned)
    lock = json.loads(core["pyodide-lock.json"])
    found = {package.name: package for package in own_packages(store)}
    for name in pinned["official"]["packages"]:
        try:
            found[name] = official(store, pinned, lock, name)
        except MissingError:
            continue
    if "scipy" in found:
        found |= {part.name: part for part in special.parts(found["scipy"])}
    for entry in pinned["pure"]:
        try:
            found[entry["name"]] = pure(store, pinned, entry)
        except MissingError:
            continue
    whole = {}
    for name in found:
        try:
            closure(found, name)
            whole[name] = found[name]
        except MissingError:
            continue
    library = without(store, LIBRARY, core[LIBRARY], pinned["core"].get("without", []))
    whole[LIBRARY] = Package(LIBRARY, pinned["python"], LIBRARY, library, [], [])
    whole, why = as_bytecode(store, pinned["python"], core, whole)
    core[LIBRARY] = whole.pop(LIBRARY).content
    known = [*pinned["official"]["packages"], *(entry["name"] for entry in pinned["pure"]), "sgm-lab-font"]
    return core, whole, [name for name in known if name not in whole], why


def entry_of(package: Package, file: str) -> dict[str, Any]:
    """Return what Pyodide's lock file says of a package."""
    return {
        "name": package.name,
        "version": package.version,
        "file_name": file,
        "sha256": digest(package.content),
        "depends": package.needs,
        "imports": package.modules,
        "install_dir": {"cpython_module": "stdlib", "shared_library": "dynlib"}.get(package.kind, "site"),
        "package_type": package.kind,
        "unvendored_tests": False,
    }


def mark(files: Mapping[str, bytes]) -> str:
    """Return eight letters that change with any of these files."""
    whole = "".join(f"{name} {digest(content)}\n" for name, content in sorted(files.items()))
    return digest(whole.encode())[:8]


def place(static: Path, name: str, files: Mapping[str, bytes]) -> None:
    """Write files into a folder whose name changes with them; delete earlier editions."""
    folder = static / name
    for old in static.glob(f"{name.rpartition('-')[0]}-????????"):
        if old != folder:
            shutil.rmtree(old)
    folder.mkdir(parents=True, exist_ok=True)
    for file, content in files.items():
        path = folder / file
        if not path.is_file() or path.stat().st_size != len(content):
            path.write_bytes(content)


def travelling(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Give what is packed the name that the worker asks for."""
    return {name + PACKED: content for name, content in files.items()}


def sent(store: Store, content: bytes) -> int:
    """Return how many bytes a script has on its way, which servers compress."""
    return int(store.made("size.txt", digest(content), lambda: str(len(gzip.compress(content, 6))).encode()))


def gather(static: Path, store: Store | None = None) -> Gathered:
    """Put everything into the folder ``_static`` of a site.

    Raises
    ------
    MissingError
        If Pyodide itself cannot be had.
    """
    store = store or Store()
    core, whole, absent, why = collect(store)
    lock = json.loads(core.pop("pyodide-lock.json"))
    packages = {name: one._replace(content=packed(store, one.content)) for name, one in whole.items()}
    own = {p.file: p.content for p in packages.values() if p.name.startswith("sgm-lab") or p.name == "lxml"}
    others = {p.file: p.content for p in packages.values() if p.file not in own}
    started = {name: content for name, content in core.items() if name.endswith(".js")}
    sizes = {name: sent(store, content) for name, content in started.items()}
    for name in core.keys() - started.keys():
        others[name] = packed(store, core[name])
        sizes[name] = len(others[name])
    pyodide = f"pyodide-{mark({**started, **others})}"
    scripts = {name: (HERE / name).read_bytes() for name in SCRIPTS}
    manifest = {
        "pyodide": f"../{pyodide}/",
        "core": sizes,
        "packages": {name: {"bytes": len(p.content), "needs": p.needs} for name, p in packages.items()},
        "modules": {module: package for module, package in MODULES.items() if package in packages},
        "needs": {lab: needs_of([lab]) for lab in labs.LABS.values()},
        "usual": list(SURVEYS),
    }
    drawn = {**travelling(own), **scripts, "live.json": json.dumps(manifest).encode()}
    live = f"live-{mark(drawn)}"
    entries = {
        name: entry_of(p, p.file if p.file in others else f"../{live}/{p.file}")
        for name, p in packages.items()
    }
    drawn["pyodide-lock.json"] = json.dumps({"info": lock["info"], "packages": entries}).encode()
    place(static, pyodide, {**started, **travelling(others)})
    place(static, live, drawn)
    weights = {name: len(p.content) for name, p in packages.items()}
    closures = {name: closure(packages, name) for name in packages}
    return Gathered(live, weights, closures, sum(sizes.values()), absent, why)
