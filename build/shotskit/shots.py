"""Every page that is pictured. A new page is a line here; the names are those of the design.

A shot begins on a page of the demo journal, or on a data folder with nobody (`is_empty`), or
outside the door (`is_locked`). `steps` do by mouse and keyboard what a person would.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

Steps = Callable[[Page], None]


def stay(_page: Page) -> None:
    """The page as it comes."""


OLD_DIARY = """\
[2009-03-14 21:10] New flat, third floor, no lift *
Carried the piano stool up and left the piano. @home

[2009-07-17 06:55] Four strokes and then a fifth
To the rope, and she would not hold the rope. @lake @swimming

[2009-02-30 09:00] A day that is none
[2010-11-02 22:04] Told Jo I would do the second term
Greys, she says. Nothing but greys until spring.
"""


@dataclass(frozen=True)
class Shot:
    """One page: its name, where it is, and what is done there before the picture is taken."""

    name: str
    address: str = "/"
    steps: Steps = stay
    is_locked: bool = False
    is_empty: bool = False


def wrong_password(page: Page) -> None:
    """Try one that opens nothing."""
    page.get_by_label("Password", exact=True).fill("lantern oblong thirty herring")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()


def read_narrow(page: Page) -> None:
    """Open the newest entry, which fills a narrow window."""
    page.locator("#list a.entry, #days a").first.click()


def write(page: Page) -> None:
    """Open the entry on the page for writing."""
    page.keyboard.press("e")
    page.locator(".cm-content").wait_for()


def find(words: str) -> Steps:
    """Type into the search box, and wait for what is found."""

    def steps(page: Page) -> None:
        page.get_by_role("searchbox").fill(words)
        page.wait_for_load_state("networkidle")

    return steps


def choose_a_file(page: Page) -> None:
    """Choose a small journal to bring in, and see what is inside."""
    page.locator("#files").set_input_files(
        {"name": "Old diary.txt", "mimeType": "text/plain", "buffer": OLD_DIARY.encode()}
    )
    page.get_by_role("button", name="Bring in").wait_for()


def bring_it_in(page: Page) -> None:
    """Bring it in, and wait for what is said of it."""
    choose_a_file(page)
    page.get_by_role("button", name="Bring in").click()
    page.get_by_role("button", name="Undo this import").wait_for()


def this_year(page: Page) -> None:
    """From a month to its year."""
    page.keyboard.press("y")
    page.locator(".year").wait_for()


def fill_the_trash(page: Page) -> None:
    """Move two entries to the trash and go there."""
    for _ in range(2):
        page.keyboard.press("Delete")
        page.get_by_text("Moved to the trash").wait_for()
        page.wait_for_load_state()
    page.get_by_role("link", name="Trash").first.click()
    page.locator(".afterword").wait_for()


def change_and_look(page: Page) -> None:
    """Change an entry in two sittings, then look at its history."""
    for words in ("\n\nThe kettle again.", " And the dogs, who wanted their walk."):
        write(page)
        page.keyboard.type(words)
        page.keyboard.press("Escape")
        page.locator("#page .prose").wait_for()
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="History").click()
    page.locator(".versions").wait_for()


SHOTS = (
    Shot("01-first-run", "/welcome", is_empty=True),
    Shot("02-unlock", "/unlock", is_locked=True),
    Shot("02b-recover", "/recover", is_locked=True),
    Shot("13d-wrong-password", "/unlock", wrong_password, is_locked=True),
    Shot("03-main"),
    Shot("03b-main-reading-narrow", "/", read_narrow),
    Shot("04-writing", "/", write),
    Shot("04b-writing-new", "/entries/new"),
    Shot("05-calendar-month", "/calendar"),
    Shot("05b-calendar-year", "/calendar", this_year),
    Shot("06-search", "/search", find("garden")),
    Shot("13b-no-results", "/search", find("marzipan")),
    Shot("07-insights", "/insights"),
    Shot("07-insights-all", "/insights?all=1"),
    Shot("08-on-this-day", "/on-this-day"),
    Shot("10-import-1-choose", "/import"),
    Shot("10-import-2-check", "/import", choose_a_file),
    Shot("10-import-4-result", "/import", bring_it_in),
    Shot("11-settings-appearance", "/settings/appearance"),
    Shot("11-settings-writing", "/settings/writing"),
    Shot("11b-settings-lock", "/settings/lock"),
    Shot("11-settings-name", "/settings/name"),
    Shot("11-settings-password", "/settings/password"),
    Shot("11-settings-recovery", "/settings/recovery"),
    Shot("03-journal", "/journals/2"),
    Shot("11-settings-journals", "/settings/journals"),
    Shot("11-settings-tags", "/settings/tags"),
    Shot("11-settings-templates", "/settings/templates"),
    Shot("12-people", "/people"),
    Shot("12-people-new", "/people/new"),
    Shot("14-trash", "/", fill_the_trash),
    Shot("14b-history", "/", change_and_look),
)
