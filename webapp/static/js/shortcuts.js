// @ts-check
/**
 * Keys. A module adds its own with `shortcut("Ctrl+K", open)`; a template with `data-shortcut="e"`
 * on a link or
 * button, which the key then presses. Several keys are parted by commas: "Ctrl+N, n".
 * Single keys work only while nothing is being typed, and not at all with <body data-single-
 * keys="off">.
 */

const isMac = /^Mac|^iP/.test(navigator.platform);
/** @type {Map<string, () => void>} */
const actions = new Map();

/**
 * @param {string} keys    such as "Ctrl+Shift+L", "n", "/" or "Delete"
 * @param {() => void} action
 */
export function shortcut(keys, action) {
  for (const one of keys.split(/,\s+/)) actions.set(normal(one), action);
}

/** @param {string} keys */
function normal(keys) {
  const parts = keys.trim().split(/[+ ](?=.)/);
  const key = (parts.pop() ?? "").toLowerCase();
  const held = parts.map((part) => part.toLowerCase()).sort();
  return [...held, key].join("+");
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  // On a keyboard of another script the key's place counts: "N" is where N is printed beside it.
  const place = /^Key([A-Z])$/.exec(event.code)?.[1] ?? /^Digit(\d)$/.exec(event.code)?.[1];
  const foreign = event.key.length === 1 && event.key.charCodeAt(0) > 127;
  const key = (foreign && place ? place : event.key).toLowerCase();
  const command = isMac ? event.metaKey : event.ctrlKey;
  const held = [];
  if (command) held.push("ctrl");
  // Shift is part of a sign such as "?" unless a command or a letter is meant.
  if (event.shiftKey && (command || key.length > 1)) held.push("shift");
  return {
    name: [...held, key].join("+"),
    single: (!command && key.length === 1) || key === "delete",
  };
}

/** @param {EventTarget | null} target */
export function isTyping(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement)
    return !/^(checkbox|radio|button|submit|range|file)$/.test(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** @param {string} name */
function button(name) {
  const candidates = /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll("[data-shortcut]")
  );
  for (const candidate of candidates) {
    const keys = (candidate.dataset.shortcut ?? "").split(/,\s+/).filter(Boolean).map(normal);
    if (keys.includes(name) && (candidate.offsetParent !== null || candidate.closest("nav")))
      return candidate;
  }
  return null;
}

/** Begins to listen. */
export function start() {
  document.addEventListener("keydown", (event) => {
    // Ctrl+Alt is AltGr on many keyboards and types letters.
    if (event.defaultPrevented || event.isComposing || event.altKey) return;
    const { name, single } = pressed(event);
    // Escape closes what lies on top, and nothing else.
    if (name === "escape" && document.querySelector("dialog[open], :popover-open")) return;
    const off = document.body.dataset.singleKeys === "off";
    const busy = isTyping(event.target) || document.querySelector("dialog[open]") !== null;
    if (single && (off || busy)) return;
    const found = button(name);
    const action = found ? () => found.click() : actions.get(name);
    if (!action) return;
    event.preventDefault();
    action();
  });
}
