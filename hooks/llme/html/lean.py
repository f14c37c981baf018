"""How the theme's templates are read: with what they print escaped, and without what only lays out their source.

The theme prints titles and descriptions as they are, as if they were HTML. White space is a quarter of a page's bytes;
what pages hold comes in through variables, so text and code stay as they are.
"""

import re
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache
from jinja2.ext import Extension

_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'  # of icons, which stand in HTML and need none


def make_lean(env: Environment, cache: Path) -> None:
    """Sets up the theme's environment, before it reads the first template; compiled templates are kept in `cache`."""
    env.autoescape = env.trim_blocks = env.lstrip_blocks = True
    env.add_extension(_Unindented)
    keep_compiled(env, cache / f"theme-{sha256(Path(__file__).read_bytes()).hexdigest()[:16]}")


def keep_compiled(env: Environment, folder: Path) -> None:
    """Has an environment keep its compiled templates, by their text, from one build to the next."""
    folder.mkdir(parents=True, exist_ok=True)
    env.bytecode_cache = FileSystemBytecodeCache(str(folder))


class _Unindented(Extension):
    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source of a template without indentation, and without line breaks between tags."""
        return re.sub(r"(?<=[>}])\n(?=[<{])", "", re.sub(r"\n\s+", "\n", source)).replace(_NAMESPACE, "")
