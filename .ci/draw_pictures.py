"""Draw the pictures of `docs/` anew: `python .ci/draw_pictures.py`, with chromium on the path.

They show the sample library, without a model, by day. Look at each before it is committed.
"""

import os
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]

from served import served  # noqa: E402

from assistant import Assistant  # noqa: E402
from assistant.model_servers.discovery import ModelServers  # noqa: E402
from assistant.settings import Settings  # noqa: E402
from ingest import Library  # noqa: E402
from ingest.samples import SAMPLES  # noqa: E402
from ui.access.model_choices import ModelChoices  # noqa: E402
from ui.access.reader_access import Access  # noqa: E402
from ui.application import site  # noqa: E402

QUESTION = "what did Huseynli say about Russia"
DAY = "__theme=light"


def draw(page: Page, address: str, folder: Path) -> None:
    """Draw every picture into a folder."""
    page.goto(f"{address}/?{DAY}")
    page.wait_for_selector("#reader[data-tab]", state="attached")
    for warming in (True, False):  # the second time takes what a question takes
        page.fill("#box textarea", QUESTION)
        page.press("#box textarea", "Enter")
        page.wait_for_selector(".foot .again")
        page.wait_for_selector("#box .submit-button")
        if warming:
            page.get_by_role("button", name="New conversation").click()
            page.wait_for_selector(".foot", state="detached")
    page.click("a.cite >> nth=-1")
    page.wait_for_selector("#cable-page mark")
    page.mouse.move(5, 400)
    page.wait_for_timeout(700)  # until nothing moves
    page.screenshot(path=folder / "window.png")
    page.goto(f"{address}/library?{DAY}")
    page.screenshot(path=folder / "library.png")
    page.set_viewport_size({"width": 1400, "height": 760})
    page.goto(f"{address}/cables?words=port&{DAY}")
    for row in (0, 2):
        page.locator("tbody [type=checkbox]").nth(row).check()
    page.mouse.move(5, 5)
    page.screenshot(path=folder / "cables.png")


def main() -> None:
    """Fill a library with the samples, serve it, and draw."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with TemporaryDirectory() as temporary:
        library = Library.open(Path(temporary) / "library")
        for _ in library.ingest([SAMPLES]):
            pass
        access = Access(
            Assistant(library),
            Settings(cache=False),
            ModelChoices(None, (), ModelServers(lambda: ())),
        )
        with sync_playwright() as playwright, served(site(access)) as address:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1400, "height": 900}, color_scheme="light")
            page.set_default_timeout(120_000)
            draw(page, address, ROOT / "docs")
            browser.close()
        library.close()
    for name in ("window", "library", "cables"):
        file = ROOT / "docs" / f"{name}.png"
        Image.open(file).convert("RGB").save(file, optimize=True)


if __name__ == "__main__":
    main()
