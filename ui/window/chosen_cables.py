"""The cables within which a conversation begins, as the address names them, or goes on, as it was left."""

from starlette.datastructures import QueryParams

from ui.access.reader_access import Access, Reader, holder
from ui.pages.cable_lists import named_cables
from ui.window.drawer import ADDRESS


def chosen_cables(access: Access, who: Reader, address: QueryParams) -> str:
    """Return the ids of the cables, as the filter takes them; "" where the address names none.

    `?c=` names a kept conversation, which goes on within the cables of its last question; otherwise the address
    names them as `named_cables` says. Raises ReftelError where what is named is not there.
    """
    answers = access.notebook.answers(holder(who), address[ADDRESS]) if address.get(ADDRESS) else []
    if answers:
        return answers[-1].bundle.filters.get("cables", "")
    return named_cables(access, who, address)
