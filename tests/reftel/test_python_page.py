"""Every example in docs/python.md and docs/statements.md runs, and prints what the page says."""

import re
import shutil
from pathlib import Path

import pytest

from ingest.samples import SAMPLES

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {name: (DOCS / name).read_text(encoding="utf-8") for name in ("python.md", "statements.md")}
# An example, and what it prints where the page shows that.
EXAMPLE = re.compile(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)


@pytest.fixture
def reader(unopened_samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work where the sample library and the sample cables lie."""
    shutil.copytree(unopened_samples, tmp_path / "library")
    shutil.copytree(SAMPLES, tmp_path / "cables")
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize("page", PAGES)
def test_the_examples_print_what_the_page_shows(page, capsys):
    names: dict[str, object] = {}
    for code, shown in EXAMPLE.findall(PAGES[page]):
        exec(compile(code, f"docs/{page}", "exec"), names)
        printed = capsys.readouterr().out
        if shown:
            assert printed == shown, code


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_no_example_is_overlooked(page):
    examples = EXAMPLE.findall(page)
    assert len(examples) == page.count("```python") > 0
    assert sum(bool(shown) for _, shown in examples) == page.count("```text")
