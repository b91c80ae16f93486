"""A real server and a real browser: `server`, `page`, `open_journal` and what stands behind them.

`server` has alice and bob, locked; `empty_server` has nobody. `seed` writes entries into a journal
before or while the server runs. `page` fails its test on errors of the console, of the page and on
requests to anywhere but its own server; `watch.expect("409")` allows what a test provokes.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.support import needs
from tests.support import people as support
from tests.support.browsing import Server, Watch
from tests.support.people import PASSWORDS, Person
from webapp import create_app
from webapp.core import kdf
from webapp.settings import Settings

WIDTH, HEIGHT = 1280, 860
WAIT_MS = 15_000

OpenJournal = Callable[..., Page]
Seed = Callable[..., list[str]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests here that open a browser."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def _real_people(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Person]]:
    """alice and bob with keys at the cost that the real program asks for; made once, copied."""
    folder = tmp_path_factory.mktemp("real-people")
    kdf.calibrate.cache_clear()
    made = support.make_people(create_app(Settings(data_dir=folder)))
    kdf.calibrate.cache_clear()
    return folder, made


@pytest.fixture
def real_people(_real_people: tuple[Path, dict[str, Person]]) -> dict[str, Person]:
    """alice and bob of `server`."""
    return _real_people[1]


@pytest.fixture
def server_place(tmp_path: Path, _real_people: tuple[Path, dict[str, Person]]) -> Path:
    """A place whose folder `data` has alice and bob, not yet in use."""
    shutil.copytree(_real_people[0], tmp_path / "data")
    return tmp_path


@pytest.fixture
def server(server_place: Path) -> Iterator[Server]:
    """Quietleaf on a data folder of its own, with alice and bob."""
    server = Server(server_place).start()
    yield server
    server.finish()


@pytest.fixture
def empty_server(tmp_path: Path) -> Iterator[Server]:
    """Quietleaf on an empty data folder: the first start."""
    server = Server(tmp_path).start()
    yield server
    server.finish()


@pytest.fixture
def seed(server_place: Path, real_people: dict[str, Person]) -> Seed:
    """`seed(entries, "alice")` writes them into that journal; gives their ids, in order."""

    def write(entries: Iterable[object], name: str = "alice") -> list[str]:
        from webapp.features.entries.bulk import add_entries
        from webapp.features.entries.models import Entry

        app = create_app(Settings(data_dir=server_place / "data"))
        with support.journal_of(app, real_people[name]):
            ids = add_entries(entries)  # type: ignore[arg-type]
            return [Entry.get_by_id(entry_id).uid for entry_id in ids]

    return write


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    path = needs.chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """`new_context(width=600)` is another browser; contexts share no cookie."""
    contexts: list[BrowserContext] = []

    def make(width: int = WIDTH, height: int = HEIGHT, **options: object) -> BrowserContext:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="en-GB",
            timezone_id="UTC",
            **options,  # type: ignore[arg-type]
        )
        context.set_default_timeout(WAIT_MS)
        contexts.append(context)
        return context

    expect.set_options(timeout=WAIT_MS)
    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def watch(request: pytest.FixtureRequest) -> Iterator[Watch]:
    """What goes wrong on the pages of the test."""
    asked = "empty_server" if "empty_server" in request.fixturenames else "server"
    watch = Watch(request.getfixturevalue(asked).origin)
    yield watch
    assert watch.unexpected() == []


@pytest.fixture
def page(new_context: Callable[..., BrowserContext], watch: Watch) -> Page:
    """A watched page of a fresh browser, on nothing yet."""
    return watch.over(new_context().new_page())


@pytest.fixture
def open_journal(server: Server) -> OpenJournal:
    """`open_journal(page, "bob")` comes in by the launch URL and unlocks that journal."""

    def unlock(page: Page, name: str = "alice") -> Page:
        page.goto(server.launch_url())
        page.wait_for_url("**/unlock")
        if page.locator("input[name=name]").input_value() != name:
            page.get_by_role("button", name=name, exact=True).click()
        page.get_by_label("Password", exact=True).fill(PASSWORDS[name])
        page.get_by_role("button", name="Open", exact=True).click()
        expect(page.locator("#app")).to_be_visible()
        page.wait_for_load_state()  # the keys work from then on
        return page

    return unlock
