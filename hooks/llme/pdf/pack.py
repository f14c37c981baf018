"""Makes a PDF file smaller without changing what it says.

Typst writes every object of a tagged file as plain text: 13,000 objects of structure and links. PDF 1.5 and PDF/A-2
allow objects inside compressed streams (ISO 32000-1, 7.5.7 and 7.5.8), which halves the file.
"""

import re
import zlib
from itertools import pairwise

_PER_STREAM = 1000  # objects; a reader unpacks whole streams, so these should not be too large


def packed(pdf: bytes) -> bytes:
    """The same objects, those without a stream of their own in compressed streams.

    `pdf` has one classic table of objects, as Typst writes it. Raises ValueError where it has another form.
    """
    offsets, trailer, end = _table(pdf)
    header = pdf[: min(offsets.values())]
    whole, small = {}, {}
    ends = dict(pairwise([*sorted(offsets.values()), end]))
    for number, start in sorted(offsets.items()):
        head, written = b"%d 0 obj" % number, pdf[start : ends[start]].strip()
        if not (written.startswith(head) and written.endswith(b"endobj")):
            raise ValueError(f"object {number} is not where the table has it")
        body = written[len(head) : -len(b"endobj")].strip()
        (whole if body.endswith(b"endstream") else small)[number] = body
    size = max(offsets) + 1
    numbers = sorted(small)
    inside = {}
    for first in range(0, len(numbers), _PER_STREAM):
        chunk = numbers[first : first + _PER_STREAM]
        inside |= {number: (size, index) for index, number in enumerate(chunk)}
        whole[size] = _object_stream([(number, small[number]) for number in chunk])
        size += 1
    return _written(header, whole, inside, size, trailer)


def _table(pdf: bytes) -> tuple[dict[int, int], bytes, int]:
    """Where each object begins, the entries of the trailer but its size, and where the table itself begins."""
    start = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*\Z", pdf)
    table = start and re.compile(rb"xref\n0 (\d+)\n((?:\d{10} \d{5} [fn][ \r]\n)+)trailer\s*<<(.*)>>\s*startxref", re.S)
    found = table.match(pdf, int(start[1])) if table else None
    if not found or len(found[2]) != 20 * int(found[1]):
        raise ValueError("this PDF file has no classic table of objects")
    lines = found[2].split(b"\n")[:-1]
    offsets = {number: int(line[:10]) for number, line in enumerate(lines) if line[17:18] == b"n"}
    return offsets, re.sub(rb"/Size \d+", b"", found[3]).strip(), found.start()


def _object_stream(objects: list[tuple[int, bytes]]) -> bytes:
    heads, bodies, at = [], [], 0
    for number, body in objects:
        heads.append(b"%d %d" % (number, at))
        bodies.append(body + b"\n")
        at += len(body) + 1
    head = b" ".join(heads) + b"\n"
    entries = b"/Type/ObjStm/N %d/First %d" % (len(objects), len(head))
    return _stream(entries, head + b"".join(bodies))


def _stream(entries: bytes, content: bytes) -> bytes:
    data = zlib.compress(content, 9)
    return b"<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


def _written(
    header: bytes, whole: dict[int, bytes], inside: dict[int, tuple[int, int]], size: int, trailer: bytes
) -> bytes:
    out = bytearray(header)
    rows = {0: (0, 0, 65535)} | {number: (2, *place) for number, place in inside.items()}
    for number, body in sorted(whole.items()):
        rows[number] = (1, len(out), 0)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    rows[size] = (1, start, 0)
    table = b"".join(
        kind.to_bytes(1) + place.to_bytes(4) + more.to_bytes(2)
        for kind, place, more in (rows.get(number, (0, 0, 65535)) for number in range(size + 1))
    )
    stream = _stream(b"/Type/XRef/Size %d/W[1 4 2]%s" % (size + 1, trailer), table)
    return bytes(out + b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (size, stream, start))
