"""What is said around a question and asks nothing: "ok, and could you please ...", "... thanks"."""

import re

_OPENING = re.compile(
    r"\s*+(?:(?:ok(?:ay)?|oh|ah|hm+|well|so|and|but|now|then|yes|no|sorry|hey|hi|hello|great|good|thanks|thank you"
    r"|please|pls|plz|actually|again)\b[\s,.!:-]*+"
    r"|(?:can|could|would|will) (?:you|u)\b\s*+|(?:i|we)(?: would|['’]d) like (?:you )?to (?=\w)"
    r"|(?:i|we) (?:want|need) (?:you )?to (?=\w))",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"[\s,.?!;:]{0,9}(?:\b(?:please|pls|plz|thanks|thank you|thx|then|exactly|again|though|actually"
    r"|btw)\b[\s,.?!;:]{0,9})?$",
    re.IGNORECASE,
)
_MOST = 4  # of such words on either side


def plainly(text: str) -> str:
    """Return a question without what is polite in it, and without the mark at its end."""
    for _ in range(_MOST):
        opening = _OPENING.match(text)
        if not opening or not re.search(r"\w", text[opening.end() :]):
            break
        text = text[opening.end() :]
    for _ in range(_MOST):
        tail = max(0, len(text) - 40)
        closing = _CLOSING.search(text, tail)
        if not closing or closing.start() == 0 or closing.start() == len(text):
            break
        text = text[: closing.start()]
    return text.strip(" \t\n?!.,;")


def phrases(*forms: str) -> re.Pattern[str]:
    """Return a pattern of the ways in which something is said; a whole question is to be one of them."""
    return re.compile("|".join(f"(?:{form})" for form in forms), re.IGNORECASE)
