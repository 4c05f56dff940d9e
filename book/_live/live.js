// The labs of a page: from states made beforehand at once, from Python after one click. The page's JSON
// (<script class="sgm-live-data">) names what there is; lab.js draws it, the same before and after.

import { download, fill, mount } from "./lab.js";

const WISH = "sgm_lab.python"; // this visit wants Python: later pages need no click
const SILENCE = { fetch: 45_000, import: 150_000, boot: 30_000 }; // ms without any news until something is wrong

const CALM = 2_000; // ms of a page at rest before the next one is prepared
const PROBE = 5_000; // ms to find out whether the site can be reached
const HERE = /^(?:localhost|127\.|\[::1\])/; // a site of this machine, which needs no network

const make = (tag, properties = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const isTable = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
// A button that goes hands the focus on to the line beside it, and has it back when it returns.
const turn = (button, hidden, line) => {
  const { activeElement } = document;
  if (hidden && activeElement === button) line.focus();
  button.hidden = hidden;
  if (!hidden && activeElement === line) button.focus();
};
const wish = (value) => {
  try {
    if (value) sessionStorage.setItem(WISH, "1");
    else if (value === false) sessionStorage.removeItem(WISH);
    return sessionStorage.getItem(WISH) === "1";
  } catch {
    return Boolean(value);
  }
};

// ---- Python, in a worker that the pages of a visit share where the browser can ----

export class Python {
  constructor(folder, listen, lost) {
    this.folder = folder;
    this.listen = listen; // news that are no answer
    this.lost = lost; // called once, where the worker is gone without having been let go
    this.waiting = new Map();
    this.count = 0;
  }

  // Connect to the shared worker; where there is none, or it does not answer, to one of this page's own.
  async connect() {
    const url = new URL("worker.js", this.folder).href;
    if (typeof WebAssembly !== "object" || [typeof Worker, typeof DecompressionStream].some((one) => one !== "function")) throw new Error("old");
    if (typeof SharedWorker === "function") {
      try {
        const shared = new SharedWorker(url, { type: "module", name: "sgm", extendedLifetime: true });
        await this.greet(shared, shared.port, 8000);
        return;
      } catch {
        this.port = null;
      }
    }
    this.worker = new Worker(url, { type: "module" });
    await this.greet(this.worker, this.worker, 15_000);
  }

  // A worker holds a lock as long as it lives; no event says that the browser has taken it away.
  watch(life = this.life) {
    if (!life) return;
    this.life = life;
    this.watching = new AbortController();
    const { signal } = this.watching;
    navigator.locks.request(life, { signal }, () => this.stopped || this.lost()).catch(() => {}); // let go of
  }

  greet(worker, port, patience) {
    this.port = port;
    port.onmessage = ({ data }) => this.hear(data);
    return new Promise((done, fail) => {
      const timer = setTimeout(() => fail(new Error("silent")), patience);
      worker.addEventListener("error", () => fail(new Error("blocked")));
      this.ask({ do: "hello" }).then((state) => {
        clearTimeout(timer);
        this.watch(state.life);
        done(state);
      }, fail);
    });
  }

  ask(message, transfer = []) {
    const id = (this.count += 1);
    return new Promise((done, fail) => {
      this.waiting.set(id, { done, fail });
      this.port.postMessage({ id, ...message }, transfer);
    });
  }

  hear(data) {
    if (data.id === undefined) return this.listen(data);
    const { done, fail } = this.waiting.get(data.id) ?? {};
    this.waiting.delete(data.id);
    if (data.error !== undefined) fail?.(new Error(data.error));
    else done?.(data.value);
  }

  leave() {
    this.port?.postMessage({ do: "bye" });
    this.watching?.abort();
  }

  // A worker that did not start is of no use to anyone; one that runs for other pages lets go of what it waits for.
  stop(why = "stopped") {
    this.stopped = true;
    this.port?.postMessage({ do: "stop" });
    this.worker?.terminate();
    for (const { fail } of this.waiting.values()) fail(new Error(why));
    this.waiting.clear();
  }
}

// ---- states made beforehand ----

// Of one lab: a file a case, in which outlines of letters, figures, texts and controls stand once.
export class States {
  constructor(folder, cases) {
    this.folder = folder;
    this.cases = cases;
    this.files = new Map();
    this.drawn = new Map();
  }

  load(name) {
    if (!this.files.has(name)) {
      const file = fetch(`${this.folder}${name}.json`).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status))));
      file.catch(() => this.files.delete(name)); // the next change tries again
      this.files.set(name, file.then((data) => ({ name, ...data, views: data.views.map((view) => ({ ...view, controls: view.controls.map((at) => data.faces[at]) })) })));
    }
    return this.files.get(name);
  }

  // The state that was asked for; where another case has no such people or wave, the one next to it.
  async find(wanted, otherCase) {
    if (!this.cases.includes(wanted.case)) return null; // a file of one's own
    const file = await this.load(wanted.case);
    const fits = (view, free) => view.controls.every((face) => !(face.name in wanted) || free.includes(face.name) || same(face.value, wanted[face.name]));
    const frees = otherCase ? [[], ["segment"], ["segment", "wave"], Object.keys(wanted).filter((name) => name !== "case")] : [[]];
    for (const free of frees) {
      const found = file.views.find((view) => fits(view, free)); // nearest to how the lab opens
      if (found) return this.draw(file, found);
    }
    return null;
  }

  draw(file, view) {
    const picture = (at) => {
      const name = `${file.name} ${at}`;
      if (!this.drawn.has(name)) {
        const svg = file.pictures[at];
        const ids = new Set([...svg.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id).filter((id) => id in file.glyphs));
        const outlines = [...ids].map((id) => `<path id="${id}" d="${file.glyphs[id]}" transform="scale(0.015625)"/>`).join("");
        const whole = svg.replace(/>/, `><defs>${outlines}</defs>`);
        this.drawn.set(name, URL.createObjectURL(new Blob([whole], { type: "image/svg+xml" })));
      }
      return this.drawn.get(name);
    };
    const html = file.texts[view.html].replace(/"@(\d+)"/g, (_, at) => `"${picture(Number(at))}"`);
    return { controls: view.controls, html };
  }
}

// ---- one lab of the page ----

class Lab {
  constructor(place, given, live) {
    this.live = live;
    this.lab = place.dataset.lab;
    this.key = place.dataset.key;
    this.start = JSON.parse(place.dataset.start);
    this.id = JSON.stringify([this.lab, this.key, this.start]);
    this.states = given.states && new States(new URL(given.states, document.baseURI).href, live.cases);
    this.able = given.able; // once Python runs
    this.can = given.can.join(live.words.comma);
    this.past = [];
    this.python = false;
    this.narrow = false;
    this.waiting = []; // messages that have to wait for Python, a file in its parts: [message, bytes]
    this.why = ""; // they wait, as the name of a sentence
    this.unread = false; // whether there is work of an earlier visit that only Python can show
    this.last = Promise.resolve();
    const drawn = [...place.childNodes].filter((node) => !node.matches?.(".sgm-chosen, .sgm-travels, .sgm-goes"));
    const host = make("div");
    this.line = make("p", { className: "sgm-live-line" });
    this.said = make("span", { role: "status", tabIndex: -1 });
    const go = () => make("button", { type: "button", className: "sgm-live-go", textContent: live.words.go, onclick: () => this.begin() });
    [this.button, this.there] = [go(), go()]; // above the lab, and in it below a refusal
    this.line.append(this.said, this.button);
    const frame = make("div", { className: "sgm-live-lab" }, this.line, host);
    place.replaceWith(frame);
    this.mounted = mount(host, (message, bytes) => this.post(message, bytes));
    this.shared = this.key === this.lab;
    this.inherits = !this.shared && !given.view.travels;
    this.opened = { ...given.view, travels: this.shared ? given.view.travels : "", html: "", nodes: drawn };
    this.state = { ...this.start };
    this.show(this.opened);
    this.say(this.plain());
    if (this.states) {
      const soon = () => live.cases.includes(this.state.case) && this.states.load(this.state.case).catch(() => {});
      for (const sign of ["pointerenter", "focusin"]) frame.addEventListener(sign, soon, { once: true });
    }
    this.take();
  }

  plain() {
    const { words } = this.live;
    if (this.states) return fill(this.able ? words.lab_states : words.lab_states_absent, { names: this.can });
    return this.able ? words.lab_plain : words.lab_plain_absent;
  }

  say(text) {
    this.said.textContent = text;
    this.offer();
  }

  offer() {
    const hidden = this.python || !this.able || this.live.state === "starting";
    turn(this.button, hidden, this.said);
    if (!this.there.isConnected) return;
    const { previousElementSibling: line } = this.there;
    turn(this.there, hidden, line);
    if (this.waiting.length) line.textContent = this.reason();
  }

  // Why what was asked for has not been done yet.
  reason() {
    const { words, state } = this.live;
    const [{ file }] = this.waiting[0];
    return fill(words[state !== "starting" ? this.why : file ? "lab_file_waits" : "lab_waits"], { file });
  }

  begin() {
    this.live.begin();
    this.say(this.live.words.starting);
  }

  failed() {
    if (this.said.textContent === this.live.words.starting) this.say(this.plain());
    else this.offer();
  }

  show(view) {
    this.view = view;
    for (const { name, value } of view.controls) this.state[name] = value;
    this.mounted.update(view);
  }

  // Back to what is so, and why, in the lab, where the learner looks; with the way on beside it.
  refuse(text) {
    this.mounted.update({ ...this.view, notice: text, beside: this.able && !this.python ? [this.there] : [] });
    this.offer();
    return false;
  }

  // Python is gone, and what it was asked with it; what it had shown stands.
  lost(text) {
    if (!this.python) return this.failed();
    this.python = false;
    this.past = [];
    this.waiting = [];
    this.say(this.plain());
    this.show({ ...this.view, can_undo: false });
    this.refuse(text);
  }

  // What was kept of this lab. Before each chapter's lab had its own, all of a kind shared one: it is taken over, once.
  kept() {
    const { workbook } = this.live;
    const { [this.key]: own, [this.lab]: old } = workbook.book.labs ?? {};
    if (own || !this.inherits || !isTable(old) || ![this.start.case, "own"].includes(old.case ?? this.start.case)) return own;
    workbook.keep("labs", this.key, old);
    workbook.drop("labs", this.lab);
    return old;
  }

  // What was kept of an earlier visit, where it is among what was made beforehand.
  async take() {
    const kept = this.kept();
    this.unread = false;
    if (this.python || !isTable(kept) || this.view.controls.every(({ name, value }) => !(name in kept) || same(kept[name], value))) return;
    const wanted = { ...this.start };
    for (const name of Object.keys(wanted)) if (name in kept) wanted[name] = kept[name];
    const found = this.states && (await this.states.find(wanted, false).catch(() => null));
    if (this.python) return;
    this.unread = !found;
    if (found) this.show({ ...this.opened, nodes: undefined, ...found });
    else if (this.able) this.say(fill(this.live.words[this.states ? "lab_kept" : "lab_kept_all"], { names: this.can }));
  }

  // Whether it was done, or waits; a file that was not taken needs no further part.
  async post(message, bytes) {
    if (message.do === "narrow") this.narrow = message.value;
    if (!this.python) return message.do === "narrow" || this.answer(message, bytes);
    try {
      await this.live.sync();
      const made = await this.live.python.ask({ do: "lab", lab: this.id, message, bytes }, bytes ? [bytes] : []);
      this.say(this.live.words.lab_live);
      if (made) download(made.name, made.mime, made.bytes);
      return true;
    } catch (error) {
      console.warn(error);
      return this.python && this.refuse(this.live.words.lab_fetch); // else it was said of the page
    }
  }

  // Without Python, one change after another.
  answer(message, bytes) {
    this.last = this.last.then(() => this.change(message, bytes)).catch(() => this.wait(message, "lab_far"));
    return this.last;
  }

  async change(message, bytes) {
    if (this.python) return this.post(message, bytes);
    if (message.do === "file") return this.wait(message, "lab_file", bytes);
    if (message.do === "undo" || message.do === "start_over") {
      const before = message.do === "undo" ? this.past.pop() : this.opened;
      if (message.do === "start_over") this.past.push(this.view);
      return before ? this.settle(before) : true;
    }
    const changes = message.do === "set" ? message.changes : null;
    const shown = (name) => this.view.controls.some((face) => face.name === name);
    const main = changes && this.states && !this.view.reason_first && Object.keys(changes).every(shown); // a dialog was not made beforehand
    const found = main && (await this.states.find({ ...this.state, ...changes }, "case" in changes));
    if (!found) return this.wait(message, main ? "lab_far" : "lab_needs");
    this.past.push(this.view);
    return this.settle({ ...this.opened, ...found, nodes: undefined });
  }

  settle(view) {
    this.waiting = [];
    this.show({ ...view, can_undo: this.past.length > 0 });
    this.say(this.plain());
    if (this.unread) this.live.workbook.replace("labs", this.key, this.state);
    else this.live.workbook.keep("labs", this.key, this.state);
    this.unread = false;
    return true;
  }

  // The last thing asked for waits for Python, and is done as soon as that runs; a file is held with all its parts.
  wait(message, why, bytes) {
    const file = message.do === "file";
    if (!this.able) return this.refuse(fill(this.live.words[file ? "lab_file_absent" : "lab_absent"], { file: message.file }));
    this.waiting = file && message.part > 0 ? [...this.waiting, [message, bytes]] : [[message, bytes]];
    this.why = why;
    if (!file || message.part + 1 === message.parts) this.refuse(this.reason());
    return true;
  }

  async alive(view) {
    this.python = true;
    this.show(view);
    this.say(this.live.words.lab_live);
    if (this.narrow) await this.post({ do: "narrow", value: true });
    const { waiting } = this;
    this.waiting = [];
    await this.mounted.during(async () => {
      for (const [message, bytes] of waiting) if (!(await this.post(message, bytes))) break;
    });
  }
}

// ---- the page ----

class Live {
  constructor(data, workbook, exercises) {
    this.words = data.words;
    this.lang = data.lang;
    this.folder = data.python && new URL(data.python, document.baseURI).href;
    this.possible = Boolean(this.folder);
    this.names = data.names; // class of a lab → its name
    this.cases = data.cases; // for which there are states
    this.workbook = workbook;
    this.exercises = exercises;
    this.state = "off";
    this.sent = "";
    this.why = ""; // it did not start
    this.bar = document.querySelector(".sgm-live");
    this.bar?.querySelector("p").setAttribute("tabindex", "-1");
    this.labs = [...document.querySelectorAll(".sgm-static[data-lab]")].map(
      (place) => new Lab(place, data.labs[`${place.dataset.lab} ${place.dataset.start}`], this),
    );
    this.bar?.querySelector("button")?.addEventListener("click", () => this.begin());
    exercises.python.check = (message, wait) => this.check(message, wait);
    addEventListener("pagehide", () => this.python?.leave());
    addEventListener("pageshow", (event) => {
      if (!event.persisted || this.state !== "on") return;
      this.python.watch();
      void this.python.ask({ do: "hello" });
    });
    workbook.listeners.add(() => this.state === "on" && this.sync());
    addEventListener("storage", () => this.labs.forEach((lab) => lab.take()));
    if (this.possible && wish()) this.begin();
  }

  // -- starting --

  begin() {
    if (!this.possible || this.state === "on") return this.begun;
    if (this.state === "starting") return this.begun;
    this.state = "starting";
    this.tell("starting");
    this.labs.forEach((lab) => lab.offer());
    this.begun = this.run().then(
      () => this.arrived(),
      (error) => this.failed(error),
    );
    return this.begun;
  }

  async run() {
    this.python = new Python(this.folder, (news) => this.hear(news), () => this.lost());
    this.sent = ""; // a Python that was just started knows of nothing
    this.phase = "boot";
    const labs = this.labs.filter(({ able }) => able);
    const names = [...new Set(labs.map(({ lab }) => lab))];
    let tick = null;
    const silent = new Promise((_, fail) => {
      this.heard = Date.now();
      tick = setInterval(() => Date.now() - this.heard > SILENCE[this.phase] && fail(new Error("silent")), 1000);
    });
    const work = async () => {
      await this.python.connect();
      this.heard = Date.now();
      await this.python.ask({ do: "start", labs: names, lang: this.lang });
      await this.sync();
      const views = await this.python.ask({ do: "open", labs: labs.map(({ id, lab, key, start }) => ({ id, lab, key, start })) });
      await Promise.all(labs.map((lab, at) => lab.alive(views[at])));
    };
    await Promise.race([work(), silent]).finally(() => clearInterval(tick));
  }

  arrived() {
    this.state = "on";
    wish(true);
    this.tell("on");
    this.ahead = this.prepare().catch((error) => console.warn(error));
  }

  // While this page is read, Python gets ready for the labs of the next; not where bytes are dear, nor where it ends
  // with this page.
  async prepare() {
    const next = document.querySelector("link[rel=next]");
    if (!next || this.python.worker || navigator.connection?.saveData) return;
    await new Promise((done) => setTimeout(done, CALM));
    const page = new DOMParser().parseFromString(await (await fetch(next.href)).text(), "text/html");
    const data = page.querySelector("script.sgm-live-data");
    const labs = data ? JSON.parse(data.textContent).labs : {};
    for (const { dataset } of page.querySelectorAll(".sgm-static[data-lab]")) {
      const { lab, start } = dataset;
      if (labs[`${lab} ${start}`]?.able) await this.python.ask({ do: "prepare", lab, start: JSON.parse(start) });
    }
  }

  async failed(error) {
    console.warn(error);
    wish(false);
    this.python?.stop();
    this.why = this.words[`failed_${await this.cause(error.message)}`];
    this.state = "failed";
    this.tell("failed", this.why);
    this.labs.forEach((lab) => lab.lost(this.why));
  }

  // It had started, and is gone: the browser took it away, most often for want of memory.
  lost() {
    this.python.stop("lost");
    if (this.state !== "on") return; // what was being started fails by that
    wish(false);
    this.why = this.words.failed_lost;
    this.state = "failed";
    this.tell("failed", this.why);
    this.labs.forEach((lab) => lab.lost(this.words.lab_lost));
  }

  // Nobody is blamed for what a site that is out of reach explains: that is asked for first.
  async cause(said) {
    if (["old", "lost"].includes(said)) return said;
    if (/memory/i.test(said)) return "memory";
    const asked = { cache: "no-store", signal: AbortSignal.timeout(PROBE) };
    const there = await fetch(new URL("live.json", this.folder), asked).then(({ ok }) => ok, () => false);
    if (!there) return navigator.onLine || HERE.test(location.hostname) ? "away" : "offline";
    return ["silent", "blocked"].includes(said) ? said : "other";
  }

  // -- what the learner sees of it: one line at the top of the page, one at the foot of the window meanwhile --

  tell(state, text = this.words[state], share = null) {
    document.documentElement.dataset.python = state;
    if (this.bar) {
      const [line, button] = [this.bar.querySelector("p"), this.bar.querySelector("button")];
      line.textContent = state === "starting" ? this.words.starting : text;
      turn(button, state === "starting" || state === "on", line);
    }
    this.foot ??= document.body.appendChild(make("div", { className: "sgm-live-foot" }, make("p", { role: "status" }), make("progress", { max: 1 })));
    const [line, meter] = this.foot.children;
    if (line.textContent !== text) line.textContent = text;
    meter.hidden = state !== "starting";
    if (share === null) meter.removeAttribute("value");
    else meter.value = share;
    meter.setAttribute("aria-label", this.words.starting);
    this.foot.hidden = state === "off";
    if (state === "on") setTimeout(() => (this.foot.hidden = true), 2500);
  }

  hear(news) {
    this.heard = Date.now();
    if (news.do === "progress" && this.state === "starting") {
      this.phase = news.phase;
      const mega = (bytes) => (bytes / 1e6).toFixed(1);
      const text = fill(this.words[`phase_${news.phase}`], { done: mega(news.done), total: mega(news.total) });
      this.tell("starting", text, news.phase === "fetch" ? news.done / news.total : null);
    } else if (news.do === "view") {
      const lab = this.labs.find((one) => one.id === news.lab);
      if (lab?.python) lab.show(news.view);
    } else if (news.do === "keep") this.keep(news);
  }

  // -- the workbook: the browser's is the one that lasts --

  keep({ section, key, value }) {
    const level = this.sent === this.workbook.text();
    if (value === null) this.workbook.drop(section, key);
    else this.workbook.keep(section, key, value);
    if (level) this.sent = this.workbook.text();
  }

  async sync() {
    const text = this.workbook.text();
    if (text === this.sent) return;
    this.sent = text;
    await this.python.ask({ do: "sync", book: text });
  }

  // -- exercises that only Python can judge --

  async check(message, wait) {
    const record = this.exercises.records.get(message.id);
    const lab = record.tool ? this.labOf(record) : null;
    if (lab && !lab.python && (this.state !== "starting" || !lab.able)) {
      const found = this.exercises.judgeLab(record, lab.state, message.answer, this.exercises.words);
      if (found) return { do: "checked", ...found };
    }
    if (!this.possible) return null;
    const absent = () => ({ do: "absent", text: this.why || this.words.check_needs, start: { text: this.words.go, begin: () => this.begin() } });
    if (this.state === "off" || this.state === "failed") return absent();
    if (this.state === "starting") {
      wait(this.words.check_waits);
      await this.begun;
      if (this.state !== "on") return absent();
    }
    await this.sync();
    return this.python.ask({ do: "check", exercise: message.id, answer: message.answer, lab: lab?.id });
  }

  // The lab a task looks at: the last of its kind before it, else the first on the page.
  labOf(record) {
    const place = document.querySelector(`.sgm-exercise[data-id="${CSS.escape(record.id)}"]`);
    const fit = this.labs.filter(({ lab }) => lab === this.names[record.lab]);
    const before = fit.filter(({ line }) => place.compareDocumentPosition(line) & Node.DOCUMENT_POSITION_PRECEDING);
    return before.at(-1) ?? fit[0];
  }
}

function begin() {
  const script = document.querySelector("script.sgm-live-data");
  if (!script) return;
  const exercises = window.sgmExercises; // whose script comes before this one
  window.sgmLive = new Live(JSON.parse(script.textContent), exercises.workbook, exercises);
}

if (typeof document !== "undefined") begin();
