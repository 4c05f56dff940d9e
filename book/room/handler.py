"""HTTP around the room: addresses, who asks, how much and how often. What may happen, the moves say.

The secret of a phone and the key of the cockpit stand behind the ``#`` of an address, which no browser sends along, and
come in a header, which no other site can send: nothing depends on cookies or on what a browser stores.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import serve

from sgm_lab import look
from sgm_lab.i18n import about, get_language

from . import questions, takeaway, views
from .moves import Refused
from .state import COCKPIT, Room
from .words import say, spoken

if TYPE_CHECKING:
    from .server import RoomServer

__all__ = ["PAGES", "Handler"]

PAGES = Path(__file__).with_name("pages")
LARGEST = 16_384  # bytes of what is sent here
WAIT = 20.0  # seconds that an answer is held back until there is something new
_SECRET = re.compile(r"[0-9a-f]{32,64}")
_PLACES = {"/room/": "phone", "/room/screen": "screen", "/room/cockpit": "cockpit"}
#: What each page says.
_PARTS = {"phone": ("phone", "game", "monday", "both"), "screen": ("screen", "game", "monday", "both"),
          "cockpit": ("cockpit", "both", "game")}  # fmt: skip
POLICY = serve.POLICY + "; frame-ancestors 'none'"


class Handler(serve.Handler):
    """One connection."""

    timeout = 45
    server: RoomServer

    # ---- what is asked for ----

    def do_GET(self) -> None:  # noqa: N802
        """Send a page, a file, or what is to be shown as soon as it is new."""
        place, asked = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        if place in _PLACES:
            return self._page(_PLACES[place])
        if place in ("/room", "/") and (place == "/room" or not self.server.site):
            return self._moved("/room/")
        if place == "/room/join.svg":
            return self._send(200, "image/svg+xml", _code(self.server.join))
        if place.startswith("/room/pages/"):
            return self._file(place.removeprefix("/room/pages/"))
        if place.startswith("/room/api/"):
            return self._shown(place.removeprefix("/room/api/"), asked.get("seen", [""])[0])
        if place.startswith("/room") or not self.server.site:
            return self._json(404, {"said": say("refused.no_move")})
        return super().do_GET()

    def do_HEAD(self) -> None:  # noqa: N802
        """Say what there would be, of the course alone."""
        if urlsplit(self.path).path.startswith("/room") or not self.server.site:
            return self._send(200, "text/plain", b"")
        return super().do_HEAD()

    def do_POST(self) -> None:  # noqa: N802
        """Make a move."""
        body = self._body()
        if body is None:
            return None
        place = urlsplit(self.path).path
        if place == "/room/api/act":
            if not self._is_instructor():
                return self._json(403, {"said": say("refused.not_instructor")})
            return self._move(COCKPIT, body)
        who = self._who()
        if place != "/room/api/do" or not who:
            return self._json(404, {"said": say("refused.no_move")})
        pace, name = (
            (self.server.joins, self.client_address[0])
            if body.get("do") == "join"
            else (self.server.moves, who)
        )
        if not pace.allows(name):
            return self._json(429, {"said": say("refused.too_fast")})
        self.server.seen[who] = time.time()
        return self._move(who, body)

    # ---- who asks ----

    def _given(self) -> str:
        kind, _, secret = (self.headers.get("Authorization") or "").partition(" ")
        return secret.strip() if kind == "Bearer" else ""

    def _who(self) -> str:
        """Return the id of the person whose secret came along; nothing where none did."""
        secret = self._given()
        return hashlib.sha256(secret.encode()).hexdigest()[:32] if _SECRET.fullmatch(secret) else ""

    def _is_instructor(self) -> bool:
        return hmac.compare_digest(self._given().encode("utf-8", "replace"), self.server.key.encode())

    def _body(self) -> dict[str, Any] | None:
        """Read what was sent: an object, small and not deep; else say so and return None."""
        length = self.headers.get("Content-Length", "")
        kind = self.headers.get_content_type()
        if not length.isdigit() or int(length) > LARGEST or kind != "application/json":
            self.close_connection = True
            self._json(
                413 if length.isdigit() and int(length) > LARGEST else 400,
                {"said": say("refused.unreadable")},
            )
            return None
        try:
            found = json.loads(self.rfile.read(int(length)), parse_constant=lambda _: None)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            self._json(400, {"said": say("refused.unreadable")})
            return None
        return {key: value for key, value in found.items() if key not in ("by", "at")}

    # ---- answers ----

    def _move(self, by: str, event: Mapping[str, Any]) -> None:
        if event.get("do") == "opened":
            return self._json(404, {"said": say("refused.no_move")})
        try:
            room = self.server.engine.do(by, event)
        except Refused as refused:
            said = say(f"refused.{refused.key}", **refused.values)
            return self._json(
                409, {"said": said, "key": refused.key, **self._view(self.server.engine.room, by)}
            )
        return self._json(200, self._view(room, by))

    def _shown(self, what: str, seen: str) -> None:
        """Answer once there is something else than what has been seen, or say after a while that there is not."""
        who = COCKPIT if what == "cockpit" else "" if what == "screen" else self._who()
        if what == "take" and who in self.server.engine.room.people:
            return self._send(200, "application/json", takeaway.take_along(self.server.engine.room, who))
        if what not in ("cockpit", "screen", "me") or (what == "me" and not who):
            return self._json(404, {"said": say("refused.no_move")})
        if what == "cockpit" and not self._is_instructor():
            return self._json(403, {"said": say("refused.not_instructor")})
        if what == "me":
            self.server.seen[who] = time.time()
        wait = WAIT / 4 if what == "cockpit" else WAIT  # who has gone away shows soon
        room = self.server.engine.wait(partial(self._tag, who), seen, wait)
        if what == "me":
            self.server.seen[who] = time.time()
        if self._tag(who, room) == seen and what != "cockpit":
            return self._send(204, "application/json", b"")
        return self._json(200, self._view(room, who))

    def _tag(self, who: str, room: Room) -> str:
        reviews = self.server.reviews.of(room)
        return f"{room.seq}.{len(reviews)}" if who in ("", COCKPIT) else views.phone_tag(room, who, reviews)

    def _view(self, room: Room, who: str) -> dict[str, Any]:
        reviews = self.server.reviews.of(room)
        if who == COCKPIT:
            shown = views.cockpit(room, self.server.seen)
        else:
            shown = views.phone(room, who, reviews) if who else views.screen(room, reviews)
        return {"tag": self._tag(who, room), "view": shown}

    # ---- files ----

    def _page(self, name: str) -> None:
        text = (PAGES / "page.html").read_text(encoding="utf-8").replace("{{kind}}", name)
        told: dict[str, Any] = {"words": spoken(*_PARTS[name]), "join": self.server.join}
        if name == "cockpit":
            told["chapters"] = questions.chapters()
        data = json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
        text = text.replace("{{tag}}", about("tag", get_language())).replace(
            "{{title}}", say(f"{name}.title")
        )
        self._send(200, "text/html; charset=utf-8", text.replace("{{told}}", data).encode())

    def _file(self, name: str) -> None:
        known = {path.name: path for path in PAGES.iterdir() if path.suffix in (".js", ".css")}
        if name not in known:
            return self._json(404, {"said": say("refused.no_move")})
        text = known[name].read_text(encoding="utf-8")
        kind = serve.TYPES[known[name].suffix]
        self._send(
            200, f"{kind}; charset=utf-8", (look.dressed(text) if name.endswith(".css") else text).encode()
        )

    def _json(self, code: int, value: Mapping[str, Any]) -> None:
        self._send(
            code,
            "application/json",
            json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"),
        )

    def _moved(self, place: str) -> None:
        self.send_response(302)
        self.send_header("Location", place)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, code: int, kind: str, body: bytes) -> None:
        self.packed = ""
        self.send_response(code)
        self.send_header("Content-Type", kind)
        if code != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD" and code != 204:
            self.wfile.write(body)


def _code(address: str) -> bytes:
    """Draw the address as a QR code."""
    import io

    import segno

    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", scale=8, border=2, xmldecl=False, svgclass=None, lineclass=None
    )
    return drawn.getvalue()
