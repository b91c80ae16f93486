// @ts-check
/**
 * Fields of the writing page's margin: one of a list (journal, mood) and a line of text (place,
 * weather). Each takes one press or key; only what is set is shown in full.
 */

/**
 * The lists: a [data-picked] button opens the popover menu it names.
 * @param {HTMLElement} page
 * @param {(name: string, value: string) => void} changed
 */
export function pickers(page, changed) {
  /** @type {NodeListOf<HTMLElement>} */
  const buttons = page.querySelectorAll("[data-picked]");
  for (const button of buttons) {
    const menu = document.getElementById(button.getAttribute("popovertarget") ?? "");
    if (menu) picker(button, menu, (value) => changed(button.dataset.picked ?? "", value));
  }
}

/**
 * @param {HTMLElement} button
 * @param {HTMLElement} menu
 * @param {(value: string) => void} changed
 */
function picker(button, menu, changed) {
  const items = () => /** @type {HTMLElement[]} */ ([...menu.querySelectorAll("[data-value]")]);
  menu.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState !== "open") return;
    putBeside(button, menu);
    (items().find((item) => item.getAttribute("aria-checked") === "true") ?? items()[0])?.focus();
  });
  /** @param {HTMLElement} item */
  const choose = (item) => {
    for (const one of items()) one.setAttribute("aria-checked", String(one === item));
    draw(button, item);
    menu.hidePopover();
    button.focus();
    changed(item.dataset.value ?? "");
  };
  menu.addEventListener("click", (event) => {
    const item = event.target instanceof Element ? event.target.closest("[data-value]") : null;
    if (item instanceof HTMLElement) choose(item);
  });
  menu.addEventListener("keydown", (event) => {
    const all = items();
    const now = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: all.length - 1 }[event.key];
    const keyed = all.find((item) => item.dataset.key === event.key);
    if (keyed) choose(keyed);
    else if (next !== undefined) all[(next + all.length) % all.length]?.focus();
    else if (event.key === "Tab") menu.hidePopover();
    if (keyed || next !== undefined) event.preventDefault();
  });
}

/** @param {HTMLElement} button @param {HTMLElement} item  the chosen one */
function draw(button, item) {
  const shown = item.querySelector("[data-shown]");
  button.replaceChildren(...(shown?.cloneNode(true).childNodes ?? []));
  const said = item.querySelector("[data-said]")?.textContent;
  button.classList.toggle("quiet", !said);
  label(button, said ?? "");
}

/** @param {HTMLElement} button @param {string} value  "" where nothing is set */
function label(button, value) {
  const words = value ? button.dataset.change?.replace("{value}", () => value) : button.dataset.new;
  button.setAttribute("aria-label", words ?? value);
}

/**
 * Below the button and inside the window, its end at the button's end where there is room.
 * @param {HTMLElement} button
 * @param {HTMLElement} menu
 */
function putBeside(button, menu) {
  const at = button.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const rtl = getComputedStyle(button).direction === "rtl";
  const wanted = rtl ? at.left : at.right - width;
  const left = Math.max(8, Math.min(wanted, window.innerWidth - width - 8));
  const below = at.bottom + 4;
  const top = below + height > window.innerHeight - 8 ? window.innerHeight - height - 8 : below;
  menu.style.left = `${left}px`;
  menu.style.top = `${Math.max(8, top)}px`;
}

/**
 * The lines: a button that turns into a field and back.
 * @param {HTMLElement} page
 * @param {(name: string, value: string) => void} changed
 */
export function lines(page, changed) {
  /** @type {NodeListOf<HTMLElement>} */
  const all = page.querySelectorAll("[data-line]");
  for (const place of all) line(place, (value) => changed(place.dataset.line ?? "", value));
}

/**
 * @param {HTMLElement} place
 * @param {(value: string) => void} changed
 */
function line(place, changed) {
  const button = /** @type {HTMLElement | null} */ (place.querySelector("[data-line-button]"));
  const input = /** @type {HTMLInputElement | null} */ (place.querySelector("[data-line-field]"));
  const word = place.querySelector("[data-word]");
  if (!button || !input || !word) return;
  let kept = input.value;
  /** @param {boolean} open */
  const show = (open) => {
    input.hidden = !open;
    button.hidden = open;
  };
  const take = () => {
    const value = input.value.trim().replace(/\s+/g, " ");
    input.value = value;
    if (value === kept) return;
    kept = value;
    word.textContent = value || (place.dataset.label ?? "");
    button.classList.toggle("quiet", !value);
    label(button, value);
    changed(value);
  };
  button.addEventListener("click", () => {
    show(true);
    input.focus();
    input.select();
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      take();
      return; // and on to whoever knows that key
    }
    if (event.key === "Escape") input.value = kept;
    else if (event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    take();
    show(false);
    button.focus();
  });
  input.addEventListener("blur", () => {
    take();
    show(false);
  });
}
