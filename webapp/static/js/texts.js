// @ts-check
/**
 * The sentences of templates/texts.html, in the person's language, and numbers and times as it
 * writes them.
 */

const SAMPLES = [0, 1, 2, 3, 5, 11, 20, 100, 1000000];
const language = document.documentElement.lang || "en";
const rules = new Intl.PluralRules(language);
const figures = new Intl.NumberFormat(language);

/**
 * A sentence, with its {braces} filled in.
 * @param {string} name  as in the template, in camelCase: data-saved-at is "savedAt"
 * @param {Record<string, string | number>} [values]
 */
export function text(name, values = {}) {
  const found = document.getElementById("texts")?.dataset[name] ?? "";
  return found.replace(/\{(\w+)\}/g, (whole, key) => String(values[key] ?? whole));
}

/**
 * A sentence with a number in it, in the plural form of that number.
 * @param {string} name
 * @param {number} n
 */
export function plural(name, n) {
  const forms = (document.getElementById("texts")?.dataset[name] ?? "").split("|");
  const wanted = rules.select(n);
  const same = SAMPLES.findIndex((sample) => sample === n);
  const alike = SAMPLES.findIndex((sample) => rules.select(sample) === wanted);
  return (forms[same >= 0 ? same : Math.max(alike, 0)] ?? "").replace("{n}", number(n));
}

/**
 * A place in degrees, as maps write it: "60.1708° N, 24.9500° E".
 * @param {[number, number]} place  degrees north and east
 */
export function degrees([north, east]) {
  const exact = new Intl.NumberFormat(language, {
    minimumFractionDigits: 4,
    maximumFractionDigits: 4,
  });
  const [up, right] = [exact.format(Math.abs(north)), exact.format(Math.abs(east))];
  return `${up}° ${north < 0 ? "S" : "N"}, ${right}° ${east < 0 ? "W" : "E"}`;
}

/** @param {number} n */
export function number(n) {
  return figures.format(n);
}

/**
 * The time of a moment, such as 21:04. The server sends it as a time already, or as milliseconds.
 * @param {string | number} moment
 */
export function clock(moment) {
  if (typeof moment === "string" && /^\d\d:\d\d/.test(moment)) return moment.slice(0, 5);
  const date = new Date(moment);
  return date.toLocaleTimeString(language, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
}

/**
 * The weekday and the day of a date, such as "Sunday" and "22 November"; the year is added when it
 * is not this one.
 * @param {string} day  YYYY-MM-DD, any year from 1 to 9999
 */
export function dayWords(day) {
  const [year, month, date] = day.split("-").map(Number);
  const moment = new Date(0);
  moment.setUTCFullYear(year, month - 1, date);
  const order = language === "en" ? "en-GB" : language;
  /** @param {Intl.DateTimeFormatOptions} parts */
  const say = (parts) =>
    new Intl.DateTimeFormat(order, { timeZone: "UTC", ...parts }).format(moment);
  const now = new Date().getFullYear() === year;
  return {
    weekday: say({ weekday: "long" }),
    day: say({ day: "numeric", month: "long", ...(now ? {} : { year: "numeric" }) }),
  };
}
