// @ts-check
/**
 * Saving by itself: 400 ms after the last change and, while somebody types on and on, 600 ms after
 * the first one that is not saved; one request at a time, again with growing pauses while the
 * server does not answer. Knows nothing of the page: it reads the text when it sends and tells how
 * it went.
 */
import { sendApart } from "./apart.js";
import { send } from "./http.js";

const PAUSE_MS = 400;
/** However steadily somebody types: with the save itself, what is typed is on the disk in 1 s. */
const CEILING_MS = 600;
/** A server that says nothing for so long has not answered. It may have saved all the same. */
const LIMIT_MS = 8000;
const SLOW_MS = 400;
const RETRY_MS = [1000, 2000, 4000, 8000, 15000, 30000];
/** From so many signs on a text is sent by a worker, unless the page is going. */
const LONG = 100000;
/** What a browser still sends of a page that is going. */
const KEEPALIVE_BYTES = 60000;

/**
 * @typedef {import("./http.js").Answer} Answer
 *
 * @typedef {object} Listener
 * @property {() => Record<string, unknown>} read   what is to be saved, as it is now
 * @property {() => void} saving                    it takes longer than one would notice
 * @property {(answer: any) => void} saved          the server's answer
 * @property {(answer: Answer) => void} failed      why not; it will be tried again unless it was
 * refused
 */

export class Autosave {
  /**
   * @param {string} url       where to PUT
   * @param {number} version   the version the page began with; 0 for a new entry
   * @param {string} page      the page's id
   * @param {Listener} listener
   */
  constructor(url, version, page, listener) {
    this.url = url;
    this.version = version;
    this.page = page;
    this.listener = listener;
    this.changes = 0;
    this.savedChanges = 0;
    this.tries = 0;
    /** When the earliest change that waits was made. */
    this.waiting = 0;
    /** A conflict: nothing more is sent until the person has chosen. */
    this.stopped = false;
    /** @type {number | undefined} */
    this.timer = undefined;
    /** @type {Promise<boolean> | null} */
    this.running = null;
    this.told = false;
    this.comeBack();
  }

  get dirty() {
    return this.changes > this.savedChanges;
  }

  /** Something was changed. */
  touch() {
    const now = performance.now();
    this.waiting ||= now;
    this.changes += 1;
    if (!this.told) {
      this.told = true;
      void send("POST", "/page/unsaved", { page: this.page });
    }
    this.later(Math.max(0, Math.min(PAUSE_MS, this.waiting + CEILING_MS - now)));
  }

  /** After a sleep, or when the person looks again, nobody waits for the end of a long pause. */
  comeBack() {
    const retry = () => {
      if (this.tries && this.dirty && !this.running && !this.stopped) void this.again();
    };
    for (const kind of ["online", "focus", "pageshow"]) window.addEventListener(kind, retry);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") retry();
    });
  }

  /** @param {number} ms */
  later(ms) {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.flush(), ms);
  }

  /**
   * Saves now, until nothing is unsaved.
   * @param {{leaving?: boolean}} [options]  leaving: the page is going and can wait for nothing
   * @returns {Promise<boolean>} whether all is saved
   */
  async flush({ leaving = false } = {}) {
    window.clearTimeout(this.timer);
    if (leaving && this.dirty && !this.stopped) return this.save(true);
    while (this.dirty && !this.stopped) {
      this.running ??= this.save(false).finally(() => {
        this.running = null;
      });
      if (!(await this.running)) return false;
    }
    return !this.dirty;
  }

  /** Tries again at once, by the person's wish. */
  async again() {
    this.tries = 0;
    return this.flush();
  }

  /**
   * @param {boolean} leaving
   * @returns {Promise<boolean>}
   */
  async save(leaving) {
    const sent = this.changes;
    this.waiting = 0;
    const what = { ...this.listener.read(), base_version: this.version, page: this.page };
    const slow = window.setTimeout(() => this.listener.saving(), SLOW_MS);
    const small = leaving && JSON.stringify(what).length * 3 < KEEPALIVE_BYTES;
    const isLong = !leaving && String(what.body ?? "").length >= LONG;
    const answer = isLong
      ? await sendApart("PUT", this.url, what, LIMIT_MS)
      : await send("PUT", this.url, what, { keepalive: small, limit: LIMIT_MS });
    window.clearTimeout(slow);
    if (answer.ok && answer.data) {
      this.tries = 0;
      this.version = answer.data.version;
      this.savedChanges = Math.max(this.savedChanges, sent);
      this.settle();
      this.listener.saved(answer.data);
      return true;
    }
    if (answer.status === 409) this.stopped = true;
    // The journal may be opened again in another window: looked for when somebody is back.
    else if (answer.locked) this.tries = Math.max(this.tries, 1);
    // Refused as it is: it is sent again when it has changed. Anything else may pass by itself.
    else if (answer.status === 0 || answer.status >= 500) {
      this.later(RETRY_MS[Math.min(this.tries, RETRY_MS.length - 1)]);
      this.tries += 1;
    }
    this.listener.failed(answer);
    return false;
  }

  /** The server takes a save as "nothing unsaved"; what was typed meanwhile must be told again. */
  settle() {
    this.told = this.dirty;
    if (this.dirty) void send("POST", "/page/unsaved", { page: this.page });
  }

  /**
   * What stands on the page now follows on another version: both texts have become one.
   * @param {number} version
   */
  rebase(version) {
    this.version = version;
    this.stopped = false;
    this.touch();
  }

  /** The person has let this text go, or it is kept elsewhere. */
  abandon() {
    window.clearTimeout(this.timer);
    this.savedChanges = this.changes;
    this.stopped = true;
    return send("POST", "/page/saved", { page: this.page });
  }
}
