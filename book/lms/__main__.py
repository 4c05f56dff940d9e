"""``python start.py lms``: what a learning platform takes, written into ``_build/lms``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "book"))

from lms import guide  # noqa: E402
from lms.bank import FORMATS, questions  # noqa: E402
from lms.words import say  # noqa: E402
from sgm_lab import exercises  # noqa: E402
from sgm_lab.errors import SgmError  # noqa: E402
from sgm_lab.i18n import LANGUAGES  # noqa: E402


def put(path: Path, content: bytes) -> None:
    """Write a file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.write_bytes(content)
    unfinished.replace(path)


def bank(to: Path) -> None:
    """Write the question bank, a folder for each language."""
    records = exercises.load().values()
    for lang in LANGUAGES:
        asked, left = questions(records, lang)
        folder = to / "questions" / lang
        for one in FORMATS.values():
            put(folder / one.NAME, one.write(asked, lang))
        print(say("command.bank", n=len(asked), left=len(left), path=folder))


def packages(to: Path, site: Path) -> bool:
    """Write the SCORM packages of each language that the site has; whether there was a site to take them from."""
    from lms.scorm.gather import Site
    from lms.scorm.package import LARGEST, chapters, course

    found = [one for one in (Site(site, lang) for lang in LANGUAGES) if (site / one.plan_file).is_file()]
    if not found:
        print(say("command.no_site", path=site))
    for one in found:
        folders = {"scorm-1.2": chapters(one), "scorm-2004": [course(one)]}
        for name, made in folders.items():
            folder, n, largest = to / name / one.lang, 0, 0
            for package in made:
                put(folder / package.name, package.content)
                n, largest = n + 1, max(largest, len(package.content))
                if name == "scorm-1.2" and len(package.content) > LARGEST:
                    print(say("command.large", name=package.name, most=f"{LARGEST / 1e6:.0f}"))
            print(say(f"command.{name}", n=n, mb=f"{largest / 1e6:.1f}", path=folder))
    return bool(found)


def main(arguments: list[str]) -> int:
    """Do what the command line says; what cannot be done is one sentence."""
    parser = argparse.ArgumentParser(prog="start.py lms", usage=say("command.usage"), add_help=False)
    parser.error = lambda _: parser.exit(2, say("command.usage") + "\n")  # type: ignore[method-assign]
    parser.add_argument("what", nargs="?", choices=["questions", "scorm", "guide"])
    parser.add_argument("--to", type=Path, default=ROOT / "_build" / "lms")
    parser.add_argument("--site", type=Path, default=ROOT / "_build" / "html")
    options = parser.parse_args(arguments)
    if options.what == "guide":  # for whoever changes a format: its table of losses, as it is now
        for lang in LANGUAGES:
            guide.page(lang).write_text(guide.renewed(lang), encoding="utf-8")
        return 0
    try:
        if options.what != "scorm":
            bank(options.to)
        if options.what != "questions" and not packages(options.to, options.site):
            return 1
    except SgmError as error:
        print(error)
    except OSError as error:
        print(say("command.no_write", path=error.filename or options.to, why=error.strerror or error))
    else:
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
