// @ts-check
/**
 * The margin of the writing page: day, time and zone, journal, mood, place, weather, tags, people,
 * star. Tells what was changed, and only that.
 */
import { lines, pickers } from "./marginfields.js";
import { dayWords, text } from "./texts.js";

/**
 * @param {HTMLElement} page    the [data-writing] element
 * @param {() => void} changed  called after every change
 * @returns {{values: () => Record<string, unknown>, drawTags: (tags: unknown) => void}}
 */
export function margin(page, changed) {
  /** @type {Record<string, unknown>} */
  const values = {};
  /** @param {string} name @param {unknown} value */
  const set = (name, value) => {
    values[name] = value;
    changed();
  };
  const tags = chipField(page, "[data-tags]", (names) => set("tags", names));
  chipField(page, "[data-people]", (names) => set("people", names));
  whenFields(page, set);
  pickers(page, (name, value) => set(name, Number(value)));
  lines(page, set);
  star(page, (starred) => set("starred", starred));
  return { values: () => values, drawTags: tags.draw };
}

/**
 * @param {HTMLElement} page
 * @param {(name: string, value: string) => void} changed
 */
function whenFields(page, changed) {
  const label = page.querySelector("[data-day-label]");
  const time = page.querySelector("[data-time-label]");
  const problem = /** @type {HTMLElement | null} */ (page.querySelector("[data-when-error]"));
  /** @param {string} words */
  const complain = (words) => {
    if (!problem) return;
    problem.hidden = !words;
    const line = problem.querySelector("span");
    if (line) line.textContent = words;
  };
  const day = /** @type {HTMLInputElement | null} */ (page.querySelector("[data-field=day]"));
  /** @param {string} value */
  const drawDay = (value) => {
    const words = dayWords(value);
    const [name, rest] = [label?.querySelector("b"), label?.querySelector("span")];
    if (!name || !rest) return;
    name.textContent = words.weekday;
    rest.textContent = words.day;
    label?.setAttribute(
      "aria-label",
      `${words.weekday} ${words.day}. ${/** @type {HTMLElement} */ (label).dataset.change}`,
    );
  };
  if (day?.value) drawDay(day.value);
  page.addEventListener("change", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || !field.dataset.field) return;
    const name = field.dataset.field;
    const valid = field.validity.valid && field.value.trim() !== "";
    field.setAttribute("aria-invalid", String(!valid));
    complain(valid ? "" : text(name === "time" ? "noTime" : "noDate"));
    if (!valid) return;
    if (name === "time") field.value = field.value.trim().replace(".", ":").padStart(5, "0");
    if (name === "day") drawDay(field.value);
    if (name === "time" && time) time.textContent = field.value;
    changed(name, field.value.trim());
  });
}

/**
 * Words that are added and removed one by one: tags, people.
 * @param {HTMLElement} page
 * @param {string} where     the group's selector
 * @param {(names: string[]) => void} changed
 */
function chipField(page, where, changed) {
  const group = /** @type {HTMLElement | null} */ (page.querySelector(where));
  const input = /** @type {HTMLInputElement | null | undefined} */ (
    group?.querySelector("[data-tag-field]")
  );
  const button = /** @type {HTMLElement | null | undefined} */ (
    group?.querySelector("[data-new-tag]")
  );
  const template = /** @type {HTMLTemplateElement | null | undefined} */ (
    group?.querySelector("[data-tag-template]")
  );
  if (!group || !input || !button || !template) return { draw: () => undefined };
  const names = () =>
    [.../** @type {NodeListOf<HTMLElement>} */ (group.querySelectorAll("[data-tag]"))].map(
      (chip) => chip.dataset.tag ?? "",
    );

  /** @param {string} name */
  const add = (name) => {
    const same = names().some(
      (other) => other.localeCompare(name, undefined, { sensitivity: "base" }) === 0,
    );
    if (!name || same) return false;
    const chip = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
    chip.dataset.tag = name;
    const [word, cross] = [chip.querySelector(".tag, [data-word]"), chip.querySelector("[data-untag]")];
    if (word) word.textContent = name;
    cross?.setAttribute("aria-label", text("removeTag", { tag: name }));
    button.before(chip);
    return true;
  };
  const take = () => {
    const added = input.value.split(",").map((one) => add(one.trim().replace(/^#+/, "").trim()));
    input.value = "";
    if (added.some(Boolean)) changed(names());
  };
  /** @param {boolean} open */
  const show = (open) => {
    input.hidden = !open;
    button.hidden = open;
  };
  button.addEventListener("click", () => {
    show(true);
    input.focus();
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      take();
      return; // and on to whoever knows that key
    }
    if (event.key === "Enter" || event.key === ",") take();
    else if (event.key === "Escape") input.value = "";
    else return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key !== ",") {
      show(false);
      button.focus();
    }
  });
  input.addEventListener("blur", () => {
    take();
    show(false);
  });
  group.addEventListener("click", (event) => {
    const cross = event.target instanceof Element ? event.target.closest("[data-untag]") : null;
    if (!cross) return;
    cross.closest("[data-tag]")?.remove();
    button.focus();
    changed(names());
  });
  return { draw: (/** @type {unknown} */ tags) => drawTextTags(group, tags, names()) };
}

/**
 * The tags that stand in the text itself, as the server found them.
 * @param {HTMLElement} group
 * @param {unknown} tags   names, or {name, in_text}
 * @param {string[]} own   those of the field, which are drawn already
 */
function drawTextTags(group, tags, own) {
  const place = group.querySelector("[data-text-tags]");
  if (!place || !Array.isArray(tags)) return;
  const known = new Set(own.map((name) => name.toLowerCase()));
  const found = tags
    .map((tag) => (typeof tag === "string" ? tag : tag.in_text ? tag.name : ""))
    .filter((name) => name && !known.has(name.toLowerCase()));
  place.replaceChildren(
    ...found.map((name) => {
      const field = document.createElement("span");
      field.className = "mfield";
      const word = document.createElement("span");
      word.className = "tag";
      word.textContent = name;
      field.append(word);
      return field;
    }),
  );
}

/**
 * @param {HTMLElement} page
 * @param {(starred: boolean) => void} changed
 */
function star(page, changed) {
  const button = page.querySelector("[data-star]");
  button?.addEventListener("click", () => {
    const starred = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(starred));
    button.classList.toggle("is-starred", starred);
    changed(starred);
  });
}
