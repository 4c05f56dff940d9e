"""Pieces of a sentence: where the phrase of a metric ends, and what at its edges is no part of it."""

from __future__ import annotations

import re

from .text import Span, tidy

__all__ = ["cut", "names_nothing", "widened"]

# Where the phrase of a metric ends, and what may stand before it.
_PIECE = re.compile(
    r"[，、；：:。！!;()（）\n?？]|(?<!\d),|,(?!\d{3})| - |\s{2,}|不允许再?(?:出现|发生)?|别再(?:出现"
    r"|发生)?|不能再?|不许|不得"
    r"|不再(?:出现|发生)?"
    r"|今年|(?:在|比)?(?:去年|上年)|累计|眼下|目前|的事|"
    r"(?<![a-z-])(?:within|inside|while|whilst|most of|on average"
    r"|about(?= \d)|are|is"
    r"|should|must|will|shall|by|(?:in|to|under|after|before|at)(?= (?:the |an? )?(?:\d|hour|minute"
    r"|day))|longer|no longer|not"
    r"|below|above|seen|so|because|since|ought to|ha(?:s|ve) to|needs? to(?= (?:be|go|come|fall|rise))|up|down"
    r"|from(?= (?:about |the |an? )?(?:\d|one|two|three|four|five|six|seven|eight|nine|ten|half))"
    r"|for(?= (?:more|less|over|under) ))(?![a-z-])"
)
_BEFORE = re.compile(
    r"(?:\s|%|(?<=[ %])的|[那这]个|后(?![台厨勤续])(?=[一-鿿]{3})|点(?=活动)|负?责任(?=\s)|一整年|全年|一共|总共|共"
    r"|累计|平均|接到|接(?=投诉|诉求|报修"
    r"|电话)|收到|收(?=投诉|诉求|差评)|数?要回到|数(?=要)|想在"
    r"|的?意思是"
    r"|上个?[月周季]度?|带(?=[一-鿿]{2})|还有|出现|(?<![a-z])(?:(?:counters?|desks?|windows?|routes?"
    r"|platforms?) \d[\d&, -]*(?= )|per ?cent of|so that|that|avg\.?|the|an?"
    r"|our|their|all|approx"
    r"|for|on|at|in"
    r"|of|to|with|there|they|told|them|we"
    r"|it|be|been"
    r"|min|max|each|every|clear|keep|get|gets|lift|halve|double|never again|any|have|has|took|takes?|us|run"
    r"|last (?:term|month|week|year|quarter)|some|left(?= [a-z])|learn(?:ing)?|and|only|had"
    r"|\d+(?![楼号路层栋室床幢]))(?![a-z-])|[\"“”「」'])+"
)
_AFTER = re.compile(
    r"(?:[\s\"“”「」'的]|现在|目前|眼下|如今|的问题|的事|情况|要|须|(?<![反响供])应|必须|得|去|下去|上去|再|就|都|已有?|有|了|做"
    r"|最[长迟晚多少高低快慢]不?过?|要?占(?:到[^，。]*)?|率?降|一共接"
    r"|(?<= )(?:\d[\d,.]*"
    r"|[a-z]+ing)? ?(?:minutes?|mins?|hours?|days?|weeks?|a month|a week)|(?<= )(?:please|pls|&|and"
    r"|(?<=at )or|the|an?|of|for|in|on|\d+(?:/\d+)+"
    r"|at|to|last (?:year|month|week|quarter|term)|over|under|(?:should|must|need)(?:n't)? be|shouldn't"
    r"|(?:for|at) (?:all|those)|same|made|mean|currently|now|takes?|took|us|averag(?:ed|es|ing)|approx|about"
    r"|get|gets|has|have|any|than|better|per [a-z]+))+$"
)


def cut(body: str, span: Span) -> list[Span]:
    """Pieces of ``span`` between marks and gaps, without links at their edges."""
    cuts = [span.start, *(at for m in _PIECE.finditer(body, *span) for at in m.span()), span.end]
    out = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=True):
        lead = _BEFORE.match(body, start, end)
        start = lead.end() if lead else start
        tail = _AFTER.search(body, start, end)
        piece = tidy(body, Span(start, tail.start() if tail else end))
        if piece.end - piece.start > 1:
            out.append(piece)
    return out


# A word that begins or ends a noun phrase from without.
_EDGE = re.compile(
    r"(?:the|an?|our|their|its|his|her|your|my|this|that|these|those|of|for|on|at|in|to|with|by|from"
    r"|and|or|but|is|are|was|were"
    r"|be|been|will|shall|should|must|can|could|may|has|have|had|do|does|did|not|no|never|we|they|it"
    r"|you|i|all|every|each|so|out"
    r"|up|down|within|before|after|until|than|more|less|fewer|under|over|below|above|as|if|when|while"
    r"|get|gets|keep|keeps|cut|cuts"
    r"|reduce|raise|improve|increase|lift|bring|make|stop|wants?|roll|install|buy|hire|recruit|train"
    r"|pls|please|then|said|say)"
)
# A piece of these alone names nothing: it points back, or says how often, how sure, or how far.
_POINTS = re.compile(
    rf"(?:(?:{_EDGE.pattern}|off|pct|percent|mins?|secs?|hrs?|let's|mean|average|median|best|figure|number|count|total|share|rate|or|sure|made"
    r"|dealt|happen(?:s|ed)?|times?(?= per)|per|better|worse|quicker|faster|slower|higher|lower|nobody|somebody"
    r"|everyone|everybody|one|two|three|four|five|six|seven|eight|nine|ten|[\d.,%]+)(?![a-z'&-])[\s&]*)+"
)
_HEADING_ZH = re.compile(
    r"(?:服务)?(?:承诺|目标|计划|要求|责任人?|依据|行动|措施|任务|过去要?跑?|以前|每[百千万]?[间单人件次户床])"
)
_WORD_EN = re.compile(r"[a-z][a-z'&-]*")


def names_nothing(body: str, piece: Span) -> bool:
    """Whether a piece is a heading, or made of words that name nothing: let's, that figure, or less."""
    return bool(_POINTS.fullmatch(body, *piece) or _HEADING_ZH.fullmatch(body, *piece))


def widened(body: str, span: Span) -> Span:
    """Return a single word with the words of its noun phrase: ticketing system, service desk."""
    start, end = span
    if " " in body[start:end]:
        return span
    before = re.search(r"([a-z][a-z'&-]*) $", body[max(0, start - 24) : start])
    if before and not _EDGE.fullmatch(before[1]):
        return Span(start - len(before[0]), end)
    after = _WORD_EN.match(body, end + 1) if body[end : end + 1] == " " else None
    return Span(start, after.end()) if after and not _EDGE.fullmatch(after[0]) else span
