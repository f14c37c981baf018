// @ts-check
// A project of the checklist in the order in which every format has it, and texts without what no document can hold.

/** @typedef {import("./formats.mjs").Answer} Answer */
/** @typedef {import("./formats.mjs").Given} Given */
/** @typedef {import("./formats.mjs").Arr} Arr */
/** @typedef {import("./formats.mjs").Guide} Guide */
/** @typedef {import("./formats.mjs").Item} Item */
/** @typedef {import("./formats.mjs").Named} Named */
/** @typedef {import("./formats.mjs").Project} Project */
/** @typedef {import("./formats.mjs").Recommendation} Recommendation */
/** @typedef {import("./formats.mjs").Selection} Selection */
/** @typedef {{answer: Answer, one: Recommendation | undefined}} Entry */
/** @typedef {{title: string, about: string, entries: Entry[]}} Section */
/**
 * @typedef {{name: string, stamp: string, url: string, draft: boolean, selection: string, saved: string,
 *   summary: string, sections: Section[]}} Outline
 */

export const KIND = "llm-ethics-guide-checklist";
export const FORMAT = 2; // in the first, a selection had one `profile` or none
export const ANSWERS = { yes: "Followed", no: "Not followed", "not-applicable": "Not applicable" };
export const UNSAID = { yes: "No place is given.", no: "No reason is given.", "not-applicable": "No reason is given." };
export const DRAFT = "Draft of the guide, not to be cited.";
export const DRAFT_MEANS = "The recommendations can still change before they are released.";
export const HELPS = "An answer is listed where it helps with an item. " +
  "That it helps does not mean that you comply: answer the items of the form yourself.";
export const HOW = "To answer, write Followed, Not followed or Not applicable in the place of “Not answered”, and say " +
  "where, or why not. The command `llme check` says what is missing.";
export const CHANGED = "The recommendation was changed after this was answered.";
export const UNKNOWN = "This version of the guide does not have this recommendation.";
// The sections that are no stage.
export const OTHERS = { title: "Other answers", about: "These recommendations are outside the selection above." };
export const GONE = { title: "Not in this version of the guide", about: "These answers are kept as they were given." };
export const MONTHS = "January February March April May June July August September October November December".split(" ");
export const LICENCE = "https://creativecommons.org/licenses/by/4.0/";

// An address in a text, without the full stop or bracket that follows it.
const IN = "[0-9A-Za-z._~:/?#@!$&'*+,;=%-]";
export const ADDRESS = new RegExp(`(https?://(?:\\(${IN}*\\)|${IN})*(?:\\(${IN}*\\)|[0-9A-Za-z/#&=%+~_$@-]))`);

/**
 * The recommendations that a selection shows, by stage: those of any of its profiles, and those of its stages and
 * roles, if it names some, or no profile. A profile that this version lacks counts for none.
 * @param {Guide} guide @param {Selection} selection @returns {Recommendation[]}
 */
export const chosen = (guide, selection) => {
  const profiles = guide.profiles.filter((one) => selection.profiles.includes(one.slug));
  const own = !profiles.length || selection.stages.length > 0 || selection.roles.length > 0;
  /** @param {string[]} wanted @param {string[]} there */
  const meets = (wanted, there) => !wanted.length || wanted.some((one) => there.includes(one));
  const order = guide.stages.map((stage) => stage.slug);
  return guide.recommendations
    .filter((one) => one.status === "active")
    .filter((one) =>
      profiles.some((profile) => profile.recommendations.includes(one.id)) ||
      own && meets(selection.stages, [one.stage, ...one.also]) && meets(selection.roles, one.roles)
    )
    .sort((a, b) => order.indexOf(a.stage) - order.indexOf(b.stage));
};

/** @param {Guide} guide @param {Project} project @returns {Outline} */
export const outline = (guide, project) => {
  const known = new Map(guide.recommendations.map((one) => [one.id, one]));
  const answers = new Map(project.answers.map((answer) => [answer.id, answer]));
  const shown = chosen(guide, project.selection).map((one) => ({ answer: answers.get(one.id) ?? none(one), one }));
  const met = new Set(shown.map((entry) => entry.answer.id));
  const rest = project.answers.filter(says).map((answer) => ({ answer, one: known.get(answer.id) }));
  const others = rest.filter(({ answer, one }) => one?.status === "active" && !met.has(answer.id));
  const gone = rest.filter(({ one }) => one?.status !== "active");
  const stages = guide.stages.map(({ slug, title }) => ({
    title,
    about: "",
    entries: shown.filter((entry) => entry.one.stage === slug),
  }));
  return {
    name: oneLine(project.project),
    stamp: stamp(guide),
    url: guide.url,
    draft: guide.version === "dev",
    selection: selectionText(guide, project.selection),
    saved: `Saved on ${day(project.saved)}.`,
    summary: summary(shown),
    sections: [
      ...stages,
      { ...OTHERS, entries: others },
      { ...GONE, entries: gone },
    ].filter((section) => section.entries.length),
  };
};

/** @param {string} text */
export const whole = (text) => text.replace(/[\ud800-\udfff]/gu, "\ufffd");

/** Text with plain line ends, and without characters that no document can hold. @param {string} text */
export const clean = (text) =>
  whole(text.replace(/\r\n?|[\u2028\u2029\x85]/g, "\n").replace(/[\t\v\f]/g, " "))
    .replace(/[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]/g, "");

/** The lines of a text that say something, without the spaces around them. @param {string} text */
export const lines = (text) => clean(text).split("\n").map((line) => line.replace(/^ +| +$/g, "")).filter(Boolean);

/** @param {string} text */
export const oneLine = (text) => lines(text).join(" ");

/** Whether an answer was given to another text than this version's. @param {Entry} entry */
export const changed = ({ answer, one }) => one !== undefined && one.hash !== answer.hash && says(answer);

/** The pieces of the guide's own text; every second one is code. @param {string} text */
export const pieces = (text) => clean(text).split(/`([^`]+)`/);

/** @param {Recommendation} one @returns {Answer} */
const none = (one) => ({ id: one.id, hash: one.hash, answer: "", text: "", notes: "" });

/** @param {Answer} answer */
const says = (answer) => answer.answer !== "" || lines(answer.text).length + lines(answer.notes).length > 0;

/** @param {Guide} guide */
const stamp = (guide) => {
  const date = guide.date ? ` of ${day(guide.date)}` : "";
  return guide.version === "dev" ? "LLM Ethics Guide, draft" : `LLM Ethics Guide ${guide.version}${date}`;
};

/** @param {string} date */
const day = (date) => {
  const [year, month, number] = date.split("-");
  return `${Number(number)} ${MONTHS[Number(month) - 1]} ${year}`;
};

/** A choice in words. @param {Guide} guide @param {Selection} selection */
export const selectionText = (guide, selection) => {
  const { profiles, stages, roles } = selection;
  /** @param {string} label @param {string[]} slugs @param {Named[]} known */
  const told = (label, slugs, known) => {
    const titles = known.filter((one) => slugs.includes(one.slug)).map((one) => one.title);
    return slugs.length ? [`${label}: ${titles.join(", ") || "not in this version"}.`] : [];
  };
  const kinds = profiles.length > 1 ? "Kinds of project" : "Kind of project";
  const all = [...told(kinds, profiles, guide.profiles), ...told("Stages", stages, guide.stages), ...told("Roles", roles, guide.roles)];
  return all.join(" ") || "All recommendations.";
};

/** @param {Entry[]} shown */
const summary = (shown) => {
  /** @param {Given} answer */
  const count = (answer) => shown.filter((entry) => entry.answer.answer === answer).length;
  const parts = `${count("yes")} followed, ${count("no")} not followed, ${count("not-applicable")} not applicable`;
  return `Answered: ${shown.length - count("")} of ${shown.length} (${parts}). Not answered: ${count("")}.`;
};

/** Why a recommendation was withdrawn, and what stands in its place. @param {Recommendation} one */
export const withdrawal = (one) => {
  const successors = one.superseded_by.length ? `See ${one.superseded_by.join(", ")}.` : "";
  return [one.reason, successors].filter(Boolean).join(" ");
};

/** Words after a text, or nothing. @param {string} words */
export const inBrackets = (words) => (words ? ` (${words})` : "");

/** The answers by ID, and those of them that help with no item of the ARR checklist. @param {Arr} arr @param {Outline} seen */
export const answersFor = (arr, seen) => {
  const all = seen.sections.flatMap((section) => section.entries);
  const helping = new Set(arr.items.flatMap((item) => item.helps));
  const others = all.filter((entry) => entry.answer.answer && !helping.has(entry.answer.id));
  return { entries: new Map(all.map((entry) => [entry.answer.id, entry])), others };
};

/**
 * The answers that help with an item of the ARR checklist, and what is to be said besides.
 * @param {Item} item @param {Item[]} items @param {Map<string, Entry>} entries by ID: those of the selection, and all answers
 */
export const helped = (item, items, entries) => {
  const there = item.helps.flatMap((name) => entries.get(name) ?? []);
  const here = there.filter((entry) => entry.answer.answer);
  const open = there.filter((entry) => !entry.answer.answer).map((entry) => entry.answer.id);
  if (here.length) return { here, note: open.length ? `Not answered: ${open.join(", ")}.` : "" };
  if (item.helps.length) {
    return { here, note: `None of your answers helps with this item. Recommendations that help: ${item.helps.join(", ")}.` };
  }
  if (items.some((other) => other.id !== item.id && other.id.startsWith(item.id))) {
    return { here, note: "This question introduces the items below: answer it in the form itself." };
  }
  return { here, note: "No recommendation of the guide helps with this item." };
};
