// @ts-check
/**
 * Requests with a long text, put together and sent by a worker: for a megabyte that takes longer
 * than a frame, and the key that is pressed meanwhile would wait.
 */
import { send } from "./http.js";

/** @typedef {import("./http.js").Answer} Answer */

/** @type {Worker | null} */
let worker = null;
let isBroken = false;
let last = 0;
/** @type {Map<number, {done: (answer: Answer) => void, otherwise: () => Promise<Answer>}>} */
const waiting = new Map();

/**
 * @param {"POST" | "PUT"} method
 * @param {string} url
 * @param {unknown} data
 * @param {number} limit  how long to wait for the answer, in ms
 * @returns {Promise<Answer>}
 */
export function sendApart(method, url, data, limit) {
  const otherwise = () => send(method, url, data, { limit });
  if (isBroken) return otherwise();
  worker ??= start();
  const number = ++last;
  worker.postMessage({ number, method, url, data, limit });
  return new Promise((done) => waiting.set(number, { done, otherwise }));
}

function start() {
  const made = new Worker(new URL("sending.js", import.meta.url), { type: "module" });
  made.addEventListener("message", ({ data }) => {
    waiting.get(data.number)?.done(data.answer);
    waiting.delete(data.number);
  });
  made.addEventListener("error", () => {
    isBroken = true;
    for (const { done, otherwise } of waiting.values()) void otherwise().then(done);
    waiting.clear();
  });
  return made;
}
