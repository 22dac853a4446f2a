"""The one Jinja environment. Markup is written in `ui/templates` alone; the code works out the values it shows.

Every value is escaped, for cables, questions and models may hold any text, and a name that a template is not given
is an error.
"""

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from assistant.citations import day
from assistant.model_servers.model_name import title
from ingest.language.counts import count, plural
from ui.rendering.addresses import (
    asking,
    cables_page,
    cite_text,
    keeping,
    permalink,
    references_page,
    versions_page,
)
from ui.rendering.marking_words import spelt_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment, Template

# A line break between two tags is for who reads the template, and is not sent. A comment takes its place, so that
# errors name the right line. A blank that is to be seen is written as one: {{ " " }}.
_BREAK = re.compile(r"(?<=[>}])(\n\s*)(?=[<{])")


def render(name: str, /, **shown: Any) -> str:
    """Return what a template, named by its path in `ui/templates`, makes of these values."""
    return template(name).render(shown)


def template(name: str) -> "Template":
    """Return a template, named by its path in `ui/templates`."""
    return _environment().get_template(name)


def one_line(text: str) -> str:
    """Return text with every run of white space as one blank."""
    return " ".join(text.split())


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FunctionLoader, StrictUndefined  # the terminal does without

    environment = Environment(
        loader=FunctionLoader(_source),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {"day": day, "one_line": one_line, "spelt_out": spelt_out}
    environment.globals |= {
        "asking": asking,
        "cables_page": cables_page,
        "cite_text": cite_text,
        "count": count,
        "keeping": keeping,
        "permalink": permalink,
        "plural": plural,
        "references_page": references_page,
        "title_of": title,
        "versions_page": versions_page,
    }
    return environment


def _source(name: str) -> "tuple[str, str, Callable[[], bool]] | None":
    """Return a template's source, its place, and that it stays as it is; None where there is no such template."""
    path = files("ui").joinpath("templates", name)
    if not path.is_file():
        return None
    return _BREAK.sub(r"{#\1#}", path.read_text(encoding="utf-8")), str(path), lambda: True
