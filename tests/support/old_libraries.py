"""Libraries as earlier versions of reftel left them, and the same cables read by this one."""

import json
import shutil
import tarfile
from pathlib import Path

from ingest.domain.serialization import to_json
from ingest.parsing.parser import parse_cable
from ingest.samples import SAMPLES

FOLDER = Path(__file__).with_name("libraries")
TEXTS, RECORD = ("10ANKARA33", "09OSLO702"), "10DUSHANBE57"


def unpacked(into: Path, version: str = "0.1.0") -> Path:
    """Unpack a library and return its folder."""
    with tarfile.open(FOLDER / f"{version}.tar.xz") as packed:
        packed.extractall(into, filter="data")
    return into / "library"


def cables(into: Path) -> Path:
    """Write what these libraries were made of into a folder."""
    into.mkdir()
    for each in TEXTS:
        shutil.copy(SAMPLES / f"{each}.txt", into)
    text = (SAMPLES / f"{RECORD}.txt").read_text(encoding="utf-8")
    printed = json.dumps(to_json(parse_cable(text, name=RECORD)), ensure_ascii=False)
    (into / "parsed.jsonl").write_text(f"{printed}\n", encoding="utf-8")
    return into
