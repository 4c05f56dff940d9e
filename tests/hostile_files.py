"""Files that nobody should be hurt by: mistakes, damage and attacks, made here so that none is kept.

Run as a program, each is read and brought to a lab in a process of its own with 4 GB and 20 s of work, and may not
wait for anything; a line of JSON tells how it went.
"""

from __future__ import annotations

import gc
import io
import json
import os
import random
import signal
import struct
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from archives import zipped

MEMORY, SECONDS = 4 << 30, 20
IDLE, LOOK = 0.01, 15  # seconds of work in so many that pass: less is waiting, even beside a dozen others
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml."

Make = Callable[[], bytes]
FILES: dict[str, Make] = {}


def file(name: str) -> Callable[[Make], Make]:
    """Note a function as the maker of a file."""

    def note(make: Make) -> Make:
        FILES[name] = make
        return make

    return note


# ---- workbooks of Excel, part by part ----


def cell(ref: str, value: object, kind: str = "n") -> str:
    return f'<c r="{ref}" t="{kind}"><v>{value}</v></c>'


def words(row: int, *texts: object) -> str:
    cells = (f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
    return f'<row r="{row}">{"".join(cells)}</row>'


def survey(rows: int = 20) -> str:
    """Answers as they should be: a small Kano table."""
    head = words(1, "编号", "提醒（具备时）", "提醒（缺失时）")
    return head + "".join(
        f'<row r="{n}">{cell(f"A{n}", n)}{cell(f"B{n}", 1 + n % 5)}{cell(f"C{n}", 5)}</row>'
        for n in range(2, rows + 2)
    )


def sheet(rows: str, after: str = "", before: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def parts(page: str | bytes, strings: str | None = None, styles: str | None = None) -> dict[str, str | bytes]:
    kinds = {"/xl/workbook.xml": "sheet.main", "/xl/worksheets/sheet1.xml": "worksheet"}
    kinds |= {"/xl/sharedStrings.xml": "sharedStrings"} if strings else {}
    kinds |= {"/xl/styles.xml": "styles"} if styles else {}
    named = "".join(
        f'<Override PartName="{part}" ContentType="{KIND}{kind}+xml"/>' for part, kind in kinds.items()
    )
    rel = f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/>{named}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type='
        f'"{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="答案" sheetId="1" '
        'r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{rel}</Relationships>',
        "xl/worksheets/sheet1.xml": page,
    }
    return (
        made
        | ({"xl/sharedStrings.xml": strings} if strings else {})
        | ({"xl/styles.xml": styles} if styles else {})
    )


def excel(name: str, page: Callable[[], str | bytes], **more: Any) -> None:
    FILES[f"{name}.xlsx"] = lambda: zipped(parts(page(), **more))


def changed(name: str, change: Callable[[dict[str, str | bytes]], None]) -> None:
    def make() -> bytes:
        content = parts(sheet(survey()))
        change(content)
        return zipped(content)

    FILES[f"{name}.xlsx"] = make


def strange_row(name: str, row: str) -> None:
    excel(name, lambda: sheet(survey() + row))


strange_row("一个空格在最远处", '<row r="1048576"><c r="AD1048576" t="inlineStr"><is><t> </t></is></c></row>')
strange_row("一个数在最远处", f'<row r="1048576">{cell("XFD1048576", 3)}</row>')
strange_row(
    "一个数在最右边", f'<row r="22">{cell("A22", 3)}{cell("B22", 3)}{cell("C22", 3)}{cell("XFD22", 3)}</row>'
)
strange_row("列名写到最右边", words(30, *range(16384)))
strange_row("行号是天文数字", f'<row r="99999999999999">{cell("A3", 3)}</row>')
strange_row("行号不是数", '<row r="abc"><c r="A1"><v>3</v></c></row>')
strange_row("格子没有地址", '<row r="30"><c r="??"><v>3</v></c></row>')
strange_row("格子在界外", '<row r="30"><c r="ZZZZ30"><v>3</v></c></row>')
strange_row("没有这么多词", f'<row r="30">{cell("A30", 9999, "s")}</row>')
strange_row("词的号码是负的", f'<row r="30">{cell("A30", -1, "s")}</row>')
strange_row("不认识的类型", f'<row r="30">{cell("A30", 3, "zz")}</row>')
strange_row("不是数的数", f'<row r="30">{cell("A30", "三")}</row>')
strange_row("无穷大", f'<row r="30">{cell("A30", "1e999")}{cell("B30", "-1e999")}{cell("C30", "nan")}</row>')
strange_row("错误值", f'<row r="30">{cell("A30", "#REF!", "e")}{cell("B30", "#N/A", "e")}</row>')
strange_row("不是日期的日期", f'<row r="30">{cell("A30", "2026-99-99", "d")}</row>')
strange_row("很长的数", f'<row r="30">{cell("A30", "9" * 100_000)}</row>')
strange_row("一格二十万字", words(30, "长" * 200_000))
strange_row(
    "公式没有算过", '<row r="30"><c r="A30"><f>1+1</f></c><c r="B30"><f>WEBSERVICE("x")</f></c></row>'
)
strange_row("公式注入", words(30, "=cmd|' /C calc'!A0", "@SUM(1)", "+1"))
strange_row("控制字符", words(30, "_x0000__x0007_", "&#x202e;倒着写", "&#xfffe;"))
strange_row("深得没有底", "<row>" + "<a>" * 50_000 + "</a>" * 50_000 + "</row>")
strange_row("一行三十万格", "<row>" + "<c><v>1</v></c>" * 300_000 + "</row>")
strange_row("一百二十万格", "<row><c><v>1</v></c><c><v>1</v></c></row>" * 600_000)
strange_row("十万空行", "<row/>" * 100_000)

for title, count, areas in (
    ("合并到底", 1, ["A8:A1048576"]), ("合并整张表", 1, ["A1:XFD1048576"]), ("合并两万处", 20_000, ["A2:B2"]),
    ("合并重叠", 1, ["A2:B9", "B3:C12", "A1:A1", "C30:C40"]), ("合并的地址不对", 1, ["A0:??"]),
    ("合并倒着写", 1, ["C9:A2"]), ("合并没有尽头", 5000, ["A1:XFD1048576"]),
):  # fmt: skip
    merged = "".join(f'<mergeCell ref="{area}"/>' for area in areas * count)
    excel(title, lambda merged=merged: sheet(survey(), f"<mergeCells>{merged}</mergeCells>"))

RULE = '<conditionalFormatting sqref="A1"><cfRule type="cellIs" priority="1"><formula>1</formula></cfRule>'
BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "哈"}">' for n in range(12))
STYLES = f'<styleSheet xmlns="{MAIN}"><cellXfs count="1"><xf/></cellXfs></styleSheet>'
excel("规则十万条", lambda: sheet(survey(), (RULE + "</conditionalFormatting>") * 100_000))
excel("尺寸说谎", lambda: sheet(survey(), before='<dimension ref="A1:XFD1048576"/>'))
excel("尺寸写错", lambda: sheet(survey(), before='<dimension ref="??"/>'))
excel("空表", lambda: sheet(""))
excel("只有列名", lambda: sheet(words(1, "编号", "甲（具备时）", "甲（缺失时）")))
excel("列名重复五千次", lambda: sheet(words(1, *["甲"] * 5000) + words(2, *[1] * 5000)))
excel("没有格子", lambda: f'<worksheet xmlns="{MAIN}"/>')
excel("不是表", lambda: "<html><body>请先登录</body></html>")
excel("写了一半", lambda: sheet(survey())[:700])
excel("编码坏了", lambda: sheet(survey()).encode().replace("提醒".encode(), b"\xff\xfe"))
excel("十六位", lambda: ('<?xml version="1.0" encoding="UTF-16"?>' + sheet(survey())).encode("utf-16"))
excel("十亿个哈", lambda: f"<!DOCTYPE x [{BOMB}]>" + sheet(words(1, "&a11;")))
excel("外部实体", lambda: '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + sheet(words(1, "&a;")))
excel("四亿字节的表", lambda: sheet(survey()) + " " * 400_000_000)
excel("词有四亿字节", lambda: sheet(survey()), strings=f'<sst xmlns="{MAIN}">' + " " * 400_000_000 + "</sst>")
excel(
    "词也是炸弹",
    lambda: sheet(survey()),
    strings=f'<!DOCTYPE x [{BOMB}]><sst xmlns="{MAIN}"><si><t>&a11;</t></si></sst>',
)
excel(
    "词有两百万个",
    lambda: sheet(survey()),
    strings=f'<sst xmlns="{MAIN}">' + "<si><t>a</t></si>" * 2_000_000 + "</sst>",
)
excel("样式有五十兆", lambda: sheet(survey()), styles=STYLES.replace("<xf/>", "<xf/>" * 10_000_000))
excel("样式不是样式", lambda: sheet(survey()), styles="<a/>")

changed("没有工作簿", lambda content: content.pop("xl/workbook.xml") and None)
changed("没有目录", lambda content: content.pop("[Content_Types].xml") and None)
changed("没有表", lambda content: content.pop("xl/worksheets/sheet1.xml") and None)
changed("六千个部件", lambda content: content.update({f"xl/x{n}.xml": "" for n in range(6000)}))


def replaced(name: str, part: str, old: str, new: str) -> None:
    changed(name, lambda content: content.update({part: str(content[part]).replace(old, new)}))


LINKS, BOOK = "xl/_rels/workbook.xml.rels", "xl/workbook.xml"
replaced("表在别处", LINKS, "worksheets/", "../../../")
replaced("只有图表页", LINKS, '/worksheet"', '/chartsheet"')
replaced("五万张表", BOOK, "<sheets>", "<sheets>" + '<sheet name="另一张" sheetId="2" r:id="rId1"/>' * 50_000)


@file("截断的.xlsx")
def truncated() -> bytes:
    return zipped(parts(sheet(survey(500))))[:900]


@file("加密的压缩.xlsx")
def encrypted() -> bytes:
    content = bytearray(zipped(parts(sheet(survey()))))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + at] |= 1
            place = content.find(mark, place + 4)
    return bytes(content)


@file("没听过的压缩.xlsx")
def method() -> bytes:
    content = bytearray(zipped(parts(sheet(survey()))))
    place = content.find(b"PK\x01\x02")
    while place >= 0:
        content[place + 10 : place + 12] = struct.pack("<H", 99)
        place = content.find(b"PK\x01\x02", place + 4)
    return bytes(content)


@file("校验和不对.xlsx")
def checksum() -> bytes:
    content = bytearray(zipped(parts(sheet(survey(200)))))
    place = content.find(b"xl/worksheets/sheet1.xml")
    content[place + 60 : place + 80] = bytes(20)
    return bytes(content)


@file("大小说谎.xlsx")
def lying() -> bytes:
    content = bytearray(zipped(parts(sheet(survey()) + " " * 50_000_000)))
    place = content.rfind(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<I", 5000)
    return bytes(content)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
FILES["有密码.xlsx"] = lambda: OLE + "EncryptedPackage".encode("utf-16-le") + bytes(2000)
FILES["老式.xlsx"] = lambda: OLE + "Workbook".encode("utf-16-le") + bytes(2000)
FILES["网页.xlsx"] = lambda: b"<html><table><tr><td>1</td></tr></table></html>"
FILES["其实是文本.xlsx"] = lambda: "编号,甲\n1,2\n".encode()
FILES["空压缩包.xlsx"] = lambda: zipped({})
FILES["其实是Excel.csv"] = lambda: zipped(parts(sheet(survey())))

# ---- text ----

RANDOM = random.Random(0)
FILES["一百万列.csv"] = lambda: ",".join(f"列{n}" for n in range(1_000_000)).encode() + b"\n1\n"
FILES["一行五千万字.csv"] = lambda: b"a,b\n" + b"x" * 50_000_000
FILES["一格二十万字.csv"] = lambda: b'a,b\n1,"' + b"x" * 200_000 + b'"\n'
FILES["两千五百万格.csv"] = lambda: b"a,b\n" + b"," * 25_000_000
FILES["五百万行.csv"] = lambda: b"a\n" + b"1\n" * 5_000_000
FILES["一亿个回车.csv"] = lambda: b"a\r" * 100_000_000
FILES["引号没配对.csv"] = lambda: b'a,b\n1,"' + b"2,3\n" * 2_000_000
FILES["全是引号.csv"] = lambda: b'"' * 5_000_000
FILES["全是逗号.csv"] = lambda: b",,,,\n" * 100_000
FILES["全是空行.csv"] = lambda: b"\n" * 20_000_000
FILES["零字节.csv"] = lambda: b"a,b\n1,\x00\n"
FILES["随机字节.csv"] = lambda: RANDOM.randbytes(100_000)
FILES["只有回车.csv"] = lambda: b"a,b\r1,2\r3,4\r"
FILES["只有标记.csv"] = lambda: b"\xef\xbb\xbf"
FILES["十六位单数.csv"] = lambda: "a,b\n1,2".encode("utf-16") + b"\x00"
FILES["三十二位.csv"] = lambda: "a,b\n1,2\n".encode("utf-32")
FILES["长短不齐.csv"] = lambda: b"a,b\n" + b"".join(b"1," * (n % 7) + b"\n" for n in range(50_000))
FILES["列名五千.csv"] = lambda: (
    ",".join(f"列{n}（具备时）" for n in range(5000)).encode() + b"\n" + b"1," * 4999 + b"1\n"
)
FILES["列名很长.csv"] = lambda: (
    f"{'很长' * 40_000}（具备时）,{'很长' * 40_000}（缺失时）\n1,5\n2,4\n".encode()
)
FILES["控制字符.csv"] = lambda: "a\u202e,b\x07,\u200b\n1,2,3\n\x1b[31m,5,6\n".encode()
FILES["网页代码.csv"] = lambda: (
    "编号,<script>alert(1)</script>（具备时）,<script>alert(1)</script>（缺失时）\n1,5,1\n2,4,2\n".encode()
)
FILES["公式.csv"] = lambda: '编号,"=HYPERLINK(""x"")"\n1,=1+1\n'.encode()
FILES["名字/../../x.csv"] = lambda: b"a,b\n1,2\n"
FILES["没有后缀"] = lambda: b"\x7fELF" + bytes(1000)
FILES["文档.docx"] = lambda: b"x"


# ---- Parquet ----


def parquet(frame: dict[str, Any], **how: Any) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.table(frame), out, **how)
    return out.getvalue()


@file("一个词三千遍.parquet")
def repeated() -> bytes:
    """One word of 2 MB, named twenty thousand times: 40 GB when it is spelt out."""
    import pyarrow as pa

    return parquet({"a": pa.DictionaryArray.from_arrays(pa.array([0] * 20_000), pa.array(["长" * 700_000]))})


@file("三十亿行.parquet")
def many() -> bytes:
    import numpy as np

    return parquet({f"c{n}": np.zeros(3_000_000, "i8") for n in range(10)}, compression="zstd")


@file("一页三吉.parquet")
def claiming() -> bytes:
    """Its pages say that they unpack to far more than they hold."""
    content = bytearray(parquet({"a": list(range(1000))}, compression="snappy", use_dictionary=False))
    content[4:12] = b"\x15\x00\x15\xfe\xff\xff\xff\x17"
    return bytes(content)


FILES["嵌套.parquet"] = lambda: parquet({"a": [[1, 2], [3]], "b": [{"x": 1}, {"x": 2}]})
FILES["六千列.parquet"] = lambda: parquet({f"c{n}": [1] for n in range(6000)})
FILES["没有行.parquet"] = lambda: parquet({"a": [], "b": []})
FILES["字节.parquet"] = lambda: parquet({"a": [b"\xff\x00", b"\x01"], "b": [1 << 62, 5]})
FILES["截断.parquet"] = lambda: parquet({"a": list(range(1000))})[:-200]
FILES["垃圾.parquet"] = lambda: b"PAR1" + RANDOM.randbytes(5000) + b"\xff\xff\xff\x7fPAR1"
FILES["尾巴说谎.parquet"] = lambda: b"PAR1" + bytes(64) + struct.pack("<I", 64) + b"PAR1"


# ---- places that are no files ----


def places(folder: Path) -> dict[str, Path]:
    """Paths that a mistake or a link may lead to."""
    os.mkfifo(folder / "管道.csv")
    (folder / "文件夹.csv").mkdir()
    (folder / "断了的链接.csv").symlink_to(folder / "没有")
    (folder / "转圈的链接.csv").symlink_to(folder / "转圈的链接.csv")
    (folder / "设备.csv").symlink_to("/dev/zero")
    with (folder / "五吉的洞.csv").open("wb") as hole:
        hole.truncate(5 << 30)
    there = [path.name for path in folder.iterdir()]
    return {name: folder / name for name in (*there, "不存在.csv", "零\0.csv", "长" * 300 + ".csv")}


# ---- each in a process of its own ----


def tried(source: Any, name: str) -> Iterator[tuple[str, str]]:
    """What a reader and a lab say of a file."""
    from sgm_lab import intake, labs
    from sgm_lab.errors import DataError
    from sgm_lab.labs import base

    try:
        intake.read_kano(source)
        yield "read_kano", ""
    except DataError as error:
        yield "read_kano", str(error)
    if isinstance(source, tuple):
        lab = labs.ServqualLab()
        lab.message({"do": "file", "name": "upload", "file": name}, source[1])
        said = lab.notice
        shown = lab.view()["html"]
        assert not base.failures, base.failures
        assert "<script>alert" not in shown
        yield "ServqualLab", said


def limit() -> None:
    """Begin the time for one step anew: of work, since others work beside us, and none for one that waits."""
    done = [time.process_time()]

    def look(*_: object) -> None:
        if time.process_time() - done[0] < IDLE:
            raise SystemExit("waits for something")  # which no reader takes for a broken file
        done[0] = time.process_time()

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    signal.setitimer(signal.ITIMER_REAL, LOOK, LOOK)


def in_a_child(name: str, source: Any) -> dict[str, Any]:
    """How reading went, with the memory and the time that a process has."""
    import resource  # not on Windows

    to_read, to_write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            said, begin = {}, time.process_time()
            try:
                limit()
                for what, text in tried(source, name):
                    said[what] = (text, round(time.process_time() - begin, 2))
                    begin = time.process_time()
                    limit()
                told: dict[str, Any] = {"said": said}
            except BaseException as error:  # noqa: BLE001  # whatever it is, it is told
                told = {"said": said, "raised": f"{type(error).__name__}: {error}"[:500]}
            told["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            with os.fdopen(to_write, "wb") as pipe:
                pipe.write(json.dumps(told).encode())
        finally:
            os._exit(0)
    os.close(to_write)
    with os.fdopen(to_read, "rb") as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    return {"name": name, **(json.loads(text) if text else {"raised": "killed"})}


def main(wanted: list[str]) -> None:
    """Try all files, or those that are named."""
    os.environ |= {"MPLBACKEND": "Agg"}
    import pyarrow.parquet  # noqa: F401  # imported once, not once a file

    from sgm_lab import labs
    from sgm_lab.charts.theme import Chart

    Chart.svg = lambda self: "<svg/>"  # type: ignore[method-assign]  # put together, not written out
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SGM_WORKBOOK"] = str(Path(folder) / "own" / "workbook.json")
        labs.ServqualLab().view()
        whole = "问卷.xlsx"
        assert dict(tried((whole, zipped(parts(sheet(survey())))), whole))["read_kano"] == ""
        gc.freeze()  # what is there is shared with the children, all that reading imports too
        sources: dict[str, Any] = {
            name: (lambda make=make, name=name: (name, make())) for name, make in FILES.items()
        }
        sources |= {name: (lambda path=path: path) for name, path in places(Path(folder)).items()}
        for name, make in sources.items():
            if not wanted or name in wanted:
                print(json.dumps(in_a_child(name, make()), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
