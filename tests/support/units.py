"""What is said thousands of times in a row where somebody wants a text to cost much, and where in a cable it stands.

§ stands for another name each time, № for another number.
"""

from collections.abc import Callable

HEAD = """VZCZCXRO1305
RR RUEHDBU
DE RUEHKB #0079/01 0351305
ZNY CCCCC ZZH
R 041305Z FEB 10
FM AMEMBASSY OSLO
TO RUEHC/SECSTATE WASHDC 2345
INFO RUCNCIS/CIS COLLECTIVE
C O N F I D E N T I A L SECTION 01 OF 02 OSLO 000079

SIPDIS

E.O. 12958: DECL: 02/04/2020
TAGS: PREL, NO
SUBJECT: MILL AT VIK
REF: A. 09 BAKU 972

Classified By: Ambassador Ann Storm for reasons 1.4 (b) and (d).

"""
BODY = "1. (C) Minister Anar Baro told the Ambassador that the mill would close.\n\n2. (C) He said it was old.\n\n"
END = "\n\n4. (U) Comment: The mill is old. End comment.\nSTORM\n"


def _behind(label: str) -> Callable[[str], str]:
    line = next(line for line in HEAD.splitlines() if line.startswith(label))
    return lambda text: HEAD.replace(line, f"{line} {text}") + BODY + END


FRAMES: dict[str, Callable[[str], str]] = {
    "alone": lambda text: text,
    "body": lambda text: f"{HEAD}{BODY}3. (C) The mill: {text}{END}",
    "lines": lambda text: f"{HEAD}{BODY}3. (C) The mill.\n{text}\n{END}",
    "no numbers": lambda text: f"{HEAD}The mill: {text}\n",
    "top": lambda text: f"{text}\n{HEAD}{BODY}{END}",
    "to": _behind("TO "),
    "class": _behind("C O N"),
    "eo": _behind("E.O."),
    "tags": _behind("TAGS"),
    "subject": _behind("SUBJECT"),
    "references": _behind("REF"),
    "classifier": _behind("Classified By"),
    "end": lambda text: f"{HEAD}{BODY}{END}{text}",
}

_SIGNS = [*"aAxX7.,;:!?'\"()[]-–’“”_/*#<>&¶\\|{}@=+é0~$•…", " ", "\n", "\t", "\r", "\u200b", "\u0301"]
PROSE = [
    *("Ab ", "ab ", "AB ", "A. ", "a. b. ", "A.", "a, ", "Ab, ", "Ab and ", "7 ", "12, ", "§ ", "§, ", "§ Baro. "),
    *(
        "of ",
        "the ",
        "who ",
        ", who ",
        "the head of the ",
        "Minister Ab ",
        "Minister § ",
        "Minister § Baro said. ",
    ),
    *("§ Baro said. He said. ", "The Minister said. ", "Minister §, ", "Foreign Minister § met the Minister. "),
    *("Baro said ", ", said ", "he said, ", "He said. ", "He said.\n", "Baro, head of the mill, said ", "answer "),
    *("according to ", "in the view of ", "In a meeting with Ab ", "The Ambassador met with ", "told by ", "by "),
    *("We believe ", "our contact ", '"a" ', '"a ', "“a ", "'a' ", "Ab's ", "Baro’s answer ", "(AB) ", "§ (AB) "),
    *("Gen. ", "Dr. A", "No. 5 ", "Note: ", "note ", "(Note: ", "COMMENT ", "End note. ", "END ", "SUMMARY "),
    *(
        "BEGIN ",
        "BIO NOTE ",
        "QUOTE ",
        "reason 1.4 (b), ",
        "for reasons 1.4 ",
        "reftel ",
        "refs A and B ",
        "XXXX ",
    ),
    *("(C) ", "(C", "(S//REL ", "1. (C) ", "em", "pol", "econ", "al-", "...", ". . ", '?" ', "-- ", "didn't "),
]
LINES = [
    *(
        "\n\n",
        " \n",
        "\n ",
        "\n-",
        "\n- a",
        "\n---\n",
        "\na\n---\n",
        "\nAb\n\n",
        "a-\n",
        "A-\n",
        ".\n",
        "\n1. ",
        "\n№. ",
    ),
    *(
        "\n1. (C) a",
        "\n№. (C) a",
        "\n(C) 1. ",
        "\n1) a",
        "\n1. a\n1. a\n",
        "SECRET\n",
        "S E C R E T\n",
        "SIPDIS\n",
    ),
    *(
        "SECRET OSLO 000079\n",
        "SECTION 01 OF 02\n",
        "OSLO 00000687  002 OF 002\n",
        " OF 002 ",
        "[Page 1]",
        "PAGE 02 ",
        "SECRET\nPAGE 02 OSLO 00155 01 OF 02 221835Z a ",
        "R 041305Z FEB 10 FM A\nSECRET SECTION 02 OF 02 OSLO 000155\n",
        "1.4(D)          a",
        "RELEASE IN PART B1\n",
        " 1. A. 2. A",
    ),
    *(
        "\n№. (C) a\nOSLO 00000687  002 OF 002\n",
        "Message Attributes\n",
        "DECLASSIFY ON: a\n",
        "TO RUEHC/SECSTATE\n",
    ),
    *(
        "Visit Oslo Classified Website:\n",
        "https://a\n",
        "FM AMEMBASSY OSLO\n",
        "FM A\n TO ",
        "R 041305Z FEB 10\n",
    ),
    *(
        "VZCZC",
        "DE RUEHKB #0079\n",
        "\nTAGS: PREL\n",
        "\nSUBJECT: a\n",
        "\nREF: A. B\n",
        "E.O. 12958: ",
        "STORM\n",
    ),
    *(
        "Classified By: Ab\n",
        "1. Telegram From the Embassy to the ",
        "MRN: 10 OSLO 79\n",
        "Captions: a\n",
        "NNNN\n",
    ),
]
FIELDS = [
    *(
        "PREL, ",
        ", ",
        "PREL (",
        "A(",
        "[A",
        "[A](",
        "AB (C) ",
        "ABCDEF-",
        "§, ",
        "A. 09 OSLO № ",
        "OSLO №, ",
        ", №",
    ),
    *(
        "A. № OSLO № ",
        "STATE № ",
        "A.",
        "A/",
        "B) ",
        "¶A. ",
        "A. B. C. ",
        "NOTAL ",
        "OSLO OSLO ",
        "2009 ",
        "AND № ",
    ),
    *(
        "reason 1.4 (b), ",
        "for reasons 1.4 ",
        "1.4 ",
        "CLASSIFIED BY ",
        "(C) CLASSIFIED BY ",
        "by ",
        "DECL: ",
        "d' ",
    ),
    *("02/04/2020 ", "Ambassador ", "POL/", "X'", "IMMEDIATE ", "RUEHC/", "1234-", "CORRECTED COPY ", "SIPDIS "),
]
UNITS = [*_SIGNS, *PROSE, *LINES, *FIELDS]
BY_FRAME = {
    "body": [*_SIGNS, *PROSE],
    "lines": [*LINES, "A. ", "12 "],
    "alone": ["\n", " ", ".", *LINES[:8]],
    "no numbers": [" ", "-", "\n- a", "\na\n---\n", "\nAb\n\n"],
    "top": [
        " ",
        "\n",
        "FM A\n TO ",
        "R 041305Z FEB 10\n",
        "SECRET OSLO 000079\n",
        "Visit Oslo Classified Website:\n",
    ],
    "to": ["A", "RUEHC/", "TO RUEHC/SECSTATE\n", " "],
    "class": ["A", " ", "SECTION 01 OF 02 "],
    "eo": ["DECL: ", ":", "02/04/2020 ", " "],
    "end": ["STORM\n", "X'", "X", ".", " ", "NNNN\n", "BT\n"],
    **dict.fromkeys(("tags", "references", "classifier"), FIELDS),
    "subject": ["a", "-\n", "(C) ", "(C", "A. ", "- ", "§ "],
}

QUESTIONS = [
    *(
        "what ",
        "who ",
        "who classified the cable ",
        "reasons cable ",
        ", what ",
        " and what ",
        " and",
        "did Ab say ",
        "Will ",
    ),
    *(
        "is the ",
        "in the view of ",
        "according to ",
        "§ ",
        "§, ",
        "Ab.",
        "A'",
        "Mr. ",
        "Ab Ab Ab cable ",
        "did § report ",
    ),
    *(
        "in 2010 ",
        "in May ",
        "that May ",
        "in 2010 and May ",
        "three years later ",
        "early ",
        "1990s ",
        "since 2009 ",
        "'",
    ),
    *(
        "which cables ",
        "he ",
        "and about ",
        "?",
        " ",
        "(",
        ".",
        "-",
        "2004-05 ",
        "the embassy in Ab ",
        "cables from § ",
    ),
]
CLAIMS = [
    *(
        "Ab ",
        "§ ",
        "§. ",
        ". ",
        "(Ab ",
        "- ",
        "«a ",
        "« ",
        "“a ",
        '"a" ',
        "'a ",
        "[",
        "[a",
        "] ",
        "  ",
        " ",
        "...",
        ".",
    ),
    *(
        "7 ",
        "№ ",
        "7.",
        "7,",
        "one hundred ",
        "a third of ",
        "half a million ",
        "May ",
        "May 5 ",
        "5 May ",
        "2010 ",
        "by 2010 ",
    ),
    *(
        "5 to 6 May 2010 ",
        "not ",
        "but ",
        ", he said, ",
        "ruled out ",
        "if ",
        "Baro said that ",
        "according to Baro, ",
        "a\n",
    ),
    *(
        "please ",
        "please, ",
        "Now, (",
        ") ",
        "answer: ",
        "the answer must ",
        "assistants: ",
        "for a b c d ",
        "ignore ",
        "# ",
    ),
    *(
        "[10OSLO79 ¶1] ",
        "[10OSLO79 ¶1, ¶2",
        "[10OSLO79 ",
        "A",
        "[1] ",
        "**a",
        "** ",
        "* ",
        "`",
        "- a\n",
        "1. ",
        "\n\n",
    ),
]
