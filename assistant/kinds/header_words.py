"""Which facts of a cable's header a question asks for."""

import re
from collections.abc import Mapping
from typing import Literal

from assistant.kinds.request_words import PLAIN, are_all_in

HeaderFact = Literal[
    "dtg", "from", "to", "info", "precedence", "class", "subject", "tags", "references", "classified_by", "eo",
    "signature",
]

# In the order in which they are told.
_ASKED: Mapping[HeaderFact, str] = {
    "subject": r"\bsubjects?\b|\btitled?\b|\bheadline\b|\bentitled\b|\bcalled\b",
    "dtg": r"(?<!until )(?<!till )\bwhen\b|\b(?:what|which) (?:date|day|time|year)\b|\bdated?\b|\bdtg\b|\bhow old\b",
    "from": r"\b(?:which|what) (?:us |american )?(?:embassy|post|consulate|mission|office|bureau)\b"
    r"|\bwho (?:has |had )?(?:sent|wrote|written|drafted|authored)\b|\bwho (?:is|was) it (?:sent )?(?:by|from)\b"
    r"|\bwhere\b.{0,40}\bfrom\b|\bby who(?:m)?\b.{0,30}\b(?:sent|written)\b|\b(?:sent|written|drafted) by\b"
    r"|\bsender\b|\borigin\b|\bauthor\b|\bfrom (?:whom?|where|which|what)\b|\bsent from\b",
    "to": r"\bto who(?:m)?\b|\bwho(?:m)?\b.{0,40}\b(?:sent|go|went|addressed|transmitted|directed) to\b"
    r"|\bsent to\b(?: who| whom| where| which)?|\baddress(?:ed|ees?)\b|\brecipients?\b|\bwho (?:got|received|gets|receives)\b"
    r"|\bwhere (?:was|is) it sent\b(?! from)",
    "info": r"\binfo\b|\binformation addressees?\b|\bfor information\b|\bcopied\b|\bcop(?:y|ies)\b|\bcc(?:ed|'d)?\b",
    "precedence": r"\bprecedence\b|\bhow urgent\b|\burgency\b|\bpriority\b",
    "class": r"\bclassification\b|\bhow (?:highly )?(?:classified|secret|sensitive|confidential)\b|\bmarkings?\b"
    r"|\bcaveats?\b|\bcaptions?\b|\bclass\b|\bclassification level\b|\b(?:is|was) it (?:un)?(?:classified|secret|confidential)\b",
    "classified_by": r"\bwho(?:se)?\b.{0,80}\bclassif\w*|\bclassif\w* by\b|\bclassifi(?:er|ed by)\b"
    r"|\bclassifying (?:officer|official|authority)\b|\breasons?\b|\bwhy\b.{0,80}\bclassif\w*|\bwhich officer\b"
    r"|\bby who(?:m)?\b.{0,30}\bclassif\w*",
    "eo": r"\bdeclassif\w*|\b(?:until|till)\b.{0,80}\b(?:classified|secret|confidential)\b|\bdecl\b"
    r"|\b(?:classified|secret|confidential) (?:until|till)\b|\b(?:stay|remain|kept|keep)\w* (?:classified|secret|confidential)\b"
    r"|\bhow long\b.{0,80}\b(?:classified|secret|confidential)\b",
    "tags": r"\btags?\b",
    "references": r"\brefer(?:s|red|ences?|enced|ring)?\b|\breftels?\b|\brefs?\b|\bcites?\b",
    "signature": r"\bsign(?:s|ed|ature|er|atory)?\b",
}
_PATTERNS = {fact: re.compile(words, re.IGNORECASE) for fact, words in _ASKED.items()}
_CLASSIFIED = re.compile(r"\bclassified\b", re.IGNORECASE)
_WHY = re.compile(r"\bwhy\b", re.IGNORECASE)
_INFO_ONLY = re.compile(r"\baddressees?\b|\bwho (?:got|received|gets|receives)\b|\bsent to\b", re.IGNORECASE)

VOCABULARY = frozenset(
    """
    subject subjects line title titled headline entitled called heading
    when date dated day time year dtg old sent send sends sending transmitted went go out
    embassy embassies post consulate mission office bureau american sent wrote written write drafted authored
    sender origin author come comes came came where whom
    addressed address addressee addressees recipient recipients got receive received receives gets directed action
    info information copied copy copies cc cced
    precedence urgent urgency priority
    classification classified classify classifies unclassified class secret sensitive confidential marking markings
    marked caveat caveats caption captions level highly classifier classifying officer official authority
    reason reasons declassify declassified declassification declassifiable decl expire expires supposed stay stayed
    stays remain remains remained kept keep keeps meant
    tag tags tagged carry carries carried bear bears bearing have has having
    refer refers referred reference references referenced referring reftel reftels ref refs cite cites earlier
    cables telegrams
    sign signs signed signature signer signatory header field fields fact facts given listed printed print show
    full name names name's exact please
    """.split()
) | PLAIN


def facts_asked(text: str) -> tuple[HeaderFact, ...] | None:
    """Return the facts that the words of a question ask for, without what says of which cable.

    None where they ask for none, or for anything else.
    """
    if not are_all_in(text, VOCABULARY):
        return None
    found: list[HeaderFact] = [fact for fact, words in _PATTERNS.items() if words.search(text)]
    if not found and _CLASSIFIED.search(text):
        return ("classified_by",) if _WHY.search(text) else ("class",)
    if "info" in found and "to" in found and _INFO_ONLY.search(text) and "and" not in text.casefold().split():
        found.remove("to")  # "who got it for information"
    if "classified_by" not in found and "class" in found and _WHY.search(text):
        found.append("classified_by")
    return tuple(found) or None
