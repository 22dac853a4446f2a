"""The words by which a question says which cables it is about. `\\0` stands where something was understood already."""

import re

_CABLES = (
    r"(?:cables?|telegrams?|telexe?s?|messages?|reports?|reporting|dispatch(?:es)?|documents?|docs?|ones?|traffic)"
)
CABLES = re.compile(_CABLES, re.IGNORECASE)

QUOTED = re.compile(r"\"([^\"]{1,200})\"|(?<!\w)'([^']{2,200})'(?!\w)")
THESE = re.compile(r"\b(?:of|among|amongst|from|in) (?:these|those|them)\b(?: \w{0,3}cables)?", re.IGNORECASE)

# Words that are no part of a name, and at which one ends.
_STOP = (
    r"(?:in|from|of|on|about|that|which|what|who|whom|and|or|the|a|an|by|with|without|mention\w*|is|are|were|was|be|how|many"
    r"|please|pls|give|list|show|to|for|as|at|did|does|do|have|has|had|it|its|this|these|those|them|they|all|any|some|most"
    r"|each|every|per|not|used?|so|but|when|where|why|there|here|since|until|before|after|between|during|containing"
    rf"|{_CABLES})\b"
)
_NAME_WORD = rf"(?!{_STOP})[^\W\d_][\w.'-]{{0,40}}"
_NAME = rf"(?P<name>{_NAME_WORD}(?: {_NAME_WORD}){{0,4}})"


def _any(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


_REF = r"(?:references?|refs?|reftels?)"
REFERRED_TO = re.compile(
    r"\bdo(?:es)? (?:the )?(?:cable )?\x01 (?:refer(?:s|ences?)? (?:back )?to|cites?|references?|points? to|link to"
    rf"|(?:give|list|have|has|contain|include|show|name|mention)\w*(?: any| as| its?| the| for| cables?){{0,3}} {_REF})"
    rf"|\b{_REF} (?:are |that )?(?:does|do|did|has|are in)(?: the)?(?: cable)? \x01(?: (?:give|have|list|cite|make|contain|carry|name)s?)?"
    rf"|\b{_REF}(?: list| line)?(?: \w{{1,12}}){{0,2}} (?:of|in|from|for|by) (?:the )?(?:cable )?\x01"
    r"|\b(?:cited|referenced|referred to|named|listed)(?: as references?)? (?:in|by) (?:the )?(?:cable )?\x01"
    rf"|(?:(?<=what )|(?<=which ))?\x01 (?:refers? (?:back )?to|cites|references\b|gives? (?:as )?{_REF})"
    rf"|\x01(?:'s|s)? (?:list of )?{_REF}\b(?: list)?",
    re.IGNORECASE,
)
REFERS_TO = re.compile(
    r"\b(?:(?:that|which) )?(?:refer(?:s|red|ring)?(?: back)? to|(?:cite|reference|mention|quote|name)(?:s|d)?|(?:cit|referenc|mention|quot)ing"
    r"|(?:points?|pointing|links?|linking|repl(?:y|ies)|replying|answers?|respon(?:d|ds|ding)|follow(?:s|ing)? up)(?: back)?(?: to| on)?"
    r"|(?:with|has|have|having) (?:a )?references? to|(?:with|has|have|having)) (?:the )?(?:cable )?\x01(?: (?:as|in|among|on) (?:a |the |its |their )?(?:references?|refs?|reftels?)(?: list| line)?)?"
    r"|\x01 (?:is |was |been |being )?(?:cited|referred to|referenced|mentioned)(?: in| by)?"
    r"|(?:is|was|has) \x01 (?:been )?(?:cited|referred to|referenced|mentioned)(?: in| by)?"
    r"|\breferences? to (?:the )?(?:cable )?\x01",
    re.IGNORECASE,
)

_BE = r"(?:(?:that|which|who) )?(?:(?:were|was|are|is|been|being|have been|has been) )?"
CLASSIFIED_BY = _any(
    rf"\b{_BE}classified by (?:the )?{_NAME}",
    rf"\b(?:did|has|have|had) (?:the )?{_NAME} classif(?:y|ied)\b",
    rf"(?<=\bcables )(?:that |which )?{_NAME} (?:has |had )?classified\b(?! by)",
    rf"(?<=\bthat )(?!{_CABLES}){_NAME} (?:has |had )?classified\b(?! by)",
)
SIGNED_BY = _any(
    rf"\b{_BE}signed (?:off )?(?:by )?(?:the )?{_NAME}",
    rf"\b(?:did|has|have|had) (?:the )?{_NAME} sign(?:ed)?\b",
    rf"\b(?:with|over|bearing|under|by|has|have) (?:the )?signature (?:of |is )?{_NAME}",
    rf"\bwith {_NAME} signature\b",
    rf"\bwhose (?:signature|signer) is {_NAME}",
    rf"(?<=\bcables )(?:that |which )?{_NAME} (?:has |had )?signed\b(?! by)",
    rf"(?<=\bthat )(?!{_CABLES}){_NAME} (?:has |had )?signed\b(?! by)",
)

_TAG = rf"(?!{_STOP}|tags?\b)[A-Za-z]\w{{1,9}}"
_TAGS = rf"(?P<tags>{_TAG}(?:(?:, ?| ?& ?|,? (?:and|with)(?: tag)? ){_TAG}){{0,9}})"
_HAVE = r"(?:that |which |are |is )?(?:with|have|has|having|carry|carries|carrying|under|bear(?:ing)?|use|using|get|got|contain\w*)"
TAGS = _any(
    rf"\b{_BE}(?:tagged|labelled|labeled)(?: as| with| under)?(?: the)?(?: tags?)? {_TAGS}(?: or (?:with )?tag (?P=tags))?(?: tags?)?(?!\w)",
    rf"\b{_HAVE} (?:the |a )?{_TAGS} (?:as (?:a )?)?tags?\b",
    rf"\b{_HAVE} (?:the |a |as )?tags? (?:of )?{_TAGS}(?!\w)",
    rf"\b(?:the )?{_TAGS}[ -]tag(?:ged)?\b",
)

_VALUE = r"(?P<value>[^\0]{1,120}?)"
_TITLE = r"(?:subject|title|heading|headline)s?(?: lines?)?"
SUBJECTS = _any(
    rf"\b(?:with|having|(?:that |which )?(?:have|has)|containing) (?P<value>(?:(?!with )[^\0]){{1,80}}?) (?:appearing )?(?:in|as|on) (?:the |their |its |a )?{_TITLE}",
    rf"\b(?:whose|with|where|in which|having)(?: the| a| its| their)? {_TITLE} (?:that )?"
    r"(?:contain\w*|mention\w*|ha(?:s|ve)|having|includ\w*|with|say\w*|is|are|reads?|of|about|named|names?)(?: (?:the|a))?"
    r"(?: words?| term| phrase)? (?P<value>(?:(?! (?:from|in|of|and|that|which|tagged|signed|sent|dated) )[^\0?!;]){1,80})",
    r"\b(?:titled|entitled|headed|headlined|called) (?P<value>(?:(?! (?:from|in|sent|dated|tagged|signed) )[^\0?!;]){1,80})",
    rf"\b(?:where|in which|whose) {_VALUE} (?:is|are|appears?|occurs?|stands?|comes? up) in (?:the |their |its )?{_TITLE}",
    rf"(?<=\bcables ){_VALUE} (?:is |are )?in (?:the |their |its )?{_TITLE}",
)

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
# "between March and May 2009": the year is that of both.
SAME_YEAR = re.compile(
    rf"\b({_MONTH})(?=,? ?(?:and|or|to|till|until|through|-|–) (?:{_MONTH}),? (?:of )?((?:19|20)\d\d)\b)", re.IGNORECASE
)
# What stands before a time and belongs to it.
TIME_LEADS = re.compile(
    r"\b(?:(?:that|which|were|was|are|is|all|those|sent|written|dated|issued|filed|from|in|of|for|during|on|within|back|around|by"
    r"|the|years?|months?|period|time|between|since|after|until|before|and|or|only|just|both|either),? ){1,7}$",
    re.IGNORECASE,
)
# "the 2008 war" names a war.
UNTIMED = re.compile(
    rf"\b(?:the|a|an) \0(?! (?:[\w'-]+ ){{0,3}}{_CABLES}\b| and\b| or\b| secret\b| confidential\b| unclassified\b| classified\b) ?(?!-)[a-z]",
    re.IGNORECASE,
)

_OFFICE = r"(?:(?:am)?embass(?:y|ies)|(?:am)?consulates?(?: general)?|congen|missions?|posts?|legation|interests section)"
_OUR = r"(?:(?:the|our|us|u\.s\.|american) ){0,2}"
_SENT = (
    r"(?:(?:that|which) )?(?:(?:are|were|was|is|have been|came|come|coming|originat\w+) )?"
    r"(?:(?:all )?(?:sent|written|cabled|filed|issued|transmitted|drafted|produced|released) )?"
)
WASHINGTON = re.compile(
    rf"\b{_SENT}(?:from|by|out of) (?:(?:the )?(?:state )?department(?: of state)?|washington(?: dc)?|secstate(?: washdc)?|foggy bottom"
    r"|(?:the )?secretary of state)\b",
    re.IGNORECASE,
)
# What stands before the name of a post that sent them, and what may stand between two names.
POST_LEADS = _any(
    rf"\b{_SENT}(?:from|by|out of|of|at) {_OUR}(?:{_OFFICE} )?(?:(?:in|at|to|of) )?(?=\w)",
    rf"\b(?:sent|written|cabled|filed|issued|drafted|produced) (?:in|at) {_OUR}(?:{_OFFICE} )?(?=\w)",
    rf"\b(?:did|has|have|does|do) {_OUR}(?:{_OFFICE} )?(?:(?:in|at|to|of) )?(?=\w)",
    rf"\b{_OUR}{_OFFICE} (?:(?:in|at|to|of) )?(?=\w)",
)
POST_JOINS = re.compile(r"(?: ?, ?(?:and |or )?| (?:and|or|&) | ?/ ?)(?:from )?(?:the )?(?=\w)", re.IGNORECASE)
# "the Riyadh cables", "cables of secret Riyadh traffic".
BEFORE_CABLES = re.compile(rf"(?:'s?)?(?: {_OFFICE})?(?: \0)*(?= (?:secret |confidential |unclassified |classified )?{_CABLES}\b)|(?='s? {_OFFICE}\b)| {_OFFICE}\b", re.IGNORECASE)

ENDS = re.compile(
    r"\0|[?!;]|(?<=\w\w)[.] |,? (?:please|pls|plz|thanks|thank you|thx|at all|anywhere|somewhere|by name|(?:the )?most(?= *(?:often|frequently)?(?:$|[?.!\0]))"
    r"|(?:the )?(?:least|fewest)(?= *(?:$|[?.!\0]))"
    r"|in (?:them|it|total|all|here|(?:the|this|your|our|these) (?:text|body|archive|library|collection|database|cables?))\b"
    r"|(?:and|but) (?:how many|(?:that |which )?(?:are|is|were|was|have|has|come|came|mention\w*|talk|sent|tagged|signed|classified|dated|from|list|show|give|tell|also \0|\0))"
    r"|(?:that|which) (?:are|were|is|was|mention\w*|have|has|\0)|(?:are|is|were|was) \0"
    rf"|(?:are|is) (?:there|{_SENT}here)|(?:(?:are|is) )?(?:top )?(?:classified|secret|confidential|unclassified)(?= *(?:$|[?.!]))|(?:per|by|each|for each|every|broken down by|grouped by) (?:post|embassy|year|month|tag)s?\b"
    r"|do (?:you|we) have|you have)\b"
    r"|$",
    re.IGNORECASE,
)
_NAMING = r"(?:mention(?:s|ed|ing)?|mention(?:n?ing)|contain(?:s|ing)?|includ(?:e|es|ing)|use|uses|using|say|says)"
_STANDING = (
    r"(?P<value>(?:(?!\bcables?\b)[^\0?]){1,80}?) (?:(?:is|are|was|were|gets?|been) )?"
    r"(?:mentioned|named|(?:occurs?|appears?|comes? up|shows? up|crops? up)\b)(?: in)?"
)
MENTIONS = _any(
    rf"(?<=\bwhere )(?:(?:does|do|is|are|was|were|has|have) )?{_STANDING}",
    rf"\bin which {_STANDING}",
    rf"\b(?:does|do|is|are|was|were|has|have) {_STANDING}",
    rf"(?:\b(?:that|which|to|also|do|does|with) ){{0,3}}\b(?:make )?(?:any )?mentions? of\b",
    rf"\b(?:with|have|has|having|{_NAMING}) the (?:words?|phrase|term|name|expression|string)\b",
    rf"(?:\b(?:that|which|also|do|does) ){{0,3}}\b(?:mention(?:s|ing|ning|ed)?|refer(?:s|ring)? to|contain(?:s|ing)?|naming|(?<=\bcables )names?|(?<=\bthat )names?)\b(?! (?:as|any|no|tags?|in|by|at|on|from|there|here|most|the most)\b)",
    r"(?:\b(?:that|which) )?\b(?:say|says|saying|with|use|uses|using)(?= [\uE000-\uE0FF])",
)
ABOUT = _any(
    r"(?:\b(?:that|which|are|is|were|was|mainly|mostly|all|primarily|anything|dealing|do|does|most|the|often) ){0,4}"
    r"\b(?:about|regarding|concerning|(?:on the (?:subject|topic|matter|issue|question) of)|deal(?:s|ing)? with|cover(?:s|ing)"
    r"|discuss(?:es|ing)?|(?:related|relating|pertaining|devoted) to|(?:that |which )?ha(?:s|ve) to do with"
    r"|(?:talk|speak|writ)(?:s|es?|ing)? (?:the )?(?:most |mostly |often |a lot |least )?(?:about|of|on)|focus(?:es|ed|ing)? on|re:)(?!\w)",
    rf"\bon\b(?! (?:the|a|this|that|its) (?:list|table|{_CABLES})\b)",
)

_LEVEL = (
    r"(?P<level>top secret|limited official use|sensitive but unclassified|sbu|unclassified|unclas|not classified"
    r"|non-classified|confidential|secret|classified|noforn|sensitive)"
)
LEVELS = re.compile(
    rf"\b(?:{_BE}(?:classified|marked|graded|rated|labelled|stamped)(?: as| at)? )?(?:the )?{_LEVEL}(?: (?:level|classification))?\b(?! by\b)",
    re.IGNORECASE,
)
