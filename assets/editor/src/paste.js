// @ts-check
/**
 * What is pasted: words with their looks become Markdown, an address over words links them, and what
 * no text can hold is left out.
 */
import { EditorView } from "@codemirror/view";
import { gfm } from "@truto/turndown-plugin-gfm";
import TurndownService from "turndown";

const ADDRESS = /^(?:https?:\/\/|mailto:)\S+$/i;
const MOST_SIGNS = 8_000_000;
const MOST_HTML = 2_000_000; // what is longer would hold the page up: its words come in as they are
// what holds no words of anyone, or would be fetched from elsewhere
const DROPPED = ["script", "style", "head", "title", "meta", "link", "iframe", "object", "noscript"];

/** @type {TurndownService | undefined} */
let known;

/** Made when something is first pasted. */
function service() {
  if (known) return known;
  known = new TurndownService({
    headingStyle: "atx",
    hr: "---",
    bulletListMarker: "-",
    codeBlockStyle: "fenced",
    emDelimiter: "*",
  });
  known.use(gfm);
  known.remove(/** @type {any} */ (DROPPED));
  known.addRule("picture", {
    filter: "img",
    replacement: (_content, node) => /** @type {HTMLElement} */ (node).getAttribute("alt") ?? "",
  });
  known.addRule("marked", { filter: "mark", replacement: (content) => `==${content}==` });
  known.addRule("link", {
    filter: (node) => node.nodeName === "A" && !ADDRESS.test(node.getAttribute("href") ?? ""),
    replacement: (content) => content,
  });
  // a word processor's "bold: normal" round everything it copies
  known.addRule("plain", {
    filter: (node) => node.nodeName === "B" && /font-weight:\s*normal/.test(node.dataset.style ?? ""),
    replacement: (content) => content,
  });
  return known;
}

/**
 * HTML of another program as Markdown. It is parsed without being run or fetching anything.
 * @param {string} html
 */
export function toMarkdown(html) {
  // The page's own policy forbids styles, and says so even of a document that is never shown.
  const unstyled = html
    .replace(/<style\b[\s\S]*?<\/style\s*>/gi, "")
    .replace(/<[^>]*>/g, (tag) => tag.replace(/(\s)style(?=\s*=)/gi, "$1data-style"));
  const page = new DOMParser().parseFromString(unstyled, "text/html");
  return service().turndown(page.body).replace(/\u00a0/g, " ").trim();
}

/**
 * Whether HTML says more than its words: a browser's plain paste is one span or paragraph.
 * @param {string} html
 */
function saysMore(html) {
  return html.length <= MOST_HTML && /<(?:a|b|strong|i|em|h[1-6]|ul|ol|table|blockquote|pre|code|mark|s|del)\b/i.test(html);
}

/** @param {string} words  @returns {string} without what is no character of a text */
export function clean(words) {
  return words.replace(/\0/g, "").toWellFormed?.() ?? words.replace(/\0/g, "");
}

/**
 * @param {EditorView} view
 * @param {string} words
 */
function put(view, words) {
  const { state } = view;
  view.dispatch(state.replaceSelection(state.toText(clean(words).replace(/\r\n?/g, "\n"))), {
    userEvent: "input.paste",
    scrollIntoView: true,
  });
}

/** @param {() => void} refuse  told when more is pasted than an entry can hold */
export function pasting(refuse) {
  let isPlain = false; // Ctrl+Shift+V
  return EditorView.domEventHandlers({
    keydown(event) {
      isPlain = event.shiftKey && (event.ctrlKey || event.metaKey) && event.code === "KeyV";
      return false;
    },
    paste(event, view) {
      const data = event.clipboardData;
      const words = data?.getData("text/plain") ?? "";
      const html = data?.getData("text/html") ?? "";
      if (!data || (data.files.length && !words)) return false;
      event.preventDefault();
      if (words.length + view.state.doc.length > MOST_SIGNS) refuse();
      else if (isPlain) put(view, words);
      else if (ADDRESS.test(words.trim()) && !view.state.selection.main.empty) {
        link(view, words.trim());
      } else put(view, saysMore(html) ? toMarkdown(html) : words);
      isPlain = false;
      return true;
    },
  });
}

/**
 * @param {EditorView} view
 * @param {string} address
 */
function link(view, address) {
  const { from, to } = view.state.selection.main;
  const words = view.state.sliceDoc(from, to);
  const insert = `[${words.replace(/[[\]\\]/g, "\\$&")}](${address.replace(/[()]/g, (sign) => (sign === "(" ? "%28" : "%29"))})`;
  view.dispatch({
    changes: { from, to, insert },
    selection: { anchor: from + insert.length },
    userEvent: "input.paste",
  });
}
