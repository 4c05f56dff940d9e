"""Culture self-assessment: what a team thinks of values, awareness, skills and speaking up, and where to begin."""

from __future__ import annotations

import html
import math
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import TYPE_CHECKING, Any, ClassVar

from .. import charts, culture
from ..charts.fitting import folded, minus
from ..errors import SgmError
from ..estimate import Estimate
from ..i18n import t
from ..paper.markup import blocks, foldaway, paragraph, table
from . import uploads
from .base import Download, Lab, State
from .controls import Action, Choice, Column, Control, Rows, Upload
from .source import OWN, reading
from .tables import XLSX

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CultureCheck", "CultureResult"]

EXAMPLE, ME = "example", "me"
_SCALE = (1.0, 5.0)
_SHOWN = 6  # statements in the figure
_HIGH = 4.0  # mean above which the question is whether the answers can be believed


@dataclass(frozen=True)
class CultureResult:
    """What the answers say, and the learner's own beside them.

    Attributes
    ----------
    areas, roles, statements : pandas.DataFrame
        As `culture.score` has them, in words to be taken along; ``areas`` with the learner's own score, ``mine``,
        where there is one beside the team's.
    found : Culture
        All of it.
    mine : Culture or None
        The learner's own score, beside the team's.
    """

    areas: pd.DataFrame
    roles: pd.DataFrame
    statements: pd.DataFrame
    found: culture.Culture
    mine: culture.Culture | None


class CultureCheck(Lab):
    """Sixteen statements in four areas, answered by a team or by the learner alone.

    Parameters
    ----------
    team : {"example", "own", "me"}
        Whose answers: an example team (simulated), the learner's file, or the learner's own.
    view : {"areas", "roles", "statements"}
        Area by area, leaders beside the front line, or the statements that scored lowest.
    flat : {"out", "in"}
        Whether people count who ticked one answer all the way.
    mine : list of dict
        The learner's own answers, in the order of the statements.
    """

    name: ClassVar[str] = "culture"
    defaults: ClassVar[State] = {"team": EXAMPLE, "upload": None, "view": "areas", "flat": "out", "mine": []}

    def __init__(self, *, key: str | None = None, **state: Any) -> None:
        self._read: dict[str, culture.TeamAnswers] = {}
        self._scored: dict[tuple[str, str], culture.Culture] = {}
        super().__init__(key=key, **state)

    # ---- whose answers ----

    @property
    def read(self) -> culture.TeamAnswers | None:
        """What was read of the learner's own file.

        Raises
        ------
        DataError
            If it is not here or cannot be read.
        """
        kept = self.state["upload"]
        if not kept:
            return None
        if kept["file"] not in self._read:
            self._read = {kept["file"]: culture.read_answers(uploads.read(self._book, kept))}
        return self._read[kept["file"]]

    def receive(self, control: str, name: str, content: bytes) -> None:
        """Read the file first: one that cannot be read changes nothing, and says why."""
        read = culture.read_answers((name, content))
        kept = uploads.keep(self._book, name, content)
        self._read = {kept["file"]: read}
        self.set(upload=kept, team=OWN)

    def settle(self) -> None:
        """Ask every statement in the language in use; without a file of one's own there is no such team."""
        state = self.state
        state["upload"] = Upload("upload").settle(state["upload"])
        try:
            _ = self.read
        except SgmError as error:
            state["upload"] = None
            self.notice = str(error)
        if state["team"] not in (EXAMPLE, ME) and not state["upload"]:
            state["team"] = EXAMPLE
        given = self._rows().settle(state["mine"])
        answers = [row["answer"] for row in given] + [""] * len(culture.STATEMENTS)
        state["mine"] = [
            {"statement": f"{name[1:]}. {culture.text(name)}", "answer": answer}
            for name, answer in zip(culture.STATEMENTS, answers, strict=False)
        ]
        super().settle()

    def _rows(self) -> Rows:
        levels = [(self.w(f"level_{level}"), level) for level in culture.LEVELS]
        columns = [Column("statement", "label", wide=True), Column("answer", "choice", options=levels)]
        return Rows("mine", columns, most=len(culture.STATEMENTS), add=False)

    def _own_answers(self) -> pd.DataFrame:
        """Return the learner's answers as one row."""
        import pandas as pd

        given = [row["answer"] or math.nan for row in self.state["mine"]]
        return pd.DataFrame([[None, *given]], columns=["role", *culture.STATEMENTS])

    def _mine(self) -> culture.Culture | None:
        """Score of the learner's own answers; nothing before every area has enough of them."""
        try:
            found = culture.score(self._own_answers())
        except SgmError:
            return None
        return None if found.areas["mean"].isna().any() else found

    # ---- the lab ----

    def controls(self) -> list[Control]:
        """Return whose answers, the questionnaire where they are the learner's own, and what to look at."""
        teams = [(self.w("team_example"), EXAMPLE), (self.w("team_me"), ME)]
        kept = self.state["upload"]
        if kept:
            teams.append((t("labs.source.own", name=kept["name"]), OWN))
        alone = self.state["team"] == ME
        views = [view for view in ("areas", "roles", "statements") if not alone or view != "roles"]
        made: list[Control] = [
            Choice("team", teams),
            Upload("upload"),
            Choice("view", [(self.w(f"view_{view}"), view) for view in views], buttons=True),
        ]
        if alone:
            return [*made, self._rows()]
        return [*made, Choice("flat", [(self.w("flat_out"), "out"), (self.w("flat_in"), "in")])]

    def actions(self) -> list[Action]:
        """Return the button for the template."""
        return [Action("template")]

    def do_template(self) -> Download:
        """Return an empty table of answers as `receive` reads it, and the questionnaire to print."""
        return Download(f"{self.w('action_template')}.xlsx", XLSX, _template())

    def compute(self) -> CultureResult | None:
        """Score whoever was chosen; nothing before the learner has answered enough."""
        mine = self._mine()
        team = self.state["team"]
        found = mine if team == ME else self._team(team)
        if found is None:
            return None
        beside = None if team == ME else mine
        areas = found.areas.assign(spread=[self._spread(row) for _, row in found.areas.iterrows()])
        if beside is not None:
            areas["mine"] = beside.areas["mean"]
        statements = found.statements.assign(area=found.statements["area"].map(_area))
        return CultureResult(areas.rename(index=_area), found.roles.rename(index=_area),
                             statements.rename(index=culture.text), found, beside)  # fmt: skip

    def _team(self, team: str) -> culture.Culture:
        """Score a team once for each way of counting: a million answers are then no slower than ten."""
        keep = self.state["flat"] == "in"
        if team == EXAMPLE:
            return _example(keep)
        read = self.read
        assert read is not None  # `settle` keeps OWN away where there is no file
        key = (self.state["upload"]["file"], self.state["flat"])
        if key not in self._scored:
            kept = {at: made for at, made in self._scored.items() if at[0] == key[0]}
            self._scored = kept | {key: culture.score(read.table, keep_flat=keep)}
        return self._scored[key]

    # ---- words ----

    def sentence(self, result: CultureResult | None) -> str:
        """Say which area comes first and why, and where leaders and the front line differ."""
        if result is None:
            done = sum(row["answer"] != "" for row in self.state["mine"])
            return self.w("sentence_begin", done=done, all=len(culture.STATEMENTS))
        found = result.found
        lowest = found.areas.loc[found.lowest].to_dict()
        begin = "sentence_one" if found.n == 1 else "sentence"
        said = [self.w(begin, n=found.n, area=_area(found.lowest), mean=lowest["mean"], low=lowest["ci_low"],
                       high=lowest["ci_high"])]  # fmt: skip
        if found.first != found.lowest:
            said.append(self.w("sentence_safety"))
        elif found.rivals:
            key = "sentence_rivals_safety" if found.lowest == "safety" else "sentence_rivals"
            said.append(self.w(key, names=t("labs.comma").join(map(_area, found.rivals))))
        if lowest["mean"] >= _HIGH:
            said.append(self.w("sentence_high"))
        if found.n > 1:
            said.append(self._roles_sentence(found))
        return _joined(said)

    def _roles_sentence(self, found: culture.Culture) -> str:
        roles = found.roles
        if roles["gap"].isna().all():
            return self.w("sentence_roles_few", fewest=culture.FEWEST)
        widest = str(roles["gap"].abs().idxmax())
        row = roles.loc[widest].to_dict()
        differ = roles.index[roles["differs"]]
        if not len(differ):
            return self.w("sentence_roles_same")
        if widest not in differ:  # a wide gap may be an uncertain one
            widest = str(roles.loc[differ, "gap"].abs().idxmax())
            row = roles.loc[widest].to_dict()
        return self.w("sentence_roles", area=_area(widest), leader=row["leader"], front=row["front"])

    def _line(self, found: culture.Culture) -> str:
        """Subtitle of a figure: whose answers, how many, and whether simulated."""
        team = self.state["team"]
        name = self.state["upload"]["name"] if team == OWN else ""
        return self.w(f"line_{team}", n=found.n, name=name)

    # ---- figure and tables ----

    def figure(self, result: CultureResult | None, *, size: charts.Size = "page") -> charts.Chart | None:
        """Draw areas, roles or the lowest statements, each with its interval."""
        if result is None:
            return None
        found, view = result.found, self.state["view"]
        if view == "statements":
            rows = found.statements.head(_SHOWN)
            letters = 18 if size == "page" else 12
            values = {
                folded(_statement(str(name), bool(row["reverse"])), letters): _estimate(row)
                for name, row in rows.iterrows()
            }
            title = self.w("title_statements", area=_area(str(rows["area"].iloc[0])))
        elif view == "roles":
            values = self._role_values(found)
            title = self._roles_sentence(found)
        else:
            values = {_area(str(name)): _estimate(row) for name, row in found.areas.iterrows()}
            title = self.w("title_areas", area=_area(found.first))
        return charts.estimates(values, form="score", title=title, reference=3, scale=_SCALE, name=self.w("axis"),
                                subtitle=self._line(found), size=size)  # fmt: skip

    def _role_values(self, found: culture.Culture) -> dict[str, Estimate]:
        """One line an area and role; a role with too few people stays hidden."""
        values = {}
        for area, row in found.roles.iterrows():
            for role in culture.ROLES:
                if not math.isnan(row[role]):
                    label = self.w("role_of_area", area=_area(str(area)), role=self.w(f"role_{role}"))
                    values[label] = Estimate(
                        row[role], row[f"{role}_low"], row[f"{role}_high"], int(row[f"{role}_n"])
                    )
        return values

    def draw(self, result: CultureResult | None, *, phone: bool = False) -> str:
        """Return the first step, figure and table of the view, and how far all this can be trusted."""
        if result is None:
            return self._preview() + self._how()
        found = result.found
        head = html.escape(self.w("step"))
        step = f'<div class="sgm-try"><strong>{head}</strong>{paragraph(self._step(found))}</div>'
        if self.state["view"] == "roles" and not self._role_values(found):
            shown = paragraph(self.w("roles_hidden", fewest=culture.FEWEST))
        else:
            drawn = charts.Responsive(self.figure, result) if phone else self.figure(result)  # type: ignore[arg-type]
            assert drawn is not None
            shown = drawn.html() + getattr(self, f"_{self.state['view']}_table")(result)
        notes = paragraph(self._flat_note(found)) if found.flat else ""
        return self._preview() + step + shown + notes + self._how()

    def _step(self, found: culture.Culture) -> str:
        said = [self.w(f"step_{found.first}")]
        roles = found.roles.loc[found.first].to_dict()
        if roles["differs"] and roles["gap"] > 0:
            said.append(self.w("step_leaders"))
        return _joined(said)

    def _flat_note(self, found: culture.Culture) -> str:
        return self.w("flat_note_in" if self.state["flat"] == "in" or self.state["team"] == ME else "flat_note_out",
                      n=found.flat)  # fmt: skip

    def _areas_table(self, result: CultureResult) -> str:
        heads = [self.w(f"head_{head}") for head in ("area", "mean", "interval", "spread")]
        rows = [
            [name, _mean(row["mean"]), self._interval(row), row["spread"]]
            for name, row in result.areas.iterrows()
        ]
        if result.mine is not None:
            heads.append(self.w("head_mine"))
            rows = [[*row, _mean(value)] for row, value in zip(rows, result.areas["mine"], strict=True)]
        return table(self.w("caption_areas"), heads, rows)

    def _roles_table(self, result: CultureResult) -> str:
        heads = [self.w(f"head_{head}") for head in ("area", "leader", "front", "gap", "interval", "verdict")]
        rows = []
        for name, row in result.found.roles.iterrows():
            known = not math.isnan(row["gap"])
            verdict = "differs" if row["differs"] else "same" if known else "hidden"
            rows.append([
                _area(str(name)), _mean(row["leader"]), _mean(row["front"]),
                minus(f"{row['gap']:+.1f}") if known else "–", self._interval(row), self.w(f"verdict_{verdict}"),
            ])  # fmt: skip
        return table(self.w("caption_roles"), heads, rows)

    def _statements_table(self, result: CultureResult) -> str:
        heads = [self.w(f"head_{head}") for head in ("statement", "area", "mean", "low")]
        rows = [
            [
                _statement(str(name), bool(row["reverse"])),
                _area(str(row["area"])),
                _mean(row["mean"]),
                "–" if math.isnan(row["low"]) else f"{row['low']:.0%}",
            ]
            for name, row in result.found.statements.iterrows()
        ]
        return table(self.w("caption_statements"), heads, rows)

    def _interval(self, row: Any) -> str:
        low, high = row["ci_low"], row["ci_high"]
        return "–" if math.isnan(low) else self.w("interval", low=low, high=high)

    def _spread(self, row: Any) -> str:
        return self.w(f"spread_{row['spread']}", sd=row["sd"]) if row["spread"] else "–"

    def _preview(self) -> str:
        return blocks(reading(self.read if self.state["team"] == OWN else None))

    def _how(self) -> str:
        body = "".join(
            paragraph(self.w(f"how_{one}", fewest=culture.FEWEST)) for one in ("score", "roles", "limits")
        )
        return foldaway(self.w("how"), body)


@lru_cache(2)
def _example(keep_flat: bool) -> culture.Culture:
    return culture.score(culture.sample(), keep_flat=keep_flat)


def _joined(sentences: list[str]) -> str:
    """Put sentences after each other, as each language does."""
    return reduce(lambda before, after: t("lab_culture.then", before=before, after=after), sentences)


def _area(name: str) -> str:
    return t(f"culture.area.{name}")


def _statement(name: str, reverse: bool) -> str:
    """A statement as it was put, with a mark where its score was turned."""
    return t("lab_culture.turned", text=culture.text(name)) if reverse else culture.text(name)


def _mean(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.1f}"


def _estimate(row: Any) -> Estimate:
    return Estimate(row["mean"], row["ci_low"], row["ci_high"], int(row["n"]))


def _template() -> bytes:
    """Return the table to fill in, and the questionnaire on a sheet of its own."""
    from ..paper import excel

    book = excel.start()
    heads = culture.heads()
    filled = excel.sheet(book, t("lab_culture.sheet_answers"), [11, *[13] * len(culture.STATEMENTS)])
    excel.table(filled, 1, heads, [])
    filled.freeze_panes = "B2"
    excel.paper(filled, landscape=True)
    printed = excel.sheet(book, t("lab_culture.sheet_form"), [58, *[7] * len(culture.LEVELS)])
    last = 1 + len(culture.LEVELS)
    row = excel.heading(printed, 1, t("lab_culture.title"), last=last, size=14)
    row = excel.paragraph(printed, row, t("lab_culture.form_lead"), last=last)
    levels = [t(f"lab_culture.level_{level}") for level in culture.LEVELS]
    row = excel.table(printed, row + 1, [t("lab_culture.mine_statement"), *levels],
                      [[head, *map(str, culture.LEVELS)] for head in heads[1:]])  # fmt: skip
    excel.paragraph(printed, row + 1, t("lab_culture.form_role"), last=last)
    return excel.content(book)
