// @ts-check
/**
 * Markdown as the program's own renderer reads it (no HTML), with #tags, as a CodeMirror language.
 */
import { commonmarkLanguage } from "@codemirror/lang-markdown";
import { Language, LanguageSupport, syntaxHighlighting } from "@codemirror/language";
import { Tag, styleTags, tagHighlighter, tags } from "@lezer/highlight";
import { Autolink, Strikethrough, Table, TaskList } from "@lezer/markdown";

const tagWord = Tag.define();
const highlighted = Tag.define();
const TAG = /^#[\p{L}\p{N}][\p{L}\p{M}\p{N}_/-]*/u;
const WORD_BEFORE = /[\p{L}\p{M}\p{N}_#/&]$/u;

/** @type {import("@lezer/markdown").MarkdownConfig} */
const HashTag = {
  defineNodes: ["HashTag"],
  props: [styleTags({ HashTag: tagWord })],
  parseInline: [
    {
      name: "HashTag",
      parse(inline, next, pos) {
        if (next !== 35 /* # */ || WORD_BEFORE.test(inline.slice(inline.offset, pos).slice(-2)))
          return -1;
        const found = TAG.exec(inline.slice(pos, inline.end));
        if (!found || /^#\p{N}+$/u.test(found[0])) return -1;
        return inline.addElement(inline.elt("HashTag", pos, pos + found[0].length));
      },
    },
  ],
};

const EQUALS = 61; // "="
const PUNCTUATION = /[\p{P}\p{S}]/u;
const HighlightDelimiter = { resolve: "Highlight", mark: "HighlightMark" };

/**
 * ==words== as marked with a pen: the rules of ~~words~~, with another sign.
 * @type {import("@lezer/markdown").MarkdownConfig}
 */
const Highlight = {
  defineNodes: [
    { name: "Highlight", style: { "Highlight/...": highlighted } },
    { name: "HighlightMark", style: tags.processingInstruction },
  ],
  parseInline: [
    {
      name: "Highlight",
      parse(inline, next, pos) {
        const isPair = next === EQUALS && inline.char(pos + 1) === EQUALS;
        if (!isPair || inline.char(pos + 2) === EQUALS) return -1;
        const before = inline.slice(pos - 1, pos);
        const after = inline.slice(pos + 2, pos + 3);
        const [spaceBefore, spaceAfter] = [/\s|^$/.test(before), /\s|^$/.test(after)];
        const [signBefore, signAfter] = [PUNCTUATION.test(before), PUNCTUATION.test(after)];
        const opens = !spaceAfter && (!signAfter || spaceBefore || signBefore);
        const closes = !spaceBefore && (!signBefore || spaceAfter || signAfter);
        return inline.addDelimiter(HighlightDelimiter, pos, pos + 2, opens, closes);
      },
      after: "Emphasis",
    },
  ],
};

const look = tagHighlighter([
  { tag: tags.heading, class: "md-heading" },
  { tag: tags.strong, class: "md-strong" },
  { tag: tags.emphasis, class: "md-em" },
  { tag: tags.strikethrough, class: "md-gone" },
  { tag: tags.monospace, class: "md-code" },
  { tag: tags.link, class: "md-link" },
  { tag: tags.url, class: "md-url" },
  { tag: [tags.processingInstruction, tags.contentSeparator, tags.labelName], class: "md-sign" },
  { tag: tagWord, class: "md-tag" },
  { tag: highlighted, class: "md-highlight" },
]);

// The language's own data facet is kept: the commands that continue a list ask for it.
const parser = /** @type {import("@lezer/markdown").MarkdownParser} */ (commonmarkLanguage.parser);
const language = new Language(
  commonmarkLanguage.data,
  parser.configure([
    Strikethrough,
    Highlight,
    Table,
    TaskList,
    Autolink,
    HashTag,
    { remove: ["HTMLBlock", "HTMLTag"] },
  ]),
  [],
  "markdown",
);

export const markdown = [new LanguageSupport(language), syntaxHighlighting(look)];
