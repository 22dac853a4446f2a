"""What a question says of the cable that it means: "who signed the December cable about the ferry, and when?"."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from assistant.kinds.request_words import PLAIN, are_all_in, words

_NOUN = re.compile(
    r"\b(?:(?P<genre>scene-? ?setter|sitrep)|(?P<sure>cable|telegram|telex|airgram)"
    r"|message|report|dispatch|memo(?:randum)?|wire|(?<=\bthe )one"
    r"(?= (?:on|about|of|from|where|with|by|called|titled|entitled|dated|regarding|concerning|in which)\b))"
    r"(?!['’\w-])",
    re.IGNORECASE,
)
# "Which cable" asks for several, and after "to" and "must" it is a verb.
_NO_CABLE = re.compile(
    r"\b(?:which|what|every|each|any|no|all|many|another|other|to|must|should|would|will|did|do|does|embassies"
    r"|posts) $",
    re.IGNORECASE,
)
_BEFORE = 12  # characters before the noun in which that stands
_CLAUSE = re.compile(
    r"\s*(?:[,;:]|\band\b)\s*(?:and\s+)?(?=(?:who|whom|what|when|which|how|until|why|where|by|to|its?|is|was|for)\b)",
    re.IGNORECASE,
)
_MOST_CLAUSES = 6
# What asks, and stands behind the description: "the cable on the ferry was sent", "supposed to stay classified".
_ENDING = re.compile(
    r"[\s,]+(?:(?:was |is |were |has been |had been |been |supposed |meant |due )*"
    r"(?:to )?(?:be |stay |remain |kept )?"
    r"(?:(?:sent|written|drafted|dated|transmitted|addressed|received|signed|(?:de)?classified)"
    r"(?: (?:out|off|from|to|by))?|(?:refer(?:s|ring)?|reply|replies)(?: to)?|cites?|carry|carries|bears?|about"
    r"|says?|covers?|deals? with)|up|please|pls|plz|thanks|thank you|(?:for|to) (?:me|us)|briefly|quickly|again"
    r"|in (?:short|brief|a nutshell)|in (?:a |one |two |three |few |\d )+(?:words?|sentences?|lines?))[\s?!.]*$",
    re.IGNORECASE,
)
_MOST_ENDINGS = 4
_REACH = 80  # characters in which one stands
_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class CableDescription:
    """What a question says of a cable, and the words with which it asks, "cable" or the like among them.

    `is_of_cable` is False for a "report" or the like, which may be no cable.
    """

    text: str
    asks: str
    is_of_cable: bool = True


def description(text: str, vocabulary: Collection[str]) -> CableDescription | None:
    """Take a question apart that speaks of one cable, None where it speaks of none, or of several.

    `vocabulary` are words with which it may ask; they stand before the description and after it.
    """
    nouns = [each for each in _NOUN.finditer(text) if not _is_no_cable(text, each.start())]
    if not nouns:
        return None
    noun = next((each for each in nouns if each["sure"]), nouns[0])  # "the message of the cable"
    known = {*vocabulary, *PLAIN}
    lead, before = _known_first(text[: noun.start()], known)
    rest, clauses = _without_clauses(text[noun.end() :], known)
    rest, ending = _without_ending(rest)
    about = f"{before} {noun['genre'] or ''} {rest}".strip(" ?!.,;:")
    asks = " ".join((lead, "" if noun["genre"] else noun[0], ending, clauses))
    return CableDescription(about, asks, bool(noun["sure"])) if words(about) else None


def without_noun(text: str) -> str:
    """Return a text without the word for a cable: "from Oslo" of "cable from Oslo"."""
    return _NOUN.sub(" ", text).strip()


def _is_no_cable(text: str, noun: int) -> bool:
    return bool(_NO_CABLE.search(text, max(0, noun - _BEFORE), noun))


def _known_first(text: str, known: Collection[str]) -> tuple[str, str]:
    """Return the known words with which a text begins, and the rest."""
    for word in _WORD.finditer(text):
        if not are_all_in(word[0], known):
            return text[: word.start()], text[word.start() :]
    return text, ""


def _without_clauses(text: str, known: Collection[str]) -> tuple[str, str]:
    """Return a text without the clauses at its end that only ask, and these: ", and who classified it?"."""
    joints = [*_CLAUSE.finditer(text)][-_MOST_CLAUSES:]
    end = len(text)
    for joint in reversed(joints):
        if not are_all_in(text[joint.end() : end], known):
            break
        end = joint.start()
    return text[:end], text[end:]


def _without_ending(text: str) -> tuple[str, str]:
    """Return a text without what asks at its end, and that."""
    asks: list[str] = []
    for _ in range(_MOST_ENDINGS):
        ending = _ENDING.search(text, max(0, len(text) - _REACH))
        if not ending:
            break
        asks.append(ending[0])
        text = text[: ending.start()]
    return text, " ".join(reversed(asks))
