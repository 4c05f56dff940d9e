"""Answers to exercises that the tests try: the right one, and wrong ones a learner might give."""

from __future__ import annotations

import re
from typing import Any

from sgm_lab import labs
from sgm_lab.exercises.records import Record

SLOGANS = ("微笑服务，让每一位客户乘兴而来、满意而归", "客服部接到投诉后，24小时内回复客户")


def right_answer(record: Record) -> Any:
    """Return the answer that the record itself takes for right."""
    match record.kind:
        case "sort":
            return {item.id: item.answer for item in record.items}
        case "goal" | "reflection":
            return record.model.zh
        case "lab":
            return dict(record.goal)
    answer = record.answer
    return list(answer) if isinstance(answer, tuple) else answer


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
        case "lab":
            return [getattr(labs, record.lab)(**record.start).state]
    return ["信息科"]


def numbers(text: str) -> list[float]:
    """Return the numbers in a text."""
    found = re.findall(r"−?\d[\d,]*(?:\.\d+)?", text)
    return [float(one.replace(",", "").replace("−", "-")) for one in found]
