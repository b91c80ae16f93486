// @ts-check
/**
 * The photos of the entry in a row below the text: their order, their words, taken out again. The
 * text is the only truth: the row shows what it names, and everything done here changes the text,
 * so that Ctrl Z takes it back.
 */
import { send, sentences } from "./http.js";
import { degrees, text } from "./texts.js";
import { say, sayFailed } from "./toasts.js";
import { view } from "./viewer.js";

const PHOTO = /!\[((?:\\.|[^\[\]\\])*)\]\(media:([0-9a-f]{32})\)/g;
const PAUSE_MS = 300;

/**
 * @typedef {{from: number, to: number, alt: string, uid: string}} Photo
 * @typedef {import("../vendor/codemirror.js").Editor} Editor
 */

export class PhotoRow {
  /**
   * @param {HTMLElement} row      [data-photos]
   * @param {Editor} editor
   */
  constructor(row, editor) {
    this.row = row;
    this.editor = editor;
    this.panel = /** @type {HTMLElement} */ (row.parentElement?.querySelector("[data-caption]"));
    this.field = /** @type {HTMLInputElement} */ (this.panel.querySelector("input"));
    this.chosen = -1;
    /** What the row shows, to know when it shows something else. */
    this.drawn = "";
    /** @type {number | undefined} */
    this.timer = undefined;
    row.addEventListener("click", (event) => this.click(event));
    row.addEventListener("keydown", (event) => this.key(event));
    row.addEventListener("dragstart", (event) => this.drag(event));
    row.addEventListener("drop", (event) => this.drop(event));
    this.panel.addEventListener("click", (event) => this.act(event));
    this.field.addEventListener("change", () => this.name());
    this.draw();
  }

  /** @returns {Photo[]} the photos that the text names, in its order */
  photos() {
    const found = this.editor.text().matchAll(PHOTO);
    return [...found].map(({ 0: whole, 1: alt, 2: uid, index }) => ({
      from: index,
      to: index + whole.length,
      alt: alt.replace(/\\(.)/g, "$1"),
      uid,
    }));
  }

  /** The text has changed: the row follows after a pause. */
  follow() {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.draw(), PAUSE_MS);
  }

  draw() {
    const photos = this.photos();
    if (this.chosen >= photos.length) this.chosen = -1;
    const now = JSON.stringify([this.chosen, photos.map(({ uid, alt }) => [uid, alt])]);
    if (now === this.drawn) return; // a photo that is being dragged must stay what it is
    this.drawn = now;
    const shown = photos.map((photo, n) => this.figure(photo, n));
    this.row.querySelectorAll("figure").forEach((old) => old.remove());
    this.row.prepend(...shown);
    this.panel.hidden = this.chosen < 0;
    if (this.chosen >= 0 && document.activeElement !== this.field) {
      this.field.value = photos[this.chosen].alt;
    }
  }

  /**
   * @param {Photo} photo
   * @param {number} n
   */
  figure(photo, n) {
    const figure = document.createElement("figure");
    figure.className = n === this.chosen ? "sel" : "";
    figure.dataset.n = String(n);
    const button = document.createElement("button");
    button.type = "button";
    button.draggable = true;
    button.ariaPressed = String(n === this.chosen);
    const picture = document.createElement("img");
    picture.src = `/media/${photo.uid}/picture`;
    picture.alt = photo.alt || text("photoNumber", { n: n + 1 });
    picture.draggable = false;
    button.append(picture);
    figure.append(button);
    return figure;
  }

  /** @param {Event} event  @returns {number} which photo it happened on; -1 for none */
  at(event) {
    const target = event.target instanceof Element ? event.target.closest("figure") : null;
    return target ? Number(target.dataset.n) : -1;
  }

  /** @param {MouseEvent} event */
  click(event) {
    const n = this.at(event);
    if (n < 0) return;
    this.chosen = n === this.chosen ? -1 : n;
    this.draw();
    this.focus(n);
    void this.learn();
  }

  /** Where the chosen photo was taken, if it says so. */
  async learn() {
    const photo = this.photos()[this.chosen];
    this.tellPlace(null, false);
    if (!photo) return;
    const answer = await send("GET", `/media/${photo.uid}/about`);
    if (!answer.ok || this.photos()[this.chosen]?.uid !== photo.uid) return;
    this.tellPlace(answer.data.place, answer.data.can_forget_place);
  }

  /**
   * @param {[number, number] | null} place
   * @param {boolean} canGo
   */
  tellPlace(place, canGo) {
    const said = this.panel.querySelector("[data-photo-place]");
    if (said) said.textContent = place ? text("takenAt", { place: degrees(place) }) : "";
    this.panel.querySelector("[data-act=forget]")?.toggleAttribute("hidden", !place || !canGo);
  }

  /**
   * The text names a photo without the place from now on.
   * @param {number} n
   */
  async forget(n) {
    const { uid } = this.photos()[n];
    const answer = await send("POST", `/media/${uid}/without-location`);
    if (!answer.ok) {
      sayFailed(answer.refusal ? sentences(answer.refusal) : text("noAnswerPart"));
      return;
    }
    const body = this.editor.text();
    const same = this.photos().filter((photo) => photo.uid === uid);
    this.change(
      same.map(({ from, to }) => ({
        from,
        to,
        insert: body.slice(from, to).replace(uid, answer.data.uid),
      })),
    );
    this.tellPlace(null, false);
    say(text("placeGone"));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const n = this.at(event);
    if (n < 0) return;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0;
    if (event.key === "Delete") this.remove(n);
    else if (step && event.altKey) this.move(n, n + step);
    else if (step) this.focus(n + step);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {DragEvent} event */
  drag(event) {
    const n = this.at(event);
    if (n < 0 || !event.dataTransfer) return;
    event.dataTransfer.setData("application/x-photo", String(n));
    event.dataTransfer.effectAllowed = "move";
  }

  /** @param {DragEvent} event */
  drop(event) {
    const from = event.dataTransfer?.getData("application/x-photo");
    if (!from) return;
    event.preventDefault();
    const to = this.at(event);
    this.move(Number(from), to < 0 ? this.photos().length - 1 : to);
  }

  /** @param {MouseEvent} event */
  act(event) {
    const button = event.target instanceof Element ? event.target.closest("[data-act]") : null;
    if (!(button instanceof HTMLElement)) return;
    const n = this.chosen;
    if (button.dataset.act === "earlier") this.move(n, n - 1);
    else if (button.dataset.act === "later") this.move(n, n + 1);
    else if (button.dataset.act === "view") this.look(n);
    else if (button.dataset.act === "forget") void this.forget(n);
    else this.remove(n);
  }

  /** @param {number} n  the photo that is shown large */
  look(n) {
    const all = this.photos().map(({ uid, alt }) => ({ uid, alt, src: `/media/${uid}/picture` }));
    view(all, n, document.querySelector("[data-day-label]")?.textContent ?? "");
  }

  /** The words of the chosen photo are written into the text. */
  name() {
    const photo = this.photos()[this.chosen];
    if (!photo) return;
    const alt = this.field.value.replace(/\s+/g, " ").trim().replace(/[[\]\\]/g, "\\$&");
    this.change([{ from: photo.from, to: photo.to, insert: `![${alt}](media:${photo.uid})` }]);
  }

  /**
   * The photos change places in the text; all other words stay where they are.
   * @param {number} from
   * @param {number} to
   */
  move(from, to) {
    const photos = this.photos();
    if (to < 0 || to >= photos.length || from === to) return;
    const body = this.editor.text();
    const order = photos.map((photo) => body.slice(photo.from, photo.to));
    order.splice(to, 0, ...order.splice(from, 1));
    this.chosen = to;
    this.change(photos.map((photo, n) => ({ from: photo.from, to: photo.to, insert: order[n] })));
    this.focus(to);
  }

  /** @param {number} n */
  remove(n) {
    const photo = this.photos()[n];
    if (!photo) return;
    const body = this.editor.text();
    const before = /\n{0,2}$/.exec(body.slice(0, photo.from))?.[0].length ?? 0;
    const isAlone = /^\n|^$/.test(body.slice(photo.to, photo.to + 1));
    this.chosen = -1;
    this.change([{ from: photo.from - (isAlone ? before : 0), to: photo.to, insert: "" }]);
    this.focus(Math.min(n, this.photos().length - 1));
  }

  /** @param {{from: number, to: number, insert: string}[]} changes */
  change(changes) {
    this.editor.change(changes);
    this.draw();
  }

  /** @param {number} n */
  focus(n) {
    /** @type {HTMLElement | null} */ (
      this.row.querySelector(`figure[data-n="${n}"] button`) ?? this.row.querySelector(".addphoto")
    )?.focus();
  }
}
