"""Twenty learners on a real JupyterHub at once: each signs in, opens the workbook 2.1, runs it and saves.

The hub is the one of ``book/hub/jupyterhub_config.py``, each learner with an account of their own; what a learner does
is what a browser does, without drawing it. Measured: how long each step takes, and the memory of a learner's processes
once the workbook has run. At the end each tries to see what is another's; if anybody can, or a workbook lacks its
answer, it fails. Needs Linux, root, Node.js and what ``python start.py hub test`` installs.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "book"), str(ROOT / "tests")]

from hub_class import EXERCISE, Learner, Running, memory, missing, running  # noqa: E402

LEARNERS, MEGABYTES = 20, 600  # of each, at most


def all_at_once(hub: Running, names: list[str]) -> dict[str, Learner]:
    """Let everybody begin in the same moment, in both languages; return who got to the end."""
    found: dict[str, Learner] = {}
    door = threading.Barrier(len(names))

    def one(number: int, name: str) -> None:
        learner = Learner(hub, name, ("zh", "en")[number % 2])
        door.wait()
        try:
            learner.work()
            found[name] = learner
        except Exception as error:  # noqa: BLE001 who fails is told of, and counted below
            print(f"{name}: {type(error).__name__} {str(error)[:300]}", flush=True)

    threads = [threading.Thread(target=one, args=given) for given in enumerate(names)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def saved(hub: Running, name: str) -> bool:
    """Whether the answer stands in a learner's file, and in it alone."""
    book = json.loads((hub.homes / name / "workbook.json").read_text(encoding="utf-8"))
    return list(book["exercises"]) == [EXERCISE]


def main() -> int:
    """Run the class, print what was measured; whether something was amiss."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=LEARNERS)
    parser.add_argument("--proxy", type=Path, help="folder of an earlier hub, whose proxy is used again")
    given = parser.parse_args()
    if lacking := missing():
        print(lacking)
        return 2
    names = [f"learner{number:02}" for number in range(1, given.learners + 1)]
    with running(names, given.proxy) as hub:
        print(f"load {os.getloadavg()[0]:.1f} before; {os.cpu_count()} cores", flush=True)
        begun = time.perf_counter()
        done = all_at_once(hub, names)
        whole, load = time.perf_counter() - begun, os.getloadavg()[0]
        each = memory(hub)
        print(f"{len(done)} of {len(names)} in {whole:.0f} s, load then {load:.1f}")
        for step in ("sign in", "server", "pull", "run 2.1", "save"):
            times = [learner.took[step] for learner in done.values()]
            print(f"  {step:8} median {statistics.median(times):6.1f} s, slowest {max(times):6.1f} s")
        print(
            f"  memory a learner: median {statistics.median(each.values()):.0f} MB, most {max(each.values()):.0f} MB"
        )
        lost = [name for name in names if name not in done or not saved(hub, name)]
        others = {name: names[number - 1] for number, name in enumerate(names)}
        tried = {name: learner.intrusions(others[name]) for name, learner in done.items()}
        seen = {name: found for name, found in tried.items() if found}
    print(f"  without their answer: {lost or 'nobody'}; saw what is another's: {seen or 'nobody'}")
    return int(bool(lost or seen) or max(each.values()) > MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
