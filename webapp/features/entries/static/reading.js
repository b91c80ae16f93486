// @ts-check
/**
 * The reading view: loads further pieces above and below as one scrolls, takes far ones out of the page, walks
 * by keys, and keeps the address at the entry that is being read. Addresses hold positions, never words.
 */
import { isTyping, shortcut } from "../js/shortcuts.js";
import { text } from "../js/texts.js";
import { sayFailed } from "../js/toasts.js";

const MOST = 60; // entries in the page
const AHEAD = 2; // screens that are loaded before one gets there

const page = /** @type {HTMLElement | null} */ (document.querySelector("[data-reading]"));
const scroll = /** @type {HTMLElement | null} */ (document.getElementById("read-scroll"));
const run = /** @type {HTMLElement | null} */ (document.getElementById("read-run"));

/** @returns {HTMLElement[]} */
const sheets = () => [.../** @type {NodeListOf<HTMLElement>} */ (run?.querySelectorAll(".whole") ?? [])];

/**
 * Whether more stands beyond the ends of what is in the page.
 * @type {{previous: boolean, next: boolean}}
 */
const more = { previous: false, next: false };
/** @type {Promise<void> | null} */
let coming = null; // the piece that is on its way
let given = 0; // the number of the last jump: pieces asked for before it come too late

/**
 * A piece of the span, as the server draws it.
 * @param {Record<string, string>} where
 * @returns {Promise<HTMLElement | null>}
 */
async function fetchPiece(where) {
  const url = new URL(page?.dataset.pieceUrl ?? "", location.href);
  for (const [name, value] of Object.entries(where)) url.searchParams.set(name, value);
  const made = document.createElement("template");
  try {
    const answer = await fetch(url, { credentials: "same-origin", headers: { "HX-Request": "true" } });
    if (answer.status === 401 || answer.redirected) location.reload();
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    made.innerHTML = await answer.text();
  } catch {
    sayFailed(text("noAnswerPart")); // what is in the page stays; scrolling on tries again
    return null;
  }
  return made.content.querySelector("[data-piece]");
}

/** Says the day once, on the first of its entries. */
function headDays() {
  let day = "";
  for (const sheet of sheets()) {
    sheet.toggleAttribute("data-same-day", sheet.dataset.day === day);
    day = sheet.dataset.day ?? "";
  }
}

/**
 * Changes what is in the page without moving what is being read.
 * @param {() => void} change
 */
function still(change) {
  if (!scroll) return;
  const kept = current();
  const before = kept?.getBoundingClientRect().top ?? 0;
  scroll.classList.add("still");
  change();
  headDays();
  if (kept?.isConnected) scroll.scrollTop += kept.getBoundingClientRect().top - before;
  requestAnimationFrame(() => scroll.classList.remove("still"));
}

/** @param {HTMLElement[]} far  entries at one end, the farthest first */
function takeOut(far) {
  const box = scroll?.getBoundingClientRect();
  for (const sheet of far) {
    const { top, bottom } = sheet.getBoundingClientRect();
    const isFar = box && (bottom < box.top - AHEAD * box.height || top > box.bottom + AHEAD * box.height);
    if (!isFar || sheet.contains(document.activeElement)) break;
    sheet.remove();
  }
}

/** Loads a piece at one end, one at a time. @param {"previous" | "next"} way */
async function load(way) {
  coming ??= bring(way).finally(() => {
    coming = null;
  });
  await coming;
}

/** @param {"previous" | "next"} way */
async function bring(way) {
  const all = sheets();
  const end = way === "next" ? all.at(-1) : all[0];
  if (!more[way] || !end || !run) return;
  const number = given;
  const at = end.dataset.position ?? "";
  const piece = await fetchPiece(way === "next" ? { after: at } : { before: at });
  if (!piece || number !== given) return;
  still(() => {
    more[way] = piece.dataset[way] !== undefined;
    if (way === "next") run.append(...piece.children);
    else run.prepend(...piece.children);
    const now = sheets();
    const surplus = Math.max(0, now.length - MOST);
    if (way === "next") takeOut(now.slice(0, surplus));
    else takeOut(now.reverse().slice(0, surplus));
    const left = sheets();
    if (left[0] !== (way === "next" ? all[0] : now.at(-1))) more.previous = true;
    if (way === "previous" && left.at(-1) !== all.at(-1)) more.next = true;
  });
  requestAnimationFrame(look);
}

/** Loads what will be needed soon, and notes where one is. */
function look() {
  if (!scroll) return;
  const ahead = AHEAD * scroll.clientHeight;
  mark();
  if (scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < ahead) void load("next");
  else if (scroll.scrollTop < ahead) void load("previous");
}

/** The entry that is being read: the one at the upper edge, or the one that was walked to. */
function current() {
  if (!scroll) return null;
  const box = scroll.getBoundingClientRect();
  const edge = box.top + 24;
  const all = sheets();
  // The last ones never come up to the edge.
  const walked = all.find((sheet) => sheet === document.activeElement);
  const isAtEnd = scroll.scrollTop + scroll.clientHeight >= scroll.scrollHeight - 2;
  if (walked && isAtEnd && walked.getBoundingClientRect().top < box.bottom) return walked;
  return all.find((sheet) => sheet.getBoundingClientRect().bottom > edge) ?? all.at(-1) ?? null;
}

/** @type {HTMLElement | null} */
let marked = null;
let noting = 0;

function mark() {
  const sheet = current();
  if (!sheet || sheet === marked) return;
  marked?.classList.remove("is-current");
  marked = sheet;
  sheet.classList.add("is-current");
  act(sheet);
  window.clearTimeout(noting);
  noting = window.setTimeout(() => {
    const url = new URL(page?.dataset.pageUrl ?? "", location.href);
    url.searchParams.set("at", sheet.dataset.position ?? "");
    history.replaceState(null, "", url); // a browser takes a hundred of these in half a minute
  }, 400);
}

/** Points star and Edit at the entry. @param {HTMLElement} sheet */
function act(sheet) {
  const edit = /** @type {HTMLAnchorElement | null} */ (page?.querySelector("[data-read-edit]"));
  const form = /** @type {HTMLFormElement | null} */ (page?.querySelector("[data-read-star]"));
  if (edit) {
    edit.href = `/entries/${sheet.dataset.uid}/edit`;
    edit.hidden = false;
  }
  const trash = /** @type {HTMLFormElement | null} */ (page?.querySelector("[data-read-trash]"));
  if (trash) {
    const fields = /** @type {NodeListOf<HTMLInputElement>} */ (trash.querySelectorAll("input"));
    const back = new URL(page?.dataset.pageUrl ?? "", location.href);
    back.searchParams.set("at", sheet.dataset.position ?? ""); // where the next one will stand
    fields[0].value = sheet.dataset.uid ?? "";
    fields[1].value = back.pathname + back.search;
    trash.hidden = false;
  }
  if (!form) return;
  const starred = sheet.dataset.starred === "1";
  form.hidden = false;
  const button = form.querySelector("button");
  button?.classList.toggle("is-starred", starred);
  button?.setAttribute("aria-pressed", String(starred));
}

/** @param {Event} event */
async function star(event) {
  event.preventDefault();
  const sheet = marked;
  if (!sheet) return;
  const body = new URLSearchParams({ starred: sheet.dataset.starred === "1" ? "0" : "1" });
  const answer = await fetch(`/entries/${sheet.dataset.uid}/star`, {
    method: "POST",
    body,
    headers: { "HX-Request": "true" },
  }).catch(() => null);
  if (!answer?.ok) {
    sayFailed(text("noAnswerPart"));
    return;
  }
  sheet.dataset.starred = body.get("starred") ?? "0";
  act(marked ?? sheet);
}

/** @param {HTMLElement | undefined} sheet */
function go(sheet) {
  if (!sheet || !scroll) return;
  sheet.focus({ preventScroll: true });
  scroll.scrollTop += sheet.getBoundingClientRect().top - scroll.getBoundingClientRect().top;
  look();
}

let walking = Promise.resolve();

/** One step after the other, however fast the key is pressed. @param {number} step  1 is the next in reading order */
function walk(step) {
  walking = walking.then(() => take(step));
}

/** @param {number} step */
async function take(step) {
  const here = current();
  if (!here) return;
  const top = (scroll?.getBoundingClientRect().top ?? 0) - 4;
  // Back from the middle of an entry leads to its beginning.
  if (step < 0 && here.getBoundingClientRect().top < top) {
    go(here);
    return;
  }
  const way = step > 0 ? "next" : "previous";
  const beside = () => {
    const all = sheets();
    return all[all.indexOf(here) + step];
  };
  // What is on its way may be for the other end: then once more.
  for (let tries = 0; tries < 2 && !hasRoom(beside()) && more[way]; tries += 1) await load(way);
  go(beside());
}

/** Whether an entry is there and can come up to the edge. @param {HTMLElement | undefined} sheet */
function hasRoom(sheet) {
  const end = run?.getBoundingClientRect().bottom ?? 0;
  return sheet !== undefined && end - sheet.getBoundingClientRect().top >= (scroll?.clientHeight ?? 0);
}

/** @param {"first" | "last"} edge */
async function jump(edge) {
  if (!run || !scroll) return;
  given += 1;
  const number = given;
  if (edge === "first" ? more.previous : more.next) {
    const piece = await fetchPiece({ edge });
    if (!piece || number !== given) return;
    run.replaceChildren(...piece.children);
    more.previous = edge === "last" && piece.dataset.previous !== undefined;
    more.next = edge === "first" && piece.dataset.next !== undefined;
    headDays();
  }
  scroll.scrollTop = edge === "first" ? 0 : scroll.scrollHeight;
  const all = sheets();
  (edge === "first" ? all[0] : all.at(-1))?.focus({ preventScroll: true });
  look();
}

if (page && scroll && run) {
  const piece = /** @type {HTMLElement} */ (run.querySelector("[data-piece]"));
  more.previous = piece.dataset.previous !== undefined;
  more.next = piece.dataset.next !== undefined;
  run.replaceChildren(...piece.children);
  let waiting = false;
  scroll.addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      look();
    });
  });
  window.addEventListener("resize", look);
  page.querySelector("[data-read-star]")?.addEventListener("submit", star);
  page.addEventListener("keydown", (event) => {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Home") void jump("first");
    else if (event.key === "End") void jump("last");
    else if (event.key === "Enter" && event.target instanceof HTMLElement && event.target.matches(".whole, #read-scroll"))
      location.assign(`/entries/${marked?.dataset.uid}`);
    else return;
    event.preventDefault();
  });
  shortcut("j", () => walk(1));
  shortcut("k", () => walk(-1));
  shortcut("e", () => /** @type {HTMLElement | null} */ (page.querySelector("[data-read-edit]"))?.click());
  shortcut("s", () => /** @type {HTMLFormElement | null} */ (page.querySelector("[data-read-star]"))?.requestSubmit());
  shortcut("Delete", () => /** @type {HTMLFormElement | null} */ (page.querySelector("[data-read-trash]"))?.requestSubmit());
  scroll.focus({ preventScroll: true });
  look();
}
shortcut("Escape", () => /** @type {HTMLElement | null} */ (document.querySelector("[data-leave]"))?.click());
