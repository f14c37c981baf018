"""The same PDF in fewer bytes: half of what Typst writes says nothing."""

import io
import re
import zlib

# What the contents of a page hold besides operators and names: strings, and numbers with decimals.
_STRING_OR_NUMBER = re.compile(rb"\((?:[^\\()]|\\.)*\)|(?<![\w.])[0-9]*\.[0-9]+", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{3}|[nrtbf()\\])")
_SPECIAL = {ord(one): b"\\" + one for one in (b"(", b")", b"\\")} | {ord(b"\r"): b"\\r"}  # these stay escaped
# What each escape stands for: looked up, since there are half a million of them.
_BYTES = {b"%03o" % code: _SPECIAL.get(code, bytes([code])) for code in range(256)}
_BYTES |= {bytes([one[-1]]): one for one in _SPECIAL.values()}
_BYTES |= {b"n": b"\n", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def packed(pdf: bytes) -> bytes:
    """The same pages, with as many objects as may be in compressed streams, since Typst writes thousands as plain text.

    Raises ValueError where `pdf` is no sound PDF file.
    """
    import pikepdf  # here, since it takes a tenth of a second, and most builds make no PDF file

    out = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(pdf), attempt_recovery=False) as read:
            for page in read.pages:
                content = zlib.compress(tightened(page.Contents.read_bytes()), 9)
                page.Contents.write(content, filter=pikepdf.Name.FlateDecode)
                for link in page.get("/Annots", []):
                    for place in link.keys() & {"/Rect", "/QuadPoints"}:
                        link[place] = pikepdf.Object.parse(tightened(link[place].unparse()))
            streams = pikepdf.ObjectStreamMode.generate
            read.save(out, object_stream_mode=streams, deterministic_id=True, fix_metadata_version=False)
    except pikepdf.PdfError as error:
        raise ValueError(str(error)) from error
    return out.getvalue()


def tightened(content: bytes) -> bytes:
    """The contents of a page with each byte of a string as itself, and numbers as exact as an eye or a printer can see.

    Typst writes most bytes of a string as four characters, and places to a ten-thousandth of a millimetre; colours lie
    between 0 and 1, so small numbers keep a digit more.
    """
    return _STRING_OR_NUMBER.sub(_tightened, content)


def _tightened(match: re.Match[bytes]) -> bytes:
    found = match[0]
    if found.startswith(b"("):
        return _ESCAPE.sub(lambda escape: _BYTES[escape[1]], found)
    number = float(found)
    return (b"%.2f" if number >= 1 else b"%.3f") % number
