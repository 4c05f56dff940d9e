"""Pack the built site with its server into one zip that needs nothing but a Python to run. Standard library only."""

import zipfile
from pathlib import Path

HERE = Path(__file__).parent
FOLDER = "service-goal-management"
BAT = """@echo off
chcp 65001 >nul
cd /d "%~dp0"
py -3 --version >nul 2>nul && (py -3 serve.py & goto :eof)
python --version >nul 2>nul && (python serve.py & goto :eof)
echo 没有找到Python：请从 python.org 装一个，再双击这个文件。
echo No Python found: install one from python.org, then open this file again.
pause
"""
COMMAND = """#!/bin/sh
cd "$(dirname "$0")" || exit 1
for python in python3 python; do
  command -v "$python" >/dev/null && exec "$python" serve.py "$@"
done
echo "没有找到Python：请从 python.org 装一个，再打开这个文件。"
echo "No Python found: install one from python.org, then open this file again."
"""
README = """服务目标管理：不用联网的课程网站

1. 解压到一个文件夹。
2. Windows：双击 open-course.bat。macOS：双击 open-course.command。其他系统：运行 python3 serve.py。
   需要Python 3.7或更新的版本，不用装别的，也不用联网。
3. 浏览器里出现课程；学完后关掉那个小窗口。
没有网络的教室：一台电脑运行 python serve.py --lan，其余的人打开它显示的地址。

Service Goal Management: the course site, offline

1. Unpack into a folder.
2. Windows: open open-course.bat. macOS: open open-course.command. Others: run python3 serve.py.
   It needs Python 3.7 or newer, nothing else, and no network.
3. The course appears in the browser; close the small window when done.
A classroom without network: run python serve.py --lan on one machine, the others open the address it shows.
"""
SKIPPED = {".buildinfo", "objects.inv"}


def bundle(site: Path, target: Path) -> Path:
    """Write the zip; an unfinished one never takes the place of a whole one."""
    serve = (HERE / "serve.py").read_text(encoding="utf-8")
    extras = {
        "serve.py": serve,
        "README.txt": README,
        "open-course.command": COMMAND,
        "open-course.bat": BAT.replace("\n", "\r\n"),
    }
    unfinished = target.with_suffix(".part")
    with zipfile.ZipFile(str(unfinished), "w", zipfile.ZIP_DEFLATED) as into:
        for name, text in extras.items():
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}", (2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o755 if name.endswith((".command", ".py")) else 0o644) << 16
            into.writestr(entry, text.encode("utf-8"))
        for path in sorted(p for p in site.rglob("*") if p.is_file() and p.name not in SKIPPED):
            kind = (
                zipfile.ZIP_STORED if path.suffix in {".gz", ".zip", ".whl", ".png"} else zipfile.ZIP_DEFLATED
            )
            into.write(str(path), f"{FOLDER}/site/{path.relative_to(site).as_posix()}", kind)
    unfinished.replace(target)
    return target
