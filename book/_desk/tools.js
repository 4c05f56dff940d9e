// What pages fetch when a pack is to be read or written: `open` makes one ready for the pages, `edit` draws the editor.

import { caseEditor, wrongInCase } from "./case.js";
import { chapters } from "./chapters.js";
import { Draft, EMPTY, button, element, isEmpty } from "./draft.js";
import { Refused, filled } from "./fields.js";
import { prepared, readPack, writePack } from "./pack.js";
import { close, keep, keptPack, together } from "./packed.js";
import { plainly, questions, recordsNow, wrongIn } from "./questions.js";
import { settings } from "./settings.js";

const MIME = { png: "image/png", jpg: "image/jpeg", svg: "image/svg+xml" };

async function open(name, bytes, data = globalThis.sgmPackData) {
  try {
    const pack = await readPack(name, bytes, data.rules);
    const files = Object.fromEntries(Object.entries(pack.files).filter(([file]) => file.startsWith("case/")));
    return { opened: prepared(name, pack, data), files };
  } catch (error) {
    if (error instanceof Refused) return { sentence: error.message };
    throw error;
  }
}

const bytesOf = (url) => Uint8Array.from(atob(url.slice(url.indexOf(",") + 1)), (letter) => letter.charCodeAt(0));
const urlOf = (name, bytes) => {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return `data:${MIME[name.slice(5)]};base64,${btoa(text)}`;
};

// The draft as a zip, and a zip as a draft: pictures are data URLs here and bytes there.
const zipOf = (state) => writePack({ ...state, files: Object.fromEntries(Object.entries(state.files).map(([name, text]) => [name, name.startsWith("logo.") ? bytesOf(text) : text])) });

async function draftOf(name, bytes, rules) {
  const { settings: held, records, hidden, files, texts: own } = await readPack(name, bytes, rules);
  const texts = Object.entries(files).map(([file, content]) => [file, file.startsWith("logo.") ? urlOf(file, content) : new TextDecoder().decode(content)]);
  return { settings: held, records, hidden, files: Object.fromEntries(texts), texts: own };
}

function edit(place, data = globalThis.sgmPackData) {
  const { rules, say } = data;
  const draft = new Draft(() => window.localStorage);
  const said = element("p", { role: "status" });
  let inFile = null; // the state that was downloaded last
  const file = element("input", { type: "file", accept: ".zip", hidden: true });
  const parts = { settings: element("div", {}), chapters: element("div", {}), questions: element("div", {}), case: element("div", {}) };

  // What is still wrong stands in the way of a pack: it would be refused as a whole.
  function wrong() {
    const plain = plainly(data);
    const own = recordsNow(data, draft.state).filter((one) => draft.state.records.includes(one));
    return own.map((one) => [one.id, wrongIn(one, plain).stops]).filter(([, stops]) => stops);
  }

  // The first thing that is wrong in the tables of a case: a site is not built with it.
  function wrongInTables() {
    const files = Object.entries(draft.state.files).filter(([name]) => name.startsWith("case/")).map(([name, text]) => [...name.split("/").slice(1), text]);
    const own = (one) => Object.fromEntries(files.filter(([name]) => name === one).map(([, file, text]) => [file, text]));
    return Object.keys(data.cases).filter((one) => files.some(([name]) => name === one)).flatMap((one) => wrongInCase(one, own(one), data.cases[one], rules))[0];
  }

  async function made() {
    if (isEmpty(draft.state)) return (said.textContent = say.nothing) && null;
    const [first] = wrong();
    if (first) return (said.textContent = filled(say.stopped, { n: wrong().length, id: first[0], first: first[1] })) && null;
    const bytes = new Uint8Array(await zipOf(draft.state).arrayBuffer());
    const { opened, files, sentence } = await open(say.file, bytes, data);
    if (!opened) return (said.textContent = sentence) && null;
    return { bytes, opened, files };
  }

  async function download() {
    const pack = await made();
    if (!pack) return;
    const link = element("a", { href: URL.createObjectURL(new Blob([pack.bytes], { type: "application/zip" })), download: say.file });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    inFile = draft.state;
    const first = wrongInTables();
    said.textContent = first ? filled(say.downloaded_wrong, { first }) : say.downloaded;
  }

  async function show() {
    const first = wrongInTables();
    if (first) return void (said.textContent = filled(say.case_stopped, { first }));
    if (!draft.stored && inFile !== draft.state) return void (said.textContent = say.not_stored); // the page is loaded anew
    const pack = await made();
    if (!pack) return;
    if (await keep(pack.opened, pack.files)) location.reload();
    else said.textContent = say.no_room;
  }

  async function take() {
    const [one] = file.files;
    file.value = "";
    if (!one) return;
    const bytes = one.size > rules.limits.zip * 1e6 ? new Uint8Array(rules.limits.zip * 1e6 + 1) : new Uint8Array(await one.arrayBuffer());
    try {
      draft.change(await draftOf(one.name, bytes, rules));
      drawParts();
      said.textContent = filled(say.taken, { name: one.name });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      said.textContent = error.message;
    }
  }

  function drawParts() {
    draft.listeners.clear();
    draft.listeners.add(drawHead);
    settings(parts.settings, draft, data);
    chapters(parts.chapters, draft, data);
    questions(parts.questions, draft, data);
    caseEditor(parts.case, draft, data);
    drawHead();
  }

  const undo = button(say.undo, () => {
    draft.undo();
    drawParts();
  });
  const state = element("small", {});
  function drawHead() {
    undo.disabled = !draft.before.length;
    const { records, hidden, files, texts } = draft.state;
    const cases = new Set(Object.keys(files).filter((name) => name.startsWith("case/")).map((name) => name.split("/")[1]));
    state.textContent = together([isEmpty(draft.state) ? say.nothing_yet : filled(say.summary, { records: records.length, hidden: hidden.length, cases: cases.size, texts: texts.length }), draft.stored ? "" : say.not_stored]);
  }

  const tabs = Object.entries(parts).map(([name, panel], at) => {
    panel.id = `sgm-editor-${name}`;
    panel.hidden = at > 0;
    Object.assign(panel, { className: "panel" }).setAttribute("role", "tabpanel");
    const tab = element("button", { type: "button", role: "tab", "aria-selected": String(!at), "aria-controls": panel.id }, say[`tab_${name}`]);
    tab.addEventListener("click", () => {
      for (const one of tabs) one.setAttribute("aria-selected", String(one === tab));
      for (const one of Object.values(parts)) one.hidden = one !== panel;
    });
    return tab;
  });
  file.addEventListener("change", take);
  const opened = keptPack(rules.lang);
  place.replaceChildren(
    element("div", { className: "row" }, undo, button(say.open, () => file.click()), button(say.download_pack, download, "main"), button(say.show_site, show), opened ? button(say.close, close) : null,
      button(say.again, () => { draft.change(EMPTY); drawParts(); })),
    state, said, element("div", { className: "tabs", role: "tablist" }, ...tabs), ...Object.values(parts), file);
  drawParts();
}

globalThis.sgmPackTools = { open, edit };
