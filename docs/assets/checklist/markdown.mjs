// @ts-check
// A project of the checklist as Markdown: to fill in and to show, in a repository's ETHICS.md, and in the order of ARR.

import { ANSWERS, CHANGED, DRAFT, DRAFT_MEANS, FORMAT, HELPS, HOW, KIND, LICENCE, UNKNOWN, UNSAID } from "./outline.mjs";
import { answersFor, changed, helped, inBrackets, oneLine, outline, whole, withdrawal } from "./outline.mjs";
import { block, inline, rich } from "./markdown-text.mjs";

/** @typedef {import("./formats.mjs").Answer} Answer */
/** @typedef {import("./formats.mjs").Guide} Guide */
/** @typedef {import("./formats.mjs").Project} Project */
/** @typedef {import("./formats.mjs").Recommendation} Recommendation */
/** @typedef {import("./outline.mjs").Entry} Entry */
/** @typedef {import("./outline.mjs").Outline} Outline */

const LABELS = { yes: "Where", no: "Why not", "not-applicable": "Why", "": "Where, or why not" };

/**
 * A statement for a repository's ETHICS.md, and a form to fill in: every recommendation with its answer. `read` reads it.
 * @param {Guide} guide @param {Project} project
 */
export const toMarkdown = (guide, project) => {
  const seen = outline(guide, project);
  const blocks = head("Ethics checklist", seen);
  if (seen.sections.some((section) => section.entries.some((entry) => !entry.answer.answer))) blocks.push(HOW);
  for (const section of seen.sections) {
    blocks.push(`## ${inline(section.title)}`);
    if (section.about) blocks.push(section.about);
    for (const entry of section.entries) blocks.push(...entryBlocks(entry, guide.url));
  }
  const entries = seen.sections.flatMap((section) => section.entries);
  return [...blocks, licence(), stampBlock(guide, project, entries)].join("\n\n") + "\n";
};

/**
 * The answers as Markdown in the order of the ARR checklist.
 * @param {Guide} guide @param {Project} project
 */
export const toArr = (guide, project) => {
  const seen = outline(guide, project);
  const { arr, url } = guide;
  if (!arr) return "This version of the guide holds no comparison with the ARR checklist.\n";
  const { entries, others } = answersFor(arr, seen);
  const blocks = [
    ...head(inline(arr.short), seen),
    `The items are those of the [${inline(arr.title)}](<${arr.url}>), ${inline(arr.edition)}. ${HELPS}`,
  ];
  for (const item of arr.items) {
    blocks.push(`## ${inline(item.id)}: ${inline(item.title)}`);
    const { here, note } = helped(item, arr.items, entries);
    blocks.push(...(here.length ? [listOf(here, url)] : []), ...(note ? [note] : []));
  }
  if (others.length) blocks.push("## Answers that help with no item", listOf(others, url));
  return [...blocks, licence()].join("\n\n") + "\n";
};

// Markdown ---------------------------------------------------------------------------------------------------------

/** @param {string} title @param {Outline} seen */
const head = (title, seen) => [
  seen.name ? `# ${title}: ${inline(seen.name)}` : `# ${title}`,
  stampLine(seen),
  ...(seen.draft ? [draftLine()] : []),
  summaryLine(seen),
];

/** @param {Outline} seen */
export const stampLine = (seen) =>
  `Answers to the ${seen.url ? `[${seen.stamp}](<${seen.url}>)` : seen.stamp}. ${inline(seen.selection)} ${seen.saved}`;

export const draftLine = () => `**${DRAFT}** ${DRAFT_MEANS}`;

/** @param {Outline} seen */
export const summaryLine = (seen) => `**${seen.summary}**`;

/** All that is said of a recommendation. @param {Entry} entry @param {string} url */
export const entryBlocks = (entry, url) => {
  const stale = changed(entry) && entry.one?.status === "active" ? [`*${CHANGED}*`] : [];
  return [`### ${titleOf(entry, url)}`, askedBlock(entry.one), ...fieldBlocks(entry.answer), ...stale];
};

/** @param {Entry} entry @param {string} url */
export const titleOf = (entry, url) => entryName(entry, url) + (entry.one ? `: ${rich(entry.one.title)}` : "");

/** What a recommendation asks for. @param {Recommendation | undefined} one */
export const askedBlock = (one) => {
  if (!one) return UNKNOWN;
  if (one.status === "withdrawn") return `Withdrawn. ${rich(withdrawal(one))}`;
  return [
    ...(one.do ? [`- **Do:** ${rich(one.do)}${inBrackets(one.do_from)}`] : []),
    ...(one.dont ? [`- **Don’t:** ${rich(one.dont)}${inBrackets(one.dont_from)}`] : []),
    "- **Check yourself:**",
    ...one.questions.map((text) => `    - ${rich(text)}`),
  ].join("\n");
};

/** The fields of an answer; those that are still to be filled in stand there empty. @param {Answer} answer */
const fieldBlocks = ({ answer, text, notes }) => {
  const said = block(text) || (answer ? `*${UNSAID[answer]}*` : "");
  const noted = block(notes);
  return [
    `**Answer:** ${answer ? ANSWERS[answer] : "Not answered"}`,
    `**${LABELS[answer]}:** ${said}`.trimEnd(),
    ...(noted || !answer ? [`**Notes:** ${noted}`.trimEnd()] : []),
  ];
};

/**
 * What programs must know to read the file again, in a comment: the release, the choice, and which texts were answered.
 * @param {Guide} guide @param {Project} project @param {Entry[]} entries
 */
export const stampBlock = (guide, project, entries) => {
  /** @type {Record<string, string>} */
  const hashes = {};
  /** @type {Record<string, string>} */
  const before = {}; // of answers that are marked as given to an older text
  for (const entry of entries) {
    const { id, hash } = entry.answer;
    const isActive = entry.one?.status === "active";
    hashes[id] = entry.one && isActive ? entry.one.hash : hash;
    if (isActive && changed(entry)) before[id] = hash;
  }
  const { version, date, url } = guide;
  const { profiles, stages, roles } = project.selection;
  const data = {
    kind: KIND,
    format: FORMAT,
    guide: { version, date, url: whole(url) },
    saved: project.saved,
    selection: { profiles, stages, roles },
    hashes,
    before,
  };
  const json = JSON.stringify(data, null, 1).replace(/[<>]/g, (sign) => sign === "<" ? "\\u003c" : "\\u003e");
  return `<!-- ${KIND}, for programs: leave it as it is\n${json}\n-->`;
};

/** @param {Entry[]} entries @param {string} url */
const listOf = (entries, url) => entries.map((entry) => `- ${brief(entry, url)}`).join("\n");

/** @param {Entry} entry @param {string} url */
const brief = (entry, url) => {
  const { answer, text } = entry.answer;
  if (!answer) return "";
  const title = entry.one ? ` ${rich(entry.one.title)}.` : "";
  const stale = changed(entry) ? ` *${CHANGED}*` : "";
  return `${entryName(entry, url)}${title} **${ANSWERS[answer]}.** ${inline(oneLine(text)) || UNSAID[answer]}${stale}`;
};

/** @param {Entry} entry @param {string} url */
const entryName = (entry, url) => link(entry.answer.id, entry.one?.path ?? "", url);

/** @param {string} name @param {string} path @param {string} url */
const link = (name, path, url) => url && path ? `[${name}](<${url}${path}>)` : name;

export const licence = () => `The recommendations are by LLM Ethics Guide contributors, under [CC BY 4.0](${LICENCE}).`;
