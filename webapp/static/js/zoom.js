// @ts-check
/**
 * Ctrl + and -, Ctrl 0: larger and smaller. Kept in the window's name, which lives as long as the
 * window.
 */
import { shortcut } from "./shortcuts.js";
import { text } from "./texts.js";
import { say } from "./toasts.js";

const STEPS = [75, 90, 100, 110, 125, 150, 175, 200];
const NAME = "quietleaf-zoom-";

/** @param {number} percent */
function set(percent) {
  document.documentElement.dataset.zoom = String(percent);
  window.name = NAME + percent;
}

const now = () => Number(document.documentElement.dataset.zoom ?? 100);

/** @param {number} direction */
function step(direction) {
  const at = STEPS.indexOf(now());
  set(STEPS[Math.min(Math.max(at + direction, 0), STEPS.length - 1)]);
  say(text("zoom", { n: now() }));
}

/** Takes up the size of the page before, and listens. */
export function start() {
  const before = Number(window.name.startsWith(NAME) ? window.name.slice(NAME.length) : 100);
  if (before !== 100 && STEPS.includes(before)) set(before);
  shortcut("Ctrl++, Ctrl+=, Ctrl+Shift++", () => step(1));
  shortcut("Ctrl+-", () => step(-1));
  shortcut("Ctrl+0", () => {
    set(100);
    say(text("zoom", { n: 100 }));
  });
}
