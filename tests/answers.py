"""Answers to exercises that the tests try: the right one, and wrong ones a learner might give."""

from __future__ import annotations

import html
import json
import random
import re
from functools import cache
from pathlib import Path
from typing import Any

from sgm_lab import labs
from sgm_lab.exercises.findings import FOUND
from sgm_lab.exercises.records import LabTask, Record, Survey
from sgm_lab.i18n import Language

SLOGANS = ("微笑服务，让每一位客户乘兴而来、满意而归", "客服部接到投诉后，24小时内回复客户")


@cache
def _on_pages() -> dict[str, dict[str, Any]]:
    """How the lab stands on the page of the workbook that each lab task is on: the last of its kind before it."""
    found: dict[str, dict[str, Any]] = {}
    names = {name: cls for cls, name in labs.LABS.items()}
    for page in sorted(Path(__file__).parents[1].glob("notebooks/zh/*.ipynb")):
        last: dict[str, Any] = {}
        cells = json.loads(page.read_text(encoding="utf-8"))["cells"]
        shown = "".join(
            "".join(out.get("data", {}).get("text/html", ""))
            for cell in cells
            for out in cell.get("outputs", [])
        )
        for lab, start, id in re.findall(
            r'data-lab="(\w+)"[^>]*?data-start="([^"]*)"|class="sgm-exercise" data-id="([^"]+)"', shown
        ):
            if lab:
                last[names[lab]] = json.loads(html.unescape(start))
            else:
                found[id] = dict(last)
    return found


def lab_done(record: LabTask) -> Any:
    """The lab as it stands on the task's page, brought to where the task wants it."""
    start = _on_pages().get(record.id, {}).get(record.lab, record.start)
    return getattr(labs, record.lab)(**{**start, **record.goal})


def right_answer(record: Record, lang: Language = "zh") -> Any:
    """Return the answer that the record itself takes for right; figures of comments are those of a language."""
    match record.kind:
        case "sort":
            return {item.id: item.answer for item in record.items}
        case "predict":
            return {one.id: one.value for one in record.found("zh").points}
        case "goal" | "reflection":
            return record.model.zh
        case "survey":
            return survey_answer(record, random.Random(0))
        case "lab":
            assert isinstance(record, LabTask)
            state = lab_done(record).state
            figure = record.finding.figure(record.lab, state, lang)
            return state | {FOUND: f"{figure.value:.{figure.decimals}f}" if figure else ""}
    answer = record.answer
    return list(answer) if isinstance(answer, tuple) else answer


def survey_answer(record: Record, rng: random.Random) -> dict[str, dict[str, int]]:
    """Return a whole answer to a survey; none is the right one."""
    assert isinstance(record, Survey)
    highest = len(record.payload()["choices"])
    return {one.id: {side: rng.randint(1, highest) for side in record.sides} for one in record.items}


def wrong_answers(record: Record) -> list[Any]:
    """Return plausible wrong answers: every wrong option, place, slip and swapped pair."""
    match record.kind:
        case "single":
            return [option.id for option in record.options if option.id != record.answer]
        case "multiple":
            wrong = [option.id for option in record.options if option.id not in record.answer]
            short = [[one] for one in record.answer] if len(record.answer) > 1 else []
            return [[*record.answer, one] for one in wrong] + short
        case "number":
            return [slip.value for slip in record.slips]
        case "sort":
            right = right_answer(record)
            places = [heap.id for heap in record.categories]
            return [right | {key: place} for key, own in right.items() for place in places if place != own]
        case "order":
            answer = list(record.answer)
            return [[*answer[:i], answer[i + 1], answer[i], *answer[i + 2 :]] for i in range(len(answer) - 1)]
        case "goal":
            return list(SLOGANS)
        case "survey":
            return [dict(list(right_answer(record).items())[:1])]
        case "predict":
            return [dict(list(right_answer(record).items())[:1])] if len(right_answer(record)) > 1 else [{}]
        case "lab":
            right = right_answer(record)
            begun = getattr(labs, record.lab)(**record.start).state
            return [begun, begun | {FOUND: right[FOUND]}, right | {FOUND: ""}, right | {FOUND: "98765.4"}]
    return ["信息科"]


def numbers(text: str) -> list[float]:
    """Return the numbers in a text."""
    found = re.findall(r"−?\d[\d,]*(?:\.\d+)?", text)
    return [float(one.replace(",", "").replace("−", "-")) for one in found]
