// @ts-check
/**
 * Short messages at the bottom: one at a time, 8 seconds, longer while the pointer or the focus is
 * on it.
 */
import { text } from "./texts.js";

const SECONDS = 8;
/** @type {number | undefined} */
let timer;

const area = () => document.getElementById("toasts");

/**
 * @typedef {object} Toast
 * @property {"done" | "error"} [kind]   an error stays until it is dismissed
 * @property {{label: string, run: () => void}} [action]  its one button
 * @property {boolean} [stay]            no time limit
 */

/**
 * @param {string} words
 * @param {Toast} [toast]
 * @returns {HTMLElement | null} the message on the page
 */
export function say(words, { kind = "done", action, stay = kind === "error" } = {}) {
  const template = document.getElementById(`toast-${kind}`);
  const place = area();
  if (!(template instanceof HTMLTemplateElement) || !place) return null;
  const made = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
  const line = /** @type {HTMLElement} */ (made.querySelector("[data-text]"));
  line.textContent = words;
  if (action) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "linkbtn";
    button.textContent = action.label;
    button.addEventListener("click", () => {
      clear();
      action.run();
    });
    line.after(button);
  }
  place.replaceChildren(made);
  count(stay);
  return made;
}

/** Takes the message away. */
export function clear() {
  window.clearTimeout(timer);
  area()?.replaceChildren();
}

/** @param {boolean} stay */
function count(stay) {
  window.clearTimeout(timer);
  if (!stay) timer = window.setTimeout(clear, SECONDS * 1000);
}

/** Takes charge of the messages that came with the page: the last one is shown. */
export function start() {
  const place = area();
  if (!place) return;
  const came = /** @type {HTMLElement | null} */ (place.lastElementChild);
  // Put in again, so that a screen reader meets it as news.
  if (came) {
    place.replaceChildren();
    requestAnimationFrame(() => place.replaceChildren(came));
    count(came.dataset.toast === "error");
  }
  const current = () => /** @type {HTMLElement | null} */ (place.firstElementChild);
  const stays = () => current()?.dataset.toast === "error" || current()?.dataset.stay !== undefined;
  place.addEventListener("pointerenter", () => window.clearTimeout(timer));
  place.addEventListener("focusin", () => window.clearTimeout(timer));
  place.addEventListener("pointerleave", () => count(stays()));
  place.addEventListener("focusout", () => count(stays()));
  place.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-dismiss]")) clear();
  });
}

/** Says that a part of the page could not be had. @param {string} [reason] */
export function sayFailed(reason) {
  say(reason || text("partFailed"), { kind: "error" });
}
