// @ts-check
// The one comparison of versions, and the one order of IDs.

/** @param {string} version */
const numbersOf = (version) => (/^(dev|next)$/.test(version) ? [Infinity] : version.split(".").map(Number));

/**
 * Whether one version comes after another; `dev` and `next`, which no release is yet, come after all releases.
 * @param {string} version @param {string} other
 */
export const comesAfter = (version, other) => {
  const [a, b] = [numbersOf(version), numbersOf(other)];
  const at = a.findIndex((value, place) => value !== b[place]);
  return at >= 0 && a[at] > b[at];
};

/** What has an ID, in the order of their numbers: LLME-1000 after LLME-101. @param {{id: string}} one @param {{id: string}} other */
export const byNumber = (one, other) => Number(one.id.slice(5)) - Number(other.id.slice(5));
