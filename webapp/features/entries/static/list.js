// @ts-check
/**
 * What the list of entries does beside timeline.js: shows the current entry when the page comes, puts together
 * the stretches that htmx loads above and below, and moves the entry on the page to the trash with the Del key.
 */
import { shortcut } from "../js/shortcuts.js";

const scroll = document.getElementById("list-scroll");

/** The first card that is to be seen, and where it stands: it must stay there when something comes above it. */
function anchor() {
  const top = scroll?.getBoundingClientRect().top ?? 0;
  const cards = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#days .entry"));
  const card = [...cards].find((one) => one.getBoundingClientRect().bottom > top);
  return card ? { card, top: card.getBoundingClientRect().top } : null;
}

/** A month or a day that two stretches share has its heading once. */
function join() {
  /** @type {HTMLElement | null} */
  let month = null;
  /** @type {HTMLElement | null} */
  let day = null;
  for (const part of /** @type {HTMLElement[]} */ ([...(document.getElementById("days")?.children ?? [])])) {
    if (part.dataset.month) {
      if (part.dataset.month === month?.dataset.month) part.remove();
      else month = part;
    } else if (part.dataset.day) {
      if (part.dataset.day === day?.dataset.day) {
        day.lastElementChild?.append(...(part.lastElementChild?.children ?? []));
        part.remove();
      } else day = part;
    }
  }
}

/** Brings the current card into sight without moving the page. */
function showCurrent() {
  const card = document.querySelector("#days [aria-current]");
  if (!scroll || !card) return;
  const [outer, inner] = [scroll.getBoundingClientRect(), card.getBoundingClientRect()];
  if (inner.top >= outer.top && inner.bottom <= outer.bottom) return;
  scroll.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
}

if (scroll) {
  /** @type {ReturnType<typeof anchor>} */
  let before = null;
  showCurrent();
  document.addEventListener("htmx:beforeSwap", () => {
    before = anchor();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const target = /** @type {CustomEvent} */ (event).detail.requestConfig?.elt;
    if (!(target instanceof HTMLElement) || !target.classList.contains("more")) return;
    join();
    if (before?.card.isConnected) scroll.scrollTop += before.card.getBoundingClientRect().top - before.top;
  });
}

shortcut("Delete", () => {
  const form = document.querySelector("form[data-trash]");
  if (form instanceof HTMLFormElement) form.requestSubmit();
});
