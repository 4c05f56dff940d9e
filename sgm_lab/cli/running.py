"""Run a command: find it, read what was asked, show or write what it found, and return the exit code."""

from __future__ import annotations

import json
import locale
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import ArgumentError, SgmError, did_you_mean
from ..i18n import LANGUAGES, t, use_language
from . import months, others, published, surveys
from .options import Answer, Command, Given, help_of, parsed
from .paths import paths_of
from .progress import Progress
from .screen import folded
from .typed import typed

if TYPE_CHECKING:
    from ..intake import Address

__all__ = ["COMMANDS", "FINE", "FOUND", "WRONG_USE", "main"]

FINE, FOUND, WRONG_USE, STOPPED = 0, 1, 2, 130
#: Version of the shape of ``--json``; a change that breaks readers raises it.
FORMAT = 1
_HOW = ("pairs", "labels", "header", "sheet", "scale", "reverse", "reverse-side")

_TABLE = (
    Command("check", surveys.check, ("kind", *_HOW, "dimensions")),
    Command("kano", surveys.kano, ("by", "weights", "rule", "table", "title", *_HOW)),
    Command("servqual", surveys.servqual, ("by", "weights", "title", *_HOW, "dimensions")),
    Command("report", surveys.report, ("kind", "by", "weights", "rule", "title", *_HOW, "dimensions")),
    Command("published", published.published, ("sheet", "header"), most=1),
    Command("goals", others.goals, ("sheet",), most=1),
    Command("month", months.month, ("register",), most=2),
    Command("class", others.classes, most=1, takes="folder"),
    Command("case", others.case, most=1, takes="name"),
)
COMMANDS = {one.name: one for one in _TABLE}


def main(words: Sequence[str] | None = None) -> int:
    """Run what the words ask for.

    Parameters
    ----------
    words : sequence of str, optional
        Those of the command line by default.

    Returns
    -------
    int
        0 where all is well; 1 where something was found wrong with the data, and said; 2 for wrong use.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a letter that the terminal lacks is no reason to stop
            stream.reconfigure(errors="replace")
    given = list(sys.argv[1:] if words is None else words)
    with use_language(_language(given)):
        try:
            return _run(given)
        except ArgumentError as error:
            return _refuse(error, WRONG_USE)
        except SgmError as error:
            return _refuse(error, FOUND)
        except KeyboardInterrupt:
            return STOPPED
        except BrokenPipeError:  # whoever read has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return FINE
        except Exception as error:
            if os.environ.get("SGM_DEBUG"):
                raise
            lacking = getattr(error, "name", "") if isinstance(error, ModuleNotFoundError) else ""
            if lacking and not lacking.startswith("sgm_lab"):  # the Python of somebody else
                print(t("cli.no_package", name=lacking), file=sys.stderr)
            else:
                print(t("cli.fault", what=f"{type(error).__name__}: {error}"), file=sys.stderr)
            return FOUND


def _refuse(error: SgmError, code: int) -> int:
    print("\n".join(folded(typed(error), _wide())), file=sys.stderr)
    return code


def _wide() -> int:
    return max(60, min(140, shutil.get_terminal_size((100, 24)).columns - 1))


def _language(words: Sequence[str]) -> str:
    """The language asked for, else that of ``SGM_LANG``, else that of the machine."""
    for at, word in enumerate(words):
        value = word.partition("=")[2] if word.startswith("--lang=") else ""
        if word == "--lang" and at + 1 < len(words):
            value = words[at + 1]
        if value in LANGUAGES:
            return value
    told = os.environ.get("SGM_LANG", "")
    if told in LANGUAGES:
        return told
    asked = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    first = next(filter(None, asked), "") or locale.getlocale()[0] or ""
    spoken = first.replace("-", "_").partition("_")[0].lower()
    return next((one for one in LANGUAGES if one == spoken or spoken.startswith(one)), LANGUAGES[0])


def _run(words: list[str]) -> int:
    name = next((one for one in words if not one.startswith("-") and one not in LANGUAGES), "")
    if "--version" in words:
        print(f"sgm_lab {sys.modules['sgm_lab'].__version__}")
        return FINE
    if not name:
        print(_overview())
        return FINE if {"-h", "--help"} & set(words) else WRONG_USE
    if name not in COMMANDS:
        raise ArgumentError(
            "cli.wrong.command", name=name, names=list(COMMANDS), hint=did_you_mean(name, COMMANDS)
        )
    command = COMMANDS[name]
    words.remove(name)
    files, options = parsed(command, words)
    if options["help"]:
        print(help_of(command))
        return FINE
    paths = paths_of(command, files)
    place = _place(options["output"], paths)
    with Progress(options["quiet"]) as progress:
        answer = command.run(Given(paths, options, progress))
        if place is not None:
            progress(t("report.step.write", file=place.name))
        return _give(command, answer, options, place)


def _place(output: str | None, files: Sequence[Path | Address]) -> Path | None:
    """Where to write; refused before any work where that cannot be."""
    from ..report import KINDS

    if output is None:
        return None
    place = Path(output)
    if place.suffix.lower().removeprefix(".") not in (*KINDS, "json"):
        endings = [f".{one}" for one in (*KINDS, "json")]
        raise ArgumentError("cli.wrong.ending", file=place.name, endings=endings)
    if place.resolve() in [one.resolve() for one in files if isinstance(one, Path)]:
        raise ArgumentError("cli.wrong.same_file", file=place.name)
    if not place.resolve().parent.is_dir():
        raise ArgumentError("cli.wrong.folder", folder=str(place.parent))
    return place


def _give(command: Command, answer: Answer, options: dict[str, Any], place: Path | None) -> int:
    code = FOUND if answer.wrong else FINE
    data = {"format": FORMAT, "command": command.name, "code": code, **answer.data}
    text = json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)
    text = text.encode("utf-8", "backslashreplace").decode()  # half of a surrogate pair, as JSON writes it
    if place is not None:
        content = f"{text}\n".encode() if place.suffix.lower() == ".json" else None
        try:
            if content is None:
                answer.report.save(place)
            else:
                place.write_bytes(content)
        except OSError as error:
            raise ArgumentError("cli.wrong.write", file=place.name, why=error.strerror or error) from error
    if options["json"]:
        print(text)
    elif place is None:
        from .screen import shown

        print(shown(answer.report, _wide()))
    elif not options["quiet"]:
        print(t("cli.written", file=str(place)))
    return code


def _overview() -> str:
    lines = [*folded(t("cli.about"), 96), ""]
    lines += [f"  sgm {name:<10} {t(f'cli.short.{name}')}" for name in COMMANDS]
    return "\n".join([*lines, "", t("cli.more")])
