"""Fetch what the tests drive, Debian's packages and Spark; `python start.py test` runs this while pip is at work."""

import os
import shutil
import sys
from pathlib import Path
from threading import Thread

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "book" / "_ext")]

from chromium import can_install, find_chromium  # noqa: E402
from spark_home import fetch  # noqa: E402

import start  # noqa: E402

SHELL = "chromium-headless-shell"


def absent_programs() -> list[str]:
    """Return Debian's packages of what tests use and this machine lacks: a browser, two web servers, Java for Spark."""
    servers = {
        SHELL: SHELL, "nginx-light": "nginx", "apache2-bin": "apache2", "default-jre-headless": "java",
    }  # fmt: skip
    places = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
    absent = [package for package, name in servers.items() if not shutil.which(name, path=places)]
    return absent + ["media-types"] * ("apache2-bin" in absent)  # the types as Debian ships them


def install(packages: list[str]) -> None:
    """Install Debian's packages; if that fails, the tests that need them say that they are skipped."""
    # In run level 1 a server that is installed is not started: the tests start their own.
    environment = start.child_environment(DEBIAN_FRONTEND="noninteractive", RUNLEVEL="1")
    log, names = ROOT / "_build" / "programs.log", "、".join(packages)
    log.parent.mkdir(exist_ok=True)
    steps = [["install", "-y", "--no-install-recommends", package] for package in packages]
    for step in (["update"], *steps):  # one by one: not every system has all of them
        start.run_logged(
            ["apt-get", *step], log, lambda _: ("programs", {"names": names}), live=False, env=environment
        )


def main() -> None:
    """Install what is not there, where that can be done; Spark, if it fails here, is tried again by the checks."""
    spark = Thread(target=fetch)
    spark.start()
    absent = absent_programs()
    if absent and can_install():
        install(absent)
        if not find_chromium():
            install(["chromium"])
    spark.join()


if __name__ == "__main__":
    main()
