"""A kind of exercise stands in no list: a module laid in a folder, with its words, is found wherever kinds are."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from exercise_schema import schema

from sgm_lab import exercises, i18n
from sgm_lab.errors import DataError
from sgm_lab.exercises import kinds
from sgm_lab.exercises.reading import read_record
from sgm_lab.exercises.tally import count
from sgm_lab.i18n import t

MODULE = '''
"""True or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from sgm_lab.exercises.base import Outcome, Record, not_yet
from sgm_lab.exercises.fields import Fields, Text

__all__ = ["YesNo"]


@dataclass(frozen=True, slots=True, kw_only=True)
class YesNo(Record):
    """True or not."""

    kind: ClassVar[str] = "yesno"
    answer: str
    feedback: Text

    @classmethod
    def read(cls, row: Fields) -> dict[str, Any]:
        return {"answer": row.one_of("answer", ("yes", "no")), "feedback": row.text("feedback")}

    def check(self, answer: Any, lang: str) -> Outcome:
        if answer not in ("yes", "no"):
            return not_yet("choose_first", lang)
        return Outcome("right") if answer == self.answer else Outcome("wrong", (self.feedback.say(lang),))

    def mistakes(self, answer: Any, found: Outcome, lang: str | None) -> list[str]:
        return [answer]

    def worked(self, lang: str | None = None) -> list[str]:
        return [self.answer]

    def shown(self, lang: str) -> str:
        return "<p>yes / no</p>"

    def to_fill(self, lang: str) -> str:
        return "<p>☐ yes ☐ no</p>"
'''
WORDS = {"zh": "是非", "en": "True or not"}
RECORD = {
    "id": "own-1", "chapter": "1", "kind": "yesno", "minutes": 1, "answer": "no",
    **{name: {"zh": f"{name}。", "en": f"{name}."} for name in ("prompt", "solution", "feedback", "right")},
}  # fmt: skip
CACHES = (kinds.found, i18n._own, i18n._texts)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The kinds there are, and one more beside them."""
    (tmp_path / "yesno.py").write_text(MODULE, encoding="utf-8")
    # As if it stood in words/exercises.toml.
    monkeypatch.setitem(i18n._table("exercises"), "ui.kind_yesno", WORDS)
    monkeypatch.setattr(kinds, "__path__", [*kinds.__path__, str(tmp_path)])
    for cached in CACHES:
        cached.cache_clear()
    yield
    sys.modules.pop("sgm_lab.exercises.kinds.yesno", None)
    vars(kinds).pop("yesno", None)
    monkeypatch.undo()
    for cached in CACHES:
        cached.cache_clear()


@pytest.mark.usefixtures("folder")
def test_a_module_is_a_kind_in_reading_checking_paper_and_page() -> None:
    assert list(kinds.KINDS)[-1] == "yesno"
    record = read_record(RECORD, "own.toml")
    with pytest.raises(DataError, match=r"own\.toml.*own-1.*answer"):
        read_record(RECORD | {"answer": "perhaps"}, "own.toml")
    states = [exercises.check(record, answer, "zh").state for answer in (None, "yes", "no")]
    assert states == ["not_attempted", "wrong", "right"]
    assert exercises.check(record, "yes", "zh").feedback == ("feedback。",)
    assert exercises.check(record, "no", "en").feedback == ("right.",)
    book = {"exercises": {"own-1": {"answer": "yes", "outcome": "wrong", "tries": 1}}}
    assert count([record], [book], "en")[0].common_mistake == "yes"

    assert "yes / no" in exercises.static(record, "zh")
    assert "是非" in exercises.static(record, "zh")
    assert "☐ yes ☐ no" in exercises.paper([record], "en")
    assert ">no<" in exercises.paper([record], "en", answers=True)
    page = json.loads(exercises.page_data([record], "zh").split(">", 1)[1].rsplit("<", 1)[0])
    assert page["records"][0]["kind"] == "yesno"
    assert page["words"]["kind_yesno"] == t("exercises.ui.kind_yesno", "zh") == "是非"
    form = schema()["$defs"]["yesno"]
    assert {"kind", "id", "answer", "feedback"} < set(form["required"])
    assert form["title"] == "是非 · True or not"
