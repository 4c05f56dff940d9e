"""A lab in a real browser without Jupyter: its own front end on a bare page, its own Python behind it.

As a program it takes pictures: ``python tests/browser/lab_page.py KanoLab '{"case": "education"}'``.
"""

import http.server
import json
import sys
import threading
from functools import cache, partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "sgm_lab" / "labs"
PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>lab</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<link rel="stylesheet" href="lab.css"><style>body { margin:16px; font-family:sans-serif }
html[data-theme="dark"] body { background:#15191F; color-scheme:dark }</style>
<main id="lab"></main><script type="module">
import { mount, download } from "./lab.js";
window.mounted = mount(document.querySelector("#lab"), async (message, bytes) => {
  const made = await window.post(JSON.stringify(message), bytes ? Array.from(new Uint8Array(bytes)) : []);
  if (made.download) download(made.download.name, made.download.mime, Uint8Array.from(made.download.content));
  if (made.view) window.mounted.update(made.view);
});
window.mounted.update(await window.post(JSON.stringify({ do: "open" }), []).then((made) => made.view));
</script></html>"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Give the page, else a file of the labs."""
        if self.path == "/":
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(PAGE.encode())
        else:
            super().do_GET()


@cache
def _address() -> str:
    """Serve the front end for as long as the tests run."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(HOME)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


def show_lab(page: Any, lab: Any) -> Any:
    """Show ``lab`` on ``page`` and return the locator of its root; its messages go to ``lab.message``."""
    parts: list[bytes] = []

    def post(_: Any, message: str, content: list[int]) -> dict[str, Any]:
        asked = json.loads(message)
        if asked["do"] == "open":
            return {"view": lab.view()}
        if asked["do"] == "file":
            parts.append(bytes(content))
            if asked["part"] + 1 < asked["parts"]:
                return {}
        made = lab.message(asked, b"".join(parts))
        parts.clear()
        given = made and {"name": made.name, "mime": made.mime, "content": list(made.content)}
        return {"view": lab.view(), "download": given}

    page.expose_binding("post", post)
    page.goto(_address())
    root = page.locator(".sgm-lab").first
    root.locator(".sgm-said").first.wait_for(timeout=20_000)
    return root


def bring_a_file_to_be_asked_about(root: Any) -> None:
    """Choose a survey of eight people that words its answers in its own way."""
    rows = ["棒极了,糟透了,东"] * 3 + ["应该的,凑合,西"] * 3 + ["糟透了,棒极了,东", "凑合,应该的,西"]
    head = "候诊时能看到还要等多久，您觉得怎么样,看不到还要等多久，您觉得怎么样,院区"
    content = "\n".join([head, *rows]).encode()
    root.locator("input[type=file]").set_input_files(
        {"name": "门诊问卷.csv", "mimeType": "text/csv", "buffer": content}
    )
    root.locator(".sgm-set-ask_columns tbody tr").nth(2).wait_for()


SLOW = """() => { const post = window.post;
  window.post = async (...given) => {
    const made = await post(...given);
    await new Promise((done) => setTimeout(done, 250));
    return made;
  }; }"""


def answer_what_is_asked(page: Any, root: Any, pause: int = 0) -> None:
    """Say what the columns and answers of that file are, by keyboard, so many milliseconds apart."""
    columns, answers = (root.locator(f".sgm-set-ask_{name}") for name in ("columns", "answers"))
    if columns.locator("[data-column=of]").first.input_value() != "还要等多久":
        for field in columns.locator("[data-column=of]").all()[:2]:
            field.fill("还要等多久")
            field.blur()
    for at, key in enumerate("1542"):  # a list is chosen from by its number
        answers.locator("select").nth(at).focus()
        page.keyboard.type(key)
        page.wait_for_timeout(pause)
    root.locator(".sgm-area .sgm-said", has_text="可以读了：8 人，1 项").wait_for()


def change(root: Any, control: Any, state: dict[str, Any], at: int = 0) -> bool:
    """Change one control as a person would, the ``at``-th way there is; whether there was such a way."""
    from sgm_lab.labs import controls

    box = root.locator(f".sgm-set-{control.name}")
    now = state[control.name]
    match control:
        case controls.Choice(options=options):
            others = [text for text, value in reversed(options) if value != now]
            if at >= len(others):
                return False
            if control.buttons:
                box.get_by_label(others[at], exact=True).check(force=True)
            else:
                box.locator("select").select_option(label=others[at])
            return True
        case controls.Many(options=options):
            if at < len(options):
                box.locator("input").nth(-1 - at).click(force=True)
            return at < len(options)
        case controls.Text(rows=rows):
            texts = ["6月30日前，门诊部把平均候诊时间从34分钟降到25分钟以内", "25"][at : at + 1]
            for text in texts:
                field = box.locator("textarea" if rows > 1 else "input")
                field.fill(text)
                field.blur()
            return bool(texts)
        case controls.Number(low=low, high=high, slider=slider):
            wanted = [value for value in (high, low) if value != now][at : at + 1]
            field = box.locator("input")
            if wanted and slider:
                field.evaluate("(e, v) => { e.value = v; e.dispatchEvent(new Event('change')) }", wanted[0])
            elif wanted:
                field.fill(f"{wanted[0]:g}")
                field.blur()
            return bool(wanted)
        case controls.Day():
            box.locator("input").fill("2026-12-31" if now != "2026-12-31" else "2026-11-30")
        case controls.Points():
            field = box.locator("input").nth(at)
            field.evaluate("e => { e.value = e.value == 60 ? 40 : 60; e.dispatchEvent(new Event('change')) }")
        case controls.Rows(columns=columns, add=add):
            if at < len(columns) and now:
                return _change_cell(box, columns[at], now[0][columns[at].name])
            if not add or len(now) >= control.most:
                return False
            box.get_by_role("button", name="加一行").click()
        case _:
            return False  # a file: test_a_file_is_read
    return at == 0 or isinstance(control, controls.Points | controls.Rows)


def _change_cell(box: Any, column: Any, now: Any) -> bool:
    """Change the first cell of a column; a label stays."""
    if column.kind == "label":
        return False
    field = box.locator(f"[data-column={column.name}]").first
    match column.kind:
        case "choice":
            field.select_option(label=next(text for text, value in column.options if value != now))
        case "flag":
            field.click()
        case "day":
            field.fill("2026-12-31" if now != "2026-12-31" else "2026-11-30")
        case "number":
            high = float("inf") if column.high is None else column.high
            field.fill(f"{now - 1 if now and now + 1 > high else (now or 0) + 1:g}")
        case _:
            field.fill(f"{now}改过")
    field.blur()
    return True


def main(name: str, state: str = "{}") -> None:
    """Take pictures of a lab in wide and narrow, light and dark, into ``shots``."""
    from chromium import FLAGS, find_chromium, with_fonts
    from playwright.sync_api import sync_playwright

    from sgm_lab import labs

    shots = Path(__file__).parent / "shots"
    shots.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=str(find_chromium()), args=FLAGS, env=with_fonts(shots)
        )
        for width in (1280, 390):
            for theme in ("light", "dark"):
                page = chromium.new_page(viewport={"width": width, "height": 900})
                page.on("pageerror", lambda error: print("page error:", error))
                show_lab(page, getattr(labs, name)(**json.loads(state)))
                page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
                page.wait_for_timeout(500)
                path = shots / f"lab-{name}-{width}-{theme}.png"
                page.screenshot(path=path, full_page=True)
                print(path)
        chromium.close()


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "book" / "_ext")]
    main(*sys.argv[1:])
