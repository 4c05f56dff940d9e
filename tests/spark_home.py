"""Spark for the tests: ``python -m tests.spark_home`` fetches it once, `use_spark` brings it into a process.

It comes as an archive of 456 MB, of which installing would make a wheel of the same size first: that takes four times
as long as unpacking it, which is all that is needed to run it. The lock of the tests stays free of it.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "_build" / "spark"


def use_spark() -> bool:
    """Make pyspark importable; whether that is so, and there is a Java to run it."""
    if not shutil.which("java"):
        return False
    if importlib.util.find_spec("pyspark"):
        return True
    homes = sorted(PLACE.glob("pyspark-*/deps"))
    if not homes:
        return False
    package = homes[-1].parent
    os.environ["SPARK_HOME"] = str(homes[-1])
    os.environ["PYSPARK_PYTHON"] = sys.executable
    sys.path += [str(package), *map(str, (package / "lib").glob("py4j-*.zip"))]
    return True


def fetch() -> str:
    """Fetch and unpack Spark where it is not yet; return what came of it."""
    if importlib.util.find_spec("pyspark") or any(PLACE.glob("pyspark-*/deps")):
        return "Spark is here"
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
        ]
        command += [
            "--no-cache-dir",
            "--require-hashes",
            "-r",
            str(ROOT / "tests" / "spark.txt"),
            "-d",
            folder,
        ]
        if subprocess.run(command, check=False).returncode:
            return "Spark could not be fetched: its tests are skipped"
        half = PLACE.with_suffix(".part")
        shutil.rmtree(half, ignore_errors=True)
        half.parent.mkdir(exist_ok=True)
        with tarfile.open(next(Path(folder).glob("pyspark-*.tar.gz"))) as archive:
            archive.extraction_filter = getattr(tarfile, "data_filter", None)  # none before 3.11.4
            archive.extractall(half)
        shutil.rmtree(PLACE, ignore_errors=True)
        half.replace(PLACE)
    return "Spark was fetched"


if __name__ == "__main__":
    print(fetch())
