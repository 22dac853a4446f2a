"""What lies too deep in itself is told in one line for its file, and costs no more than it is long."""

import io
from contextlib import suppress

import pytest
from growing import MOST, growth

from assistant.saved_answers import bundle
from assistant.settings import Settings
from ingest.domain.documents import Failure
from ingest.errors import BundleError, SettingsError, SourceError
from ingest.sources.forms.markup import DEEPEST, MOST_ATTRIBUTES, is_overloaded
from ingest.sources.forms.webpage import read_page
from ingest.sources.limits import Budget
from ingest.sources.read_source import documents
from ingest.sources.source import Source

DEPTH = 100_000
PAGES = [
    *(
        "<div>",
        "<b>",
        "<p><b>",
        "<div><b>date</b>",
        "<table><tr><td>",
        "<ul><li>",
        "<b><i><div></b></i>",
        "<svg><td>",
    ),
    *("<a b=c ", "<font color=a>", "</p>", "<!--", "<!-- a -->", "<script>", "<script></script>", "<td>", "&amp;"),
    *("<", "<a", "<a>", "<a href='", '<a b="', "<pre>a</pre>", "<b>date</b><i></i>", "<li>", "<br>", "<x-§>"),
]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", '{"id": "a", "post": ' + "[" * DEPTH),
        ("a.jsonl", '{"id": "a", "post": ' + '{"a":' * DEPTH + "1" + "}" * DEPTH),
        ("a.json", '[\n{"text": ' + "[" * DEPTH + "]" * DEPTH + "}]"),
        ("a.json", '{\n"a":' * DEPTH + "1" + "}" * DEPTH),
        ("a.html", "<pre>SECRET</pre>" + "<div>" * DEPTH),
        ("a.html", "<pre>SECRET</pre><a " + " ".join(f"a{n}=b" for n in range(DEPTH)) + ">"),
        ("a.xml", "<TEI>" + "<div>" * DEPTH),
        ("a.xml", "<TEI>" + "<div>" * DEPTH + "</div>" * DEPTH + "</TEI>"),
    ],
    ids=["brackets", "braces", "whole brackets", "whole braces", "elements", "attributes", "xml", "whole xml"],
)
def test_a_file_is_told_in_one_line(tmp_path, name, content):
    (tmp_path / name).write_text(content, encoding="utf-8")
    (failure,) = documents(tmp_path / name)
    assert isinstance(failure, Failure)
    assert "\n" not in failure.reason


@pytest.mark.parametrize("unit", PAGES)
def test_a_page_takes_as_long_as_it_is(unit):
    def read(text: str) -> None:
        with suppress(SourceError):  # it may be refused
            list(read_page(Source("a.html", "a.html", io.BytesIO(text.encode()), Budget())))

    assert growth(read, lambda length: f"<html><pre>SECRET</pre>{unit * (length // len(unit))}") <= MOST


def test_a_page_may_have_what_pages_have():
    rows = "<tr><td>a<td>b" * 1000
    page = f"<table>{rows}</table>{'<p>a<br>' * 1000}{'<div><p>a</div>' * 1000}<!--{'<div>' * 999}-->"
    script = "<script>" + "write('<div>')" * 999 + "</script>"
    assert not is_overloaded(f"<table>{'<tr><td>a</td></tr>' * 1000}</table>{script}")
    assert not is_overloaded(page.replace("<tr><td>a<td>b", "<tr><td>a</td></tr>"))
    assert not is_overloaded("<div>" * DEEPEST)
    assert is_overloaded("<div>" * (DEEPEST + 1))
    assert not is_overloaded(f"<a title='{'a b ' * 999}'>")
    assert is_overloaded("<a " + " ".join(f"a{n}" for n in range(MOST_ATTRIBUTES + 1)) + ">")


def test_settings_that_lie_too_deep_are_told_in_one_line(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reftel.toml").write_text(f"library = {'[' * DEPTH}", encoding="utf-8")
    with pytest.raises(SettingsError, match="too deep"):
        Settings.read(env={})


@pytest.mark.parametrize("written", [b"[" * DEPTH, b'{"answer":' * DEPTH, b'[{"a":' + b"[" * DEPTH])
def test_a_bundle_that_lies_too_deep_is_none(written):
    with pytest.raises(BundleError):
        bundle.loads(written)
    if written.startswith(b"["):
        with pytest.raises(BundleError):
            bundle.split(written)
