"""Renew constraints.txt: the newest versions that pyproject.toml allows and that fit together.

pip is asked what it would install into an empty environment with every extra; nothing is installed here. A line
of constraints.txt with a comment beside it is held: pip has to take that version, and the line stays as it is.

torch is held. Its newest version is often published with CUDA alone at first, which is several gigabytes, and the
Makefile installs the pinned version before anything else. To change it, write another version into its line.
Whether pip finds the CPU build of that version depends on the indexes that it is set up with.

    python .ci/renew_constraints.py --dry-run     # print what would change, write nothing
"""

import argparse
import difflib
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


def requirements(pyproject: str) -> list[str]:
    """Return what the project requires, with all its extras; an extra that names another one is left out."""
    project = tomllib.loads(pyproject)["project"]
    extras = project.get("optional-dependencies", {}).values()
    every = [*project["dependencies"], *(each for extra in extras for each in extra)]
    return sorted({each for each in every if not each.startswith(f"{project['name']}[")})


def held(constraints: str) -> dict[str, str]:
    """Return the lines of the versions that are kept, by the package's name."""
    lines = [line for line in constraints.splitlines() if re.match(r"\w.*\s#", line)]
    return {key(line.partition("==")[0]): line for line in lines}


def renewed(constraints: str, report: dict[str, Any]) -> str:
    """Return the constraints with the versions of pip's report; raises ValueError where CUDA is among them."""
    found = {}
    for name, version in ((each["metadata"]["name"], each["metadata"]["version"]) for each in report["install"]):
        found[key(name)] = f"{name}=={version.partition('+')[0]}"  # a build, as in 2.13.0+cpu, is no version
    if cuda := sorted(name for name in found if name.startswith(("nvidia-", "cuda-"))):
        raise ValueError(
            f"This torch brings CUDA ({cuda[0]} and {len(cuda) - 1} more): set PIP_EXTRA_INDEX_URL to an index "
            "with CPU builds, or name another version in constraints.txt."
        )
    heading = [line for line in constraints.splitlines() if line.startswith("#")]
    kept = {name: line for name, line in held(constraints).items() if name in found}
    return "\n".join((*heading, *sorted((found | kept).values(), key=str.casefold))) + "\n"


def key(name: str) -> str:
    """Return a package's name as it is compared: `Huggingface_Hub` is `huggingface-hub`."""
    return re.sub(r"[-_.]+", "-", name).casefold()


def resolved(wanted: list[str], kept: list[str]) -> dict[str, Any]:
    """Return pip's report of what it would install; raises CalledProcessError when nothing fits together."""
    with tempfile.TemporaryDirectory() as folder:
        fixed, report = Path(folder) / "held.txt", Path(folder) / "report.json"
        fixed.write_text("\n".join(kept), encoding="utf-8")
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed"]
        subprocess.run([*command, "--report", report, "--constraint", fixed, *wanted], check=True)
        found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
        return found


def main() -> None:
    """Renew the file, and print what changed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--dry-run", action="store_true", help="print what would change and write nothing")
    parser.add_argument("--project", type=Path, default=ROOT, help="where pyproject.toml lies (default: here)")
    given = parser.parse_args()
    file = given.project / "constraints.txt"
    before = file.read_text(encoding="utf-8")
    wanted = requirements((given.project / "pyproject.toml").read_text(encoding="utf-8"))
    try:
        after = renewed(before, resolved(wanted, list(held(before).values())))
    except (ValueError, subprocess.CalledProcessError) as error:
        sys.exit(f"constraints.txt stays as it is: {error}")
    changes = [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]
    print("\n".join(changes) or "Nothing has a newer version that fits.")
    if not given.dry_run:
        file.write_text(after, encoding="utf-8")


if __name__ == "__main__":
    main()
