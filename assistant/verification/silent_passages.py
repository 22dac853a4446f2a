"""Sentences that say of the passages that they do not say something: honest, and no claim of what a cable says."""

import re

_PAPERS = (
    r"(?:(?:the|that|this|these|those|its|no|none of the|neither|neither of the|shown|cited|other|same"
    r"|embassy['’]s|two|available) )*+(?:passages?|cables?|paragraphs?|comments?"
    r"|accounts?|archive|reporting|reports?|excerpts?|texts?|sources?|summary|telegrams?)"
    r"(?: (?:shown|cited|here|given|provided|in question|itself|themselves|quoted))?"
)
_TELL = (
    r"(?:say|state|name|mention|describe|specify|identify|give|explain|indicate|record|tell|report|list|address|detail"
    r"|clarify|reveal|disclose|elaborate|provide|contain|set out|spell out|attribute|quote|include|cover|show)"
)
_SILENCE = re.compile(
    r"^(?:(?:however|but|yes|no|beyond that|otherwise|in addition|by contrast)[,:]? )?"
    rf"(?:(?:{_PAPERS}|it|they) (?:(?:do|does|did)(?: not|n['’]t)|cannot|never)"
    rf" (?:\w+ly |further |itself |themselves |otherwise )?{_TELL}\b"
    rf"|(?:no|none of the|neither of the) {_PAPERS} {_TELL}s?\b"
    rf"|(?:nothing|no \w+) (?:in|of) {_PAPERS} {_TELL}s?\b)",
    re.IGNORECASE,
)
# Behind these another clause may claim something after all.
_GOES_ON = re.compile(
    r"[,;:–—]|\b(?:but|although|though|because|since|while|whereas|and that|except)\b", re.IGNORECASE
)


def silence(claim: str) -> str | None:
    """Return the sentence if it says no more than that the passages do not say something, else None."""
    if not (found := _SILENCE.match(claim)) or _GOES_ON.search(claim, found.end()):
        return None
    return claim.rstrip(". ")
