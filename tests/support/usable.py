"""What every page has to be: not wider than a phone, and without serious faults for those who use aids."""

import pytest

PHONE = {"width": 360, "height": 740}


def everybody_can_use(page) -> None:
    """Check a page on a phone, where nothing may run out of it, by day and by night."""
    axe_api = pytest.importorskip("axe_playwright_python.sync_playwright")
    usual = page.viewport_size
    page.set_viewport_size(PHONE)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        found = axe_api.Axe().run(page).response["violations"]
        grave = [
            (each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in ("serious", "critical")
        ]
        assert grave == []
    page.set_viewport_size(usual)
