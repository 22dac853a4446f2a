"""Sentences that tell who somebody is: with their office, or with what they are set beside the name."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from assistant.retrieval.phrases import unattributed
from ingest import Library, Paragraph
from ingest.attribution.name_mentions import ABBREVIATED, HOLDERS, Naming, namings, office_words
from ingest.domain.countries import place
from ingest.domain.filters import Filters
from ingest.domain.keys import HEADER, Key
from ingest.domain.posts import parts
from ingest.domain.statements import Statement
from ingest.language.lexicon import OFFICES, lexicon
from ingest.language.name_match import bears, is_whole, name_words
from ingest.language.reporting_verbs import SPEAKERS

_DEPTH = 60  # paragraphs with the words of a name, and as many in which somebody of that name speaks
# Whoever is at the head of something has another title: "head of the RBZ" is its governor.
HEADS = frozenset(("head", "boss"))
_HEADS_TITLES = HEADS | frozenset("chairman chief commander director governor leader president".split())
_SPELT = {"defence": "defense", "labour": "labor"}
_NO_PERSONS = frozenset(
    "acting affairs air army both cabinet camp crown defence defense economic force foreign former government"
    " high interior international leadership major many most national navy policy political post prime private"
    " security senior several side some special state team vice youth".split()
)
_ROLES = (
    OFFICES | SPEAKERS | frozenset("author lawyer owner confidant wife husband son daughter founder".split())
) - (_NO_PERSONS | lexicon("bodies") | lexicon("papers"))
_NO_ROLES = lexicon("openings") | lexicon("connectives") | frozenset("a an the and or".split())
_AFTER = re.compile(r"(?:['’]s)?(?: \([^()]{1,60}\))?(?P<set>, [^,.;()]{3,90}(?=[,.;()]|\Z)| \([^()]{5,90}\))")
_IS = re.compile(
    r",? (?:is|was|became|has been|remains|serves as|served as) (?P<set>(?:[\w'’/-]+ ){1,6}[\w'’/-]+)"
)
_WHO_DOES = re.compile(
    r", who (?:now |currently |also )?(?:advises|chairs|commands|directs|edits|heads|leads|manages|owns|represents"
    r"|runs|serves|teaches|works)\b"
)
_POSSESSIVE = re.compile(r"(?<![\w.])([\w.]{1,40})['’]s?(?: |\Z)")
_OF = re.compile(r" of (?:the )?[A-Z]")
_RIGHT_BEFORE = re.compile(r"(?P<role>[\w/-]+)(?: \([^()]{1,40}\))? \Z")
_HEAD_OF = re.compile(r"\b(?P<role>\w+) of [^,.;:]{3,110} \Z")
_MOST_PLACES = 500  # at which somebody is named, of those paragraphs
_LONG = 60  # words of a sentence that tells too much else
_SHORT = re.compile(r"\b[A-Z]{2,5}\b")  # of a body or a party: "AN Vice President"
_OFFICE_BEHIND = re.compile(
    r"(?:the )?(?:[A-Z][\w.’'-]*|[a-z]+)(?: (?:[A-Z][\w.’'-]*|of|for|the|and|[a-z]+er|[a-z]+ent)){0,6}"
)


@dataclass(frozen=True, slots=True)
class Description:
    """A sentence of a paragraph that names somebody, how well it tells who that is, and the office it gives."""

    key: Key
    paragraph: Paragraph
    sentence: Statement
    name: str
    title: str
    score: float

    @property
    def text(self) -> str:
        """The sentence."""
        return self.paragraph.text[self.sentence.start : self.sentence.end]


def described(library: Library, name: str, spoken: Iterable[Key], where: Filters) -> list[Description]:
    """Return the sentences that name somebody with the surname of `name`, however it is spelt.

    Where somebody of that name speaks, in the paragraphs `spoken`, it is looked for, too.
    """
    found = [key for key, _ in library.by_words(name, _DEPTH, where) if key.ordinal != HEADER]
    keys = dict.fromkeys([*found, *islice(spoken, _DEPTH)])
    surname = (name_words(name) or [name])[-1]
    named = _naming(library.attributed_paragraphs(keys), lambda naming: bears(naming.name, surname))
    return list(islice(named, _MOST_PLACES))


def holding(library: Library, office: str, where: Filters) -> list[Description]:
    """Return the sentences that name somebody in an office: "emir", "mayor of London", "German interior minister".

    A country that is named has to stand in their title, or the cable has to be from there.
    """
    asked = _office(re.sub(r"['’]s?(?= |\Z)", "", office))
    shorts = [short for short, full in ABBREVIATED.items() if {*full.split()} == asked & OFFICES]
    wanted, others = (asked & OFFICES) - HEADS, asked - OFFICES - HEADS - _NO_ROLES
    heads, lesser = _HEADS_TITLES if asked & HEADS else OFFICES, lexicon("lesser") - wanted
    query = " ".join((*wanted, *(_HEADS_TITLES if asked & HEADS else ()), *shorts, office))
    keys = [key for key, _ in library.by_words(query, _DEPTH, where) if key.ordinal != HEADER]

    def holds(naming: Naming) -> bool:
        title = _office(naming.title)
        held = wanted <= title and bool(title & heads) and not title & lesser
        return held and not any(place(each[1]) is None for each in _POSSESSIVE.finditer(naming.title))

    found = islice(_naming(library.attributed_paragraphs(keys), holds, set_behind=True), _MOST_PLACES)
    is_national = bool(others) and all(place(word) for word in others)
    return [
        each
        for each in found
        if all(_is_there(word, each) for word in others) and not (is_national and is_of_body(each.title))
    ]


def is_of_body(title: str) -> bool:
    """Whether an office is of something in a country, not of it: "President of Yemen Polling Center", "AN VP"."""
    shorts = (word for word in _SHORT.findall(title) if word.lower() not in OFFICES and not place(word))
    if any(word not in ABBREVIATED and not word.startswith("GO") for word in map(str.lower, shorts)):
        return True
    behind = re.split(r" (?:of|for)(?: the)? ", title, maxsplit=1)[1:]
    words = [word for part in behind for word in re.findall(r"[^\W\d_]+", part)]
    return any(map(place, words)) and not all(place(word) or word.lower() in OFFICES | _NO_ROLES for word in words)


def _office(words: str) -> frozenset[str]:
    return frozenset(_SPELT.get(word, word) for word in office_words(words))


def _is_there(word: str, each: Description) -> bool:
    land, sent = place(word), parts(each.key.cable)
    title = office_words(each.title)
    if not land:
        return word in title
    lands = [found for other in re.findall(r"[\w.]+", each.title) if (found := place(other))]
    return lands[-1] == land if lands else bool(sent and place(sent.post) == land)


def is_titled(land: str, found: Sequence[Description]) -> bool:
    """Whether an office that some sentences give names its country."""
    return any(place(word) == land for each in found for word in re.findall(r"[\w.]+", each.title))


def is_elsewhere(library: Library, office: str, name: str, found: Sequence[Description]) -> bool:
    """Whether somebody whom only cables of a country's posts give an office holds it in another country.

    President Bush is named in Brasília, too: but most of the cables that name him are from elsewhere.
    """
    land = next(filter(None, map(place, re.findall(r"[\w.]+", office))), None)
    if land is None or is_titled(land, found):
        return False
    named = library.mentioning([name])
    lands = [place(sent.post) for id in named if (sent := parts(id))]
    return lands.count(land) * 2 < len(lands)


def _naming(
    there: Mapping[Key, tuple[Paragraph, Sequence[Statement]]],
    fits: Callable[[Naming], bool],
    *,
    set_behind: bool = False,
) -> Iterator[Description]:
    """Yield the sentences whose names fit; an office may be `set_behind` a name: "Felix, Spain's emir, said"."""
    for key, (paragraph, statements) in there.items():
        for found in namings(paragraph.text):
            start = paragraph.text.find(found.name, found.place)
            behind = _title_behind(paragraph.text, start + len(found.name)) if set_behind else ""
            naming = replace(found, title=found.title or behind)
            sentence = _around(statements or unattributed(paragraph), start) if fits(naming) else None
            if sentence:
                score = _tells(paragraph.text, sentence, start, naming.name, naming.title)
                yield Description(key, paragraph, sentence, naming.name, naming.title, score)


def _title_behind(text: str, end: int) -> str:
    """Return the office that is set behind a name, "" where there is none."""
    behind = _AFTER.match(text, end)
    words = behind["set"].strip(" ,()") if behind else ""
    office = _OFFICE_BEHIND.match(words)
    return office[0] if office and office_words(office[0]) & HOLDERS else ""


def _around(statements: Iterable[Statement], place: int) -> Statement | None:
    return next((each for each in statements if each.start <= place < each.end), None)


def _tells(text: str, sentence: Statement, place: int, name: str, title: str) -> float:
    """Return how well the words around a name tell who it is."""
    end = place + len(name)
    before = text[max(sentence.start, place - 130) : place]
    adjacent, head = _RIGHT_BEFORE.search(before), _HEAD_OF.search(before)
    beside, verb = _AFTER.match(text, end), _IS.match(text, end)
    office = office_words(title) if office_words(title) & HOLDERS else frozenset()
    score = 3.0 + 0.1 * min(len(office), 5) if office else 2.0 * bool(adjacent and _is_role(adjacent["role"]))
    score += 1.5 * bool(not score and head and head["role"].lower() in HOLDERS)
    score += 2.0 * bool(beside and _has_role(beside["set"]))
    score += 2.0 * bool(verb and _has_role(verb["set"]))
    score += 1.5 * bool(_OF.match(text, end)) + 2.0 * bool(_WHO_DOES.match(text, end))
    if score:
        score += 1.0 * is_whole(name) - 1.0 * (len(text[sentence.start : sentence.end].split()) > _LONG)
    return score


def _has_role(words: str) -> bool:
    return any(_is_role(word) for word in re.findall(r"[\w'’/-]+", words))


def _is_role(word: str) -> bool:
    return word.lower() in _ROLES and word.lower() not in _NO_ROLES


def persons(found: Sequence[Description]) -> list[tuple[str, list[Description]]]:
    """Return the persons that sentences name, by their usual full names, the most often named first.

    A part of a name belongs to whoever has it in full in the same cable, else to the only one who has it at all.
    """
    counts = Counter(each.name for each in found)
    whole: list[str] = []
    for name in sorted(counts, key=lambda name: (not is_whole(name), -counts[name], len(name))):
        if not any(bears(name, other) or bears(other, name) for other in whole):
            whole.append(name)
    in_cable: dict[str, list[str]] = defaultdict(list)
    for each in found:
        if is_whole(each.name):
            in_cable[each.key.cable].append(each.name)
    of: dict[str, list[Description]] = defaultdict(list)
    for each in found:
        mates = [name for name in whole if bears(name, each.name) or bears(each.name, name)]
        here = [
            name
            for name in mates
            if any(bears(other, name) or bears(name, other) for other in in_cable[each.key.cable])
        ]
        sure = here[:1] or (mates if len(mates) == 1 else [])
        of[sure[0] if sure else each.name].append(each)
    return sorted(of.items(), key=lambda item: -len(item[1]))
