// @ts-check
/**
 * How strong a new password is, in bars and words. The server decides; this only advises while
 * typing.
 */
import { text } from "./texts.js";

const SHORTEST = 10;
const COMMON = new Set(
  (
    "password passwort motdepasse qwertyuiop qwerty123456 1234567890 0987654321 iloveyou123 " +
    "letmein123 welcome123 password123 password1234 administrator 1q2w3e4r5t 1q2w3e4r5t6y " +
    "q1w2e3r4t5 abcdefghij abcdefghijkl abc1234567 aaaaaaaaaa 1111111111 0000000000 " +
    "qwertzuiop asdfghjkl1 football123 princess123 sunshine123 superman123 changeme123 " +
    "trustno1trustno1 quietleaf1 quietleaf123"
  ).split(" "),
);

/**
 * @param {string} password
 * @returns {{level: 0 | 1 | 2 | 3 | 4, common: boolean}} level 0 is too short
 */
export function judge(password) {
  const signs = [...password];
  const plain = password.toLowerCase().replace(/\s+/g, "");
  const different = new Set(signs).size;
  if (COMMON.has(plain) || /^(.{1,4})\1+$/.test(plain))
    return { level: 1, common: signs.length >= SHORTEST };
  if (signs.length < SHORTEST) return { level: 0, common: false };
  const words = new Set(password.toLowerCase().match(/\p{L}{3,}/gu) ?? []).size;
  if (different < 5) return { level: 1, common: false };
  if ((words >= 5 && signs.length >= 28) || (signs.length >= 32 && different >= 12))
    return { level: 4, common: false };
  if ((words >= 4 && signs.length >= 18) || (signs.length >= 18 && different >= 9))
    return { level: 3, common: false };
  if (signs.length >= 12 && different >= 7) return { level: 2, common: false };
  return { level: 1, common: false };
}

/** @param {Element} field */
function draw(field) {
  const input = field.querySelector("input");
  const bars = /** @type {HTMLElement | null} */ (field.querySelector(".strength"));
  const words = field.querySelector("[data-words]");
  if (!input || !bars || !words) return;
  const { level, common } = judge(input.value);
  bars.dataset.level = String(input.value ? Math.max(level, 1) : 0);
  if (level === 0 || common) {
    words.textContent = text(common ? "strengthCommon" : "strength-0");
    return;
  }
  const [grade, advice] = text(`strength-${level}`).split("|");
  const strong = document.createElement("b");
  strong.textContent = grade;
  words.replaceChildren(strong, ` ${advice}`);
}

/** Begins to listen. */
export function start() {
  document.addEventListener("input", (event) => {
    const field = event.target instanceof Element ? event.target.closest("[data-strength]") : null;
    if (field) draw(field);
  });
}
