// @ts-check
/**
 * The recovery code: copied, printed, and taken off the clipboard again.
 *
 * navigator.clipboard is not used: in some windows its promise never settles. A copy command answers at once, but
 * only while the person is pressing something; so a copy is cleared when they next do so after a minute, or go on.
 */
import { send } from "../js/http.js";

const MINUTE = 60_000;
const ways = /** @type {HTMLElement | null} */ (document.querySelector("[data-ways]"));
const keep = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-keep]"));
const code = document.getElementById("code")?.dataset.plain ?? "";
/** Whether the clipboard holds the code, as far as this page knows. */
let held = false;
/** Our own copy command is running; any other copy on this page replaces the code. */
let ours = false;
/** @type {number | undefined} */
let timer;

/** @param {string} words */
function copy(words) {
  const put = (/** @type {ClipboardEvent} */ event) => {
    event.preventDefault();
    event.clipboardData?.setData("text/plain", words);
  };
  // Something must be selected, or some browsers do not even ask.
  const field = document.createElement("textarea");
  field.value = words || " ";
  field.className = "sr";
  document.body.append(field);
  const focused = document.activeElement;
  field.select();
  ours = true;
  document.addEventListener("copy", put, { once: true });
  try {
    return document.execCommand("copy");
  } finally {
    ours = false;
    document.removeEventListener("copy", put);
    field.remove();
    if (focused instanceof HTMLElement) focused.focus();
  }
}

/**
 * @param {"copied" | "cleared" | "refused" | "notCleared"} state
 */
function say(state) {
  const line = ways?.querySelector("[data-state]");
  if (!line) return;
  const words = line.querySelector("[data-words]");
  if (words) words.textContent = ways?.dataset[state] ?? "";
  line.classList.toggle("is-bad", state === "refused" || state === "notCleared");
  /** @type {HTMLElement} */ (line).hidden = false;
}

function copyCode() {
  window.clearTimeout(timer);
  held = copy(code);
  say(held ? "copied" : "refused");
  if (held) timer = window.setTimeout(clearLater, MINUTE);
}

/** @returns {boolean} whether nothing of ours is on the clipboard any more */
function clearNow() {
  if (held && copy("")) {
    held = false;
    say("cleared");
  }
  return !held;
}

function clearLater() {
  if (clearNow()) return;
  const again = () => {
    if (!clearNow()) say("notCleared");
  };
  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, again, { once: true });
}

/** @param {HTMLElement} button */
async function print(button) {
  const answer = await send("POST", button.dataset.printCode ?? "", {});
  if (!answer.data?.printed) window.print();
}

if (ways && keep) {
  const copyButton = /** @type {HTMLElement | null} */ (ways.querySelector("[data-copy-code]"));
  const printButton = /** @type {HTMLElement | null} */ (ways.querySelector("[data-print-code]"));
  for (const button of [copyButton, printButton]) if (button) button.hidden = false;
  copyButton?.addEventListener("click", copyCode);
  printButton?.addEventListener("click", () => void print(printButton));
  document.addEventListener("copy", () => {
    if (!ours) held = false;
  });
  const box = /** @type {HTMLInputElement | null} */ (keep.querySelector("input[name=kept]"));
  const go = /** @type {HTMLButtonElement | null} */ (keep.querySelector("button"));
  const allow = () => {
    if (go && box) go.disabled = !box.checked;
  };
  box?.addEventListener("change", allow);
  window.addEventListener("pageshow", allow);
  allow();
  keep.addEventListener("submit", clearNow);
}
