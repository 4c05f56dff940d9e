// The settings of a pack: title, logo, accents, chapters that are left out, worked answers that open later.

import { button, element, labelled } from "./draft.js";
import { isPicture, settingOff } from "./pack.js";
import { filled } from "./fields.js";
import { sha256 } from "./packed.js";

const KINDS = { "image/png": "png", "image/jpeg": "jpg", "image/svg+xml": "svg" };

export function settings(place, draft, { rules, say, titles }) {
  const said = element("p", { className: "wrong", role: "status" });
  const now = () => draft.state.settings;
  const tell = (name, value, same = "") => {
    const form = value === undefined ? "" : settingOff(name, value, rules);
    said.textContent = form && filled(say.setting_off, { name: say[`set_${name}`], form });
    draft.setting(name, form ? undefined : value, same);
  };

  const title = element("input", { type: "text", maxLength: rules.limits.title, value: now().title ?? "" });
  title.addEventListener("input", () => tell("title", title.value.trim() || undefined, "title"));

  const accents = Object.keys(rules.ground).map((name) => {
    const box = element("input", { type: "text", maxLength: 7, placeholder: "#0F6073", value: now()[name] ?? "" });
    const picker = element("input", { type: "color", value: now()[name] ?? "#0f6073", "aria-label": say[`set_${name}`] });
    box.addEventListener("input", () => tell(name, box.value.trim() || undefined, name));
    picker.addEventListener("input", () => {
      box.value = picker.value;
      tell(name, picker.value, name);
    });
    return element("div", { className: "accent" }, labelled(say[`set_${name}`], box), picker);
  });

  const chapters = Object.entries(titles).map(([id, text]) => {
    const box = element("input", { type: "checkbox", checked: !(now().hidden_chapters ?? []).includes(id) });
    box.addEventListener("change", () => {
      const away = Object.keys(titles).filter((one) => (one === id ? !box.checked : (now().hidden_chapters ?? []).includes(one)));
      tell("hidden_chapters", away.length ? away : undefined);
    });
    return element("label", { className: "check" }, box, text);
  });

  const until = element("input", { type: "date", value: now().answers?.until ?? "" });
  const code = element("input", { type: "text", maxLength: 60, autocomplete: "off", placeholder: now().answers?.code ? say.code_set : "" });
  const answers = () => {
    const made = { ...(until.value ? { until: until.value } : {}), ...(code.value.trim() ? { code: sha256(code.value.trim()) } : {}) };
    tell("answers", Object.keys(made).length ? made : undefined, "answers");
  };
  for (const box of [until, code]) box.addEventListener("input", answers);

  const file = element("input", { type: "file", accept: Object.keys(KINDS).join(","), hidden: true });
  const logo = () => Object.keys(draft.state.files).find((name) => name.startsWith("logo."));
  const picture = element("img", { alt: "", height: 40, hidden: true });
  const away = button(say.remove, () => draft.file(logo(), undefined), "quiet");
  const drawLogo = () => {
    picture.hidden = away.hidden = !logo();
    if (logo()) picture.src = draft.state.files[logo()];
  };
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    const name = `logo.${KINDS[chosen?.type] ?? ""}`;
    const bytes = new Uint8Array(await chosen.arrayBuffer());
    file.value = "";
    if (!isPicture(name, bytes, rules)) return (said.textContent = filled(say.logo_off, { most: rules.limits.logo }));
    said.textContent = "";
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    const { [logo() ?? ""]: _, ...rest } = draft.state.files;
    return draft.change({ files: { ...rest, [name]: `data:${chosen.type};base64,${btoa(text)}` } });
  });
  draft.listeners.add(drawLogo);
  drawLogo();

  place.replaceChildren(
    labelled(say.set_title, title, say.help_title),
    element("div", { className: "field" }, element("span", {}, say.set_logo), element("div", { className: "row" }, picture, button(say.choose_logo, () => file.click()), away, file)),
    element("div", { className: "row" }, ...accents), element("small", {}, say.help_accent),
    element("fieldset", {}, element("legend", {}, say.set_hidden_chapters), element("div", { className: "checks" }, ...chapters)),
    element("fieldset", {}, element("legend", {}, say.set_answers), element("small", {}, say.help_answers), element("div", { className: "row" }, labelled(say.set_until, until), labelled(say.set_code, code))),
    said);
}
