"""Questions in another language than the cables': recognised, and what of them can be searched for in English."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from anyascii import anyascii

from assistant.question.spelling import spelling
from assistant.question_words import ASKING, WORD
from ingest import Library
from ingest.language.letters import folded
from ingest.language.name_spelling import PARTICLES
from ingest.search.word_index import stems

_SCRIPTS = {
    "CYRILLIC": "ru", "ARABIC": "ar", "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko",
    "GREEK": "el", "HEBREW": "he", "DEVANAGARI": "hi", "THAI": "th", "ARMENIAN": "hy", "GEORGIAN": "ka",
}  # fmt: skip
_LETTERS = (("uk", "іїєґ"), ("fa", "پچژگ"), ("ja", "のはをにがで"))  # letters that only these languages have
_ASKS_IN_SPANISH = re.compile("[¿¡]")
_ENOUGH = 2  # words of another language that make a question one in it
_TYPED = 600  # characters that are looked at
_MOST = 12  # words of it that are searched for
_SHORTEST = 4  # letters of a word, or of its stem, by which it is found
_LONGEST_ENDING = 3  # letters that a name may have behind the stem: Грузии, Türkiye'nin
_ELIDED = frozenset("l d c j m n s t qu ce jusqu lorsqu puisqu un all dall dell nell sull coll gl quell".split())
_VOWELLESS = ("ar", "fa", "he")
_VOWELS = re.compile("[aeiouwy]")
# The endings of Russian and Ukrainian names and of the adjectives that are made of them, longest first.
_ENDINGS = sorted(
    "инской инского инская инский инскую ской ского ская ский скую ской ого ому ыми ами овой ову ом ем ой ей ым ою"
    " ах а у е ы и я ю".split(),
    key=len,
    reverse=True,
)
# What cables call countries that have another name now.
_FORMERLY = {"TR": "Turkey", "CZ": "Czech Republic", "MK": "Macedonia", "MM": "Burma", "SZ": "Swaziland"}
_PLAIN = (
    "The cables are in English, and this looks like another language: a question in English finds more, because "
    "without a language model only its names, places and dates are searched for."
)


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its code, its English `name`, and a sentence in it that says `why` English finds more."""

    code: str
    name: str
    why: str

    def understood(self, words: tuple[str, ...]) -> str:
        """Return what was made of a question in it, as the reader is told."""
        return f"asked in {self.name}, searched for {', '.join(words)}" if words else f"asked in {self.name}"


def recognised(text: str) -> Language | None:
    """Return the language that a question is asked in; None for English, or where it is in doubt.

    A question is in another language by its letters, or by several of the words that only ask or join, of which it
    has more than English ones: foreign names make none.
    """
    start = text[:_TYPED]
    return _by_script(start) or _by_words(start)


def searchable(library: Library, text: str, language: Language) -> tuple[str, ...]:
    """Return what a question in another language names, as the archive writes it: people, places, times."""
    return tuple(dict.fromkeys(_named(library, text[:_TYPED], language)))[:_MOST]


def _by_script(text: str) -> Language | None:
    scripts = Counter(unicodedata.name(letter, "").split(" ")[0] for letter in text if letter.isalpha())
    if not scripts or 2 * scripts["LATIN"] >= scripts.total():
        return None
    first = next((script for script, _ in scripts.most_common() if script != "LATIN"), "")
    by_letter = next((code for code, own in _LETTERS if any(letter in text for letter in own)), None)
    return _language(by_letter or _SCRIPTS.get(first.split("-")[0], ""))


def _by_words(text: str) -> Language | None:
    typed = [word.lower() for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*['’]?", text)]
    found = {}
    for code, (words, _) in _languages().items():
        own = {word for word in typed if word in words}
        telling = len(own - _english()) + bool(code == "es" and _ASKS_IN_SPANISH.search(text))
        english = len({word for word in typed if word in _english()} - words)
        if telling >= _ENOUGH + english:
            found[code] = (telling, len(own))
    return _language(max(found, key=lambda code: found[code])) if found else None


@cache
def _english() -> frozenset[str]:
    """Return words that tell of no other language: they are English too, or parts of names."""
    also = "the not no comment president minister come are he do son plus pour sale chi so me per in die los las y"
    return ASKING | PARTICLES | frozenset(also.split())


def _named(library: Library, text: str, language: Language) -> Iterator[str]:
    words, _ = _languages().get(language.code, (frozenset(), ""))
    for match in WORD.finditer(text):
        typed = _without_article(match[0])
        if typed.isdigit():
            yield typed
        elif all(part in words or folded(part) in words for part in typed.lower().split("-")):
            continue
        elif english := _names(language.code).get(_key(typed)):
            yield english
        elif any(library.frequency(stems(typed)).values()) and typed[0].isupper() and len(typed) >= _SHORTEST:
            yield typed  # Sarkozy is not of the isle of Sark
        elif english := _in_english(typed, language.code):
            yield english
        elif found := _in_archive(library, typed, language.code):
            yield found


def _without_article(word: str) -> str:
    """Return a word without what is drawn together with it: "Iran" of "l'Iran" and "dell'Iran", "Hu" of "Hu's"."""
    before, _, behind = re.sub("’", "'", word).partition("'")
    return behind if behind and before.lower() in _ELIDED else before


def _in_english(word: str, code: str) -> str | None:
    """Return the English name of a country or a month."""
    names = _names(code)
    plain = _key(word)
    if plain in names or len(plain) < _SHORTEST:
        return names.get(plain)
    return next(
        (
            english
            for name, english in names.items()
            if len(name) >= _SHORTEST
            and plain.startswith(name[: max(_SHORTEST, len(name) - 1)])
            and len(plain) <= len(name) + _LONGEST_ENDING
        ),
        None,
    )


def _in_archive(library: Library, typed: str, code: str) -> str | None:
    """Return how the archive writes a name, in whichever letters it was typed."""
    if unicodedata.name(typed[0], "").startswith("LATIN"):
        if len(typed) < (_SHORTEST if typed[0].islower() else 2):
            return None  # "de" and "la" of names
        if any(library.frequency(stems(typed)).values()):
            return typed
        return spelling(library, typed, named=True) if typed[0].isupper() and len(typed) >= _SHORTEST else None
    if code in _VOWELLESS:
        consonants = _VOWELS.sub("", anyascii(re.sub("^(?:و|ب|ل)?ال", "", typed)).lower())
        return _printed(library, consonants)
    if typed[0].islower():
        return None
    bare = (
        [typed.removesuffix(ending) for ending in _ENDINGS if typed.endswith(ending)]
        if code in ("ru", "uk")
        else []
    )
    for form in (typed, *bare):
        latin = anyascii(form)
        if len(latin) < _SHORTEST:
            continue
        if any(library.frequency(stems(latin)).values()):
            return latin
        if found := spelling(library, latin, named=True):
            return found
    return None


def _printed(library: Library, consonants: str) -> str | None:
    """Return the name that has these consonants, the most frequent where there are several."""
    for each in library.near_words.of_consonants(consonants):
        for printed in library.printed(each.word)[:1]:
            if printed[0].isupper():
                return printed.title() if printed.isupper() else printed
    return None


def _key(name: str) -> str:
    return folded(name).replace("’", "'")


@cache
def _names(code: str) -> Mapping[str, str]:
    """Return the English names of countries and months by those that a language has for them."""
    from babel import Locale, UnknownLocaleError

    try:
        theirs, english = Locale(code), Locale("en")
    except UnknownLocaleError:
        return {}
    found = {
        _key(name): _FORMERLY.get(each, english.territories[each])
        for each, name in theirs.territories.items()
        if each.isalpha() and " " not in name and each in english.territories
    }
    for context in ("format", "stand-alone"):
        months = english.months["format"]["wide"]
        found |= {_key(name): months[number] for number, name in theirs.months[context]["wide"].items()}
    return found


def _language(code: str) -> Language:
    from babel import Locale, UnknownLocaleError

    _, why = _languages().get(code, (frozenset(), _PLAIN))
    try:
        name = Locale(code).english_name or code
    except (UnknownLocaleError, ValueError):
        name = "another language"
    return Language(code, name, why)


@cache
def _languages() -> Mapping[str, tuple[frozenset[str], str]]:
    """Return of each language in `languages.txt` the words that only ask or join, and its sentence."""
    found: dict[str, tuple[frozenset[str], str]] = {}
    for line in (files(__package__) / "languages.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            code, _, rest = line.partition(": ")
            words, _, why = rest.partition("| ")
            asking = frozenset(words.split())
            found[code] = asking | {folded(word) for word in asking}, why
    return found
