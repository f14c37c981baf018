"""Text as pdfLaTeX prints it and as BibTeX sorts and abbreviates it, and back.

BibTeX counts bytes, so that the initial of a name must be a letter of ASCII, or an accent in braces: `{\\'E}mile`. What
has no such form stays as it is, since reference managers, biber and newer engines read it; for pdfLaTeX, a preamble
says how to print it.
"""

import re
import unicodedata

# By their combining character. These are read back alike by all that reads BibTeX.
_ACCENTS = {
    **{"\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0307": ".", "\u0308": '"'},
    **{"\u0306": "u ", "\u030a": "r ", "\u030b": "H ", "\u030c": "v ", "\u0323": "d ", "\u0327": "c ", "\u0328": "k "},
}
_SIGNS = {
    **{"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ı": "i"},
    **{"^": "textasciicircum", "~": "textasciitilde"},
}
_MARKS = {written: mark for mark, written in _ACCENTS.items()}
_MEANT = {written: sign for sign, written in _SIGNS.items()}
_ENCODED = re.compile(r"\{\\(?:(" + "|".join(map(re.escape, _MARKS)) + r")([A-Za-z])|(" + "|".join(_MEANT) + r"))\}")
# What pdfLaTeX prints without being told how, in the encoding T1.
_PRINTED = frozenset("ĐđÐðÞþŊŋ¡¿«»‹›“”‘’‚„–—…§©®°±·×÷†‡•€£¥")
_GREEK = re.compile(r"GREEK (SMALL|CAPITAL) LETTER (\w+)")
_IN_MATHS = frozenset(
    """
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega
    Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
    """.split()
)


def encoded(text: str) -> str:
    """The text with its accented letters, `^` and `~` as LaTeX has them in ASCII; other characters stay."""
    return "".join(map(_encoded, text))


def decoded(text: str) -> str:
    """What `encoded` made this text of."""
    return _ENCODED.sub(lambda match: _MEANT[match[3]] if match[3] else _accented(match[1], match[2]), text)


def preamble(text: str) -> str:
    """For BibTeX: how pdfLaTeX is to print those characters of an encoded text that it would stop at, or nothing.

    What the document itself has set up for a character goes before.
    """
    unknown = sorted({sign for sign in text if not sign.isascii()} - _PRINTED)
    return "".join(_DEFINITION.replace("SIGN", sign).replace("SHOWN", _shown(sign)) for sign in unknown)


# The name by which the encoding utf8 of LaTeX looks a character up.
_DEFINITION = (
    r"@preamble{{\ifcsname u8:\detokenize{SIGN}\endcsname\else"
    r"\expandafter\gdef\csname u8:\detokenize{SIGN}\endcsname{SHOWN}\fi}}" + "\n"
)


def _encoded(sign: str) -> str:
    if sign in _SIGNS:
        return f"{{\\{_SIGNS[sign]}}}"
    letter, *marks = unicodedata.normalize("NFD", sign)
    accent = _ACCENTS.get(marks[0]) if len(marks) == 1 and letter.isascii() and letter.isalpha() else None
    return f"{{\\{accent}{letter}}}" if accent else sign


def _accented(accent: str, letter: str) -> str:
    return unicodedata.normalize("NFC", letter + _MARKS[accent])


def _shown(sign: str) -> str:
    """A character as LaTeX of ASCII: the same letters without what cannot be had, or its name in brackets."""
    name = unicodedata.name(sign, f"U+{ord(sign):04X}")
    if greek := _GREEK.fullmatch(name):
        letter = greek[2].replace("LAMDA", "LAMBDA").capitalize()
        letter = letter if greek[1] == "CAPITAL" else letter.lower()
        return rf"\ensuremath{{\{letter}}}" if letter in _IN_MATHS else f"[{name.lower()}]"
    category = unicodedata.category(sign)
    if category in ("Pd", "Zs"):
        return "-" if category == "Pd" else " "
    parts = unicodedata.normalize("NFKD", sign)
    letters = [one for one in parts if one.isascii() and one.isalnum()]
    marks = [one for one in parts if unicodedata.category(one) in ("Mn", "Cf")]
    if len(letters) + len(marks) < len(parts):
        return f"[{name.lower()}]"
    plain = "".join(letters)
    for mark in marks if len(letters) == 1 else ():
        plain = f"\\{_ACCENTS[mark].strip()}{{{plain}}}" if mark in _ACCENTS else plain
    return plain
