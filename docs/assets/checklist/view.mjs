// @ts-check
// Shows a project of the checklist on its page, whose list of questions the template has written.

import { ANSWERS, chosen } from "./outline.mjs";
import { button, element, first, part } from "./dom.mjs";
import { answerTo, progressOf } from "./project.mjs";

/** @typedef {import("./formats.mjs").Guide} Guide */
/** @typedef {import("./formats.mjs").Project} Project */
/** @typedef {import("./formats.mjs").Answer} Answer */
/** @typedef {import("./formats.mjs").Difference} Difference */
/** @typedef {import("./formats.mjs").Recommendation} Recommendation */
/** @typedef {import("./project.mjs").Entry} Entry */
/** @typedef {{holds: (id: string) => void, forget: (id: string) => void}} Handlers what the buttons beside an answer do */

const LABELS = {
  yes: "Where? A section, a file or a link",
  no: "Why not?",
  "not-applicable": "Why does it not apply?",
  "": "Where, or why not?",
};

/** Shows one of the two states of the page; coming from the other, at its start. @param {"start" | "work"} state */
export const showState = (state) => {
  const page = part("checklist-page", HTMLElement);
  const before = page.dataset.state;
  page.dataset.state = state;
  part("checklist-start", HTMLElement).hidden = state !== "start";
  for (const id of ["checklist-work", "checklist-panel", "checklist-list"]) part(id, HTMLElement).hidden = state !== "work";
  part(state === "work" ? "checklist-bar" : "checklist-go", HTMLElement).append(part("checklist-open", HTMLElement));
  if (!before || before === state) return;
  // A browser scrolls to the end of the list to focus the count, which sticks to the window.
  part(state === "work" ? "checklist-total" : "choose", HTMLElement).focus({ preventScroll: true });
  scrollTo({ top: 0, behavior: "instant" });
};

/** The recommendations on the page. */
export const sections = () =>
  [...document.querySelectorAll("#checklist-list .asked")].filter((one) => one instanceof HTMLElement);

/** The guide, with the texts that stand on the page itself. @param {Guide} guide @returns {Guide} */
export const withTexts = (guide) => ({
  ...guide,
  recommendations: guide.recommendations.map((one) => {
    const section = document.getElementById(one.id);
    if (!section) return one;
    const text = (/** @type {string} */ selector) => source(section.querySelector(selector));
    const questions = [...section.querySelectorAll(".questions > li")].map(source);
    const title = text("h3 > a").replace(one.id, "").trimStart();
    const sides = { do: text(".do > span"), dont: text(".dont > span") };
    return { ...one, title, ...sides, do_from: text(".do > .from"), dont_from: text(".dont > .from"), questions };
  }),
});

/** The text of an element as its source has it, code in backticks. @param {Element | null} shown */
const source = (shown) =>
  [...(shown?.childNodes ?? [])]
    .map((node) => (node.nodeName === "CODE" ? `\`${node.textContent}\`` : node.textContent ?? ""))
    .join("");

/** What stands in the fields of a recommendation. @param {HTMLElement} section @returns {Entry} */
export const entryIn = (section) => {
  const checked = section.querySelector("input:checked");
  const value = checked instanceof HTMLInputElement ? checked.value : "";
  return {
    answer: value === "yes" || value === "no" || value === "not-applicable" ? value : "",
    text: first(section, ".text > textarea", HTMLTextAreaElement).value,
    notes: first(section, ".notes > textarea", HTMLTextAreaElement).value,
  };
};

/** Fits labels and the heights of fields to what stands in them. @param {HTMLElement} section */
export const fit = (section) => {
  const { answer, text, notes } = entryIn(section);
  section.dataset.answer = answer;
  first(section, ".text", HTMLElement).dataset.text = text;
  first(section, ".notes", HTMLElement).dataset.text = notes;
  first(section, ".text > span", HTMLElement).textContent = LABELS[answer];
  first(section, ".clear", HTMLElement).hidden = !answer;
};

/** Gives each recommendation what only a script can use. @param {(section: HTMLElement) => void} cleared */
export const equip = (cleared) => {
  for (const section of sections()) {
    const clear = button("Clear", () => {
      for (const radio of section.querySelectorAll("input")) radio.checked = false;
      section.querySelector("input")?.focus();
      cleared(section);
    });
    clear.className = "clear";
    clear.append(element("span", { class: "unseen" }, ` the answer to ${section.id}`));
    first(section, "fieldset", HTMLElement).append(clear);
    const label = element("label", { class: "notes" }, element("span", { class: "unseen" }, `Notes on ${section.id}`));
    label.append(element("textarea", { rows: "2" }));
    section.append(element("details", {}, element("summary", {}, "Notes"), label));
  }
};

/**
 * Shows a project: the recommendations that it chose, its answers, and what changed since.
 * @param {Guide} guide @param {Project} project @param {Difference[]} changes @param {Handlers} handlers
 */
export const showProject = (guide, project, changes, handlers) => {
  const shown = new Set(chosen(guide, project.selection).map((one) => one.id));
  for (const section of sections()) {
    fill(section, answerTo(project, section.id));
    const change = changes.find((one) => one.id === section.id && one.kind === "changed");
    mark(guide, section, change, handlers);
  }
  part("checklist-others", HTMLElement).replaceChildren(...others(guide, project, changes, shown, handlers));
  showProgress(guide, project);
};

/** @param {HTMLElement} section @param {Answer} answer */
const fill = (section, answer) => {
  for (const radio of section.querySelectorAll("input")) radio.checked = radio.value === answer.answer;
  first(section, ".text > textarea", HTMLTextAreaElement).value = answer.text;
  first(section, ".notes > textarea", HTMLTextAreaElement).value = answer.notes;
  first(section, "details", HTMLDetailsElement).open = answer.notes !== "";
  fit(section);
};

/**
 * Marks a recommendation as changed since it was answered, or takes the mark away.
 * @param {Guide} guide @param {HTMLElement} section @param {Difference | undefined} change @param {Handlers} handlers
 */
export const mark = (guide, section, change, handlers) => {
  section.querySelector(".since-then")?.remove();
  const one = guide.recommendations.find((other) => other.id === section.id);
  if (!change || !one) return;
  const note = element("div", { class: "since-then" });
  note.append(element("p", {}, element("b", {}, "Changed since you answered. "), change.note, " ", historyOf(one)));
  note.append(button("My answer still holds", () => handlers.holds(section.id)));
  first(section, "h3", HTMLElement).after(note);
};

/** @param {Recommendation} one */
const historyOf = (one) => element("a", { href: `../${one.path}#history` }, `History of ${one.id}`);

/**
 * Answers that stand in no list any more.
 * @param {Guide} guide @param {Project} project @param {Difference[]} changes @param {Set<string>} shown
 * @param {Handlers} handlers
 */
const others = (guide, project, changes, shown, handlers) => {
  const gone = changes.filter((one) => one.kind === "withdrawn" || one.kind === "unknown");
  const made = gone.map((change) => {
    const one = guide.recommendations.find((other) => other.id === change.id);
    const { answer, text, notes } = answerTo(project, change.id);
    const block = element("section", { class: "gone" }, element("h3", {}, one ? `${one.id} ${one.title}` : change.id));
    block.append(element("p", {}, `${one ? "Withdrawn. " : ""}${one?.reason ?? change.note} `, ...(one ? successors(guide, one) : [])));
    block.append(element("p", { class: "kept" }, element("b", {}, `Your answer: ${answer ? ANSWERS[answer] : "none"}. `), text));
    if (notes) block.append(element("p", { class: "kept" }, element("b", {}, "Notes: "), notes));
    block.append(button(`Remove the answer to ${change.id}`, () => handlers.forget(change.id)));
    return block;
  });
  const heading = made.length ? [element("h2", { id: "answers-without-question" }, "Answers to withdrawn or missing recommendations")] : [];
  const known = new Set(gone.map((one) => one.id));
  const kept = project.answers.filter((one) => !shown.has(one.id) && !known.has(one.id)).length;
  const aside = `${kept === 1 ? "One more answer is" : `${kept} more answers are`} kept for recommendations outside your selection.`;
  return [...heading, ...made, ...(kept ? [element("p", { class: "quiet kept-aside" }, aside)] : [])];
};

/** @param {Guide} guide @param {Recommendation} one @returns {(Node | string)[]} */
const successors = (guide, one) => [
  ...one.superseded_by.flatMap((id, index) => {
    const other = guide.recommendations.find((candidate) => candidate.id === id);
    const link = element("a", { href: `../${other?.path ?? `recommendations/${id}/`}` }, other ? `${id} ${other.title}` : id);
    return [index ? ", " : "Instead, see ", link];
  }),
  ...(one.superseded_by.length ? [". "] : []),
  historyOf(one),
];

/** Says how far the project is. @param {Guide} guide @param {Project} project */
export const showProgress = (guide, project) => {
  const { all, stages } = progressOf(guide, project);
  const bare = all.bare ? ` ${all.bare} without a place or reason.` : "";
  part("checklist-total", HTMLElement).textContent = `${all.done} of ${all.total} answered.${bare}`;
  for (const item of document.querySelectorAll("#checklist-panel [data-stage]")) {
    const count = stages.get(item.getAttribute("data-stage") ?? "");
    if (!count || !(item instanceof HTMLElement)) continue;
    item.hidden = !count.total;
    first(item, "span", HTMLElement).textContent = `${count.done} of ${count.total}`;
    const bar = first(item, "progress", HTMLProgressElement);
    bar.max = Math.max(count.total, 1);
    bar.value = count.done;
  }
};

/**
 * Shows all that is chosen, or only what is left to do.
 * @param {string} which `all`, `open` or `bare` @param {Guide} guide @param {Project} project
 */
export const showOnly = (which, guide, project) => {
  const shown = new Set(chosen(guide, project.selection).map((one) => one.id));
  for (const section of sections()) {
    const { answer, text } = answerTo(project, section.id);
    const wanted = which === "all" || (which === "open" ? !answer : answer !== "" && !text.trim());
    section.hidden = !shown.has(section.id) || !wanted;
  }
  part("checklist-nothing", HTMLElement).hidden = sections().some((section) => !section.hidden);
};
