"""Who holds an office, by the cables: "the emir", "mayor of London", "Spain's attorney general"."""

import re

from assistant.retrieval.descriptions import Description, holding, is_elsewhere, is_titled, persons
from ingest import Library
from ingest.attribution.name_mentions import HOLDERS, office_words
from ingest.domain.countries import place
from ingest.domain.filters import Filters
from ingest.language.lexicon import lexicon
from ingest.language.name_match import bears, is_whole

_COMPARED = 6  # persons named in an office of whom it is looked whether it is another country's
_OTHERS = 0.4  # how often, beside the first, another one must be named in it


def holders(library: Library, office: str, where: Filters) -> list[tuple[str, list[Description]]]:
    """Return who is named in an office, with the sentences that do so, the most often named first.

    Whoever is named in it less often is a visitor, or is only spoken of.
    """
    found = persons(holding(library, office, where))
    found = [each for each in found if not is_no_person(each[0])]
    found = [each for each in found[:_COMPARED] if not is_elsewhere(library, office, *each)]
    land = country(office)
    titled = [len(each[1]) for each in found if land and is_titled(land, each[1])]
    found = [each for each in found if not titled or is_titled(land, each[1]) or len(each[1]) > max(titled)]
    return [each for each in found if len(each[1]) >= _OTHERS * len(found[0][1])]


def country(office: str) -> str:
    """Return the country that an office names, "" where it names none."""
    return next(filter(None, map(place, re.findall(r"[\w.]+", re.sub(r"['’]s?(?= |\Z)", "", office)))), None) or ""


def is_no_person(name: str) -> bool:
    """Whether a name is that of a place or a body."""
    return bool(place(name)) or any(word.lower() in lexicon("bodies") for word in name.split())


def only_holder(library: Library, office: str, where: Filters) -> str | None:
    """Return who is meant by a country's office, Zardari by "Pakistan's president"; None if that is not clear."""
    if not country(office) or not office_words(office) & HOLDERS:
        return None
    names = [name for name, _ in holders(library, office, where)]
    whole = next(filter(is_whole, names), names[0] if names else None)
    return whole if whole and all(bears(whole, name) or bears(name, whole) for name in names) else None
