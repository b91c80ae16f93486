// @ts-check
/**
 * Files dropped on the window. Anywhere but on a drop zone they would replace the page, or be
 * opened by another
 * program: so that is prevented first. A zone hands them to its file field: <div data-drop="id of
 * the input">.
 */

/** @param {DragEvent} event */
const zoneOf = (event) =>
  /** @type {HTMLElement | null} */ (
    event.target instanceof Element ? event.target.closest("[data-drop]") : null
  );

/** @param {DragEvent} event */
function refuse(event) {
  const files = event.dataTransfer?.types.includes("Files") ?? false;
  const target = event.target instanceof HTMLElement ? event.target : null;
  const takesText = target?.isContentEditable || target?.matches("input, textarea");
  // Words may still be moved inside a text; a file or a link may not.
  if (takesText && !files) return;
  event.preventDefault();
  if (event.dataTransfer && !zoneOf(event)) event.dataTransfer.dropEffect = "none";
}

/** @param {DragEvent} event */
function take(event) {
  const zone = zoneOf(event);
  const input = document.getElementById(zone?.dataset.drop ?? "");
  zone?.classList.remove("is-over");
  const files = event.dataTransfer?.files;
  if (!(input instanceof HTMLInputElement) || !files?.length) return;
  input.files = files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Begins to listen. */
export function start() {
  window.addEventListener("dragover", refuse, { capture: true });
  window.addEventListener("drop", refuse, { capture: true });
  document.addEventListener("drop", take);
  document.addEventListener("dragenter", (event) => zoneOf(event)?.classList.add("is-over"));
  document.addEventListener("dragleave", (event) => {
    const zone = zoneOf(event);
    if (zone && !zone.contains(/** @type {Node | null} */ (event.relatedTarget)))
      zone.classList.remove("is-over");
  });
}
