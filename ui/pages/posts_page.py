"""The map of posts: who sent the cables, or those that filters leave, with a table of the same."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ingest.domain.filters import FILTERS
from ingest.errors import FilterError
from ui.access.reader_access import Access, reader
from ui.pages import page_frame
from ui.pages.cable_lists import ListAddress, NoSuchList
from ui.rendering.addresses import cables_page
from ui.rendering.post_map import post_map

_POST = "origin"


def router(access: Access) -> APIRouter:
    """Return the route of `/posts`, which takes the filters and words of the list of cables."""
    routes = APIRouter()

    @routes.get("/posts")
    def posts(request: Request) -> HTMLResponse:
        asked, trouble, counts = ListAddress.read(request.query_params), "", []
        try:
            counts = access.library(reader(request)).list_posts(asked.cables(access, reader(request)))
        except (FilterError, NoSuchList) as error:
            trouble = str(error)
        given = {name: value for name, value in asked.parameters().items() if name != _POST}
        shown = post_map(counts, lambda post: cables_page(**given, origin=post))
        told = [each.told(asked.filters[each.name]) for each in FILTERS if asked.filters.get(each.name)]
        return page_frame.page(
            request,
            "posts.html",
            status=400 if trouble else 200,
            map=shown,
            rows=[*((dot.name, dot.number, dot.href) for dot in shown.dots), *shown.elsewhere],
            cables=sum(number for _, number in counts),
            told=[*told, *([f"words “{asked.words}”"] if asked.words else [])],
            everything=cables_page(**asked.parameters()),
            trouble=trouble,
        )

    return routes
