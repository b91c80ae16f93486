// @ts-check
/**
 * Keys of the calendar: it is one tab stop, and arrows walk its days (the ARIA grid pattern); PageUp and
 * PageDown turn the page, G asks for another time.
 */
import { isTyping, shortcut } from "../js/shortcuts.js";

const grid = /** @type {HTMLElement | null} */ (document.querySelector("[data-calendar]"));

/** @returns {HTMLElement[]} */
const days = () => [.../** @type {NodeListOf<HTMLElement>} */ (grid?.querySelectorAll("[data-day]") ?? [])];

/** Only one day is reached by Tab. @param {HTMLElement} [wanted] */
function rove(wanted) {
  const all = days();
  const today = all.find((day) => day.getAttribute("aria-current") === "date" || day.classList.contains("today"));
  const one = wanted ?? today ?? all.find((day) => !day.classList.contains("out")) ?? all[0];
  for (const day of all) day.tabIndex = day === one ? 0 : -1;
}

/** @param {Date} day */
const named = (day) => day.toISOString().slice(0, 10);

/**
 * The day that a key leads to from another.
 * @param {string} from
 * @param {string} key
 */
function target(from, key) {
  const day = new Date(`${from}T00:00:00Z`);
  const weekday = (day.getUTCDay() + 6) % 7;
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7, Home: -weekday, End: 6 - weekday }[key];
  if (step === undefined || Number.isNaN(day.getTime())) return null;
  day.setUTCDate(day.getUTCDate() + step);
  return { name: named(day), step };
}

/** @param {KeyboardEvent} event */
function walk(event) {
  const here = event.target instanceof HTMLElement ? event.target.closest("[data-day]") : null;
  if (!(here instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return;
  const to = target(here.dataset.day ?? "", event.key);
  if (!to) return;
  event.preventDefault();
  const all = days();
  // In a year only days with words can be reached: then the next one that way.
  const beyond = to.step < 0 ? all.filter((day) => (day.dataset.day ?? "") <= to.name).at(-1) : all.find((day) => (day.dataset.day ?? "") >= to.name);
  const next = all.find((day) => day.dataset.day === to.name) ?? beyond;
  if (next) {
    rove(next);
    next.focus();
  } else turn(to.step < 0 ? "PageUp" : "PageDown");
}

/** @param {string} key */
function turn(key) {
  /** @type {HTMLElement | null} */ (document.querySelector(`[data-turn="${key}"]`))?.click();
}

if (grid) {
  rove();
  grid.addEventListener("keydown", walk);
}
document.addEventListener("keydown", (event) => {
  if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  const isPage = event.key === "PageUp" || event.key === "PageDown";
  if (!isPage || !document.querySelector(`[data-turn="${event.key}"]`)) return;
  event.preventDefault();
  turn(event.key);
});
shortcut("g", () => /** @type {HTMLElement | null} */ (document.querySelector("[data-jump]"))?.click());
