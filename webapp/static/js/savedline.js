// @ts-check
/** How it stands with saving: the quiet line above, and the red box when something is not saved. */
import { clock, text } from "./texts.js";

/**
 * The quiet line, and the red box when something is not saved.
 * @param {HTMLElement} page
 */
export function savedLine(page) {
  /**
   * @param {string} hook
   * @returns {HTMLElement | null}
   */
  const part = (hook) => page.querySelector(`[data-${hook}]`);
  const trouble = part("trouble");
  let bad = false;
  /**
   * @param {string} words
   * @param {{tick?: boolean}} [options]
   */
  const show = (words, { tick = false } = {}) => {
    const [said, mark, state, spoken] = [part("said"), part("tick"), part("state"), part("spoken")];
    if (said) said.textContent = words;
    if (mark) mark.hidden = !tick;
    state?.classList.toggle("is-bad", bad);
    state?.classList.toggle("quiet", !tick && !bad);
    // Spoken only when it turns from saved to not saved or back, not at every save.
    const turned = spoken && spoken.dataset.bad !== String(bad);
    if (turned && (bad || spoken.dataset.bad !== undefined)) spoken.textContent = words;
    if (turned) spoken.dataset.bad = String(bad);
  };
  return {
    saving: () => {
      if (!bad) show(text("saving"));
    },
    /** @param {string | number | undefined} moment  nothing where nothing is written yet */
    saved: (moment) => {
      bad = false;
      if (trouble) trouble.hidden = true;
      if (moment === undefined) show(text("nothingYet"));
      else show(text("savedAt", { time: clock(moment) }), { tick: true });
    },
    /** @param {import("./http.js").Answer} answer */
    failed: (answer) => {
      bad = true;
      show(text("notSaved"));
      if (!trouble) return;
      const [first, rest] = reason(answer);
      const [happened, more] = [part("happened"), part("rest")];
      if (happened) happened.textContent = first;
      if (more) more.textContent = rest;
      const conflict = answer.status === 409;
      const copies = conflict && page.dataset.copyUrl !== undefined;
      const merges = conflict && page.dataset.mergeUrl !== undefined;
      const elsewhere = part("elsewhere");
      if (elsewhere && conflict) elsewhere.hidden = true;
      const buttons = {
        again: !conflict,
        "put-together": merges,
        keep: copies,
        "trouble-other": conflict,
      };
      for (const [hook, shown] of Object.entries(buttons)) {
        const button = part(hook);
        if (button) button.hidden = !shown;
      }
      trouble.hidden = false;
    },
  };
}

/**
 * Why it is not saved: the first sentence, and the others.
 * @param {import("./http.js").Answer} answer
 * @returns {[string, string]}
 */
function reason({ refusal, locked, status }) {
  if (refusal && !locked) return [refusal.happened, `${refusal.safe} ${refusal.todo}`.trim()];
  const words = text(locked ? "lockedUnsaved" : status === 0 ? "noAnswer" : "unknown");
  const first = words.split(/(?<=[.。।؟])/u)[0];
  return [first, words.slice(first.length).trim()];
}
