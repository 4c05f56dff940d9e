// The instructor's desk on the site: what a class hands in is read and counted in this browser, nothing leaves it. The
// panel is JupyterLab's (classes/panel.js); where Python answers it there, this does here.

import panel from "./panel.js";
import { Inbox, LARGEST, LARGEST_ZIP, counted, unnamed } from "./result.js";
import { fill } from "./front.js";
import { checksum } from "./archive.js";
import { body, page, spreadsheet } from "./report.js";
import { printRoom } from "./room.js";
import { listsPanel } from "./compare.js";
import { keptPack, withPack, withWriters } from "./packed.js";

const KINDS = {
  html: ["text/html", page],
  xlsx: ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", spreadsheet],
};

class Desk {
  constructor(course) {
    const { say, sorts, titles } = course;
    this.course = course;
    const chapters = [...new Set(course.records.map(({ chapter }) => chapter))].map((name) => ({ name, title: titles[name] }));
    this.values = { words: { ...say, sorts }, chapters, largest: LARGEST, largest_zip: LARGEST_ZIP, report: "" };
    this.handlers = new Map();
    this.inbox = new Inbox(course);
    this.taken = new Map(); // name → what tells a file from others of that name
    this.handedIn = null; // who handed in what, until there is more
    this.parts = [];
    this.result = null;
  }

  get = (name) => this.values[name];
  on = (name, handler) => this.handlers.set(name, handler);
  off = (name) => this.handlers.delete(name);
  tell = (message, buffers) => this.handlers.get("msg:custom")?.(message, buffers);

  send(message, _, buffers = []) {
    this.hear(message, buffers).catch((error) => {
      console.error(error);
      this.tell({ do: "broken", text: this.course.say.broken });
    });
  }

  async hear(message, buffers) {
    const { say } = this.course;
    if (message.do === "file") {
      if (!message.parts) await this.add(message.name, message.size > LARGEST ? fill(say.too_large, { size: Math.round(message.size / 1e6), most: LARGEST / 1e6 }) : say.is_folder);
      else {
        if (!message.part) this.parts = [];
        this.parts.push(buffers[0]);
        if (this.parts.length === message.parts) await this.add(message.name, new Uint8Array(await new Blob(this.parts.splice(0)).arrayBuffer()));
      }
      this.tell({ do: "next" });
    } else if (message.do === "read") {
      this.handedIn ??= this.inbox.gathered();
      const found = counted(this.handedIn, this.course, message);
      this.result = message.names ? found : unnamed(found, say);
      this.values.report = body(this.result, this.course);
      this.handlers.get("change:report")?.();
      this.tell({ do: "read" });
    } else if (message.do === "download" && this.result) {
      const [mime, make] = KINDS[message.kind];
      this.tell({ do: "download", name: `${say.file}.${message.kind}`, mime }, [make(this.result, this.course)]);
    }
  }

  // Of files chosen twice one is enough, different ones of one name are told apart. A file is read at once, and let go.
  async add(name, content) {
    const alike = [...this.taken.keys()].filter((other) => other === name || other.startsWith(`${name} (`));
    const sign = typeof content === "string" ? content : `${content.length} ${checksum(content)}`;
    if (alike.some((other) => this.taken.get(other) === sign)) return;
    const called = alike.length ? `${name} (${alike.length + 1})` : name;
    this.taken.set(called, sign);
    this.handedIn = null;
    await this.inbox.take(called, content);
  }
}

for (const place of typeof document === "undefined" ? [] : document.querySelectorAll(".sgm-desk")) {
  const course = JSON.parse(place.querySelector("script").textContent);
  const kept = keptPack(course.records[0]?.lang); // a class that worked with a pack is judged by it
  course.records = [...withPack(course.records, kept), ...(kept?.added ?? []).map((id) => kept.records[id])];
  course.plan = withWriters(course.plan, kept);
  place.replaceChildren();
  panel.render({ model: new Desk(course), el: place });
  for (const lists of document.querySelectorAll(".sgm-lists")) listsPanel(lists, course);
}

for (const place of typeof document === "undefined" ? [] : document.querySelectorAll(".sgm-room")) {
  printRoom(place, JSON.parse(place.querySelector("script").textContent));
}
