"""Looking after the people of a computer, in a real browser: adding, disabling, removing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Locator, Page, StorageState, expect

from tests.support.browsing import Server, Watch, unlock
from tests.support.people import A_NEW_PASSWORD
from webapp import create_app
from webapp.core.database import use_accounts
from webapp.features.accounts import service
from webapp.settings import Settings

NewContext = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def beside(shared_server: Server) -> Flask:
    """The same data folder outside the server."""
    return create_app(Settings(data_dir=shared_server.data_dir))


@pytest.fixture
def people(
    new_context: NewContext, watch: Watch, shared_server: Server, alice_at_home: StorageState
) -> Page:
    """alice's page about the people."""
    page = watch.over(new_context(storage_state=alice_at_home).new_page())
    page.goto(f"{shared_server.origin}/people")
    return page


@pytest.fixture
def erin(people: Page, beside: Flask) -> Locator:
    """The row of somebody more, made for this test."""
    places = beside.extensions["places"]
    with beside.app_context(), use_accounts(places.accounts_path):
        if not service.User.select().where(service.User.username == "erin").exists():
            service.create_person(places, "erin", A_NEW_PASSWORD).vault.close()
    people.reload()
    return row(people, "erin")


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("row").filter(has=page.get_by_text(name, exact=True))


def choose(page: Page, name: str, action: str) -> None:
    """Choose something in somebody's menu."""
    page.get_by_role("button", name=f"{name}: more").click()
    page.get_by_role("menuitem", name=action).click()


def test_somebody_is_added_and_gets_a_code_when_they_first_come_in(
    people: Page, page: Page, shared_server: Server
) -> None:
    people.get_by_role("link", name="Add someone").click()
    people.get_by_label("Their name").fill("dora")
    people.get_by_label("Their password").fill(A_NEW_PASSWORD)
    people.get_by_role("button", name="Add", exact=True).click()
    expect(people.get_by_role("status").get_by_text("dora can open a journal")).to_be_visible()
    expect(row(people, "dora")).to_contain_text("not opened yet")
    shared_server.let_in(page.context)
    page.goto(f"{shared_server.origin}/unlock")
    page.get_by_role("button", name="dora", exact=True).click()
    page.get_by_label("Password", exact=True).fill(A_NEW_PASSWORD)
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("heading", name="Keep this recovery code")).to_be_visible()


def test_a_name_that_is_taken_is_said_at_its_field(people: Page, watch: Watch) -> None:
    watch.expect("409")
    people.get_by_role("link", name="Add someone").click()
    people.get_by_label("Their name").fill("Bob")
    people.get_by_label("Their password").fill(A_NEW_PASSWORD)
    people.get_by_role("button", name="Add", exact=True).click()
    expect(people.get_by_role("alert")).to_contain_text(
        "Someone on this computer is already called Bob."
    )
    expect(people.get_by_label("Their name")).to_be_focused()
    expect(people.get_by_label("Their name")).to_have_value("Bob")


def test_disabling_closes_an_open_journal_and_enabling_opens_it_again(
    people: Page, page: Page, shared_server: Server
) -> None:
    unlock(shared_server, page, "bob")
    choose(people, "bob", "Disable")
    expect(row(people, "bob")).to_contain_text("Disabled")
    page.get_by_role("link", name="Import").first.click()
    expect(page.get_by_label("Password", exact=True)).to_be_visible()
    choose(people, "bob", "Enable")
    expect(row(people, "bob")).not_to_contain_text("Disabled")
    unlock(shared_server, page, "bob")


def test_removing_asks_for_the_name(people: Page, erin: Locator, watch: Watch) -> None:
    watch.expect("422")
    choose(people, "erin", "Remove erin and their journal")
    dialog = people.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Keep")).to_be_focused()
    dialog.get_by_label("Name").fill("erik")
    dialog.get_by_role("button", name="Remove").click()
    expect(people.get_by_role("alert")).to_contain_text("The name typed is not “erin”.")
    expect(erin).to_be_visible()


def test_keeping_leaves_everything_and_leads_back(people: Page, erin: Locator) -> None:
    choose(people, "erin", "Remove erin and their journal")
    people.get_by_role("dialog").get_by_role("button", name="Keep").click()
    expect(people.get_by_role("dialog")).to_have_count(0)
    expect(erin).to_be_visible()


def test_with_the_name_typed_the_account_goes_and_the_folder_is_kept_aside(
    people: Page, erin: Locator, shared_server: Server
) -> None:
    choose(people, "erin", "Remove erin and their journal")
    dialog = people.get_by_role("dialog")
    dialog.get_by_label("Name").fill("erin")
    dialog.get_by_role("button", name="Remove").click()
    expect(people.get_by_text("erin is removed.")).to_be_visible()
    expect(erin).to_have_count(0)
    assert list((shared_server.data_dir / "deleted").glob("*"))


def test_the_menu_is_walked_by_keyboard_and_gives_the_focus_back(people: Page) -> None:
    button = people.get_by_role("button", name="bob: more")
    button.press("Enter")
    expect(people.get_by_role("menuitem", name="Rename")).to_be_focused()
    people.keyboard.press("ArrowDown")
    expect(people.get_by_role("menuitem", name="Looks after this computer too")).to_be_focused()
    people.keyboard.press("Escape")
    expect(button).to_be_focused()


def test_whoever_does_not_look_after_the_computer_sees_no_people(
    page: Page, shared_server: Server, watch: Watch
) -> None:
    unlock(shared_server, page, "bob")
    page.goto(f"{shared_server.origin}/settings/appearance")
    expect(page.get_by_role("link", name="Lock and password")).to_be_visible()
    expect(page.get_by_role("link", name="People")).to_have_count(0)
    watch.expect("403")
    page.goto(f"{shared_server.origin}/people")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Only someone who looks after")
