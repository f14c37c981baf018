// @ts-check
// A project of the checklist as a value: what answering, merging and opening under another version make of it. Pure.

import { chosen } from "./outline.mjs";
import { byNumber } from "../versions.mjs";

/** @typedef {import("./formats.mjs").Guide} Guide */
/** @typedef {import("./formats.mjs").Project} Project */
/** @typedef {import("./formats.mjs").Answer} Answer */
/** @typedef {import("./formats.mjs").Selection} Selection */
/** @typedef {import("./formats.mjs").Recommendation} Recommendation */
/** @typedef {Pick<Answer, "answer" | "text" | "notes">} Entry */
/** @typedef {{done: number, bare: number, total: number}} Progress answered, of these without where or why, and all */

/** @param {Guide} guide @param {string} name @param {Selection} selection @param {string} today @returns {Project} */
export const newProject = (guide, name, selection, today) => ({
  kind: "llm-ethics-guide-checklist",
  format: 2,
  guide: { version: guide.version, date: guide.date, url: guide.url },
  project: name,
  saved: today,
  selection,
  answers: [],
});

/** What a project answers to a recommendation. @param {Project} project @param {string} id @returns {Answer} */
export const answerTo = (project, id) =>
  project.answers.find((one) => one.id === id) ?? { id, hash: "", answer: "", text: "", notes: "" };

/**
 * The project with another answer. A recommendation that changed since it was answered keeps the mark of that, unless
 * it is answered anew.
 * @param {Project} project @param {Recommendation} one @param {Entry} entry @returns {Project}
 */
export const withAnswer = (project, one, entry) => {
  const old = answerTo(project, one.id);
  const others = project.answers.filter((other) => other.id !== one.id);
  if (!entry.answer && !entry.text && !entry.notes) return { ...project, answers: others };
  const hash = old.hash && old.answer === entry.answer ? old.hash : one.hash;
  return { ...project, answers: [...others, { id: one.id, hash, ...entry }].sort(byNumber) };
};

/** The project with one answer confirmed as it is. @param {Project} project @param {Recommendation} one @returns {Project} */
export const confirmed = (project, one) => ({
  ...project,
  answers: project.answers.map((other) => (other.id === one.id ? { ...other, hash: one.hash } : other)),
});

/** The project without one answer. @param {Project} project @param {string} id @returns {Project} */
export const without = (project, id) => ({ ...project, answers: project.answers.filter((one) => one.id !== id) });

/**
 * What was stored meanwhile, with what was done here.
 * @param {Project} mine @param {Project} theirs
 * @param {Set<string>} ids what was answered here @param {boolean} named whether name or selection were changed here
 * @returns {Project}
 */
export const merged = (mine, theirs, ids, named) => ({
  ...(named ? { ...theirs, project: mine.project, selection: mine.selection } : theirs),
  answers: [
    ...theirs.answers.filter((one) => !ids.has(one.id)),
    ...mine.answers.filter((one) => ids.has(one.id)),
  ].sort(byNumber),
});

/** How far a project is, in all and by stage. @param {Guide} guide @param {Project} project */
export const progressOf = (guide, project) => {
  /** @type {Progress} */
  const all = { done: 0, bare: 0, total: 0 };
  /** @type {Map<string, Progress>} */
  const stages = new Map(guide.stages.map((stage) => [stage.slug, { done: 0, bare: 0, total: 0 }]));
  for (const one of chosen(guide, project.selection)) {
    const { answer, text } = answerTo(project, one.id);
    for (const count of [all, stages.get(one.stage)]) {
      if (!count) continue;
      count.total += 1;
      count.done += Number(answer !== "");
      count.bare += Number(answer !== "" && !text.trim());
    }
  }
  return { all, stages };
};

/** A day by the reader's clock, such as 2026-11-22. @param {Date} now */
export const isoDay = (now) => {
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
};

/** A name that no other project has. @param {string} name @param {string[]} taken */
export const freeName = (name, taken) => {
  for (let number = 1; ; number += 1) {
    const one = number === 1 ? name : `${name} (${number})`;
    if (!taken.includes(one)) return one;
  }
};

/** A name as part of a file's name. @param {string} name */
export const fileName = (name) =>
  name.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "project";
