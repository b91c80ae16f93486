// @ts-check
/** What stands in the text in place of signs: boxes, bullets, rules, photos, a way to open a link. */
import { WidgetType } from "@codemirror/view";
import { pictureOf } from "./addresses.js";

/** @typedef {import("@codemirror/view").EditorView} View */

/**
 * @param {string} tag
 * @param {string} className
 */
function element(tag, className) {
  const made = document.createElement(tag);
  made.className = className;
  return made;
}

export class BulletWidget extends WidgetType {
  toDOM() {
    const dot = element("span", "md-bullet");
    dot.textContent = "•";
    return dot;
  }
}

export class RuleWidget extends WidgetType {
  toDOM() {
    return element("span", "md-rule");
  }
}

export class BoxWidget extends WidgetType {
  /**
   * @param {boolean} isTicked
   * @param {string} words  what is to be done, for who cannot see that they belong together
   */
  constructor(isTicked, words) {
    super();
    this.isTicked = isTicked;
    this.words = words;
  }

  /** @param {BoxWidget} other */
  eq(other) {
    return other.isTicked === this.isTicked && other.words === this.words;
  }

  /** @param {View} view */
  toDOM(view) {
    const box = /** @type {HTMLInputElement} */ (element("input", "md-box"));
    box.type = "checkbox";
    box.checked = this.isTicked;
    box.tabIndex = -1; // by key it is ticked from its line: Alt Enter
    box.ariaLabel = this.words;
    box.addEventListener("mousedown", (event) => event.preventDefault());
    box.addEventListener("click", (event) => {
      event.preventDefault();
      tick(view, view.posAtDOM(box));
    });
    return box;
  }

  ignoreEvent() {
    return true;
  }
}

/**
 * Ticks the box of the line at a place, or takes the tick away; false where there is none.
 * @param {View} view
 * @param {number} at
 */
export function tick(view, at) {
  const line = view.state.doc.lineAt(at);
  const found = /^[\s>]*(?:[-*+]|\d{1,9}[.)])\s+\[([ xX])\](?=\s|$)/.exec(line.text);
  if (!found) return false;
  const from = line.from + found[0].length - 2;
  const insert = found[1] === " " ? "x" : " ";
  view.dispatch({ changes: { from, to: from + 1, insert }, userEvent: "input.tick" });
  return true;
}

export class PhotoWidget extends WidgetType {
  /**
   * @param {string} address  `media:UID`
   * @param {string} alt
   */
  constructor(address, alt) {
    super();
    this.address = address;
    this.alt = alt;
  }

  /** @param {PhotoWidget} other */
  eq(other) {
    return other.address === this.address && other.alt === this.alt;
  }

  get estimatedHeight() {
    return 320;
  }

  /** @param {View} view */
  toDOM(view) {
    const frame = element("span", "md-photo");
    const photo = /** @type {HTMLImageElement} */ (element("img", ""));
    photo.src = pictureOf(this.address);
    photo.alt = this.alt;
    photo.draggable = false;
    photo.addEventListener("load", () => view.requestMeasure());
    photo.addEventListener("error", () => {
      frame.className = "md-file"; // a file of another kind, or not here any more: its name
      frame.textContent = this.alt || this.address;
      view.requestMeasure();
    });
    frame.append(photo);
    return frame;
  }

  ignoreEvent() {
    return false;
  }
}

export class OpenWidget extends WidgetType {
  /** @param {string} address  http, https or mailto */
  constructor(address) {
    super();
    this.address = address;
  }

  /** @param {OpenWidget} other */
  eq(other) {
    return other.address === this.address;
  }

  toDOM() {
    const link = linkTo(this.address);
    link.className = "md-open";
    link.contentEditable = "false";
    link.textContent = "↗";
    link.ariaLabel = link.title = this.address;
    return link;
  }

  ignoreEvent() {
    return true;
  }
}

/**
 * A link as the reading page has it: the window asks, and opens it in the system's browser.
 * @param {string} address
 */
export function linkTo(address) {
  const link = document.createElement("a");
  link.href = address;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}
