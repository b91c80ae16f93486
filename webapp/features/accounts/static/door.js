// @ts-check
/**
 * The forms of the cover. They send themselves, so that a password that was refused stays in its field and can be
 * looked at; without this script they work as plain forms. Also: choosing who it is, and counting down a wait.
 */
import { send, sentences } from "../js/http.js";
import { plural, text } from "../js/texts.js";

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-door]"));
const parts = /** @type {HTMLTemplateElement | null} */ (document.querySelector("template[data-door-texts]"));
/** @type {number | undefined} */
let counting;

if (form && parts) {
  Object.assign(/** @type {HTMLElement} */ (document.getElementById("texts")).dataset, parts.dataset);
  form.addEventListener("submit", submit);
  form.addEventListener("input", (event) => {
    if (counting === undefined && event.target instanceof HTMLInputElement) clear(event.target.closest(".field"));
  });
  for (const person of form.querySelectorAll("[data-person]")) person.addEventListener("click", choose);
  // Coming back by the Back button must not find a form still busy.
  window.addEventListener("pageshow", () => setBusy(false));
}

/** @param {SubmitEvent} event */
async function submit(event) {
  event.preventDefault();
  if (!form || form.dataset.sent !== undefined || counting !== undefined) return;
  setBusy(true);
  const answer = await send("POST", form.action, Object.fromEntries(new FormData(form)));
  const to = answer.data?.to ?? answer.data?.unlock;
  if (to) {
    if (answer.ok) document.querySelector("main.cover")?.classList.add("is-leaving");
    location.assign(to);
    return;
  }
  setBusy(false);
  const said = answer.data?.said ?? (answer.refusal ? sentences(answer.refusal) : text("noAnswerPart"));
  show(answer.data?.about, said);
  if (answer.data?.wait) countDown(answer.refusal, answer.data.wait, answer.data.about);
}

/** @param {boolean} busy */
function setBusy(busy) {
  const button = /** @type {HTMLElement | null} */ (form?.querySelector("[data-busy]") ?? null);
  if (!form || !button || busy === (form.dataset.sent !== undefined)) return;
  if (!busy) {
    delete form.dataset.sent;
    button.removeAttribute("aria-busy");
    button.classList.remove("is-busy");
    button.textContent = button.dataset.rest ?? "";
    return;
  }
  form.dataset.sent = "";
  button.dataset.rest = button.textContent ?? "";
  button.setAttribute("aria-busy", "true");
  button.classList.add("is-busy");
  const spin = document.createElement("span");
  spin.className = "spin";
  button.replaceChildren(spin, button.dataset.busy ?? "");
}

/** @param {string | undefined} about  the field it is about */
function fieldOf(about) {
  const one = form?.querySelector(`input[data-about="${about ?? ""}"]`) ?? form?.querySelector("input[data-about]");
  return /** @type {HTMLInputElement | null} */ (one ?? null);
}

/** Takes errors away. @param {Element | null} [where]  from one field; from all when not given */
function clear(where = form) {
  window.clearInterval(counting);
  counting = undefined;
  submitButton()?.removeAttribute("aria-disabled");
  for (const line of where?.querySelectorAll(".err") ?? []) line.remove();
  for (const input of where?.querySelectorAll("[aria-invalid]") ?? []) input.removeAttribute("aria-invalid");
  for (const words of where?.querySelectorAll("[data-words][hidden]") ?? []) words.removeAttribute("hidden");
}

const submitButton = () => form?.querySelector("button[data-busy]");

/**
 * Says what is wrong, at its field.
 * @param {string | undefined} about
 * @param {string} said
 */
function show(about, said) {
  clear();
  const input = fieldOf(about);
  const line = /** @type {HTMLElement} */ (parts?.content.firstElementChild?.cloneNode(true));
  if (!input || !line) return;
  line.id = `${input.id}-error`;
  const words = line.querySelector("span");
  if (words) words.textContent = said;
  const place = input.closest(".field");
  const hint = place?.querySelector("[data-words]");
  // The meter may say the same already; once is enough.
  if (hint?.textContent === said) hint.setAttribute("hidden", "");
  place?.append(line);
  input.setAttribute("aria-invalid", "true");
  const others = (input.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== line.id);
  input.setAttribute("aria-describedby", [line.id, ...others].join(" "));
  const foot = document.getElementById("foot");
  if (foot) foot.textContent = text("slower");
  input.focus();
  input.select();
}

/**
 * Counts the seconds to the next try; a screen reader hears of it once.
 * @param {import("../js/http.js").Refusal | null} refusal
 * @param {number} seconds
 * @param {string} about
 */
function countDown(refusal, seconds, about) {
  const line = fieldOf(about)?.closest(".field")?.querySelector(".err");
  const words = line?.querySelector("span");
  const end = Date.now() + seconds * 1000;
  submitButton()?.setAttribute("aria-disabled", "true");
  const tick = () => {
    const left = Math.ceil((end - Date.now()) / 1000);
    const next = left > 0 ? plural("nextTry", left) : text("tryAgain");
    if (words && refusal) words.textContent = `${refusal.happened} ${refusal.safe} ${next}`;
    if (left > 0) return;
    window.clearInterval(counting);
    counting = undefined;
    submitButton()?.removeAttribute("aria-disabled");
  };
  counting = window.setInterval(tick, 250);
  window.setTimeout(() => line?.setAttribute("role", "none"), 1000);
}

/** @param {Event} event */
function choose(event) {
  event.preventDefault();
  const person = /** @type {HTMLButtonElement} */ (event.currentTarget);
  const name = /** @type {HTMLInputElement | null} */ (form?.querySelector("input[name=name]") ?? null);
  const password = fieldOf("password");
  if (!name || !password) return;
  clear();
  name.value = person.value;
  for (const one of form?.querySelectorAll("[data-person]") ?? []) {
    one.setAttribute("aria-pressed", String(one === person));
  }
  const hello = document.getElementById("h");
  if (hello) hello.textContent = person.dataset.hello ?? "";
  const foot = document.getElementById("foot");
  if (foot) foot.textContent = person.dataset.foot ?? "";
  password.value = "";
  password.focus();
}
