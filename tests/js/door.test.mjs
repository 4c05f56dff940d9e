// The door of the site: on to the language chosen before, else to the first of the browser's that is here.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import vm from "node:vm";

const SCRIPT = readFileSync(new URL("../../book/_static/door.js", import.meta.url), "utf8");

function door({ languages, kept = null, tags = ["zh-CN", "en-GB"], closed = false }) {
  const store = new Map(kept ? [["sgm-language", kept]] : []);
  const ways = tags.map((hreflang) => ({ hreflang, href: `book/${hreflang.slice(0, 2)}/index.html`, addEventListener: (_, press) => void (ways.press = { ...ways.press, [hreflang]: press }) }));
  const gone = [];
  const refuse = () => { throw new Error("no storage"); };
  vm.runInNewContext(SCRIPT, {
    document: { querySelectorAll: () => ways },
    navigator: { languages },
    localStorage: closed ? { getItem: refuse, setItem: refuse } : { getItem: (name) => store.get(name) ?? null, setItem: (name, value) => store.set(name, value) },
    location: { search: "?a=1", hash: "#b", replace: (href) => gone.push(href) },
  });
  return { gone, store, press: ways.press };
}

test("the browser's first language that is here is gone on in, with what the address says", () => {
  assert.deepEqual(door({ languages: ["fr-FR", "en-US", "zh-CN"] }).gone, ["book/en/index.html?a=1#b"]);
  assert.deepEqual(door({ languages: ["zh-TW", "en"] }).gone, ["book/zh/index.html?a=1#b"]);
  assert.deepEqual(door({ languages: ["en-SG"], closed: true }).gone, ["book/en/index.html?a=1#b"]);
});

test("what was chosen counts before the browser, and a choice is kept", () => {
  assert.deepEqual(door({ languages: ["zh-CN"], kept: "en-GB" }).gone, ["book/en/index.html?a=1#b"]);
  const stays = door({ languages: ["fr-FR"] });
  assert.deepEqual(stays.gone, []); // both ways stand there to be chosen
  stays.press["en-GB"]();
  assert.equal(stays.store.get("sgm-language"), "en-GB");
});

test("a language that is no longer here is no way", () => {
  assert.deepEqual(door({ languages: ["en"], kept: "fr-FR", tags: ["zh-CN"] }).gone, []);
});
