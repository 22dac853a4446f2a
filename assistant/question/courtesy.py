"""What stands around a question out of courtesy or habit: "hi, can you tell me please ... thanks!"."""

import re

_LEADING = re.compile(
    r"\W*(?:"
    r"(?:so|and|but|then|ok|okay|hi|hey|hello|please|pls|plz|well|sorry|um|er|oh|ah|also|now|btw|by the way"
    r"|actually|quick question|i mean|remind me|do you know"
    r"|(?:(?:can|could|would|will) (?:you|u) (?:please )?)?(?:tell|remind|explain to) (?:me|us)"
    r"|(?:can|could|would|will) (?:you|u)(?: please)?"
    r"|(?:i|we)(?: want| need| would like|['’]d like) (?:you )?to(?: know)?"
    r"|i (?:don['’]?t know|wonder|was wondering))\b[,:.!;-]*"
    r"|(?:yes|no|great|good|thanks|thank you|again)\b[,:.!;-]+)\s++",  # "good governance" is a matter
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:[,;]|(?<=[\w.?!]))\s(?:please|pls|plz|thanks|thank you|thx|cheers|anyway|exactly|again|then|though"
    r"|actually|btw)[\s.!?]*\Z",
    re.IGNORECASE,
)
_MOST = 6  # such words, one after the other
_MARKS = " ?!.,;"


def plain(text: str) -> str:
    """Return a question without such words, and with single blanks; its question mark stays."""
    text = " ".join(text.split())
    for _ in range(_MOST):
        if not (match := _LEADING.match(text)):
            break
        text = text[match.end() :]
    for _ in range(_MOST):
        if not (match := _TRAILING.search(text)):
            break
        text = text[: match.start()]
    return text


def unmarked(text: str) -> str:
    """Return a question without such words, and without the marks around it."""
    return plain(text).strip(_MARKS)


def phrases(*forms: str) -> re.Pattern[str]:
    """Return a pattern of the ways in which something is said; a whole question is to be one of them."""
    return re.compile("|".join(f"(?:{form})" for form in forms), re.IGNORECASE)
