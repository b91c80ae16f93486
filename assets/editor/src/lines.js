// @ts-check
/**
 * What a whole line looks like: the first as the entry's name, quotations, lists, code; each with
 * its own direction.
 */
import { syntaxTree } from "@codemirror/language";
import { RangeSetBuilder } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin } from "@codemirror/view";

/** Which nodes of the syntax tree give their lines a class. */
const CLASSES = /** @type {Record<string, string>} */ ({
  ATXHeading1: "md-line-heading md-line-h1",
  ATXHeading2: "md-line-heading md-line-h2",
  ATXHeading3: "md-line-heading",
  ATXHeading4: "md-line-heading",
  ATXHeading5: "md-line-heading",
  ATXHeading6: "md-line-heading",
  SetextHeading1: "md-line-heading md-line-h1",
  SetextHeading2: "md-line-heading md-line-h2",
  Blockquote: "md-line-quote",
  ListItem: "md-line-item",
  FencedCode: "md-line-code",
  CodeBlock: "md-line-code",
});

/**
 * @param {EditorView} view
 * @param {boolean} firstLineIsName
 */
function decorate(view, firstLineIsName) {
  const { doc } = view.state;
  const named = firstLineIsName && doc.lines > 1 && doc.line(1).text.trim() !== "";
  /** @type {Map<number, Set<string>>} */
  const classes = new Map();
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from,
      to,
      enter(node) {
        const name = CLASSES[node.name];
        if (!name) return;
        const last = doc.lineAt(Math.min(node.to, to)).number;
        for (let n = doc.lineAt(Math.max(node.from, from)).number; n <= last; n += 1) {
          const start = doc.line(n).from;
          classes.set(start, (classes.get(start) ?? new Set()).add(name));
        }
      },
    });
  }
  /** @type {RangeSetBuilder<Decoration>} */
  const builder = new RangeSetBuilder();
  for (const { from, to } of view.visibleRanges) {
    for (let line = doc.lineAt(from); ; line = doc.line(line.number + 1)) {
      const names = [...(classes.get(line.from) ?? [])];
      if (named && line.number === 1) names.push("md-line-name");
      if (names.length === 0 && line.length === 0) names.push("md-line-blank");
      builder.add(line.from, line.from, lineDecoration(names.join(" ")));
      if (line.to >= to || line.number === doc.lines) break;
    }
  }
  return builder.finish();
}

/** @type {Map<string, Decoration>} */
const known = new Map();

/** @param {string} names */
function lineDecoration(names) {
  let found = known.get(names);
  if (!found) {
    found = Decoration.line({ attributes: { dir: "auto", ...(names ? { class: names } : {}) } });
    known.set(names, found);
  }
  return found;
}

/** @param {boolean} firstLineIsName */
export function lineLook(firstLineIsName) {
  return ViewPlugin.define(
    (view) => {
      const plugin = {
        decorations: decorate(view, firstLineIsName),
        /** @param {import("@codemirror/view").ViewUpdate} update */
        update(update) {
          const parsed = syntaxTree(update.startState) !== syntaxTree(update.state);
          if (update.docChanged || update.viewportChanged || parsed) {
            plugin.decorations = decorate(update.view, firstLineIsName);
          }
        },
      };
      return plugin;
    },
    { decorations: (plugin) => plugin.decorations },
  );
}
