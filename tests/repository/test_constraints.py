"""`make deps`: the pinned versions are renewed, all but those that are held."""

import os
import runpy
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / ".ci" / "renew_constraints.py"
renewing = runpy.run_path(str(SCRIPT))

BEFORE = """\
# Every version.
alpha==1.0
gone==1.0
torch==1.0  # installed before all others
"""


def report(*versions: str) -> dict[str, object]:
    named = [version.split("==") for version in versions]
    return {"install": [{"metadata": {"name": name, "version": version}} for name, version in named]}


def test_versions_are_renewed_and_held_lines_stay():
    found = report("torch==1.0+cpu", "Beta_Two==0.3", "alpha==2.0")
    assert renewing["renewed"](BEFORE, found) == (
        "# Every version.\nalpha==2.0\nBeta_Two==0.3\ntorch==1.0  # installed before all others\n"
    )


def test_a_torch_that_brings_cuda_is_refused():
    with pytest.raises(ValueError, match=r"brings CUDA \(nvidia-cublas and 1 more\)"):
        renewing["renewed"](BEFORE, report("torch==1.0", "nvidia-cublas==13.0", "nvidia-cudnn==9.1"))


def test_torch_is_held_and_all_that_is_required_is_pinned():
    constraints = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert "torch" in renewing["held"](constraints)
    pinned = {renewing["key"](line.partition("==")[0]) for line in constraints.splitlines()}
    wanted = renewing["requirements"]((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "torch>=2.4" in wanted
    assert not [each for each in wanted if each.startswith("reftel")]
    assert renewing["key"]("tantivy") in pinned


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that requires alpha and torch, of which there are two versions each."""
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "mine"\ndependencies = ["torch>=1"]\n'
        '[project.optional-dependencies]\nlittle = ["alpha>=1"]\nall = ["mine[little]"]\n',
        encoding="utf-8",
    )
    (tmp_path / "constraints.txt").write_text(BEFORE, encoding="utf-8")
    for name in ("alpha", "torch"):
        for version in ("1.0", "2.0"):
            wheel(tmp_path, name, version)
    return tmp_path


def wheel(folder: Path, name: str, version: str) -> None:
    """Write the smallest wheel that pip takes."""
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as file:
        file.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        file.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        file.writestr(f"{info}/RECORD", "")


def renew(project: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(SCRIPT), "--project", str(project), *options],
        env=os.environ | {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(project)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_dry_run_prints_what_would_change_and_writes_nothing(project):
    ran = renew(project, "--dry-run")
    assert ran.stdout == "- alpha==1.0\n+ alpha==2.0\n- gone==1.0\n", ran.stderr
    assert (project / "constraints.txt").read_text(encoding="utf-8") == BEFORE


def test_the_newest_that_fits_is_written_and_what_is_held_is_not_renewed(project):
    assert renew(project).returncode == 0
    assert (project / "constraints.txt").read_text(encoding="utf-8") == (
        "# Every version.\nalpha==2.0\ntorch==1.0  # installed before all others\n"
    )


def test_what_does_not_fit_together_leaves_the_file_as_it_is(project):
    (project / "torch-1.0-py3-none-any.whl").unlink()
    ran = renew(project)
    assert ran.returncode == 1
    assert "constraints.txt stays as it is" in ran.stderr
    assert (project / "constraints.txt").read_text(encoding="utf-8") == BEFORE
