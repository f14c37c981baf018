"""What compressed files hold: two programs, or two versions of one, may compress the same in different bytes."""

import io
import zipfile
from collections.abc import Callable, Mapping

from llme.files import decompressed

Plain = Callable[[str, bytes], object]


def unpacked(name: str, content: bytes, plain: Plain = lambda name, content: content) -> object:
    """What is compared of a file: of an archive its members in their order, of what gzip made what it was given.

    `plain` says what is compared of any other file, by its name: its bytes, unless told. Broken ones are themselves.
    """
    try:
        if name.endswith(".zip"):
            return _members(content, plain)
        return unpacked(name[:-3], decompressed(content), plain) if name.endswith(".gz") else plain(name, content)
    except (ValueError, zipfile.BadZipFile):
        return content


def hold_the_same(some: Mapping[str, bytes], others: Mapping[str, bytes]) -> bool:
    """Whether files, by their paths, are the same but for how they were compressed."""
    return some.keys() == others.keys() and all(
        content == others[path] or unpacked(path, content) == unpacked(path, others[path])
        for path, content in some.items()
    )


def _members(archive: bytes, plain: Plain) -> list[tuple[object, ...]]:
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        return [
            (one.filename, one.date_time, one.external_attr, unpacked(one.filename, file.read(one), plain))
            for one in file.infolist()
        ]
