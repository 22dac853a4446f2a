"""The words of a question: those that only ask, and those that are names."""

import re

# Words that ask or carry a sentence and say nothing of its matter.
ASKING = frozenset(
    """
    a about according account after again all also an and any anybody anyone anything are as ask asked at be
    been before being but by can could describe did do does during else ever explain find for from gave get
    give given had has have he her him his how i if in into is it its just kind list make made many me mention
    mentioned more most much my of off on one opinion or other our out over own per position put reported said
    say saying says see she should show so some something such take tell than that the their them then there
    these they thing things think thought this those to told too under up us view views want wanted was way we
    were what when where which while who whom whose why will with would you your
    """.split()
)
WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")


def names(text: str) -> tuple[str, ...]:
    """Return the words that are written like names: a capital or digits inside, not just at the beginning."""
    found = []
    for match in WORD.finditer(text):
        word = re.sub(r"['’]s$", "", match.group())
        if word[0].isupper() and word.casefold() not in ASKING:
            found.append(word)
    return tuple(dict.fromkeys(found))
