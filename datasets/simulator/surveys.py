"""The two surveys: Kano question pairs and SERVQUAL expectations and perceptions."""

from __future__ import annotations

from .draw import Dice, scale
from .tables import Row, Spec

CATEGORIES = ("M", "O", "A", "I", "R")

# Answer pairs (feature present, feature absent) behind each category of Berger's table, with their weights:
# 1 like · 2 must-be · 3 neutral · 4 live with · 5 dislike.
PAIRS = {
    "M": (((2, 5), (3, 5), (4, 5)), (70, 24, 6)),
    "O": (((1, 5),), (1,)),
    "A": (((1, 3), (1, 4), (1, 2)), (52, 38, 10)),
    "I": (((3, 3), (2, 3), (3, 4), (2, 4), (4, 3), (2, 2), (4, 4), (3, 2)), (38, 14, 16, 14, 6, 5, 4, 3)),
    "R": (((3, 1), (4, 1), (5, 1), (5, 2), (5, 3), (2, 1), (5, 4)), (16, 26, 20, 14, 16, 3, 5)),
}
IMPORTANCE = {"M": 7.3, "O": 7.6, "A": 6.1, "I": 4.6, "R": 3.4}


def person(dice: Dice, segments: list[Spec]) -> dict[str, str]:
    """Draw a respondent's segments; the second depends on the first."""
    first, second = segments
    drawn = dice.pick(first["values"], [value["share"] for value in first["values"]])["value"]
    given = second["given"][drawn]
    return {first["column"]: drawn, second["column"]: dice.pick(second["values"], given)["value"]}


def kano(spec: Spec) -> list[Row]:
    """Simulate the Kano questionnaire, wave by wave."""
    dice = Dice(spec["case"], "kano", spec["seed"])
    rows: list[Row] = []
    for wave, size in enumerate(spec["kano"]["respondents"], start=1):
        for number in range(1, size + 1):
            who = {"respondent": f"K{wave}-{number:03d}", "wave": wave, **person(dice, spec["segments"])}
            rows.extend(kano_sheet(dice, spec, who))
    return rows


def kano_sheet(dice: Dice, spec: Spec, who: Row) -> list[Row]:
    """Fill in one respondent's Kano sheet, in the manner of that respondent."""
    rates, features = spec["common"]["kano"], spec["kano"]["features"]
    manner = dice.pick(
        ("careless", "contradictory", "mild", "keen", "plain"),
        [rates[name] for name in ("careless", "contradictory", "mild", "keen", "plain")],
    )
    stops = dice.below(len(features)) if dice.chance(rates["breaks_off"]) else len(features)
    constant, lift = dice.pick((3, 2, 4), (70, 20, 10)), 0.6 * dice.normal()
    rows = []
    for position, feature in enumerate(features):
        category = dice.pick(CATEGORIES, shares(feature, who))
        present, absent = dice.pick(*PAIRS[category])
        importance = scale(IMPORTANCE[category] + lift + 1.1 * dice.normal(), 1, 9)
        if manner == "careless":
            present, absent, importance = constant, constant, 5
        elif manner == "contradictory" and dice.chance(0.6):
            present = absent = dice.pick((1, 5), (75, 25))
        elif manner == "mild" and dice.chance(0.35):  # keeps away from both ends of the scale
            present, absent = max(2, min(4, present)), max(2, min(4, absent))
        elif manner == "keen" and present == 2 and dice.chance(0.35):  # says "like" easily
            present = 1
        answers: Row = {"functional": present, "dysfunctional": absent, "importance": importance}
        for name in answers:
            if dice.chance(rates["missing"]) or position >= stops:
                answers[name] = ""
        rows.append({**who, "feature": feature["feature"], **answers})
    return rows


def shares(feature: Spec, who: Row) -> list[float]:
    """Return how a feature's categories are shared out among people like this one, in this wave."""
    for part in feature.get("where", []):
        if who[part["column"]] == part["value"]:
            return part["shares"]
    return feature["drift"][who["wave"] - 1] if "drift" in feature else feature["shares"]


def servqual(spec: Spec) -> list[Row]:
    """Simulate the SERVQUAL questionnaire, wave by wave."""
    dice = Dice(spec["case"], "servqual", spec["seed"])
    rows: list[Row] = []
    for wave, size in enumerate(spec["servqual"]["respondents"], start=1):
        for number in range(1, size + 1):
            who = {"respondent": f"S{wave}-{number:03d}", "wave": wave, **person(dice, spec["segments"])}
            rows.extend(servqual_sheet(dice, spec, who))
    return rows


def servqual_sheet(dice: Dice, spec: Spec, who: Row) -> list[Row]:
    """Fill in one respondent's sheet: a general factor, a factor per dimension, and noise per item."""
    rates, dimensions = spec["common"]["servqual"], spec["servqual"]["dimensions"]
    manner = dice.pick(("careless", "wide", "narrow", "plain"), (2.5, 12, 14, 71.5))
    stretch = {"wide": 1.3, "narrow": 0.65}.get(manner, 1.0)
    hope, view = dice.normal(), dice.normal()
    constant = (dice.pick((7, 6, 5)), dice.pick((6, 5, 4)))
    stops = dice.below(22) if dice.chance(rates["breaks_off"]) else 22
    rows: list[Row] = []
    for dimension in dimensions:
        hope_here, view_here = dice.normal(), dice.normal()
        perception = dimension["perception"] + (dimension.get("improves", 0.0) if who["wave"] == 2 else 0.0)
        for item in dimension["items"]:
            expected = 0.38 * hope + 0.46 * hope_here + 0.5 * dice.normal()
            perceived = 0.12 * hope + 0.55 * view + 0.62 * view_here + 0.75 * dice.normal()
            answers: Row = {
                "expectation": scale(dimension["expectation"] + stretch * expected, 1, 7),
                "perception": scale(perception + item["shift"] + stretch * perceived, 1, 7),
            }
            if manner == "careless":
                answers = {"expectation": constant[0], "perception": constant[1]}
            for name in answers:
                if dice.chance(rates["missing"]) or len(rows) >= stops:
                    answers[name] = ""
            rows.append({**who, "item": len(rows) + 1, "dimension": dimension["name"], **answers})
    return rows
