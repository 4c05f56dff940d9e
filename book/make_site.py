"""Check, build and publish the course site; `python start.py book` runs this with the course's own Python.

What the person who asked should know stands after the last `MARK`: what went wrong and where, or what the site has.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent / "_ext")]

from _editions import gate  # noqa: E402
from case_check import as_specified, check, told  # noqa: E402
from case_pages import with_note  # noqa: E402
from publish import is_free, publish, recover  # noqa: E402

MARK = "== 结果 · result =="
WORK = Path("_build", "work")  # Jupyter Book's own; kept, so that the next build does only what has changed
FRESH = WORK / "_build" / "html"
COLOUR = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
TROUBLE = re.compile(
    r"^(?:(?P<place>(?:[A-Za-z]:\\)?[^\s:][^:\n]*(?::\d+|:<[^>]*>)?): )?(?:WARNING|ERROR|CRITICAL|SEVERE): (?P<said>.+)"
)
REPORT = re.compile(r"traceback saved in: (\S+)")
KNOWN = (
    (re.compile(r"cross-reference target not found: '?([^']+)'?"), "link"),
    (re.compile(r"image file not readable: (\S+)"), "picture"),
    (re.compile(r"toctree contains (?:reference to|ref to) nonexisting document '?([^']+)'?"), "page"),
    (re.compile(r"Could not parse|could not find bibtex key \"?([^\"]+)\"?"), "source"),
)
IDLE = {  # what Jupyter Book's own layout does with these, or would
    "": ("author", "copyright"),
    "html": (
        *("announcement", "analytics", "comments", "extra_footer", "extra_navbar", "google_analytics_id"),
        *("use_edit_page_button", "use_issues_button", "use_repository_button"),
    ),
    "launch_buttons": ("colab_url", "deepnote_url", "thebe"),
}
# A grammar of addresses for checks of forms that no page has: a second of every process that reads notebooks.
BUILD = 'import sys; sys.modules["rfc3987_syntax"] = None; from jupyter_book.cli.main import main; main()'
LOOKED_AT = ("sgm_lab", "datasets", "book/exercises", "book/_checks")
MOST = 12  # sentences; the log has all of them


def command(root: Path, out: Path, config: Path | None = None) -> list[str]:
    """Return what builds a book: strictly, and through to the end, so that every mistake is told at once."""
    jupyter_book = [sys.executable, "-c", BUILD, "build", str(root)]
    settings = ["--config", str(config or root / "_config.yml"), "--toc", str(root / "book" / "_toc.yml")]
    return [*jupyter_book, *settings, "--path-output", str(out), "-W", "-n", "--keep-going"]


# ---- what went wrong ----


def causes(log: str, root: Path) -> list[str]:
    """Return what a failed build complained of, each with its place, once.

    Parameters
    ----------
    log : str
        Everything that Jupyter Book printed.
    root : Path
        Folder of the course; places are told from there.
    """
    lines = [line.rstrip() for line in re.split(r"[\r\n]+", COLOUR.sub("", log)) if line.strip()]
    met = [match for line in lines if (match := TROUBLE.match(line))]
    # A page whose code failed lacks all that the code would have worked out: that is no further mistake.
    failed = {
        match["place"].rpartition(".md")[0]
        for match in met
        if match["place"] and REPORT.search(match["said"])
    }
    follows = [
        m
        for m in met
        if "found in glue data" in m["said"] and (m["place"] or "").rpartition(".md")[0] in failed
    ]
    found = [told for match in met if match not in follows for told in _tell(match, root)]
    return list(dict.fromkeys(found)) or lines[-1:]


def _tell(match: re.Match[str], root: Path) -> Iterator[str]:
    from sgm_lab.i18n import t

    said = re.sub(r" \[[\w.-]+\]$", "", match["said"])
    report = REPORT.search(said)
    if report:  # the last line of a traceback says what happened
        path = Path(report[1])
        text = COLOUR.sub("", path.read_text(encoding="utf-8", errors="replace")) if path.is_file() else ""
        said = t("site.build.code", why=next(iter(text.strip().splitlines()[-1:]), said))
    elif "Executing notebook failed" in said:
        return  # the next line tells more
    for pattern, key in KNOWN:
        if hit := pattern.search(said):
            said = t(f"site.build.{key}", what=hit[1] or said)
    place = (match["place"] or "").replace(f"{root}{os.sep}", "").replace(os.sep, "/")
    file, _, line = place.rpartition(":")
    if line.isdigit():
        place = t("site.build.line", file=file, line=line)
    yield t("site.build.at", place=place, said=said) if place else said


def before(root: Path) -> list[str]:
    """Return the mistakes that can be seen before anything is built: contents, exercises and data, editions.

    Records and cases that were found good are not looked at again until one of their files has changed.
    """
    from sgm_lab.exercises.__main__ import problems
    from sgm_lab.exercises.places import ENTRY
    from sgm_lab.i18n import t, use_language

    toc = (root / "book" / "_toc.yml").read_text(encoding="utf-8")
    there = [root / f"{name}{kind}" for name in ENTRY.findall(toc) for kind in ("", ".md", ".ipynb")]
    found = [
        t("site.build.no_page", page=page.relative_to(root).as_posix())
        for page, *kinds in zip(there[::3], there[1::3], there[2::3], strict=True)
        if not any(path.is_file() for path in (page, *kinds))
    ]
    good, state = root / WORK / "good.txt", state_of(root)
    known = good.is_file() and good.read_text(encoding="utf-8") == state
    findings = [] if known else check(root)
    if stops := [line for finding in findings if finding.stops for line in told(finding)]:
        return [*found, *stops]  # exercises are worked out of the data, so these come first
    own = root / "book" / "exercises"
    found += problems(own if own.is_dir() else None, known=known)
    if not known:
        for page, unlike in (
            (root / name, one.unlike) for one in findings if one.unlike for name in one.places
        ):
            with use_language(page.parent.name):
                page.write_text(with_note(page.read_text(encoding="utf-8"), unlike), encoding="utf-8")
        found += unread_tables()
        if not found and as_specified(root):
            good.parent.mkdir(parents=True, exist_ok=True)
            good.write_text(state, encoding="utf-8")
    return found + [line for lang in gate.editions(root) for line in behind(root, lang)]


def state_of(root: Path) -> str:
    """Sum up what records and cases are looked at by; a case of one's own is held against the text each time, too."""
    digest = hashlib.sha256(sys.version.encode())
    for folder in LOOKED_AT:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def unread_tables() -> list[str]:
    """Return the cases that cannot be read, each with the reason."""
    from sgm_lab import cases
    from sgm_lab.errors import SgmError
    from sgm_lab.i18n import t

    found = []
    for name in cases.names():
        try:
            case = cases.load(name)
            for table in case.resources:
                case.table(table)
        except (SgmError, OSError, ValueError) as error:
            found.append(t("site.build.data", case=name, why=error))
    return found


def behind(root: Path, lang: str) -> list[str]:
    """Name the units of an edition that do not hold to the Chinese they were written from.

    What an instructor put there is theirs: a pack says in each language what it wants to, and so does a case.
    """
    from pack_build import SETTINGS

    from sgm_lab.i18n import t

    return [
        t(f"site.edition.{one.state}", source=one.source, key=one.key, edition=lang, about=one.about)
        for one in ([] if (root / SETTINGS).is_file() else gate.findings(root, lang))
        if not one.source.startswith("datasets/")
    ]


def settings(root: Path) -> list[str]:
    """Name what is set in `_config.yml` and does nothing here, as the pages have a layout of their own."""
    import yaml

    from sgm_lab.i18n import t

    given = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    found = [
        f"{part}: {name}".removeprefix(": ")
        for part, names in IDLE.items()
        for name in names
        if ((given.get(part) or {}) if part else given).get(name)
    ]
    return [t("site.build.idle", names=t("errors.list_separator").join(found))] if found else []


def has_python(site: Path) -> str:
    """Say whether Python can be started in the pages."""
    from _live.others import pins

    from sgm_lab.i18n import t

    lists = list((site / "_static").glob("live-*/live.json"))
    if not lists:
        return t("site.build.no_python")
    here = json.loads(lists[0].read_text(encoding="utf-8"))["packages"]
    pinned = pins()
    wanted = [*pinned["official"]["packages"], *(entry["name"] for entry in pinned["pure"]), "sgm-lab-font"]
    absent = [name for name in wanted if name not in here]
    return (
        t("site.build.some_python", names=t("errors.list_separator").join(absent))
        if absent
        else t("site.build.python")
    )


# ---- all together ----


def end(said: list[str], code: int = 0) -> int:
    """Print what counts, last."""
    from sgm_lab.i18n import t

    more = len(said) - MOST
    shown = [*said[:MOST], t("site.build.more", n=more)] if more > 0 else said
    print("\n".join(["", MARK, *shown]), flush=True)
    return code


def main(root: Path, site: Path | None = None) -> int:
    """Build beside the published site, by default the course's own; put the new one in its place once it is whole."""
    from sgm_lab.exercises.places import course_of, where
    from sgm_lab.exercises.reading import folder_of, load
    from sgm_lab.i18n import t

    default = root / "_build" / "html"
    site = site or default
    if site != default and not is_free(site):
        return end([t("site.build.not_free", path=site)], 1)
    recover(site)
    kept = [t("site.build.kept")] * site.exists()
    if wrong := before(root):
        return end([*kept, *wrong], 1)
    process = subprocess.Popen(
        command(root, root / WORK),
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    told = []
    for line in process.stdout or ():
        told.append(line)
        print(line, end="", flush=True)
    if process.wait():
        # Sphinx warns once: a page that it has read is not read again, and the next build would let the mistake pass.
        shutil.rmtree(root / WORK / "_build" / ".doctrees", ignore_errors=True)
        return end([*kept, *causes("".join(told), root)], 1)
    try:
        publish(root / FRESH, site)
    except OSError as error:
        return end([*kept, t("site.build.held", path=site, why=error.strerror or error)], 1)
    told = where(root, load()) if course_of(folder_of()) == root else []
    return end([*told, *settings(root), has_python(site)])


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parents[1], *map(Path, sys.argv[1:2])))
