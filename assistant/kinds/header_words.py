"""Which facts of a cable's header a question asks for."""

from collections.abc import Mapping
from re import Pattern
from typing import Literal

from assistant.kinds.request_words import PLAIN, any_of, are_all_in

HeaderFact = Literal[
    "subject",
    "dtg",
    "from",
    "to",
    "info",
    "precedence",
    "class",
    "classified_by",
    "eo",
    "tags",
    "references",
    "signature",
    "length",
]

_SECRET = "(?:classified|secret|confidential)"
# In the order in which they are told.
_ASKED: Mapping[HeaderFact, Pattern[str]] = {
    "subject": any_of("subjects?", "titled?", "headline", "entitled", "called"),
    "dtg": any_of(
        "(?<!until )(?<!till )when", "(?:what|which) (?:date|day|time|year)", "dated?", "dtg", "how old"
    ),
    "from": any_of(
        "(?:which|what) (?:us |american )?(?:embassy|post|consulate|mission|office|bureau)",
        "who (?:has |had )?(?:sent|wrote|written|drafted|authored)",
        "who (?:is|was) it (?:sent )?(?:by|from)",
        "where.{0,40} from",
        "by whom?.{0,30} (?:sent|written)",
        "(?:sent|written).{0,30} by whom?",
        "(?:sent|written|drafted) by",
        "sender",
        "origin",
        "author",
        "from (?:whom?|where|which|what)",
        "sent from",
    ),
    "to": any_of(
        "to whom?",
        "whom?.{0,40} (?:sent|go|went|addressed|transmitted|directed) to",
        "sent to",
        "address(?:ed|ees?)",
        "recipients?",
        "who (?:got|received|gets|receives)",
        "where (?:was|is) it sent(?! from)",
    ),
    "info": any_of("info", "information addressees?", "for information", "copied", "cop(?:y|ies)", "cc(?:ed)?"),
    "precedence": any_of("precedence", "how urgent", "urgency", "priority"),
    "class": any_of(
        "classification",
        "how (?:highly )?(?:classified|secret|sensitive|confidential)",
        "markings?",
        "caveats?",
        "captions?",
        f"(?:is|was) it (?:un)?{_SECRET}",
        "noforn",
    ),
    "classified_by": any_of(
        r"who(?:se)?.{0,80} classif\w*",
        r"classif\w* by",
        "classifier",
        "classifying (?:officer|official|authority)",
        "reasons?",
        r"why.{0,80} classif\w*",
        "which officer",
        r"by whom?.{0,30} classif\w*",
    ),
    "eo": any_of(
        r"declassif\w*",
        "decl",
        f"(?:until|till).{{0,80}} {_SECRET}",
        f"{_SECRET} (?:until|till)",
        rf"(?:stay|remain|kept|keep)\w* {_SECRET}",
        f"how long.{{0,80}} {_SECRET}",
        "(?:until|till) when",
        "classification.{0,30} (?:runs? out|ends?|expires?|lapses?)",
    ),
    "tags": any_of("tags?"),
    "references": any_of("refer(?:s|red|ences?|enced|ring)?", "reftels?", "refs?", "cites?"),
    "signature": any_of("who (?:signs|did sign)", "sign(?:ed|ature|er|atory)"),
    "length": any_of("how (?:long|many (?:paragraphs|words|sections))", "length"),
}
_HEADER, _CLASSIFIED, _WHY = any_of("header"), any_of("classified"), any_of("why")
_CLASSIFICATION = any_of("classification", "how (?:highly )?(?:classified|secret)")
_SENT = any_of("sent", "written", "wrote", "drafted", "transmitted", "dated", "(?<!until )(?<!till )when(?! does)")
_ALL_ADDRESSEES = any_of("addressees", "recipients", "who (?:got|received|gets|receives)")
_TO_ITSELF = any_of("to whom?", "addressed", "action addressees?")
# Words for what is perhaps no cable at all, and the verbs that make it one: "when was the report on it sent".
ANY_REPORT = any_of("message", "report", "document", "memo(?:randum)?", "dispatch")
_DATED = any_of("sent", "written", "wrote", "drafted", "transmitted", "dated?")

VOCABULARY = (
    frozenset(
        """
        subject subjects line title titled headline entitled called heading when date dated day time year dtg
        old send sends sending sent transmitted went go out embassy embassies post consulate mission office
        bureau american wrote written write drafted authored sender origin author come comes came where whom
        addressed address addressee addressees recipient recipients got receive received receives gets directed
        action info information copied copy copies cc cced precedence urgent urgency priority noforn
        classification classified classify classifies unclassified secret sensitive confidential marking
        markings marked caveat caveats caption captions level highly classifier classifying officer official
        authority reason reasons declassify declassified declassification decl expire expires supposed stay
        stayed stays remain remains remained kept keep keeps meant tag tags tagged carry carries carried bear
        bears bearing have has having refer refers referred reference references referenced referring reftel
        reftels ref refs cite cites earlier cables telegrams run runs end ends lapse lapses paragraphs words
        sections length sign signs signed signature signer signatory header field fields fact facts given listed
        printed print show full name names
        """.split()
    )
    | PLAIN
)


def facts_asked(text: str) -> tuple[HeaderFact, ...] | None:
    """Return the facts that the words of a question ask for, without what says of which cable.

    None where they ask for none, or for anything else.
    """
    if not are_all_in(text, VOCABULARY):
        return None
    found = {fact for fact, words in _ASKED.items() if words.search(text)}
    if not found and _HEADER.search(text):
        return tuple(_ASKED)
    if not found and _CLASSIFIED.search(text):
        found = {"class"}
    if "class" in found and _WHY.search(text):
        found.add("classified_by")
    if "eo" in found:  # "until when is it classified", "the declassification date"
        found -= set() if _CLASSIFICATION.search(text) else {"class"}
        found -= set() if _SENT.search(text) else {"dtg"}
        found.discard("length")
    if "to" in found and _ALL_ADDRESSEES.search(text) and "info" not in found:
        found.add("info")
    elif "info" in found and not _TO_ITSELF.search(text):
        found.discard("to")
    if "dtg" in found and ANY_REPORT.search(text) and not _DATED.search(text):
        return None
    return tuple(fact for fact in _ASKED if fact in found) or None
