// @ts-check
// Reads the Markdown of a checklist, as a person may have left it: sections in any order, other line ends, text between.
// What is not understood is told by line, and stays where it is: `renewed` changes only what the guide itself wrote.

import { ANSWERS, GONE, HOW, KIND, MONTHS, OTHERS } from "./outline.mjs";
import { divided, quietLines } from "./dividing.mjs";
import { bare, filled } from "./filling.mjs";
import { askedBlock } from "./markdown.mjs";
import { plain } from "./markdown-text.mjs";
import { byNumber, comesAfter } from "../versions.mjs";

/** @typedef {import("./formats.mjs").Given} Given */
/** @typedef {import("./formats.mjs").Guide} Guide */
/** Lines, from 0; `to` is the first after them. @typedef {{from: number, to: number}} Span */
/** What is wrong in a file, and the cure; line and column count from 1. */
/** @typedef {{line: number, column: number, code: string, message: string, hint: string}} Problem */
/**
 * What a file says of one recommendation: its lines, those after the heading from `body`; what the guide wrote there, in
 * `own` and in the line `mark`, of which -1 is none; and the answer, whose field begins at the line `field`.
 * @typedef {Span & {id: string, level: number, title: string, body: number, own: Span[], mark: number, field: number, answer: Given,
 *   text: string, notes: string}} Passage
 */
/** @typedef {Span & {level: number, title: string}} Heading */
/**
 * A file as read; of `all` passages, `passages` has one for each recommendation, and `data` is what `stamp` holds.
 * @typedef {{lines: string[], title: Heading | null, headings: Heading[], passages: Passage[], all: Passage[],
 *   stamp: Span | null, data: any, problems: Problem[]}} Reading
 */

const STAMP = /^Answers to the \[?LLM Ethics Guide,? (draft|[0-9.]+[0-9])(?: of ([0-9]+) ([A-Z][a-z]+) ([0-9]{4}))?(?:\]\(<?([^>)]*)>?\))?/;
const SAVED = /Saved on ([0-9]+) ([A-Z][a-z]+) ([0-9]{4})/;
const NONE = "0".repeat(64); // the hash of a text that nobody knows

/**
 * The Markdown of a checklist, or null where it is something else.
 * @param {string} text @param {Guide} guide that to which the file belongs, or another; only of the first are the texts known
 * @returns {Reading | null}
 */
export const readMarkdown = (text, guide) => {
  const lines = text.replace(/^\ufeff/, "").split(/\r\n|\r|\n/);
  const { quiet, comments } = quietLines(lines);
  const stamp = comments.filter((one) => isStamp(lines, one)).at(-1) ?? null;
  const { headings, passages, problems } = divided(lines, quiet, stamp);
  const title = headings.find((one) => one.level === 1 && one.from < (passages[0]?.from ?? lines.length)) ?? null;
  const isNamed = /^ethics checklist/i.test(title?.title ?? "") && passages.length > 0;
  if (!stamp && !isNamed && !lines.some((line) => STAMP.test(line))) return null;
  const data = stamp ? dataIn(lines, stamp, problems) : null;
  const version = (data?.guide ?? guideIn(lines.find((line) => STAMP.test(line)) ?? ""))?.version;
  const known = version === guide.version && version !== "dev" ? guide.recommendations : [];
  for (const passage of passages) {
    const one = known.find((other) => other.id === passage.id);
    problems.push(...filled(passage, lines, quiet, one ? itemsOf(one) : null));
  }
  if (!data && !lines.some((line) => STAMP.test(line))) problems.push(unstamped(title));
  const single = once(passages, problems);
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return { lines, title, headings, passages: single, all: passages, stamp, data, problems };
};

/** What the guide asks of a recommendation, bare; up to 0.1.1 it did not say where a half comes from. @param {import("./formats.mjs").Recommendation} one */
const itemsOf = (one) =>
  new Set(askedBlock(one).split("\n").flatMap((item) => [item, item.replace(/ \([^()]*\)$/, "")]).map(bare));

/**
 * A project's file out of what was read, still to be judged as one that was saved as JSON is.
 * @param {Reading} reading @param {Guide} guide @returns {any}
 */
export const projectOf = ({ data, lines, passages, title }, guide) => {
  const line = lines.find((one) => STAMP.test(one)) ?? "";
  const stamp = data?.guide ?? guideIn(line) ?? { version: guide.version, date: guide.date, url: guide.url };
  return {
    kind: data ? data.kind : KIND,
    format: data ? data.format : 2,
    guide: stamp,
    project: plain([title?.title.replace(/^ethics checklist(?::[ \t]*|$)/i, "") ?? ""]),
    saved: data ? data.saved : dayIn(SAVED.exec(line)) ?? stamp.date ?? "2026-11-22",
    selection: data ? data.selection : selectionIn(line, guide),
    answers: passages.map(({ id, mark, answer, text, notes }) => {
      const hash = mark >= 0 ? data?.before?.[id] ?? NONE : data?.hashes?.[id] ?? hashOf(id, stamp.version, guide);
      return { id, hash, answer, text, notes };
    }).sort(byNumber),
  };
};

/** The text that was answered, where a file does not tell: today's, unless it changed since. @param {string} id @param {string} version @param {Guide} guide */
const hashOf = (id, version, guide) => {
  const one = guide.recommendations.find((other) => other.id === id);
  const since = one?.changes.filter((change) => comesAfter(change.version, version)) ?? [];
  return one && since.every((change) => change.kind === "sources") ? one.hash : NONE;
};

/** The passages, each recommendation once: what a second one says is added to the notes. @param {Passage[]} passages @param {Problem[]} problems */
const once = (passages, problems) => {
  /** @type {Map<string, Passage>} */
  const met = new Map();
  for (const passage of passages) {
    const first = met.get(passage.id);
    if (!first) met.set(passage.id, passage);
    else {
      const message = `a second section on ${passage.id}; the first begins at line ${first.from + 1}`;
      problems.push({ line: passage.from + 1, column: 1, code: "answered-twice", message, hint: "make one of the two" });
      const said = [passage.answer && ANSWERS[passage.answer], passage.text, passage.notes];
      first.notes = [first.notes, ...said].filter(Boolean).join("\n");
    }
  }
  return [...met.values()];
};

/** Whether a comment is that for programs: what stands in it is data, and no section that someone left in there. @param {string[]} lines @param {Span} comment */
const isStamp = (lines, { from, to }) =>
  lines[from].includes(KIND) && to - from > 1 && /^[{\s"}\]]|^-->/.test(lines[from + 1]) && lines.slice(from + 1, to).every((line) => !line.startsWith("#"));

/** What the comment for programs holds, or null. @param {string[]} lines @param {Span} stamp @param {Problem[]} problems */
const dataIn = (lines, stamp, problems) => {
  const text = lines.slice(stamp.from, stamp.to).join("\n");
  try {
    const data = JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1));
    for (const name of ["hashes", "before"]) if (typeof data[name] !== "object") data[name] = {};
    return data;
  } catch {
    const message = "the comment for programs, which tells the release and the choice, is damaged";
    const hint = "restore it from an earlier version of the file, or run `llme update`";
    problems.push({ line: stamp.from + 1, column: 1, code: "stamp-damaged", message, hint });
    return null;
  }
};

/** @param {Heading | null} title @returns {Problem} */
const unstamped = (title) => ({
  line: (title?.from ?? 0) + 1,
  column: 1,
  code: "stamp-missing",
  message: "the file does not say which release it answers",
  hint: "`llme update` takes it for one of the newest release, and says so in it",
});

/** @param {string} line */
const guideIn = (line) => {
  const match = STAMP.exec(line);
  return match && { version: match[1] === "draft" ? "dev" : match[1], date: match[2] ? dayIn(match.slice(1)) : null, url: match[5] ?? "" };
};

/** A day as a file has it, out of its parts in words. @param {string[] | null} parts */
const dayIn = (parts) => {
  if (!parts) return null;
  const month = MONTHS.indexOf(parts[2]) + 1;
  return `${parts[3]}-${String(month).padStart(2, "0")}-${parts[1].padStart(2, "0")}`;
};

/** A choice out of its words. @param {string} line @param {Guide} guide */
const selectionIn = (line, guide) => {
  /** @param {RegExp} label @param {{slug: string, title: string}[]} known */
  const named = (label, known) => {
    const words = (label.exec(line)?.[1] ?? "").split(", ");
    return known.filter((one) => words.includes(one.title)).map((one) => one.slug);
  };
  return {
    profiles: named(/Kinds? of project: ([^.]*)\./, guide.profiles),
    stages: named(/Stages: ([^.]*)\./, guide.stages),
    roles: named(/Roles: ([^.]*)\./, guide.roles),
  };
};

/** What the guide itself writes outside the passages. */
const OWN = [STAMP, /^\*\*Answered: /, /^\*\*Draft of the guide, /, /^The recommendations are by LLM Ethics Guide contributors, under \[/];
const OWN_TEXTS = [HOW, OTHERS.about, GONE.about];

/** The lines of a person's own outside all passages. @param {Reading} reading @param {Guide} guide @returns {Span[]} */
export const looseIn = ({ lines, all, stamp, title, headings }, guide) => {
  const titles = [...guide.stages, OTHERS, GONE].map((one) => one.title.toLowerCase());
  const isKnown = lines.map((line) => !line.trim() || OWN.some((one) => one.test(line)) || OWN_TEXTS.includes(line.trim()));
  const named = headings.filter((one) => one === title || titles.includes(plain([one.title]).toLowerCase()));
  for (const { from, to } of [...all, ...(stamp ? [stamp] : []), ...named]) isKnown.fill(true, from, to);
  /** @type {Span[]} */
  const found = [];
  isKnown.forEach((known, at) => {
    if (known) return;
    if (found.at(-1)?.to === at) found[found.length - 1].to += 1;
    else found.push({ from: at, to: at + 1 });
  });
  return found;
};
