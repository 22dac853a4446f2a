"""docs/reference/settings.md has a row for each setting, with its default."""

import re
from dataclasses import MISSING, fields
from pathlib import Path

from assistant.settings import Settings

PAGE = (Path(__file__).parents[2] / "docs/reference/settings.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `(\w+)` \| [^|]*\| ([^|]*?) ?\|", PAGE, re.MULTILINE))
DEFAULTS = {each.name: each.default for each in fields(Settings)}


def test_every_setting_has_a_row():
    assert sorted(ROWS) == sorted(DEFAULTS)


def test_the_defaults_are_those_of_the_code():
    written = {name: cell.strip("`") for name, cell in ROWS.items() if cell.startswith("`") and name != "embedder"}
    assert written == {
        name: str(default).lower() for name, default in DEFAULTS.items() if default not in (None, MISSING)
    }
