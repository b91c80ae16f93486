// @ts-check
/** The worker of apart.js: sends, and tells how it went. */
import { send } from "./http.js";

self.addEventListener("message", async ({ data }) => {
  const { number, method, url, limit } = data;
  self.postMessage({ number, answer: await send(method, url, data.data, { limit }) });
});
