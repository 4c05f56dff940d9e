"""A grammar of what the firm gains by: money, volume, use of capacity; single words are in ``lexicon.toml``."""

from __future__ import annotations

import re

from .forms import Form, Grammar
from .text import Span, find, union

__all__ = ["MONEY", "money"]

#: Measures in which those served have no part.
MONEY = Grammar(
    Form(
        "zh_amount",
        "money",
        r"[一-鿿]{0,4}(?<![名余全定差小大限超足])额(?![外头温])",
        "[续购金额]提高10%",
    ),
    Form(
        "zh_sale",
        "money",
        r"(?:发卡|放款|放贷|签单|开户|办卡|出单)(?=\s?\d[\d.]*\s?[百千万亿]*[张户笔单元])|销售(?![员人顾部经理窗厅台服])"
        r"|(?:行李|停车|服务)?收费(?=增|上涨|收入|总|\d)|签约(?=\s?\d)|赞助|到账(?=\s?\d)|清欠",
        "四季度[发卡]3万张|文创[销售]比去年翻一番",
    ),
    Form(
        "zh_renewal",
        "money",
        r"续[班课租签约保费读住会卡](?:率|人数)?",
        "[续班率]到90%",
    ),
    Form(
        "zh_converted",
        "money",
        r"(?:成单|成交|转化|激活|渗透|连带|开卡|加购|出租|租赁|活跃)率|(?:药|耗|耗材|酒水|高毛利)占比",
        "信用卡[激活率]70%|[药占比]降到28%",
    ),
    Form(
        "zh_capacity",
        "money",
        r"(?:床位|坐席|设备|场地|车位|客房|会议室|机房|仓库|场馆|工位)(?:使用|利用|周转|出租|租赁|入住|占用)(?:率|达|到|\d)?"
        r"|(?:满班|满座|上座|客座|装载|满载|入座|空置)率|库存周转(?:天数|率|次数)?",
        "[床位使用率]达到93%|[客座率]88%",
    ),
    Form(
        "zh_volume",
        "money",
        r"(?:门诊|就诊|住院|手术|借阅|阅读|播放|点击|浏览|日呼|外呼|办件|票|业务|交易|接待|出货|吞吐|外卖单|带看|办证|收寄"
        r"|日均?单)总?量|借阅册次|课时消耗|(?:办证|参保|缴存|持卡|注册)(?:人数|户数)",
        "[门诊量]比去年增长6%|[借阅册次]增长10%",
    ),
    Form("zh_won", "money", r"(?:[一-鿿]{0,3}净增(?:用户|客户|会员)?|有效户|拉新)", "[移动净增用户]5000户"),
    Form(
        "zh_cost",
        "money",
        r"(?:均次|人均|次均)[一-鿿]{0,2}(?:费用|成本|消费)|(?:材料|能源|物料)消耗|赔付率(?=[^，。]{0,8}[以之]?[内下]|控制|降|压)",
        "[均次费用]控制在9800元以内",
    ),
    Form(
        "en_won",
        "money",
        r"(?<![a-z])new (?:[a-z]+ )?(?:members|customers|clients|subscribers|accounts|policyholders|sign-ups"
        r"|contracts|listings|instructions)(?![a-z])|(?<![a-z])(?:private-pay|self-funding) [a-z]+",
        "5,000 [new library members]",
    ),
    Form(
        "en_collected",
        "money",
        r"(?<![a-z])collect[a-z]* (?:[\d.]+ ?% of )?(?:the |all |our )?(?:service charges?|rent|fees|dues"
        r"|arrears|premiums)(?![a-z])"
        r"|(?<![a-z])visitors (?:came )?(?:through|in) the (?:gates?|doors?|turnstiles?)",
        "[Collect 98% of service charge]|612,000 [visitors came through the gate]",
    ),
    Form(
        "en_capacity",
        "money",
        r"(?<![a-z])(?:(?:class|van|bed|seat|room|order) fill(?: rate)?|(?:[a-z]+ )?utili[sz]ation"
        r"|(?:[a-z]+ )?penetration"
        r"|(?:card|account) activation|(?:loss|expense|combined) ratio|stock ?turns?|attach rate"
        r"|(?:space|bays|units|rooms|panels|stalls|desks|plots) let)(?![a-z])",
        "[bed fill rate] 95%|[agent utilisation] at 82%|parking [bays let] 90%",
    ),
    Form(
        "en_volume",
        "money",
        r"(?<![a-z])(?:outpatient|patient|order|parcel|transaction|trade|delivery|admission) volumes?(?![a-z])"
        r"|(?:(?<=^)|(?<=[,:;.] ))(?:calls|parcels|items|covers|jobs|policies|loans|orders) (?:handled |sold |done "
        r"|shipped )?per (?:transaction|agent|day|night|hour|head|household|member|adviser)(?![a-z])"
        r"|(?<![a-z])(?:delivery|takeaway|online|web) orders (?=doubl|up|\+|grow)|(?<=\d )visits(?=$|[.,;]| {3})"
        r"|(?<![a-z])secondary spend",
        "[outpatient volume] up 6%|[calls handled per agent] 60 a day",
    ),
)
# 61人次 is a unit; those late are not won.
_UNIT = re.compile(r"\d(?=人次)|[到课约票勤诉倒退规](?=人次)")
# A renewal that is issued to somebody is a service.
_SERVED = re.compile(r" (?:issued|processed|dealt with|posted out|acknowledged)(?![a-z])")


def money(text: str, body: str) -> list[Span]:
    """Money, volume and share in ``text``, and by their form in ``body``, where a unit may stand in their name."""
    named = [
        s
        for s in find("financial", text)
        if not (_UNIT.match(text, s.start - 1) or _SERVED.match(text, s.end))
    ]
    return union(named, [p.span for p in MONEY.find(body)])
