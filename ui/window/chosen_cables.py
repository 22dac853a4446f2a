"""The cables within which a conversation begins, as the address names them, or goes on, as it was left."""

from itertools import islice
from urllib.parse import parse_qsl

from starlette.datastructures import QueryParams

from ingest.domain.filters import MOST_CHOSEN
from ui.access.reader_access import Access, Reader, holder
from ui.pages.cable_lists import ListAddress
from ui.window.drawer import ADDRESS

LIST = "list"  # what the address calls a list of cables: ?list=words%3Dferry


def chosen_cables(access: Access, who: Reader, address: QueryParams) -> str:
    """Return the ids of the cables, as the filter takes them; "" where the address names none.

    `?c=` names a kept conversation, which goes on within the cables of its last question; else `?cables=` names
    them, once or several times, or `?list=` a list by what stands in its own address. Raises ReftelError where
    what is named is not there.
    """
    answers = access.notebook.answers(holder(who), address[ADDRESS]) if address.get(ADDRESS) else []
    if answers:
        return answers[-1].bundle.filters.get("cables", "")
    if named := address.getlist("cables"):
        return ", ".join(named)
    if listed := address.get(LIST):
        given = ListAddress.read(dict(parse_qsl(listed))).cables(access, who)
        found = access.library(who).listed(given)
        return ", ".join(each.id for each in islice(found, MOST_CHOSEN + 1))
    return ""
