"""The first start in a real browser: a name, a password, the recovery code, an empty journal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, StorageState, expect

from tests.support.browsing import Server, Watch
from tests.support.people import A_NEW_PASSWORD

CODE = re.compile(r"^[2-9A-HJKMNP-TV-Z]{4}( [2-9A-HJKMNP-TV-Z]{4}){5}$")
NewContext = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def nobody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Quietleaf on a computer with nobody; the tests that share it make nobody either."""
    server = Server(tmp_path_factory.mktemp("nobody")).start()
    yield server
    server.finish()


@pytest.fixture
def welcome(page: Page, nobody: Server) -> Page:
    """The first page of that computer."""
    nobody.let_in(page.context)
    page.goto(nobody.origin)
    page.wait_for_url("**/welcome")
    return page


@pytest.fixture
def first_run(page: Page, empty_server: Server) -> Page:
    """The first page of a computer of this test's own, reached as a person reaches it."""
    page.goto(empty_server.launch_url())
    page.wait_for_url("**/welcome")
    return page


@pytest.fixture(scope="module")
def undecided(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[tuple[str, StorageState]]:
    """The code page of somebody who has not ticked the box, and the cookies that lead there."""
    server = Server(tmp_path_factory.mktemp("undecided")).start()
    context = browser.new_context()
    server.let_in(context)
    page = context.new_page()
    page.goto(server.origin)
    create(page)
    yield page.url, context.storage_state()
    context.close()
    server.finish()


@pytest.fixture
def code_page(new_context: NewContext, watch: Watch, undecided: tuple[str, StorageState]) -> Page:
    """The page of the code, in a browser of this test's own. Ticking goes, sending does not."""
    address, state = undecided
    page = watch.over(new_context(storage_state=state).new_page())
    page.route("**/recovery-code", keep_undecided)
    page.goto(address)
    return page


def keep_undecided(route: Route) -> None:
    """Let nothing through that says that the code is kept."""
    if route.request.method == "POST":
        route.fulfill(status=204)
    else:
        route.continue_()


def fill(page: Page, password: str = A_NEW_PASSWORD) -> None:
    page.get_by_label("Your name").fill("carol")
    page.get_by_label("Password", exact=True).fill(password)


def create(page: Page) -> None:
    """From the first page to the code."""
    fill(page)
    page.get_by_role("button", name="Create my journal").click()
    page.wait_for_url("**/recovery-code")


def tick(page: Page) -> None:
    page.get_by_label("I have kept the code").check()


def open_button(page: Page) -> Locator:
    return page.get_by_role("button", name="Open my journal")


def code_on(page: Page) -> str:
    """The code as it stands on the page."""
    return " ".join(page.locator("#code span").all_inner_texts())


def tab_to(page: Page, place: Locator) -> None:
    """Press Tab until the cursor is there."""
    for _ in range(20):
        if place.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("Tab does not lead there")


# --- a name and a password -------------------------------------------------------------------


def test_the_first_run_leads_to_an_empty_journal_in_two_steps(first_run: Page) -> None:
    expect(first_run.get_by_text("Step 1 of 2")).to_be_visible()
    create(first_run)
    expect(first_run.get_by_text("Step 2 of 2")).to_be_visible()
    tick(first_run)
    open_button(first_run).click()
    expect(first_run.get_by_text("Your days will stand here, the newest first.")).to_be_visible()
    expect(first_run.locator("#days .entry")).to_have_count(0)
    expect(first_run.locator(".who").first).to_have_text("carol")


def test_the_keyboard_alone_leads_to_the_journal(first_run: Page) -> None:
    expect(first_run.get_by_label("Your name")).to_be_focused()
    first_run.keyboard.type("carol")
    first_run.keyboard.press("Tab")
    first_run.keyboard.type(A_NEW_PASSWORD)
    first_run.keyboard.press("Enter")
    first_run.wait_for_url("**/recovery-code")
    tab_to(first_run, first_run.get_by_label("I have kept the code"))
    first_run.keyboard.press("Space")
    first_run.keyboard.press("Tab")
    expect(open_button(first_run)).to_be_focused()
    first_run.keyboard.press("Enter")
    expect(first_run.locator("#app")).to_be_visible()


def test_nothing_but_the_first_page_is_there_while_there_is_nobody(
    welcome: Page, nobody: Server
) -> None:
    for address in ("/", "/unlock", "/recover", "/import", "/settings/lock", "/recovery-code"):
        welcome.goto(nobody.origin + address)
        welcome.wait_for_url("**/welcome")


@pytest.mark.parametrize("name", ["admin", "administrator", "quietleaf", "root"])
def test_there_is_no_default_password(nobody: Server, name: str) -> None:
    client = nobody.client()
    for password in ("", "admin", name, "password", "changeme"):
        answer = client.post("/unlock", {"name": name, "password": password})
        assert answer.location == "/welcome"


def test_both_fields_begin_empty(welcome: Page) -> None:
    expect(welcome.get_by_label("Your name")).to_have_value("")
    expect(welcome.get_by_label("Password", exact=True)).to_have_value("")


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("lantern", "Ten characters or more, please."),
        ("password123", "Many people use this one"),
        ("abcabdabcabd", "Weak. Add a word or two."),
        ("lantern oblong", "Fair. One more word makes it strong."),
        ("lantern oblong thirty heron", "Strong."),
        ("lantern oblong thirty heron gravel", "Very strong."),
    ],
)
def test_the_strength_of_a_password_is_said_in_words(
    welcome: Page, password: str, words: str
) -> None:
    field = welcome.get_by_label("Password", exact=True)
    field.fill(password)
    expect(field).to_have_accessible_description(re.compile(f"^{re.escape(words)}"))


def test_a_short_password_is_said_at_its_field_and_stays_there(welcome: Page, watch: Watch) -> None:
    watch.expect("422")
    fill(welcome, "short")
    welcome.get_by_role("button", name="Create my journal").click()
    field = welcome.get_by_label("Password", exact=True)
    expect(welcome.get_by_role("alert")).to_have_text(
        "Ten characters or more, please. Four words that do not belong together work well."
    )
    expect(field).to_have_accessible_description(re.compile("^Ten characters or more"))
    expect(field).to_be_focused()
    expect(field).to_have_value("short")


def test_the_error_goes_as_soon_as_typing_goes_on(welcome: Page, watch: Watch) -> None:
    watch.expect("422")
    fill(welcome, "short")
    welcome.get_by_role("button", name="Create my journal").click()
    expect(welcome.get_by_role("alert")).to_be_visible()
    welcome.get_by_label("Password", exact=True).press("End")
    welcome.keyboard.type(" lantern")
    expect(welcome.get_by_role("alert")).to_have_count(0)


# --- the recovery code -----------------------------------------------------------------------


def test_the_code_is_shown_in_six_groups(code_page: Page) -> None:
    assert CODE.match(code_on(code_page))


def test_the_code_is_shown_once(first_run: Page, empty_server: Server) -> None:
    create(first_run)
    code = code_on(first_run)
    tick(first_run)
    open_button(first_run).click()
    expect(first_run.locator("#app")).to_be_visible()
    first_run.goto(f"{empty_server.origin}/recovery-code")
    assert first_run.url == f"{empty_server.origin}/"
    for _ in range(3):
        assert code not in first_run.content()
        assert code.split()[0] not in first_run.locator("body").inner_text()
        first_run.go_back()
    expect(first_run.locator("#code")).to_have_count(0)


def test_the_journal_opens_only_once_the_box_is_ticked(code_page: Page) -> None:
    expect(open_button(code_page)).to_be_disabled()
    tick(code_page)
    expect(open_button(code_page)).to_be_enabled()
    code_page.get_by_label("I have kept the code").uncheck()
    expect(open_button(code_page)).to_be_disabled()


def test_the_rest_of_quietleaf_stays_closed_until_then(code_page: Page) -> None:
    code_page.goto(code_page.url.replace("/recovery-code", "/entries/new"))
    code_page.wait_for_url("**/recovery-code")


def clipboard(page: Page) -> str:
    page.context.grant_permissions(["clipboard-read"])
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_the_code_is_copied(code_page: Page) -> None:
    code_page.get_by_role("button", name="Copy").click()
    expect(code_page.locator("[data-state]")).to_have_text("Copied")
    assert clipboard(code_page) == code_page.locator("#code").get_attribute("data-plain")


def test_a_copied_code_is_taken_off_the_clipboard_when_going_on(code_page: Page) -> None:
    code_page.get_by_role("button", name="Copy").click()
    tick(code_page)
    open_button(code_page).click()
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
    tick(code_page)
    open_button(code_page).click()
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


def test_the_saved_file_holds_the_code_and_whose_it_is(code_page: Page, tmp_path: Path) -> None:
    with code_page.expect_download() as download:
        code_page.get_by_role("button", name="Save as a file").click()
    assert download.value.suggested_filename == "Quietleaf recovery code.txt"
    download.value.save_as(tmp_path / "code.txt")
    text = (tmp_path / "code.txt").read_text("utf-8")
    assert code_on(code_page) in text
    assert "carol" in text
