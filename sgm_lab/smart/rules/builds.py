"""English counts that build up in a period, and means that say themselves what they are to change."""

from __future__ import annotations

import re

from .reading import Facts

__all__ = ["builds_up", "has_effect"]

_NUMBER = (
    r"(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty"
    r"|fifty)"
)
# Held, given, told or won one after the other: there is no level of today, only that of another period.
_HOLDS = re.compile(
    rf"(?<![a-z])(?:hold|host|give|run|organi[sz]e|offer|stage|teach|deliver|sell|win|sign up|enrol|hand out"
    rf"|carry out|visit|take|put on|lay on|arrange|bring in|gain|recruit|vaccinate|write|publish|organise)s?"
    rf" (?:at least |another |up to )?{_NUMBER} "
)
_DONE = re.compile(
    r" (?:[a-z'-]+ ){0,5}?(?:sold|told|given|visited|signed|enrolled|vaccinated|screened|won|handed out"
    r"|delivered|trained|invited|rung|phoned|seen)(?![a-z])"
)
_EVENT = re.compile(
    r"(?:saturday|sunday|leaflet|interview|evening|morning|afternoon|session|workshop|class|club|day|talk|tour|visit|lesson|clinic|drop-in"
    r"|meeting|course|walk|fair|consultation|surger|show|concert|event|jab|vaccination"
    r"|booster|member|enrolment|sign-up|customer|subscriber|participant|learner|visitor|donor|household|ticket"
    r"|pass|hamper)[a-z]*(?![a-z])"
)
_BAD = re.compile(
    r"complaint|error|fall|fault|delay|loss|lost|late|missed|wrong|broken|open|overdue|outstanding|no-show"
    r"|damage|incident|mistake|leak|injur|infection|abandon|repeat"
)
_COUNT = re.compile(rf"{_NUMBER}(?![a-z\d.%])")
# What the means is for, with its own bound: so nobody queues over ten minutes.
_SO = re.compile(
    rf"(?<![a-z])so (?:that )?(?:nobody|no one|no [a-z]+|every|all|each)[^,;.]* (?:{_NUMBER}|never)(?![a-z])"
)


def builds_up(facts: Facts) -> bool:
    """Whether the target is a count that only builds up: eight evenings held, 200 members won."""
    target = facts.claim.target if facts.claim else None
    if facts.language != "en" or not target or facts.amounts.steps:
        return False
    text = facts.folded
    if facts.speeds and not _HOLDS.match(text.lstrip()):
        return False
    number = _COUNT.match(text, *target)
    if not number or _BAD.search(text, target.start, target.start + 80):
        return False
    held = any(
        m.end() == number.end() + 1 or m.start() < target.start < m.end() for m in _HOLDS.finditer(text)
    )
    return bool(held or _DONE.match(text, number.end()) or _EVENT.search(text, *target))


def has_effect(facts: Facts) -> bool:
    """Whether a means is followed by what it is for, with a bound of its own."""
    return facts.language == "en" and bool(facts.amounts.means and _SO.search(facts.folded))
