"""``python start.py hub``: the course on a JupyterHub, tried here or prepared for a server."""

from __future__ import annotations

import argparse
import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "book")]

import start  # noqa: E402
from hub.link import link, pages  # noqa: E402
from hub.prepare import HubError, copy_of_course, repository  # noqa: E402
from hub.words import say  # noqa: E402
from sgm_lab.i18n import LANGUAGES  # noqa: E402

FOLDER = ROOT / "_build" / "hub"


def prepare(folder: Path) -> None:
    """Write the learners' copy of the course, and fetch the proxy."""
    from hub.prepare import proxy

    changed = copy_of_course(folder)
    proxy(folder)
    print(say("command.prepared", path=folder, what=say("command.new" if changed else "command.same")))


def free_port() -> str:
    """Return a port that nobody uses, for what nobody but JupyterHub asks."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return str(one.getsockname()[1])


def answers(port: int) -> bool:
    """Whether the hub is there."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/hub/health")
        return line.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def trial(folder: Path, port: int) -> int:
    """Run a hub that only this machine can open, until Ctrl-C."""
    prepare(folder)
    port, log = start.free_port(port), folder / "hub.log"
    ports = {"SGM_HUB_PORT": str(port), "SGM_PROXY_PORT": free_port(), "SGM_INNER_PORT": free_port()}
    environment = start.child_environment(SGM_HUB=str(folder), **ports)
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment["PATH"]])
    config = Path(__file__).with_name("trial_config.py")
    command = [sys.executable, "-m", "jupyterhub", "-f", str(config)]
    with log.open("wb") as sink:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink
        )
    try:
        while not answers(port):
            if process.poll() is not None:
                raise HubError(say("command.no_hub", log=log))
            time.sleep(0.2)
        print(say("command.open", url=f"http://127.0.0.1:{port}/"), flush=True)
        return process.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        start.end(process, seconds=60)  # JupyterHub ends everybody's server then


def links(hub: str, folder: Path, page: str) -> None:
    """Print the link of a page in each language."""
    for lang in LANGUAGES:
        known = pages(lang)
        if not known:
            continue
        if page not in known:
            raise HubError(say("command.no_chapter", name=page, names=", ".join(known)))
        print(f"{lang}  {link(hub, f'file://{repository(folder)}', lang, known[page])}")


def assignments(chapters: list[str], folder: Path, lang: str) -> None:
    """Make assignments of chapters."""
    from hub.grading.assignment import write

    for chapter in chapters:
        known = pages(lang)
        if chapter not in known or not chapter[0].isdigit():
            names = ", ".join(name for name in known if name[0].isdigit())
            raise HubError(say("command.no_chapter", name=chapter, names=names))
        made = write(folder, chapter, lang)
        print(
            say("command.assignment", name=made.name, n=len(made.ids), points=len(made.ids), path=made.path)
        )
        print(say("command.next", name=made.name, path=folder))


def main(arguments: list[str]) -> int:
    """Do what the command line says; what cannot be done is one sentence."""
    parser = argparse.ArgumentParser(prog="start.py hub", usage=say("command.usage"), add_help=False)
    parser.error = lambda _: parser.exit(2, say("command.usage") + "\n")  # type: ignore[method-assign]
    parser.add_argument("what", nargs="?", choices=["prepare", "link", "assignment", "test"])
    parser.add_argument("chapters", nargs="*")
    parser.add_argument("--to", type=Path)
    parser.add_argument("--hub", default="http://127.0.0.1:8000")
    parser.add_argument("--page", default="index")
    parser.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0])
    parser.add_argument("--port", type=int, default=8000)
    if arguments[:1] == ["test"]:
        start.ensure("test")
        start.ensure("hub")
        chosen = arguments[1:] or ["-p", "no:nbval", "tests/test_hub.py"]
        environment = start.child_environment(SGM_SLOW="1", MPLBACKEND="Agg")
        return subprocess.call([sys.executable, "-m", "pytest", *chosen], cwd=ROOT, env=environment)
    given = parser.parse_args(arguments)
    folder = (given.to or FOLDER).absolute()
    try:
        if given.what == "link":
            links(given.hub, folder, given.page)
            return 0
        if given.what == "assignment" and given.chapters:
            assignments(given.chapters, folder, given.lang)
            return 0
        if given.chapters or given.what == "assignment":
            parser.error("")
        if os.name == "nt":
            raise HubError(say("command.windows"))
        start.ensure("hub")
        if given.what == "prepare":
            prepare(folder)
            return 0
        return trial(folder, given.port)
    except HubError as error:
        print(error)
    except OSError as error:
        print(f"{error.filename or folder}: {error.strerror or error}")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
