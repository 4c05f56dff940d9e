"""SMART studio: write a goal, see each criterion judged with the phrase it rests on, improve it draft by draft."""

from __future__ import annotations

import html
from typing import Any, ClassVar

import ipywidgets as widgets

from .. import smart
from ..i18n import t
from .base import Control, Lab, State, Text, callback

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
        """Nothing depends on anything else here."""

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
            return t("labs.smart.empty")
        names = [
            t(f"labs.smart.criterion_{name}") for name, c in result.criteria.items() if c.verdict == "missing"
        ]
        weak = [
            t(f"labs.smart.criterion_{name}") for name, c in result.criteria.items() if c.verdict == "weak"
        ]
        if result.slogan:
            return t("labs.smart.said_slogan", score=result.score)
        if names:
            return t("labs.smart.said_missing", score=result.score, missing=t("labs.comma").join(names))
        if weak:
            return t("labs.smart.said_weak", score=result.score, weak=t("labs.comma").join(weak))
        return t("labs.smart.said_met", score=result.score)

    def draw(self, result: smart.Review | None, *, phone: bool = False) -> str:
        """Return the marked sentence, the five verdicts, the skeleton to fill in, and the drafts so far."""
        if result is None:
            return self._drafts()
        rows = "".join(_card(name, criterion) for name, criterion in result.criteria.items())
        text, better = self.state["text"].strip(), result.rewrite()
        skeleton = ""
        if better.rstrip("。.") != text.rstrip("。."):
            lead = f"<strong>{html.escape(t('labs.smart.try'))}</strong>"
            skeleton = f'<p class="sgm-try">{lead}{html.escape(better)}</p>'
        marked = f'<blockquote class="sgm-goal">{_marked(text, result)}</blockquote>'
        return f'{marked}<ul class="sgm-criteria">{rows}</ul>{skeleton}{self._drafts()}'

    def keep(self) -> None:
        """Keep the present sentence as a draft, with its score."""
        result = self.compute()
        if result is None:
            self.say(t("labs.smart.empty"))
            return
        draft = {"text": self.state["text"].strip(), "score": result.score}
        if draft not in self.state["drafts"]:
            self.set(drafts=[*self.state["drafts"], draft])

    def extra_buttons(self) -> list[widgets.Button]:
        """Two examples to start from, and a button to keep a draft."""
        keep = widgets.Button(description=t("labs.smart.keep"), tooltip=t("labs.smart.keep_help")).add_class(
            "sgm-primary"
        )
        keep.on_click(callback(self, lambda _: self.keep()))
        buttons = [keep]
        for which in ("slogan", "goal"):
            button = widgets.Button(
                description=t(f"labs.smart.show_{which}"), tooltip=t(f"labs.smart.show_{which}_help")
            )
            text = t(f"labs.smart.example_{which}")
            button.on_click(callback(self, lambda _, text=text: self.set(text=text)))
            buttons.append(button.add_class("sgm-quiet"))
        return buttons

    def _drafts(self) -> str:
        if not self.state["drafts"]:
            return ""
        rows = ""
        for number, draft in enumerate(self.state["drafts"], 1):
            label = t("labs.smart.draft", number=number, score=draft["score"])
            rows += f"<li><span>{html.escape(label)}</span> {html.escape(draft['text'])}</li>"
        return f'<section class="sgm-drafts"><h4>{html.escape(t("labs.smart.drafts"))}</h4><ol>{rows}</ol></section>'


def _card(name: str, criterion: Any) -> str:
    name, word = t(f"labs.smart.criterion_{name}"), t(f"labs.smart.verdict_{criterion.verdict}")
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
