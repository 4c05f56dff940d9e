"""Whether a period like “两周内” is how fast each case is served, or when the goal falls due."""

from __future__ import annotations

import re

__all__ = ["each_case_en", "each_case_zh"]

# What happens once in each case, and so makes "within two days" a service level.
_ZH_TRIGGER = re.compile(
    r"(?:出院|入职|入住|住院|就诊|报修|报案|投诉|下单|签收|收货|收到|受理|接到|接单|提交|申请"
    r"|付款|购买|报名|入学|转学|发现|出险|登记|术"
    r"|手术|分娩|转正|预约|开单|送检|采样|检查|来电|反馈|交付|离店|退房|事发|提出|提报|结案|入院"
    r"|到岗|上报|缴费|成交|入会|注册|到期|发生)"
    r"[^，。；,;]{0,6}$|(?<![今以此之最])后\s?$|之日起\s?$"
)
# What ends in these is a measure, and no trigger: 投诉率半年内降一半.
_ZH_NAMED = re.compile(r"(?:率|数|量|次数|时[间长])\s?$")
_ZH_ALL = re.compile(
    r"每(?:一)?(?:个|名|位|单|件|起|笔|次|份|例|通|条|户|张|批|宗|家|间|套|台|封)|所有"
    r"|逐[一个户]|凡是?|均[须应要能在]|一律|件件|人人"
)
_ZH_AGAIN = re.compile(
    r"^(?!\s?[把将由从使让])[^，。；,;]{0,6}?(?:再入院|复购|复诊|再次|无理由|退换|离职|流失|留存|返修|回头|重复|再发|一次|续[约费签租保]|续班)"
)
_ZH_SHARE = re.compile(r"^[^，。；,;]{0,9}?(?:率|的?(?:比例|占比|比率|百分比))")
_ZH_BROUGHT = re.compile(r"\s?(?:把|将|使|让|要把|力争把|争取把)")
_ZH_SERVED = re.compile(
    r"^[^，。；,;]{0,8}?(?:回复|答复|响应|接听|处理|处置|办结|办理|办好|解决|退款|退换|退货|发货"
    r"|送达|到达|上门|反馈|送到|维修|修复|修好"
    r"|受理|出具|回访|回应|审批|审核|审结|赔付|赔款|理赔|到账|到馆|到床|有人|联系|拨回|回电|给予|电话|告诉|告知|发给|交给"
    r"|答疑|配送|取件|领取|拿到|寄出"
    r"|通知|抵达|开通|入住|上架|查勘|查询|批复|归还|更换|补发|返回|随访|家访|面谈|约谈|出报告|出来|出结果"
    r"|批完|批好|发回|给话|回话|公布|调好|出结论|给[一-鿿]{0,4}(?:书面|答复|说法|到)|报告|出证|放款|开票|派单|送|发出|给出)"
)
_ZH_PROJECT = re.compile(
    r"^[^，。；,;]{0,12}?(?:完成|整改|培训|轮训|上线|改造|部署|落实|拿出|出台|制定|建立|建成"
    r"|搭建|配齐|补齐|招聘|清零|清完|清理|消除|梳理|排查|装好"
    r"|安装|修订|编写|编制|举办|开展|组织|推出|试运行|验收|完工|竣工|整顿|理顺|换好|换完|修完"
    r"|装完|学会|掌握|轮岗|交出|交付)"
)
_ZH_CASES = re.compile(
    r"投诉|工单|来电|电话|订单|退款|报修|申请|理赔|案件|诉求|报告|邮件|留言|包裹|快件|患者|客户"
    r"|用户|学员|住客|业主|家长|新员工|发票|资料"
)
_ZH_CAP = re.compile(r"(?:控制在|[一-鿿](?<![直止等续伸])[到至]|缩短为|不超过|别超过?|限时|限)\s?$")
# A week counted from a feast: 五一后两周内.
_ZH_SINCE = re.compile(
    r"(?:[节假]|国庆|元旦|清明|春节|中秋|端午|重阳|开春|入冬|五一|十一|开学|开业|搬迁|上线|过年|发布|启用|投用|落成)(?:[之以过])?后\s?$"
)
_ZH_GOAL = re.compile(r"^\s?[，,]|^[^，。；,;]{0,12}?(?:将|把|使|让(?!客)|从|由)(?!人)")
_QUICK = re.compile(r"分钟|小时|秒|(?<![a-z])min|hour|(?<![a-z])hr|\d ?h(?![a-z])")
_CLAUSE_ZH = re.compile(r"[，。；,;！!？?]")
_EN_EACH = re.compile(
    r"(?<![a-z])(?:every|each|all|any|new (?:starter|hire|patient|customer|member|student"
    r"|employee|joiner)s?|per cent of|% of (?!their)"
    r"|percent of|share of|proportion of|percentage of|rate)(?![a-z])"
)
_EN_TRIGGER = re.compile(
    r"^(?: or (?:less|fewer|sooner)| on average| of (?!each|this|the (?:launch|new|start)"
    r"|(?:the )?(?:term|season|school|year|christmas|easter|spring festival|new year|diwali|ramadan"
    r"|launch|go-live|move|release|contract)"
    r"|opening)(?:[a-z]+ ){0,2}?[a-z]+"
    r"| (?:instead of|rather than) (?:the |an? )?(?:\d|one|two|three|four|five|six|seven|eight|nine|ten)"
    r"| after | from (?:receipt|order|request|discharge|the (?:call|date|visit))| by default)"
)
_EN_SERVED = re.compile(
    r"(?<![a-z])(?:respon|repl|answer|resolv|return|deliver|dispens|ship|refund|process"
    r"|acknowledg|repair|fix(?!ed date)|serv(?!ice)"
    r"|call|contact|clos|depart|triag|paid|pay|settl|attend|reach(?= (?:the|a|our|every|each"
    r"|customers|patients))|arriv|follow|notif"
    r"|restor|handle|seen|see|receiv|discharg|readmi|visit|confirm|approv|dispatch|provid|get"
    r"|give|back|assess|order|claim|bring|sent"
    r"|send|inform|deal|book|issu|complain|invoic|quot)[a-z]*(?: [^,;.%]{1,48})?$"
)
# A period with a date behind it is how fast: filled within ten days by end Nov.
_EN_DATED = re.compile(r",? (?:by|before|until) (?!(?:the|our) [a-z]+(?:ers|team|staff))")
_EN_PROJECT = re.compile(
    r"(?<![a-z])(?:train(?:ed|ing)?|install(?:ed)?|launch(?:ed)?|complet(?:e|ed)|finish(?:ed)?"
    r"|roll(?:ed)? out|set up|put|introduc(?:e|ed)"
    r"|hire|recruit|replac(?:e|ed)|open|implement(?:ed)?|renovat(?:e|ed)|creat(?:e|ed)|build"
    r"|design|pilot|publish|clear (?:the|our)|rebuild"
    r"|redesign|draft|agree|update|upgrade|rewrit\w*|relabel|move)(?![a-z])"
)
_EN_CHANGED = re.compile(
    r"(?:to|below|under|than|by|of|at|out of) [^,;.]{0,3}"
    r"(?:\d[\d.,]*|(?:an?|one|two|three|four|five|ten|half)(?![a-z]))"
    r"\s?(?:%|percent|per cent|points?|[a-z]{2,12})?(?: [^,;]{0,28})?$|(?:halv|doubl"
    r"|tripl)[a-z]* [^,;]{3,60}$"
)


# Somebody does it, each time: the team writes to the family within 10 days.
_EN_DOES = re.compile(
    r"(?<![a-z])(?:writes?|rings?|calls?|comes?|visits?|sees?|hears?|informs?|tells?|issues?|confirms?|phones?|posts?|looks?|checks?|signs?)"
    r"(?: (?:to|back|at|from|off))?(?: [^,;.%\d]{1,40})?$"
)


def each_case_zh(before: str, words: str, after: str) -> bool:
    """Tell “24小时内回复” (how fast, each time) from “90天内，……” (until when, once)."""
    if _QUICK.search(words):
        return True
    clause = _CLAUSE_ZH.split(before)[-1]
    if _ZH_SINCE.search(clause):
        return False
    if re.search(r"未来|今后|接下来|后续|为期|用|[(（]", words):
        return False
    # A share kept in days is a service level; a share reached in months, or brought somewhere, is a goal.
    share = (
        _ZH_SHARE.search(after) and not re.search("月|年|季度|学期", words) and not _ZH_BROUGHT.match(after)
    )
    long = re.search("月|年|季度|学期", words)
    again = _ZH_AGAIN.search(after) and not (long and re.match(r"[^，。；,;]{0,6}(?:流失|离职)率", after))
    if (_ZH_TRIGGER.search(clause) and not _ZH_NAMED.search(clause)) or again or share:
        return True
    capped = re.search("天|日|周|星期", words) and _ZH_CAP.search(clause)
    if _ZH_GOAL.search(after) and not capped:
        return False
    rest = _CLAUSE_ZH.split(after)[0]
    # What has piled up is cleared once.
    if re.search("积压|拖欠|欠着|存量|剩下", clause):
        return False
    served = _ZH_SERVED.search(after)
    # 每 is each case; 所有 in a month is all that are there now.
    standing = re.search("月|年|季度|学期", words) and not re.search("每|逐|凡", clause + rest)
    if served and not standing and _ZH_ALL.search(clause + rest):
        return True
    if not re.search(r"天|日|周|星期", words):
        return False
    if _ZH_CAP.search(clause):
        return True
    project = _ZH_PROJECT.search(after)
    if "工作日" in words and not project:
        return True
    if project and not (_ZH_CASES.search(clause + rest) and not re.search(r"整改|培训|积压", rest)):
        return False
    return bool(served or (project and _ZH_CASES.search(clause + rest)))


def each_case_en(before: str, words: str, after: str) -> bool:
    """Tell “within 24 hours” (how fast, each time) from “within six months” (until when, once)."""
    if (
        re.search("month|quarter|year|term", words)
        and after.startswith(" after the")
        and not _EN_EACH.search(before)
    ):
        return False
    if _QUICK.search(words) or _EN_TRIGGER.search(after) or _EN_DATED.match(after):
        return True
    if re.search(r"next|coming|following|over|now|\(", words):
        return False
    clause = re.split(r"[,;.](?=\s)", before)[-1].rstrip()
    if re.search(r"(?:answered|resolved|readmitted|returned|settled|repeat\w*)$", clause):
        return True
    if _EN_CHANGED.search(clause) and not _EN_EACH.search(clause):
        return False
    if not re.search(r"day|week|fortnight", words):
        return False
    # "letters out in 2 days" is how fast; "reach 90% in 60 days" is until when.
    if (
        words.startswith("in ")
        and "day" in words
        and not re.search(r"\d", clause)
        and not _EN_PROJECT.search(clause)
    ):
        return True
    if _EN_PROJECT.search(clause) and not re.search(r"(?<![a-z])(?:every|each|any)(?![a-z])", clause):
        return False
    return bool(_EN_SERVED.search(clause) or _EN_DOES.search(clause))
