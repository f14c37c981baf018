"""The whole command line of `llme`."""

from llme.command import answers_line, guide_line
from llme.command.group import llme

__all__ = ["answers_line", "guide_line", "llme"]
