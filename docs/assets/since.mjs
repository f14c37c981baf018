// @ts-check
// On a page of a released version: says whether its recommendation changed since, or that a newer version exists.
// It reads the status index at the root of the site, which later versions renew. Without it, plain links remain.
import { comesAfter } from "./versions.mjs";

/** @typedef {{version: string, kind: string, note: string}} Change */
/** @typedef {{status: string, superseded_by: string[], changes: Change[]}} Known */
/** @typedef {{latest: string, versions: Record<string, string>, recommendations: Record<string, Known>}} Status */

/**
 * What became of a recommendation since a version.
 * @param {Known} known @param {string} version
 */
export const since = (known, version) => known.changes.filter((change) => comesAfter(change.version, version));

/** @param {HTMLElement} note @param {Status} status */
const sayOfRecommendation = (note, status) => {
  const { id = "", version = "" } = note.dataset;
  const known = status.recommendations[id];
  const link = note.querySelector("a");
  if (!known || !link) return;
  const changes = since(known, version);
  note.dataset.state = changes.length ? "changed" : "unchanged";
  const text = note.firstChild;
  if (!text) return;
  if (!changes.length) {
    text.textContent = `Unchanged since ${version}. `;
    return;
  }
  const [last] = changes.slice(-1);
  const what = changes.map((change) => `${change.kind} in ${change.version}: ${change.note}`).join(" ");
  text.textContent = `This is version ${version}. Changed in ${last.version}. ${what} `;
  link.textContent = "See the difference";
  link.href += "#history";
};

/** @param {HTMLElement} note @param {Status} status */
const sayOfVersion = (note, status) => {
  const text = note.firstChild;
  if (text && comesAfter(status.latest, note.dataset.version ?? "")) {
    text.textContent = `This is version ${note.dataset.version}. A newer one exists: `;
    note.dataset.state = "old";
  }
};

/** @param {HTMLElement} config @param {Element[]} notes */
const say = async (config, notes) => {
  const base = new URL(`${JSON.parse(config.textContent ?? "{}").base}/`, location.href);
  const answer = await fetch(new URL("../status.json", base)).catch(() => null);
  if (!answer?.ok) return;
  /** @type {Status} */
  const status = await answer.json();
  for (const note of notes) {
    if (note instanceof HTMLElement) {
      (note.matches(".since") ? sayOfRecommendation : sayOfVersion)(note, status);
    }
  }
};

// A copy that was opened from disk has no site around it to ask.
const config = globalThis.location?.protocol.startsWith("http") ? document.getElementById("__config") : null;
const notes = config ? [...document.querySelectorAll(".since, .edition[data-version]")] : [];
if (config && notes.length) say(config, notes);

// The version selector keeps the reader on the same page. Where the chosen version lacks a recommendation, Material
// would go to that version's first page; its resolver, which leads to the newest release, serves the reader better.
const here = typeof location === "undefined" ? null : location.pathname.match(/\/recommendations\/(LLME-\d+)\/$/);
if (here) {
  const exists = async (/** @type {URL} */ url) => (await fetch(url, { method: "HEAD" }).catch(() => null))?.ok;
  document.addEventListener(
    "click",
    async (event) => {
      const link = event.target instanceof Element ? event.target.closest("a.md-version__link") : null;
      if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      event.stopPropagation();
      const same = new URL(`recommendations/${here[1]}/`, link.href);
      const resolver = new URL(`../r/${here[1]}/`, link.href);
      if (await exists(same)) location.assign(same);
      else location.assign((await exists(resolver)) ? resolver : link.href);
    },
    { capture: true },
  );
}
