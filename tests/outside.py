"""The package as others get it: ``python tests/outside.py`` before a release; the registry is asked for what it needs.

Source package and wheel are built, the wheel from the unpacked source. It is installed with all its extras in an
environment of its own, at the newest versions that the registry has, and there, away from the project, the tests of the
methods and the doctests run, and the command line makes slides of a raw export.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: Test files, ``test_….py``, that are about what an analyst imports, and need nothing of the project but the tests.
METHODS = (
    "kano", "kano_published", "kano_wording", "servqual", "satisfaction", "control", "segments", "sampling", "culture",
    "simulate", "dates", "goals", "goal_register", "smart", "process", "training", "odd_arguments", "small_groups",
    "few_people", "intake", "intake_exports", "intake_layouts", "intake_spss", "report", "oracles",
)  # fmt: skip
CHECKS = ("pytest", "hypothesis", "polars", "duckdb", "statsmodels", "pingouin", "fonttools")
SOURCES = ("sgm_lab", "datasets", "book")  # what the tests are to find in the wheel, or not at all
EXPORT = """编号,提交时间,年龄段,候诊提醒（有）,候诊提醒（没有）,结果当天出（有）,结果当天出（没有）
""" + "".join(
    f"{at},2026/3/{at % 28 + 1} 9:00:00,{('60岁以下', '60岁以上')[at % 2]},{('很喜欢', '无所谓')[at % 5 == 0]},"
    f"{('无所谓', '很不喜欢')[at % 3 == 0]},{('理应如此', '很喜欢')[at % 4 == 0]},很不喜欢\n"
    for at in range(1, 61)
)


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """Run a program to its end; what it said, also where it failed."""
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**clean, "MPLBACKEND": "Agg", "PYTHONUTF8": "1", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stdout}")
    return done.stdout


def built(folder: Path) -> tuple[Path, Path]:
    """Build the source package, unpack it, and build the wheel of that; both, the source unpacked."""
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder, cwd=ROOT)
    with tarfile.open(next(folder.glob("*.tar.gz"))) as packed:
        packed.extraction_filter = getattr(tarfile, "data_filter", None)  # none before 3.11.4
        packed.extractall(folder)
    source = next(path for path in folder.iterdir() if path.is_dir())
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=source)
    return source, next(folder.glob("*.whl"))


def slides(sgm: Path, folder: Path, **environment: str) -> Path:
    """Have the command that was installed make slides of a raw export."""
    (folder / "raw.csv").write_text(EXPORT, encoding="gb18030")
    run(sgm, "report", "raw.csv", "-o", "monday.pptx", "--by", "年龄段", "--quiet", cwd=folder, **environment)
    return folder / "monday.pptx"


def main() -> None:
    """Build, install, use and test it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, wheel = built(folder)
        print(wheel.name, f"{wheel.stat().st_size / 1e6:.1f} MB", flush=True)
        place = folder / "env"
        venv.create(place, with_pip=True)
        programs = place / ("Scripts" if os.name == "nt" else "bin")
        project = tomllib.loads((source / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        extras = ",".join(sorted(set(project["optional-dependencies"]) - {"course"}))
        pip = [programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        run(*pip, f"{wheel}[{extras}]", *CHECKS, cwd=folder)
        print(run(programs / "sgm", "--version", cwd=folder).strip(), slides(programs / "sgm", folder).name)
        for one in SOURCES:
            shutil.rmtree(source / one)
        pytest = [programs / "python", "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        failed = []
        for what in (["--pyargs", "sgm_lab"], [f"tests/test_{one}.py" for one in METHODS]):
            try:
                print(run(*pytest, *what, cwd=source).splitlines()[-1], flush=True)
            except SystemExit as told:
                failed.append(str(told))
        if failed:
            raise SystemExit("\n".join(failed))


if __name__ == "__main__":
    main()
