// @ts-check
// The project that is open: saves it soon after each change, and never over what another tab saved meanwhile.

import { ChecklistError, read } from "./formats.mjs";
import { StoreError } from "./store.mjs";
import { merged } from "./project.mjs";

/** @typedef {import("./formats.mjs").Guide} Guide */
/** @typedef {import("./formats.mjs").Project} Project */
/** @typedef {import("./formats.mjs").Difference} Difference */
/**
 * What the page does when something happens to the open project: `saved`; `failed` to be saved, and why; `replaced` by
 * what another tab saved; `gone` when another tab deleted it; `parted` when what another tab saved cannot be built upon,
 * so that this page goes on with a copy.
 * @typedef {{saved: () => void, failed: (why: string) => void, replaced: () => void, gone: () => void,
 *   parted: (why: string) => void}} Report
 */

const DELAY = 400;

/** The text of an entry. @param {Project} project */
export const entryText = (project) => `${JSON.stringify(project)}\n`;

/** The open project. */
export class ProjectSession {
  /**
   * @param {import("./store.mjs").ProjectStore} store @param {Guide} guide
   * @param {() => string} today @param {Report} report
   */
  constructor(store, guide, today, report) {
    this.store = store;
    this.guide = guide;
    this.today = today;
    this.report = report;
    this.key = ""; // the name of its entry; empty where none is open
    /** @type {Project | null} */
    this.project = null;
    /** @type {Difference[]} */
    this.changes = []; // what is different in this version of the guide, and not settled
    /** @type {string | null} */
    this.known = null; // the entry as this page last read or wrote it
    /** @type {Set<string>} */
    this.answered = new Set(); // not saved yet
    this.renamed = false;
    this.timer = 0;
  }

  /** Whether something is not saved yet. */
  get isDirty() {
    return this.answered.size > 0 || this.renamed;
  }

  /** Opens an entry; throws ChecklistError where it cannot be read, and stays as it was. @param {string} key */
  open(key) {
    const text = this.store.get(key) ?? "";
    const { project, changes } = read(text, this.guide);
    Object.assign(this, { key, project, changes, known: text, renamed: false, answered: new Set() });
    this.store.last = key;
  }

  /** Opens a project that has no entry yet, and makes one. @param {Project} project @param {Difference[]} changes */
  create(project, changes) {
    const key = this.store.newKey();
    Object.assign(this, { key, project, changes, known: null, renamed: false, answered: new Set() });
    this.#write(project);
    this.renamed = this.known === null; // to be tried again where it failed
    this.store.last = key;
  }

  /** Closes it without another word. */
  close() {
    clearTimeout(this.timer);
    Object.assign(this, { key: "", project: null, changes: [], known: null, renamed: false, answered: new Set() });
  }

  /** Takes a change over, and saves it soon. @param {Project} project @param {string} [id] what was answered, if so */
  change(project, id) {
    this.project = project;
    if (id) this.answered.add(id);
    else this.renamed = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), DELAY);
  }

  /** Saves what is not saved yet. */
  flush() {
    clearTimeout(this.timer);
    if (!this.project || !this.isDirty) return;
    const stored = this.store.get(this.key);
    if (stored !== this.known && !this.#join(stored)) return;
    const isSettled = !this.changes.some((one) => one.kind === "changed");
    const { version, date, url } = this.guide;
    // As long as a change is not settled, the project tells since which version.
    this.#write({ ...this.project, saved: this.today(), guide: isSettled ? { version, date, url } : this.project.guide });
  }

  /** Takes over what another tab has saved meanwhile. */
  look() {
    if (!this.project || this.store.get(this.key) === this.known) return;
    if (this.isDirty) {
      this.flush();
      return;
    }
    const text = this.store.get(this.key);
    if (text === null) {
      this.report.gone();
      return;
    }
    try {
      this.open(this.key);
      this.report.replaced();
    } catch (error) {
      if (!(error instanceof ChecklistError)) throw error;
      this.#part(error.message);
      this.flush();
    }
  }

  /** @param {Project} project */
  #write(project) {
    this.project = project;
    const text = entryText(project);
    try {
      this.store.put(this.key, text);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      this.report.failed(error.message);
      return;
    }
    this.known = text;
    this.answered.clear();
    this.renamed = false;
    this.report.saved();
  }

  /** Joins what is here with what another tab saved; false where nothing is to be saved. @param {string | null} stored */
  #join(stored) {
    if (!this.project) return false;
    if (stored === null) {
      this.report.gone();
      return false;
    }
    try {
      const theirs = read(stored, this.guide);
      this.project = merged(this.project, theirs.project, this.answered, this.renamed);
      this.changes = read(entryText(this.project), this.guide).changes;
      this.report.replaced();
    } catch (error) {
      if (!(error instanceof ChecklistError)) throw error;
      this.#part(error.message);
    }
    return true;
  }

  /** Goes on under another name, and leaves the entry to others. @param {string} why */
  #part(why) {
    if (!this.project) return;
    this.project = { ...this.project, project: `${this.project.project} (copy)` };
    this.key = this.store.newKey();
    this.known = null;
    this.renamed = true;
    this.report.parted(why);
  }
}
