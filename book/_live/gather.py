"""Gather Python for the page: Pyodide, the packages of the labs and our own, each verified, into the site.

Every file is looked for in the folder that ``SGM_PYODIDE_WHEELS`` names, then among what earlier builds fetched, and
then fetched from its official place (npm, PyPI, Pyodide's own distribution); only what has the pinned hash is used.
``SGM_PYODIDE_WHEELS=none`` builds a site without Python in its pages.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterable, Mapping
from fnmatch import fnmatch
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, NamedTuple

from platformdirs import user_cache_path

import sgm_lab
from sgm_lab import cases, labs
from sgm_lab.exercises.reading import folder_of

from .bare import undocumented
from .needs import MODULES, SURVEYS, needs_of

__all__ = ["NONE", "Gathered", "MissingError", "Store", "gather", "own_packages", "pins"]

HERE = Path(__file__).parent
PACKAGE = Path(sgm_lab.__file__).parent
VARIABLE = "SGM_PYODIDE_WHEELS"
NONE = "none"
PATIENCE = 20  # seconds until a place counts as out of reach
SCRIPTS = ("worker.js",)
STAMP = (2026, 1, 1, 0, 0, 0)  # the same content is the same file


class MissingError(Exception):
    """A file that is in none of the places."""


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
    """

    folder: str
    sizes: dict[str, int]
    closures: dict[str, list[str]]
    core: int
    absent: list[str]


def pins() -> dict[str, Any]:
    """Read which versions belong together."""
    return tomllib.loads((HERE / "pins.toml").read_text(encoding="utf-8"))


def digest(content: bytes) -> str:
    """Sum up a file."""
    return hashlib.sha256(content).hexdigest()


def fetch(url: str) -> bytes:
    """Read a file from its official place."""
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
        content: bytes = answer.read()
        return content


class Store:
    """Where files come from.

    Parameters
    ----------
    given : str, optional
        A folder to look in first; by default what the environment variable names.
    cache : Path, optional
        Where fetched files are kept for the next build.
    """

    def __init__(self, given: str | None = None, cache: Path | None = None) -> None:
        named = os.environ.get(VARIABLE, "") if given is None else given
        self.off = named == NONE
        self.given = Path(named) if named and not self.off else None
        self.cache = cache or user_cache_path("sgm_lab") / "python-in-the-page"
        self.reachable: dict[str, bool] = {}

    def find(self, name: str, sha256: str, get: Callable[[], None], place: str) -> bytes:
        """Return a file with that hash; ``get`` puts it into the cache, and is not asked again where that failed.

        Raises
        ------
        MissingError
            If it is nowhere, or what is there is another file.
        """
        if self.off:
            raise MissingError(name)
        for look in (True, False):
            for folder in filter(None, (self.given, self.cache)):
                path = folder / name
                if path.is_file() and digest(content := path.read_bytes()) == sha256:
                    return content
            if look and self.reachable.get(place, True):
                self.cache.mkdir(parents=True, exist_ok=True)
                try:
                    get()
                except (OSError, subprocess.SubprocessError):  # out of reach, and so are its neighbours
                    self.reachable[place] = False
        raise MissingError(name)

    def keep(self, name: str, content: bytes) -> None:
        """Put a file into the cache, whole or not at all."""
        part = self.cache / f".{name}.{os.getpid()}.part"
        part.write_bytes(content)
        part.replace(self.cache / name)

    def made(self, name: str, key: str, make: Callable[[], bytes]) -> bytes:
        """Return what was made of other files, from the cache where the same was made before."""
        path = self.cache / f"{digest(key.encode())[:16]}-{name}"
        if not path.is_file():
            self.cache.mkdir(parents=True, exist_ok=True)
            self.keep(path.name, make())
        return path.read_bytes()


# ---- other people's files ----


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


class Package(NamedTuple):
    """A package as the page loads it."""

    name: str
    version: str
    file: str
    content: bytes
    needs: list[str]
    modules: list[str]
    kind: str = "package"


def official(store: Store, pinned: Mapping[str, Any], lock: Mapping[str, Any], name: str) -> Package:
    """Return a package of the Pyodide distribution."""
    entry, place = lock["packages"][name], pinned["official"]
    file = entry["file_name"]

    def get() -> None:
        store.keep(file, fetch(place["url"] + file))

    content = store.find(file, entry["sha256"], get, "pyodide")
    if name in place["without"]:
        content = without(store, file, content, place["without"][name])
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


def without(store: Store, file: str, content: bytes, left_out: list[str]) -> bytes:
    """Return an archive without some of its files, the others compressed as far as they go."""

    def make() -> bytes:
        kept = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w") as new:
            for entry in old.infolist():
                if not entry.is_dir() and not any(fnmatch(entry.filename, one) for one in left_out):
                    add(new, entry.filename, old.read(entry))
        return kept.getvalue()

    return store.made(file, digest(content) + repr(left_out), make)


def add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add a file to an archive, the same bytes every time."""
    entry = zipfile.ZipInfo(name, STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content, compresslevel=9)


# ---- our own ----


def wheel(name: str, version: str, files: Mapping[str, bytes], licences: Mapping[str, bytes]) -> bytes:
    """Return a wheel with these files and the texts of their licences."""
    info = f"{name.replace('-', '_')}-{version}.dist-info"
    heads = {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: sgm_lab\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    whole = {**files, **{path: text.encode() for path, text in heads.items()}}
    whole |= {f"{info}/licenses/{file}": text for file, text in licences.items()}
    record = "".join(f"{path},,\n" for path in [*whole, f"{info}/RECORD"])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, content in whole.items():
            add(archive, path, content)
        add(archive, f"{info}/RECORD", record.encode())
    return out.getvalue()


def files_of(folder: Path, inside: str, kinds: Iterable[str]) -> dict[str, bytes]:
    """Return the files of some kinds under a folder, by the path they get."""
    wanted = sorted(p for p in folder.rglob("*") if p.suffix in kinds and "__pycache__" not in p.parts)
    return {f"{inside}/{p.relative_to(folder).as_posix()}": p.read_bytes() for p in wanted}


CODE = (".py", ".toml", ".css", ".html", ".typed")
DATA = (".csv", ".json", ".toml")


def letters() -> str:
    """Return every letter that a figure may show: those of the course and its data, and the common Chinese ones."""
    texts = [*PACKAGE.rglob("*.toml"), *PACKAGE.rglob("*.py"), *folder_of().glob("*.toml")]
    texts += [path for name in cases.names() for path in cases.load(name).folder.glob("*.csv")]
    found = set("".join(path.read_text(encoding="utf-8") for path in texts if path.is_file()))
    common = bytes(b for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF) for b in (high, low))
    found.update(common.decode("gb2312", "ignore"))
    return "".join(sorted(found - set("\n\r\t")))


def font(wanted: str) -> bytes:
    """Return the part of the Chinese face that has these letters."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from pylopdf_fonts_zh_cn import sans_path

    options = subset.Options(layout_features=[], hinting=False, desubroutinize=True, notdef_outline=True)
    face = TTFont(sans_path())
    cutter = subset.Subsetter(options)
    cutter.populate(text=wanted)
    cutter.subset(face)
    out = io.BytesIO()
    face.save(out)
    return out.getvalue()


def own_package(
    name: str, files: Mapping[str, bytes], needs: list[str], licences: Mapping[str, bytes] | None = None
) -> Package:
    """Pack some files, under our own licences where no others are given."""
    licences = licences or {one: (PACKAGE.parent / one).read_bytes() for one in ("LICENSE", "LICENSE-TEXT")}
    version = sgm_lab.__version__
    file = f"{name.replace('-', '_')}-{version}-py3-none-any.whl"
    modules = {"sgm-lab": ["sgm_lab"], "lxml": ["lxml"]}.get(name, [])
    return Package(name, version, file, wheel(name, version, files, licences), needs, modules)


def own_packages(store: Store) -> list[Package]:
    """Return program, data and Chinese face, made from the sources as they stand."""
    code = files_of(PACKAGE, "sgm_lab", CODE)
    code = {path: content for path, content in code.items() if not path.startswith("sgm_lab/jupyter/")}
    for path in [path for path in code if path.endswith(".py")]:
        code[path] = undocumented(code[path].decode()).encode()
    code |= files_of(folder_of(), "sgm_lab/_exercises", [".toml"])
    code["sgm_page.py"] = (HERE / "page.py").read_bytes()
    data: dict[str, bytes] = {}
    logs: list[Package] = []
    for name in cases.names():
        tables = files_of(cases.load(name).folder, f"sgm_lab/datasets/{name}", DATA)
        about = [path for path in tables if not path.endswith(".csv")]
        code |= {path: tables.pop(path) for path in about}  # what it is called
        # Most of it, and seldom asked for.
        log = {path: tables.pop(path) for path in list(tables) if "/operations" in path}
        logs.append(own_package(MODULES[f"cases.{name}"], log, ["sgm-lab-data"]))
        data |= tables
    # lxml is compiled, and its build for the page in one place only: what Word and slides need of it is here.
    lxml = own_package("lxml", files_of(HERE / "lxml", "lxml", CODE), [])
    made = [own_package("sgm-lab", code, []), own_package("sgm-lab-data", data, ["sgm-lab"]), lxml, *logs]
    try:
        import pylopdf_fonts_zh_cn
    except ImportError:  # figures then have Latin letters only, as on a machine without any Chinese face
        return made
    wanted = letters()
    key = wanted + str(Path(pylopdf_fonts_zh_cn.sans_path()).stat().st_size)
    face = store.made("NotoSansSC-course.otf", key, lambda: font(wanted))
    files = {"sgm_lab/fonts/NotoSansSC-course.otf": face}
    told = distribution("pylopdf-fonts-zh-cn").files or ()
    texts = {one.name: one.read_binary() for one in told if one.name == "LICENSE"}
    return [*made, own_package("sgm-lab-font", files, ["sgm-lab"], texts)]


# ---- together ----


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


def collect(store: Store) -> tuple[dict[str, bytes], dict[str, Package], list[str]]:
    """Return Pyodide, the packages that can be had with all they need, and the names of the rest.

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
    known = [*pinned["official"]["packages"], *(entry["name"] for entry in pinned["pure"]), "sgm-lab-font"]
    return core, whole, [name for name in known if name not in whole]


def entry_of(package: Package, file: str) -> dict[str, Any]:
    """Return what Pyodide's lock file says of a package."""
    return {
        "name": package.name,
        "version": package.version,
        "file_name": file,
        "sha256": digest(package.content),
        "depends": package.needs,
        "imports": package.modules,
        "install_dir": "stdlib"
        if package.kind == "cpython_module"
        else "dynlib"
        if package.kind == "shared_library"
        else "site",
        "package_type": package.kind,
        "unvendored_tests": False,
    }


def mark(files: Mapping[str, bytes]) -> str:
    """Return eight letters that change with any of these files."""
    return digest("".join(f"{name} {digest(content)}\n" for name, content in sorted(files.items())).encode())[
        :8
    ]


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


def sent(store: Store, content: bytes) -> int:
    """Return how many bytes a file has on its way, compressed."""
    return int(store.made("size.txt", digest(content), lambda: str(len(gzip.compress(content, 6))).encode()))


def gather(static: Path, store: Store | None = None) -> Gathered:
    """Put everything into the folder ``_static`` of a site.

    Raises
    ------
    MissingError
        If Pyodide itself cannot be had.
    """
    store = store or Store()
    core, packages, absent = collect(store)
    lock = json.loads(core.pop("pyodide-lock.json"))
    own = {p.file: p.content for p in packages.values() if p.name.startswith("sgm-lab") or p.name == "lxml"}
    others = {p.file: p.content for p in packages.values() if p.file not in own}
    pyodide = f"pyodide-{mark({**core, **others})}"
    scripts = {name: (HERE / name).read_bytes() for name in SCRIPTS}
    manifest = {
        "pyodide": f"../{pyodide}/",
        "core": {name: [len(content), sent(store, content)] for name, content in core.items()},
        "packages": {name: {"bytes": len(p.content), "needs": p.needs} for name, p in packages.items()},
        "modules": {module: package for module, package in MODULES.items() if package in packages},
        "needs": {lab: needs_of([lab]) for lab in labs.LABS.values()},
        "usual": list(SURVEYS),
    }
    drawn = {**own, **scripts, "live.json": json.dumps(manifest).encode()}
    live = f"live-{mark(drawn)}"
    entries = {
        name: entry_of(p, p.file if p.file in others else f"../{live}/{p.file}")
        for name, p in packages.items()
    }
    drawn["pyodide-lock.json"] = json.dumps({"info": lock["info"], "packages": entries}).encode()
    place(static, pyodide, {**core, **others})
    place(static, live, drawn)
    sizes = {name: len(p.content) for name, p in packages.items()}
    closures = {name: closure(packages, name) for name in packages}
    return Gathered(live, sizes, closures, sum(sent(store, content) for content in core.values()), absent)
