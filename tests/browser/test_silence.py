"""The program says nothing for a while, or has closed the journal: no word is lost meanwhile."""

from __future__ import annotations

import signal
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support.browsing import Server, Watch

Journal = Callable[..., Page]


def begin(page: Page, open_journal: Journal) -> None:
    """An entry that has been saved once."""
    open_journal(page)
    page.keyboard.press("n")
    expect(page.get_by_role("textbox", name="Entry")).to_be_focused()
    page.keyboard.type("Kept")
    page.wait_for_function("quietleaf.flush()")


def test_a_program_that_stops_answering_and_comes_back_gets_every_word(
    page: Page, open_journal: Journal, server: Server, watch: Watch
) -> None:
    watch.expect("Failed to load|Failed to fetch|ERR_")
    begin(page, open_journal)
    assert server.process is not None
    server.process.send_signal(signal.SIGSTOP)
    try:
        page.keyboard.type(" in this window")
        expect(page.get_by_text("Quietleaf did not answer")).to_be_visible(timeout=30_000)
        page.keyboard.type(", all of it")
    finally:
        server.process.send_signal(signal.SIGCONT)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("[data-trouble]")).to_be_hidden()
    page.reload()
    expect(page.get_by_role("textbox", name="Entry")).to_have_text("Kept in this window, all of it")


def test_a_journal_that_was_closed_and_opened_again_elsewhere_gets_every_word(
    page: Page, open_journal: Journal, watch: Watch
) -> None:
    watch.expect("401|Failed to load")
    begin(page, open_journal)
    other = page.context.new_page()
    open_again = page.url.split("/entries/", maxsplit=1)[0]
    page.context.request.post(f"{open_again}/lock", headers={"Origin": open_again})
    page.keyboard.type(" in this window")
    expect(page.get_by_text("Your journal was closed")).to_be_visible()
    open_journal(other)
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator("[data-trouble]")).to_be_hidden()
    page.reload()
    expect(page.get_by_role("textbox", name="Entry")).to_have_text("Kept in this window")
    other.close()
