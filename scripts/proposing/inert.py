"""A stranger's text as Markdown that reads as that text and is no markup.

What may be markup anywhere is written as a reference to its character, or after a backslash where that is enough. At
the beginning of a line, where headings, lists, tables, fences, definitions and inserts begin, so is every mark; no line
keeps the spaces around it, which could make it code, a continuation or a break.
"""

import re
import string

from quoting import cleaned

_ANYWHERE = str.maketrans(
    {sign: f"&#{ord(sign)};" for sign in "\\`[{"} | {"&": "&amp;", "<": "&lt;", "*": r"\*", "_": r"\_"}
)
_BEGINNING = frozenset(string.punctuation) - frozenset("\"'(&\\")  # the last two stand for what is inert by now
_STEP = re.compile(r"^([0-9]{1,2})\. +", re.MULTILINE)


def inert(text: str) -> str:
    """The text as Markdown without any markup: it reads as typed, but for white space and characters nobody sees."""
    return "\n".join(_row(row.strip()) for row in cleaned(text).split("\n")).strip("\n")


def steps(text: str) -> str:
    """The same, but a text that is nothing but steps, numbered from 1, becomes a list of them."""
    before, *rest = _STEP.split(text.strip())
    numbers, texts = rest[::2], [" ".join(one.split()) for one in rest[1::2]]
    if before or not all(texts) or numbers != [str(number) for number in range(1, len(numbers) + 1)]:
        return inert(text)
    return "\n".join(f"{number}. {inert(one)}" for number, one in zip(numbers, texts, strict=True))


def _row(row: str) -> str:
    row = row.translate(_ANYWHERE).replace("///", "&#47;//")  # `///Footnotes Go Here///` is a command
    if row[:1] in _BEGINNING:
        return f"\\{row}" if row[0] in "#+->" else f"&#{ord(row[0])};{row[1:]}"
    return re.sub(r"^(\d+)\.", r"\1\\.", row)
