"""Where the numbers come from: printed figures are ours, programs of others agree, and the page says both."""

import json
import re

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
    assert all(one.own for one in METHODS.values() if one.source == "sgm_lab")
    assert all(one.note and not (one.figure or one.peer) for one in METHODS.values() if one.own)
    assert all(one.figure and one.peer for one in METHODS.values() if not one.own)


def test_what_was_run_by_hand_is_kept_whole() -> None:
    kept = sgm_proof.differences()
    by_hand = {id: told["by_hand"] for id, told in kept.items() if "by_hand" in told}
    assert {*by_hand} == {*peers.RUN}
    assert all(told["r"] and told["on"] for told in by_hand.values())
    script = (peers.BY_HAND / "run.R").read_text(encoding="utf-8")
    for id, (program, tried) in peers.RUN.items():
        assert METHODS[id].peer.split()[:2] == ["R", program]
        assert kept[id]["tried"] == tried >= 200
        assert f'{program} = "{kept[id]["version"]}' in script  # the page names what the script runs


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_shows_both_witnesses_and_counts_its_own_apart(lang: str) -> None:
    _, _, *rows = sgm_proof.proof(lang).splitlines()
    assert len(rows) == len(METHODS)
    for row, one in zip(rows, METHODS.values(), strict=True):
        assert row.count(sgm_proof.t("site.proof.own", lang)) == 2 * one.own
        assert one.published in row
        assert one.peer in row
        by_hand = sgm_proof.differences().get(one.id, {}).get("by_hand", {})
        assert all(part in row for part in by_hand.values())
    own = sum(one.own for one in METHODS.values())
    told = [int(figure) for figure in re.findall(r"\d+", sgm_proof.counted(lang))]
    assert told == [len(METHODS) - own, own]


def test_a_page_with_a_figure_that_is_not_ours_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    one = METHODS["kano.better"]
    wrong = Method(**{**vars(one), "figure": [0.512, -0.137]})
    monkeypatch.setattr(sgm_proof, "methods", lambda: [wrong])
    with pytest.raises(ValueError, match=r"kano\.better"):
        sgm_proof.proof("en")
