// @ts-check
// Answers as files: out of the checklist's page in each of its formats, and in again.

import { ChecklistError, read, refuseLarge, toJson } from "./formats.mjs";
import { toArr, toMarkdown } from "./markdown.mjs";
import { toLatex, toLatexTable } from "./latex.mjs";
import { copy, download, element, part, tell } from "./dom.mjs";
import { fileName } from "./project.mjs";

/** @typedef {import("./formats.mjs").Guide} Guide */
/** @typedef {import("./formats.mjs").Project} Project */
/** @typedef {import("./formats.mjs").Opened} Opened */
/** @typedef {(guide: Guide, project: Project, isNumbered: boolean) => string} Maker */

/** @type {Record<string, {make: Maker, name: string, type: string, ending: string}>} */
const FORMATS = {
  markdown: { make: toMarkdown, name: "Markdown", type: "text/markdown", ending: "md" },
  latex: { make: toLatex, name: "LaTeX", type: "text/x-tex", ending: "tex" },
  "latex-table": { make: toLatexTable, name: "a LaTeX table", type: "text/x-tex", ending: "table.tex" },
  arr: { make: toArr, name: "Markdown in the checklist’s order", type: "text/markdown", ending: "arr.md" },
  json: { make: toJson, name: "JSON", type: "application/json", ending: "checklist.json" },
};

/**
 * Hands a project over in a format.
 * @param {string} format a key of the formats above @param {string} how `download` or `copy`
 * @param {Guide} guide @param {Project} project
 */
export const take = async (format, how, guide, project) => {
  const { make, name, type, ending } = FORMATS[format];
  const text = make(guide, project, part("checklist-numbered", HTMLInputElement).checked);
  if (how === "download") {
    const file = format === "markdown" ? "ETHICS.md" : `${fileName(project.project)}.${ending}`;
    download(file, text, type);
    tell("taken", `Downloaded as ${file}.`);
  } else if (await copy(text)) {
    tell("taken", `Copied as ${name}.`);
  }
};

/** Hands over an entry that cannot be worked on, to the letter. @param {string} name @param {string} text */
export const takeAsItIs = (name, text) => download(`${fileName(name)}.checklist.json`, text, FORMATS.json.type);

/**
 * The project in a file of answers, or null, with a message that says why.
 * @param {File} file @param {Guide} guide @returns {Promise<Project | null>}
 */
export const bring = async (file, guide) => {
  try {
    refuseLarge(file.size);
    const brought = read(await file.text(), guide);
    tell("file", leftOver(file.name, brought));
    const { project } = brought;
    return { ...project, answers: project.answers.filter((one) => one.answer || one.text || one.notes) };
  } catch (error) {
    const known = error instanceof ChecklistError;
    tell("file", `“${file.name}” was not opened. ${known ? error.message : "The browser could not read it."}`, { bad: true });
    return null;
  }
};

/** What of a Markdown file is not understood, or is no answer, line by line. @param {string} name @param {Opened} opened */
const leftOver = (name, { problems, loose }) => {
  const lines = [
    ...problems.map(({ line, message }) => `Line ${line}: ${message}.`),
    ...loose.map(({ from, to }) => `${from === to ? `Line ${from} is` : `Lines ${from} to ${to} are`} no part of an answer.`),
  ];
  if (!lines.length) return "";
  const text = `“${name}” is open. These lines of it were not understood, or belong to no answer:`;
  return [element("p", {}, text), element("ul", {}, ...lines.map((line) => element("li", {}, line)))];
};
