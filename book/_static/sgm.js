// Labels that the theme's templates write in English on every page.
document.addEventListener("DOMContentLoaded", () => {
  const words = {
    Main: "全书目录",
    Page: "本页内容",
    "Toggle primary sidebar": "显示或收起目录",
    "Toggle secondary sidebar": "本页内容",
  };
  for (const name of ["aria-label", "title", "data-bs-original-title"]) {
    for (const part of document.querySelectorAll(`[${name}]`)) {
      const word = words[part.getAttribute(name)];
      if (word) part.setAttribute(name, word);
    }
  }
});
