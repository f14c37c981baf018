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
 * The entries of a BibTeX file by their keys: an empty line stands between two, and none within.
 * @param {string} text
 */
export const entriesOf = (text) =>
  new Map(text.trimEnd().split(/\n\n(?=@)/).map((entry) => [/^@\w+\{([^{,]+),/m.exec(entry)?.[1] ?? "", entry]));

/**
 * Where to propose something about one work: made of the links about all of them.
 * @param {HTMLElement} work @param {Element} links
 */
const proposalsAbout = (work, links) => {
  const own = /** @type {HTMLElement} */ (links.cloneNode(true));
  const source = /** @type {HTMLAnchorElement | null} */ (work.querySelector(".reference a[href]"));
  for (const link of own.querySelectorAll("a")) {
    const address = new URL(link.href);
    if (address.search) {
      address.searchParams.set("where", `references/#${work.id}`);
      if (source) address.searchParams.set("sources", source.href);
    } else address.hash = `L${work.dataset.line}`;
    link.href = address.href;
  }
  own.querySelector(".about-what")?.replaceChildren(" about this work");
  return own;
};

/**
 * Below each work its BibTeX, to unfold. The file that holds all of it is asked for when it is first needed; an offline
 * edition, which cannot ask, has the entries in the page.
 * @param {HTMLElement} list @param {Element | null} links
 */
const offerBibtex = (list, links) => {
  const address = list.dataset.bibtex;
  if (!address) return;
  /** @type {Promise<Map<string, string>> | undefined} */
  let entries;
  for (const work of /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll(".works > li"))) {
    const [details, summary, of] = ["details", "summary", "span"].map((tag) => document.createElement(tag));
    of.className = "of";
    of.textContent = ` of ${work.id}`;
    summary.append(links ? "BibTeX and proposals" : "BibTeX", of);
    details.append(summary);
    details.addEventListener("toggle", async () => {
      entries ??= fetch(address).then((answer) => (answer.ok ? answer.text() : "")).then(entriesOf);
      const entry = (await entries.catch(() => undefined))?.get(work.id);
      if (entry === undefined) entries = undefined; // so that the next one asks again
      const text = document.createElement("pre");
      text.textContent = entry ?? "The file of all entries cannot be reached.";
      details.append(text, ...(links ? [proposalsAbout(work, links)] : []));
      details.dispatchEvent(new CustomEvent("filled", { bubbles: true }));
    }, { once: true });
    work.append(details);
  }
};

/**
 * One button copies the BibTeX of the work that was unfolded last. (Material's own would be added to every work, seen or
 * not.)
 * @param {HTMLElement} list @param {HTMLButtonElement} button
 */
const offerCopies = (list, button) => {
  const { textContent: words } = button;
  /** @param {Event} event */
  const move = ({ target }) => {
    if (!(target instanceof HTMLDetailsElement) || !target.open) return;
    target.querySelector("pre")?.after(button);
    button.textContent = words;
    button.hidden = !target.contains(button);
  };
  list.addEventListener("toggle", move, { capture: true });
  list.addEventListener("filled", move);
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
  offerBibtex(works, works.parentElement?.querySelector(":scope > .propose") ?? null);
  offerCopies(works, copy);
}
