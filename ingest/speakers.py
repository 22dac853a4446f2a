"""Who a sentence says is speaking: the words for the speaker, found by the grammar of cable prose.

No parser of English is at work here. A sentence is cut into words, quotations and asides are set apart, and a
speaker is the noun phrase that stands where the subject of a verb of saying must stand.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ingest.reporting import (
    AUXILIARIES,
    CLAUSE_OPENERS,
    COPULAS,
    DETERMINERS,
    CONNECTIVES,
    HOLDING,
    IDIOMS,
    PREPOSITIONS,
    PRONOUNS,
    SAYING,
    SPEAKERS,
    STANCES,
)

Manner = Literal["said", "held", "according", "aside", "told", "within", "acted"]
Tense = Literal["past", "present", "perfect", "pluperfect"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """The words for who speaks, as the sentence has them ("the Minister", "He"), where, and how it says so.

    `said` by a verb of saying, `held` by a verb of holding a view, `according` to somebody, in an `aside`
    (", he said,"), `told` in the passive, `within` a subordinate clause. `acted` is the subject of some other
    verb: nobody speaks yet. `verb` is the verb or adjective that reports, as it stands.
    """

    mention: str
    start: int
    manner: Manner
    tense: Tense = "past"
    verb: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A word, mark or whole quotation; `low` is its lower case, and '"' for a quotation."""

    text: str
    low: str
    start: int
    end: int
    capital: bool

    @property
    def redacted(self) -> bool:
        return self.low.startswith("xxxx")


WORD = re.compile(
    r"(?P<quote>\"[^\"]*(?:\"|$)|“[^”]*(?:”|$))"
    r"|(?P<aside>(?<!^)\([^()]*\))"
    r"|(?:[^\W\d_]\.){2,}|[^\W_](?:[\w/&]|['’,.-](?=\w))*(?:(?<=\b[A-Z])\.)?|--+|[^\w\s]",
)
PARTICLES = frozenset("al el bin bn ben ibn abu de da do dos das del della di la le van von zu zum der den ter ul ud e y".split())
DATES = frozenset(
    """january february march april may june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday""".split()
)
NOT_NAMES = DATES | frozenset("summary comment note end begin action text".split())
# Embassy officers under their telegraphic names: poloff, econcouns, polmilchief.
OFFICER = re.compile(r"(?:pol|econ|em|con|lab|ref|prt|mil|def|ag|pd|rso|leg|cult|fin|ener|est|cmd|em)+\w{0,6}?(?:offs?|couns|atts?|chief|mincouns|ad)")
NAMING = frozenset("called termed dubbed described labeled quoted rated".split())
POSSESSORS = {"his": "he", "her": "she", "their": "they"}
ACCORDING = re.compile(r"\b(?:according to|in the (?:view|opinion|words|judgment|estimation) of|as stated by)\s+", re.IGNORECASE)
VANTAGES = ("view", "opinion", "words", "estimation", "judgment", "assessment", "perspective", "standpoint", "mind", "eyes")
PERSPECTIVE = re.compile(
    r"\b(?:in|from|for|to)\s+(?P<who>[^,.;:]{1,60}?)(?:['’]s?)?\s+"
    r"(?:own |personal )?(?:view|opinion|words|estimation|judgment|assessment|perspective|standpoint|point of view|mind|eyes)\b",
    re.IGNORECASE,
)
PARTICIPLE = re.compile(
    r"[,-] (saying|claiming|stating|arguing|adding|noting|insisting|warning|telling|asserting|explaining|suggesting"
    r"|complaining|observing|commenting|declaring|alleging|maintaining|stressing|emphasizing|remarking|pointing out)\b"
)
# "In a meeting with Minister Baro on the margins, he said": whom they met is who speaks.
MET = re.compile(
    r"(?:In|During|At|Over)\b[^,]{0,60}?\b(?:meeting|conversation|discussion|lunch|dinner|call|interview|exchange)s? with "
    r"(?P<who>(?:[A-Z][\w’'./-]*|of|for|and|the)(?: (?:[A-Z][\w’'./-]*|of|for|and|the|al|bin|de))*)[^,]*, "
)
TOLD = re.compile(
    r"\b(?:told|informed|advised|assured|warned|described|reported|asked|briefed|approached|reminded|expressed|raised"
    r"|echoed|quoted|characterized|called|shared|confirmed|stated|noted)\b(?: \w+)? by\s+",
    re.IGNORECASE,
)


def words(text: str) -> list[Word]:
    """Cut a sentence into words; a quotation is one word, and brackets inside it are left out."""
    found = []
    for match in WORD.finditer(text):
        if match["aside"]:
            continue
        token = '"' if match["quote"] else match[0]
        low = token.lower()
        capital = token[0].isupper() or low.startswith("xxxx") or token[:3] in {"al-", "el-"}
        found.append(Word(token, low, match.start(), match.end(), capital))
    return found


def attribution(text: str) -> Attribution | None:
    """Return who speaks in a sentence by its own words, or the subject that acts, or None."""
    tokens = words(text)
    shouted = text.upper() == text
    main: list[Attribution] = []
    inner: list[Attribution] = []
    for i, word in enumerate(tokens):
        manner: Manner = "said"
        verb = i
        if word.capital and not shouted:
            continue
        if word.low in SAYING:
            tag = SAYING[word.low]
        elif word.low in HOLDING:
            manner, tag = "held", HOLDING[word.low]
        elif i + 1 < len(tokens) and tokens[i + 1].low in IDIOMS.get(word.low, ()):
            tag = "ed"
        elif word.low in STANCES and (verb := _copula(tokens, i)):
            manner, tag = "held", "is"
        else:
            continue
        if after := _inverted(tokens, verb, tag):
            return Attribution(_phrase(text, tokens, *after), tokens[after[0]].start, "aside")
        subject = _subject(tokens, verb, tag)
        if not subject:
            continue
        first, last = subject
        mention = _phrase(text, tokens, first, last)
        found = Attribution(mention, tokens[first].start, manner, _tense(tokens, last, verb, tag), word.low)
        if _is_aside(tokens, first, i):
            # "Baro doubted it, but he agreed, ..."
            return main[0] if main and mention.lower() in PRONOUNS else replace(found, manner="aside")
        if _is_subordinate(tokens, first):
            inner.append(replace(found, manner="within"))
        else:
            if main and found.start <= main[-1].start and verb > last >= reported:
                main.pop()  # "News reports said ...": what looked like a verb was a noun of the subject
            main.append(found)
            reported = verb
    according = _according(text)
    if according and (not main or according.start < main[0].start or main[0].manner == "held" or _closing(text, according)):
        return according
    if main and main[0].mention.lower() in PRONOUNS and (met := MET.match(text)) and met.end() <= main[0].start + 1:
        return replace(main[0], mention=_clean(met["who"]), start=met.start("who"))
    if main and main[0].mention.lower() in PRONOUNS and main[0].start > 0:
        actor = _actor(text, tokens)
        if actor and actor.start == 0 and actor.mention.lower() not in PRONOUNS:
            # "Baro looked tired as he said ..."
            return replace(main[0], mention=actor.mention, start=actor.start)
    if main:
        # "Iran worries about drugs, and Baro stressed ...": the view is part of what Baro stressed.
        said = next((found for found in main[1:] if found.manner == "said"), None)
        if said and main[0].manner == "held" and re.search(r"\b(?:and|but)\s+$", text[: said.start]):
            return said
        return main[0]
    if told := _told(text):
        return told
    actor = _actor(text, tokens)
    if inner and inner[0].mention.lower() in PRONOUNS and actor and actor.start < inner[0].start:
        return replace(inner[0], mention=actor.mention, start=actor.start)
    if actor and not inner and (participle := PARTICIPLE.search(text)):
        return replace(actor, manner="said", verb=participle[1])
    return inner[0] if inner else actor


def _copula(tokens: Sequence[Word], stance: int) -> int:
    """Where the `was` of `was very adamant` stands, or 0."""
    j = stance - 1
    while j > 0 and (tokens[j].low in {"very", "so", "more", "also", "deeply", "quite", "not"} or tokens[j].low.endswith("ly")):
        j -= 1
    return j if j > 0 and tokens[j].low in COPULAS else 0


def _tense(tokens: Sequence[Word], subject: int, verb: int, tag: str) -> Tense:
    between = {token.low for token in tokens[subject + 1 : verb]}
    if "had" in between:
        return "pluperfect"
    if between & {"has", "have"}:
        return "perfect"
    if tag == "is":
        return "past" if tokens[verb].low in {"was", "were", "became", "seemed", "appeared", "remained"} else "present"
    return "past" if tag == "ed" or between & {"did", "was", "were"} else "present"


def _inverted(tokens: Sequence[Word], verb: int, tag: str) -> tuple[int, int] | None:
    """`..., opined Baro.`: the verb follows a comma or a quotation and its subject closes the clause."""
    if tag == "ing" or verb == 0 or tokens[verb - 1].low not in {",", '"', "--"} or tokens[verb].low in NAMING:
        return None
    first = verb + 1
    last = first
    while last < len(tokens) and (tokens[last].capital or tokens[last].low in PARTICLES or tokens[last].low in DETERMINERS or tokens[last].low in SPEAKERS):
        last += 1
    if last == first or tokens[first].low == "that" or tokens[last - 1].low in DETERMINERS or not _can_speak(tokens[last - 1]):
        return None
    closes = last == len(tokens) or tokens[last].low in {",", ".", ";", '"', "?", "!"}
    return (first, last - 1) if closes else None


def _subject(tokens: Sequence[Word], verb: int, tag: str) -> tuple[int, int] | None:
    """The noun phrase that is the subject of the verb at `verb`: its first and last word."""
    j = verb - 1
    helped = False
    if tag == "ed" and _is_passive(tokens, verb):
        return None
    while j >= 0 and (tokens[j].low in AUXILIARIES or (tokens[j].low.endswith("ly") and not tokens[j].capital)):
        helped = helped or tokens[j].low not in {"to", "been", "being"}
        if tokens[j].low == "to" and tag == "base" and not (j > 0 and tokens[j - 1].low in {"on", "went"}):
            return None
        j -= 1
    if j < 0 or (tag == "ing" and tokens[verb - 1].low not in {"are", "is", "was", "were", "been", "also"}):
        return None
    if tokens[j].low.isdigit() or tokens[j].low in DATES:
        # "Press reports on May 5 cited ..."
        while j > 0 and (tokens[j].low.isdigit() or tokens[j].low in DATES or tokens[j].low in {"on", "in", "last"}):
            j -= 1
    if tokens[j].low == ",":
        return _before_comma(tokens, j)
    phrase = _noun_phrase(tokens, j)
    if not phrase:
        return None
    head = tokens[phrase[1]]
    # "French views", "the report notes": a bare form or one in -s may as well be a noun.
    if tag == "base" and not helped and not (head.low in {"they", "we"} or head.low.endswith("s") or "and" in {t.low for t in tokens[phrase[0] : phrase[1]]}):
        return None
    return phrase


def _is_passive(tokens: Sequence[Word], verb: int) -> bool:
    """`are reported`, `has been described`: the subject does not speak."""
    j = verb - 1
    while j >= 0 and tokens[j].low.endswith("ly"):
        j -= 1
    return j >= 0 and tokens[j].low in {"is", "are", "was", "were", "be", "been", "being"}


def _before_comma(tokens: Sequence[Word], comma: int) -> tuple[int, int] | None:
    """The subject before an apposition: `Baro, head of the mill, said`, or an adverb: `Baro, however, said`."""
    commas = [-1, *(k for k in range(comma) if tokens[k].low in {",", "--"}), comma]
    phrases = []
    for before, stop in zip(commas, commas[1:], strict=False):
        start = before + 1
        if before == -1 and tokens[0].low in {"but", "and", "so", "yet", "still", "thus"}:
            start = 1
        opener = tokens[start].low if start < stop else "who"
        if opener.endswith(("ing", "ly")) or opener in CLAUSE_OPENERS or opener in CONNECTIVES or (opener in PREPOSITIONS and stop != comma):
            continue
        phrase = _noun_phrase(tokens, stop - 1)
        if phrase and (phrase[0] <= start + 1 or before == -1) and (stop != comma or before == -1 or _is_name(tokens, start, stop)):
            phrases.append(phrase)
    # The name itself rather than the office beside it: `the mayor of the town, Baro, said`.
    return next((p for p in phrases if _is_name(tokens, p[0], p[1] + 1)), phrases[0] if phrases else None)


def _is_name(tokens: Sequence[Word], start: int, stop: int) -> bool:
    return all(token.capital or token.low in PARTICLES for token in tokens[start:stop])


def _noun_phrase(tokens: Sequence[Word], last: int) -> tuple[int, int] | None:
    """The phrase for a speaker that ends at word `last`, or None if the words there cannot be one."""
    if tokens[last].low in PRONOUNS or tokens[last].low == "we":
        return last, last
    start = _clause_start(tokens, last)
    if start > 1 and tokens[start - 1].low == "who":
        # "A student who took part in the march said": what stands before the verb ends the relative clause.
        return _noun_phrase(tokens, start - (3 if tokens[start - 2].low == "," and start > 2 else 2))
    if tokens[start].low not in PREPOSITIONS:
        # "a member of the board", "the head of the FARC": the head stands before the first preposition.
        head = next((p - 1 for p in range(start + 1, last) if tokens[p].low in PREPOSITIONS), last)
        if head != last and (outer := _simple_phrase(tokens, head, start)) and outer[0] <= start + 1:
            # "the head of the FARC" but "Chief of Staff Baro" and "leader of the opposition Baro".
            inner = _simple_phrase(tokens, last, head + 2)
            named = inner and tokens[inner[0]].low not in DETERMINERS and tokens[last - 1].capital and tokens[last].capital
            return outer if tokens[head].capital and not named else (outer[0], last)
    return _simple_phrase(tokens, last, start)


def _clause_start(tokens: Sequence[Word], last: int) -> int:
    """Where the words begin that may belong to the subject ending at `last`."""
    start = last
    while start > 0:
        before = tokens[start - 1]
        if before.low in {"and", "&"} or (before.low == "," and _in_list(tokens, start - 1, last)):
            if start < 2 or not _can_speak(tokens[start - (3 if tokens[start - 2].low == "," else 2)]):
                break
        elif before.low in CLAUSE_OPENERS or not (before.text[0].isalnum() or before.low == "/"):
            break
        elif before.low in COPULAS or (before.text.islower() and before.low in SAYING and SAYING[before.low] == "ed"):
            break
        start -= 1
    return start


def _in_list(tokens: Sequence[Word], comma: int, last: int) -> bool:
    """Whether a comma separates names: `Baro, Ito, and Osei`."""
    ahead = [t.low for t in tokens[comma + 1 : last + 1]]
    return comma > 0 and tokens[comma - 1].capital and "and" in ahead[:9] and tokens[comma + 1].capital


def _simple_phrase(tokens: Sequence[Word], last: int, start: int) -> tuple[int, int] | None:
    """Determiner, adjectives and nouns up to `last`, not further left than `start`."""
    head = tokens[last]
    if not _can_speak(head):
        return None
    first = last
    while first > start and _continues(tokens, first - 1, named=head.capital):
        first -= 1
        if tokens[first].low in DETERMINERS and not (first > start + 1 and tokens[first - 1].low in {"and", "&"}):
            break
    while first < last and (tokens[first].low in {"and", ",", "&"} or (first == 0 and tokens[0].low.endswith("ly"))):
        first += 1
    if tokens[first].low.endswith("ing") and tokens[first].low != "beijing" and first == 0:
        return None
    return first, last


def _continues(tokens: Sequence[Word], i: int, *, named: bool) -> bool:
    """Whether the word at `i` belongs to the noun phrase that starts right after it."""
    word, following = tokens[i], tokens[i + 1]
    if word.low in DETERMINERS:
        return True
    if word.low in {"and", "&", ","}:
        return i > 0 and _can_speak(tokens[i - (2 if tokens[i - 1].low == "," else 1)])
    if word.low in PARTICLES and following.capital:
        return i > 0 and tokens[i - 1].capital
    if word.low in PREPOSITIONS or word.low in CLAUSE_OPENERS or word.low in AUXILIARIES or word.low in NOT_NAMES:
        return False
    if word.capital:
        return True
    if not word.text[0].isalpha() or word.low in COPULAS:
        return False
    return word.low in SPEAKERS if named else SAYING.get(word.low) != "ed" or word.low == "unnamed"


def _can_speak(word: Word) -> bool:
    if word.low in PRONOUNS or word.redacted or word.low in SPEAKERS or OFFICER.fullmatch(word.low):
        return True
    if word.low in CONNECTIVES:
        return False
    return word.capital and word.low not in NOT_NAMES and word.low not in DETERMINERS and not word.low.endswith(("'s", "’s")) and word.low not in {"it", "i", "you", "there", "we"} and word.low not in CLAUSE_OPENERS and word.low not in PREPOSITIONS


def _is_aside(tokens: Sequence[Word], first: int, verb: int) -> bool:
    """`Syria, Baro said, has ...` or `... at risk," he said.`: the words around it are what was said."""
    if first == 0 or tokens[first - 1].low not in {",", '"', "--", ";", "-"} or verb + 1 > len(tokens):
        return False
    after = tokens[verb + 1].low if verb + 1 < len(tokens) else "."
    return after in {",", ".", ";", "?", "!", "--", "-", ":"} and not (after == ":" )


def _is_subordinate(tokens: Sequence[Word], first: int) -> bool:
    """Whether the clause whose subject starts at `first` hangs on another: `while`, `as`, `which` ..."""
    return first > 0 and tokens[first - 1].low in CLAUSE_OPENERS - {"and", "but", "or", "so"}


POSSESSED = re.compile(
    r"(?P<who>(?:the )?[A-Z][\w’'.-]*(?: [\w’'.-]+){0,5}?|his|her|their)(?:['’]s?)? (?:\w+ ){0,2}?"
    r"(?:response|answer|reply|view|views|assessment|message|position|opinion|analysis|argument|point|reaction|response|advice"
    r"|conclusion|complaint|concern|prediction|explanation)s? (?:was|is|were|are|posits|that|remains)\b"
)


def _according(text: str) -> Attribution | None:
    if match := ACCORDING.search(text):
        return _at(text, match.end(), "according")
    lower = text.lower()
    if (match := POSSESSED.match(text)) and ("'" in match[0] or "’" in match[0] or match["who"].islower()):
        low = match["who"].lower()
        return Attribution(POSSESSORS.get(low, _clean(re.sub(r"['’]s?$", "", match["who"]))), 0, "according", verb="possessed")
    if any(word in lower for word in VANTAGES) and (match := PERSPECTIVE.search(text)) and (who := _clean(match["who"])):
        low = who.lower()
        if low in POSSESSORS:
            return Attribution(POSSESSORS[low], match.start(), "according")
        if low not in {"our", "the", "my", "a", "this", "general"} and (who[0].isupper() or low.startswith("the ")):
            return Attribution(who, match.start(), "according")
    return None


def _told(text: str) -> Attribution | None:
    match = TOLD.search(text) if " by " in text else None
    return _at(text, match.end(), "told") if match else None


def _at(text: str, start: int, manner: Manner) -> Attribution | None:
    """The noun phrase for a speaker that begins at `start`."""
    tokens = words(text[start : start + 160])
    last = 0
    while last < len(tokens) and (
        tokens[last].capital
        or tokens[last].low in DETERMINERS
        or tokens[last].low in PARTICLES
        or tokens[last].low in {"and", "of"}
        or (tokens[last].text.isalpha() and tokens[last].low not in AUXILIARIES | CLAUSE_OPENERS | PREPOSITIONS and tokens[last].low not in SAYING)
        or tokens[last].low in SPEAKERS
    ):
        last += 1
        if tokens[last - 1].low in SPEAKERS and last < len(tokens) and not tokens[last].capital and tokens[last].low not in SPEAKERS:
            break
    while last and tokens[last - 1].low in {"and", "of", *DETERMINERS}:
        last -= 1
    heads = [k for k in range(last) if k + 1 == last or tokens[k + 1].low in {"of", "and"}]
    if not last or not _can_speak(tokens[heads[0]]):
        return None
    return Attribution(_phrase(text[start:], tokens, 0, last - 1), start, manner)


def _closing(text: str, according: Attribution) -> bool:
    """Whether `according to ...` closes the sentence after a comma, and so covers all of it."""
    return bool(re.search(r",\s+according to\s+[^,]{1,80}$", text[: len(text)], re.IGNORECASE)) and according.start > len(text) // 3


def _actor(text: str, tokens: Sequence[Word]) -> Attribution | None:
    """The first phrase at the head of the sentence, before its first verb: whom the next `he` may mean."""
    for i, word in enumerate(tokens[:25]):
        if i and word.text.islower() and (word.low.endswith("ed") or word.low in COPULAS or word.low in {"has", "had", "met", "did", "took", "made", "gave", "will", "would"}):
            phrase = _noun_phrase(tokens, i - 1)
            if phrase:
                return Attribution(_phrase(text, tokens, *phrase), tokens[phrase[0]].start, "acted")
    return None


def _phrase(text: str, tokens: Sequence[Word], first: int, last: int) -> str:
    return _clean(text[tokens[first].start : tokens[last].end])


def _clean(mention: str) -> str:
    mention = re.sub(r"\([^()]*\)", " ", mention)
    return " ".join(mention.split()).strip(" ,.;:-\"“”'’")
