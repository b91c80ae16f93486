// @ts-check
/**
 * Tables are shown as tables and edited as text: where the cursor is, their Markdown stands.
 * Widgets that fill lines must come from the state and not from what is in view.
 */
import { syntaxTree } from "@codemirror/language";
import { Prec, StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType, keymap } from "@codemirror/view";
import { Tree } from "@lezer/common";
import { renderInline } from "./inline.js";

/**
 * @typedef {import("@codemirror/state").EditorState} State
 * @typedef {import("@lezer/common").SyntaxNode} Node
 * @typedef {{from: number, to: number}} Span
 */

class TableWidget extends WidgetType {
  /**
   * @param {string} text
   * @param {Node} node
   */
  constructor(text, node) {
    super();
    this.text = text;
    this.node = node;
  }

  /** @param {TableWidget} other */
  eq(other) {
    return other.text === this.text;
  }

  /** @param {EditorView} view */
  toDOM(view) {
    const frame = document.createElement("div");
    frame.className = "md-table";
    const table = document.createElement("table");
    frame.append(table);
    const sides = alignment(this.text);
    for (let row = this.node.firstChild; row; row = row.nextSibling) {
      if (row.name === "TableHeader" || row.name === "TableRow") {
        table.append(this.row(row, sides));
      }
    }
    frame.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const cell = event.target instanceof Element ? event.target.closest("[data-at]") : null;
      const inside = cell instanceof HTMLElement ? Number(cell.dataset.at) : 0;
      view.dispatch({ selection: { anchor: view.posAtDOM(frame) + inside } });
      view.focus();
    });
    return frame;
  }

  /**
   * @param {Node} row
   * @param {string[]} sides
   */
  row(row, sides) {
    const line = document.createElement("tr");
    for (const [index, cell] of row.getChildren("TableCell").entries()) {
      const made = document.createElement(row.name === "TableHeader" ? "th" : "td");
      made.dir = "auto";
      made.dataset.at = String(cell.from - this.node.from);
      if (sides[index]) made.classList.add(sides[index]);
      renderInline(this.text, this.node.from, cell, made);
      line.append(made);
    }
    return line;
  }

  ignoreEvent() {
    return true;
  }
}

/**
 * The classes of the columns, from the row of dashes.
 * @param {string} text
 */
function alignment(text) {
  const dashes = text.split("\n")[1] ?? "";
  const cells = dashes.trim().replace(/^\||\|$/g, "").split("|");
  return cells.map((cell) => {
    const [starts, ends] = [/^\s*:/.test(cell), /:\s*$/.test(cell)];
    if (ends) return starts ? "is-middle" : "is-end";
    return "";
  });
}

/**
 * @param {State} state
 * @returns {Node[]}
 */
function find(state) {
  const tree = syntaxTree(state);
  return places(tree, 0).map((from) => {
    let node = tree.resolve(from, 1);
    while (node.name !== "Table" && node.parent) node = node.parent;
    return node;
  });
}

/**
 * Where the tables between other blocks begin. The tree's own lists are read, which hold tens of
 * thousands of blocks of a long text: making a node of each would take longer than a frame.
 * @param {Tree} tree
 * @param {number} from
 * @returns {number[]}
 */
function places(tree, from) {
  return tree.children.flatMap((child, index) => {
    if (!(child instanceof Tree)) return [];
    const at = from + tree.positions[index];
    if (child.type.isAnonymous) return places(child, at);
    return child.type.name === "Table" ? [at] : [];
  });
}

/**
 * @param {State} state
 * @param {Node[]} tables
 */
function draw(state, tables) {
  const shown = tables.filter((table) => !isTouched(state, table));
  return Decoration.set(
    shown.map((table) => {
      // places count one sign a line end, whatever the text's own is
      const widget = new TableWidget(state.doc.sliceString(table.from, table.to), table);
      return Decoration.replace({ widget, block: true }).range(table.from, table.to);
    }),
  );
}

/**
 * @param {State} state
 * @param {Span} table
 */
function isTouched(state, { from, to }) {
  return state.selection.ranges.some((range) => range.from <= to && range.to >= from);
}

/** @type {StateField<{tables: Node[], shown: import("@codemirror/view").DecorationSet}>} */
const field = StateField.define({
  create(state) {
    const tables = find(state);
    return { tables, shown: draw(state, tables) };
  },
  update(value, transaction) {
    const { state, startState } = transaction;
    const isParsed = syntaxTree(startState) !== syntaxTree(state);
    if (isParsed || transaction.docChanged) {
      const tables = find(state);
      return { tables, shown: draw(state, tables) };
    }
    if (!transaction.selection || value.tables.length === 0) return value;
    return { tables: value.tables, shown: draw(state, value.tables) };
  },
  provide: (of) => EditorView.decorations.from(of, (value) => value.shown),
});

/**
 * Up and down go into a table and not past it.
 * @param {boolean} forward
 * @returns {(view: EditorView) => boolean}
 */
function enter(forward) {
  return (view) => {
    const { main } = view.state.selection;
    if (!main.empty) return false;
    const { head } = view.moveVertically(main, forward);
    const passed = view.state.field(field).tables.find((table) =>
      forward
        ? main.head < table.from && head >= table.from
        : main.head > table.to && head <= table.to,
    );
    if (!passed) return false;
    const anchor = forward ? passed.from : view.state.doc.lineAt(passed.to).from;
    view.dispatch({ selection: { anchor }, scrollIntoView: true, userEvent: "select" });
    return true;
  };
}

export const tables = [
  field,
  Prec.high(
    keymap.of([
      { key: "ArrowDown", run: enter(true) },
      { key: "ArrowUp", run: enter(false) },
    ]),
  ),
];
