"""Markdown: the text of cables with its marks taken off.

A Markdown parser would number the paragraphs anew and join their lines, and what is quoted from a cable must stand
in it; so the marks are taken off where they stand, and each line stays a line.
"""

import re
from collections.abc import Iterator

from ingest.domain.documents import Document
from ingest.sources.forms.text_file import cables_in, read_whole
from ingest.sources.source import Source
from ingest.sources.tidy_text import tidied

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?:[\w-]{1,40}:[^\n]*\n|[ \t-][^\n]*\n){1,100}(?:---|\.\.\.)[ \t]*\n")
FENCE = re.compile(r" {0,3}(?P<sign>`{3,}|~{3,})[^`\n]*")
HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(?P<words>[^\n]*)")
QUOTED = re.compile(r"\A(?: {0,3}>[ ]?)+")
HARD_BREAK = re.compile(r"(?:\\|<br[ \t]{0,3}/?>|[ \t]{2})\Z")
LONGEST_BREAK = 10  # characters
CODE = re.compile(r"(?<!`)(`{1,8})(?!`)(?P<code>[^`\n]{1,500})(?<!`)\1(?!`)")
LINK = re.compile(r"!?\[(?P<words>[^\]\[\n]{0,300})\]\((?:[^()\s]{0,500})(?: \"[^\"\n]{0,200}\")?\)")
STRONG = re.compile(r"(?<!\\)(\*\*|__)(?=\S)(?P<words>[^\n]{1,1000}?)(?<=\S)(?<!\\)\1")
EMPHASIS = re.compile(r"(?<![\\\w*])\*(?=[^\s*])(?P<words>[^*\n]{1,1000})(?<=\S)(?<!\\)\*(?![\w*])")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def read_markdown(source: Source) -> Iterator[Document]:
    """Yield the cables of a Markdown file."""
    text = FRONT_MATTER.sub("", read_whole(source), count=1)
    yield from cables_in(tidied("\n".join(plain_lines(text.split("\n")))), source)


def plain_lines(lines: list[str]) -> Iterator[str]:
    """Yield the lines of Markdown without its marks; those inside fences as they stand."""
    fence = ""
    for line in lines:
        mark = FENCE.fullmatch(line)
        if fence:
            if mark and line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
            else:
                yield line
        elif mark:
            fence = mark["sign"]
        elif heading := HEADING.fullmatch(line):
            words = _without_marks(_without_closing(heading["words"]))
            yield from (words, "-" * len(words))  # as cables print a heading
        else:
            yield _without_marks(_without_edges(line))


def _without_edges(line: str) -> str:
    """Return a line without the signs of a quotation before it, and of a line that ends here behind it."""
    line = QUOTED.sub("", line)
    broken = HARD_BREAK.search(line, max(0, len(line) - LONGEST_BREAK))
    return line[: broken.start()].rstrip(" \t") if broken else line


def _without_closing(words: str) -> str:
    """Return the words of a heading without the signs that may stand behind them: "Grain ##"."""
    words = words.rstrip(" \t")
    bare = words.rstrip("#")
    return bare.rstrip(" \t") if bare.endswith((" ", "\t")) else words


def _without_marks(line: str) -> str:
    if not any(sign in line for sign in "*_`[\\"):
        return line
    line = LINK.sub(lambda link: link["words"], CODE.sub(lambda code: code["code"], line))
    line = STRONG.sub(lambda strong: strong["words"], line)
    return ESCAPED.sub(r"\1", EMPHASIS.sub(lambda emphasis: emphasis["words"], line))
