"""English facts and complaints by their build: the main verb tells, and nothing is wanted.

`standing` and `bare` know facts by forms with figures. Here a sentence is a fact because its first clause has a verb
of the past, or one that tells of the present, and because no wish, no bound, no order and no time ahead stands in it.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["is_report", "is_told"]

_NUMBER = (
    r"(?:[$€£]?\d[\d,.]*k?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty"
    r"|both|half|several|some|many|most"
    r"|(?:[a-z]+teen|twenty|thirty|forty|fifty)(?:-[a-z]+)?)"
)
_PEOPLE = (
    r"(?:patients|guests|parents|readers|customers|families|residents|callers|visitors|people|students|users"
    r"|members|passengers"
    r"|clients|tenants|learners|pupils|relatives|organisers|travellers|shoppers|neighbours|candidates"
    r"|apprentices|caller|parent|patient"
    r"|customer|guest)"
)
# What is wanted: a wish, an order, a bound, a time that lies ahead, a state to reach.
_WISH = re.compile(
    r"(?<![a-z])(?:should|shall|will|(?<!parents )(?<!people )(?<!customers )would|'d|i'll|we'll|want(?:s"
    r"|ed)?(?! to know)|wish(?:es)?"
    r"|aim(?:s|ing)?|goals?|targets?|objective|plan(?:s|ned)?|hop(?:e|es|ing)|let(?:'s| us)|please|pls|kindly"
    r"|to be|is to|are to|to \d|must (?:go (?:up|down)|not|be|never|get)|every (?!second|third|fourth|fifth"
    r"|sixth|tenth)[a-z-]+ (?:[a-z\d'-]+ ){0,8}?has|time we|(?:sort|fix|mend|enlarge|change|replace) (?:it"
    r"|that|this|them)|under the hour|(?:don't|not) [a-z]+ (?:more|longer) than|nobody to|no one to"
    r"|ought to|meant to|expected to|due to|commit(?:s|ted)?|promised?|may (?:we|the)|make (?:that|it)"
    r"|no (?:more|longer|later|higher) than"
    r"|not (?:more|later|longer|above)|at (?:most|least|the latest)|max(?:imum)?|min(?:imum)?|or (?:less|fewer"
    r"|better|more|under|below)|tops"
    r"|(?<!late )(?<!away )(?<!lost )instead of|to (?:zero|nil|none)|down to|up to(?= \d)|(?<!left )within"
    r"|inside(?= (?:\d|an? |one|two|five))|under(?= \d)|below(?= \d)"
    r"|by (?:the (?:end|start|close|summer|spring|autumn|winter)|end|next|\d|mid|q[1-4]|jan|feb|mar|apr|may"
    r"|jun|jul|aug|sep|oct|nov|dec|spring"
    r"|summer|autumn|winter|christmas|easter)|next (?:year|month|quarter|term|season|week|spring|summer|autumn"
    r"|winter)|until|till|ideally"
    r"|deadline|allowed|reached so far|we allow|(?:everyone|each [a-z]+|every [a-z]+) (?:is|gets"
    r"|has))(?![a-z])|[≤≥<>→+]|->|=(?!$)"
    r"|(?:^|[.;:,] )(?:fewer|less|more|better|quicker|faster|shorter|clearer|cleaner|(?:no|never) [a-z]+"
    r"|do not|don't|stop|keep|make|get|bring|cut"
    r"|halve|lower|raise|lift) [a-z]"
)
# Verbs whose past is no participle; the others tell only with what they are about behind them.
_PAST = re.compile(
    r"(?<=[a-z\d%')] )(?:(?<!as it )(?<!than )(?:was|were|did(?:n't)?|wasn't|weren't|hadn't|had|rang|ran|came"
    r"|went|gave|took|fell|rose|saw|wrote|drove|broke"
    r"|chose|began|grew|shrank|knew|wore|threw|quit)"
    rf"|(?:held|sent|brought in|brought|left|made|lost|found|met|caught|taught|won|fed|spent|doubled|halved"
    rf"|earned|reached|dropped|failed|jammed on"
    rf"|stopped|opened|filed|passed|trained|lacked|collected|raised|hosted|welcomed|served|sold|stood|started"
    rf"|jumped|slipped|turned away|wrote off)"
    rf" (?:the |our |us |me |only |over |by |to |up to |about |more |still |home )?(?:{_NUMBER}|mid-[a-z]+"
    rf"|children|people|half)"
    r"|crashed(?= on| in| again)|(?:left|stopped|doubled|halved) (?:within|after|again|since)|(?:failed"
    r"|passed) the|walked out|cost us|stood still)(?![a-z-])"
)
# Within a clause of its own a verb says which, and not how things stand: those who cannot leave the house.
_WITHIN = re.compile(
    r"(?<![a-z])(?:who|whose|whom|which|that|what|when|whenever|where|how|if|so|because|whether|once|whereas"
    r"|then|and (?!we))(?![a-z])"
)
# An order, whatever follows.
_ORDER = re.compile(
    r"(?:text|explain|double|get|tell|ask|help|give|show|look|phone|ring|offer|reduce|improve|a better|fewer"
    r"|less|more|zero|no) "
)
# A report without a subject: Held two rehearsals, Sent all five clerks on a course.
_DID = re.compile(
    rf"(?:we |i )?(?:held|sent|ran|gave|attended|visited|hosted|trained|hired|bought|spent|installed|purchased"
    rf"|appointed|ordered|printed|opened|fitted"
    rf"|replaced) (?:our |the |us |all )?{_NUMBER}(?![a-z])|(?:bought|purchased): |(?:an? |the "
    rf"|new )[a-z -]{{3,40}} (?:was|were|has been|have been) (?:installed|bought"
    rf"|written|hired|ordered|printed|fitted)(?![a-z])"
)
# What those served say, find, or do without; what is so and should not be.
_TELLS = re.compile(
    rf"(?<![a-z]){_PEOPLE} (?:[a-z ]{{2,24}} )?(?:(?:often|still|always|never|regularly|also) )?(?:do not|don't"
    rf"|does not|doesn't|can't|cannot|say|tell us|keep telling"
    r"|complain|find(?! (?:their|the))|notice|call it|rarely know|get (?:lost|sent|confused|no)|(?:are"
    r"|feel) (?:fed up|angry|cross|woken|confused|lost|upset|unhappy|rushed|ignored)"
    r"|must (?:go|wait|come|ring|fill)|grumble|moan|struggle|hangs? up|leave without|would rather)(?![a-z])"
    r"|(?<=[a-z] )(?:do not|don't|does not|doesn't|can't|cannot) (?!want|like|wait|have to|need)[a-z]+"
    r"|(?<=[a-z\d] )(?:is|are) (?:(?:always|often|still|too|very|so|far too|mostly) )(?!be )[a-z]+"
    r"|(?<=[a-z\d] )(?:is|are) (?:out of|full of|hopeless|broken|noisy|dirty|filthy|stuck|poor|not getting"
    r"|off sick|wrong|rude|confusing|a (?:mess|disgrace|maze|nightmare|shambles|lottery)|standing room"
    r"|vacant|under budget|over budget|nobody|\d+ ?(?:%|percent|per cent) (?:under|over)|half of what|waiting for)"
    r"|(?<=[a-z] )(?:smells?|leaks?|comes? (?:late|back|in late)|goes? out (?:with|wrong)|keeps [a-z]+ing"
    r"|drops out|still [a-z]{3,}s|hangs around|rings? (?:and ring|for \d)|breaks? down"
    r"|(?:has|have) been (?:broken|out|shut|closed|down|off)|runs at|needs? (?:a member|two|help)"
    r"|has to be [a-z]+ed|have to explain|again and again|takes? ages|have no(?= [a-z])|has no(?= [a-z]))"
    rf"|^(?:honestly |on [a-z]+ |at the [a-z]+ )*(?:nobody|no one) (?!is |waits|to |has to |should|left|leaves"
    rf"|who)(?:[a-z]+ ){{0,4}}?(?:has|ever|explains?|tells?|knows?|answers|picks|can|understands?|feels?|likes?"
    rf"|rings)(?![a-z])"
    r"|^(?:[a-z]+,? ){0,3}(?:there (?:is|are) (?:no|nobody|never|still|a leak|a queue)|it is (?:very|too|so"
    r"|a maze|a mess|always|hard|impossible)|it's (?:a maze|a mess|hopeless))"
    rf"|^we(?: have {_NUMBER}| are losing|'re losing| had to)|^(?:only |just |roughly |about |nearly )?(?:every"
    rf"|each) (?:second|third|fourth|fifth|sixth|tenth) [a-z ]{{3,40}}(?:has|had|is|was|hangs|goes|comes|gets"
    rf"|takes)(?![a-z])"
    r"|^(?:only |just |roughly )?(?:\d+|[a-z-]+) of (?:the |our |my |its )?(?:\d+ "
    r"|[a-z-]+ )[a-z -]{3,40}(?:have|hold|are|need|wait|has|lack|do|don't|can't)(?![a-z])"
    r"|^(?:one|two|three|four|five|\d+|half|a third|two thirds) (?:in|of|out of) (?:every )?(?:two|three|four"
    r"|five|six|eight|ten|\d+|our|the) [a-z -]{3,40}(?:does|do|don't|left|wait|waits|arrives?|needs?|contains?"
    r"|would)(?![a-z])"
    r"|(?<=[a-z] )about (?:once|twice|(?:\d+|two|three|four|five) times) (?:an?|in|per|every) |at the moment"
    r"|for ages|these days|in about one (?:case )?in"
    r"|^[\d.,]+ is our |, that was (?:in )?20\d\d|^(?:two thirds|half|a third|a quarter|most) of (?:our"
    r"|the) [a-z' -]{3,40} are (?!to )|: [\d.]+, national [\d.]|^last (?:year|month|quarter|term|week|winter"
    r"|summer|spring"
    r"|autumn)'s |^i note that|^(?:in|last) [a-z ]{3,20}, ?(?:we|the [a-z ]{3,30}) (?:had|made|sold|lost|took)"
)


# Asked for, though a figure beside it tells where things stand: 29 of 70 last year, 60 of 70 this year.
_ASKED = re.compile(
    r"(?:^|[;:,] |<[a-z])(?:ideally|fewer than \d|have \d|bring (?:ours|it|that)|gimme|let )"
    r"|(?<![a-z])(?:we allow|is the ceiling|would (?:like|be nice|be happy)|in the 2027 [a-z]+|(?:this"
    r"|the next|coming) [a-z]+,? ?(?:not|no) more than \d"
    r"|(?:is|are) to (?!the )[a-z]+|it has to be|(?:my|our|the) objective|to (?:find|stand at|see|sell|raise"
    r"|come down|drop) |read and repl|not a penny)(?![a-z])"
    r"|(?:^| )no [a-z ]{3,30} to [a-z]+|(?<=[a-z]d )(?:[a-z ]{0,20} )?(?:inside|within|in) \d+ (?:rings?|min"
    r"|minutes|hours|hrs|h|working|days?)|heard within|(?<=[a-z]s )back [a-z -]{3,40} within \d"
    r"|^[a-z' -]{3,40} (?:is|are) (?:at|on|in) [a-z ]{3,20} \d+ (?:minutes|mins|seconds) after"
    r"|kept \d+ times in \d+|[a-z]'d (?:like|take|settle)(?![a-z])|\d[^.;]{0,24} rather than \d"
    r"|[,-] not more than \d|to stand at (?:nil|zero)"
)
_PERIOD = r"(?:year|term|time|spring|summer|autumn|winter|month|quarter|week|season|h1|h2|half)(?![a-z])"
_THEN = re.compile(
    rf"last (?:[a-z]+ )?{_PERIOD}|(?:in|on) (?:20\d\d|the .{{3,30}} i timed)|'\d\d(?!\d)|at (?:present"
    rf"|the moment)|currently|presently|(?<=\d )now|(?<=% )now|, now"
)
_SOON = re.compile(
    rf"(?:this|next|coming) (?:[a-z]+ )?{_PERIOD}|(?:for|in) 2027|by (?!\d)(?:fiscal |the |good "
    rf"|maundy )?[a-z]+|end of [a-z]+:|rather than \d|at present it is \d|staffed"
)
_FIGURE = re.compile(
    r"(?<![a-z\d])(?:\d[\d.,]*%?(?! ?(?:january|february|march|april|may|june|july))|(?:eight|nine|ten|twelve"
    r"|twenty)(?![a-z]))"
)
_FELL = re.compile(
    r"(?<![a-z])(?:rose|fell|slipped|dropped|went|risen|fallen|slid|climbed|was|were|came|got (?:better"
    r"|worse))(?![a-z])"
)


def is_asked(folded: str) -> bool:
    """Whether something is asked for beside what is told."""
    if _ASKED.search(folded):
        return True
    soon = _THEN.search(folded) and _SOON.search(folded)
    if not soon or (_FELL.search(folded) and not _FIGURE.search(folded, soon.end())):
        return False
    return len([m for m in _FIGURE.findall(folded) if not m.startswith("20")]) > 1


@lru_cache(64)  # a review asks for the same text again
def is_told(folded: str) -> bool:
    """Whether folded English ``folded`` tells where things stand, and asks for nothing."""
    words = folded.strip()
    if _WISH.search(words):
        return False
    if _LAST.fullmatch(words):
        return True
    head = re.split(r"[;:]\s|\.\s| - |[(]", words)[0]
    if any(c.isdigit() for c in words[len(head) :]) or _ORDER.match(head):
        return False
    return any(
        (verb := form.search(head)) and not _WITHIN.search(head, 0, verb.start()) for form in (_PAST, _TELLS)
    )


# Any other verb of the past at the head: Drafted new refund scripts.
_DONE = re.compile(
    r"(?!improv|reduc|increas|simplif|shorten|speed|need|feed|unanswer|miss|fail|delay|cancel|overdue|repeat|un|lost)"
    r"[a-z]{3,}ed (?:an?|the|our|new|all|two|three|four|\d+) "
)
# What is told of last time, and nothing behind it.
_LAST = re.compile(rf"last {_PERIOD}'s [a-z' -]{{3,50}}(?::| was| is)? [\d£$€][^,;:→>]*")


def is_report(folded: str) -> bool:
    """Whether it reports what was done: Held two rehearsals, We trained nine colleagues."""
    words = folded.strip()
    return bool(_DID.match(words) or _DONE.match(words)) and not _WISH.search(words)
