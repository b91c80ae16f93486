// @ts-check
/** The page of all tags: the box above it leaves only those with these letters. */

const box = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-find-tag]"));
const said = /** @type {HTMLElement | null} */ (document.querySelector("[data-found]"));
const none = /** @type {HTMLElement | null} */ (document.querySelector("[data-none]"));

function sift() {
  const wanted = (box?.value ?? "").trim().replace(/^#/, "").toLowerCase();
  /** @type {NodeListOf<HTMLElement>} */
  const rows = document.querySelectorAll("[data-tag-row]");
  let found = 0;
  for (const row of rows) {
    row.hidden = !(row.dataset.tagRow ?? "").includes(wanted);
    found += Number(!row.hidden);
  }
  if (none) none.hidden = found > 0;
  const words = found === 1 ? said?.dataset.one : said?.dataset.many;
  if (said) said.textContent = (words ?? "").replace("{n}", String(found));
}

box?.addEventListener("input", sift);
