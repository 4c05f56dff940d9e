"""Other people's files: Pyodide, and packages of its distribution and of PyPI, each of the pinned hash."""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .needs import MODULES
from .store import PATIENCE, MissingError, Store, fetch
from .wheels import Package, without

__all__ = ["core_files", "official", "pins", "pure"]

HERE = Path(__file__).parent


def pins() -> dict[str, Any]:
    """Read which versions belong together."""
    return tomllib.loads((HERE / "pins.toml").read_text(encoding="utf-8"))


def core_files(store: Store, pinned: Mapping[str, Any]) -> dict[str, bytes]:
    """Return Pyodide itself."""
    core = pinned["core"]

    def get() -> None:
        with tarfile.open(fileobj=io.BytesIO(fetch(core["url"])), mode="r:gz") as archive:
            for name in core["files"]:
                member = archive.extractfile(f"{core['folder']}/{name}")
                if member:
                    store.keep(name, member.read())

    found = {name: store.find(name, sha, get, "npm") for name, sha in core["files"].items()}
    return {served(name): content for name, content in found.items()}


def served(name: str) -> str:
    """Return the name of a file in the site: Debian's nginx and others know a module by `.js` only.

    >>> served("pyodide.mjs"), served("pyodide.asm.wasm")
    ('pyodide.js', 'pyodide.asm.wasm')
    """
    return name.removesuffix(".mjs") + ".js" if name.endswith(".mjs") else name


def official(store: Store, pinned: Mapping[str, Any], lock: Mapping[str, Any], name: str) -> Package:
    """Return a package of the Pyodide distribution."""
    entry, place = lock["packages"][name], pinned["official"]
    file = entry["file_name"]

    def get() -> None:
        store.keep(file, fetch(place["url"] + file))

    content = store.find(file, entry["sha256"], get, "pyodide")
    if name in place["without"]:
        content = without(
            store, file, content, place["without"][name], place.get("instead", {}).get(name, {})
        )
    modules = [module for module, package in MODULES.items() if package == name]
    return Package(
        name, entry["version"], file, content, place["packages"][name], modules, entry["package_type"]
    )


def pure(store: Store, pinned: Mapping[str, Any], entry: Mapping[str, Any]) -> Package:
    """Return a package of PyPI, fetched by pip, so that a mirror that pip knows of is used."""
    name, version = entry["name"], entry["version"]
    module = entry.get("module", name)
    pattern = f"{name.replace('-', '_')}-{version}-*.whl"

    def file_in(folder: Path | None) -> str | None:
        found = sorted(folder.glob(pattern)) if folder and folder.is_dir() else []
        return found[0].name if found else None

    def get() -> None:
        wanted = store.cache / f"{name}.txt"
        wanted.write_text(f"{name}=={version} --hash=sha256:{entry['sha256']}\n", encoding="utf-8")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
        command += ["--python-version", pinned["python"], "--platform", entry.get("platform", "any")]
        command += ["--timeout", str(PATIENCE), "--retries", "1", "--dest", str(store.cache)]
        command += ["--require-hashes", "-r", str(wanted)]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=10 * PATIENCE)
        finally:
            wanted.unlink()

    file = file_in(store.given) or file_in(store.cache)
    if file is None and store.reachable.get("pypi", True):
        store.cache.mkdir(parents=True, exist_ok=True)
        try:
            get()
        except (OSError, subprocess.SubprocessError):
            store.reachable["pypi"] = False
        file = file_in(store.cache)
    if file is None:
        raise MissingError(name)
    content = store.find(file, entry["sha256"], get, "pypi")
    if "without" in entry:
        content = without(store, file, content, entry["without"])
    plain = f"{name.replace('-', '_')}-{version}-py3-none-any.whl"
    return Package(name, version, plain, content, entry.get("needs", []), [module])
