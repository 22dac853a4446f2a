"""reftel as a team has it: a wheel, installed beside packages of their own that have the same names as ours."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from watching import WATCHED

ROOT = Path(__file__).parents[2]
DEPENDENCIES = sysconfig.get_path("purelib")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the wheel's contents and nothing else."""
    wheels, folder = tmp_path_factory.mktemp("wheels"), tmp_path_factory.mktemp("installed")
    pip("wheel", "--no-build-isolation", "--wheel-dir", wheels, ROOT)
    pip("install", "--no-compile", "--target", folder, *wheels.iterdir())
    return folder


def pip(command: str, *given: str | Path) -> None:
    options = ("--quiet", "--no-deps", "--no-index", "--disable-pip-version-check")
    subprocess.run([sys.executable, "-m", "pip", command, *options, *map(str, given)], check=True)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Somebody's own project: a package `ui`, and the programs that a test writes beside it."""
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "__init__.py").write_text('WHOSE = "theirs"\n', encoding="utf-8")
    return tmp_path


def run(project: Path, installed: Path, program: str, *given: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a program of the project, whose own folder comes first on sys.path; the repository is not on it."""
    file = project / "program.py"
    # Without `site` (-S) the editable installation of the tests' own environment is not seen.
    file.write_text(f"import sitecustomize\n{program}", encoding="utf-8")
    path = os.pathsep.join(map(str, (installed, DEPENDENCIES, WATCHED)))
    return subprocess.run(
        [sys.executable, "-S", str(file), *map(str, given)],
        cwd=project,
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_program_with_a_package_ui_of_its_own_asks(project, installed, sample_folder):
    program = """
import sys
import reftel
print(reftel.open(sys.argv[1]).ask("what did Huseynli say about Russia").citations[0].label)
import ui
print(ui.WHOSE)
print(reftel.__file__)
print(reftel.__version__)
"""
    ran = run(project, installed, program, sample_folder)
    assert ran.stderr == ""
    label, whose, place, version = ran.stdout.splitlines()
    assert label.startswith("10BAKU79 ¶")
    assert whose == "theirs"
    assert Path(place) == installed / "reftel" / "__init__.py"
    assert (installed / f"reftel-{version}.dist-info").is_dir()


@pytest.mark.parametrize("name", ["assistant", "ingest", "prompts"])
def test_a_module_in_the_place_of_one_of_ours_is_named(project, installed, name):
    theirs = project / f"{name}.py"
    theirs.write_text("", encoding="utf-8")
    ran = run(project, installed, "import reftel\nreftel.open('library')")
    assert ran.stderr.splitlines()[-1] == (
        f"ImportError: reftel needs its own package {name!r}, but Python finds {theirs}: rename that one, or put it "
        "after reftel on sys.path."
    )
    assert not (project / "library").exists()


def test_type_checkers_may_follow_every_public_name_to_its_module(installed):
    import reftel

    homes = {
        getattr(reftel, name).__module__.partition(".")[0] for name in reftel.__all__ if name != "__version__"
    }
    assert homes == {"assistant", "ingest"}
    assert {path.parent.name for path in installed.glob("*/py.typed")} >= homes | {"reftel"}
