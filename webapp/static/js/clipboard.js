// @ts-check
/** Copying, and saying whether it worked. */
import { text } from "./texts.js";
import { say } from "./toasts.js";

/** In some windows the clipboard never answers, neither yes nor no. */
const PATIENCE_MS = 1000;

/** @param {string} words */
export async function copy(words) {
  const late = new Promise((_, fail) => window.setTimeout(fail, PATIENCE_MS));
  try {
    await Promise.race([navigator.clipboard.writeText(words), late]);
    say(text("copied"));
  } catch {
    say(text("notCopied"), { kind: "error" });
  }
}

/** A button with data-copy="id" copies that element's text, or its data-plain. */
export function start() {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-copy]") : null;
    if (!(button instanceof HTMLElement)) return;
    const source = document.getElementById(button.dataset.copy ?? "");
    void copy(source?.dataset.plain ?? source?.textContent ?? "");
  });
}
