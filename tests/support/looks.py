"""What is wrong with the look of a page: a check that every page must pass at every width."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
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
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


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
    """What axe finds against WCAG 2.2 AA and good practice: wide and narrow, light and dark."""
    found: list[str] = []
    for scheme, width in (("light", 1280), ("dark", 1280), ("light", 600)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": WIDTHS[width]})
        settle(page)
        told = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
        found += [
            f"{where}, {scheme}, {width}: {violation['id']}: {node['html'][:160]}"
            for violation in told.response["violations"]
            for node in violation["nodes"]
        ]
    page.set_viewport_size({"width": 1280, "height": 860})
    return found


def settle(page: Page) -> None:
    """Wait until the page is drawn at its new size."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")


def ask(page: Page, check: str) -> Any:
    """Run one of the checks of looks.js."""
    return page.evaluate(f"{SCRIPT.strip()}.{check}()")
