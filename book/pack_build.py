"""Make a course of an instructor pack: a copy of the course with what the pack changes, to build the site from.

The course itself is not touched, so that a pack is put on, changed and taken off again at will. What has not changed
keeps its time, so that the next build of the same pack does only what is new.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pack import Pack
from pack_texts import own_titles, pages, relinked, with_texts

from sgm_lab import look

__all__ = ["SETTINGS", "course_with"]

TAKEN = ("benchmarks", "book", "datasets", "notebooks", "sgm_lab", "_config.yml", "LICENSE", "LICENSE-TEXT",
         "README.md", "CONTRIBUTING.md", "pyproject.toml", "requirements.txt", "start.py")  # fmt: skip
#: Where the site of such a course finds its settings; `sgm_pack` gives them to the pages.
SETTINGS = "book/pack.json"
PASSED = ("__pycache__", ".ipynb_checkpoints", "_build")
COLOUR = re.compile(r"#[0-9A-F]{6}\b")
BIG = ("kano", "servqual", "operations", "comments")  # tables that a README of a case speaks of


def course_with(pack: Pack, root: Path, target: Path) -> None:
    """Write the course of ``root`` as the pack changes it into ``target``; what does not belong there is removed."""
    wanted = {path.relative_to(root).as_posix(): path for path in _files(root)}
    changed = _changes(pack, root)
    for name, content in changed.items():
        if content is None:
            wanted.pop(name, None)
        else:
            _write(target / name, content)
    for name, path in wanted.items():
        if name not in changed:
            _copy(path, target / name)
    there = {path.relative_to(target).as_posix() for path in _files(target)}
    for name in there - wanted.keys() - changed.keys():
        (target / name).unlink()


def _files(root: Path) -> Iterator[Path]:
    for name in TAKEN:
        inside = root / name
        for path in inside.rglob("*") if inside.is_dir() else [inside]:
            if path.is_file() and not any(part in PASSED for part in path.parts[len(root.parts) :]):
                yield path


def _copy(source: Path, target: Path) -> None:
    old, new = target.stat() if target.is_file() else None, source.stat()
    if old is None or (old.st_size, old.st_mtime_ns) != (new.st_size, new.st_mtime_ns):
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)


def _write(target: Path, content: bytes) -> None:
    if not target.is_file() or target.read_bytes() != content:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


# ---- what a pack changes: name -> content, or None where the file goes ----


def _changes(pack: Pack, root: Path) -> dict[str, bytes | None]:
    made: dict[str, bytes | None] = {}
    shown = {**pack.settings}
    for name, content in pack.files.items():
        if name.startswith("case/"):
            _, case, file = name.split("/")
            made[f"datasets/{case}/{file}"] = content
            if file.removesuffix(".csv") in BIG:
                made[f"datasets/{case}/README.md"] = None  # it tells of the data that were there
        else:
            made[f"book/_static/pack-{name}"] = content
            shown["logo"] = f"pack-{name}"
    made[SETTINGS] = json.dumps(shown, ensure_ascii=False, sort_keys=True).encode()
    texts: dict[str, str] = {}

    def text(name: str) -> str:
        return texts.get(name) or (root / name).read_text(encoding="utf-8-sig")

    for file, tables in _records(pack, root / "book" / "exercises").items():
        texts[f"book/exercises/{file}"] = written(tables)
    if pack.hidden:
        for path in (root / "book").glob("*/*.md"):
            name = path.relative_to(root).as_posix()
            texts[name] = _without_blocks(text(name), pack.hidden)
        for path in (root / "book").glob("*/plans.toml"):
            name = path.relative_to(root).as_posix()
            texts[name] = _without_names(text(name), pack.hidden)
        for path in (root / "notebooks").glob("*/*.ipynb"):
            name = path.relative_to(root).as_posix()
            texts[name] = _without_cells(text(name), pack.hidden)
    if pack.texts:
        texts["book/_toc.yml"], moved = with_texts(text("book/_toc.yml"), pack.texts)
        texts |= pages(pack.texts)
        for lang in {Path(old).parent.name for old in moved}:
            here = {old: new for old, new in moved.items() if Path(old).parent.name == lang}
            for path in [*(root / "book" / lang).glob("*.md"), *(root / "notebooks" / lang).glob("*.ipynb")]:
                name = path.relative_to(root).as_posix()
                texts[name] = relinked(text(name), here)
    for name, title in own_titles(pack.files, root):
        toc, head = text("book/_toc.yml"), json.dumps(title, ensure_ascii=False)
        row = rf"^( *- file: {re.escape(name)}\n +title: ).*$"
        texts["book/_toc.yml"] = re.sub(row, lambda found, head=head: found[1] + head, toc, flags=re.M)
        page = re.sub(r"^# .*$", lambda _, title=title: f"# {title}", text(f"{name}.md"), count=1, flags=re.M)
        texts[f"{name}.md"] = page
    if chapters := pack.settings.get("hidden_chapters"):
        texts["book/_toc.yml"] = _without_chapters(text("book/_toc.yml"), chapters)
    texts["_config.yml"] = _named(text("_config.yml"), shown)
    if colours := _colours(pack.settings):
        for path in (
            root / "sgm_lab" / "look.py",
            root / "book" / "_static" / "favicon.svg",
            *look.sheets(root),
        ):
            name = path.relative_to(root).as_posix()
            texts[name] = COLOUR.sub(lambda found: colours.get(found[0], found[0]), text(name))
    return made | {
        name: new.encode()
        for name, new in texts.items()
        if not (root / name).is_file() or new != (root / name).read_text(encoding="utf-8-sig")
    }


def _records(pack: Pack, folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the files of records that change, each with all its tables."""
    files = {path.name: _tables(path) for path in sorted(folder.glob("*.toml"))}
    home = {table.get("id"): name for name, tables in files.items() for table in tables}
    changed = {home[id] for id in pack.hidden if id in home}
    for record in pack.records:
        chapter = next(
            (n for n, own in files.items() if own and own[0]["chapter"] == record["chapter"]), None
        )
        name = home.get(record["id"]) or chapter or f"{record['chapter'].replace('.', '-')}.toml"
        tables = files.setdefault(name, [])
        places = [at for at, table in enumerate(tables) if table.get("id") == record["id"]]
        if places:
            tables[places[0]] = record
        else:
            tables.append(record)
        changed.add(name)
    return {name: [one for one in files[name] if one["id"] not in pack.hidden] for name in changed}


def _tables(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("exercise", [])
    return found


def written(tables: list[dict[str, Any]]) -> str:
    """Write records as TOML.

    >>> written([{"id": "a", "minutes": 1, "prompt": {"zh": "“好”？", "en": "Good?"}, "answer": ["x"]}]).splitlines()
    ['[[exercise]]', 'id = "a"', 'minutes = 1', 'prompt = { "zh" = "“好”？", "en" = "Good?" }', 'answer = ["x"]', '']
    """
    fields = ("\n".join(f"{_key(name)} = {_value(value)}" for name, value in one.items()) for one in tables)
    return "\n".join(f"[[exercise]]\n{one}\n" for one in fields) + "\n" * bool(tables)


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z_]+", name) else _value(name)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        inside = ", ".join(f"{_value(str(name))} = {_value(one)}" for name, one in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list):
        return f"[{', '.join(_value(one) for one in value)}]"
    # A text of JSON is one of TOML but for one sign.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _without_blocks(page: str, ids: list[str]) -> str:
    named = "|".join(re.escape(id) for id in ids)
    return re.sub(rf"^(`{{3,}})\{{exercise\}} *(?:{named})\n\1 *\n?", "", page, flags=re.M)


def _without_names(plans: str, ids: list[str]) -> str:
    named = "|".join(re.escape(f'"{id}"') for id in ids)
    return re.sub(rf"(?:(?<=\[)(?:{named})(?:, *)?|, *(?:{named}))", "", plans)


def _without_cells(notebook: str, ids: list[str]) -> str:
    book = json.loads(notebook)
    shown = re.compile(r"exercises\.show\(\s*[\"'](?:" + "|".join(re.escape(id) for id in ids) + r")[\"']")
    kept = [cell for cell in book["cells"] if not shown.search("".join(cell["source"]))]
    if len(kept) == len(book["cells"]):
        return notebook
    return json.dumps(book | {"cells": kept}, ensure_ascii=False, indent=1) + "\n"


def _without_chapters(toc: str, chapters: list[str]) -> str:
    """Leave out text and workbook of chapters, and a part that has nothing left."""
    named = "|".join(re.escape(chapter.replace(".", "-")) for chapter in chapters)
    page = rf"^ *- file: \S+/(?:{named})-[a-z][^\n]*\n(?: +title:[^\n]*\n)?"
    left = re.sub(page, "", toc, flags=re.M)
    return re.sub(r"^ *- caption:[^\n]*\n +chapters:\n(?= *(?:- caption:|#|\Z))", "", left, flags=re.M)


def _named(config: str, shown: dict[str, Any]) -> str:
    """Put title and logo into the settings of the site."""
    if "title" in shown:
        title = json.dumps(shown["title"], ensure_ascii=False)
        config = re.sub(r"^title:.*$", lambda _: f"title: {title}", config, flags=re.M)
    if "logo" in shown:
        logo = f"logo: book/_static/{shown['logo']}"
        config = re.sub(r"^# *logo:.*$|^logo:.*$", lambda _: logo, config, count=1, flags=re.M)
    return config


def _colours(settings: Mapping[str, Any]) -> dict[str, str]:
    """Return the colours that change with the accents: themselves, and those of figures that are paler than one.

    >>> _colours({"accent": "#7A1F3D"})["#0F6073"], _colours({"accent_dark": "#FFB454"})
    ('#7A1F3D', {'#5EC3D6': '#FFB454'})
    """
    found = {look.ACCENT_DARK: settings["accent_dark"]} if "accent_dark" in settings else {}
    if accent := settings.get("accent"):
        parts = [int(accent[at : at + 2], 16) for at in (1, 3, 5)]
        for old, share in ((look.ACCENT, 1), (look.TINT, 0.475), (look.WASH, 0.0925)):
            found[old] = "#" + "".join(f"{round(255 - (255 - one) * share):02X}" for one in parts)
    return found


def main(arguments: list[str]) -> int:
    """Make the course of a pack: PACK, the course, where the copy goes; say what is wrong with the pack."""
    from pack import read

    from sgm_lab.errors import SgmError

    path, root, target = map(Path, arguments)
    try:
        course_with(read(path), root, target)
    except SgmError as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
