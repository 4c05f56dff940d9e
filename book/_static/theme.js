// The colours of a page, settled before anything of it is shown; a reader's choice is kept in the browser.

(() => {
  const page = document.documentElement, dark = matchMedia("(prefers-color-scheme: dark)");
  window.sgmTheme = (chosen) => {
    let mode = chosen || "auto";
    try { if (chosen) localStorage.setItem("mode", chosen); else mode = localStorage.getItem("mode") || "auto"; } catch {}
    page.dataset.mode = mode;
    page.dataset.theme = mode === "auto" ? (dark.matches ? "dark" : "light") : mode;
    return mode;
  };
  sgmTheme();
  dark.addEventListener("change", () => sgmTheme());
})();
