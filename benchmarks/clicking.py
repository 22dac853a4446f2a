"""How long the window takes in a browser: to be there, and from the click on a citation to the words in view.

    python benchmarks/clicking.py [--rounds 10] [--port 7897]

`reftel chat` over the sample cables is a process of its own. Each round begins with an empty browser: the page is
loaded until it can be asked, a question is answered, its first citation opens the cable, its second one is in the
same cable. Clicks are timed in the page, from the click to the first frame that shows the mark. Needs Playwright
and a Chromium, on the path or named by `CHROMIUM`.
"""

import argparse
import os
import shutil
import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright
from processes import chatting

from ingest import Library
from ingest.samples import SAMPLES

QUESTION = "what did Huseynli say about Russia"
PATIENCE = 10_000  # milliseconds for a click to show its words
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
CLICK = """async ([number, patience]) => {
  const mark = () => document.querySelector("#cable-page mark");
  const inView = (words) => {
    const {left, top, height} = words.getClientRects()[0];
    return document.elementFromPoint(left + 1, top + height / 2) === words;  // and nothing lies over them
  };
  const cite = document.querySelectorAll("a.cite")[number];
  const before = mark()?.textContent, began = performance.now();
  cite.click();
  for (;;) {
    await new Promise(requestAnimationFrame);
    const took = performance.now() - began;
    if (mark() && mark().textContent !== before && inView(mark())) return took;
    if (took > patience) throw new Error("the words that are cited do not come into view");
  }
}"""


def measure(browser: Browser, address: str) -> tuple[float, float, float, float]:
    """Return the milliseconds that the page's first paint, the page, a citation and another in its cable take."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    began = time.perf_counter()
    page.goto(address)
    page.wait_for_selector("#box textarea")
    page.wait_for_selector("#reader[data-tab]", state="attached")  # the reader's script has run
    loaded = 1000 * (time.perf_counter() - began)
    painted = page.evaluate(PAINT)
    page.fill("#box textarea", QUESTION)
    page.press("#box textarea", "Enter")
    page.wait_for_selector(".foot")
    opened, moved = (page.evaluate(CLICK, [number, PATIENCE]) for number in (0, 1))
    context.close()
    return painted, loaded, opened, moved


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--port", type=int, default=7897)
    given = parser.parse_args()
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        library = Library.open(Path(folder))
        for _ in library.ingest([SAMPLES]):
            pass
        library.close()
        with chatting(Path(folder), given.port) as (address, _):
            browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
            rounds = [measure(browser, address) for _ in range(given.rounds)]
            browser.close()
    print(f"{given.rounds} rounds; milliseconds: median, longest")
    names = (
        "the page, until its first paint",
        "the page, until it can be asked",
        "a citation opens its cable",
        "another one in the same cable",
    )
    for name, took in zip(names, zip(*rounds, strict=True), strict=True):
        print(f"{name:34}{median(took):8.0f}{max(took):8.0f}")


if __name__ == "__main__":
    main()
