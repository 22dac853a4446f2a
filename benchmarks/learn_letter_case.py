"""Make `ingest/attribution/letter_case.txt`: how cables with both cases write each word.

    python -m benchmarks.learn_letter_case FOLDER_OF_CABLES...

Only words inside sentences count, because a sentence opens with a capital. The same cables make the same file; it
takes some ten seconds.
"""

import re
import sys
from collections import Counter
from pathlib import Path

from ingest.attribution import letter_case
from ingest.language.sentences import sentences
from ingest.parsing.parser import parse_cable

SMALL = 0.85  # the least share of small letters of a word that is written small
EITHER = 0.2  # the least share of one that is written either way


def counts(paths: list[Path]) -> dict[str, Counter[str]]:
    """Return how often each word is written small, with a capital, and in capitals."""
    found = {"small": Counter[str](), "name": Counter[str](), "acronym": Counter[str]()}
    for path in paths:
        cable = parse_cable(path.read_text(encoding="utf-8", errors="replace"), name=path.stem)
        for paragraph in cable.paragraphs:
            letters = [sign for sign in paragraph.text if sign.isalpha()]
            if sum(map(str.isupper, letters)) > 0.3 * len(letters):
                continue
            for start, end in sentences(paragraph.text):
                for match in list(letter_case.WORD.finditer(paragraph.text, start, end))[1:]:
                    word = re.sub(r"['’]s$", "", match[0])
                    if word.islower():
                        found["small"][word] += 1
                    elif word.isupper() and len(word) > 1:
                        found["acronym"][word.lower()] += 1
                    elif word[0].isupper():
                        found["name"][word.lower()] += 1
    return found


def main(*folders: str) -> None:
    paths = sorted(path for folder in folders for path in Path(folder).glob("*.txt"))
    found = counts(paths)
    words = sorted(set().union(*found.values()))
    share = {word: found["small"][word] / sum(count[word] for count in found.values()) for word in words}
    kinds = {
        "small": [word for word in words if share[word] >= SMALL],
        "either": [word for word in words if EITHER <= share[word] < SMALL and found["small"][word] > 1],
        "acronyms": [
            word
            for word in words
            if found["acronym"][word] > max(1, found["name"][word])
            and found["acronym"][word] > found["small"][word]
        ],
    }
    target = Path(letter_case.__file__).with_name("letter_case.txt")
    target.write_text("".join(f"{kind}: {' '.join(of)}\n" for kind, of in kinds.items()), encoding="utf-8")
    print(f"{', '.join(f'{len(of)} {kind}' for kind, of in kinds.items())}, {target} written")


if __name__ == "__main__":
    main(*sys.argv[1:])
