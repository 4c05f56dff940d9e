"""The site's own server and extensions, without a browser."""

from __future__ import annotations

import doctest
import gzip
import importlib
import re
import socket
import urllib.error
import urllib.request
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from serve import POLICY, make_server, open_site

ROOT = Path(__file__).parents[1]
EXTENSIONS = sorted(path.stem for path in (ROOT / "book" / "_ext").glob("*.py"))


@pytest.mark.parametrize("name", EXTENSIONS)
def test_examples_in_the_extensions(name: str) -> None:
    pytest.importorskip("sphinx")
    assert doctest.testmod(importlib.import_module(name)).failed == 0


# ---- the server ----


def ask(url: str, **headers: str) -> Any:
    """Ask for one file, plainly."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    return opener.open(urllib.request.Request(url, headers=headers))


def test_the_server_sends_what_browsers_need(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    files = {
        "index.html": b"<p>home",
        "a.json": b"{}",
        "a.js": b"1",
        "lib/x-0123abcd.js": b"let a",
        "404.html": b"lost",
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "index.html.gz").write_bytes(gzip.compress(b"<p>home"))
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(b"{}"))
    with make_server(tmp_path, 18400) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}"
        for path in ("/", "/index.html", "/?q=1"):
            answer = ask(base + path, **{"Accept-Encoding": "gzip"})
            assert answer.headers["Content-Encoding"] == "gzip"
            assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
            assert gzip.decompress(answer.read()) == b"<p>home"
        plain = ask(base + "/")
        assert (plain.headers["Content-Encoding"], plain.read()) == (None, b"<p>home")
        assert plain.headers["Cache-Control"] == "no-cache"
        assert plain.headers["Content-Security-Policy"] == POLICY
        assert (
            "application/json" in ask(base + "/a.json", **{"Accept-Encoding": "gzip"}).headers["Content-Type"]
        )
        assert ask(base + "/a.js").headers["Content-Type"].startswith("text/javascript")
        for kept in ("/lib/x-0123abcd.js", "/a.js?v=0be1aa7b"):
            assert "immutable" in ask(base + kept).headers["Cache-Control"]
        since = {"If-Modified-Since": ask(base + "/").headers["Last-Modified"]}
        with pytest.raises(urllib.error.HTTPError) as unchanged:
            ask(base + "/", **since)
        assert unchanged.value.code == 304
        for lost in ("/nothing", "/lib/", "/../secret"):
            with pytest.raises(urllib.error.HTTPError) as missing:
                ask(base + lost)
            assert (missing.value.code, missing.value.read()) == (404, b"lost")
        server.shutdown()


def test_a_taken_port_is_passed_over(tmp_path: Path) -> None:
    with make_server(tmp_path, 18450) as first, make_server(tmp_path, 18450) as second:
        assert second.server_port == first.server_port + 1


def test_a_site_keeps_its_address(tmp_path: Path) -> None:
    """A reader's work lies at an address: a second start goes back to it, and says where it lies if it cannot."""
    site, other = tmp_path / "site", tmp_path / "other" / "site"
    for folder in (site, other):
        folder.mkdir(parents=True)
        (folder / "index.html").write_text("home")
    server, port, busy = open_site(site, first=18460)
    assert (port, busy) == (18460, None)
    assert server is not None
    Thread(target=server.serve_forever, daemon=True).start()
    assert open_site(site, first=18460) == (None, 18460, None)  # open already: the same address
    second, elsewhere, busy = open_site(other, first=18460)  # another site: a port of its own, which it keeps
    assert (elsewhere, busy) == (18461, None)
    assert second is not None
    second.server_close()
    server.shutdown()
    server.server_close()
    third, again, _ = open_site(other, first=18460)
    assert again == 18461  # though the first is free by now
    assert third is not None
    third.server_close()
    with socket.socket() as program:  # another program has taken it meanwhile
        program.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        program.bind(("127.0.0.1", 18460))
        program.listen()
        moved, port, busy = open_site(site, first=18460)
        assert moved is not None
        moved.server_close()
        assert (port > 18460, busy) == (True, 18460)
    back, port, busy = open_site(site, first=18460)
    assert (port, busy) == (18460, None)
    assert back is not None
    back.server_close()


def test_only_what_was_found_is_kept_and_no_request_ends_in_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "404.html").write_text("lost")
    with make_server(tmp_path, 18480) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}"
        for lost in ("/x-0123abcd.js", "/%00", "/a%00.html?v=0be1aa7b"):
            with pytest.raises(urllib.error.HTTPError) as missing:
                ask(base + lost)
            assert (missing.value.code, missing.value.headers["Cache-Control"]) == (404, "no-cache")
            assert missing.value.headers["X-Content-Type-Options"] == "nosniff"
            assert missing.value.headers["Content-Security-Policy"] == POLICY
        server.shutdown()
    assert capsys.readouterr().err == ""
    import serve

    assert serve.main(["--port", "70000", "--no-browser"]) == 1
    assert "--port 9800" in capsys.readouterr().out
    assert serve.Handler.timeout == 60


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("zh_CN.UTF-8", ["请用 --port 换"]),
        ("Chinese (Simplified)_China", ["请用 --port 换"]),
        ("en_GB.UTF-8", ["choose another"]),
        ("de_DE.UTF-8", ["choose another"]),
        ("C.UTF-8", ["请用 --port 换", "choose another"]),
        ("", ["请用 --port 换", "choose another"]),
    ],
)
def test_the_bundle_speaks_as_the_machine_does(
    place: str, said: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    import serve

    serve.say("port", place)
    shown = capsys.readouterr().out
    both = ["请用 --port 换", "choose another"]
    assert [one for one in both if one in shown] == said
    for texts in serve.SAID.values():
        assert len(texts) == 2
        assert len({tuple(re.findall(r"\{\w+\}", text)) for text in texts}) == 1
