"""Print what CHANGELOG.md says of a version: the text of its release.

    python .ci/release_notes.py 0.2.0

It fails where the version has no heading with its date, `## [0.2.0] - 2026-12-01`, or nothing beneath it: no
release goes out whose changes still stand under "Unreleased".
"""

import re
import sys
from pathlib import Path

CHANGELOG = Path(__file__).parents[1] / "CHANGELOG.md"


def notes(changelog: str, version: str) -> str:
    """Return the part about a version; raises ValueError where there is none."""
    heading = re.compile(
        rf"^## \[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d\n(.*?)(?=^## \[|\Z)", re.MULTILINE | re.DOTALL
    )
    found = heading.search(changelog)
    if found is None or not found[1].strip():
        raise ValueError(f"CHANGELOG.md has no heading `## [{version}] - YYYY-MM-DD` with changes beneath it.")
    return found[1].strip()


if __name__ == "__main__":
    try:
        print(notes(CHANGELOG.read_text(encoding="utf-8"), sys.argv[1]))
    except ValueError as error:
        sys.exit(str(error))
