"""Apostrophes and quotation marks as some telegrams garble them, and names cut out by whoever published a cable.

"the Governor,s men" and "itQs late" have lost their apostrophes, and `&Let me tell you,8` its quotation marks. No
character changes its place, so offsets hold.
"""

import re

_APOSTROPHE = re.compile(r"(?<=[^\W\d_])(?:,(?=s\b(?!\.))|(?<=[a-z])Q(?=(?:s|t|re|ve|ll)\b))")
_QUOTATION = re.compile(r"(?<![^\s(-])&(?=[^\W\d_])(?P<words>[^&]{1,1500}?(?<=[a-z.,?!]))8(?![\w,])")
_CUT_OUT = re.compile(r"\[(?:names?|sources?) removed\]", re.IGNORECASE)


def mended(text: str) -> str:
    """Return a text with the marks that it had, and crosses for the names that were cut out."""
    if ",s" in text or "Q" in text:
        text = _APOSTROPHE.sub("’", text)
    if "&" in text and "8" in text:
        text = _QUOTATION.sub(lambda found: f"“{found['words']}”", text)
    if "removed]" in text or "REMOVED]" in text:
        text = _CUT_OUT.sub(lambda found: "X" * len(found[0]), text)
    return text


def cut_out(text: str) -> str | None:
    """Return what stands in a text for a name that was cut out: "[Name removed]"."""
    found = _CUT_OUT.search(text)
    return found[0] if found else None
