// @ts-check
// What a passage of a checklist's Markdown answers: its fields, in any order and by any of their names.

import { UNKNOWN, UNSAID } from "./outline.mjs";
import { plain } from "./markdown-text.mjs";

/** @typedef {import("./formats.mjs").Given} Given */
/** @typedef {import("./reading.mjs").Passage} Passage */
/** @typedef {import("./reading.mjs").Problem} Problem */
/** A field and the lines in it; those before the first field are its `lead`. */
/** @typedef {{kind: string, at: number, column: number, written: string[]}} Field */

const NAMES = "answer|where, or why not|where|place|why not|why|reason|notes?";
const FIELD = new RegExp(`^ {0,3}(?:[-*+] +)?(?:\\*\\*|__)(${NAMES})[ \\t]*(?::[ \\t]*(?:\\*\\*|__)|(?:\\*\\*|__)[ \\t]*:)[ \\t]*(.*)$`, "i");
const BARE = /^ {0,3}(answer)[ \t]*:[ \t]*(.*)$/i; // where nothing is answered yet
// As the guide wrote it up to 0.1.1.
const EARLIER = /^ {0,3}(?:\*\*|__)((?:not )?followed|not applicable|not answered)\.?(?:\*\*|__)\.?[ \t]*(.*)$/i;
const GIVEN = /^[*_`]*(not[ -]followed|not[ -]applicable|n\/a|na|not[ -]answered|followed|yes|no|\?)[*_`]*(?:[ \t]*$|[ \t]*[.,:;–—][ \t]*(.*)$|[ \t]+-[ \t]+(.*)$|[ \t]+(\(.*)$)/i;
/** @type {Record<string, Given>} */
const MEANT = { followed: "yes", yes: "yes", "not followed": "no", no: "no", "not applicable": "not-applicable", "n/a": "not-applicable", na: "not-applicable" };
const MARK = /^([*_])The recommendation was changed .*\1$/; // formatters write one for the other
const ASKED = /^ {0,3}[-*+] +(?:\*\*|__)(?:do|don[’']t|check yourself):?(?:\*\*|__)|^Withdrawn\.(?: |$)/i;
const NOTHING = [...new Set(Object.values(UNSAID))]; // what stands where nothing is said
const HINT = "write `Followed`, `Not followed`, `Not applicable` or `Not answered`, and the words in the field below";

/**
 * Fills a passage with what stands in its lines, and says what is wrong there.
 * @param {Passage} passage @param {string[]} lines @param {boolean[]} quiet
 * @param {Set<string> | null} asked what the guide asks there, bare; null where that is not known
 * @returns {Problem[]}
 */
export const filled = (passage, lines, quiet, asked) => {
  const [lead, ...fields] = fieldsOf(passage, lines, quiet);
  const { own, foreign } = parted(lead, asked);
  passage.own = own;
  const given = answerIn(fields);
  passage.field = given.field?.at ?? -1;
  passage.answer = given.answer;
  const texts = [foreign, given.rest, ...fields.filter((one) => one.kind === "text").map((one) => one.written)];
  passage.text = plain(joined(texts.map((one) => one.filter(isSaid))));
  passage.notes = plain(joined(fields.filter((one) => one.kind === "notes").map((one) => one.written)));
  return given.problems;
};

/** @param {Passage} passage @param {string[]} lines @param {boolean[]} quiet */
const fieldsOf = (passage, lines, quiet) => {
  /** @type {Field} */
  let open = { kind: "lead", at: passage.body, column: 1, written: [] };
  const fields = [open];
  const begin = (/** @type {string} */ kind, /** @type {number} */ at, /** @type {string} */ rest) => {
    open = { kind, at, column: lines[at].length - rest.length + 1, written: [rest] };
    fields.push(open);
  };
  for (let at = passage.body; at < passage.to; at += 1) {
    const line = lines[at];
    const field = FIELD.exec(line) ?? (fields.length === 1 ? BARE.exec(line) : null);
    const earlier = EARLIER.exec(line);
    if (quiet[at]) open.written.push(line);
    else if (MARK.test(line.trim())) passage.mark = at;
    else if (field) begin(kindOf(field[1].toLowerCase()), at, field[2]);
    else if (earlier) {
      begin("answer", at, earlier[1]);
      begin("text", at, NOTHING.includes(earlier[2].trim()) ? "" : earlier[2]);
    } else open.written.push(line);
  }
  return fields;
};

/** @param {string} name */
const kindOf = (name) => (name === "answer" ? name : name.startsWith("note") ? "notes" : "text");

/**
 * What the guide wrote before the fields, by lines, and what a person did.
 * @param {Field} lead @param {Set<string> | null} asked the items of the guide, bare; null where they are not known
 */
const parted = ({ at: start, written }, asked) => {
  /** @type {import("./reading.mjs").Span[]} */
  const own = [];
  /** @type {string[]} */
  const foreign = [];
  let isList = false;
  for (let at = 0, end = 0; at < written.length; at = end) {
    end = at + 1;
    while (written[at].trim() && /^[ \t]+(?![-*+] )\S/.test(written[end] ?? "")) end += 1; // an item that was wrapped
    const item = written.slice(at, end).join(" ").trim();
    if (ASKED.test(written[at])) isList = true;
    else if (/^\S/.test(written[at])) isList = false;
    const isQuestion = isList && /^[ \t]+[-*+] .*\?$/.test(written[at].slice(0, 8) + item);
    const isOwn = asked ? asked.has(bare(item)) : ASKED.test(item) || item === UNKNOWN || isQuestion;
    if (item && isOwn) own.push({ from: start + at, to: start + end });
    else foreign.push(...written.slice(at, end));
  }
  return { own, foreign };
};

/** The words of a text alone, to compare what formatters may have touched. @param {string} text */
export const bare = (text) => text.replace(/[^\p{L}\p{N}]+/gu, " ").trim().toLowerCase();

/** The answer in the fields of that name, what else stands in them, and what is wrong. @param {Field[]} fields */
const answerIn = (fields) => {
  const [field, ...others] = fields.filter((one) => one.kind === "answer");
  /** @type {Problem[]} */
  const problems = [];
  const problem = (/** @type {Field} */ one, /** @type {string} */ code, /** @type {string} */ message, /** @type {string} */ hint) =>
    problems.push({ line: one.at + 1, column: one.column, code, message, hint });
  if (!field) return { field: undefined, answer: /** @type {Given} */ (""), rest: [], problems };
  const said = givenIn(field.written);
  if (!said) problem(field, "answer-unknown", `\`${field.written[0].trim()}\` is no answer`, HINT);
  const rest = [said ? said.rest : field.written];
  for (const other of others) {
    const again = givenIn(other.written);
    if (again && again.answer === said?.answer) rest.push(again.rest);
    else {
      problem(other, "answered-twice", "a second answer to the same recommendation", "keep one of them");
      rest.push(other.written);
    }
  }
  return { field, answer: said?.answer ?? "", rest: joined(rest), problems };
};

/** The answer with which lines begin, and the rest of them; null where they begin with something else. @param {string[]} written */
const givenIn = (written) => {
  const first = written.findIndex((line) => line.trim());
  if (first < 0) return { answer: /** @type {Given} */ (""), rest: written };
  const match = GIVEN.exec(written[first].trim());
  if (match) {
    const answer = MEANT[match[1].toLowerCase().replace("-", " ")] ?? "";
    return { answer, rest: [match[2] ?? match[3] ?? match[4] ?? "", ...written.slice(first + 1)] };
  }
  return first > 0 ? { answer: /** @type {Given} */ (""), rest: written } : null;
};

/** @param {string} line */
const isSaid = (line) => !NOTHING.some((text) => [`*${text}*`, `_${text}_`].includes(line.trim()));

/** Texts one after another, as paragraphs. @param {string[][]} texts */
const joined = (texts) => texts.filter((one) => one.some((line) => line.trim())).flatMap((one, at) => (at ? ["", ...one] : one));
