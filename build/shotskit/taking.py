"""Takes the pictures: the real program, the system's Chromium, three sizes, light and dark."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Literal

from benchkit.program import NAME, PASSWORD, Server
from devkit.places import CannotGoOnError
from devkit.progress import say
from playwright.sync_api import Browser, Page, sync_playwright
from seedkit.filling import fill

from shotskit.shots import SHOTS, Shot

SIZES = ((1280, 860), (900, 700), (600, 860))
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WAIT_MS = 15_000


def take(folder: Path, work: Path, wanted: Iterable[str]) -> int:
    """Take the pictures.

    Args:
        folder: where they go, `NAME[-dark]-WIDTHxHEIGHT.png`.
        work: an empty folder for the demo data.
        wanted: names of shots, or beginnings of them; none means all.

    Returns:
        How many there are now.

    Raises:
        CannotGoOnError: there is no Chromium, or no shot of that name.
    """
    shots = [shot for shot in SHOTS if shot.name.startswith(tuple(wanted) or "")]
    if not shots:
        raise CannotGoOnError("There is no such page. " + " ".join(shot.name for shot in SHOTS))
    folder.mkdir(parents=True, exist_ok=True)
    (work / "empty").mkdir()
    say("Writing the demo journal.")
    fill(work / "demo", date.today())  # noqa: DTZ011 - the day on this computer's wall
    taken = 0
    with chromium() as browser:
        for name in ("demo", "empty"):
            some = [shot for shot in shots if shot.is_empty == (name == "empty")]
            with Server(work / name) as server:
                for is_locked in (True, False):
                    group = [one for one in some if (one.is_locked or one.is_empty) == is_locked]
                    if group:
                        page = come_in(browser, server, is_locked=is_locked)
                        taken += sum(picture(page, server, shot, folder) for shot in group)
                        page.context.close()
    return taken


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        raise CannotGoOnError("Chromium is not installed. On Debian: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


def come_in(browser: Browser, server: Server, *, is_locked: bool) -> Page:
    """A page that was let in, with the journal open unless `is_locked`."""
    context = browser.new_context(locale="en-GB", timezone_id="UTC", reduced_motion="reduce")
    context.set_default_timeout(WAIT_MS)
    page = context.new_page()
    if not server.window_cookies:
        page.goto(str(server.line["url"]))
        page.wait_for_load_state("networkidle")
        server.window_cookies = context.cookies()
    kept: list[Any] = server.window_cookies
    context.add_cookies(kept)
    if not is_locked:
        page.goto(f"{server.origin}/unlock")
        if page.locator("input[name=name]").input_value() != NAME:
            page.get_by_role("button", name=NAME, exact=True).click()
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Open", exact=True).click()
        page.locator("#app").wait_for()
    return page


def picture(page: Page, server: Server, shot: Shot, folder: Path) -> int:
    """Take one page in every size and scheme; how many pictures that were."""
    say(f"  {shot.name}")
    page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
    page.goto(server.origin + shot.address)
    page.wait_for_load_state("networkidle")
    shot.steps(page)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_load_state("networkidle")
            page.evaluate("() => document.fonts.ready.then(() => true)")
            dark = "-dark" if scheme == "dark" else ""
            page.screenshot(path=folder / f"{shot.name}{dark}-{width}x{height}.png")
    return len(SCHEMES) * len(SIZES)
