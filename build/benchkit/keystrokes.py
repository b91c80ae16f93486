"""What a key costs while writing, by the browser's own tracing; beside it a bare text field.

A key's cost is all that the page's main thread does from the key to the end of the frame that
shows its sign: script, parsing, layout, painting. At 60 frames a second there are 16 ms for it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any

from devkit.system import BROWSERS

from benchkit.figures import Aim, Figure, Missing, Number
from benchkit.journals import DataFolder
from benchkit.measure import Plan
from benchkit.program import NAME, PASSWORD, Server
from benchkit.samples import Text, pepys

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SIZES = {"10 kB": 10_000, "100 kB": 100_000, "1 MB": 1_000_000}
FRAME_MS = 16.0
PAUSE_MS = 60  # between keys: about 200 words a minute
SENTENCE = "and so to bed, with **great** content "
CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline"]
TASK = "RunTask"
FIELD = "<!doctype html><title>bare</title><textarea style='width:40em;height:40em'></textarea>"
US = 1000.0


def measure(plan: Plan) -> list[Number]:
    """A key in entries of three sizes."""
    folder = plan.new_folder("keystrokes")
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        return [Number("a key while writing", Missing("typing", "there is no Chromium"))]
    texts = {name: long_text(size) for name, size in SIZES.items()}
    folder.fill([Text(pepys()[0].day, "", text) for text in texts.values()])
    uids = _uids(folder, texts.values())
    with Server(folder.path) as server, chromium(path) as browser:
        page = unlocked_page(browser, server)
        bare = browser.new_page()
        return [
            _number(plan, name, browser, (page, f"{server.origin}/entries/{uid}/edit"), bare, text)
            for (name, text), uid in zip(texts.items(), uids, strict=True)
        ]


def long_text(size: int) -> str:
    """A diary as one entry with headings, lists, quotations and a table now and then."""
    return "\n\n".join(islice(_blocks(size), 100_000))[:size]


def _blocks(size: int) -> Iterator[str]:
    length = 0
    for number, text in enumerate(cycle(pepys())):
        blocks = (
            f"## Day {number}",
            text.body,
            "- bread\n- [x] the red lamp\n- *geese*",
            "> Nobody had been there before us.",
            "| hour | wind |\n| --- | --- |\n| six | north |" if number % 20 == 0 else "---",
        )
        yield from blocks
        length += sum(map(len, blocks))
        if length > size:
            return


def _uids(folder: DataFolder, texts: Any) -> list[str]:
    from webapp.features.entries.models import Entry

    with folder.journal():
        found = {entry.body: entry.uid for entry in Entry.select()}
    return [str(found[text]) for text in texts]


@contextmanager
def chromium(path: str) -> Iterator[Browser]:
    """The system's Chromium without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def unlocked_page(browser: Browser, server: Server) -> Page:
    """A page in which alice's journal is open."""
    page = browser.new_page(viewport={"width": 1280, "height": 860})
    page.goto(str(server.line["url"]))
    page.get_by_label("Name").fill(NAME) if page.get_by_label("Name").count() else None
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#app").wait_for()
    return page


def _number(
    plan: Plan, name: str, browser: Browser, writing: tuple[Page, str], bare: Page, text: str
) -> Number:
    page, address = writing
    page.goto(address)
    page.locator(".cm-content").click()
    keys = min(plan.requests, 100)
    ours = costs(browser, page, keys)
    page.evaluate("quietleaf.flush()")
    bare.set_content(FIELD)
    bare.locator("textarea").evaluate(
        "(field, text) => { field.value = text; field.focus();"
        " field.setSelectionRange(text.length / 2, text.length / 2); }",
        text,
    )
    floor = costs(browser, bare, keys)
    return Number(
        f"a key in an entry of {name}",
        Figure("the main thread's work from a key to its frame", "ms", tuple(ours)),
        Figure("the same in a bare text field", "ms", tuple(floor)),
        aim=Aim(at_most=FRAME_MS, by_p95=True),
    )


def costs(browser: Browser, page: Page, keys: int) -> list[float]:
    """Type so many keys in the middle of what is there; the cost of each, in ms."""
    page.bring_to_front()
    page.keyboard.type("warm up ", delay=PAUSE_MS)
    browser.start_tracing(page=page, categories=CATEGORIES)
    page.keyboard.type("".join(islice(cycle(SENTENCE), keys)), delay=PAUSE_MS)
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    return of_trace(json.loads(browser.stop_tracing())["traceEvents"])


def of_trace(events: Sequence[dict[str, Any]]) -> list[float]:
    """The cost of each key of a trace, in ms.

    Format: Trace Event Format of Chromium; `ts` and `dur` in microseconds.
    """
    keys = [event for event in events if _is_key(event)]
    if not keys:
        return []
    main = (keys[0]["pid"], keys[0]["tid"])
    ours = sorted(
        (event for event in events if (event["pid"], event["tid"]) == main and "ts" in event),
        key=lambda event: float(event["ts"]),
    )
    tasks = [event for event in ours if event["name"] == TASK and "dur" in event]
    frames = [float(event["ts"]) for event in ours if event["name"] == "Commit"]
    found = []
    for key in keys:
        began = float(key["ts"])
        shown = next((frame for frame in frames if frame > began), None)
        if shown is not None:
            found.append(sum(_overlap(task, began, shown) for task in tasks) / US)
    return found


def _is_key(event: dict[str, Any]) -> bool:
    data = event.get("args", {}).get("data", {})
    return event.get("name") == "EventDispatch" and data.get("type") == "keydown"


def _overlap(task: dict[str, Any], began: float, ended: float) -> float:
    start, end = float(task["ts"]), float(task["ts"]) + float(task["dur"])
    return max(0.0, min(end, ended) - max(start, began))
