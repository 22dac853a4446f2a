"""The shape of the product's code: whose parts are asked by whom."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULES = sorted(
    path for package in ("ingest", "prompts", "assistant", "ui") for path in (ROOT / package).rglob("*.py")
)

# Whose parts these are: a library asks its catalogue itself.
PARTS = {"catalogue", "ledger", "testimony"}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_there_is_something_to_look_at():
    assert len(MODULES) > 200


def test_the_window_and_the_assistant_ask_a_library_and_not_its_parts():
    reached = {
        f"{name(path)}:{each.lineno} .{each.attr}"
        for path in MODULES
        if name(path).startswith(("assistant/", "ui/"))
        for each in ast.walk(tree(path))
        if isinstance(each, ast.Attribute) and each.attr in PARTS
    }
    assert reached == set()
