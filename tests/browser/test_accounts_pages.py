"""The cover, the recovery code and the settings in a real browser: what their scripts do."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.browsing import Server, Watch
from tests.support.people import A_NEW_PASSWORD, PASSWORDS

WRONG = "lantern oblong thirty herring"
OpenJournal = Callable[..., Page]


@pytest.fixture
def cover(page: Page, server: Server) -> Page:
    """The cover of a computer with alice and bob."""
    page.goto(server.launch_url())
    page.wait_for_url("**/unlock")
    return page


@pytest.fixture
def first_run(page: Page, empty_server: Server) -> Page:
    """The first page of a computer on which there is nobody yet."""
    page.goto(empty_server.launch_url())
    page.wait_for_url("**/welcome")
    return page


@pytest.fixture
def code_page(first_run: Page) -> Page:
    """The page that shows the recovery code for the first time."""
    first_run.get_by_label("Your name").fill("carol")
    first_run.get_by_label("Password", exact=True).fill(A_NEW_PASSWORD)
    first_run.get_by_role("button", name="Create my journal").click()
    first_run.wait_for_url("**/recovery-code")
    return first_run


def try_password(page: Page, text: str) -> None:
    page.get_by_label("Password", exact=True).fill(text)
    page.get_by_role("button", name="Open", exact=True).click()


# --- first run -------------------------------------------------------------------------------


def test_the_first_run_leads_to_an_open_journal_in_two_steps(code_page: Page) -> None:
    code_page.get_by_label("I have kept the code").check()
    code_page.get_by_role("button", name="Open my journal").click()
    expect(code_page.locator("#app")).to_be_visible()


def test_a_short_password_is_said_at_its_field_and_stays_there(
    first_run: Page, watch: Watch
) -> None:
    watch.expect("422")
    first_run.get_by_label("Your name").fill("carol")
    first_run.get_by_label("Password", exact=True).fill("short")
    first_run.get_by_role("button", name="Create my journal").click()
    expect(first_run.get_by_role("alert")).to_contain_text("Ten characters or more, please.")
    expect(first_run.get_by_label("Password", exact=True)).to_be_focused()
    expect(first_run.get_by_label("Password", exact=True)).to_have_value("short")


def test_the_error_goes_as_soon_as_typing_goes_on(first_run: Page, watch: Watch) -> None:
    watch.expect("422")
    first_run.get_by_label("Your name").fill("carol")
    first_run.get_by_label("Password", exact=True).fill("short")
    first_run.get_by_role("button", name="Create my journal").click()
    expect(first_run.get_by_role("alert")).to_be_visible()
    first_run.get_by_label("Password", exact=True).press("End")
    first_run.keyboard.type(" lantern")
    expect(first_run.get_by_role("alert")).to_have_count(0)


def test_the_strength_of_a_password_is_said_in_words(first_run: Page) -> None:
    first_run.get_by_label("Password", exact=True).fill("lantern oblong thirty heron")
    expect(first_run.locator(".field [data-words]")).to_contain_text("Strong.")


# --- the recovery code -----------------------------------------------------------------------


def test_the_journal_opens_only_once_the_box_is_ticked(code_page: Page) -> None:
    button = code_page.get_by_role("button", name="Open my journal")
    expect(button).to_be_disabled()
    code_page.get_by_label("I have kept the code").check()
    expect(button).to_be_enabled()
    code_page.get_by_label("I have kept the code").uncheck()
    expect(button).to_be_disabled()


def clipboard(page: Page) -> str:
    page.context.grant_permissions(["clipboard-read"])
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_the_code_is_copied(code_page: Page) -> None:
    code_page.get_by_role("button", name="Copy").click()
    expect(code_page.locator("[data-state]")).to_have_text("Copied")
    assert clipboard(code_page) == code_page.locator("#code").get_attribute("data-plain")


def test_a_copied_code_is_taken_off_the_clipboard_when_going_on(code_page: Page) -> None:
    code_page.get_by_role("button", name="Copy").click()
    code_page.get_by_label("I have kept the code").check()
    code_page.get_by_role("button", name="Open my journal").click()
    expect(code_page.locator("#app")).to_be_visible()
    assert clipboard(code_page).strip() == ""


def test_a_copied_code_is_taken_off_the_clipboard_after_a_minute(code_page: Page) -> None:
    code_page.clock.install()
    code_page.get_by_role("button", name="Copy").click()
    code_page.clock.fast_forward(61_000)
    code_page.get_by_label("I have kept the code").click()  # a browser clears only on a press
    expect(code_page.locator("[data-state]")).to_have_text("Cleared from the clipboard")
    assert clipboard(code_page).strip() == ""


def test_something_else_that_was_copied_meanwhile_is_left_alone(code_page: Page) -> None:
    code_page.get_by_role("button", name="Copy").click()
    code_page.get_by_role("heading", name="Keep this recovery code").click(click_count=3)
    code_page.keyboard.press("Control+c")
    code_page.get_by_label("I have kept the code").check()
    code_page.get_by_role("button", name="Open my journal").click()
    expect(code_page.locator("#app")).to_be_visible()
    assert clipboard(code_page).strip() == "Keep this recovery code"


def test_a_copy_that_is_not_allowed_is_said(code_page: Page) -> None:
    code_page.evaluate("document.execCommand = () => false")
    code_page.get_by_role("button", name="Copy").click()
    expect(code_page.locator("[data-state]")).to_contain_text("could not be copied. Write it down")


def test_the_code_prints_alone_on_a_page(code_page: Page) -> None:
    code_page.emulate_media(media="print")
    expect(code_page.locator(".paper-code")).to_be_visible()
    expect(code_page.get_by_role("heading", name="Keep this recovery code")).to_be_hidden()
    expect(code_page.get_by_role("heading", name="One more key")).to_be_hidden()


def test_without_a_window_the_browser_prints(code_page: Page) -> None:
    code_page.evaluate("window.print = () => { document.body.dataset.printed = 'yes'; }")
    code_page.get_by_role("button", name="Print").click()
    expect(code_page.locator("body")).to_have_attribute("data-printed", "yes")


def test_the_code_is_saved_as_a_file(code_page: Page) -> None:
    with code_page.expect_download() as download:
        code_page.get_by_role("button", name="Save as a file").click()
    assert download.value.suggested_filename == "Quietleaf recovery code.txt"


# --- unlocking -------------------------------------------------------------------------------


def test_the_cursor_stands_in_the_password_field(cover: Page) -> None:
    expect(cover.get_by_label("Password", exact=True)).to_be_focused()


def test_a_wrong_password_stays_in_its_field_to_be_looked_at(cover: Page, watch: Watch) -> None:
    watch.expect("403")
    try_password(cover, WRONG)
    expect(cover.get_by_role("alert")).to_contain_text("That is not alice’s password.")
    cover.get_by_role("button", name="Show the password").click()
    field = cover.locator("#password")
    expect(field).to_have_value(WRONG)
    expect(field).to_have_attribute("type", "text")


def test_choosing_another_person_greets_them(cover: Page) -> None:
    cover.get_by_role("button", name="bob", exact=True).click()
    expect(cover.get_by_role("heading", level=1)).to_have_text(re.compile(r"Good \w+, bob\."))
    expect(cover.get_by_role("button", name="bob", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(cover.get_by_label("Password", exact=True)).to_be_focused()


def test_the_chosen_person_s_password_opens_their_journal(cover: Page) -> None:
    cover.get_by_role("button", name="bob", exact=True).click()
    try_password(cover, PASSWORDS["bob"])
    expect(cover.locator(".who").first).to_have_text("bob")


def test_after_five_wrong_tries_the_button_waits_and_says_how_long(
    cover: Page, watch: Watch
) -> None:
    watch.expect("403|429")
    for number in range(6):
        try_password(cover, f"{WRONG} {number}")
        expect(cover.get_by_role("button", name="Open", exact=True)).not_to_have_attribute(
            "aria-busy", "true"
        )
        if cover.get_by_role("alert").get_by_text("next try").is_visible():
            break
    said = cover.locator(".err")
    expect(said).to_contain_text(re.compile(r"next try is possible in \d+ second"))
    expect(said).to_contain_text("Try again, or use the recovery code.")  # when it is over
    try_password(cover, PASSWORDS["alice"])
    expect(cover.locator("#app")).to_be_visible()


def test_caps_lock_is_said_at_a_password(cover: Page) -> None:
    cover.evaluate(
        """() => document.getElementById("password").dispatchEvent(new KeyboardEvent("keydown",
        {key: "A", bubbles: true, modifierCapsLock: true}))"""
    )
    expect(cover.get_by_text("Caps Lock is on.")).to_be_visible()


def test_the_journal_is_locked_by_its_key_and_opened_again(
    page: Page, open_journal: OpenJournal
) -> None:
    open_journal(page)
    page.keyboard.press("Control+Shift+L")
    page.wait_for_url("**/unlock")
    page.go_back()
    expect(page.get_by_label("Password", exact=True)).to_be_visible()


def test_an_idle_journal_warns_and_closes_and_the_cover_says_so(
    page: Page, open_journal: OpenJournal
) -> None:
    open_journal(page)
    page.goto(page.url.rstrip("/") + "/settings/lock")
    page.get_by_label("Lock after").select_option("1")
    page.wait_for_load_state()
    expect(page.locator("body")).to_have_attribute("data-idle-minutes", "1")
    page.clock.install()
    page.reload()
    page.clock.run_for(45_000)
    expect(page.get_by_text(re.compile(r"Closing in \d+ seconds"))).to_be_visible()
    page.clock.run_for(20_000)
    page.wait_for_url("**/unlock")
    expect(page.locator("#foot")).to_contain_text("Closed by itself at")
    expect(page.locator("#foot")).to_contain_text("after 1 minute without typing")


# --- settings --------------------------------------------------------------------------------


def test_a_chosen_appearance_is_seen_at_once_and_after_a_reload(
    page: Page, open_journal: OpenJournal
) -> None:
    open_journal(page)
    page.keyboard.press("Control+,")
    page.wait_for_url("**/settings/appearance")
    with page.expect_response("**/settings/appearance"):
        page.get_by_role("radio", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_arrow_keys_walk_the_appearances(page: Page, open_journal: OpenJournal) -> None:
    open_journal(page)
    page.goto(page.url.rstrip("/") + "/settings/appearance")
    page.get_by_role("radio", name="Automatic").focus()
    with page.expect_response("**/settings/appearance"):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Light")).to_be_checked()
    expect(page.get_by_role("radio", name="Light")).to_be_focused()


def test_a_larger_text_is_seen_at_once(page: Page, open_journal: OpenJournal) -> None:
    open_journal(page)
    page.goto(page.url.rstrip("/") + "/settings/appearance")
    with page.expect_response("**/settings/appearance"):
        page.get_by_label("Text size").press("End")
    expect(page.locator("html")).to_have_attribute("data-text-size", "large")


def test_removing_somebody_asks_for_their_name(
    page: Page, open_journal: OpenJournal, watch: Watch
) -> None:
    watch.expect("422")
    open_journal(page)
    page.goto(page.url.rstrip("/") + "/people")
    page.get_by_role("button", name="bob: more").click()
    page.get_by_role("menuitem", name="Remove bob and their journal").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Keep")).to_be_focused()
    dialog.get_by_label("Name").fill("bib")
    dialog.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("alert")).to_contain_text("The name typed is not “bob”.")
    expect(page.get_by_role("button", name="bob: more")).to_be_visible()
