// @ts-check
// The Markdown of a checklist by its headings: a passage for each recommendation, and what stands between.

/** @typedef {import("./reading.mjs").Heading} Heading */
/** @typedef {import("./reading.mjs").Passage} Passage */
/** @typedef {import("./reading.mjs").Problem} Problem */
/** @typedef {import("./reading.mjs").Span} Span */

const HEADING = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/;
const UNDERLINE = /^ {0,3}(?:(=+)|-+)[ \t]*$/;
const COMMENT = /^ {0,3}<!--/;
const FENCE = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/;
const NAMED = /^[\s*_`[]*LLME[-–— ]?([0-9][0-9A-Za-z]*)/i;
const ID = /^LLME-(00[1-9]|0[1-9][0-9]|[1-9][0-9]{2,5})$/;
const LICENCE = /^The recommendations are by LLM Ethics Guide contributors, under \[/;

/**
 * For each line, whether it is code or a comment, in which nothing is a heading or a field; and the comments.
 * @param {string[]} lines @returns {{quiet: boolean[], comments: Span[]}}
 */
export const quietLines = (lines) => {
  const quiet = lines.map(() => false);
  /** @type {Span[]} */
  const comments = [];
  const unclosed = new Set(); // what was never closed, so that no later one is, and is not looked for again
  for (let at = 0; at < lines.length; at += 1) {
    const begun = COMMENT.exec(lines[at])?.[0].trim() ?? FENCE.exec(lines[at])?.[1];
    if (!begun || unclosed.has(begun)) continue;
    const end = endOf(lines, at, begun);
    if (end > 0) {
      if (begun === "<!--") comments.push({ from: at, to: end });
      quiet.fill(true, at, end);
      at = end - 1;
    } else if (!end) unclosed.add(begun); // what is never closed encloses nothing
  }
  return { quiet, comments };
};

/** The line after a comment or code that begins at a line; 0 where it never ends, and -1 where another begins before. @param {string[]} lines @param {number} from @param {string} begun */
const endOf = (lines, from, begun) => {
  const isComment = begun === "<!--";
  const last = isComment ? /-->/ : new RegExp(`^ {0,3}${begun[0]}{${begun.length},}[ \\t]*$`);
  if (isComment && last.test(lines[from].replace("<!--", ""))) return from + 1;
  for (let at = from + 1; at < lines.length; at += 1) {
    if (last.test(lines[at])) return at + 1;
    if (isComment && COMMENT.test(lines[at])) return -1;
  }
  return 0;
};

/**
 * The passages and the other headings of a file, and what is wrong with their names.
 * @param {string[]} lines @param {boolean[]} quiet @param {Span | null} stamp the comment for programs
 * @returns {{headings: Heading[], passages: Passage[], problems: Problem[]}}
 */
export const divided = (lines, quiet, stamp) => {
  /** @type {Heading[]} */
  const headings = [];
  /** @type {Passage[]} */
  const passages = [];
  /** @type {Problem[]} */
  const problems = [];
  /** @type {Passage | null} */
  let open = null;
  const close = (/** @type {number} */ at) => {
    if (open) open.to = at;
    open = null;
  };
  for (let at = 0; at < lines.length; at += 1) {
    if (at === stamp?.from || (!quiet[at] && LICENCE.test(lines[at]))) close(at);
    const heading = quiet[at] ? null : headingAt(lines, at, quiet);
    const name = heading && NAMED.exec(heading.title);
    const id = name ? `LLME-${String(Number(name[1])).padStart(3, "0")}` : "";
    if (heading && name && ID.test(id)) {
      close(at);
      open = { ...heading, id, body: heading.to, own: [], mark: -1, field: -1, answer: "", text: "", notes: "" };
      passages.push(open);
    } else if (heading && (name || heading.level <= (open?.level ?? 6))) {
      close(at);
      headings.push(heading);
      if (name) problems.push(badName(lines, at, name[0]));
    }
    if (heading) at = heading.to - 1;
  }
  close(stamp && stamp.from > (passages.at(-1)?.from ?? 0) ? stamp.from : lines.length);
  return { headings, passages, problems };
};

/** @param {string[]} lines @param {number} at @param {string} name @returns {Problem} */
const badName = (lines, at, name) => ({
  line: at + 1,
  column: lines[at].search(/LLME/i) + 1,
  code: "id-unknown",
  message: `\`${name.replace(/^[\s*_\`[]+/, "")}\` is no ID of a recommendation`,
  hint: "an ID has three digits, such as LLME-008",
});

/** The heading that begins at a line, if one does. @param {string[]} lines @param {number} at @param {boolean[]} quiet @returns {Heading | null} */
const headingAt = (lines, at, quiet) => {
  const marked = HEADING.exec(lines[at]);
  if (marked) return { from: at, to: at + 1, level: marked[1].length, title: marked[2] ?? "" };
  const below = lines[at].trim() && (at === 0 || !lines[at - 1].trim()) && !quiet[at + 1] && UNDERLINE.exec(lines[at + 1] ?? "");
  return below && !/^[-*+>|]/.test(lines[at].trim())
    ? { from: at, to: at + 2, level: below[1] ? 1 : 2, title: lines[at].trim() }
    : null;
};
