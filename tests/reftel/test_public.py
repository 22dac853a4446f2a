"""What reftel offers to other programs: listed in `public.txt`, and loaded when it is used.

python tests/reftel/test_public.py      # write public.txt anew
"""

import ast
import dataclasses
import difflib
import inspect
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, Unpack, get_args, get_origin

import pytest

import reftel

LISTED = Path(__file__).with_name("public.txt")
# Of these two only so much is promised: the rest of them serves the chat window and the commands.
MEMBERS = {
    "Assistant": "__init__ open ask stream search cite statements encounters chain retriever",
    "Library": """
        open close folder ingest forget reindex check repair backup cleared cable cables references people counts
        dates status statements_of corrections
    """,
}


def test_the_public_interface_is_as_listed():
    changes = list(
        difflib.unified_diff(LISTED.read_text(encoding="utf-8").splitlines(), listing(), lineterm="", n=1)
    )
    assert not changes, (
        "The public interface has changed:\n"
        + "\n".join(changes[2:])
        + "\nIf it is meant to, run `python tests/reftel/test_public.py`, and say in CHANGELOG.md what changes for "
        "those who use it."
    )


def test_a_default_that_changes_is_no_change_of_the_interface_and_one_that_goes_is():
    def before(limit: int = 10) -> None: ...
    def other_default(limit: int = 20) -> None: ...
    def no_default(limit: int) -> None: ...

    assert signature(before) == signature(other_default) == "(limit: int = ...) -> None"
    assert signature(no_default) != signature(before)


def test_what_type_checkers_are_told_is_what_is_loaded():
    tree = ast.parse(Path(reftel.__file__).read_text(encoding="utf-8"))
    (block,) = (each for each in tree.body if isinstance(each, ast.If))
    imports = [each for each in block.body if isinstance(each, ast.ImportFrom) and each.module != "typing"]
    reported = {name.name: each.module for each in imports for name in each.names}
    assert reported.keys() | {"open", "__version__"} == set(reftel.__all__)
    for name, module in reported.items():
        assert getattr(reftel, name) is getattr(import_module(module), name)


def test_a_name_that_is_not_public_is_not_there():
    with pytest.raises(AttributeError, match="'reftel' has no attribute 'Answering'"):
        _ = reftel.Answering
    assert dir(reftel) == sorted(reftel.__all__)


def test_the_import_loads_nothing():
    program = "import sys; before = set(sys.modules); import reftel; print(*sorted(set(sys.modules) - before))"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in ran.stdout.split()}
    assert loaded - {"importlib", "warnings"} == {"reftel"}


def listing() -> list[str]:
    """The public interface, as a stub file would tell it."""
    return [
        "# What reftel offers to other programs. `= ...` stands for any default.",
        *(
            line
            for name in sorted(reftel.__all__, key=str.casefold)
            for each in described(name)
            for line in wrapped(each)
        ),
    ]


def wrapped(line: str) -> list[str]:
    before = line[: len(line) - len(line.lstrip())]
    glued = re.sub(r"(?<!,) ", "\0", line)  # a line breaks after a comma and nowhere else
    lines = textwrap.wrap(glued, 110, subsequent_indent=before + 8 * " ", break_on_hyphens=False)
    return [each.replace("\0", " ") for each in lines]


def described(name: str) -> Iterator[str]:
    value = getattr(reftel, name)
    if not inspect.isclass(value):
        yield f"def {name}{signature(value)}" if callable(value) else f"{name}: {type(value).__name__}"
        return
    bases = ", ".join(base.__name__ for base in value.__bases__ if base is not object)
    yield f"class {name}({bases})" if bases else f"class {name}"
    if dataclasses.is_dataclass(value):
        yield from (
            f"    {field.name}: {shown(field.type)}{default(field)}" for field in dataclasses.fields(value)
        )
    promised = MEMBERS[name].split() if name in MEMBERS else [each for each in vars(value) if each[0] != "_"]
    yield from sorted(f"    {each}" for member in promised if (each := describe_member(value, member)))


def describe_member(owner: type, name: str) -> str | None:
    """A method or a property; None for a field, which has a line already."""
    value = inspect.getattr_static(owner, name)
    getter = getattr(value, "fget", None) or getattr(value, "func", None)  # of a property, of a cached one
    if getter:
        return f"{name}: {shown(inspect.signature(getter).return_annotation)}"
    function = getattr(value, "__func__", value)  # of a class method, with its `cls`
    return f"def {name}{signature(function)}" if callable(function) else None


def signature(function: Any) -> str:
    found = inspect.signature(function)
    parameters = [
        each.replace(
            annotation=each.annotation if each.annotation is each.empty else Literally(shown(each.annotation)),
            default=each.empty if each.default is each.empty else Literally("..."),
        )
        for each in found.parameters.values()
    ]
    returned = Literally(shown(found.return_annotation))
    return str(found.replace(parameters=parameters, return_annotation=returned))


class Literally:
    """Stands in a signature for whatever is to be printed there."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


def default(field: "dataclasses.Field[Any]") -> str:
    given = {field.default, field.default_factory} != {dataclasses.MISSING}
    return " = ..." if given else ""


def shown(annotation: Any) -> str:
    """A type without the modules that its parts stand in, which may move."""
    if get_origin(annotation) is Unpack:  # which each version of Python prints in another way
        return f"Unpack[{get_args(annotation)[0].__name__}]"
    text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    short = re.sub(r"\b(?:\w+\.)+(?=\w)", "", text)
    return re.sub(r"^Optional\[(.*)\]$", r"\1 | None", short)  # as Python writes it from 3.14 on


if __name__ == "__main__":
    LISTED.write_text("\n".join(listing()) + "\n", encoding="utf-8")
