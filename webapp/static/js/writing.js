// @ts-check
/**
 * The writing page: puts the editor in its place, saves by itself, says how it stands.
 * What it expects of the page is written at the top of templates/macros/writing.html.
 */
import { createEditor } from "../vendor/codemirror.js";
import { Autosave } from "./autosave.js";
import { copy } from "./clipboard.js";
import { flush, onFlush } from "./flushing.js";
import { send, sentences } from "./http.js";
import { margin } from "./margin.js";
import { shortcut } from "./shortcuts.js";
import { clock, plural, text } from "./texts.js";

const page = /** @type {HTMLElement | null} */ (document.querySelector("[data-writing]"));
if (page) begin(page);

/** @param {HTMLElement} page */
function begin(page) {
  /**
   * @param {string} hook
   * @returns {HTMLElement | null}
   */
  const part = (hook) => page.querySelector(`[data-${hook}]`);
  const place = part("editor");
  if (!place) return;
  const title = /** @type {HTMLInputElement | null} */ (part("title"));
  const pageId = document.body.dataset.page ?? crypto.randomUUID();
  const status = statusLine(page);

  const saver = new Autosave(page.dataset.saveUrl ?? "", Number(page.dataset.version ?? 0), pageId, {
    read: () => ({ body: editor.text(), title: title?.value.trim() || null, ...fields.values() }),
    saving: status.saving,
    saved: (answer) => {
      status.saved(answer.saved_at);
      fields.drawTags(answer.tags);
      const words = part("words");
      if (words && typeof answer.words === "number") words.textContent = plural("words", answer.words);
    },
    failed: status.failed,
  });
  const fields = margin(page, () => saver.touch());
  const editor = createEditor({
    parent: place,
    text: sourceOf(part("body")),
    label: place.dataset.label ?? "",
    placeholder: place.dataset.placeholder,
    nonce: document.body.dataset.nonce,
    firstLineIsName: title === null,
    onChange: () => saver.touch(),
    onBlur: () => void saver.flush(),
  });
  title?.addEventListener("input", () => saver.touch());
  page.addEventListener("click", (event) => press(event));
  keepOnLeaving(saver);
  onFlush(() => saver.flush());
  editor.focus();
  toEnd(editor);

  for (const keys of ["Ctrl+Enter", "Escape"]) {
    shortcut(keys, () => void leave(page.dataset.doneUrl ?? "/"));
  }

  /** @param {MouseEvent} event */
  function press(event) {
    const target = event.target instanceof Element ? event.target : null;
    if (!target) return;
    const format = /** @type {HTMLElement | null} */ (target.closest("[data-format]"))?.dataset.format;
    const link = target.closest("a[href]");
    if (format) editor.format(format);
    else if (target.closest("[data-again]")) void saver.again();
    else if (target.closest("[data-copy-text]")) void copy(editor.text());
    else if (target.closest("[data-keep]")) void keepMine();
    else if (target.closest("[data-other]")) void saver.abandon().then(() => location.reload());
    else if (link instanceof HTMLAnchorElement && !event.defaultPrevented && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      void leave(link.href);
    } else if (target.matches(".body, .desk-in")) editor.focus();
  }

  /** Writes this text as an entry of its own, beside the one that was changed elsewhere. */
  async function keepMine() {
    const what = { body: editor.text(), title: title?.value.trim() || null, base_version: 0, page: pageId };
    const answer = await send("PUT", page.dataset.copyUrl ?? "", { ...what, ...fields.values() });
    if (!answer.ok) {
      status.failed(answer);
      return;
    }
    await saver.abandon();
    location.assign(page.dataset.copyPage ?? "/");
  }

  /** @param {string} url  where to go once everything is saved */
  async function leave(url) {
    if (await flush()) location.assign(url);
    else part("trouble")?.scrollIntoView({ block: "nearest" });
  }
}

/**
 * The text the page came with. It stands there as JSON, because HTML would turn its line ends into others.
 * @param {HTMLElement | null} holder
 */
function sourceOf(holder) {
  const source = holder?.textContent?.trim();
  return source ? String(JSON.parse(source)) : "";
}

/** @param {import("../vendor/codemirror.js").Editor} editor */
function toEnd(editor) {
  const end = editor.view.state.doc.length;
  editor.view.dispatch({ selection: { anchor: end }, scrollIntoView: true });
}

/**
 * The quiet line, and the red box when something is not saved.
 * @param {HTMLElement} page
 */
function statusLine(page) {
  /**
   * @param {string} hook
   * @returns {HTMLElement | null}
   */
  const part = (hook) => page.querySelector(`[data-${hook}]`);
  const trouble = part("trouble");
  let bad = false;
  /**
   * @param {string} words
   * @param {{tick?: boolean}} [options]
   */
  const show = (words, { tick = false } = {}) => {
    const [said, mark, state, spoken] = [part("said"), part("tick"), part("state"), part("spoken")];
    if (said) said.textContent = words;
    if (mark) mark.hidden = !tick;
    state?.classList.toggle("is-bad", bad);
    state?.classList.toggle("quiet", !tick && !bad);
    // Spoken only when it turns from saved to not saved or back, not at every save.
    const turned = spoken && spoken.dataset.bad !== String(bad);
    if (turned && (bad || spoken.dataset.bad !== undefined)) spoken.textContent = words;
    if (turned) spoken.dataset.bad = String(bad);
  };
  return {
    saving: () => {
      if (!bad) show(text("saving"));
    },
    /** @param {string | number | undefined} moment */
    saved: (moment) => {
      bad = false;
      if (trouble) trouble.hidden = true;
      show(text("savedAt", { time: clock(moment) }), { tick: true });
    },
    /** @param {import("./http.js").Answer} answer */
    failed: (answer) => {
      bad = true;
      show(text("notSaved"));
      if (!trouble) return;
      const fallback = answer.locked ? "lockedUnsaved" : answer.status === 0 ? "noAnswer" : "unknown";
      const words = answer.refusal && !answer.locked ? sentences(answer.refusal) : text(fallback);
      const [happened, rest] = [part("happened"), part("rest")];
      const first = answer.refusal && !answer.locked ? answer.refusal.happened : words.split(/(?<=[.。]) ?/)[0];
      if (happened) happened.textContent = first;
      if (rest) rest.textContent = words.slice(first.length).trim();
      const conflict = answer.status === 409;
      for (const [hook, shown] of /** @type {[string, boolean][]} */ ([
        ["again", !conflict],
        ["keep", conflict && Boolean(page.dataset.copyUrl)],
        ["other", conflict],
      ])) {
        const button = part(hook);
        if (button) button.hidden = !shown;
      }
      trouble.hidden = false;
    },
  };
}

/** @param {Autosave} saver */
function keepOnLeaving(saver) {
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") void saver.flush();
  });
  window.addEventListener("pagehide", () => void saver.flush({ leaving: true }));
  window.addEventListener("beforeunload", (event) => {
    // Only a browser asks; the window of its own waits for `quietleaf.flush()`.
    if (saver.dirty) event.preventDefault();
  });
}
