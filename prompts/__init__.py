"""The instructions for the language model, one Markdown file each."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from string import Template

# What each template is filled in with; it has to use all of it.
VARIABLES = {
    "answer": {
        "fence": "a random token, new in each call, that opens every cable",
        "passages": "the passages by cable: the fence and the facts; then each with its label and a line a voice",
        "question": "the question, complete in itself",
    },
    "standalone": {
        "fence": "a random token, new in each call, that opens the conversation and closes each of the two",
        "conversation": "the turns so far, a line each: user: ..., assistant: ...",
        "question": "the last question, as asked",
    },
    "opinion": {
        "fence": "a random token, new in each call, that opens every cable and closes the sentences",
        "passages": "the passages that the sentences cite, as they are for the answer",
        "sentences": "the sentences, a line each: 1: He doubted it. [10EXAMPLE1 ¶2]",
    },
    "research": {
        "fence": "a random token, new in each call, that opens every cable and closes what is quoted",
        "tools": 'the tools, a line each: search {"query", "since"?}: what it does',
        "left": "how many rounds are left",
        "steps": "what was looked up so far, a line each, and what came of it",
        "passages": "the passages found so far, as they are for the answer",
        "question": "the question, complete in itself",
    },
    "outline": {
        "fence": "a random token, new in each call, that opens every cable",
        "passages": "the passages found, as they are for the answer",
        "question": "the question, complete in itself",
    },
    "section": {
        "fence": "a random token, new in each call, that opens every cable",
        "heading": "the heading of the section that is to be written",
        "others": "the headings of the other sections",
        "passages": "the passages for this section, as they are for the answer",
        "question": "the question, complete in itself",
    },
}


@dataclass(frozen=True, slots=True)
class Prompts:
    """The templates that a model is asked with."""

    answer: Template
    standalone: Template
    opinion: Template
    research: Template
    outline: Template
    section: Template


def load(name: str, folder: str | None = None) -> Template:
    """Return the template in `<name>.md`; its `substitute` raises KeyError on a forgotten variable.

    A file of that name in `folder` takes the place of ours. Raises ValueError when the file uses a variable that
    is not among its VARIABLES, or leaves one out, OSError when it cannot be read.
    """
    ours = files(__name__) / f"{name}.md"
    yours = Path(folder).expanduser() / f"{name}.md" if folder else None
    template = Template((yours if yours and yours.exists() else ours).read_text(encoding="utf-8"))
    if not template.is_valid() or set(template.get_identifiers()) != set(VARIABLES[name]):
        wanted = ", ".join(f"${variable}" for variable in VARIABLES[name])
        raise ValueError(f"prompts/{name}.md must use {wanted} and nothing else with a dollar sign ($$ is one).")
    return template


def read(folder: str | None = None) -> Prompts:
    """Return all templates, those in `folder` before ours; raises what `load` raises."""
    return Prompts(*(load(name, folder) for name in Prompts.__slots__))


OURS = read()
