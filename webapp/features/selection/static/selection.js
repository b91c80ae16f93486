// @ts-check
/**
 * Several entries at once: boxes beside the cards, Ctrl and Shift with a click, X, Shift J and K, Ctrl A; a bar
 * with what can be done. Only ids are kept, in this page alone. "All" means all of the list, loaded or not.
 */
import { send } from "../js/http.js";
import { isTyping } from "../js/shortcuts.js";
import { number } from "../js/texts.js";

const form = /** @type {HTMLFormElement | null} */ (document.getElementById("selection-form"));
const bar = /** @type {HTMLElement | null} */ (document.querySelector("[data-selection]"));
const list = /** @type {HTMLElement | null} */ (document.querySelector("[data-timeline]"));

/** @type {Set<string>} */
const picked = new Set();
/** @type {Set<string>} */
const but = new Set(); // what was taken out again while all are meant
let all = false;
let total = 0;
/** @type {HTMLElement | null} */
let anchor = null; // where a stretch begins

/** @returns {HTMLElement[]} */
const cards = () => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#days a.entry"))];
/** @param {Element} card */
const uidOf = (card) => card.id.replace(/^e-/, "");
/** @param {string} uid */
const isPicked = (uid) => (all ? !but.has(uid) : picked.has(uid));
const count = () => (all ? Math.max(total - but.size, 0) : picked.size);

/** Gives every card its box. */
function decorate() {
  for (const card of cards()) {
    if (card.parentElement?.classList.contains("pickat")) continue;
    const place = document.createElement("div");
    const label = document.createElement("label");
    const box = document.createElement("input");
    place.className = "pickat";
    label.className = "pick";
    box.type = "checkbox";
    box.tabIndex = -1; // X does it by key; the list stays one stop
    box.autocomplete = "off";
    const name = card.querySelector(".name")?.textContent ?? "";
    box.setAttribute("aria-label", (bar?.dataset.select ?? "").replace("{name}", name));
    label.append(box);
    const isFocused = card === document.activeElement; // what is moved loses it
    card.before(place);
    place.append(label, card);
    if (isFocused) card.focus({ preventScroll: true });
  }
  draw();
}

function draw() {
  const on = count() > 0;
  for (const card of cards()) {
    const box = /** @type {HTMLInputElement | null} */ (card.parentElement?.querySelector(".pick input") ?? null);
    if (box) box.checked = isPicked(uidOf(card));
  }
  list?.classList.toggle("is-selecting", on);
  if (!bar) return;
  if (on) say(count());
  bar.hidden = !on;
}

/** @param {number} n */
function say(n) {
  const line = bar?.querySelector("[data-selection-count]");
  const forms = (bar?.dataset.counts ?? "").split("|");
  const at = [0, 1, 2, 3, 5, 11, 20, 100, 1000000].indexOf(n);
  const words = (at >= 0 ? forms[at] : forms[n === 1 ? 1 : 8])?.replace("{n}", number(n)) ?? "";
  if (line && line.textContent !== words) line.textContent = words;
}

/**
 * @param {Element} card
 * @param {boolean} on
 */
function set(card, on) {
  const uid = uidOf(card);
  if (all) on ? but.delete(uid) : but.add(uid);
  else on ? picked.add(uid) : picked.delete(uid);
}

/** @param {HTMLElement} card */
function toggle(card) {
  set(card, !isPicked(uidOf(card)));
  anchor = card;
  draw();
}

/** @param {HTMLElement} card */
function stretchTo(card) {
  const every = cards();
  const from = every.indexOf(anchor?.isConnected ? anchor : (here() ?? card));
  const [first, last] = [from, every.indexOf(card)].sort((a, b) => a - b);
  for (const one of every.slice(first, last + 1)) set(one, true);
  draw();
}

function none() {
  picked.clear();
  but.clear();
  all = false;
  anchor = null;
  draw();
}

async function every() {
  const answer = await send("GET", form?.dataset.countUrl ?? "");
  if (!answer.ok) return;
  none();
  total = answer.data.count;
  all = total > 0;
  draw();
}

/** The card that keys are about: the one in focus, else the one that is on the page. */
function here() {
  const focused = document.activeElement?.closest("#days .pickat, #days a.entry");
  const card = focused?.matches("a") ? focused : focused?.querySelector("a.entry");
  return /** @type {HTMLElement | null} */ (card ?? document.querySelector("#days a.entry[aria-current]") ?? cards()[0] ?? null);
}

/** @param {number} step */
function extend(step) {
  const start = here();
  const next = start && cards()[cards().indexOf(start) + step];
  if (!start) return;
  anchor ??= start;
  set(start, true);
  if (next) {
    set(next, true);
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }
  draw();
}

/**
 * What a key does here; none when it is not ours.
 * @param {KeyboardEvent} event
 * @returns {(() => void) | null}
 */
function actionOf(event) {
  const command = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  const on = count() > 0;
  const inList = document.activeElement?.closest("[data-timeline]") !== null;
  if (command && key === "a" && !event.shiftKey && (on || inList)) return () => void every();
  if (command || event.altKey) return null;
  if (key === "escape" && on) return leave;
  if (document.body.dataset.singleKeys === "off") return null;
  if (key === "delete" && on) return () => submit("trash");
  const card = here();
  if (key === "x" && !event.shiftKey && card) return () => toggle(card);
  if (event.shiftKey && key === "j") return () => extend(1);
  if (event.shiftKey && key === "k") return () => extend(-1);
  return null;
}

function leave() {
  const card = here();
  none();
  card?.focus();
}

/** @param {string} verb */
function submit(verb) {
  /** @type {HTMLButtonElement | null} */ (bar?.querySelector(`[formaction$="/${verb}"]`))?.click();
}

/** @param {SubmitEvent} event */
function fill(event) {
  if (!form) return;
  const set = (/** @type {string} */ name, /** @type {string} */ value) => {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = value;
  };
  set("uids", all ? "" : [...picked].join(" "));
  set("all", all ? "1" : "");
  set("but", [...but].join(" "));
  const to = event.submitter?.getAttribute("formaction") ?? "";
  const isLeaving = to.endsWith("/trash") && location.pathname.startsWith("/entries/");
  set("back", isLeaving ? "/" : location.pathname + location.search);
  for (const dialog of document.querySelectorAll("dialog[open]")) /** @type {HTMLDialogElement} */ (dialog).close();
}

if (form && bar && list) {
  decorate();
  document.addEventListener("htmx:afterSwap", decorate);
  document.addEventListener("htmx:oobAfterSwap", decorate);
  document.addEventListener(
    "click",
    (event) => {
      const target = event.target instanceof Element ? event.target : null;
      const place = target?.closest("#days .pickat");
      const card = /** @type {HTMLElement | null} */ (place?.querySelector("a.entry") ?? null);
      const isHeld = event.shiftKey || event.ctrlKey || event.metaKey;
      if (!card || !(target?.closest("a.entry") ? isHeld : event.shiftKey)) return;
      event.preventDefault(); // the link would open a window of its own
      event.stopImmediatePropagation();
      if (event.shiftKey) stretchTo(card);
      else toggle(card);
    },
    true,
  );
  list.addEventListener("mousedown", (event) => {
    if (event.shiftKey) event.preventDefault(); // would mark text
  });
  list.addEventListener("change", (event) => {
    const card = event.target instanceof Element ? event.target.closest(".pickat")?.querySelector("a.entry") : null;
    if (card instanceof HTMLElement) toggle(card);
  });
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.isComposing || isTyping(event.target)) return;
      if (document.querySelector("dialog[open], :popover-open, .menu:not([hidden])")) return;
      const action = actionOf(event);
      if (!action) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      action();
    },
    true,
  );
  bar.querySelector("[data-select-none]")?.addEventListener("click", leave);
  bar.querySelector("[data-select-all]")?.addEventListener("click", () => void every());
  form.addEventListener("submit", fill);
  // Enter in the field adds; by itself it would press the form's first button.
  document.getElementById("selection-tag-name")?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    /** @type {HTMLButtonElement | null} */ (document.querySelector("#selection-tag .btn-primary"))?.click();
  });
}
