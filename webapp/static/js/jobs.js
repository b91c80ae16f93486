// @ts-check
/**
 * Long work on the server: asks how far it is, draws the bar, says it in words. See `progress` in
 * macros/messages.html.
 */
import { send, sentences } from "./http.js";
import { number, plural, text } from "./texts.js";

const EVERY_MS = 400;

/** @param {HTMLElement} box  the [data-job] element */
function follow(box) {
  const url = `/jobs/${box.dataset.job}`;
  const began = Date.now();
  let lastSpoken = 0;
  /**
   * @param {string} hook
   * @param {string} words
   */
  const put = (hook, words) => {
    const part = box.querySelector(`[data-${hook}]`);
    if (part && part.textContent !== words) part.textContent = words;
  };
  const cancel = /** @type {HTMLButtonElement | null} */ (box.querySelector("[data-cancel]"));
  cancel?.addEventListener("click", () => {
    cancel.disabled = true;
    cancel.textContent = text("stopping");
    void send("POST", `${url}/cancel`, {});
  });

  const look = async () => {
    const { ok, status, data, refusal } = await send("GET", url);
    if (!ok && status === 0) window.setTimeout(look, EVERY_MS * 5);
    else if (!ok) fail(refusal ? sentences(refusal) : text("partFailed"));
    else if (data.state === "running") draw(data);
    else if (data.state === "done") finish(data);
    else if (data.state === "cancelled") end(text("stopped"));
    else fail(data.error ? sentences(data.error) : text("partFailed"));
  };

  /** @param {{done: number, total: number | null, detail: string}} data */
  const draw = (data) => {
    const bar = box.querySelector("progress");
    if (bar && data.total) {
      bar.max = data.total;
      bar.value = data.done;
    }
    const words = data.total
      ? text("entriesDone", { done: number(data.done), total: number(data.total) })
      : number(data.done);
    put("count", words);
    put("detail", data.detail);
    put("left", timeLeft(data, Date.now() - began));
    const tenth = data.total ? Math.floor((data.done / data.total) * 10) : 0;
    if (tenth > lastSpoken) {
      lastSpoken = tenth;
      put("spoken", words);
    }
    window.setTimeout(look, EVERY_MS);
  };

  /** @param {{done: number, total: number | null, detail: string}} data */
  const finish = (data) => {
    const bar = box.querySelector("progress");
    if (bar) bar.value = bar.max = data.total || 1;
    if (box.dataset.doneUrl) location.replace(box.dataset.doneUrl);
    else end(text("done"));
  };

  /** @param {string} words */
  const end = (words) => {
    put("count", words);
    put("left", "");
    put("detail", "");
    put("spoken", words);
    cancel?.remove();
    const after = /** @type {HTMLElement | null} */ (box.querySelector("[data-after]"));
    if (after) after.hidden = false;
  };

  /** @param {string} words */
  const fail = (words) => {
    const place = /** @type {HTMLElement | null} */ (box.querySelector("[data-failed]"));
    const line = place?.querySelector("span");
    if (place && line) {
      line.textContent = words;
      place.hidden = false;
    }
    end("");
  };

  void look();
}

/**
 * @param {{done: number, total: number | null}} data
 * @param {number} spent  milliseconds so far
 */
function timeLeft({ done, total }, spent) {
  // The first moments say nothing about the rest.
  if (!total || done < total / 50 || spent < 1500) return "";
  const seconds = Math.ceil(((total - done) / done) * (spent / 1000));
  return seconds < 60
    ? plural("secondsLeft", seconds)
    : plural("minutesLeft", Math.ceil(seconds / 60));
}

/** @param {ParentNode} root */
function start(root) {
  for (const box of root.querySelectorAll("[data-job]:not([data-followed])")) {
    if (!(box instanceof HTMLElement)) continue;
    box.dataset.followed = "";
    follow(box);
  }
}

start(document);
document.addEventListener("htmx:load", () => start(document));
