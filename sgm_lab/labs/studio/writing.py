"""Step "write": the sentence, free or composed of its parts, judged as it grows; needs only the standard library."""

from __future__ import annotations

import html
import math
import unicodedata
from datetime import date
from typing import TYPE_CHECKING, Any

from ... import goals, smart
from ...errors import SgmError
from ...i18n import t
from ..controls import Action, Choice, Control, Day, Text

if TYPE_CHECKING:
    from ..base import State
    from ..smart import SmartStudio

__all__ = [
    "PARTS",
    "actions",
    "as_goal",
    "compose",
    "compute",
    "controls",
    "draw",
    "number",
    "sentence",
    "settle",
]

#: Parts of a goal sentence, in the order they are asked for.
PARTS = ("who", "what", "whom", "metric", "unit", "baseline", "target", "due")
_MARK = {"met": "✓", "weak": "◐", "missing": "✗"}


def _w(key: str, /, **values: Any) -> str:
    return t(f"lab_smart.{key}", **values)


def number(text: str) -> float | None:
    """Read a figure as somebody types it; what is no number is none.

    >>> number("４５"), number("56%"), number("about 30")
    (45.0, 56.0, None)
    """
    plain = unicodedata.normalize("NFKC", text).strip().rstrip("%").replace("−", "-").replace(",", "")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def settle(state: State) -> None:
    """Bring the parts of the sentence in order, and compose it where it is written in parts."""
    past, need = state["past"], state["need"]
    values = past.get("values")
    good = isinstance(values, list) and all(
        isinstance(v, int | float) and not isinstance(v, bool) and math.isfinite(v) for v in values
    )
    if not (good and isinstance(past.get("metric"), str) and isinstance(past.get("source"), str)):
        state["past"] = {}
    if not all(isinstance(need.get(name), str) for name in ("feature", "dimension", "label")):
        state["need"] = {}
    try:
        date.fromisoformat(state["due"])
    except ValueError:
        state["due"] = ""
    if state["way"] == "parts" and any(state[name] for name in PARTS):
        state["text"] = compose(state)


def compose(state: State) -> str:
    """Make a sentence of the parts that are there.

    >>> from sgm_lab.i18n import use_language
    >>> parts = dict.fromkeys(PARTS, "") | {"who": "the front desk", "metric": "mean wait", "baseline": "34",
    ...                                     "target": "25", "unit": "min", "due": "2026-06-30"}
    >>> with use_language("en"):
    ...     compose(parts)
    'By 30 June 2026, the front desk cuts the mean wait from 34 min to no more than 25 min.'
    """
    given = {name: state[name].strip() for name in PARTS}
    if given["due"]:
        day = date.fromisoformat(given["due"])
        given["due"] = _w("say_day", year=day.year, month=_w(f"month_{day.month}"), day=day.day)
    low, high = number(given["baseline"]), number(given["target"])
    falls = low is not None and high is not None and high < low
    parts = [
        _w("say_due", due=given["due"]) if given["due"] else "",
        _w("say_who", who=given["who"]) if given["who"] else "",
        _w("say_what", what=given["what"]) if given["what"] else "",
    ]
    unit = given["unit"] if given["unit"] in ("", "%") else _w("say_unit", unit=given["unit"])
    thing = ""
    if given["metric"] or given["whom"]:
        key = "say_whom_metric" if given["metric"] and given["whom"] else "say_metric"
        thing = _w(key, whom=given["whom"], metric=given["metric"] or given["whom"])
    change = ""
    if given["baseline"] and given["target"]:
        change = _w("say_fall" if falls else "say_rise", thing=thing, unit=unit,
                    baseline=given["baseline"], target=given["target"])  # fmt: skip
    elif given["target"]:
        change = _w("say_target", thing=thing, unit=unit, target=given["target"])
    elif given["baseline"]:
        change = _w("say_baseline", thing=thing, unit=unit, baseline=given["baseline"])
    elif thing:
        change = _w("say_thing", thing=thing)
    return _w("say_all", due=parts[0], who=parts[1], what=parts[2], change=change).strip().strip("，,；;")


def _fits(state: State) -> bool:
    """Whether the figures noted down are those of the sentence."""
    figures = [state[name].strip() for name in ("baseline", "target")]
    return state["way"] == "parts" or (all(figures) and all(one in state["text"] for one in figures))


def as_goal(state: State) -> dict[str, Any]:
    """Return the present sentence as one goal of the goal plan, with what is known of it."""
    made: dict[str, Any] = {"statement": state["text"].strip()}
    if _fits(state):
        made |= {
            "metric": state["metric"].strip(),
            "unit": state["unit"].strip(),
            "baseline": number(state["baseline"]),
            "target": number(state["target"]),
            "due": state["due"],
            "owner": state["who"].strip(),
        }
        if state["past"] and state["past"]["metric"] == state["metric"].strip():
            made |= {"history": list(state["past"]["values"]), "source": state["past"]["source"]}
    if state["need"]:
        made |= {"feature": state["need"]["feature"], "dimension": state["need"]["dimension"]}
    return {name: value for name, value in made.items() if value not in ("", None)}


def _record(state: State) -> goals.Goal | None:
    """Return what backs the sentence: figures, history, need."""
    known = as_goal(state)
    linked = state["need"].get("label") if _fits(state) or not state["metric"] else None
    try:
        return goals.Goal("…", known.get("metric"), known.get("unit"), known.get("baseline"), known.get("target"),
                          history=tuple(known.get("history", ())), linked_to=linked or None)  # fmt: skip
    except SgmError:
        return None


def controls(lab: SmartStudio) -> list[Control]:
    """Return the sentence, or its parts."""
    ways = Choice("way", [(_w(f"way_{name}"), name) for name in ("sentence", "parts")], buttons=True)
    if lab.state["way"] != "parts":
        return [ways, Text("text", rows=3)]
    return [ways, *(Day(name) if name == "due" else Text(name, rows=1) for name in PARTS)]


def actions(lab: SmartStudio) -> list[Action]:
    """Keep a draft, put the goal on the list; two examples to start from."""
    return [
        Action("keep", primary=True),
        Action("add_goal"),
        Action("show_slogan"),
        Action("show_goal"),
    ]


def compute(lab: SmartStudio) -> smart.Review | None:
    """Review the sentence; nothing written yet is no result."""
    text = lab.state["text"].strip()
    return smart.review(text, goal=_record(lab.state)) if text else None


def sentence(lab: SmartStudio, result: smart.Review | None) -> str:
    """Say what stands and what is missing."""
    if result is None:
        return _w("empty_parts" if lab.state["way"] == "parts" else "empty")
    names, weak = (
        [_w(f"criterion_{name}") for name, c in result.criteria.items() if c.verdict == verdict]
        for verdict in ("missing", "weak")
    )
    if result.slogan:
        return _w("said_slogan", score=result.score)
    if names:
        return _w("said_missing", score=result.score, missing=t("labs.comma").join(names))
    if weak:
        return _w("said_weak", score=result.score, weak=t("labs.comma").join(weak))
    return _w("said_met", score=result.score)


def draw(lab: SmartStudio, result: smart.Review | None, phone: bool) -> str:
    """Return the marked sentence, the five verdicts, the skeleton to fill in, what backs it, the drafts so far."""
    if result is None:
        return _drafts(lab.state)
    rows = "".join(_card(name, criterion) for name, criterion in result.criteria.items())
    text, better = lab.state["text"].strip(), result.rewrite()
    skeleton = ""
    if better.rstrip("。.") != text.rstrip("。."):
        lead = f"<strong>{html.escape(_w('try'))}</strong>"
        skeleton = f'<p class="sgm-try">{lead}{html.escape(better)}</p>'
    marked = f'<blockquote class="sgm-goal">{_marked(text, result)}</blockquote>'
    verdicts = f'<ul class="sgm-criteria">{rows}</ul>{_meaning()}'
    said = f"{_several(result)}{skeleton}{_coach(result)}"
    return f"{marked}{verdicts}{said}{_backing(lab.state)}{_drafts(lab.state)}"


def _several(result: smart.Review) -> str:
    """The goals of a sentence of several, apart, each with its score."""
    goals = result.goals
    rows = "".join(
        f"<li>{html.escape(one.text)} <span>{html.escape(_w('part_score', score=one.score))}</span></li>"
        for one in goals
    )
    lead = html.escape(_w("several", n=len(goals)))
    return f'<section class="sgm-drafts"><p>{lead}</p><ol>{rows}</ol></section>' if goals else ""


def _coach(result: smart.Review) -> str:
    if not result.question:
        return ""
    lead = f"<strong>{html.escape(_w('coach'))}</strong>"
    return f'<p class="sgm-try">{lead}{html.escape(result.question)}</p>'


def _meaning() -> str:
    """What the five criteria mean, to be opened."""
    rows = "".join(
        f"<dt>{html.escape(_w(f'criterion_{name}'))}</dt><dd>{html.escape(_w(f'meaning_{name}'))}</dd>"
        for name in smart.CRITERIA
    )
    return f"<details><summary>{html.escape(_w('meaning_open'))}</summary><dl>{rows}</dl></details>"


def _backing(state: State) -> str:
    """Say which history and need stand behind the sentence, and what keeps them from counting."""
    lines = []
    if state["past"]:
        fits = _fits(state) and state["past"]["metric"] == state["metric"].strip()
        key = "backed_past" if fits else "backed_not"
        lines.append(_w(key, metric=state["past"]["metric"], source=state["past"]["source"],
                        n=len(state["past"]["values"]), baseline=state["baseline"] or "____",
                        target=state["target"] or "____"))  # fmt: skip
    if state["need"]:
        lines.append(_w("backed_need", need=state["need"]["label"]))
    return "".join(f'<p class="sgm-advice">{html.escape(line)}</p>' for line in lines)


def _drafts(state: State) -> str:
    if not state["drafts"]:
        return ""
    rows = ""
    for at, draft in enumerate(state["drafts"], 1):
        label = _w("draft", number=at, score=draft["score"])
        rows += f"<li><span>{html.escape(label)}</span> {html.escape(str(draft['text']))}</li>"
    return f'<section class="sgm-drafts"><h4>{html.escape(_w("drafts"))}</h4><ol>{rows}</ol></section>'


def _card(name: str, criterion: Any) -> str:
    name, word = _w(f"criterion_{name}"), _w(f"verdict_{criterion.verdict}")
    mark = f'<span class="sgm-mark" aria-hidden="true">{_MARK[criterion.verdict]}</span>'
    advice = f'<p class="sgm-advice">{html.escape(criterion.advice)}</p>' if criterion.advice else ""
    return (
        f'<li class="sgm-{criterion.verdict}"><h4>{mark} {html.escape(name)} <em>{html.escape(word)}</em></h4>'
        f"<p>{html.escape(criterion.reason)}</p>{advice}</li>"
    )


def _marked(text: str, result: Any) -> str:
    """Underline the phrases the verdicts rest on; where two overlap, the earlier and longer one is drawn."""
    spans = sorted({c.span for c in result.criteria.values() if c.span}, key=lambda s: (s[0], -s[1]))
    parts, at = [], 0
    for begin, end in spans:
        if begin < at:
            continue
        parts += [html.escape(text[at:begin]), f"<mark>{html.escape(text[begin:end])}</mark>"]
        at = end
    return "".join([*parts, html.escape(text[at:])])
