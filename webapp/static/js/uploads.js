// @ts-check
/**
 * Files on their way into the journal: part by part, one after the other, each with its progress.
 * One that fails does not stop the others. Nothing of a file is kept but what is being sent.
 */
import { send, sentences } from "./http.js";
import { text } from "./texts.js";

/**
 * @typedef {object} Wishes
 * @property {HTMLElement} list                      where the progress is shown
 * @property {(markdown: string, taken: string | null) => void} arrived  a file is in: how the text
 * names it, and when it was taken as it says itself ("2021-06-27T16:09")
 */

export class Uploads {
  /** @param {Wishes} wishes */
  constructor({ list, arrived }) {
    this.list = list;
    this.arrived = arrived;
    /** @type {Promise<void>} */
    this.last = Promise.resolve();
    this.waiting = 0;
  }

  get busy() {
    return this.waiting > 0;
  }

  /** @param {Iterable<File>} files */
  add(files) {
    for (const file of files) this.queue(file, this.line(file));
  }

  /**
   * @param {File} file
   * @param {Line} line
   */
  queue(file, line) {
    this.waiting += 1;
    this.last = this.last.then(async () => {
      try {
        await this.send(file, line);
      } finally {
        this.waiting -= 1;
      }
    });
  }

  /**
   * @param {File} file
   * @param {Line} line
   */
  async send(file, line) {
    if (line.stopped) return;
    const begun = await send("POST", "/media/uploads", { name: file.name, size: file.size });
    if (!begun.ok) return this.failed(file, line, begun);
    const { token, part } = begun.data;
    for (let at = 0; at < file.size; at += part) {
      const answer = await sendPart(`/media/uploads/${token}/${at}`, file.slice(at, at + part));
      if (line.stopped) {
        await send("DELETE", `/media/uploads/${token}`);
        return;
      }
      if (!answer.ok) return this.failed(file, line, answer);
      line.reached(answer.data.received);
    }
    const done = await send("POST", `/media/uploads/${token}/done`, {});
    if (!done.ok) return this.failed(file, line, done);
    if (done.data.said) line.note(done.data.said);
    else line.remove();
    this.arrived(done.data.text, done.data.taken ?? null);
  }

  /**
   * @param {File} file
   * @param {Line} line
   * @param {import("./http.js").Answer} answer
   */
  failed(file, line, answer) {
    line.fail(answer.refusal ? sentences(answer.refusal) : text("uploadFailed"), () => {
      this.queue(file, this.line(file));
    });
  }

  /** @param {File} file */
  line(file) {
    const line = new Line(file);
    this.list.append(line.row);
    return line;
  }
}

/** The progress of one file. */
class Line {
  /** @param {File} file */
  constructor(file) {
    this.stopped = false;
    this.row = document.createElement("li");
    this.row.className = "upload";
    this.name = document.createElement("span");
    this.name.className = "uploadname";
    this.name.textContent = file.name;
    this.bar = document.createElement("progress");
    this.bar.max = file.size || 1;
    this.bar.value = 0;
    this.bar.ariaLabel = file.name;
    this.button = this.action(text("cancel"), () => {
      this.stopped = true;
      this.remove();
    });
    this.row.append(this.name, this.bar, this.button);
  }

  /** @param {number} bytes */
  reached(bytes) {
    this.bar.value = bytes;
  }

  /**
   * @param {string} reason
   * @param {() => void} again
   */
  fail(reason, again) {
    const retry = this.action(text("tryAgain"), () => {
      this.remove();
      again();
    });
    this.end(reason, "alert", retry);
  }

  /** It is in, with a word on what became of it. @param {string} words */
  note(words) {
    this.end(words, "status");
  }

  /**
   * Words in place of the progress, until they are closed.
   * @param {string} words
   * @param {"alert" | "status"} role
   * @param {HTMLElement[]} actions
   */
  end(words, role, ...actions) {
    const said = document.createElement("span");
    said.className = "uploadsaid";
    said.role = role;
    said.textContent = words;
    this.bar.remove();
    this.button.remove();
    this.row.append(said, ...actions, this.action(text("close"), () => this.remove()));
  }

  /**
   * @param {string} label
   * @param {() => void} act
   */
  action(label, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-quiet";
    button.textContent = label;
    button.addEventListener("click", act);
    return button;
  }

  remove() {
    this.row.remove();
  }
}

/**
 * @param {string} url
 * @param {Blob} part
 * @returns {Promise<import("./http.js").Answer>}
 */
async function sendPart(url, part) {
  try {
    const headers = { Accept: "application/json", "Content-Type": "application/octet-stream" };
    const response = await fetch(url, { method: "PUT", headers, body: part, mode: "same-origin" });
    const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
    const data = isJson ? await response.json() : null;
    const { ok, status } = response;
    return { ok, status, data, refusal: data?.error ?? null, locked: status === 401 };
  } catch {
    // no answer: fetch says so by throwing
    return { ok: false, status: 0, data: null, refusal: null, locked: false };
  }
}
