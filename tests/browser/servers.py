"""The web servers people put the site on, as they come: types, compression and all; each under a sub-path."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

SUB = "course"  # the path under which a site often lies
# As in Debian's nginx.conf; compressed, as the comments of that file offer it, and with the copies the build made.
NGINX = """
{user}
daemon off;
pid {run}/pid;
error_log {run}/log;
events {{}}
http {{
  include {types};
  default_type application/octet-stream;
  access_log off;
  client_body_temp_path {run}; proxy_temp_path {run}; fastcgi_temp_path {run};
  uwsgi_temp_path {run}; scgi_temp_path {run};
  {packed}
  server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""
NGINX_PACKED = """gzip on; gzip_static on; gzip_vary on;
  gzip_types text/plain text/css application/json application/javascript text/xml application/xml text/javascript;"""
APACHE = """
ServerName localhost
ServerRoot {run}
PidFile {run}/pid
ErrorLog {run}/log
DefaultRuntimeDir {run}
Listen 127.0.0.1:{port}
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule mime_module {modules}/mod_mime.so
LoadModule dir_module {modules}/mod_dir.so
{user}
TypesConfig /etc/mime.types
DirectoryIndex index.html
DocumentRoot {root}
{packed}
"""
APACHE_PACKED = """
LoadModule filter_module {modules}/mod_filter.so
LoadModule deflate_module {modules}/mod_deflate.so
AddOutputFilterByType DEFLATE text/html text/plain text/xml text/css text/javascript
AddOutputFilterByType DEFLATE application/javascript application/xml
"""
MODULES = "/usr/lib/apache2/modules"
# Knows what every server has known for twenty years, and no other type.
OLD = """
import http.server, sys
class Old(http.server.SimpleHTTPRequestHandler):
    types = {".html": "text/html", ".css": "text/css", ".js": "application/x-javascript", ".png": "image/png",
             ".svg": "image/svg+xml"}
    def guess_type(self, path):
        return self.types.get(path[path.rfind("."):], "application/octet-stream")
http.server.test(Old, http.server.ThreadingHTTPServer, port=int(sys.argv[1]), bind="127.0.0.1")
"""


def free_port() -> int:
    """Return a port nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def binary(*names: str) -> str:
    """Return the first of some programs; where there is none, skip the test and say so."""
    places = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
    found = next(filter(None, (shutil.which(name, path=places) for name in names)), None)
    return found or pytest.skip(f"no {names[0]} here")


def command(kind: str, run: Path, root: Path, port: int, packed: bool) -> list[str]:
    """Return what starts a server in the foreground; its settings are written into ``run``."""
    root_user = hasattr(os, "geteuid") and os.geteuid() == 0
    settings = run / "conf"
    if kind == "nginx":
        nginx = binary("nginx")
        told = subprocess.run([nginx, "-V"], capture_output=True, text=True).stderr
        types = Path(re.search(r"--conf-path=(\S+)", told)[1]).with_name("mime.types")
        text = NGINX.format(
            user="user root;" if root_user else "",
            run=run,
            types=types,
            port=port,
            root=root,
            packed=NGINX_PACKED * packed,
        )
        settings.write_text(text)
        return [nginx, "-c", str(settings), "-p", str(run)]
    if kind == "apache":
        apache = binary("apache2")
        if not Path(MODULES).is_dir() or not Path("/etc/mime.types").is_file():
            pytest.skip("no Apache as Debian ships it here")
        user = "User www-data\nGroup www-data" * root_user
        extra = APACHE_PACKED.format(modules=MODULES) * packed
        settings.write_text(
            APACHE.format(run=run, port=port, modules=MODULES, root=root, user=user, packed=extra)
        )
        return [apache, "-f", str(settings), "-DFOREGROUND"]
    if kind == "old":
        return [sys.executable, "-c", OLD, str(port)]
    return [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]


@contextmanager
def serving(kind: str, site: Path, packed: bool = False) -> Iterator[str]:
    """Serve a site under a sub-path; yields its address.

    Parameters
    ----------
    kind : str
        ``"nginx"``, ``"apache"``, ``"python"`` or ``"old"``.
    site : Path
        The built site.
    packed : bool
        Whether the server compresses.
    """
    with tempfile.TemporaryDirectory() as folder:  # not pytest's own, which other users cannot read
        root, run = Path(folder, "www"), Path(folder, "run")
        run.mkdir()
        Path(folder).chmod(0o755)
        shutil.copytree(site, root / SUB)
        port = free_port()
        asked = command(kind, run, root, port, packed)
        with open(run / "said", "wb") as said:
            process = subprocess.Popen(asked, cwd=root, stdout=said, stderr=said)
        try:
            wait_for(port, process, run)
            yield f"http://127.0.0.1:{port}/{SUB}"
        finally:
            process.terminate()
            process.wait(20)


def wait_for(port: int, process: subprocess.Popen[bytes], run: Path) -> None:
    """Wait until the server answers; one that ended says why."""
    end = time.monotonic() + 20
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    logs = [path.read_text(errors="replace") for path in (run / "said", run / "log") if path.is_file()]
    raise AssertionError("the server did not start: " + "\n".join(logs))


def begin_anew(page: Any, lab: Any) -> None:
    """End every Python of a JupyterLab and take away what was done in it by tests before."""
    at = f"{lab.base}api/sessions"
    for session in page.request.get(f"{at}?token={lab.token}").json():
        page.request.delete(f"{at}/{session['id']}?token={lab.token}")
    for old in (lab.root / "notebooks" / "zh").glob(
        "*workbook*"
    ):  # a copy is kept, from which it would come back
        if old.suffix != ".ipynb" and old.is_file():
            old.unlink()
