// @ts-check
/**
 * Finding and replacing in the entry: a small bar above the text; the library looks, the bar shows.
 * As in the search of the whole journal, neither case nor accents nor points count.
 */
import {
  SearchQuery,
  closeSearchPanel,
  findNext,
  findPrevious,
  getSearchQuery,
  openSearchPanel,
  replaceAll,
  replaceNext,
  search,
  setSearchQuery,
} from "@codemirror/search";
import { keymap, runScopeHandlers } from "@codemirror/view";

const MOST = 1000; // hits that are counted
/** Latin and Greek letters that are one sign with their mark. Other alphabets' are letters of their own. */
const MARKED = [
  [0xc0, 0x24f],
  [0x370, 0x3ff],
  [0x1e00, 0x1fff],
];
/** Marks that do not count: accents, Hebrew points, Arabic vowels. */
const MARKS =
  "\\u0300-\\u036f\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7\\u0610-\\u061a\\u064b-\\u065f\\u0670";
const ANY_MARK = new RegExp(`[${MARKS}]`, "gu");

/**
 * @typedef {import("@codemirror/view").EditorView} View
 * @typedef {{find: string, previous: string, next: string, close: string, count: string,
 *   none: string, replaceBy: string, replace: string, replaceAll: string}} Words
 */

/** What was looked for last, as it was typed: the library only has the pattern. */
let lastWords = "";

/** @type {Map<string, string> | null} */
let families = null;

/** @returns {Map<string, string>} from a letter to its marked forms: "á", "à", "â" of "a" */
function familiesOf() {
  const found = new Map([["\u0435", "\u0451"]]); // Russian e and yo
  for (const [from, to] of MARKED) {
    for (let code = from; code <= to; code += 1) {
      const sign = String.fromCharCode(code);
      const base = sign.normalize("NFD").replace(ANY_MARK, "").toLowerCase();
      if (base.length === 1 && base !== sign) found.set(base, (found.get(base) ?? "") + sign);
    }
  }
  return found;
}

/**
 * What finds these words whatever their case and marks.
 * @param {string} words
 */
export function patternOf(words) {
  families ??= familiesOf();
  const all = [...families];
  const signs = [...words.normalize("NFC").toLowerCase().replace(ANY_MARK, "")];
  return signs
    .map((sign) => {
      const base = all.find(([, forms]) => forms.includes(sign))?.[0] ?? sign;
      if (/\p{L}/u.test(base)) return `[${base}${families?.get(base) ?? ""}][${MARKS}]*`;
      return base.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
    })
    .join("");
}

/**
 * @param {string} label
 * @param {string} sign
 * @param {() => void} act
 */
function button(label, sign, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-quiet";
  made.textContent = sign;
  made.ariaLabel = made.title = label;
  made.addEventListener("click", act);
  return made;
}

class Bar {
  /**
   * @param {View} view
   * @param {Words} words
   */
  constructor(view, words) {
    this.view = view;
    this.words = words;
    this.top = true;
    this.field = document.createElement("input");
    this.field.className = "input";
    this.field.ariaLabel = this.field.placeholder = words.find;
    this.field.setAttribute("main-field", "true"); // the library puts the cursor there
    const asked = getSearchQuery(view.state); // what is selected, or what was looked for before
    this.field.value = asked.regexp ? lastWords : asked.search;
    this.field.addEventListener("input", () => this.look());
    this.by = document.createElement("input");
    this.by.className = "input";
    this.by.ariaLabel = this.by.placeholder = words.replaceBy;
    this.by.addEventListener("input", () => this.ask());
    this.told = document.createElement("span");
    this.told.className = "found num";
    this.told.role = "status";
    this.dom = document.createElement("div");
    this.dom.className = "findbar";
    this.dom.role = "search";
    this.dom.append(
      this.field,
      this.told,
      button(words.previous, "↑", () => findPrevious(view)),
      button(words.next, "↓", () => findNext(view)),
      this.by,
      button(words.replace, words.replace, () => this.replace(replaceNext)),
      button(words.replaceAll, words.replaceAll, () => this.replace(replaceAll)),
      button(words.close, "×", () => this.close()),
    );
    this.dom.addEventListener("keydown", (event) => this.key(event));
    // The library is in the middle of opening the bar.
    queueMicrotask(() => this.ask());
  }

  mount() {
    this.field.select();
  }

  close() {
    closeSearchPanel(this.view);
    this.view.focus();
  }

  /** Tells the library what to look for, and what to put in its place. */
  ask() {
    lastWords = this.field.value;
    const query = new SearchQuery({
      search: patternOf(this.field.value),
      regexp: true,
      literal: true,
      replace: this.by.value.replace(/\$/g, "$$$$"),
    });
    if (!query.eq(getSearchQuery(this.view.state)))
      this.view.dispatch({ effects: setSearchQuery.of(query) });
    this.count();
    return query.valid;
  }

  look() {
    if (this.ask()) findNext(this.view);
    this.count();
  }

  /** @param {import("@codemirror/view").Command} command  all of it is undone at once */
  replace(command) {
    if (this.ask()) command(this.view);
    this.count();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.isComposing) return;
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && event.target === this.by) this.replace(replaceNext);
    else if (event.key === "Enter" && event.target === this.field)
      (event.shiftKey ? findPrevious : findNext)(this.view);
    else if (event.key === "Enter") return;
    else if (!runScopeHandlers(this.view, event, "search-panel")) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {import("@codemirror/view").ViewUpdate} update */
  update(update) {
    if (update.docChanged || update.selectionSet) this.count();
  }

  /** Which of the hits is chosen, and how many there are. */
  count() {
    const query = getSearchQuery(this.view.state);
    if (!query.valid) {
      this.told.textContent = "";
      return;
    }
    const { from } = this.view.state.selection.main;
    const cursor = /** @type {Iterator<{from: number}>} */ (query.getCursor(this.view.state));
    let total = 0;
    let at = 0;
    for (let hit = cursor.next(); !hit.done && total < MOST; hit = cursor.next()) {
      total += 1;
      if (hit.value.from <= from) at = total;
    }
    const said = total ? this.words.count : this.words.none;
    this.told.textContent = said.replace("{n}", String(at)).replace("{total}", String(total));
  }
}

/** @param {Words} words */
export function finding(words) {
  return [
    search({ top: true, createPanel: (view) => new Bar(view, words) }),
    keymap.of([
      { key: "Mod-f", run: openSearchPanel, scope: "editor search-panel" },
      { key: "F3", run: findNext, shift: findPrevious, scope: "editor search-panel" },
      { key: "Mod-g", run: findNext, shift: findPrevious, scope: "editor search-panel" },
    ]),
  ];
}

/** @param {View} view */
export function find(view) {
  openSearchPanel(view);
}
