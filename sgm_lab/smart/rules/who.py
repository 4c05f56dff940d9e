"""A grammar of those who act: units and posts named at the head of a sentence, or anywhere by t"
"heir ending."""

from __future__ import annotations

import re

from .forms import Form, Grammar
from .text import Span, find, overlaps, union

__all__ = ["WHO", "read_actors"]

_ENDING = (
    r"(?:店长|班组长|护士长|部|科(?!学|普|技|目)|组(?!织|成|合)|(?<![诊教衣浴卧候息])室|处(?![理罚置方分])"
    r"|中心|(?<![排军])队(?!伍|列)|局|(?<![主代承经补催举包帮])办(?![理公结事证卡率])"
    r"|(?<![出入住转医学剧法])院(?!感|内|前|外|长)|站(?!点|楼)|所(?!有|以|需)|店(?!铺)"
    r"|(?<![餐客大])厅|大厅|餐厅|营业厅|(?<!翻)吧?台(?!账|阶|风)|班(?!车|次|级)"
    r"|(?<![社园景小校厂片地辖])区|病区|仓(?!储|库存)|库(?!存)|岗(?!位|前)|馆(?!藏|员|内)"
    r"|分?支?行(?!车|动|李|业|政|人|为|程)|公司|物业|网点|窗口|柜台|堂(?!食)"
    r"|病房|药房|机房|厨房|团队|小组|班组|师傅|护士|医生|医师|药师|柜员|班主任|经理|主任|主管"
    r"|领班|专员|老师|教师|客服|坐席|前台|后厨|助理|技师|助教|班长"
    r"|司机|骑手|管家|保安|保洁|[^\W\d]{1,3}员(?!工|会))"
)
# What holds one of these is a direction or those served, whatever its ending.
_NOT_HEAD = re.compile(
    r"把|将|使|让|提高|提升|降低|减少|缩短|压缩|加强|改善|优化|不再|不要|避免|所有|每[个位名次]"
    r"|的|平均|患者|病人|客户|顾客|用户"
    r"|乘客|旅客|学生|家长|读者|观众|游客|业主|住客|投诉|满意|时间|培训|招"
)

#: Who acts: a named unit or post.
WHO = Grammar(
    Form(
        "led_by",
        "actor",
        r"由[^，。；,;：:\d]{1,14}?(?=牵头|负责|主责|带队|承担|落实|主办"
        r"|包干|完成)",
        "[由护理部]牵头，半年内把洗澡间隔缩到5天",
    ),
    Form(
        "head",
        "actor",
        rf"(?:(?<=^)|(?<=[。；;\n]))\s*(?:由|请|各|本|我们?"
        rf"|全体)?[一-鿿a-z\d]{{0,10}}{_ENDING}(?:[(（][^)）]{{1,10}}[)）])?(?=[^的之]|$)",
        "[心内科病房]夜间呼叫铃应答不超过90秒|[理财柜台]等候不超过15分钟"
        "|[城东抢修队]故障停电不超过58分钟|[店长]每天看差评",
    ),
    Form(
        "unit",
        "actor",
        r"(?<![一-鿿])(?:各)?(?!以|全|内|外|大|我|这|那|本组"
        r"|排)[一-鿿]{1,7}(?<![全内外干大局到处一排])(?:部|科|组|处|中心|队|局|办|院|站)"
        r"(?=[在将把对要须应需于\d\s，,：:]|负责|实现|完成|确保|保证|力争|争取|今年|明年|年内"
        r"|自己|来|牵头|跟进|主办|配合|提出|年底|本|每|全面|通过|上线|举办|开展|按|主动|半年|力|须|向|为|使"
        r"|打算|想|拟|计划)",
        "年底前，[客服二组]将接通率提高到90%",
    ),
    Form(
        "en_post",
        "actor",
        r"(?:(?<=^)|(?<=[.,;] ))(?:(?:our|the|every|all|each) )?(?!train|hire|recruit|coach|add"
        r"|more|fewer|less|no )(?:[a-z]{2,14} ){0,2}"
        r"[a-z]{2,12}(?:ers|ors|ists|ians|ants"
        r"|eepers|heads|leads)(?<!orders)(?<!transfers)(?<!papers)(?<!numbers)(?<!letters)(?<!errors)(?<!answers)(?<!customers)(?<!c"
        r"allers)(?<!users)(?= (?!(?:at|in|on|of|from|by|were|was|are|is|with|down|up|per|over|under) )[a-z])",
        "[branch advisers] return every missed call within 2 hours",
    ),
    Form(
        "en_head",
        "actor",
        r"(?:(?<=^)|(?<=[.;] )|(?<=, ))(?:(?:our|the|each|every|all) )?(?!(?:this|next|by|in"
        r"|before|within|we|it|aim|goal|target|improve|reduce|from|no|not|want|how)\b)"
        r"(?:(?!one |some )[a-z0-9&'/-]+ ){0,4}?(?!like|love|hope|plan|push|need|way|day|able|going"
        r"|want|time)[a-z0-9&'/-]+(?<!n't)"
        # What must be, or is to stop being, is a thing in a state; nobody acts.
        r"(?= (?:would (?:like|love) to|to (?!be )(?:[a-z]+)|(?:will|shall|should|must)(?! (?:not )?(?:be|feel"
        r"|look|seem|sound|smell|become|stay|remain|cost|happen|last)(?![a-z])| stop being)"
        r"|(?:needs?|commits?|aims?|has|have) to(?! be)|wants?(?! to be)|leads?|owns?)\b)",
        "[ward 6b night team] to get response down to 2 min by EOY|[retail] to lift sales"
        "|[field ops] will cut repeat visits",
    ),
    Form(
        "en_does",
        "actor",
        r"(?:(?<=^)|(?<=[.;] )|(?<= {3}))(?:(?:our|the|each|every) )?(?!this |that "
        r"|it's )[a-z&/-]{2,14}(?: [a-z&/-]{2,14})?"
        r"(?= (?:gets|puts|prints|sends|calls|rings|phones|answers|replies|gives|tells|shows|offers"
        r"|opens|publishes|writes"
        r"|takes|brings|makes|keeps|cuts|sets|runs|holds|trains|hires|fixes|repairs|checks|cleans"
        r"|serves|returns|writes|visits"
        r"|asks|explains|walks|meets|greets|reads|posts|files|books|moves|clears|delivers|installs|updates|reviews"
        r"|reports|handles) (?:the|an?|our|all|each|every|back|up|out|one|two|[a-z]+s|[a-z]+ [a-z]+s)(?![a-z]))",
        "[aftersales] prints the FAQ booklet|[it] gets text reminders into the booking system",
    ),
    Form(
        "en_colon",
        "actor",
        r"(?<=^)(?:[a-z0-9&'/-]+ ){0,3}(?:office|desk|team|ward|clinic"
        r"|unit|branch|department|shop|workshop|kitchen|reception|depot|lab|floor|crew)(?=:)",
        "[radiology booking office]: routine wait 9 weeks to 6 weeks",
    ),
)

# Those trained, hired or added do not act; nor do those served, who only wait, call or complain.
_TAUGHT = re.compile(
    r"(?:培训|招聘|增加|新增|添|招|聘|配|(?<![a-z])(?:train|hire|recruit|coach|teach"
    r"|add)[a-z]* (?:\d{1,4} |[a-z]{3,6} )?(?:all |new |more )?)$"
)


# An audio guide and a store card do nothing.
_OF_THING = re.compile(r"(?<![a-z])(?:audio|style|price|tv)[ -]$")
# Missed engineer appointments are no engineer's doing.
_OF_CASE = re.compile(r"(?<![a-z])(?:missed|late|lost|cancelled|failed|repeat|unanswered) $")
_COMPOUND = ("卡", "社", "单", "证", "费")


def read_actors(body: str, served: list[Span], verbs: set[int], measured: list[Span]) -> list[Span]:
    """Who acts in ``body``, a folded sentence without its dates."""
    formed = [
        Span(p.span.start + body[slice(*p.span)].startswith("由"), p.span.end)
        for p in WHO.find(body)
        if p.span.start not in verbs
        and not (p.form == "head" and _NOT_HEAD.search(body, *p.span))
        and not any(p.span.start <= s.start < p.span.end for s in served)
        and not (p.form == "en_head" and any(overlaps(p.span, m) for m in measured))
    ]
    # 银行卡 and 旅行社出团 name a thing; 旅行社 alone would be an actor.
    known = [s for s in find("actor", body) if body[s.end : s.end + 1] not in _COMPOUND]
    # Drivers' ratings are theirs; “cleaner toilets” says what is wanted.
    known = [s for s in known if not (body.startswith("'", s.end) or body[slice(*s)] == "cleaner")]
    known = [s for s in known if not (body[s.end - 1] == "员" and body.startswith("工", s.end))]
    known = [
        Span(s.start, s.end + 1)
        if body.startswith("员", s.end) and not body.startswith("员工", s.end) and body[s.start] > "z"
        else s
        for s in known
    ]
    known = [s for s in known if not (body[s.start] in "班台" and s.end - s.start == 1)]
    known = [s for s in known if not _OF_THING.search(body, max(0, s.start - 12), s.start)]
    known = [s for s in known if not _OF_CASE.search(body, max(0, s.start - 12), s.start)]
    return [s for s in union(known, formed) if not _TAUGHT.search(body[max(0, s.start - 16) : s.start])]
