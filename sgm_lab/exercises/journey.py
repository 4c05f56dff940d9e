"""The plan of the course, from which `journey.js` works out how far a learner is and what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ..i18n import Language, keys, t
from .again import MINUTES, STEPS
from .base import Record
from .faces import chapter_title

__all__ = ["Part", "Place", "comes_again", "course_plan"]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page: where it begins, its heading, and the exercises in it."""

    anchor: str
    title: str
    exercises: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A page with exercises: its address, its title, and its parts that have any."""

    url: str
    title: str
    parts: tuple[Part, ...]


def comes_again(record: Record) -> bool:
    """Whether an exercise can be asked again some days later: one that is judged at once, by the page alone."""
    return not (record.python or record.free or record.written)


def course_plan(
    records: Iterable[Record],
    pages: Sequence[Place],
    lang: Language | None = None,
    *,
    python: bool = True,
    plan_page: str = "",
) -> dict[str, Any]:
    """Return chapters with their exercises in the order one meets them, and where each stands.

    Parameters
    ----------
    records : iterable of Record
    pages : sequence of Place
        In the order of the book. An exercise may stand on several; it counts once.
    lang : {"zh", "en"}, optional
        The language in use by default.
    python : bool, default True
        Whether goals can be judged and labs be worked with where the plan is shown.
    plan_page : str, optional
        Address of the page of the goal plan, where there is one.
    """
    from ..takeaways.plan.page import page_plan

    where: dict[str, list[tuple[int, int]]] = {}
    for page, place in enumerate(pages):
        for number, part in enumerate(place.parts):
            for id in part.exercises:
                where.setdefault(id, []).append((page, number))
    chapters: dict[str, list[Record]] = {}
    for record in records:
        chapters.setdefault(record.chapter, []).append(record)
    nowhere = [(len(pages), 0)]
    names = [name for name in keys("exercises") if name.startswith("journey.")]
    return {
        "words": {name.removeprefix("journey."): t(f"exercises.{name}", lang) for name in names},
        "python": python,
        "again": {"steps": {name: list(days) for name, days in STEPS.items()}, "minutes": MINUTES},
        "goalPlan": page_plan(plan_page, lang),
        "pages": [
            {
                "url": place.url,
                "title": place.title,
                "parts": [[part.anchor, part.title] for part in place.parts],
            }
            for place in pages
        ],
        "chapters": [
            {
                "name": name,
                "title": chapter_title(name, lang),
                "page": min((places[0][0] for one in own if (places := where.get(one.id))), default=None),
                "exercises": [
                    {
                        "id": one.id,
                        "minutes": one.minutes,
                        "places": where.get(one.id, []),
                        **({"python": True} if one.python else {}),
                        **({"again": True} if comes_again(one) else {}),
                    }
                    for one in sorted(own, key=lambda one: where.get(one.id, nowhere)[0])
                ],
            }
            for name, own in chapters.items()
        ],
    }
