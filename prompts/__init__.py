"""The instructions for the language model, one Markdown file each."""

from importlib.resources import files
from string import Template

# What each template is filled in with; it has to use all of it.
VARIABLES = {
    "answer": {
        "fence": "a random token, new in each call, that opens every passage",
        "passages": "the passages: the fence, the label in brackets and the facts; then a line for each voice",
        "question": "the question, complete in itself",
    },
    "standalone": {
        "conversation": "the turns so far, a line each: user: ..., assistant: ...",
        "question": "the last question, as asked",
    },
}


def load(name: str) -> Template:
    """Return the template in `<name>.md`; its `substitute` raises KeyError on a forgotten variable.

    Raises ValueError when the file uses a variable that is not among its VARIABLES, or leaves one out.
    """
    template = Template((files(__name__) / f"{name}.md").read_text(encoding="utf-8"))
    if not template.is_valid() or set(template.get_identifiers()) != set(VARIABLES[name]):
        wanted = ", ".join(f"${variable}" for variable in VARIABLES[name])
        raise ValueError(f"prompts/{name}.md must use {wanted} and nothing else with a dollar sign ($$ is one).")
    return template
