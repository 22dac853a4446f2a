"""Texts that cost the most where something costs time by the square: a few signs, thousands of times.

Every regular expression of the packages is found, in the modules' variables and in the calls of `re`, and pumps are
made of its own source: what leads to a repetition in it, what is repeated, and an end at which it fails.
"""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, reduce
from re import _constants as op
from re import _parser as source
from types import ModuleType
from typing import Any

PACKAGES = ("ingest", "assistant", "ui")
FARTHEST_APART = 3  # how deep in lists and dicts a pattern may lie
_USES = {**dict.fromkeys("search finditer findall sub subn split".split(), "search"), "match": "match"}
_USES["fullmatch"] = "fullmatch"
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_NO_FEW = 3  # a repetition up to so many times is none
# A sign of every kind, of which a class of characters takes one each.
_PROBES = "aA7 \n.-,;:!?'\"()[]–’“”_/*#<>&¶\\|{}@=+éxXZß\t"
END = "\0"  # at which nearly every pattern fails

Pump = tuple[str, str, str]  # what stands once before, what is repeated, what stands behind


@dataclass
class Found:
    """A pattern, the names under which it is known, and how it is used: "search", "match", "fullmatch"."""

    pattern: re.Pattern[Any]
    names: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def use(self, how: str, text: str) -> None:
        """Look for all that the pattern finds in a text, or try to match it."""
        given: Any = text if isinstance(self.pattern.pattern, str) else text.encode("utf-8", "replace")
        if how == "search":
            for _ in self.pattern.finditer(given):
                pass
        else:
            getattr(self.pattern, how)(given)


def pumped(pump: Pump, length: int) -> str:
    """Return the text of a pump of about that length; each § in it is another name, each № another number."""
    before, unit, end = pump
    times = max(1, (length - len(before)) // len(unit))
    if "§" in unit or "№" in unit:
        units = (unit.replace("§", _name(n)).replace("№", str(n)) for n in range(100, 100 + times))
        return (before + "".join(units))[:length] + end
    return before + unit * times + end


def _name(number: int) -> str:
    letters = ""
    while number:
        number, digit = divmod(number, 20)
        letters += "bcdfghjklmnpqrstvwxz"[digit] + "aeio"[digit % 4]
    return letters.capitalize()


@cache
def patterns() -> dict[str, Found]:
    """Return every pattern of the packages by a name of it: `ingest.sentences.STOP`, `ingest.header:96`."""
    found: dict[tuple[object, int], Found] = {}
    used: dict[str, set[str]] = {}
    modules = list(_modules())
    for module in modules:
        for name, value in vars(module).items():
            for full, pattern in _within(f"{module.__name__}.{name}", value):
                found.setdefault((pattern.pattern, pattern.flags), Found(pattern)).names.append(full)
        for call in (each for each in ast.walk(_tree(module)) if isinstance(each, ast.Call)):
            _note(module, call, found, used)
    for each in found.values():
        each.used |= set().union(*(used.get(name.partition("[")[0], set()) for name in each.names))
        each.used = each.used or {"search", "match"}  # it lies in a list, or is handed on
    return {min(each.names): each for each in found.values()}


def _modules() -> Iterator[ModuleType]:
    for package in PACKAGES:
        root = importlib.import_module(package)
        yield root
        for each in pkgutil.walk_packages(root.__path__, f"{package}."):
            yield importlib.import_module(each.name)


@cache
def _tree(module: ModuleType) -> ast.AST:
    return ast.parse(inspect.getsource(module))


def _within(name: str, value: object, depth: int = 0) -> Iterator[tuple[str, re.Pattern[Any]]]:
    if isinstance(value, re.Pattern):
        yield name, value
    elif depth < FARTHEST_APART and isinstance(value, dict | list | tuple):
        items: Iterable[tuple[object, object]] = value.items() if isinstance(value, dict) else enumerate(value)
        for key, each in items:
            yield from _within(f"{name}[{key}]", each, depth + 1)


def _note(module: ModuleType, call: ast.Call, found: dict[Any, Found], used: dict[str, set[str]]) -> None:
    """Note how a call uses a pattern that has a name, or one that it spells out itself."""
    match call.func:
        case ast.Attribute(value=ast.Name(id="re"), attr=how) if call.args and how in _USES:
            flags = [
                each for each in (*call.args, *(word.value for word in call.keywords)) if "re." in _written(each)
            ]
            try:
                pattern = re.compile(
                    _value(module, call.args[0]), reduce(int.__or__, (_value(module, f) for f in flags), 0)
                )
            except NameError:  # made of a word of the text: each is tried with some below
                return
            each = found.setdefault((pattern.pattern, pattern.flags), Found(pattern))
            each.names.append(f"{module.__name__}:{call.lineno}")
            each.used.add(_USES[how])
        case ast.Attribute(value=ast.Name(id=name), attr=how) if how in _USES:
            for full, pattern in _within(f"{module.__name__}.{name}", vars(module).get(name)):
                used.setdefault(full.partition("[")[0], set()).add(_USES[how])
                found.setdefault((pattern.pattern, pattern.flags), Found(pattern)).names.append(full)


def _written(node: ast.expr) -> str:
    return ast.unparse(node)


def _value(module: ModuleType, node: ast.expr) -> Any:
    return eval(compile(ast.Expression(node), module.__name__, "eval"), dict(vars(module)))


# Pumps of a pattern's own source


def pumps(pattern: re.Pattern[Any]) -> list[Pump]:
    """Return what a pattern may be slow on: each of its repetitions, kept up, and its beginnings, again and again."""
    text = pattern.pattern
    tree = source.parse(text, pattern.flags) if isinstance(text, str) else source.parse(text)
    units: dict[tuple[str, str], None] = {}
    for before, unit in (*_repeated(tree, ""), *_begun(tree)):
        for each in (
            (before, unit),
            ("", before + unit),
            ("", before + unit * 3 + " "),
            ("", before + unit * 3 + "\n"),
        ):
            if each[1]:
                units[each] = None
    return [(before, unit, end) for before, unit in units for end in (END, "")]


def _repeated(tree: Iterable[Any], before: str) -> Iterator[tuple[str, str]]:
    """Yield what leads to each repetition, and what may be repeated there."""
    for code, value in tree:
        if code in _REPEATS:
            _, most, inner = value
            if most > _NO_FEW:
                yield from ((before, unit) for unit in _samples(inner))
            yield from _repeated(inner, before)
        elif code is op.BRANCH:
            for inner in value[1]:
                yield from _repeated(inner, before)
        elif code is op.SUBPATTERN:
            yield from _repeated(value[3], before)
        elif code is op.ATOMIC_GROUP:
            yield from _repeated(value, before)
        elif code in (op.ASSERT, op.ASSERT_NOT):
            yield from _repeated(value[1], before)
        before += next(iter(_ways(code, value)), "")


def _begun(tree: Any) -> Iterator[tuple[str, str]]:
    """Yield how what the pattern matches begins, cut off at several places."""
    for whole in _samples(tree)[:6]:
        for length in {len(whole), len(whole) - 1, len(whole) // 2} - {0, -1}:
            yield "", whole[:length]


def _samples(tree: Iterable[Any], most: int = 6) -> list[str]:
    """Return some texts that a part of a pattern matches."""
    texts = [""]
    for code, value in tree:
        texts = list(dict.fromkeys(text + way for text in texts for way in _ways(code, value)))[:most]
    return texts


def _ways(code: Any, value: Any) -> list[str]:
    if code is op.LITERAL:
        return [chr(value)]
    if code is op.IN:
        return _signs(value)
    if code is op.ANY:
        return ["a", " "]
    if code is op.NOT_LITERAL:
        return [sign for sign in "a .\n" if ord(sign) != value][:2]
    if code is op.BRANCH:
        return [text for inner in value[1] for text in _samples(inner, 2)][:24]
    if code is op.SUBPATTERN:
        return _samples(value[3])
    if code is op.ATOMIC_GROUP:
        return _samples(value)
    if code in _REPEATS:
        least, _, inner = value
        return list(dict.fromkeys(([] if least else [""]) + [text * max(1, least) for text in _samples(inner, 3)]))
    return [""]  # a place, a look around, what a group was


def _signs(items: list[Any]) -> list[str]:
    """Return a letter, a capital, a digit, a blank and a mark of a class of characters, if it has them."""
    kinds: dict[object, str] = {}
    for sign in _PROBES:
        if _has(items, sign):
            kinds.setdefault(sign if sign.isspace() else (sign.isupper(), sign.isalpha(), sign.isdigit()), sign)
    if not kinds:
        code, value = items[-1]
        return [chr(value if code is op.LITERAL else value[0])]
    return list(kinds.values())


_CATEGORIES = {
    op.CATEGORY_DIGIT: str.isdigit,
    op.CATEGORY_SPACE: str.isspace,
    op.CATEGORY_WORD: lambda sign: sign.isalnum() or sign == "_",
    op.CATEGORY_NOT_DIGIT: lambda sign: not sign.isdigit(),
    op.CATEGORY_NOT_SPACE: lambda sign: not sign.isspace(),
    op.CATEGORY_NOT_WORD: lambda sign: not (sign.isalnum() or sign == "_"),
}


def _has(items: list[Any], sign: str) -> bool:
    negated = has = False
    for code, value in items:
        if code is op.NEGATE:
            negated = True
        elif code is op.LITERAL:
            has |= ord(sign) == value
        elif code is op.RANGE:
            has |= value[0] <= ord(sign) <= value[1]
        elif code is op.CATEGORY:
            has |= _CATEGORIES[value](sign)
    return has != negated
