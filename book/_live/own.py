"""Our own packages: program, data, the Chinese face of figures, and what stands in for lxml."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

import sgm_lab
from sgm_lab import cases, charts, exercises, labs
from sgm_lab._discovery import FOUND
from sgm_lab._promises import promises
from sgm_lab.exercises.reading import folder_of

from .face import common, cut, source
from .face import letters as letters_of
from .needs import MODULES
from .ready import quick
from .store import Store
from .wheels import Package, wheel

__all__ = ["PACKAGE", "files_of", "letters", "own_package", "own_packages"]

HERE = Path(__file__).parent
PACKAGE = Path(sgm_lab.__file__).parent
CODE = (".py", ".toml", ".json", ".css", ".html", ".typed")
# No page has a use for it.
ELSEWHERE = (
    *("sgm_lab/jupyter/", "sgm_lab/cli/", "sgm_lab/__main__.py"),
    *("sgm_lab/exercises/classes/", "sgm_lab/exercises/__main__.py"),
    *(f"sgm_lab/words/{part}.toml" for part in ("case_sheet", "cli", "pack", "site", "start")),
)
DATA = (".csv", ".json", ".toml")
# Tables of words that only what is left out says.
UNSAID = {"sgm_lab/words/exercises.toml": ("classroom",)}


def own_packages(store: Store) -> list[Package]:
    """Return program, data and Chinese face, made from the sources as they stand."""
    code = files_of(PACKAGE, "sgm_lab", CODE)
    code = {path: content for path, content in code.items() if not path.startswith(ELSEWHERE)}
    code |= {
        path: quick(text.decode(), UNSAID.get(path, ())).encode()
        for path, text in code.items()
        if path.endswith(".toml")
    }
    code |= {f"sgm_lab/_exercises/{name}": text.encode() for name, text in asked_of_python().items()}
    for folder, found in (("labs", labs.LABS), ("charts", charts.CHARTS)):
        code[f"sgm_lab/{folder}/{FOUND}"] = json.dumps(found).encode()
    code |= {f"sgm_{part}.py": (HERE / f"{part}.py").read_bytes() for part in ("page", "ready")}
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
    whole = source()
    if whole is None:  # figures then have Latin letters only, as on a machine without any Chinese face
        return made
    wanted = letters()
    key = wanted + str(whole[0].stat().st_size)
    face = store.made("NotoSansSC-course.otf", key, lambda: cut(wanted))
    files = {"sgm_lab/fonts/NotoSansSC-course.otf": face}
    licence = {"LICENSE": (HERE.parent / "licences" / "ofl-1.1.txt").read_bytes()}
    return [*made, own_package("sgm-lab-font", files, ["sgm-lab"], licence)]


def asked_of_python() -> dict[str, str]:
    """Return, by file, the exercises that Python judges in a page, and those that write into the plan."""
    wanted = {id for id, one in exercises.load().items() if one.python} | promises().keys()
    found = {}
    for path in sorted(folder_of().glob("*.toml")):
        records = re.split(
            r"^(?=\[\[exercise\]\])", path.read_text(encoding="utf-8-sig"), flags=re.MULTILINE
        )[1:]
        found[path.name] = "".join(
            one for one in records if tomllib.loads(one)["exercise"][0]["id"] in wanted
        )
    return found


def own_package(
    name: str, files: Mapping[str, bytes], needs: list[str], licences: Mapping[str, bytes] | None = None
) -> Package:
    """Pack some files, under our own licences where no others are given."""
    licences = licences or {one: (PACKAGE.parent / one).read_bytes() for one in ("LICENSE", "LICENSE-TEXT")}
    version = sgm_lab.__version__
    file = f"{name.replace('-', '_')}-{version}-py3-none-any.whl"
    modules = {"sgm-lab": ["sgm_lab"], "lxml": ["lxml"]}.get(name, [])
    return Package(name, version, file, wheel(name, version, files, licences), needs, modules)


def files_of(folder: Path, inside: str, kinds: Iterable[str]) -> dict[str, bytes]:
    """Return the files of some kinds under a folder, by the path they get."""
    wanted = sorted(p for p in folder.rglob("*") if p.suffix in kinds and "__pycache__" not in p.parts)
    return {f"{inside}/{p.relative_to(folder).as_posix()}": p.read_bytes() for p in wanted}


def letters() -> str:
    """Return every letter that a figure may show: those of the course and its data, and the common Chinese ones."""
    texts = [*PACKAGE.rglob("*.toml"), *PACKAGE.rglob("*.py"), *folder_of().glob("*.toml")]
    texts += [path for name in cases.names() for path in cases.load(name).folder.glob("*.csv")]
    return "".join(sorted(letters_of(texts) | set(common())))
