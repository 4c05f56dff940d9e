"""Where the numbers come from: printed figures are ours, programs of others agree, and the page says both."""

import json

import peers
import pytest
import sgm_proof
from sgm_proof import Method

from sgm_lab.i18n import LANGUAGES

METHODS = {one.id: one for one in sgm_proof.methods()}


@pytest.mark.parametrize("id", [id for id, one in METHODS.items() if one.figure])
def test_ours_is_what_others_printed(id: str) -> None:
    one = METHODS[id]
    assert one.agrees(), (one.computed(), one.figure)
    assert one.published
    if not isinstance(one.figure[0], str):
        step = 10**-one.digits
        assert not Method(
            **{**vars(one), "figure": [one.figure[0] + 4 * max(step, one.within or 0)]}
        ).agrees()
    if one.within is not None:
        assert one.note or one.within < 0.001  # whoever allows more says why


@pytest.mark.parametrize("id", peers.PEERS)
def test_programs_of_others_agree(id: str) -> None:
    one, kept = METHODS[id], json.loads(peers.KEPT.read_text(encoding="utf-8"))[id]
    found = peers.largest(id, tries=12)
    assert one.most is not None
    assert found <= one.most
    assert found <= max(kept["difference"], 1e-12)  # the same data as those first of the kept, and fewer


def test_each_program_that_is_named_is_compared_and_kept() -> None:
    named = {id for id, one in METHODS.items() if one.peer}
    assert named == {*peers.PEERS} == {*sgm_proof.differences()}
    assert all((peers.ROOT / one.test).is_file() for one in METHODS.values())
    assert all(one.note for one in METHODS.values() if one.source == "sgm_lab")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_says_what_has_neither(lang: str) -> None:
    table = sgm_proof.proof(lang)
    assert table.count("\n") == len(METHODS) + 1
    neither = sum(not (one.figure or one.peer) for one in METHODS.values())
    assert f"{neither}" in sgm_proof.counted(lang)
    empty = [sgm_proof.t(f"site.proof.{one}", lang) for one in ("no_figure", "no_peer")]
    assert sum(all(one in row for one in empty) for row in table.splitlines()) == neither


def test_a_page_with_a_figure_that_is_not_ours_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    one = METHODS["kano.better"]
    wrong = Method(**{**vars(one), "figure": [0.512, -0.137]})
    monkeypatch.setattr(sgm_proof, "methods", lambda: [wrong])
    with pytest.raises(ValueError, match=r"kano\.better"):
        sgm_proof.proof("en")
