"""Invented cables as the parser gives them, for tests of what is done with cables after parsing."""

import re

from ingest.cable import Cable, ClassifiedBy, Paragraph, Reference, Span

HEAD = """P 041305Z FEB 10
FM AMEMBASSY OSTERVIK
TO RUEHC/SECSTATE WASHDC PRIORITY 2359

C O N F I D E N T I A L OSTERVIK 000012

SIPDIS

E.O. 12958: DECL: 02/11/2020
TAGS: PREL, EWWT
SUBJECT: FERRY TALKS ADRIFT

REF: OSTERVIK 7

Classified By: DCM Ada Storm, reasons 1.4 (b) and (d)

"""
BODY = """¶1. (C) Summary: Harbor Minister Yildiz told the Ambassador that the ferry would run
again by May. XXXXXXXXXXXX doubted it. End summary.

A Ship Short
------------

¶2. (S/NF) Yildiz had no money

OSTERVIK 00000012  002 OF 002

for a second ship, he admitted, and "no wish to row." He blamed the islands.

¶2. (C) Comment: We have seen this harbor before. End comment.

STORM
"""
RAW = HEAD + BODY
HOSTILE = """<img src=x onerror="window.hit=1"> ${window.hit=2} {{value}} ![x](https://evil.example/?q=1)
<script>window.hit=3</script> `${window.hit=4}`
<a href="javascript:window.hit=5">here</a> \\ $$x$$ & "quoted"."""

PARAGRAPH = re.compile(r"^¶(\d+)\. (\(\S+\)) ", re.MULTILINE)
NOISE = re.compile(r"\n\n[A-Z]+ \d{8} .*\n\n|\n\n[^\n]+\n-+\n\n")


def ferry() -> Cable:
    """10OSTERVIK12: a redaction, a page line within a sentence, a repeated number, a comment."""
    return invented("10OSTERVIK12", RAW)


def hostile() -> Cable:
    """10OSTERVIK66: every field that can hold text holds markup."""
    raw = HEAD.replace("FERRY TALKS ADRIFT", HOSTILE) + f"¶1. (C) {HOSTILE}\n\n{HOSTILE}"
    return invented("10OSTERVIK66", raw, subject=HOSTILE, signature=HOSTILE, section=HOSTILE)


def invented(id: str, raw: str, *, subject: str = "FERRY TALKS ADRIFT", **words: str) -> Cable:
    """Cut up a text in the shape above; no parser, it knows only these."""
    body = raw.index("¶1.")
    signature = words.get("signature", "STORM")
    last = raw.rindex(signature)
    labels = list(PARAGRAPH.finditer(raw, body))
    ends = [label.start() for label in labels[1:]] + [last]
    paragraphs, spans, section = [], [Span(0, body, "header")], words.get("section")
    for ordinal, (label, end) in enumerate(zip(labels, ends, strict=True), start=1):
        pieces, start = [], label.end()
        spans.append(Span(label.start(), start, "label", ordinal))
        heading = section
        for noise in [*NOISE.finditer(raw, start, end), None]:
            stop = noise.start() if noise else end
            if raw[start:stop].strip():
                pieces.append((start, start + len(raw[start:stop].rstrip())))
                spans.append(Span(start, stop, "text", ordinal))
            if noise:
                spans.append(Span(noise.start(), noise.end(), "noise"))
                if "---" in noise[0]:
                    section = noise[0].split("\n")[2]
            start = noise.end() if noise else end
        text = " ".join(" ".join(raw[slice(*piece)].split()) for piece in pieces)
        kind = (
            "summary" if text.startswith("Summary") else "comment" if text.startswith("Comment") else "plain"
        )
        paragraphs.append(
            Paragraph(
                id,
                ordinal,
                int(label[1]),
                text,
                label.start(),
                pieces[-1][1],
                tuple(pieces),
                mark_raw=label[2],
                level=label[2][1],
                kind=kind,
                section=heading,
            )
        )
    spans.append(Span(last, len(raw), "signature"))
    return Cable(
        id,
        "OSTERVIK",
        int(id.removeprefix("10OSTERVIK")),
        2010,
        raw,
        tuple(paragraphs),
        tuple(spans),
        origin="AMEMBASSY OSTERVIK",
        date="2010-02-04T13:05Z",
        classification="CONFIDENTIAL",
        captions=("SIPDIS",),
        tags=("PREL", "EWWT"),
        subject=subject,
        signature=signature,
        references=(Reference(None, "10OSTERVIK7", "OSTERVIK 7", year_inferred=True),),
        classified_by=ClassifiedBy("Classified By: DCM Ada Storm, reasons 1.4 (b) and (d)"),
        to=("RUEHC/SECSTATE WASHDC",),
        flags=("redacted",),
    )
