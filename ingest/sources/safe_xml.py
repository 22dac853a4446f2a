"""XML as documents hold it, read element by element: without entities, document types or the network."""

from collections.abc import Container, Iterator
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from ingest.sources.limits import DEEPEST_ELEMENT, LARGEST_FILE, MOST_ELEMENTS
from ingest.sources.source import Unreadable

Event = tuple[str, str, Element]


def elements(stream: IO[bytes], whole: Container[str] = ()) -> Iterator[Event]:
    """Yield "start" or "end", the name without its namespace, and the element, for each that opens or closes.

    What is inside an element stays in it only if it is named in `whole`; everything else is gone when it has
    closed, so that memory is that of one. `Unreadable` where it is not XML, or more of it than any document has.
    """
    opened: list[Element] = []
    kept = count = 0
    try:
        for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
            name = local_name(element.tag)
            if event == "start":
                opened.append(element)
                kept += name in whole
                count += 1
                if len(opened) > DEEPEST_ELEMENT or count > MOST_ELEMENTS:
                    raise Unreadable("is nested too deeply, or has too many elements, for a document")
                if stream.tell() > LARGEST_FILE:
                    raise Unreadable(f"has a part that is larger than {LARGEST_FILE >> 20} MiB")
                yield event, name, element
                continue
            opened.pop()
            yield event, name, element
            kept -= name in whole
            if opened and not kept:
                opened[-1].remove(element)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Unreadable("is not well-formed XML, or declares a document type, which is refused") from error


def local_name(tag: str) -> str:
    """Return a tag without its namespace."""
    return tag.rpartition("}")[2]


def attribute(element: Element, name: str) -> str | None:
    """Return an attribute, whatever its namespace."""
    return next((value for key, value in element.items() if local_name(key) == name), None)
