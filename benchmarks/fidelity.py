"""Have the programs that people use write cables in every form, read them back, and account for each character.

    PYTHONPATH=. python benchmarks/fidelity.py CABLE.txt... [--only docx md] [--keep FOLDER]

Of the characters that the text files have, blanks apart, it tells how many are found in their place, how many are
lost, how many stand there as others (garbled), and how many were added. Forms whose program is not installed are
left out, with a line.
"""

import argparse
import csv
import mailbox
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from email.message import EmailMessage
from html import escape
from pathlib import Path

from ingest.domain.documents import Document
from ingest.sources.read_source import documents

TEXT_FILTER = "Text (encoded):UTF8,LF,,,"
TABLE_FILTER = "CSV:44,34,76,1"
LONGEST = 300  # seconds that a program may take
Texts = dict[str, str]  # by the names of the cables


@dataclass(frozen=True, slots=True)
class Form:
    """A form and the program that writes it: `write` puts the texts into files in a folder, and returns these."""

    name: str
    program: str
    write: Callable[[Texts, Path], Sequence[Path]]


def of_texts(suffix: str) -> Callable[[Texts, Path], Sequence[Path]]:
    """Return how LibreOffice writes a text, one file per cable."""

    def write(texts: Texts, folder: Path) -> Sequence[Path]:
        return converted(plain(texts, folder), suffix, TEXT_FILTER, folder)

    return write


def of_table(suffix: str) -> Callable[[Texts, Path], Sequence[Path]]:
    """Return how LibreOffice writes a table, with a row per cable."""

    def write(texts: Texts, folder: Path) -> Sequence[Path]:
        with (folder / "cables.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, quoting=csv.QUOTE_ALL).writerows([("id", "text"), *texts.items()])
        return converted([folder / "cables.csv"], suffix, TABLE_FILTER, folder)

    return write


def by_pandoc(suffix: str, *options: str) -> Callable[[Texts, Path], Sequence[Path]]:
    """Return how pandoc writes a page whose lines are paragraphs."""

    def write(texts: Texts, folder: Path) -> Sequence[Path]:
        made = []
        for name, text in texts.items():
            page = folder / f"{name}.page.html"
            lines = "\n".join(f"<p>{escape(line)}</p>" for line in text.splitlines())
            page.write_text(f"<html><body>{lines}</body></html>", "utf-8")
            made.append(folder / f"{name}{suffix}")
            told("pandoc", "-s", "-f", "html", *options, "-o", str(made[-1]), str(page))
        return made

    return write


def by_mail(encoding: str, subtype: str = "plain") -> Callable[[Texts, Path], Sequence[Path]]:
    """Return how a mail program keeps messages: one mailbox of all cables."""

    def write(texts: Texts, folder: Path) -> Sequence[Path]:
        path = folder / "Cables.mbox"
        box = mailbox.mbox(path)
        for name, text in texts.items():
            message = EmailMessage()
            message["From"], message["Subject"], message["Message-ID"] = "a@example.org", name, f"<{name}@a>"
            shown = f"<pre>{escape(text)}</pre>" if subtype == "html" else text
            message.set_content(shown, subtype=subtype, charset="utf-8", cte=encoding)
            box.add(message)
        box.close()
        return [path]

    return write


def packed(*command: str) -> Callable[[Texts, Path], Sequence[Path]]:
    """Return how a program packs all cables into one file, the name of which comes last."""

    def write(texts: Texts, folder: Path) -> Sequence[Path]:
        made = folder / command[-1]
        told(*command, *(file.name for file in plain(texts, folder)), folder=folder)
        return [made]

    return write


SOFFICE = "soffice"
FORMS = (
    *(Form(suffix, SOFFICE, of_texts(suffix)) for suffix in ("docx", "odt", "rtf", "html", "epub", "pdf")),
    *(Form(suffix, SOFFICE, of_table(suffix)) for suffix in ("xlsx", "ods")),
    *(Form(suffix, "pandoc", by_pandoc(f".{suffix}")) for suffix in ("docx", "odt", "rtf")),
    Form("epub", "pandoc", by_pandoc(".epub", "--metadata=title=Cables")),
    Form("md", "pandoc", by_pandoc(".md", "-t", "gfm")),
    *(Form(f"mbox, {way}", "python", by_mail(way)) for way in ("quoted-printable", "base64", "8bit")),
    Form("mbox, html", "python", by_mail("quoted-printable", "html")),
    Form("7z", "7z", packed("7z", "a", "-bd", "cables.7z")),
    Form("tar.xz", "tar", packed("tar", "-cJf", "cables.tar.xz")),
)


def plain(texts: Texts, folder: Path) -> list[Path]:
    """Write the texts as files, and return these."""
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return [folder / f"{name}.txt" for name in texts]


def converted(files: Sequence[Path], suffix: str, read_as: str, folder: Path) -> list[Path]:
    """Have LibreOffice write files in another form."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [SOFFICE, profile, "--headless", f"--infilter={read_as}", "--convert-to", suffix, "--outdir"]
    told(*command, str(folder), *map(str, files))
    return [file.with_suffix(f".{suffix}") for file in files]


def told(*command: str, folder: Path | None = None) -> None:
    """Run a program, which must end well."""
    ended = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=False, cwd=folder)
    if ended.returncode:
        raise SystemExit(f"{command[0]} ended with {ended.returncode}: {ended.stderr[-500:]}")


def accounted(text: str, found: str) -> Counter[str]:
    """Return how many characters of a text are found, lost and garbled, and how many were added; blanks apart."""
    words, others = text.split(), found.split()
    counts: Counter[str] = Counter()
    for kind, start, end, at, to in SequenceMatcher(None, words, others, autojunk=False).get_opcodes():
        here, there = "".join(words[start:end]), "".join(others[at:to])
        if kind == "equal":
            counts["found"] += len(here)
        else:
            counts.update(_compared(here, there))
    return counts


def _compared(here: str, there: str) -> Iterator[str]:
    for kind, start, end, at, to in SequenceMatcher(None, here, there, autojunk=False).get_opcodes():
        both = min(end - start, to - at)
        yield from ["found" if kind == "equal" else "garbled"] * both
        yield from ["lost"] * (end - start - both) + ["added"] * (to - at - both)


def read_back(files: Sequence[Path]) -> str:
    """Return all that is read of files, in their order."""
    return "\n".join(each.text for file in files for each in documents(file) if isinstance(each, Document))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cables", nargs="+", type=Path)
    parser.add_argument("--only", nargs="*", help="forms, such as docx")
    parser.add_argument("--keep", type=Path, help="a folder to keep the files in")
    given = parser.parse_args()
    texts = {path.stem: read_back([path]) for path in sorted(given.cables)}
    whole = "\n".join(texts.values())
    print(f"{'form':<24}{'by':<10}{'characters':>11}{'found':>9}{'lost':>7}{'garbled':>9}{'added':>7}")
    for form in FORMS:
        if given.only and form.name.partition(",")[0] not in given.only:
            continue
        if form.program != "python" and not shutil.which(form.program):
            print(f"{form.name:<24}{form.program} is not installed: left out")
            continue
        with tempfile.TemporaryDirectory() as folder:
            place = Path(given.keep or folder) / f"{form.name} by {form.program}".replace(" ", "-")
            place.mkdir(parents=True, exist_ok=True)
            counts = accounted(whole, read_back(form.write(texts, place)))
        total = sum(len(word) for word in whole.split())
        cells = (counts["found"], counts["lost"], counts["garbled"], counts["added"])
        print(
            f"{form.name:<24}{form.program:<10}{total:>11,}{cells[0]:>9,}{cells[1]:>7,}{cells[2]:>9,}{cells[3]:>7,}"
        )


if __name__ == "__main__":
    main()
