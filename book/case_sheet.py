"""A case of one's own from a spreadsheet: `python start.py case` writes the template, with a file it makes the folder.

``case_sheet.py`` writes the template where it is called; ``case_sheet.py FILE.xlsx`` checks a filled one and makes
``datasets/<name>`` of it; ``case_sheet.py FILE.xlsx PACK.zip`` makes an instructor pack instead.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

sys.path.append(str(Path(__file__).parent))

from _case.checking import check
from _case.folder import MADE, files, rosters
from _case.reading import Filled, read

MOST = 20  # sentences at once


def made_of(file: Path) -> tuple[Filled, dict[str, bytes], list[str]]:
    """Read a spreadsheet; return it, the files of its case, and what is to be known although nothing is wrong.

    The case is tried: a line that cannot be fitted to its waits is told, not refused.
    """
    from sgm_lab.i18n import get_language

    filled = read(file)
    check(filled)
    if filled.problems:
        return filled, {}, []
    made = files(filled, get_language())
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / filled.facts["code"]
        folder.mkdir()
        for name, content in made.items():
            (folder / name).write_bytes(content)
        found, told = _rosters(folder)
    return filled, made | {"case.toml": made["case.toml"] + rosters(found)}, told


def _rosters(folder: Path) -> tuple[dict[str, list[int]], list[str]]:
    """Find who is on duty in each part, which takes seconds: once, here, instead of in every lab."""
    from sgm_lab import cases, process
    from sgm_lab.errors import SgmError
    from sgm_lab.i18n import t

    case, found, told = str(folder), {}, []
    labels = cases.load(case).code_labels("department")
    for part in process.parts(case):
        try:
            flow = process.baseline(case, part).flow
            found[part] = list(flow.station(flow.main).staff)
        except SgmError as error:
            told.append(t("case_sheet.no_line", name=labels[part], why=error))
    return found, told


def write_folder(code: str, made: dict[str, bytes], data: Path) -> Path | None:
    """Put a case into the folder of the cases; nothing where another case has the name."""
    target = data / code
    if target.exists() and not _ours(target):
        return None
    new = Path(tempfile.mkdtemp(prefix=".case-", dir=data))
    for name, content in made.items():
        (new / name).write_bytes(content)
    new.chmod(0o755)
    shutil.rmtree(target, ignore_errors=True)
    new.rename(target)
    return target


def _ours(folder: Path) -> bool:
    try:
        package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(package.get("created_by") == MADE)


def write_pack(code: str, made: dict[str, bytes], target: Path) -> None:
    """Write the case as an instructor pack (``book/_desk/README.md``)."""
    head = {
        "pack": 1,
        "made": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "settings": {},
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("pack.json", json.dumps(head))
        for name, content in made.items():
            pack.writestr(f"case/{code}/{name}", content)


def main(arguments: list[str], data: Path = Path(__file__).parents[1] / "datasets") -> int:
    """Write the template, or read a filled one; say in one sentence each what was done or is wrong."""
    from sgm_lab.i18n import t

    if not arguments:
        from _case.template import template

        target = Path(t("case_sheet.file"))
        if target.exists():
            print(t("case_sheet.there", path=target))
            return 1
        target.write_bytes(template())
        print(t("case_sheet.template", path=target))
        return 0
    filled, made, told = made_of(Path(arguments[0]))
    if filled.problems:
        shown = filled.problems[:MOST]
        more = len(filled.problems) - len(shown)
        print("\n".join([t("case_sheet.problems", n=len(filled.problems)), *shown]))
        if more:
            print(t("case_sheet.more", n=more))
        return 1
    code = filled.facts["code"]
    if arguments[1:]:
        write_pack(code, made, Path(arguments[1]))
        place: Path | None = Path(arguments[1])
    else:
        place = write_folder(code, made, data)
    if place is None:
        print(t("case_sheet.taken", name=code))
        return 1
    print(
        "\n".join(
            [
                *told,
                t(
                    "case_sheet.pack" if arguments[1:] else "case_sheet.made",
                    path=place,
                    name=filled.facts["title"],
                ),
            ]
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
