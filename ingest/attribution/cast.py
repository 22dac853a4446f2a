"""The persons of one cable: their fullest names, their offices, and whom a mention means."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from ingest.attribution.letter_case import is_name
from ingest.attribution.name_mentions import CAPITALS, HOLDERS, Naming, namings, office_words
from ingest.attribution.name_slips import slips
from ingest.attribution.office_holders import Holders
from ingest.domain.countries import place
from ingest.domain.statements import Person
from ingest.language.lexicon import OFFICES, lexicon
from ingest.language.reporting_verbs import DETERMINERS, PRONOUNS, SPEAKERS

REDACTED = "xxxxx"
CROSSES = re.compile(r"\b[xX]{4,}\w*")  # what follows without a space is no part of a name: "XXXXXXXXl"
DEFINED = re.compile(r"\((?:hereafter |aka )?[\"“']?(?P<short>[A-Z][A-Za-z]{1,4})[\"”']?\)")
IN_PLACE = re.compile(r"\b(?:in|across|throughout|inside|within|outside) ([A-Z]\w+)(?![\w'’-]| [A-Z])")
INITIALS = re.compile(r"\b[A-Z][A-Za-z][A-Z]\b")
MOST_NAMES = 100  # that share a word, of which one may be meant by it; the published cables have up to 11
LONGEST_NAME = 200  # characters: a longer row of capitals is nobody's name
MOST_NAME_WORDS = 20
GENERAL = SPEAKERS | OFFICES  # words that are no names
SPOKEN_OF = SPEAKERS | PRONOUNS
IMPERSONAL = lexicon("bodies") | lexicon("papers")
UNDER = re.compile(r" (?:of|in|from|with|at|for|to|on|living|led|who|within|close) ")


class Cast:
    """Everybody a cable names; `resolve` turns the words for a speaker into the fullest name for them."""

    def __init__(self, paragraphs: Iterable[str]) -> None:
        text = "\n".join(paragraphs)
        found = list(namings(text))
        # Capitalized where no sentence begins, and so a name or an office.
        self._proper = set(re.findall(r"(?<=[\w,;] )[^\W\d_a-z][\w'’-]*", text))
        self._places = set(IN_PLACE.findall(text))
        self._by_word: dict[str, dict[str, None]] = defaultdict(dict)
        self._by_name = spelt = dict.fromkeys(naming.name for naming in found)
        for name in sorted(spelt, key=lambda name: " " not in name):
            for word in name.split():
                same = self._by_word[key(word)]
                if not word.islower() and len(same) < MOST_NAMES:
                    same[name] = None
        self._titles: dict[str, frozenset[str]] = defaultdict(frozenset)
        for naming in found:
            called = naming.name if " " in naming.name else key(naming.name)
            self._titles[called] |= office_words(naming.title) & HOLDERS
        self._slips = slips(Counter(naming.name for naming in found if " " in naming.name), self._titles)
        self._by_first_word = self._called_by_first_word(found)
        self._short: dict[str, str] = {}
        self._several: dict[frozenset[str], str] = {}
        self._fullest: dict[tuple[str, str | None], str | None] = {}
        self._are_persons: dict[str, bool] = {}
        self._short.update(self._abbreviations(text, found))
        self._abbreviated = frozenset(self._short.values())
        self._fullest.clear()  # the abbreviations were not known yet
        self._holders = Holders()
        titles: dict[str, list[str]] = defaultdict(list)
        spellings: dict[str, list[str]] = defaultdict(list)
        self.ambassador: str | None = None
        self.named_at: list[tuple[int, str]] = []  # where somebody is named, in order, and the fullest name
        self.spans: list[
            tuple[int, int, str, str]
        ] = []  # the same, from office to end of the name, and the office
        lately: dict[str, str] = {}  # who was last named in full of those with a surname
        for naming in found:
            surname = key(naming.name.rpartition(" ")[2])
            full = self.named(naming.name, lately.get(surname)) or naming.name
            if " " in naming.name:
                lately[surname] = full
            self.named_at.append((naming.place, full))
            self.spans.append((naming.start, naming.end, full, naming.title))
            spellings[full].append(naming.name)
            office = office_words(naming.title)
            if office & HOLDERS:
                self._holders.add(naming.place, office, full)
                titles[full].append(naming.title)
            if naming.title in {"Ambassador", "The Ambassador", "Amb."} and self.ambassador is None:
                self.ambassador = f"Ambassador {full}"
        self.people = {
            name: Person(name, tuple(dict.fromkeys(titles[name])), tuple(dict.fromkeys(spellings[name])))
            for name in spellings
        }

    def resolve(self, mention: str, place: int, speaking: str | None = None) -> str:
        """Return the fullest name for `mention`, which stands at offset `place` of the joined paragraphs.

        If several hold the office that it names, `speaking`, who spoke last, is meant before others.
        """
        mention = bare(mention)
        if "xxxx" in mention.lower():
            return self.named(CROSSES.sub("", mention).strip(), speaking) or REDACTED
        parts = [part for part in re.split(r",? and |, ", mention) if part]
        if len(parts) > 1 and all(part[0].isupper() for part in parts):
            if {word.lower() for word in parts[0].split()} <= OFFICES and (
                holder := self.named(parts[-1], speaking)
            ):
                return holder  # "Vice President and Minister of Defense Baro"
            several = dict.fromkeys(self.resolve(part, place, speaking) for part in parts)
            # "Ito and Baro" are whom the cable called "Baro and Ito" before.
            return self._several.setdefault(frozenset(several), " and ".join(several))
        upper = UNDER.split(mention)[0]
        if upper != mention and upper.split()[-1].lower() in SPEAKERS:
            # "a group of businessmen in South Africa" is not South Africa, "Chief of Staff Baro" is Baro.
            named = self.named(mention, speaking) if upper[0].isupper() else None
            held = self._by_office(mention, place, speaking) or self._by_office(upper, place, speaking)
            return named if named and self.is_person(named) else held or mention
        if upper != mention and (named := self.named(upper, speaking)) and " " in named:
            return named  # "Captain Olga Baro of the Coast Guard District"
        return self.named(mention, speaking) or self._by_office(mention, place, speaking) or mention

    def named(self, mention: str, speaking: str | None = None) -> str | None:
        """The fullest name that shares the proper names of `mention`, or None.

        Of several with one surname it is whoever holds the office in `mention`, else `speaking`, who spoke last.
        """
        asked = mention, speaking
        if asked not in self._fullest:
            self._fullest[asked] = self._named(mention, speaking)
        return self._fullest[asked]

    def _named(self, mention: str, speaking: str | None) -> str | None:
        if mention in self._short and self._short[mention] in self._by_name:
            return self._short[mention]
        tokens = re.findall(r"[\w'’/-]+", mention)
        if not tokens or tokens[-1].lower() in GENERAL or tokens[-1].islower():
            return None
        proper = [key(t) for t in tokens if not t.islower() and t.lower() not in OFFICES]
        if not proper:
            return None
        if len(proper) == 1 and (full := self._by_first_word.get(proper[0])):
            return full
        candidates = [name for name in self._by_word.get(proper[-1], ()) if not _is_fathers(name, proper)]
        for start in range(max(0, len(proper) - MOST_NAME_WORDS), len(proper)):
            # "Green caucus leader Baro": what goes before the name may look like a part of it.
            whole = [name for name in candidates if keys(name).issuperset(proper[start:])]
            if whole:
                office = office_words(mention) & HOLDERS
                best = max(
                    whole,
                    key=lambda name: (
                        self._nearness(name, proper[-1]),
                        bool(office & self._titles[name]),
                        name == speaking,
                        len(name.split()),
                    ),
                )
                return self._slips.get(best, best)
        return None

    def _called_by_first_word(self, found: Sequence[Naming]) -> dict[str, str]:
        """Return whom the first word of a name means, as Chinese surnames do: "Cheng" is "Cheng Jingye".

        The name is the only one with that word, it is given in full first, and its last word never stands alone.
        """
        alone = {key(each.name): each.place for each in reversed(found) if " " not in each.name}
        places = {key(each) for each in self._places}
        called: dict[str, str] = {}
        for each in (each for each in found if " " in each.name):
            word, *_, last = map(key, each.name.split())
            office, own = self._titles[each.name], self._titles[word]
            full = [name for name in self._by_word[word] if " " in name]
            if (
                full == [each.name]
                and word in alone
                and alone[word] > each.place
                and last not in alone
                and office
                and (not own or own & office)
                and word not in places
                and not place(word)
            ):
                called[word] = each.name
        return called

    def _nearness(self, name: str, word: str) -> int:
        """How well `word` alone stands for a full name.

        Best as its surname; not as its house ("Al Saud"); as its first word only if somebody is named by that
        word alone in the same office, as "State Councilor Dai" and "State Councilor Dai Bingguo" are.
        """
        words = [key(part) for part in name.split()]
        house = len(words) > 2 and words[-2] in {"al", "el"}
        if len(words) == 1:
            return 2
        if words[-1] == word and not house:
            return 4
        return 3 if words[0] == word and self._titles[name] & self._titles[word] else 1

    def knows(self, mention: str) -> bool:
        """Whether the words can be a name or an office, and not just the beginning of a sentence."""
        if (
            " " in mention
            or mention in self._short
            or mention in self._proper
            or mention.lower() in SPOKEN_OF
            or "xxxx" in mention.lower()
        ):
            return True
        return is_name(mention) or any(" " in name for name in self._by_word.get(key(mention), ()))

    def is_person(self, name: str) -> bool:
        """Whether a speaker is a human being as far as the cable says, and not a country or a body."""
        if name not in self._are_persons:
            self._are_persons[name] = self._is_person(name)
        return self._are_persons[name]

    def _is_person(self, name: str) -> bool:
        if name == REDACTED or " and " in name or name in self._abbreviated:
            return True
        person = self.people.get(name)
        if person and person.titles:
            return True
        if len(name) > LONGEST_NAME:
            return False
        # "a letter to the owners" is a letter
        words = UNDER.split(name)[0].split() if name[0].islower() else name.split()
        if words[-1].lower() in GENERAL:
            return words[-1].lower() not in IMPERSONAL
        return len(words) > 1 and not any(w.lower() in lexicon("bodies") or w.isupper() for w in words)

    def is_body(self, name: str) -> bool:
        """Whether a speaker is surely no human being. A bare surname may be either: `Baro`, `Norway`."""
        if " " not in name and name not in self._places and not name.isupper():
            return name.islower() and name in IMPERSONAL
        return not self.is_person(name)

    def _by_office(self, mention: str, place: int, speaking: str | None) -> str | None:
        """Who holds the office: the one whose office is nearest to the words, named last before `place`."""
        wanted = office_words(self._short.get(mention, mention))
        if not wanted & HOLDERS:
            return None
        if wanted == {"ambassador"}:
            return self.ambassador
        return self._holders.nearest(wanted, place, speaking)

    def _abbreviations(self, text: str, found: list[Naming]) -> Iterator[tuple[str, str]]:
        for match in DEFINED.finditer(text):
            words, short = text[max(0, match.start() - 80) : match.start()].split()[-8:], match["short"]
            # From the right, so that the shortest words that the letters can stand for are taken.
            for start in reversed(range(len(words))):
                rest = " ".join(words[start:])
                if words[start][0].isupper() and _abbreviates(short, rest):
                    # "Acting President (AP) Baro": the name follows the office.
                    after = CAPITALS.match(text, match.end() + 1)
                    named = self.named(rest) if not UNDER.search(rest) else None
                    name = named or (after and self.named(after[0]))
                    if name or office_words(rest) & HOLDERS:
                        yield short, name or rest
                    break
        by_initials = {letters: naming.name for naming in reversed(found) for letters in _initials(naming.name)}
        for short in dict.fromkeys(INITIALS.findall(text)):
            if name := by_initials.get(short.upper()):
                yield short, self.named(name) or name


def _abbreviates(short: str, words: str) -> bool:
    """Whether the letters of `short` stand in `words` in order, the first at the beginning: AgP, HBJ, CoS."""
    letters = iter(words.lower())
    return short[0] == words[0] and all(letter in letters for letter in short.lower())


def _initials(name: str) -> Iterator[str]:
    """The letters that may stand for a name of several words: MBZ for Mohammed bin Zayed, KJI for Kim Jong-il."""
    letters = [word[0] for word in re.split(r"[ -]", name) if word]
    yield "".join(letters).upper()
    yield "".join(letter for letter in letters if letter.isupper())


def _is_fathers(name: str, proper: list[str]) -> bool:
    """Whether all that the name shares with a mention is the father's name: `Nayif` and `Mohammed bin Nayif`."""
    words = [key(word) for word in name.split()]
    own = next((i for i, word in enumerate(words) if word in {"bin", "bn", "ibn", "ben"}), 0)
    return own > 0 and len(proper) == 1 and words.index(proper[0]) == own + 1 and own + 2 == len(words)


@lru_cache(maxsize=4096)
def key(word: str) -> str:
    """A word of a name as it is compared: lower case, without possessive and marks."""
    return re.sub(r"\W|['’]s$", "", word.lower())


@lru_cache(maxsize=4096)
def keys(name: str) -> frozenset[str]:
    """The words of a name as they are compared."""
    return frozenset(map(key, name.split()))


def bare(mention: str) -> str:
    """The mention without its determiner and possessive."""
    words = mention.split()
    while len(words) > 1 and words[0].lower() in DETERMINERS:
        words = words[1:]
    return re.sub(r"['’]s?$", "", " ".join(words))
