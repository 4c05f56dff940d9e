"""What axe-core finds on a page: barriers by WCAG 2.2 AA as far as a machine can see them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
RULES = """async ([tags, contrast]) => {
  const rules = { "color-contrast": { enabled: false }, "target-size": { enabled: true } };
  let where = document;
  if (contrast) {  // one element of each colour on each ground: a page has hundreds of the same
    const seen = new Set();
    const ground = (node) => {
      for (let at = node; at; at = at.parentElement) {
        const colour = getComputedStyle(at).backgroundColor;
        if (colour !== "rgba(0, 0, 0, 0)") return colour;
      }
    };
    for (const node of document.querySelectorAll("body *")) {
      node.removeAttribute("data-probe");
      if (![...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim())) continue;
      if (!node.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue;
      const { color, fontSize, fontWeight } = getComputedStyle(node);
      const key = [color, ground(node), fontSize, fontWeight].join();
      if (!seen.has(key)) node.setAttribute("data-probe", seen.add(key).size);
    }
    where = { include: [["[data-probe]"]] };
  }
  const only = contrast ? { type: "rule", values: ["color-contrast"] } : { type: "tag", values: tags };
  const options = { runOnly: only, resultTypes: ["violations"], preload: false };
  if (!contrast) options.rules = rules;
  const found = await axe.run(where, options);
  const say = (id, node) => `${id}: ${node.html.slice(0, 160)}`;
  return found.violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map((node) => say(id, node)));
}"""


def barriers_of(page: Any, *, contrast: bool) -> list[str]:
    """Return the barriers of an open page: those of contrast alone, or all others."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(RULES, [TAGS, contrast])
    return found
