r"""A project of the checklist as an appendix in LaTeX.

The file is plain ASCII: every other character is written as a LaTeX command, or, where LaTeX has none, as `[U+1F600]`.
So it compiles with every engine and every input encoding. A text of the user is never read as a command, since each of
its characters is either harmless or replaced by a command of ours.
"""

import re
import unicodedata
from collections.abc import Iterator

from llme.checklist.outline import (
    ADDRESS,
    ANSWERS,
    CHANGED,
    DRAFT,
    DRAFT_MEANS,
    LICENCE,
    UNKNOWN,
    UNSAID,
    Data,
    Entry,
    changed,
    lines,
    outline,
    pieces,
    withdrawal,
)
from llme.checklist.project import Project

LICENSED = rf"The recommendations are by LLM Ethics Guide contributors, under \href{{{LICENCE}}}{{CC BY 4.0}}."
LACKING = "Characters that the font lacks are given by their Unicode number, as in [U+4F60]."
PROLOGUE = r"""% Write \input{ethics} where this belongs, for example after \appendix, if this file is ethics.tex.
% In the preamble: \usepackage{hyperref}, and \usepackage[T1]{fontenc} unless you use XeLaTeX or LuaLaTeX.
% \llmechar stands for a character that pdfLaTeX lacks: define it before this file if your fonts have the character.
\providecommand{\href}[2]{#2}
\providecommand{\llmechar}[1]{[U+#1]\allowbreak{}}
\makeatletter
\def\llmeot{OT1}
\def\llmeglyph#1#2{\ifx\f@encoding\llmeot\llmechar{#2}\else#1\fi}
\makeatother
\begingroup
\raggedright
\setlength{\parskip}{2pt plus 1pt}"""


def to_latex(guide: Data, project: Project) -> str:
    """An appendix to a paper: every recommendation of the selection with its answer."""
    seen = outline(guide, project)
    stamp = _href(seen.url, _plain(seen.stamp))
    head = [
        r"\section*{Ethics checklist}",
        *([rf"\textbf{{{_plain(seen.name)}}}"] if seen.name else []),
        f"Answers to the {stamp}. {_plain(seen.selection)} {seen.saved}",
        *([rf"\textbf{{{DRAFT}}} {DRAFT_MEANS}"] if seen.draft else []),
        seen.summary,
    ]
    body = []
    for section in seen.sections:
        body.append(rf"\subsection*{{{_plain(section.title)}}}")
        body += [section.about] if section.about else []
        for entry in section.entries:
            body += _entry(entry, guide["url"])
    if any(r"\llmechar{" in paragraph for paragraph in (*head, *body)):
        body.append(LACKING)
    paragraphs = "\n\n".join([*head, *body, LICENSED])
    return f"% Ethics checklist, from: {seen.stamp}\n{PROLOGUE}\n\n{paragraphs}\n\n\\par\\endgroup\n"


def _entry(entry: Entry, url: str) -> Iterator[str]:
    one, answer = entry.one, entry.answer
    name = _href(f"{url}{one['path']}" if url and one else "", answer.id)
    title = f": {_rich(one['title'])}" if one else ""
    yield rf"\medskip\textbf{{{name}{title}}}\nopagebreak"
    if one is None:
        yield UNKNOWN
    elif one["status"] == "withdrawn":
        yield f"Withdrawn. {_rich(withdrawal(one))}"
    else:
        asked = [
            rf"\textit{{{label}}} {_rich(one[key])}"
            for key, label in (("do", "Do:"), ("dont", r"Don\textquoteright{}t:"))
            if one[key]
        ]
        yield rf"{{\small {' '.join(asked)}\par}}"
    text = _block(answer.text)
    given = f"{ANSWERS[answer.answer]}." if answer.answer else "Not answered."
    yield rf"\textbf{{{given}}}" + (f" {text}" if text else f" {UNSAID[answer.answer]}" if answer.answer else "")
    if notes := _block(answer.notes):
        yield rf"\textit{{Notes:}} {notes}"
    if changed(entry) and one["status"] == "active":
        yield rf"\textit{{{CHANGED}}}"


def _rich(text: str) -> str:
    """The guide's own text, whose code stays code."""
    return "".join(rf"\texttt{{{_plain(piece)}}}" if code else _plain(piece) for code, piece in pieces(text))


def _block(text: str) -> str:
    """A text with its lines as paragraphs; an address becomes a link."""
    return "\n\n".join(
        "".join(
            _href(piece, _plain(piece)) if at % 2 else _plain(piece) for at, piece in enumerate(ADDRESS.split(line))
        )
        for line in lines(text)
    )


def _href(url: str, text: str) -> str:
    target = re.sub("[#%&_]", r"\\\g<0>", url.replace("$", "%24").replace("~", "%7E"))
    return rf"\href{{{target}}}{{{text}}}" if url else text


def _plain(text: str) -> str:
    """A text as LaTeX that shows it; a long word may be broken after a sign, and every twelve characters."""
    composed = re.sub(
        "[A-Za-z\xc0-\u024f\u1e00-\u1eff][\u0300-\u036f]+", lambda match: unicodedata.normalize("NFC", match[0]), text
    )
    return " ".join(_word(word) for word in composed.split(" "))


def _word(word: str) -> str:
    written, since = [], 0
    for at, character in enumerate(word):
        since += 1
        written.append(_character(character, word[at + 1 : at + 2]))
        ends = character in SIGNS and word[at + 1 : at + 2] not in SIGNS
        if len(word) > LONG and (ends or since == LONG // 2):
            written.append(r"\allowbreak{}")
            since = 0
    return "".join(written)


def _character(character: str, following: str) -> str:
    if character in WRITTEN:
        return WRITTEN[character]
    if character in "-'," and following == character:  # two of these would become one sign
        return f"{character}{{}}"
    if " " <= character <= "~":
        return character
    return _accented(character) or rf"\llmechar{{{ord(character):04X}}}"


def _accented(character: str) -> str:
    """A Latin letter with its accents, or an empty text for anything else."""
    if not "\xc0" <= character <= "\u024f" and not "\u1e00" <= character <= "\u1eff":
        return ""
    letter, *marks = unicodedata.normalize("NFD", character)
    if not ("A" <= letter <= "Z" or "a" <= letter <= "z") or not marks or not all(mark in ACCENTS for mark in marks):
        return ""
    written = rf"\{letter}" if letter in "ij" and marks[0] not in BELOW else letter
    for mark in marks:
        written = rf"\{ACCENTS[mark]}{{{written}}}"
    return rf"\llmeglyph{{{written}}}{{{ord(character):04X}}}" if "\u0328" in marks or len(marks) > 1 else written


LONG = 24  # characters of a word that may need a break
SIGNS = "/._-?&=#:,;@+"
ACCENTS = dict(
    zip(
        "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0323\u0326\u0327\u0328\u0331",
        "` ' ^ ~ = u . \" r H v d textcommabelow c k b".split(),
        strict=True,
    )
)
BELOW = "\u0323\u0326\u0327\u0328\u0331"
_SIGNS_OF_TEXT = r"""
\\textbackslash ^\textasciicircum ~\textasciitilde <\textless >\textgreater |\textbar "\char34
ß\ss æ\ae Æ\AE œ\oe Œ\OE ø\o Ø\O ł\l Ł\L ı\i ȷ\j ‘\textquoteleft ’\textquoteright “\textquotedblleft ”\textquotedblright
–\textendash —\textemdash …\textellipsis •\textbullet ·\textperiodcentered §\textsection ¶\textparagraph
©\textcopyright ®\textregistered ™\texttrademark °\textdegree €\texteuro £\textsterling ¥\textyen ¢\textcent
¡\textexclamdown ¿\textquestiondown †\textdagger ‡\textdaggerdbl ª\textordfeminine º\textordmasculine ´\textasciiacute
¼\textonequarter ½\textonehalf ¾\textthreequarters ‰\textperthousand
"""
_SIGNS_OF_T1 = r"""
«\guillemotleft »\guillemotright ‹\guilsinglleft ›\guilsinglright „\quotedblbase ‚\quotesinglbase
đ\dj Đ\DJ ð\dh Ð\DH þ\th Þ\TH ŋ\ng Ŋ\NG
"""
_SIGNS_OF_MATHS = r"""
α\alpha β\beta γ\gamma δ\delta ε\varepsilon ζ\zeta η\eta θ\theta ι\iota κ\kappa λ\lambda μ\mu µ\mu ν\nu ξ\xi π\pi ρ\rho
σ\sigma ς\varsigma τ\tau υ\upsilon φ\varphi χ\chi ψ\psi ω\omega Γ\Gamma Δ\Delta Θ\Theta Λ\Lambda Ξ\Xi Π\Pi Σ\Sigma
Φ\Phi Ψ\Psi Ω\Omega ±\pm ×\times ÷\div −- ¬\neg ≤\leq ≥\geq ≠\neq ≈\approx ∼\sim ∞\infty ∈\in √\surd ∑\sum
→\rightarrow ←\leftarrow ↔\leftrightarrow ⇒\Rightarrow ⇔\Leftrightarrow ′\prime
"""
WRITTEN = {
    **{character: rf"\{character}" for character in "{}$&%#_"},
    "`": r"\textasciigrave{}",
    **{character: f"{{{character}}}" for character in "[]"},  # never the start of an optional argument
    **{one[0]: f"{one[1:]}{{}}" for one in _SIGNS_OF_TEXT.split()},
    **{one[0]: rf"\llmeglyph{{{one[1:]}{{}}}}{{{ord(one[0]):04X}}}" for one in _SIGNS_OF_T1.split()},
    **{one[0]: rf"\ensuremath{{{one[1:]}}}" for one in _SIGNS_OF_MATHS.split()},
    **{character: rf"\textsuperscript{{{digit}}}" for character, digit in zip("¹²³", "123", strict=True)},
    **dict.fromkeys("\u2010\u2011", "-"),
    "\xa0": "~",
    "\xad": r"\-",
    **dict.fromkeys("\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f", r"\,"),
    **dict.fromkeys("\u2000\u2001\u2002\u2003\u3000", r"\ "),
    # Marks of direction, joiners and variants, which show nothing by themselves.
    **dict.fromkeys(
        "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", ""
    ),
    **dict.fromkeys(map(chr, range(0xFE00, 0xFE10)), ""),
}
