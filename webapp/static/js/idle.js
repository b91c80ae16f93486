// @ts-check
/** Closes the journal when nobody is there: warns 20 seconds before, saves first, then locks. */
import { flush } from "./flushing.js";
import { send } from "./http.js";
import { plural, text } from "./texts.js";
import { clear, say } from "./toasts.js";

const WARN_SECONDS = 20;
const TELL_SECONDS = 30;
let lastSign = Date.now();
let lastTold = Date.now();
/** @type {HTMLElement | null} */
let warning = null;
let closing = false;

/** Begins to watch, if the person wants it: <body data-idle-minutes>. */
export function start() {
  const minutes = Number(document.body.dataset.idleMinutes);
  if (!(minutes > 0)) return;
  for (const kind of ["keydown", "pointerdown", "wheel", "touchstart"]) {
    document.addEventListener(kind, here, { capture: true, passive: true });
  }
  const look = () => check(minutes * 60);
  window.setInterval(look, 1000);
  // A sleeping computer runs no timers: look as soon as somebody is back.
  document.addEventListener("visibilitychange", look);
}

/** A sign of life. The server hears of it now and then: it keeps the same time. */
function here() {
  lastSign = Date.now();
  if (warning) {
    warning = null;
    clear();
  }
  if (Date.now() - lastTold < TELL_SECONDS * 1000) return;
  lastTold = Date.now();
  void send("POST", "/session/active", {});
}

/** @param {number} seconds  without a sign, after which it closes */
function check(seconds) {
  const left = Math.ceil(seconds - (Date.now() - lastSign) / 1000);
  if (left <= 0) void closeNow();
  else if (left <= WARN_SECONDS) warn(left);
}

/** @param {number} left */
function warn(left) {
  const words = plural("closing", left);
  if (!warning?.isConnected) {
    warning = say(words, { stay: true, action: { label: text("stay"), run: here } });
    if (warning) warning.dataset.stay = "";
    return;
  }
  // Counted for the eye only; a screen reader has heard it once.
  const line = warning.querySelector("[data-text]");
  if (line) line.textContent = words;
  warning.parentElement?.setAttribute("aria-live", "off");
}

async function closeNow() {
  if (closing) return;
  closing = true;
  // Unfinished writing is saved first; what cannot be saved stays in this window.
  if (await flush()) {
    await send("POST", "/lock", { why: "idle" });
    location.replace("/unlock");
  } else {
    closing = false;
    lastSign = Date.now();
  }
}
