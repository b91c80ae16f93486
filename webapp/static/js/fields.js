// @ts-check
/**
 * What fields and forms do beyond HTML: show a password, warn of Caps Lock, save a switch at once,
 * say "busy".
 */
import { send, sentences } from "./http.js";
import { text } from "./texts.js";
import { sayFailed } from "./toasts.js";

/** Begins to listen; everything is delegated, so that parts which come later work as well. */
export function start() {
  document.addEventListener("click", reveal);
  document.addEventListener("keydown", capsLock);
  document.addEventListener("keyup", capsLock);
  document.addEventListener("submit", markBusy);
  document.addEventListener("change", apply);
  const wrong = /** @type {HTMLElement | null} */ (document.querySelector("[data-focus]"));
  wrong?.focus();
}

/** @param {Event} event */
function reveal(event) {
  const button = event.target instanceof Element ? event.target.closest("[data-reveal]") : null;
  if (!(button instanceof HTMLElement)) return;
  const input = document.getElementById(button.dataset.reveal ?? "");
  if (!(input instanceof HTMLInputElement)) return;
  const show = input.type === "password";
  input.type = show ? "text" : "password";
  button.setAttribute("aria-pressed", String(show));
  const label = button.getAttribute("aria-label") ?? "";
  button.setAttribute("aria-label", button.dataset.hide ?? "");
  button.dataset.hide = label;
  /** @type {NodeListOf<HTMLElement>} */
  const pictures = button.querySelectorAll("[data-when]");
  for (const picture of pictures) picture.hidden = (picture.dataset.when === "shown") !== show;
  input.focus();
}

/** @param {KeyboardEvent} event */
function capsLock(event) {
  const field = event.target instanceof Element ? event.target.closest("[data-password]") : null;
  const hint = /** @type {HTMLElement | null} */ (field?.querySelector("[data-caps]") ?? null);
  // A key that a password manager presses has no modifiers to ask.
  if (hint && event.getModifierState) hint.hidden = !event.getModifierState("CapsLock");
}

/** @param {SubmitEvent} event */
function markBusy(event) {
  const form = event.target;
  if (event.defaultPrevented || !(form instanceof HTMLFormElement) || form.method === "dialog")
    return;
  if (form.dataset.sent !== undefined) {
    event.preventDefault();
    return;
  }
  const button = event.submitter ?? form.querySelector("[data-busy]");
  if (!(button instanceof HTMLElement) || !button.dataset.busy) return;
  form.dataset.sent = "";
  button.setAttribute("aria-busy", "true");
  const spin = document.createElement("span");
  spin.className = "spin";
  button.replaceChildren(spin, button.dataset.busy);
}

/**
 * A field with data-apply saves by itself: POST {name: value} to that address; a switch sends true
 * or false.
 * @param {Event} event
 */
async function apply(event) {
  const field = event.target;
  if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement)) return;
  const url = field.dataset.apply;
  if (!url) return;
  const isSwitch = field instanceof HTMLInputElement && field.type === "checkbox";
  const answer = await send("POST", url, { [field.name]: isSwitch ? field.checked : field.value });
  if (answer.ok) {
    if (field.dataset.reload !== undefined) location.reload();
    return;
  }
  if (isSwitch) field.checked = !field.checked;
  sayFailed(answer.refusal ? sentences(answer.refusal) : text("noAnswerPart"));
}
