"""Entries on paper, as the browser's own printer makes them."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, time, timedelta

from playwright.sync_api import Page, expect

from tests.browser.conftest import Home
from tests.support import papers
from tests.support import people as support
from tests.support.pictures import picture
from webapp.core.clock import When
from webapp.features.entries.models import NewEntry
from webapp.features.media import service as media

FIRST_DAY = date(2024, 5, 1)
Journal = Callable[..., Page]
Write = Callable[..., list[str]]


def printed(page: Page) -> papers.Paper:
    """The page as it comes out of the printer."""
    return papers.read(page.pdf(format="A4"))


def entry(n: int, body: str) -> NewEntry:
    return NewEntry(body, When(FIRST_DAY + timedelta(n), time(9, 30), "UTC"))


def open_print_view(journal: Journal, address: str = "/read/print") -> Page:
    """The print view, when it has fetched all."""
    page = journal(address)
    expect(page.get_by_role("button", name="Print", exact=True)).to_be_enabled()
    return page


def test_an_entry_is_printed_without_list_and_buttons(write: Write, journal: Journal) -> None:
    write([entry(0, "The kettle sings.\n\nIt does."), entry(1, "Another one.")])
    page = journal()
    page.emulate_media(color_scheme="dark", media="print")
    paper = printed(page)
    assert len(paper.texts) == 1
    assert "Another one." in paper.text
    for word in ("kettle", "Edit", "Search", "New entry", "Timeline"):
        assert word not in paper.text


def test_the_margins_are_those_of_the_design(write: Write, journal: Journal) -> None:
    write([entry(0, "Words. " * 3000)])
    paper = printed(journal())
    assert len(paper.texts) > 3
    assert paper.left >= 20
    assert paper.top >= 22
    assert paper.bottom >= 20


def test_a_long_span_is_gathered_whole_before_it_prints(write: Write, journal: Journal) -> None:
    write(entry(n, f"Number {n} of them.") for n in range(45))
    page = open_print_view(journal)
    expect(page.get_by_text("45 entries, ready")).to_be_visible()
    text = printed(page).text
    places = [text.index(f"Number {n} of them.") for n in range(45)]
    assert places == sorted(places)
    assert "ready" not in text


def test_other_scripts_are_printed(write: Write, journal: Journal) -> None:
    write([entry(0, "Žluťoučký kůň und Füße"), entry(1, "Ёлка и вьюга"), entry(2, "Γειά σου")])
    text = printed(open_print_view(journal)).text.replace(" ", "")
    for words in ("Žluťoučký kůň und Füße", "Ёлка и вьюга", "Γειά σου"):
        assert words.replace(" ", "") in text


def test_lines_from_right_to_left_stand_at_the_right(write: Write, journal: Journal) -> None:
    write([entry(0, "שלום עולם"), entry(1, "left to right")])
    page = open_print_view(journal)
    right = printed(page)
    assert "שלום" in right.text or "םולש" in right.text  # some readers give it as it is drawn
    page.emulate_media(media="print")
    ways = page.locator(".prose p").evaluate_all(
        "all => all.map(p => getComputedStyle(p).direction)"
    )
    assert ways == ["rtl", "ltr"]


def test_photos_are_on_the_paper_and_never_split(
    write: Write, journal: Journal, home: Home
) -> None:
    colors = ("teal", "navy", "olive", "maroon", "purple", "gray", "green", "black")
    with support.journal_of(home.app, home.alice):
        uids = [media.add(io.BytesIO(picture(1200, 900, color=c)), "a.jpg").uid for c in colors]
    bodies = [f"Walk {n}.\n\n![The ridge](media:{uid})\n\nHome." for n, uid in enumerate(uids)]
    write(entry(n, body) for n, body in enumerate(bodies))
    paper = printed(open_print_view(journal))
    assert sum(paper.pictures) == 8
    assert [bool(text.strip()) for text in paper.texts] == [True] * 4


def test_that_paper_is_plain_is_said_once(write: Write, journal: Journal) -> None:
    write([entry(0, "One.")])
    page = journal()
    page.evaluate("() => { window.print = () => { document.body.dataset.printed = 'yes' } }")
    page.keyboard.press("Control+p")
    notice = page.get_by_role("dialog", name="What is printed is plain")
    if notice.is_visible():  # the first time in this session
        notice.get_by_role("button", name="Go on").click()
    expect(page.locator("body")).to_have_attribute("data-printed", "yes")
    page.reload()
    page.evaluate("() => { window.print = () => { document.body.dataset.printed = 'again' } }")
    page.keyboard.press("Control+p")
    expect(page.locator("body")).to_have_attribute("data-printed", "again")
    expect(notice).to_be_hidden()


def test_from_reading_on_and_on_ctrl_p_leads_to_all_of_it(write: Write, journal: Journal) -> None:
    write(entry(n, f"Number {n}.") for n in range(25))
    page = journal("/read")
    page.keyboard.press("Control+p")
    expect(page.get_by_text("25 entries, ready")).to_be_visible()


def test_a_browser_is_offered_no_pdf_of_ours(write: Write, journal: Journal) -> None:
    write([entry(0, "One.")])
    page = open_print_view(journal)
    expect(page.get_by_role("button", name="Save as PDF")).to_have_count(0)


def test_nothing_to_print_is_said(journal: Journal) -> None:
    expect(journal("/read/print").get_by_text("Nothing to print here")).to_be_visible()
