"""The forms of names, numbers and addresses, each written once. `is_a` asks whether a whole text has a form.

Digits and letters are spelt out: `\\d` takes the digits of every script.
"""

import re

ID = r"LLME-(?:00[1-9]|0[1-9][0-9]|[1-9][0-9]{2,5})"  # of a recommendation: three digits, and more from 1000
SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"  # of what is part of an address; citation keys too
ITEM = r"[A-Za-z0-9][A-Za-z0-9 #.:()/-]{0,39}"  # of a framework, as its authors number it: `GOVERN 1.1`
VERSION = r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)"  # of a release, after semantic versioning
DATE = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
LANGUAGE = r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?"  # the part of BCP 47 that a guide needs
DOI = r"10\.[0-9]{4,9}/[^\s\"<>{}\\]+"
ARXIV = r"[0-9]{4}\.[0-9]{4,5}|[a-z-]+(\.[A-Z]{2})?/[0-9]{7}"
_REST = r"[A-Za-z0-9][A-Za-z0-9.-]{0,252}(:[0-9]{1,5})?(/[^\s\"<>{}\\^`|]*)?"  # host, port, path: no name, no brackets
HTTPS = rf"https://{_REST}"
WEB = rf"https?://{_REST}"  # what a text may link to besides pages of its own
MAIL = r"mailto:[A-Za-z0-9][A-Za-z0-9._+-]*@[A-Za-z0-9][A-Za-z0-9.-]*"

# Characters that nobody sees, and that change what is seen, or what it is: controls but tab and line feed; what Unicode
# has in Default_Ignorable_Code_Point (soft hyphen, fillers, zero-width, bidirectional, variation selectors, tags);
# marks around text (Cf) that draw nothing; separators of lines, private use, surrogates and noncharacters.
PRIVATE = "\ue000-\uf8ff"  # a range
_NO_CHARACTERS = "".join(map(chr, (plane << 16 | end for plane in range(14) for end in (0xFFFE, 0xFFFF))))
_HIDDEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    f"\u3164\ud800-\udfff{PRIVATE}\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc{_NO_CHARACTERS}"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff"
)
# One of them. What is common is passed over first, which makes a search eight times as quick.
INVISIBLE = f"[^\t\n -~](?<=[{_HIDDEN}])"

# Marks of our own in a text, of characters for private use: no contributor may write them, and none may reach a reader.
VERBATIM = "\ue000([0-9a-f]*)\ue001"  # HTML in hexadecimal
TERMS = "\ue002([^\ue003]*)\ue003"  # the glossary as seen from the page
NO_TAG = "\ue004"  # after a `<` that begins no tag
QUOTES = "\ue006\ue007"  # a pair of quotation marks that keep their form

BOUNDARY = "\ue005"  # where a contributor's text meets what is not its own, while it is checked

# An address to which a text may link: http, https, e-mail, a page of the guide by its path, an anchor on the page.
# Hosts are ASCII, as a browser asks for them, and no name stands before one.
_HOST = r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?"
LINK = (
    rf"https?://{_HOST}([/?#][^\s\"<>{{}}\\^`|]*)?"
    r"|mailto:[A-Za-z0-9._+-]+@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?"
    r"|(\.\./)*([a-z0-9-]+/)*[A-Za-z0-9-]+\.md(#[\w:.-]+)?|#[\w:.-]+"
)

# What a reader would take for a citation that was never made one: a block, a footnote, the place of the references.
UNRESOLVED = r"\[-?@[\w-]+|\[\^[\w-]+\]|\\(?:full_)?bibliography"

FOOTNOTE = "ref-"  # ids of references on a page begin with this


def is_a(pattern: str, text: object) -> bool:
    """Whether a value is a text of this form."""
    return isinstance(text, str) and re.fullmatch(pattern, text) is not None


def whole(pattern: str) -> str:
    """The pattern with anchors, for schemas, which look for it anywhere in a text."""
    return f"^({pattern})$"
