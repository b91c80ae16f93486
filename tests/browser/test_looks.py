"""Every page at three widths, light and dark: it fits, can be read, and works by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, StorageState, expect

from tests.support import people as support
from tests.support.browsing import Server, Watch
from tests.support.looks import (
    wait_until_quiet,
    wrong,
    wrong_to_axe,
    wrong_when_large,
    wrong_with_tab,
)
from tests.support.people import A_NEW_PASSWORD, Person
from webapp import create_app
from webapp.core.clock import When
from webapp.features.entries import service as entries
from webapp.settings import Settings

NewContext = Callable[..., BrowserContext]
TEXT = """A walk to the mill

We left at nine, when the water was **very** high and `geese` stood on the road. #walk

- bread
- [x] the red lamp

> Nobody had been there before us.

1. Averylongwordthatwillnotfitintoanarrowcolumnunlessitisbrokensomewhere
"""
LONG = "a_name_without_a_single_space_" * 4
JOURNAL = """[2020-02-28 10:00] The heron *
It stood there. @pond

[2020-03-01 11:00] Rain
All day.

[2020-13-32 11:00] Never
"""


@dataclass(frozen=True)
class Places:
    """Where the tests look."""

    origin: str
    uid: str
    tag: int
    files: Path

    def __call__(self, address: str) -> str:
        return f"{self.origin}{address.format(uid=self.uid, tag=self.tag)}"


@pytest.fixture(scope="module")
def places(
    shared_server: Server,
    _real_people: tuple[Path, dict[str, Person]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Places:
    """alice's journal with some entries, one of them long and starred, one in the trash."""
    app = create_app(Settings(data_dir=shared_server.data_dir))
    day = date(2025, 6, 30)
    with support.journal_of(app, _real_people[1]["alice"]):
        for n in range(8):
            entries.create_entry(
                body=f"Entry {n}\n\nSome words.", when=When(day - timedelta(n), time(9), "UTC")
            )
        long = entries.create_entry(
            body=TEXT, when=When(day, time(12), "Asia/Tokyo"), tags=["dad", LONG[:60]], starred=True
        )
        gone = entries.create_entry(body="Gone", when=When(day, time(8), "UTC"))
        entries.trash_entry(gone.uid)
        tag = entries.read_entry(long.uid).tags[0].id
    files = tmp_path_factory.mktemp("files")
    (files / f"{LONG}.txt").write_text(JOURNAL)
    (files / "2003-01-05.txt").write_bytes("雪の朝".encode("cp932"))
    return Places(shared_server.origin, long.uid, tag, files)


@pytest.fixture
def alice(new_context: NewContext, watch: Watch, alice_at_home: StorageState) -> Page:
    """A page of a browser in which alice is at home."""
    return watch.over(new_context(storage_state=alice_at_home).new_page())


def look_through(page: Page, where: str) -> None:
    """Everything that is wrong with it at once, so that a failure tells all."""
    wait_until_quiet(page)
    found = wrong(page, where) + wrong_when_large(page, where) + wrong_to_axe(page, where)
    found += wrong_with_tab(page, where)
    assert found == [], "\n".join(found)


ADDRESSES = [
    *("/", "/entries/{uid}", "/starred", "/tags/{tag}"),
    *("/entries/{uid}/edit", "/entries/new", "/search", "/trash", "/import"),
    *("/read", "/read/print"),
    "/entries/{uid}/history",
    *("/calendar", "/calendar/2025/6", "/calendar/2025", "/calendar/2025?of=mood"),
    *("/on-this-day", "/on-this-day?month=6&day=30", "/insights", "/insights?all=1"),
    *("/settings/appearance", "/settings/writing", "/settings/lock"),
    *("/settings/journals", "/settings/tags", "/settings/templates"),
    *("/settings/name", "/settings/password", "/settings/recovery"),
    *("/people", "/people/new"),
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_of_the_open_journal_is_right(alice: Page, places: Places, address: str) -> None:
    answer = alice.goto(places(address))
    assert answer is not None
    assert answer.ok
    look_through(alice, address)


def test_the_page_of_what_is_not_here_is_right(alice: Page, places: Places, watch: Watch) -> None:
    watch.expect("404")
    alice.goto(places("/entries/" + "0" * 32))
    look_through(alice, "not here")


def test_the_timeline_is_right_with_entries_selected(alice: Page, places: Places) -> None:
    alice.goto(places("/"))
    alice.keyboard.press("x")
    expect(alice.get_by_role("toolbar", name="Selected entries")).to_be_visible()
    look_through(alice, "selection")
    for name in ("Tag", "More: select all, read, print, export"):
        alice.get_by_role("button", name=name, exact=True).click()
        look_through(alice, name)
        alice.keyboard.press("Escape")


def test_search_is_right_with_results_and_without(alice: Page, places: Places) -> None:
    alice.goto(places("/search"))
    alice.get_by_role("searchbox").fill("words")
    expect(alice.locator("#days .name").first).to_be_visible()
    look_through(alice, "results")
    alice.get_by_role("searchbox").fill("marzipan")
    expect(alice.get_by_role("heading", name="No “marzipan”")).to_be_visible()
    look_through(alice, "no results")


def test_the_import_is_right_at_every_step(alice: Page, places: Places, watch: Watch) -> None:
    watch.expect("400")
    alice.goto(places("/import"))
    alice.locator("#files").set_input_files({"name": "a.zip", "mimeType": "", "buffer": b"PK\3\4"})
    expect(alice.get_by_role("alert")).to_be_visible()
    look_through(alice, "refused")
    alice.locator("#files").set_input_files(places.files / "2003-01-05.txt")
    expect(alice.get_by_role("heading", name="How is this text written?")).to_be_visible()
    look_through(alice, "question")
    alice.goto(places("/import"))
    alice.locator("#files").set_input_files(places.files / f"{LONG}.txt")
    expect(alice.get_by_role("heading", name="What is inside")).to_be_visible()
    look_through(alice, "check")
    alice.get_by_role("button", name="Bring in 2 entries").click()
    expect(alice.get_by_text("2 entries are in.")).to_be_visible()
    look_through(alice, "result")
    alice.get_by_role("link", name="Import").last.click()
    expect(alice.get_by_role("heading", name="Brought in before")).to_be_visible()
    look_through(alice, "brought in before")


@pytest.mark.parametrize("address", ["/unlock", "/recover"])
def test_the_cover_is_right(page: Page, shared_server: Server, watch: Watch, address: str) -> None:
    watch.expect("403")
    shared_server.let_in(page.context)
    page.goto(shared_server.origin + address)
    look_through(page, address)
    for field in page.locator("input.input").all():
        field.fill("lantern oblong thirty herring")
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    look_through(page, f"{address}, refused")


def test_the_first_run_is_right_from_the_first_page_to_the_empty_journal(
    page: Page, empty_server: Server
) -> None:
    empty_server.let_in(page.context)
    page.goto(empty_server.origin)
    look_through(page, "welcome")
    page.get_by_label("Your name").fill("carol")
    page.get_by_label("Password", exact=True).fill(A_NEW_PASSWORD)
    page.get_by_role("button", name="Create my journal").click()
    page.wait_for_url("**/recovery-code")
    look_through(page, "code")
    page.get_by_label("I have kept the code").check()
    page.get_by_role("button", name="Open my journal").click()
    expect(page.locator("#app")).to_be_visible()
    look_through(page, "empty journal")
    page.goto(f"{empty_server.origin}/trash")
    look_through(page, "empty trash")


def test_what_is_wrong_with_a_page_is_seen(new_context: NewContext) -> None:
    page = new_context().new_page()
    page.set_content("<html lang=en><title>a</title><main><h1>a</h1><img><p>faint words</p></main>")
    page.add_style_tag(content="p { color: #777; background: #888 }")
    found = "\n".join(wrong_to_axe(page, "page"))
    assert "page, light, 1280: image-alt" in found
    assert "page, light, 600: image-alt" in found
    assert "page, dark, 1280: color-contrast" in found
