"""Which files a command was given: that they are there, and are what it takes, before any work."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ArgumentError, DataError, did_you_mean
from ..i18n import t
from .options import Command

if TYPE_CHECKING:
    from ..intake import Address

__all__ = ["paths_of"]


def paths_of(command: Command, words: Sequence[str]) -> list[Path | Address]:
    """Return files and addresses of databases in the order given; a pattern stands for what it finds, by name.

    Raises
    ------
    ArgumentError
        If there are too few or too many, or a pattern finds nothing.
    DataError
        If one is not there, or nothing that this command could read.
    """
    from ..intake import Address, is_address

    found: list[Path | Address] = []
    for word in words:
        if is_address(word):
            if "header" not in command.options:  # it reads no table of any kind
                raise ArgumentError("cli.wrong.address", command=command.name, address=Address(word).name)
            found.append(Address(word))
        elif glob.has_magic(word) and not os.path.lexists(word):
            some = sorted(glob.glob(word, recursive=True))
            if not some:
                raise ArgumentError("cli.wrong.pattern", pattern=word)
            found += map(Path, some)
        else:
            found.append(Path(word))
    if not 1 <= len(found) <= command.most:
        key = "cli.wrong.many_files" if found else "cli.wrong.no_file"
        raise ArgumentError(key, count=len(found), **_what(command))
    for path in found:
        if isinstance(path, Path) and command.takes != "name":
            _check(command, path)
    return found


def _what(command: Command) -> dict[str, str]:
    """Say what a command takes, for a sentence."""
    name = command.name
    example = t(f"cli.example_of.{name}").partition("\n")[0]
    return {"command": name, "needs": t(f"cli.needs.{name}"), "example": example}


def _check(command: Command, path: Path) -> None:
    try:
        mode = os.stat(path).st_mode
    except (FileNotFoundError, NotADirectoryError) as error:
        raise DataError("cli.wrong.not_there", path=str(path), hint=_meant(path)) from error
    except (OSError, ValueError):  # its reader says why
        return
    if path.name.startswith("~$"):
        raise DataError("cli.wrong.beside", path=str(path), file=path.name.removeprefix("~$"))
    if command.takes == "file" and stat.S_ISDIR(mode):
        raise DataError("cli.wrong.is_folder", path=str(path), **_what(command))
    if "header" in command.options and path.suffix.lower() == ".json":
        raise DataError("cli.wrong.no_table", path=str(path), **_what(command))


def _meant(path: Path) -> str:
    """Suggest what lies in the same folder under a name much like it."""
    try:
        return did_you_mean(path.name, os.listdir(path.parent))
    except OSError:
        return ""
