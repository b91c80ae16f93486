// @ts-check
/** Requests to Quietleaf itself: JSON there, JSON back, and a plain word on how it went. */

/**
 * @typedef {{happened: string, safe: string, todo: string}} Refusal  the three sentences of an
 * error
 *
 * @typedef {object} Answer
 * @property {boolean} ok
 * @property {number} status        0 when there was no answer
 * @property {any} data             the JSON, null when there was none
 * @property {Refusal | null} refusal
 * @property {boolean} locked       the journal has been closed meanwhile
 */

/**
 * @param {"GET" | "POST" | "PUT" | "DELETE"} method
 * @param {string} url
 * @param {unknown} [data]
 * @param {{keepalive?: boolean, limit?: number}} [options]  keepalive: the page is going; at most
 * 64 kB are sent then. limit: how long to wait for the answer, in ms
 * @returns {Promise<Answer>}
 */
export async function send(method, url, data, { keepalive = false, limit = 0 } = {}) {
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json" };
  /** @type {RequestInit} */
  const request = { method, headers, credentials: "same-origin", mode: "same-origin", keepalive };
  const breaking = new AbortController();
  const timer = limit ? globalThis.setTimeout(() => breaking.abort(), limit) : undefined;
  request.signal = breaking.signal;
  if (data !== undefined) {
    headers["Content-Type"] = "application/json";
    request.body = JSON.stringify(data);
  }
  try {
    const response = await fetch(url, request);
    const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
    const body = isJson ? await response.json() : null;
    return {
      ok: response.ok && !response.redirected,
      status: response.status,
      data: body,
      refusal: body?.error ?? null,
      locked: response.status === 401 || response.redirected,
    };
  } catch {
    // No answer, one that broke off, or one that did not come in time: fetch says so by throwing.
    return { ok: false, status: 0, data: null, refusal: null, locked: false };
  } finally {
    globalThis.clearTimeout(timer);
  }
}

/**
 * A refusal as one run of sentences.
 * @param {Refusal} refusal
 */
export function sentences(refusal) {
  return [refusal.happened, refusal.safe, refusal.todo].filter(Boolean).join(" ");
}
