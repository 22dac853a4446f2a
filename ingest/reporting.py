"""The words with which a cable reports what somebody said: verbs, phrases, and the nouns for those who speak."""

from collections.abc import Iterator


def _words(text: str) -> list[str]:
    return text.split()


# Saying, in the widest sense: the subject put something into words.
_SAYING = _words("""
    accuse acknowledge add admit advise affirm agree allege announce answer apologize argue ask assert assess
    assure attribute ascribe aver beg bemoan blame boast brag caution charge characterize characterise cite
    claim clarify clear commend comment complain concede conclude concur condemn confess confide confirm
    congratulate contend contradict convey counsel counter credit criticize criticise decline declare decry
    demand demarche demur denounce deny deplore describe detail disagree disclose dispute downplay elaborate
    emphasize emphasise enquire estimate exclaim explain expound express fault guess highlight hint
    implore imply inform inquire insinuate insist interject interrupt joke judge lament laud lauded maintain
    mention moan mused muse note object observe opine outline plead pledge point ponder posit postulate praise
    predict proclaim profess promise pronounce propose protest query question quip quote rant react reaffirm
    reason reassure rebut recall recommend recount refute reiterate relate relay remark remind repeat reply
    report request respond retort reveal say scoff signal speculate state stipulate stress suggest
    summarize surmise tell term testify thank theorize tout underline underscore urge vent venture voice volunteer vow
    warn welcome wonder speak describe
    accede advocate allude applaud appeal brief brush bristle chide commiserate confer conjecture
    criticise dismiss echo encourage exhort intimate invite label lambast lecture liken
    narrate offer philosophize preface present press rail raise rate reckon reject rejoin remonstrate
    reprise second share sketch summarise write call
    begin blast bluster castigate chastise cheer clamor compare concentrate contrast corroborate correct
    decline deflect disavow discount disparage doubt endorse excoriate forewarn gripe grumble
    hail hedge honor impress intone itemize lash lean lobby minimize motion nominate opt plead posit preach
    prefer press prod profess propound push quarrel quote rebuff rebuke recite reckon rehearse
    relent remonstrate ridicule rule sigh slam snap sniff sound spell stand sum swear sympathize tease
    threaten trumpet urge vilify vouch waffle whine whisper yell discuss allow answer avoid
    outline preview propound thunder extol review
""")
# Holding: the subject is credited with a view, which the cable knows because it was told.
_HOLDING = _words("""
    anticipate appreciate believe consider doubt envision expect fear feel foresee hope hypothesize regard
    regret suspect think view worry see want support understand oppose welcome
""")
_IRREGULAR = {
    "say": "said",
    "begin": "began begun",
    "find": "found",
    "stand": "stood",
    "swear": "swore sworn",
    "understand": "understood",
    "spell": "spelled spelt",
    "sum": "summed",
    "tell": "told",
    "speak": "spoke spoken",
    "write": "wrote written",
    "foresee": "foresaw foreseen",
    "feel": "felt",
    "think": "thought",
    "see": "saw seen",
    "rebut": "rebutted",
    "plead": "pleaded pled",
    "quip": "quipped",
    "infer": "inferred",
    "concur": "concurred",
    "demur": "demurred",
    "confer": "conferred",
    "brag": "bragged",
    "beg": "begged",
}


def _forms(verb: str) -> Iterator[tuple[str, str]]:
    """Yield each inflected form of a verb with its tag: base, s, ed, ing."""
    yield verb, "base"
    if verb.endswith("y") and verb[-2] not in "aeo":
        third = f"{verb[:-1]}ies"
    else:
        third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    yield third, "s"
    stem = verb
    if verb in _IRREGULAR:
        past = _IRREGULAR[verb].split()
        if past[0].endswith("ed"):
            stem = past[0][:-2]
    elif verb.endswith("e"):
        past = [f"{verb}d"]
    elif verb.endswith("y") and verb[-2] not in "aeo":
        past = [f"{verb[:-1]}ied"]
    else:
        past = [f"{verb}ed"]
    for form in past:
        yield form, "ed"
    yield (verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else stem) + "ing", "ing"


SAYING: dict[str, str] = {form: tag for verb in _SAYING for form, tag in _forms(verb)}
HOLDING: dict[str, str] = {form: tag for verb in _HOLDING for form, tag in _forms(verb)}

# "was adamant that", "remains convinced": said of a person, they report what the person let be known.
STANCES = frozenset(
    _words("""
    adamant angry apologetic appreciative aware bullish categorical certain clear confident concerned convinced
    critical cynical defensive disappointed dismayed dismissive dubious emphatic encouraged enthusiastic
    frank grateful hopeful insistent interested irritated negative noncommittal open optimistic
    outraged pessimistic positive proud receptive reluctant satisfied scathing sceptical skeptical supportive
    sure surprised suspicious sympathetic troubled unapologetic unaware unconvinced unequivocal unhappy unsure
    upset vague willing worried pleased happy puzzled effusive
""")
)
COPULAS = frozenset(
    _words("is are was were am be been being remains remained seemed seems appeared appears became sounded")
)

# Nouns for persons and bodies that may speak without a name of their own.
SPEAKERS = frozenset(
    _words("""
    academic academics activist activists adviser advisers advisor advisors agency agencies aide aides alumni
    ambassador ambassadors amb analyst analysts artist artists assistant associate associates association assemblyman
    attache attorney attorneys authorities author
    authors banker bankers bishop blogger board broadcaster brother businessman businessmen businesswoman cabinet
    campaigner candidate candidates captain caretaker caucus ceo chair chairman chairperson chairwoman
    chairs chancellor charge cda cdas clergy cleric clerics chief chiefs chod citizens cleric coalition codel colleague
    colleagues colonel columnist columnists commander commanders commentator commentators commission
    commissioner commissioners committee communique company congressman congresswoman consul consultant consultants
    contact contacts correspondent correspondents cos council counsel counselor counsellor counterpart
    counterparts couple cousin critics daily daughter dcm defector defectors delegate delegates delegation deputies
    deputy detainee detainees diplomat diplomats director directors doctor doctors donors driver
    econcouns econoff econoffs economist economists editor editors editorial embassy emboff emboffs emir emissary employee
    employees engineer entrepreneur envoy envoys executive executives expert experts farmers father farmer
    fm foreigners friend friends general generals governor governors government governments group groups hardliners head heads
    historian household imam industrialist insider insiders intellectual intellectuals interlocutor
    interlocutors interviewees investigators investor investors journalist journalists journal judge judges king
    landowner lawyer lawyers leader leaders leadership lawmaker lawmakers legislator legislators letter lieutenant locals
    magazine major manager managers mayor mayors media member members merchant migrants militants minister ministers ministry
    missionary monarch monk mother mp mps neighbor neighbors newspaper newspapers ngo ngos negotiator negotiators
    observer observers offduty officer officers official officials oligarch operatives opponents opposition organizers organization
    organizations outlets owner owners page paper papers parents parliamentarian parliamentarians participant
    participants parties partner partners party pastor physician physicians police polcouns poloff poloffs
    politician politicians pollster pope post premier president presidents press priest priests prince princess
    principal prisoners professor professors prosecutor prosecutors protesters psychologist publisher pundits queen rabbi
    reporter reporters representative representatives refugees researcher researchers resident residents regent
    scholar scholars scientist scientists secretary senator senators sergeant servants sheikh sheikha shaykh shaikh side
    skeptics sister soldiers son source sources spokesman spokesmen spokesperson spokeswoman staff staffer
    staffers strategist student students sultan superintendent supporter supporters supervisor teacher teachers team traders
    teammate traders traveler treasurer undersecretary veteran veterans vice victims villagers visitors
    volunteers watcher watchers weekly wife woman women man men workers worker youth pao ao vp pm deputy
    administration army ministry parliament navy bloc camp faction union network website tv agency
    report reports article articles account accounts press statement study survey reportedly
    father-in-law brother-in-law americans
    others many some several most both
""")
)
# What speaks is a paper; whoever it belongs to is the speaker if the cable says so.
PAPERS = frozenset(
    _words("report reports article articles account accounts letter communique statement study survey editorial")
)

# The post itself: its views are comment.
POST = frozenset(_words("we post embassy mission consulate conoff usint ustr amconsul"))
PRONOUNS = frozenset(_words("he she they"))
DETERMINERS = frozenset(_words("the a an this that these those his her its their our my your"))
AUXILIARIES = frozenset(
    _words("""
    has have had having did does do would will could can may might must should was were is are been be being to
    also then however still again now later first further furthermore finally nevertheless nonetheless moreover
    always often never even just only both all each not too therefore thus meanwhile himself herself themselves
    subsequently consequently subsequent instead likewise once twice in turn went on to too as well flatly
""")
)
CLAUSE_OPENERS = frozenset(
    _words("""
    that which who whom whose what where when while because since if whether although though as after before
    until unless but and or so than how why despite given
""")
)
PREPOSITIONS = frozenset(
    _words("""
    of in on at by for from with without about against into over under among between during through
    to toward towards upon within across near outside inside behind beyond per via like including regarding
    concerning following since until after before despite besides except off around alongside amid than
""")
)

# Openings that are no part of a subject.
CONNECTIVES = frozenset(
    _words("""
    however moreover furthermore meanwhile nevertheless nonetheless similarly likewise instead indeed also finally
    additionally separately still thus therefore consequently accordingly reportedly similarly specifically
    interestingly importantly notably first second third lastly overall again yes no not even only just
    """)
)
# Verbs that report only with the word after them.
IDIOMS = {
    "put": ("it",),
    "made": ("clear", "it", "excuses", "known"),
    "makes": ("clear", "it"),
    "laid": ("out",),
    "lays": ("out",),
    "pointed": ("to", "out"),
    "points": ("to", "out"),
    "took": ("issue", "the"),
    "went": ("on", "so", "further"),
    "ran": ("through",),
    "continued": ("that", "by", "with", ",", ":", "to"),
    "opened": ("with", "by"),
    "set": ("out", "forth"),
    "gave": ("assurances", "his", "her"),
    "came": ("back", "down"),
    "turned": ("to",),
    "weighed": ("in",),
}
