"""What changes in a folder that is watched: told once it is still, a burst at once, and nothing of the library's."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Timer

import pytest
from watchfiles import Change

from ingest.errors import SourceError
from ingest.sources import watched_folders
from ingest.sources.watched_folders import changes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cables").mkdir()
    return tmp_path / "cables"


class Clock:
    """Stands in for the system: `then` says what happens at each look, a second apart."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *then: object) -> None:
        self.now, self._then = 100.0, then
        monkeypatch.setattr(watched_folders, "watch", self._looks)
        monkeypatch.setattr(watched_folders, "monotonic", lambda: self.now)

    def _looks(self, *_: Path, **__: object) -> Iterator[set[tuple[Change, str]]]:
        yield set()
        for act in self._then:
            self.now += 1
            told = act() if callable(act) else act
            yield {(Change.added if each.exists() else Change.deleted, str(each)) for each in told or ()}


def names(folder: Path, monkeypatch: pytest.MonkeyPatch, *then: object) -> list[tuple[str, list[str]]]:
    """Return at which second what was told, without that the folder is there."""
    clock = Clock(monkeypatch, *then)
    told = changes([folder], folder / "library")
    assert next(told) == (folder,)
    return [(f"{clock.now - 100:.0f}", [str(path.relative_to(folder)) for path in each]) for each in told]


def test_a_burst_comes_at_once_when_it_is_over(folder: Path, monkeypatch: pytest.MonkeyPatch):
    files = [folder / f"{number}.txt" for number in range(4)]
    for file in files:
        file.write_text("x")
    told = names(folder, monkeypatch, [files[0]], [files[1], files[2]], [files[3]], [], [], [], [])
    assert told == [("5", ["0.txt", "1.txt", "2.txt", "3.txt"])]


def test_a_file_that_grows_waits_until_it_is_still_and_holds_up_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    growing, other = folder / "dump.csv", folder / "10OSLO1.txt"
    other.write_text("x")

    def grow() -> list[Path]:
        with growing.open("a") as file:
            file.write("row\n")
        return []  # as it is where nobody tells of what another machine writes

    growing.write_text("id,text\n")
    told = names(folder, monkeypatch, [growing, other], *[grow] * 14, [], [], [])
    assert told == [("11", ["10OSLO1.txt"]), ("17", ["dump.csv"])]


def test_hidden_files_and_the_library_in_the_folder_do_not_count(folder: Path, monkeypatch: pytest.MonkeyPatch):
    own = [folder / name for name in (".git/index", ".~lock.a.docx#", "library/catalogue.sqlite", "library/words")]
    for file in own:
        file.parent.mkdir(exist_ok=True)
        file.write_text("x")
    assert names(folder, monkeypatch, own, [], [], []) == []


def test_a_folder_that_came_stands_for_its_files(folder: Path, monkeypatch: pytest.MonkeyPatch):
    (folder / "new").mkdir()
    (folder / "new" / "a.txt").write_text("x")
    told = names(folder, monkeypatch, [folder / "gone.txt", folder / "new" / "a.txt"], [folder / "new"], [], [])
    assert told == [("4", ["gone.txt", "new"])]


def test_more_than_can_be_told_one_by_one_is_the_folder(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(watched_folders, "MOST", 2)
    files = [folder / f"{number}.txt" for number in range(3)]
    assert names(folder, monkeypatch, files, [], []) == [("3", ["."])]


def test_a_folder_that_is_gone_ends_it_in_a_line(folder: Path, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(SourceError, match="none is not there any more"):
        next(changes([folder / "none"], folder))
    with pytest.raises(SourceError, match="cables is not there any more"):
        names(folder, monkeypatch, folder.rmdir)


def test_the_system_tells_of_what_came_changed_and_went(folder: Path):
    stop = Event()
    deadline = Timer(60, stop.set)
    deadline.start()
    told = changes([folder], folder / "library", quiet=0.1, stop=stop)
    assert next(told) == (folder,)
    file, inner = folder / "10OSLO1.txt", folder / "inner"
    for act, changed in (
        (lambda: file.write_text("a"), file),
        (lambda: file.write_text("ab"), file),
        (file.unlink, file),
        (inner.mkdir, inner),
        ((inner / "10OSLO2.txt").touch, inner / "10OSLO2.txt"),
    ):
        act()
        assert next(told) == (changed,)
    deadline.cancel()
    stop.set()
    assert list(told) == []
