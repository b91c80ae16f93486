// @ts-check
/** How a new entry can begin: with a question as a quotation above the text, or with a template. */
import { send } from "./http.js";
import { sayFailed } from "./toasts.js";

/**
 * @param {HTMLElement} page
 * @param {any} view  the editor's view
 */
export function beginnings(page, view) {
  const button = /** @type {HTMLElement | null} */ (page.querySelector("[data-question]"));
  let asked = "";
  button?.addEventListener("click", async () => {
    const answer = await send("POST", button.dataset.question ?? "", {});
    if (!answer.ok) {
      sayFailed(answer.refusal?.happened);
      return;
    }
    // the one before goes, if it still stands there as it was put
    const there = asked && view.state.sliceDoc(0, asked.length) === asked;
    const put = `> ${answer.data.question}\n\n`;
    view.dispatch({
      changes: { from: 0, to: there ? asked.length : 0, insert: put },
      userEvent: "input.question",
    });
    asked = put;
    button.textContent = button.dataset.another ?? "";
    view.dispatch({ selection: { anchor: view.state.doc.length }, scrollIntoView: true });
    view.focus();
  });
  page.addEventListener("click", (event) => {
    const item = event.target instanceof Element ? event.target.closest("[data-template]") : null;
    if (!(item instanceof HTMLElement)) return;
    const { from, to } = view.state.selection.main;
    const words = item.dataset.template ?? "";
    view.dispatch({
      changes: { from, to, insert: words },
      selection: { anchor: from + words.length },
      userEvent: "input.template",
    });
    view.focus();
  });
}
