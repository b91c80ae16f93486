// @ts-check
/** A photo that says when it was taken offers that moment as the entry's own. */
import { dayWords, text } from "./texts.js";

/**
 * Says when the photo was taken, unless the entry has that moment already or another photo is
 * being offered.
 * @param {HTMLElement} page   the [data-writing] element
 * @param {string} taken       "2021-06-27T16:09", by the camera's clock
 */
export function offerDate(page, taken) {
  const note = /** @type {HTMLElement | null} */ (page.querySelector("[data-photo-date]"));
  const day = field(page, "day");
  const time = field(page, "time");
  const [wantedDay, wantedTime] = taken.split("T");
  if (!note?.hidden || !day || !time) return;
  if (day.value === wantedDay && time.value === wantedTime) return;
  const { weekday, day: date } = dayWords(wantedDay);
  const said = note.querySelector("p");
  if (said) said.textContent = text("photoTaken", { day: `${weekday} ${date}`, time: wantedTime });
  note.hidden = false;
  note.onclick = (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button) return;
    note.hidden = true;
    if (button.dataset.use !== undefined) {
      put(day, wantedDay);
      put(time, wantedTime);
    }
    /** @type {HTMLElement | null} */ (page.querySelector(".cm-content"))?.focus();
  };
}

/**
 * @param {HTMLElement} page
 * @param {string} name
 */
function field(page, name) {
  return /** @type {HTMLInputElement | null} */ (page.querySelector(`[data-field=${name}]`));
}

/**
 * As if the person had typed it.
 * @param {HTMLInputElement} input
 * @param {string} value
 */
function put(input, value) {
  input.value = value;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}
