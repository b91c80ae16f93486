// @ts-check
/**
 * Live preview: Markdown is shown as it will read, and its signs only where the cursor is. Nothing
 * here changes the text; what is hidden is still there, and is shown when the cursor comes near.
 */
import { syntaxTree } from "@codemirror/language";
import { StateEffect } from "@codemirror/state";
import { Decoration, ViewPlugin } from "@codemirror/view";
import { addressOf, isMedia } from "./addresses.js";
import { BoxWidget, BulletWidget, OpenWidget, PhotoWidget, RuleWidget } from "./widgets.js";

/**
 * @typedef {import("@lezer/common").SyntaxNode} Node
 * @typedef {import("@lezer/common").SyntaxNodeRef} NodeRef
 * @typedef {import("@codemirror/view").EditorView} View
 * @typedef {import("@codemirror/state").Range<Decoration>} Drawn
 */

const hidden = Decoration.replace({});
const file = Decoration.mark({ class: "md-file" });
const bullet = Decoration.replace({ widget: new BulletWidget() });
const rule = Decoration.replace({ widget: new RuleWidget() });

/** The mouse was let go: what it has selected may be shown as such now. */
const settled = StateEffect.define();

/** Draws one part of the text that can be seen. */
class Drawing {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    this.state = view.state;
    /** @type {Drawn[]} */
    this.drawn = [];
  }

  /**
   * Whether the cursor, or what is selected, touches these signs. Nothing is touched while the
   * person is elsewhere.
   * @param {{from: number, to: number}} range
   */
  touches({ from, to }) {
    if (!this.view.hasFocus) return false;
    return this.state.selection.ranges.some((range) => range.from <= to && range.to >= from);
  }

  /** @param {{from: number, to: number}} range */
  touchesLines({ from, to }) {
    const { doc } = this.state;
    return this.touches({ from: doc.lineAt(from).from, to: doc.lineAt(to).to });
  }

  /**
   * @param {number} from
   * @param {number} to
   * @param {Decoration} [how]
   */
  put(from, to, how = hidden) {
    if (from < to) this.drawn.push(how.range(from, to));
  }

  /** @param {number} at  @returns {number} the place after one space that stands there */
  afterSpace(at) {
    return this.state.sliceDoc(at, at + 1) === " " ? at + 1 : at;
  }

  /** @returns {import("@codemirror/view").DecorationSet} */
  draw() {
    for (const { from, to } of this.view.visibleRanges) {
      syntaxTree(this.state).iterate({
        from,
        to,
        enter: (node) => (node.name === "Table" ? false : DRAW[node.name]?.(this, node)),
      });
    }
    return Decoration.set(this.drawn, true);
  }
}

/**
 * Signs that stand at both ends of what they mean: `**`, `~~`, `==`.
 * @param {Drawing} drawing
 * @param {NodeRef} mark
 */
function pair(drawing, mark) {
  const whole = mark.node.parent;
  if (whole && !drawing.touches(whole)) drawing.put(mark.from, mark.to);
}

/**
 * @param {Drawing} drawing
 * @param {NodeRef} mark
 */
function headerMark(drawing, mark) {
  const heading = mark.node.parent;
  if (!heading || drawing.touchesLines(heading)) return;
  const isFirst = mark.from === heading.from;
  const before = drawing.state.sliceDoc(heading.from, mark.from);
  const from = isFirst ? mark.from : mark.from - (/[ \t]*$/.exec(before)?.[0].length ?? 0);
  let to = mark.to;
  while (isFirst && /[ \t]/.test(drawing.state.sliceDoc(to, to + 1))) to += 1;
  drawing.put(/\n/.test(before) ? mark.from : from, Math.min(to, heading.to));
}

/**
 * @param {Drawing} drawing
 * @param {NodeRef} mark
 */
function quoteMark(drawing, mark) {
  if (!drawing.touchesLines(mark)) drawing.put(mark.from, drawing.afterSpace(mark.to));
}

/**
 * @param {Drawing} drawing
 * @param {NodeRef} mark
 */
function listMark(drawing, mark) {
  const item = mark.node.parent;
  if (item?.parent?.name !== "BulletList" || drawing.touches(mark)) return;
  if (item.getChild("Task")) drawing.put(mark.from, drawing.afterSpace(mark.to));
  else drawing.put(mark.from, mark.to, bullet);
}

/**
 * @param {Drawing} drawing
 * @param {NodeRef} marker
 */
function taskMarker(drawing, marker) {
  if (drawing.touches({ from: marker.from + 1, to: marker.to - 1 })) return;
  const { doc } = drawing.state;
  const isTicked = /x/i.test(doc.sliceString(marker.from, marker.to));
  const words = doc.sliceString(marker.to, doc.lineAt(marker.to).to).trim();
  const widget = new BoxWidget(isTicked, words || "…");
  drawing.put(marker.from, marker.to, Decoration.replace({ widget }));
}

/**
 * @param {Drawing} drawing
 * @param {NodeRef} link
 */
function drawLink(drawing, link) {
  const signs = link.node.getChildren("LinkMark");
  const url = link.node.getChild("URL");
  if (!url || signs.length < 3) return; // by reference: shown as it stands
  const address = drawing.state.sliceDoc(url.from, url.to);
  if (isMedia(address)) drawing.put(signs[0].to, signs[1].from, file);
  if (!drawing.touches(link)) {
    drawing.put(signs[0].from, signs[0].to);
    drawing.put(signs[1].from, link.to);
    return;
  }
  const open = addressOf(address);
  if (open) {
    const widget = new OpenWidget(open);
    drawing.drawn.push(Decoration.widget({ widget, side: 1 }).range(link.to));
  }
}

/**
 * A photo is always shown; where the cursor is, its Markdown stands before it.
 * @param {Drawing} drawing
 * @param {NodeRef} image
 */
function drawImage(drawing, image) {
  const signs = image.node.getChildren("LinkMark");
  const url = image.node.getChild("URL");
  if (!url || signs.length < 3) return undefined;
  const address = drawing.state.sliceDoc(url.from, url.to);
  const isTouched = drawing.touches(image);
  if (!isMedia(address)) {
    // a picture of elsewhere is never fetched: its words are shown, as in reading
    if (!isTouched) {
      drawing.put(signs[0].from, signs[0].to);
      drawing.put(signs[1].from, image.to);
    }
    return undefined;
  }
  const alt = drawing.state.sliceDoc(signs[0].to, signs[1].from);
  const widget = new PhotoWidget(address, alt.replace(/\\(.)/g, "$1"));
  if (isTouched) drawing.drawn.push(Decoration.widget({ widget, side: 1 }).range(image.to));
  else drawing.put(image.from, image.to, Decoration.replace({ widget }));
  return false;
}

/**
 * @param {Drawing} drawing
 * @param {NodeRef} line
 */
function drawRule(drawing, line) {
  if (!drawing.touchesLines(line)) drawing.put(line.from, line.to, rule);
}

/**
 * @param {Drawing} drawing
 * @param {NodeRef} escape
 */
function drawEscape(drawing, escape) {
  if (!drawing.touches(escape)) drawing.put(escape.from, escape.from + 1);
}

/** @type {Record<string, (drawing: Drawing, node: NodeRef) => boolean | undefined | void>} */
const DRAW = {
  EmphasisMark: pair,
  StrikethroughMark: pair,
  HighlightMark: pair,
  CodeMark: pair, // of a word, and of a block: its fences
  HeaderMark: headerMark,
  QuoteMark: quoteMark,
  ListMark: listMark,
  TaskMarker: taskMarker,
  Link: drawLink,
  Image: drawImage,
  HorizontalRule: drawRule,
  Escape: drawEscape,
};

export const preview = ViewPlugin.fromClass(
  class {
    /** @param {View} view */
    constructor(view) {
      this.isDragging = false;
      this.decorations = new Drawing(view).draw();
    }

    /** @param {import("@codemirror/view").ViewUpdate} update */
    update(update) {
      // An input method is at work in the line: it must find the line as it left it.
      if (update.view.composing) {
        this.decorations = this.decorations.map(update.changes);
        return;
      }
      const isParsed = syntaxTree(update.startState) !== syntaxTree(update.state);
      const isSettled = update.transactions.some((one) => one.effects.some((e) => e.is(settled)));
      const isMoved = (update.selectionSet || update.focusChanged) && !this.isDragging;
      if (update.docChanged || update.viewportChanged || isParsed || isMoved || isSettled) {
        this.decorations = new Drawing(update.view).draw();
      }
    }
  },
  {
    decorations: (plugin) => plugin.decorations,
    eventHandlers: {
      // While the mouse selects, the text must not move under it.
      mousedown(_event, view) {
        this.isDragging = true;
        const release = () => {
          this.isDragging = false;
          window.removeEventListener("mouseup", release);
          // after CodeMirror has taken the click itself
          window.setTimeout(() => view.dispatch({ effects: settled.of(null) }));
        };
        window.addEventListener("mouseup", release);
      },
      compositionend(_event, view) {
        window.setTimeout(() => view.dispatch({ effects: settled.of(null) }));
      },
    },
  },
);
