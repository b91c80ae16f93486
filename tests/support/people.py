"""The two people of the tests: alice looks after this computer, bob does not.

Their folder is made once for a whole run and copied for each test, so that no test waits for a key
to be derived. Everything here is a sample; nobody's real password looks like these.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from webapp.core.database import use_accounts, use_vault
from webapp.core.sessions import Session
from webapp.core.vault import Vault

PASSWORDS = {
    "alice": "lantern oblong thirty heron",
    "bob": "copper willow ninety otter",
}
A_NEW_PASSWORD = "violet gravel seventy finch"
ADMINISTRATORS = {"alice"}


@dataclass(frozen=True)
class Person:
    """One of the two, and all that opens their journal."""

    name: str
    password: str
    id: str
    key: bytes = field(repr=False)
    code: str = field(repr=False)


def make_people(app: Flask) -> dict[str, Person]:
    """Make alice and bob in an empty data folder; both have kept their recovery codes."""
    from webapp.features.accounts import service

    made = {}
    places = app.extensions["places"]
    with app.app_context(), use_accounts(places.accounts_path):
        for name, password in PASSWORDS.items():
            new = service.create_person(places, name, password, is_admin=name in ADMINISTRATORS)
            service.confirm_code(new.user)
            made[name] = Person(
                name, password, new.user.person_id, new.vault.key, new.recovery_code
            )
            new.vault.close()
    return made


def open_vault(app: Flask, person: Person) -> Vault:
    """The person's files, opened with the key itself; the caller closes them."""
    places = app.extensions["places"]
    vault = Vault(person.id, places.people_folder / person.id, person.key)
    vault.open(places.journal_steps, places.media_steps)
    return vault


def sign_in(client: FlaskClient, person: Person) -> Session:
    """Unlock the person's journal for a test client, as the unlock page does, but at once."""
    app = client.application
    sessions = app.extensions["sessions"]
    session: Session = sessions.open(person.id, open_vault(app, person))
    sessions.touch(session)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = session.sid
        cookie["_fresh"] = True
    return session


@contextmanager
def journal_of(app: Flask, person: Person) -> Iterator[Vault]:
    """The person's journal for a block of service calls, as a job or a command has it.

    Not around requests: a request opens its own files, in the same thread.
    """
    vault = open_vault(app, person)
    path: Path = app.extensions["places"].accounts_path
    try:
        with app.app_context(), use_accounts(path), use_vault(vault):
            yield vault
    finally:
        vault.close()
