"""The cover in a real browser: passwords right and wrong, waiting, recovery codes, two people."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.support import people as support
from tests.support.browsing import Server, Watch, unlock
from tests.support.people import A_NEW_PASSWORD, PASSWORDS, Person
from webapp import create_app
from webapp.core.clock import When
from webapp.core.database import use_accounts
from webapp.features.accounts.models import User
from webapp.features.entries.bulk import add_entries
from webapp.features.entries.models import NewEntry
from webapp.settings import Settings

WRONG = "lantern oblong thirty herring"
SECRET = NewEntry(
    "Saltmarsh\n\nHigh water. #saltmarsh", When(date(2025, 6, 30), time(9), "UTC"), starred=True
)
RealPeople = tuple[Path, dict[str, Person]]
NewContext = Callable[..., BrowserContext]


@contextmanager
def accounts(app: Flask) -> Iterator[None]:
    """The accounts file, from beside the server."""
    with app.app_context(), use_accounts(app.extensions["places"].accounts_path):
        yield


@pytest.fixture(scope="module")
def beside(shared_server: Server, _real_people: RealPeople) -> Flask:
    """The same data folder outside the server; alice's journal has something to hide."""
    app = create_app(Settings(data_dir=shared_server.data_dir))
    with support.journal_of(app, _real_people[1]["alice"]):
        add_entries([SECRET])
    return app


@pytest.fixture
def server(shared_server: Server, beside: Flask) -> Server:
    """Quietleaf with alice and bob, nobody disabled and no wrong try counted."""
    with accounts(beside):
        User.update(failures=0, next_try_at=0, is_disabled=False).execute()
    return shared_server


@pytest.fixture
def cover(page: Page, server: Server) -> Page:
    """The cover, with alice chosen."""
    server.let_in(page.context)
    page.goto(server.origin)
    page.wait_for_url("**/unlock")
    choose(page, "alice")
    return page


def choose(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def password_field(page: Page) -> Locator:
    return page.get_by_label("Password", exact=True)


def try_password(page: Page, text: str) -> None:
    password_field(page).fill(text)
    page.get_by_role("button", name="Open", exact=True).click()


# --- passwords -------------------------------------------------------------------------------


def test_the_right_password_opens_the_journal(cover: Page) -> None:
    expect(password_field(cover)).to_be_focused()
    cover.keyboard.type(PASSWORDS["alice"])
    cover.keyboard.press("Enter")
    expect(cover.locator("#app")).to_be_visible()
    expect(cover.locator("#days .name")).to_have_text("Saltmarsh")


def test_a_wrong_password_is_said_at_its_field_with_the_cursor_in_it(
    cover: Page, watch: Watch
) -> None:
    watch.expect("403")
    try_password(cover, WRONG)
    sentence = (
        "That is not alice’s password. Your journal is untouched."
        " Try again, or use the recovery code."
    )
    expect(cover.get_by_role("alert")).to_have_text(sentence)
    expect(password_field(cover)).to_have_accessible_description(sentence)
    expect(password_field(cover)).to_be_focused()


def test_a_wrong_password_stays_in_its_field_to_be_looked_at(cover: Page, watch: Watch) -> None:
    watch.expect("403")
    try_password(cover, WRONG)
    expect(cover.get_by_role("alert")).to_be_visible()
    cover.get_by_role("button", name="Show the password").click()
    field = cover.locator("#password")
    expect(field).to_have_value(WRONG)
    expect(field).to_have_attribute("type", "text")


def press_a(page: Page, *, caps_lock: bool) -> None:
    """A key with or without Caps Lock, which no test can switch on for real."""
    page.evaluate(
        """capsLock => document.getElementById("password").dispatchEvent(new KeyboardEvent(
        "keydown", {key: "a", bubbles: true, modifierCapsLock: capsLock}))""",
        caps_lock,
    )


def test_caps_lock_is_said_while_it_is_on(cover: Page) -> None:
    press_a(cover, caps_lock=True)
    expect(cover.get_by_text("Caps Lock is on.")).to_be_visible()
    press_a(cover, caps_lock=False)
    expect(cover.get_by_text("Caps Lock is on.")).to_be_hidden()


def test_after_five_wrong_tries_the_next_must_wait_and_is_counted_down(
    cover: Page, beside: Flask, watch: Watch
) -> None:
    watch.expect("403|429")
    with accounts(beside):
        User.update(failures=4).execute()
    try_password(cover, WRONG)
    try_password(cover, WRONG)
    said = cover.locator(".err")
    expect(said).to_contain_text("That is not alice’s password. Your journal is untouched.")
    expect(said).to_contain_text("Try again, or use the recovery code.")  # when it is over
    try_password(cover, PASSWORDS["alice"])
    expect(cover.locator("#app")).to_be_visible()


def test_the_wait_outlives_a_restart(page: Page, server_place: Path, watch: Watch) -> None:
    watch.expect("403|429")
    with accounts(create_app(Settings(data_dir=server_place / "data"))):
        User.update(failures=20).execute()
    server = Server(server_place).start()
    server.let_in(page.context)
    page.goto(f"{server.origin}/unlock")
    try_password(page, WRONG)
    expect(page.get_by_role("alert")).to_be_visible()
    server.stop()
    server.start()
    server.let_in(page.context)
    page.goto(f"{server.origin}/unlock")
    try_password(page, PASSWORDS["alice"])
    expect(page.get_by_role("alert")).to_contain_text(
        re.compile(r"The next try is possible in \d+ seconds\.")
    )
    server.finish()


# --- people ----------------------------------------------------------------------------------


def test_the_people_of_this_computer_are_on_the_cover(cover: Page) -> None:
    expect(cover.locator(".person")).to_have_text([re.compile("alice$"), re.compile("bob$")])


def test_choosing_another_person_greets_them(cover: Page) -> None:
    choose(cover, "bob")
    expect(cover.get_by_role("heading", level=1)).to_have_text(re.compile(r"Good \w+, bob\."))
    expect(cover.get_by_role("button", name="bob", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(password_field(cover)).to_be_focused()


def test_the_chosen_person_s_password_opens_their_journal(cover: Page) -> None:
    choose(cover, "bob")
    try_password(cover, PASSWORDS["bob"])
    expect(cover.locator(".who").first).to_have_text("bob")


def test_one_person_s_password_opens_no_other_journal(cover: Page, watch: Watch) -> None:
    watch.expect("403")
    choose(cover, "bob")
    try_password(cover, PASSWORDS["alice"])
    expect(cover.get_by_role("alert")).to_contain_text("That is not bob’s password.")


def test_bob_s_journal_shows_nothing_of_alice_s(page: Page, server: Server) -> None:
    unlock(server, page, "bob")
    for address in ("/", "/starred", "/trash", "/import", "/settings/lock", "/search"):
        page.goto(server.origin + address)
        assert "saltmarsh" not in page.content().casefold()
    page.get_by_role("searchbox").fill("saltmarsh")
    expect(page.get_by_role("heading", name="No “saltmarsh” in your journal")).to_be_visible()


def test_a_disabled_person_is_told_whom_to_ask(cover: Page, beside: Flask, watch: Watch) -> None:
    watch.expect("403")
    with accounts(beside):
        User.update(is_disabled=True).where(User.username == "bob").execute()
    choose(cover, "bob")
    try_password(cover, PASSWORDS["bob"])
    expect(cover.get_by_role("alert")).to_have_text(
        "bob’s journal is closed for now. It is safe and unchanged."
        " Ask alice, who looks after this computer."
    )


# --- the recovery code -----------------------------------------------------------------------


def code_field(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Recovery code")


def use_code(page: Page, server: Server, code: str, password: str = A_NEW_PASSWORD) -> None:
    """From the cover, by the link on it."""
    server.let_in(page.context)
    page.goto(f"{server.origin}/unlock")
    page.get_by_role("link", name="Use the recovery code").click()
    page.get_by_label("Whose journal").select_option("alice")
    code_field(page).fill(code)
    page.get_by_label("New password", exact=True).fill(password)
    page.get_by_role("button", name="Open", exact=True).click()


@dataclass(frozen=True)
class Recovered:
    """What there was and is after a recovery code has been used."""

    server: Server
    old_code: str
    new_code: str
    said: str
    names: list[str]


@pytest.fixture(scope="module")
def recovered(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser, _real_people: RealPeople
) -> Iterator[Recovered]:
    """alice has forgotten her password and come in with the code, typed carelessly."""
    folder, made = _real_people
    place = tmp_path_factory.mktemp("recovered")
    shutil.copytree(folder, place / "data")
    with support.journal_of(create_app(Settings(data_dir=place / "data")), made["alice"]):
        add_entries([SECRET])
    server = Server(place).start()
    page = browser.new_page()
    use_code(page, server, made["alice"].code.lower().replace(" ", ""))
    page.wait_for_url("**/recovery-code")
    new_code, said = page.locator("#code").inner_text(), page.locator("section.form").inner_text()
    page.get_by_label("I have kept the code").check()
    page.get_by_role("button", name="Open my journal").click()
    expect(page.locator("#app")).to_be_visible()
    names = page.locator("#days .name").all_inner_texts()
    page.close()
    yield Recovered(server, made["alice"].code, " ".join(new_code.split()), said, names)
    server.finish()


def test_the_code_opens_the_journal_with_everything_in_it(recovered: Recovered) -> None:
    assert recovered.names == ["Saltmarsh"]


def test_after_it_a_new_code_is_shown(recovered: Recovered) -> None:
    assert len(recovered.new_code.replace(" ", "")) == 24
    assert recovered.new_code != recovered.old_code
    assert "The code you had opens nothing any more." in recovered.said


def test_the_new_password_opens_from_then_on(page: Page, recovered: Recovered) -> None:
    unlock(recovered.server, page, "alice", A_NEW_PASSWORD)
    expect(page.locator("#days .name")).to_have_text("Saltmarsh")


def test_the_forgotten_password_opens_nothing_any_more(
    page: Page, recovered: Recovered, watch: Watch
) -> None:
    watch.expect("403")
    recovered.server.let_in(page.context)
    page.goto(f"{recovered.server.origin}/unlock")
    choose(page, "alice")
    try_password(page, PASSWORDS["alice"])
    expect(page.get_by_role("alert")).to_contain_text("That is not alice’s password.")


def test_the_used_code_is_refused_with_the_day_it_was_replaced(
    page: Page, recovered: Recovered, watch: Watch
) -> None:
    watch.expect("403")
    use_code(page, recovered.server, recovered.old_code)
    expect(page.get_by_role("alert")).to_have_text(
        re.compile(
            r"^This code was replaced by a newer one on \d+ \w+ \d{4}\."
            r" Your journal is untouched\. Use the newer code\.$"
        )
    )


def test_a_wrong_code_is_said_at_its_field(page: Page, server: Server, watch: Watch) -> None:
    watch.expect("403")
    use_code(page, server, "2222 3333 4444 5555 6666 7777")
    field = code_field(page)
    expect(field).to_have_accessible_description(
        re.compile(
            r"^That code does not open this journal\. Nothing has changed\."
            r" Check it group by group; it has 24 signs\."
        )
    )
    expect(field).to_be_focused()
    expect(page).to_have_url(re.compile("/recover$"))


def test_a_short_new_password_leaves_the_code_unused(
    page: Page, server: Server, real_people: dict[str, Person], watch: Watch
) -> None:
    watch.expect("422")
    use_code(page, server, real_people["alice"].code, "short")
    expect(page.get_by_role("alert")).to_contain_text("Ten characters or more, please.")
    expect(page.get_by_label("New password", exact=True)).to_be_focused()
    expect(code_field(page)).to_have_value(real_people["alice"].code)
