#!/usr/bin/env python3
"""服务目标管理：在本机打开课程网站，不用联网 · Show the course site on this machine, no network needed.

python serve.py                 打开 · open
  --port N                      端口；不写就用上次的 · port; else the one of last time
  --lan                         让同一网络里的人也能打开 · let others on the same network in
  --no-browser                  不自动打开浏览器 · do not open a browser
"""

# Only the standard library, and syntax of Python 3.7: it runs on whatever Python a classroom machine has.
import argparse
import functools
import hashlib
import locale
import os
import re
import socket
import sys
import urllib.request
import webbrowser
from http.client import HTTPException
from http.server import HTTPServer, SimpleHTTPRequestHandler
from socketserver import ThreadingMixIn
from urllib.parse import urlsplit

HERE = os.path.dirname(os.path.abspath(__file__))
FINGERPRINT = re.compile(r"[?&](v|digest)=[0-9a-f]{6,}|[.-][0-9a-f]{8,}(?=[./])")
# Windows may call a script text/plain in its registry, and a browser then refuses it.
TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".ipynb": "application/x-ipynb+json",
    ".svg": "image/svg+xml",
    ".bin": "application/octet-stream",
    ".woff2": "font/woff2",
    ".pdf": "application/pdf",
    ".xml": "application/xml",
}
SAID = {  # in Chinese, in English
    "moved": (
        "端口 {busy} 被别的程序占了，这次改用 {port}。浏览器按地址分开存练习：以前做过的还在原来的地址，这里是空的。\n"
        "要接着做，请关掉那个程序（或重启电脑），再运行一次。",
        "Another program has taken port {busy}, so this is port {port}. Browsers keep your work by address: what you\n"
        "did before is still at the old one. To go on with it, close that program (or restart) and run this again.",
    ),
    "port": (
        "这个端口不能用；请用 --port 换一个，例如 --port 9800。",
        "This port cannot be used; choose another with --port, such as --port 9800.",
    ),
    "open": (
        "课程已在另一个窗口打开；请先关掉那个窗口，再运行一次。",
        "The course is open in another window; close that window first, then run this again.",
    ),
    "serving": (
        "课程在下面的地址；学完后关掉这个窗口。",
        "The course is at this address; close this window when you are done.",
    ),
    "running": ("课程早已打开，回到这个地址：", "The course is open already; back to this address:"),
}
# What a page may load: the course's own files. Scripts stand in files, so that one put into a page does not run. Every
# page says it too (`layout.html`), for other servers; `file:` is for pages that are opened straight from a folder.
OWN = "'self' file:"
POLICY = "; ".join(
    (
        f"default-src {OWN}",
        f"script-src {OWN} 'wasm-unsafe-eval'",
        f"style-src {OWN} 'unsafe-inline'",
        f"img-src {OWN} data: blob:",
        f"font-src {OWN} data:",
        f"connect-src {OWN} data: blob:",
        f"worker-src {OWN} blob:",
        "object-src 'none'",
        f"base-uri {OWN}",
        f"form-action {OWN}",
    )
)
TEXT = ("text/", "application/json", "application/xml", "application/x-ipynb+json")


class Handler(SimpleHTTPRequestHandler):
    """Serve a folder: compressed where a compressed copy lies beside a file, kept where its name changes with it."""

    path = packed = ""
    code = 0
    timeout = 60  # a connection on which nothing comes gives its thread back
    protocol_version = "HTTP/1.1"  # one connection for all the files of a page
    extensions_map = dict(SimpleHTTPRequestHandler.extensions_map, **TYPES)  # noqa: RUF012

    def guess_type(self, path):
        """Say that texts are UTF-8."""
        kind = super().guess_type(path)
        return kind + "; charset=utf-8" if kind.startswith(TEXT) and "charset" not in kind else kind

    def version_string(self):
        """Say whose server this is, so that a second start finds the first."""
        return mark(self.directory)

    def send_response(self, code, message=None):
        """Note how it went: only what was found may be kept."""
        self.code = code
        super().send_response(code, message)

    def send_head(self):
        """Send the compressed copy to those who can read it."""
        self.packed = ""
        path = self.translate_path(self.path)
        if "\0" in path:  # no file has such a name
            return self.send_error(404)
        if "gzip" in self.headers.get("Accept-Encoding", ""):
            if os.path.isdir(path) and urlsplit(self.path).path.endswith("/"):
                path = os.path.join(path, "index.html")
            if os.path.isfile(path + ".gz"):
                self.packed = self.guess_type(path)
        if not self.packed:
            return super().send_head()
        before, kind, self.path = self.path, self.packed, urlsplit(self.path).path
        if self.path.endswith("/"):
            self.path += "index.html"
        self.path += ".gz"
        self.guess_type = lambda _: kind
        try:
            return super().send_head()
        finally:
            self.path = before
            del self.guess_type

    def end_headers(self):
        """Let browsers keep what can never change under its name, and ask again for everything else."""
        if self.packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Security-Policy", POLICY)
        kept = self.code in (200, 304) and FINGERPRINT.search(self.path)
        self.send_header("Cache-Control", "public, max-age=31536000, immutable" if kept else "no-cache")
        super().end_headers()

    def send_error(self, code, message=None, explain=None):
        """Answer an unknown address with the course's own page."""
        page = os.path.join(self.directory, "404.html")
        if code != 404 or not os.path.isfile(page):
            self.packed = ""
            return super().send_error(code, message, explain)
        with open(page, "rb") as file:
            body = file.read()
        self.packed = ""
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def list_directory(self, path):
        """Show no folders."""
        self.send_error(404)

    def log_message(self, *_):
        """Say nothing: the address in the window should stay in sight."""


class Server(ThreadingMixIn, HTTPServer):
    """One thread a connection, none of which outlives the window."""

    daemon_threads = True
    allow_reuse_address = os.name != "nt"  # on Windows this would take a port that is in use

    def handle_error(self, request, address):
        """A reader who turned the page while it was being sent is no error."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, address)


def make_server(folder, port, host="127.0.0.1"):
    """Return a server of ``folder`` on the first free port from ``port`` on; port 0 takes any."""
    handler = functools.partial(Handler, directory=str(folder))
    for number in range(port, port + 50):
        try:
            return Server((host, number), handler)
        except OSError:
            if number == port + 49:
                raise
    return None


def mark(folder):
    """Name a site by its folder, without telling it."""
    return "sgm-course/" + hashlib.sha256(os.path.realpath(str(folder)).encode("utf-8")).hexdigest()[:16]


def shows(folder, port):
    """Whether this very site is open at that port; asked directly, since a proxy knows nothing of this machine."""
    ask = urllib.request.Request(f"http://127.0.0.1:{port}/", method="HEAD")
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(ask, timeout=2) as answer:
            return answer.headers["Server"] == mark(folder)
    except (OSError, ValueError, HTTPException):
        return False


def open_site(folder, port=None, host="127.0.0.1", first=8000):
    """Serve ``folder`` where it was served before, since browsers keep a reader's work by address.

    Returns the server, or ``None`` where the site is open already, its port, and the port that another program has
    taken since, where the earlier work lies. OSError or OverflowError: no port can be had.
    """
    memory = os.path.join(os.path.dirname(os.path.abspath(str(folder))), "port.txt")
    try:
        with open(memory, encoding="ascii") as file:
            known = int(file.read())
    except (OSError, ValueError):
        known = None
    wanted, handler = port or known or first, functools.partial(Handler, directory=str(folder))
    try:
        server = Server((host, wanted), handler)
    except OSError:
        if shows(folder, wanted):
            return None, wanted, None
        server = make_server(folder, wanted + 1, host)
    moved = server.server_port != wanted
    if not (moved and known):  # work lies at the known address: it stays the one to come back to
        try:
            with open(memory, "w", encoding="ascii") as file:
                file.write(str(server.server_port))
        except OSError:
            pass  # a medium that cannot be written
    return server, server.server_port, wanted if moved and wanted == known else None


def own_address():
    """Return the address others on the network see; nothing is sent to find out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return probe.getsockname()[0]
        except OSError:
            return "127.0.0.1"


def say(key, place=None, **values):
    """Print a sentence in the language of this machine; in both where it names none."""
    if place is None:
        place = os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or ""
    chinese, english = SAID[key]
    if place.lower().startswith(("zh", "chinese")):  # the latter on Windows
        texts = [chinese]
    elif place.partition(".")[0] in ("", "C", "POSIX"):
        texts = [chinese, english]
    else:
        texts = [english]
    print("\n".join(texts).format(**values), flush=True)


def main(arguments):
    """Serve the folder beside this file until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="serve.py")
    parser.add_argument("--port", type=int)
    parser.add_argument("--lan", action="store_true")
    parser.add_argument("--no-browser", action="store_true")
    parser.format_help = lambda: __doc__
    options = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console without the letter shows "?" and goes on
            stream.reconfigure(errors="replace")
    folder = os.path.join(HERE, "site")
    try:
        server, port, busy = open_site(folder, options.port, "0.0.0.0" if options.lan else "127.0.0.1")
    except (OSError, OverflowError):
        say("port")
        return 1
    url = "http://{}:{}/".format(own_address() if options.lan else "127.0.0.1", port)
    if server is None and options.lan:
        say("open")
        return 1
    if busy:
        say("moved", busy=busy, port=port)
    say("serving" if server else "running")
    print("  " + url, flush=True)
    if not options.no_browser:
        webbrowser.open(url)
    try:
        if server:
            server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
