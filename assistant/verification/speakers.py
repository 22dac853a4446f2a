"""Whose words a sentence claims to report, and whether the cable attributes them to that person."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.verification import names
from assistant.verification.cited_source import CitedSource
from ingest.attribution.cast import bare
from ingest.attribution.grammatical_speaker import Attribution, attribution
from ingest.attribution.name_mentions import HOLDERS, office_words
from ingest.domain.countries import place
from ingest.domain.statements import Person, Statement
from ingest.language.lexicon import lexicon
from ingest.language.noun_phrases import OFFICER
from ingest.language.reporting_verbs import HOLDING, SAYING

_ACCORDING = re.compile(
    r"(?:according to|in the (?:view|words|account|opinion) of)\s+(?P<who>[^,:;]{2,90}),", re.I
)
_POST = re.compile(
    r"\b(?:we|embassy|post|consulate|the mission|the department|cable|telegram|washington)\b",
    re.IGNORECASE,
)
# What the post reports may be anybody's words; what it judges is its own.
_JUDGING = frozenset(
    """assessed believed believes believe comments commented concluded concludes considered considers doubted
    doubts expected expects felt judged judges opined recommended recommends suspected thinks thought""".split()
)
# "Baro, who agreed", "Baro later agreed", "Baro, Deputy Minister of Trade, agreed"
_PREDICATE = re.compile(r",? (?:(?:who|also|then|had|has|later|himself|herself|[a-z]{2,20}ly) )*+(\w+)")
_APPOSED = re.compile(r", [^.;:]{0,100}")
_CAPITAL = re.compile(r"\b[A-Z][\w’'-]+")
_PRONOUN = re.compile(r"\b(?:he|she|they)\b", re.IGNORECASE)
_TALKS = re.compile(r"\b(?:talks|meetings?|visit|conversations?|discussions?)\b")  # nobody's words
_PARTED = re.compile(r"[,”\"’'–—-]\s*$")
_SAID = re.compile(r"[,”\"]\s*\w+\s+$")  # “...,” said Baro
_OF_ANOTHER = re.compile(r"['’]s? |,? had ")
# "The mill was lost, he commented": whom that leaves open.
_CLOSED = re.compile(r", (?:he|she|they) (?:\w+ ){0,2}?(\w+)[.\s]*$")
_OFFICER_OF_A_POST = re.compile(
    r"(?:the )?(?:U\.?S\.? )?(?:ambassador|charg[eé]|dcm|consul general)", re.IGNORECASE
)
_I = re.compile(r"\bI((?: \w++){1,3})")  # "I then raised"
_AGREEING = frozenset("agreed agrees concurred concurs acknowledged acknowledges confirmed conceded".split())
_NOBODY = frozenset("neither no nobody none nor".split())


@dataclass(frozen=True, slots=True)
class Objection:
    """Why somebody did not say it, in words, and whether that is certain."""

    reason: str
    certain: bool = True


def voice(sentence: str) -> Attribution | None:
    """Return who speaks in a sentence by its own words, None where it reports nobody's."""
    opening = _ACCORDING.match(sentence)
    if opening and not _TALKS.search(opening["who"]):
        return Attribution(opening["who"], opening.start("who"), "according")
    closing = _CLOSED.search(sentence)
    if closing and (closing[1] in SAYING or closing[1] in HOLDING):
        return None
    found = attribution(sentence)
    if found is None or found.manner in {"acted", "within"} or found.pronoun:
        return None
    # "the policy that the President announced" is no aside.
    aside = (
        found.manner == "aside"
        and found.mention[:1].isalpha()
        and _PARTED.search(sentence, 0, found.start) is None
    )
    return None if aside and _SAID.search(sentence, 0, found.start) is None else found


def without(sentence: str, speaker: Attribution | None, *, verb: bool = True) -> str:
    """Return the sentence without the words for who speaks and, if asked, the verb with which they do."""
    if speaker is None or speaker.mention.split()[0].lower() in _NOBODY:
        return sentence
    said = sentence.replace(speaker.mention, " ", 1)
    return said.replace(speaker.verb, " ", 1) if verb and speaker.verb else said


def objection(speaker: Attribution, source: CitedSource, statement: Statement) -> Objection | None:
    """Return why a statement does not support the claim that the speaker said it; None if it may."""
    mention, said_by = speaker.mention, statement.speaker
    if _POST.search(mention):
        if said_by and _named(said_by) and speaker.verb in _JUDGING:
            return Objection(f"in {source.label} this is said by {said_by}, not by {mention}")
        return None
    if statement.kind == "comment":
        words = source.words(statement)
        if _is_the_post(mention, source) or any(_occurs(each, words) for each in _called(mention, source)):
            return None
        if _occurs(mention, words) or (_PRONOUN.search(words) and _occurs(mention, source.text)):
            return None  # the post reports in its comment what they said
        if not _may_speak(mention):
            return None
        alone = all(each.kind == "comment" for each in source.statements)
        return Objection(f"in {source.label} this is the post's own comment, not {mention}'s words", alone)
    if said_by is None:
        return None
    if _same(mention, attribution(source.words(statement))):
        return None  # the statement names them by its own words, whoever the paragraph is thought to follow
    if _speaks(mention, source.words(statement)):
        return None
    known = next((each for each in source.people if each.name == said_by), Person(said_by))
    if _is(mention, known) or _are_one(mention, said_by, source.text):
        return None
    at_hand = any(_fits(mention, text) for text in (source.text, *source.speakers))
    own = attribution(source.words(statement))
    explicit = own is not None and own.manner != "held" and bare(own.mention) == said_by
    if speaker.verb in _AGREEING and _speaks(mention, source.text):
        return None  # what another said
    if _OFFICER_OF_A_POST.fullmatch(mention) and not explicit and _is_told_by_me(source, statement):
        return None
    if at_hand and not explicit and not _named(said_by):
        return None  # the cable leaves open who speaks
    # A single word may be no name at all, and only have been taken for one.
    sure = explicit or " " in said_by or bool(known.titles) or len(known.spellings) > 1
    return Objection(f"in {source.label} this is said by {said_by}, not by {mention}", sure)


def is_quoted_by(speaker: Attribution, owner: str | None, sentence: str) -> bool:
    """Whether its speaker passes on another's words: "Baro said Lind had told him", "Baro shared Lind's view"."""
    if not owner or not _named(owner):
        return False
    rest = without(sentence, speaker, verb=False)
    return any(_OF_ANOTHER.match(rest, found.end()) for found in re.finditer(re.escape(owner.split()[-1]), rest))


def _is_the_post(mention: str, source: CitedSource) -> bool:
    """Whether the words for a speaker are those for whoever has sent the cable: "IRPO", "Buenos Aires"."""
    persons = names.names(f"x {mention}")
    return bool(persons and source.origin) and all(names.stand(persons, [source.origin or ""]).values())


def _called(mention: str, source: CitedSource) -> Iterator[str]:
    """Yield what else the cable calls the person whom a mention names: "MbZ" for Mohammed bin Zayed."""
    for person in source.people:
        own = (person.name, *person.spellings)
        if _persons(mention) and _fits(mention, " ".join(own)):
            yield from own


def _are_one(mention: str, said_by: str, text: str) -> bool:
    """Whether two names are those of one person by the text: "Evo" and "Morales" of "Evo Morales"."""
    if " " in said_by:
        return False
    one = re.escape(said_by)
    return any(
        re.search(rf"\b(?:{one} {two}|{two} {one})\b", text)
        for two in (re.escape(name.text) for name in _persons(mention))
    )


def _is_told_by_me(source: CitedSource, statement: Statement) -> bool:
    """Whether whoever writes the cable speaks in the paragraph, up to a statement: "I noted that"."""
    return any(word in SAYING for found in _I.finditer(source.text, 0, statement.end) for word in found[1].split())


def _may_speak(mention: str) -> bool:
    """Whether the words for a speaker are somebody's: a name, an office, "officials"."""
    return bool(_persons(mention) or office_words(mention) & HOLDERS or _noun(mention) in lexicon("speakers"))


def _speaks(mention: str, text: str) -> bool:
    """Whether a text has one of the names in a mention as the subject of a verb of saying: "Baro, who agreed"."""
    for name in _persons(mention):
        for found in _CAPITAL.finditer(text):
            if not names.stand([name], [found[0]])[name]:
                continue
            verb = _PREDICATE.match(text, found.end())
            apposed = _APPOSED.match(text, found.end())
            behind = [verb[1]] if verb else []
            behind += re.findall(r"\b\w+ed\b|said|told", apposed[0]) if apposed else []
            if any(word.lower() in SAYING or word.lower() in HOLDING for word in behind):
                return True
    return False


def _same(mention: str, found: Attribution | None) -> bool:
    """Whether the words for a speaker are those that a statement has itself."""
    if found is None or found.pronoun:
        return False
    if _persons(mention) and _persons(found.mention):
        return _fits(mention, found.mention)
    return bare(mention).lower() == bare(found.mention).lower()


def _is(mention: str, person: Person) -> bool:
    """Whether the words for a speaker may mean the person."""
    own = (person.name, *person.spellings)
    if _persons(mention):
        return _fits(mention, " ".join(own))
    noun = _noun(mention)
    if OFFICER.fullmatch(noun):
        return bare(mention).lower() == person.name.lower()
    if noun.endswith("s") and noun in lexicon("speakers"):
        return not _named(person.name)  # "officials" are not one person
    offices = office_words(mention) & HOLDERS
    held = frozenset(word for title in person.titles for word in office_words(title)) & HOLDERS
    return not offices or not held or bool(offices & held)


def _noun(mention: str) -> str:
    return mention.rsplit(maxsplit=1)[-1].lower()


def _fits(mention: str, text: str) -> bool:
    """Whether a text has one of the names by which a mention calls a person; any text fits who is not named."""
    persons = _persons(mention)
    return not persons or any(names.stand(persons, [text]).values())


def _occurs(mention: str, text: str) -> bool:
    """Whether a text has one of the names in a mention, or its noun where it has no name: "officials"."""
    if _persons(mention):
        return _fits(mention, text)
    return _noun(mention) in re.findall(r"\w+", text.lower())


def _persons(mention: str) -> list[names.Name]:
    """Return the names in the words for a speaker that are no country's."""
    return [name for name in names.names(f"x {mention}") if place(name.text) is None]  # none opens a sentence here


def _named(speaker: str) -> bool:
    """Whether a speaker is called by a name, and not "officials" or crossed out."""
    return speaker != speaker.lower() and not speaker.rsplit(maxsplit=1)[-1].islower() and bool(_persons(speaker))
