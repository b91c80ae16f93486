// @ts-check
/**
 * Boxes of a checklist can be ticked where an entry is read. Expects `.prose[data-tick][data-version]`
 * with boxes whose value is their line.
 */
import { send, sentences } from "./http.js";
import { text } from "./texts.js";
import { sayFailed } from "./toasts.js";

let last = Promise.resolve(); // one after the other: each changes the version the next one is of

/** @param {HTMLInputElement} box @param {HTMLElement} prose */
async function save(box, prose) {
  const { tick = "", version } = prose.dataset;
  const sent = { line: Number(box.value), ticked: box.checked, version: Number(version) };
  const answer = await send("POST", tick, sent);
  if (answer.ok) {
    prose.dataset.version = String(answer.data.version);
    return;
  }
  box.checked = !box.checked;
  sayFailed(answer.refusal ? sentences(answer.refusal) : text("noAnswerPart"));
}

document.addEventListener("change", (event) => {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || box.type !== "checkbox") return;
  const prose = /** @type {HTMLElement | null} */ (box.closest(".prose[data-tick]"));
  if (prose) last = last.then(() => save(box, prose));
});
