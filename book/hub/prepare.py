"""What is written once, by whoever owns the server: the learners' copy of the course, and JupyterHub's proxy."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat

from .grading.handing_in import page as handing_in
from .link import BRANCH, HAND_IN
from .words import say

__all__ = ["PROXY", "HubError", "copy_of_course", "proxy", "repository"]

ROOT = Path(__file__).resolve().parents[2]
#: JupyterHub's proxy, from npm, at the version this was tested with.
PROXY = "configurable-http-proxy@5.3.0"


class HubError(Exception):
    """What cannot be done, in one sentence."""


def repository(folder: Path) -> Path:
    """Return where the learners' copy lies."""
    return folder / "course.git"


def git(*arguments: str, cwd: Path) -> str:
    """Run git as nobody in particular, and return what it said."""
    who = {f"GIT_{one}_{part}": "course" for one in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=cwd, env=os.environ | who, check=True, capture_output=True, text=True
        )
    except FileNotFoundError:
        raise HubError(say("prepare.no_git")) from None
    except subprocess.CalledProcessError as error:
        raise HubError(say("prepare.git", why=error.stderr.strip())) from None
    return done.stdout.strip()


def write_course(folder: Path) -> None:
    """Write what a learner opens: the workbooks of each language, the text as pages, and beside them no answers."""
    sys.path.insert(0, str(ROOT / "book"))
    import reading

    for pages in sorted((ROOT / "notebooks").iterdir()):
        if (pages / "index.ipynb").is_file():
            to = folder / "notebooks" / pages.name
            to.mkdir(parents=True)
            for page in pages.glob("*.ipynb"):
                shutil.copy(page, to)
            reading.write(folder / "text" / pages.name, pages.name)
            nbformat.write(handing_in(pages.name), to / f"{HAND_IN}.ipynb")
            index = nbformat.read(to / "index.ipynb", as_version=4)
            way = say("grading.index", pages.name, page=f"{HAND_IN}.ipynb")
            index.cells.append(nbformat.v4.new_markdown_cell(way, id=HAND_IN))
            nbformat.write(index, to / "index.ipynb")


def copy_of_course(folder: Path) -> bool:
    """Put the course as it is now into the repository that learners' copies follow; whether anything has changed."""
    folder = folder.resolve()
    bare = repository(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if not bare.exists():
        git("init", "--quiet", "--bare", "--shared=0644", f"--initial-branch={BRANCH}", str(bare), cwd=folder)
    with tempfile.TemporaryDirectory() as fresh:
        write_course(Path(fresh))
        there = [f"--git-dir={bare}", f"--work-tree={fresh}"]
        git(*there, "add", "--all", "--force", ".", cwd=Path(fresh))
        changed = bool(git(*there, "status", "--porcelain", cwd=Path(fresh)))
        if changed:
            git(*there, "commit", "--quiet", "--message=course", cwd=Path(fresh))
    (folder / "gitconfig").write_text(f"[safe]\n\tdirectory = {bare}\n", encoding="utf-8")
    return changed


def proxy(folder: Path) -> str:
    """Return the program of the proxy: the one on the path, else one fetched by npm."""
    name = PROXY.partition("@")[0]
    own = folder / "proxy" / "node_modules" / ".bin" / name
    if found := shutil.which(name) or (str(own) if own.exists() else None):
        return found
    npm = shutil.which("npm")
    if not npm:
        raise HubError(say("prepare.no_npm"))
    command = [npm, "install", "--no-fund", "--no-audit", "--prefix", str(own.parents[2]), PROXY]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode or not own.exists():
        raise HubError(say("prepare.npm", why=(done.stderr.strip().splitlines() or ["?"])[-1]))
    return str(own)
