// @ts-check
// The finder: recommendations by stage, topic and role, by what changed since a version, and by the words of their
// title, Do and Don't.
import { anyOf, folded, Listing } from "./filters.mjs";
import { comesAfter } from "./versions.mjs";

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
    const title = folded(partOf(element, ".id, .title"));
    const below = find.every((word) => text.includes(word)) && find.some((word) => !title.includes(word));
    element.querySelector("details")?.toggleAttribute("open", show.length > 0 || below);
  }
};

const finder = typeof document === "undefined" ? null : document.querySelector(".listing.finder");
if (finder instanceof HTMLElement) {
  new Listing(finder, {
    tests: {
      stage: anyOf("stage", "stage", "also"),
      topic: anyOf("topic", "topics"),
      role: anyOf("role", "roles"),
      since: changedSo,
      change: changedSo,
    },
    text: (element) => partOf(element, ".id, .title, .do, .dont"),
    result: resultOf,
    after: unfold,
  }).start();
}
