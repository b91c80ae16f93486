// @ts-check
/**
 * One entry in several windows: says when another has it open or has saved it, and puts two texts
 * together. The server compares (features/history); here one chooses, place by place.
 */
import { send } from "./http.js";
import { text } from "./texts.js";

const LOOK_MS = 5000;
const LOOK_BEHIND_MS = 30000;

/**
 * @typedef {object} Desk  what this needs of the writing page
 * @property {HTMLElement} page
 * @property {string} id
 * @property {import("./autosave.js").Autosave} saver
 * @property {() => Record<string, unknown>} content   what is to be saved, as it is now
 * @property {(body: string, title: string | null) => void} take   another text for the editor
 * @property {(answer: import("./http.js").Answer) => void} failed
 *
 * @typedef {{version: number, title: string | null, parts: string[][], html: string}} Both
 */

/**
 * @param {Desk} desk
 * @returns {{keep: () => Promise<Both | null>}} keep: stores this window's text in the history
 */
export function together(desk) {
  const { page, saver } = desk;
  const { mergeUrl, openUrl } = page.dataset;
  const panel = /** @type {HTMLElement | null} */ (page.querySelector("[data-merge]"));
  if (openUrl) watch(desk, openUrl);
  /** @type {Both | null} */
  let both = null;

  const keep = async () => {
    if (!mergeUrl) return null;
    const answer = await send("POST", mergeUrl, { ...desk.content(), base_version: saver.version });
    if (!answer.ok) desk.failed(answer);
    return answer.ok ? /** @type {Both} */ (answer.data) : null;
  };
  /** @param {boolean} shown */
  const show = (shown) => {
    page.classList.toggle("is-merging", shown);
    if (panel) panel.hidden = !shown;
  };
  const begin = async () => {
    both = await keep();
    if (!both || !panel) return;
    panel.innerHTML = both.html;
    show(true);
    /** @type {HTMLElement | null} */ (panel.querySelector("h2"))?.focus();
  };
  const use = () => {
    if (!both || !panel) return;
    show(false); // only what is shown can take the cursor
    desk.take(chosen(panel, both.parts), both.title);
    saver.rebase(both.version);
  };
  page.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const answer = /** @type {HTMLElement | null} */ (target?.closest("[data-together]"));
    if (target?.closest("[data-put-together]")) void begin();
    else if (answer?.dataset.together === "yes") use();
    else if (answer) show(false);
  });
  return { keep };
}

/**
 * The text as it was chosen.
 * @param {HTMLElement} panel
 * @param {string[][]} parts   [text] where nothing is asked, else [mine, theirs, both]
 */
function chosen(panel, parts) {
  const sides = ["mine", "theirs", "both"];
  return parts
    .map((part, number) => {
      if (part.length === 1) return part[0];
      const radio = /** @type {HTMLInputElement | null} */ (
        panel.querySelector(`[name="part-${number}"]:checked`)
      );
      return part[sides.indexOf(radio?.value ?? "both")] ?? part[2];
    })
    .join("");
}

/**
 * Asks now and then how it stands with the entry, and tells the server that it is open here.
 * @param {Desk} desk
 * @param {string} url
 */
function watch({ page, id, saver }, url) {
  const note = /** @type {HTMLElement | null} */ (page.querySelector("[data-elsewhere]"));
  /** @type {number | undefined} */
  let timer;
  const look = async () => {
    window.clearTimeout(timer);
    const answer = await send("POST", url, { page: id });
    if (answer.locked) return;
    if (answer.ok && !saver.running) tell(answer.data);
    const near = document.visibilityState === "visible" && document.hasFocus();
    timer = window.setTimeout(() => void look(), near ? LOOK_MS : LOOK_BEHIND_MS);
  };
  /** @param {{version: number, saved_at: string | null, others: number}} state */
  const tell = ({ version, saved_at: savedAt, others }) => {
    if (!note) return;
    const isNewer = version > saver.version && !saver.dirty;
    const words = isNewer
      ? text("changedElsewhere", { time: savedAt ?? "" })
      : others
        ? text("openElsewhere")
        : "";
    const said = note.querySelector("[data-elsewhere-said]");
    // Words that stand there already are not spoken again.
    if (said && said.textContent !== words) said.textContent = words;
    note.hidden = !words || saver.stopped;
    const button = /** @type {HTMLElement | null} */ (note.querySelector("[data-other]"));
    if (button) button.hidden = !isNewer;
  };
  void look();
  window.addEventListener("focus", () => void look());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void look();
  });
  window.addEventListener("pagehide", () => {
    window.clearTimeout(timer);
    void send("POST", page.dataset.closedUrl ?? "", { page: id }, { keepalive: true });
  });
}
