// @ts-check
/**
 * Whoever holds unsaved text says so here, so that leaving, locking and closing the window can
 * save it first.
 */

/** @type {Set<() => Promise<boolean>>} */
const holders = new Set();

/** @param {() => Promise<boolean>} save  saves at once; true when nothing is unsaved any more */
export function onFlush(save) {
  holders.add(save);
}

/**
 * Saves everything at once.
 * @returns {Promise<boolean>} whether all of it is on the disk
 */
export async function flush() {
  const done = await Promise.all([...holders].map((save) => save()));
  return done.every(Boolean);
}
