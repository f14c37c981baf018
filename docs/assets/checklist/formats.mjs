// @ts-check
// A project of the checklist: reads it, and writes its JSON. Pure, and without a document: the command line runs the same
// modules (hooks/llme/checklist/engine.py).
// What the user wrote is plain text everywhere: whatever it holds, it is shown and never read as markup.

import { FORMAT, KIND, chosen, whole, withdrawal } from "./outline.mjs";
import { looseIn, projectOf, readMarkdown } from "./reading.mjs";
import { comesAfter } from "../versions.mjs";

/** A stage or a role, and what it was called before. @typedef {{slug: string, title: string, formerly?: string[]}} Named */
/** @typedef {{slug: string, title: string, summary: string, recommendations: string[]}} Profile */
/** @typedef {{version: string, kind: string, note: string}} Change */
/**
 * A recommendation. In title, do, dont and questions, a piece in backticks is code; `do_from` and `dont_from` say in
 * words where the two come from, or nothing.
 * @typedef {{id: string, title: string, stage: string, also: string[], roles: string[], do: string, dont: string,
 *   do_from: string, dont_from: string, questions: string[], hash: string, status: string, reason: string, superseded_by: string[], since: string,
 *   changes: Change[], path: string}} Recommendation
 */
/** @typedef {{id: string, title: string, helps: string[]}} Item */
/** @typedef {{title: string, short: string, edition: string, url: string, items: Item[]}} Arr */
/**
 * What the page knows of its version of the guide.
 * @typedef {{version: string, date: string | null, url: string, stages: Named[], roles: Named[], profiles: Profile[],
 *   recommendations: Recommendation[], arr: Arr | null}} Guide
 */
/** @typedef {{profiles: string[], stages: string[], roles: string[]}} Selection */
/** @typedef {"yes" | "no" | "not-applicable" | ""} Given */
/** @typedef {{id: string, hash: string, answer: Given, text: string, notes: string}} Answer */
/**
 * A project as its user keeps it.
 * @typedef {{kind: "llm-ethics-guide-checklist", format: 2,
 *   guide: {version: string, date: string | null, url: string}, project: string, saved: string,
 *   selection: Selection, answers: Answer[]}} Project
 */
/** @typedef {{id: string, kind: "changed" | "withdrawn" | "added" | "unknown", note: string}} Difference */
/**
 * A file that was opened: what changed in the guide since it was saved and, of Markdown, what is wrong in it, the lines
 * where the answers stand by ID, and what of a person's own stands outside the answers. Lines count from 1.
 * @typedef {{project: Project, changes: Difference[], problems: import("./reading.mjs").Problem[],
 *   places: Record<string, number>, loose: {from: number, to: number}[]}} Opened
 */

/** A file is no checklist that this page can read; the message is for people. */
export class ChecklistError extends Error {}

const LARGEST = 5_000_000; // a checklist with long answers has a fiftieth of that

/** @param {number} size of a file, in bytes or characters @throws {ChecklistError} where it is far too large */
export const refuseLarge = (size) => {
  if (size > LARGEST) throw new ChecklistError("This file is far too large to be a saved checklist.");
};

/**
 * A project's file, JSON or Markdown, and what changed in the guide since it was saved.
 * @param {string} text @param {Guide} guide @returns {Opened}
 * @throws {ChecklistError} where the file is not ours, is damaged, or comes from a newer version than this page
 */
export const read = (text, guide) => {
  const reading = /^\ufeff?\s*\{/.test(text) ? null : readMarkdown(text, guide);
  if (!reading) return { ...checked(parsed(text), guide), problems: [], places: {}, loose: [] };
  const { problems, passages } = reading;
  const places = Object.fromEntries(passages.map((one) => [one.id, (one.field < 0 ? one.from : one.field) + 1]));
  const loose = looseIn(reading, guide).map(({ from, to }) => ({ from: from + 1, to }));
  return { ...checked(projectOf(reading, guide), guide), problems, places, loose };
};

/** @param {string} text @throws {ChecklistError} */
const parsed = (text) => {
  try {
    // JSON can hold halves of a character, which no text can.
    return JSON.parse(text.replace(/^\ufeff/, ""), (_, value) => typeof value === "string" ? whole(value) : value);
  } catch {
    throw new ChecklistError("This file is not a saved checklist: it is neither its JSON nor its Markdown.");
  }
};

/** @param {any} data @param {Guide} guide @returns {{project: Project, changes: Difference[]}} @throws {ChecklistError} */
const checked = (data, guide) => {
  if (!isObject(data) || data.kind !== KIND) {
    throw new ChecklistError("This file is not a saved checklist of the LLM Ethics Guide.");
  }
  if (typeof data.format === "number" && data.format > FORMAT) {
    throw new ChecklistError(
      "This file was saved by a newer version of the guide, in a form that this one cannot read. " +
        "Open it with the newest version of the guide.",
    );
  }
  const problem = firstProblem(data, data.format === 1 ? FIRST_SHAPE : SHAPE, "", "");
  if (problem) throw new ChecklistError(`This file is damaged: ${problem}.`);
  const project = /** @type {Project} */ (/** @type {unknown} */ (data.format === 1 ? renewed(data) : data));
  const saved = project.guide.version;
  const met = new Set();
  const twice = project.answers.find(({ id }) => met.size === met.add(id).size);
  if (twice) throw new ChecklistError(`This file is damaged: it answers ${twice.id} twice.`);
  if (saved !== "dev" && comesAfter(saved, guide.version)) {
    throw new ChecklistError(
      `This file was saved with version ${saved} of the guide, and this is version ` +
        `${guide.version}. Open it with version ${saved} or a later one.`,
    );
  }
  const { selection } = project;
  const current = { ...project, selection: { ...selection, stages: named(guide.stages, selection.stages) } };
  return { project: current, changes: differences(current, guide) };
};

/**
 * The file that keeps a project, stamped with this version of the guide.
 * @param {Guide} guide @param {Project} project
 */
export const toJson = (guide, project) => {
  const { selection } = project;
  const saved = {
    kind: KIND,
    format: FORMAT,
    guide: { version: guide.version, date: guide.date, url: guide.url },
    project: project.project,
    saved: project.saved,
    selection: { profiles: selection.profiles, stages: selection.stages, roles: selection.roles },
    answers: project.answers.map(({ id, hash, answer, text, notes }) => ({ id, hash, answer, text, notes })),
  };
  return JSON.stringify(saved, (_, value) => typeof value === "string" ? whole(value) : value, 2) + "\n";
};

// Reading ----------------------------------------------------------------------------------------------------------

/** @param {any} value @returns {value is Record<string, any>} */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** A project of the first format in the present one. There, a profile left stages and roles without a meaning. @param {any} data */
const renewed = (data) => {
  const { profile, ...own } = data.selection;
  return { ...data, format: FORMAT, selection: profile ? { profiles: [profile], stages: [], roles: [] } : { profiles: [], ...own } };
};

/** @param {Project} project @param {Guide} guide */
const differences = (project, guide) => {
  const saved = project.guide.version;
  /** @type {Difference[]} */
  const found = [];
  for (const { id, hash, answer, text, notes } of project.answers) {
    const one = guide.recommendations.find((other) => other.id === id);
    if (!(answer || text || notes)) continue;
    if (!one) found.push({ id, kind: "unknown", note: "This version of the guide does not have it." });
    else if (one.status === "withdrawn") found.push({ id, kind: "withdrawn", note: withdrawal(one) });
    else if (one.hash !== hash) {
      const later = one.changes.filter((change) => comesAfter(change.version, saved));
      const since = later.filter((change) => change.kind !== "sources").map((change) => change.note);
      found.push({ id, kind: "changed", note: since.join(" ") || "Its text was changed." });
    }
  }
  const answered = new Set(project.answers.map((answer) => answer.id));
  for (const { id, title, since } of chosen(guide, project.selection)) {
    if (!answered.has(id) && comesAfter(since, saved)) found.push({ id, kind: "added", note: title });
  }
  return found;
};

/** A value's shape: its wanted form in words, and a test, or its fields, or the shape of its items. */
/** @typedef {{wanted: string, test?: (value: any) => boolean, fields?: Record<string, Shape>, items?: Shape}} Shape */

/** @param {string} wanted @param {RegExp} pattern @returns {Shape} */
const textOf = (wanted, pattern) => ({ wanted, test: (value) => typeof value === "string" && pattern.test(value) });

/** @param {Shape} shape @returns {Shape} */
const orNull = (shape) => ({ ...shape, test: (value) => value === null || Boolean(shape.test?.(value)) });

/** @param {Record<string, Shape>} fields @returns {Shape} */
const fieldsOf = (fields) => ({ wanted: "a set of fields", fields });

/**
 * The names of today for slugs that may be older.
 * @param {Named[]} all @param {string[]} slugs
 */
const named = (all, slugs) => {
  const today = new Map(all.flatMap(({ slug, formerly = [] }) => formerly.map((old) => [old, slug])));
  return [...new Set(slugs.map((slug) => today.get(slug) ?? slug))];
};

/** @param {string} example */
const slugs = (example) => ({
  wanted: `a list of short names such as “${example}”`,
  items: textOf(`a short name such as “${example}”`, SLUG),
});

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const DATE = textOf("a date such as 2026-11-22", /^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/);
const TEXT = textOf("text", /^/);
/** The shape of a file, by that of the field in which its selection names profiles. @param {Record<string, Shape>} profiles */
const shapeWith = (profiles) => fieldsOf({
  kind: { wanted: "the name of the format", test: (value) => value === KIND },
  format: { wanted: "the number 1 or 2", test: (value) => value === 1 || value === FORMAT },
  guide: fieldsOf({
    version: textOf("a version such as 1.2.0, or “dev”", /^(dev|(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){2})$/),
    date: { ...orNull(DATE), wanted: "a date such as 2026-11-22, or null" },
    url: TEXT,
  }),
  project: TEXT,
  saved: DATE,
  selection: fieldsOf({
    ...profiles,
    stages: slugs("data-compilation"),
    roles: slugs("data-collector"),
  }),
  answers: {
    wanted: "a list",
    items: fieldsOf({
      id: textOf("an ID such as LLME-008", /^LLME-(00[1-9]|0[1-9][0-9]|[1-9][0-9]{2,5})$/),
      hash: textOf("64 digits and letters from a to f", /^[0-9a-f]{64}$/),
      answer: textOf("“yes”, “no”, “not-applicable” or empty", /^(yes|no|not-applicable|)$/),
      text: TEXT,
      notes: TEXT,
    }),
  },
});
const SHAPE = shapeWith({ profiles: slugs("evaluation") });
const FIRST_SHAPE = shapeWith({ profile: orNull(textOf("a short name such as “evaluation”, or null", SLUG)) });

/**
 * What is wrong with a value first, in the order of the fields, or an empty text.
 * @param {any} value @param {Shape} shape @param {string} name @param {string} prefix @returns {string}
 */
const firstProblem = (value, shape, name, prefix) => {
  const wrong = `“${name}” must be ${shape.wanted}`;
  if (shape.test) return shape.test(value) ? "" : wrong;
  if (shape.items) {
    if (!Array.isArray(value)) return wrong;
    for (const [at, item] of value.entries()) {
      const problem = firstProblem(item, shape.items, `${prefix}${at + 1}`, `${prefix}${at + 1}.`);
      if (problem) return problem;
    }
    return "";
  }
  if (!isObject(value)) return wrong;
  for (const [key, field] of Object.entries(shape.fields ?? {})) {
    if (!Object.hasOwn(value, key)) return `the field “${prefix}${key}” is missing`;
    const problem = firstProblem(value[key], field, `${prefix}${key}`, `${prefix}${key}.`);
    if (problem) return problem;
  }
  const unknown = Object.keys(value).find((key) => !Object.hasOwn(shape.fields ?? {}, key));
  return unknown === undefined ? "" : `the field “${prefix}${unknown}” is not known`;
};
