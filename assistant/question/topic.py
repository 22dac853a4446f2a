"""A question that only names a topic: "gas", "illegal logging", "anything about tigers?"."""

import re

from assistant.question.cable_ids import named_cables
from assistant.question.courtesy import unmarked
from assistant.question.periods import periods
from assistant.question_words import ASKING, WORD

_LEAD = re.compile(
    r"(?:(?:do|have) (?:you|we) (?:have|got|know)? ?|is there |are there |(?:i['’]m|i am|we are"
    r"|we['’]re) (?:looking|searching) for |looking for "
    r"|search(?: for)? |find(?: me)? |show(?: me)? |give (?:me )?|got |tell (?:me |us )?)?"
    r"(?:(?:anything|something|stuff|info(?:rmation)?|news|material|details|everything|all"
    r"|what(?:ever)?)(?: (?:is there|there is|you have|we have"
    r"|do (?:you|we) have|have (?:you|we) got|you (?:know|got)|is known|is said))? (?:about|on|regarding"
    r"|concerning|of)"
    r"|what (?:do|does) (?:the |these |your )?(?:cables|telegrams|archive|embassies|diplomats"
    r"|documents) (?:say|tell(?: us)?|have|report|know) (?:about|on|of)"
    r"|what (?:do|does) (?:you|we|it) (?:know|have) (?:about|on)|what about|how about|about|regarding|re:?"
    r"|topic:?|on) (?:the )?",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:did|does|do|was|were|is|are|am|has|had|have|would|will|could|can|should|who|whom|whose|what|when|why|where|which|how|say|said"
    r"|says|told|list|show|summari[sz]e|compare|cables?|telegrams?|mean|means|hi|hello|thanks|thank|help|you|me|i|it|that|this|he|she|they|him"
    r"|her|his|their|them|there|tagged|timeline|chronology|whos|whats|vs?|versus|first|second|last|next|one|more|views?|positions?)\b|['’](?:s|re|ll|d|ve|m)\b",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"\b(?:on|about|and|or|to|for|by|with|after|before|under|over|from|at|as|against)\b", re.IGNORECASE
)
_MOST, _MOST_LED = 3, 5  # words of a topic by itself, and of one behind "anything about"


def topic(text: str, *, led: bool = False) -> str | None:
    """Return the topic that a question names without asking anything else of it; None where it asks.

    `led`: only one that words like "anything about" lead to; by itself "Iran?" may follow up what was said before.
    """
    asked = unmarked(text)
    lead = _LEAD.match(asked)
    if led and not lead:
        return None
    named = asked[lead.end() :] if lead else asked
    named = re.sub(r"^the ", "", named.strip(" \"'“”?.!"), flags=re.IGNORECASE)
    words = WORD.findall(named)
    if len(words) > (_MOST_LED if lead else _MOST) or all(word.casefold() in ASKING for word in words):
        return None
    if _VERB.search(named) or re.search(r"[?!.:;,()\"“”](?:\s|$)", named) or (not lead and _ORDER.search(named)):
        return None
    return None if named_cables(named) or periods(named) else named
