"""What can be asked of a command: its options, read from the words typed, and a help that teaches."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NoReturn

from ..errors import ArgumentError, did_you_mean
from ..i18n import LANGUAGES, t
from ..terms import RULES
from .screen import folded, width
from .typed import literal

__all__ = ["COMMON", "Answer", "Command", "Given", "help_of", "parsed"]

_WIDE = 96


@dataclass(frozen=True)
class Option:
    """An option: ``--name``, and how what follows it is read; without a reader nothing follows."""

    name: str
    read: Callable[[str], Any] | None = str
    short: str = ""
    choices: Sequence[str] = ()

    @property
    def flag(self) -> str:
        """The option as it is typed."""
        return f"--{self.name}"

    def value(self, text: str) -> Any:
        """Read what was typed."""
        if self.choices and text not in self.choices:
            raise ArgumentError("cli.wrong.choice", option=self.flag, value=text, choices=list(self.choices))
        assert self.read is not None
        try:
            return self.read(text)
        except (ValueError, SyntaxError) as error:
            example = t(f"cli.value.{self.name}", option=self.flag)
            raise ArgumentError("cli.wrong.value", option=self.flag, value=text, example=example) from error


@dataclass(frozen=True)
class Given:
    """What was asked: files, the options' values, and where to say how far the work is."""

    files: list[Any]  # a path, or the address of a database, which has a name as well
    options: Mapping[str, Any]
    step: Callable[[str], None]

    def __getitem__(self, name: str) -> Any:
        return self.options.get(name)

    def some(self, *names: str) -> dict[str, Any]:
        """Return the options of these names that were given."""
        return {name: self.options[name] for name in names if self.options.get(name) is not None}


@dataclass(frozen=True)
class Answer:
    """What a command found: a report to show, the same as plain data, and whether anything is wrong."""

    report: Any
    data: dict[str, Any]
    wrong: bool = False


@dataclass(frozen=True)
class Command:
    """A command: what it takes, and what does it."""

    name: str
    run: Callable[[Given], Answer]
    options: Sequence[str] = ()
    most: int = 10_000  # files
    takes: Literal["file", "folder", "name"] = "file"  # a folder may be a file, a name either


def _pairs(text: str) -> Any:
    if text in ("alternate", "halves", "perceptions"):
        return text
    found = literal(text)
    if not isinstance(found, Mapping):
        raise ValueError(text)
    return {int(one) if str(one).isdigit() else one: tuple(two) for one, two in found.items()}


def _labels(text: str) -> Any:
    found = literal(text)
    if not isinstance(found, Mapping):
        raise ValueError(text)
    return dict(found)


def _scale(text: str) -> tuple[int, int]:
    low, high = re.fullmatch(r"\(?\s*(\d+)\s*[-,–:到]\s*(\d+)\s*\)?", text).groups()  # type: ignore[union-attr]
    return int(low), int(high)


def _sheet(text: str) -> str | int:
    return int(text) if text.isdigit() else text


def _safe_scale(text: str) -> tuple[int, int]:
    try:
        return _scale(text)
    except AttributeError as error:
        raise ValueError(text) from error


_ALL = (
    Option("output", short="-o"),
    Option("json", None),
    Option("lang", choices=LANGUAGES),
    Option("quiet", None, "-q"),
    Option("help", None, "-h"),
    Option("kind", choices=("kano", "servqual")),
    Option("by"),
    Option("weights"),
    Option("rule", choices=RULES),
    Option("table", choices=("berger", "pouliot")),
    Option("pairs", _pairs),
    Option("labels", _labels),
    Option("dimensions", _labels),
    Option("header", int),
    Option("sheet", _sheet),
    Option("scale", _safe_scale),
    Option("reverse", None),
    Option("reverse-side", choices=("functional", "dysfunctional", "expectation", "perception")),
    Option("title"),
    Option("register", Path),
)
OPTIONS = {one.name: one for one in _ALL}
COMMON = ("output", "json", "lang", "quiet", "help")


class _Parser(argparse.ArgumentParser):
    """Says in the reader's language what cannot be used."""

    def error(self, message: str) -> NoReturn:
        flag = re.search(r"--?[\w-]+", message)
        raise ArgumentError("cli.wrong.lacking", option=flag[0] if flag else message)


def parsed(command: Command, words: Sequence[str]) -> tuple[list[str], dict[str, Any]]:
    """Return the files named and the options' values.

    Raises
    ------
    ArgumentError
        If there is no such option, it lacks its value, or cannot have that one.
    """
    parser = _Parser(prog=command.name, add_help=False, allow_abbrev=False)
    parser.add_argument("files", nargs="*")
    names = [*command.options, *COMMON]
    for one in (OPTIONS[name] for name in names):
        flags = [*([one.short] if one.short else []), one.flag]
        how: dict[str, Any] = {"action": "store_true"} if one.read is None else {"default": None}
        parser.add_argument(*flags, dest=one.name, **how)
    found, rest = parser.parse_known_intermixed_args(list(words))
    for unknown in rest:
        if unknown.startswith("-"):
            flags = [OPTIONS[name].flag for name in names]
            hint = did_you_mean(unknown.partition("=")[0], flags)
            raise ArgumentError("cli.wrong.option", option=unknown, options=flags, hint=hint)
    values = {name: getattr(found, name) for name in names}
    return [*found.files, *(one for one in rest if one not in found.files)], {
        name: OPTIONS[name].value(value) if isinstance(value, str) else value
        for name, value in values.items()
    }


def help_of(command: Command) -> str:
    """Return the help of a command: what it does, an example, its options."""
    name = command.name
    lines = [t("cli.usage", command=name, files=t(f"cli.files.{name}")), ""]
    lines += [*folded(t(f"cli.does.{name}"), _WIDE), "", t("cli.example")]
    lines += [f"  {line}" for line in t(f"cli.example_of.{name}").split("\n")]
    lines += ["", t("cli.options")]
    flags = {one: _flags(OPTIONS[one]) for one in [*command.options, *COMMON]}
    room = max(map(width, flags.values())) + 4
    for one, text in flags.items():
        first, *rest = folded(t(f"cli.option.{one}", option=OPTIONS[one].flag), _WIDE - room)
        lines.append(f"  {text}{' ' * (room - 2 - width(text))}{first}")
        lines += [" " * room + line for line in rest]
    return "\n".join([*lines, "", *folded(t("cli.codes"), _WIDE)])


def _flags(one: Option) -> str:
    text = f"{one.short}, {one.flag}" if one.short else one.flag
    return text if one.read is None else f"{text} {t(f'cli.value.{one.name}')}"
