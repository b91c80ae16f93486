// @ts-check
/**
 * Choosing what to bring in: a file, a folder or what is dropped, sent in one go with the names
 * inside the folder and the files' own times. See transfer/choose.html.
 */
import { sentences } from "../js/http.js";
import { text } from "../js/texts.js";

/** @typedef {{file: File, name: string}} Chosen */

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-choose]"));

/** @param {string} hook */
const part = (hook) => /** @type {HTMLElement | null} */ (form?.querySelector(`[data-${hook}]`));

/** @param {string} [words]  while it is sent; without, what stood there before */
function say(words) {
  const said = part("said");
  if (!said) return;
  said.dataset.rest ??= said.textContent ?? "";
  said.textContent = words ?? said.dataset.rest;
}

/** @param {string} words */
function fail(words) {
  const place = part("failed");
  const line = place?.querySelector("span");
  if (!form || !place || !line) return;
  line.textContent = words;
  place.hidden = false;
  say();
  form.removeAttribute("aria-busy");
}

/** @param {Chosen[]} chosen */
async function sendAll(chosen) {
  if (!form || !chosen.length || form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  const failed = part("failed");
  if (failed) failed.hidden = true;
  say(part("said")?.dataset.sending);
  const data = new FormData();
  for (const { file, name } of chosen) data.append("files", file, name);
  data.append("times", JSON.stringify(chosen.map(({ file }) => file.lastModified)));
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: data,
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      mode: "same-origin",
    });
    const answer = await response.json();
    if (response.ok) location.assign(answer.to);
    else fail(answer.error ? sentences(answer.error) : text("partFailed"));
  } catch {
    // no answer, or a file that has gone since it was chosen
    fail(text("noAnswerPart"));
  }
}

/**
 * The files of a folder that was dropped, with their names inside it.
 * @param {FileSystemEntry} entry
 * @returns {Promise<Chosen[]>}
 */
async function filesIn(entry) {
  if (entry.isFile) {
    const one = /** @type {FileSystemFileEntry} */ (entry);
    const file = await new Promise((done, failed) => one.file(done, failed));
    return [{ file, name: entry.fullPath.replace(/^\//, "") }];
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  /** @type {Chosen[]} */
  const found = [];
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!some.length) return found;
    for (const inside of some) found.push(...(await filesIn(inside)));
  }
}

for (const button of form?.querySelectorAll("[data-pick]") ?? [])
  button.addEventListener("click", () => {
    document.getElementById(/** @type {HTMLElement} */ (button).dataset.pick ?? "")?.click();
  });

form?.addEventListener("change", (event) => {
  const input = event.target;
  if (!(input instanceof HTMLInputElement)) return;
  const files = [...(input.files ?? [])];
  void sendAll(files.map((file) => ({ file, name: file.webkitRelativePath || file.name })));
  input.value = "";
});

// A folder is dropped as one thing without content: it has to be opened while the drop is handled.
form?.addEventListener("drop", (event) => {
  const entries = [...(event.dataTransfer?.items ?? [])].map((item) => item.webkitGetAsEntry());
  if (!entries.some((entry) => entry?.isDirectory)) return;
  event.preventDefault();
  event.stopPropagation();
  form.classList.remove("is-over");
  Promise.all(entries.flatMap((entry) => (entry ? [filesIn(entry)] : []))).then(
    (found) => sendAll(found.flat()),
    () => fail(text("partFailed")),
  );
});
