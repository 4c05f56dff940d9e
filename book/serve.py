#!/usr/bin/env python3
"""服务目标管理：在本机打开课程网站，不用联网 · Show the course site on this machine, no network needed.

python serve.py                 打开 · open
  --port N                      端口，被占用时顺延 · port, or the next free one
  --lan                         让同一网络里的人也能打开 · let others on the same network in
  --no-browser                  不自动打开浏览器 · do not open a browser
"""

# Only the standard library, and syntax of Python 3.7: it runs on whatever Python a classroom machine has.
import argparse
import functools
import os
import re
import socket
import sys
import webbrowser
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
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".ipynb": "application/x-ipynb+json",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".whl": "application/zip",
    ".woff2": "font/woff2",
    ".pdf": "application/pdf",
    ".xml": "application/xml",
}
TEXT = ("text/", "application/json", "application/xml", "application/x-ipynb+json")


class Handler(SimpleHTTPRequestHandler):
    """Serve a folder: compressed where a compressed copy lies beside a file, kept where its name changes with it."""

    path = packed = ""
    protocol_version = "HTTP/1.1"  # one connection for all the files of a page
    extensions_map = dict(SimpleHTTPRequestHandler.extensions_map, **TYPES)  # noqa: RUF012

    def guess_type(self, path):
        """Say that texts are UTF-8."""
        kind = super().guess_type(path)
        return kind + "; charset=utf-8" if kind.startswith(TEXT) and "charset" not in kind else kind

    def send_head(self):
        """Send the compressed copy to those who can read it."""
        self.packed = ""
        path = self.translate_path(self.path)
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
        kept = FINGERPRINT.search(self.path)
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


def own_address():
    """Return the address others on the network see; nothing is sent to find out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return probe.getsockname()[0]
        except OSError:
            return "127.0.0.1"


def main(arguments):
    """Serve the folder beside this file until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="serve.py")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--lan", action="store_true")
    parser.add_argument("--no-browser", action="store_true")
    parser.format_help = lambda: __doc__
    options = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console without the letter shows "?" and goes on
            stream.reconfigure(errors="replace")
    folder = os.path.join(HERE, "site")
    server = make_server(folder, options.port, "0.0.0.0" if options.lan else "127.0.0.1")
    url = "http://{}:{}/".format(own_address() if options.lan else "127.0.0.1", server.server_port)
    print(
        "课程在下面的地址；学完后关掉这个窗口。 | The course is at this address; close this window when done."
    )
    print("  " + url, flush=True)
    if not options.no_browser:
        webbrowser.open(url)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
