// What all three pages share: words, elements, and the line to the instructor's laptop.

export const told = JSON.parse(document.getElementById("told").textContent);
export const say = (key, values = {}) => (told.words[key] ?? key).replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

const PATIENCE = 35_000; // ms after which an answer that was to be held back counts as lost
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// An element with attributes; functions listen, texts are texts, nothing is ever read as markup.
export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (name in made && typeof value !== "string") made[name] = value;
    else if (value !== false && value !== null) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((one) => one !== null && one !== undefined && one !== false));
  return made;
}

// New contents, with the field that was being filled in still in hand.
export function draw(place, ...children) {
  const { id, selectionStart: start, selectionEnd: end } = document.activeElement ?? {};
  place.replaceChildren(...children.flat(Infinity).filter(Boolean));
  const again = id && document.getElementById(id);
  if (!again) return;
  again.focus({ preventScroll: true });
  if (typeof start === "number") try { again.setSelectionRange(start, end); } catch { /* a number has none */ }
}

// Tables and notes that Python wrote, every text in them escaped; the policy of the page lets no script run in them.
export function written(html) {
  const made = make("div", { class: "written" });
  made.innerHTML = html;
  return made;
}

export const seconds = (n) => `${Math.floor(n / 60)}:${String(Math.floor(n % 60)).padStart(2, "0")}`;

// A number to drag or to step to. `set` takes it, lightly while it is dragged, and returns what it has become.
export function slider(id, label, beside, { low, high, step, value, set, said = String }) {
  const shown = make("b", {}, value === undefined ? "?" : said(value)), at = value ?? (low + high) / 2;
  const slide = make("input", { type: "range", id, min: String(low), max: String(high), step: String(step), "aria-label": label, change: () => set(Number(slide.value)) });
  slide.value = String(at);
  slide.addEventListener("input", () => {
    const taken = set(Number(slide.value), true);
    slide.value = String(taken);
    shown.textContent = said(taken);
  });
  const one = (sign, name) => make("button", { type: "button", class: "step", id: `${name}-${id}`, "aria-label": `${label} ${say(`phone.${name}`)}`, click: () => set(Math.min(high, Math.max(low, at + sign * step))) }, sign < 0 ? "−" : "+");
  return make("div", { class: "point" }, make("span", {}, label, beside && " ", beside && make("small", {}, beside)), shown, make("div", { class: "slide" }, one(-1, "less"), slide, one(1, "more")));
}

// The time that is left, counted down where it is shown.
export function clock(left) {
  const made = make("span", { class: "clock", role: "timer" });
  if (left === null || left === undefined) return made;
  const ends = performance.now() + left * 1000;
  const tick = () => {
    const now = (ends - performance.now()) / 1000;
    made.textContent = now > 0 ? say("both.left", { time: seconds(Math.ceil(now)) }) : say("both.time_up");
    made.classList.toggle("up", now <= 0);
    if (now > 0 && (made.isConnected || now > left - 1)) setTimeout(tick, 250);
  };
  tick();
  return made;
}

// A secret of this phone: kept by the browser, or where that keeps nothing, in the address.
export function secret() {
  const fits = (text) => (/^[0-9a-f]{32,64}$/.test(text ?? "") ? text : "");
  const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");
  let kept = "", stores = true;
  try {
    kept = fits(localStorage.getItem("sgm.room"));
    kept ||= fits(location.hash.slice(1)) || fresh();
    localStorage.setItem("sgm.room", kept);
    stores = localStorage.getItem("sgm.room") === kept;
  } catch {
    stores = false;
  }
  kept ||= fits(location.hash.slice(1)) || fresh();
  if (!stores) history.replaceState(null, "", `#${kept}`);
  return { key: kept, stores };
}

export class Line {
  constructor(what, key, shown) {
    Object.assign(this, { what, shown, seen: "", fails: 0 });
    this.headers = key ? { Authorization: `Bearer ${key}` } : {};
    const wake = () => document.visibilityState === "visible" && this.held?.abort();
    for (const [from, name] of [[document, "visibilitychange"], [window, "online"], [window, "pageshow"]]) from.addEventListener(name, wake);
    this.follow();
  }

  lost(is) {
    const place = document.getElementById("lost");
    place.hidden = !is;
    place.textContent = is ? say("both.lost") : "";
  }

  take({ tag, view }) {
    if (!view) return;
    this.seen = tag;
    this.shown(view);
  }

  // Ask for what is new, for ever: the laptop answers once there is something. A phone that slept asks at once.
  async follow() {
    for (;;) {
      this.held = new AbortController();
      const late = setTimeout(() => this.held.abort(), PATIENCE);
      try {
        const answer = await fetch(`/room/api/${this.what}?seen=${encodeURIComponent(this.seen)}`, { headers: this.headers, signal: this.held.signal, cache: "no-store" });
        if (answer.status === 403) return this.shown(null);
        if (answer.status === 200) this.take(await answer.json());
        else if (answer.status !== 204) throw new Error(answer.status);
        this.fails = 0;
        this.lost(false);
      } catch (error) {
        if (error.name !== "AbortError") {
          this.lost(++this.fails > 1);
          await pause(Math.min(4000, 250 * 2 ** this.fails) * (0.7 + 0.6 * Math.random()));
        }
      } finally {
        clearTimeout(late);
      }
    }
  }

  // Send a move until the laptop has answered: sent twice, it counts once. Returns why it was refused, or nothing.
  async send(move, place = "do") {
    for (let fails = 0; ; fails++) {
      try {
        const answer = await fetch(`/room/api/${place}`, { method: "POST", headers: { ...this.headers, "Content-Type": "application/json" }, body: JSON.stringify(move), signal: AbortSignal.timeout?.(10_000) });
        const found = await answer.json();
        this.lost(false);
        if (answer.status === 429 && fails < 5) throw new Error("too fast");
        this.take(found);
        return answer.ok ? "" : found.said;
      } catch {
        this.lost(fails > 0);
        await pause(Math.min(4000, 400 * 2 ** fails));
      }
    }
  }
}
