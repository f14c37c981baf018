// @ts-check
// Keeps the projects of the checklist in this browser, one entry each, so that a damaged one harms no other. The names
// of the entries are the same for every version of the guide on a site.

const ENTRY = "llm-ethics-guide-checklist/";
const LAST = "llm-ethics-guide-checklist-last";

/** The browser refused to keep something; the message is for people. */
export class StoreError extends Error {}

/** The entries, in the browser's storage or, where that is blocked, in the memory of the page. */
export class ProjectStore {
  /** @param {() => Storage} open gives the browser's storage, or throws where it is blocked */
  constructor(open) {
    /** @type {Storage | null} */
    this.storage = null;
    /** @type {Map<string, string>} */
    this.memory = new Map();
    try {
      const storage = open();
      storage.getItem(LAST);
      this.storage = storage;
    } catch {
      // Blocked by the user, or by the browser for a page from disk: `isKept` says so.
    }
  }

  /** Whether what is put here outlives the page. */
  get isKept() {
    return this.storage !== null;
  }

  /** Names of all entries, the oldest first. */
  keys() {
    const names = this.storage ? Object.keys(this.storage) : [...this.memory.keys()];
    return names.filter((name) => name.startsWith(ENTRY)).sort();
  }

  /** The name of an entry that is not there yet; names sort by the time of their making. */
  newKey() {
    const random = [...crypto.getRandomValues(new Uint8Array(4))].map((byte) => byte.toString(16).padStart(2, "0"));
    return `${ENTRY}${Date.now().toString(36).padStart(9, "0")}-${random.join("")}`;
  }

  /** The text of an entry, or null. @param {string} key */
  get(key) {
    return (this.storage ? this.storage.getItem(key) : this.memory.get(key)) ?? null;
  }

  /**
   * Writes an entry whole, or leaves the old one as it was and throws StoreError.
   * @param {string} key @param {string} text
   */
  put(key, text) {
    if (!this.storage) {
      this.memory.set(key, text);
      return;
    }
    try {
      this.storage.setItem(key, text);
    } catch {
      throw new StoreError("this browser has no more room for this site, or has stopped it from saving");
    }
  }

  /** @param {string} key */
  remove(key) {
    if (this.storage) this.storage.removeItem(key);
    else this.memory.delete(key);
  }

  /** The entry that was open last, or an empty text. */
  get last() {
    return (this.storage ? this.storage.getItem(LAST) : this.memory.get(LAST)) ?? "";
  }

  set last(key) {
    try {
      this.put(LAST, key);
    } catch {
      // Only a convenience: the page opens with another project.
    }
  }

  /** Whether an entry of this name is a project. @param {string | null} key */
  static isEntry(key) {
    return key !== null && key.startsWith(ENTRY);
  }
}
