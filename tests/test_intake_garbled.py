"""Text that was opened in the wrong writing and saved again: said, with the encoding to save it in."""

from __future__ import annotations

from typing import Any

import pytest

from sgm_lab import intake
from sgm_lab.errors import DataError
from sgm_lab.i18n import use_language

TABLE = "受访者编号,叫号（具备时）,叫号（缺失时）,院区\n" + "".join(f"{n},1,5,东院\n" for n in range(30))
WRONG = {
    "UTF-8 as Windows": lambda: TABLE.encode().decode("cp1252", errors="ignore"),
    "UTF-8 as Latin-1": lambda: TABLE.encode().decode("latin-1"),
    "UTF-8 as GBK": lambda: TABLE.encode().decode("gb18030", errors="ignore"),
    "GBK as Latin-1": lambda: TABLE.encode("gbk").decode("latin-1"),
    "GBK as UTF-8": lambda: TABLE.encode("gbk").decode("utf-8", errors="replace"),
    "twice": lambda: (
        TABLE.encode("gbk").decode("utf-8", errors="replace").encode().decode("gb18030", errors="ignore")
    ),
}


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_garbled_text_is_named_with_what_to_save_it_as(name: str, lang: Any) -> None:
    with use_language(lang), pytest.raises(DataError, match="UTF-8") as caught:
        intake.read_kano(("乱码.csv", WRONG[name]().encode()))
    assert caught.value.key == "files.garbled"


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "utf-16", "utf-16-le", "utf-16-be", "big5"])
def test_sound_text_is_read_in_its_own_writing(encoding: str) -> None:
    table = TABLE.translate(str.maketrans("访编号东备时", "訪編號東備時")) if encoding == "big5" else TABLE
    read = intake.read_kano(("表.csv", table.encode(encoding, errors="ignore")), pairs=None)
    assert read.table[["functional", "dysfunctional"]].drop_duplicates().values.tolist() == [[1, 5]]
    assert not any("乱码" in note for note in read.notes)


@pytest.mark.parametrize("words", ["réveil,créée,Ärger", "Größe,Straße,naïve", "Zürich,são,año"])
def test_accents_are_no_garbled_text(words: str) -> None:
    heads = ",".join(f"{one}_functional,{one}_dysfunctional" for one in words.split(","))
    text = f"id,{heads}\n" + "".join(f"{n},1,5,1,5,1,5\n" for n in range(4))
    for encoding in ("utf-8", "latin-1"):
        read = intake.read_kano(("a.csv", text.encode(encoding)))
        assert read.table["feature"].unique().tolist() == words.split(",")
        assert not any("乱码" in note for note in read.notes)
