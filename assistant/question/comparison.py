"""A question that sets people, places or times side by side: "Netanyahu and Barak on Iran", "2004 versus 2009"."""

import re
from dataclasses import dataclass

from assistant.question.courtesy import unmarked
from assistant.question.hints import Hint, hints
from assistant.question.periods import Named, periods

_NAME = r"[^\s,:;?][^,:;?]{0,60}?"
_VERSUS = r"(?:vs?\.?|versus|compared (?:to|with)|as opposed to|in contrast to|unlike)"
_ON = r"(?:on|about|over|regarding|concerning|when it comes to|as to|towards?)"
_SAYS = (
    r"(?:think|say|see|view|want|expect|believe|feel|make|propose|tell|hope|fear|judge|assess|predict|argue|plan|claim|describe|explain|rate"
    r"|react|respond|differ|disagree|compare|stand|position|look|treat|answer|suggest|report|respectively|each|both"
    r"|thought|said|saw|viewed|wanted|expected|believed|felt|made|proposed|told|hoped|feared|judged|assessed|predicted"
    r"|argued|planned|claimed|described|explained|rated|reacted|responded|treated|answered|suggested|reported)"
)
_VIEWS = r"(?:views?|positions?|opinions?|takes?|stances?|attitudes?|lines?|words|assessments?)"
_ON_OR_OF = r"(?:on|about|over|regarding|concerning|towards?|of)"
_SAID_OF = re.compile(r"^(?:thought|think|said|say|made|make) (?:of|about|on) ", re.IGNORECASE)
_DO = r"(?:did|do|does|would|will|are|were|is|was)"
_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # compare A and B on X
        rf"compar(?:e|ing) (?:the )?(?:views?|positions?|words|opinions?|takes?) of (?P<a>{_NAME}) (?:and|with"
        rf"|to|{_VERSUS}) (?P<b>{_NAME}) {_ON} (?P<matter>.+)",
        rf"compar(?:e|ing) (?P<lead>(?:who|what|how|where|why|when) )(?P<a>{_NAME}) (?:and|with|to"
        rf"|{_VERSUS}) (?P<b>{_NAME}) (?P<matter>{_SAYS}\b.+)",
        rf"compar(?:e|ing) (?P<a>{_NAME}) (?:and|with|to|{_VERSUS}) (?P<b>{_NAME}) {_ON} (?P<matter>.+)",
        # the difference between A and B on X
        rf"(?:(?:what|which|is there|was there|were there)(?:['’]s| is| are| was| were)? )?(?:the |any "
        rf"|a )?(?:differences?|different|contrast|disagreements?"
        rf"|daylight|gap|split|rift) between (?P<a>{_NAME})"
        rf" and (?P<b>{_NAME}) (?:{_ON}|in) (?P<matter>.+)",
        # how does A differ from B over X
        rf"how {_DO} (?P<a>{_NAME}) (?:differ|different)(?: in (?:their|his"
        rf"|her) views?)? from (?P<b>{_NAME}) (?:{_ON}|in) (?P<matter>.+)",
        # what do A and B each say about X; how did A and B differ over X
        rf"(?:what|how|where|who) {_DO} (?P<a>{_NAME}) and (?P<b>{_NAME})(?: (?:each|both"
        rf"|respectively))? {_SAYS}\b(?: (?:{_SAYS}|of|by|to|from each other))*"
        rf" (?:(?:{_ON}|of) )?(?P<matter>.+)",
        # A's and B's views on X
        rf"(?:(?:what|how) {_DO} )?(?P<a>{_NAME}['’]s?) and (?P<b>{_NAME})['’]s? (?:respective )?{_VIEWS}"
        rf" {_ON_OR_OF} (?P<matter>.+)",
        # A versus B on X; A and B on X
        rf"(?P<a>{_NAME}) {_VERSUS} (?P<b>{_NAME}) {_ON} (?P<matter>.+)",
        rf"(?P<a>{_NAME}) and (?P<b>{_NAME}) (?:on|about|over|regarding) (?P<matter>.+)",
    )
)
_BARE = _FORMS[-1]  # without a word that compares: only names stand on its sides
_ALL_TOLD = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (  # without a matter
        rf"compar(?:e|ing) (?P<a>{_NAME}) (?:and|with|to|{_VERSUS}) (?P<b>{_NAME})",
        rf"(?:(?:what|which|is there)(?:['’]s| is| are)? )?(?:the |any |a )?(?:differences?|different|contrast"
        rf"|comparison) between (?P<a>{_NAME}) and (?P<b>{_NAME})",
        rf"how {_DO} (?P<a>{_NAME}) (?:differ|different) from (?P<b>{_NAME})",
        rf"(?P<a>{_NAME}) {_VERSUS} (?P<b>{_NAME})",
    )
)
_MARK = re.compile(
    rf"\b(?:compar\w+|differ\w*|contrast\w*|each|respectively|{_VERSUS}|chang\w+|between)\b", re.IGNORECASE
)
_EACH = re.compile(
    r"(?P<lead>[^:?]{5,200}):\s*+(?P<rest>[^?]{3,300}\b(?:each|respectively|both)\b[^?]{0,200})", re.IGNORECASE
)
_COMPARES = re.compile(
    r"^(?:please )?(?:compar(?:e|ing)|how (?:did|do|does|has|have)|(?:what|which)(?:['’]s| is| are| was"
    r"| were)?)?\s*(?:the )?"
    r"(?:differences?|different|contrast)?\s*(?:between )?(?:the )?",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:did|does|do|was|were|is|are|has|had|have|would|will|could|can|who|what|when|why|where|which|how|say|said|says|told|tell"
    r"|met|meet|agree|agreed|talk|talked|list|show|summari[sz]e|anything|more)\b",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"\b(?:his|her|their|its|he|she|they|others?|any|some|other|everybody|each)\b", re.IGNORECASE
)
# "Velayati's theory about Sarkozy and Chirac on Iran" is about one thing, not two.
_PART_OF = re.compile(
    r"['’]s? |\b(?:of|for|to|on|about|by|in|at|whether|against|from|than|over|with)\b", re.IGNORECASE
)
_MOST_WORDS = 5  # of a name
_ENDS = re.compile(rf"[ ,]{{1,4}}(?:{_VERSUS}|compared|versus|vs\.?|between|differ(?:ed|ent)?)$", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"\b(?:in|on|from|of|during|between|and|to|since|by|as of|around)\s*(?:the\s*)?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: its `name`, and the `text` that is searched for; of a time also the `hint`."""

    name: str
    text: str
    hint: Hint | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The sides of a comparison in the order asked, and the matter in which they are compared, "" for all of them.

    `is_sure`: a word says that they are to be compared; "A and B on X" may be one thing.
    """

    sides: tuple[Side, ...]
    matter: str
    is_sure: bool = True

    @property
    def words(self) -> str:
        """How the reader is told of it."""
        return f"compared: {', '.join(side.name for side in self.sides)}"


def comparison(text: str) -> Comparison | None:
    """Return what a question compares; None where it compares nothing by name or time."""
    asked = unmarked(text)
    return _of_each(asked) or _of_times(asked) or _of_names(asked)


def _of_names(asked: str) -> Comparison | None:
    for form in _FORMS:
        if (
            (match := form.fullmatch(asked))
            and "each other" not in asked
            and _are_names(match["a"], match["b"], bare=form is _BARE)
        ):
            names = [_bare_name(match[each]) for each in ("a", "b")]
            matter = re.sub(r",? who (?:says|said|thinks) what$", "", match["matter"]).strip(" ,")
            matter = _SAID_OF.sub("", matter)
            sides = tuple(Side(name, f"{name} on {matter}") for name in names)
            return Comparison(sides, matter, is_sure=form is not _BARE)
    for form in _ALL_TOLD:
        if (match := form.fullmatch(asked)) and _are_names(match["a"], match["b"], bare=True):
            names = [_bare_name(match[each]) for each in ("a", "b")]
            return Comparison(tuple(Side(name, " and ".join(names)) for name in names), "")
    return None


def _are_names(*given: str, bare: bool) -> bool:
    """Return whether these may be the names of what is compared."""
    if any(
        len(name.split()) > _MOST_WORDS or periods(name) or _VERB.search(name) or _NO_NAME.search(name)
        for name in given
    ):
        return False
    return not bare or not any(_PART_OF.search(name) for name in given)


def _bare_name(name: str) -> str:
    name = re.sub(
        r"^the ",
        "",
        re.sub(r"['’]s?$|['’]s? (?:views?|positions?|opinions?)$", "", name.strip()),
        flags=re.IGNORECASE,
    )
    return name if name != name.lower() else " ".join(f"{word[:1].upper()}{word[1:]}" for word in name.split())


def _of_times(asked: str) -> Comparison | None:
    """Return a comparison of two times: "the talk of ousting Brown in July 2008 and in May 2009"."""
    named = periods(asked)
    told = [hint for hint in hints(asked) if not hint.origin]
    if len(named) != 2 or len(told) != 2 or not _MARK.search(asked):
        return None
    matter = _matter(asked, named)
    if not matter:
        return None
    return Comparison(tuple(Side(hint.words.removeprefix("dated "), matter, hint) for hint in told), matter)


def _matter(asked: str, named: list[Named]) -> str:
    """Return a question without its times, and the words before them and between them."""
    parts, at = [], 0
    for each in named:
        before = asked[at : each.start]
        while lead := _PREPOSITION.search(before):
            before = before[: lead.start()].rstrip()
        parts.append(before)
        at = each.end
    text = " ".join(part.strip() for part in (*parts, asked[at:]) if part.strip())
    return _ENDS.sub("", _COMPARES.sub("", text, count=1).strip(" ,?."))


def _of_each(asked: str) -> Comparison | None:
    """Return a comparison of "A in 2004 and B in 2006: how long did each last", each with its time or name."""
    match = _EACH.fullmatch(asked)
    pieces = re.split(r" (?:and|versus|vs\.?) ", match["lead"]) if match else []
    if not match or len(pieces) != 2:
        return None
    first, second = pieces
    rest = re.sub(r"\b(?:each|respectively|both)(?: of them)?\b", "the", match["rest"], flags=re.IGNORECASE)
    # What the second leaves unsaid it takes over from the first: "Lula receiving X in 2004 and Y in 2006".
    words = first.split()
    missing = words[: max(0, len(words) - len(second.split()))]
    sides = []
    for name, text in ((first, first), (second, " ".join((*missing, second)))):
        hint = next((hint for hint in hints(name) if not hint.origin), None)
        sides.append(Side(name, f"{text}: {rest}", hint))
    return Comparison(tuple(sides), rest)
