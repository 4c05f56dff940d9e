"""Files as clerks, secretaries and team leads have them in 2026, made from known tables: what surrounds the answers.

Each says what it is read as, and how; `test_intake_clerks.py` says what comes of it.
"""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment

Rows = list[list[Any]]
KANO = [
    [1, 5, 2, 3, 3, 3], [2, 5, 1, 4, 3, 3], [3, 4, 1, 5, 1, 3], [1, 3, 3, 3, 2, 4],
    [2, 4, 1, 3, 3, 5], [1, 5, 1, 4, 5, 1], [3, 5, 2, 3, 3, 3], [1, 4, 1, 5, 3, 4],
]  # fmt: skip
SERVQUAL = [
    [7, 5, 6, 6, 7, 4], [6, 6, 7, 5, 6, 5], [7, 4, 6, 5, 5, 5],
    [5, 5, 7, 6, 6, 3], [6, 5, 5, 5, 7, 6], [7, 6, 6, 4, 6, 4],
]  # fmt: skip
FEATURES = ["叫号", "导诊", "停车"]
THINGS = ["queue calls", "guides", "parking"]
ZH = dict(enumerate(["喜欢", "理应如此", "无所谓", "能忍受", "不喜欢"], 1))
EN = dict(enumerate([
    "I like it that way", "It must be that way", "I am neutral", "I can live with it that way",
    "I dislike it that way",
], 1))  # fmt: skip
DAYS = [f"2026-11-0{day}" for day in range(2, 8)]
FILES: dict[str, tuple[str, bytes]] = {}


def text(rows: Iterable[Iterable[Any]], encoding: str = "utf-8", mark: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=mark, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)


def book(rows: Rows, edited: Callable[[Workbook, Any], None] = lambda book, page: None) -> bytes:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    edited(made, made.active)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def packed(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/"), part)
    return out.getvalue()


def asked(form: str, without: str, things: list[str] = FEATURES) -> list[str]:
    return [one.format(thing) for thing in things for one in (form, without)]


HEAD = ["编号", *asked("{}（具备时）", "{}（缺失时）")]


def survey(said: Callable[[int], Any] = ZH.__getitem__) -> Rows:
    return [HEAD, *([number, *map(said, row)] for number, row in enumerate(KANO, 1))]


def served(said: Callable[[int], Any] = int) -> Rows:
    head = ["编号", "E1", "P1", "E2", "P2", "E3", "P3"]
    return [head, *([number, *map(said, row)] for number, row in enumerate(SERVQUAL, 1))]


def beside(rows: Rows, head: list[str], cells: Callable[[int], list[Any]], *, before: bool = False) -> Rows:
    """Add columns to a table."""
    more = [head, *(cells(at) for at in range(len(rows) - 1))]
    return [[*new, *row] if before else [*row, *new] for row, new in zip(rows, more, strict=True)]


def kano(name: str, content: bytes) -> None:
    FILES[name] = "kano", content


def servqual(name: str, content: bytes) -> None:
    FILES[name] = "servqual", content


def records(name: str, rows: Rows) -> None:
    FILES[name] = "records", book(rows) if name.endswith("xlsx") else text(rows)


def comments(name: str, content: bytes) -> None:
    FILES[name] = "comments", content


# ---- under the answers ----

sums = [["合计", *map(sum, zip(*KANO, strict=True))], ["平均分", *["2.25"] * 6], ["满意率", *["87.5%"] * 6]]
kano("合计平均满意率.csv", text([*survey(int), *sums]))
kano("表下面的人数.xlsx", book([*survey(), [None], [None, *["8人"] * 6], ["制表：信息科 2026-11-03"]]))
kano("两个月叠着.csv", text([*survey()[:5], [], HEAD, *survey()[5:]]))
kano("两个月叠着带标题.xlsx", book([["一月"], *survey()[:5], [None], ["二月"], HEAD, *survey()[5:]]))
kano("拼在一起的两个文件.csv", text(survey()[:5], "utf-8-sig") + text([HEAD, *survey()[5:]], "utf-8-sig"))
kano("下面是另一份问卷.xlsx", book([*survey(int), [None], [None], *served()]))
kano("下面是带标题的另一份.xlsx", book([*survey(), [None], ["服务质量"], *served()]))

# ---- what a spreadsheet does ----


def last_year_hidden(made: Workbook, page: Any) -> None:
    page.sheet_state = "hidden"
    new = made.create_sheet("2026答卷")
    for row in survey():
        new.append(row)
    made.active = 1


def merged(made: Workbook, page: Any) -> None:
    for area in ("A2:A5", "A6:A9"):
        page.merge_cells(area)


def filtered(made: Workbook, page: Any) -> None:
    page.auto_filter.ref = "A1:G9"
    for row in range(5, 10):
        page.row_dimensions[row].hidden = True


def noted(made: Workbook, page: Any) -> None:
    page["B2"].comment = Comment("此人态度不好", "护士")
    page["H1"], page["H3"] = "备注", "家属代填"


of_wards = beside(survey(int), ["科室"], lambda at: [{0: "内科", 4: "外科"}.get(at)], before=True)
kano("去年的表藏着.xlsx", book([HEAD, *([at, *["无所谓"] * 6] for at in range(3))], last_year_hidden))
kano("科室合并.xlsx", book(of_wards, merged))
kano("科室合并另存.csv", text(of_wards))
kano("筛选过.xlsx", book(survey(int), filtered))
kano("带批注.xlsx", book(survey(int), noted))
wrong = survey(int)
wrong[3][3], wrong[4][2] = "#REF!", "#DIV/0!"
kano("公式出错.csv", text(wrong))
kano("撇号和不断行的空格.csv", text(survey(lambda code: f"'{code}\u00a0")))
kano("苹果表格导出.csv", text([["表格 1", *[""] * 6], *survey()]))
kano("首行写着分隔符.csv", b"sep=;\r\n" + text(survey(), mark=";"))
kano("竖线分开.csv", text(survey(), mark="|"))
kano("统一码文本.txt", "\ufeff".encode("utf-16-le") + text(survey(), "utf-16-le", "\t"))
kano("没有标记的十六位.csv", text(survey(), "utf-16-le"))
kano("苹果的表.numbers", packed(Index__Document="x", **{"Index__Document.iwa": "x"}))
kano("开放格式.ods", packed(mimetype="application/vnd.oasis.opendocument.spreadsheet"))

# ---- how an answer is written ----

FACES = dict(enumerate("😍👍😐😕😡", 1))
kano("几星.csv", text(survey(lambda code: f"{code} 星")))
kano("全角数字.csv", text(survey(lambda code: f"　{'０１２３４５'[code]} ")))
kano("表情和字.csv", text(survey(lambda code: f"{FACES[code]} {ZH[code]}")))
kano("只有表情.csv", text(survey(FACES.__getitem__)))
both = [[at, *map((ZH if at % 2 else EN).get, row)] for at, row in enumerate(KANO)]
kano("中英混填.csv", text([HEAD, *both]))
kano("只有选项字母.csv", text(survey(lambda code: "ABCDE"[code - 1])))
servqual("画星.csv", text(served(lambda code: "★" * code + "☆" * (7 - code))))
servqual("七分之几.csv", text(served(lambda code: f"{code}/7")))
FIVE = dict(enumerate(["非常不同意（1）", "不同意（2）", "一般（3）", "同意（4）", "非常同意（5）"], 1))
servqual("五级的说法.csv", text(served(lambda code: FIVE[min(5, code)])))
servqual("带推荐分.csv", text(beside(served(), ["推荐可能性0-10", "总体满意度"], lambda at: [10 - at, 5])))
servqual("带均值标准差.xlsx", book([*served(), ["均值", *[6.1] * 6], ["标准差", *[0.8] * 6]]))

# ---- who answered, and how ----

kano("交了两次.csv", text([*survey()[:4], survey()[1][:1] + ["不喜欢"] * 6, *survey()[4:]]))
kano("粘了两遍.csv", text([*survey(), *survey()[1:]]))
kano("试填的.csv", text([HEAD, ["测试", *["喜欢"] * 6], *survey()[1:]]))
kano(
    "没用过的跳过.csv",
    text([HEAD, *([*row[:5], *([""] * 2 if row[0] % 2 else row[5:])] for row in survey()[1:])]),
)
shown = beside(
    survey(int), ["Q1_DO_1", "Q1_DO_2", "Q1_DO_3"], lambda at: random.Random(at).sample([1, 2, 3], 3)
)
kano("随机出题的次序.csv", text(shown))
kano("带推荐分和满意度.csv", text(beside(survey(), ["您有多大可能推荐我们（0-10）"], lambda at: [10 - at])))

# ---- what form tools add ----

FORM = asked("如果提供{}，您觉得怎么样？", "如果不提供{}，您觉得怎么样？")
ENGLISH = asked("How would you feel if we offered {}?", "How would you feel if we did not offer {}?", THINGS)
google = beside([FORM, *(list(map(ZH.get, row)) for row in KANO)], ["时间戳记"],
                lambda at: [f"2026/11/0{at + 1} 8:00:00 上午 GMT+8"], before=True)  # fmt: skip
kano("谷歌表单.csv", text(google))
microsoft = [
    ["ID", "Start time", "Completion time", "Email", "Name", *(f"{one}\u00a0\n" for one in ENGLISH), "Used?"],
    *([at, "2026-11-02 8:00", "2026-11-02 8:05", "anonymous", "", *map(EN.get, row), "ER;Ward;"]
      for at, row in enumerate(KANO)),
]  # fmt: skip
kano("微软表单.xlsx", book(microsoft))
monkey = [
    ["Respondent ID", "Collector ID", "IP Address", *ENGLISH, "Which department?", ""],
    ["", "", "", *["Response"] * 6, "Response", "Other (please specify)"],
    *(
        [at, 42, "1.2.3.4", *map(EN.get, row), "Other (please specify)", "pharmacy"]
        for at, row in enumerate(KANO)
    ),
]
kano("SurveyMonkey.csv", text(monkey))
tencent = [
    ["编号", "开始答题时间", "结束答题时间", "答题时长", "清洗数据结果", "智能清洗数据结果", "用户标识", "昵称", "IP",
     "UA", *(f"{at}.{one}" for at, one in enumerate(FORM, 1)), "7.其他建议"],
    *([at, "2026-11-02 08:00:00", "2026-11-02 08:02:10", "130s", "", "", "oXy", "小王", "1.2.3.4", "Mozilla",
       *map(ZH.get, row), "停车太难" if at == 2 else "无"] for at, row in enumerate(KANO, 1)),
]  # fmt: skip
kano("腾讯问卷.csv", text(tencent, "utf-8-sig"))
comments("腾讯问卷里的建议.csv", text(tencent, "utf-8-sig"))
jinshuju = [
    ["序号", *asked("{}-有的话", "{}-没有的话"), "提交人", "提交时间", "填写时长", "填写设备", "IP", "微信昵称",
     "微信OpenID"],
    *([at, *map(ZH.get, row), "小王", "2026-11-02 08:00:00", "1分20秒", "手机", "1.2.3.4", "小王", "o1"]
      for at, row in enumerate(KANO)),
]  # fmt: skip
kano("金数据.xlsx", book(jinshuju))
wps = [
    [
        "提交者（自动）",
        "提交时间（自动）",
        "答题时长",
        *(f"{at}. {one}（必填）" for at, one in enumerate(FORM, 1)),
    ],
    *([f"WPS_{at}", "2026年11月2日 08:00", "00:02:10", *map(ZH.get, row)] for at, row in enumerate(KANO)),
]
kano("WPS表单.xlsx", book(wps))
lime = [
    ["id. 答复编号", "lastpage. 末页", *(f"G01Q0{side}[SQ00{at}]. {how}，您觉得怎样？[{thing}]"
     for side, how in ((1, "有这一项"), (2, "没有这一项")) for at, thing in enumerate(FEATURES, 1))],
    *([at, 3, *(f"A{row[place]}" for place in (0, 2, 4, 1, 3, 5))] for at, row in enumerate(KANO)),
]  # fmt: skip
kano("LimeSurvey编号.csv", text(lime))

# ---- logs ----

WAITS = ["12分钟", "约30分钟", "45分", "1小时5分", ">60分钟", "20 min"]
records("几分钟.csv", [["日期", "候诊时间"], *map(list, zip(DAYS, WAITS, strict=True))])
records("登记表带小计.xlsx", [
    ["2026年11月投诉登记"], ["日期", "科室", "投诉数"], [date(2026, 11, 2), "内科", 3],
    [date(2026, 11, 2), "外科", 2], ["小计", None, 5], [date(2026, 11, 3), "内科", 1], ["总计", None, 6],
])  # fmt: skip
records(
    "会计的负数.csv", [["Month", "Net change"], ["Jan-26", "(3)"], ["Feb-26", "4"], ["Mar-26", "(1,204)"]]
)
records("几个时区.csv", [["created_at", "wait_min"], ["2026-11-02T00:30:00Z", 12], ["2026-11-02T08:40:00+08:00", 9],
        ["2026-11-03T08:00:00+08:00", 7]])  # fmt: skip
records("年月六位.csv", [["年月", "投诉"], [202601, 3], [202602, 4]])
records("没有年份的月.csv", [["月份", "投诉"], ["1月", 3], ["2月", 4]])
records("没有年份的周.csv", [["周次", "满意率"], ["第45周", 88], ["第46周", 90]])
records("两个日期.csv", [["挂号日期", "就诊日期", "等候"], *([day, day, 9] for day in DAYS)])
records("美国日期.csv", [["Date", "Calls abandoned"], ["11/2/2026", 3], ["11/3/2026", 4]])

# ---- comments ----

SAID = ['他说"等着",就走了\n再没回来', "很好👍", "无", "电话13812345678，请回电"]
comments("引号换行电话.csv", text([["日期", "意见"], *zip(DAYS, SAID, strict=False)]))
comments("英文表单.csv", text([["Timestamp", "Any other comments?"], ["2026/11/02 8:00:00 PM GMT+8", "Waited 2 hours"],
         ["2026/11/03 9:00:00 AM GMT+8", "n/a"]]))  # fmt: skip
comments(
    "打分原因.csv", text([["编号", "评分", "打分原因"], [1, 3, "等得太久，没有人解释"], [2, 5, "护士很耐心"]])
)
comments("只有好差.csv", text([["评价"], ["好"], ["好"], ["一般"], ["差"]]))
