"""Invented cables with canaries in them: words that stand in one place alone, each at a level of its own."""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from itertools import count
from random import Random
from urllib.parse import unquote_plus

from invented import marked

LEVELS = ("U", "SBU", "C", "S", "S/NF")  # each above those before it
CLASS_LINES = {
    "U": ("UNCLAS", ""),
    "SBU": ("UNCLAS", "SENSITIVE"),
    "C": ("C O N F I D E N T I A L", ""),
    "S": ("S E C R E T", ""),
    "S/NF": ("S E C R E T", "NOFORN"),
}
POSTS = {"U": "OSLO", "SBU": "HELSINKI", "C": "RIGA", "S": "TALLINN", "S/NF": "VILNIUS"}  # of one level alone
MIXED = 5  # cables with a paragraph of each level; the subject of each is at another one
WHOLE = 2  # cables of each level that are at that level throughout


@dataclass(frozen=True)
class Canary:
    """A word of a cable: it may be told to nobody whose ceiling is below `level`."""

    word: str
    kind: str
    level: str
    cable: str
    top: str  # the level of the whole cable

    def is_above(self, ceiling: str) -> bool:
        return LEVELS.index(self.level) > LEVELS.index(ceiling)

    def is_found(self, ceiling: str) -> bool:
        """Whether somebody of this ceiling must be able to find it; what has no mark may be held back besides."""
        whole = LEVELS.index(self.top) <= LEVELS.index(ceiling)
        return whole or (self.kind in ("word", "speaker", "subject") and not self.is_above(ceiling))


class Planted:
    """The cables' texts by their ids, and what is planted in them."""

    def __init__(self, seed: int = 1) -> None:
        self.random = Random(seed)
        self.texts: dict[str, str] = {}
        self.canaries: list[Canary] = []
        self._tags = (f"KZ{first}{second}" for first in "BCDFGH" for second in "JKLMNPQ")
        numbers = count(20)
        for place in range(MIXED):
            self._plant(next(numbers), LEVELS, LEVELS[place], "REYKJAVIK", "10")
        for level in LEVELS:
            for year in range(WHOLE):
                self._plant(next(numbers), (level,), level, POSTS[level], f"0{LEVELS.index(level) + year}")

    def question(self, level: str) -> str:
        """Return a question that a paragraph of this level answers, in the first cable of all."""
        here = {each.kind: each.word for each in reversed(self.canaries) if each.level == level}
        return f"what did {here['speaker']} say about {here['word']}?"

    def above(self, ceiling: str) -> list[Canary]:
        return [each for each in self.canaries if each.is_above(ceiling)]

    def _plant(self, number: int, levels: tuple[str, ...], of_subject: str, post: str, year: str) -> None:
        top, cable = levels[-1], f"{year}{post}{number}"

        def canary(kind: str, level: str = top, word: str | None = None) -> str:
            planted = Canary(word or self._word(), kind, level, cable, top)
            self.canaries.append(planted)
            return planted.word

        bodies: list[tuple[str | None, str]] = []
        for level, following in zip(levels, (*levels[1:], None), strict=True):
            speaker, word = canary("speaker", level), canary("word", level)
            said = (
                f"Minister {speaker} said that the ferry for {word} would sail to the harbor in May. "
                f"{speaker} added that there was no money for {word}."
            )
            heading = (
                f"\n\n{canary('heading', following).upper()} OF THE HARBOR\n---------------" if following else ""
            )
            bodies.append((level, said + heading))
        line, caption = CLASS_LINES[top]
        subject = f"({of_subject}) {canary('subject', of_subject).upper()} FERRY TALKS"
        text = marked(*bodies, number=number, level=line, caption=caption, subject=subject)
        reference = canary("reference", word=f"REYKJAVIK{self.random.randrange(10_000, 99_999)}")
        for old, new in (
            (f"REYKJAVIK {number:06d}", f"{post} {number:06d}"),
            ("AMEMBASSY REYKJAVIK", f"AMEMBASSY {post}"),
            ("Z FEB 10", f"Z FEB {year}"),
            ("PREL, EWWT", f"PREL, {canary('tag', word=next(self._tags))}"),
            ("REF: REYKJAVIK 7", f"REF: {reference.replace('REYKJAVIK', 'REYKJAVIK ')}"),
            ("DCM Ada Storm", f"DCM Ada {canary('classifier')}"),
            (
                "SECSTATE WASHDC PRIORITY",
                f"SECSTATE WASHDC PRIORITY 1\nRUEHXX/AMEMBASSY {canary('addressee').upper()}",
            ),
            ("\n\nSTORM\n", f"\n\n{canary('signature').upper()}\n"),
        ):
            assert old in text, old
            text = text.replace(old, new)
        self.texts[cable] = text
        if len(levels) == 1:
            canary("id", word=cable)
            if not any(each.word == post for each in self.canaries):
                canary("post", word=post)

    def _word(self) -> str:
        syllables = ("".join(map(self.random.choice, ("bdfgklmnprstv", "aeiou"))) for _ in range(4))
        return f"Zor{''.join(syllables)}"


class Lookout:
    """Finds canaries in bytes, in whichever case, escape or encoding."""

    def __init__(self, canaries: Iterable[Canary]) -> None:
        self.named = {each.word.casefold(): each for each in canaries}
        self._plain = re.compile(
            rf"(?<![a-z0-9])(?:zor[a-z]+|kz[a-z]{{2}}|{'|'.join(POSTS.values())})(?![a-z])".lower()
        )
        self._joined = re.compile(r"(?:0\d|10)?(?:reykjavik|" + "|".join(POSTS.values()).lower() + r")[ 0]*\d+")
        self._coded = {coded: each for each in self.named.values() for coded in _codes(each.word)}

    def seen(self, content: bytes) -> set[Canary]:
        """Return the canaries that stand in there."""
        text = content.decode("utf-8", "replace").casefold()
        text = f"{text}\n{unescape(text)}\n{unquote_plus(text.replace(chr(92) + 'u00', '%'))}".casefold()
        words = set(self._plain.findall(text))
        ids = {re.sub("(?<=[a-z])[ 0]+", "", each) for each in self._joined.findall(text)}
        words |= ids | {each.lstrip("0123456789") for each in ids}
        found = {self.named[each] for each in words if each in self.named}
        return found | {each for coded, each in self._coded.items() if coded in content}


def _codes(word: str) -> Iterable[bytes]:
    """Yield what a word is as UTF-16, in hexadecimal and in base64, wherever it may begin there."""
    for spelt in {word, word.lower(), word.upper()}:
        if len(spelt) < 8:
            continue  # so short a code could come about by chance
        yield spelt.encode("utf-16-le")
        yield spelt.encode().hex().encode()
        for before in range(3):
            coded = base64.b64encode(b"\0" * before + spelt.encode())
            yield coded[4 if before else 0 : len(coded) - 4]
