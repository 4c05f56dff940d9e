// What an instructor is writing: settings, records, what is left out, files of a case, texts of one's own. Kept in this browser at every
// change; each step can be undone. A state is never changed in place, so that steps share what they have in common.

const KEY = "sgm_lab.draft";
const STEPS = 100;
export const EMPTY = { settings: {}, records: [], hidden: [], files: {}, texts: [] };

export class Draft {
  constructor(storage) {
    this.storage = storage;
    this.listeners = new Set();
    this.before = [];
    this.stored = true;
    this.state = EMPTY;
    try {
      const kept = JSON.parse(storage().getItem(KEY));
      if (kept && Array.isArray(kept.records) && Array.isArray(kept.hidden)) this.state = { ...EMPTY, ...kept };
    } catch {
      // begins empty
    }
  }

  // `same` names what a run of changes is about, such as typing in one field: it is one step.
  change(part, same = "") {
    if (!same || same !== this.last) this.before.push(this.state);
    if (this.before.length > STEPS) this.before.shift();
    this.last = same;
    this.put({ ...this.state, ...part });
  }

  undo() {
    if (!this.before.length) return;
    this.last = "";
    this.put(this.before.pop());
  }

  put(state) {
    this.state = state;
    try {
      this.storage().setItem(KEY, JSON.stringify(state));
      this.stored = true;
    } catch {
      this.stored = false;
    }
    for (const listener of this.listeners) listener();
  }

  // ---- records ----

  record(record, same) {
    const { records } = this.state;
    const at = records.findIndex(({ id }) => id === record.id);
    this.change({ records: at < 0 ? [...records, record] : records.map((one, place) => (place === at ? record : one)) }, same);
  }

  drop(id) {
    this.change({ records: this.state.records.filter((one) => one.id !== id) });
  }

  hide(id, away) {
    const rest = this.state.hidden.filter((one) => one !== id);
    this.change({ hidden: away ? [...rest, id] : rest });
  }

  setting(name, value, same) {
    const { [name]: _, ...rest } = this.state.settings;
    this.change({ settings: value === undefined ? rest : { ...rest, [name]: value } }, same);
  }

  // Contents are text; a picture is a data URL.
  file(name, content) {
    const { [name]: _, ...rest } = this.state.files;
    this.change({ files: content === undefined ? rest : { ...rest, [name]: content } });
  }
}

export const isEmpty = ({ settings, records, hidden, files, texts }) => !texts.length && !records.length && !hidden.length && !Object.keys(settings).length && !Object.keys(files).length;

export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name.includes("-") || name === "role" || name === "for") node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...children.filter((one) => one !== null && one !== undefined && one !== ""));
  return node;
}

let serial = 0;
export function labelled(text, control, help = "") {
  control.id ||= `sgm-edit-${(serial += 1)}`;
  return element("div", { className: "field" }, element("label", { for: control.id }, text), help && element("small", {}, help), control);
}

export const button = (text, onclick, className = "") => element("button", { type: "button", onclick, className }, text);
