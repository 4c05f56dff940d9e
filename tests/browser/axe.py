"""What axe-core finds on a page: barriers by WCAG 2.2 AA as far as a machine can see them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
RULES = """async ([tags, others, met]) => {
  // The contrast of one element of each kind, colour and ground: a site has thousands of the same.
  const seen = new Set(met);
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
    const key = [node.tagName, node.getAttribute("class"), color, ground(node), fontSize, fontWeight].join();
    if (!seen.has(key)) node.setAttribute("data-probe", seen.add(key).size);
  }
  if (!others && seen.size === met.length) return [[], met];
  axe.configure({ rules: [{ id: "color-contrast", selector: "[data-probe]" }] });
  const rules = { "target-size": { enabled: true } };
  const only = others ? { type: "tag", values: tags } : { type: "rule", values: ["color-contrast"] };
  const where = others ? document : { include: [["[data-probe]"]] };
  const options = { runOnly: only, resultTypes: ["violations"], preload: false, ...(others && { rules }) };
  const found = await axe.run(where, options);
  const say = (id, node) => `${id}: ${node.html.slice(0, 160)}`;
  return [found.violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map((node) => say(id, node))), [...seen]];
}"""


def barriers_of(page: Any, *, only_contrast: bool = False, met: list[str] | None = None) -> list[str]:
    """Return the barriers of an open page, or those of contrast alone.

    With a list ``met``, the contrast of elements alike to one looked at before is not looked at again; those of this
    page are added.
    """
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    found: list[str]
    found, seen = page.evaluate(RULES, [TAGS, not only_contrast, met or []])
    if met is not None:
        met[:] = seen
    return found
