"""SMART studio: write a goal, see each criterion judged with the phrase it rests on, improve it draft by draft."""

from __future__ import annotations

import html
from typing import Any, ClassVar

from .. import smart
from ..i18n import t
from .base import Lab, State
from .controls import Action, Control, Text

__all__ = ["SmartStudio"]

_MARK = {"met": "✓", "weak": "◐", "missing": "✗"}


class SmartStudio(Lab):
    """Write a goal sentence and see it judged.

    Parameters
    ----------
    text : str
        The sentence to begin with.
    drafts : list of dict
        Drafts kept so far, each with ``text`` and ``score``.
    """

    name: ClassVar[str] = "smart"
    defaults: ClassVar[State] = {"text": "", "drafts": ()}

    def settle(self) -> None:
        """Keep only drafts that are a sentence with its score: a workbook may come from anywhere."""
        super().settle()
        drafts = self.state["drafts"] if isinstance(self.state["drafts"], list) else []
        self.state["drafts"] = [d for d in drafts if isinstance(d, dict) and {"text", "score"} <= set(d)]

    def controls(self) -> list[Control]:
        """Return the one control: the sentence."""
        return [Text("text", rows=3)]

    def compute(self) -> smart.Review | None:
        """Review the sentence; nothing written yet is no result."""
        text = self.state["text"].strip()
        return smart.review(text) if text else None

    def sentence(self, result: smart.Review | None) -> str:
        """Say what stands and what is missing."""
        if result is None:
            return SmartStudio.w("empty")
        names = [
            SmartStudio.w(f"criterion_{name}")
            for name, c in result.criteria.items()
            if c.verdict == "missing"
        ]
        weak = [
            SmartStudio.w(f"criterion_{name}") for name, c in result.criteria.items() if c.verdict == "weak"
        ]
        if result.slogan:
            return SmartStudio.w("said_slogan", score=result.score)
        if names:
            return SmartStudio.w("said_missing", score=result.score, missing=t("labs.comma").join(names))
        if weak:
            return SmartStudio.w("said_weak", score=result.score, weak=t("labs.comma").join(weak))
        return SmartStudio.w("said_met", score=result.score)

    def draw(self, result: smart.Review | None, *, phone: bool = False) -> str:
        """Return the marked sentence, the five verdicts, the skeleton to fill in, and the drafts so far."""
        if result is None:
            return self._drafts()
        rows = "".join(_card(name, criterion) for name, criterion in result.criteria.items())
        text, better = self.state["text"].strip(), result.rewrite()
        skeleton = ""
        if better.rstrip("。.") != text.rstrip("。."):
            lead = f"<strong>{html.escape(SmartStudio.w('try'))}</strong>"
            skeleton = f'<p class="sgm-try">{lead}{html.escape(better)}</p>'
        marked = f'<blockquote class="sgm-goal">{_marked(text, result)}</blockquote>'
        return f'{marked}<ul class="sgm-criteria">{rows}</ul>{skeleton}{self._drafts()}'

    def actions(self) -> list[Action]:
        """Keep a draft; two examples to start from."""
        return [Action("keep", primary=True), Action("show_slogan"), Action("show_goal")]

    def do_keep(self) -> None:
        """Keep the present sentence as a draft, with its score."""
        result = self.compute()
        if result is None:
            self.say(self.w("empty"))
            return
        draft = {"text": self.state["text"].strip(), "score": result.score}
        if draft not in self.state["drafts"]:
            self.set(drafts=[*self.state["drafts"], draft])

    def do_show_slogan(self) -> None:
        """Put a slogan in."""
        self.set(text=self.w("example_slogan"))

    def do_show_goal(self) -> None:
        """Put a good goal in."""
        self.set(text=self.w("example_goal"))

    def _drafts(self) -> str:
        if not self.state["drafts"]:
            return ""
        rows = ""
        for number, draft in enumerate(self.state["drafts"], 1):
            label = SmartStudio.w("draft", number=number, score=draft["score"])
            rows += f"<li><span>{html.escape(label)}</span> {html.escape(draft['text'])}</li>"
        return f'<section class="sgm-drafts"><h4>{html.escape(SmartStudio.w("drafts"))}</h4><ol>{rows}</ol></section>'


def _card(name: str, criterion: Any) -> str:
    name, word = SmartStudio.w(f"criterion_{name}"), SmartStudio.w(f"verdict_{criterion.verdict}")
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
