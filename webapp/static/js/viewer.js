// @ts-check
/**
 * The photos of an entry, one at a time and as large as the window. The dialog itself is in
 * templates/viewer.html; it keeps the focus while it is open and gives it back.
 */
import { send } from "./http.js";
import { dayWords, degrees, number, text } from "./texts.js";

const LARGEST = 8;
const STEP = 1.5;
const PICTURE = ".prose img:not(a img)";

/**
 * @typedef {{uid: string, src: string, alt: string}} Photo
 * @typedef {{name: string, type: string, size: number, width: number | null,
 *   height: number | null, full: string | null, taken: string | null,
 *   place: [number, number] | null}} About
 */

const dialog = () =>
  /** @type {HTMLDialogElement | null} */ (document.getElementById("viewer"));

/**
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} hook
 */
const part = (hook) => /** @type {T} */ (dialog()?.querySelector(`[data-viewer-${hook}]`));

/** @type {Photo[]} */
let photos = [];
let at = 0;
let scale = 1;
let moment = "";
/** @type {About | null} */
let about = null;

/**
 * Opens the viewer.
 * @param {Photo[]} all
 * @param {number} n      which of them is shown first
 * @param {string} when   the day of their entry, in words
 */
export function view(all, n, when) {
  photos = all;
  moment = when;
  part("about").hidden = true;
  dialog()?.showModal();
  show(n);
}

/** @param {number} n */
function show(n) {
  at = Math.min(Math.max(n, 0), photos.length - 1);
  const { uid, src, alt } = photos[at];
  const picture = /** @type {HTMLImageElement} */ (part("picture"));
  const name = alt || text("photoNumber", { n: at + 1 });
  about = null;
  picture.src = src;
  picture.alt = name;
  zoom(1);
  const place = text("hitOf", { n: number(at + 1), total: number(photos.length) });
  part("count").textContent = place;
  part("when").textContent = moment;
  part("caption").textContent = alt;
  /** @type {HTMLAnchorElement} */ (part("save")).href = `/media/${uid}/save`;
  /** @type {HTMLButtonElement} */ (part("previous")).disabled = at === 0;
  /** @type {HTMLButtonElement} */ (part("next")).disabled = at === photos.length - 1;
  void learn(uid);
}

/** @param {string} uid */
async function learn(uid) {
  const answer = await send("GET", `/media/${uid}/about`);
  if (!answer.ok || photos[at]?.uid !== uid) return;
  about = /** @type {About} */ (answer.data);
  const { name, width, height, size, taken, place } = about;
  const pixels = width && height ? `${number(width)} × ${number(height)}` : "";
  const kilobytes = `${number(Math.max(1, Math.round(size / 1024)))} kB`;
  const [date, time] = taken?.split("T") ?? [];
  const shot = date ? text("takenOn", { day: dayWords(date).day, time }) : "";
  const where = place ? degrees(place) : "";
  const known = [name, pixels, kilobytes, shot, where];
  part("about").textContent = known.filter(Boolean).join(" · ");
}

/** @param {number} wanted  1 is the whole photo in the window */
function zoom(wanted) {
  scale = Math.min(Math.max(wanted, 1), LARGEST);
  const picture = /** @type {HTMLImageElement} */ (part("picture"));
  const stage = part("room");
  // What is stored small would only be blurred: closer, the photo itself is shown.
  if (scale > 1 && about?.full && !picture.src.endsWith(about.full)) picture.src = about.full;
  stage.classList.toggle("is-close", scale > 1);
  picture.style.width = scale > 1 ? `${stage.clientWidth * scale}px` : "";
}

function toggleAbout() {
  part("about").hidden = !part("about").hidden;
}

/** @type {Record<string, () => void>} */
const KEYS = {
  ArrowLeft: () => show(at - 1),
  ArrowRight: () => show(at + 1),
  Home: () => show(0),
  End: () => show(photos.length - 1),
  "+": () => zoom(scale * STEP),
  "=": () => zoom(scale * STEP),
  "-": () => zoom(scale / STEP),
  i: toggleAbout,
  I: toggleAbout,
};

/** @param {KeyboardEvent} event */
function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const action = KEYS[event.key];
  if (action) event.preventDefault();
  // No key that is meant for the photos may reach the page below.
  event.stopPropagation();
  action?.();
}

/** @param {Event} event */
function open(event) {
  const target = event.target instanceof Element ? event.target : null;
  const picture = /** @type {HTMLImageElement | null} */ (target?.closest(PICTURE) ?? null);
  const prose = picture?.closest(".prose");
  if (!picture || !prose) return;
  event.preventDefault();
  const all = /** @type {HTMLImageElement[]} */ ([...prose.querySelectorAll(PICTURE)]);
  const found = all.map((one) => {
    const { pathname } = new URL(one.src);
    return { uid: pathname.split("/")[2] ?? "", src: pathname, alt: one.alt };
  });
  const day = prose.closest("article")?.querySelector(".datehead")?.textContent ?? "";
  view(found, all.indexOf(picture), day);
}

/** Photos in a text can be reached and opened by keys. */
function offer() {
  for (const picture of document.querySelectorAll(`${PICTURE}:not([role])`)) {
    if (!(picture instanceof HTMLImageElement)) continue;
    picture.tabIndex = 0;
    picture.setAttribute("role", "button");
    if (!picture.alt) picture.setAttribute("aria-label", text("photoNumber", { n: "" }).trim());
  }
}

/** Begins to listen. */
export function start() {
  const box = dialog();
  if (!box) return;
  box.addEventListener("keydown", press);
  part("previous").addEventListener("click", () => show(at - 1));
  part("next").addEventListener("click", () => show(at + 1));
  part("details").addEventListener("click", toggleAbout);
  document.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") open(event);
  });
  offer();
  new MutationObserver(offer).observe(document.body, { childList: true, subtree: true });
}
