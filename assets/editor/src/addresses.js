// @ts-check
/** Addresses in a text: of its own photos and files, and of elsewhere. */

const MEDIA = /^<?media:([0-9a-f]{32})(?![0-9a-f])/;
const OUTSIDE = /^<?((?:https?:\/\/|mailto:)[^\s<>]+)>?$/i;

/** @param {string} address */
export function isMedia(address) {
  return MEDIA.test(address);
}

/**
 * Where a photo of the journal is shown from.
 * @param {string} address  `media:UID`
 */
export function pictureOf(address) {
  return `/media/${MEDIA.exec(address)?.[1] ?? ""}/picture`;
}

/**
 * What may be opened outside; "" where nothing may.
 * @param {string} address
 */
export function addressOf(address) {
  return OUTSIDE.exec(address)?.[1] ?? "";
}
