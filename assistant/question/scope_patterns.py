r"""The words by which a question says which cables it is about.

In the text that they are looked for in, `\0` stands where something was understood already, `\1` for the id of a
cable, and a character of Unicode's private use for what was quoted. No pattern repeats without a bound what
another part of it may begin with: questions may be long, and are anybody's.
"""

import re

Patterns = tuple[re.Pattern[str], ...]
TAKEN = "\0"  # stands where something was understood


def _or(*options: str) -> str:
    return f"(?:{'|'.join(options)})"


def _pattern(*options: str) -> re.Pattern[str]:
    return re.compile("|".join(options), re.IGNORECASE)


def _any(*patterns: str) -> Patterns:
    return tuple(map(_pattern, patterns))


_CABLES = _or(
    r"cables?",
    r"telegrams?",
    r"telexe?s?",
    r"messages?",
    r"reports?",
    r"reporting",
    r"dispatch(?:es)?",
    r"documents?",
    r"docs?",
    r"ones?",
    r"traffic",
)

QUOTED = re.compile(r"\"([^\"]{1,200})\"|(?<!\w)'([^']{2,200})'(?!\w)")
THESE = _pattern(r"\b(?:of|among|amongst|from|in) (?:these|those|them)\b")

# Words that are no part of a name, and at which one ends.
_STOP_WORDS = (
    "in from of on about that which what who whom and or the a an by with without is are were was be how many "
    "please pls give list show to for as at did does do have has had it its this these those them they all any "
    "some most each every per not use used so but when where why there here since until before after between "
    "during containing"
)
_STOP = rf"(?:{_or(*_STOP_WORDS.split(), 'mention[a-z]*', _CABLES)}\b)"
_NAME_WORD = rf"(?!{_STOP})[^\W\d_][\w.'-]{{0,40}}"
_NAME = rf"(?P<name>{_NAME_WORD}(?: {_NAME_WORD}){{0,4}})"
_THAT = r"(?:(?:that|which|who) )?"
_BE = rf"{_THAT}(?:(?:were|was|are|is|been|being|have been|has been) )?"
_THE = r"(?:(?:the|a|their|its) )?"

# What a cable refers to, and what refers to it.
_REF = r"(?:references?|refs?|reftels?)"
_THE_CABLE = r"(?:the )?(?:cable )?\x01"
_REFERS = r"(?:refer(?:s|ences?)? (?:back )?to|cites?|references?|points? to|link to)"
_GIVES = r"(?:give|list|have|has|contain|include|show|name|mention)[a-z]*"
REFERRED_TO = _pattern(
    rf"\bdo(?:es)? {_THE_CABLE} (?:{_REFERS}|{_GIVES}(?: (?:any|as|its?|the|for|cables?)){{0,3}} {_REF})",
    rf"\b{_REF} (?:are |that )?(?:does|do|did|has|are in)(?: the)?(?: cable)? \x01(?: {_GIVES})?",
    rf"\b{_REF}(?: list| line)?(?: \w{{1,12}}){{0,2}} (?:of|in|from|for|by) {_THE_CABLE}",
    rf"\b(?:cited|referenced|referred to|named|listed)(?: as references?)? (?:in|by) {_THE_CABLE}",
    rf"\x01 (?:refers? (?:back )?to|cites|references\b|gives? (?:as )?{_REF})",
    rf"\x01(?:'s|s)? (?:list of )?{_REF}\b(?: list)?",
)
_CITED = r"(?:cited|referred to|referenced|mentioned)(?: in| by)?"
_REFERRING = _or(
    r"refer(?:s|red|ring)?(?: back)? to",
    r"(?:cite|reference|mention|quote|name)[sd]?",
    r"(?:cit|referenc|mention|quot)ing",
    r"(?:points?|pointing|links?|linking|answers?|follow(?:s|ing)? up)(?: back)?(?: to| on)?",
    r"(?:repl(?:y|ies)|replying|respon(?:d|ds|ding))(?: to)?",
    r"(?:with|has|have|having)(?: (?:a )?references? to)?",
)
REFERS_TO = _pattern(
    rf"\b{_THAT}{_REFERRING} {_THE_CABLE}(?: (?:as|in|among|on) {_THE}{_REF}(?: list| line)?)?",
    rf"\x01 (?:is |was |been |being )?{_CITED}",
    rf"(?:is|was|has) \x01 (?:been )?{_CITED}",
    rf"\breferences? to {_THE_CABLE}",
)

# Who classified or signed them.
CLASSIFIED_BY = _any(
    rf"\b{_BE}classified by (?:the )?{_NAME}",
    rf"\b(?:did|has|have|had) (?:the )?{_NAME} classif(?:y|ied)\b",
    rf"(?:(?<=\bcables )|(?<=\bthat )){_THAT}{_NAME} (?:has |had )?classified\b(?! by)",
)
SIGNED_BY = _any(
    rf"\b{_BE}signed (?:off )?(?:by )?(?:the )?{_NAME}",
    rf"\b(?:did|has|have|had) (?:the )?{_NAME} sign(?:ed)?\b",
    rf"\b(?:with|over|bearing|under|by|has|have) (?:the )?signature (?:of |is )?{_NAME}",
    rf"\bwith {_NAME} signature\b",
    rf"\bwhose (?:signature|signer) is {_NAME}",
    rf"(?:(?<=\bcables )|(?<=\bthat )){_THAT}{_NAME} (?:has |had )?signed\b(?! by)",
)

_TAG = rf"(?!{_STOP}|tags?\b)[A-Za-z]\w{{1,9}}"
_TAGS = rf"(?P<tags>{_TAG}(?:(?:, ?| ?& ?|,? (?:and|with)(?: tag)? ){_TAG}){{0,9}})"
_HAVING = _or(
    "with", "have", "has", "having", "carry", "carries", "carrying", "under", "bear(?:ing)?", "us(?:e|es|ing)"
)
_HAVE = rf"(?:(?:that|which|are|is) )?{_HAVING}"
TAGS = _any(
    rf"\b{_BE}(?:tagged|labelled|labeled)(?: (?:as|with|under))?(?: the)?(?: tags?)? {_TAGS}"
    r"(?: or (?:with )?tag (?P=tags))?(?: tags?)?(?!\w)",
    rf"\b{_HAVE} (?:the |a )?(?!no ){_TAGS} (?:as (?:a )?)?tags?\b",
    rf"\b{_HAVE} (?:the |a |as )?tags? (?:of )?{_TAGS}(?!\w)",
    rf"\b(?:the )?(?!no ){_TAGS}[ -]tag(?:ged)?\b",
)

_TITLE = r"(?:subject|title|heading|headline)s?(?: lines?)?"
_TITLED = r"(?P<value>(?:(?! (?:from|in|of|and|that|which|tagged|signed|sent|dated) )[^\0?!;]){1,80})"
_SAYS = (
    r"(?:contain[a-z]*|mention[a-z]*|ha(?:s|ve)|having|includ[a-z]*|with|say[a-z]*|is|are|reads?|of|about|names?)"
)
SUBJECTS = _any(
    rf"\b(?:with|having|{_THAT}ha(?:ve|s)|containing) (?P<value>(?:(?!with )[^\0]){{1,80}}?) (?:appearing )?"
    rf"(?:in|as|on) {_THE}{_TITLE}",
    rf"\b(?:whose|with|where|in which|having) {_THE}{_TITLE} (?:that )?{_SAYS} {_THE}"
    rf"(?:(?:words?|term|phrase) )?{_TITLED}",
    rf"\b(?:titled|entitled|headed|headlined|called) {_TITLED}",
    rf"\b(?:where|in which|whose) (?P<value>[^\0]{{1,80}}?) (?:is|are|appears?|occurs?|stands?|comes? up) "
    rf"in {_THE}{_TITLE}",
    rf"(?<=\bcables )(?P<value>[^\0]{{1,80}}?) (?:is |are )?in {_THE}{_TITLE}",
)

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
# "between March and May 2009": the year is that of both.
SAME_YEAR = _pattern(
    rf"\b({_MONTH})(?=,? ?(?:and|or|to|till|until|through|-|–) {_MONTH},? (?:of )?((?:19|20)\d\d)\b)"
)
# What stands before a time and belongs to it.
_BEFORE_TIME = (
    "that which were was are is all those sent written dated issued filed from in of for during on within back "
    "around by the years? months? period time between since after until before and or only just both either"
)
TIME_LEADS = _pattern(rf"\b(?:{_or(*_BEFORE_TIME.split())},? ){{1,7}}$")
# "the 2008 war" names a war.
_AFTER_TIME = _or(
    rf"(?:[\w'-]+ ){{0,3}}{_CABLES}", "and", "or", "secret", "confidential", "unclassified", "classified"
)
UNTIMED = _pattern(rf"\b(?:the|a|an) \0(?! {_AFTER_TIME}\b) ?(?!-)[a-z]")

# The posts that sent them.
_OFFICE = _or(
    r"(?:am)?embass(?:y|ies)",
    r"(?:am)?consulates?(?: general)?",
    r"congen",
    r"missions?",
    r"posts?",
    r"legation",
    r"interests section",
)
_OUR = r"(?:(?:the|our|us|u\.s\.|american) ){0,2}"
_SENT = (
    r"(?:(?:that|which) )?(?:(?:are|were|was|is|have been|came|come|coming|originat[a-z]+) )?"
    r"(?:(?:all )?(?:sent|written|cabled|filed|issued|transmitted|drafted|produced|released) )?"
)
_DEPARTMENT = _or(
    r"(?:the )?(?:state )?department(?: of state)?",
    r"washington(?: dc)?",
    r"secstate(?: washdc)?",
    r"(?:the )?secretary of state",
)
WASHINGTON = _pattern(rf"\b{_SENT}(?:from|by|out of) {_DEPARTMENT}\b")
# What stands before the name of a post, and what may stand between two names.
POST_LEADS = _any(
    rf"\b{_SENT}(?:from|by|out of|of|at) {_OUR}(?:{_OFFICE} )?(?:(?:in|at|to|of) )?(?=\w)",
    rf"\b(?:sent|written|cabled|filed|issued|drafted|produced) (?:in|at) {_OUR}(?:{_OFFICE} )?(?=\w)",
    rf"\b(?:did|has|have|does|do) {_OUR}(?:{_OFFICE} )?(?:(?:in|at|to|of) )?(?=\w)",
    rf"\b{_OUR}{_OFFICE} (?:(?:in|at|to|of) )?(?=\w)",
)
BEHIND_POST = _pattern(rf"(?:'s?)? {_OFFICE}\b|'s?(?!\w)")
POST_JOINS = _pattern(r"(?: ?, ?(?:and |or )?| (?:and|or|&) | ?/ ?)(?:from )?(?:the )?(?=\w)")
# What stands behind the name of a post: "the Riyadh cables", "the London embassy".
BEFORE_CABLES = _pattern(
    rf"(?:'s?)?(?: {_OFFICE})?(?: \0)*(?= (?:(?:secret|confidential|unclassified|classified) )?{_CABLES}\b)",
    rf"(?='s? {_OFFICE}\b)",
    rf" {_OFFICE}\b",
)

# Where what a cable mentions, or is about, comes to its end.
_LAST = r"(?= *(?:$|[?.!\0]))"
_SET = r"(?:text|body|archive|library|collection|database|cables?)"
_GOES_ON = (
    "are is were was have has come came mention[a-z]* talk sent tagged signed classified dated from list show "
    "give tell"
)
ENDS = _pattern(
    r"\0|[?!;]|(?<=\w\w)[.] ",
    r",? (?:please|pls|plz|thanks|thank you|thx|at all|anywhere|somewhere|by name)\b",
    rf",? (?:the )?(?:most(?: often| frequently)?|least|fewest){_LAST}",
    rf",? in (?:them|it|total|all|here|(?:the|this|your|our|these) {_SET})\b",
    rf",? (?:and|but) (?:how many|{_THAT}{_or(*_GOES_ON.split())}|also \0|\0)(?!\w)",
    r",? (?:that|which) (?:are|were|is|was|mention[a-z]*|have|has|\0)(?!\w)",
    r",? (?:are|is|were|was) (?:\0|there\b|here\b)",
    rf",? (?:(?:are|is) )?(?:classified|secret|confidential|unclassified)(?: only| ones)?{_LAST}",
    r",? (?:per|by|each|for each|every|broken down by|grouped by) (?:post|embassy|year|month|tag)s?\b",
    r",? (?:do (?:you|we) have|you have)\b",
    r"$",
)
_NAMING = r"(?:mention(?:s|ed|ing)?|contain(?:s|ing)?|includ(?:e|es|ing)|use|uses|using|say|says)"
_AUXILIARY = r"(?:does|do|is|are|was|were|has|have)"
_STANDING = (
    r"(?P<value>(?:(?!\bcables?\b)[^\0?]){1,80}?) (?:(?:is|are|was|were|gets?|been) )?"
    r"(?:mentioned|named|(?:occurs?|appears?|comes? up|shows? up|crops? up)\b)(?: in)?"
)
_NOT_MENTIONED = r"(?! (?:as|any|no|tags?|in|by|at|on|from|there|here|most|the most)\b)"
_MENTION = _or(
    r"mention(?:s|ing|ed)?",
    r"refer(?:s|ring)? to",
    r"contain(?:s|ing)?",
    r"naming",
    r"(?:(?<=\bcables )|(?<=\bthat ))names?",
)
MENTIONS = _any(
    rf"(?<=\bwhere )(?:{_AUXILIARY} )?{_STANDING}",
    rf"\bin which {_STANDING}",
    rf"\b{_AUXILIARY} {_STANDING}",
    r"(?:\b(?:that|which|to|also|do|does|with) ){0,3}\b(?:make )?(?:any )?mentions? of\b",
    rf"\b(?:with|have|has|having|{_NAMING}) the (?:words?|phrase|term|name|expression|string)\b",
    rf"(?:\b(?:that|which|also|do|does) ){{0,3}}\b{_MENTION}\b{_NOT_MENTIONED}",
    r"(?:\b(?:that|which) )?\b(?:say|says|saying|with|use|uses|using)(?= [\uE000-\uE0FF])",
)

_BEFORE_ABOUT = "that which are is were was mainly mostly all primarily anything dealing do does most the often"
_ON = _or(
    r"about",
    r"regarding",
    r"concerning",
    r"on the (?:subject|topic|matter|issue|question) of",
    r"deal(?:s|ing)? with",
    r"cover(?:s|ing)",
    r"discuss(?:es|ing)?",
    r"(?:related|relating|pertaining|devoted) to",
    r"(?:that |which )?ha(?:s|ve) to do with",
    r"(?:talk|speak|writ)(?:s|es?|ing)? (?:the )?(?:(?:most|mostly|often|a lot|least) )?(?:about|of|on)",
    r"focus(?:es|ed|ing)? on",
)
ABOUT = _any(
    rf"(?:\b{_or(*_BEFORE_ABOUT.split())} ){{0,4}}\b{_ON}(?!\w)",
    r"(?<=\bcables )re\b:?",
    rf"\bon\b(?! (?:the|a|this|that|its) (?:list|table|{_CABLES})\b)",
)

_LEVEL = (
    r"(?P<level>top secret|limited official use|sensitive but unclassified|sbu|unclassified|unclas|not classified"
    r"|non-classified|confidential|secret|classified|noforn|sensitive)"
)
LEVELS = _pattern(
    rf"\b(?:{_BE}(?:classified|marked|graded|rated|labelled|stamped)(?: as| at)? )?(?:the )?{_LEVEL}"
    r"(?: (?:level|classification))?\b(?! by\b| (?:the )?most\b)"
)
