"""Names and words that are typed amiss, or as another alphabet can be written: read as the archive spells them."""

import math
import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from assistant.question_words import ASKING
from assistant.terms_of_trade import meaning
from ingest import Library
from ingest.domain.posts import post
from ingest.language.letters import folded
from ingest.language.near_words import SHORTEST, amiss, sound_alike
from ingest.search.word_index import stems

if TYPE_CHECKING:
    from spellchecker import SpellChecker

_WORD = re.compile(r"(?<![\w@/])[^\W\d_]{3,40}(?![\w@/])")
_QUOTED = re.compile(r"[\"“][^\"“”]{0,2000}[\"”]")
_BRITISH_S = re.compile(r"is(e[drs]?|ing|ations?)\Z")
_BRITISH_RE = re.compile(r"re(s?)\Z")
# What is written for letters that not every alphabet has, and these letters themselves.
_OTHER_LETTERS = re.compile("dj|dh|oe|ae|ue|aa|[^\\x00-\\x7f]", re.IGNORECASE)
# "did lukashenko visit ..." asks of somebody, however it is typed.
_IS_SUBJECT = re.compile(r"\b(?:did|does|has|had|was|is|will|would)\s\Z", re.IGNORECASE)
_ASKED_FOR = frozenset("cable cables telegram telegrams messages summary dated signed classified".split())
_MOST = 12  # words of a question that are looked at; a page that was pasted in is not a question
_COMPARED = 6  # candidates of which it is looked how the archive writes them
_FREQUENT = 5  # texts with a stem
_RARE = 300  # texts with a stem, up to which it is looked how it is spelt
_FREQUENCY = 0.5  # what a word ten times as frequent is nearer
_MOST_FREQUENCY = 1.0
_NAME = 0.25  # what a name is nearer than a word: names are typed amiss more
_RESEMBLES = 0.4  # share of the letters in which the nearest name may be another


@dataclass(frozen=True, slots=True)
class Spelt:
    """A word as it was typed, and as the archive spells it."""

    typed: str
    read: str

    @property
    def words(self) -> str:
        """What was made of it, as the reader is told."""
        return f"“{self.typed}” read as {self.read}"


@dataclass(frozen=True, slots=True)
class Reading:
    """A question in the archive's spelling: its `text`, and what was `spelt` otherwise.

    `missing` are the words that are neither in the archive nor near one that is, nor English; `nobody` are those
    of them that are surely names: they have a capital, stand beside another that the archive does not have, or are
    of whom it is asked what they did.
    """

    text: str
    spelt: tuple[Spelt, ...] = ()
    missing: tuple[str, ...] = ()
    nobody: tuple[str, ...] = ()

    @property
    def understood(self) -> tuple[str, ...]:
        """How the words were read, as the reader is told."""
        return tuple(dict.fromkeys(each.words for each in self.spelt))


def read(library: Library, text: str, without: Collection[str] = ()) -> Reading:
    """Return a question as the archive spells its words, but for those whose reading the reader took away.

    A word that the archive has, or that is good English, stays as it is, and so does what stands in quotation
    marks.
    """
    spelt: list[Spelt] = []
    unread: list[re.Match[str]] = []
    parts: list[str] = []
    end = 0
    for match in _unknown(library, text):
        typed = match[0]
        found = _otherwise(library, typed) or spelling(library, typed, named=_is_written_as_name(text, match))
        if found is None:
            unread.append(match)
        elif (read := Spelt(typed, found)).words not in without:
            spelt.append(read)
            parts += (text[end : match.start()], found)
            end = match.end()
    missing = {match: match[0] for match in unread if not _is_english(match[0])}
    edges = {match.start() for match in unread} | {match.end() for match in unread}
    nobody = (
        typed
        for match, typed in missing.items()
        if _stands_alone(text, match)
        and (
            typed[0].isupper()
            or match.start() - 1 in edges
            or match.end() + 1 in edges
            or _IS_SUBJECT.search(text, 0, match.start())
        )
    )
    return Reading(
        "".join([*parts, text[end:]]),
        tuple(spelt),
        tuple(dict.fromkeys(missing.values())),
        tuple(dict.fromkeys(nobody)),
    )


def nearest_name(library: Library, missing: str) -> str | None:
    """Return the name in the archive that resembles a missing one most, if one does."""
    for near in library.near_words.near(missing, most=_RESEMBLES * len(missing))[:_COMPARED]:
        for printed in library.printed(near.word)[:1]:
            if printed[0].isupper():
                return printed.title() if printed.isupper() else printed
    return None


def _unknown(library: Library, text: str) -> Iterator[re.Match[str]]:
    """Yield the words of a question of which the archive has no form, at most so many."""
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    shouted = text.isupper()
    found = {match: stems(match[0]) for match in _WORD.finditer(text)}
    counts = library.frequency({stem for each in found.values() for stem in each})
    yielded = 0
    for match, forms in found.items():
        typed = match[0]
        if (
            len(typed) < SHORTEST
            or (typed.isupper() and not shouted)  # an abbreviation
            or any(start < match.start() < end for start, end in quoted)
            or not forms  # a stop word
            or meaning(typed)
            or _is_known(library, typed, max(map(counts.__getitem__, forms)))
        ):
            continue
        yield match
        yielded += 1
        if yielded == _MOST:
            return


def _is_known(library: Library, typed: str, count: int) -> bool:
    """Whether a word, of which so many entries have the stem, is one of the archive, or the name of a post."""
    if not count:
        return post(typed) is not None
    if count > _RARE:
        return True
    if _otherwise(library, typed):
        return False
    if not typed.lower().endswith("y"):
        return True
    # The index writes i for y: of "turky" it has the stem if somebody is called Turki.
    printed = {folded(form) for stem in stems(typed) for form in library.printed(stem)}
    return folded(typed) in printed or _is_english(typed)


def _otherwise(library: Library, typed: str) -> str | None:
    """Return how the archive prints a name that it has with other letters alone: Đorđević for Djordjević."""
    if not _OTHER_LETTERS.search(typed):
        return None
    printed = [form for stem in stems(typed)[:1] for form in library.printed(stem)]
    same = {typed.casefold(), _without_accents(typed.casefold())}  # these the embedding model reads alike
    if not printed or printed[0].islower() or same & set(map(str.casefold, printed)):
        return None
    return printed[0].title() if printed[0].isupper() else printed[0]


def _without_accents(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


def spelling(library: Library, typed: str, *, named: bool) -> str | None:
    """Return the archive's spelling of a word that it does not have; None where none is near enough.

    What is written as a name is read as a name, and a good English word only as a name that sounds the same.
    """
    english = _is_english(typed)
    widest = _tolerance(len(typed), hasty=True) + 1
    archive = library.near_words
    forms = dict.fromkeys((folded(typed), *stems(typed)))
    near = {each.word: each for form in forms for each in archive.near(form, widest)}
    likely = sorted(near.values(), key=lambda each: each.distance - _frequency(each.count))[:_COMPARED]
    ranked: list[tuple[float, str]] = [] if named or english else list(_asking(typed))
    for each in likely:
        # A capital shows some care; who types a short name without it may well mean a frequent one.
        most = _tolerance(len(typed), hasty=not named and each.count >= _FREQUENT)
        if not (printed := library.printed(each.word)):
            continue
        name = printed[0][0].isupper()
        spelling = min(printed, key=lambda form: amiss(typed, form))
        sounds_alike = name and len(typed) > SHORTEST and sound_alike(typed, spelling)
        far = 0.5 if sounds_alike else amiss(typed, spelling)
        if (named and not name) or (english and not sounds_alike) or far > most:
            continue
        shown = spelling if name and not spelling.isupper() else spelling.title() if name else spelling.lower()
        ranked.append((far - _frequency(each.count) - _NAME * name, shown))
    return min(ranked)[1] if ranked else None


def _asking(typed: str) -> Iterator[tuple[float, str]]:
    """Yield the words that only ask which this one may be, with their ranks: an index has few of them."""
    for word in ASKING | _ASKED_FOR:
        near = len(word) >= SHORTEST and abs(len(word) - len(typed)) <= 2 and word[0] in folded(typed[:2])
        if near and (far := amiss(typed, word)) <= 1:
            yield far - _MOST_FREQUENCY, word


def _tolerance(letters: int, *, hasty: bool) -> float:
    """Return how much may be amiss in a word."""
    return 0.5 if letters == SHORTEST and not hasty else 1 if letters < 8 else 2 if letters < 12 else 3


def _frequency(count: int) -> float:
    return min(_MOST_FREQUENCY, _FREQUENCY * math.log10(max(count, 1)))


def _is_english(word: str) -> bool:
    """Whether a word is in the English dictionary, in which there are also many names.

    It may be spelt as in Britain, or lack its apostrophe.
    """
    plain = folded(word)
    forms = (
        plain,
        _BRITISH_S.sub(r"iz\1", plain),
        _BRITISH_RE.sub(r"er\1", plain),
        *(f"{plain[:-end]}'{plain[-end:]}" for end in (1, 2)),
    )
    return any(form in _dictionary() for form in forms)


@cache
def _dictionary() -> "SpellChecker":
    from spellchecker import SpellChecker

    return SpellChecker(language="en")


def _is_written_as_name(text: str, word: re.Match[str]) -> bool:
    """Whether a word has a capital of its own, behind words that have none."""
    return word[0][0].isupper() and any(letter.islower() for letter in text[: word.start()])


def _stands_alone(text: str, word: re.Match[str]) -> bool:
    """Whether a word is not a part of one with hyphens, such as Nagorno-Karabakh."""
    return "-" not in text[max(0, word.start() - 1) : word.end() + 1]
