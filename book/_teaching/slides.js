// Start the slides of this page. S opens them once more for the one who speaks, with the notes and a clock: both windows
// turn together. (The speaker's view of reveal.js itself writes a script into a window, which the site allows nowhere.)

const speaking = new URLSearchParams(location.search).has("speaker");
let other = speaking ? window.opener : null;

Reveal.initialize({ width: 1280, height: 720, margin: 0.04, center: false, hash: !speaking, transition: "none", slideNumber: "c/t", showNotes: speaking });

Reveal.addKeyBinding({ keyCode: 83, key: "S", description: "" }, () => {
  other = window.open(`?speaker${location.hash}`, "sgm-speaker", "width=1280,height=720");
});

Reveal.on("slidechanged", ({ indexh }) => other?.postMessage({ sgmSlide: indexh }, "*"));

window.addEventListener("message", ({ source, data }) => {
  if (source === other && Number.isInteger(data?.sgmSlide) && data.sgmSlide !== Reveal.getIndices().h) Reveal.slide(data.sgmSlide);
});

if (speaking) {
  const began = Date.now();
  const clock = Object.assign(document.createElement("p"), { className: "clock" });
  const tell = () => {
    const now = new Date();
    clock.textContent = `${now.getHours()}:${String(now.getMinutes()).padStart(2, "0")} · +${Math.floor((now - began) / 60_000)}′`;
  };
  document.body.append(clock);
  document.documentElement.classList.add("speaking");
  setInterval(tell, 5_000);
  tell();
}
