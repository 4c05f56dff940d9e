"""The panel of the class report in a browser, with Python behind it: files in parts, choices, downloads."""

from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import Any

import pytest
from test_classroom import a_class, zipped

from sgm_lab.exercises.classes import Classroom
from sgm_lab.exercises.classes import panel as module

pytestmark = pytest.mark.browser

MODEL = """async ({ source, values }) => {
  const { default: panel } = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  const handlers = {};
  const tell = (name, ...rest) => (handlers[name] ?? []).forEach((one) => one(...rest));
  const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(Array.from(new Uint8Array(buffer), (b) => String.fromCharCode(b)).join(""));
  const model = {
    get: (name) => values[name],
    on: (name, act) => (handlers[name] = [...(handlers[name] ?? []), act]),
    off() {},
    async send(message, _, buffers = []) {
      const { report, heard } = await toPython(message, buffers.map(text));
      if (report !== values.report) { values.report = report; tell("change:report"); }
      for (const [answer, content] of heard) tell("msg:custom", answer, content.map(bytes));
    },
  };
  panel.render({ model, el: document.querySelector("main") });
}"""


def test_files_go_in_and_the_report_comes_out(page: Any, tmp_path: Path, shots: Path) -> None:
    panel = Classroom("zh")
    live = panel.widget()
    heard: list[Any] = []
    live.send = lambda message, buffers=(): heard.append((message, buffers))

    def to_python(message: dict, buffers: list[str]) -> dict:
        heard.clear()
        panel._hear(None, message, [base64.b64decode(one) for one in buffers])
        sent = [(one, [base64.b64encode(part).decode() for part in parts]) for one, parts in heard]
        return {"report": live.report, "heard": sent}

    folder = Path(module.__file__).parent
    style = (folder.parent / "classroom.css").read_text(encoding="utf-8")
    page.expose_function("toPython", to_python)
    page.set_content(
        f'<html lang="zh-CN"><meta name="viewport" content="width=device-width"><style>body {{ font-family: '
        f"sans-serif }} {style}</style><main></main></html>"
    )
    values = {name: getattr(live, name) for name in ("words", "chapters", "largest", "largest_zip", "report")}
    page.evaluate(MODEL, {"source": (folder / "panel.js").read_text(encoding="utf-8"), "values": values})
    files = dict(a_class()) | {"照片.jpg": os.urandom(2_500_000)}  # so that the zip goes over in three parts
    (tmp_path / "作业.zip").write_bytes(zipped(files))
    (tmp_path / "大.json").write_bytes(b" " * 20_000_000)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="选学员交来的文件").click()
    chooser.value.set_files([tmp_path / "作业.zip", tmp_path / "大.json"])
    page.get_by_text("读入30位学员").wait_for()
    assert "学员03" not in page.locator("main").inner_text()
    page.get_by_label("写出姓名和文件名").check()
    page.get_by_text("“大.json”读不了").wait_for()
    assert page.locator(".sgm-class-said").inner_text() == ""
    assert "“大.json”读不了：有20 MB" in page.locator("main").inner_text()
    page.get_by_text("学员03").last.click()
    page.get_by_label("排列").select_option("least")
    page.wait_for_function("document.querySelector('.sgm-class-report td').textContent !== '学员00'")
    assert page.locator("details[open] summary").inner_text().startswith("学员03")  # stays open
    page.get_by_label("从哪天起").fill("2030-01-01")
    page.get_by_text("只算2030-01-01到不限做的").wait_for()
    page.get_by_label("从哪天起").fill("")
    page.get_by_text("2030-01-01").wait_for(state="detached")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.screenshot(path=shots / f"class-panel-{width}.png")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载表格").click()
    assert download.value.suggested_filename == "课堂汇总.xlsx"
    assert Path(download.value.path()).read_bytes().startswith(b"PK")
