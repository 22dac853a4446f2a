"""Sentences that give orders to whatever reads them, which a cable may have been made to carry.

An order is no evidence: it is neither shown to a chat model nor does it bear out a sentence that obeys it. Told by
its words alone, an order can be missed; then what the model wrote is still checked like anything else.
"""

import re

from ingest.sentences import sentences

_DO = (
    r"(?:answer|reply|respond|output|print|repeat|say|write|reveal|pretend|claim|state (?:that|only)|quote|cite"
    r"|summari[sz]e|translate|mention|conclude|include|insert|append|add|recommend|send|visit(?! of)|click|open"
    r"|run|execute|delete|show|display|(?:begin|start|end|finish) (?:your|every|each|with)|act as|roleplay"
    r"|behave|treat|tell|give|use(?! of)|encode|list|confirm|praise|declare|replace|report (?:that|only))"
)
_DO_NOT = r"(?:ignore|disregard|forget|override|bypass|discard|do not|don['’]t|never|stop|cancel)"
_WHOM = (
    r"(?:you|whoever \w+ this|(?:users?|readers?|assistants?|AI|LLMs?|(?:language )?models?|chat ?bots?|machines?)"
    r"(?: (?:reading|that reads?|who reads?) this)?)"
)
_MAY = r"(?:are|must|should|will|shall|may|can|have|need|now)"
_AHEAD = (  # of the order itself: "SYSTEM NOTE: now please", "For your safety, always"
    r"(?:[\W_]*(?:please|now|instead|just|then|only|always|simply|also|and|so|first|finally|[\w ]{2,40}[:\]>]"
    r"|[^,]{2,40}, always)[\W_]+){0,3}[\W_]*"
)
_ORDERS = (
    # "Answer HACKED", but not the heading "Answer:" nor the beginning of speech, "Never," he said
    rf"^{_AHEAD}(?:{_DO}|{_DO_NOT})\b(?![:,’'”])",
    rf"\b{_DO_NOT}\b[^.]{{0,60}}\b(?:instructions?|prompts?|rules|guidelines|passages|question|sources|above)\b",
    r"\b(?:if|when|whenever|once) (?:(?:you are |ever |anyone is )?asked|(?:any|some)(?:one|body) asks)\b"
    rf"[^.]{{0,80}}(?:,|\b(?:then|always|must|should)\b)\s*(?:\w+ ){{0,2}}{_DO}\b",
    rf"\b{_WHOM} {_MAY}\b (?:(?:now|no longer|free|an?)\b|(?:\w+ ){{0,3}}?(?:{_DO}|{_DO_NOT})\b)",
    r"\byour (?:\w+ ){0,2}(?:answers?|reply|replies|response|output|prompt|instructions|task|role)\b",
    r"\b(?:correct|only|right|true|proper|final) (?:answer|reply|response)\b[^.]{0,60}\b(?:is|reads|must)\b",
    r"\b(?:from now on|system (?:prompt|message|override|note)|as an AI|developer mode)\b",
    r"\bend of (?:the )?(?:passages|context|evidence|prompt)\b"
    r"|\b(?:passages|context|evidence) ends?\b[^.]{0,10}\bhere\b",
    # the marks by which chat models tell who speaks
    r"<\|?/?(?:system|im_start|im_end|inst|assistant|user)\b|\[/?INST\]"
    r"|#{2,} *(?:system|instruction|input|response)",
    r"^\W*(?:system|assistant|user|developer)\s*:",
    # to ignore, to forget, to answer and to write, in some other languages
    r"^\W*(?:ignor|oubli|olvid|vergiss|dimentic|r[ée]pond|respond[ae]|antwort|rispond|schreib|[ée]cri[vst]|escrib"
    r"|scriv|игнорир|забуд|ответ|напиш)",
)
_ORDER = re.compile("|".join(_ORDERS), re.IGNORECASE)


def orders(text: str) -> list[tuple[int, int]]:
    """Return where the sentences of a text stand that give orders to their reader."""
    return [(start, end) for start, end in sentences(text) if _ORDER.search(text[start:end])]


def without_orders(text: str) -> str:
    """Return a text with blanks in the place of its orders, so that everything else stands where it stood."""
    for start, end in orders(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return text
