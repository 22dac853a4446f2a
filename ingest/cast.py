"""The persons of one cable: their fullest names, their offices, and whom a mention means."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.cable import Cable, Person
from ingest.reporting import DETERMINERS, SPEAKERS

REDACTED = "xxxxx"
PARTICLES = "al|el|bin|bn|ben|ibn|abu|de|da|do|dos|das|del|della|di|la|le|van|von|zu|zum|der|den|du|ter|y|e"
CAPITALS = re.compile(
    rf"(?:[^\W\d_a-z](?:[\w&]|['’.](?=\w)|-(?=\w))*\.?|\"[A-Z]\w+\")"
    rf"(?:[ ](?:(?:{PARTICLES})[ -]){{0,3}}(?:[^\W\d_a-z](?:[\w&]|['’.](?=\w)|-(?=\w))*(?:(?<=\b[A-Z])\.)?|\"[A-Z]\w+\"))*"
)
ABBREVIATED = re.compile(r"\b([A-Z]\w+(?:[ -][\w'’-]+){1,5}) \((?:\"|“)?([A-Z][A-Za-z]{1,5})(?:\"|”)?\)")
# Words that go before a name without being part of it; those found in lower case in the cable are left out too.
OFFICES = frozenset(
    """minister ministers president ambassador amb general gen colonel col lt ltc ltg maj major brigadier brig admiral adm
    captain capt commander cmdr cdr secretary sec director dg deputy dep assistant under undersecretary senior chief vice
    prime foreign defense defence interior fm pm vp vpm dpm mod moi mfa mp mps a/s das asd pdas u/s dcm cda charge chairman
    chairwoman chair speaker senator sen congressman congresswoman congressmember representative rep staffdel codel
    governor mayor judge justice prosecutor attorney king queen prince princess sheikh shaykh sultan emir amir crown
    dr mr mrs ms prof professor sir lord lady adviser advisor counselor counsellor officer spokesman spokesperson head leader
    emboff poloff econoff polcouns polcounselor econcouns pol/econ political economic military policy affairs national
    security council party staff doctor ayatollah imam mullah pope cardinal bishop rabbi father president-elect former
    commissioner coordinator representative envoy special polad cos chod jcs chief force army navy police commissioner
    also then when while although after before if as but and in on at for from according the this that he she both""".split()
)
ALIASES = {
    "fm": "foreign minister",
    "pm": "prime minister",
    "vp": "vice president",
    "amb": "ambassador",
    "gen": "general",
    "col": "colonel",
    "fonmin": "foreign minister",
    "defmin": "defense minister",
    "mod": "minister of defense",
    "cos": "chief of staff",
    "dg": "director general",
    "dfm": "deputy foreign minister",
    "vfm": "vice foreign minister",
    "dpm": "deputy prime minister",
}
STOP = frozenset("of for the and to a in at on".split())


@dataclass
class Cast:
    """Everybody a cable names. `resolve` turns the words for a speaker into the name the cable knows them by."""

    names: dict[str, Person]
    by_word: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    offices: list[tuple[int, frozenset[str], str]] = field(default_factory=list)
    abbreviations: dict[str, str] = field(default_factory=dict)
    ambassador: str | None = None

    def resolve(self, mention: str, place: int) -> str:
        """Return the fullest name for `mention`, which stands at offset `place` of the cable's paragraphs."""
        mention = _bare(mention)
        if "xxxx" in mention.lower():
            return REDACTED
        parts = re.split(r",? and |, ", mention)
        if len(parts) > 1 and all(self._named(part) for part in parts):
            return " and ".join(self.resolve(part, place) for part in parts)
        return self._named(mention) or self._by_office(mention, place) or mention

    def _named(self, mention: str) -> str | None:
        if mention in self.abbreviations:
            return self.abbreviations[mention]
        tokens = [t for t in re.findall(r"[\w'’-]+", mention)]
        proper = [t for t in tokens if t[0].isupper() and t.lower() not in OFFICES]
        if not proper:
            return None
        key = [_key(t) for t in proper]
        candidates = self.by_word.get(key[-1], [])
        best = [n for n in candidates if set(key) <= {_key(t) for t in n.split()}]
        if best:
            return max(best, key=lambda n: (_key(n.split()[-1]) == key[-1], len(n.split())))
        ends = [n for n in candidates if _key(n.split()[-1]) == key[-1]]
        return ends[0] if len(ends) == 1 and len(key) > 1 and any(_key(w) in key for w in ends[0].split()[:-1]) else None

    def _by_office(self, mention: str, place: int) -> str | None:
        wanted = _office_words(mention)
        if not wanted or not wanted & OFFICE_HEADS:
            return None
        if mention.lower() in {"ambassador", "charge", "dcm"}:
            return self.ambassador if mention.lower() == "ambassador" else None
        holders = [(at, name) for at, office, name in self.offices if wanted <= office]
        earlier = [name for at, name in holders if at < place]
        return earlier[-1] if earlier else (holders[0][1] if holders else None)


OFFICE_HEADS = frozenset(
    """minister president king prince general colonel director secretary chairman chief governor mayor premier sheikh
    senator congressman admiral commander commissioner chancellor speaker emir amir sultan head staff judge deputy
    prosecutor leader attorney coordinator envoy professor advisor adviser undersecretary representative""".split()
)


def _office_words(text: str) -> frozenset[str]:
    low = re.findall(r"[\w/]+", text.lower())
    expanded = [w for word in low for w in ALIASES.get(word, word).split()]
    return frozenset(w for w in expanded if w not in STOP)


def _key(word: str) -> str:
    return re.sub(r"[^\w]|(?<=\w)['’]s$", "", word.lower())


def _bare(mention: str) -> str:
    """The mention without determiner and possessive."""
    words = mention.split()
    while len(words) > 1 and words[0].lower() in DETERMINERS:
        words = words[1:]
    return re.sub(r"['’]s?$", "", " ".join(words))


def cast_of(paragraphs: Iterable[str]) -> Cast:
    """Collect the persons that a cable's paragraphs name, each under the fullest name."""
    text = "\n".join(paragraphs)
    common = set(re.findall(r"(?<![\w'’-])[a-z]{3,}(?![\w'’-])", text))
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for match in CAPITALS.finditer(text):
        parts = match[0].split(" ")
        cut = 0
        for i, word in enumerate(parts):
            low = word.lower().strip(".")
            if low in OFFICES or low in common or low in SPEAKERS or (word.isupper() and len(word) > 2) or word.endswith(("'s", "’s")):
                cut = i + 1
        title, name = " ".join(parts[:cut]), " ".join(parts[cut:]).strip(".")
        name = re.sub(r"['’]s$", "", name)
        if name and not name.isupper():
            found[name].append((match.start(), title))
    cast = Cast(names={})
    for name, places in found.items():
        if " " not in name:
            continue
        for word in name.split():
            if word[0].isupper():
                cast.by_word[_key(word)].append(name)
    single = [n for n in found if " " not in n]
    for name in single:
        if _key(name) not in cast.by_word:
            cast.by_word[_key(name)].append(name)
    for match in ABBREVIATED.finditer(text):
        words, short = match[1].split(), match[2]
        for start in range(len(words)):
            rest = re.split(r"[ -]", " ".join(words[start:]))
            if "".join(w[:1] for w in rest).lower().startswith(short.lower()) and not short.isupper():
                cast.abbreviations[short] = " ".join(words[start:])
    for short in set(re.findall(r"\b[A-Z]b[A-Z]\b", text)) - set(cast.abbreviations):
        for name in found:
            if re.match(rf"{short[0]}\w+ b\w+ {short[2]}", name):
                cast.abbreviations[short] = name
    titles: dict[str, list[str]] = defaultdict(list)
    for name, places in found.items():
        full = cast._named(name) or name
        for at, title in places:
            if title and _office_words(title) & OFFICE_HEADS:
                cast.offices.append((at, _office_words(title), full))
                titles[full].append(title)
            if title == "Ambassador" and (cast.ambassador is None):
                cast.ambassador = f"Ambassador {full}"
    cast.offices.sort()
    for name in found:
        full = cast._named(name) or name
        known = cast.names.get(full, Person(full))
        cast.names[full] = Person(full, tuple(dict.fromkeys(titles[full])), tuple(dict.fromkeys((*known.spellings, name))))
    return cast


def cast(cable: Cable) -> Cast:
    """Collect the persons of a cable."""
    return cast_of(paragraph.text for paragraph in cable.paragraphs)
