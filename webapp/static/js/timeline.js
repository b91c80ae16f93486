// @ts-check
/**
 * The list of entries: one tab stop with arrow keys inside, J and K to walk and open, the current
 * one marked.
 *
 * Expects <div class="three"> with <section class="list" data-timeline> holding `a.entry` links
 * (htmx opens them
 * into #page), buttons with data-step="earlier" or "later", and data-back on the link that returns
 * to the list
 * at narrow width. The list pages itself by htmx (hx-trigger="revealed").
 */
import { isTyping, shortcut } from "./shortcuts.js";

const list = () => /** @type {HTMLElement | null} */ (document.querySelector("[data-timeline]"));

/** @returns {HTMLElement[]} */
function entries() {
  return [.../** @type {NodeListOf<HTMLElement>} */ (list()?.querySelectorAll("a.entry") ?? [])];
}

/** @param {HTMLElement[]} all */
function current(all) {
  const focused = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  return focused >= 0 ? focused : all.findIndex((entry) => entry.hasAttribute("aria-current"));
}

/** Only one entry is reached by Tab. */
function rove() {
  const all = entries();
  const at = Math.max(current(all), 0);
  for (const [n, entry] of all.entries()) entry.tabIndex = n === at ? 0 : -1;
}

/**
 * @param {number} direction  1 is down the list, to an earlier entry
 * @param {boolean} open
 */
function walk(direction, open) {
  const all = entries();
  const next = all[Math.min(Math.max(current(all) + direction, 0), all.length - 1)];
  if (!next) return;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  rove();
  if (open) next.click();
}

/** @param {HTMLElement} entry */
function mark(entry) {
  for (const other of entries()) other.toggleAttribute("aria-current", false);
  entry.setAttribute("aria-current", "true");
  entry.closest(".three")?.classList.add("reading");
  rove();
}

/** @param {MouseEvent} event */
function press(event) {
  const target = event.target instanceof Element ? event.target : null;
  const entry = /** @type {HTMLElement | null} */ (target?.closest("[data-timeline] a.entry"));
  if (entry) mark(entry);
  const step = /** @type {HTMLElement | null} */ (target?.closest("[data-step]"));
  if (step) walk(step.dataset.step === "earlier" ? 1 : -1, true);
  if (target?.closest("[data-back]")) {
    event.preventDefault();
    back();
  }
}

function back() {
  document.querySelector(".three")?.classList.remove("reading");
  const all = entries();
  all[current(all)]?.focus();
}

if (list()) {
  document.addEventListener("click", press);
  list()?.addEventListener("keydown", (event) => {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (way === undefined || isTyping(event.target)) return;
    event.preventDefault();
    walk(way, false);
  });
  shortcut("j", () => walk(1, true));
  shortcut("k", () => walk(-1, true));
  shortcut("Escape", back);
  document.addEventListener("htmx:afterSwap", rove);
  rove();
}
