"""Pack the built site with its server into one zip. Standard library only.

With a Python on the machine everything works; without one the pages open from the folder, and exercises work.
"""

import zipfile
from pathlib import Path

HERE = Path(__file__).parent
FOLDER = "service-goal-management"
BAT = """@echo off
chcp 65001 >nul
cd /d "%~dp0"
py -3 --version >nul 2>nul && (py -3 serve.py & goto :eof)
python --version >nul 2>nul && (python serve.py & goto :eof)
echo 这台电脑没有Python：课程直接从文件夹打开，题目都能做；工具和目标的自动检查要先从 python.org 装Python。
echo No Python here: the course opens from the folder and exercises work; for the labs install Python from python.org.
start "" "site\\index.html"
pause
"""
COMMAND = """#!/bin/sh
cd "$(dirname "$0")" || exit 1
for python in python3 python; do
  "$python" -c "" 2>/dev/null && exec "$python" serve.py "$@"
done
echo "这台电脑没有Python：课程直接从文件夹打开，题目都能做；工具和目标的自动检查要先从 python.org 装Python。"
echo "No Python here: the course opens from the folder and exercises work; for the labs install Python from python.org."
for open in open xdg-open; do
  command -v "$open" >/dev/null && exec "$open" site/index.html
done
"""
README = """服务目标管理：不用联网的课程网站

1. 解压到一个文件夹（不要在压缩包里直接打开）。
2. Windows：双击 open-course.bat。macOS：双击 open-course.command。其他系统：运行 python3 serve.py。
   电脑上有Python 3.7或更新的版本，课程的一切都能用；没有Python，就直接从文件夹打开，题目都能做、能存，工具用不了。
3. 浏览器里出现课程；学完后关掉那个小窗口。
没有网络的教室：一台有Python的电脑运行 python serve.py --lan，其余的人打开它显示的地址，不用装任何东西。

Service Goal Management: the course site, offline

1. Unpack into a folder (do not open it inside the archive).
2. Windows: open open-course.bat. macOS: open open-course.command. Others: run python3 serve.py.
   With Python 3.7 or newer everything works; without it the course opens from the folder: exercises work, labs do not.
3. The course appears in the browser; close the small window when done.
A classroom without network: run python serve.py --lan on one machine with Python, the others open the address it
shows and need nothing installed.
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
                zipfile.ZIP_STORED if path.suffix in {".gz", ".zip", ".bin", ".png"} else zipfile.ZIP_DEFLATED
            )
            into.write(str(path), f"{FOLDER}/site/{path.relative_to(site).as_posix()}", kind)
    unfinished.replace(target)
    return target
