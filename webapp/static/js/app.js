// @ts-check
/**
 * Begins everything that every page has. Loaded by base.html; no other module imports it, so that
 * it runs once.
 * The window's closing protocol calls `quietleaf.flush()`.
 */
import * as clipboard from "./clipboard.js";
import * as dropping from "./dropping.js";
import * as fields from "./fields.js";
import { flush } from "./flushing.js";
import * as idle from "./idle.js";
import * as keylist from "./keylist.js";
import * as layers from "./layers.js";
import * as shortcuts from "./shortcuts.js";
import * as strength from "./strength.js";
import { text } from "./texts.js";
import * as toasts from "./toasts.js";
import * as viewer from "./viewer.js";
import * as zoom from "./zoom.js";

Object.assign(window, { quietleaf: { flush, shortcut: shortcuts.shortcut } });

// Dropping first: until it listens, a dropped file would replace the page.
const parts = [
  ...[dropping, layers, shortcuts, toasts, fields, strength, clipboard, idle, zoom, viewer],
  keylist,
];
for (const part of parts) part.start();

shortcuts.shortcut("Ctrl+Shift+L", () => {
  /** @type {HTMLFormElement | null} */ (
    document.querySelector("form[data-lock]")
  )?.requestSubmit();
});
shortcuts.shortcut("Ctrl+F, /", () => {
  const field = /** @type {HTMLInputElement | null} */ (
    document.querySelector("[data-search-field]")
  );
  if (field) field.select();
  else /** @type {HTMLElement | null} */ (document.querySelector("[data-search]"))?.click();
});

// A page that a browser kept to go back to is old, and may be of a journal that is closed by now.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

let insisted = false;
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.dataset.lock === undefined || insisted) return;
  event.preventDefault();
  insisted = true;
  // Text that could not be saved is said once; a second press closes all the same.
  if (await flush()) form.submit();
  else toasts.say(text("lockUnsaved"), { kind: "error" });
});

document.addEventListener("htmx:responseError", (event) => {
  const request = /** @type {CustomEvent} */ (event).detail.xhr;
  if (request.status === 401) {
    location.assign("/unlock");
    return;
  }
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const said = [...page.querySelectorAll("[data-error]")].map((part) => part.textContent?.trim());
  toasts.sayFailed(said.filter(Boolean).join(" "));
});
document.addEventListener("htmx:sendError", () => toasts.sayFailed(text("noAnswerPart")));
