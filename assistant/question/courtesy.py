"""What stands around a question out of courtesy or habit: "hi, can you tell me please ... thanks!"."""

import re

_LEADING = re.compile(
    r"\W*(?:so|and|but|ok|okay|hi|hey|hello|please|pls|plz|well|sorry|um|er|also|now|btw|by the way|quick question"
    r"|i mean|remind me|(?:(?:can|could|would|will) (?:you|u) (?:please )?)?(?:tell|remind|explain to) (?:me|us)"
    r"|(?:can|could|would) (?:you|u)(?: please)?|do you know|i (?:want|need|would like|'d like) to know"
    r"|i (?:don['’]?t know|wonder|was wondering))\b[,:.!;]*\s++",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:[,;]|(?<=[\w.?!]))\s(?:please|pls|plz|thanks|thank you|thx|cheers|anyway|exactly|again)[\s.!?]*\Z",
    re.IGNORECASE,
)
_MOST = 6  # such words, one after the other


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
