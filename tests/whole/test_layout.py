"""The shape of the product's code: small functions, small modules, a name for each class, parts kept by their owner."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_FUNCTION, LONGEST_MODULE = 60, 400  # lines
# What a migration did is never changed again.
MODULES = sorted(
    path
    for package in ("ingest", "prompts", "assistant", "ui")
    for path in (ROOT / package).rglob("*.py")
    if "migrations/versions" not in path.as_posix()
)

SAME_NAME = {
    "Question": "what a program sends, named so in the API, and what reftel understood of a question",
}
# Whose parts these are: a library asks its catalogue itself.
PARTS = {"catalogue", "ledger", "statement_store"}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (each for each in ast.walk(tree(path)) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))


def test_there_is_something_to_look_at():
    assert len(MODULES) > 200


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_and_its_functions_are_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE
    long = {each.name: each.end_lineno - each.lineno + 1 for each in functions(path)}
    assert {which: lines for which, lines in long.items() if lines > LONGEST_FUNCTION} == {}


def test_no_two_classes_have_one_name():
    homes: dict[str, list[str]] = defaultdict(list)
    for path in MODULES:
        for each in ast.walk(tree(path)):
            if isinstance(each, ast.ClassDef):
                homes[each.name].append(name(path))
    assert {which: where for which, where in homes.items() if len(where) > 1}.keys() == SAME_NAME.keys()


def test_the_window_and_the_assistant_ask_a_library_and_not_its_parts():
    reached = {
        f"{name(path)}:{each.lineno} .{each.attr}"
        for path in MODULES
        if name(path).startswith(("assistant/", "ui/"))
        for each in ast.walk(tree(path))
        if isinstance(each, ast.Attribute) and each.attr in PARTS
    }
    assert reached == set()
