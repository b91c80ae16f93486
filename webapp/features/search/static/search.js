// @ts-check
/**
 * The search page beside timeline.js and htmx: clearing and leaving, from the field into the results, and from
 * hit to hit in the entry that is open.
 */
import { shortcut } from "../js/shortcuts.js";

const field = /** @type {HTMLInputElement} */ (document.querySelector("[data-search-field]"));
const list = () => /** @type {HTMLElement | null} */ (document.getElementById("list-scroll"));
const three = () => document.querySelector(".three");

/** Which of the hits the person has come to. */
let here = 0;

/** @returns {HTMLElement[]} */
function hits() {
  return [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#page [data-hit]"))];
}

/** @param {number} to */
function go(to) {
  const all = hits();
  here = Math.min(Math.max(to, 0), all.length - 1);
  for (const [n, hit] of all.entries()) hit.classList.toggle("is-here", all.length > 1 && n === here);
  all[here]?.scrollIntoView({ block: "nearest" });
  const said = /** @type {HTMLElement | null} */ (document.querySelector("[data-places]"));
  if (said)
    said.textContent = (said.dataset.places ?? "")
      .replace("{number}", String(here + 1))
      .replace("{count}", String(all.length));
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("[data-place]"))) {
    const next = here + Number(button.dataset.place);
    button.disabled = next < 0 || next >= all.length;
  }
}

function leave() {
  const isBeside = getComputedStyle(/** @type {Element} */ (list()?.closest(".list"))).display !== "none";
  if (!isBeside) three()?.classList.remove("reading");
  else /** @type {HTMLElement} */ (document.querySelector("[data-search-close]")).click();
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

field.addEventListener("input", () => three()?.classList.remove("reading"));
field.form?.addEventListener("submit", (event) => {
  event.preventDefault();
  /** @type {HTMLElement | null} */ (document.querySelector("#days a.entry"))?.focus();
});
field.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" || event.isComposing) return;
  event.preventDefault();
  field.form?.requestSubmit();
});

document.addEventListener("htmx:afterSettle", (event) => {
  const target = /** @type {CustomEvent} */ (event).detail.target;
  if (target?.id === "days") /** @type {HTMLElement} */ (list()).scrollTop = 0;
  if (target?.id === "days" || target?.id === "page") go(0);
});

shortcut("Escape", leave);
field.select();
go(0);
