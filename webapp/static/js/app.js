// @ts-check
/**
 * Begins everything that every page has. Loaded by base.html; no other module imports it, so that it runs once.
 * The window's closing protocol calls `quietleaf.flush()`.
 */
import * as dropping from "./dropping.js";

dropping.start();

import * as fields from "./fields.js";
import { flush } from "./flushing.js";
import { send } from "./http.js";
import * as idle from "./idle.js";
import * as layers from "./layers.js";
import * as shortcuts from "./shortcuts.js";
import * as strength from "./strength.js";
import { text } from "./texts.js";
import * as toasts from "./toasts.js";
import * as zoom from "./zoom.js";

Object.assign(window, { quietleaf: { flush, shortcut: shortcuts.shortcut } });

for (const part of [shortcuts, toasts, layers, fields, strength, idle, zoom]) part.start();

shortcuts.shortcut("Ctrl+Shift+L", () => {
  /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-lock]"))?.requestSubmit();
});
shortcuts.shortcut("Ctrl+F, /", () => {
  const field = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-search-field]"));
  if (field) field.select();
  else /** @type {HTMLElement | null} */ (document.querySelector("[data-search]"))?.click();
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

document.addEventListener("click", async (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-copy]") : null;
  if (!(button instanceof HTMLElement)) return;
  const source = document.getElementById(button.dataset.copy ?? "");
  await copy(source?.dataset.plain ?? source?.textContent ?? "");
});

/** @param {string} words */
async function copy(words) {
  // In some windows the clipboard never answers, neither yes nor no.
  const late = new Promise((_, fail) => window.setTimeout(fail, 1000));
  try {
    await Promise.race([navigator.clipboard.writeText(words), late]);
    toasts.say(text("copied"));
  } catch {
    toasts.say(text("notCopied"), { kind: "error" });
  }
}

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
document.addEventListener("click", (event) => openOutside(event));

/**
 * A link out of the journal is opened by the program, which asks the system's browser; the page stays.
 * @param {MouseEvent} event
 */
function openOutside(event) {
  const link = event.target instanceof Element ? event.target.closest("a[target=_blank]") : null;
  const url = document.body.dataset.openUrl;
  if (!(link instanceof HTMLAnchorElement) || !url) return;
  event.preventDefault();
  void send("POST", url, { url: link.href });
}
