// The door of the site: on to the language that was chosen before, else to the first of the browser's that is here.

(() => {
  const ways = [...document.querySelectorAll("a[hreflang]")];
  const wayTo = (tag) => ways.find((way) => way.hreflang.slice(0, 2) === tag.slice(0, 2).toLowerCase());
  let chosen = "";
  try { chosen = localStorage.getItem("sgm-language") || ""; } catch {}
  for (const way of ways) {
    way.addEventListener("click", () => { try { localStorage.setItem("sgm-language", way.hreflang); } catch {} });
  }
  const way = [chosen, ...navigator.languages].filter(Boolean).map(wayTo).find(Boolean);
  if (way) location.replace(way.href + location.search + location.hash); // the way back leads past the door
})();
