"""The year of operations: outpatient visits, class and service records, service tickets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from .draw import Dice, scale
from .tables import Row, Spec


def within(day: date, spans: list[list[str]]) -> bool:
    """Whether ``day`` lies in one of the spans of ISO dates."""
    return any(span[0] <= day.isoformat() <= span[1] for span in spans)


def days(dice: Dice, spec: Spec, holiday: float) -> Iterator[tuple[date, int]]:
    """Yield each day of 2025 with how many records it has: month, weekday, holiday and chance."""
    plan, day = spec["operations"], date(2025, 1, 1)
    while day.year == 2025:
        expected = plan["per_day"] * plan["months"][day.month - 1] * plan["weekdays"][day.weekday()]
        if within(day, spec["common"]["holidays"]):
            expected = expected * holiday
        for first, last, factor in plan.get("promotions", []):
            if first <= day.isoformat() <= last:
                expected = expected * factor
        yield day, scale(expected * (1.0 + 0.09 * dice.normal()), 0, 10_000)
        day += timedelta(days=1)


def staff_effects(dice: Dice, codes: list[Spec], letter: str) -> dict[str, list[tuple[str, float]]]:
    """Return the staff of each department or course, each with a lasting effect on satisfaction."""
    staff: dict[str, list[tuple[str, float]]] = {}
    number = 0
    for code in codes:
        members = staff[code["value"]] = []
        for _ in range(code["staff"]):
            number += 1
            members.append((f"{letter}{number:02d}", 0.18 * dice.normal()))
    return staff


def healthcare(spec: Spec) -> list[Row]:
    """Simulate the outpatient visits: waits grow with the hour's crowd and without a booking."""
    dice, plan = Dice(spec["case"], "operations", spec["seed"]), spec["operations"]
    departments = spec["codes"]["department"]
    ages = [value["value"] for value in spec["segments"][0]["values"]]
    staff = staff_effects(dice, departments, "D")
    rows: list[Row] = []
    for day, count in days(dice, spec, holiday=0.35):
        special = day.month == plan["special_month"]
        shares = [
            d["share"] * (plan["winter"][day.month - 1] if d["value"] == plan["winter_department"] else 1.0)
            for d in departments
        ]
        slots = sorted((dice.pick(range(7, 21), plan["hours"]), dice.below(60)) for _ in range(count))
        for hour, minute in slots:
            department = dice.pick(departments, shares)
            member, liking = dice.pick(staff[department["value"]])
            age = dice.pick(ages, department["ages"])
            booked = dice.chance(plan["booked"][age])
            mean = department["wait"] * plan["hour_load"][hour - 7] * (0.86 if booked else 1.35)
            mean = mean * (1.12 if day.weekday() == 0 else 1.0) * (plan["special_wait"] if special else 1.0)
            wait = scale(dice.skewed(mean, 3), 0, 400)
            risk = 0.012 + 0.00035 * max(0, wait - 40) + (plan["special_complaint"] if special else 0.0)
            complaint = dice.chance(risk)
            mood = 4.85 + liking - 0.019 * wait - 1.5 * complaint + 0.75 * dice.normal()
            answers = dice.chance(0.13 + (0.06 if wait > 60 else 0.0) + (0.2 if complaint else 0.0))
            rows.append(
                {
                    "visit": f"H{len(rows) + 1:05d}",
                    "date": day.isoformat(),
                    "arrival": f"{hour:02d}:{minute:02d}",
                    "department": department["value"],
                    "staff": member,
                    "appointment": "yes" if booked else "no",
                    "wait_min": wait,
                    "complaint": int(complaint),
                    "csat": scale(mood, 1, 5) if answers else "",
                    "age_group": age,
                    "comment": "",
                }
            )
    return rows


def education(spec: Spec) -> list[Row]:
    """Simulate the class and service records: attendance, replies, end-of-course renewals."""
    dice, plan, codes = Dice(spec["case"], "operations", spec["seed"]), spec["operations"], spec["codes"]
    learners, modes = spec["segments"]
    staff = staff_effects(dice, codes["course"], "T")
    rows: list[Row] = []
    for day, count in days(dice, spec, holiday=0.15):
        special = day.month == plan["special_month"]
        for _ in range(count):
            campus = dice.pick(codes["campus"], [c["share"] for c in codes["campus"]])["value"]
            course = dice.pick(codes["course"], [c["share"] for c in codes["course"]])["value"]
            kind = dice.pick(codes["kind"], [k["share"] for k in codes["kind"]])
            learner = dice.pick(learners["values"], [v["share"] for v in learners["values"]])["value"]
            mode = dice.pick(modes["values"], modes["given"][learner])["value"]
            member, liking = dice.pick(staff[course])
            mood = 4.25 + liking + 0.75 * dice.normal()
            attendance: int | str = ""
            reply: int | str = ""
            resolved: int | str = ""
            risk = 0.016 + (plan["special_complaint"] if special else 0.0)
            if "reply" in kind:
                reply = scale(
                    dice.skewed(kind["reply"] * (plan["special_reply"] if special else 1.0), 2), 1, 4000
                )
                resolved = int(dice.chance(0.9 - (0.14 if special else 0.0) - (0.1 if reply > 240 else 0.0)))
                mood = mood + 0.45 - 0.0055 * min(reply, 420) - 0.7 * (1 - resolved)
                risk = risk + (0.012 if reply > 180 else 0.0)
            elif kind["value"] == "class":
                present = plan["attendance"][mode] + plan["attendance_months"][day.month - 1]
                attendance = int(dice.chance(present))
            complaint = dice.chance(risk)
            mood = mood - 1.4 * complaint
            ends = kind["value"] == "course_end"
            answers = dice.chance((0.6 if ends else 0.15) + (0.15 if complaint else 0.0)) and attendance != 0
            renewal = plan["renewal"][learner] + 0.13 * (mood - 4.25)
            rows.append(
                {
                    "record": f"E{len(rows) + 1:05d}",
                    "date": day.isoformat(),
                    "campus": campus,
                    "course": course,
                    "staff": member,
                    "kind": kind["value"],
                    "attendance": attendance,
                    "reply_min": reply,
                    "resolved": resolved,
                    "renewed": int(dice.chance(renewal)) if ends else "",
                    "complaint": int(complaint),
                    "csat": scale(mood, 1, 5) if answers else "",
                    "learner_type": learner,
                    "mode": mode,
                    "comment": "",
                }
            )
    return rows


def customer_service(spec: Spec) -> list[Row]:
    """Simulate the tickets: first reply by channel and hour, resolution by topic and transfers."""
    dice, plan, topics = (
        Dice(spec["case"], "operations", spec["seed"]),
        spec["operations"],
        spec["codes"]["topic"],
    )
    kinds, channels = spec["segments"]
    agents = [(f"A{n:02d}", 0.18 * dice.normal()) for n in range(1, plan["agents"] + 1)]
    rows: list[Row] = []
    for day, count in days(dice, spec, holiday=0.9):
        special = day.month == plan["special_month"]
        sale = within(day, plan["promotions"])
        shares = [
            t["share"] * (1.6 if special and t["value"] == plan["special_topic"] else 1.0) for t in topics
        ]
        slots = sorted((dice.pick(range(24), plan["hours"]), dice.below(60)) for _ in range(count))
        for hour, minute in slots:
            kind = dice.pick(kinds["values"], [v["share"] for v in kinds["values"]])["value"]
            channel = dice.pick(channels["values"], channels["given"][kind])["value"]
            topic = dice.pick(topics, shares)
            agent, liking = dice.pick(agents)
            moved = special and topic["value"] == plan["special_topic"]
            mean = (
                plan["reply"][channel] * plan["hour_load"][hour] * (plan["promotion_reply"] if sale else 1.0)
            )
            reply = int(10 * dice.skewed(mean, 2) + 0.5)  # tenths of a minute
            transfers = dice.pick((0, 1, 2, 3, 4), (74, 18, 5.5, 2, 0.5))
            mean = topic["resolve"] * (1.0 + 0.45 * transfers) * (plan["special_resolve"] if moved else 1.0)
            resolve = reply // 10 + scale(dice.skewed(mean, 2), 1, 15_000)
            reopened = dice.chance(0.05 + 0.03 * transfers + (0.05 if moved else 0.0))
            risk = 0.011 + 0.009 * transfers + 0.03 * reopened + 0.0001 * min(reply, 150)
            complaint = dice.chance(risk + (plan["special_complaint"] if special else 0.0))
            mood = 4.85 + liking - 0.013 * min(reply, 150) - 0.0011 * min(resolve, 900) - 0.3 * transfers
            mood = mood - 0.6 * reopened - 1.4 * complaint + 0.75 * dice.normal()
            answers = dice.chance(0.18 + (0.2 if complaint else 0.0))
            asked = dice.chance(0.05)
            rows.append(
                {
                    "ticket": f"T{len(rows) + 1:05d}",
                    "opened": f"{day.isoformat()} {hour:02d}:{minute:02d}",
                    "channel": channel,
                    "customer_type": kind,
                    "agent": agent,
                    "topic": topic["value"],
                    "first_reply_min": f"{reply // 10}.{reply % 10}",
                    "resolve_min": resolve,
                    "transfers": transfers,
                    "reopened": int(reopened),
                    "complaint": int(complaint),
                    "csat": scale(mood, 1, 5) if answers else "",
                    "nps": scale(2.1 * mood - 0.9 + 1.5 * dice.normal(), 0, 10) if asked else "",
                    "comment": "",
                }
            )
    return rows


LOGS: dict[str, Callable[[Spec], list[Row]]] = {
    "healthcare": healthcare,
    "education": education,
    "customer_service": customer_service,
}
