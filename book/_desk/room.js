// The print room: what bears names is made here, of names that are pasted; what needs none lies ready beside the page.

import { fill } from "./front.js";
import { packed } from "./archive.js";
import { together } from "./packed.js";

const LONGEST = 40; // letters of a name
const LINE = "____"; // to be written on by hand
const MARKUP = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };
const escape = (text) => String(text).replace(/[&<>"']/g, (sign) => MARKUP[sign]);

// The names of a pasted list, each once, and a sentence for each line that is left out.
export function namesIn(text, say) {
  const [names, said] = [[], []];
  for (const line of text.split(/[\r\n]+/)) {
    const name = line.split("\t")[0].replace(/\p{Cc}|\p{Cf}/gu, "").trim();
    if (!name) continue;
    const letters = [...name];
    if (letters.length > LONGEST) said.push(fill(say.long, { name: `${letters.slice(0, 12).join("")}…`, n: LONGEST }));
    else if (names.includes(name)) said.push(fill(say.twice, { name }));
    else names.push(name);
  }
  return { names, said };
}

const page = (title, body, { tag, style }) => `<!DOCTYPE html><html lang="${tag}"><head><meta charset="utf-8"><title>${escape(title)}</title>${style}</head><body><main class="sgm-paper sheet">${body}</main></body></html>`;

// What is printed with names, each as [title, page].
export const SHEETS = {
  attendance(names, about, room) {
    const { title, heads } = room.forms.names;
    const head = heads.map((text) => `<th>${escape(text)}</th>`).join("");
    const rows = names.map((name, at) => `<tr><td>${at + 1}</td><td>${escape(name)}</td>${"<td></td>".repeat(heads.length - 2)}</tr>`).join("");
    const line = [about.course, about.date, about.teacher].filter(Boolean).map(escape).join(" · ");
    return page(title, `<h1>${escape(title)}</h1><p>${line}</p><table class="names"><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table>`, room);
  },

  cards(names, about, room) {
    const { title, fields } = room.forms.card;
    const rows = fields.map((text) => `<dt>${escape(text)}</dt><dd><span class="line"></span><span class="line"></span></dd>`).join("");
    return page(title, names.map((name) => `<section class="card"><h2>${escape(title)} · ${escape(name)}</h2><dl class="fill">${rows}</dl></section>`).join(""), room);
  },

  certificates(names, about, room) {
    const { title, text, note, signed, teacher, issuer } = room.forms.certificate;
    const one = (name) => `<section class="certificate"><h1>${escape(title)}</h1><p>${escape(fill(text, { name, ...about, hours: about.hours || LINE }))}</p>` +
      `<p class="signed"><span>${escape(fill(signed, { what: teacher, who: about.teacher }))}</span><span>${escape(fill(signed, { what: issuer, who: about.issuer }))}</span></p><p class="small">${escape(note)}</p></section>`;
    return page(title, names.map(one).join(""), room);
  },
};

function element(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

// Print a page of its own without leaving this one.
function print(text) {
  const frame = element("iframe", { className: "sgm-room-frame", srcdoc: text });
  frame.setAttribute("aria-hidden", "true");
  frame.addEventListener("load", () => {
    frame.contentWindow.addEventListener("afterprint", () => frame.remove());
    frame.contentWindow.print();
  });
  document.body.append(frame);
}

export function printRoom(place, room) {
  const { say } = room;
  const list = element("textarea", { rows: 8 });
  const today = new Intl.DateTimeFormat(room.tag, { dateStyle: "long" }).format(new Date());
  const inputs = Object.fromEntries(["course", "date", "hours", "teacher", "issuer"].map((name) => [name, element("input", { type: "text", maxLength: 60 })]));
  Object.assign(inputs.course, { value: say.course_value });
  Object.assign(inputs.date, { value: today });
  const said = element("p");
  said.setAttribute("role", "status");
  const told = () => Object.fromEntries(Object.entries(inputs).map(([name, { value }]) => [name, value.trim()]));

  const withNames = (act) => {
    const { names, said: odd } = namesIn(list.value, say);
    said.textContent = together([...odd, names.length ? fill(say.count, { n: names.length }) : say.none]);
    if (names.length) act(names, told());
  };
  const button = (text, act) => {
    const node = element("button", { type: "button", textContent: text });
    node.addEventListener("click", () => withNames(act));
    return node;
  };
  const save = (names, about) => {
    const files = Object.entries(SHEETS).map(([kind, make]) => [`${say[`${kind}_file`]}.html`, make(names, about, room)]);
    const link = element("a", { href: URL.createObjectURL(packed(files)), download: say.zip });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  const fields = Object.entries(inputs).map(([name, input]) => element("label", {}, element("span", { textContent: say[name] }), input));
  place.replaceChildren(
    element("p", { textContent: say.names_said }),
    element("label", {}, element("span", { textContent: say.names }), list),
    element("div", { className: "pair" }, ...fields),
    element("p", { textContent: say.passed }),
    element("div", { className: "row" }, ...Object.keys(SHEETS).map((kind) => button(say[kind], (names, about) => print(SHEETS[kind](names, about, room)))), button(say.all, save)),
    said);
}
