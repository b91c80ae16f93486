// @ts-check
/**
 * On paper: Ctrl P and the buttons for it. Says once that paper is plain, waits for the photos, then lets the
 * window print, or the browser where there is no window. On the print view it first fetches all of the span.
 */
import { send, sentences } from "../js/http.js";
import { shortcut } from "../js/shortcuts.js";
import { number, text } from "../js/texts.js";
import { say, sayFailed } from "../js/toasts.js";

const notice = /** @type {HTMLDialogElement | null} */ (document.querySelector("[data-printing]"));
const run = document.getElementById("print-run");
const state = /** @type {HTMLElement | null} */ (document.querySelector("[data-print-state]"));
let stopped = false;

/** Says once that paper is plain; whether to go on. */
async function agreed() {
  if (!notice || notice.dataset.said !== undefined) return notice !== null;
  notice.returnValue = "";
  notice.showModal();
  await new Promise((done) => notice.addEventListener("close", done, { once: true }));
  if (notice.returnValue !== "go") return false;
  notice.dataset.said = "";
  return true;
}

/** Loads the photos that wait to be scrolled to. */
async function photos() {
  const waiting = /** @type {HTMLImageElement[]} */ ([...document.querySelectorAll(".page .prose img")]);
  await Promise.all(
    waiting.map((photo) => {
      photo.loading = "eager";
      return photo.decode().catch(() => undefined); // a broken one prints as its words
    }),
  );
}

async function print() {
  if (!(await agreed())) return;
  await photos();
  const answer = await send("POST", notice?.dataset.printUrl ?? "", {});
  if (answer.refusal) sayFailed(sentences(answer.refusal));
  else if (!answer.data?.printed) window.print();
}

async function savePdf() {
  if (!(await agreed())) return;
  await photos();
  const answer = await send("POST", notice?.dataset.pdfUrl ?? "", {});
  if (!answer.ok) sayFailed(answer.refusal ? sentences(answer.refusal) : "");
  else if (answer.data?.saved) say(notice?.dataset.saved ?? "");
}

/** Says the day once, on the first of its entries. */
function headDays() {
  let day = "";
  for (const sheet of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#print-run .whole"))) {
    sheet.toggleAttribute("data-same-day", sheet.dataset.day === day);
    day = sheet.dataset.day ?? "";
  }
}

/** Fetches the rest of the span, piece by piece. @param {HTMLElement} place */
async function gather(place) {
  const stop = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-print-stop]"));
  const made = document.createElement("template");
  let piece = /** @type {HTMLElement | null} */ (place.querySelector("[data-piece]"));
  stop?.addEventListener("click", () => {
    stopped = true;
  });
  while (piece?.dataset.next !== undefined && !stopped) {
    if (stop) stop.hidden = false;
    const last = /** @type {HTMLElement} */ (piece.lastElementChild);
    const url = new URL(place.dataset.pieceUrl ?? "", location.href);
    url.searchParams.set("after", last.dataset.position ?? "");
    const answer = await fetch(url, { credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok || answer.redirected) {
      sayFailed(text("noAnswerPart"));
      return;
    }
    made.innerHTML = await answer.text();
    piece = /** @type {HTMLElement | null} */ (made.content.querySelector("[data-piece]"));
    if (piece) place.append(piece);
    const done = place.querySelectorAll(".whole").length;
    const words = state?.dataset.preparing ?? "";
    if (state)
      state.textContent = words
        .replace("{done}", number(done))
        .replace("{total}", number(Number(place.dataset.total)));
  }
  headDays();
  await photos();
  if (stop) stop.hidden = true;
  if (state) state.textContent = stopped ? "" : (state.dataset.ready ?? "");
  for (const button of document.querySelectorAll("[data-print], [data-save-pdf]"))
    /** @type {HTMLButtonElement} */ (button).disabled = false;
  if (document.activeElement === document.body)
    /** @type {HTMLElement | null} */ (document.querySelector("[data-print]"))?.focus();
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest("[data-print]")) void print();
  if (target?.closest("[data-save-pdf]")) void savePdf();
});
shortcut("Ctrl+P", () => {
  const span = /** @type {HTMLAnchorElement | null} */ (document.querySelector("[data-print-span]"));
  if (span) span.click(); // what is read on and on is printed whole, not just what is loaded
  else if (!run || document.querySelector("[data-print]:not(:disabled)")) void print();
});
if (run) void gather(run);
