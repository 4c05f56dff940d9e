// The Python of all pages: one for as long as any page is open (a shared worker), else one a page.
// A page asks {id, do, …}; the answer is {id, value} or {id, error}. What happens meanwhile is told to every page:
// {do: "progress", phase, done, total}, {do: "view", lab, view}, {do: "keep", section, key, value}.

const ports = new Set();
const here = new URL(".", self.location.href).href;
let manifest = null;
let python = null; // Pyodide
let page = null; // the Python object that answers
let starting = null;
let failed = false; // to start, and about to close: whoever comes now is sent on to a worker of their own
let last = Promise.resolve(); // Python does one thing after another
const loaded = new Set();
const sent = { done: 0, total: 0, phase: "" };

// Held as long as this worker lives, so that a page learns of its end; where the browser has none, nothing tells.
const life = new Promise((done) => {
  const name = navigator.locks && `sgm_lab.python/${crypto.randomUUID()}`;
  if (!name) return done("");
  navigator.locks.request(name, () => {
    done(name);
    return new Promise(() => {});
  });
});

const tell = (news) => ports.forEach((port) => port.postMessage(news));

// ---- progress: bytes as they arrive ----

let told = 0;
function progress(phase) {
  const now = performance.now();
  if (phase === sent.phase && now - told < 80) return;
  if (phase !== sent.phase && sent.phase) tell({ do: "progress", ...sent }); // how far the step before had come
  told = now;
  sent.phase = phase;
  tell({ do: "progress", ...sent });
}

const PACKED = /\.(?:wasm|whl|zip)$/; // travels as NAME.bin, compressed by the build: as small from every server
const plainFetch = self.fetch.bind(self);
let flight = new AbortController(); // of all that is on its way
let lost = () => {}; // Pyodide itself waits for ever where a file of its own is missing
const early = new Map(); // URL → what is on its way before Pyodide asks for it
self.fetch = (what, how) => {
  const url = String(what.url ?? what);
  const coming = early.get(url);
  early.delete(url);
  return coming ?? bring(what, url, how);
};

async function bring(what, url, how) {
  const packed = PACKED.test(url);
  const answer = await plainFetch(packed ? `${url}.bin` : what, { ...how, signal: flight.signal }).catch((error) => {
    lost(new Error("silent"));
    throw error;
  });
  if (!answer.ok) lost(new Error(`${answer.url}: ${answer.status}`));
  if (!answer.ok || !packed) return answer; // a list is no part of the total
  const count = new TransformStream({
    transform(chunk, through) {
      sent.done += chunk.length;
      progress("fetch");
      through.enqueue(chunk);
    },
  });
  const unpack = new DecompressionStream("gzip");
  answer.body.pipeThrough(count).pipeTo(unpack.writable).catch(() => lost(new Error("silent"))); // cut off on its way
  const type = url.endsWith(".wasm") ? "application/wasm" : "application/octet-stream"; // else Pyodide stops
  return new Response(unpack.readable, { headers: { "Content-Type": type } });
}

// Packages come, and are unpacked, while Pyodide itself is compiled; it would ask for them only once it runs.
async function bringEarly(names, base) {
  const { packages } = await json("pyodide-lock.json");
  for (const name of names) {
    const { file_name: file, sha256 } = packages[name];
    const url = new URL(file, base).href;
    const integrity = `sha256-${btoa(String.fromCharCode(...sha256.match(/../g).map((pair) => parseInt(pair, 16))))}`;
    const whole = bring(url, url, { integrity, priority: "low" }).then(async (answer) => new Response(await answer.arrayBuffer(), answer));
    whole.catch(() => {}); // told where Pyodide asks
    early.set(url, whole);
  }
}

// ---- starting ----

const json = async (name) => {
  const answer = await plainFetch(here + name);
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer.json();
};

// Packages with all they need that are not here yet.
function missing(names) {
  const found = new Set();
  const visit = (name) => {
    if (found.has(name) || loaded.has(name)) return;
    if (!manifest.packages[name]) throw new Error(`absent: ${name}`);
    manifest.packages[name].needs.forEach(visit);
    found.add(name);
  };
  names.forEach(visit);
  return [...found];
}

const weigh = (names) => names.reduce((sum, name) => sum + manifest.packages[name].bytes, 0);
const needsOf = (labs) => labs.flatMap((lab) => manifest.needs[lab] ?? manifest.usual);

async function boot(labs, lang) {
  manifest = await json("live.json");
  const base = new URL(manifest.pyodide, here).href;
  const packages = missing(["sgm-lab", ...needsOf(labs)]);
  const scripts = manifest.core["pyodide.asm.js"] + manifest.core["pyodide.js"]; // cannot be counted
  sent.total = Object.values(manifest.core).reduce((sum, size) => sum + size, 0) + weigh(packages);
  sent.done = scripts;
  progress("fetch");
  const { loadPyodide } = await import(`${base}pyodide.js`);
  bringEarly(packages, base).catch(() => {}); // else they come when asked for
  const silent = () => {};
  python = await loadPyodide({
    indexURL: base,
    lockFileURL: `${here}pyodide-lock.json`,
    packages,
    env: { HOME: "/home/pyodide", SGM_LANG: lang, MPLBACKEND: "agg", PYTHONDONTWRITEBYTECODE: "1" },
    stdout: silent,
    stderr: silent,
  });
  packages.forEach((name) => loaded.add(name));
  python._api.on_fatal = () => self.close(); // of no use any more; the pages learn of it by the lock
  progress("import");
  packed = await packFiles().catch(() => []); // no store, no pack
  layPack();
  python.pyimport("sgm_ready").start();
  const module = python.pyimport("sgm_page");
  page = module.Page((news) => tell(JSON.parse(news)), JSON.stringify(manifest.modules), "/home/pyodide/workbook.json");
}

function begin(labs, lang) {
  const missed = new Promise((_, fail) => (lost = fail));
  return Promise.race([boot(labs, lang), missed]).catch((error) => {
    failed = true;
    setTimeout(() => self.close()); // half of it is here: the next try gets a worker of its own
    throw error;
  });
}

async function start({ labs, lang }) {
  starting ??= begin(labs, lang);
  await starting;
  await load(missing(needsOf(labs)));
  return true;
}

async function load(names) {
  if (!names.length) return;
  [sent.done, sent.total] = [0, weigh(names)];
  progress("fetch");
  await python.loadPackage(names, { messageCallback: () => {}, errorCallback: () => {} });
  for (const name of names) {
    if (!(name in python.loadedPackages)) throw new Error(`absent: ${name}`);
    loaded.add(name);
  }
  layPack();
  progress("import");
}

// For a lab that is not shown yet: nobody is told, and whoever asks for something meanwhile waits for one lab at most.
async function prepare(asked) {
  const names = missing(needsOf([asked.lab]));
  if (names.length) await load(names);
  const work = last.then(() => put(asked));
  last = work.catch(() => {});
  return work;
}

// ---- the case of an instructor pack that is open (book/_course/packed.js keeps it): it lies over the one that came ----

let packed = [];

async function packFiles() {
  const opening = indexedDB.open("sgm_lab.pack", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("files", { keyPath: "name" });
  return settled((await settled(opening)).transaction("files").objectStore("files").getAll());
}

// Again after each package, since the case's own tables come with one.
function layPack() {
  if (!packed.length) return;
  const home = python.runPython("import os, sgm_lab; os.path.dirname(sgm_lab.__file__)");
  for (const { name, bytes } of packed) {
    const path = `${home}/datasets/${name}`;
    python.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    python.FS.writeFile(path, bytes);
  }
}

// ---- a learner's own files: Python's disk goes with the last page, the browser's store stays ----

const FILES = "/home/pyodide/uploads"; // where sgm_lab keeps them; their names are made from their content
const MOST = 50e6; // bytes that are kept, the newest first
const settled = (asked) => new Promise((done, fail) => {
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => fail(asked.error);
});

async function store(mode) {
  const opening = indexedDB.open("sgm_lab.uploads", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("files", { keyPath: "name" });
  return (await settled(opening)).transaction("files", mode).objectStore("files");
}

// Bring back what the workbook names; what it does not name was another person's, or is not used any more.
async function bringFiles(book) {
  const files = await store("readwrite");
  python.FS.mkdirTree(FILES);
  for (const { name, bytes } of await settled(files.getAll())) {
    if (book.includes(name)) python.FS.writeFile(`${FILES}/${name}`, bytes);
    else files.delete(name);
  }
}

async function keepFiles() {
  if (!python.FS.analyzePath(FILES).exists) return;
  const files = await store("readwrite");
  const kept = await settled(files.getAll());
  const known = new Set(kept.map(({ name }) => name));
  for (const name of python.FS.readdir(FILES)) {
    if (name.startsWith(".") || known.has(name)) continue;
    kept.push({ name, bytes: python.FS.readFile(`${FILES}/${name}`), kept: Date.now() });
    if (kept.at(-1).bytes.length <= MOST) files.put(kept.at(-1));
  }
  let room = MOST;
  for (const { name, bytes } of kept.sort((a, b) => b.kept - a.kept)) {
    if (bytes.length > room) files.delete(name);
    else room -= bytes.length;
  }
}

// Without a store, as in some private windows, a file lasts as long as the page; the lab says so when it is gone.
const quietly = (work) => work.catch((error) => console.warn(error));

// ---- asking Python ----

async function put({ bytes, ...asked }) {
  const text = JSON.stringify(asked);
  const content = bytes ? python.toPy(new Uint8Array(bytes)).tobytes() : undefined;
  for (;;) {
    const { need, value } = JSON.parse(content ? page.ask(text, content) : page.ask(text));
    if (!need) return value;
    const names = missing([need]);
    if (!names.length) throw new Error(`absent: ${need}`); // it is here, and yet not to be had
    await load(names);
  }
}

let brought = false;
async function ask(asked) {
  if (asked.do === "sync" && !brought) {
    brought = true;
    await quietly(bringFiles(asked.book));
  }
  const value = await put(asked);
  await put({ do: "show" });
  if (asked.message?.do === "file" && asked.message.part + 1 === asked.message.parts) await quietly(keepFiles());
  return value;
}

async function answer(asked) {
  if (asked.do === "hello" && failed) throw new Error("failed");
  if (asked.do === "hello") return { running: page !== null, starting: starting !== null, life: await life };
  if (asked.do === "start") return start(asked);
  if (asked.do === "prepare") return prepare(asked);
  const work = last.then(() => ask(asked));
  last = work.catch(() => {});
  const value = await work;
  if (asked.do === "lab" && value) value.bytes = page.file.toJs();
  return value;
}

// Nothing has come for too long: what hangs is given up, so that it can be asked for again.
function stop() {
  if (page === null) return lost(new Error("silent"));
  flight.abort();
  flight = new AbortController();
}

function serve(port) {
  ports.add(port);
  port.onmessage = async ({ data }) => {
    if (data.do === "bye") return ports.delete(port);
    if (data.do === "stop") return stop();
    const { id, ...asked } = data;
    try {
      port.postMessage({ id, value: await answer(asked) });
    } catch (error) {
      port.postMessage({ id, error: String(error?.message ?? error) });
    }
  };
}

if (typeof SharedWorkerGlobalScope !== "undefined" && self instanceof SharedWorkerGlobalScope) {
  self.onconnect = (event) => serve(event.ports[0]);
} else serve(self);
