// First on every page of a package: what the page keeps goes to the window around it, which hands it to the platform. Where
// there is no such window, or no platform, the page keeps its work in the browser as on any site.

(() => {
  let kept = null;
  try {
    kept = window.parent !== window && window.parent.sgmLms ? window.parent.sgmLms.greet() : null;
  } catch {
    // a frame of another site: not to be reached
  }
  if (kept) Object.defineProperty(window, "localStorage", { configurable: true, get: () => kept });
})();
