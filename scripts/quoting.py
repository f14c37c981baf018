"""Text from outside on its way into a draft, to GitHub or into a log: cleaned, quoted, and cut to length.

Lengths are counted as GitHub and JavaScript do, in units of UTF-16: a character beyond U+FFFF counts two.
"""

import re
from itertools import accumulate

from llme.patterns import INVISIBLE

_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_HIDDEN = re.compile(INVISIBLE)
_COMMAND = re.compile(r"^(?=[^\S\n]*(?:::|##\[))", re.MULTILINE)  # to the program that runs a workflow
_FENCE = re.compile(r"(`{3,})(?:text)?")


def cleaned(text: str) -> str:
    """The text with `\\n` for each line end, and without characters that nobody sees."""
    return _HIDDEN.sub("", _LINE_END.sub("\n", text))


def one_line(text: str, longest: int | None = None) -> str:
    """The text on one line, cut to length where one is given."""
    line = " ".join(cleaned(text).split())
    return line if longest is None or _units(line) <= longest else f"{_first(line, longest - 1)}…"


def quoted(text: str, longest: int = 300) -> str:
    """The text as code on one line of Markdown, where it is no markup, calls nobody and refers to nothing."""
    line = shown(text, longest) or " "
    mark = "`" * (_longest_run(line) + 1)
    space = " " if "`" in (line[0], line[-1]) else ""
    return f"{mark}{space}{line}{space}{mark}"


def fenced(text: str) -> str:
    """The text as a block of code in Markdown, fenced longer than any run of backticks in it."""
    text = cleaned(text).rstrip()
    fence = "`" * max(3, _longest_run(text) + 1)
    return f"{fence}text\n{text}\n{fence}\n"


def logged(text: str) -> str:
    """The text for a log that others read: no line of it is a command to the workflow that runs."""
    return _COMMAND.sub("| ", cleaned(text)).replace("##[", "# #[")


def shown(text: str, longest: int = 300) -> str:
    """The text on one line for the terminal, or for a log."""
    return logged(one_line(text, longest))


def reason_of(error: OSError) -> str:
    """Why a file cannot be used, in words: its name and the reason."""
    reason = (error.strerror or str(error)).lower()
    return f"`{shown(str(error.filename))}`: {reason}" if error.filename else reason


def cut(text: str, longest: int, word: str) -> str:
    """The text, or as many of its characters as leave room for `word`, which says that it was cut."""
    return text if _units(text) <= longest else _first(text, longest - _units(word)) + word


def cut_markdown(text: str, longest: int, word: str) -> str:
    """The same for Markdown: cut at the end of a line, and a block of code that was cut is closed."""
    if _units(text) <= longest:
        return text
    room = longest - _units(word) - 2
    lines = text.split("\n")
    # Each line counts with its end, and with the fence that would have to close the block it stands in.
    fences = list(accumulate(lines, _open_after, initial=""))[1:]
    sizes = accumulate(_units(line) + 1 for line in lines)
    fitting = [size + len(fence) + 1 <= room for size, fence in zip(sizes, fences, strict=True)]
    kept = fitting.index(False)
    fence = fences[kept - 1] if kept else ""
    return "\n".join([*lines[:kept], *([fence] if fence else []), "", word])


def _open_after(fence: str, line: str) -> str:
    """The fence of the block of code that is open after a line, if `fence` was before it."""
    if fence:
        return "" if line == fence else fence
    match = _FENCE.fullmatch(line)
    return match[1] if match else ""


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _first(text: str, units: int) -> str:
    return text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "ignore")
