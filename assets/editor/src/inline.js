// @ts-check
/** Words with their emphasis as elements, for what is shown apart from the text: cells of tables. */

/** @typedef {import("@lezer/common").SyntaxNode} Node */

const TAGS = /** @type {Record<string, string>} */ ({
  StrongEmphasis: "strong",
  Emphasis: "em",
  Strikethrough: "s",
  Highlight: "mark",
  InlineCode: "code",
  Link: "span",
  Image: "span",
});
const SIGNS = new Set([
  "EmphasisMark",
  "StrikethroughMark",
  "HighlightMark",
  "CodeMark",
  "LinkMark",
  "URL",
  "LinkTitle",
]);

/**
 * Puts what stands inside a node into an element, without its signs.
 * @param {string} text     the text that positions count in
 * @param {number} base     where it begins in the document
 * @param {Node} node
 * @param {HTMLElement} into
 */
export function renderInline(text, base, node, into) {
  let at = node.from;
  for (let child = node.firstChild; child; child = child.nextSibling) {
    into.append(text.slice(at - base, child.from - base));
    at = child.to;
    if (SIGNS.has(child.name)) continue;
    if (child.name === "Escape") {
      into.append(text.slice(child.from + 1 - base, child.to - base));
      continue;
    }
    const tag = TAGS[child.name];
    const made = tag ? document.createElement(tag) : into;
    if (child.name === "Link") made.className = "md-link";
    renderInline(text, base, child, made);
    if (made !== into) into.append(made);
  }
  into.append(text.slice(at - base, node.to - base));
}
