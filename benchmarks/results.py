"""What a benchmark measured, as a file that `plots.py` draws from and the documentation quotes."""

import json
import os
import platform
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

PARTS = (
    "reftel",
    "openvino",
    "torch",
    "sentence-transformers",
    "chromadb",
    "langchain-chroma",
    "txtai",
    "tantivy",
)
Row = Mapping[str, object]


def write(file: Path | None, rows: Iterable[Row]) -> None:
    """Write rows with the machine that they were measured on; nothing where no file is wanted."""
    if file is None:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    held = {"day": f"{datetime.now(UTC):%Y-%m-%d}", "machine": machine()}
    lines = ",\n".join(f"  {json.dumps(row)}" for row in rows)
    file.write_text(f'{json.dumps(held)[:-1]}, "rows": [\n{lines}\n]}}\n', encoding="utf-8")


def rows(file: Path) -> list[dict[str, object]]:
    """Return the rows of a file; a bare list of rows, or one a line, will do as well."""
    text = file.read_text(encoding="utf-8")
    try:
        held = json.loads(text)
    except json.JSONDecodeError:
        return [json.loads(line) for line in text.splitlines()]
    return list(held["rows"] if "rows" in held else [held] if isinstance(held, dict) else held)


def machine() -> dict[str, object]:
    """Return what there is to say of this machine: processor, cores, memory, versions, and how busy it is."""
    flags = _told("/proc/cpuinfo", "flags").split()
    return {
        "processor": _told("/proc/cpuinfo", "model name") or platform.processor(),
        "cores": os.cpu_count(),
        "bfloat16": bool({"avx512_bf16", "amx_bf16"} & set(flags)),
        "memory_gb": round(int((_told("/proc/meminfo", "MemTotal") or "0").split()[0]) / 2**20, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "versions": {name: found for name in PARTS if (found := _version(name))},
        "load": round(os.getloadavg()[0], 1),
    }


def _told(file: str, name: str) -> str:
    if not Path(file).exists():
        return ""
    lines = Path(file).read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")


def _version(name: str) -> str | None:
    try:
        return version(name)
    except ImportError:
        return None
