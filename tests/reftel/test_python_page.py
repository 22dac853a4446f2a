"""Every example in docs/python.md runs, and prints what the page says."""

import re
import shutil
from pathlib import Path

import pytest

from ingest.samples import SAMPLES

PAGE = (Path(__file__).parents[2] / "docs" / "python.md").read_text(encoding="utf-8")
# An example, and what it prints where the page shows that.
EXAMPLES = re.findall(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def reader(sample_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work where the sample library and the sample cables lie."""
    shutil.copytree(sample_folder, tmp_path / "library")
    shutil.copytree(SAMPLES, tmp_path / "cables")
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("reader")
def test_the_examples_print_what_the_page_shows(capsys):
    names: dict[str, object] = {}
    for code, shown in EXAMPLES:
        exec(compile(code, "docs/python.md", "exec"), names)
        printed = capsys.readouterr().out
        if shown:
            assert printed == shown, code


def test_no_example_is_overlooked():
    assert len(EXAMPLES) == PAGE.count("```python") > 0
    assert sum(bool(shown) for _, shown in EXAMPLES) == PAGE.count("```text")
