"""What a library holds is its user's alone, unless they want it otherwise."""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from ingest import Library
from ingest.embedding.openvino_engine import export
from ingest.files.private_folder import is_open_to_all

pytestmark = pytest.mark.skipif(os.name != "posix", reason="this system has no such rights")


@pytest.fixture(autouse=True)
def usual_umask():
    before = os.umask(0o022)
    yield
    os.umask(before)


def rights(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_new_library_is_its_owners_alone(tmp_path: Path):
    Library.open(tmp_path / "new" / "library").close()
    assert rights(tmp_path / "new" / "library") == 0o700


def test_one_that_a_team_shares_stays_as_it_is(tmp_path: Path):
    (tmp_path / "library").mkdir()
    (tmp_path / "library").chmod(0o2770)
    Library.open(tmp_path / "library").close()
    assert (tmp_path / "library").stat().st_mode & 0o7777 == 0o2770


def test_where_the_exported_model_lies_nobody_else_may_put_one(tmp_path: Path):
    with pytest.raises(TypeError):  # there is no model to export
        export(None, tmp_path / "models" / "model.onnx")
    assert rights(tmp_path / "models") == 0o700


def said(*arguments: str) -> str:
    command = [sys.executable, "-m", "ui.cli.main", *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=120).stderr


@pytest.mark.parametrize("command", ["status", "check"])
def test_it_is_told_where_every_user_may_read_it(command):
    with TemporaryDirectory(dir="/var/tmp") as place:  # pytest's own folders are closed
        library = Path(place, "library")
        library.mkdir()
        said("ingest", "--library", str(library))
        for opened in (library, Path(place)):
            opened.chmod(0o755)
        assert f"Every user of this machine can read {library}" in said(command, "--library", str(library))
        for closed in (library, Path(place)):  # one of those above it is enough
            closed.chmod(0o750)
            assert "Every user" not in said(command, "--library", str(library))
            closed.chmod(0o755)


def test_a_link_to_a_library_is_as_open_as_the_library(tmp_path: Path):
    with TemporaryDirectory(dir="/var/tmp") as place:
        (Path(place) / "link").symlink_to(tmp_path)
        Path(place).chmod(0o755)
        assert is_open_to_all(Path(place))
        assert not is_open_to_all(Path(place) / "link")
