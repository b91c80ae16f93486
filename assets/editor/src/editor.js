// @ts-check
/**
 * The editor of the writing page: CodeMirror with Markdown as it is typed, and nothing that would
 * change a
 * text by itself. Its looks are classes; css/frame.css says what they mean.
 */
import { history, historyKeymap, standardKeymap } from "@codemirror/commands";
import { deleteMarkupBackward, insertNewlineContinueMarkupCommand } from "@codemirror/lang-markdown";
import { indentUnit } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import {
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  placeholder as hint,
} from "@codemirror/view";
import { find, finding } from "./find.js";
import { formats, formatKeymap, formatsAt, tickOnInput } from "./formats.js";
import { lineLook } from "./lines.js";
import { links } from "./links.js";
import { markdown } from "./markdown.js";
import { pasting } from "./paste.js";
import { preview } from "./preview.js";
import { tables } from "./tables.js";
import { tick } from "./widgets.js";

/**
 * The line end a text uses throughout. A mixed text is split at "\n" only, so that a "\r" stays in
 * its line
 * as it is: what comes out is what went in, whatever it was.
 * @param {string} text
 * @returns {"\n" | "\r\n" | "\r"}
 */
export function lineEndOf(text) {
  const both = text.split("\r\n").length - 1;
  const returns = text.split("\r").length - 1;
  const feeds = text.split("\n").length - 1;
  if (both > 0 && both === returns && both === feeds) return "\r\n";
  if (returns > 0 && feeds === 0) return "\r";
  return "\n";
}

/**
 * @typedef {object} Wishes
 * @property {HTMLElement} parent       where the editor goes
 * @property {string} text              what it begins with
 * @property {string} label             its name for screen readers
 * @property {string} [nonce]           allows its style elements under the content security policy
 * @property {string} [placeholder]     what stands there while it is empty
 * @property {string} [language]       what is written in, as HTML's `lang` has it
 * @property {boolean} [spelling]       whether the browser marks what is spelled wrong; true unless
 * said
 * @property {boolean} [firstLineIsName] set the first line larger once there is a second; true
 * unless said
 * @property {() => void} [onChange]    after every change of the text
 * @property {import("./find.js").Words} [words]  what the bar for finding says
 * @property {() => void} [onTooMuch]   more was pasted than an entry can hold; nothing was changed
 * @property {() => void} [onBlur]      when the cursor leaves
 * @property {(names: string[]) => void} [onFormats]  what the cursor stands in, when it has moved
 *
 * @typedef {object} Editor
 * @property {() => string} text        the text with the line ends it came with
 * @property {(text: string) => void} setText  another text; forgets what could be undone
 * @property {() => void} focus
 * @property {() => void} find          opens the bar that finds in the text
 * @property {(changes: {from: number, to: number, insert: string}[]) => void} change  places count
 * in `text()`
 * @property {(markdown: string) => void} addBlock  a paragraph of its own after the cursor's line
 * @property {(name: string) => void} format   heading, bold, italic, quote, list or checklist at
 * the cursor
 * @property {EditorView} view
 */

/**
 * @param {Wishes} wishes
 * @returns {Editor}
 */
export function createEditor(wishes) {
  /** @param {string} text */
  const stateFor = (text) =>
    EditorState.create({
      doc: text,
      extensions: [EditorState.lineSeparator.of(lineEndOf(text)), ...extensions(wishes)],
    });
  const view = new EditorView({ parent: wishes.parent, state: stateFor(wishes.text) });
  return {
    view,
    text: () => view.state.sliceDoc(),
    setText: (text) => view.setState(stateFor(text)),
    focus: () => view.focus(),
    find: () => find(view),
    change: (changes) => view.dispatch(inDocument(view.state, changes)),
    addBlock: (markdown) => view.dispatch(blockAt(view.state, markdown)),
    format: (name) => {
      formats[name]?.(view);
      view.focus();
    },
  };
}

const PLAIN_WORDS = {
  find: "Find",
  previous: "Previous",
  next: "Next",
  close: "Close",
  count: "{n} / {total}",
  none: "0",
  replaceBy: "Replace by",
  replace: "Replace",
  replaceAll: "Replace all",
};

/** Signs that turn the direction of what follows are shown: they can hide what a text says. */
const specialChars = highlightSpecialChars({ addSpecialChars: /[\u202a-\u202e\u2066-\u2069]/g });

/**
 * Changes counted in the text as it is stored, where a line may end in two signs.
 * @param {EditorState} state
 * @param {{from: number, to: number, insert: string}[]} changes
 */
function inDocument(state, changes) {
  const extra = state.lineBreak.length - 1;
  /** @param {number} at */
  const place = (at) => {
    if (!extra) return at;
    return state.sliceDoc().slice(0, at).split(state.lineBreak).join("\n").length;
  };
  return {
    changes: changes.map(({ from, to, insert }) => ({ from: place(from), to: place(to), insert })),
    userEvent: "input",
  };
}

/**
 * @param {EditorState} state
 * @param {string} markdown
 */
function blockAt(state, markdown) {
  const line = state.doc.lineAt(state.selection.main.head);
  const isLast = line.number === state.doc.lines;
  const isBelowWords = line.number > 1 && state.doc.line(line.number - 1).text.trim() !== "";
  const gap = isBelowWords ? "\n" : "";
  const before = line.text.trim() ? "\n\n" : gap;
  const after = isLast || state.doc.line(line.number + 1).text.trim() ? "\n" : "";
  const insert = `${before}${markdown}${after}`;
  const anchor = line.to + insert.length - (isLast ? 0 : after.length);
  return {
    changes: { from: line.to, insert: state.toText(insert) },
    selection: { anchor },
    scrollIntoView: true,
    userEvent: "input.paste",
  };
}

/**
 * @param {Wishes} wishes
 * @returns {import("@codemirror/state").Extension[]}
 */
function extensions(wishes) {
  return [
    EditorView.cspNonce.of(wishes.nonce ?? ""),
    history(),
    indentUnit.of("    "), // under a number, two spaces would not be inside the item
    markdown,
    lineLook(wishes.firstLineIsName ?? true),
    highlightActiveLine(),
    preview,
    tables,
    links,
    finding(wishes.words ?? PLAIN_WORDS),
    pasting(() => wishes.onTooMuch?.()),
    specialChars,
    keymap.of([
      ...formatKeymap,
      { key: "Enter", run: insertNewlineContinueMarkupCommand({ nonTightLists: false }) },
      { key: "Backspace", run: deleteMarkupBackward },
      { key: "Alt-Enter", run: (view) => tick(view, view.state.selection.main.head) },
      ...historyKeymap,
      ...standardKeymap,
    ]),
    tickOnInput,
    EditorView.lineWrapping,
    EditorView.perLineTextDirection.of(true),
    // A pasted text takes the line ends of the text it comes into.
    EditorView.clipboardInputFilter.of((text, state) => text.replace(/\r\n?|\n/g, state.lineBreak)),
    EditorView.contentAttributes.of({
      "aria-label": wishes.label,
      spellcheck: String(wishes.spelling ?? true),
      autocorrect: wishes.spelling === false ? "off" : "on",
      ...(wishes.language ? { lang: wishes.language } : {}),
      autocapitalize: "sentences",
    }),
    hint(wishes.placeholder ?? ""),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) wishes.onChange?.();
      if (update.docChanged || update.selectionSet) wishes.onFormats?.(formatsAt(update.state));
    }),
    EditorView.domEventHandlers({
      blur: () => {
        wishes.onBlur?.();
        return false;
      },
    }),
  ];
}
