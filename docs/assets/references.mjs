// @ts-check
// The works that the guide cites: by the stage that cites them, by type and year, and by the words of their reference.
import { anyOf, Listing } from "./filters.mjs";

/** @typedef {import("./filters.mjs").Entry} Entry */
/** @typedef {import("./filters.mjs").View} View */

/**
 * Whether a work is as young as one chosen year, or as old as the other; a work without a year is neither.
 * @param {Entry} entry @param {View} view
 */
export const inYears = ({ data }, { from = [], to = [] }) =>
  data.year.some((year) => from.every((first) => year >= first) && to.every((last) => year <= last));

/** The text of a reference, and the IDs of the recommendations that cite it. @param {Element} work */
const textOfWork = (work) =>
  [...work.querySelectorAll(".reference, .cited a[href*='recommendations/']")].map((part) => part.textContent).join(" ");

/** @param {Entry[]} found @param {Entry[]} all */
const countOfWorks = (found, all) =>
  found.length === all.length ? `All ${all.length} works` : `${found.length} of ${all.length} works`;

/**
 * One button copies the BibTeX of the work that was unfolded last. (Material's own would be added to every work, seen or
 * not.)
 * @param {HTMLElement} list @param {HTMLButtonElement} button
 */
const offerCopies = (list, button) => {
  const { textContent: words } = button;
  list.addEventListener(
    "toggle",
    ({ target }) => {
      if (!(target instanceof HTMLDetailsElement) || !target.open || !target.querySelector("pre")) return;
      target.append(button);
      button.textContent = words;
      button.hidden = false;
    },
    { capture: true },
  );
  button.addEventListener("click", async () => {
    const text = button.parentElement?.querySelector("pre")?.textContent ?? "";
    const done = await navigator.clipboard?.writeText(text).then(() => true, () => false);
    button.textContent = done ? "Copied" : "Not copied: select the text";
  });
};

const works = typeof document === "undefined" ? null : document.querySelector(".listing.bibliography");
const copy = works?.parentElement?.querySelector("button.copy");
if (works instanceof HTMLElement && copy instanceof HTMLButtonElement) {
  new Listing(works, {
    tests: { stage: anyOf("stage", "stages"), type: anyOf("type", "type"), from: inYears, to: inYears },
    text: textOfWork,
    result: countOfWorks,
  }).start();
  offerCopies(works, copy);
}
