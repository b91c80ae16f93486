"""What every test can ask for. See `support/people.py` for alice and bob."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings

from tests.support import people as support
from tests.support.people import Person
from webapp import create_app
from webapp.core import clock, database, kdf
from webapp.core.sessions import Session
from webapp.core.vault import Vault
from webapp.features.accounts import models
from webapp.settings import Settings

FAST_MIB = 1
FAST_BCRYPT = 4


def pytest_configure(config: pytest.Config) -> None:
    """Name the markers that belong to the fixtures here."""
    config.addinivalue_line("markers", "real_kdf: derives keys at the cost of the real program")
    # no deadline: how long an example takes says more about the computer than about the code
    settings.register_profile("house", deadline=None)
    settings.load_profile("house")


def make_kdf_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """A derivation of a few milliseconds instead of half a second."""
    monkeypatch.setattr(kdf, "FLOOR_MIB", FAST_MIB)
    monkeypatch.setattr(kdf, "CANDIDATES_MIB", (FAST_MIB,))
    monkeypatch.setattr(models, "BCRYPT_COST", FAST_BCRYPT)
    kdf.calibrate.cache_clear()


@pytest.fixture(autouse=True)
def fast_kdf(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Cheap keys in every test but those marked `real_kdf`."""
    if "real_kdf" not in request.keywords:
        make_kdf_fast(monkeypatch)
    yield
    kdf.calibrate.cache_clear()


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """An empty data folder."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture(scope="session")
def _made_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Person]]:
    folder = tmp_path_factory.mktemp("people")
    with pytest.MonkeyPatch.context() as monkeypatch:
        make_kdf_fast(monkeypatch)
        made = support.make_people(create_app(Settings(data_dir=folder)))
    kdf.calibrate.cache_clear()
    return folder, made


@pytest.fixture(scope="session")
def people(_made_once: tuple[Path, dict[str, Person]]) -> dict[str, Person]:
    """alice and bob by name, with what opens their journals."""
    return _made_once[1]


@pytest.fixture
def empty_app(data_dir: Path) -> Iterator[Flask]:
    """The app on a data folder in which there is nobody yet."""
    yield from _run(data_dir)


@pytest.fixture
def app(data_dir: Path, _made_once: tuple[Path, dict[str, Person]]) -> Iterator[Flask]:
    """The app on a data folder of its own with alice (administrator) and bob, both locked."""
    shutil.copytree(_made_once[0], data_dir, dirs_exist_ok=True)
    yield from _run(data_dir)


def _run(data_dir: Path) -> Iterator[Flask]:
    app = create_app(Settings(data_dir=data_dir))
    app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=True)
    yield app
    app.extensions["jobs"].drain()
    app.extensions["sessions"].close_all()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser in which nobody has unlocked anything."""
    return app.test_client()


@pytest.fixture
def sign_in(people: dict[str, Person]) -> Callable[[FlaskClient, str], Session]:
    """`sign_in(client, "bob")` unlocks that journal for the client, without the slow password."""
    return lambda client, name: support.sign_in(client, people[name])


@pytest.fixture
def alice(app: Flask, people: dict[str, Person]) -> FlaskClient:
    """A browser in which alice, the administrator, has unlocked her journal."""
    client = app.test_client()
    support.sign_in(client, people["alice"])
    return client


@pytest.fixture
def bob(app: Flask, people: dict[str, Person]) -> FlaskClient:
    """A browser in which bob has unlocked his journal."""
    client = app.test_client()
    support.sign_in(client, people["bob"])
    return client


@pytest.fixture
def journal_of(
    app: Flask, people: dict[str, Person]
) -> Callable[[str], AbstractContextManager[Vault]]:
    """`with journal_of("alice"):` for service calls before or after requests, never around them."""
    return lambda name: support.journal_of(app, people[name])


@pytest.fixture
def alice_journal(app: Flask, people: dict[str, Person]) -> Iterator[Vault]:
    """alice's journal, open for the whole test of a service; not together with requests."""
    with support.journal_of(app, people["alice"]) as vault:
        yield vault


@pytest.fixture
def bob_journal(app: Flask, people: dict[str, Person]) -> Iterator[Vault]:
    """bob's journal, open for the whole test of a service; not together with requests."""
    with support.journal_of(app, people["bob"]) as vault:
        yield vault


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """No journal or media file can grow from now on: SQLite itself says that the disk is full."""
    as_ever = database._set_pragmas

    def without_room(connection: Any) -> None:
        as_ever(connection)
        connection.execute("PRAGMA max_page_count=1")  # SQLite takes the present size instead

    monkeypatch.setattr(database, "_set_pragmas", without_room)


class FrozenClock:
    """A clock that goes only when the test says so."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 22, 19, 4, 0, tzinfo=UTC)
        self.seconds = float(int(clock.monotonic()) + 1)  # whole, so that sums are exact

    def advance(self, **span: float) -> None:
        """Let time pass: `advance(minutes=10)`."""
        self.moment += timedelta(**span)
        self.seconds += timedelta(**span).total_seconds()

    def set(self, moment: datetime) -> None:
        """Set the wall clock, as a person or a time server does; the other one is not set."""
        self.moment = moment


@pytest.fixture
def frozen_clock(monkeypatch: pytest.MonkeyPatch) -> FrozenClock:
    """`core.clock` stands still at 22 November 2026, 19:04 UTC."""
    frozen = FrozenClock()
    monkeypatch.setattr(clock, "now", lambda: frozen.moment)
    monkeypatch.setattr(clock, "monotonic", lambda: frozen.seconds)
    monkeypatch.setattr(clock, "local_zone", partial(str, "UTC"))
    return frozen
