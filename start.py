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
  --pack FILE                       带上讲师台导出的讲师包：题目、案例、名称照它的，课程文件不动
                                    with the instructor pack that the desk exported; the course's files stay as they are
  --to FOLDER                       做好以后放到这个文件夹：网页服务器的、共享盘的都行；做不成，那里原来的不动
                                    put it into this folder, of a web server or a share; a failed build leaves it alone
  --no-browser                      不自动打开浏览器 · do not open a browser
  --no-serve                        只制作网站，不打开 · build the site only
  --port N                          端口；网站不写就用上次的 · port; a site without it takes that of last time
  --lang zh 或 en                   用哪种语言，下次照旧；不写就看这台机器的语言
                                    --lang en or zh: the language, kept for next time; else that of this machine
python start.py check               换上自己的案例以后：哪些会跟着变，哪些要自己改
                                    with a case of your own: what follows it, and what is yours to change
python start.py case                要一份表格模板，把自己单位的案例填进去；case 文件名，就把填好的做成案例
                                    get a spreadsheet to fill in with a case of your own; case FILE makes the case of it
python start.py exercises           改了练习以后：哪一题的哪一处写错了
                                    after changing exercises: what is wrong, and where
python start.py class FOLDER        汇总全班交来的练习册 · the report of a class from the workbooks in a folder
python start.py lms                 给学习平台的文件：SCORM 课程包和题库（Moodle、GIFT、QTI、Excel），先要有网站
                                    for a learning platform: SCORM packages and the question bank; needs the site
python start.py room                开一堂现场课：手机扫码答题，投影看结果，分组玩沙盘；--help 有选项
                                    a class live in the room: phones, a projector, the market; --help has options
python start.py hub                 用JupyterHub上课，人多时用：先在本机试，再放到服务器；--help 有选项
                                    the course on a JupyterHub, for large classes: try it here, then on a server
python start.py sgm …               命令行工具 sgm · the command line tools, sgm

想看代码：用 .venv 里的 jupyter lab 打开同样的笔记本，从菜单 Run → Run All Cells 运行。
To see the code, open the same notebooks with the jupyter lab in .venv and choose Run → Run All Cells there.
"""

# Only the standard library, and syntax and imports of Python 3.6, so that an old Python can say what is missing.
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
from contextlib import contextmanager, suppress
from functools import partial
from http.client import HTTPException
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
HOME = VENV / "course"  # the course's own Jupyter settings: the user's stay untouched
CHOICE = ROOT / "_build" / "language.json"  # not in .venv, which may not be there yet
TEXTS = (
    "_build"  # the chapters as pages for JupyterLab, a folder a language; as deep as book/zh, for their links
)
NEEDED_GB = 2

COLOUR = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")  # what programs write for consoles that show colours

# ---- words: those of sgm_lab, line by line, since no reader of TOML is there yet

QUOTED = r'"(?:[^"\\]|\\.)*"'
# a key, and its texts by language or its one value
LINE = re.compile(r"^([\w.]+) *= *(?:\{(.*)\}|(" + QUOTED + r"|\w+))", re.M)
TEXT = re.compile(r"(\w+) *= *(" + QUOTED + ")")
FOLDERS = [Path(one) for one in (ROOT / "sgm_lab" / "words", os.environ.get("SGM_WORDS")) if one]


def read_words(path):
    """Return what a file of words says: texts by language, or one value, of each key."""
    lines = LINE.findall(path.read_text(encoding="utf-8")) if path.is_file() else []
    return {
        key: {lang: json.loads(text) for lang, text in TEXT.findall(texts)} if texts else json.loads(value)
        for key, texts, value in lines
    }


def read_languages():
    """Return language -> what its ``language.toml`` says, the one spoken where none is chosen first."""
    found = {path.parent.name: read_words(path) for one in FOLDERS for path in one.glob("*/language.toml")}
    return dict(sorted(found.items(), key=lambda one: (one[1].get("order", len(found) + 1), one[0])))


def read_texts():
    """Return key -> language -> text; what a language lacks, another says that stands in for it."""
    texts = read_words(FOLDERS[0] / "start.toml")
    for lang, about in LANGUAGES.items():
        own = {}
        for one in FOLDERS:
            own.update(read_words(one / lang / "start.toml"))
        for key, said in texts.items():
            known = [own.get(key)] + [said.get(one) for one in (lang, about.get("fallback"), *LANGUAGES)]
            said[lang] = next(text for text in known if text)
    return texts


LANGUAGES = read_languages()
WORDS = read_texts()


class CourseError(Exception):
    """The end of the road: the key of one clear sentence that names the next step."""

    def __init__(self, key, **values):
        super().__init__(key)
        self.key, self.values = key, values


def chosen(environ=os.environ):
    """Return the language of SGM_LANG, else that of the last ``--lang``, where there is such a one."""
    asked = (environ.get("SGM_LANG"), read_json(CHOICE).get("lang"))
    return next((lang for lang in asked if lang in LANGUAGES), None)


def choose(lang):
    """Keep the language that was asked for, for this time and the next."""
    if lang not in LANGUAGES:
        raise CourseError("no_language", lang=lang, names=", ".join(LANGUAGES))
    os.environ.pop("SGM_LANG", None)
    CHOICE.parent.mkdir(parents=True, exist_ok=True)
    CHOICE.write_text(json.dumps({"lang": lang}), encoding="utf-8")


def of_machine(environ=os.environ):
    """Return the language that this machine is set to, where there is such a one."""
    place = environ.get("LC_ALL") or environ.get("LANG") or locale.getlocale()[0] or ""
    names = {lang: tuple(about.get("locales", lang).split()) for lang, about in LANGUAGES.items()}
    return next((lang for lang, some in names.items() if place.lower().startswith(some)), None)


def languages(environ=os.environ, encoding=None):
    """Speak the language that was chosen, else the first, and after it that of the machine, or English."""
    if chosen(environ):
        return [chosen(environ)]
    first, own = next(iter(LANGUAGES)), of_machine(environ) or "en"
    try:
        WORDS["opening"][first].encode(encoding or sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return ["en" if own == first else own]  # this console would show question marks
    return list(dict.fromkeys([first, own]))


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
    more = root / ("tests" if kind == "test" else "book/" + kind) / "requirements.txt"
    return [root / "requirements.txt"] + [more] * (kind != "course")


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
    locks, known = lock_files(root, kind), read_json(venv / "stamp.json")
    known.pop("made", None)
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
    # Of what the tests bring, most is never imported: what is, is compiled then.
    pip += ["--no-compile"] * (kind == "test")
    # Only the files that the lock knows; then the course itself, built by what came with them.
    for what in (
        ["--require-hashes", "-r", str(locks[-1])],
        ["--no-deps", "--no-build-isolation", "-e", str(root)],
    ):
        code, output = logged([*pip, *what], log, partial(pip_status, total, venv), own=venv, env=environment)
        if code:
            key, values = diagnose(output)
            raise CourseError(key, log=log, **values)
    kinds = [
        one for one in {**known, "course": "", kind: ""} if all(p.is_file() for p in lock_files(root, one))
    ]
    marks = {one: fingerprint(root, one) for one in kinds}
    # The locks agree: what another kind has added, and its own lock has not changed since, is there as well.
    write_stamp(
        venv, **{one: mark for one, mark in marks.items() if one in ("course", kind) or known[one] == mark}
    )
    say("installed", seconds=round(time.time() - began))


# ---- JupyterLab

# Starts JupyterLab without what took two thirds of its start and is of no use to the course: a grammar of addresses in
# all scripts, for checks of forms that nobody fills in, and the settings of a Node.js that would build JupyterLab anew.
# The folder it is given has the extension of the server that draws the list of chapters.
LAB = """
import os, sys
sys.path.append(sys.argv.pop(1))
sys.modules["rfc3987_syntax"] = None
path = os.environ.get("PATH", "")
os.environ["PATH"] = ""
from jupyterlab.labapp import main
os.environ["PATH"] = path
sys.exit(main())
"""


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


def editions():
    """Return the languages that the pages are written in."""
    return [lang for lang in LANGUAGES if (ROOT / "notebooks" / lang / "index.ipynb").exists()]


def spoken_on_pages(lang):
    """Return what the buttons of a page say: in its own language, or all in one that has no pages."""
    texts = {key.removeprefix("lab."): text for key, text in WORDS.items() if key.startswith("lab.")}
    speaking = editions() if lang in editions() else [lang]
    names = {one: {key: LANGUAGES[one].get(key, one) for key in ("name", "tag")} for one in speaking}
    return {one: {key: text[one] for key, text in texts.items()} | names[one] for one in speaking}


def prepare_lab(home, lang, page, texts=TEXTS):
    """Copy the JupyterLab settings to ``home``, in the language asked for."""
    words = json.dumps(spoken_on_pages(lang), ensure_ascii=False)
    values = {"lang": lang, "locale": LANGUAGES[lang].get("jupyter", "en"), "page": page, "text": texts}
    # Pages in the language asked for need no note.
    values.update({"words": words, "note": "" if Path(page).parent.name == lang else WORDS["lab.note"][lang]})
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


def sum_up(paths):
    """Sum up which files there are and when they were written: any change shows, also of where they are."""
    known = ((str(path), path.stat()) for path in sorted(paths) if path.is_file())
    lines = "".join(f"{path} {about.st_size} {about.st_mtime_ns}\n" for path, about in known)
    return hashlib.sha256(lines.encode("utf-8", "surrogateescape")).hexdigest()


def state_of_texts(folder):
    """Return what the chapters' texts can depend on, and they as they are."""
    sources = [ROOT / "book" / "reading.py", ROOT / "book" / "references.bib", VENV / "stamp.json"]
    sources += [path for lang in editions() for path in (ROOT / "book" / lang).glob("*.md")]
    package = [path for one in (ROOT / "sgm_lab", *FOLDERS[1:]) for path in one.rglob("*")]
    sources += [path for path in package if path.suffix in (".py", ".toml")]
    return {
        "sources": sum_up(sources),
        "made": sum_up(page for lang in editions() for page in (folder / lang).glob("*.ipynb")),
    }


def start_lab(port, page, home=HOME, lang="zh", root=ROOT, python=None, seconds=120):
    """Start JupyterLab with the course's own settings, wait until it answers: process, address and token."""
    prepare_lab(home, lang, page)
    token, log, base = secrets.token_hex(16), home / "jupyterlab.log", f"http://127.0.0.1:{port}/"
    places = {f"JUPYTER_{kind.upper()}_DIR": str(home / kind) for kind in ("config", "data", "runtime")}
    environment = child_environment(JUPYTER_TOKEN=token, JUPYTER_PREFER_ENV_PATH="1", SGM_LANG=lang, **places)
    command = [str(python or venv_python(VENV)), "-c", LAB, str(ROOT / "book"), "--no-browser"]
    command += [f"--port={port}", "--ServerApp.port_retries=0", f"--ServerApp.root_dir={root}"]
    command += [f"--FileCheckpoints.checkpoint_dir={home / 'checkpoints'}"]
    texts, stamp = state_of_texts(root / TEXTS), root / TEXTS / "texts.json"
    text = [command[0], str(ROOT / "book" / "reading.py"), str(root / TEXTS), *editions()]
    commands = [command] + [text] * (read_json(stamp) != texts)
    with open(log, "wb") as sink:
        options = {"env": environment, "cwd": root, "stdin": subprocess.DEVNULL, "stdout": sink}
        options["stderr"] = subprocess.STDOUT
        process, *writing = (subprocess.Popen(one, **options) for one in commands)
    end = time.time() + seconds
    try:
        while not answers(base, token):
            if process.poll() is not None or time.time() > end:
                raise CourseError("no_lab", log=log)
            time.sleep(0.02)
        if any(one.wait() for one in writing):
            raise CourseError("no_lab", log=log)
        texts["made"] = state_of_texts(root / TEXTS)["made"]
        stamp.write_text(json.dumps(texts), encoding="utf-8")
    except BaseException:
        process.kill()
        raise
    finally:
        for one in writing:
            one.kill()
    return process, base, token


GRACE = 10  # seconds for a server to end by itself, with the Pythons of its pages
PROC = Path("/proc")


def parents():
    """Return pid -> pid of its parent, of every process here; a Mac has no /proc, but ``ps``."""
    found = {}
    for path in PROC.glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended meanwhile
            stat = path.read_text(encoding="utf-8", errors="replace")
            # Behind the name, which may have brackets of its own.
            found[int(path.parent.name)] = int(stat.rpartition(")")[2].split()[1])
    listed = b"" if found else subprocess.check_output(["ps", "-A", "-o", "pid=,ppid="])
    return found or {int(pid): int(parent) for pid, parent in map(bytes.split, listed.splitlines())}


def kill_started(process):
    """Kill what a process has started, also what has a session of its own, as the Python of a page has."""
    process.send_signal(signal.SIGSTOP)  # it starts no more
    known, family = parents(), [process.pid]
    for one in family:
        family += [child for child, parent in known.items() if parent == one]
    for one in family[1:]:
        with suppress(OSError):
            os.kill(one, signal.SIGKILL)


def end(process, seconds=GRACE, windows=os.name == "nt"):
    """End a server for certain: ask it, wait, then kill it with all it has started; at once on a second Ctrl-C."""
    try:
        # On Windows Ctrl-C has asked it, and terminate() would kill it and leave what it has started.
        if not windows:
            process.terminate()
        process.wait(seconds)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        try:
            if windows:
                quiet = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
                subprocess.call(["taskkill", "/F", "/T", "/PID", str(process.pid)], **quiet)
            else:
                kill_started(process)
        finally:
            process.kill()
            process.wait()


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
    pages = editions()
    lang = chosen() or next(one for one in (of_machine(), *LANGUAGES) if one in pages)
    stand_in = [lang, LANGUAGES[lang].get("fallback", lang), *pages]
    written = next(one for one in stand_in if one in pages)
    page, process, known = f"notebooks/{written}/index.ipynb", None, running_lab(HOME)
    if known and spoken(HOME) != lang and chosen():
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
            end(process, GRACE)


# ---- tests and site


def test(arguments):
    """Run every check, in an environment that has the tools for it."""
    # What the tests drive comes from the system's own archive while pip is at work.
    programs = subprocess.Popen([sys.executable, "tests/programs.py"], cwd=str(ROOT), env=child_environment())
    try:
        ensure("test")
    finally:
        programs.wait()
    return subprocess.call(
        [str(venv_python(VENV)), "tests/run.py", *arguments], cwd=ROOT, env=child_environment()
    )


def book_status(log):
    """Say how far the site is."""
    steps = {"reading sources": "site.read", "Executing notebook": "site.run", "writing output": "site.write"}
    steps.update({"making states": "site.labs", "printing": "site.print"})
    found = re.findall(rf"({'|'.join(steps)})([^\r\n]*)", COLOUR.sub("", log))
    # Translations are "written", too, at the very beginning and without a share.
    found = [(name, rest) for name, rest in found if "%" in rest or not name.startswith("writing")]
    if not found:
        return "building", {}
    name, rest = found[-1]
    return steps[name], {"step": re.sub(r"^[. ]+|(?<=\[) +", "", rest)[:30].strip()}


def check(*how, course=ROOT):
    """Say what follows an own case and what does not; return whether something stops a build."""
    log = ROOT / "_build" / "check.log"
    log.parent.mkdir(exist_ok=True)
    command = [str(venv_python(VENV)), str(course / "book" / "case_check.py"), *how]
    environment = child_environment(SGM_LANG=languages()[0], PYTHONPATH=str(course))
    code, output = run_logged(command, log, lambda _: ("checking", {}), env=environment)
    if output.strip():
        print(output.strip(), flush=True)
    return code


def course_with(pack):
    """Return the course that a pack makes of this one, in a folder of its own; nothing where the pack is not taken."""
    target = ROOT / "_build" / "packed"
    command = [
        str(venv_python(VENV)),
        str(ROOT / "book" / "pack_build.py"),
        str(pack),
        str(ROOT),
        str(target),
    ]
    return None if subprocess.call(command, env=child_environment(SGM_LANG=languages()[0])) else target


def book(options):
    """Build the site and show it."""
    sys.path.insert(0, str(ROOT / "book"))
    from bundle import bundle
    from make_site import FRESH, MARK

    ensure()
    log, site = ROOT / "_build" / "book.log", options.to or ROOT / "_build" / "html"
    log.parent.mkdir(exist_ok=True)
    course = course_with(options.pack) if options.pack else ROOT
    if not course:
        return 1
    check("--brief", course=course)
    more = {"SGM_PDF": "1"} if options.pdf else {}
    environment = child_environment(SGM_LANG=languages()[0], PYTHONPATH=str(course), **more)
    command = [str(venv_python(VENV)), str(course / "book" / "make_site.py"), str(site.absolute())]
    code, output = run_logged(command, log, book_status, env=environment)
    said = (output.rpartition(MARK)[2] if MARK in output else output.strip().rpartition("\n")[2]).strip()
    if code:
        say("no_book", log=log)
        print(said, flush=True)  # the cause, last
        return 1
    if options.zip:
        say("packed", path=bundle(course / FRESH, ROOT / "_build" / "service-goal-management.zip"))
    say("built", path=site / "index.html")
    print(said, flush=True)
    return 0 if options.no_serve or options.to else serve_site(site, options)


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


def folder(name):
    """Return what a command of a folder of its own runs: ``book/lms`` for ``lms``, as long as it is there."""
    program = ROOT / "book" / name / "__main__.py"
    return program if name.isidentifier() and program.is_file() else None


def run_folder(program, arguments):
    """Run the command of a folder where the reader is, in the language of the reader."""
    ensure()
    environment = child_environment(SGM_LANG=languages()[0])
    return subprocess.call([str(venv_python(VENV)), str(program.parent), *arguments], env=environment)


def case(arguments):
    """Write the spreadsheet of a case where the reader is, or make a case of a filled one."""
    ensure()
    command = [str(venv_python(VENV)), str(ROOT / "book" / "case_sheet.py"), *arguments]
    return subprocess.call(command, env=child_environment(SGM_LANG=languages()[0]))


def run_module(name, arguments):
    """Run a command of the package where the reader is, in the language of the reader."""
    ensure()
    environment = child_environment(SGM_LANG=languages()[0])
    return subprocess.call([str(venv_python(VENV)), "-m", *MODULES[name], *arguments], env=environment)


def not_understood(arguments):
    """Say in the reader's language what argparse says in English, and end as it does."""
    say("wrong_use", given=" ".join(arguments))
    sys.exit(2)


def run_command(arguments):
    """Do what the command line says."""
    if arguments[:1] == ["test"]:
        return test(arguments[1:])
    if arguments[:1] == ["case"]:
        return case(arguments[1:])
    if arguments and arguments[0] in MODULES:
        return run_module(arguments[0], arguments[1:])
    if arguments and folder(arguments[0]):
        return run_folder(folder(arguments[0]), arguments[1:])
    parser = argparse.ArgumentParser(prog="start.py")
    parser.add_argument("command", nargs="?", choices=["book", "check", "test"])
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument("--no-serve", action="store_true")
    parser.add_argument("--pdf", action="store_true")
    parser.add_argument("--zip", action="store_true")
    parser.add_argument("--pack", type=Path)
    parser.add_argument("--to", type=Path)
    parser.add_argument("--port", type=int)
    parser.add_argument("--lang")
    parser.format_help = lambda: __doc__
    parser.error = lambda _: not_understood(arguments)
    options = parser.parse_args(arguments)
    if options.lang:
        choose(options.lang)
    if options.command == "check":
        ensure()
        return check()
    return book(options) if options.command else lab(options)


def main(arguments):
    """Run, and end every foreseeable trouble with one sentence instead of a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console without the letter shows "?" and goes on
            stream.reconfigure(errors="replace")
    for name in {"SIGTERM", "SIGHUP"} & set(dir(signal)):  # SIGHUP: its window was closed
        if signal.getsignal(getattr(signal, name)) == signal.SIG_DFL:  # else nohup wants it to go on
            signal.signal(getattr(signal, name), signal.default_int_handler)
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
