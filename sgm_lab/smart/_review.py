"""Judge a goal sentence against the five criteria: verdict, phrase, reason, advice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..errors import ArgumentError
from ..i18n import LANGUAGES, Language, get_language, t
from .ahead import known
from .rules import Facts, read, read_parts
from .rules.asking import question
from .rules.proposal import proposal, rewrite
from .rules.verdicts import RULES, Finding, Verdict, judge, judge_only

if TYPE_CHECKING:
    from ..goals import Goal

__all__ = ["CRITERIA", "Criterion", "Review", "review", "verdicts"]

CRITERIA: tuple[str, ...] = tuple(RULES)

_POINTS = {"met": 2, "weak": 1, "missing": 0}
# A change of more than three standard deviations of past changes has not been seen.
_REACH = 3.0


@dataclass(frozen=True, slots=True)
class Criterion:
    """Verdict on one criterion.

    Attributes
    ----------
    name : str
        One of `CRITERIA`.
    verdict : {"met", "weak", "missing"}
    evidence : str
        The phrase that earned the verdict, as written; empty where there is none.
    span : (int, int) or None
        Its place: ``text[start:end] == evidence``.
    reason, advice : str
        Why, and what to write instead (empty where met).
    rule : str
        Name of the rule that decided, as in ``words/smart.toml``.
    """

    name: str
    verdict: Verdict
    evidence: str
    span: tuple[int, int] | None
    reason: str
    advice: str
    rule: str = ""

    @property
    def points(self) -> int:
        """2 met, 1 weak, 0 missing."""
        return _POINTS[self.verdict]


@dataclass(frozen=True, slots=True)
class Review:
    """Review of one goal sentence, as `review` gives it.

    Attributes
    ----------
    text : str
        The sentence.
    language : {"zh", "en"}
        Language the sentence is written in.
    criteria : dict of str to Criterion
        Verdicts by criterion, in the order of `CRITERIA`.
    slogan : bool
        Whether it is a slogan: broad words, nobody named, no figure.
    question : str
        The one question a coach would ask; empty where the sentence cannot be read.
    fact : bool
        Whether it only says where things stand.
    """

    text: str
    language: Language
    criteria: dict[str, Criterion]
    slogan: bool
    question: str
    fact: bool
    _facts: Facts = field(repr=False, compare=False)
    _lang: Language = field(repr=False, compare=False)

    @property
    def score(self) -> int:
        """0 to 10: two points a criterion met, one where it is weak."""
        return sum(c.points for c in self.criteria.values())

    @property
    def missing(self) -> list[str]:
        """Criteria with the verdict missing."""
        return [name for name, c in self.criteria.items() if c.verdict == "missing"]

    @property
    def goals(self) -> list[Review]:
        """Reviews of the goals in a sentence of several, each with the time it shares; else empty."""
        return [review(text, lang=self._lang) for text in self.split]

    @property
    def split(self) -> list[str]:
        """The goals of a sentence of several, each as a sentence of its own; else empty."""
        facts = self._facts
        if len(facts.goals) < 2:
            return []
        shared = [s for s in facts.times.ends if not any(g.start <= s.start < g.end for g in facts.goals)]
        when = facts.at(shared[0]).strip() if shared else ""
        mark = {"zh": "", "en": ": "}[facts.language]
        own = [facts.at(g).strip() for g in facts.goals]
        dated = [any(g.start <= s.start < g.end for s in facts.times.ends) for g in facts.goals]
        return [one if has or not when else f"{when}{mark}{one}" for one, has in zip(own, dated, strict=True)]

    def rewrite(self) -> str:
        """Suggest the sentence again, in its own language, with blanks for what is missing.

        A sentence with every criterion met, or short of nothing but the proof that it can be done, comes back
        as it is.

        Examples
        --------
        >>> review("尽快缩短排队时间。").rewrite()
        '____年__月__日前，____（部门或岗位）把排队时间从____分钟缩短到____分钟。'
        """
        lacking = _lacking(self.criteria)
        parts = read_parts(self._facts)
        for part in parts:
            lacking |= {n for n in ("measurable", "achievable") if judge(part, n).verdict == "missing"}
        return rewrite(self._facts, lacking, parts) if lacking or self.language == "en" else self.text

    def summary(self) -> str:
        """Say it in one breath: what is clear, what is not, and what to try."""
        lang = self._lang

        def name(criterion: Criterion) -> str:
            return t(f"smart.criterion.{criterion.name}", lang=lang)

        lacks = [c for c in self.criteria.values() if c.verdict != "met"]
        if not lacks:
            return t("smart.summary.good", lang=lang, text=self.text.strip(" 。.\n"))
        again = self.rewrite() if self.rewrite() != self.text else proposal(self._facts, lacks[0].name)
        comma = t("errors.list_separator", lang=lang)
        clear = comma.join(name(c) for c in self.criteria.values() if c.verdict == "met")
        parts = [
            t(
                "smart.summary.part",
                lang=lang,
                name=name(c),
                verdict=t(f"smart.verdict.{c.verdict}", lang=lang),
            )
            for c in lacks
        ]
        return t(
            "smart.summary.lacking",
            lang=lang,
            text=self.text.strip(" 。.\n"),
            clear=clear or t("smart.summary.nothing_clear", lang=lang),
            lacking=comma.join(parts),
            **{"try": again},
        )


def review(text: str, *, goal: Goal | None = None, lang: Language | None = None) -> Review:
    """Review one goal sentence against the five SMART criteria.

    Parameters
    ----------
    text : str
        The sentence, Chinese or English; the language is detected.
    goal : Goal, optional
        The goal's record. With baseline, target and history, *achievable* is judged by them; with
        ``linked_to``, *relevant* is met.
    lang : {"zh", "en"}, optional
        Language of reasons and advice; that of the sentence by default, and the one in use where it has none.

    Returns
    -------
    Review
        ``.criteria`` with verdict, evidence and its span, reason and advice; ``.score`` 0–10; ``.missing``;
        ``.rewrite()``.

    Raises
    ------
    ArgumentError
        If ``text`` is no text or ``lang`` is unknown.

    Notes
    -----
    *Specific*: an action on a concrete object, with a named unit or group, or a level that pins it down.
    *Measurable*: a measure or count with a level or a change; years, ordinals, 五星级, ISO 9001 are none.
    *Achievable*: at most weak from the sentence alone (baseline, comparison, size of the step, means); with a
    goal met where abs(target − baseline) is at most 3 standard deviations of past changes.
    *Relevant*: a need of those served, a SERVQUAL dimension, or a concrete act for a named group; not money
    alone.
    *Time-bound*: a date or a period that ends; 尽快, a start or a service standard (24小时内回复) is not.

    References
    ----------
    Doran, G. T. (1981). Management Review 70(11), 35–36.

    Examples
    --------
    >>> found = review("Reduce waiting times as soon as possible.", lang="en")
    >>> found.missing
    ['measurable', 'achievable', 'time_bound']
    >>> print(found.criteria["time_bound"].reason)
    “as soon as possible” is no date.
    """
    if not isinstance(text, str):
        raise ArgumentError("smart.not_text", kind=type(text).__name__)
    if lang is not None and lang not in LANGUAGES:
        raise ArgumentError("errors.choice", name="lang", value=lang, choices=LANGUAGES)
    facts = read(text)
    spoken = lang or (facts.language if facts.understood else get_language())
    criteria = {name: _criterion(facts, name, judge(facts, name), spoken) for name in CRITERIA}
    if goal is not None:
        criteria |= _from_goal(goal, facts, criteria, spoken)
    asked = question(facts, _lacking(criteria))
    said = t(f"smart.question.{asked}", lang=spoken, n=len(facts.goals)) if asked else ""
    return Review(text, facts.language, criteria, facts.slogan, said, facts.over, facts, spoken)


def _lacking(criteria: dict[str, Criterion]) -> set[str]:
    """Criteria that the rewrite fills in: not the proof that it can be done, nor whom it helps."""
    short = {n for n, c in criteria.items() if c.verdict != "met" and n != "relevant"}
    return short - {"achievable"} if criteria["achievable"].verdict == "weak" else short


def verdicts(text: str, criteria: Iterable[str] = CRITERIA) -> tuple[dict[str, Verdict], bool]:
    """Verdicts of `review` alone, for many sentences: no reason, advice or rewrite is written.

    Parameters
    ----------
    text : str
        The sentence, as in `review`.
    criteria : iterable of str
        Those asked for, of ``CRITERIA``.

    Returns
    -------
    tuple of dict and bool
        The verdict of each criterion, and whether the sentence is a slogan.

    Raises
    ------
    ArgumentError
        If ``text`` is no text or a criterion is unknown.

    Examples
    --------
    >>> verdicts("Reduce waiting times as soon as possible.", ["measurable", "time_bound"])
    ({'measurable': 'missing', 'time_bound': 'missing'}, False)
    """
    if not isinstance(text, str):
        raise ArgumentError("smart.not_text", kind=type(text).__name__)
    criteria = list(criteria)
    for name in criteria:
        if name not in CRITERIA:
            raise ArgumentError("errors.choice", name="criteria", value=name, choices=CRITERIA)
    return known(text, tuple(criteria)) or judge_only(text, criteria)


def _criterion(facts: Facts, name: str, finding: Finding, lang: Language, **values: Any) -> Criterion:
    phrase = facts.at(finding.span)
    earned = finding.span if finding.verdict != "missing" else None
    advice = ""
    if finding.words:
        values["words"] = t("errors.list_separator", lang=lang).join(f"“{word}”" for word in finding.words)
    if finding.verdict != "met" and facts.understood:
        # Which of the two figures is meant, only the writer knows.
        key = finding.reason if finding.reason == "contrary" else name
        advice = t(f"smart.advice.{key}", lang=lang, **{"try": proposal(facts, name)})
    return Criterion(
        name=name,
        verdict=finding.verdict,
        evidence=facts.at(earned),
        span=(earned.start, earned.end) if earned else None,
        reason=t(f"smart.reason.{name}.{finding.reason}", lang=lang, phrase=phrase, **values),
        advice=advice,
        rule=finding.reason,
    )


def _from_goal(goal: Any, facts: Facts, said: dict[str, Criterion], lang: Language) -> dict[str, Criterion]:
    """Judge what the sentence alone cannot tell by the goal's own figures and link."""
    judged: dict[str, Criterion] = {}
    start, aim = getattr(goal, "baseline", None), getattr(goal, "target", None)
    span = judge(facts, "achievable").span
    if start is not None and aim is not None:
        ratio = _challenge(goal)
        if ratio is None:
            if said["achievable"].verdict == "missing":
                judged["achievable"] = _criterion(
                    facts, "achievable", Finding("weak", None, "goal_baseline"), lang
                )
        else:
            finding = Finding("met", span, "within") if ratio <= _REACH else Finding("weak", span, "stretch")
            judged["achievable"] = _criterion(facts, "achievable", finding, lang, ratio=f"{ratio:.1f}")
    if linked := getattr(goal, "linked_to", None):
        finding = Finding("met", judge(facts, "relevant").span, "linked")
        judged["relevant"] = _criterion(facts, "relevant", finding, lang, linked=linked)
    return judged


def _challenge(goal: Any) -> float | None:
    """Return the step asked for in standard deviations of past changes; None where history cannot tell."""
    from ..goals import Goal

    try:
        return Goal(
            "…",
            baseline=goal.baseline,
            target=goal.target,
            history=tuple(getattr(goal, "history", None) or ()),
        ).challenge()
    except ArgumentError:
        return None
