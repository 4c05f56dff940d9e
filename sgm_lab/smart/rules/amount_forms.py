"""Tables of numbers: what states a level, a change or a start, and what only looks like one; an"
" example of each."""

from __future__ import annotations

from .forms import Form, Grammar

__all__ = ["BARE", "FROM_TO", "LEVELS", "MEANS", "NOT", "SAME_DAY", "STARTS", "STEPS"]

_D = r"(?<!\d)\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,6})?"
_Z = r"[零一二两三四五六七八九十百千万半]{1,6}"
_ZN = rf"(?:{_D}\s?(?:多|余)?[百千万亿]{{0,2}}|{_Z})"
_WN = (
    rf"(?:{_D}|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"(?:-(?:one|two|three|four|five|six|seven|eight|nine))?|a dozen|a hundred|one hundred)(?: and a half)?(?![a-z]))"
)
_DENOMINATOR = (
    r"(?:(?:4|5|8|10|12|15|20|25|30|40|50|100|200|500|1,?000)(?![\d%])|five|ten|twenty|fifty"
    r"|a hundred)"
)
_PERCENT = (
    rf"(?:{_D}|{_Z}|{_WN})\s?个?(?:百分点|percentage points?)|{_D}\s?(?:%|‰|percent(?![a-z])"
    rf"|per cent|pct?(?![a-z])|pp(?![a-z]))"
    rf"|十?[百千万]分之\s?(?:{_D}|[零一二三四五六七八九十点半百]{{1,8}})|{_Z}分之{_Z}|半成|(?:{_D}"
    rf"|[一二三四五六七八九两])成[一二三四五六七八九半]?(?![为立功员果长都本分效就交])"
    rf"|{_ZN}倍|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w{{3,5}})? per ?cent"
)
_FACTOR = (
    r"打(?:对|[一二三四五六七八九])折(?!扣)|翻(?:[一两三12]|一?倍|两倍)?番|翻[一两三]?倍|加倍|减半"
    r"|折半|腰斩|对半|一半"
    r"|(?<![a-z])(?:halv(?:e|es|ed|ing)|(?:by|in|to) half|doubl(?:e(?![- ](?:check|room|bed|book|shift"
    r"|charg|digit|figure|park|glaz|entr))|es"
    r"|ed|ing)|tripl(?:e|es|ed|ing)"
    r"|(?<!and )a half(?=[,.;]|$| {2}| (?:this|by|before|in|compared|on|over|next)(?![a-z]))|an? (?:third"
    r"|quarter(?! of an)|fifth|sixth|eighth|tenth)|two[- ]thirds|three[- ]quarters"
    r"|one[- ](?:third|half"
    r"|quarter|fifth|tenth|sixth|eighth)"
    r"|two[- ]fifths|half what|half (?:of(?! the (?:year|month|term|season))|the|as many)"
    r"|single (?:digits|figures)|twice as (?:high|fast|many|often|quick|quickly|long)"
    r"|twice(?= (?:as|the|our"
    r"|last))(?! (?:an?|per"
    r"|every|daily"
    r"|each))|two[- ]fold)(?![a-z])"
    r"|(?<![a-z\d])\d(?:\.\d)?x(?![a-z\d])"
)
_UNIT_ZH = (
    r"个?半?(?:小时|钟头)|个?(?:工作日|自然日|学时|课时)|分钟|分种|个?钟(?!头)|秒钟?|毫秒"
    r"|分(?![之部院店公支期类析别流诊])|天|日内|周(?![一二三四五六日年边])"
    r"|块钱?|个点|个月|次|件|起|例|单|人次|人|名|位|户|家|元|台|辆|门|场|册|本(?!月|周|年|季)|条"
    r"|份|通|级|步|项|批|期|篇|张|间|套|部|处|款|座|声|秒|遍|趟|道|个|人日|平方米|分贝|度|℃|°c|公里|千米|米"
    r"|厘米|公斤|千克|克|吨|升|兆|mbps|mb|星|颗星|岁|盏|棵|辆次|管|盒|瓶|袋|艘|架|班次|根|支|桶"
    r"|车次|栋|例次|笔|宗|万元|亿元|轮|节|封|页|桌"
    r"|床|票|包|箱|拨|种|min(?![a-z])|h(?![a-z])|s(?![a-z])"
)
# Measure words of cases: not one of them.
_CL = r"[个起车件宗例次条单笔位名张人班辆趟台处桌户家份封票箱包间套门声封盘针]"
_UNIT_EVENT = (
    r"场|次(?!元|序|日)|例|起(?!来)|件(?!事)|份|期|批(?!评)|台|遍|趟|门|篇|名|位|家|张"
    r"|轮|节|封|套|间|分钟|小时|个工作日|天|条|人次|个?人(?!员|性|文|次元|工)|步|道"
)
_UP = (
    r"(?:不低于|不少于|不小于|不高于|不超过?|不过(?=[\d一二三四五六七八九十])|不大于|不多于|不足|少于|低于|高于|超过|大于|小于"
    r"|多于|[新净]增(?=\s?\d[\d.]*\s?[百千万亿])|达到|达|做到|拿到|得到"
    r"|提[高升到][到至为]?|增[加至到长]+|上升[到至]?|[升降增减涨][到至为]|降低[到至为]?"
    r"|下降[到至为]?|减少[到至为]?|减为|缩短[到至为]?"
    r"|压缩[到至为]?|压降[到至]|压[到至]|控制在|保持在?|维持在?|稳定在|控制到|至少|至多|最多"
    r"|最少|最长|最低|[<>≤≥=]|突破|约|平均|超|别超过?|破|冲[到刺]?)"
)
_UP_WEAK = (
    r"(?:[^\W\da-z率度数量分比间长额评价期]?(?<![等直])到|至|为|由|从|满|每[人天周月年季度次]{1,2}"
    r"|nps|csat|ces)"
)
_DOWN = r"(?:以内|之内|内|以上|以下|及以上|及以下|左右|或以上|或更[高低快少多])"
_THAN = (
    r"(?:at least|at most|no more than|no less than|no fewer than|not more than|not less than"
    r"|up to|more than|less than"
    r"|fewer than|under|over|below|above|beyond|exceed(?:s|ing)?|reach(?:es|ing)?|hit|to|of|at|by"
    r"|from|within|inside|in|score|rating|than"
    r"|between|and|stay at|around|about|or|<|>|≤|≥|=|every|maximum|minimum|max|min|is|nps|csat|ces)"
)
_EN_UNIT = (
    r"(?:business |working |school |banking |clear |full |calendar )?(?:seconds?|secs?|minutes?|mins?|hours?"
    r"|hrs?|days?|weeks?|wks?"
    r"|months?|points?|pts|pt(?! [a-z])|stars?|times|°c|db|km|miles?"
    r"|mbps|rings?|steps?|clicks?|million|thousand|hundred|h|s|m)(?![a-z])"
)
_EN_LEVEL = (
    rf"{_WN}(?:(?:\s|-)?{_EN_UNIT}|\s?(?:%|‰)| per ?cent(?![a-z])"
    rf"| percentage points?)?(?:\s?/\s?(?:5|10|100))?(?![a-z\d])"
)

#: Figures that measure nothing.
NOT = Grammar(
    Form(
        "phone",
        "none",
        r"1[3-9]\d{9}(?!\d)|0\d{2,3}-?\d{7,8}(?!\d)|400-?\d{3}-?\d{4}"
        r"|\d{5,6}(?=\s?(?:热线|客服|电话|平台|服务|hotline))"
        # The hotlines of everybody are named by their numbers alone: 12345工单, 12315转来的投诉.
        r"|(?<!\d)(?:12345|12315|12306|12328|12333|12348|12366|12388)(?![\d.,%]|\s?[个件次条单人户元份名万千百])",
        "热线电话[400-800-1234]|请拨[13800138000]|提高[12345]工单的满意率|[12315]转来的投诉",
    ),
    Form(
        "whose",
        "none",
        rf"(?:超过|多于|满|等了?){_D}\s?(?:小时|天|分钟|人|次)以?上?的[一-鿿]{{1,6}}?(?=要|得|须"
        r"|必须|少|减|降)(?![^。]*\d)",
        "留观[超过24小时的病人]要少下来",
    ),
    Form(
        "standard_name",
        "none",
        r"(?:iso|gb/?t?|iec|hipaa|pci|(?<![a-z])en"
        r"|covid)\s?[-/]?\s?\d{2,6}(?:[:-]\d{1,4})?",
        "通过[iso 9001]认证",
    ),
    Form(
        "version",
        "none",
        r"(?<![a-z])v(?:ersion|er)?\.?\s?\d{1,4}(?:\.\d{1,4}){0,3}"
        r"|版本\s?\d{1,4}(?:\.\d{1,4}){0,3}|(?<!\d)\d{1,4}(?:\.\d{1,4}){0,3}\s?版本?|(?:工业|industry|web|系统|程序|平台|软件|app)\s?\d\.\d(?![\d%分秒小星])",
        "上线[2.0版]系统|launch [version 3.2]",
    ),
    Form(
        "place",
        "none",
        r"(?<![\d.])\d{1,2}\s?楼(?=[一-鿿])|\d{1,4}\s?号(?:楼|院|门|窗口|线|厅|桌|店|库|病区|楼层)?|(?<![a-z])(?:building|ward"
        r"|rooms?|gates?|floors?|blocks?|lines?|terminals?|no\.|number|routes?|platforms?|bays?|counters?"
        r"|year|grade|stage|key stage"
        r"|level|tier|phase|step|branch|windows?|zone|#)\s?#?\d{1,4}(?:\+|(?: (?:to|and|or) "
        r"|-)\d{1,3})?(?![\d%])|(?<![a-z])y\d{1,2}(?![\d%])"
        r"|(?<![a-z\d])[a-z]?\d{1,4}\s?路(?!人)|4s店|(?<!\d)1(?:10|19|20|22)(?=急救|报警|指挥|调度)",
        "[1号楼]电梯检修|repair [building 4]|[k12路]公交|parents of [year 4]|[counters 5 to 8]",
    ),
    Form(
        "en_aged",
        "none",
        r"(?<![a-z])(?:(?:the )?(?:over|under)-?\s?\d{2}'?s|\d{2}-?year-?olds?)(?![a-z])|(?<![a-z])(?:firmware"
        r"|release|android|ios|windows|build) \d{1,2}(?:\.\d)*",
        "three afternoons for [the over-80s]|[firmware 6.2] on all tablets",
    ),
    Form(
        "zh_block",
        "none",
        r"\d{1,4}\s?(?:栋|幢|单元)(?=的|和|及|与|、|大堂|电梯|[单大]?门|[东西南北]|单元|\d|楼道|住户|业主)",
        "把[3栋]和5栋的单元门修好",
    ),
    Form(
        "zh_stretch",
        "none",
        rf"(?:最后|开场|开头|(?<![一-鿿])头)\s?(?:{_D}|{_Z})\s?个?(?:分钟|小时|天)(?![之以]?内)(?=[一-鿿])",
        "关柜前[最后40分钟]排队，从17分钟降到10分钟",
    ),
    Form(
        "scope",
        "none",
        rf"(?<![a-z])(?:for|at|in|across|on) (?:(?:all|each) (?:of )?(?:the |our )?|(?:the|our) )(?:{_D}|two|three"
        rf"|four"
        rf"|five|six|seven|eight|nine|ten|twelve)"
        r"(?= (?!(?:[a-z]+ )?(?:minutes|hours|days|weeks|months|seconds|cases|quarters|years|terms))[a-z]+s(?![a-z]))"
        r"|(?<![a-z])across (?:the |our )(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten"
        r"|twelve)(?= [a-z]+(?: [a-z]+)? ?[a-z]*s(?![a-z]))"
        r"|(?<![a-z])after (?:two|three|four|[2-9])(?= (?!minutes|hours|days|weeks|months|rings|seconds"
        r"|attempts)[a-z]+s(?![a-z]))"
        r"|(?<![a-z])(?:those|these) (?:\d{1,2}|two|three|four|five|six)(?= [a-z]+s(?![a-z]))",
        "the new portal live [for all 14] depots|[at all 6] branches|callouts by a third [across the three] towers",
    ),
    Form(
        "severity",
        "none",
        r"(?<![a-z])(?:(?:sev|severity|priority|cat|category)[- ]?|p)[1-5](?![\d%.])",
        "updates on [sev-1] every 30 mins",
    ),
    Form(
        "zh_law",
        "none",
        r"[7七]天无理由|\d{1,3}天(?:保价|包退|包换|质保)",
        "退货[7天无理由]，门店当场退",
    ),
    Form(
        "hours",
        "none",
        r"\d{1,2}[:：]\d{2}\s?(?:-|~|至|到)\s?\d{1,2}[:：]\d{2}|(?<!\d)(?:\d{1,2}"
        r"|[一二三四五六七八九十]{1,3})点半?(?:到|至|-|~)"
        r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})点半?|(?<![a-z])(?:start|open|clos)(?:s|ing"
        r"|es) at \d{1,2}(?![\d%])|(?<![a-z])between \d{1,2} and \d{1,2}[.:]\d{2}"
        r"|(?:国庆|春节|五一|端午|中秋|元旦"
        r"|清明|五一|假期|黄金周)(?:长假|假期?)?[\d三五七八]天",
        "早高峰（[7:00-9:00]）|早上[七点到九点]老排队|phones [between 8 and 9.30]",
    ),
    Form(
        "clock",
        "none",
        r"(?<![过到超])(?:[上下]午|早上|晚上|中午|傍晚|凌晨|清晨|半夜|早晨)\s?(?:\d{1,2}|[一二两三四五六七八九十]{1,3})(?:点|[:：][0-5]\d)(?:半"
        r"|\d{1,2}分?|[一三]刻|整)?(?!半?\s?(?:之前|以前|前)|[到至~-])"
        r"|(?<!\d)(?:[01]?\d|2[0-3])点(?:半|[0-5]?\d分?|[一三]刻)(?!\s?(?:之前|以前|前))"
        r"|(?<!\d)(?:[01]?\d|2[0-3])点(?=下课|上课|关门|开门|下班|上班|开餐|熄灯)"
        r"|(?<![a-z])(?:at|after|until|till|since|for|past) (?:[01]?\d|2[0-3]):[0-5]\d(?![\d%])"
        r"|(?<![a-z])(?:after|from|until|till|past) (?:[1-9]|1[0-2])\.[0-5]\d(?=[.,;]?(?: |$)(?!\d|%|points|stars"
        r"|out))"
        r"|(?<![a-z])(?:at|after|from|until|till|since|for|past) (?:[01]?\d)(?:[:.][0-5]\d)? ?[ap]\.?m(?![a-z])"
        r"|(?<![a-z])(?:by|before) (?:[01]?\d|2[0-3]):[0-5]\d(?= for [\d a-z]*(?:%|per ?cent|in \d|out of))"
        r"|(?<=[到至延])\s?(?:1\d|2[0-4]|\d)点(?=[，。；、,]|$)|(?<![a-z])(?:till|until) (?:[1-9]"
        r"|1[0-2])(?= (?:on|every|each)|[,.;]|$)"
        r"|(?:(?<=ready )|(?<=home )|(?<=there )|(?<=back )|(?<=shut )|(?<=close )|(?<=open ))at (?:[1-9]"
        r"|1[0-2]|one|two|three|four"
        r"|five|six|seven|eight|nine|ten|eleven|twelve)(?![a-z\d.:%])",
        "高三那批[12点10分]下课|cars ready [at 5pm], 19 out of 20|never leave a child [after 3.15]",
    ),
    Form(
        "in_a_name",
        "none",
        r"\d{1,3}\s?(?:秒|分钟|小时|天|日)内?(?=[一-鿿]{2,4}率)|(?:一|首)次(?=[一-鿿]{2,6}[率量])",
        "[20秒]接通率：68%→85%",
    ),
    Form("ordinal", "none", r"第\s?\d{1,4}(?!\s?百分位)|第[一二三四五六七八九十]{1,4}", "争当[第一]"),
    Form(
        "list_count",
        "none",
        r"(?<![\d.十百零])[两三四五六2-6]\s?(?:条|件事?|点|个方面|项|样"
        r"|桩)(?<![到至为减][2-6两三四五六].)(?=\s?[：:。，,]|事)|(?<![a-z])(?:two|three|four"
        r"|five) (?:things|points|goals"
        r"|of (?:us|them)|(?<! in two )(?<!into two )of (?:the|our))(?![a-z])",
        "我想了[两条]：|[three things] for the branch",
    ),
    Form(
        "slogan_number",
        "none",
        r"[三四五两1-9]个(?:一|百分百|零|必须|不|到位|满意|代表|自信|确保|坚持)"
        r"|一[心个]一[意体]|百日|百年|百强|千家万户|万家"
        r"|[三四五六七3-7]星级?(?!的?(?:评分|好评|率))|(?:three|four|five|six|seven|[3-7])[- ]star(?!s)",
        "狠抓[三个一]|[五星级]服务",
    ),
    Form(
        "round_the_clock",
        "none",
        r"365\s?天(?:\s?[x×*]\s?24\s?小时)?|(?:7|seven) days a week|(?<![a-z])day (?:1|one)(?![a-z\d])"
        r"|365\s?days|360\s?(?:度|°"
        r"|-?degrees?)|7\s?[x×*]\s?24(?:\s?小时)?|24\s?/\s?7"
        r"|24[- ]hours?(?= (?:hotline|service|support|desk|a day))"
        r"|24\s?小时(?=(?:全天候|不间断|热线|服务|在线|用心|不打烊|营业|值守|为|客服|待命|贴心"
        r"|守护|客房|自助))|全年无休",
        "[365天]用心服务|[24小时]热线",
    ),
    Form(
        "effort",
        "none",
        r"(?:1[1-9]\d|200|1000)\s?%(?!以上)|120\s?分(?=的?(?:努力|热情|用心))"
        r"|(?:100\s?%|百分之?百|百分之一百|百分之二百|百分百)的?(?=(?:努力|用心|真诚|热情|付出"
        r"|投入|真心|爱心|责任心|信心))"
        r"|100 ?% (?=(?:effort|commitment|dedication|committed|dedicated|customer focus))",
        "用[110%]的努力做好服务",
    ),
    Form(
        "idiom",
        "none",
        r"[456]g(?![a-z])|wi-?fi\s?\d|mp\d|h5|b2[bc]|[1一]对[1一]|[1一]站式|[1一]条龙|[1一]流"
        r"|[1一]心|[1一]切|一次性|[1一]线"
        r"|one[- ]stop|one[- ]on[- ]one|one[- ]to[- ]one|number one|first[- ](?:class|contact"
        r"|call|time)|(?<![不没别出生有])一起(?!投诉|事故|差错|都|也|不)",
        "[5g]服务升级|[一站式]服务",
    ),
    Form(
        "year",
        "none",
        r"(?<!\d)(?:19"
        r"|20)\d{2}(?!\d)(?:\s?年(?:度)?)?(?!\s?(?:[%次件人名份条单户元万场分个家位例起套张台间册本包箱票笔亿块辆]"
        r"|\.\d|/\d"
        r"|complaints|calls|orders|cases|customers|people|visitors|new))",
        "[2026年]提高服务质量",
    ),
)

#: Clauses that say by what means; a figure in them measures the means.
MEANS = Grammar(
    Form(
        "zh_by",
        "means",
        r"(?:通过|借助|依靠|靠|利用|凭借|依托)(?:增|新|引|采|培|招|投|开|延|优|设|建|聘|配|调"
        r"|添|购)[^，。；,;]{1,20}?"
        r"(?=[，。；,;]|使|让|将|把|缩短|降低|提高|提升|减少|$)"
        r"|通过(?!率)[^，。；,;]{2,30}(?=[，,]\s?(?:把|将|使))",
        "[通过增加2个窗口]缩短排队时间|[通过缺课次日发回放和三道题]，把到课率提到82%",
    ),
    Form(
        "zh_one_more",
        "means",
        rf"(?:再|新|添|买|加装?|增|配|设|派|装|租|借|调|雇|招|聘|建|补|购|采购|安排|安装|配备|配置|增设|增配|增加"
        rf"|新增|面试|领|订|置办|请){{1,2}}了?(?:一|{_ZN})\s?(?:个|条|名|位|台|辆|间|部|套|把|张|件|副|双|只|顶|盏|组|排)(?!月|小时"
        rf"|工作日)[^，。；,;]{{1,12}}?(?=[，,。； ]|$)",
        "每层楼[添一名夜班护理员]|[再招两个驻场工程师]|每间教室[配一台一体机]",
    ),
    Form(
        "zh_more",
        "means",
        rf"(?:新增|增设|增派|增加|增配|增开|多开|多排|添置|加开|加派|配齐|补招"
        rf"|补充)\s?{_ZN}\s?(?:个|条|名|位|台|辆|间|部|套|人|把|张)"
        r"[^，。；,;]{0,12}(?=[，,。；]|$)|(?:新聘|招聘|招录|招(?![到收]?[^，。；,;]{0,8}(?:学员|会员"
        r"|新生|学生|客户|生源))|聘用|聘|采购|购置|购买"
        r"|新购)[^，。；,;\d一二两三四五六七八九十]{0,4}"
        rf"{_ZN}\s?(?:个|条|名|位|台|辆|间|部|套|人|把|张)[^，。；,;]{{0,12}}?(?=[，,。；]|$)",
        "[招录2名护士]|[多开3条通道]，减少排队",
    ),
    Form(
        "zh_bought",
        "means",
        rf"(?:采购|购置|购买|添置|新购|新增(?=[一-鿿]{2, 10}\s?\S{1, 2}[台名套部])|招聘|招录|增配|配备|配置"
        rf"|租)(?![^，。；,;]{{0,8}}(?:学员|会员|客户|用户|生源))[一-鿿a-z]{{2,10}}"
        rf"\s?{_ZN}\s?(?:名|位|台|辆|套|部|把|张|个|人)(?=[，,。；]|$)",
        "前厅9月前[采购自助入住机2台]",
    ),
    Form(
        "zh_put_in",
        "means",
        rf"(?:换|装|加装|安装|更换|布设)(?:上)?[一-鿿]{{2,8}}\s?{_ZN}\s?(?:只|台|套|盏|把|块|部|面|处|根)(?=[，,。；]|$)|换成\s?{_ZN}\s?(?:只|台|套|盏|把|块|部)新的?(?=[，,。；]|$)"
        rf"|(?:配齐|装|安装|布设|增设)\s?{_ZN}\s?(?:块|副|面|处|个|台|套|盏|根|把|只)[一-鿿]{{2,12}}(?=[，,。；]|$)|(?:装|换|配)(?:好|完|齐)\s?{_ZN}\s?(?:块|辆|台|部|只|个|套|盏)[^，。；,;率]{{0,8}}(?=[，,。；]|$)"
        rf"|(?:培训|演练|学习|练习|辅导|讲座){{1,2}}\s?{_ZN}\s?(?:课时|学时)",
        "洗手间[换感应龙头24只]，暑假前|把旧风扇[换成6台新的]|做[演练8课时]",
    ),
    Form(
        "en_by",
        "means",
        r"(?<![a-z])(?:by|with|through) (?:adding|hiring|opening|recruiting|training|buying"
        r"|installing|using|introducing|deploying"
        r"|assigning|purchasing|setting up|two more|three more|an? (?:extra|additional)) [^,;.]{1,60}",
        "shorten the queue [by hiring two clerks]",
    ),
    Form(
        "en_get",
        "means",
        r"(?<![a-z])(?:recruit|hire|rent|lease|borrow|take on|bring in|buy|purchase|add|install"
        r"|appoint|employ|(?<!and )(?<!they )(?<!people )(?<!who )(?<!we )get) (?:up to "
        rf"|at least )?{_WN} (?:(?:more|new|extra|additional|full-time"
        r"|part-time|temporary) )?(?!%)(?!(?:satisfied|loyal|customers|members|clients|users"
        r"|reviews|visitors))[a-z][a-z -]{2,40}",
        "[recruit 2 more nurses]",
    ),
    Form(
        "en_extra",
        "means",
        rf"(?<=^)(?:one|{_WN}) (?!of |in )[a-z-]+(?: [a-z-]+){{0,2}} (?:in|at|on) (?:each"
        rf"|every)(?: of)? [a-z\d ]{{3,30}}|(?<=^){_WN} (?:more|extra|additional) (?!complaint|customer"
        rf"|member|review|booking|visitor"
        rf"|%)[a-z][a-z -]{{2,40}}",
        "[Two more chairs in the waiting room]",
    ),
    Form(
        "en_devices",
        "means",
        rf"(?:(?<=^)|(?<=[:;.] )){_WN} new (?:[a-z-]+ ){{0,2}}(?:tills|kiosks|machines|chairs|beds|desks|vans"
        r"|laptops|tablets|phones|lifts"
        r"|screens|servers|printers|monitors|hoists|wheelchairs|cameras|trolleys|scanners|printers|heaters"
        r"|bins)(?![a-z])",
        "[2 new self-scan tills] by nov",
    ),
    Form(
        "en_hire",
        "means",
        r"(?<![a-z])(?:recruit|hire|appoint|employ) (?:an?|one) [a-z][a-z -]{2,40}?(?= for | and |[,;.]|$)"
        r"|[$€£]\s?[\d,.]+k? from (?:the |our )?[a-z' -]{0,24}(?:funds?|grant|budget|reserve)",
        "[hire one contractor] for six months|[£900 from the friends' fund]",
    ),
    Form(
        "en_spend",
        "means",
        r"(?<![a-z])(?:put|spend|invest) [$€£]\s?[\d,.]+k?[a-z -]{0,40}"
        rf"|(?<![a-z])(?:fit|send|put|install) (?:[a-z]+ ){{0,3}}(?:in|into|to|on) (?:all )?{_WN} [a-z -]{{2,30}}"
        rf"|(?<![a-z])(?:send|fits?|mounts?) {_WN} [a-z -]{{2,40}}",
        "[put £15k into new till software]|[send 25 supervisors on a course]",
    ),
    Form(
        "en_one_more",
        "means",
        r"(?<![a-z])(?:recruit|hire|buy|purchase|add|install|appoint|employ|put|get) (?:a|an"
        r"|one|another) (?:new|extra|additional|more|second|third)[a-z -]{2,50}",
        "[put one extra bilingual guide on the boat]",
    ),
    Form(
        "en_at_hand",
        "means",
        rf"(?<=[,;] )(?:the |our )?(?:one|{_WN}) (?:[a-z-]+ ){{0,2}}?[a-z-]+ (?:booked|hired|lined up"
        rf"|drafted in|assigned|on loan|seconded|paid for|standing by|stays? on|to help)[a-z ]{{0,16}}",
        "all staff through the course, [two trainers booked]|backlog cleared, [the two temps stay on for that]",
    ),
    Form(
        "en_open_more",
        "means",
        rf"(?<![a-z])(?:open|run|set up|provide|put on|lay on|create) {_WN} (?:more|extra"
        rf"|additional) [a-z][a-z -]{{2,40}}?"
        r"(?= in | at | on |[,;.]| ahead|$| {3})",
        "[open two extra enquiry points] in arrivals",
    ),
    Form(
        "en_ordered",
        "means",
        rf"(?<![a-z])(?:order|procure|replace|fit|mount|put up|pay for|print|lease|purchase of|buys|employs|gets"
        rf"|rents|teach|enrol|send|coach|bought|purchased|hired|appointed|installed|ordered"
        rf"|recruited)(?: another| a further| the)? (?:both|{_WN}) (?!%|per ?cent|of )(?:[a-z-]+ ){{0,3}}(?:tablets"
        rf"|laptops|headphones|headsets|hoists|mattresses|defibrillators|probes|beds|kiosks|readers"
        rf"|stands|dryers|chairs|wheelchairs|ramps|units|boards|benches|projectors?|lamps|vans|bikes|cards|floats"
        rf"|socks|pairs|screens|clerks|ushers|agents|dispatchers|coordinators|trainers|fitters"
        rf"|receptionists|librarians|cooks|drivers|mentors|reps|colleagues|nurses|volunteers|staff|people|porters"
        rf"|guides|cleaners|handsets|scanners|machines|heaters|lockers|drones?|loops|nos\.? [a-z]+)(?![a-z])"
        rf"|(?:(?<=^)|(?<=[:;.] ))(?:{_WN}|one) (?:[a-z-]+ ){{1,4}}?(?:(?:for|in"
        rf"|at) (?:the )?(?:[a-z']+ ){{1,4}}?)?(?:to be )?(?:delivered|ordered|bought|installed|hired|purchased"
        rf"|taken on|leased|fitted|recruited|appointed)(?![a-z])"
        rf"|(?:(?<=^)|(?<=[:] ))(?:one|{_WN}) more (?:phone|line|desk|counter|till|machine|kiosk|clerk|agent|nurse"
        rf"|van|car|bed|room)s?(?: [a-z-]+)? (?:for|at|in) [a-z ]{{3,40}}|(?<=: ){_WN} new [a-z-]+s(?=$|[.,;])"
        rf"|(?<![a-z])put {_WN} (?:more |new )?[a-z -]{{3,30}} (?:through|into|on|in the hands of) (?:the )?[a-z]+"
        rf"|(?<=, ){_WN} (?:people|sessions|persons|pcs)(?=[,.]|$)",
        "[replace 45 mattresses] in the hostel|[two hoists for the bathrooms delivered] by may"
        "|[put 22 bus drivers through the awareness] day",
    ),
    Form(
        "en_with",
        "means",
        r"(?<![a-z])(?:with|by|through|by means of) (?:the help of )?(?:putting |adding |employing "
        r"|hiring )?(?:an?|one|two|three|four|five|six) (?:new |more |extra |additional |second "
        r"|part-timers?)(?:[a-z'-]+ ?){1,6}?(?= on (?:the|sundays|saturdays)|[,.;]|$| by | in | at | a week)",
        "[with one more healthcare assistant], supper is served warm to 96 of 100",
    ),
    Form(
        "en_trained",
        "means",
        rf"(?<![a-z\d])(?:all )?{_WN} [a-z -]{{3,30}}? (?:through|trained in|on) (?:the "
        rf"|an? )?[a-z -]{{0,30}}?(?:course|training|workshop)"
        rf"|(?<![a-z])(?:train|retrain|certify"
        rf"|coach) (?:(?:all|the|our) ){{0,2}}{_WN} [a-z][a-z -]{{2,40}}",
        "[train 40 nurses in de-escalation]",
    ),
    Form(
        "budget",
        "means",
        r"(?<=[,;] )[$€£]\s?[\d,.]+k?(?=\W*$)|花费?\s?[\d,.]+\s?[百千万]*[元块]?"
        r"|(?:(?<=^)|(?<=: ))[$€£]\s?[\d,.]+k? (?:on|for) [a-z -]{3,30}"
        r"|[$€£¥]\s?[\d,.]+k? (?:set aside|budget)|(?<![a-z])budget(?: of"
        r"|:)? [$€£]?[\d,.]+k?|(?:预算|经费|费用|投入)[^，。；,;\d]{0,4}[\d,.]+\s?[百千万亿]?元?",
        "[£6,000 set aside]|配一体机，[预算24万]",
    ),
    Form(
        "zh_fitted",
        "means",
        rf"给[^，。；,;\d]{{0,6}}{_ZN}\s?(?:个|台|套|部|条|间|辆|张)[一-鿿]{{1,8}}?(?:换上|装上"
        rf"|配上|加装|安装|装|配)[一-鿿]{{2,14}}",
        "开春前[给两个工位换上静音举升机]",
    ),
    Form(
        "zh_replaced",
        "means",
        rf"(?:换掉|换新|更换|换上|换|装上|装)\s?{_ZN}\s?(?:台|套|部|条|间|把"
        rf"|盏)[^，。；,;\d]{{1,12}}(?=[，,。；]|$)|{_ZN}\s?(?:台|套|部|条|间|把"
        rf"|盏)[^，。；,;\d]{{1,12}}?(?:换掉|换新|换成|翻新|装上|装好|换完|更新)"
        r"|投(?:入|资)?\s?[\d,.]+\s?[百千万亿]+元?[^，。；,;]{0,10}|批了[\d,.]+\s?[百千万亿]+元?",
        "把机房[23台旧交换机换掉]|[投200万翻新大堂]|给客服楼[换掉80台旧电脑]",
    ),
    Form(
        "zh_trained",
        "means",
        rf"{_ZN}(?:个|名|位)(?:人|员工|同事|同志)?的?[一-鿿]{{0,14}}(?:培训|轮训)"
        rf"|(?<![一-鿿])(?:培训|训练|轮训|培养)[^，。；,;\d]{{0,4}}{_ZN}[个名位][一-鿿]{{1,10}}",
        "完成[12个人的食品安全培训]|[培训15名新讲解员]，国庆前",
    ),
)

#: Levels, changes and counts.
LEVELS = Grammar(
    Form(
        "per_many",
        "level",
        rf"(?:[<>≤≥]\s?|(?<![a-z]){_THAN} )?{_WN}\s?(?:[a-z]+ )?per (?:{_D}|hundred"
        rf"|thousand)(?: [a-z]+(?:-days| days)?)?|每[百千万]{_ZN}?(?:人|名|位|件|单|个|例|间夜"
        rf"|床日|导管日|住院日|次|户)"
        rf"[^，。]{{0,8}}?{_D}\s?(?:{_UNIT_ZH})?(?:{_DOWN})?|{_D}\s?/\s?(?:千|万|百"
        rf"|1,?000)\s?(?:床日|导管日|人|例|次|单)?",
        "infections [below 1.2 per 1,000 catheter-days]|跌倒[每千床日不超过1例]",
    ),
    Form(
        "out_of",
        "level",
        rf"{_D}\s?(?:分)?/\s?(?:5|10|100)(?:\s?分)?(?![\d/])"
        rf"|{_D} out of (?:5|100|10|five|ten)(?![\d])|{_D}\s?stars?(?![a-z])",
        "满意度[4.6/5]|rated [4.5 out of 5]",
    ),
    Form(
        "en_of",
        "level",
        r"(?<![a-z\d.])(?:(?:wants?|target(?: is| of)?|at least|reach|make it|get to"
        rf"|to) )?{_D} of (?:all )?{_D}(?![\d%]| ?(?:minutes?|mins?|hours?|days?|weeks?)(?![a-z]))",
        "on-time starts: [48 of 110] in Q2",
    ),
    Form(
        "en_half_hour",
        "level",
        r"(?<![a-z])(?:(?:within|in|under|inside|after|to) )?(?:the first |an? )?(?:half an hour"
        r"|quarter of an hour|hour and a half)(?![a-z])|(?<![a-z])(?:(?:in )?under|within|inside|in) the"
        r" (?:hour|minute|half[- ]hour)(?![a-z])|(?<!\d)\d{1,2} ?h ?[0-5]\d(?!\d)",
        "[in the first quarter of an hour]|restored in [3h20]",
    ),
    Form(
        "en_bound",
        "level",
        rf"(?<![a-z\d])(?:one|{_WN}) (?:or|and) (?:fewer"
        rf"|less|more|none|below|under|above|better|over)(?![a-z])"
        rf"|(?<![a-z\d.,])(?:one|{_WN}) (?:tops|at (?:the )?(?:very )?(?:most|worst|best|outside"
        rf"|least)|max(?:imum)?|minimum)(?![a-z])",
        "complaints to be [15 or fewer]|outages: [five at most]",
    ),
    Form(
        "zh_all",
        "level",
        r"(?:全员|全部|人人|个个)[一-鿿]{0,6}?(?:通过|持证|持有|考[过出]|取[得证]|达标|到岗|合格|学会|过关|上岗)(?:[一-鿿]{0,8}(?:认证|考核|考试|证))?"
        r"|不[迟晚]于[^，。；,;\d]{0,6}\d{1,3}\s?(?:分钟|小时|日|天|个?工作日)|(?<=比)1[:：]\d{1,3}",
        "救生员证[全员年检通过]|14个营业厅[全部通过服务标准化认证]|首次会见[不迟于指派后5日]|教练配比[1:6]",
    ),
    Form(
        "zh_every",
        "level",
        rf"每(?:隔)?{_ZN}\s?个?(?:小时|钟头|分钟|天|周)[^，。；,;\d]{{0,3}}?(?:一次|一趟|一遍|{_ZN}次)"
        rf"|(?<= {{2}})[一-鿿]{{0,4}}?[一两二三四][次趟遍回](?!都|也|性|解决|办|通过|修|装)"
        rf"|(?<![一-鿿])一?个?[天周月](?:七八|五六|三四|两三|四五|六七|八九){_CL}"
        rf"|每(?:隔)?{_ZN}\s?个?(?:小时|钟头|分钟)(?![的内])",
        "保安[每两小时一次]巡楼|[每两小时]给卧床老人翻身",
    ),
    Form("factor", "change", _FACTOR, "投诉量[减半]|[2x] the bookings"),
    Form(
        "ratio",
        "level",
        rf"(?<![a-z])(?:one|{_WN}) (?:in|out of|of) every (?:{_WN}|hundred|thousand)"
        rf"|(?<![a-z])(?:one|{_WN}) (?:[a-z]+ ){{1,3}}(?:in|out of"
        rf"|in every) (?:every )?(?:{_DENOMINATOR})(?! [a-z]+s(?![a-z]))|(?<![a-z])(?:one|{_WN}) (?:out of"
        rf"|in) (?:{_WN})(?! (?:minutes?|hours?|days?|weeks?|months?|years?|seconds?))"
        rf"|每{_ZN}(?:人|名|位|件|单|个|例|间夜|床日|次|户)[^，。]{{0,8}}?{_ZN}",
        "[nine out of ten] callers|[每100单差错不超过1]单",
    ),
    Form(
        "zero",
        "level",
        r"(?<!找)零(?!售|食|钱|件|星|碎|距离|基础|头|部件|点|下|花|用|担保|首付|工|时|障碍|接触|容忍"
        r"|一二两三四五六七八九十)[\u4e00-\u9fff]{2}"
        r"|(?<=[ 年月季期度内部科组店院队区里])无(?![线障声人纸烟菌痛忧缝形疆限微止私理故论法需所从须])[一-鿿]{2}"
        rf"|一{_CL}(?:(?:[一-鿿]{{0,4}})?(?:都|也)(?:不|没|别)[一-鿿]{{0,3}}|不[留漏剩少落出撞错丢误退晚拖缺])|零件$"
        r"|百分百(?:(?=[一-鿿]{2})(?!满意|用心|努力|投入|真诚|服务)|(?<=[到达要为是]百分百)(?![一-鿿]))|全覆盖"
        r"|(?:[为是]零|归零|清零|零发生|(?:[降压减控]|控制|保持)[到至为]?零(?!点|下|星)|(?<=[一-鿿])零(?=[\s，。；、,;！!]|$)|零(?=[起件例次单条宗](?:[\s，。；、,;]|$))|为0(?![.\d])|0\s?(?:发生|投诉"
        r"|差错|事故|差评|压疮|跌倒))"
        r"|(?<![a-z])zero (?:\w+ ){0,2}[a-z]{3,14}s(?![a-z])|(?<![a-z])no (?:\w+ )?(?:complaint"
        r"|error|accident|delay|defect|incident|fall"
        r"|injur|mistake|loss|outage|breach|overdue|backlog|lost|never event|missed)[a-z]*"
        r"|(?<![a-z])to zero(?![a-z])|zero-harm|(?<![a-z])none(?= {3}|[.,;]|$| (?:at|in|on|by|this|next|during"
        r"|over)(?![a-z]))"
        r"|(?<![a-z])a clean sheet(?![a-z])|(?<![a-z])clear(?:s|ed)? (?:the lot|them all"
        r"|all of them)(?![a-z])"
        r""
        rf"|(?<=[不别没])(?:再|有|许|得|能|要|准|允许){{0,3}}(?:出现?|发生|漏|留)?一{_CL}(?!个)"
        rf"|(?<![a-z])(?:none at all"
        r"|not a single|not one|not once"
        r"|(?:want|have|get) (?:it|them|this|that|these) gone"
        r"|zero|nil|nought)(?![a-z])|(?:(?<=^)|(?<=[.,:;] )|(?<=  ))no (?!more|longer|later|less|fewer"
        r"|higher|matter|customer matter"
        r"|worse|idea"
        r"|excuses?|exceptions?|matter|doubt|one should)[a-z][a-z-]+ (?:[a-z]+ ){0,2}?(?:is|are|to|waits?|left|lost"
        r"|hurt|goes|without"
        r"|missed|delayed|sent|turned|late|unanswered)(?![a-z])"
        r"|(?:(?<=^)|(?<=[.,:;] ))no (?!more|longer|later|less|fewer|excuses?|exceptions?)(?:[a-z-]+ ){0,2}[a-z-]+s"
        r"(?= at all| in | on | this| during| by | about | over | from | at |[.,;]|$)",
        "全年[零压疮]|[zero complaints] at the front desk",
    ),
    Form(
        "any_directed",
        "level",
        rf"{_UP}\s?(?:[了约仅]|少于|超过|至少|(?:[今去上]年|上[个一]?(?:月|季度?|学期|周)|同期)的?)?\s?(?:{_D}\s?[百千万亿]{{0,2}}(?:\s?(?:个?百分点"
        rf"|{_UNIT_ZH}|[%‰倍成]))?"
        rf"|[百千万]分之\s?(?:{_D}|[零一二三四五六七八九十点半百]{{1,8}})|{_Z}\s?(?:个?百分点"
        rf"|{_UNIT_ZH}|倍|成[一二三四五六七八九半]?))(?:{_DOWN})?(?![\d年月])",
        "投诉满意率[不低于92%]|响应时间[缩短到两小时以内]",
    ),
    Form(
        "zh_verb_between",
        "level",
        rf"(?:至少|最少|不少于|最多|至多|不超过)[一-鿿]{{1,2}}(?:{_D}|[一二两三四五六七八九十]{{1,2}})\s?(?:{_UNIT_EVENT})"
        r"|(?:至少|最少)[一-鿿]{1,8}?[一两三][次遍趟场回](?!性)",
        "让每个孩子[至少在课堂上当一次]小老师|保洁一天[至少擦两遍]电梯按钮|每位客户[最多排15分钟]",
    ),
    Form(
        "en_per_each",
        "level",
        rf"(?<![a-z\d])(?:one|{_WN}) (?!of |in |or )(?:(?!to |in |on |at |by |of |from |and "
        rf"|or )[a-z-]+ ){{1,4}}(?:per|for each|for every) "
        r"(?!cent|day|week|month|year|hour|shift|night|quarter|term)[a-z]+",
        "[one positive call home per pupil] before half term",
    ),
    Form("percent", "level", rf"(?:{_PERCENT})(?:{_DOWN})?", "投诉率减[20%]|接通率[九成以上]"),
    Form(
        "any_to",
        "level",
        rf"{_UP_WEAK}\s?{_D}\s?[百千万亿]{{0,2}}\s?(?:个?百分点|{_UNIT_ZH}"
        rf"|[%‰倍成])?(?:{_DOWN})?(?![\d年月])",
        "[NPS50]",
    ),
    Form(
        "zh_scored",
        "level",
        rf"(?:(?<=评分)|(?<=得分)|(?<=打分)|(?<=指数)|(?<=满意度)|(?<=率)"
        rf"|(?<=口碑))\s?[:：]?\s?{_D}\s?(?:分|星)?(?:{_DOWN})?(?![\d年月])",
        "大众点评评分[4.8]",
    ),
    Form(
        "zh_sum",
        "level",
        rf"(?<=[一-鿿]){_D}\s?[百千]?[万亿](?=[，。；、,; （(]|$)",
        "全年票房[1,350万]|新单保费[2.4亿]",
    ),
    Form(
        "any_count",
        "level",
        rf"{_ZN}\s?(?:{_UNIT_ZH}){_DOWN}|{_D}\s?以[内下上]"
        rf"|{_D}\s?[百千万亿]{{0,2}}\s?(?:{_UNIT_ZH})(?!式)"
        rf"|(?<![一第每])(?!二(?![十百]))[两二三四五六七八九十百]{{1,4}}(?:{_UNIT_EVENT})"
        r"|一[百千][多来余]?(?:个|件|起|条|次|人|例|单|户)|一(?:小时|刻钟|分钟)|半个?(?:小时|钟头)|[一两三]个半(?:小时|钟头)|三刻钟"
        rf"|{_D}\s?[″”](?=$|[，。；,;])|t\+\d(?!\d)"
        rf"|[两三四五六七八九十]个(?:百分)?点|个位数|{_Z}[个次单件人]?[里中]有?{_Z}"
        r"|(?<=[分率度])满分|(?<=破)[百千万]",
        "[三场]座谈会|客服[3分钟内]接听来电|送书[30次]|首次回复[90 s]",
    ),
    Form(
        "en_directed",
        "level",
        rf"(?<![a-z])(?:(?:no|not) more than|at most|at least|under"
        rf"|below) one(?: [a-z]+){{0,3}} (?:an?|per) (?:day|week|month|shift)"
        rf"|(?<![a-z]){_THAN} [+]?(?:an? (?:average|score|rating|nps) of )?(?:an? |the |(?:last"
        rf"|this) (?:year|month|quarter|term|summer|winter|spring|autumn|season)'s )?{_EN_LEVEL}",
        "[no more than 5] complaints|score [at least 4.5 points]",
    ),
    Form(
        "en_rate",
        "level",
        r"(?<![a-z])(?:once|twice) (?:an?|per) [a-z]+(?= (?:is the most|at (?:the )?(?:very )?most|max"
        r"|or less|tops|or fewer))"
        r"|(?<![a-z])(?:every|each) (?!time)[^,;.]{3,50}? (?:once|twice|(?:two|three|four) times)(?= (?:in|a"
        r"|per|before|by|during"
        r"|within)(?![a-z])| {3}|[.,;]|$)"
        rf"|(?<![a-z\d/]){_D}/(?:day|wk|week|mth|month|shift|visit|call|qtr|yr|year)(?![a-z])"
        rf"|(?<![a-z\d])(?:one|{_WN}) (?:an?|per|each|every) (?:hour|day|night|shift|week|month"
        r"|quarter|term|year)(?![a-z])"
        rf"|(?<![a-z])(?:by |down |up )?{_WN} (?:fewer|less|more)(?= than | an? | per |[.,;]| {{3}}|$)"
        rf"|(?<![a-z\d]){_WN} fewer(?= [a-z'])"
        rf"|(?<![a-z])(?:down|up) (?:by )?{_WN}(?= {{3}}|[.,;]|$| points?)"
        rf"|(?<![a-z\d]){_WN}(?= \((?:now|was|from) \d| not \d| against \d)"
        r"|(?<![a-z])(?:a )?half (?:of )?(?:a |one )?per ?cent(?![a-z])",
        "complaints [5 a month]|falls [two fewer] than last year",
    ),
    Form(
        "en_once",
        "level",
        r"(?<![a-z])(?:(?:no|not) )?more than (?:once|twice)(?![a-z])",
        "nobody gets bounced [more than once]",
    ),
    Form("en_unit", "level", rf"(?<![a-z\d]){_WN}(?:\s|-)?{_EN_UNIT}", "up [5 pts]"),
    Form(
        "en_count",
        "level",
        rf"(?<![a-z\d]){_WN} (?:[a-z][a-z-]{{1,14}} ){{0,2}}?[a-z-"
        rf"]{{3,14}}s(?![a-z])|(?<![a-z\d]){_WN} (?:people|children|women|men)(?![a-z])",
        "hold [12 workshops]",
    ),
    Form(
        "en_number",
        "level",
        r"(?<![a-z])(?:had|received|got|only|exceed"
        r"|record) (?:only )?\d[\d,]*(?![\d/:.-])",
        "we [had 1,140] emails",
    ),
    Form(
        "en_one",
        "level",
        r"(?<![a-z])(?:one|(?:within|in|under|to|than) an?) (?:working "
        r"|business |school |banking |clear |full |calendar )?(?:minute|hour|day|week)(?![a-z])",
        "reply [within an hour]",
    ),
    Form(
        "en_wanted",
        "level",
        rf"(?<![a-z\d]){_WN}(?= is (?:the|our|my) (?:number|aim|target|figure|goal|mark|plan))"
        rf"|(?<=[,;:-] ){_WN}(?= {{3}}|[.;]|$| next(?:[.;,]|$| {{3}}))|(?<= is ){_D}(?=[.,;]|$)|(?<=now, ){_WN}"
        rf"|(?<=today, ){_WN}"
        r"|(?<![a-z])(?:makes? (?:it|that)|(?:happy|fine|content) with|wants?|aim(?:s"
        rf"|ing)? for) {_WN}(?! (?:more|extra|new)|[a-z-])|(?<![a-z])(?:makes? (?:it|that)|wants?"
        r"|aims? (?:for|at)|aiming (?:for|at)|commits? to"
        rf"|agreed (?:on|to)"
        rf"|(?:should|must|will|shall|to) (?:really )?(?:be|stay at|remain at)|holds? (?:it|that"
        rf"|them)? ?at|have (?:it"
        rf"|that|them) at|targets?(?: is| of|:)?|goals?(?: is| of|:)?|(?:max|min)(?:imum)?(?: of)?|at) "
        rf"(?:max |min )?{_D}(?!\d|[:./]\d|\s?[ap]\.?m|\s?%| o'clock| (?:counters?|desks?|windows?"
        rf"|tills?|sites?)| (?:or|and) [a-z]+)",
        "average queue 17 people, [make it 10]|parking complaints [should be 70]",
    ),
    Form(
        "money",
        "level",
        rf"[$€£¥]\s?{_D}(?:\s?[kmb](?![a-z]))?|(?<![a-z\d]){_D}p(?![a-z])|(?<![a-z\d.]){_D}k(?![a-z])"
        rf"|(?<!\d)\d{{1,3}}\+(?!\d)|[+]\d{{1,3}} (?:nps|csat|points?)|(?:(?<=uptime )"
        rf"|(?<=score )|(?<=availability )){_D}",
        "sales of [$2m]",
    ),
)

#: A start and a target.
FROM_TO = Grammar(
    Form(
        "zh_from_to",
        "from_to",
        rf"(?:从|由|自(?![助动己然行取费查主学习修]))[^，。；,;从由]{{0,12}}?(?:{_ZN}"
        rf"|{_PERCENT})[^。；;]{{0,24}}?(?:到|至|降|提|升|减|缩|压|增|为"
        r"|(?<![一二三四五六七八九两\d])成|翻)",
        "候诊时间[从45分钟降]到30分钟",
    ),
    Form(
        "zh_parts_to",
        "from_to",
        r"[十百千万]分之[一二两三四五六七八九十\d]{1,3}[降升减]?[到至→变][十百千万]分之[一二两三四五六七八九十\d]{1,3}",
        "丢件率[千分之一到万分之三]",
    ),
    Form(
        "zh_rise_to",
        "from_to",
        rf"{_D}\s?(?:%|‰|{_UNIT_ZH})?\s?(?:提高|提升|上升|升|提|涨|降低|下降|降|减少|减|缩短|缩|砍|改|变|换"
        rf"|压缩|压|增加|增|改善)(?:到|至|为|成)(?=\s?{_ZN})"
        rf"|{_D}\s?(?:%|‰|{_UNIT_ZH})\s?[改变换](?=\s?{_D})",
        "接通率[72%提到]85%",
    ),
    Form(
        "zh_up",
        "from_to",
        rf"(?:{_D}|{_Z})\s?(?:%|‰|{_UNIT_ZH}|成半?)?\s?(?:上|奔|冲|拉到|拉至|做到|干到|抬到|追到|砍到|缩到|压到|减到|降到|升到|提到"
        rf"|涨到)(?=\s?{_D}\s?(?:%|‰|{_UNIT_ZH})?(?:就|吧|以|左|[，。；,;]|$))",
        "一次修好率要是能从[82%上]90就好了",
    ),
    Form(
        "zh_share_to",
        "from_to",
        rf"(?:十?[百千万]分之\s?(?:{_D}|[一二三四五六七八九十零点半]{{1,6}})|[一二两三四五六七八九]成半?)\s?(?:提高|提升|上升|升|提|涨|降低|下降|降|减少|减|压)"
        rf"(?:到|至|为|成)(?=\s?(?:{_ZN}|十?[百千万]分之))",
        "发药差错[十万分之四降到]十万分之一",
    ),
    Form(
        "zh_toward",
        "from_to",
        rf"{_D}\s?(?:%|‰|{_UNIT_ZH})?\s?(?:往|奔|向)\s?(?={_D})",
        "破损率[8‰ 往] 5‰以内走",
    ),
    Form(
        "zh_turned",
        "from_to",
        rf"{_ZN}\s?(?:{_UNIT_ZH})[一-鿿]{{0,4}}变(?:成|为)?[跑交填走]?(?=\s?{_ZN})|{_ZN}\s?(?:天|周|小时|次|趟|个工作日)\s?(?:→"
        rf"|->)\s?(?=当[天日场]|次日|即时|现场|随到)|(?:从|由)(?:隔天|隔日|当天|次日|隔周|半天"
        rf"|一两天|几天)[^，。；]{{0,4}}?(?:到|至|为|成)",
        "办一张证[2次跑腿变]0次|答复[从隔天缩成]4小时内",
    ),
    Form(
        "en_from_to",
        "from_to",
        rf"(?<![a-z])from (?:(?!from )[a-z]{{1,12}} ){{0,5}}[$€£]?(?:{_WN}|one|an? (?:half|third"
        r"|quarter|fifth|tenth)"
        rf"|{_PERCENT})[^;.]{{0,50}}? (?:to|down to|up to|towards) (?=[^;.,]{{0,24}}?(?:\d|{_WN}|one"
        rf"|half|zero"
        rf"|nil|none|single))",
        "reduce the wait [from 45 to] 30 minutes",
    ),
    Form(
        "en_to_from",
        "from_to",
        rf"(?<![a-z])(?:to|below|under"
        rf"|above) {_WN}[^;.,]{{0,24}}?(?:,? ?(?:up |down )?from|\(from|,? was|\(was) {_WN}",
        "hold time [to 45 seconds from 90] seconds",
    ),
    Form(
        "en_to",
        "from_to",
        rf"(?<!between ){_WN}\s?(?:%|{_EN_UNIT}) (?:down "
        rf"|up )?to (?={_WN}\s?(?:%|{_EN_UNIT}))",
        "routine wait [9 wks to] 6 wks",
    ),
    Form(
        "en_words_to",
        "from_to",
        r"(?<![a-z])(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty)\s?(?:->"
        r"|→)\s?(?=[a-z\d])",
        "towel moans [eleven →] five",
    ),
    Form(
        "en_paid_to",
        "from_to",
        rf"[$€£]{_D} ?[kmb]? (?:down |up )?to (?=[$€£]\d)",
        "takings per visitor [£3.20 to] £4",
    ),
    Form(
        "en_down_to",
        "from_to",
        rf"(?<![a-z\d])(?:(?:one|{_WN}) (?:[a-z]+ )?in )?{_D} (?:[a-z-]+ ){{0,4}}(?:down|up) to (?=\d)"
        rf"|(?<![\d.-]){_D} to (?={_D} out of)"
        rf"|(?:one|{_WN}) to (?=(?:one|none|zero|{_WN})(?:[,.;]|$| (?:by|before) | {{3}}))"
        rf"|(?<![a-z\d]){_D}% of [a-z]+ to (?=\d)|(?<![a-z\d]){_D} (?:(?!to |or |and |in |by |within "
        rf"|under |at |on |for )[a-z-]+ ){{1,4}}to (?=\d)"
        rf"|(?<![a-z\d])(?:one|{_WN}) in (?:every )?(?:{_WN}|hundred)(?: [a-z]+)?,? to (?:(?:come"
        rf"|go|fall|rise) (?:down|up) to )?(?=one|{_WN})|{_D} an? (?:day|week|month"
        rf"|year) to (?=\d)"
        rf"|{_D}\s?(?:%|{_EN_UNIT})?\s?>\s?(?={_D}\s?(?:%|{_EN_UNIT}))"
        rf"|(?<![a-z\d]){_D}\s?(?:%|pct|percent|[a-z]+)?(?: an? [a-z]+)? ?(?:cut|reduced|shortened"
        rf"|lowered|raised"
        rf"|trimmed|brought down|down|up) to (?:under |below |about |at most )?(?=\d)"
        rf"|{_D}\s?{_EN_UNIT}?,? (?:make it|get it to|want it at) (?=\d)"
        rf"|(?<![\d.-]){_D} to (?={_D}\s?(?:%|pct|percent|per cent))|\d{{1,2}}h ?[0-5]\d (?:down "
        rf"|up )?to (?=\d)",
        "get the [240 overdue repairs down to] 60|misses: [48 a month to] 20 a month"
        "|average wait [17 min >] 11 min",
    ),
    Form(
        "arrow",
        "from_to",
        rf"{_D}\s?(?:%|‰|[a-z]{{1,8}}|{_UNIT_ZH})?(?: (?:an?|per) [a-z]+)?(?: avg\.?"
        rf"| average)?(?:\s?/\s?(?:[a-z]{{1,6}}|[一-鿿]))?(?:\s?[一-鿿]{{1,2}}|\s{{2,14}})?\s?(?:-{{1,2}}>|→|=>"
        rf"|➞|↓|↑|↘|↗|>{{2,3}})\s?(?=\D{{0,3}}\d|(?:under |below |about )?[a-z]{{3,6}}(?:[,.;]|$))"
        rf"|[一二两三四五六七八九\d]成半?\s?(?:->|→|=>|➞|↓|↑)\s?",
        "发药[48h→]12h|配镜返工[6副→]3副|bill errors [11/wk ->] 3/wk",
    ),
)

#: A start that is stated.
STARTS = Grammar(
    Form(
        "zh_now",
        "start",
        r"(?<![比较])(?:现在|目前|现状|眼下|如今|而家|当前|原来|原先|(?<=[（(，,])(?:之前|此前"
        r"|以前)|(?<!超)过去|平时|一般|实测|抽查(?!不)|不再是|而不是|这个月(?!要|把|[^，。；]{0,8}(?:冲|做到|达到))"
        r"|(?<!病)原(?![因路件价装地样])|去年|上年"
        r"|上个?[一-鿿]?季度?|上月"
        rf"|上半年(?![:：给把让对]|[^，。；,;\d]{{0,12}}(?:达到|做到|要|控制|不))|基线|起点"
        rf"|(?<![实发兑表体取提变])现(?![场金货役]))(?:同期)?(?![^，。；,;\d]{{0,12}}(?:不[低高超少多]"
        rf"|做到|控制|降到|提[高升]?到|缩|压))[^，。；,;、()（）\d]{{0,8}}?(?:是|为|要等|等|将近"
        rf"|约|只有|才|仅|[:：])?\s?(?:{_D}(?![年月\d])\s?(?:%|‰|{_UNIT_ZH})?|{_PERCENT})",
        "接通率到85%（[目前72%]）",
    ),
    Form(
        "zh_then_in_brackets",
        "start",
        rf"(?<=[(（])(?:[春夏秋冬][季学班]|上[期届次]|\d{{1,2}}月份?[底末]?|[一二三四]季度[底末]?|[上下]半年|年初|q[1-4]"
        rf"|20\d\d年?)[:：]?\s?{_D}\s?(?:%|‰|{_UNIT_ZH})?(?=[)）])",
        "续班率冲90（[秋季84]）",
    ),
    Form(
        "zh_used_to",
        "start",
        r"(?:(?<!超)过去|原来|原先|(?<![年月日号天周季期节旬底末])[以之]前)(?:要|得)?[^，。；,;\d]{0,5}?[一二两三四五六七八九十]{1,3}[次趟遍天个件]"
        rf"|(?<![每第])(?:一[天周]|一个[月季]度?)(?:就|得|能|总|都|平均)?有\s?(?:七八|三四|五六|两三|{_ZN})[多来几]?[个起件次单条例]",
        "门禁卡补办，[过去要跑两次]，以后一次办好|[一周有七八个]投诉，月底降到两个",
    ),
    Form(
        "zh_backlog",
        "start",
        rf"{_D}\s?[张件单笔条例起份个宗户封台页包箱票][一-鿿]{{2,10}}(?=[，,]?[^，。；,;]{{0,8}}?(?:清零"
        rf"|清完|清掉|全部|一.不留))"
        rf"|今年(?![^，。；,;\d]{{0,3}}(?:目标|计划|打算|要))[^，。；,;、()（）\d]{{0,6}}?(?:是|才|只有|已有)\s?{_D}\s?(?:%|‰|{_UNIT_ZH})?",
        "[41张超期工单]，月底前清零|走失为零，[今年是2起]",
    ),
    Form(
        "zh_as_before",
        "start",
        rf"(?:[今去上本]年|上[个一]?(?:月|季度?|学期"
        rf"|周))的\s?{_D}\s?(?:%|‰|{_UNIT_ZH})?|(?:积压|现有|存量"
        rf"|欠着|欠[一-鿿]{{1,4}})的?[^，。；,;\d]{{0,4}}{_D}\s?(?:{_UNIT_ZH})?",
        "不高于[今年的58分钟]|把[积压的217张]移机单清零",
    ),
    Form(
        "en_aside_now",
        "start",
        rf"{_D}/{_D}(?: [a-z]+)? (?:now|today|so far|at present)(?![a-z])"
        rf"|(?<![a-z])(?:now|today|at present|right now|currently)(?: it's| it is| we're| we are| they're"
        rf"| that's)(?: at| on| only| just| about)? (?:once|twice|(?:one|{_WN})(?: (?:in"
        rf"|out of) (?:{_WN}))?)(?! to )"
        rf"|(?<![a-z])(?:we're|we are|it's|it is|they're) (?:only |still |now )?(?:on|doing|getting"
        rf"|managing|hitting|taking|(?:hovering|stuck|sitting|running|stalled) at) (?:about |around "
        rf"|only )?(?:one|{_WN})(?: or {_WN})?(?: (?:in|out of) {_WN}"
        rf"|\s?%)?(?! (?:to|by|target))"
        rf"|(?<=[(])(?:[a-z\d' ]{{2,24}}?)(?:said|was|were|is|at|had|found|showed|:) (?:about "
        rf"|around )?{_D}\s?(?:%|‰|{_EN_UNIT})?(?=[^()]{{0,12}}[)])"
        rf"|(?<![a-z])(?:we're at|we are at"
        r"|today it(?:'s| is)|it(?:'s| is)(?: at)?|we stand at"
        rf"|starting from|start(?:ing point)?:|(?:we|it|they|there|that) (?:had|was|were|took|stood at)"
        rf"|where it takes"
        rf"|q[1-4]:) (?:at |about |around |only )?[$€£]?{_D}\s?(?:%|‰|{_EN_UNIT})?"
        rf"|(?<![a-z])(?:at the (?:minute|moment)|right now)[,:]? (?:[a-z']+ ){{0,3}}(?:it is|it's|we're"
        rf"|we are|only|about) "
        rf"(?:about |around |only |more like |nearer )?{_WN}(?: (?:in|out of) {_WN}|\s?%)?(?! to )"
        rf"|(?<= - ){_WN}[^-.;,]{{0,24}}(?= - )|(?<=\(){_WN}(?: out of \d+"
        rf"| in \d+)?(?!\s?(?:months?|weeks?|days?|years?)\))[^()\d一-鿿]{{0,24}}(?=\))"
        rf"|(?<![\d.])(?<!per )(?:(?:{_D}|one) (?:per|in|out of) )?{_WN}(?:ish)?\s?(?:%|‰"
        rf"|{_EN_UNIT})? (?:now|today|at present|at the moment"
        r"|right now"
        rf"|currently)(?![a-z])"
        rf"|{_WN}(?: in (?:ten|\d+))?(?: [a-z]+)? (?:since [a-z]+(?: 20\d\d)?|so far|to date"
        r"|at present|last (?:year|quarter|month|term|half[- ]term|week"
        r"|season|summer|winter|spring|autumn)|(?:in )?the (?:year|month|quarter) just gone"
        r")(?![a-z'])"
        rf"|(?<![a-z])(?:were|had been) (?:at |about )?{_D}\s?(?:%|‰|{_EN_UNIT})?|{_D}\s?(?:%|‰"
        rf"|{_EN_UNIT})? as (?:it|things) stands?"
        rf"|(?:(?<=, )|(?<=\()|(?<=; ))(?:from|20\d\d:) {_D}\s?(?:%|‰|{_EN_UNIT})?(?! (?:to|until|till)|[/.:\d])"
        rf"|(?<=, )not {_D}|(?<=[a-z\d] )(?<!is )(?<!are )not {_D}\s?{_EN_UNIT}"
        rf"|(?:the )?{_D} (?:we|it|they) (?:had|got|saw|took|takes?)|(?<=days )not {_D}"
        rf"|(?<=, ){_D} of them(?=,? (?:by|before|to|gone))|(?<![a-z])(?:the )?{_WN} of (?:this|last) (?:year|month"
        rf"|quarter|term)",
        "refund in 3 days, [today it's 9]|damaged parcels: [14 per 1,000 today]|answered 85% ([72% now])"
        "|no more than [the 7 we had]"
        "|clear old refunds, [2,340 of them] by May",
    ),
    Form(
        "en_backlog",
        "start",
        rf"(?<![a-z\d])(?<!than )(?<!most )(?<!under )(?<!below )(?:the |all |all the )?(?:{_WN}|sixty-[a-z]+"
        rf"|ninety-[a-z]+)"
        rf" (?!{_EN_UNIT}|january|february|march|april|may |june|july|august|september|october|november|december)"
        rf"(?:(?!has|have|is|are|with|in|within|left)[a-z-]+ ){{0,4}}?(?:still |now |as of )?(?:open(?! day"
        rf"| morning| afternoon| evening)"
        rf"|overdue|outstanding|waiting|pending|left|today|unmarked|unanswered|late|affected"
        rf"|entries of it)(?![a-z])"
        rf"(?: (?!all|to|by|are|is|be|must|will|should|and|or|in|at|on|the|of|before|phoned|cleared"
        rf"|asap)[a-z-]+){{0,3}}"
        r"(?=[^.]{0,60}?(?:clear|close|gone|zero|none|done|dealt|emptied|back|handed|answered|renewed|fixed"
        r"|finished|by |before ))"
        rf"|(?<![a-z])(?:close|clear|empty|answer) (?:all )?(?:the )?{_WN} (?:open|overdue|outstanding|waiting"
        rf"|pending|unanswered|late)(?![a-z])",
        "[the 164 repair tickets still open] all closed by may"
        "|late feedback: [14 pieces still unmarked], all handed back by friday",
    ),
    Form(
        "en_now",
        "start",
        rf"(?<=clear the ){_D} (?:[a-z]+ ){{1,3}}(?:open|outstanding|waiting|left)(?: since [a-z]+)?(?![a-z])"
        rf"|(?<![a-z])backlog of (?:the |about |some )?{_D}(?: [a-z-]+){{1,3}}?(?=[,.;]| {{3}}| (?:by"
        rf"|before|in|to|down|from|gone)|$)"
        rf"|(?<!to )(?<!under )(?<!below )(?<!than )(?<!most )(?<![\d.]){_D} (?:open|overdue"
        rf"|outstanding|unpaid|pending|unanswered|stuck"
        rf"|old|late) [a-z]+(?: [a-z]+)?(?=[^.]{{0,40}}?(?:clear|gone|zero|none|closed|to 0|finished|done))"
        rf"|(?<![\d.]){_D} [a-z]+(?: [a-z]+)? (?:(?:that|which) )?(?:have |has |are |is )?(?:piled up"
        rf"|outstanding|waiting|stuck|on the list)(?=[^.]{{0,40}}?(?:clear|gone|zero|none|closed|finished|done))"
        rf"|(?<![a-z])(?:now|currently|today|at present|presently|last (?:year|month|quarter"
        rf"|winter|summer|term)(?:'s|:)?|baseline(?: of| is|:)?|current(?:ly)? (?:level|rate"
        r"|average)?(?: of| is|:)?|up from|down from|was|used to be|has been|rather than"
        r"|instead of|vs\.?|versus|against)"
        r" (?:at |about |around |(?:the|our) (?:current |present )?|(?:today|last (?:year|month"
        rf"|quarter|term|season))'s )?{_WN}\s?(?:%|‰|per cent|{_EN_UNIT})?",
        "answered 85% ([now 72%])",
    ),
)

#: A relative change.
STEPS = Grammar(
    Form(
        "zh_by",
        "step",
        r"(?:提高|提升|增加|增长|上升|上涨|降低|下降|减少|缩短|压缩|压降|砍掉|砍|下调|上调|下滑"
        r"|加快|节省|节约)"
        rf"(?:了|约|至少|不少于|不低于|超过|幅度"
        rf"|率){{0,3}}(?:[^，。；,;到至达为在]{{0,14}}?)\s?(?:{_PERCENT}|一半|{_ZN}\s?(?:{_UNIT_ZH}))"
        r"|(?<![新不至最])(?:[减增降升涨跌多少快]"
        rf"|提(?![前供交出醒示高升到至]))[了约]?\s?(?:{_PERCENT}|一半|{_ZN}\s?(?:{_UNIT_ZH}))",
        "将投诉率[降低20%]",
    ),
    Form("factor", "step", _FACTOR, "投诉[减半]"),
    Form(
        "en_by",
        "step",
        r"(?<![a-z])(?:cut|reduc|lower|decreas|shorten|rais|increas|improv|lift|boost|grow|rise"
        r"|rising|drop|fall|trim|slash|declin|expand"
        r"|speed|gain"
        r"|(?<!turn )(?<!turns )(?<!show )(?<!shows )(?<!pick )(?<!picks )"
        r"(?<!set )(?<!sign )(?<!back )up|down|add|fewer|bring)[a-z]*(?: [^,;.]{0,60}?)? (?:by (?:at least "
        r"|about |around "
        r"|an? |another |up to |more than )?|(?<! to )at least |another )"
        rf"[$€£]?(?:{_PERCENT}|{_FACTOR}|{_WN})|(?<![a-z])(?:grow|increas|rais|cut|reduc"
        rf"|boost)[a-z]* [^,;.]{{0,30}}?{_D}\s?% (?=year|this|in|over|compared)"
        rf"|(?<![a-z])(?:lift|boost|grow|increas|improv|rais|cut|reduc|trim"
        rf"|lower)[a-z]* [^,;.]{{2,40}}?(?<! to)(?<!low)(?<!nder)(?<!than)(?<! at)"
        r"(?<!from)(?<! of)(?<!over)(?<!most)(?<!least)(?<!bove)"
        rf" {_D}\s?%(?! (?:of|or))|(?<![a-z])(?<!pick )(?:up|down) (?:by )?(?:{_FACTOR}"
        rf"|[$€£]\s?{_D}|{_D}p(?![a-z])|{_D}\s?(?:%|percent"
        rf"|per cent))|(?:[+-](?=\d)|(?<![a-z] )[+-]\s){_D}\s?%"
        rf"|{_D}\s?(?:%|percent|per cent|percentage points?|points?|pts?|{_EN_UNIT}) (?:fewer|less|more"
        r"|lower|higher|faster|quicker|slower|longer|cheaper|shorter|reduction|increase|decrease"
        r"|improvement|drop|cut|rise)"
        r"(?: than (?:last (?:year|month|quarter|term|season)|today|now)(?:'s)?(?: [a-z]+){0,2})?"
        rf"|(?:(?<!pick )(?:up|down) |[+-](?=\d)|(?<![a-z] )[+-])\s?{_D}\s?(?:pts?|points|pp)(?![a-z])",
        "[cut wrong orders by 20%]|[up 5 pts]",
    ),
    Form(
        "en_moved",
        "step",
        rf"(?<![a-z])(?<!pick )(?<!set )(?<!turn )(?:up|down) (?:by )?{_D} ?(?:s|secs?|seconds?|min(?:ute)?s?"
        r"|hours?|hrs?|days?|h)(?![a-z])",
        "hold time [down 40 s] by EOQ",
    ),
    Form(
        "en_signed",
        "step",
        rf"(?<![a-z])(?:minus|plus|less) [$€£]?{_D}\s?(?:%|percent|per cent|k)?(?![a-z\d])|(?<![a-z])(?:up"
        rf"|down) (?:by )?(?:half a|a|one|two|three|four|five|six|seven|eight|nine"
        rf"|ten) (?:percentage )?points?(?![a-z])"
        rf"|(?<![a-z])by (?:{_WN}|half a|one|two|three|four|five) (?:percentage )?points?(?![a-z])|(?:{_PERCENT}"
        rf"|twenty per cent|ten per cent) (?:fewer|less|more|better|faster|down|up)(?![a-z])|(?<![a-z])(?:to "
        rf"|should |must )?(?:fall|drop|rise|grow|shrink) (?:{_PERCENT})"
        rf"|(?<![a-z\d])(?:{_WN}) (?:more|fewer) (?:[a-z-]+ ){{0,3}}than (?:in|the|last)(?![a-z])"
        rf"|(?<![a-z])one (?:week|day|month|hour) (?:sooner|faster|earlier)|(?<![a-z\d]){_WN} [a-z]+ (?:fewer|more"
        rf"|sooner)(?= per | than |[,.;]|$)"
        r"|(?<![a-z])half (?:as many|as much|that|of that)(?![a-z])|(?<![a-z])by (?:a|one) (?:fifth|third|quarter"
        r"|tenth|half)(?![a-z])|\d ?%? (?:up|down)(?=[,.;]|$)|(?:revenue|income|profit) (?:up )?ten percent",
        "complaints [minus 40 %] this year|audit on ward 9 [up eight points]|complaints [to fall 40%] before may",
    ),
    Form(
        "en_off",
        "step",
        rf"(?<![a-z])(?:take|knock|shave) (?:at least |about )?(?:an? |one |{_WN} )(?:{_EN_UNIT}|%"
        r"|percentage points?) off"
        r"|(?<![a-z])(?:drop|fall|rise|climb|gain)s? (?:an?|one"
        r"|half a) (?:percentage )?point(?: (?:an?|per|each|every) [a-z]+)?",
        "[take fifteen minutes off] the queue|repeat callers [drop a point a week]",
    ),
    Form(
        "en_of",
        "step",
        r"(?<![a-z])(?:a|an) (?:reduction|increase|drop|rise|improvement"
        r"|decrease) of",
        "[a reduction of] 5%",
    ),
)


#: How fast, without a figure; looked for where there is no other level.
SAME_DAY = Grammar(
    Form(
        "same_day",
        "level",
        r"当场(?=[办退修赔答结解换])|隔[天日]|第二天|[当同][天日晚](?![^，。；,;]{0,4}才|是|服务费|值班|[^，。；,;]{0,8}的(?![比占要须应达不]))|次日|隔日"
        r"|(?:[上下]午|早上|晚上|中午|傍晚)?\s?(?:\d{1,2}|[一二两三四五六七八九十]{1,3})(?:点(?:半|[0-5]?\d分?|[一三]刻)?"
        r"|[:：][0-5]\d)\s?半?(?:之前|以前|前)|(?<=检查|上门|回访|家访|走访|面谈"
        r"|巡查)一[次趟遍]|(?<=[打做访])一[次趟遍]"
        r"|第[\d一二三四五六七]天(?=[^，。；]{0,8}?(?:打|回访|随访|复查|联系))|(?<![a-z])(?:by"
        r"|before) (?:noon|midday|lunchtime"
        r"|\d{1,2}(?:[:.][0-5]\d)?\s?[ap]m|\d{1,2}[:.][0-5]\d(?![\d%]))(?: (?:on )?the (?:same"
        r"|next) (?:working )?day)?"
        r"|(?<![a-z])the (?:evening|day|morning)"
        r" (?:after|before)(?= an?| the| each| every)|(?<![a-z])by the (?:first|second|third|[a-z]+th) ring"
        r"|(?<![a-z])the (?:same|next) (?:morning|afternoon|evening|shift)(?![a-z])"
        r"|(?<![a-z])(?:the )?(?:same"
        r"|next)[- ](?:working )?day(?![a-z])(?:,? no later than [\d:]+ ?[ap]m)?",
        "投诉[当天]回复|rebooked [same day, no later than 6pm]|[8:30前]打电话给家长"
        "|looked at [by noon the next day]|家访[一次]",
    ),
)


#: A figure of no form above, looked for where there is no other level: a number that names nothing.
BARE = Grammar(
    Form(
        "any_bare",
        "level",
        rf"(?<![\d.a-z第]){_D}\s?[多余来]?[百千万亿]{{0,2}}(?:多|余"
        rf"|来)?(?:{_UNIT_ZH})?(?![\d.:：/\-年月号日楼层路班中院])"
        rf"|(?<![第一-鿿][一二三四五六七八九十])[二两三四五六七八九十]{{1,3}}[多来几]个?[一-鿿]",
        "存款新增[8000万]|取餐口排了[40多个]人",
    ),
    Form(
        "en_bare",
        "level",
        rf"(?:(?<=^)|(?<=[-–:,;(] )|(?<=  )|(?<![a-z])(?:around|about|only|to|of|at|is|was|did|by|had"
        rf"|see|saw|sell|get"
        rf"|got|hit|want|make|than|and|another|reach|all|just|nearly|over|under|below|above|→) )[$€£+]?{_D}"
        r"(?!\s?(?:am|pm|o'clock|st|nd|rd|th)(?![a-z]))(?![\d:/-])(?! (?:and|or|to) \d)",
        "aim for [35]|[140] in October",
    ),
)
