"""Where the sentences of a paragraph begin and end."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Never the end of a sentence: a name or a number always follows.
TITLES = _words("""
    adm amb brig capt cdr cmdr col comdr cong corp cpl dep det dr drs engr gen gens gov hon insp lt ltc ltg
    maj messrs mr mrs ms mt nos pres prof rep reps rev rtd sec secy sen sens sgt supt viz vs vol
    e.g i.e al cf ed eds approx ca ft
""")
# The end of a sentence only if a word follows that usually opens one.
AMBIGUOUS = _words("""
    jr sr inc ltd co st etc jan feb mar apr jun jul aug sept sep oct nov dec
    mon tue tues wed thu thur thurs fri sat sun
""")
# The end of a sentence unless a digit follows: "No. 5", but "he said no."
NUMBERING = _words("no para paras fig art p pp op nr")
OPENERS = _words("""
    the a an this that these those he she it they we his her its their our i you in on at as for with while
    when after before if although though however but and nor yet so there both according asked despite
    during from to some many most all one another other such no not since because also still thus then
    what where who
""")

# From the first of several marks, or a line of ten thousand dots would take minutes.
STOP = re.compile(r"(?<![.?!])[.?!]++[\"'”’)\]»]*+(?=\s|[xX]{4})")
# A capital or a digit, perhaps behind quotes, brackets and bullets; or a redacted name.
START = re.compile(r"(?:\s+|(?=[xX]{4}))(?=(?P<lead>[\"'“‘(\[«*•-]*\s?)(?P<word>[^\W_a-z][\w’'-]*|x{4,}))")
# All the white space, in one go: a line's end before a bullet, or a blank line.
BULLET = re.compile(
    r"(?<=\S)(?=[^\S\n]*+\n)(?:\s++(?=(?:--?|\*|•|—|\([a-z\d]\))\s*+\w)|(?=[^\S\n]*+\n[^\S\n]*+\n)\s++)"
)
CLOSING = re.compile(r"\(?\W?end (?:of )?(?:\w+ )?(?:notes?|comments?|summary|text|bio|quote)\b", re.IGNORECASE)
# Capitals tell "(Note. The club ..." from "he took note. The club ..."
OPENING = re.compile(r"(?:Note|NOTE|Comment|COMMENT|Summary|SUMMARY)\.$")
LAST_WORD = re.compile(r"(?:^|[\s(\[“\"‘'/-])((?:[^\W\d_]\.)*[^\W\d_]+)\.$")
ASKED = re.compile(
    r"\s+(?:the )?[A-Z]\w+(?: [A-Z]\w+)? (?:asked|said|queried|wondered|exclaimed|added)\b", re.IGNORECASE
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) offsets of the sentences of one paragraph's clean text, in order.

    Together they hold every non-blank character. A closing "End note.)" belongs to the sentence before it;
    semicolons and colons do not end a sentence, a bullet on a new line does.
    """
    cuts = [(bullet.start(), bullet.end()) for bullet in BULLET.finditer(text)]
    for stop in STOP.finditer(text):
        start = START.match(text, stop.end())
        if start and _ends(text, stop, start):
            cuts.append((stop.end(), start.end()))
    begins = [0, *(start for _, start in sorted(cuts))]
    ends = [*(end for end, _ in sorted(cuts)), len(text)]
    return [span for begin, end in zip(begins, ends, strict=True) if (span := _trimmed(text, begin, end))]


def _trimmed(text: str, begin: int, end: int) -> tuple[int, int] | None:
    words = text[begin:end]
    begin += len(words) - len(words.lstrip())
    return (begin, begin + len(words.strip())) if words.strip() else None


def _ends(text: str, stop: re.Match[str], start: re.Match[str]) -> bool:
    """Whether the full stop, question or exclamation mark closes a sentence, given what follows it."""
    if CLOSING.match(text, start.end()):
        return False
    if stop[0] != ".":
        # `"Why can't they?" Kapoor asked.` is one sentence.
        return not (stop[0][0] in "?!" and len(stop[0]) > 1 and ASKED.match(text, stop.end()))
    before = text[max(0, stop.start() - 24) : stop.start() + 1]
    if OPENING.search(before):  # "(Note. The club ..."
        return False
    found = LAST_WORD.search(before)
    if not found:
        return True
    word, following = found[1].lower(), start["word"]
    if word in TITLES:
        return False
    if word in NUMBERING and found[1] != "P":  # which is an initial
        return not following[0].isdigit()
    if word in AMBIGUOUS or len(word) == 1 or re.fullmatch(r"(?:\w\.)+\w", word):
        return following.lower() in OPENERS or bool(start["lead"].strip(" ("))
    return True
