"""What compressed files hold: two programs, or two versions of one, may compress the same in different bytes."""

import io
import zipfile
from collections.abc import Mapping

from llme.files import decompressed


def unpacked(name: str, content: bytes) -> object:
    """What is compared of a file: of an archive its members in their order, of what gzip made what it was given, and of
    any other file its bytes. Broken ones are themselves.
    """
    try:
        if name.endswith(".zip"):
            return _members(content)
        return decompressed(content) if name.endswith(".gz") else content
    except (ValueError, zipfile.BadZipFile):
        return content


def hold_the_same(some: Mapping[str, bytes], others: Mapping[str, bytes]) -> bool:
    """Whether files, by their paths, are the same but for how they were compressed."""
    return some.keys() == others.keys() and all(
        content == others[path] or unpacked(path, content) == unpacked(path, others[path])
        for path, content in some.items()
    )


def _members(archive: bytes) -> list[tuple[object, ...]]:
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        return [
            (one.filename, one.date_time, one.external_attr, unpacked(one.filename, file.read(one)))
            for one in file.infolist()
        ]
