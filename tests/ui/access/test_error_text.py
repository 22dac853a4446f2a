"""Errors as they are told: in full to the owner of the machine, and to others without its folders."""

import pytest
from starlette.requests import HTTPConnection

from ingest.errors import LibraryError
from ui.access.error_text import message_in_reply, message_to
from ui.access.reader_access import OWNER, Reader

DAMAGED = LibraryError("/srv/archive/library/catalogue.sqlite is damaged: run `reftel check --repair`.")


def test_the_owner_is_told_where_something_lies_and_readers_what_is_wrong():
    assert message_to(OWNER, DAMAGED) == str(DAMAGED)
    assert (
        message_to(Reader("ann", "curator"), DAMAGED)
        == "catalogue.sqlite is damaged: run `reftel check --repair`."
    )


@pytest.mark.parametrize("state", [{}, {"reader": Reader("ann")}])
def test_who_has_not_logged_in_is_told_no_more_than_a_reader(state):
    connection = HTTPConnection({"type": "http", "headers": [], "state": state})
    assert "/srv" not in message_in_reply(connection, DAMAGED)
