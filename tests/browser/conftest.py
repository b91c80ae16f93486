"""A real server and a real browser: `server`, `page`, `open_journal` and what stands behind them.

`server` has alice and bob, locked; `empty_server` has nobody. `seed` writes entries into a journal
before or while the server runs. `page` fails its test on errors of the console, of the page and on
requests to anywhere but its own server; `watch.expect("409")` allows what a test provokes.

Most tests need none of that to themselves: `alice_page` is a page of one server for the whole run,
in which alice is at home with an empty journal, and `write(entries)` fills it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, time
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    StorageState,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.support import needs
from tests.support import people as support
from tests.support.browsing import Server, Watch, unlock
from tests.support.people import Person
from webapp import create_app
from webapp.core import kdf
from webapp.core.clock import When
from webapp.core.database import journal_db
from webapp.features.entries import service as entries
from webapp.features.entries.models import NewEntry
from webapp.settings import Settings

WIDTH, HEIGHT = 1280, 860
NOON = When(date(2025, 6, 30), time(12), "UTC")
WAIT_MS = 15_000

OpenJournal = Callable[..., Page]
Seed = Callable[..., list[str]]
NewContext = Callable[..., BrowserContext]
HeldUp = Callable[[], AbstractContextManager[None]]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say how often test_kill.py kills; needs the path of this folder on the command line."""
    parser.addoption("--kill-rounds", type=int, default=20, help="rounds of kill -9 while saving")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests here that open a browser."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def _real_people(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Person]]:
    """alice and bob with keys at the lowest cost that the program accepts; made once, copied."""
    folder = tmp_path_factory.mktemp("real-people")
    kdf.calibrate.cache_clear()
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(kdf, "CANDIDATES_MIB", (kdf.FLOOR_MIB,))
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


@pytest.fixture(scope="module")
def shared_server(
    tmp_path_factory: pytest.TempPathFactory, _real_people: tuple[Path, dict[str, Person]]
) -> Iterator[Server]:
    """Quietleaf with alice and bob for all tests of a file; they leave it as they found it."""
    place = tmp_path_factory.mktemp("shared")
    shutil.copytree(_real_people[0], place / "data")
    server = Server(place).start()
    yield server
    server.finish()


@pytest.fixture(scope="module")
def alice_at_home(shared_server: Server, browser: Browser) -> StorageState:
    """The cookies of a browser in which alice has unlocked her journal on `shared_server`."""
    page = unlock(shared_server, browser.new_page())
    state = page.context.storage_state()
    page.context.close()
    return state


@pytest.fixture
def empty_server(tmp_path: Path) -> Iterator[Server]:
    """Quietleaf on an empty data folder: the first start."""
    server = Server(tmp_path).start()
    yield server
    server.finish()


@pytest.fixture
def seed(server_place: Path, real_people: dict[str, Person]) -> Seed:
    """`seed(entries, "alice")` writes them into that journal; gives their ids, in order."""

    def write(entries: Iterable[NewEntry], name: str = "alice") -> list[str]:
        app = create_app(Settings(data_dir=server_place / "data"))
        with support.journal_of(app, real_people[name]):
            return add(entries)

    return write


def add(entries: Iterable[NewEntry]) -> list[str]:
    """Write entries into the open journal; their ids, in order."""
    from webapp.features.entries.bulk import add_entries
    from webapp.features.entries.models import Entry

    return [Entry.get_by_id(entry_id).uid for entry_id in add_entries(entries)]


def clear() -> None:
    """Take everything out of the open journal."""
    from webapp.features.entries.bulk import remove_entries
    from webapp.features.entries.models import Entry

    remove_entries([entry.id for entry in Entry.select(Entry.id)])
    journal_db.execute_sql("DELETE FROM import_batch")


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


def context_of(browser: Browser, width: int, height: int, **options: Any) -> BrowserContext:
    """Another browser; contexts share no cookie."""
    size: ViewportSize = {"width": width, "height": height}
    context = browser.new_context(viewport=size, locale="en-GB", timezone_id="UTC", **options)
    context.set_default_timeout(WAIT_MS)
    expect.set_options(timeout=WAIT_MS)
    return context


@pytest.fixture
def new_context(browser: Browser) -> Iterator[NewContext]:
    """`new_context(width=600)` is another browser; contexts share no cookie."""
    contexts: list[BrowserContext] = []

    def make(width: int = WIDTH, height: int = HEIGHT, **options: Any) -> BrowserContext:
        contexts.append(context_of(browser, width, height, **options))
        return contexts[-1]

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    """What goes wrong on the pages of the test."""
    watch = Watch()
    yield watch
    assert watch.unexpected() == []


@pytest.fixture
def page(new_context: NewContext, watch: Watch) -> Page:
    """A watched page of a fresh browser, on nothing yet."""
    return watch.over(new_context().new_page())


@pytest.fixture
def open_journal(server: Server) -> OpenJournal:
    """`open_journal(page, "bob")` comes in and unlocks that journal."""

    return partial(unlock, server)


@dataclass(frozen=True)
class Home:
    """One server for the whole run, and a browser in which alice has unlocked her journal."""

    server: Server
    app: Flask
    alice: Person
    context: BrowserContext

    def write(self, entries: Iterable[NewEntry]) -> list[str]:
        """Write entries into alice's journal; their ids, in order."""
        with support.journal_of(self.app, self.alice):
            return add(entries)

    def clear(self) -> None:
        """Take everything out of alice's journal."""
        with support.journal_of(self.app, self.alice):
            clear()


@pytest.fixture(scope="session")
def _home(
    tmp_path_factory: pytest.TempPathFactory,
    _real_people: tuple[Path, dict[str, Person]],
    browser: Browser,
) -> Iterator[Home]:
    place = tmp_path_factory.mktemp("home")
    shutil.copytree(_real_people[0], place / "data")
    server = Server(place).start()
    context = context_of(browser, WIDTH, HEIGHT)
    unlock(server, context.new_page()).close()
    app = create_app(Settings(data_dir=server.data_dir))
    yield Home(server, app, _real_people[1]["alice"], context)
    context.close()
    server.finish()


@pytest.fixture
def home(_home: Home) -> Home:
    """The shared server, with an empty journal for alice."""
    _home.clear()
    return _home


@pytest.fixture
def write(home: Home) -> Seed:
    """`write(entries)` fills alice's journal on the shared server; gives their ids, in order."""
    return home.write


@pytest.fixture
def open_on(write: Seed, journal: Callable[..., Page]) -> Callable[[str], Page]:
    """`open_on("text")` is the writing page of an entry, with the cursor at its end."""

    def open_text(body: str) -> Page:
        (uid,) = write([NewEntry(body, NOON)])
        page = journal(f"/entries/{uid}/edit")
        expect(page.locator(".cm-content")).to_be_focused()
        return page

    return open_text


@pytest.fixture
def stored(home: Home) -> Callable[[Page], str]:
    """`stored(page)` is what is on the disk of a writing page's entry, once all is saved."""

    def read(page: Page) -> str:
        assert page.evaluate("quietleaf.flush()")
        with support.journal_of(home.app, home.alice):
            return entries.read_entry(page.url.split("/")[-2]).body

    return read


@pytest.fixture
def held_up(home: Home) -> HeldUp:
    """`with held_up():` something else writes to alice's journal, and an import waits for it."""

    @contextmanager
    def hold() -> Iterator[None]:
        with support.journal_of(home.app, home.alice), journal_db.atomic("IMMEDIATE"):
            yield

    return hold


@pytest.fixture
def alice_page(home: Home, watch: Watch) -> Iterator[Page]:
    """A watched page on the shared server where alice is at home, on nothing yet."""
    page = watch.over(home.context.new_page())
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    yield page
    page.close()


@pytest.fixture
def journal(alice_page: Page, home: Home) -> Callable[..., Page]:
    """`journal("/trash")` goes to an address of the shared server and waits for its keys."""

    def go(address: str = "/") -> Page:
        alice_page.goto(home.server.origin + address)
        return alice_page

    return go
