"""Who is asked about: the person or office whose words a question wants, as the question calls them."""

import re

from ingest.language.lexicon import lexicon

_OFFICES = lexicon("offices") | lexicon("portfolios")
_SPEAKERS = lexicon("speakers")
_VERBS = lexicon("saying") | lexicon("holding") | {"make", "made", "rate", "get", "stand", "trust", "said", "told"}
_SOON = 4  # words after somebody's name within which a verb is theirs
# What a name or an office may have inside: "the Minister of Defense", "Khaled bin Sultan".
_MOST_AHEAD = 2
_BETWEEN = frozenset("the of for and at in from on to a an bin al de del da von van der la le el zu".split())
_POST = frozenset("embassy post consulate mission we cable cables telegram department washington".split())
_ABBREVIATED = re.compile(r"\b(?:Mrs?|Ms|Dr|Gen|Col|Lt|Amb|Sen|Rep|St|[A-Z])\Z")  # before a full stop
_REACH = 6  # characters in which they stand, and the one before them
_POSSESSIVE = re.compile(r"['’]s?$")
_RELATION = re.compile(r"['’]s? [a-z][\w-]*")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*['’]?")

_AUXILIARY = re.compile(
    r"\b(?:did|does|do|was|were|is|are|has|had|would|will|could|can|made|worried)\b", re.IGNORECASE
)
_ACCORDING = re.compile(
    r"\b(?:according to|as told by|per|in the (?:words|view|opinion|eyes) of)\s+", re.IGNORECASE
)
_SEEN_BY = re.compile(r"\bas\s+(?=[^,?]{2,60}\b(?:saw|sees|put|puts|told|tells|described)\b)", re.IGNORECASE)
_IN_EYES = re.compile(
    r"\b(?:[Ii]n|[Bb]y|[Tt]o)\s+(?=[^,?]{2,60}['’]s? (?:\w+ )?(?:eyes|view|opinion|account|words|mind|telling)\b)"
)
_VIEW = re.compile(
    r"['’]s? (?:\w+ ){0,2}?(?:accounts?|advice|answer|argument|assessment|attitude|beef|beliefs?|complaints?"
    r"|concerns?|descriptions?|estimate|excuse|explanation|eyes|fears?|feelings?|grievances?|hopes?|impressions?|judge?ment"
    r"|line|message|mind|opinions?|plans?|position|predictions?|proposals?|reactions?|reading|request|response|retort"
    r"|stance|suggestions?|take|telling|theory|thinking|thoughts?|verdict|views?|warnings?|words|worry|worries)\b",
    re.IGNORECASE,
)
_OPENS_WITH = re.compile(rf"{_VIEW.pattern}|:| on (?!\d)", re.IGNORECASE)


def asked(question: str) -> str | None:
    """Return the words for whom a question asks: "the Saudi king" of "What did the Saudi king tell Jones?".

    None where it asks for nobody's words, or for those of the post itself.
    """
    for opens in (_ACCORDING, _SEEN_BY, _IN_EYES, _AUXILIARY):
        for match in opens.finditer(question):
            if who := _phrase(question, match.end()):
                return who
    head, on, _ = question.partition(" on ")
    if (
        on and _phrase(head, 0) == head and not own_name(head)
    ):  # "the Spanish minister on Iraq" is not a minister on Iraq
        return head
    who = _phrase(question, 0)
    return who if who and _OPENS_WITH.match(question, len(who)) else None


def asks_for_words(question: str, who: str) -> bool:
    """Return whether a question asks for what somebody says or thinks, not for what they do."""
    if any(opens.search(question) for opens in (_ACCORDING, _SEEN_BY, _IN_EYES)):
        return True
    rest = question[question.index(who) + len(who) :]
    words = re.findall(r"[a-z'-]+", rest.lower())[:_SOON]
    return bool(_VIEW.match(rest)) or any(word in _VERBS or _stem(word) in _VERBS for word in words)


def own_name(who: str) -> str:
    """Return the name in the words for somebody, "" where there is only an office: "Judd" of "Canada's spy chief
    Judd", nothing of "Sarkozy's Africa adviser", who is neither Sarkozy nor Africa.
    """
    words = who.split()
    lead = [place for place, word in enumerate(words, start=1) if _leads(word)]
    name = words[max(lead, default=0) :]
    while name and name[0].lower() in _OFFICES | _BETWEEN:  # "the Finance Minister", but Khaled bin Sultan
        name.pop(0)
    return " ".join(name)


def _stem(verb: str) -> str:
    """Return the first form of a regular verb in the past or the third person."""
    return re.sub(r"(?:ed|d|es|s)$", "", verb)


def _leads(word: str) -> bool:
    return word != _POSSESSIVE.sub("", word) or (word.islower() and word not in _BETWEEN)


def _phrase(text: str, start: int) -> str | None:
    """Return the name or office that begins there, without what is said of it; None where there is none."""
    begin = end = None
    reached = start
    # Words that may yet lead to an office: "Canada's spy chief", "the Colombian air operations chief".
    ahead = 0
    for word in _WORD.finditer(text, start):
        bare = _POSSESSIVE.sub("", word[0])
        between = text[reached : word.start()].strip()
        if (
            between and not (between == "." and _ABBREVIATED.search(text, max(0, reached - _REACH), reached))
        ) or bare.lower() in _POST:
            break
        reached = word.end()
        begin = word.start() if begin is None else begin
        if bare[0].isupper() or bare.lower() in _OFFICES | _SPEAKERS:
            end = word.start() + len(bare)
            if _VIEW.match(text, end):
                break
            promised = bare != word[0] or (word.start() - begin == 4 and text[begin : begin + 4].lower() == "the ")
            ahead = _MOST_AHEAD if promised and bare[0].isupper() else 0
        elif bare.lower() not in _BETWEEN:
            ahead -= 1
            if ahead < 0 or bare.lower() in _VERBS:
                break
    if end is None or begin is None:
        return None
    # "Sistani's nephew" is not Sistani.
    relation = None if _VIEW.match(text, end) else _RELATION.match(text, end)
    return text[begin : relation.end() if relation else end]
