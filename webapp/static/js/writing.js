// @ts-check
/**
 * The writing page: puts the editor in its place, saves by itself, says how it stands.
 * What it expects of the page is written at the top of templates/macros/writing.html.
 */
import { createEditor } from "../vendor/codemirror.js";
import { Autosave } from "./autosave.js";
import { beginnings } from "./beginnings.js";
import { copy } from "./clipboard.js";
import { flush, onFlush } from "./flushing.js";
import { send } from "./http.js";
import { margin } from "./margin.js";
import { savedLine } from "./savedline.js";
import { shortcut } from "./shortcuts.js";
import { offerDate } from "./photodate.js";
import { PhotoRow } from "./photos.js";
import { plural, text } from "./texts.js";
import { say } from "./toasts.js";
import { together } from "./together.js";
import { Uploads } from "./uploads.js";

class Desk {
  /**
   * @param {HTMLElement} page   the [data-writing] element
   * @param {HTMLElement} place  where the editor goes
   */
  constructor(page, place) {
    this.page = page;
    this.id = document.body.dataset.page ?? crypto.randomUUID();
    this.title = /** @type {HTMLInputElement | null} */ (page.querySelector("[data-title]"));
    this.line = savedLine(page);
    const { saveUrl = "", version = "0" } = page.dataset;
    this.saver = new Autosave(saveUrl, Number(version), this.id, {
      read: () => this.content(),
      saving: this.line.saving,
      saved: (answer) => this.saved(answer),
      failed: (answer) => {
        this.line.failed(answer);
        // Whatever is chosen, and if nothing ever is: the entry's history has this text.
        if (answer.status === 409) void this.together?.keep();
      },
    });
    const changed = () => this.saver.touch();
    this.margin = margin(page, changed);
    this.title?.addEventListener("input", changed);
    /** @type {PhotoRow | undefined} */
    this.photos = undefined;
    /** @type {Uploads | undefined} */
    this.uploads = undefined;
    /** @type {ReturnType<typeof together> | undefined} */
    this.together = undefined;
    this.editor = createEditor({
      parent: place,
      text: sourceOf(page),
      label: place.dataset.label ?? "",
      placeholder: place.dataset.placeholder,
      language: place.dataset.lang,
      spelling: place.dataset.spelling !== "false",
      nonce: document.body.dataset.nonce,
      firstLineIsName: this.title === null,
      onChange: () => {
        changed();
        this.photos?.follow();
      },
      onBlur: () => void this.saver.flush(),
      onFormats: (names) => this.showFormats(names),
      onTooMuch: () => say(text("tooMuch"), { kind: "error" }),
      words: {
        find: text("findInEntry"),
        previous: text("previousHit"),
        next: text("nextHit"),
        close: text("close"),
        count: text("hitOf"),
        none: text("noHit"),
        replaceBy: text("replaceBy"),
        replace: text("replace"),
        replaceAll: text("replaceAll"),
      },
    });
  }

  /** All but the paragraph of the cursor steps back, or comes forward again. */
  dim() {
    const isDim = this.page.classList.toggle("is-dim");
    this.page.querySelector("[data-dim]")?.setAttribute("aria-pressed", String(isDim));
    this.editor.focus();
  }

  /** @param {string[]} names  the formats that the cursor stands in */
  showFormats(names) {
    for (const button of this.page.querySelectorAll("[data-format]")) {
      const name = button instanceof HTMLElement ? button.dataset.format : undefined;
      button.setAttribute("aria-pressed", String(names.includes(name ?? "")));
    }
  }

  /** Photos and files: chosen, dropped anywhere on the page, or pasted. */
  takeFiles() {
    const row = /** @type {HTMLElement | null} */ (this.page.querySelector("[data-photos]"));
    const list = /** @type {HTMLElement | null} */ (this.page.querySelector("[data-uploads]"));
    const field = /** @type {HTMLInputElement | null} */ (document.getElementById("files"));
    if (!row || !list || !field) return;
    this.photos = new PhotoRow(row, this.editor);
    const uploads = new Uploads({
      list,
      arrived: (markdown, taken) => {
        this.editor.addBlock(markdown);
        this.photos?.draw();
        if (taken) offerDate(this.page, taken);
      },
    });
    this.uploads = uploads;
    field.addEventListener("change", () => {
      uploads.add([...(field.files ?? [])]);
      field.value = "";
    });
    for (const button of this.page.querySelectorAll("[data-add-files]")) {
      button.addEventListener("click", () => field.click());
    }
    shortcut("Ctrl+Shift+P", () => field.click());
    document.addEventListener("paste", (event) => pasteFiles(event, uploads), { capture: true });
  }

  /** Begins to listen, with the cursor at the end of the text. */
  start() {
    const { saver, editor } = this;
    this.page.addEventListener("click", (event) => this.press(event));
    this.page.addEventListener("submit", (event) => void this.throwAway(event));
    for (const keys of ["Ctrl+Enter", "Escape"]) {
      shortcut(keys, () => void this.leave(this.page.dataset.doneUrl ?? "/"));
    }
    this.takeFiles();
    shortcut("Ctrl+F, Ctrl+H", () => editor.find());
    shortcut("Ctrl+D", () => this.dim());
    this.page.querySelector("[data-dim]")?.addEventListener("click", () => this.dim());
    onFlush(() => saver.flush());
    keepOnLeaving(saver);
    this.together = together({
      page: this.page,
      id: this.id,
      saver,
      content: () => this.content(),
      take: (body, title) => this.take(body, title),
      failed: this.line.failed,
    });
    beginnings(this.page, editor.view);
    editor.focus();
    const end = editor.view.state.doc.length;
    editor.view.dispatch({ selection: { anchor: end }, scrollIntoView: true });
  }

  /** @returns {Record<string, unknown>} what is to be saved, as it is now */
  content() {
    const title = this.title?.value.trim() || null;
    return { body: this.editor.text(), title, ...this.margin.values() };
  }

  /** @param {{saved_at: string | number, tags: unknown, words: number}} answer */
  saved(answer) {
    this.line.saved(answer.saved_at);
    this.margin.drawTags(answer.tags);
    const words = this.page.querySelector("[data-words]");
    if (words) words.textContent = plural("words", answer.words);
  }

  /** @param {MouseEvent} event */
  press(event) {
    const target = event.target instanceof Element ? event.target : null;
    if (!target || event.defaultPrevented) return;
    const button = /** @type {HTMLElement | null} */ (target.closest("[data-format]"));
    const link = target.closest("a[href]");
    if (button) this.editor.format(button.dataset.format ?? "");
    else if (target.closest("[data-again]")) void this.saver.again();
    else if (target.closest("[data-copy-text]")) void copy(this.editor.text());
    else if (target.closest("[data-keep]")) void this.keepMine();
    else if (target.closest("[data-find]")) this.editor.find();
    else if (target.closest("[data-other]")) void this.showOther();
    else if (target.matches(".body, .desk-in")) this.editor.focus();
    else if (link instanceof HTMLAnchorElement && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      void this.leave(link.href);
    }
  }

  /** Writes this text as an entry of its own, beside the one that was changed elsewhere. */
  async keepMine() {
    const { copyUrl = "", copyPage = "/" } = this.page.dataset;
    const what = { ...this.content(), base_version: 0, page: this.id };
    const answer = await send("PUT", copyUrl, what);
    if (!answer.ok) {
      this.line.failed(answer);
      return;
    }
    await this.saver.abandon();
    location.assign(copyPage);
  }

  /** Lets this text go, for the one that is saved; the entry's history has it. */
  async showOther() {
    const isKept = !this.saver.dirty || !this.page.dataset.mergeUrl || (await this.together?.keep());
    if (!isKept) return;
    await this.saver.abandon();
    location.reload();
  }

  /**
   * Another text for the editor.
   * @param {string} body
   * @param {string | null} title
   */
  take(body, title) {
    this.editor.setText(body);
    if (this.title) this.title.value = title ?? "";
    this.editor.focus();
  }

  /**
   * Into the trash, with all that was written, and not out of it again by a late save.
   * @param {SubmitEvent} event
   */
  async throwAway(event) {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset.throwAway === undefined) return;
    event.preventDefault();
    if (!(await flush())) return;
    await this.saver.abandon();
    form.submit();
  }

  /** @param {string} url  where to go once everything is saved */
  async leave(url) {
    if (this.uploads?.busy) {
      say(text("uploadsGoing"));
      await this.uploads.last;
    }
    if (await flush()) location.assign(url);
    else this.page.querySelector("[data-trouble]")?.scrollIntoView({ block: "nearest" });
  }
}

/**
 * The text the page came with. It stands there as JSON, because HTML would turn its line ends into
 * others.
 * @param {HTMLElement} page
 */
function sourceOf(page) {
  const source = page.querySelector("[data-body]")?.textContent?.trim();
  return source ? String(JSON.parse(source)) : "";
}

/**
 * @param {ClipboardEvent} event
 * @param {Uploads} uploads
 */
function pasteFiles(event, uploads) {
  const data = event.clipboardData;
  // a program that copies words often adds a picture of them
  if (!data?.files.length || data.types.includes("text/plain")) return;
  event.preventDefault();
  event.stopPropagation();
  uploads.add([...data.files]);
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

const page = /** @type {HTMLElement | null} */ (document.querySelector("[data-writing]"));
const place = /** @type {HTMLElement | null} */ (page?.querySelector("[data-editor]") ?? null);
if (page && place) new Desk(page, place).start();
