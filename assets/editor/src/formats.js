// @ts-check
/**
 * What the buttons and keys below the page do to the text: signs of Markdown round words or before
 * lines.
 */
import { indentLess, indentMore } from "@codemirror/commands";
import { syntaxTree } from "@codemirror/language";
import { EditorSelection } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/**
 * Puts a sign round the selection, or takes it away when it stands there already.
 * @param {string} sign
 * @returns {(view: EditorView) => boolean}
 */
function around(sign) {
  const size = sign.length;
  return (view) => {
    const { state } = view;
    const change = state.changeByRange((range) => {
      const before = state.sliceDoc(range.from - size, range.from);
      const after = state.sliceDoc(range.to, range.to + size);
      if (before === sign && after === sign && !doubled(state, range, sign)) {
        return {
          changes: [
            { from: range.from - size, to: range.from },
            { from: range.to, to: range.to + size },
          ],
          range: EditorSelection.range(range.from - size, range.to - size),
        };
      }
      const word = range.empty ? (state.wordAt(range.from) ?? range) : range;
      const taken = unwrapped(state, range, word, sign);
      if (taken) return taken;
      return {
        changes: [
          { from: word.from, insert: sign },
          { from: word.to, insert: sign },
        ],
        range: range.empty
          ? EditorSelection.cursor(range.from + size)
          : EditorSelection.range(word.from + size, word.to + size),
      };
    });
    view.dispatch(state.update(change, { userEvent: "input", scrollIntoView: true }));
    return true;
  };
}

/**
 * The signs taken away where they stand round the word of the cursor, or inside the selection.
 * @param {import("@codemirror/state").EditorState} state
 * @param {import("@codemirror/state").SelectionRange} range
 * @param {{from: number, to: number}} word
 * @param {string} sign
 */
function unwrapped(state, range, word, sign) {
  const size = sign.length;
  const [from, to] = [word.from - size, word.to + size];
  const isRound = state.sliceDoc(from, word.from) === sign && state.sliceDoc(word.to, to) === sign;
  if (range.empty && isRound && !doubled(state, word, sign)) {
    const changes = [
      { from, to: word.from },
      { from: word.to, to },
    ];
    return { changes, range: EditorSelection.cursor(range.from - size) };
  }
  const words = state.sliceDoc(range.from, range.to);
  const isInside = words.length > 2 * size && words.startsWith(sign) && words.endsWith(sign);
  if (!isInside || (sign === "*" && words.startsWith("**"))) return null;
  const changes = [
    { from: range.from, to: range.from + size },
    { from: range.to - size, to: range.to },
  ];
  return { changes, range: EditorSelection.range(range.from, range.to - 2 * size) };
}

/**
 * Whether a single "*" beside the selection is half of "**".
 * @param {import("@codemirror/state").EditorState} state
 * @param {{from: number, to: number}} range
 * @param {string} sign
 */
function doubled(state, range, sign) {
  if (sign !== "*") return false;
  const before = state.sliceDoc(range.from - 3, range.from);
  const after = state.sliceDoc(range.to, range.to + 3);
  return before.endsWith("**") && after.startsWith("**") && !(before === "***" && after === "***");
}

const MARKS = /^(\s*)(#{1,6} |> |[-*+] \[[ xX]\] |[-*+] |\d+[.)] )?/;

/**
 * Begins each line of the selection with a sign, or takes it away when all of them have it.
 * @param {string} sign
 * @returns {(view: EditorView) => boolean}
 */
function before(sign) {
  return (view) => {
    const { state } = view;
    const { from, to } = state.selection.main;
    const first = state.doc.lineAt(from).number;
    const last = state.doc.lineAt(to).number;
    const lines = Array.from({ length: last - first + 1 }, (_, n) => state.doc.line(first + n));
    const marks = lines.map((line) => /** @type {RegExpExecArray} */ (MARKS.exec(line.text)));
    const insert = marks.every((mark) => mark[2] === sign) ? "" : sign;
    const changes = lines.map(({ from: start }, n) => ({
      from: start + marks[n][1].length,
      to: start + marks[n][0].length,
      insert,
    }));
    view.dispatch({ changes, userEvent: "input", scrollIntoView: true });
    return true;
  };
}

/**
 * Numbers the lines of the selection, or takes their numbers away.
 * @param {EditorView} view
 */
function numbered(view) {
  const { state } = view;
  const { from, to } = state.selection.main;
  const first = state.doc.lineAt(from).number;
  const count = state.doc.lineAt(to).number - first + 1;
  const lines = Array.from({ length: count }, (_, n) => state.doc.line(first + n));
  const marks = lines.map((line) => /** @type {RegExpExecArray} */ (MARKS.exec(line.text)));
  const areNumbered = marks.every((mark) => /^\d/.test(mark[2] ?? ""));
  const changes = lines.map(({ from: start }, n) => ({
    from: start + marks[n][1].length,
    to: start + marks[n][0].length,
    insert: areNumbered ? "" : `${n + 1}. `,
  }));
  view.dispatch({ changes, userEvent: "input", scrollIntoView: true });
  return true;
}

/**
 * Makes the selection a link, with the cursor where its address goes.
 * @param {EditorView} view
 */
function link(view) {
  const { state } = view;
  const range = state.selection.main;
  const word = range.empty ? (state.wordAt(range.from) ?? range) : range;
  const words = state.sliceDoc(word.from, word.to);
  const insert = `[${words}]()`;
  const anchor = word.from + (words ? insert.length - 1 : 1);
  view.dispatch({
    changes: { from: word.from, to: word.to, insert },
    selection: { anchor },
    userEvent: "input",
    scrollIntoView: true,
  });
  return true;
}

const ITEM = /^\s*(?:[-*+]|\d{1,9}[.)])\s/;

/**
 * Tab moves an item of a list in or out; elsewhere it leaves the text, as it does everywhere.
 * @param {import("@codemirror/view").Command} command
 * @returns {import("@codemirror/view").Command}
 */
function inList(command) {
  return (view) => {
    const line = view.state.doc.lineAt(view.state.selection.main.head);
    return ITEM.test(line.text) ? command(view) : false;
  };
}

/** @type {Record<string, (view: EditorView) => boolean>} */
export const formats = {
  strike: around("~~"),
  highlight: around("=="),
  code: around("`"),
  link,
  numbered,
  heading: before("## "),
  bold: around("**"),
  italic: around("*"),
  quote: before("> "),
  list: before("- "),
  checklist: before("- [ ] "),
};

/** @type {Record<string, string>} */
const INLINE = {
  StrongEmphasis: "bold",
  Emphasis: "italic",
  Strikethrough: "strike",
  Highlight: "highlight",
  InlineCode: "code",
  Link: "link",
};

/** @type {[RegExp, string][]} */
const LINES = [
  [/^#/, "heading"],
  [/^>/, "quote"],
  [/^[-*+] \[/, "checklist"],
  [/^[-*+]/, "list"],
  [/^\d/, "numbered"],
];

/**
 * The formats that the cursor stands in, by the names of `formats`.
 * @param {import("@codemirror/state").EditorState} state
 * @returns {string[]}
 */
export function formatsAt(state) {
  const { head } = state.selection.main;
  const mark = MARKS.exec(state.doc.lineAt(head).text)?.[2] ?? "";
  const found = LINES.filter(([sign]) => sign.test(mark)).slice(0, 1).map(([, name]) => name);
  for (
    let node = /** @type {import("@lezer/common").SyntaxNode | null} */ (
      syntaxTree(state).resolveInner(head, -1)
    );
    node;
    node = node.parent
  ) {
    if (INLINE[node.name]) found.push(INLINE[node.name]);
  }
  return found;
}

/** @type {import("@codemirror/view").KeyBinding[]} */
export const formatKeymap = [
  { key: "Mod-b", run: formats.bold },
  { key: "Mod-i", run: formats.italic },
  { key: "Mod-k", run: formats.link },
  { key: "Mod-e", run: formats.code },
  { key: "Mod-Shift-x", run: formats.strike },
  { key: "Mod-Shift-h", run: formats.highlight },
  { key: "Mod-Shift-7", run: formats.numbered },
  { key: "Tab", run: inList(indentMore), shift: inList(indentLess) },
  { key: "Mod-Shift-8", run: formats.list },
  { key: "Mod-Shift-9", run: formats.checklist },
  { key: "Mod-Shift-.", run: formats.quote },
];

/** "[] " at the start of a line becomes a checklist's box. */
export const tickOnInput = EditorView.inputHandler.of((view, from, to, text) => {
  if (text !== " " || from !== to) return false;
  const line = view.state.doc.lineAt(from);
  if (line.text.slice(0, from - line.from) !== "[]") return false;
  view.dispatch({
    changes: { from: line.from, to: from, insert: "- [ ] " },
    selection: { anchor: line.from + 6 },
    userEvent: "input.type",
  });
  return true;
});
