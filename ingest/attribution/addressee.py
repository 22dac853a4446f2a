"""To whom something is said, where the sentence names them: "Baro told the Ambassador that ..."."""

import re

from ingest.attribution.compared_names import MASKED

_TOLD = (
    "told|informed|assured|reassured|reminded|advised|asked|urged|warned|pressed|briefed|cautioned|notified"
    "|(?:said|explained|confided|complained|remarked|admitted|suggested|stressed|emphasized|confirmed) to"
)
# Who is told without a capital letter.
_PLAIN = (
    "poloffs?|emboffs?|econoffs?|conoffs?|charge|reporters|journalists|(?:the )?press|(?:the )?media|parliament"
)
_WORD = r"[^\W\d_a-z][\w.&/’'-]*"
_WHOM = rf"(?:{_PLAIN}|{_WORD}(?: (?:(?:of|for|al|bin|de|da|and) )?{_WORD}){{0,6}})"
_ADDRESSED = re.compile(
    rf"(?<!was )(?<!were )(?<!been )(?<!be )\b(?:{_TOLD}) (?:the |our |a |visiting )*(?P<whom>{_WHOM})"
    r"(?=,? (?:that|he|she|they|it|to|about|of|on|how|why|whether|not|the|there|in|during|at|\w+ly)\b|[,:;.]|$)"
)
_NOBODY = re.compile(r"(?:He|She|They|It|I|We|Us|Them|Him|Her)\b")
# What stands after these is what somebody else reports: "Baro said that he had told the Ambassador".
_REPORTED = re.compile(
    r"\b(?:that|said|says|told|stated|noted|added|claimed|reported|according|whether|who|which)\b"
)
_ASIDE = re.compile(r"(?:After|When|While|As|Although|Before|Since|If|Because|Once|Having)\b")
_LONGEST = 400  # characters of a sentence that are looked at


def addressee(sentence: str) -> str | None:
    """Return to whom a sentence says that something was said, None where it does not."""
    found = _ADDRESSED.search(sentence[:_LONGEST])
    if found is None or _NOBODY.match(found["whom"]) or MASKED.search(found["whom"]):
        return None
    before = sentence[: found.start()]
    if _REPORTED.search(before) or (_ASIDE.match(before) and "," not in before):
        return None
    whom = re.sub(r"['’]s?$", "", found["whom"]).rstrip(" ,")
    return whom if "." in whom[:-1] else whom.rstrip(".")
