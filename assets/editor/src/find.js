// @ts-check
/** Finding in the entry: a small bar above the text; the library looks, the bar shows. */
import {
  SearchQuery,
  closeSearchPanel,
  findNext,
  findPrevious,
  getSearchQuery,
  openSearchPanel,
  search,
  setSearchQuery,
} from "@codemirror/search";
import { keymap, runScopeHandlers } from "@codemirror/view";

const MOST = 1000; // hits that are counted

/**
 * @typedef {import("@codemirror/view").EditorView} View
 * @typedef {{find: string, previous: string, next: string, close: string, count: string,
 *   none: string}} Words
 */

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
    this.field.value = getSearchQuery(view.state).search;
    this.field.addEventListener("input", () => this.look());
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
      button(words.close, "×", () => this.close()),
    );
    this.dom.addEventListener("keydown", (event) => this.key(event));
    this.count();
  }

  mount() {
    this.field.select();
  }

  close() {
    closeSearchPanel(this.view);
    this.view.focus();
  }

  look() {
    const query = new SearchQuery({ search: this.field.value, literal: true });
    this.view.dispatch({ effects: setSearchQuery.of(query) });
    if (query.valid) findNext(this.view);
    this.count();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.isComposing) return;
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter") (event.shiftKey ? findPrevious : findNext)(this.view);
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
