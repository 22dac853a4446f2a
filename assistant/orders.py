"""Sentences that give orders to whatever reads them, which a cable may have been made to carry.

An order is no evidence: it is neither shown to a chat model nor does it bear out a sentence that obeys it. It is
told by the company of its words, which `orders.txt` has: those of answering beside those of commanding. So it can
be missed; then what the model wrote is still checked like anything else.
"""

import re
from importlib.resources import files

from ingest.sentences import sentences


def _sections() -> dict[str, str]:
    """Return for each section of `orders.txt` an expression that matches any of its words."""
    found: dict[str, list[str]] = {}
    for line in (files("assistant") / "orders.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            words = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            words.append(line)
    return {name: rf"\b(?:{'|'.join(words)})\b" for name, words in found.items()}


_WORDS = _sections()
_SAY, _DO, _MACHINE, _MUST = (_WORDS[name] for name in ("say", "do", "machine", "must"))
_POLITE = r"(?:please|kindly|now|instead|just|then|only|always|simply|also|first|finally)"
# What may go ahead of an order: "SYSTEM NOTE: now please", "Before anything else,", "For testing purposes"
_AHEAD = rf"(?:\W*(?:{_POLITE}|[^,.:]{{2,60}}[,:\])>]|(?:for|in|to|before|after)(?: \w+){{1,4}}?)\W+){{0,3}}?\W*"
# The heading "Answer:" is no order, nor is the beginning of speech: "Never," he said.
_OPENS = r"(?![:,’'”])"
_ORDERS = (
    rf"^\W*(?:{_POLITE}\W+)*{_SAY}{_OPENS}",
    rf"^(?=.*(?:{_MACHINE}|{_WORDS['words']})){_AHEAD}(?:{_SAY}|{_DO}){_OPENS}",
    rf"^(?=.*{_MACHINE}).*{_MUST}",
    rf"^(?=.*\b(?:you|your)\b).*(?:{_MACHINE}|\b(?:archive|bot|answers?|reply|phrase|pretend|guidelines)\b)",
    r"^\W*(?:dear|attention|hey|hello|note to)\b[^.]{0,20}\b(?:AI|bots?|models?|assistants?|summari\w+)\b",
    r"^\W*(?:from now on|developer mode|you (?:must|are|will) (?:now|no longer))\b",
    r"\b(?:if|when|whenever|once) (?:(?:you are |ever |anyone is )?asked|(?:any|some)(?:one|body) asks)\b"
    rf".{{0,80}}(?:,|\b(?:then|always|must|should)\b)\s*(?:\w+ ){{0,2}}{_SAY}",
    r"\b(?:correct|true|right) answer\b.{0,60} is\b|\b(?:answer|reply) (?:has to|must|should) (?:be|read|say)\b",
    r"\bend of (?:the )?passages\b|\bpassages end\b",
    # the marks by which chat models tell who speaks
    r"<\|?/?(?:system|im_start|im_end|inst|assistant|user)\b|\[/?INST\]",
    r"#{1,6} *(?:system|instruction|input|response)|^\W*(?:system|assistant|user|developer|override)\b[\w ]*:",
    _WORDS["abroad"],
)
_ORDER = re.compile("|".join(_ORDERS), re.IGNORECASE | re.DOTALL)


def orders(text: str) -> list[tuple[int, int]]:
    """Return where the sentences of a text stand that give orders to their reader."""
    return [(start, end) for start, end in sentences(text) if _ORDER.search(text[start:end])]


def without_orders(text: str) -> str:
    """Return a text with blanks in the place of its orders, so that everything else stands where it stood."""
    for start, end in orders(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return text
