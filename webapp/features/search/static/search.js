// @ts-check
/**
 * The search page beside timeline.js and htmx: clearing and leaving, from the field into the
 * results, and from hit to hit in the entry that is open.
 */
import { shortcut } from "../js/shortcuts.js";

const field = /** @type {HTMLInputElement} */ (document.querySelector("[data-search-field]"));
const scroll = /** @type {HTMLElement} */ (document.getElementById("list-scroll"));
const three = /** @type {HTMLElement} */ (document.querySelector(".three"));

/** Which of the hits the person has come to. */
let here = 0;

/** Whether the person went on to the results before they had come. */
let isAwaited = false;

/**
 * @param {string} selector
 * @returns {HTMLElement[]}
 */
function all(selector) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(selector))];
}

/** @param {number} to */
function go(to) {
  const hits = all("#page [data-hit]");
  here = Math.min(Math.max(to, 0), hits.length - 1);
  for (const [n, hit] of hits.entries())
    hit.classList.toggle("is-here", hits.length > 1 && n === here);
  hits[here]?.scrollIntoView({ block: "nearest" });
  for (const said of all("[data-places]"))
    said.textContent = (said.dataset.places ?? "")
      .replace("{number}", String(here + 1))
      .replace("{count}", String(hits.length));
  for (const button of all("[data-place]")) {
    const next = here + Number(button.dataset.place);
    button.toggleAttribute("disabled", next < 0 || next >= hits.length);
  }
}

/** To the first result: of the words as they stand, never of those before. */
function enterResults() {
  const found = /** @type {HTMLInputElement | null} */ (document.getElementById("found-words"));
  isAwaited = found?.value !== field.value;
  if (!isAwaited) all("#days a.entry")[0]?.focus();
}

/** Where only the entry is to be seen, back to the results; else out of the search. */
function leave() {
  if (scroll.offsetParent === null && three.classList.contains("reading"))
    three.classList.remove("reading");
  else all("[data-search-close]")[0]?.click();
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const place = /** @type {HTMLElement | null} */ (target?.closest("[data-place]"));
  if (place) go(here + Number(place.dataset.place));
  if (!target?.closest("[data-search-clear]")) return;
  field.value = "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});

field.addEventListener("input", () => {
  isAwaited = false;
  three.classList.remove("reading");
});
field.form?.addEventListener("submit", (event) => {
  event.preventDefault();
  enterResults();
});
field.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" || event.isComposing) return;
  event.preventDefault();
  field.form?.requestSubmit();
});

document.addEventListener("htmx:afterSettle", (event) => {
  const target = /** @type {CustomEvent} */ (event).detail.target;
  if (target?.id === "days") {
    scroll.scrollTop = 0;
    if (isAwaited) enterResults();
  }
  if (target?.id === "days" || target?.id === "page") go(0);
});

shortcut("Escape", leave);
field.select();
go(0);
