// @ts-check
// A list that a form filters, its state kept in the page's address. Form and list stand in the page (filters.j2): this
// module shows the form, so that a page without JavaScript has the whole list and no control that does nothing.

/**
 * What is chosen: the values of each facet, by its name. Of the text to `find`, its words.
 * @typedef {Record<string, string[]>} View
 */
/**
 * What can be found: its element, its text in folded form, and the words of its `data-` attributes.
 * @typedef {{ element: HTMLElement, text: string, data: Record<string, string[]> }} Entry
 */
/**
 * Whether an entry fits what the view has chosen of one facet.
 * @typedef {(entry: Entry, view: View) => boolean} Test
 */
/**
 * @typedef {object} Settings
 * @property {Record<string, Test>} tests the test of each facet, by the name of its controls
 * @property {(element: HTMLElement) => string} text what the search looks through
 * @property {(found: Entry[], all: Entry[]) => string} result the number of results, in words
 * @property {(query: string) => string[]} [words] the words of what is to be found, in the form of the text
 * @property {(view: View, all: Entry[]) => void} [after] what else a view changes in all entries
 */
/** @typedef {HTMLInputElement | HTMLSelectElement} Control */
/** One choice and the place of its count. @typedef {{ value: string, tell: (count: number) => void }} Choice */

export const PAUSE = 400; // milliseconds of rest before the number of results is announced

/**
 * Text as it is compared: in small letters, without accents, with straight apostrophes.
 * @param {string} text
 */
export const folded = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[‘’]/g, "'").toLowerCase();

/** @param {string} text */
const wordsOf = (text) => text.split(/\s+/).filter(Boolean);

/**
 * The test of a facet of which an entry has any number of values, in some of its `data-` attributes.
 * @param {string} facet @param {...string} names
 * @returns {Test}
 */
export const anyOf = (facet, ...names) => (entry, view) =>
  view[facet].some((value) => names.some((name) => entry.data[name]?.includes(value)));

/** @param {View} view @param {string} facet @returns {View} */
const without = (view, facet) => Object.fromEntries(Object.entries(view).filter(([name]) => name !== facet));

/** @param {string} value */
const inAddress = (value) => encodeURIComponent(value).replaceAll("%20", "+");

/** @param {Control} control @returns {control is HTMLInputElement} */
const isBox = (control) => control.type === "checkbox";

/** What stands for a box in an address: its value, and those that it had before. @param {Control} box */
const valuesOf = (box) => [box.value, ...wordsOf(box.dataset.formerly ?? "")];

/** @param {EventTarget | null} target */
const isSearch = (target) => target instanceof HTMLInputElement && target.type === "search";

/** Puts beside a box the button that chooses it alone. @param {HTMLElement} option */
const offerAlone = (option) => {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "only", textContent: "only" });
  button.setAttribute("aria-label", `only ${option.textContent?.trim()}`);
  option.append(button);
};

/** A list, and the form that filters it. */
export class Listing {
  /** @param {HTMLElement} root @param {Settings} settings */
  constructor(root, settings) {
    this.root = root;
    this.settings = settings;
    /** @type {Record<string, Test>} */
    this.tests = { find: (entry, view) => view.find.every((word) => entry.text.includes(word)), ...settings.tests };
    /** @type {HTMLFormElement} */
    this.form = this.one("form");
    for (const option of this.all(".option")) offerAlone(option);
    /** @type {Control[]} */
    this.controls = [...this.form.querySelectorAll("[name]")].map((one) => /** @type {Control} */ (one));
    this.status = this.one("[role=status]");
    this.groups = this.all(".group");
    this.entries = this.all(".group li").map((element) => this.entry(element));
    this.choices = this.choicesByFacet();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** Shows the form, with the view that the address asks for, and listens. */
  start() {
    this.restore();
    this.root.classList.add("live");
    this.form.hidden = false;
    this.one(".outcome").hidden = false;
    this.one(".panel").toggleAttribute("open", matchMedia("(min-width: 60em)").matches);
    this.say(this.show());
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", (event) => isSearch(event.target) && this.changed("replaceState"));
    this.form.addEventListener("change", (event) => !isSearch(event.target) && this.changed("pushState"));
    this.root.addEventListener("click", (event) => this.click(event));
    addEventListener("popstate", () => {
      this.restore();
      this.update();
    });
  }

  /** @param {MouseEvent} event */
  click(event) {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button) return;
    if (button.matches(".clear")) this.clear(Object.keys(this.tests));
    else if (button.dataset.loosen) this.clear([button.dataset.loosen]);
    else if (button.matches(".only")) this.chooseAlone(button);
    else return;
    this.changed("pushState");
  }

  /** @param {string[]} facets */
  clear(facets) {
    for (const control of this.controls.filter(({ name }) => facets.includes(name))) {
      if (isBox(control)) control.checked = false;
      else control.value = "";
    }
  }

  /** @param {HTMLElement} button */
  chooseAlone(button) {
    const box = button.parentElement?.querySelector("input");
    if (!box) return;
    this.clear([box.name]);
    box.checked = true;
  }

  /** Sets the controls to what the address asks for; what it names and the form lacks counts for nothing. */
  restore() {
    const asked = new URLSearchParams(location.search);
    for (const control of this.controls) {
      const told = asked.get(control.name) ?? "";
      if (isBox(control)) control.checked = told.split(",").some((value) => valuesOf(control).includes(value));
      else control.value = told;
      if (control instanceof HTMLSelectElement && control.selectedIndex < 0) control.value = "";
    }
  }

  /** The view changed by hand: it goes into the address. @param {"pushState" | "replaceState"} how */
  changed(how) {
    /** @type {Record<string, string[]>} */
    const told = {};
    for (const [name, value] of new FormData(this.form)) {
      const text = String(value).trim();
      if (text) (told[name] ??= []).push(inAddress(text));
    }
    const query = Object.entries(told).map(([name, values]) => `${name}=${values.join(",")}`).join("&");
    const search = query && `?${query}`;
    if (search !== location.search) history[how](null, "", location.pathname + search);
    this.update();
  }

  /** Shows the view, and says so when the reader pauses. */
  update() {
    const focused = document.activeElement;
    const found = this.show();
    if (focused?.closest("[hidden]")) this.status.focus();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.say(found), PAUSE);
  }

  /** @param {Entry[]} found */
  say(found) {
    this.status.textContent = this.settings.result(found, this.entries);
  }

  /** What fits is shown, and every choice tells its count. */
  show() {
    const view = this.view();
    const found = this.fitting(view);
    const shown = new Set(found.map(({ element }) => element));
    for (const { element } of this.entries) element.hidden = !shown.has(element);
    for (const group of this.groups) {
      group.hidden = !group.querySelector("li:not([hidden])");
      const anchor = group.querySelector("[id]")?.id;
      for (const link of this.all(`.jump a[href="#${anchor}"]`)) link.hidden = group.hidden;
    }
    const chosen = Object.entries(without(view, "find")).filter(([facet]) => facet in this.tests).flatMap(([, all]) => all);
    this.one(".chosen").textContent = chosen.length ? `(${chosen.length} chosen)` : "";
    this.count(view);
    this.explain(view, found.length);
    this.settings.after?.(view, this.entries);
    return found;
  }

  /** What each choice would give if it were its facet's only one. @param {View} view */
  count(view) {
    for (const [facet, choices] of this.choices) {
      const others = without(view, facet);
      const open = this.fitting(others);
      for (const { value, tell } of choices) {
        const narrowed = { ...others, [facet]: [value] };
        tell(value ? open.filter((entry) => this.fits(entry, narrowed)).length : open.length);
      }
    }
  }

  /** Where nothing is found: what each filter keeps out. @param {View} view @param {number} found */
  explain(view, found) {
    this.one(".nothing").hidden = found > 0;
    let ways = 0;
    for (const button of this.all("[data-loosen]")) {
      const facet = button.dataset.loosen ?? "";
      const count = facet in view ? this.fitting(without(view, facet)).length : 0;
      if (button.parentElement) button.parentElement.hidden = !count;
      this.one(".n", button).textContent = String(count);
      ways += Number(count > 0);
    }
    this.one(".one").hidden = !ways;
    this.one(".none").hidden = ways > 0;
  }

  /** @returns {View} */
  view() {
    /** @type {View} */
    const view = {};
    for (const [name, value] of new FormData(this.form)) {
      const read = this.settings.words ?? ((query) => wordsOf(folded(query)));
      const values = name === "find" ? read(String(value)) : [String(value)].filter(Boolean);
      if (values.length) view[name] = [...(view[name] ?? []), ...values];
    }
    return view;
  }

  /** @param {View} view */
  fitting(view) {
    return this.entries.filter((entry) => this.fits(entry, view));
  }

  /** @param {Entry} entry @param {View} view */
  fits(entry, view) {
    return Object.keys(view).every((facet) => this.tests[facet]?.(entry, view) ?? true);
  }

  /** @param {HTMLElement} element @returns {Entry} */
  entry(element) {
    const data = Object.entries(element.dataset).map(([name, value]) => [name, wordsOf(value ?? "")]);
    return { element, text: folded(this.settings.text(element)), data: Object.fromEntries(data) };
  }

  /** @returns {Map<string, Choice[]>} */
  choicesByFacet() {
    /** @type {Map<string, Choice[]>} */
    const found = new Map();
    for (const control of this.controls.filter(({ name }) => name in this.settings.tests)) {
      const choices = control instanceof HTMLSelectElement ? [...control.options].map(inList) : [this.besideBox(control)];
      found.set(control.name, [...(found.get(control.name) ?? []), ...choices]);
    }
    return found;
  }

  /** @param {HTMLInputElement} box @returns {Choice} */
  besideBox(box) {
    const row = /** @type {HTMLElement} */ (box.closest(".option"));
    const place = this.one(".n", row);
    const tell = (/** @type {number} */ count) => {
      place.textContent = String(count);
      row.classList.toggle("vain", !count);
    };
    return { value: box.value, tell };
  }

  /** @param {string} selector @returns {HTMLElement[]} */
  all(selector) {
    return [...this.root.querySelectorAll(selector)].map((one) => /** @type {HTMLElement} */ (one));
  }

  /**
   * The first of what the page must have.
   * @template {HTMLElement} T
   * @param {string} selector @param {HTMLElement} inside
   * @returns {T}
   */
  one(selector, inside = this.root) {
    const found = /** @type {T | null} */ (inside.querySelector(selector));
    if (!found) throw new Error(`the list has no ${selector}`);
    return found;
  }
}

/** @param {HTMLOptionElement} option @returns {Choice} */
const inList = (option) => {
  const words = option.text;
  return { value: option.value, tell: (count) => (option.text = `${words} (${count})`) };
};
