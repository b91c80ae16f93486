// @ts-check
/** The list of all keys, and the choice whether single ones count. */
import { send } from "./http.js";
import { shortcut } from "./shortcuts.js";
import { text } from "./texts.js";
import { sayFailed } from "./toasts.js";

/** Begins to listen. */
export function start() {
  const list = /** @type {HTMLDialogElement | null} */ (document.getElementById("shortcuts"));
  if (!list) return;
  shortcut("?, Ctrl+/, Ctrl+Shift+/, Ctrl+?, Ctrl+Shift+?, F1", () => {
    if (!document.querySelector("dialog[open]")) list.showModal();
  });
  const box = /** @type {HTMLInputElement | null} */ (
    list.querySelector("[data-single-keys-url]")
  );
  box?.addEventListener("change", () => void choose(box));
}

/** @param {HTMLInputElement} box */
async function choose(box) {
  const answer = await send("POST", box.dataset.singleKeysUrl ?? "", { single_keys: box.checked });
  if (answer.ok) {
    document.body.dataset.singleKeys = box.checked ? "on" : "off";
    return;
  }
  box.checked = !box.checked;
  sayFailed(answer.refusal?.happened ?? text("noAnswerPart"));
}
