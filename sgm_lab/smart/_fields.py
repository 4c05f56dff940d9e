"""The fields of a goal that its sentence already says, where there is no doubt: nobody has to type them again."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date

from .rules import Facts, read

__all__ = ["goal_doubts", "goal_fields"]

_NUMBER = r"(\d[\d,]*(?:\.\d+)?)"
_UNITS = (
    r"个百分点|百分点|%|分钟|小时|工作日|万元|秒|天|周|元|件|次|单|人|例|起|条|通|位|家|台|张|份|个|分"
    r"|percentage points?|per ?cent|points?|minutes?|mins?|hours?|seconds?|days?|weeks?|yuan|cases?|calls?"
)
_LEVEL = rf"{_NUMBER} ?({_UNITS})?"
_WAY = (
    re.compile(
        rf"(?:从|由|自)[^\d，。；,;]{{0,8}}{_LEVEL}[^\d。；;]{{0,16}}?(?:到|至|为|成|→|->)[^\d，。；,;]{{0,6}}{_LEVEL}"
    ),
    re.compile(rf"(?<![a-z])from (?:[a-z]+ ){{0,2}}{_LEVEL}[^\d.;]{{0,24}}? to (?:[a-z]+ ){{0,3}}{_LEVEL}"),
)
_BACK = re.compile(rf"(?<![a-z])to (?:[a-z]+ ){{0,3}}{_LEVEL} from (?:[a-z]+ ){{0,2}}{_LEVEL}")
_REACHED = re.compile(
    rf"(?:[到至达]|不[低少]于|不[高超多]过?于?|控制在|保持在|(?<![a-z])(?:to|below|above|under|over|least|most|reach|reaches))"
    rf" ?(?:about )?{_LEVEL}"
)
# Where it stands, said beside the goal: “现在62%”, “(now 62 %)”.
_STANDS = re.compile(
    rf"(?:现在|目前|当前|如今|眼下|(?<![a-z])(?:now|currently|today|at present))"
    rf"(?:是|为|的|有|约|大约|只有|stands at|is|at)?[:： ]{{0,2}}(?:about |约)?{_LEVEL}"
)
# What stands between “把” and where it goes from or to.
_MOVED = (
    re.compile(
        r"[把将]([^，。；,;把将]{2,40}?)(?:从|由|自(?=[\d ])|[提降缩压减升][高升低短少缩到至为]|控制|做到|达到)"
    ),
    re.compile(
        r"(?<![a-z])(?:[Rr]educ|[Rr]ais|[Cc]ut|[Ii]ncreas|[Ll]ower|[Ss]horten|[Ii]mprov|[Bb]ring)(?:e?s?|ing|ting) "
        r"(?:the |our )?([^,.;]{2,80}?)(?= from | to \d| down | up )"
    ),
)
# Of what is not said in the word itself.
_BARE = {
    "比例",
    "占比",
    "比率",
    "百分比",
    "率",
    "share",
    "rate",
    "percentage",
    "proportion",
    "ratio",
    "number",
}
_MONTHS = {name.lower()[:3]: n for n, name in enumerate(calendar.month_name) if name}
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_FIGURES = re.compile(rf"\d[\d,]*(?:\.\d+)? ?(?:{_UNITS})", re.IGNORECASE)
_UNDATED = re.compile(
    r"\d{1,2}月(?:\d{1,2}[日号]|底|末)" + rf"|(?:\d{{1,2}}(?:st|nd|rd|th)? )?{_MONTH}(?: \d{{1,2}})?(?!\w)",
    re.IGNORECASE,
)
_DAYS = (
    (re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})[日号]"), "ymd"),
    (re.compile(r"(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)"), "ymd"),
    (re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH},? (20\d\d)"), "dmy"),
    (re.compile(rf"{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?,? (20\d\d)"), "mdy"),
    (re.compile(r"(20\d\d)年(\d{1,2})月(?:底|末)"), "ym"),
    (re.compile(rf"end of {_MONTH},? (20\d\d)"), "my"),
    (re.compile(r"(20\d\d)年(?:年?底|年?末|年内)|(?:end of|before the end of) (20\d\d)"), "y"),
)


def goal_fields(text: str) -> dict[str, str | float]:
    """Return what a goal sentence says for sure: of metric, unit, baseline, target, due day and owner.

    A field in doubt is not there: a day without its year, one of two measures, a figure that may be something else. Of
    several goals in one sentence nothing is said.

    Parameters
    ----------
    text : str
        The sentence, Chinese or English.

    Returns
    -------
    dict
        ``due`` as year-month-day, ``baseline`` and ``target`` as numbers in ``unit``.

    Examples
    --------
    >>> found = goal_fields("2026年9月30日前，门诊部把平均候诊时间从45分钟降到30分钟以内")
    >>> found["metric"], found["baseline"], found["target"], found["unit"], found["due"]
    ('平均候诊时间', 45.0, 30.0, '分钟', '2026-09-30')
    >>> goal_fields("9月30日前把排队缩短")
    {}
    """
    facts = read(text)
    if len(facts.goals) > 1 or not facts.understood:
        return {}
    plain = unicodedata.normalize("NFKC", text).lower()
    found: dict[str, str | float] = {}
    found |= _levels(plain)
    moved = list(dict.fromkeys(one.strip() for form in _MOVED for one in form.findall(text)))
    metrics = moved or _distinct(facts, "metrics")
    if found and len(metrics) == 1 and metrics[0].lower() not in _BARE:
        found["metric"] = metrics[0]
    if due := _day(plain):
        found["due"] = due
    actors = _distinct(facts, "actors")
    if len(actors) == 1:
        found["owner"] = actors[0]
    return found


def goal_doubts(text: str) -> dict[str, str]:
    """Return what of a goal sentence has to be asked about: field → the phrase that could be it.

    Examples
    --------
    >>> goal_doubts("9月30日前，门诊部把平均候诊时间从45分钟降到30分钟以内")
    {'due': '9月30日'}
    >>> goal_doubts("2026年9月30日前，接起率60%，要做到80%")
    {'baseline': '60%、80%'}
    >>> goal_doubts("尽快提高服务质量")
    {}
    """
    said = goal_fields(text)
    plain = unicodedata.normalize("NFKC", text)
    found: dict[str, str] = {}
    figures = list(dict.fromkeys(one.group().strip() for one in _FIGURES.finditer(plain)))
    if figures and not ("baseline" in said and "target" in said) and len(figures) > ("target" in said):
        found["baseline" if len(figures) > 1 or "target" in said else "target"] = "、".join(figures)
    if "due" not in said and (day := _UNDATED.search(plain)):
        found["due"] = day.group().strip()
    return found


def _distinct(facts: Facts, name: str) -> list[str]:
    said = dict.fromkeys(facts.at(span).strip() for span in getattr(facts, name))
    return [one for one in said if one]


def _levels(plain: str) -> dict[str, str | float]:
    """Baseline and target of the one change that is told; a target alone where there is no more than one figure."""
    ways = [m.groups() for way in _WAY for m in way.finditer(plain)]
    ways += [(*m.groups()[2:], *m.groups()[:2]) for m in _BACK.finditer(plain)]
    if len(ways) == 1:
        low, unit_low, high, unit_high = ways[0]
        if unit_low and unit_high and unit_low.rstrip("s") != unit_high.rstrip("s"):
            return {}
        return {"baseline": _figure(low), "target": _figure(high), **_unit(unit_high or unit_low)}
    reached = _REACHED.findall(plain) if not ways else []
    if len(reached) == 1 and reached[0][1]:
        figure, unit = reached[0]
        stands = [
            low for low, beside in _STANDS.findall(plain) if beside.rstrip("s") in ("", unit.rstrip("s"))
        ]
        base = {"baseline": _figure(stands[0])} if len(stands) == 1 and stands[0] != figure else {}
        return {**base, "target": _figure(figure), **_unit(unit)}
    return {}


def _figure(text: str) -> float:
    return float(text.replace(",", ""))


def _unit(text: str | None) -> dict[str, str | float]:
    return {"unit": "%" if text in ("percent", "per cent") else text} if text else {}


def _day(plain: str) -> str:
    """Return the one day that is written whole; nothing where there is none, or more than one."""
    found: set[date] = set()
    rest = plain
    for form, order in _DAYS:
        for match in form.finditer(rest):
            if (day := _date([one for one in match.groups() if one], order)) is not None:
                found.add(day)
        rest = form.sub(" ", rest)
    return found.pop().isoformat() if len(found) == 1 else ""


def _date(parts: list[str], order: str) -> date | None:
    said = dict(zip(order, parts, strict=True))
    month = said.get("m", "12")
    number = _MONTHS[month] if month in _MONTHS else int(month)
    try:
        year = int(said["y"])
        return date(year, number, int(said["d"]) if "d" in said else calendar.monthrange(year, number)[1])
    except ValueError:
        return None
