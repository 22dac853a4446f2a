"""The kinds of source, known by the suffix of their names; a name without a suffix tells nothing of its kind."""

import re

TEXTS = (".txt", ".text")
PAGES = (".html", ".htm", ".xhtml")
TABLES = (".csv", ".tsv")
RECORDS = (".jsonl", ".json", ".ndjson")
MARKDOWN = (".md", ".markdown")
MAILBOXES = (".mbox", ".mbx")
PICTURES = (".tif", ".tiff", ".png", ".jpg", ".jpeg")  # only if one is named itself: most in a folder are no pages
DOCUMENTS = (".docx", ".xlsx", ".epub", ".odt", ".ods")  # that are zip files
PACKED = (".gz", ".bz2", ".xz")
PACKED_BY = {".tgz": ".gz", ".tbz2": ".bz2", ".tbz": ".bz2", ".txz": ".xz"}  # what a file of such a name is
ARCHIVES = (".zip", ".tar", ".7z", *PACKED, *PACKED_BY)
MARKED_UP = (*MARKDOWN, ".rtf", ".pdf", ".xml", ".eml", *MAILBOXES, *DOCUMENTS)
KINDS = (*TEXTS, *PAGES, *TABLES, *MARKED_UP, *RECORDS, *ARCHIVES)
_SUFFIX = re.compile(r"[^/]\.(\w{1,10})$")


def suffix_of(name: str) -> str:
    """Return the suffix of a name in small letters, ".docx"; "" where it has none."""
    found = _SUFFIX.search(name)
    return f".{found[1].lower()}" if found else ""


def kind_of(name: str) -> str | None:
    """Return the suffix that tells how a source of this name is read, None where it is not read at all."""
    stem, dot, suffix = name.lower().rpartition(".")
    kind = dot + suffix
    if kind not in KINDS or not stem:
        return None
    # "10BAKU79.txt.gz" and "cables.tar.gz" are read, "map.jpg.gz" is not.
    return kind if kind not in PACKED or kind_of(stem) not in {None, *PACKED, *PACKED_BY} else None
