"""The instructions for the language model, one Markdown file each."""

from importlib.resources import files
from string import Template


def load(name: str) -> Template:
    """Return the template in `<name>.md`; its `substitute` raises KeyError on a forgotten variable."""
    return Template((files(__name__) / f"{name}.md").read_text(encoding="utf-8"))
