// @ts-check
// Plain text as LaTeX. It is ASCII: every other character is written as a command, or, where LaTeX has none, as
// `[U+1F600]`, so that it compiles with every engine and every input encoding. A text of the user is never read as a
// command, since each of its characters is either harmless or replaced by a command of ours.

import { ADDRESS, lines, pieces } from "./outline.mjs";

/** The guide's own text, whose code stays code. @param {string} text */
export const withCode = (text) =>
  pieces(text).map((piece, at) => (at % 2 ? String.raw`\texttt{${shown(piece)}}` : shown(piece))).join("");

/** A text with its lines as paragraphs; an address becomes a link. @param {string} text */
export const withLines = (text) =>
  lines(text)
    .map((line) => line.split(ADDRESS).map((piece, at) => (at % 2 ? href(piece, shown(piece)) : shown(piece))).join(""))
    .join("\n\n");

/** @param {string} url @param {string} text */
export const href = (url, text) => {
  const target = url.replace(/\$/g, "%24").replace(/~/g, "%7E").replace(/[#%&_]/g, "\\$&");
  return url ? String.raw`\href{${target}}{${text}}` : text;
};

/** A text as LaTeX that shows it; a long word may be broken after a sign, and every twelve characters. @param {string} text */
export const shown = (text) =>
  text.replace(/[A-Za-z\xc0-\u024f\u1e00-\u1eff][\u0300-\u036f]+/g, (cluster) => cluster.normalize("NFC"))
    .split(" ").map(wordOf).join(" ");

/** @param {string} word */
const wordOf = (word) => {
  const all = [...word];
  let since = 0;
  return all.map((character, at) => {
    since += 1;
    const ends = SIGNS.includes(character) && !SIGNS.includes(all[at + 1] ?? "");
    const breaks = all.length > LONG && (ends || since === LONG / 2);
    if (breaks) since = 0;
    return characterOf(character, all[at + 1]) + (breaks ? "\\allowbreak{}" : "");
  }).join("");
};

/** @param {string} character @param {string | undefined} following */
const characterOf = (character, following) => {
  const written = WRITTEN.get(character);
  if (written !== undefined) return written;
  if ("-',".includes(character) && following === character) return `${character}{}`; // two would become one sign
  if (/^[ -~]$/.test(character)) return character;
  return accented(character) || `\\llmechar{${numberOf(character)}}`;
};

/** A Latin letter with its accents, or an empty text for anything else. @param {string} character */
const accented = (character) => {
  if (!/^[\xc0-\u024f\u1e00-\u1eff]$/.test(character)) return "";
  const [letter, ...marks] = character.normalize("NFD");
  if (!/^[A-Za-z]$/.test(letter) || !marks.length || !marks.every((mark) => ACCENTS.has(mark))) return "";
  let written = "ij".includes(letter) && !BELOW.includes(marks[0]) ? `\\${letter}` : letter;
  for (const mark of marks) written = `\\${ACCENTS.get(mark)}{${written}}`;
  return marks.includes("\u0328") || marks.length > 1 ? glyph(written, character) : written;
};

/** @param {string} character */
const numberOf = (character) => (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");

/** What the old encoding of TeX's fonts lacks. @param {string} written @param {string} character */
const glyph = (written, character) => `\\llmeglyph{${written}}{${numberOf(character)}}`;

const LONG = 24; // characters of a word that may need a break
const SIGNS = "/._-?&=#:,;@+";
const MARKS = "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0323\u0326\u0327\u0328\u0331";
const COMMANDS = "` ' ^ ~ = u . \" r H v d textcommabelow c k b".split(" ");
const ACCENTS = new Map([...MARKS].map((mark, at) => [mark, COMMANDS[at]]));
const BELOW = "\u0323\u0326\u0327\u0328\u0331";
const SIGNS_OF_TEXT = String.raw`
\\textbackslash ^\textasciicircum ~\textasciitilde <\textless >\textgreater |\textbar "\char34
ß\ss æ\ae Æ\AE œ\oe Œ\OE ø\o Ø\O ł\l Ł\L ı\i ȷ\j ‘\textquoteleft ’\textquoteright “\textquotedblleft ”\textquotedblright
–\textendash —\textemdash …\textellipsis •\textbullet ·\textperiodcentered §\textsection ¶\textparagraph
©\textcopyright ®\textregistered ™\texttrademark °\textdegree €\texteuro £\textsterling ¥\textyen ¢\textcent
¡\textexclamdown ¿\textquestiondown †\textdagger ‡\textdaggerdbl ª\textordfeminine º\textordmasculine ´\textasciiacute
¼\textonequarter ½\textonehalf ¾\textthreequarters ‰\textperthousand
`;
const SIGNS_OF_T1 = String.raw`
«\guillemotleft »\guillemotright ‹\guilsinglleft ›\guilsinglright „\quotedblbase ‚\quotesinglbase
đ\dj Đ\DJ ð\dh Ð\DH þ\th Þ\TH ŋ\ng Ŋ\NG
`;
const SIGNS_OF_MATHS = String.raw`
α\alpha β\beta γ\gamma δ\delta ε\varepsilon ζ\zeta η\eta θ\theta ι\iota κ\kappa λ\lambda μ\mu µ\mu ν\nu ξ\xi π\pi ρ\rho
σ\sigma ς\varsigma τ\tau υ\upsilon φ\varphi χ\chi ψ\psi ω\omega Γ\Gamma Δ\Delta Θ\Theta Λ\Lambda Ξ\Xi Π\Pi Σ\Sigma
Φ\Phi Ψ\Psi Ω\Omega ±\pm ×\times ÷\div −- ¬\neg ≤\leq ≥\geq ≠\neq ≈\approx ∼\sim ∞\infty ∈\in √\surd ∑\sum
→\rightarrow ←\leftarrow ↔\leftrightarrow ⇒\Rightarrow ⇔\Leftrightarrow ′\prime
`;

/** @param {string} table @param {(command: string, character: string) => string} write @returns {[string, string][]} */
const tableOf = (table, write) => table.trim().split(/\s+/).map((one) => [one[0], write(one.slice(1), one[0])]);

/** @param {string} characters @param {string} written @returns {[string, string][]} */
const allAs = (characters, written) => [...characters].map((character) => [character, written]);

/** @type {Map<string, string>} */
const WRITTEN = new Map([
  ...tableOf("{{ }} $$ && %% ## __", (character) => `\\${character}`),
  ["`", "\\textasciigrave{}"],
  ["[", "{[}"], // never the start of an optional argument
  ["]", "{]}"],
  ...tableOf(SIGNS_OF_TEXT, (command) => `${command}{}`),
  ...tableOf(SIGNS_OF_T1, (command, character) => glyph(`${command}{}`, character)),
  ...tableOf(SIGNS_OF_MATHS, (command) => `\\ensuremath{${command}}`),
  ...tableOf("¹1 ²2 ³3", (digit) => `\\textsuperscript{${digit}}`),
  ...allAs("\u2010\u2011", "-"),
  ["\xa0", "~"],
  ["\xad", "\\-"],
  ...allAs("\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f", "\\,"),
  ...allAs("\u2000\u2001\u2002\u2003\u3000", "\\ "),
  // Marks of direction, joiners and variants, which show nothing by themselves.
  ...allAs("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", ""),
  ...allAs("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", ""),
  ...allAs("\ufe00\ufe01\ufe02\ufe03\ufe04\ufe05\ufe06\ufe07\ufe08\ufe09\ufe0a\ufe0b\ufe0c\ufe0d\ufe0e\ufe0f", ""),
]);
