"""The patterns in which a sentence says that people met; `M` stands for somebody named."""

import re
from collections.abc import Sequence
from re import Pattern
from typing import Literal

from ingest.attribution.party_mentions import PARTY as M
from ingest.language.lexicon import lexicon

_ROLES = "|".join(
    sorted(
        word
        for word in (lexicon("speakers") | lexicon("offices") | lexicon("holders")) - lexicon("papers")
        if word.isalpha()
    )
)
_VERB = "(?:told|said|met|that|and|but|whom|who|when)\\b"
_ARTICLE = "(?:the|a|an|his|her|its|their|our|both|visiting|then|former|new|local)"
_DESC = rf"(?:{_ARTICLE} )*(?:(?:[a-z’'-]+ ){{0,2}}(?:{_ROLES}) )?(?:(?:\w+ )?Foreign Ministry |[A-Z]{{2,5}} )?"
_NAME = rf"{M}(?!['’])(?: ?\([^(){M}]{{1,80}}\))?"
_ITEM = _DESC + _NAME
_ALSO = r"(?:with |separately with |then )?"
_AND = rf"(?:,? and (?:also )?|,? & |/|,? as well as |,? along with |,? together with ){_ALSO}"
# "M, M and M", but not "M, M": the second is then who the sentence is about.
_MORE = rf"(?:(?:[,;] {_ALSO}{_ITEM}){{0,11}}{_AND}{_ITEM}){{0,6}}"
LIST = rf"(?>{_ITEM}{_MORE})"
# Who is met: in "met with M, and M will", the second begins a clause of their own.
_ACTS = r"(?: (?:will|would|has|have|had|is|are|was|were|did|does|said|told|met|also|then|later|\w+ed)\b)"
_OTHERS = rf"(?>{_ITEM}(?:(?:[,;] {_ALSO}{_ITEM}){{0,11}}{_AND}{_ITEM}(?!{_ACTS})){{0,6}})"
# That with which a pattern begins: the mark comes first, and so is found fast.
_ONE = rf"(?P<one>(?>{_NAME}{_MORE}))"
# Where a comma may end it: "in a meeting with M, M said".
_PLAIN = rf"(?>{_ITEM}(?:{_AND}{_ITEM}){{0,6}})"
# What is set beside a subject: ", the head of the mill,"; no clause of its own.
_CLAUSAL = (
    "he|she|they|we|and|but|as|when|while|that|which|told|said|began|was|were|is|are|had|has|have|will"
    "|would|did|does"
)
_BESIDE = rf"(?:(?!\b(?:{_CLAUSAL})\b)[^,;.:{M}]){{2,90}}"
_APP = rf"(?:, {_BESIDE}(?:, {_BESIDE}){{0,2}},?|,? who [^,;.:{M}]{{2,80}},)?"
_ADVERB = (
    r"(?: (?:also|then|later|subsequently|recently|first|again|both|had|has|have|once|twice|just|earlier|each|all"
    r"|in turn|next|(?!alleged|reported|supposed|possib|probab|hard|purported|presumab|on)\w{3,14}ly))*"
)
_WHEN = (
    r"(?:(?P<comma>,)? (?:on|in|at|during|over|this|last|late|early)"
    rf" (?:(?!\b(?:{_CLAUSAL})\b)[^,;.:{M}]){{2,40}}(?(comma),))?"
)
_SUBJECT = rf"{_ONE}{_APP}{_WHEN}{_ADVERB} "
_FILL = rf"(?:(?! with )[^,;.:{M}]){{0,60}}"
_OBJECT = rf"(?P<other>{_OTHERS})"
# What is sure to bring people together, and, as `spoke`, what may be done by telephone.
_TALK = (
    r"(?:meetings?|lunch(?:eon)?|dinner|breakfast|audience|sessions?|tea|coffee|tete-a-tete|one-on-one"
    r"|courtesy calls?|farewell calls?|(?P<spoke>conversations?|discussions?|talks|(?:phone |telephone )?calls?"
    r"|consultations|exchanges?|interviews?|dialogue))"
)
_MET = (
    rf"(?:met(?:{_FILL} with|(?: \w+ly)? )?|received|hosted|summoned|convoked|called in"
    rf"|(?:sat down|dined|lunched){_FILL} with|visited with"
    rf"|(?P<talked>(?:conferred|consulted|chatted|spoke|talked){_FILL} with|spoke(?: \w+ly)? to|talked to"
    rf"|raised (?:this|it|that|these|the|our|his|her|their|its)\b{_FILL} with)"
    rf"|(?:had|held|has had|have had|attended|hosted|conducted)(?: (?!no )[^,;.:{M}]{{0,50}}?)? {_TALK}{_FILL}"
    r" (?:with|for)"
    rf"|(?:paid|made) (?:a|an|his|her) [^,;.:{M}]{{0,40}}?(?:call|visit) (?:on|to))"
)
_TOLD = "(?:told|informed|assured|reassured|reminded|warned|advised|briefed|notified|cautioned)"
_TO = (
    "(?:complained|explained|said|admitted|confided|confirmed|described [^,;.]{0,40}|stressed|emphasized|noted"
    "|remarked) (?:to|in)"
)
_DET = r"(?:a|an|the|his|her|their|our|its|this|that|another|separate|two|several|[A-Z]\w+ \d{1,2}|recent)"
_PLANNED = "planned|proposed|upcoming|scheduled|next |future|possible|potential|requested|forthcoming|expected"
_BEFORE_TALK = rf"(?:(?!{_PLANNED}|prospective|for |to )[^,;.:{M}]){{0,70}}?"
_AT = "(?:[Ii]n|[Dd]uring|[Aa]t|[Oo]ver|[Ff]ollowing|[Aa]fter|[Ff]rom|[Bb]efore)"
_IN = rf"{_AT} (?:{_DET} )?{_BEFORE_TALK}{_TALK}{_FILL} with "
_PAST = (
    r"(?!(?:will|would|should|could|may|might|must|can|is|are|plans?|hopes?|intends?|expects?) )"
    r"(?:\w{2,}ed|said|told|was|were|made|gave|laid|took|went|put|drew|spoke|began|had|thought|felt|saw|did|held"
    r"|left|flew|sought|brought|set|agreed|ran|came|got|became|wrote|paid|met|kept|read|spent|stood|understood) ?"
)


def _compiled(*patterns: str) -> Sequence[Pattern[str]]:
    return tuple(re.compile(each) for each in patterns)


_MEETINGS = _compiled(
    rf"{_SUBJECT}{_MET} ?{_OBJECT}",
    rf"{_SUBJECT}called on {_OBJECT}(?! to\b| for\b)",
    rf"{_SUBJECT}(?:was|were) (?:received|hosted|met|summoned|briefed)(?: [^,;.:{M}]{{0,40}})? by {_OBJECT}",
    # In a meeting with one, the other said.
    rf"{_IN}(?P<other>{_PLAIN})(?:(?!that |who |which )[^;:.{M}]){{0,100}}, (?P<one>{LIST})"
    rf"{_APP}{_ADVERB} {_PAST}",
    rf"{_ONE}, {_IN}(?P<other>{_PLAIN})(?:,| [^,;.:{M}]{{1,50}},) {_PAST}",
    rf"[Dd]uring (?:{_DET} )?{_BEFORE_TALK}{_TALK} hosted by (?P<other>{_PLAIN})[^;:.{M}]{{0,60}}, (?P<one>{LIST})"
    rf"{_APP}{_ADVERB} {_PAST}",
    rf"{_ONE} [^;:.{M}]{{2,60}}(?P<other>{_NAME}), whom (?:he|she|they) (?:had )?met\b",
    rf"(?P<one>{_NAME}){_APP} (?:was (?:joined|accompanied) by {LIST} )?[^;:.{M}]{{0,60}}"
    rf"\b(?:when|after|where) (?:he|she) met (?:with )?{_OBJECT}",
    rf"{_ONE}{_APP}{_ADVERB} {_PAST}[^;:.{M}]{{0,90}} {_IN}{_OBJECT}",
)
# In these a meeting is what the sentence is about, and what follows may say that it did not take place.
_OF_MEETINGS = _compiled(
    rf"(?P<one>{M})['’]s? (?:{_BEFORE_TALK} )?{_TALK}{_FILL} with {_OBJECT}",
    rf"[Mm]eetings? (?:{_FILL} )?between (?P<one>{_ITEM}) and (?P<other>{_ITEM})",
)
_TELLINGS = _compiled(
    rf"{_SUBJECT}{_TOLD} {_OBJECT}",
    rf"{_SUBJECT}{_TO} {_OBJECT}",
    rf"{_SUBJECT}(?:was|were) (?:told|informed|assured|warned|briefed) by {_OBJECT}",
)
ENCOUNTERS: tuple[tuple[Literal["met", "spoke"], Pattern[str]], ...] = (
    *(("met", each) for each in (*_MEETINGS, *_OF_MEETINGS)),
    *(("spoke", each) for each in _TELLINGS),
)
TOGETHER = re.compile(
    rf"(?P<all>(?>{_NAME}(?:(?:[,;] {_ITEM}){{0,11}}{_AND}{_ITEM})+)){_WHEN}{_ADVERB} met"
    r"(?=[.,]| (?:on|in|at|for|to|again|privately|briefly|during|over|this|last|yesterday|today|late|early)\b)"
    rf"(?![^.;]{{0,80}} with )"
)
# Who is beside somebody at a meeting, and so met whom they met.
BESIDE = _compiled(
    rf"(?P<main>(?>{_NAME}{_MORE})){_APP},?(?: (?:who )?(?:was|were))?,? (?:accompanied|joined|flanked) by"
    rf" (?P<beside>{LIST})",
    rf"(?:^|, )(?:[Aa]ccompanied|[Jj]oined|[Ff]lanked) by (?P<beside>{_PLAIN})[^;:.{M}]{{0,60}}, (?P<main>{LIST})",
)
# Anything is left out that stands under one of these.
DOUBT = re.compile(
    r"\b(?:[Ww]hether|[Ii]f|[Uu]nless|den(?:y|ied|ies|ial|ying)|false|untrue|reports? (?:that|of)"
    r"|(?:said|believed) to have|rumou?r\w*|alleged\w*|reportedly"
    r"|purported\w*|supposed\w*|never|not|neither|nor|no|without|would|will|should|could|might|may|must|shall|hop(?:es?|ed|ing)"
    r"|plan(?:s|ned|ning)?|scheduled|propos(?:e|ed|es|ing|al)|request(?:s|ed|ing)?|cancel\w*|postpon\w*|refus\w*"
    r"|declin\w*|seek(?:s|ing)?|invit\w*|upcoming|[Rr]ather than|[Ii]nstead of|until|claim(?:s|ed|ing))\b|n['’]t\b"
)
OF_MEETINGS = frozenset(_OF_MEETINGS)
# What stands before a meeting that need not have come about.
WANTED = re.compile(
    r"\b(?:agenda|ahead of|in advance of|prepar\w+|prior to|before|eve of|forward to|set up|working|arrang\w+"
    r"|try\w*|tried|want\w*|like to|wish\w*|urg\w+|suggest\w*|recommend\w*|push\w*|call(?:s|ed|ing)? for"
    r"|need\w*|ask\w*|offer\w*|broker\w*|agree\w*|facilitat\w+|opportunity|during your|for a)\b"
)
# A name after one of these is not the subject: "an adviser to M told us".
UNDER = re.compile(
    rf"\b(?:to|of|for|with|by|from|against|about|than|between)(?: {_ARTICLE})*(?: (?!{_VERB})[a-z’'-]+){{0,3}} $"
)
UNDONE = re.compile(
    r"[^;.]{0,40}\b(?:will|would|was (?:then |later )?called off|were called off|never|cancel|postpon|did not"
    r"|fell through)"
)
# A sentence without any of these says nothing of a meeting.
HINT = re.compile(
    r"\b(?:met|meetings?|received|hosted|summoned|convoked|called|sat|dined|lunched|conferred|consulted|chatted"
    r"|spoke|talked|talks|lunch|luncheon|dinner|breakfast|conversations?|discussions?|audience|sessions?|tea|coffee"
    r"|consultations|calls?|visit|visited|raised|told|informed|assured|reassured|reminded|warned|advised|briefed"
    r"|notified|cautioned|(?:complained|explained|said|admitted|confirmed|described|stressed|emphasized|noted"
    r"|remarked) to|confided)\b"
)
PARTICIPANTS = re.compile(r"\W*(?:list of )?(?:participants|attendees)\b[^.\n]{0,30}[:\-]", re.IGNORECASE)
# The head of a side in a list of participants: "U.S.:", "Norland:".
SIDE = re.compile(r"(?<![\w.])(?:[A-Z][\w.]*(?: [A-Z][\w.]*){0,3}) ?(?::|\n)")
