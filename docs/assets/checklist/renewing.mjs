// @ts-check
// Moves the Markdown of a checklist to another version of the guide, in place: what the guide wrote is written anew, and
// each line of a person's own stays as it is.

import { CHANGED, GONE, OTHERS, changed, chosen, outline } from "./outline.mjs";
import { HOW } from "./outline.mjs";
import { bare } from "./filling.mjs";
import { askedBlock, draftLine, entryBlocks, licence, stampBlock, stampLine, summaryLine, titleOf } from "./markdown.mjs";
import { plain, rich } from "./markdown-text.mjs";
import { read } from "./formats.mjs";
import { readMarkdown } from "./reading.mjs";
import { comesAfter } from "../versions.mjs";

/** @typedef {import("./formats.mjs").Guide} Guide */
/** @typedef {import("./formats.mjs").Project} Project */
/** @typedef {import("./formats.mjs").Recommendation} Recommendation */
/** @typedef {import("./outline.mjs").Entry} Entry */
/** @typedef {import("./outline.mjs").Outline} Outline */
/** @typedef {import("./reading.mjs").Passage} Passage */
/** @typedef {import("./reading.mjs").Reading} Reading */
/** Lines in the place of those from `from` on, up to `to`. @typedef {{from: number, to: number, written: string[]}} Edit */

/**
 * The text with what this version of the guide asks. An answer to a text that has changed since is marked, with what
 * changed; what joined the selection is added, to be answered.
 * @param {string} text @param {Guide} guide @param {string} today @param {Guide} earlier that to which the file belongs
 * @throws {import("./formats.mjs").ChecklistError} as `read` does, and where it is no Markdown
 */
export const renewed = (text, guide, today, earlier) => {
  const { project } = read(text, guide);
  const reading = readMarkdown(text, earlier);
  if (!reading) throw new Error("only Markdown is renewed in place");
  const now = { ...project, saved: today };
  const seen = outline(guide, now);
  const known = new Map(seen.sections.flatMap((section) => section.entries).map((entry) => [entry.answer.id, entry]));
  for (const answer of project.answers) {
    const one = guide.recommendations.find((other) => other.id === answer.id);
    if (!known.has(answer.id)) known.set(answer.id, { answer, one });
  }
  const edits = [
    ...headEdits(reading, seen),
    ...reading.all.flatMap((passage) => passageEdits(passage, reading, known, guide, earlier, project.guide.version)),
    ...additions(reading, guide, known, now),
    stampEdit(reading, guide, now, [...known.values()]),
  ];
  const end = /\r\n|\r|\n/.exec(text)?.[0] ?? "\n";
  const start = text.startsWith("\ufeff") ? "\ufeff" : "";
  return start + applied(reading.lines, edits).join(end);
};

/** @param {string[]} lines @param {Edit[]} edits */
const applied = (lines, edits) => {
  const made = [...lines];
  const last = edits.map((edit, at) => ({ ...edit, at })).sort((a, b) => b.from - a.from || b.at - a.at);
  for (const { from, to, written } of last) {
    // With what goes, one of the blank lines around it goes.
    const end = !written.length && to > from && !(made[to] ?? "x").trim() && !(made[from - 1] ?? "").trim() ? to + 1 : to;
    made.splice(from, end - from, ...written);
  }
  return made;
};

/** What stands above the answers. @param {Reading} reading @param {Outline} seen @returns {Edit[]} */
const headEdits = ({ lines, title }, seen) => {
  const isOpen = seen.sections.some((section) => section.entries.some((entry) => !entry.answer.answer));
  const wanted = [
    { whole: /^Answers to the \[?LLM Ethics Guide.* Saved on [0-9]+ [A-Z][a-z]+ [0-9]{4}\.$/, written: [stampLine(seen)] },
    { whole: /^\*\*Draft of the guide, not to be cited\.\*\* .* released\.$/, written: seen.draft ? [draftLine()] : [] },
    { whole: /^\*\*Answered: .* Not answered: [0-9]+\.\*\*$/, written: [summaryLine(seen)] },
    { whole: /^To answer, write Followed.* what is missing\.$/, written: isOpen ? [HOW] : [] },
  ];
  const below = title ? title.to : 0;
  let after = below;
  return wanted.flatMap(({ whole, written }) => {
    const at = lines.findIndex((line) => whole.test(line.trim()));
    if (at >= 0) after = at + 1;
    if (at >= 0) return [{ from: at, to: at + 1, written }];
    return written.length ? [{ from: after, to: after, written: after ? ["", ...written] : [...written, ""] }] : [];
  });
};

/**
 * @param {Passage} passage @param {Reading} reading @param {Map<string, Entry>} known @param {Guide} guide
 * @param {Guide} earlier @param {string} saved the version under which it was saved @returns {Edit[]}
 */
const passageEdits = (passage, { lines }, known, guide, earlier, saved) => {
  const entry = known.get(passage.id);
  if (!entry) return [];
  const heading = `${"#".repeat(passage.level)} ${titleOf(entry, guide.url)}`;
  const titles = [entry.one, earlier.recommendations.find((one) => one.id === passage.id)].map((one) => bare(one?.title ?? ""));
  const words = bare(plain([passage.title]).replace(/^.*?LLME[-–— ]?[0-9]+/i, "").replace(/\]\(<?[^ )]*\)/, ""));
  const isOurs = !words || titles.includes(words);
  const asked = askedBlock(entry.one).split("\n");
  const [first, ...others] = passage.own;
  const isStale = changed(entry) && entry.one?.status === "active";
  const mark = isStale && entry.one ? markOf(entry.one, saved, passage.mark >= 0 ? lines[passage.mark].trim() : "") : "";
  let end = passage.to;
  while (end > passage.body && !lines[end - 1].trim()) end -= 1;
  return [
    ...(isOurs ? [{ from: passage.from, to: passage.body, written: [heading] }] : []), // a title of a person's own stays
    first ? { ...first, written: asked } : { from: passage.body, to: passage.body, written: ["", ...asked] },
    ...others.map((own) => ({ ...own, written: [] })),
    ...(passage.mark >= 0 ? [{ from: passage.mark, to: passage.mark + 1, written: mark ? [mark] : [] }] : []),
    ...(passage.mark < 0 && mark ? [{ from: end, to: end, written: ["", mark] }] : []),
  ];
};

/**
 * The line that says that an answer is to be read again, and why. One that says more stays.
 * @param {Recommendation} one @param {string} saved @param {string} before the mark of before, if there is one
 */
const markOf = (one, saved, before) => {
  const since = one.changes.filter((change) => comesAfter(change.version, saved) && change.kind !== "sources");
  const told = since.map(({ version, kind, note }) => `${kind} in ${version === "next" ? "the draft" : version}: ${rich(note)}`);
  if (!told.length && before) return before;
  return `${CHANGED_HERE}${told.length ? ` (${told.join(" ")})` : ""}. Read it again; if your answer holds, delete this line.*`;
};

const CHANGED_HERE = `*${CHANGED.replace(/\.$/, "")}`;

/** Recommendations that joined the selection, each after the last of its stage. @param {Reading} reading @param {Guide} guide @param {Map<string, Entry>} known @param {Project} project @returns {Edit[]} */
const additions = (reading, guide, known, project) => {
  const there = new Set(reading.all.map((passage) => passage.id));
  const joining = chosen(guide, project.selection).filter((one) => !there.has(one.id));
  return guide.stages.flatMap((stage) => {
    const entries = joining.filter((one) => one.stage === stage.slug).flatMap((one) => known.get(one.id) ?? []);
    if (!entries.length) return [];
    const blocks = entries.flatMap((entry) => entryBlocks(entry, guide.url));
    const at = endOfStage(reading, guide, stage);
    const all = at < 0 ? [`## ${rich(stage.title)}`, ...blocks] : blocks;
    const place = at < 0 ? endOfAnswers(reading) : at;
    return [{ from: place, to: place, written: [...all.flatMap((one) => [...one.split("\n"), ""])] }];
  });
};

/** Where what joins a stage is to stand, or -1 where the file has no such stage. @param {Reading} reading @param {Guide} guide @param {{slug: string, title: string}} stage */
const endOfStage = ({ all, headings }, guide, stage) => {
  const slugs = new Map(guide.recommendations.map((one) => [one.id, one.stage]));
  const last = all.filter((passage) => slugs.get(passage.id) === stage.slug).at(-1);
  if (last) return last.to;
  return headings.find((one) => plain([one.title]).toLowerCase() === stage.title.toLowerCase())?.to ?? -1;
};

/** Where a stage is to stand that the file has not. @param {Reading} reading */
const endOfAnswers = ({ lines, all, headings, stamp }) => {
  const later = headings.find((one) => [OTHERS.title, GONE.title].includes(one.title));
  return later?.from ?? all.at(-1)?.to ?? stamp?.from ?? lines.length;
};

/** The comment for programs, at its place or at the end. @param {Reading} reading @param {Guide} guide @param {Project} project @param {Entry[]} entries @returns {Edit} */
const stampEdit = ({ lines, stamp }, guide, project, entries) => {
  const written = stampBlock(guide, project, entries).split("\n");
  if (stamp) return { ...stamp, written };
  const isLicensed = lines.some((line) => line.startsWith("The recommendations are by LLM Ethics Guide contributors"));
  const end = lines.at(-1) === "" ? lines.length - 1 : lines.length;
  return { from: end, to: end, written: ["", ...(isLicensed ? [] : [licence(), ""]), ...written] };
};
