"""What a lab shows before Python runs: its controls as they stand at first, and some states made beforehand.

Few states are made: of the main controls, those one change away from how a lab opens, and some two changes away. A
set of them is one file a case, in which letters' outlines and figures stand once; it is kept for later builds as long
as neither program nor data change.
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import zip_longest
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from sgm_lab import cases, exercises, labs
from sgm_lab.i18n import Language, t, use_language
from sgm_lab.labs.controls import Choice, Points

from .gather import mark
from .own import PACKAGE, files_of
from .store import digest

__all__ = ["MOST", "Made", "asking", "fingerprint", "first", "folder_of", "make", "names_of", "render"]

MOST = (24, 13)  # states in a case with which a page opens the lab, and in another one
HEAVY = 40  # points for the dimension that counts most, in the weights that are offered


class Made(NamedTuple):
    """How many states there are, how many of them are new, and how long they took."""

    count: int
    new: int
    seconds: float


def asking(ids: Iterable[str]) -> list[str]:
    """Return the exercises that only Python can judge."""
    known = exercises.load()
    return [id for id in ids if id in known and known[id].python]


# ---- how a lab opens ----


@cache
def first(lab: str, start: str, lang: Language) -> dict[str, Any]:
    """Return the view of a lab as it opens, without what the page has drawn already."""
    with use_language(lang):
        return bare(open_lab(lab, json.loads(start)))


def open_lab(lab: str, start: Mapping[str, Any]) -> Any:
    """Open a lab."""
    return labs.by_name(lab)(**start)


def in_case(lab: str, start: str, case: str) -> Any:
    """Open a lab in a case; what a page sets that this case does not have is put in order, as when one changes it."""
    made = open_lab(lab, json.loads(start))
    settle(made, {**made.state, "case": case})
    return made


def bare(lab: Any) -> dict[str, Any]:
    """Return a view without its HTML; points that are shared out become a choice of a few ways to share them."""
    view: dict[str, Any] = lab.frame()
    if lab.prepared:
        for control, face in zip(lab.controls(), view["controls"], strict=True):
            if isinstance(control, Points):
                face |= {
                    "kind": "choice",
                    "buttons": False,
                    "options": [list(o) for o in shares(lab, control)],
                }
    return view


def shares(lab: Any, control: Points) -> list[tuple[str, dict[str, int]]]:
    """Return the ways to share points that can be had without Python: all alike, or more for one."""
    names = [str(name) for _, name in control.options]
    light = (control.total - HEAVY) // (len(names) - 1)
    made = [(t("live.share_alike"), control.first())]
    for text, name in control.options:
        rest = dict.fromkeys(names, light)
        label = t("live.share_more", name=text, points=HEAVY, rest=light)
        made.append((label, {**rest, str(name): control.total - light * (len(names) - 1)}))
    now = lab.state[control.name]
    return made if now in [points for _, points in made] else [(control.shown(now), now), *made]


def names_of(lab: str, view: Mapping[str, Any]) -> list[str]:
    """Return the labels of what can be changed without Python."""
    return [face["label"] for face in view["controls"] if face["name"] in labs.by_name(lab).prepared]


# ---- states ----


def options(lab: Any) -> Iterator[tuple[str, Any]]:
    """Yield each change of a main control that the lab offers as it stands, other than the case."""
    for control in lab.controls():
        if control.name == "case" or control.name not in lab.prepared:
            continue
        if isinstance(control, Points):
            values = [points for _, points in shares(lab, control)]
        else:
            values = [value for _, value in control.options] if isinstance(control, Choice) else []
        if among := lab.prepared[control.name]:
            values = [value for value in values if value in among]
        yield from ((control.name, value) for value in values if value != lab.state[control.name])


def nearest(lab: Any) -> Iterator[dict[str, Any]]:
    """Yield the states of a lab from the one it opens with: one change away, then two.

    Of the latter, what comes up only after a first change goes before, then each first change in turn.
    """

    def changed(state: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
        settle(lab, state)
        found = list(options(lab))
        return [(name, settle(lab, {**state, name: value})) for name, value in found]

    opening = dict(lab.state)
    yield opening
    near = changed(opening)
    yield from (state for _, state in near)
    known = {name for name, _ in near}
    far = [changed(state) for _, state in near]
    yield from (state for group in far for name, state in group if name not in known)
    yield from (one[1] for turn in zip_longest(*far) for one in turn if one is not None)


def settle(lab: Any, state: dict[str, Any]) -> dict[str, Any]:
    """Put a lab into a state, and return that in order."""
    lab.state = dict(state)
    lab.settle()
    return dict(lab.state)


def render(lab: str, start: str, case: str, most: int, lang: Language) -> dict[str, Any]:
    """Return up to ``most`` states of a lab in one case, nearest first."""
    with use_language(lang):
        made = in_case(lab, start, case)
        made.narrow = True  # with the layout for phones
        shelf = Shelf()
        seen: list[dict[str, Any]] = []
        for state in nearest(in_case(lab, start, case)):
            if len(seen) == most:
                break
            if state not in seen:
                seen.append(state)
                settle(made, state)
                shelf.add(made)
        return shelf.plain()


PICTURE = re.compile(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)")
GLYPH = re.compile(
    r'\s*<path id="((?:[A-Za-z]\w*-)+[0-9a-f]+)"(?: d="([^"]*)")? transform="scale\(0\.015625\)"/>'
)
EMPTY = re.compile(r"\s*<defs>\s*</defs>|\s*<!--.*?-->|\s*<metadata>.*?</metadata>", re.S)


class Shelf:
    """Views side by side, in which whatever they share stands once."""

    def __init__(self) -> None:
        self.glyphs: dict[str, str] = {}
        self.pictures: dict[str, int] = {}
        self.texts: dict[str, int] = {}
        self.faces: dict[str, int] = {}
        self.views: list[dict[str, Any]] = []

    def add(self, lab: Any) -> None:
        """Put the lab's present view on the shelf."""
        html = PICTURE.sub(lambda found: f"@{self.picture(found[1])}", lab.body(phone=lab.narrow))
        faces = [json.dumps(face, ensure_ascii=False, sort_keys=True) for face in bare(lab)["controls"]]
        self.views.append(
            {
                "controls": [self.faces.setdefault(face, len(self.faces)) for face in faces],
                "html": self.texts.setdefault(html, len(self.texts)),
            }
        )

    def picture(self, data: str) -> int:
        """Put a figure on the shelf without the outlines of its letters."""

        def take(found: re.Match[str]) -> str:
            self.glyphs[found[1]] = (found[2] or "").replace("\n", "")
            return ""

        svg = GLYPH.sub(take, base64.b64decode(data).decode())
        svg = re.sub(r"\n\s*", "\n", EMPTY.sub("", svg))
        return self.pictures.setdefault(svg, len(self.pictures))

    def plain(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "glyphs": self.glyphs,
            "pictures": list(self.pictures),
            "texts": list(self.texts),
            "faces": [json.loads(face) for face in self.faces],
            "views": self.views,
        }


# ---- files ----


@cache
def fingerprint() -> str:
    """Sum up everything that may change a state."""
    files = files_of(PACKAGE, "sgm_lab", [".py", ".toml"])
    for name in cases.names():
        files |= files_of(cases.load(name).folder, name, [".csv", ".json", ".toml"])
    return mark({**files, "states.py": Path(__file__).read_bytes()})


def folder_of(lab: str, start: str, lang: Language) -> str:
    """Return the folder of a lab's states under ``_static``; empty for a lab that has none."""
    plain = {name: value for name, value in json.loads(start).items() if name != "case"}
    key = digest(f"{fingerprint()} {json.dumps(plain, sort_keys=True)} {lang}".encode())[:10]
    return f"states/{lab}-{key}" if labs.by_name(lab).prepared else ""


def _job(opened: tuple[str, str, Language], case: str, most: int) -> str:
    lab, start, lang = opened
    return json.dumps(render(lab, start, case, most, lang), ensure_ascii=False, separators=(",", ":"))


def make(
    static: Path,
    wanted: Collection[tuple[str, str, Language]],
    kept: Path,
    most: tuple[int, int] = MOST,
    tell: Callable[[float], object] = lambda share: None,
) -> Made:
    """Make the states of the labs that pages show, or take them from an earlier build; delete what no page shows.

    It is the longest part of a first build; ``tell`` hears from 0 to 1 how much of it is done.
    """
    began = time.perf_counter()
    opened = {(folder_of(*one), json.loads(one[1]).get("case")) for one in wanted}
    jobs = {
        (folder, case, most[(folder, case) not in opened]): (lab, start, lang)
        for lab, start, lang in wanted
        if (folder := folder_of(lab, start, lang))
        for case in cases.names()
    }
    new = [job for job in jobs if not place_of(kept, *job).is_file()]
    if new:
        kept.mkdir(parents=True, exist_ok=True)
        workers = min(len(new), os.cpu_count() or 1, 4)
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            made = {job: pool.submit(_job, jobs[job], *job[1:]) for job in new}
            for at, (job, done) in enumerate(made.items()):
                tell(at / len(made))
                part = kept / f"{os.getpid()}.part"
                part.write_text(done.result(), encoding="utf-8")
                part.replace(place_of(kept, *job))
    files = {static / job[0] / f"{job[1]}.json": place_of(kept, *job) for job in jobs}
    tidy(kept, set(files.values()))
    for old in (static / "states").glob("*"):
        if all(file.parent != old for file in files):
            shutil.rmtree(old)
    count = 0
    for file, source in files.items():
        text = source.read_bytes()
        count += len(json.loads(text)["views"])
        if not file.is_file() or file.read_bytes() != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text)
    return Made(count, len(new), time.perf_counter() - began)


def place_of(kept: Path, folder: str, case: str, most: int) -> Path:
    """Return where a set of states is kept for later builds."""
    return kept / f"{folder.rpartition('/')[2]}-{case}-{most}.json"


def tidy(kept: Path, used: Collection[Path], most: int = 60) -> None:
    """Delete the oldest of what is kept and not used now."""
    files = sorted(set(kept.glob("*.json")) - set(used), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in files[most:]:
        path.unlink(missing_ok=True)
