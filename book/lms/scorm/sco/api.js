// The learning platform as SCORM has it: an object in a frame above, or in the window that opened this one, found by its
// name. What its two versions call by different names has one name here.

const CALLS = {
  1.2: { begin: "LMSInitialize", end: "LMSFinish", get: "LMSGetValue", set: "LMSSetValue", commit: "LMSCommit", error: "LMSGetLastError", why: "LMSGetErrorString" },
  2004: { begin: "Initialize", end: "Terminate", get: "GetValue", set: "SetValue", commit: "Commit", error: "GetLastError", why: "GetErrorString" },
};
const core = "cmi.core.";
const DATA = {
  1.2: { state: "cmi.suspend_data", place: `${core}lesson_location`, status: `${core}lesson_status`, score: `${core}score.raw`, low: `${core}score.min`, high: `${core}score.max`, time: `${core}session_time`, exit: `${core}exit`, mode: `${core}lesson_mode`, name: `${core}student_name` },
  2004: { state: "cmi.suspend_data", place: "cmi.location", status: "cmi.completion_status", score: "cmi.score.raw", low: "cmi.score.min", high: "cmi.score.max", scaled: "cmi.score.scaled", progress: "cmi.progress_measure", time: "cmi.session_time", exit: "cmi.exit", mode: "cmi.mode", name: "cmi.learner_name" },
};
const OBJECT = { 1.2: "API", 2004: "API_1484_11" };
// Characters that a platform must take for the state and for the place; more it may refuse or cut.
export const ROOM = { 1.2: { state: 4096, place: 255 }, 2004: { state: 64000, place: 1000 } };
const DEEPEST = 50; // frames; a platform stands at most a few above

// The platform's object, or null; a frame of another site may not be looked into.
export function find(version, from) {
  const name = OBJECT[version];
  const above = (window) => {
    for (let at = window, depth = 0; at && depth < DEEPEST; at = at.parent, depth += 1) {
      if (at[name]) return at[name];
      if (at.parent === at) return null;
    }
    return null;
  };
  for (const start of [() => from, () => from.opener, () => from.top.opener]) {
    try {
      const found = start() && above(start());
      if (found) return found;
    } catch {
      // not ours to look into
    }
  }
  return null;
}

// How long it took, as either version writes it.
export function duration(version, ms) {
  const hundredths = Math.max(0, Math.round(ms / 10));
  const [hours, minutes, seconds] = [Math.floor(hundredths / 360000), Math.floor(hundredths / 6000) % 60, (hundredths % 6000) / 100];
  if (version === "2004") return `PT${hours}H${minutes}M${seconds}S`;
  return `${String(Math.min(hours, 9999)).padStart(4, "0")}:${String(minutes).padStart(2, "0")}:${seconds.toFixed(2).padStart(5, "0")}`;
}

export class Platform {
  constructor(version, api) {
    [this.version, this.api, this.open, this.why] = [version, api, false, ""];
  }

  // Whether a call was taken; else `why` says what the platform says.
  call(what, ...given) {
    const names = CALLS[this.version];
    try {
      const answer = this.api[names[what]](...given);
      if (what === "get") return String(answer ?? "");
      if (String(answer) === "true") return true;
      const code = String(this.api[names.error]());
      this.why = [code, this.api[names.why](code)].filter((part) => part && part !== "0").join(" ");
    } catch (error) {
      this.why = error?.message ?? String(error);
    }
    return what === "get" ? "" : false;
  }

  begin() {
    this.open = Boolean(this.api) && this.call("begin", "");
    return this.open;
  }

  get(name) {
    const place = DATA[this.version][name];
    return place ? this.call("get", place) : "";
  }

  // What a version has no place for is no trouble.
  set(name, value) {
    const place = DATA[this.version][name];
    return !place || this.call("set", place, String(value));
  }

  commit() {
    return this.call("commit", "");
  }

  end() {
    const done = !this.open || this.call("end", "");
    this.open = false;
    return done;
  }
}
