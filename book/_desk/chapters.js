// Texts of one's own: a page instead of a chapter's text, or after a chapter. They need a rebuild of the site.

import { button, element, labelled } from "./draft.js";
import { filled, listing } from "./fields.js";
import { exercisesOf, textsOff, titled } from "./texts.js";

export function chapters(place, draft, { rules, say, titles, raw }) {
  const list = element("ol", {});
  const texts = () => draft.state.texts;
  const put = (at, one, same = "") => draft.change({ texts: one ? texts().map((old, place_) => (place_ === at ? one : old)) : texts().filter((_, place_) => place_ !== at) }, same);

  // Why the text cannot be used, or what it leaves out of the chapter that it replaces.
  function told(at) {
    const one = texts()[at];
    const away = draft.state.settings.hidden_chapters ?? [];
    const known = exercisesOf(draft.state, rules);
    const [alone, among] = [[one], texts().slice(0, at + 1)].map((own) => textsOff(own, away, known, rules));
    const found = alone ?? (among?.[0] === at + 1 ? among : null);
    if (found) return [filled(rules.pack[`text.${found[1]}`], found[2]), "wrong"];
    if (!one.instead) return [say.text_fine, "hint"];
    const shown = new Set(rules.languages.flatMap((lang) => [...(one[lang] ?? "").matchAll(/^\x60{3}\{exercise\} (\S+)/gm)].map((match) => match[1])));
    const gone = raw.filter(({ id, chapter }) => chapter === one.instead && known.has(id) && !shown.has(id)).map(({ id }) => id);
    return [gone.length ? filled(say.text_gone, { n: gone.length, ids: listing(gone, rules) }) : say.text_fine, "hint"];
  }

  function row(one, at) {
    const now = () => texts()[at];
    const where = "instead" in one ? "instead" : "after";
    const how = element("select", {}, ...["after", "instead"].map((name) => element("option", { value: name, selected: name === where }, say[`text_${name}`])));
    const chapter = element("select", {}, ...rules.chapters.map((id) => element("option", { value: id, selected: id === one[where] }, titles[id])));
    const [title, said] = [element("h4", {}), element("p", { role: "status" })];
    const show = () => {
      const [text, kind] = told(at);
      Object.assign(said, { textContent: text, className: kind });
      title.textContent = rules.languages.map((lang) => titled(now()[lang] ?? "")).find(Boolean) ?? "";
    };
    const move = () => {
      const { instead: _, after: __, ...rest } = now();
      put(at, { [how.value]: chapter.value, ...rest });
      show();
    };
    for (const box of [how, chapter]) box.addEventListener("change", move);
    const boxes = rules.languages.map((lang) => {
      const box = element("textarea", { className: "code", rows: 8, value: one[lang] ?? "" });
      const take = (text) => {
        const { [lang]: _, ...rest } = now();
        const others = rules.languages.some((one_) => one_ in rest);
        put(at, text.trim() || !others ? { ...rest, [lang]: text } : rest, `text-${at}-${lang}`);
        show();
      };
      box.addEventListener("input", () => take(box.value));
      const file = element("input", { type: "file", accept: ".md,text/markdown,text/plain", hidden: true });
      file.addEventListener("change", async () => {
        const [chosen] = file.files;
        file.value = "";
        if (!chosen) return;
        if (chosen.size > rules.limits.text * 1000) return Object.assign(said, { textContent: filled(rules.pack["text.large"], { most: rules.limits.text }), className: "wrong" });
        try {
          box.value = new TextDecoder("utf-8", { fatal: true }).decode(await chosen.arrayBuffer());
        } catch {
          return Object.assign(said, { textContent: say.text_no_utf8, className: "wrong" });
        }
        return take(box.value);
      });
      return element("div", {}, labelled(say[`text_${lang}`], box), button(say.text_file, () => file.click()), file);
    });
    show();
    return element("li", {}, title, element("div", { className: "row" }, labelled(say.text_place, how), labelled(say.chapter, chapter), button(say.remove, () => { put(at); draw(); }, "quiet")), said, ...boxes); // in sight while one writes
  }

  function draw() {
    list.replaceChildren(...texts().map(row));
    more.disabled = texts().length >= rules.limits.texts;
  }

  const more = button(say.text_add, () => {
    draft.change({ texts: [...texts(), { after: rules.chapters[0], [rules.lang]: say.text_begin }] });
    draw();
  });
  draw();
  place.replaceChildren(element("p", {}, say.text_help), element("p", {}, element("strong", {}, say.text_rebuild)), element("div", { className: "list" }, list), more);
}
