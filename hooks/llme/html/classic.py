"""ES modules as classic scripts: a browser loads no module from a page that was opened from disk.

Each module becomes a function that is called once, in the order in which the modules need one another. Only the forms
that the guide's own modules use are known; every other form is an error, so that none is turned into something else.
"""

import posixpath
import re
from collections.abc import Mapping

_IMPORT = re.compile(r'import \{ ([\w$, ]+?),? \} from "(\.\.?/[\w./-]+)\.mjs";')
_EXPORT = re.compile(r"export (?=(?:const|class|(?:async )?function\*?) +([\w$]+))")
_COMMENT = re.compile(r"/\*.*?\*/|^[ \t]*//.*?$", re.DOTALL | re.MULTILINE)
_UNKNOWN = re.compile(r"\bimport\s*[.(]")


class ClassicError(Exception):
    """A module that cannot become a classic script; the message says where and why."""


def as_classic(modules: Mapping[str, str], entry: str) -> str:
    """The module `entry` and all that it imports as one classic script.

    `modules` has their texts by name: the path below the folder of all modules, without `.mjs`.
    Raises ClassicError for a form of import or export that is not known, for a module or a name that is not there,
    and for modules that import each other in a circle.
    """
    wrapped: dict[str, str] = {}
    _add(modules, entry, wrapped, {}, ())
    return '(() => {\n"use strict";\nconst $modules = {};\n' + "".join(wrapped.values()) + "})();\n"


def _add(
    modules: Mapping[str, str],
    name: str,
    wrapped: dict[str, str],
    exports: dict[str, tuple[str, ...]],
    above: tuple[str, ...],
) -> None:
    """Puts a module into `wrapped`, after those that it imports."""
    if name in above:
        raise ClassicError(f"{' imports '.join((*above, name))}: modules that import each other in a circle")
    if name in wrapped:
        return
    lines, exported = [], []
    _refuse_unknown(name, modules[name])
    for number, line in enumerate(modules[name].splitlines(), 1):
        place = f"{name}.mjs:{number}"
        if line.startswith("import"):
            names, source = _imported(line, name, place, modules)
            _add(modules, source, wrapped, exports, (*above, name))
            missing = [one for one in names if one.split(" as ")[0] not in exports[source]]
            if missing:
                raise ClassicError(f"{place}: {source}.mjs does not export {', '.join(missing)}")
            line = f'const {{ {", ".join(one.replace(" as ", ": ") for one in names)} }} = $modules["{source}"];'
        elif line.startswith("export"):
            match = _EXPORT.match(line)
            if not match:
                raise ClassicError(f"{place}: not a known form of export: {line}")
            exported.append(match[1])
            line = line.removeprefix("export ")
        lines.append(line)
    exports[name] = tuple(exported)
    body = "\n".join(lines)
    wrapped[name] = f'$modules["{name}"] = (() => {{\n{body}\nreturn {{ {", ".join(exported)} }};\n}})();\n'


def _imported(line: str, name: str, place: str, modules: Mapping[str, str]) -> tuple[list[str], str]:
    """The names that a line imports, and the module that has them."""
    match = _IMPORT.fullmatch(line.rstrip())
    if not match:
        raise ClassicError(f"{place}: not a known form of import: {line}")
    source = _beside(name, match[2])
    if source not in modules:
        raise ClassicError(f"{place}: there is no module {source}.mjs")
    return match[1].split(", "), source


def _beside(name: str, path: str) -> str:
    """The name of the module to which a path leads from another."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))


def _refuse_unknown(name: str, text: str) -> None:
    """Raises ClassicError for `import()` and `import.meta`, which only a module has; comments may name types so."""
    match = _UNKNOWN.search(_COMMENT.sub("", text))
    if match:
        raise ClassicError(f"{name}.mjs: a classic script has no `{match[0]}`")
