// Zips: what an LMS or a form tool packs is read member by member, in the browser, by the rules of classes/files.py.
// What says that it is large is not opened; what lies about it is cut off. `packed` and `squeezed` write one.

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const FAR = 0xffffffff; // a size that stands elsewhere: larger than any class
const STORED = 0;
const DEFLATED = 8;

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n;
});

export function checksum(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = TABLE[(sum ^ byte) & 255] ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

export const isZip = (bytes) => bytes.length > 3 && bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;

// Windows in China writes names in GBK and does not say so.
function nameOf(bytes, flags) {
  for (const code of flags & 0x800 ? ["utf-8"] : ["utf-8", "gbk"]) {
    try {
      return tidy(new TextDecoder(code, { fatal: true }).decode(bytes));
    } catch {
      continue;
    }
  }
  return tidy(new TextDecoder("latin1").decode(bytes));
}

const tidy = (name) => name.replaceAll("\\", "/").replace(/^\/+/, "");

// The members of a zip, without folders: [{ name, size, locked, read }]; null where it is none, or damaged.
// `read(most)` gives no more than so many bytes, or null where the member is damaged.
export function members(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = [];
  try {
    let end = bytes.length - 22;
    while (view.getUint32(end, true) !== END) end -= 1; // before the beginning is a RangeError
    let at = view.getUint32(end + 16, true);
    for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
      if (view.getUint32(at, true) !== ENTRY) return null;
      const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
      const [sum, packed, size] = [16, 20, 24].map((offset) => view.getUint32(at + offset, true));
      const [name, extra, note] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
      const local = view.getUint32(at + 42, true);
      const called = nameOf(bytes.subarray(at + 46, at + 46 + name), flags);
      const about = { name: called, size: size === FAR ? Infinity : size, locked: Boolean(flags & 1) };
      if (!called.endsWith("/")) found.push({ ...about, read: (most) => unpacked(bytes, view, { local, method, sum, packed, size }, most) });
      at += 46 + name + extra + note;
    }
    return found;
  } catch {
    return null;
  }
}

async function unpacked(bytes, view, { local, method, sum, packed, size }, most) {
  try {
    if (view.getUint32(local, true) !== LOCAL) return null;
    const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const raw = bytes.subarray(from, from + packed);
    const whole = method === STORED ? raw.slice(0, most) : method === DEFLATED ? await inflated(raw, most) : null;
    if (!whole || (whole.length < most && (whole.length !== size || checksum(whole) !== sum))) return null;
    return whole;
  } catch {
    return null;
  }
}

async function inflated(raw, most) {
  const stream = new Blob([raw]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const reader = stream.getReader();
  const parts = [];
  let length = 0;
  for (let part = await reader.read(); !part.done && length < most; part = await reader.read()) {
    parts.push(part.value);
    length += part.value.length;
  }
  if (length >= most) await reader.cancel();
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole.subarray(0, most);
}

// ---- writing ----

const fields = (...pairs) => {
  const bytes = new Uint8Array(pairs.reduce((all, [size]) => all + size, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [size, value] of pairs) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return bytes;
};

const encoder = new TextEncoder();

// A zip of texts or bytes, [[name, content]]: not compressed, since a class makes some hundred kilobytes.
export const packed = (files) => zipped(files.map(([name, given]) => {
  const content = typeof given === "string" ? encoder.encode(given) : given;
  return { name, content, body: content, method: STORED };
}));

// The same of bytes, [[name, bytes]], compressed: the styles of a Word document alone are near a megabyte.
export async function squeezed(files) {
  const made = [];
  for (const [name, content] of files) {
    const stream = new Blob([content]).stream().pipeThrough(new CompressionStream("deflate-raw"));
    made.push({ name, content, body: new Uint8Array(await new Response(stream).arrayBuffer()), method: DEFLATED });
  }
  return zipped(made);
}

function zipped(files) {
  const [bodies, entries] = [[], []];
  let at = 0;
  for (const { name, content, body, method } of files) {
    const called = encoder.encode(name);
    const same = [[2, 0x800], [2, method], [2, 0], [2, 0x21], [4, checksum(content)], [4, body.length], [4, content.length], [2, called.length], [2, 0]];
    const head = fields([4, LOCAL], [2, 20], ...same);
    entries.push(fields([4, ENTRY], [2, 20], [2, 20], ...same, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]), called);
    bodies.push(head, called, body);
    at += head.length + called.length + body.length;
  }
  const length = entries.reduce((all, one) => all + one.length, 0);
  const end = fields([4, END], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, length], [4, at], [2, 0]);
  return new Blob([...bodies, ...entries, end]);
}
