"""Put a new site in the place of the published one: whole, in one step, or not at all. Standard library only."""

from __future__ import annotations

import os
import re
import shutil
import time
from pathlib import Path

__all__ = ["is_free", "publish", "recover"]

# Folders whose name changes with what is in them. A page that is open while the site is renewed still asks for those it
# was built with, so they stay until the edition after the next.
EDITION = re.compile(r".+-[0-9a-f]{8,}")
HOMES = ("_static", "_static/states")
KEPT = "_static/kept.txt"  # which folders of the published site only serve pages that are open
OURS = "_static/sgm.css"  # no folder but one with a site of the course has it
PATIENCE = 5  # seconds for a reader's program to let go of a file, which on Windows cannot be moved meanwhile


def _beside(site: Path, what: str) -> Path:
    return site.with_name(f"{site.name}.{what}")


def editions(site: Path) -> set[str]:
    """Return the folders of a site whose name tells what is in them, by their path in the site."""
    folders = (path for home in HOMES for path in (site / home).glob("*-*") if path.is_dir())
    return {path.relative_to(site).as_posix() for path in folders if EDITION.fullmatch(path.name)}


def is_free(site: Path) -> bool:
    """Whether a site may be put there: nothing is, or an earlier one; all else in the folder would be lost."""
    return not site.exists() or (site.is_dir() and ((site / OURS).is_file() or not any(site.iterdir())))


def recover(site: Path) -> None:
    """Bring the published site back where a machine stopped between the two moves of `publish`."""
    if not site.exists() and _beside(site, "old").exists():
        _beside(site, "old").rename(site)


def publish(fresh: Path, site: Path) -> None:
    """Replace the published site by a copy of a new one.

    Until the copy is whole, nothing of the published site is touched; where the exchange fails, it is as before.

    Parameters
    ----------
    fresh : Path
        The new site, which stays as it is.
    site : Path
        The published one; there need not be one yet.

    Raises
    ------
    OSError
        If there is no room, or another program holds the published site.
    """
    recover(site)
    new, old = _beside(site, "new"), _beside(site, "old")
    for left_over in (new, old):
        shutil.rmtree(left_over, ignore_errors=True)
    shutil.copytree(fresh, new, copy_function=_copy_or_link(fresh, site))
    list_of_kept = site / KEPT
    kept = set(list_of_kept.read_text(encoding="utf-8").split()) if list_of_kept.is_file() else set()
    ours, theirs = editions(fresh), editions(site)
    last = theirs - kept - ours
    wanted = (last or kept) - ours
    for name in sorted(wanted & theirs):
        shutil.copytree(site / name, new / name, copy_function=_copy_or_link(site, site))
    if wanted & theirs:
        (new / KEPT).write_text("\n".join(sorted(wanted & theirs)), encoding="utf-8")
    if site.exists():
        _move(site, old)
    try:
        _move(new, site)
    except OSError:
        recover(site)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _copy_or_link(source: Path, site: Path):  # type: ignore[no-untyped-def]
    """Return what copies a file; one that the published site has as well is linked, since nobody writes into that."""

    def copy(path: str, target: str) -> None:
        there, mine = site / Path(path).relative_to(source), Path(path).stat()
        try:
            known = there.stat()
            if (known.st_size, known.st_mtime_ns) == (mine.st_size, mine.st_mtime_ns):
                os.link(there, target)
                return
        except OSError:  # not there, or a disk that knows no links
            pass
        shutil.copy2(path, target)

    return copy


def _move(path: Path, target: Path) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            path.rename(target)
            return
        except PermissionError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
