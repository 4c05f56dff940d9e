"""Kano questionnaires: word a pair of questions from a feature, and say what is wrong with a pair.

Stated rules, no model. A rule points at a phrase; whoever wrote it decides. The rules look at the state a question
describes, without its “if …” and “how would you feel”.
"""

from __future__ import annotations

import difflib
import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ..errors import ArgumentError, check_between, check_whole
from ..i18n import Language, t

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ASPECTS", "described", "draft_pair", "minutes_to_answer", "review_wording"]

ASPECTS = (
    "missing",
    "same",
    "duplicate",
    "feeling",
    "double",
    "leading",
    "technical",
    "prefix",
    "vague",
    "long",
)
"""What a pair of questions is looked at for, in the order reported."""

_GRAVE = {"missing", "same", "duplicate", "feeling"}  # answers would be worthless; the others call for a look
_LONGEST: dict[Language, int] = {"zh": 45, "en": 30}  # letters; words
_ALIKE = 0.85  # of the letters of two descriptions

Side = Literal["name", "functional", "dysfunctional"]

_TAIL = {
    "zh": re.compile(r"[，,、]?\s*(?:请问)?[您你](?:会|将)?(?:觉得|感觉|怎么看|怎么想|有什么感受).*$"),
    "en": re.compile(
        r"^\s*how (?:would|do|will) you (?:feel|find it)\s*(?:about it\s*)?(?:if|when)?\s*", re.I
    ),
}
_HEAD = re.compile(r"^\s*(?:如果|假如|要是|若是|倘若|当)|^\s*(?:if|when)\b", re.I)
_FEELING = {
    "zh": re.compile(r"觉得怎么样|觉得如何|怎么看|怎么想|什么感受|什么感觉|感觉怎么样|感觉如何"),
    "en": re.compile(r"\bhow (?:would|do|will) you (?:feel|find)", re.I),
}
# Two statements, or two things handed out together. A list of what one action is done to is one thing.
_DOUBLE = {
    "zh": re.compile(
        r"以及|并且|而且|同时|此外|另外|既[^，。？]{1,12}又|又[^，。？]{1,8}又|，[^，。？]{0,8}也"
        r"|[^，。？、]{0,4}(?:快|慢|短|好|多|少|准|早|低|便宜|干净|清楚|方便|安静|舒服|耐心|礼貌|免费|公开|透明|整洁|排队)"
        r"(?:、|，|[和与及](?![您我你他她]))(?!就|才|再|就能|[^，。？]{0,12}(?:一样|一致|相符|无关|有关))[^，。？、]{1,8}"
        r"|(?:提供|配有|配备|设有|备有|增设|增加|送您|(?<![没所])有)[^，。？、和与及]{1,10}(?<![温暖平缓柔饱参以涉普波顾])[和与及、]"
        r"(?![您我你他她时][^，。？]{0,12}(?:一样|一致|相符|联系|沟通|有关))[^，。？、]{1,10}"
    ),
    "en": re.compile(
        r"\bas well as\b|\bboth\b|\balso\b|;"
        r"|\band (?:(?:the|a|an|your|our|its) )?[\w'-]+(?: [\w'-]+)? (?:was|were|is|are|had|has|took|came|cost|got)\b"
        r"|\b(?:there (?:was|were)|offered|provided|gave you|had|got|with) (?:(?!to\b)[\w'-]+ ){1,4}"
        r"and (?!could|had|would)[\w'-]+"
        r"|\b(?:quick|fast|short|cheap|clean|clear|free|friendly|polite|easy)(?:er)? and [\w'-]+",
        re.I,
    ),
}
_TECHNICAL = {
    "zh": re.compile(
        r"接口|后台|前端|中台|链路|闭环|触点|颗粒度|赋能|抓手|工单|派单|并发|时延|算法|模块|对接|打通|全渠道|埋点"
        r"|私域|客群|转化率|数字化|智能化|信息化|标准化|流程再造|首诊负责|首问负责|临床路径|满意率|响应率|履约"
        r"|(?<![A-Za-z])(?!(?:APP|CT|ID|QQ|VIP|PDF|PPT|ATM|DNA|HIV)(?![A-Za-z]))[A-Z]{2,}(?![A-Za-z])"
    ),
    "en": re.compile(
        r"\b(?:back-?end|front-?end|interfaces?|workflows?|omni-?channel|touch-?points?|latency|throughput|ticketing"
        r"|escalation|onboarding|leverag\w+|stakeholders?|end-to-end|algorithms?|modules?|integration|digiti[sz]\w+"
        r"|streamlin\w+)\b|\b(?-i:(?!(?:APP|CT|ID|VIP|PDF|ATM|DNA|TV|PC|OK)\b)[A-Z]{2,})\b",
        re.I,
    ),
}
_LEADING = {
    "zh": re.compile(
        r"难道|显然|当然|毫无疑问|是不是|是否|应该|应当|理应|理所当然|一定会|想必|大家都|人人都|竟然|居然|贴心|优质"
        r"|一流|先进|完美|周到|热情|暖心|人性化|领先|卓越|恶劣|糟糕|敷衍|不负责|可怕|烦人|落后"
    ),
    "en": re.compile(
        r"\b(?:surely|obviously|of course|don't you|wouldn't you|shouldn't|should|ought to|excellent|world-class"
        r"|first-class|perfect\w*|wonderful|caring|attentive|outstanding|terribl[ey]|awful|rude\w*|sloppy|careless"
        r"|unfortunately|everyone)\b",
        re.I,
    ),
}
_VAGUE = {
    "zh": re.compile(
        r"及时|尽快|适当|良好|更好|更加|优化|提升|完善|加强|改善|改进|便捷|高效|合理|比较|经常|充分|到位"
    ),
    "en": re.compile(
        r"\b(?:timely|promptly|soon|quickly|appropriate\w*|adequate\w*|better|improv\w+|optimi[sz]\w+|enhanc\w+"
        r"|convenient\w*|efficient\w*|often|reasonable|reasonably)\b",
        re.I,
    ),
}
_NEGATION = {
    "zh": re.compile(r"不再|不会|不能|不是|没有|没能|没|未能|未|不|无法|无|有|会|能|是"),
    "en": re.compile(
        r"\b(?:not|no|never|without|with|cannot|can|does|do|did|is|are|was|were|would|will|there|a|an|any)(?:n't)?\b"
        r"|\b(?:un|in|im|dis)(?=\w{4})|(?<=\w{3})(?:ed|es|s|ing)\b",
        re.I,
    ),
}
_NOT = {"zh": re.compile(r"不|没|无|未"), "en": re.compile(r"\bno|n't\b|without|\bun|\bin|\bdis|\bim", re.I)}


class _Found(NamedTuple):
    aspect: str
    side: Side
    evidence: str
    values: dict[str, Any]


def draft_pair(
    name: str, present: str = "", absent: str = "", lang: Language | None = None
) -> tuple[str, str]:
    """Word both questions about a feature by template.

    Parameters
    ----------
    name : str
        The feature.
    present, absent : str
        What it is like for the customer with the feature, and without it, as a clause: "你取药不用排队". Where one
        is not said, the question falls back on the name, and `review_wording` will ask for it.
    lang : {"zh", "en"}, optional
        Language; the one in use by default.

    Returns
    -------
    (str, str)
        Functional and dysfunctional question; empty where there is nothing to ask about.

    Examples
    --------
    >>> draft_pair("Queue reminder", "your phone told you how many are ahead of you", lang="en")[0]
    'How would you feel if your phone told you how many are ahead of you?'
    """
    return _drafted("functional", name, present, lang), _drafted("dysfunctional", name, absent, lang)


def _drafted(side: str, name: str, clause: str, lang: Language | None) -> str:
    text = " ".join(clause.split()).strip("，,。.；; ")
    if any(mark in text for mark in "?？"):
        return text  # a question already
    text = _HEAD.sub("", text).strip()
    if text:
        return t("kano.draft.clause", lang, text=text)
    return t(f"kano.draft.{side}", lang, name=name.strip()) if name.strip() else ""


def minutes_to_answer(features: int, seconds: float = 10) -> int:
    """Return the minutes that a Kano questionnaire takes, two questions a feature; at least one.

    Parameters
    ----------
    features : int
        How many are asked about.
    seconds : float
        What a question takes to read and answer.

    Examples
    --------
    >>> minutes_to_answer(8), minutes_to_answer(0)
    (3, 1)
    """
    check_whole("features", features, 0)
    check_between("seconds", seconds, 0, 3600, open_low=True)
    return max(1, math.ceil(2 * features * seconds / 60))


def review_wording(pairs: Sequence[Mapping[str, str]]) -> pd.DataFrame:
    """Name what is wrong with the questions of a Kano questionnaire.

    Parameters
    ----------
    pairs : sequence of mapping
        ``name``, ``functional``, ``dysfunctional``; Chinese or English, told apart by the letters. A pair without
        any text is passed over.

    Returns
    -------
    DataFrame, one row a remark, in the order of the pairs
        ``pair`` (from 1), ``name``, ``side`` (``"name"``, ``"functional"`` or ``"dysfunctional"``), ``aspect`` (one
        of `ASPECTS`), ``grave`` (answers would be worthless; the rest calls for a look), ``evidence`` (the phrase)
        and ``problem``, a sentence saying what to do, in the language in use.

    Raises
    ------
    ArgumentError
        A pair is no mapping, or one of its texts is none.

    Notes
    -----
    ``missing``: a side or the name is empty. ``same``: both sides describe one state. ``duplicate``: two features
    have one name, or descriptions alike in 85 % of their letters. ``feeling``: the question does not ask how the
    respondent feels. ``double``: words that join two things. ``leading``: words that praise, blame or press.
    ``technical``: inside words and abbreviations. ``prefix``: the dysfunctional question only adds a “not” and does
    not say what happens instead. ``vague``: words of degree that everybody reads differently. ``long``: more than
    45 letters (Chinese) or 30 words.

    References
    ----------
    Berger et al. 1993, *Center for Quality of Management Journal* 2(4):3–36 (customer's language, one requirement a
    pair, the dysfunctional state described).
    Payne 1951, *The Art of Asking Questions*, Princeton University Press (leading and double questions).

    Examples
    --------
    >>> pair = {"name": "Parking", "functional": "How would you feel if parking was free and near the door?"}
    >>> review_wording([pair])[["side", "aspect", "evidence"]].to_numpy().tolist()
    [['dysfunctional', 'missing', ''], ['functional', 'double', 'free and near']]
    """
    import pandas as pd

    given = [_texts(pair, number) for number, pair in enumerate(pairs, 1)]
    rows = []
    for at, pair in enumerate(given):
        if not any(pair.values()):
            continue
        found = [*_of_pair(pair), *_twice(given, at)]
        for one in sorted(found, key=lambda one: ASPECTS.index(one.aspect)):
            side = t(f"kano.wording.side_{one.side}")
            problem = t(f"kano.wording.{one.aspect}", side=side, evidence=one.evidence, **one.values)
            grave = one.aspect in _GRAVE
            rows.append((at + 1, pair["name"], one.side, one.aspect, grave, one.evidence, problem))
    columns = ["pair", "name", "side", "aspect", "grave", "evidence", "problem"]
    return pd.DataFrame(rows, columns=columns).astype({"pair": "int64", "grave": "bool"})


def _texts(pair: Any, number: int) -> dict[Side, str]:
    sides: tuple[Side, ...] = ("name", "functional", "dysfunctional")
    texts = {side: pair.get(side) or "" for side in sides} if isinstance(pair, Mapping) else {"name": pair}
    for value in texts.values():
        if not isinstance(value, str) or len(texts) < len(sides):
            raise ArgumentError("kano.wording.not_a_pair", number=number, value=value, names=list(sides))
    return {side: " ".join(unicodedata.normalize("NFC", texts[side]).split()) for side in sides}


def _language(text: str) -> Language:
    chinese, english = _LONGEST  # the two with rules
    return chinese if re.search(r"[\u4e00-\u9fff]", text) else english


def _state(question: str, lang: Language) -> str:
    """What a question describes: without “if”, the asking, brackets and quotes."""
    text = _TAIL[lang].sub("", question)
    text = _HEAD.sub("", re.sub(r"[（(][^）)]*[）)]", "", text))
    return text.strip(' ，,。.？?“”"')


def described(question: str) -> str:
    """Return the state a question describes, as `draft_pair` takes it.

    >>> described("How would you feel if parking were free?")
    'parking were free'
    """
    lang = _language(question)
    return _HEAD.sub("", _TAIL[lang].sub("", question)).strip(" ，,。.？?")


def _of_pair(pair: dict[Side, str]) -> Iterator[_Found]:
    lang = _language(pair["functional"] + pair["dysfunctional"] or pair["name"])
    for side, text in pair.items():
        if not text:
            yield _Found("missing", side, "", {})
    for side, question in list(pair.items())[1:]:
        if not question:
            continue
        state = _state(question, lang)
        if not _FEELING[lang].search(question):
            yield _Found("feeling", side, "", {"ask": t("kano.wording.ask", lang)})
        for aspect, pattern in (
            ("double", _DOUBLE),
            ("leading", _LEADING),
            ("technical", _TECHNICAL),
            ("vague", _VAGUE),
        ):
            if found := pattern[lang].search(state):
                yield _Found(aspect, side, found.group(), {})
        length = len(re.sub(r"\s", "", question)) if lang == "zh" else len(question.split())
        if length > _LONGEST[lang]:
            yield _Found("long", side, "", {"length": length, "most": _LONGEST[lang]})
    with_it, without = (_state(pair[side], lang) for side in ("functional", "dysfunctional"))
    if with_it and without:
        if _plain(with_it) == _plain(without):
            yield _Found("same", "dysfunctional", "", {})
        elif _bare(with_it, lang) == _bare(without, lang) and _NOT[lang].search(without):
            yield _Found("prefix", "dysfunctional", without, {})


def _plain(text: str) -> str:
    return re.sub(r"\W+", "", unicodedata.normalize("NFKC", text).casefold())


def _bare(text: str, lang: Language) -> str:
    """Return a description without what negates it, or stands there instead of it."""
    return _plain(_NEGATION[lang].sub(" ", text.casefold()))


def _twice(pairs: Sequence[dict[Side, str]], at: int) -> Iterator[_Found]:
    """Whether an earlier pair has the name, or nearly the description, of this one."""
    own = pairs[at]
    lang = _language(own["functional"])
    state = _plain(_state(own["functional"], lang))
    for number, other in enumerate(pairs[:at], 1):
        if own["name"] and _plain(own["name"]) == _plain(other["name"]):
            yield _Found("duplicate", "name", own["name"], {"other": number})
            return
        match = difflib.SequenceMatcher(
            None, state, _plain(_state(other["functional"], lang)), autojunk=False
        )
        if (
            state
            and match.real_quick_ratio() >= _ALIKE
            and match.quick_ratio() >= _ALIKE
            and match.ratio() >= _ALIKE
        ):
            yield _Found("duplicate", "functional", own["name"], {"other": number})
            return
