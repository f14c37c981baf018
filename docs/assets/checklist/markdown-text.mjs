// @ts-check
// Plain text as Markdown that shows it and runs none of it, and Markdown back as plain text.

import { ADDRESS, clean, lines, pieces } from "./outline.mjs";

/** The guide's own text, whose code stays code. @param {string} text */
export const rich = (text) => pieces(text).map((piece, at) => (at % 2 ? `\`${piece}\`` : escaped(piece))).join("");

/** A text with its lines and its paragraphs. @param {string} text */
export const block = (text) =>
  clean(text).split(/\n *\n/).map((paragraph) => lines(paragraph).map(inline).join("\\\n")).filter(Boolean).join("\n\n");

/** A line of plain text as Markdown; an address becomes a link. @param {string} line */
export const inline = (line) =>
  line.split(ADDRESS).map((piece, at) => (at % 2 ? `<${piece}>` : escaped(piece))).join("")
    .replace(/^([-+=:])/, "\\$1")
    .replace(/^([0-9]+)([.)])/, "$1\\$2");

/** @param {string} text */
const escaped = (text) =>
  text
    .replace(/[\\`*\[\]{}#|~$^]/g, "\\$&")
    .replace(/&(?=#?[0-9A-Za-z]+;)/g, "&amp;")
    .replace(/<(?=[A-Za-z/!?])/g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/[_@]/g, (mark, /** @type {number} */ at, /** @type {string} */ all) => {
      // Within a word, an underscore or an at sign marks nothing up.
      const word = /^[0-9A-Za-z]{2}$/.test(all.slice(at - 1, at).concat(all.slice(at + 1, at + 2)));
      return word ? mark : `\\${mark}`;
    });

// Code stays as it is; then an escape, one of the three entities that `escaped` writes, and an address in brackets.
const WRITTEN = /(`+)(?!`)[^]*?[^`]\1(?!`)|\\([!-/:-@[-`{-~])|&(lt|gt|amp);|<(https?:\/\/[^\s<>]*)>/g;
/** @type {Record<string, string>} */
const ENTITIES = { lt: "<", gt: ">", amp: "&" };

/** Lines of Markdown as the plain text that they show; markup of a person's own stays as it was typed. @param {string[]} written */
export const plain = (written) =>
  written
    .map((line, at) => {
      const isBroken = at + 1 < written.length && written[at + 1].trim() !== "";
      const whole = isBroken ? line.replace(/(?<!\\)((?:\\\\)*)\\$/, "$1") : line;
      return whole.replace(/^[ \t]+|[ \t]+$/g, "").replace(WRITTEN, unescaped);
    })
    .join("\n").replace(/\n{3,}/g, "\n\n").replace(/^\n+|\n+$/g, "");

/** @param {string} all @param {string} _ @param {string} sign @param {string} entity @param {string} address */
const unescaped = (all, _, sign, entity, address) => sign ?? (entity ? ENTITIES[entity] : address ?? all);
