#!/usr/bin/env python3
"""服务目标管理：一条命令开始学 · Service Goal Management: one command to start.

python start.py                     打开课程；第一次会先装好所需软件
                                    open the course; the first time it installs what is needed
python start.py test [pytest …]     运行全部检查；带上 pytest 参数就只运行 pytest
                                    run every check; with pytest arguments, pytest alone
python start.py book                制作课程网站，并在本机打开
                                    build the course site and open it on this machine
  --pdf                             也做各章的PDF和练习卷（要有Chrome、Edge或Chromium）
                                    make PDFs of chapters and worksheets too (needs Chrome, Edge or Chromium)
  --zip                             也打成一个zip，拷到没有网络的电脑上用
                                    pack it into one zip for machines without network too
  --no-browser                      不自动打开浏览器 · do not open a browser
  --no-serve                        只制作网站，不打开 · build the site only
  --port N                          端口；网站不写就用上次的 · port; a site without it takes that of last time
python start.py check               换上自己的案例以后：哪些会跟着变，哪些要自己改
                                    with a case of your own: what follows it, and what is yours to change
python start.py exercises           改了练习以后：哪一题的哪一处写错了
                                    after changing exercises: what is wrong, and where
python start.py class FOLDER        汇总全班交来的练习册 · the report of a class from the workbooks in a folder
python start.py sgm …               命令行工具 sgm · the command line tools, sgm

想看代码：用 .venv 里的 jupyter lab 打开同样的笔记本，从菜单 Run → Run All Cells 运行。
语言：环境变量 SGM_LANG=zh 或 en。
To see the code, open the same notebooks with the jupyter lab in .venv and choose Run → Run All Cells there.
Language: SGM_LANG=zh or en.
"""

# Only the standard library, and syntax and imports of Python 3.6, so that an old Python can say what is missing.
# The texts stand here and not in sgm_lab/words because this file runs before anything is installed.
import argparse
import errno
import hashlib
import html
import json
import locale
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import webbrowser
from contextlib import contextmanager
from functools import partial
from http.client import HTTPException
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
HOME = VENV / "course"  # the course's own Jupyter settings: the user's stay untouched
TEXTS = "_build/text"  # the chapters as pages for JupyterLab; as deep as book/zh, for their links
NEEDED_GB = 2

TEXT = """
python    这门课需要 Python {oldest} 到 {newest}，现在用的是 {found}；请从 python.org 装 {advised}，再用它运行 start.py。
          This course needs Python {oldest} to {newest}, and this is {found}; install {advised} from python.org and run start.py with it.
absent    第一次运行：正在准备课程需要的软件，要几分钟，以后不再需要。
          First run: installing what the course needs. It takes some minutes, this once.
usable    正在补装课程需要的软件。 | Installing what the course still needs.
broken    上次安装没有完成，或换过 Python，正在重新准备。
          The last installation was cut short, or Python has changed; preparing it again.
waiting   另一个窗口正在准备课程需要的软件，等它完成…… | Another window is installing what the course needs; waiting for it …
in_use    课程正开着，这时不能更换它用的软件；请先在打开课程的那个窗口按 Ctrl-C，再运行一次。
          The course is open, and what it runs on cannot be changed now; press Ctrl-C in its window first, then run this again.
environment 准备独立的环境 | making an environment of its own
collect   下载 {done}/{total} · {name} | downloading {done}/{total} · {name}
install   安装 {done}/{total} | installing {done}/{total}
installed 软件已备好（{seconds} 秒）。 | Everything is installed ({seconds} s).
no_venv   这个 Python 建不了独立环境；请先装它的 venv 部分（Debian、Ubuntu：apt install python3-venv），再运行一次。
          This Python cannot make a virtual environment; install its venv part (Debian, Ubuntu: apt install python3-venv), then run this again.
network   连不上软件仓库；请检查网络或 pip 的镜像设置，再运行一次。记录：{log}
          The package index cannot be reached; check the network or pip's mirror setting, then run this again. Log: {log}
disk      磁盘空间不够；请腾出约 {needed} GB，再运行一次。
          There is not enough disk space; free about {needed} GB, then run this again.
access    不能写入 {path}；请关掉正在使用课程的窗口，确认这个文件夹归你所有，再运行一次。
          {path} cannot be written; close the windows that use the course, check that the folder is yours, then run this again.
missing   软件仓库里没有 {name}；若用的是镜像，请换一个较新的，再运行一次。记录：{log}
          The package index has no {name}; if you use a mirror, choose a fresher one, then run this again. Log: {log}
hash      下载到的 {name} 和课程登记的不是同一个文件，没有安装；请再运行一次，还是这样就换一个 pip 镜像，并告诉讲师。记录：{log}
          The {name} that came is not the file the course has on record, and was not installed; run this again, and if it stays so, use another pip mirror and tell your instructor. Log: {log}
pip       安装没有成功；请看记录的最后几行，改正后再运行一次：{log}
          The installation failed; see the last lines of the log, mend the cause and run this again: {log}
port      端口 {busy} 有别的程序在用，改用 {port}。 | Port {busy} is in use; taking {port}.
moved     端口 {busy} 被别的程序占了，网站这次改用 {port}。浏览器按地址分开存练习：以前做过的还在原来的地址；要接着做，请关掉那个程序，再运行一次。
          Another program has taken port {busy}; the site takes {port}. Browsers keep work by address: earlier work is still at the old one; to go on with it, close that program and run this again.
no_port   从 {busy} 起的端口都不能用；请用 --port 换一个，例如 --port 9800。
          No port from {busy} on can be used; choose another, for instance --port 9800.
opening   正在打开课程…… | Opening the course …
open      课程已打开。浏览器没有出现时，请复制下面的地址；学完后在这里按 Ctrl-C 结束。
          The course is open. If no browser appears, copy the address below; press Ctrl-C here when you are done.
running   课程早已打开，回到这个地址： | The course is open already; back to this address:
speaks    课程是用另一种语言打开的；想换语言，请到打开它的窗口按 Ctrl-C 结束，再运行一次。
          The course is open in another language; to change it, press Ctrl-C where it was opened, then run this again.
no_lab    课程没有打开成功；请看记录的最后几行，改正后再运行一次：{log}
          The course did not open; see the last lines of the log, mend the cause and run this again: {log}
bye       已结束，做过的练习都保存着。 | Stopped; your work is kept.
checking  正在检查案例 | checking the cases
building  正在制作网站 | building the site
site.read 正在制作网站：读入各页 {step} | building the site: reading the pages {step}
site.run  正在制作网站：算出页里的图和数 | building the site: working out figures and numbers
site.write 正在制作网站：写成网页 {step} | building the site: writing the pages {step}
site.labs 正在制作网站：算好各件工具的常用选择 {step} | building the site: working out the usual settings of the labs {step}
site.print 正在制作网站：做PDF {step} | building the site: making PDFs {step}
no_book   网站没有做成；改好下面说的，再运行一次。全部记录：{log}
          The site was not built; mend what is said below, then run this again. The whole log: {log}
packed    离线包已做好：{path} | The offline bundle is ready: {path}
built     网站已做好：{path} | The site is built: {path}
serving   网站在下面的地址；看完后在这里按 Ctrl-C 结束。 | The site is at the address below; press Ctrl-C here when done.
programs  正在安装 {names}（浏览器测试用） | installing {names} (for the browser tests)
skipping  没有可用的 Chrome、Edge 或 Chromium，跳过浏览器测试；请装一个，或运行：{python} -m playwright install chromium
          No Chrome, Edge or Chromium works here, so the browser tests are skipped; install one, or run: {python} -m playwright install chromium
lab.course 服务目标管理 | Service Goal Management
lab.index ☰ 目录 | ☰ Contents
lab.text  正文 | Text
lab.sheet 练习册 | Workbook
lab.back  回到章节目录 | Back to the list of chapters
lab.run   ▶ 让本页动起来 | ▶ Bring to life
lab.wait  正在准备这一页…… | Getting ready …
lab.again ↻ 重新载入练习 | ↻ Load again
lab.error 这一处没有准备好，其余不受影响；请点“重新载入练习”再试一次，仍不行就告诉讲师。
          This part did not get ready; all others work. Press “Load again”, or tell your instructor.
lab.note  各章正文和练习册是中文的；按钮、练习、工具和它们说的话是英文的。文中提到的按钮和选项写的是中文名，位置和顺序与英文的一样。
          The chapters and workbooks are written in Chinese; buttons, exercises, labs and what they say are in English. Where the text quotes a button or a choice in Chinese, look for it in English at the same place: their order is the same.
lab.why   让这一页的练习和图表都可以操作 | Make the exercises and charts on this page work
"""  # noqa: E501
COLOUR = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")  # what programs write for consoles that show colours
ENTRY = re.compile(r"^(\S+) +(.+?)(?: \| |\n +)(.+)$", re.M)  # a key, its Chinese, its English
WORDS = {key: {"zh": zh, "en": en} for key, zh, en in ENTRY.findall(TEXT)}


class CourseError(Exception):
    """The end of the road: the key of one clear sentence that names the next step."""

    def __init__(self, key, **values):
        super().__init__(key)
        self.key, self.values = key, values


def languages(environ=os.environ, encoding=None):
    """Speak the language of SGM_LANG, else Chinese, with English after it where the locale is not Chinese."""
    if environ.get("SGM_LANG") in ("zh", "en"):
        return [environ["SGM_LANG"]]
    try:
        "目录".encode(encoding or sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return ["en"]  # this console would show question marks
    place = environ.get("LC_ALL") or environ.get("LANG") or locale.getlocale()[0] or ""
    return ["zh"] if place.lower().startswith(("zh", "chinese")) else ["zh", "en"]


def say(key, url="", **values):
    """Print one text in every language spoken, then the address on a line of its own."""
    texts = [WORDS[key][lang].format(**values) for lang in languages()]
    print("\n".join(texts + ["  " + url] * bool(url)), flush=True)


# ---- the environment

OLDEST, ADVISED, NEWEST = (3, 11), (3, 13), (3, 15)  # for the first to the last, the locked packages exist

# Runs a module so that it ends, with all it has started, as soon as the launcher does, however that ends; and
# where it may change one environment only, in that one or not at all.
TIED = """
import os, runpy, socket, subprocess, sys, threading
_, port, own, how, what, *arguments = sys.argv
launcher = socket.create_connection(("127.0.0.1", int(port)))
def end_together():
    try:
        launcher.recv(1)
    except OSError:
        pass
    if os.name == "nt":
        quiet = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
        subprocess.call(["taskkill", "/F", "/T", "/PID", str(os.getpid())], **quiet)
    else:
        os.killpg(0, 9)
    os._exit(1)
threading.Thread(target=end_together, daemon=True).start()
if own and not os.path.samefile(sys.prefix, own):
    sys.exit("This Python is not the one of " + own)
sys.argv = [what if how == "-m" else how, *arguments]
if how == "-m":
    runpy.run_module(what, run_name="__main__", alter_sys=True)
else:
    exec(what)
"""
WRITING = "Installing collected packages"  # what pip says last before it changes anything


def check_python(version):
    """Refuse a Python for which the locked packages do not exist."""
    if not OLDEST <= tuple(version[:2]) <= NEWEST:
        names = {"oldest": OLDEST, "advised": ADVISED, "newest": NEWEST, "found": version}
        raise CourseError("python", **{key: ".".join(map(str, value)) for key, value in names.items()})


def venv_python(venv, windows=os.name == "nt"):
    """Return the environment's own Python."""
    return venv / ("Scripts/python.exe" if windows else "bin/python")


def lock_files(root, kind):
    """List the locks of an installation; pip is given the last, which includes the first."""
    return [root / "requirements.txt"] + [root / "tests" / "requirements.txt"] * (kind == "test")


def fingerprint(root, kind):
    """Sum up what an installation depends on; the folder too, since an environment cannot be moved."""
    digest = hashlib.sha256(f"{root} {sys.version_info[:2]}".encode())
    for path in [*lock_files(root, kind), root / "pyproject.toml"]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def read_json(path):
    """Read a JSON file; a missing or torn one is empty."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def environment_state(venv, run=subprocess.run):
    """Tell an absent environment from a broken one (cut short, of another Python, no environment) and a usable one."""
    if not venv.exists():
        return "absent"
    known, log = read_json(venv / "stamp.json"), venv / "install.log"
    if not known or (list(known) == ["made"] and log.exists() and WRITING in read_log(log)):
        return "broken"
    ask = [str(venv_python(venv)), "-c", "import pip, sys; print(sys.version_info[:2], sys.prefix)"]
    try:
        answer = run(ask, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=child_environment()).stdout
        version, _, prefix = answer.decode("utf-8").strip().partition(") ")
        whole = version + ")" == str(sys.version_info[:2]) and os.path.samefile(prefix, str(venv))
    except (OSError, ValueError):
        return "broken"
    return "usable" if whole else "broken"


def read_log(log):
    """Read what a program wrote, in whatever encoding."""
    return log.read_text(encoding="utf-8", errors="replace")


def write_stamp(venv, **known):
    """Note what is known of an environment, whole or not at all."""
    unfinished = venv / "stamp.part"
    unfinished.write_text(json.dumps(dict(made=True, **known)), encoding="utf-8")
    unfinished.replace(venv / "stamp.json")


def clear_away(venv):
    """Take an environment out of its place in one step, then delete it and what earlier clearings left."""
    if venv.exists():
        old = venv.with_name(f"{venv.name}-old-{secrets.token_hex(4)}")
        # Windows lets no folder go while a file in it is open, as for a virus scan: be patient.
        for patience in range(20, -1, -1):
            try:
                venv.rename(old)
                break
            except PermissionError:
                if not patience:
                    raise
                time.sleep(0.25)
    for old in venv.parent.glob(venv.name + "-old-*"):
        shutil.rmtree(str(old), ignore_errors=True)


@contextmanager
def alone(root):
    """Let one launcher at a time change the environment; the system frees this lock however its holder ends."""
    with open(str(root / ".venv.lock"), "ab") as file:
        if os.name == "nt":
            import msvcrt

            file.seek(0)
            attempt = partial(msvcrt.locking, file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            attempt = partial(fcntl.flock, file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        told = False
        while True:
            try:
                attempt()
                break
            except OSError as error:
                if error.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
                    break  # a file system without locks
                if not told:
                    say("waiting")
                told = True
                time.sleep(0.2)
        yield


def diagnose(log):
    """Find the sentence that fits what pip wrote."""
    other = re.search(r"DO NOT MATCH THE HASHES.*\n +(\S+)", log)
    if other:
        return "hash", {"name": other.group(1)}
    if re.search(r"No space left|Errno 28\b|WinError 112\b|not enough space|Disk quota", log):
        return "disk", {"needed": NEEDED_GB}
    offline = (
        r"ConnectionError|Connection (refused|reset|aborted)|[Tt]imed out|TimeoutError|ProxyError|SSLError"
    )
    if re.search(offline + "|name resolution|getaddrinfo|Max retries|unreachable", log):
        return "network", {}
    if re.search(r"Permission denied|Errno 13\b|WinError (5|32)\b", log):
        return "access", {"path": VENV}
    missing = re.search(r"No matching distribution found for (\S+)", log)
    return ("missing", {"name": missing.group(1)}) if missing else ("pip", {})


def run_logged(command, log, status, live=None, own="", **options):
    """Run a long command, its output in a log and its progress on one line; return exit code and output.

    A Python ends when this launcher does, whatever ends it; with ``own`` it runs in that environment only.
    """
    live, began, shown = sys.stdout.isatty() if live is None else live, time.time(), time.time()
    with open(str(log), "wb") as sink, socket.socket() as lifeline:
        if command[1] in ("-m", "-c"):
            lifeline.bind(("127.0.0.1", 0))
            lifeline.listen(1)
            port = str(lifeline.getsockname()[1])
            command = [command[0], "-c", TIED, port, str(own), *command[1:]]
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            cwd=str(ROOT),
            start_new_session=True,
            **options,
        )
        try:
            while process.poll() is None:
                time.sleep(0.1)
                if time.time() - shown > (0.5 if live else 10):  # a file is no place for a moving line
                    shown = time.time()
                    key, values = status(read_log(log))
                    text = f"  {WORDS[key][languages()[0]].format(**values)} · {shown - began:.0f} s"
                    print(f"\r{text:<70}" if live else text, end="" if live else "\n", flush=True)
        finally:
            lifeline.close()
            if process.poll() is None:
                process.terminate()
            process.wait()
            print("\r" + " " * 78 + "\r" if live else "", end="", flush=True)
    return process.returncode, read_log(log)


def packages_in(venv):
    """Count the packages of an environment, also while pip renames their folders."""
    places = [venv / "Lib" / "site-packages", *venv.glob("lib/python3*/site-packages")]
    return sum(
        name.endswith(".dist-info") for place in places if place.is_dir() for name in os.listdir(str(place))
    )


def pip_status(total, venv, log):
    """Say how far pip is."""
    if WRITING in log:
        return "install", {"done": min(packages_in(venv), total), "total": total}
    names = re.findall(r"^ *(?:Collecting|Requirement already satisfied:) ([\w.-]+)", log, re.M)
    return "collect", {"done": len(set(names)), "total": total, "name": (names or ["pip"])[-1]}


def child_environment(**more):
    """Pass the environment on, less what would bring in another Python's packages or Jupyter's settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHONPATH", "PYTHONHOME", "JUPYTER"))}
    return dict(kept, PYTHONUTF8="1", PYTHONUNBUFFERED="1", **more)


def ensure(kind="course", root=ROOT, venv=VENV, run=subprocess.run, logged=run_logged):
    """Make ``.venv`` hold what the locks say; where the stamp matches, this costs nothing."""
    if not installed(kind, root, venv):
        with alone(root):
            if not installed(kind, root, venv):  # by another window, meanwhile
                install(kind, root, venv, run, logged)


def installed(kind, root, venv):
    """Whether the environment is there as the locks want it."""
    there = venv_python(venv).exists() and (venv / "pyvenv.cfg").exists()
    return there and read_json(venv / "stamp.json").get(kind) == fingerprint(root, kind)


def install(kind, root, venv, run, logged):
    """Install what the locks say into the environment, which is made anew where it is not whole."""
    began, state = time.time(), environment_state(venv, run)
    if running_lab(venv / HOME.name):
        raise CourseError("in_use")
    say(state)
    if state == "broken":
        clear_away(venv)
    log, environment = venv / "install.log", child_environment(PIP_REQUIRE_VIRTUALENV="1")
    if state != "usable":
        if shutil.disk_usage(str(root)).free < NEEDED_GB * 1e9:
            raise CourseError("disk", needed=NEEDED_GB)
        venv.mkdir()
        base = getattr(sys, "_base_executable", None) or sys.executable
        command = [base, "-m", "venv", str(venv)]
        code, output = logged(command, log, lambda _: ("environment", {}), env=environment)
        if code:
            key, values = diagnose(output)
            raise CourseError("no_venv" if key == "pip" else key, log=log, **values)
    locks = lock_files(root, kind)
    total = len(
        set(
            re.findall(
                r"^([\w.-]+)(?:\[[\w,-]+\])?==", "\n".join(p.read_text(encoding="utf-8") for p in locks), re.M
            )
        )
    )
    log.write_bytes(
        b""
    )  # first: without a fingerprint, this log tells whether pip was cut short while writing
    write_stamp(venv)
    # Plain pip, so that the user's own mirror settings hold; without questions, since nobody would see them.
    pip = [str(venv_python(venv)), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    pip += ["--progress-bar=off"]
    # Only the files that the lock knows; then the course itself, built by what came with them.
    for what in (
        ["--require-hashes", "-r", str(locks[-1])],
        ["--no-deps", "--no-build-isolation", "-e", str(root)],
    ):
        code, output = logged([*pip, *what], log, partial(pip_status, total, venv), own=venv, env=environment)
        if code:
            key, values = diagnose(output)
            raise CourseError(key, log=log, **values)
    kinds = ("course", "test") if kind == "test" else ("course",)
    write_stamp(venv, **{one: fingerprint(root, one) for one in kinds})
    say("installed", seconds=round(time.time() - began))


# ---- JupyterLab


def free_port(first):
    """Return the first free port from ``first`` on, and say so when it is another one."""
    for port in range(first, min(first + 50, 65536)):
        with socket.socket() as probe:
            if os.name != "nt":  # on Windows this option would take a port that is in use
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port != first:
            say("port", busy=first, port=port)
        return port
    raise CourseError("no_port", busy=first)


def spoken(home):
    """Return the language that JupyterLab was last started in."""
    return read_json(home / "language.json").get("lang")


def prepare_lab(home, lang, page):
    """Copy the JupyterLab settings to ``home``, in the language asked for."""
    values = {key: text[lang] for key, text in WORDS.items() if key.startswith("lab.")}
    values.update({"locale": "zh_CN" if lang == "zh" else "en", "page": page, "text": TEXTS})
    if Path(page).parent.name == lang:
        values["lab.note"] = ""  # nothing to say: the pages are in the language asked for
    source = ROOT / "sgm_lab" / "jupyter"
    for path in (p for p in source.rglob("*") if p.is_file()):
        filled = re.sub("@([a-z.]+)@", lambda m: values[m.group(1)], path.read_text(encoding="utf-8"))
        copy = home / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(filled, encoding="utf-8")
    (home / "language.json").write_text(json.dumps({"lang": lang}), encoding="utf-8")


def answers(base, token):
    """Whether a Jupyter server is there; asked directly, since a proxy knows nothing of this machine."""
    ask = urllib.request.Request(base + "api/status", headers={"Authorization": f"token {token}"})
    try:
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(ask, timeout=2).close()
    except (OSError, ValueError, HTTPException):
        return False
    return True


def running_lab(home):
    """Return address and token of the course where it is open already."""
    known = [read_json(path) for path in (home / "runtime").glob("jpserver-*.json")]
    # Not the address it names, "localhost": to a browser that is another place, without what it keeps for this one.
    places = [(f"http://127.0.0.1:{one['port']}/", one["token"]) for one in known if one]
    return next((place for place in places if answers(*place)), None)


def start_lab(port, page, home=HOME, lang="zh", root=ROOT, python=None, seconds=120):
    """Start JupyterLab with the course's own settings, wait until it answers: process, address and token."""
    prepare_lab(home, lang, page)
    token, log, base = secrets.token_hex(16), home / "jupyterlab.log", f"http://127.0.0.1:{port}/"
    places = {f"JUPYTER_{kind.upper()}_DIR": str(home / kind) for kind in ("config", "data", "runtime")}
    environment = child_environment(JUPYTER_TOKEN=token, JUPYTER_PREFER_ENV_PATH="1", SGM_LANG=lang, **places)
    command = [str(python or venv_python(VENV)), "-m", "jupyterlab", "--no-browser", f"--port={port}"]
    command += ["--ServerApp.port_retries=0", f"--ServerApp.root_dir={root}"]
    command += [f"--FileCheckpoints.checkpoint_dir={home / 'checkpoints'}"]
    text = [command[0], str(ROOT / "book" / "reading.py"), str(root / TEXTS), Path(page).parent.name]
    with open(log, "wb") as sink:
        options = {"env": environment, "cwd": root, "stdin": subprocess.DEVNULL, "stdout": sink}
        options["stderr"] = subprocess.STDOUT
        writing, process = (subprocess.Popen(one, **options) for one in (text, command))
    end = time.time() + seconds
    try:
        while not answers(base, token):
            if process.poll() is not None or time.time() > end:
                raise CourseError("no_lab", log=log)
            time.sleep(0.1)
        if writing.wait():
            raise CourseError("no_lab", log=log)
    except BaseException:
        process.kill()
        raise
    finally:
        writing.kill()
    return process, base, token


def doorway(home, url):
    """Return the address of a page that leads to ``url`` and that only this user can read.

    A program's command line can be read by everyone on the machine, and the browser's names the address it opens.
    """
    page, to = home / "open.html", html.escape(url)
    page.unlink(missing_ok=True)
    home.mkdir(parents=True, exist_ok=True)
    with open(os.open(str(page), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(f'<!DOCTYPE html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url={to}">')
        file.write(f'<a href="{to}">{WORDS["opening"][languages()[0]]}</a>')
    return page.as_uri()


def show(key, url, options, home=None):
    """Say where it is and open it there; with ``home``, in a way that keeps the address to this user."""
    say(key, url=url)
    if not options.no_browser:
        webbrowser.open(doorway(home, url) if home else url)


def lab(options):
    """Open the course at the list of chapters."""
    ensure()
    lang = "en" if os.environ.get("SGM_LANG") == "en" else "zh"
    written = lang if (ROOT / "notebooks" / lang / "index.ipynb").exists() else "zh"
    page, process, known = f"notebooks/{written}/index.ipynb", None, running_lab(HOME)
    if known and spoken(HOME) != lang and os.environ.get("SGM_LANG"):
        say("speaks")
    elif written != lang:
        say("lab.note")
    if not known:
        say("opening")
        process, *known = start_lab(free_port(options.port or 8888), page, HOME, lang)
    try:
        # /doc shows one page at a time, without tabs
        url = "{0}doc/tree/{2}?token={1}".format(*known, page)
        show("open" if process else "running", url, options, HOME)
        return process.wait() if process else 0
    finally:
        if process:
            process.terminate()
            process.wait()


# ---- tests and site


def test(arguments):
    """Run every check, in an environment that has the tools for it."""
    ensure("test")
    return subprocess.call(
        [str(venv_python(VENV)), "tests/run.py", *arguments], cwd=ROOT, env=child_environment()
    )


def book_status(log):
    """Say how far the site is."""
    steps = {"reading sources": "site.read", "Executing notebook": "site.run", "writing output": "site.write"}
    steps.update({"making states": "site.labs", "printing": "site.print"})
    found = re.findall(rf"({'|'.join(steps)})([^\r\n]*)", COLOUR.sub("", log))
    if not found:
        return "building", {}
    name, rest = found[-1]
    return steps[name], {"step": re.sub(r"^[. ]+|(?<=\[) +", "", rest)[:30].strip()}


def check(*how):
    """Say what follows an own case and what does not; return whether something stops a build."""
    log = ROOT / "_build" / "check.log"
    log.parent.mkdir(exist_ok=True)
    command = [str(venv_python(VENV)), str(ROOT / "book" / "case_check.py"), *how]
    environment = child_environment(SGM_LANG=languages()[0])
    code, output = run_logged(command, log, lambda _: ("checking", {}), env=environment)
    if output.strip():
        print(output.strip(), flush=True)
    return code


def book(options):
    """Build the site and show it."""
    sys.path.insert(0, str(ROOT / "book"))
    from bundle import bundle
    from make_site import FRESH, MARK

    ensure()
    log, site = ROOT / "_build" / "book.log", ROOT / "_build" / "html"
    log.parent.mkdir(exist_ok=True)
    check("--brief")
    environment = child_environment(SGM_LANG=languages()[0], **({"SGM_PDF": "1"} if options.pdf else {}))
    command = [str(venv_python(VENV)), str(ROOT / "book" / "make_site.py")]
    code, output = run_logged(command, log, book_status, env=environment)
    said = (output.rpartition(MARK)[2] if MARK in output else output.strip().rpartition("\n")[2]).strip()
    if code:
        say("no_book", log=log)
        print(said, flush=True)  # the cause, last
        return 1
    if options.zip:
        say("packed", path=bundle(ROOT / FRESH, ROOT / "_build" / "service-goal-management.zip"))
    say("built", path=site / "index.html")
    print(said, flush=True)
    return 0 if options.no_serve else serve_site(site, options)


def serve_site(site, options):
    """Show the site at the address of last time, since browsers keep a reader's work by address."""
    from serve import open_site

    try:
        server, port, busy = open_site(site, options.port)
    except (OSError, OverflowError):
        raise CourseError("no_port", busy=options.port or 8000) from None
    if busy:
        say("moved", busy=busy, port=port)
    show("serving" if server else "running", f"http://127.0.0.1:{port}/", options)
    if server:
        with server:
            server.serve_forever()
    return 0


# Commands of the package, for whoever has it from here only: no other Python knows it.
MODULES = {"class": ["sgm_lab.exercises", "class"], "exercises": ["sgm_lab.exercises"], "sgm": ["sgm_lab"]}


def run_module(name, arguments):
    """Run a command of the package where the reader is, in the language of the reader."""
    ensure()
    environment = child_environment(SGM_LANG=languages()[0])
    return subprocess.call([str(venv_python(VENV)), "-m", *MODULES[name], *arguments], env=environment)


def run_command(arguments):
    """Do what the command line says."""
    if arguments[:1] == ["test"]:
        return test(arguments[1:])
    if arguments and arguments[0] in MODULES:
        return run_module(arguments[0], arguments[1:])
    parser = argparse.ArgumentParser(prog="start.py")
    parser.add_argument("command", nargs="?", choices=["book", "check", "test"])
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument("--no-serve", action="store_true")
    parser.add_argument("--pdf", action="store_true")
    parser.add_argument("--zip", action="store_true")
    parser.add_argument("--port", type=int)
    parser.format_help = lambda: __doc__
    options = parser.parse_args(arguments)
    if options.command == "check":
        ensure()
        return check()
    return book(options) if options.command else lab(options)


def main(arguments):
    """Run, and end every foreseeable trouble with one sentence instead of a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console without the letter shows "?" and goes on
            stream.reconfigure(errors="replace")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        check_python(sys.version_info[:3])
        return run_command(arguments)
    except CourseError as error:
        say(error.key, **error.values)
    except PermissionError as error:
        say("access", path=error.filename)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        say("disk", needed=NEEDED_GB)
    except KeyboardInterrupt:
        say("bye")
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
