// @ts-check
// On a page of a released version: says whether its recommendation changed since, or that a newer version exists.
// It reads the status index at the root of the site, which later versions renew. Without it, plain links remain.
import { comesAfter } from "./versions.mjs";

/** @typedef {{version: string, kind: string, note: string}} Change */
/**
 * What the index knows of a recommendation; `superseded_by` are those that hold and stand in its place now.
 * @typedef {{status: string, withdrawn_in?: string | null, superseded_by: string[], changes: Change[]}} Known
 */
/**
 * @typedef {{latest: string, comparable_since?: string | null, versions: Record<string, string>,
 *   recommendations: Record<string, Known>}} Status
 */

/**
 * What became of a recommendation since a version.
 * @param {Known} known @param {string} version
 */
export const since = (known, version) => known.changes.filter((change) => comesAfter(change.version, version));

/**
 * The same in words: what comes before the names of its successors, and what comes after them.
 * @param {Known} known @param {Status} status @param {string} version @returns {[string, string]}
 */
export const told = (known, status, version) => {
  const changes = since(known, version);
  const told = changes.map(({ kind, version: at, note: why }) => `${kind} in ${at}: ${why} `);
  const what = told.map((sentence) => `${sentence[0].toUpperCase()}${sentence.slice(1)}`).join("");
  if (known.status === "withdrawn") {
    const when = known.withdrawn_in ? ` in ${known.withdrawn_in}` : "";
    const place = known.superseded_by.length ? "Instead, see " : "Nothing stands in its place now. ";
    return [`This is version ${version}. The recommendation was withdrawn${when}. ${place}`, what];
  }
  if (changes.length) return [`This is version ${version}. Changed in ${changes[changes.length - 1].version}. `, what];
  // Without the texts of every version since, only the hash of title, Do and Don’t was compared, if anything was.
  const whole = status.comparable_since && !comesAfter(status.comparable_since, version);
  return [`${whole ? "Unchanged" : "Title, Do and Don’t unchanged"} since version ${version}. `, ""];
};

/** @param {HTMLElement} note @param {Status} status */
const sayOfRecommendation = (note, status) => {
  const { id = "", version = "" } = note.dataset;
  const known = status.recommendations[id];
  const link = note.querySelector("a");
  const text = note.firstChild;
  if (!known || !link || !text) return;
  const [before, after] = told(known, status, version);
  const gone = known.status === "withdrawn";
  text.textContent = before;
  (gone ? known.superseded_by : []).forEach((other, index, all) => {
    const instead = document.createElement("a");
    instead.className = "other-version";
    instead.href = new URL(`../${other}/`, link.href).href;
    instead.textContent = other;
    link.before(instead, index === all.length - 1 ? ". " : index === all.length - 2 ? " and " : ", ");
  });
  note.dataset.state = gone ? "withdrawn" : after ? "changed" : "unchanged";
  if (!after) return;
  link.after(`. ${after}`);
  link.textContent = "See what changed";
  link.href += "#history";
};

/**
 * Of the newest version there is nothing to say; newest.css has hidden it before, unless it is not renewed yet.
 * @param {URL} root of this version @param {HTMLElement[]} notes
 */
const say = async (root, notes) => {
  const answer = await fetch(new URL("../status.json", root)).catch(() => null);
  if (!answer?.ok) return;
  /** @type {Status} */
  const status = await answer.json();
  for (const note of notes) {
    if (!comesAfter(status.latest, note.dataset.version ?? "")) (note.closest(".md-banner") ?? note).remove();
    else if (note.matches(".since")) sayOfRecommendation(note, status);
  }
};

/** @param {URL} url */
const exists = async (url) => (await fetch(url, { method: "HEAD" }).catch(() => null))?.ok;

/**
 * This page in another version. A stage or a topic may have another name there, and its old address leads on. Where the
 * version lacks the page, a recommendation’s resolver leads to the newest that has it; all else, to the first page.
 * @param {string} path of the page @param {URL} root of the version
 */
const inVersion = async (path, root) => {
  const [, id] = path.match(/^recommendations\/(LLME-\d+)\//) ?? [];
  for (const url of [new URL(path, root), ...(id ? [new URL(`../r/${id}/`, root)] : [])]) {
    if (await exists(url)) return url;
  }
  return root;
};

// A copy that was opened from disk has no site around it to ask.
const config = globalThis.location?.protocol.startsWith("http") ? document.getElementById("__config") : null;
if (config) {
  const root = new URL(JSON.parse(config.textContent ?? "{}").base.replace(/\/?$/, "/"), location.href);
  const notes = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".since, .edition[data-version]")]);
  if (notes.length) say(root, notes);
  // Before the theme’s own listener, which looks into a version’s list of pages, and knows of no old names.
  document.addEventListener(
    "click",
    async (event) => {
      const link = event.target instanceof Element ? event.target.closest("a.md-version__link, .edition a") : null;
      if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      event.stopPropagation();
      const other = new URL(link.matches(".edition a") ? "../latest/" : link.href, root);
      location.assign(await inVersion(location.pathname.slice(root.pathname.length) + location.hash, other));
    },
    { capture: true },
  );
}
