"""How a visitor comes to the boxes that narrow a search."""

DRAWN = 300  # milliseconds


def open_filters(page) -> None:
    """Open the boxes, and wait as any hand does before it types.

    Gradio draws what lies in a closed accordion when that is first opened, and once more some 50 ms later: what a
    program has typed in between is gone.
    """
    page.get_by_role("button", name="Narrow the search").click()
    page.wait_for_timeout(DRAWN)
