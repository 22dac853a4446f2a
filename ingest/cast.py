"""The persons of one cable: their fullest names, their offices, and whom a mention means."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingest.cable import Cable, Person
from ingest.lexicon import lexicon
from ingest.reporting import DETERMINERS, PRONOUNS, SPEAKERS

REDACTED = "xxxxx"
CROSSES = re.compile(r"\b[xX]{4,}\b")
_PARTICLES = "al|el|bin|bn|ben|ibn|abu|de|da|do|dos|das|del|della|di|la|le|van|von|zu|zum|der|den|du|ter|y|e"
_CAPITAL = (
    r"(?:(?:Gen|Lt|Col|Maj|Amb|Dr|Mr|Mrs|Ms|Adm|Sen|Rep|Prof|Brig|Capt|Cdr|Gov|[A-Z])\.(?=[ ]?[^\W\d_a-z])"
    r"|(?:al-|el-)?[^\W\d_a-z](?:[\w&/]|['’.-](?=\w))*|\(?\"[A-Z]\w+\"\)?)"
)
CAPITALS = re.compile(rf"(?<![\w.]){_CAPITAL}(?:[ ](?:(?:{_PARTICLES})[ -]){{0,3}}{_CAPITAL})*")
DEFINED = re.compile(r"\((?:hereafter |aka )?[\"“']?(?P<short>[A-Z][A-Za-z]{1,4})[\"”']?\)")
# Words that go before a name without being part of it; those found in lower case in the cable are left out too.
OFFICES = lexicon("offices") | lexicon("portfolios") | lexicon("openings") | lexicon("connectives")
DATES = lexicon("dates")
_ALIASES = {
    "fm": "foreign minister",
    "pm": "prime minister",
    "vp": "vice president",
    "amb": "ambassador",
    "gen": "general",
    "mg": "major general",
    "col": "colonel",
    "fonmin": "foreign minister",
    "defmin": "defense minister",
    "cos": "chief of staff",
    "chod": "chief of defense",
    "dg": "director general",
    "dfm": "deputy foreign minister",
    "vfm": "vice foreign minister",
    "dpm": "deputy prime minister",
    "emir": "amir",
    "sheikh": "shaykh",
}
HOLDERS = lexicon("holders")
IN_PLACE = re.compile(r"\b(?:in|across|throughout|inside|within|outside) ([A-Z]\w+)(?![\w'’-]| [A-Z])")
INITIALS = re.compile(r"\b[A-Z][A-Za-z][A-Z]\b")
UNDER = re.compile(r" (?:of|in|from|with|at|for|to|on|living|led|who|within|close) ")
_STOP = frozenset("of for the and to a in at on".split())


@dataclass(frozen=True, slots=True)
class Naming:
    """One place where a cable names somebody: the name as spelt, the office before or after it."""

    place: int
    name: str
    title: str


class Cast:
    """Everybody a cable names; `resolve` turns the words for a speaker into the fullest name for them."""

    def __init__(self, paragraphs: Iterable[str]) -> None:
        text = "\n".join(paragraphs)
        namings = list(_namings(text))
        # Capitalized where no sentence begins, and so a name or an office.
        self._proper = set(re.findall(r"(?<=[\w,;] )[^\W\d_a-z][\w'’-]*", text))
        self._places = set(IN_PLACE.findall(text))
        self._by_word: dict[str, list[str]] = defaultdict(list)
        self._by_name = spelt = dict.fromkeys(naming.name for naming in namings)
        for name in sorted(spelt, key=lambda name: " " not in name):
            for word in name.split():
                if not word.islower() and name not in self._by_word[key(word)]:
                    self._by_word[key(word)].append(name)
        self._titles: dict[str, frozenset[str]] = defaultdict(frozenset)
        for naming in namings:
            called = naming.name if " " in naming.name else key(naming.name)
            self._titles[called] |= office_words(naming.title) & HOLDERS
        self._short: dict[str, str] = {}
        self._short.update(self._abbreviations(text, namings))
        self._offices: list[tuple[int, frozenset[str], str]] = []
        titles: dict[str, list[str]] = defaultdict(list)
        spellings: dict[str, list[str]] = defaultdict(list)
        self.ambassador: str | None = None
        for naming in namings:
            full = self.named(naming.name) or naming.name
            spellings[full].append(naming.name)
            office = office_words(naming.title)
            if office & HOLDERS:
                self._offices.append((naming.place, office, full))
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
            return self.named(CROSSES.sub("", mention).strip()) or REDACTED
        parts = [part for part in re.split(r",? and |, ", mention) if part]
        if len(parts) > 1 and all(part[0].isupper() for part in parts):
            if {word.lower() for word in parts[0].split()} <= OFFICES and (holder := self.named(parts[-1])):
                return holder  # "Vice President and Minister of Defense Baro"
            return " and ".join(dict.fromkeys(self.resolve(part, place, speaking) for part in parts))
        upper = UNDER.split(mention)[0]
        if upper != mention and upper.split()[-1].lower() in SPEAKERS:
            # "a group of businessmen in South Africa" is not South Africa, "Chief of Staff Baro" is Baro.
            named = self.named(mention) if upper[0].isupper() else None
            held = self._by_office(mention, place, speaking) or self._by_office(upper, place, speaking)
            return named if named and self.is_person(named) else held or mention
        return self.named(mention) or self._by_office(mention, place, speaking) or mention

    def named(self, mention: str) -> str | None:
        """The fullest name that shares the proper names of `mention`, or None."""
        if mention in self._short and self._short[mention] in self._by_name:
            return self._short[mention]
        tokens = re.findall(r"[\w'’/-]+", mention)
        if not tokens or tokens[-1].lower() in OFFICES | SPEAKERS or tokens[-1].islower():
            return None
        proper = [key(t) for t in tokens if not t.islower() and t.lower() not in OFFICES]
        if not proper:
            return None
        candidates = [name for name in self._by_word.get(proper[-1], []) if not _is_fathers(name, proper)]
        for start in range(len(proper)):
            # "Green caucus leader Baro": what goes before the name may look like a part of it.
            whole = [name for name in candidates if set(proper[start:]) <= {key(word) for word in name.split()}]
            if whole:
                return max(whole, key=lambda name: self._nearness(name, proper[-1]))
        return None

    def _nearness(self, name: str, word: str) -> tuple[int, int]:
        """How well `word` alone stands for a full name.

        Best as its surname; not as its house ("Al Saud"); as its first word only if somebody is named by that
        word alone in the same office, as "State Councilor Dai" and "State Councilor Dai Bingguo" are.
        """
        words = [key(part) for part in name.split()]
        house = len(words) > 2 and words[-2] in {"al", "el"}
        if len(words) == 1:
            return 2, 1
        if words[-1] == word and not house:
            return 4, len(words)
        return (3 if words[0] == word and self._titles[name] & self._titles[word] else 1), len(words)

    def knows(self, mention: str) -> bool:
        """Whether the words can be a name or an office, and not merely how a sentence begins."""
        if (
            " " in mention
            or mention in self._short
            or mention in self._proper
            or mention.lower() in SPEAKERS | PRONOUNS
            or "xxxx" in mention.lower()
        ):
            return True
        return any(" " in name for name in self._by_word.get(key(mention), ()))

    def is_person(self, name: str) -> bool:
        """Whether a speaker is a human being as far as the cable tells, and not a country or a body."""
        if name == REDACTED or " and " in name or name in self._short.values():
            return True
        person = self.people.get(name)
        if person and person.titles:
            return True
        words = name.split()
        if words[-1].lower() in SPEAKERS | OFFICES:
            return words[-1].lower() not in lexicon("bodies") | lexicon("papers")
        return len(words) > 1 and not any(w.lower() in lexicon("bodies") or w.isupper() for w in words)

    def is_body(self, name: str) -> bool:
        """Whether a speaker is surely no human being. A bare surname may be either: `Baro`, `Norway`."""
        if " " not in name and name not in self._places and not name.isupper():
            return name.islower() and name in lexicon("bodies") | lexicon("papers")
        return not self.is_person(name)

    def _by_office(self, mention: str, place: int, speaking: str | None) -> str | None:
        """Who holds the office: the one whose office is nearest to the words, named last before `place`."""
        wanted = office_words(self._short.get(mention, mention))
        if not wanted & HOLDERS:
            return None
        if wanted == {"ambassador"}:
            return self.ambassador
        # "the Secretary" is not his deputy, nor somebody's private secretary.
        holders = [
            (len(office - wanted) - (name == speaking), at >= place, abs(place - at), name)
            for at, office, name in self._offices
            if wanted <= office and not (office - wanted) & lexicon("lesser")
        ]
        return min(holders)[-1] if holders else None

    def _abbreviations(self, text: str, namings: list[Naming]) -> Iterator[tuple[str, str]]:
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
        by_initials = {letters: naming.name for naming in reversed(namings) for letters in _initials(naming.name)}
        for short in dict.fromkeys(INITIALS.findall(text)):
            if name := by_initials.get(short.upper()):
                yield short, self.named(name) or name


def cast(cable: Cable) -> Cast:
    """Collect the persons of a cable."""
    return Cast(paragraph.text for paragraph in cable.paragraphs)


def _namings(text: str) -> Iterator[Naming]:
    common = set(re.findall(r"(?<![\w'’-])[a-z]{3,}(?![\w'’-])", text))
    for match in CAPITALS.finditer(text):
        parts = re.sub(r"['’]s$", "", match[0]).split(" ")
        cut = 0
        for i, word in enumerate(parts):
            low = word.lower().strip(".")
            if word[0].islower():
                continue
            if (
                low in OFFICES
                or low in common
                or low in SPEAKERS
                or (word.isupper() and len(word) > 2)
                or word.endswith(("'s", "’s"))
            ):
                cut = i + 1
        while len(parts) > cut and parts[-1].lower() in DATES:
            parts.pop()
        title, name = " ".join(parts[:cut]), " ".join(parts[cut:]).strip(".")
        if not name or name.isupper():
            continue
        if title and (before := OF.search(text[max(0, match.start() - 80) : match.start()])):
            title = f"{before[1]} {title}".strip()
        if name.rpartition(" ")[2].lower() in lexicon("bodies"):
            title = ""  # King Abdullah University is no king
        elif not office_words(title) & HOLDERS:
            title = _apposition(text, match.start(), match.end()) or title
        yield Naming(match.start(), name, title)


OF = re.compile(r"((?:[^\W\d_a-z][\w/&.-]* )+(?:of|for|of the|for the)) $")
_HELD = (
    rf"(?:(?!of\b|for\b|to\b|in\b|at\b)[\w'’/-]+ ){{0,5}}?(?:{'|'.join(sorted(HOLDERS))})s?"
    r"(?: (?:of|for|in|to|at|on) [\w'’/ -]{2,60})?"
)
BEFORE = re.compile(rf"(?:^|[.,;:]\s|\s(?:with|by|that)\s)(?:the |a |an |our )?({_HELD}),\s$", re.IGNORECASE)
AFTER = re.compile(rf"(?: \([^()]{{1,40}}\))?, (?:the |a |an |our |who is )?({_HELD})[,.;(]", re.IGNORECASE)
VERBS = re.compile(r"\b(?:according|said|told|met|was|were|is|are|has|had|that|\w+ed)\b", re.IGNORECASE)


def _apposition(text: str, start: int, end: int) -> str:
    """The office set beside a bare name by commas: `Baro, head of the mill,` or `the mayor of X, Baro`."""
    if (after := AFTER.match(text, end)) and not VERBS.search(after[1]):
        return after[1]
    if (before := BEFORE.search(text[max(0, start - 90) : start])) and not VERBS.search(before[1]):
        return before[1]
    return ""


def office_words(text: str) -> frozenset[str]:
    """The words of an office, abbreviations spelt out: what two ways of naming it have in common."""
    low = re.findall(r"[\w/]+", text.lower())
    return frozenset(w for word in low for w in _ALIASES.get(word, word).split() if w not in _STOP)


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


def bare(mention: str) -> str:
    """The mention without its determiner and possessive."""
    words = mention.split()
    while len(words) > 1 and words[0].lower() in DETERMINERS:
        words = words[1:]
    return re.sub(r"['’]s?$", "", " ".join(words))
