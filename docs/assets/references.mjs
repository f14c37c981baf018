// @ts-check
// The works that the guide cites: by the stage that cites them, by type and year, and by the words of their reference.
// The page names each work, and where it is cited; all else is asked for when the page is there.
import { anyOf, Listing } from "./filters.mjs";

/** @typedef {import("./filters.mjs").Entry} Entry */
/** @typedef {import("./filters.mjs").View} View */
/**
 * What is known of a work. Whatever it has not got is left out.
 * @typedef {{reference: string, cited: number[], stages: string, type: string, arxiv?: string, year?: string,
 *   line?: number, bibtex: string}} Work
 */
/** All works, and the pages that cite them, each as its title and its address. @typedef {{pages: string[][], works: Record<string, Work>}} Known */

/** @type {{ unpacked: (address: string) => Promise<string> }} */
const guideSearch = /** @type {any} */ (globalThis).guideSearch; // stands on every page before any module

const NEAR = "800px"; // as far from what is seen, a work gets its links

/**
 * Whether a work is as young as one chosen year, or as old as the other; a work without a year is neither.
 * @param {Entry} entry @param {View} view
 */
export const inYears = ({ data }, { from = [], to = [] }) =>
  Boolean(data.year?.some((year) => from.every((first) => year >= first) && to.every((last) => year <= last)));

/** @param {Entry[]} found @param {Entry[]} all */
const countOfWorks = (found, all) =>
  found.length === all.length ? `All ${all.length} works` : `${found.length} of ${all.length} works`;

/**
 * An element of this name, with these pieces in it.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name @param {...(string | Node)} pieces
 */
const made = (name, ...pieces) => {
  const element = document.createElement(name);
  element.append(...pieces);
  return element;
};

/** @param {string} text @param {string} address */
const linked = (text, address) => Object.assign(made("a", text), { href: address });

/** Where a work is cited, each page as a link. @param {HTMLElement} item @param {string[][]} pages */
const linkPages = (item, pages) => {
  const links = pages.flatMap(([title, address], place) => [...(place ? [", "] : []), linked(title, address)]);
  item.querySelector("p")?.replaceWith(Object.assign(made("p", "Cited in ", ...links), { className: "linked" }));
};

/**
 * Where to propose something about one work: made of the links about all of them.
 * @param {HTMLElement} item @param {Work} work @param {Element} links
 */
const proposalsAbout = (item, work, links) => {
  const own = /** @type {HTMLElement} */ (links.cloneNode(true));
  const source = item.querySelector("a");
  for (const link of own.querySelectorAll("a")) {
    const address = new URL(link.href);
    if (address.search) {
      address.searchParams.set("where", `references/#${item.id}`);
      if (source) address.searchParams.set("sources", source.href);
    } else address.hash = `L${work.line}`;
    link.href = address.href;
  }
  own.querySelector(".about-what")?.replaceChildren(" about this work");
  return own;
};

/** The whole reference, as text, with what else leads to the work. @param {Work} work */
const referenceOf = ({ reference, arxiv }) =>
  made("p", reference, ...(arxiv ? [" ", linked(`arXiv:${arxiv}`, `https://arxiv.org/abs/${arxiv}`)] : []));

/**
 * Below a work, to unfold: its whole reference, its BibTeX, and where to propose something about it.
 * @param {HTMLElement} item @param {Work} work @param {Element | null} links
 */
const offerMore = (item, work, links) => {
  const of = made("span", ` of ${item.id}`);
  of.className = "of";
  const details = made("details", made("summary", links ? "Full reference, BibTeX and proposals" : "Full reference and BibTeX", of));
  details.addEventListener("toggle", () => {
    details.append(referenceOf(work), made("pre", work.bibtex), ...(links ? [proposalsAbout(item, work, links)] : []));
    details.dispatchEvent(new CustomEvent("filled", { bubbles: true }));
  }, { once: true });
  item.append(details);
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
    button.textContent = done ? "Copied" : "Could not copy: select the text";
  });
};

/** What is known of the works: an offline edition, which cannot ask, has it in the page. @returns {Promise<Known>} */
const ask = async () => {
  const here = document.getElementById("page-data");
  return JSON.parse(here ? here.textContent ?? "" : await guideSearch.unpacked("works.json.gz"));
};

/** @param {HTMLElement} list @param {HTMLButtonElement} copy */
const start = async (list, copy) => {
  const known = await ask().catch(() => null);
  if (!known) return list.querySelector("form")?.remove(); // the list alone is of use
  const { pages, works } = known;
  const items = /** @type {HTMLElement[]} */ ([...list.querySelectorAll(".works > li")]);
  for (const item of items) {
    const { stages, type, year } = works[item.id];
    Object.assign(item.dataset, { stages, type, ...(year && { year }) });
  }
  const years = [...new Set(Object.values(works).flatMap(({ year }) => year ?? []))].sort().reverse();
  for (const choice of list.querySelectorAll("select")) choice.append(...years.map((year) => new Option(year, year)));
  const citing = (/** @type {Element} */ { id }) => works[id].cited.map((place) => pages[place]);
  new Listing(list, {
    tests: { stage: anyOf("stage", "stages"), type: anyOf("type", "type"), from: inYears, to: inYears },
    text: (item) => [works[item.id].reference, ...citing(item).map(([title]) => title)].join(" "),
    result: countOfWorks,
  }).start();
  offerCopies(list, copy);
  const proposals = list.parentElement?.querySelector(":scope > .propose") ?? null;
  const seen = new IntersectionObserver((entries) => {
    for (const { target } of entries.filter((one) => one.isIntersecting)) {
      if (!(target instanceof HTMLElement)) continue;
      seen.unobserve(target);
      linkPages(target, citing(target));
      offerMore(target, works[target.id], proposals);
    }
  }, { rootMargin: NEAR });
  for (const item of items) seen.observe(item);
  document.querySelector(":target")?.scrollIntoView(); // what was added above it has moved it
};

const works = typeof document === "undefined" ? null : document.querySelector(".listing.bibliography");
const copy = works?.parentElement?.querySelector("button.copy");
if (works instanceof HTMLElement && copy instanceof HTMLButtonElement) start(works, copy);
