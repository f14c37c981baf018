"""Keeps pages small: the theme's templates are read without the white space that only lays out their source.

It is a quarter of a page's bytes. What pages hold comes in through variables, so text and code stay as they are.
"""

import re

from jinja2 import Environment
from jinja2.ext import Extension

_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'  # of icons, which stand in HTML and need none


def make_lean(env: Environment) -> None:
    """Sets up the theme's environment, before it reads the first template."""
    env.trim_blocks = env.lstrip_blocks = True
    env.add_extension(_Unindented)


class _Unindented(Extension):
    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source of a template without indentation, and without line breaks between tags."""
        return re.sub(r"(?<=[>}])\n(?=[<{])", "", re.sub(r"\n\s+", "\n", source)).replace(_NAMESPACE, "")
