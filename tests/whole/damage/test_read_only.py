"""A library in a folder that cannot be written: it is asked as any other, and nothing is written there."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from quick import done, quick_library, write
from unwritable import BOUND, ROOT, environment, mounted, refuse_almighty, without_rights

COMMANDS = {
    "search": ["search", "Wordnumber2"],
    "ask": ["ask", "what did the Minister say about Wordnumber2?", "--json"],
    "show": ["show", "10OSLO2"],
    "people": ["people", "--json"],
    "status": ["status", "--json"],
    "batch": ["ask", "--batch", "{questions}", "--json"],
    "dry run": ["ingest", "--dry-run", "{cables}"],
    "ingest": ["ingest", "{cables}"],
    "forget": ["forget", "10OSLO2"],
    "reindex": ["reindex"],
    "repair": ["check", "--repair"],
}
ASKING = """
import json, sys
from click.testing import CliRunner
from quick import QuickEmbedder
from ingest.storage import parts
from ui.cli.main import reftel
parts.Embedder = QuickEmbedder
told = {}
for name, command in json.loads(sys.argv[2]).items():
    result = CliRunner().invoke(reftel, [*command, "--library", sys.argv[1]])
    told[name] = [result.exit_code, result.stdout, result.stderr + str(result.exception or "")]
print(json.dumps(told))
"""
SERVING = """
import json, sys
import httpx
from quick import QuickEmbedder
from served import served
from assistant.answering import Asked
from assistant.saved_answers import bundle
from assistant.settings import Settings
from ingest.domain.filters import EVERYWHERE
from ingest.storage import parts
from ui.access.reader_access import OWNER, Access, holder
from ui.application import site
from ui.cli.options import open_assistant
parts.Embedder = QuickEmbedder
settings = Settings(library=sys.argv[1])
access = Access(open_assistant(settings), settings)
with served(site(access)) as address, httpx.Client(base_url=address, headers={"origin": address}) as client:
    told = {path: client.get(path).status_code for path in ("/", "/library", "/people", "/cable/10OSLO2", "/healthz")}
    told["answer"] = client.post("/api/ask", json={"question": "what did the Minister say about Wordnumber2?"}).json()
    told["bring"] = client.post("/bring", files=[("files", ("a.txt", b"x"))]).text
told["before"] = len(access.notebook.conversations(holder(OWNER)))
recorded = bundle.record(access.whole, Asked("what did the Minister say?", (), EVERYWHERE, False))
access.notebook.add(holder(OWNER), recorded)
told["kept"] = len(access.notebook.conversations(holder(OWNER)))
told["searched by"] = access.archive.searched_by
access.close()
print(json.dumps(told))
"""


@pytest.fixture
def home():
    """A folder that anybody may look into, with a library of two cables, a file for a third, and questions."""
    place = Path(tempfile.mkdtemp(prefix="reftel-read-only-"))
    place.chmod(0o755)
    for number in (1, 2):
        write(place / "cables", number)
    library = quick_library(place / "library")
    done(library.ingest([place / "cables"]))
    library.close()
    write(place / "cables", 3)
    (place / "questions").write_text(json.dumps({"id": "q1", "question": "what was Wordnumber1?"}) + "\n")
    yield place
    shutil.rmtree(place)


def contents(folder: Path) -> dict[str, tuple[int, int]]:
    """Return what lies in a folder: size and time of each."""
    found = {str(path): path.stat() for path in (folder, *folder.rglob("*"))}
    return {path: (status.st_size, status.st_mtime_ns) for path, status in found.items()}


def results(run) -> dict:
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout.splitlines()[-1])


@pytest.mark.parametrize("unwritable", [mounted, without_rights])
def test_commands_answer_or_say_that_the_folder_cannot_be_written(home, unwritable):
    folder = home / "library"
    given = (
        json.dumps(COMMANDS)
        .replace("{questions}", str(home / "questions"))
        .replace("{cables}", str(home / "cables"))
    )
    before = contents(folder)
    told = results(unwritable(folder, ASKING, folder, given))
    assert contents(folder) == before
    status = {name: result[0] for name, result in told.items()}
    writing = ("ingest", "forget", "reindex", "repair")
    assert status == {name: int(name in writing) for name in COMMANDS} | {"people": status["people"]}
    for name in writing:
        error = told[name][2]
        assert error.startswith(f"The folder {folder} cannot be written ("), name
        assert "\n" not in error
    assert "10OSLO2 ¶1" in told["search"][1]
    assert "SUBJECT" not in told["show"][1]
    assert "MATTER 2" in told["show"][1]
    assert json.loads(told["status"][1])["cables"] == 2
    assert json.loads(told["ask"][1])["passages"][0]["cable"] == "10OSLO2"
    assert json.loads(told["batch"][1])["passages"][0]["cable"] == "10OSLO1"
    assert told["dry run"][1].startswith("dry run: 1 added, 2 unchanged")


@pytest.mark.parametrize("unwritable", [mounted, without_rights])
def test_a_window_answers_and_keeps_conversations_as_long_as_it_runs(home, unwritable):
    folder = home / "library"
    before = contents(folder)
    told = results(unwritable(folder, SERVING, folder))
    assert contents(folder) == before
    assert {path: told[path] for path in told if path.startswith("/")} == dict.fromkeys(
        ("/", "/library", "/people", "/cable/10OSLO2", "/healthz"), 200
    )
    assert told["answer"]["passages"][0]["cable"] == "10OSLO2"
    assert "cannot be written, so nothing can be added" in told["bring"]
    assert (told["before"], told["kept"]) == (0, 1)
    assert told["searched by"] == "the vector scan, as Chroma needs a folder that can be written"


def test_what_somebody_else_adds_is_seen(home):
    """Who may only read asks on while another, who may write, adds a cable."""
    program = """
import sys
from quick import QuickEmbedder, found
from ingest import Library
from ingest.storage import parts
parts.Embedder = QuickEmbedder
library = Library.open(sys.argv[1])
assert library.is_read_only
assert found(library, "Wordnumber3") == []
print("ready", flush=True)
sys.stdin.readline()
print(found(library, "Wordnumber3"), library.cable("10OSLO3").subject)
library.close()
"""
    if os.geteuid() != 0:
        pytest.skip("needs somebody who may write where another may not")
    refuse_almighty()
    folder = home / "library"
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    with subprocess.Popen(
        [*BOUND, sys.executable, "-c", program, folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=environment(),
    ) as reader:
        assert reader.stdout.readline() == "ready\n"
        library = quick_library(folder)
        done(library.ingest([home / "cables"]))
        library.close()
        told, _ = reader.communicate("\n", timeout=60)
    assert told == "['10OSLO3'] MATTER 3\n"


@pytest.mark.parametrize("beside", [("-wal", "-shm"), ("-wal",)])
def test_a_library_that_was_copied_while_it_was_open(home, beside):
    """What stands in the log beside the catalogue is read; where SQLite cannot, that is told and nothing is lost."""
    library = quick_library(home / "library")
    done(library.ingest([home / "cables"]))
    copy = home / "copy"
    shutil.copytree(home / "library", copy, ignore=shutil.ignore_patterns("catalogue.sqlite-*"))
    for each in beside:
        shutil.copyfile(home / "library" / f"catalogue.sqlite{each}", copy / f"catalogue.sqlite{each}")
    library.close()
    told = results(mounted(copy, ASKING, copy, json.dumps({"show": ["show", "10OSLO3"]})))
    if "-shm" in beside:
        assert "MATTER 3" in told["show"][1]
    else:
        assert "was not closed by who wrote to it last" in told["show"][2]
