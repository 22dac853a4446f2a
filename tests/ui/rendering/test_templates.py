"""Markup is written in templates alone, and nothing that they show goes into a page unescaped."""

import ast
import html
import re
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest
from invented import HOSTILE, ferry
from jinja2 import nodes

from ui.rendering.addresses import Place
from ui.rendering.cable_html import cable_page
from ui.rendering.templates import render, template

UI = Path(__file__).parents[3] / "ui"
TEMPLATES = sorted(path.relative_to(UI / "templates").as_posix() for path in UI.glob("templates/**/*.html"))
MODULES = sorted(path.relative_to(UI).as_posix() for path in UI.glob("**/*.py"))

# What goes into a page as it is: our own style sheets, which hold nothing of a cable, a question or a model.
UNESCAPED = {("pages/cable.html", "style"), ("pages/login.html", "style")}
# Markup in the code: the beginning of a script's tag, which is looked for and replaced in the page that Gradio makes.
MARKUP = {("window/script_policy.py", '<script nonce="')}

TAG = re.compile(r"</?[a-z][a-z0-9]*(?:[\s/>]|$)|<!doctype|&[a-z]+;", re.IGNORECASE)
NAMED_GROUP = re.compile(r"\(\?P<\w+>")


def unescaped(name: str, tree: nodes.Template) -> Iterator[tuple[str, str]]:
    """Yield what a template shows as it is, with the template's name."""
    for each in tree.find_all(nodes.Filter):
        if each.name == "safe":
            yield name, each.node.name if isinstance(each.node, nodes.Name) else type(each.node).__name__
    for kind in (nodes.MarkSafe, nodes.MarkSafeIfAutoescape, nodes.ScopedEvalContextModifier):
        yield from ((name, kind.__name__) for _ in tree.find_all(kind))
    yield from ((name, each.name) for each in tree.find_all(nodes.Name) if each.name == "Markup")


def test_nothing_is_shown_unescaped_but_our_own_style_sheets():
    environment = template(TEMPLATES[0]).environment
    assert environment.autoescape is True
    trees = {name: environment.parse((UI / "templates" / name).read_text(encoding="utf-8")) for name in TEMPLATES}
    assert {each for name, tree in trees.items() for each in unescaped(name, tree)} == UNESCAPED


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("{{ text | safe }}", "text"),
        ("{{ cable.subject | trim | safe }}", "Filter"),
        ("{% autoescape false %}{{ text }}{% endautoescape %}", "ScopedEvalContextModifier"),
        ("{{ Markup(text) }}", "Markup"),
    ],
)
def test_every_way_to_show_something_unescaped_is_found(source, found):
    assert list(unescaped("x", template(TEMPLATES[0]).environment.parse(source))) == [("x", found)]


def strings(tree: ast.AST) -> Iterator[str]:
    """Yield the strings of a module, except those that say what it is for."""
    said = {
        id(each.body[0].value)
        for each in ast.walk(tree)
        if isinstance(each, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        if each.body and isinstance(each.body[0], ast.Expr)
    }
    for each in ast.walk(tree):
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and id(each) not in said:
            yield each.value


def test_no_module_holds_markup_or_makes_any_but_by_templates():
    markup, escaping = set(), set()
    for name in MODULES:
        tree = ast.parse((UI / name).read_text(encoding="utf-8"))
        markup |= {(name, each) for each in strings(tree) if TAG.search(NAMED_GROUP.sub("", each))}
        imported = {each.module for each in ast.walk(tree) if isinstance(each, ast.ImportFrom)}
        imported |= {alias.name for each in ast.walk(tree) if isinstance(each, ast.Import) for alias in each.names}
        escaping |= {(name, each) for each in imported & {"html", "jinja2", "markupsafe"}}
    assert markup == MARKUP
    assert escaping == {("rendering/templates.py", "jinja2")}


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_finds_the_others_that_it_names(name):
    environment = template(name).environment
    tree = environment.parse(environment.loader.get_source(environment, name)[0])
    for each in tree.find_all((nodes.Extends, nodes.Include, nodes.FromImport)):
        found = template(each.template.value)
        for wanted in each.names if isinstance(each, nodes.FromImport) else ():
            assert hasattr(found.module, wanted)


def test_what_a_template_is_not_given_is_an_error():
    with pytest.raises(jinja2.UndefinedError, match="'id' is undefined"):
        render("cable/missing.html")


def test_what_is_shown_is_escaped_and_shown_once():
    page = render("cable/missing.html", id=HOSTILE)
    assert html.unescape(page) == f'<p class="empty">{HOSTILE} is not in this library.</p>'
    assert page.count("<") == 2


def test_line_breaks_of_a_template_are_not_sent_and_those_of_a_cable_are():
    page = cable_page(ferry(), Place("10REYKJAVIK12"))
    head = re.findall(r"<pre>(.*?)</pre>", page, re.DOTALL)
    assert [html.unescape(re.sub("<[^>]+>", "", each)) for each in head] == [
        ferry().raw[: len(html.unescape(head[0]))]
    ]
    assert "\n" not in page.replace(head[0], "")
