"""A library in one file: whole or not there, and put back as it was or not at all.

REFTEL_KILLS sets how often a backup and a restore are killed (default 3), REFTEL_FLIPS how many bits of a backup are
flipped, one at a time (default 10).
"""

import json
import os
import random
import resource
import shutil
import stat
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from threading import Event, Thread

import pytest
from alike import as_answered
from quick import done, found, quick_library, write

from assistant import Assistant
from assistant.answering import Asked
from assistant.kept_conversations.conversations import Notebook
from assistant.notebook.notebook_store import Holder
from assistant.saved_answers.bundle import record
from ingest import Library
from ingest.backup.backup import backup
from ingest.backup.manifest import NAME, Manifest, Member
from ingest.backup.restore import restore
from ingest.catalogue.sqlite import snapshot
from ingest.errors import BackupError, LibraryDamaged, LibraryError, ReftelError
from ingest.storage.parts import Parts
from ui.access.users import User, Users

KILLS = int(os.environ.get("REFTEL_KILLS", "3"))
FLIPS = int(os.environ.get("REFTEL_FLIPS", "10"))
ROOT = Path(__file__).parents[3]
QUESTIONS = [
    "what did Huseynli say about Russia",
    "cables since 2009 about elections",
    "what is the capital of the moon",
]


@pytest.fixture
def small(tmp_path):
    """A library of three cables, open."""
    for number in (1, 2, 3):
        write(tmp_path / "cables", number)
    opened = quick_library(tmp_path / "library")
    done(opened.ingest([tmp_path / "cables"]))
    yield opened
    opened.close()


@pytest.fixture
def packed(small, tmp_path) -> Path:
    """A backup of it."""
    return done(small.backup(tmp_path / "archive.reftel")).file


def put_back(file: Path, folder: Path) -> Library:
    """Restore a backup, and have its indexes made."""
    done(restore(file, folder))
    opened = quick_library(folder)
    done(opened.ingest())
    health = done(opened.check())
    assert (health.faults, health.waiting) == ((), 0)
    return opened


def texts(library: Library) -> dict[str, str]:
    return {each.id: each.raw for each in library.cables(library.catalogue.ids())}


def beside(path: Path) -> list[str]:
    """What lies in the folder of a path, hidden files and all."""
    return sorted(each.name for each in path.parent.iterdir())


# Whole


@pytest.mark.parametrize("derived", [False, True], ids=["the truth", "with what is derived"])
def test_a_restored_library_answers_as_the_one_it_was(sample_folder, assistant, tmp_path, derived):
    kept = Notebook.at(sample_folder / "notebook.sqlite")
    id, _ = kept.add(Holder("anne"), record(assistant, Asked(QUESTIONS[0])))
    Assistant(assistant.library).collections.create("Baku", ["10BAKU79"], note="All of it.")
    noted = Assistant(assistant.library).notes.create("10BAKU79", 3, text="Whose words?")
    users = Users(tmp_path / "users.json")
    with users.edit() as all_users:
        all_users["anne"] = User("anne").with_password("a good password")
    made = done(assistant.library.backup(tmp_path / "a.reftel", users=users.path, derived=derived))
    (sample_folder / "notebook.sqlite").unlink()  # others use the fixture
    assert ("words/meta.json" in made.manifest.members) is derived
    done(restore(made.file, tmp_path / "restored"))
    restored = Library.open(tmp_path / "restored")
    if not derived:
        assert restored.status().indexed == restored.status().embedded == 0
        done(restored.ingest())
    for question in QUESTIONS:
        assert Assistant(restored).ask(question) == as_answered(assistant.ask(question))
    health = done(restored.check())
    assert (health.faults, health.waiting) == ((), 0)
    there = Notebook.of(restored)
    assert [each.id for each in there.conversations(Holder("anne"))] == [id]
    assert Assistant(restored).notes.list() == (noted,)
    [collection] = Assistant(restored).collections.list()
    assert (collection.name, collection.note, collection.cables) == ("Baku", "All of it.", ("10BAKU79",))
    assert Users(restored.folder / "users.json").by_password("anne", "a good password")
    restored.close()


def test_it_is_made_while_an_ingest_is_at_work(small, tmp_path):
    write(tmp_path / "cables", 4)
    stages = small.ingest([tmp_path / "cables"])
    next(stages)  # the text is stored, nothing of it is indexed, and the lock is held
    made = done(small.backup(tmp_path / "a.reftel"))
    done(stages)
    restored = put_back(made.file, tmp_path / "restored")
    assert texts(restored) == texts(small)
    assert found(restored, "wordnumber4") == ["10OSLO4"]
    restored.close()


def test_a_snapshot_is_of_one_moment_whoever_writes(small, tmp_path):
    ended = Event()

    def write_on() -> None:
        number = 0
        while not ended.is_set():
            number += 1
            with small.catalogue.edit() as edit:
                for name in ("first", *(f"between {each}" for each in range(200)), "last"):
                    edit.note(name, str(number))

    writer = Thread(target=write_on)
    writer.start()
    try:
        for number in range(10):
            copy = tmp_path / f"{number}.sqlite"
            snapshot(small.folder / "catalogue.sqlite", copy)
            (tmp_path / str(number)).mkdir()
            copied = Parts(copy.rename(tmp_path / str(number) / "catalogue.sqlite").parent, None)
            assert copied.catalogue.ledger.note("first") == copied.catalogue.ledger.note("last")
            copied.close()
    finally:
        ended.set()
        writer.join()


def test_it_is_for_its_owner_alone(packed, tmp_path):
    done(restore(packed, tmp_path / "restored"))
    assert stat.S_IMODE(packed.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "restored").stat().st_mode) == 0o700
    assert {stat.S_IMODE(each.stat().st_mode) for each in (tmp_path / "restored").iterdir()} == {0o600}
    assert beside(packed) == ["archive.reftel", "cables", "library", "restored"]


def test_nothing_is_overwritten(small, packed, tmp_path):
    before = packed.read_bytes()
    with pytest.raises(BackupError, match="already exists"):
        done(small.backup(packed))
    assert packed.read_bytes() == before
    with pytest.raises(BackupError, match="is not empty"):
        done(restore(packed, small.folder))
    (tmp_path / "empty").mkdir(mode=0o750)
    done(restore(packed, tmp_path / "empty"))
    assert stat.S_IMODE((tmp_path / "empty").stat().st_mode) == 0o750


def test_what_cannot_be_packed_says_so(small, tmp_path):
    with pytest.raises(BackupError, match="cannot be written"):
        done(small.backup(tmp_path / "none" / "a.reftel"))
    with pytest.raises(LibraryError, match="is a copy for the clearance"):
        done(backup(Parts(small.cleared(clearance()).folder, None), tmp_path / "a.reftel"))
    content = bytearray((small.folder / "catalogue.sqlite").read_bytes())
    content[8192:12288] = os.urandom(4096)
    small.close()
    for each in small.folder.glob("catalogue.sqlite-*"):
        each.unlink()
    (small.folder / "catalogue.sqlite").write_bytes(content)
    with pytest.raises(LibraryError) as raised:
        done(small.backup(tmp_path / "a.reftel"))
    assert "\n" not in str(raised.value)
    assert not (tmp_path / "a.reftel").exists()


def clearance():
    from ingest import Clearance

    return Clearance.parse("C")


# Hostile files


def repacked(packed: Path, change) -> Path:
    """Write a backup anew after `change` has had its members, by name, and its manifest in its hands."""
    with zipfile.ZipFile(packed) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members.pop(NAME))
    change(members, manifest)
    target = packed.with_name("changed.reftel")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.writestr(NAME, json.dumps(manifest))
    return target


def add(name: str):
    def change(members, manifest):
        members[name] = b"x"
        manifest["members"][name] = {
            "size": 1,
            "sha256": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
        }

    return change


def unnamed(members, manifest):
    members["words/extra"] = b"x"


def missing(members, manifest):
    manifest["members"]["words/extra"] = {"size": 1, "sha256": "0" * 64}


def later(members, manifest):
    manifest["format"] = 99


def longer_than_said(members, manifest):
    manifest["members"]["catalogue.sqlite"]["size"] = 10


def another_text(members, manifest):
    members["catalogue.sqlite"] = members["catalogue.sqlite"].replace(b"Wordnumber1", b"Wordnumber9")


def without_catalogue(members, manifest):
    del members["catalogue.sqlite"], manifest["members"]["catalogue.sqlite"]


def bomb(members, manifest):
    members["notebook.sqlite"] = bytes(300_000_000)
    manifest["members"]["notebook.sqlite"] = {"size": 300_000_000, "sha256": "0" * 64}


def odd(members, manifest):
    manifest["members"] = [["catalogue.sqlite"]]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (add("../evil.sqlite"), "names a file that no backup contains"),
        (add("/etc/evil.sqlite"), "names a file that no backup contains"),
        (add("words/../../evil"), "names a file that no backup contains"),
        (add("cleared/../catalogue.sqlite"), "names a file that no backup contains"),
        (add("words\\evil"), "names a file that no backup contains"),
        (add("run.sh"), "names a file that no backup contains"),
        (add("Catalogue.sqlite"), "names a file that no backup contains"),
        (add("evil\n.sqlite"), "names a file that no backup contains"),
        (unnamed, "does not contain what its manifest names"),
        (missing, "does not contain what its manifest names"),
        (later, "was made by a later version of reftel"),
        (longer_than_said, "is damaged"),
        (another_text, "is damaged"),
        (without_catalogue, "contains no manifest of a backup"),
        (odd, "contains no manifest of a backup"),
        (bomb, "unpacks to more than"),
    ],
)
def test_what_no_backup_is_is_refused_and_nothing_put_in_place(packed, tmp_path, change, expected):
    changed = repacked(packed, change)
    with pytest.raises(BackupError) as error:
        done(restore(changed, tmp_path / "restored"))
    assert expected in str(error.value)
    assert str(error.value).isprintable()
    assert beside(packed) == ["archive.reftel", "cables", "changed.reftel", "library"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["catalogue.sqlite", "notebook.sqlite"])
def test_links_and_names_that_come_twice_are_refused(packed, tmp_path, name):
    manifest = Manifest("", "", {each: Member(1, "0" * 64) for each in ("catalogue.sqlite", name)})
    link = zipfile.ZipInfo(name)
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "changed.reftel", "w") as archive:
        archive.writestr("catalogue.sqlite", "x")
        archive.writestr(link, "/etc/passwd")
        archive.writestr(NAME, manifest.dumps())
    with pytest.raises(BackupError, match=r"as no backup does|does not contain what its manifest names"):
        done(restore(tmp_path / "changed.reftel", tmp_path / "restored"))
    assert not (tmp_path / "restored").exists()


def test_a_catalogue_of_a_later_version_is_refused_before_it_is_put_in_place(small, tmp_path):
    with small.catalogue.edit() as edit:
        edit.note("schema", "999")
    made = done(small.backup(tmp_path / "a.reftel"))
    with pytest.raises(LibraryError, match=r"^The catalogue in .*a\.reftel was made by"):
        done(restore(made.file, tmp_path / "restored"))
    assert beside(made.file) == ["a.reftel", "cables", "library"]


def test_a_backup_with_a_flipped_bit_is_refused_or_gives_the_same(packed, small, tmp_path):
    sound, chance, refused = packed.read_bytes(), random.Random(3), []
    for number in range(FLIPS):
        content = bytearray(sound)
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        packed.write_bytes(content)
        folder = tmp_path / f"restored{number}"
        try:
            done(restore(packed, folder))
        except BackupError as error:
            refused.append(str(error))
            continue
        restored = quick_library(folder)  # a bit that says nothing of the content, such as of a date
        assert texts(restored) == texts(small)
        restored.close()
    assert len(refused) > FLIPS / 2
    assert all(map(str.isprintable, refused))
    assert len([each for each in beside(packed) if each.startswith("restored")]) == FLIPS - len(refused)


# Killed, and out of room


def start(*words: object, limit: int = resource.RLIM_INFINITY) -> subprocess.Popen:
    """Start a command, which may write no file longer than so many bytes."""
    program = (
        "import resource, runpy, sys; limit = int(sys.argv.pop(1)); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)); runpy.run_module('ui.cli.main', run_name='__main__')"
    )
    command = [sys.executable, "-c", program, str(limit), *map(str, words)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def killed_in(process: subprocess.Popen, draft: Path, longest: float, chance: random.Random) -> bool:
    """Kill a process at a chance moment after it has begun to write; return whether it was still at work."""
    while process.poll() is None and not draft.exists():
        time.sleep(0.001)
    time.sleep(chance.uniform(0, longest))
    process.kill()
    process.communicate(timeout=60)
    return process.returncode == -9


def test_a_backup_that_is_killed_leaves_a_whole_file_or_none(sample_folder, tmp_path):
    chance, file, killed = random.Random(5), tmp_path / "a.reftel", 0
    for _ in range(KILLS):
        process = start("backup", file, "--library", sample_folder, "--derived")
        killed += killed_in(process, tmp_path / ".a.reftel.part", 0.25, chance)
        if file.exists():
            done(restore(file, tmp_path / "restored"))
            shutil.rmtree(tmp_path / "restored")
            file.unlink()
    print(f"{killed} of {KILLS} were killed before they ended")
    assert killed > KILLS / 3
    library = Library.open(sample_folder)
    done(library.backup(file))
    library.close()
    assert beside(file) == ["a.reftel"]  # what those left is cleared away


def test_a_restore_that_is_killed_leaves_the_old_state_or_the_new(packed, tmp_path):
    chance, folder, killed = random.Random(6), tmp_path / "restored", 0
    for _ in range(KILLS):
        process = start("restore", packed, "--library", folder)
        killed += killed_in(process, tmp_path / ".restored.part", 0.25, chance)
        if folder.exists():
            opened = quick_library(folder)
            assert len(texts(opened)) == 3
            done(opened.ingest())
            assert done(opened.check()).faults == ()
            opened.close()
            shutil.rmtree(folder)
    print(f"{killed} of {KILLS} were killed before they ended")
    put_back(packed, folder).close()
    assert beside(packed) == ["archive.reftel", "cables", "library", "restored"]


@pytest.mark.parametrize("room", [0.05, 0.6])
def test_a_backup_that_finds_no_room_says_so_and_leaves_nothing(small, tmp_path, room):
    largest = (small.folder / "catalogue.sqlite").stat().st_size
    process = start("backup", tmp_path / "a.reftel", "--library", small.folder, limit=int(largest * room))
    out, err = process.communicate(timeout=120)
    assert (process.returncode, out, err.count("\n")) == (1, "", 1)
    assert err.startswith("reftel: ")
    assert beside(tmp_path / "a.reftel") == ["cables", "library"]


@pytest.mark.parametrize("room", [0.05, 0.95])
def test_a_restore_that_finds_no_room_says_so_and_leaves_nothing(packed, tmp_path, room):
    size = zipfile.ZipFile(packed).getinfo("catalogue.sqlite").file_size
    process = start("restore", packed, "--library", tmp_path / "restored", limit=int(size * room))
    out, err = process.communicate(timeout=120)
    assert (process.returncode, out, err.count("\n")) == (1, "", 1)
    assert err.startswith("reftel: ")
    assert beside(packed) == ["archive.reftel", "cables", "library"]


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a disk of two megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("no small disk can be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_is_told_at_each_step(small_disk, sample_folder, small, tmp_path):
    whole = Library.open(sample_folder)
    with pytest.raises(ReftelError, match="cannot be"):
        done(whole.backup(small_disk / "a.reftel"))  # the copy of the catalogue has no room
    made = done(whole.backup(tmp_path / "a.reftel"))
    whole.close()
    with pytest.raises(BackupError, match=r"needs [\d,]+ bytes"):
        done(restore(made.file, small_disk / "restored"))
    assert list(small_disk.iterdir()) == []
    size = (small.folder / "catalogue.sqlite").stat().st_size
    fill = small_disk / "filling"
    for room in (size // 2, size + 4096):  # the copy has none, the archive has none
        fill.write_bytes(os.urandom(max(0, shutil.disk_usage(small_disk).free - room)))
        with pytest.raises(ReftelError) as error:
            done(small.backup(small_disk / "b.reftel"))
        assert "\n" not in str(error.value)
        assert list(small_disk.iterdir()) == [fill]
        fill.unlink()


# Commands


def test_the_commands_say_what_they_did(sample_folder, tmp_path):
    said = start("backup", tmp_path / "a.reftel", "--library", sample_folder)
    out, err = said.communicate(timeout=120)
    assert (said.returncode, err) == (0, "")
    assert out.startswith(f"wrote {tmp_path / 'a.reftel'}: ")
    said = start("restore", tmp_path / "a.reftel", "--library", tmp_path / "restored")
    out, err = said.communicate(timeout=120)
    assert said.returncode == 0
    assert "Indexed by meaning   176" in out
    assert "; building its indexes" in err


def test_a_mistyped_library_is_not_backed_up(tmp_path):
    said = start("backup", tmp_path / "a.reftel", "--library", tmp_path / "none")
    _, err = said.communicate(timeout=120)
    assert said.returncode == 1
    assert "There is no library in" in err


# Moved and copied


def test_a_library_that_is_moved_is_as_it_was(small, tmp_path):
    before = texts(small)
    small.close()
    moved = quick_library(small.folder.rename(tmp_path / "elsewhere"))
    assert texts(moved) == before
    assert found(moved, "wordnumber2") == ["10OSLO2"]
    assert done(moved.check()).faults == ()
    write(tmp_path / "cables", 4)
    done(moved.ingest([tmp_path / "cables"]))
    assert done(moved.check()).faults == ()
    moved.close()


@pytest.mark.parametrize("name", ["catalogue.sqlite", "notebook.sqlite"])
def test_a_snapshot_of_what_is_no_database_says_so(tmp_path, name):
    (tmp_path / name).write_text("This is none. " * 1000)
    with pytest.raises((LibraryError, LibraryDamaged), match=name):
        snapshot(tmp_path / name, tmp_path / "copy")
