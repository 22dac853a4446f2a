"""What the documentation names is there, and the changelog has the form of Keep a Changelog."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = (".ci", "assistant", "benchmarks", "docs", "ingest", "prompts", "reftel", "tests", "ui")
PAGES = (
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "ingest/samples/README.md",
    ROOT / "tests/support/libraries/README.md",
)
FILES = [
    file.relative_to(ROOT).as_posix()
    for folder in FOLDERS
    for file in (ROOT / folder).rglob("*")
    if "__pycache__" not in file.parts
]
CHANGES = re.findall(r"^(#{1,3}) (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)


def named(text: str) -> list[str]:
    """Return the words in backticks that name a module, or a path in one of the folders."""
    words = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))
    inside = re.compile(rf"(?:{'|'.join(map(re.escape, FOLDERS))})/[\w./-]*")
    return [word for word in words if inside.fullmatch(word) or re.fullmatch(r"[\w./-]+\.py", word)]


def places(name: str) -> list[str]:
    """Return where a name may lead: to its path, or, if it is no path from the root, to the files that end in it."""
    if name.partition("/")[0] in FOLDERS:
        return [name] if (ROOT / name).exists() else []
    return [file for file in FILES if f"/{file}".endswith(f"/{name}")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_module_that_a_page_names_is_there_and_one(page):
    found = {name: places(name) for name in named(page.read_text(encoding="utf-8"))}
    assert {name: where for name, where in found.items() if len(where) != 1} == {}


def anchors(page: Path) -> set[str]:
    """Return what the headings of a page are called in links, as GitHub makes it of them."""
    headings = re.findall(r"^#{1,6} (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_to_a_section_leads_to_one(page):
    links = re.findall(r"\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if link[1] not in anchors(page.parent / link[0] if link[0] else page)] == []


def test_names_are_seen():
    assert named("see `ingest/library.py`, `lock.py` and `ui/window/`, not `library.sqlite` or `x = 1`") == [
        "ingest/library.py",
        "lock.py",
        "ui/window/",
    ]
    assert places("ingest/gone.py") == []
    assert places("gone.py") == []
    assert len(places("__init__.py")) > 1
    assert len(named((ROOT / "docs/architecture.md").read_text(encoding="utf-8"))) > 100


def test_the_architecture_lists_the_folders_in_the_order_in_which_they_may_import():
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    rows = [named(row) for row in re.findall(r"^\| (`[^|]+) \|", text, re.MULTILINE)]
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    for contract in contracts:
        for package in contract.get("containers", ()):
            *layers, lowest = [
                [f"{package}/{name.strip()}" for name in row.split("|")] for row in contract["layers"]
            ]
            shown = [[name.rstrip("/").removesuffix(".py") for name in row] for row in rows]
            shown = [row for row in shown if row and any(row[0] in layer for layer in (*layers, lowest))]
            assert [sorted(row) for row in shown[:-1]] == [sorted(layer) for layer in layers]
            assert set(shown[-1]) <= set(lowest)


def test_the_architecture_can_be_read_in_ten_minutes():
    assert len((ROOT / "docs/architecture.md").read_text(encoding="utf-8").splitlines()) <= 250


def test_the_changelog_has_the_form_of_keep_a_changelog():
    assert CHANGES[0] == ("#", "Changelog")
    versions = [text for level, text in CHANGES if level == "##"]
    assert versions[0] == "[Unreleased]"
    released = [re.fullmatch(r"\[(\d+)\.(\d+)\.(\d+)\](?: - \d{4}-\d\d-\d\d)?", text) for text in versions[1:]]
    assert all(released)
    numbers = [tuple(map(int, found.groups())) for found in released if found]
    assert numbers == sorted(numbers, reverse=True)


def test_each_version_groups_its_changes_by_their_kind():
    kinds = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    version, groups = "", {}
    for level, text in CHANGES[1:]:
        if level == "##":
            version = text
            groups[version] = []
        else:
            groups[version].append(text)
    for found in groups.values():
        assert found
        assert len(found) == len(set(found))
        assert set(found) <= kinds
