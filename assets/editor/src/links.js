// @ts-check
/** A click with Ctrl opens a link of the text, as the reading page does; it never leads away. */
import { syntaxTree } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { addressOf } from "./addresses.js";
import { linkTo } from "./widgets.js";

/**
 * The address of the link at a place; "" where there is none that may be opened.
 * @param {EditorView} view
 * @param {number} at
 */
function addressAt(view, at) {
  for (const side of /** @type {(-1 | 1)[]} */ ([-1, 1])) {
    const found = syntaxTree(view.state).resolveInner(at, side);
    for (let node = /** @type {typeof found | null} */ (found); node; node = node.parent) {
      const url = node.name === "URL" ? node : node.getChild("URL");
      const isLink = ["URL", "Link", "Autolink"].includes(node.name);
      if (isLink && url) return addressOf(view.state.sliceDoc(url.from, url.to));
    }
  }
  return "";
}

export const links = EditorView.domEventHandlers({
  mousedown(event, view) {
    if (event.button !== 0 || !(event.ctrlKey || event.metaKey)) return false;
    const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
    const address = at === null ? "" : addressAt(view, at);
    if (!address) return false;
    event.preventDefault();
    linkTo(address).click();
    return true;
  },
});
