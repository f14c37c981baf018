// @ts-check
// A project of the checklist as an appendix in LaTeX, at length or as a table of a row for each recommendation.

import { ANSWERS, CHANGED, DRAFT, DRAFT_MEANS, HELPS, LICENCE, UNKNOWN, UNSAID } from "./outline.mjs";
import { answersFor, changed, helped, inBrackets, oneLine, outline, withdrawal } from "./outline.mjs";
import { href, shown, withCode, withLines } from "./latex-text.mjs";

/** @typedef {import("./formats.mjs").Guide} Guide */
/** @typedef {import("./formats.mjs").Project} Project */
/** @typedef {import("./outline.mjs").Entry} Entry */
/** @typedef {import("./outline.mjs").Outline} Outline */

const LICENSED = String
  .raw`The recommendations are by LLM Ethics Guide contributors, under \href{${LICENCE}}{CC BY 4.0}.`;
const LACKING = "Characters that the font lacks are given by their Unicode number, as in [U+4F60].";
const PROLOGUE = String.raw`% Write \input{ethics} where this belongs, for example after \appendix, if this file is ethics.tex.
% In the preamble: \usepackage{hyperref}, and \usepackage[T1]{fontenc} unless you use XeLaTeX or LuaLaTeX.
% \llmechar stands for a character that pdfLaTeX lacks: define it before this file if your fonts have the character.
\providecommand{\href}[2]{#2}
\providecommand{\phantomsection}{}
\providecommand{\llmechar}[1]{[U+#1]\allowbreak{}}
\makeatletter
\def\llmeot{OT1}
\def\llmeglyph#1#2{\ifx\f@encoding\llmeot\llmechar{#2}\else#1\fi}
\def\llmename#1{\phantomsection\def\@currentlabel{#1}}
\makeatother
\begingroup
\raggedright`;
// A row is two paragraphs that hang, which any style and any number of columns can hold, and any page can break.
const ROWS = String.raw`\setlength{\parindent}{0pt}\setlength{\parskip}{0pt}
\def\llmerule{\par\nobreak\vskip 2pt\hrule height .3pt\vskip 2pt}
\def\llmecell#1#2{\par\noindent\hangindent=7.4em\hangafter=1\makebox[7.4em][l]{\strut#1}#2\strut\par}
\def\llmerow#1#2#3#4{\llmecell{#1}{#2}\nobreak\llmecell{\textbf{#3}}{#4}\llmerule}`;

/**
 * An appendix to a paper, in LaTeX: every recommendation of the selection with its Do, its Don't and its answer.
 * @param {Guide} guide @param {Project} project @param {boolean} [isNumbered] whether its section has a number
 */
export const toLatex = (guide, project, isNumbered = false) => {
  const seen = outline(guide, project);
  const body = seen.sections.flatMap((section) => [
    String.raw`\subsection${isNumbered ? "" : "*"}{${shown(section.title)}}`,
    ...(section.about ? [section.about] : []),
    ...section.entries.flatMap((entry) => paragraphsOf(entry, guide.url)),
  ]);
  return appendix(seen, heading("sec:ethics-checklist", isNumbered), [String.raw`\setlength{\parskip}{2pt plus 1pt}`], body);
};

/**
 * The same in short: a table with a row for each recommendation, without Do, Don't and notes.
 * @param {Guide} guide @param {Project} project @param {boolean} [isNumbered] whether its section has a number
 */
export const toLatexTable = (guide, project, isNumbered = false) => {
  const seen = outline(guide, project);
  const rows = seen.sections.flatMap((section) => [
    String.raw`\medskip\textbf{${shown(section.title)}\strut}\llmerule\nobreak`,
    ...section.entries.map((entry) => rowOf(entry, guide.url)),
  ]);
  const body = [String.raw`{\small`, ROWS, ...rows, String.raw`\par}\medskip`];
  return appendix(seen, heading("tab:ethics-checklist", isNumbered), [], body);
};

/**
 * The same as the table, in the order of the ARR checklist.
 * @param {Guide} guide @param {Project} project @param {boolean} [isNumbered] whether its section has a number
 */
export const toLatexArr = (guide, project, isNumbered = false) => {
  const seen = outline(guide, project);
  const { arr, url } = guide;
  if (!arr) return "% This version of the guide holds no comparison with the ARR checklist.\n";
  const { entries, others } = answersFor(arr, seen);
  const titled = (/** @type {string} */ title) => String.raw`\medskip\textbf{${shown(title)}\strut}\llmerule\nobreak`;
  const rows = arr.items.flatMap((item) => {
    const { here, note } = helped(item, arr.items, entries);
    return [titled(`${item.id}: ${item.title}`), ...here.map((entry) => rowOf(entry, url)), ...(note ? [String.raw`${shown(note)}\llmerule`] : [])];
  });
  if (others.length) rows.push(titled("Answers that help with no item"), ...others.map((entry) => rowOf(entry, url)));
  const lead = String.raw`The items are those of the ${href(arr.url, shown(arr.title))}, ${shown(arr.edition)}. ${HELPS}`;
  const body = [lead, String.raw`{\small`, ROWS, ...rows, String.raw`\par}\medskip`];
  return appendix(seen, heading("sec:ethics-arr", isNumbered), [], body);
};

/** The section's heading; a reference to it prints its number or, where it has none, its name. @param {string} label @param {boolean} isNumbered */
const heading = (label, isNumbered) =>
  isNumbered
    ? String.raw`\section{Ethics checklist}\label{${label}}`
    : String.raw`\section*{Ethics checklist}\llmename{Ethics checklist}\label{${label}}`;

/**
 * The whole file.
 * @param {Outline} seen @param {string} title @param {string[]} settings @param {string[]} body its paragraphs
 */
const appendix = (seen, title, settings, body) => {
  const head = [
    title,
    ...(seen.name ? [String.raw`\textbf{${shown(seen.name)}}`] : []),
    `Answers to the ${href(seen.url, shown(seen.stamp))}. ${shown(seen.selection)} ${seen.saved}`,
    ...(seen.draft ? [String.raw`\textbf{${DRAFT}} ${DRAFT_MEANS}`] : []),
    seen.summary,
  ];
  const all = [...head, ...body];
  if (all.some((paragraph) => paragraph.includes("\\llmechar{"))) all.push(LACKING);
  const first = [`% Ethics checklist, from: ${seen.stamp}`, PROLOGUE, ...settings].join("\n");
  return [first, ...all, LICENSED, "\\par\\endgroup\n"].join("\n\n");
};

/** @param {Entry} entry @param {string} url */
const rowOf = (entry, url) => {
  const { answer, one } = entry;
  const gone = one?.status === "withdrawn" ? `. Withdrawn. ${withCode(withdrawal(one))}` : "";
  const stale = changed(entry) && !gone ? String.raw` \textit{${CHANGED}}` : "";
  const about = one ? withCode(one.title) + gone : UNKNOWN;
  const text = withLines(oneLine(answer.text)) || (answer.answer ? UNSAID[answer.answer] : "");
  const given = answer.answer ? ANSWERS[answer.answer] : "Not answered";
  return String.raw`\llmerow{${named(entry, url)}}{${about}}{${given}}{${text}${stale}}`;
};

/** @param {Entry} entry @param {string} url */
const named = ({ answer, one }, url) => href(url && one ? url + one.path : "", answer.id);

/** @param {Entry} entry @param {string} url */
const paragraphsOf = (entry, url) => {
  const { answer, one } = entry;
  const title = one ? `: ${withCode(one.title)}` : "";
  const found = [
    String.raw`\medskip\textbf{${named(entry, url)}${title}}\nopagebreak`,
  ];
  if (!one) found.push(UNKNOWN);
  else if (one.status === "withdrawn") found.push(`Withdrawn. ${withCode(withdrawal(one))}`);
  else {
    const asked = [
      ...(one.do ? [String.raw`\textit{Do:} ${withCode(one.do)}${inBrackets(one.do_from)}`] : []),
      ...(one.dont ? [String.raw`\textit{Don\textquoteright{}t:} ${withCode(one.dont)}${inBrackets(one.dont_from)}`] : []),
    ];
    found.push(String.raw`{\small ${asked.join(" ")}\par}`);
  }
  const text = withLines(answer.text) || (answer.answer ? UNSAID[answer.answer] : "");
  const given = answer.answer ? ANSWERS[answer.answer] : "Not answered";
  found.push(String.raw`\textbf{${given}.}` + (text ? ` ${text}` : ""));
  const notes = withLines(answer.notes);
  if (notes) found.push(String.raw`\textit{Notes:} ${notes}`);
  if (changed(entry) && one?.status === "active") found.push(String.raw`\textit{${CHANGED}}`);
  return found;
};
