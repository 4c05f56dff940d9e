"""Tables of dates and periods: what each form looks like, with an example of it."""

from __future__ import annotations

from .forms import Form, Grammar

__all__ = ["DATES", "SPANS"]

_N = r"(?:\d{1,3}(?:\.5)?|[一二三四五六七八九十两百]{1,3})"
_YEAR = (
    r"(?:(?<!\d)(?:19|20)\d{2}\s?(?:年度|财年|学年|年)|二[〇零][〇零一二三四五六七八九]{2}年"
    r"|[今明后]年(?:度|内)?"
    r"|[本今]年度|当年|全年|本财年|[本下新]学年|fy\s?\d{2,4}|(?<!\d)(?:2[4-9]|3[0-5])年(?!内|前|后|以))"
)
_DAY = rf"(?:{_N}\s?[、和]\s?)?{_N}\s?月(?:份)?\s?(?:{_N}\s?[日号](?:\d{{1,2}}[时点]|晚上?|中午|下班)?)?(?:[上中下]旬)?"
_PART = (
    r"(?:(?:第\s?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?周|w\d{1,2}(?=\s?周?(?:之前|以前|前|末)))(?:之前|以前|前|内|末)?"
    r"|第?\s?[一二三四1-4]\s?季度|第[一二三四1-4]季(?!度)|q[1-4]|[上下]半年"
    r"|[春秋夏冬]季学期|[夏秋冬春]{1,2}航季"
    r"|暑[假期](?![班工作])|寒假(?![班工作]))"
)
_THIS = (
    r"(?:本|这|当|下|下一|这一)(?:个)?(?:年度|季度|季(?!度?度)|月|周(?![一二三四五六日天末])"
    r"|星期(?![一二三四五六日天])|学期|学年|财年|航季|班次)"
    r"|(?:国庆|春节|五一|假期|长假)[三五七八\d]天(?!以?内)|(?:双十[一二]|双1[12]|国庆|元旦|中秋|端午|五一|除夕|开学|开业|高考)当[天日]"
    r"|(?<![一-鿿])(?!住院|就诊|服务|通话|午睡|用餐|上课|手术|治疗|候诊|值班|营业|上班|输液|等候|排队"
    r"|疾病|哺乳)[一-鿿]{2,4}期间|全(?:学期|学年|年度|季度?|月)"
    r"|[今明]?[暑寒五国圣春][一庆诞节假期运]?档(?!案)|今[春夏秋冬](?!天)"
    r"|(?:本|下)年(?:度)?|(?:本|这个?"
    r"|下个?)(?:[雪航赛淡旺销采婚][售摘]?|供暖|采暖|用电|报名|招生|开学|装修|旅游|毕业)季|(?:这个|今年?|明年?"
    r"|下个)[春夏秋冬](?:天|季)"
)
_LAST = (
    r"(?:年底|年末|岁末|年终|年中|月底|月末|季末|季度末|季度底|期末|学期末|学年末|财年末"
    r"|年尾|岁尾|年根儿?|年关|月中(?!旬)|年度内|月尾|年内|月内|季内|季度内|周内|学期内)"
)
_FEAST = (
    r"[“\"「]?(?:春节|国庆节?|元旦|中秋节?|五一|端午节?|清明|双十一|双11|双十二|双12|618|六一八"
    r"|十一(?!月|点)|黄金周"
    r"|世界读书日|期中期末|期中(?:考试?)?|期末(?:考试?)?|暑期|开学|高考|中考|供暖季?|旺季|汛期|春运|十[四五六]五|进博会"
    r"|开业|过完[年节]|入冬|入夏|开春|入秋"
    r"|[春夏秋冬]天|儿童节|教师节|护士节|考试周|三八节|妇女节|六一|母亲节|圣诞节?|过年|过节|入汛|换季|大促|年会|年检"
    r"|立[春夏秋冬]|小满|寒露|[入数三头]伏|数九|跨年|五四|九九|(?<!\d)6·18|(?<![\d.])520(?=之?前)|护士节|[春秋]游季|答辩季?|供热季|[春秋]分|[夏冬]至|小雪|大雪|小寒|大寒|惊蛰|谷雨|芒种|小暑|大暑|处暑|白露|霜降|重阳节?|元宵节?"
    r"|暑运|双节|开斋节|古尔邦节|泼水节|雨季|台风季|采暖季|年货|黄梅天?|农忙|春耕|秋收|汇演|汛前"
    r"|麦收|双抢|开渔|休渔|开镰|腊月|正月|七夕|腊八|小年|大?年三十|除夕|读书日|劳动节|世界杯|亚运会?|全运会"
    r"|广交会|年货节|返校|军训|招生季?|毕业季?"
    r"|校庆|年报|季报|财报|两会|年审|封网|放假|放寒假|(?:迎峰)?度[夏冬]"
    r"|放暑假|复审|评审|等级评审|验收|搬迁)节?[”\"」]?(?:假期|小?长假|[\d三五七八]天(?!以?内)|放假"
    r"|收假|期间|到来|规划|结束|来临"
    r"|开始|考试|高峰|那(?:一?[周天]|个?月)|这(?:一?[周天]|个?月))*"
)
_BEFORE = (
    r"(?:之前|以前|前(?!\s?[一二三四五六七八九十两\d]{1,2}个?(?:月|季度|周)|台|厅|后"
    r"|往|期|沿|提(?!高|升|前|供|交)|来|端|置|景|列|茅|滩))"
)
_END = (
    rf"(?:结束|到期|来临|下班)?(?:{_BEFORE}|里(?!程|面)|之内|以内|内|期间|月?中旬|底|末|为止|截?止|起|以来|以后|之后"
    r"|过后|开始|初)?"
)
_WEEKDAY = r"(?:周|星期|礼拜)[一二三四五六日天末]"
_MD = r"(?:1[0-2]|0?[1-9])[./-](?:3[01]|[12]\d|0?[1-9])"

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_UNIT = (
    r"(?:year|yr|fortnight|quarter|month|week|semester|term|half-term|half term|season|trimester"
    r"|half|cycle|summer|winter|spring|autumn"
    r"|fall|shift)"
)
_ADJ = (
    r"(?:financial |fiscal |calendar |academic |school |tax |business |spring |autumn |fall |summer |winter "
    r"|current "
    r"|holiday |reporting |rolling |\d{4} )"
)
_THE = (
    r"(?:this|next) (?:fy|tax year)|(?:our|its) first (?:year|season|term|quarter)|year (?:one|two|three)(?![a-z])|"
    rf"(?:this(?: coming)?|next|the (?:current|coming|following|present)"
    rf"|the next) {_ADJ}{{0,2}}{_UNIT}(?!s)(?:'s end)?"
    rf"|(?:this|the next) one(?=[.,;)]|$)|all year(?=[.,;]|$)|the (?:whole|rest|course|remainder) of (?:the year"
    rf"|20\d{{2}})|year's end|the year(?! \d| (?:before|ago))(?=[.,;]|$)|the (?:quarter|term"
    rf"|semester)(?=[.,;]|$)"
)
_NAMED = rf"the (?:20\d{{2}} )?{_ADJ}{{1,2}}(?:{_UNIT}|holidays?|peak|break)(?: 20\d{{2}})?(?!s)"
_QUARTER = r"(?:q[1-4]|h[12]|(?:fy|fiscal)\s?\d{2,4}(?:/\d{2,4})?)(?:[ -](?:of )?(?:fy\s?)?\d{2,4})?"
_NTH = (
    r"(?:(?:the )?(?:first|second|third|fourth)|the (?:last|final))[ -](?:quarter|half|semester|term|week|month)"
    r"(?! of an hour)(?: of (?:the )?[\w ]{3,16}?(?:year|month|\d{4}))?"
)
_YY = r"(?:,? (?:20\d{2}(?!\d)|'\d{2}))"
_DATE = (
    rf"(?:the )?\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}{_YY}?"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?![\d%]){_YY}?|{_MONTH}{_YY}?(?![a-z]| bank)"
    r"|(?:19|20)\d{2}[-/.]\d{1,2}(?:[-/.]\d{1,2})?|\d{1,2}[/.-]\d{1,2}[/.-](?:20)?\d{2}(?!\d)"
    r"|(?:3[01]|[12]\d)\.(?:1[0-2]|0?[1-9])\.(?!\d)"
    r"|(?!24/7)\d{1,2}/\d{1,2}(?!\d)"
    r"|the \d{1,2}(?:st|nd|rd|th)(?![a-z]| (?:floor|ring|time|attempt|visit|call|place|storey))"
)
_WEEK_EN = (
    r"(?:end )?(?:of )?(?:week|wk|w|p|period |sprint ) ?\d{1,2}(?!\d)|(?:next |this "
    r"|end of )?(?:mon|tues?|wed|thu|fri|sat|sun)(?:(?:s|nes|rs|ur)?day)?(?: \d{1,2}(?:st|nd|rd"
    r"|th))?(?![a-z/]| (?:night|morning|evening|afternoon|lunch)s?)|tomorrow(?: night| evening)?"
)
_FEAST_EN = (
    r"(?:the )?(?:start of |beginning of |end of )?(?:the )?(?:\w+ ){0,2}?(?:christmas|xmas"
    r"|easter|thanksgiving"
    r"|black friday|cyber monday|results day|ofsted|new year(?:'s)?(?: eve| day)?|chinese new year"
    r"|spring festival|ramadan"
    r"|diwali|hanukkah|golden week|thanksgiving|halloween|national day"
    r"|labou?r day|peak season|high season|summer peak|holidays?|holiday season|semester|school year|exams?"
    r"|graduation|rainy season|grand opening|half[- ]term|spring break|the break|flu season"
    r"|bonfire night|boxing day|mother's day|father's day|valentine'?s?(?: day)?|midsummer|whitsun|lent"
    r"|advent"
    r"|michaelmas|pentecost|eid|passover|hogmanay|lunar new year|back[- ]to[- ]school"
    r"|reopening|opening|summer"
    r"|winter|autumn|spring|season|peak|rush|audit|inspection|agm|merger|launch|pilot|move"
    r"|relaunch|opening day|next review|budget round|tax year(?: ends)?|time [a-z ]{4,24}"
    r"|clocks (?:change|go))"
)
_YEAR_EN = (
    r"(?:(?:early|late|mid|the end of|end of|the year|calendar year|financial year|calendar"
    r"|fiscal year)[ -])?(?<!\d)(?:19"
    r"|20)\d{2}(?!\d)(?! (?:baseline|level|figure|survey|result|average))"
)
_SHORT = (
    r"(?:mid[- ](?:year|term|season|contract)|fy[ -]?end|fye(?![a-z\d])|ye(?![a-z\d])|(?:cob|noon|midday"
    r"|lunchtime|teatime|close|first thing|end of play|end of day|eod) (?:on )?(?:mon|tues|wednes"
    r"|thurs|fri)day|tonight"
    rf"|[1-4][hq]\d{{2}}(?: close)?|eo(?:[ymwd]|q[1-4]?)(?: (?:{_MONTH}|20\d{{2}}))?|eofy|cop|close of (?:play"
    rf"|business)(?: (?:on )?(?:monday|tuesday"
    r"|wednesday|thursday|friday))?|year[ -]end|month[ -]end|quarter[ -]end|ye ?\d{2,4}"
    r"|close of (?:year|quarter))"
)
_CLOSE = (
    rf"(?:the )?(?:very )?(?:end|close|middle|start|beginning) (?:of )?(?:(?:the|this|next|each|our"
    rf"|its) )?{_ADJ}{{0,2}}"
    rf"(?:{_UNIT}(?! of)(?: 20\d{{2}})?|{_QUARTER}|{_MONTH}(?: 20\d{{2}})?|20\d{{2}})|(?:year"
    rf"|month|quarter|term"
    rf"|semester)[ -]?end(?: 20\d{{2}})?"
)
_UPCOMING = (
    r"(?:the |our )?(?:next|upcoming|coming|annual|following) (?:(?!year|quarter|month"
    r"|week)[a-z]{3,12} ){0,2}[a-z]{4,14}"
)
_POINT = (
    rf"(?:{_CLOSE}|(?:next|this|early|mid|late|end)[ -]{_MONTH}{_YY}?|{_THE}|{_NAMED}|{_SHORT}"
    rf"|{_QUARTER}|{_NTH}"
    rf"|{_DATE}|{_YEAR_EN}|{_WEEK_EN})"
)
_LEAD = (
    r"(?:on or before|up to|b4|no later than|not later than|prior to|ahead of|by|before|until|till"
    r"|ending|through"
    r"|throughout|during|due|deadline:?|within|in|over|to|come(?! (?:down|up|in|to|back|out) )|for|at|on|across|of)"
)
# Events by the noun they end in: by the spring bank holiday, before the board meeting.
_EVENT = (
    r"(?:bank )?holidays?|bank hols?|weekend|week|month|term|semester|year|season|opening|reopening|review|audit"
    r"|inspection"
    r"|launch|closing|close|finish|deadline|meeting|conference|festival|fair|timetable|campaign|menu"
    r"|sales?|surge|rush|break|getaway|renewals?|elections?|merger|go-live|ceremony|graduation|exams?"
    r"|(?:half[ -])?marathon|regatta|carnival|parade"
    r"|tournament|championships?|games|assembly|agm|switchover|migration|refit|refurbishment|start"
    r"|kick-?off|pilot"
    r"|roll-?out|harvest|monsoon|strike|intake|enrolment|induction|(?<!next )(?<!same )(?<!working )day"
    r"|jubilee"
    r"|night(?= out)|eclipse|world cup|olympics|congress|budget|visit|move|handover|close of business"
    r"|anniversary|summit|winter|summer"
    r"|autumn|spring|fall|peak|end"
)
_NO_EVENT = (
    r"(?:an?|each|every|any|half(?![ -]marathon)|one|two|three|four|five|six|seven|eight|nine|ten|noon|midday|lunch"
    r"|phone|hand|email|the"
    r" (?:same|next)|(?:day|night)(?![a-z]| of)|next (?:working |business )?day|day (?:one|1)|our (?:staff|team))"
    r"(?![a-z])|[a-z]+(?<!spr)(?<!open)(?<!clos)(?<!meet)(?<!even)(?<!morn)(?<!com)ing "
)
# What happens once in each case, and so dates nothing: before the meal.
_PER_CASE = (
    r"(?:[a-z'-]+ ){0,2}(?:patient|customer|guest|client|caller|passenger|visitor|resident|parent"
    r"|child|doctor|nurse|driver|visit|meal"
    r"|lunch|dinner|breakfast|call|appointment|operation|surgery|procedure|order|round|shift"
    r"|flight|bus|train|delivery|lesson|class"
    r"|session|we|they|you|he|she|door|bell|bill|goods|dose|stop|end of (?:the|each|every) (?:call|visit|shift|day"
    r"|lesson)|same|next|deadline|others?)s?'?(?![a-z])"
)
# Feasts and days of the year that have a name of their own, of any creed or country.
_FESTIVAL = (
    r"(?:candlemas|lammas(?: day)?|martinmas|michaelmas|epiphany|twelfth night|all (?:saints|souls"
    r"|hallows)'?(?: day)?|burns night|shrovetide"
    r"|(?:shrove|ash|palm|maundy|good|whit|easter|holy|trinity|mothering|remembrance|advent|super bowl|pancake"
    r"|cyber|black) (?:monday|tuesday"
    r"|wednesday|thursday|friday|saturday|sunday|day|week)|carnival|mardi gras|corpus christi"
    r"|ascension(?: day)?|whitsun|pentecost|guy fawkes(?: night)?"
    r"|oktoberfest|sinterklaas|st\.? [a-z]+'?s?(?: day| eve)|nowruz|purim|pesach|passover|shavuot|sukkot"
    r"|rosh hashanah|yom kippur|hanukkah|holi|pongal|onam|ugadi"
    r"|vesak|deepavali|diwali|dussehra|durga puja|navratri|akshaya tritiya|baisakhi|songkran|tet|chuseok|obon"
    r"|eid|ramadan|thanksgiving|halloween|hogmanay"
    r"|(?:anzac|australia|republic|independence|canada|bastille|victory|labou?r|memorial"
    r"|world [a-z]+(?: [a-z]+)?|international day of [a-z ]+?|mother's|father's|valentine's|boxing"
    r"|new year's|women's|teachers'|children's) day|bonfire night|valentine's|lunar new year(?:'s eve)?"
    r"|new year(?:'s eve)?|(?:summer|winter) solstice|equinox|the longest day|harvest (?:supper|festival|home)"
    r"|reading week|freshers'? week|commencement|commencement day|speech day|cup final)"
)
_MONTH_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)? )?{_MONTH}(?: \d{{1,2}}(?:st|nd|rd|th)?(?![\d%]))?{_YY}?"
_COUNT = (
    r"(?:(?:the )?\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|eighteen|twenty-four"
    r"|thirty|sixty|ninety|half an?|(?:a )?couple of|one and a half)"
)
_LONG_EN = r"(?:day|fortnight|week|month|quarter|year|semester|term)s?'?"

#: Horizons without an end, read before a year or a season in them is taken for a date.
HORIZONS = Grammar(
    Form(
        "en_horizon",
        "loose",
        r"(?<![a-z])(?:(?:in|over|during|for|across|within) )?(?:the )?(?:next (?:few|couple of|several)"
        r"|coming few|next|coming) (?:years|seasons|terms|months|quarters|weeks|while|semesters)(?![a-z])"
        r"|(?<![a-z])over (?:the )?(?:next|coming) couple of (?:years|months|seasons)|(?<![a-z])in the (?:years"
        r"|seasons|months|terms|longer run|long run|medium term|near to mid future|near to medium future"
        r"|foreseeable future|not too distant future)(?: (?:ahead|to come))?(?![a-z])|(?<![a-z])(?:over"
        r"|in) coming (?:years|terms|seasons|months)(?![a-z])",
        "gentler handling [over the next few seasons]|clearer forms [in the foreseeable future]",
    ),
)

#: Periods of a stated length; `per_case` tells a deadline from a service level.
SPANS = Grammar(
    Form(
        "zh_two_or_three",
        "loose",
        r"(?:未来|今后|接下来的?|近)?(?:这)?(?:一两|一二|两三|二三|三四|三五|四五|五六"
        r"|七八)(?:个)?(?:年|季度|月|周"
        r"|星期|学期)(?:之内|以内|内|里)?",
        "[未来两三年]，把卡顿率降下来|[三五年内]做成样板",
    ),
    Form(
        "zh_within",
        "end",
        rf"(?:(?:在|于|用|力争|争取|确保)?(?:未来|今后|接下来的?|后续)?)(?:{_N}(?:个)?(?:半)?"
        rf"|半(?:个)?|一个半)\s?"
        r"(?:年|季度|月|周|星期|学期|学年|财年|天|日|个?工作日|h|小时|分钟|min"
        r"|秒钟?)(?:的)?(?:之内|以内|时间内|时间里|时间"
        r"|内(?!部|科|容|外|在)|里(?!程)|期间)",
        "[三个月内]完成培训|[两周内]整改到位|[半年内]投诉降到5件|[90天内]，将投诉率降到1%",
    ),
    Form(
        "zh_future",
        "end",
        rf"(?:未来|今后|接下来的?)(?:半|{_N})(?:个)?(?:年|季度|月|周|星期|学期|天)"
        rf"|(?:开学|开业|学期|上线|运行)(?:的|后)?头{_N}个?(?:月|周|星期|季度)",
        "[未来三年]投诉率降到1%",
    ),
    Form(
        "zh_lasting",
        "end",
        rf"(?:为期|历时|试点|试行?|先[试做]|执行期|给我|往后|连续|周期|期限|时限|工期|限期|(?<![一-鿿])限"
        rf"|用|花)[:：为是]?\s?(?:{_N}|半)(?:个)?(?:年|月|周|季度|学期|星期|天)(?:的?时间)?(?!\s?(?:→|->|[缩降减压变提]))",
        "培训[为期两个月]|整改[期限：6周]",
    ),
    Form(
        "zh_in_brackets",
        "end",
        rf"[(（]\s?{_N}\s?(?:个月|个?(?:年|周|季度|学期|星期|天))\s?[)）]"
        rf"|(?<=[，, ])(?:半年|{_N}\s?(?:年|个月|个季度|个?学期))(?=。?$|[；;]|[，,]\s?[一-鿿]{{2,6}}$)",
        "投诉回复率提到95%[（6个月）]|由每周20通减至5通，[3个月]",
    ),
    Form(
        "zh_in_time",
        "end",
        rf"(?<![\d一二三四五六七八九十])(?:半|{_N})\s?(?:个)?(?:年|月|季度|学期)(?:之"
        rf"|以)?后(?=[，,][^，。；,;]{{0,10}}[把将]|[，,]?\s?(?:要|得|必须|应|让|把|将"
        r"|能|力争|争取|有))",
        "[一年后]要有98%做到",
    ),
    Form(
        "zh_done_in",
        "end",
        rf"(?:半|{_N})\s?(?:个)?(?:年|月|季度|学期)(?:后)?(?=[，,]?(?:达到"
        rf"|完成|做到|实现|降到|提到|见效|到位|搞定|拿下))",
        "差评[三个月]降到5条",
    ),
    Form(
        "en_within",
        "end",
        rf"(?<![a-z])(?:within|in(?:side)?(?: under)?) (?:(?:the|a period of|the space of) )?(?:next |coming "
        rf"|following |first )?{_COUNT}[ -]"
        rf"(?:calendar |business |working )?(?:minute|min|hour|hr|h|day|week|wk|fortnight|month"
        rf"|mth|mo|quarter|year|yr|semester|term)s?'?(?: time)?(?![a-z])",
        "reach 90% [within six months]|[Within two weeks] put the new signs up",
    ),
    Form(
        "en_period",
        "end",
        r"(?<![a-z\d])(?:\d{1,2}|two|three|six|nine|twelve)[ -](?:month"
        r"|week|year|term) (?:target|goal|plan|period)|(?<![a-z])(?:a|one) fortnight",
        "90% answered, [6-month target]",
    ),
    Form(
        "en_next",
        "end",
        rf"(?<![a-z])(?:over|during|for|throughout|in|across) the (?:next|coming"
        rf"|following) (?:{_COUNT} )?(?:business |working )?{_LONG_EN}(?![a-z])",
        "[over the next six months] reach 90%",
    ),
    Form(
        "en_over",
        "end",
        rf"(?<![a-z])for {_COUNT} (?:year|month|quarter|week)s?(?![a-z])|(?<![a-z])(?:after|at) {_COUNT} (?:month"
        r"|quarter|year|term)s?(?! of)"
        rf"|(?<=[.;–-] ){_COUNT} (?:month|week|quarter)s?(?=\W*$)|(?<![a-z])(?:have|got|give (?:it"
        rf"|us|me|them|ourselves)) {_COUNT} (?:month|week)s(?![a-z])|over an? {_COUNT}-(?:month"
        rf"|week) (?:trial|pilot|period)|(?<![a-z]){_COUNT} (?:month|week)s? (?:on(?=[.,;]|$)"
        r"|to (?:get there|do it|fix|finish))"
        rf"|(?<![a-z])over {_COUNT} (?:month|quarter|year|week)s?(?![a-z])"
        rf"|(?<![a-z\d])(?:{_COUNT}|\d{{1,3}}) (?:day|month|week|year)s? from (?:now|today)",
        "raise it to 90% [over two quarters]|90% answered, [six months from now]",
    ),
    Form(
        "en_in_brackets",
        "end",
        rf"\(\s?{_COUNT}[ -](?:month|week|quarter|year|term)s?\s?\)",
        "Resolve rate to 85% [(6 months)]",
    ),
)

#: Dates, and periods by their name.
DATES = Grammar(
    Form(
        "zh_year_to_year",
        "end",
        r"(?<!\d)20\d{2}\s?[-~/至到]\s?(?:20)?\d{2}\s?(?:学年|年度|财年)(?:内|底|末)?",
        "[2025-2026学年]校车不漏接",
    ),
    Form(
        "zh_until_end_of",
        "end",
        rf"(?<![一-鿿])(?:到|在)?(?:{_YEAR})?(?!每|通话|课程?|手术|就诊|诊疗|服务|办理|治疗|会诊|值班)"
        r"(?:(?![部科组班室队店每])[一-鿿]){2,8}?(?:结束|开始|来临|到来|启动|投用|搬迁|换届|检查|验收|交付"
        r"|竣工|开幕|闭幕)(?:之前|以前|前)",
        "[明年汇算清缴结束前]，答复清楚的不低于93%",
    ),
    Form(
        "zh_rhythm",
        "loose",
        r"隔三[岔差]五|(?<!平均)隔[周月](?![^，。；,;]*才)|每双周|每逢[一-鿿]{2}|每晚(?=别|由)|(?<![一-鿿不])定期(?=[请给把对向组])|(?:每|逐|按)(?:一|个|半|两|[2-6])?(?:个)?(?:工作日|天|日|周|星期|月份?|季度|季|年度?"
        r"|半年|学期|学年)(?!度假)",
        "[每季度]投诉不超过5件",
    ),
    Form(
        "zh_from_to",
        "end",
        rf"(?:{_YEAR})?的?\s?{_N}(?:月|季度)?(?:份)?\s?(?:-|~|至|到)\s?{_N}(?:月"
        rf"|季度)(?:份)?(?:底|末|期间)?",
        "[2026年1月至6月]投诉减半|[3-5月]完成全员轮训",
    ),
    Form(
        "zh_so_far",
        "start",
        rf"(?:今年|本年度?|20\d\d年)(?:的)?[前头]{_N}个?(?:月|季度)(?!内|完成|要|把|将)",
        "[今年前八个月]电梯困人9起",
    ),
    Form(
        "zh_since_for",
        "end",
        rf"(?:从|自)?(?:(?:{_YEAR})?的?\s?(?:{_DAY}|{_PART}|{_FEAST})|{_THIS}|现在|即日|今[天日])\s?(?:起|开始)[，,]?\s?"
        rf"(?:用|连续|头)?(?:{_N}\s?个?(?:月|周|季度|学期)|半年|一年|[到至](?:{_YEAR})?[^，。；,;\d]{{0,6}}?(?:底|末|结束|为止|止|放假))"
        r"(?:之?内|以内|里)?",
        "[12月起三个月]，吞卡当天取回做到九成五|[四月起到学期结束]，排队别超过6人",
    ),
    Form(
        "zh_closing",
        "end",
        rf"(?:报名|申请|征集|填报|缴费|预订|认购|参保|选课)(?:截止|结束|开始)(?:日)?{_BEFORE}",
        "续班率到90%，寒假班[报名截止前]",
    ),
    Form(
        "zh_alone",
        "end",
        r"(?<=[，,；;])\s?(?!目|以|之|此|从|当|[都均也全在到赶打给接派送退上下出入开用食饭餐睡术课班查检离登起取签付进发装办治化])[一-鿿]{1,5}(?<![饭餐睡术课班手目以门台窗店柜直空眼面生往提超先跟胸人产])(?:之前|以前|前)(?=[，,。；;)]|$)",
        "换货排队到7分钟，[双旦前]",
    ),
    Form(
        "zh_occasion",
        "end",
        r"(?:(?<=^)|(?<=[部科组处室队店站心班])|(?<=[，,；;。]))(?:赶在|在)?(?![一-鿿]{1,6}(?:[部科组处室队店站台心班房员司区家厅]|主管|主任|经理|[店组班队士]长"
        r"|师傅|老师)[一-鿿]{1,6}前)(?![^，。；,;]{0,8}(?:患者|病人|客人|顾客|客户|旅客|乘客|家长|学生|孩子|老人|用户|住客|读者|业主|员工|新人"
        r"|手术|术|就诊|出院|入院|离|进门|开餐|上菜|交班|接班|下班|上班|下课|上课|登机|起飞|发车|到站|出车|出库|送达|出门|睡|饭|餐|检查|入职|上岗|付款|发货|收货|[当每次][天日]|开门"
        r"|关门|闭馆|打烊|之前|以前))"
        r"(?!目|以|之|此|从|提|面|眼|往|先|向|当|超)[一-鿿]{2,7}(?<![目以之此从往先门台窗店柜面眼跟胸空直超提])(?:前|来之前|之前|以前)(?=[，,]|[把将])",
        "[新楼启用前]，把接通率提到90%|客服部[店庆前]把接通率提到90%",
    ),
    Form(
        "zh_holiday",
        "end",
        r"(?<![一-鿿])(?:在|到)?(?:今年|明年)?(?:国庆|春节|五一|中秋|元旦|端午|清明|暑期|春运)(?:黄金周|小?长假|假期)(?:期间|里|前后)?(?!起|以来"
        r"|\s?[\d三五七八]天|前)|(?<![一-鿿])(?:今年|明年)?[春暑]运(?=不[超高多]|控制|压到|降到|最多|至多|别超)|(?<![一-鿿])[春秋]季开学(?!起|以来|\s?[\d三五七八]天|前)",
        "[国庆黄金周]排队压到5-8分钟|热水断供，[春运]不超过2次",
    ),
    Form(
        "zh_judged_by",
        "end",
        r"以[^，。；,;]{0,10}(?:季度|年度|年终|年末|[年季月]报|[\d一二三四五六七八九十]月|学期"
        r"|半年)[^，。；,;]{0,8}(?:为准|为依据|结账)",
        "[以四季度报表为准]，投诉不超过5件",
    ),
    Form(
        "any_number_date",
        "end",
        rf"(?:到|至|于|在|截至)?(?<![\d.])(?:20\d{{2}}(?:0[1-9]|1[0-2])[0-3]\d(?!\d)|(?:19"
        rf"|20)\d{{2}}[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}})?(?![\d%])|{_MD}(?=\s?(?:日|号)?(?:之前"
        rf"|以前|前|止|截止)))"
        rf"(?:日|号|月)?{_END}{_END}|(?:截止|截至|限|期限)[到至于:：]?\s?{_MD}(?![\d%])"
        rf"|(?<![\d.由从]){_MD}\s?[~至到-]\s?{_MD}(?![\d%])|(?<!\d)20\d{{2}}\s?全年",
        "[12/31前]完成|[2026-12]接通率到90%|[2026-06-30前]完成|[2026-12-31]: 90%|[9.30前]上线",
    ),
    Form(
        "zh_weekday",
        "end",
        rf"(?:[本下这上]?(?:个)?{_WEEKDAY})(?:下班|上午|下午|晚上|中午|早上)?(?:之前"
        rf"|以前|前)|[下这本](?:个)?{_WEEKDAY}"
        r"|(?:大?后天|明[天晚]|今晚)(?:上午|下午|晚上|早上|下班|中午)?(?:之前|以前|前)"
        rf"|(?:剩下|余下|剩余)的?\s?{_N}个?(?:月|周|天|季度)",
        "[下周三前]整改完毕|[周五下班前]贴好标识",
    ),
    Form(
        "zh_this_side",
        "end",
        r"(?<![\d一二三四五六七八九十两几多今明去本当每])(?:年|节|月底"
        r"|学期|假期)前(?![台厅后往期来])",
        "[节前]把标识换好",
    ),
    Form(
        "zh_date",
        "end",
        rf"(?:(?:{_YEAR}|(?<!\d)20\d{{2}})的?\s?(?:{_PART}|{_DAY}|{_LAST}|{_FEAST}|{_THIS})"
        rf"|{_THIS}|(?<![每\d上]){_DAY}(?!\S?龄)"
        rf"|{_PART}|{_YEAR}|{_LAST})(?:底|末|{_LAST})?{_END}{_END}|(?:在|到|至|截止日?期?[:：是为]?"
        rf"|截至|限期|最[迟晚]){_FEAST}{_END}"
        rf"|(?:年终|年末|年底|期末|月末|季末)[一-鿿]{{2,4}}{_BEFORE}"
        # What begins with a feast is tried only where one stands.
        rf"|(?={_FEAST})(?:{_FEAST}(?:[(][^()]{{1,8}}[)]|(?!假|长)[一-鿿]{{1,6}}?)(?:结束|到期|来临)?{_BEFORE}"
        rf"|{_FEAST}(?:以后|之后|过后)|{_FEAST}\s?[(]{_MD}[)]\s?{_BEFORE}|{_FEAST}(?:结束|到期"
        rf"|来临)?(?<=假期)(?=[，,])|{_FEAST}(?=看结果|公布|见效|完成|达到|到位|落实|上线|试行|启用|实现|验收|考核|检查|复盘|看数|盘点)"
        rf"|{_FEAST}(?:结束|到期"
        rf"|来临)?(?:{_BEFORE}|之内|内|期间|为止|止))",
        "[2026年12月31日前]完成培训|[第三季度末]投诉率降到1%|[年底前]上线|[春节前]缩短排队时间"
        "|[12月底]做到95%|[过年前]清完积压",
    ),
    Form(
        "zh_horizon",
        "loose",
        r"(?:在)?(?:未来|今后|接下来|往后|近)的?(?:[几数]个?(?:年|月|季度|冬天|夏天|学期|周)|一?(?:阵子|段时间|个时期|个阶段))(?:之?内|里)?"
        r"|这几年|过(?:些日子|一?阵子)|下一?阶段|(?:在)?不[远久]的将来|将来(?=有)",
        "[接下来一阵子]多关注用药安全|[未来几个季度]逐步减少重复提交材料|[过些日子]配上放大镜",
    ),
    Form(
        "zh_clause_alone",
        "end",
        rf"(?<=[，,、 ])\s?(?:(?:今年|明年)?{_FEAST}(?=。?$|[；;]|[，,]\s?[一-鿿]{{2,6}}$)"
        r"|(?:fy\s?\d{2,4}\s?)?h[12](?![a-z\d])"
        r"|(?:1[0-2]|0?[1-9])[./](?:3[01]|[12]\d|0[1-9])(?=。?$)"
        r"|[^\W\da-z想是在都科组部室队把将到]{2,8}(?<![门台窗店柜面眼跟胸目以从此提期])(?:之前|以前|前)"
        r"(?=由|从|务必|要|减|降|压|缩|做到|修好|调好|补齐|逐间))"
        rf"|^(?:今年|明年)?{_FEAST}(?<=[周期])(?=[，,])",
        "缺货品种14→3，[冬至]|暖气费收缴率冲九成八，[元旦]|被拒率由9%降至3%，车队调度室，[h1]|持证率达100%，[6/30]|取包排队，[换展巡演前]由25分钟砍到12分钟",
    ),
    Form(
        "zh_season",
        "end",
        r"(?:(?<![一-鿿])[一-鿿]{0,4}季|学期|学年|财年|年度|本届|三伏|暑期)(?:结束|收尾|过半|终了)(?:时|为止|算账|统计|前)?"
        r"|(?:国庆|春节|五一|元旦|中秋|端午|清明)后(?:头|第)?[一两二三]?个?(?:周末?|月)|整个[春夏秋冬][天季]|第[一二两]学期|本采暖期|年度末|全年$|截[至止]\s?w\d{1,2}"
        r"|(?<![\d月])\d{1,2}[号日](?:之前|以前|前)|(?:管到|执行至|截至|到)?(?:本次)?(?:报名|申请|缴费|征集|投稿|选课)截止日"
        r"|(?:(?<![一-鿿])|(?<=[部科组室队店站在于到]))(?![部科组室队店站])[^\W\da-z是在部科组到想把将]{2,8}(?<!工作)(?<![当次每今昨明前后同即])[日节](?:之前|以前|前|当天)(?=[，。；,;由从要降减压做把将看启在到]|$)",
        "由5小时缩到1小时，[学期过半时]|[演出季结束时]要到4.3分|[国际博物馆日前]降到6%|供热[整个冬季]不停|[11号前]落实|两项均[管到本次报名截止日]",
    ),
    Form(
        "zh_once_settled",
        "loose",
        r"(?:等|待)(?:[一-鿿]{1,8}?)(?:稳定|理顺|到位|成熟|忙完|空下来|闲下来|有空|好转)(?:下来|了|以后|之后|后|再|的时候)*|忙完这[阵段](?:子)?(?:之?后|再)?"
        r"|条件(?:成熟|允许)(?:时|后|了)?",
        "[等新系统稳定以后]，把接通率提到90%|[忙完这阵子]整理台账",
    ),
    Form(
        "zh_feast_head",
        "end",
        r"(?<=^)(?:今年|明年)?(?:五一|国庆|春节|中秋|元旦|端午|清明|双十一|双十二|双11|618|春运|暑运|圣诞)(?=[一-鿿]{2,6}(?:排队|等候|投诉|差评|窗口|口|台|厅|站"
        r"|店)|[当][天日])",
        "[五一]检票口排队不能再上热搜",
    ),
    Form(
        "zh_after_feast",
        "end",
        r"(?<![一-鿿])(?:过完[年节]|[年节]后|假期后|开学后|收假后|旺季后|暑运后|(?:半|\d{1,2}|[一二两三四五六七八九十]{1,2})个?[周月]后(?=看))(?=[看验查评见再，,。]|$)",
        "一次修好率从82%上90，[过完年]看|排队控制在25分钟，[12周后]看数据",
    ),
    Form(
        "zh_event",
        "end",
        r"(?:在|于|到|至|赶在)[^，。；,;、\d]{2,14}?(?:之前|以前|前)(?=[，,将把使让]|完成|实现)",
        "[赶在新大厅开放前]，完成导诊培训",
    ),
    Form(
        "en_between",
        "end",
        rf"(?<![a-z])(?:from )?{_MONTH_DAY} ?(?:to|until|till?|thru|through|-) ?{_MONTH_DAY}(?![a-z\d])"
        rf"|(?<![a-z])from (?:{_MONTH_DAY}|(?:the |next |this )?(?:start|beginning|middle) of [a-z]+|now"
        rf"|next [a-z]+|easter"
        rf"|christmas|today),? (?:to|until|till?|through) (?:{_CLOSE}|{_POINT}|{_FEAST_EN})(?![a-z])"
        rf"|(?<![a-z])(?:between now and|between {_MONTH_DAY} and|from now (?:on )?(?:to|until|till?)) (?:{_POINT}"
        rf"|{_FEAST_EN})(?![a-z])",
        "less waiting [from July to September]|none lost, [Oct thru March]|none lost, [Jan-Dec 2027]"
        "|one or none [between now and 1 March]",
    ),
    Form(
        "en_latest",
        "end",
        rf"(?<![a-z])(?:by )?(?:(?:the|end|early|late|mid|next"
        rf"|this)[ -]){{0,2}}(?:{_MONTH}|summer|winter|spring|autumn|easter|christmas|(?:mon|tues"
        rf"|wednes|thurs|fri)day|year|week|term|20\d{{2}})"
        rf"(?: (?:next|this) year| \d{{1,4}})?,? at the (?:very )?latest"
        rf"|(?<![a-z])at the (?:very )?latest,? (?:by |on )?(?:{_DATE})"
        r"|(?<![a-z])in time for (?:the )?[a-z -]{3,30}|(?<![a-z])in the (?:[a-z]+ )?season(?![a-z])"
        r"|(?<![a-z])(?:by )?the (?:first|second|third|fourth|last) (?:mon|tues|wednes|thurs|fri"
        r"|satur|sun)day (?:in|of) "
        rf"(?:{_MONTH}|the (?:month|quarter|term))|(?<![a-z])last (?:mon|tues|wednes|thurs|fri"
        rf"|satur|sun)day in {_MONTH}"
        r"|(?<![a-z])(?:ready|in place|in force|done|sorted|finished|complete|live|up and running"
        r"|fixed) for (?:the )?(?:[a-z]+ ){0,3}[a-z]+"
        r"(?=[.,;)]|$)|(?<![a-z])(?:right |all )?(?:through|over) the (?:summer|winter|autumn"
        r"|spring|season|holidays)(?![a-z])"
        r"|(?<![a-z])by the (?:back|tail|far) end of (?:the )?[a-z]+|(?<![a-z])by the turn of the year",
        "90% by phone, [spring at the latest]|queues cut [in time for the half-term getaway]",
    ),
    Form(
        "en_rhythm",
        "loose",
        r"(?<![a-z])(?:(?:(?:at|by) the (?:end|start) of )?(?:every|each) (?:single |other |second |\d{1,2} "
        r"|two |three |four |six )?"
        r"(?:working )?(?:day|evening|morning|night|weekday|fortnight"
        r"|weekend|week|month|quarter|year"
        r"|semester|term|shift"
        r"|season|friday|monday)s?|(?:on a )?(?:daily|weekly|monthly|quarterly|annually"
        r"|yearly)(?: basis)?)(?![a-z])",
        "[Every month], keep complaints below 5",
    ),
    Form(
        "en_once_settled",
        "loose",
        r"(?<![a-z])(?:once|when|after|until|as soon as) (?:(?:things|it|life|the (?:dust|rush"
        r"|new [a-z]+(?: [a-z]+)?|team)|we|everyone"
        r"|everything) )?(?:has |have |is |are |'s |'re )?(?:calm(?:s|ed|er)?|settle[sd]?|quieten(?:s"
        r"|ed)?|quiet(?:s|er)?|beds? in"
        r"|bedded in|die[sd]|ease[sd]?|back to normal|less busy|have (?:the )?time|get (?:a"
        r"|the) chance)(?: down| off| in)?(?![a-z])",
        "[once things calm down], ring tenants back within 24 hours",
    ),
    Form(
        "en_by",
        "end",
        rf"(?<![a-z])(?:by|until|before|from|at|for) (?:the )?(?:end of (?:the )?"
        rf"|start of (?:the )?)?(?:\d{{4}} )?(?:summer|winter|spring"
        rf"|autumn|new|next) (?:schedule|timetable|season|term|menu|programme|intake|rota)(?: 20\d{{2}})?(?![a-z])"
        rf"|(?<![a-z]){_LEAD} (?:{_POINT})(?![a-z])",
        "reach 90% [by Q3]|[before 1 March 2027] reach 90%|answer 90% [by EOY]|signs up [by week 30]"
        "|90% [by 31.12.2026]|reach 90% [within the quarter]",
    ),
    Form(
        "en_event",
        "end",
        rf"(?<![a-z])(?:by|before|b4|until|till?|come"
        rf"|ahead of) (?!{_NO_EVENT})(?:[a-z'&-]+ ){{0,4}}(?:{_EVENT})(?![a-z])"
        r"(?: (?:ends|closes|starts|opens|begins|finishes))?(?:'s (?:end|start|close))?"
        r"|(?<![a-z])(?:until|before|by the time|when) (?:(?:the|our|we|they) )?(?!(?:call|visit"
        r"|shift|lesson)s? )"
        r"(?:[a-z'-]+ ){0,3}(?:finish|end|close|open|start|begin|move|launch|reopen|change"
        r"|break up|(?<=clocks )go|(?<=school )goe|(?<=schools )go)(?:e?s)?"
        r"(?: back)?(?: for [a-z]+)?(?![a-z])(?! (?:it|them|him|her)(?![a-z]))"
        r"|(?<![a-z])(?:give|allow) (?:us|me|them|the team|it) \d{1,3} (?:days|weeks|months)",
        "cleaning 4.5 [by spring bank holiday]|no accident [until the course finishes]|[give us 100 days]",
    ),
    Form(
        "en_feast",
        "end",
        rf"(?<![a-z])(?:(?:by|before|b4|until|till?|come|over|(?:right )?through to|up (?:to|until)"
        rf"|around|towards?|between now and|from now (?:to"
        rf"|until)|ahead of|in time for) {_FEAST_EN}|during (?=the |this |next ){_FEAST_EN}"
        r"|(?:over|by|before|at|for) the (?:long|holiday|bank holiday|coming) weekend"
        r"|during [a-z]+ (?:season|break|holidays?)|for the (?:coming |next )?(?:summer|winter"
        r"|autumn|season"
        r"|holidays)(?! [a-z])"
        rf"|(?:by|before|until) {_UPCOMING}|by (?!{_NO_EVENT})(?:[a-z]+ ){{1,3}}(?:week|day|fair|festival"
        rf"|weekend|conference)|before (?:we|they) (?:re)?(?:open|launch|move|close|start)"
        rf"|(?<!ed )(?<!en )(?<!ne )by (?:the|our) (?!(?:first|second|third|[a-z]+th) ring"
        rf"|(?:[a-z]+ ){{0,2}}(?:[a-z]+(?:ers|ists"
        rf"|ors)|staff|team|desk|nurses?|doctors?|kitchen|office|department|manager|hour|day"
        rf"|minute|week|same)(?![a-z]))(?:(?!before|until|so|in|at|on)[a-z]+ ){{0,2}}(?!before|until|so"
        rf"|in|at|on|door|window|entrance|lift|gate|till|bed|hand)[a-z]+)(?![a-z])",
        "new menu [by half term]|queues under 5 minutes [before Christmas]",
    ),
    Form(
        "en_occasion",
        "end",
        r"(?<![a-z])(?:by|before|until|till?|come|at|in|for|ahead of|in time for) (?:(?:the|our|this"
        rf"|next|its) )?(?:(?!(?:by|in|on|at|to|from|than|half|ten|five|this|next"
        rf"|[a-z]+ed)(?![a-z]))[a-z]+ ){{0,2}}?"
        rf"(?:{_MONTH}|christmas|xmas|easter|summer|winter|spring|autumn"
        r"|new year)(?: [a-z]+)?(?=[.,;:)]|$| [-–] )"
        rf"|(?<![a-z])before (?:the|our) (?!{_PER_CASE})(?:[a-z'-]+ ){{0,2}}[a-z]+(?=[.,;:)]|$| [-–] )",
        "not a single mix-up [at the November sitting]|alarms down to 2 [before the hot weather]",
    ),
    Form(
        "en_season",
        "end",
        r"(?<![a-z])(?:in|at|for|during|over|all|throughout|through|with|this side of) (?:the "
        r"|this |next )?(?:end of )?(?:christmas|xmas|easter"
        r"|ramadan|lent|advent|diwali|eid|michaelmas|black friday|golden week|halloween|freshers'?"
        r"|half[- ]term|new year|summer|winter|autumn"
        r"|spring|(?:new |coming |high )?season|peak|world cup|olympics|tournament|festival"
        r"|championships?|marathon|games|jubilee)"
        r"(?: (?:term|week|weekend|season|holidays?|break|rush|period|timetable|schedule|programme"
        r"|menu))?(?![a-z])(?! (?:hours?|times?|traffic|demand|periods?|days?|tickets?))"
        r"|(?<![a-z])(?:in|at) (?:the|our) next (?!(?:call|visit|time|step|stop|day|working|shift"
        r"|meal|counter|desk|room|one)(?![a-z]))"
        r"(?:[a-z]+ )?[a-z]{4,}|(?<![a-z])by (?:my|your|our|their|his|her) (?:[a-z-]+ ){0,2}"
        r"(?:birthday|appraisal|review|retirement|anniversary|meeting|one-to-one"
        r"|deadline)(?![a-z])|(?<![a-z])within the (?:month|year)(?![a-z])"
        r"|(?<![a-z])for the (?:whole|full|entire) (?:quarter|term|month|season)",
        "no drop-outs [during ramadan]|4.5 stars [in the next patient survey]|90% [this side of christmas]",
    ),
    Form(
        "en_bare",
        "end",
        rf"(?<![a-z]){_MONTH} ?- ?{_MONTH}{_YY}?|(?<![a-z])(?:{_THE})"
        rf"|(?<![a-z\d])(?:{_QUARTER})(?![a-z\d])|(?<![a-z])(?:first|second)-(?:half|quarter)(?![a-z])"
        rf"|(?<![a-z])(?:{_SHORT})(?![a-z\d])|(?<![a-z])(?:end|mid|early"
        rf"|late)[ -](?:of )?(?:{_MONTH}{_YY}?|20\d{{2}}|summer|winter|spring|autumn)"
        rf"|(?<![a-z])all (?:of )?20\d{{2}}"
        r"|(?<!\d)20\d{2}(?= (?:target|goal|aim)(?![a-z]))|(?<=\()20\d{2}(?=\))"
        rf"|(?<![a-z])(?:the )?end of (?:the )?(?:{_UNIT}|{_QUARTER}|{_MONTH}|20\d{{2}})(?![a-z])"
        r"|(?<![a-z])the (?:mon|tues|wednes|thurs|fri|satur|sun)day (?:after"
        rf"|before) {_FEAST_EN}(?![a-z])|(?<=^)(?:{_NTH})(?=[:,])"
        rf"|(?<![a-z])(?:(?:deadline:? |by )?(?:w/[ec]|week (?:commencing|ending)) |(?:due|deadline"
        rf"|(?:target|review|measurement|due"
        rf"|end)(?: date)?)[: ] ?)(?:{_DATE})"
        rf"|(?<![a-z\d] )(?<![a-z\d])(?:\d{{1,2}}(?:st|nd|rd|th)? )?{_MONTH}(?: \d{{1,2}}(?:st"
        rf"|nd|rd|th)?)?{_YY}|(?<=[(,;:.–-] )(?:{_DATE})(?! (?:we|it|they|was|were|had))"
        rf"|(?<![a-z])latest,? (?:{_DATE})|(?:{_DATE}) latest(?![a-z])|(?<=\()(?:{_DATE})"
        rf"|(?<=^)(?:{_DATE})(?=[:,])|(?<=[,;–-] )(?:week|wk) ?\d{{1,2}}(?=[.,;)]|$)"
        r"|(?<!\d)(?:31|30)[./]\d{1,2}[./]20\d{2}(?!\d)|(?<![\d-])20\d{2}-(?:0[1-9]"
        r"|1[0-2])(?:-\d{2})?(?!\d)",
        "[end March]: 90% answered|complaints under 5 [year-end]|reach 90% [this year]"
        "|raise the score to 45, [end of quarter]",
    ),
    Form(
        "en_day_month",
        "end",
        r"(?<![a-z])(?:by|closes|due|ends|until|before|deadline) (?:3[01]|[12]\d|0?[1-9])\.(?:0[1-9]"
        r"|1[0-2])(?![\d%]|\s?(?:points?|pts|stars|out of))",
        "61 → 72 (reviewed monthly; [closes 31.03])",
    ),
    Form(
        "en_festival",
        "end",
        rf"(?<![a-z])(?:(?:(?:at the latest )?(?:by|before|b4|until|till?|come|over|for|at|on|ere|ahead of"
        rf"|in time for)|through to|up to(?: and including)?|between now and"
        rf"|from now (?:to|until)|the week (?:of|after|before)|week of|deadline:?"
        rf"|next) )?(?:the )?(?:20\d\d )?{_FESTIVAL}(?: 20\d\d| next| week| is over)?(?! (?:hampers?|dinners?"
        rf"|menus?"
        rf"|tickets?|cards?|trees?|market|lunch|party|sales?)(?![a-z]))(?:,? at the (?:latest|outside))?(?![a-z])",
        "half as many repeat visits [by nowruz]|errors down to 5,"
        " [lammas day at the outside]|two lost [between now and holi]",
    ),
    Form(
        "en_numbered",
        "end",
        r"(?<![a-z])(?:(?:by|before|until|in|for|from|at|@|target|end of|the end of) )?(?:week|wk|kw|sem|semester"
        r"|term|period|sprint|trimester) ?(?:\d{1,2}|i{1,3}|iv)(?![a-z\d])(?=[.,;:)/]|$| =| - |,)"
        r"|(?<![a-z])(?:in|for|by|over|until|at) (?:the )?(?:end of )?(?:3rd|2nd|1st|4th|third|second|first|fourth"
        r"|last) (?:quarter|half|term|semester)(?![a-z]| of an)|in (?:term|semester) (?:i{1,3}|\d)(?![a-z])"
        r"|(?<![a-z\d/])\d{1,2}-(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)(?![a-z])|(?<![a-z])(?:jan"
        r"|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)-2\d(?!\d)"
        r"|(?<![a-z\d/])(?:(?:by|before|until|in|end) )?(?:0?[1-9]|1[0-2])/20\d\d(?!\d)|(?<![a-z])(?:calendar"
        r"|fiscal|financial|school"
        r"|academic) (?:year )?20?2\d(?:/\d\d)?(?!\d)"
        r"|(?<=[,:;–-] )20[2-9]\d(?=[.,;:]|$| -)|(?<=^)(?:goals )?20[2-9]\d(?= -|:)|(?<![a-z])(?:goals|targets?"
        r"|plan|aims) (?:for )?20[2-9]\d(?!\d)|'[2-9]\d(?= ?[-:–])"
        r"|(?<![a-z])(?:summer|winter|spring|autumn|new) timetable(?: 20\d\d)?(?=[.,;:)]|$)"
        r"|(?<![a-z])[a-z]{3,} (?:fair|show|festival|conference|season) 20\d\d(?!\d)",
        "chair delay no longer than 10 minutes [at end of 3rd quarter]|errors 27 to 5 [in term ii]"
        "|all of the lodge, [15-jan]|failed opens 0.9% to 0.3% [wk 14]"
        "|satisfaction 3.9 to 4.4 [by 12/2026]|net promoter score plus 15, [ism fair 2028]",
    ),
    Form(
        "en_when_over",
        "end",
        r"(?<![a-z])(?:(?:by|until|before|ere|till) )?when (?:the )?(?:school|term|season)(?:'s| is) (?:out|over"
        r"|done)(?![a-z])|(?<![a-z])before (?:the )?clocks (?:go )?back"
        r"|(?<![a-z])(?:by|before|until) (?:tax time|silage|lambing|harvest|mocks|commencement|showtime|shearing"
        r"|kick-?off|close of play)(?![a-z])"
        r"|(?<![a-z])(?:ere|before) the [a-z]+ (?:return|bloom|melt)s?(?![a-z])|(?<![a-z])pre-(?:christmas|easter"
        r"|season|summer)(?![a-z])|(?<![a-z])(?:in|for|over) the next(?=[.;]|$)"
        r"|(?<![a-z])(?:timeline|deadline|end point|review|due)[: ] ?(?:the )?(?:\d{1,3} (?:days|weeks|months)"
        r"|[a-z]+ monday|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|summer recess)(?![a-z])"
        r"|(?<=[,;] )next \d{1,3} (?:days|weeks|months)|(?<![a-z])by half-?year(?![a-z])"
        r"|(?<![a-z])this fiscal(?![a-z])|(?<![a-z])within (?:six|\d+|three) months of now|(?<![a-z])(?:effective"
        r"|done|achieved) by (?=\d)\d{1,2} [a-z]{3,9}"
        r"|(?<![a-z])(?:until|by) the 20\d\d annual report|(?<=[,;:–-] )start of (?:[a-z]+ )?season"
        r"|(?<![a-z])at the latest on [a-z ]{3,24}(?=,)|(?<=[.,;–-] )spring(?=[.]|$)|(?<=^)spring(?=:)",
        "lesson changeover in three minutes [by when school's out]"
        "|slots late 3 a week [before clocks back]|unpaid bills down to 20k [by tax time]",
    ),
    Form(
        "en_rhythmic",
        "loose",
        r"(?<![a-z])(?<!than )(?<!most )(?<!about )(?<!least )(?<!only )(?:once|twice|three times) (?:a|every"
        r"|each) (?:day|week|fortnight|month|quarter|term|year)(?=[.,;]|$| [a-z])(?! (?:or|at|is|max))"
        r"|(?<![a-z])(?:every|each) (?:mon|tues|wednes|thurs|fri|satur|sun)day(?:s)?(?! (?:morning the|queue))"
        r"|(?<![a-z])(?:day|week|month|year|term) after (?:day|week|month|year|term)(?![a-z])"
        r"|(?<![a-z])every (?:half-?term|summer|winter|spring|autumn|afternoon|lunchtime|weekend)(?![a-z])",
        "chaplain visits residents without family [each sunday]|pharmacist speaks to patients [twice a week]",
    ),
    # Whatever else names a time of the calendar is when it is due, unless it lies behind.
    Form(
        "en_calendar",
        "end",
        rf"(?<![a-z])(?:in|during) the run-?up to (?:the )?(?:[a-z\d]+ ){{0,3}}[a-z]+"
        r"|(?<![a-z])(?:this|the|all) (?:whole|entire) (?:term|year|quarter|month|week|semester)(?![a-z])"
        r"|(?<![a-z])all year(?: long)?(?= (?:on|in|at|for|from)(?![a-z]))|(?<![a-z])(?:during"
        r"|throughout|all through) (?:the )?(?:[a-z]+ )?(?:camp|course|visit|fair|show|tour|trial"
        r"|works?|move)(?![a-z])"
        r"|(?<![a-z])all (?:\d+|two|three|five|seven|eight) days of (?:the )?(?:[a-z]+ ){0,2}[a-z]+"
        r"|(?<![a-z])(?:over|during) (?:the )?(?:[a-z']+ ){1,3}(?:weekend|rush|break|holidays?|festival"
        r"|period)(?![a-z])"
        rf"|(?<![a-z])(?:for |over |all |in )?(?:(?:this|next|whole|entire|all|the|our"
        rf"|coming) )+(?:20\d\d )?(?:{_MONTH}"
        r"|(?!(?:high|low|peak|off|every) )(?:[a-z]+ )?season|(?:summer|winter|spring|autumn|easter"
        r"|christmas)(?: term"
        r"| season| holidays?| break| months)?)(?![a-z])"
        r"|(?<![a-z])(?:summer|winter|spring|autumn|fall|michaelmas|lent|trinity|hilary) (?:term"
        r"|semester|season)(?![a-z])"
        r"|(?<![a-z])(?:the )?(?:first|second) half(?: of)? 20\d{2}"
        rf"|(?<![a-z]){_MONTH},? 20\d{{2}}(?!\d)|(?<![a-z])(?:by|before|until) \d{{1,2}}(?:st|nd|rd"
        rf"|th)(?![a-z]| (?:ring|call|time|visit|reminder|attempt|floor))"
        rf"|(?<![a-z])at (?:year|quarter|month|term|season) close(?![a-z])"
        rf"|(?<![a-z\d])\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}{_YY}?|(?<![a-z]){_MONTH} \d{{1,2}}(?:st|nd"
        rf"|rd|th)?(?![\d%:.])",
        "the new tool goes live [3 nov]|lunch line 10 min, [summer term]|none left, [whole summer season]",
    ),
)
