// @ts-check
// The finder: recommendations by stage, topic and role, by what changed since a version, and by the words of their
// title, Do and Don't. Words are read as the site's search reads them, which stands on every page before any module.
import { anyOf, folded, Listing, PAUSE } from "./filters.mjs";
import { comesAfter } from "./versions.mjs";

/** @typedef {(text: string) => string} Reading */
/** @type {{ count: (query: string) => Promise<number>, stemOf: Reading, wordsOf: (text: string) => string[] }} */
const guideSearch = /** @type {any} */ (globalThis).guideSearch;

/** @typedef {import("./filters.mjs").Entry} Entry */
/** @typedef {import("./filters.mjs").View} View */

/**
 * Whether a recommendation has a change that fits both: made after the chosen version, and of a chosen kind.
 * @param {Entry} entry @param {View} view
 */
export const changedSo = ({ data }, { since = [], change = [] }) =>
  data.changes.some((one) => {
    const [version, kind] = one.split(":");
    const late = since.every((chosen) => (chosen === "next" ? version === "next" : comesAfter(version, chosen)));
    return late && (!change.length || change.includes(kind));
  });

/** @param {Element} entry @param {string} selector */
const partOf = (entry, selector) => [...entry.querySelectorAll(selector)].map((part) => part.textContent).join(" ");

/**
 * Text as it is compared, in which British and American spellings are the same: `licence` and `license`.
 * @param {string} text
 */
export const spelt = (text) =>
  folded(text).replace(/z/g, "s").replace(/c(?=[ei])/g, "s").replace(/our/g, "or").replace(/ll/g, "l");

/** @param {string} query */
const wordsOf = (query) => guideSearch.wordsOf(folded(query)).map((word) => guideSearch.stemOf(spelt(word)));

/** @param {Entry[]} found @param {Entry[]} all */
const resultOf = (found, all) => {
  const withdrawn = found.filter(({ element }) => element.dataset.status === "withdrawn").length;
  const apart = withdrawn ? `, ${withdrawn} of them withdrawn` : "";
  return found.length === all.length
    ? `All ${all.length} recommendations${apart}`
    : `${found.length} of ${all.length} recommendations${apart}`;
};

let unfolded = "";

/**
 * Unfolds Do and Don't of all, if the reader asks for it, or where the words to find stand in them and not in the title.
 * What the reader folds by hand is left so until either changes.
 * @param {View} view @param {Entry[]} all
 */
const unfold = ({ find = [], show = [] }, all) => {
  const asked = [...show, ...find].join(" ");
  if (asked === unfolded) return;
  unfolded = asked;
  for (const { element, text } of all) {
    const title = spelt(partOf(element, ".id, .title"));
    const below = find.every((word) => text.includes(word)) && find.some((word) => !title.includes(word));
    element.querySelector("details")?.toggleAttribute("open", show.length > 0 || below);
  }
};

let sought = "";

/**
 * Offers the words to the site's search, which looks through the whole guide and forgives typing mistakes; where none of
 * them is found here, it says how many pages have them.
 * @param {View} view @param {Entry[]} all
 */
const offer = ({ find = [] }, all) => {
  const link = /** @type {HTMLAnchorElement} */ (document.querySelector(".elsewhere a"));
  const { value } = /** @type {HTMLInputElement} */ (document.querySelector("#filter-text"));
  const words = find.length ? value.trim() : "";
  if (link.parentElement) link.parentElement.hidden = !words;
  if (words === sought) return;
  sought = words;
  link.href = `?q=${encodeURIComponent(words)}`;
  link.textContent = `Search the whole guide for “${words}”`;
  if (!words || all.some(({ element }) => !element.hidden)) return;
  setTimeout(async () => {
    if (words !== sought) return;
    const count = await guideSearch.count(words);
    if (words === sought && count) link.textContent += count === 1 ? ": 1 page" : `: ${count} pages`;
  }, PAUSE);
};

const finder = typeof document === "undefined" ? null : document.querySelector(".listing.finder");
if (finder instanceof HTMLElement) {
  new Listing(finder, {
    tests: {
      stage: anyOf("stage", "stage", "also"),
      topic: anyOf("topic", "topics"),
      role: anyOf("role", "roles"),
      case: anyOf("case", "case"),
      since: changedSo,
      change: changedSo,
    },
    text: (element) => spelt(`${partOf(element, ".id, .title, .do, .dont")} ${element.dataset.foundBy}`),
    words: wordsOf,
    result: resultOf,
    after: (view, all) => {
      unfold(view, all);
      offer(view, all);
    },
  }).start();
}
