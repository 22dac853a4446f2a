"""Every error that a user can meet is explained, in a page that comes with the package."""

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest import errors
from ingest.errors import ReftelError
from ingest.sources.source import Unreadable
from ui.cli.explain_command import TOPICS, topic_of
from ui.cli.main import reftel

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
HEADINGS = [each.lower().replace(" ", "-") for each in re.findall(r"^## (.+)$", PAGE, re.MULTILINE)]
# What is told over HTTP alone, where whoever reads it has no command line.
OVER_HTTP = {"FormError", "NoFreeThread", "NoSuchList"}


def explain(*arguments: str):
    return CliRunner().invoke(reftel, ["explain", *arguments], prog_name="reftel")


def test_every_class_of_the_tree_has_a_topic_and_every_topic_is_a_heading():
    tree = {each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, ReftelError)}
    assert tree - set(TOPICS) == {ReftelError}  # such a line says all there is
    assert set(TOPICS.values()) == set(HEADINGS)


def test_errors_of_other_modules_are_kinds_of_these():
    sources = [
        file.read_text(encoding="utf-8")
        for package in ("ingest", "assistant", "ui")
        for file in (ROOT / package).rglob("*.py")
    ]
    bases = dict(each for text in sources for each in re.findall(r"^class (\w+)\((\w+)\):", text, re.MULTILINE))
    known = {each.__name__ for each in TOPICS}
    assert {name for name, base in bases.items() if base == "ReftelError"} - known == OVER_HTTP
    assert topic_of(Unreadable("is empty")) == "files"
    assert topic_of(ReftelError("There is no cable 10OSLO1.")) is None


@pytest.mark.parametrize("topic", HEADINGS)
def test_a_topic_is_printed_as_the_page_has_it(topic):
    printed = explain(topic).output
    assert printed.startswith("## ")
    assert printed.strip() in PAGE
    assert printed.count("\n## ") == 0


def test_the_topics_are_listed_and_another_is_refused():
    assert explain().output.splitlines() == [
        "Topics, each for `reftel explain TOPIC`:",
        *(f"  {each}" for each in HEADINGS),
    ]
    refused = explain("weather")
    assert (refused.exit_code, "There is no topic 'weather': choose files, library," in refused.stderr) == (
        2,
        True,
    )


def test_the_page_comes_with_the_package():
    built = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"][
        "targets"
    ]
    assert built["wheel"]["force-include"] == {"docs/errors.md": "ui/cli/errors.md"}
    assert "docs" in built["sdist"]["include"]
