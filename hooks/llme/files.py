"""Files that are written whole or not at all, as UTF-8; and how they become small.

The text is encoded first, since a lone surrogate would empty a file that is open already. The new file is written
beside the old one and takes its name at the end, so that whoever is interrupted leaves the old one as it was.
"""

import errno
import gzip
import io
import os
import secrets
import zlib
from collections.abc import Mapping
from pathlib import Path


class UnwritableError(OSError):
    """A text holds what no UTF-8 file can hold; the message names the file, which was not touched."""

    def __init__(self, path: Path, character: str):
        super().__init__(errno.EILSEQ, f"the text holds U+{ord(character):04X}, half a character", str(path))

    def __str__(self) -> str:
        return f"{self.filename} cannot be written: {self.strerror}"


def write(path: Path, content: str | bytes) -> None:
    """Writes a file, or renews it and keeps its permissions. Raises OSError, UnwritableError among them."""
    write_all({path: content})


def write_all(contents: Mapping[Path, str | bytes]) -> None:
    """The same for files that belong together: where one cannot be written, none is. Raises as `write` does."""
    encoded = {path: _encoded(path, content) for path, content in contents.items()}
    beside: dict[Path, Path] = {}
    try:
        for path, content in encoded.items():
            _write_beside(path, content, beside)
        for path, new in beside.items():
            os.replace(new, os.path.realpath(path))  # of a link, the file that it leads to
    finally:
        for new in beside.values():
            new.unlink(missing_ok=True)


def create(path: Path, content: str | bytes) -> None:
    """Writes a file that must not be there yet. Raises FileExistsError where it is, and otherwise as `write` does."""
    encoded = _encoded(path, content)
    with path.open("xb") as file:
        try:
            file.write(encoded)
            file.flush()
        except BaseException:
            path.unlink()
            raise


def compressed(content: bytes) -> bytes:
    """The content as gzip has it, without a name or a time: the same content gives the same bytes."""
    buffer = io.BytesIO()
    # `gzip.compress` leaves the header to zlib, which tells there on what system it runs.
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=buffer, mtime=0) as file:
        file.write(content)
    return buffer.getvalue()


def decompressed(content: bytes) -> bytes:
    """What gzip was given. Raises ValueError where this is not what gzip made of anything."""
    try:
        return gzip.decompress(content)
    except (EOFError, OSError, zlib.error) as error:
        raise ValueError("not a whole gzip file") from error


def compress(path: Path) -> None:
    """Puts the compressed file, with `.gz` after its name, in the place of a file. Raises as `write` does."""
    write(path.with_name(f"{path.name}.gz"), compressed(path.read_bytes()))
    path.unlink()


def _encoded(path: Path, content: str | bytes) -> bytes:
    if isinstance(content, bytes):
        return content
    try:
        return content.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UnwritableError(path, content[error.start]) from error


def _write_beside(path: Path, content: bytes, beside: dict[Path, Path]) -> None:
    """Writes the new file, and notes where, once it is to be moved or, after a failure, deleted."""
    if path.exists() and not path.is_file():  # a device or a pipe, such as /dev/stdout; a folder refuses
        with path.open("wb") as file:
            file.write(content)
        return
    target = Path(os.path.realpath(path))
    new = target.with_name(f".{secrets.token_hex(8)}.new")  # short: the longest name there may be fits
    try:
        with new.open("xb") as file:
            beside[path] = new
            file.write(content)
        if target.exists():
            new.chmod(target.stat().st_mode & 0o7777)
    except OSError as error:
        error.filename = str(path)  # not the one beside it, of which nobody has heard
        raise
