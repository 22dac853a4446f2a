"""Invented cables for tests of what is done with cables after they are parsed."""

from ingest import Cable, parse_cable

HEAD = """P 041305Z FEB 10
FM AMEMBASSY REYKJAVIK
TO RUEHC/SECSTATE WASHDC PRIORITY 2359

C O N F I D E N T I A L REYKJAVIK 000012

SIPDIS

E.O. 12958: DECL: 02/11/2020
TAGS: PREL, EWWT
SUBJECT: FERRY TALKS ADRIFT

REF: REYKJAVIK 7

Classified By: DCM Ada Storm, reasons 1.4 (b) and (d)

"""
BODY = """¶1. (C) Summary: Harbor Minister Yildiz told the Ambassador that the ferry would run
again by May. XXXXXXXXXXXX doubted it. End summary.

A Ship Short
------------

¶2. (S/NF) Yildiz had no money

REYKJAVIK 00000012  002 OF 002

for a second ship, he admitted, and "no wish to row." He blamed the islands.

¶2. (C) Comment: We have seen this harbor before. End comment.

STORM
"""
RAW = HEAD + BODY
HOSTILE = """<img src=x onerror="window.hit=1"> ${window.hit=2} {{value}} ![x](https://evil.example/?q=1)
<script>window.hit=3</script> `${window.hit=4}`
<a href="javascript:window.hit=5">here</a> \\ $$x$$ & "quoted"."""


SEQUEL = f"""{HEAD.replace("000012", "000015").replace("REF: REYKJAVIK 7", "REF: REYKJAVIK 12")}¶1. (C) The ferry of reftel has
not sailed.

¶2. (C) العبارة لم تبحر بعد، قال الوزير.
"""


def sequel() -> Cable:
    """10REYKJAVIK15: it refers to 10REYKJAVIK12, and has a paragraph in Arabic."""
    return parse_cable(SEQUEL, name="10REYKJAVIK15")


def ferry() -> Cable:
    """10REYKJAVIK12: a redaction, a page line within a sentence, a repeated number, a comment."""
    return parse_cable(RAW, name="10REYKJAVIK12")


def hostile() -> Cable:
    """10REYKJAVIK66: markup in the subject, in a paragraph and in its heading."""
    head = HEAD.replace("FERRY TALKS ADRIFT", HOSTILE.replace("\n", " ")).replace("000012", "000066")
    return parse_cable(f"{head}{HOSTILE.splitlines()[1]}\n------\n\n¶1. (C) {HOSTILE}\n", name="10REYKJAVIK66")


MARKS = ("U", "SBU", "C", "S", "S/NF", None)


def marked(
    *bodies: tuple[str | None, str],
    number: int = 12,
    level: str = "S E C R E T",
    caption: str = "NOFORN",
    subject: str = "FERRY TALKS",
    tail: str = "STORM\n",
) -> str:
    """Return the text of 10REYKJAVIK<number>, with the mark of each paragraph and its words, under `level`."""
    numbered = (
        f"{place}. {f'({mark}) ' if mark else ''}{words}" for place, (mark, words) in enumerate(bodies, start=1)
    )
    return (
        f"O 041305Z FEB 10\nFM AMEMBASSY REYKJAVIK\nTO RUEHC/SECSTATE WASHDC PRIORITY 2359\n\n"
        f"{level} REYKJAVIK {number:06d}\n\nSIPDIS\n{caption}\n\nE.O. 12958: DECL: 02/11/2020\n"
        f"TAGS: PREL, EWWT\nSUBJECT: {subject}\n\nREF: REYKJAVIK 7\n\n"
        f"Classified By: DCM Ada Storm, reasons 1.4 (b) and (d)\n\n" + "\n\n".join(numbered) + f"\n\n{tail}"
    )
