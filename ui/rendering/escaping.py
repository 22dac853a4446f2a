"""Texts as Markdown and TeX show them: whatever a cable, a question or a model writes stays text."""

import re

from ui.rendering.templates import one_line

# What Markdown takes for a sign anywhere, and what it does at the beginning of a line alone.
_MARKDOWN = re.compile(r"[\\`*_\[\]<>#|~&$^]|^[-+=]", re.MULTILINE)
_NUMBER = re.compile(r"^(\d+)([.)])", re.MULTILINE)  # begins a list, be it with the entry 1968
_TEX = str.maketrans(
    {sign: f"\\{sign}" for sign in "$&#%_"}
    | {
        "\\": r"\textbackslash{}",
        # A brace counts for BibTeX even behind a backslash.
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
    }
)


def markdown_text(text: str) -> str:
    """Return a text that Markdown shows as it is; blanks before a line would make it code."""
    return _NUMBER.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\g<0>", re.sub(r"(?<=\n)[ \t]+", "", text)))


def tex(text: str) -> str:
    """Return a text that TeX prints as it is, in one line."""
    return one_line(text).translate(_TEX)
