"""What people say to whoever answers them: "hi", "thanks", "who are you?", "help, what can I ask you"."""

import re

from assistant.answer import Answer
from assistant.kinds.inquiry import Inquiry
from assistant.quoting.quote import account
from assistant.suggestions.openers import openers
from ingest.domain.filters import EVERYWHERE

_SHOWN = 3
_LONGEST = 120  # characters; nobody greets at greater length
_CLAUSES = re.compile(r"[^\w\s'’]+|\s+and\s+")
_GREETING = (
    r"(?:hi+|hello+|helo|hey+|heya|hiya|howdy|yo|sup|hola|salut|bonjour|greetings|nice to meet you"
    r"|good (?:morning|afternoon|evening|day)|how are you(?: doing| today)?"
    r"|(?:how|what)(?: is|['’]?s) (?:it going|up))(?: (?:there|all|everyone|again|reftel|assistant|bot))?"
)
_THANKS = (
    r"(?:(?:many|no) )?(?:thanks?(?: (?:you|u))?|thankyou|thx|thanx|tnx|ty|cheers|much appreciated)"
    r"(?: (?:so much|very much|a lot|a million|again|anyway|for (?:that|this|(?:the|your) (?:help|answer|time))))*"
    r"|(?:that|this|it)(?:['’]?s| was| is| has been| helps?| helped)(?: (?:very|really|so|quite|most))?"
    r"(?: (?:helpful|useful|great|good|perfect|it|all|enough|a lot|me))?(?: (?:for now|thanks|thank you))?"
)
_FINE = (
    r"ok(?:ay)?|k|great|good|nice|cool|perfect|wow|alright|super|excellent|awesome|got it|i see|understood|please"
    r"|pls|right|fine|well done|good (?:job|answer|bot)|(?:good)?bye|good night|see you(?: later)?|h+m+|lol"
    r"|(?:ha)+|test(?:ing)?"
)
_WHO = (
    r"(?:who|what)(?: exactly)?(?: are|['’]?re| r) (?:you|u)(?: exactly)?|what(?: is|['’]?s) your name"
    r"|who (?:made|built) (?:you|this)|introduce yourself|tell me (?:about yourself|who you are)"
    r"|who am i talking to|(?:are (?:you|u)|r u|is (?:this|it)) (?:(?:an?|the) )?"
    r"(?:bot|robot|human|person|machine|ai|llm|real|chatgpt|computer|model)"
)
_I_CAN_ASK = r"(?:i|we) (?:can|could|should|may) ask(?: (?:you|u|here|about|for|this))*"
_HELP = (
    r"(?:please )?help(?: me| please| pls)*|(?:i )?need help|(?:can|could) (?:you|u) help(?: me)?(?: out)?"
    r"|what (?:can|could|should|may) (?:i|we) (?:ask|do|type|say|search)(?: (?:you|u|here|about|for|now|this))*"
    r"|what (?:can|could|do) (?:you|u) (?:do|answer|know|offer)(?: for me)?|what to ask"
    r"|(?:what|which) (?:kinds?|sorts?|types?) of (?:questions?|things?)(?: (?:can|should) (?:i|we) ask"
    rf"| (?:do|can) you answer| {_I_CAN_ASK})?(?: (?:you|here))?|{_I_CAN_ASK}"
    r"|how (?:does|do) (?:this|it|that|you)(?: thing| site| tool| app)? work"
    r"|how (?:do|can|should) i (?:use|start|ask)(?: (?:this|it|you|a question))?"
    r"|(?:(?:give|show) me |any |some )?(?:an? )?(?:some )?(?:examples?|sample questions|ideas|suggestions)"
)
_BEFORE = rf"(?:(?:{_GREETING}|{_THANKS}|{_FINE}) ){{0,2}}"
_KINDS = {  # the most telling first
    name: re.compile(rf"{_BEFORE}(?:{words})", re.IGNORECASE)
    for name, words in {
        "help": _HELP,
        "who": _WHO,
        "greeting": _GREETING,
        "thanks": _THANKS,
        "fine": _FINE,
    }.items()
}
_SAYS = {
    "help": "Ask about people, places and events in this archive, in your own words, or name a cable by its id.",
    "who": "This is reftel. It answers questions about an archive of diplomatic cables; it is not a person.",
    "greeting": "Hello. This is reftel, which answers questions about an archive of diplomatic cables.",
    "thanks": "You are welcome. Ask about anything else in the archive.",
    "fine": "All right. Ask about anything else in the archive.",
}


def answer(inquiry: Inquiry) -> Answer | None:
    """Return a line in reply to what is no question about the archive, and what can be asked if that may help."""
    said = _said(inquiry.text)
    if said is None:
        return None
    line = _SAYS[said]
    if said not in ("thanks", "fine"):
        line += (
            f" It holds {account(inquiry.library, EVERYWHERE)}; each sentence of an answer names its paragraph."
        )
        if questions := openers(inquiry.library, _SHOWN):
            line += "\n\n" + "\n".join(("For example:", *(f"{question}?" for question in questions)))
    return inquiry.answer(line)


def _said(text: str) -> str | None:
    """Return which of these things somebody says, if they say nothing else."""
    clauses = [" ".join(each.split()) for each in _CLAUSES.split(text[: _LONGEST + 1])]
    given = [
        next((name for name, words in _KINDS.items() if words.fullmatch(each)), None) for each in clauses if each
    ]
    if len(text) > _LONGEST or not given or None in given:
        return None
    return next(name for name in _KINDS if name in given)
