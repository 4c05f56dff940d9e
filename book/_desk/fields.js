// Take the fields of one exercise out of its table and say what does not fit, by the rules and in the words of
// sgm_lab/exercises/fields.py. What Python knows and a page cannot (kinds of rows, labs, sources) comes as `rules`.

const ID = /^[0-9A-Za-z][0-9A-Za-z._-]{0,59}$/;
const SHOWN = 60;

export class Refused extends Error {}
export const isTable = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

// Words of Python's templates: doubled braces are single ones, numbers have a true minus sign.
export const filled = (text, values = {}) =>
  text.replace(/\{\{|\}\}|\{(\w+)\}/g, (all, name) => (name ? (name in values ? written(values[name]) : all) : all[0]));
const written = (value) => (typeof value === "number" ? String(value).replace("-", "−") : cut(String(value), 400));
const cut = (text, most = 120) => ([...text].length <= most ? text : `${[...text].slice(0, most - 1).join("")}…`);

// A value as Python writes it.
const PLAIN = new Map([[true, "True"], [false, "False"], [null, "None"], [undefined, "None"]]);
const asText = (value) => (typeof value === "string" ? value : inside(value));
function inside(value) {
  if (typeof value === "string") return value.includes("'") && !value.includes('"') ? `"${value}"` : `'${value.replaceAll("'", "\\'")}'`;
  if (Array.isArray(value)) return `[${value.map(inside).join(", ")}]`;
  if (isTable(value)) return `{${Object.entries(value).map(([key, one]) => `${inside(key)}: ${inside(one)}`).join(", ")}}`;
  return PLAIN.get(value) ?? String(value);
}

export function listing(values, rules, most = 8) {
  const texts = values.map((one) => cut(asText(one)));
  return texts.slice(0, most).join(rules.separator) + (texts.length > most ? filled(rules.more, { count: texts.length }) : "");
}

export class Fields {
  constructor(table, id, rules, path = "") {
    Object.assign(this, { table, id, rules, path, asked: new Set() });
  }

  form(name, values = {}) {
    const shown = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Array.isArray(value) ? listing(value, this.rules, 12) : value]));
    return filled(this.rules.form[name], { field: "", ...shown });
  }

  refuse(key, values) {
    const field = this.rules.named?.(values.field ?? "") ?? values.field; // as a form calls it
    const told = Object.fromEntries(Object.entries({ ...values, field }).map(([name, value]) => [name, Array.isArray(value) ? listing(value, this.rules) : value]));
    throw Object.assign(new Refused(filled(this.rules.bad[key], { file: this.rules.file, id: this.id, hint: "", ...told })), { id: this.id, field: values.field });
  }

  fail(name, form, value) {
    const given = value ?? this.table[name];
    const text = Array.isArray(given) ? listing(given, this.rules, 4) : isTable(given) ? listing(Object.keys(given), this.rules, 4) : asText(given);
    this.refuse("form", { field: this.path + name, form, value: [...text].length <= SHOWN ? text : `${[...text].slice(0, SHOWN).join("")}…` });
  }

  done() {
    const odd = Object.keys(this.table).find((name) => !this.asked.has(name));
    if (odd !== undefined) this.refuse("unknown", { field: this.path + odd, fields: [...this.asked].sort() });
  }

  has(name) {
    this.asked.add(name);
    return Object.hasOwn(this.table, name);
  }

  need(name, form) {
    if (!this.has(name)) this.refuse("missing", { field: this.path + name, form });
    return this.table[name];
  }

  // ---- text ----

  text(name) {
    const value = this.need(name, this.form("text"));
    if (!isTable(value)) this.fail(name, this.form("text"));
    const inner = new Fields(value, this.id, this.rules, `${this.path}${name}.`);
    const { languages, fallback } = this.rules;
    const made = Object.fromEntries(languages.filter((lang) => !fallback.includes(lang) || inner.has(lang)).map((lang) => [lang, inner.string(lang)]));
    inner.done();
    return made;
  }

  maybe(name) {
    return this.has(name) ? this.text(name) : undefined;
  }

  texts(name) {
    if (!this.has(name)) return [];
    const value = this.table[name];
    if (!Array.isArray(value)) this.fail(name, this.form("texts"));
    const numbered = new Fields(Object.fromEntries(value.map((one, at) => [`[${at + 1}]`, one])), this.id, this.rules, this.path + name);
    return Object.keys(numbered.table).map((key) => numbered.text(key));
  }

  textMap(name, keys) {
    if (!this.has(name)) return {};
    const inner = this.inner(name);
    for (const key of Object.keys(inner.table)) if (!keys.includes(key)) this.fail(name, this.form("one_of", { choices: keys }), key);
    return Object.fromEntries(Object.keys(inner.table).map((key) => [key, inner.text(key)]));
  }

  string(name) {
    const value = this.need(name, this.form("string"));
    if (typeof value !== "string" || !value.trim()) this.fail(name, this.form("string"));
    return value.trim();
  }

  strings(name) {
    if (!this.has(name)) return [];
    const value = this.table[name];
    if (!Array.isArray(value) || !value.every((one) => typeof one === "string" && one.trim())) this.fail(name, this.form("strings"));
    return value.map((one) => one.trim());
  }

  identifier(name = "id") {
    const value = this.need(name, this.form("id"));
    if (typeof value !== "string" || !ID.test(value)) this.fail(name, this.form("id"));
    return value;
  }

  // ---- choices ----

  oneOf(name, choices) {
    const form = this.form("one_of", { choices });
    const value = this.need(name, form);
    if (!choices.includes(value)) this.fail(name, form);
    return value;
  }

  someOf(name, choices) {
    const form = this.form("some_of", { choices });
    const value = this.need(name, form);
    if (!Array.isArray(value) || !value.length) this.fail(name, form);
    for (const one of value) if (!choices.includes(one)) this.fail(name, form, one);
    if (new Set(value).size < value.length) this.fail(name, form);
    return value;
  }

  // ---- numbers ----

  number(name, form, fits = () => true) {
    const said = this.form(form);
    const value = this.need(name, said);
    if (typeof value !== "number" || !Number.isFinite(value) || Math.abs(value) > 1e300 || !fits(value)) this.fail(name, said);
    return value;
  }

  calculated(name, names) {
    const value = this.need(name, this.form("number_or_formula"));
    if (typeof value !== "string") return this.number(name, "number_or_formula");
    try {
      return calculate(value, names);
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      const formula = [...value].length <= SHOWN ? value : `${[...value].slice(0, SHOWN).join("")}…`;
      return this.refuse("formula", { field: this.path + name, formula, why: filled(this.rules.bad[error.message], { name: error.called }) });
    }
  }

  numbers(name, form, fits = () => true) {
    if (!this.has(name)) return {};
    const inner = this.inner(name);
    return Object.fromEntries(Object.keys(inner.table).map((key) => [key, inner.number(key, form, fits)]));
  }

  // ---- tables ----

  inner(name) {
    const value = this.need(name, this.form("table"));
    if (!isTable(value)) this.fail(name, this.form("table"));
    return new Fields(value, this.id, this.rules, `${this.path}${name}.`);
  }

  scalars(name, least = 0) {
    if (!least && !this.has(name)) return {};
    const inner = this.inner(name);
    for (const [key, value] of Object.entries(inner.table)) if (!["string", "boolean", "number"].includes(typeof value)) inner.fail(key, this.form("scalar"));
    if (Object.keys(inner.table).length < least) this.fail(name, this.form("at_least", { n: least }));
    return inner.table;
  }

  // Each entry is taken by `take`, which must use it up.
  tables(name, least, take) {
    if (!this.has(name) && !least) return [];
    const form = this.form("tables", { field: name });
    const value = this.need(name, form);
    if (!Array.isArray(value) || !value.every(isTable)) this.fail(name, form);
    if (value.length < least) this.fail(name, this.form("at_least", { n: least }));
    return value.map((one, at) => {
      const inner = new Fields(one, this.id, this.rules, `${this.path}${name}[${at + 1}].`);
      const made = take(inner);
      inner.done();
      return made;
    });
  }

  unique(name, values) {
    const twice = values.find((one, at) => values.indexOf(one) < at);
    if (twice !== undefined) this.refuse("twice", { field: this.path + name, value: twice });
  }
}

// ---- the small formulas of an instructor (numbers.py) ----

class FormulaError extends Error {
  constructor(reason, called = "") {
    super(reason);
    this.called = called;
  }
}

const PART = /\s*(?:((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([\p{L}_][\p{L}\p{N}_]*)|([-+*/()]))/uy;

export function calculate(formula, names) {
  const wrong = (reason = "not_sum", called = "") => { throw new FormulaError(reason, called); };
  const text = formula.trim();
  if ([...formula].length > 200 || !text) wrong();
  const parts = [];
  PART.lastIndex = 0;
  while (PART.lastIndex < text.length) {
    const found = PART.exec(text);
    if (!found) wrong();
    parts.push(found[1] !== undefined ? Number(found[1]) : { name: found[2], sign: found[3] });
  }
  let at = 0;
  const sign = (...signs) => (signs.includes(parts[at]?.sign) ? parts[at++].sign : "");
  const sum = () => {
    let value = product();
    for (let by = sign("+", "-"); by; by = sign("+", "-")) value = by === "+" ? value + product() : value - product();
    return value;
  };
  const product = () => {
    let value = factor();
    for (let by = sign("*", "/"); by; by = sign("*", "/")) {
      const other = factor();
      if (by === "/" && other === 0) wrong("divided");
      value = by === "*" ? value * other : value / other;
    }
    return value;
  };
  const factor = () => {
    if (sign("-")) return -factor();
    if (sign("(")) {
      const value = sum();
      return sign(")") ? value : wrong();
    }
    const part = parts[at++];
    if (typeof part === "number") return part;
    if (!part?.name) return wrong();
    return Object.hasOwn(names, part.name) ? names[part.name] : wrong("unknown_name", part.name);
  };
  const value = sum();
  return at === parts.length && Number.isFinite(value) ? value : wrong();
}
