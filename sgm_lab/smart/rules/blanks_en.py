"""Blanks behind an English sentence: only what is certainly missing, in words that read well after any sentence.

A rewrite that adds little can hardly be wrong, so each blank has its condition, and what meets none gets the plain one:

- ``now ____`` only for a level that has a present one: a share, a score, a time, a count for each week or day;
- ``now in ____% of cases`` for a service level of each case: the writer's own level is never made smaller;
- ``last year ____`` for nought, what builds up one by one, a sum of a year; ``previously ____`` for any other figure;
- nothing where a start, a stated change, a backlog or all of so many is named;
- ``what it is to change`` for what is put in, bought, built or taught once;
- ``from ____ to ____`` where a measure is named, or more, fewer, sooner is asked for;
- ``how often now`` for what must not be; else ``measured by ____, from ____ to ____``.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from .blanks import (
    DONE_ONCE,
    FORBIDDEN,
    NOT_WORSE,
    WHOSE,
    is_act,
    is_moved,
    say,
    stated_unit,
    unit,
)
from .builds import builds_up, has_effect
from .reading import Facts
from .started import COUNT, started
from .text import Span, overlaps

__all__ = ["asks_en"]

# A level with one of these has a present one.
_SHARE = re.compile(r"%|‰|cent(?![a-z])|pct|out of|in \d")
_EACH_WEEK = re.compile(
    r"(?<![a-z])(?:an?|per|every|each) (?:day|night|week|month|shift|visit|call|flight|1,?000)|daily|weekly|monthly"
)
_MEAN = re.compile(
    r"(?<![a-z])(?:average|avg|mean|median|typical|oldest|longest|slowest|wait(?:s|ing)?|times?|queues?|turnaround|delays?)(?![a-z])"
)
_RINGS = re.compile(r"(?<![a-z])rings?(?![a-z])")
# Up to here an act is told; what follows says when or why.
_WHEN = re.compile(r" (?:when|whenever|if|while|before|after|so|because|where|until) .*")
_OF = ("en_of", "out_of", "percent", "per_many")
_NOUGHT = re.compile(r"(?<![\d.])0(?![\d.%])")
_ALL = re.compile(r"(?<![a-z])(?:all|both|each of|every one of)(?: of)?(?: our| the| these)? \d")
_HOLD = re.compile(
    r"(?<![a-z])(?:[a-z-]*certified|trained|qualified|hold|have|covered|vaccinated|equipped)(?![a-z])"
)
_NOW = re.compile(r"[ ,(]*(?:just now|right now|now|at present|at the moment|currently|today)(?![a-z])")
_MADE = re.compile(r"(?<![a-z])(?:sold|issued|signed|enrolled|given|handed out|delivered|visited)(?![a-z])")
_YEAR = re.compile(r"year|20\d\d(?![-/.\d])|fy|twelve months|12 months")
_MONEY = re.compile(r"[$€£¥]")
# More, fewer or sooner of it can be counted; clearer or more reliable needs a measure first.
_AMOUNT = re.compile(
    r"(?<![a-z])(?:sooner|faster|quicker|shorter|longer|earlier|slower|fewer|less time|more quickly|speed up"
    r"|more (?!or |than |on |of |for |and )(?:[a-z'-]+ )?[a-z]+(?<!s)s)(?![a-z])"
    r"|(?<![a-z])(?:queues?(?!-)|waits?|waiting(?! (?:rooms?|areas?|lists?))|backlogs?|delays?"
    r"|complaints?|errors?|mistakes?)"
    r"(?![a-z]| (?:handling|process|procedure|form|desk|system|policy|log|book|line|letter|team|number|display"
    r"|app|ticket|information)s?(?![a-z]))"
)
_SO_LONG = re.compile(r"(?<![a-z])(?:so|too|this|that) (?:long|many|much|often|late|slow(?:ly)?)(?![a-z])")
_DONT = re.compile(r"(?:please |pls )?(?:do not|don't|never|stop|no more(?! than))(?![a-z])")
_LAUNCH = re.compile(r"(?<![a-z])(?:launche[ds]|launch|go(?:es)? live|rolled out|up and running)(?![a-z])")
_NO_CHANGE = re.compile(
    rf"{_DONT.pattern} (?:cut|reduce|shorten|lower|increase|raise|change|drop|extend|lengthen"
    r"|let [^,;.]* (?:go|get|rise|grow|fall|drop|slip) (?:up|down|above|below|any|worse|over|under))(?![a-z])"
)
# What is bought or hired first is a means, whatever figure follows.
_BOUGHT = re.compile(
    r"(?:^\s*|: | to | will )(?:hire|recruit|buy|purchase|install|train|fit|roll out|take on)(?![a-z-])"
    rf"|^\s*(?:order|lease|rent) (?:an?|the|our|all|\d[\d,]*|{COUNT}) "
)
_NUMBER = re.compile(r"\d")
_BROAD = re.compile(
    r"(?:(?:raise|improve|increase|lift|boost|make) |we (?:will|should|must) be .{2,20} at )?"
    r"(?:the |our )?(?:customer |guest |patient |passenger )?"
    r"(?:service|care|quality|experience)(?! [a-z]+ (?:time|rate|score|call|complaint)s?)(?![a-z])"
)


def asks_en(facts: Facts, lacking: Collection[str]) -> list[str]:
    """Return the blanks of one goal: its figure, or where it starts from."""
    claim, means = facts.claim, facts.amounts.means
    if _BOUGHT.search(facts.folded) and not (facts.amounts.from_to or facts.times.standards or facts.goals):
        return [say(facts, "ask.effect")]
    if claim and claim.target and not means:
        vague = not (facts.metrics or facts.objects or facts.goals) and "measurable" in lacking
        broad = facts.amounts.steps and _BROAD.match(facts.folded.lstrip()) and not facts.metrics
        if vague or broad:
            # So much better, but what is counted?
            return [say(facts, "ask.sign")]
        never = FORBIDDEN.search(facts.folded, claim.target.end)
        if never and "achievable" in lacking and not _NUMBER.search(facts.folded, never.end()):
            return [say(facts, "ask.often")]
        known = "achievable" not in lacking or started(facts) != "none"
        return [] if known else _start(facts, claim.target)
    if "measurable" not in lacking:
        # A level that only its words tell: no unit is known.
        return [] if "achievable" not in lacking or means or facts.goals else [say(facts, "ask.now", unit="")]
    if has_effect(facts) or (facts.amounts.steps and not means):
        return []
    own, plain = unit(facts), WHOSE.sub("", facts.folded)
    if means or DONE_ONCE.match(plain.lstrip()) or _LAUNCH.search(plain):
        # The measure that the means is to move, where it is named behind it.
        thing = claim.thing if claim and means and own and is_moved(facts) else None
        behind = thing and not overlaps(thing, means[0])
        return [say(facts, "ask.from_to", unit=own) if behind else say(facts, "ask.effect")]
    if NOT_WORSE.search(plain) or _NO_CHANGE.match(plain.lstrip()):
        return [say(facts, "ask.cap", unit=stated_unit(facts) or "")]
    if (FORBIDDEN.search(plain) or _DONT.match(plain.lstrip())) and not _SO_LONG.search(plain):
        return [say(facts, "ask.often")]
    if facts.metrics or (own and is_moved(facts)):
        return [say(facts, "ask.from_to", unit=own)]
    if _AMOUNT.search(_WHEN.sub("", plain)):
        return [say(facts, "ask.from_to", unit="")]
    return [say(facts, "ask.effect" if is_act(facts) else "ask.sign")]


def _start(facts: Facts, target: Span) -> list[str]:
    """Where it starts from, asked as the figure is; nothing where there is none."""
    amounts, text = facts.amounts, facts.folded
    # A bare number at the end has not the unit of one before: more than 28 days to under 40.
    own = (
        ""
        if re.search(r"[a-z].* (?:to|under|below|over|than) \d[\d,.]*$", text[slice(*target)])
        else stated_unit(facts) or ""
    )
    levels = [s for s in amounts.levels if s.end <= target.end]
    if any(amounts.forms[s] == "zero" or _NOUGHT.match(text, *s) for s in levels):
        return [say(facts, "ask.last", unit="")]
    if _SHARE.search(own):
        return [say(facts, "ask.now", unit=own)]
    if any(amounts.forms[s] in _OF for s in levels):
        return [say(facts, "ask.share_now")] if facts.speeds else [say(facts, "ask.now", unit=own)]
    if _ALL.search(text):
        return [say(facts, "ask.now", unit="")] if _HOLD.search(text) else []
    if builds_up(facts):
        return [say(facts, "ask.last", unit="")]
    if _NOW.match(text, target.end):
        # The only figure is that of today.
        return [say(facts, "ask.aim", unit=own)]
    same_day = all(amounts.forms[s] == "same_day" for s in amounts.levels)
    each = (facts.claim is not None and facts.claim.each) or _RINGS.search(text, *target)
    if same_day or each or set(amounts.levels) <= set(facts.speeds):
        about = facts.claim.whole if facts.claim else target
        mean = not same_day and (_MEAN.search(text, *about) or is_moved(facts))
        return [say(facts, "ask.now", unit=own) if mean else say(facts, "ask.share_now")]
    said = text[target.start : target.end + 12]
    made = _MONEY.search(said) or (_MADE.search(text, *facts.claim.whole) if facts.claim else None)
    if _EACH_WEEK.search(said) or ((own or facts.metrics) and not made):
        return [say(facts, "ask.now", unit=own)]
    year = any(_YEAR.search(text, *s) for s in facts.times.ends)
    return [say(facts, "ask.last" if year else "ask.before_that", unit="")]
