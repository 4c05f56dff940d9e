"""Attach each written comment to an operations row that could have called it forth."""

from __future__ import annotations

from datetime import date
from typing import Any

from .draw import Dice
from .tables import Row, Spec


def attach(spec: Spec, operations: list[Row], written: list[dict[str, str]]) -> list[Row]:
    """Put every comment on a row of its own in ``operations`` and return the table of comments by date.

    The tone must agree with the row's satisfaction or complaint; among such rows, the one that agrees with
    most of the words in the text (a department, a long wait, a weekday) is taken, the tie settled by lot.
    """
    dice, key = Dice(spec["case"], "comments", spec["seed"]), spec["operations"]["primaryKey"][0]
    pools: dict[str, list[Row]] = {"positive": [], "neutral": [], "negative": []}
    for row in operations:
        if tone := tone_of(row):
            pools[tone].append(facts(row, key))
    placed: list[tuple[str, dict[str, str]]] = []
    for comment in written:
        pool, fits = pools[comment["tone"]], fitting(spec, comment)
        scored = [(agreement(row, fits), position) for position, row in enumerate(pool)]
        best = max(score for score, _ in scored)
        chosen = pool.pop(dice.pick([position for score, position in scored if score == best]))
        chosen["row"]["comment"] = comment["text"]
        placed.append((chosen["row"][key], comment))
    placed.sort(key=lambda pair: pair[0])
    when = {row[key]: str(row.get("date") or row["opened"])[:10] for row in operations if row["comment"]}
    return [
        {"comment": f"C{number:03d}", "record": record, "date": when[record], **comment}
        for number, (record, comment) in enumerate(placed, start=1)
    ]


def tone_of(row: Row) -> str:
    """Return the tone a comment on this row may have, empty where none fits."""
    csat = row["csat"]
    if row["complaint"]:
        return "negative" if csat in ("", 1, 2, 3) else ""
    return {1: "negative", 2: "negative", 3: "neutral", 4: "positive", 5: "positive"}.get(csat, "")


def facts(row: Row, key: str) -> Row:
    """Return what a comment can be compared with: the row's columns, its day, weekday, month and hour."""
    stamp = str(row.get("date") or row["opened"])
    day, clock = date.fromisoformat(stamp[:10]), str(row.get("arrival") or stamp[11:])
    return {
        **row,
        "row": row,
        "day": stamp[:10],
        "weekday": day.weekday(),
        "month": day.month,
        "hour": int(clock[:2] or 0),
    }


def fitting(spec: Spec, comment: dict[str, str]) -> list[Spec]:
    """Return the rules that speak about this comment: a word of theirs occurs, or its dimension and tone."""
    return [
        rule
        for rule in spec.get("fits", [])
        if ("words" not in rule or any(word in comment["text"] for word in rule["words"]))
        and comment["tone"] in rule.get("tones", [comment["tone"]])
        and comment["dimension"] in rule.get("dimensions", [comment["dimension"]])
    ]


def agreement(row: Row, rules: list[Spec]) -> float:
    """Return the weight of the rules this row satisfies."""
    total = 0.0
    for rule in rules:
        if satisfied(row[rule["column"]], rule):
            total += rule.get("weight", 1)
    return total


def satisfied(value: Any, rule: Spec) -> bool:
    """Whether a cell has one of the rule's values, or lies within its bounds; an empty cell does not."""
    if value == "":
        return False
    if "values" in rule:
        return value in rule["values"]
    return rule.get("at_least", 0) <= float(value) <= rule.get("at_most", 1_000_000)
