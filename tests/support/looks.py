"""What is wrong with the look of a page: a check that every page must pass at every width."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WIDTHS = {1280: 860, 900: 700, 600: 860, 480: 560}  # the last is the smallest window
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SCRIPT = Path(__file__).with_suffix(".js").read_text("utf-8")
# boxes in an entry's own lists are not pressed; what stands beside them is read with them
NAMELESS = re.compile(
    r"(?m)^\s*- (?!checkbox .*\[disabled\])"
    r"((?:button|link|textbox|searchbox|checkbox|switch|radio|radiogroup|combobox|slider"
    r"|menuitem|progressbar|img|dialog)\b(?! \").*)$"
)
MOST_TABS = 60
CONTRAST = "color-contrast"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Only what is wrong comes back: all that axe found right is half a megabyte a page.
RUN_AXE = """options => axe.run(document, options).then(({violations}) => violations.flatMap(
  ({id, nodes}) => nodes.map(({html}) => `${id}: ${html.slice(0, 160)}`)))"""


def wrong(page: Page, where: str) -> list[str]:
    """Everything that is wrong with the page as it stands, at every width, light and dark."""
    found: list[str] = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            settle(page)
            place = f"{where}, {scheme}, {width}"
            checks = ["sideways"]
            checks += ["order", "small"] if scheme == "light" else []  # these know no colour
            checks += ["faint"] if width == 1280 else []  # and these hardly a width
            for check in checks:
                found += [f"{place}: {one}" for one in ask(page, check)]
            if scheme == "light":
                nameless = NAMELESS.findall(page.locator("body").aria_snapshot())
                found += [f"{place}: without a name: {one}" for one in nameless]
    page.set_viewport_size({"width": 1280, "height": 860})
    return found


def wrong_when_large(page: Page, where: str) -> list[str]:
    """What does not fit when the text is twice as large: then the layout is the narrow one."""
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    settle(page)
    found = [f"{where}, at 200 %: {one}" for one in ask(page, "sideways")]
    page.evaluate("document.documentElement.style.fontSize = ''")
    return found


def wrong_with_tab(page: Page, where: str) -> list[str]:
    """What is reached by Tab and does not show it, through the whole page."""
    found: list[str] = []
    seen: set[int] = set()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = ask(page, "focused")
        if focused is None or focused["key"] in seen:
            break
        seen.add(focused["key"])
        found += [f"{where}, by Tab: {one}" for one in focused["wrong"]]
    if not seen:
        found.append(f"{where}: Tab leads nowhere")
    return found


def wrong_to_axe(page: Page, where: str) -> list[str]:
    """What axe finds against WCAG 2.2 AA and good practice.

    All of it wide and light; of the dark page the colours, and narrow what has no colour.
    """
    all_but_contrast = {"runOnly": RULES, "rules": {CONTRAST: {"enabled": False}}}
    found: list[str] = []
    for scheme, width, asked in (
        ("light", 1280, {"runOnly": RULES}),
        ("dark", 1280, {"runOnly": [CONTRAST]}),
        ("light", 600, all_but_contrast),
    ):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": WIDTHS[width]})
        settle(page)
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        told = page.evaluate(RUN_AXE, {"resultTypes": ["violations"], **asked})
        found += [f"{where}, {scheme}, {width}: {one}" for one in told]
    page.set_viewport_size({"width": 1280, "height": 860})
    return found


def wait_until_quiet(page: Page) -> None:
    """Wait until all that the page asks for at first has come."""
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready.then(() => undefined)")
    page.wait_for_function("() => !document.querySelector('.htmx-request')")


def settle(page: Page) -> None:
    """Wait until the page is drawn at its new size."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")


def ask(page: Page, check: str) -> Any:
    """Run one of the checks of looks.js."""
    return page.evaluate(f"{SCRIPT.strip()}.{check}()")
