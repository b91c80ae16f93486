// @ts-check
/** Colours and text size, seen at once. The text size saves itself (data-apply); the colours are saved here. */
import { send, sentences } from "../js/http.js";
import { text } from "../js/texts.js";
import { sayFailed } from "../js/toasts.js";

const root = document.documentElement;
const group = /** @type {HTMLElement | null} */ (document.querySelector("[data-themes]"));
const choices = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-theme-choice]")]);
const size = /** @type {HTMLInputElement | null} */ (document.getElementById("text_size"));

/** @param {HTMLElement} choice */
function draw(choice) {
  for (const one of choices) {
    one.setAttribute("aria-checked", String(one === choice));
    one.tabIndex = one === choice ? 0 : -1;
  }
  const theme = choice.dataset.themeChoice ?? "system";
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
}

/** @param {HTMLElement} choice */
async function choose(choice) {
  const before = choices.find((one) => one.getAttribute("aria-checked") === "true");
  draw(choice);
  choice.focus();
  const answer = await send("POST", group?.dataset.themes ?? "", { theme: choice.dataset.themeChoice });
  if (answer.ok) return;
  if (before) draw(before);
  sayFailed(answer.refusal ? sentences(answer.refusal) : text("noAnswerPart"));
}

/** Arrow keys walk a group of choices and choose, as in every form. @param {KeyboardEvent} event */
function walk(event) {
  const at = choices.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const next = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1 }[event.key];
  if (at < 0 || next === undefined) return;
  event.preventDefault();
  const to = choices[(next + choices.length) % choices.length];
  if (to) void choose(to);
}

for (const choice of choices) choice.addEventListener("click", () => void choose(choice));
group?.addEventListener("keydown", walk);
size?.addEventListener("input", () => {
  root.dataset.textSize = (size.dataset.sizes ?? "").split(" ")[Number(size.value) - 1] ?? "normal";
});
