"""Every address with every method: closed to strangers, and nobody's ids open anybody else's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.support.people import Person
from webapp.core.database import journal_db, use_vault
from webapp.core.vault import Vault
from webapp.core.web import is_marked
from webapp.features.entries import service as entries
from webapp.features.history import service as history

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
OPEN_TO_ALL = {
    "accounts.welcome",
    "accounts.make_first_person",
    "accounts.unlock",
    "accounts.open_journal",
    "accounts.recover",
    "accounts.open_with_code",
}
"""What is answered while the journal is closed, beside the program's own files."""

CANARY = "heronstood"
TAG = "reedbed"


@dataclass
class Ids:
    """Everything of one person that may stand in an address."""

    person: str
    entries: list[str] = field(default_factory=list)
    tag: int = 1
    job: str = ""


def rules(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))


def is_static(rule: Rule) -> bool:
    return rule.endpoint.rpartition(".")[2] == "static"


def path_of(app: Flask, rule: Rule, ids: Ids, uid: str) -> str:
    """An address of that rule, with a person's own ids in it."""
    known: dict[str, object] = {
        "uid": uid,
        "job_id": ids.job,
        "person_id": ids.person,
        "tag_id": ids.tag,
        "filename": "nothing.js",
        "position": 2**45,
        "year": 2026,
        "month": 11,
        "change": "disable",
        "_panel": "writing",
    }
    values = {name: known.get(name, 1) for name in rule.arguments}
    return str(app.url_map.bind("localhost").build(rule.endpoint, values, rule_method(rule)))


def rule_method(rule: Rule) -> str:
    return min((rule.methods or set()) - {"HEAD", "OPTIONS"})


def walk(app: Flask, ids: Ids) -> Iterator[tuple[Rule, str, str]]:
    """Every rule, its methods and each of the person's ids: rule, method, path.

    Of the methods that a rule has not, which are all refused in one place, one is tried.
    """
    for rule in rules(app):
        own = rule.methods or set()
        others = [method for method in METHODS if method not in own]
        for uid in ids.entries if "uid" in rule.arguments else ids.entries[:1]:
            for method in (*sorted(own), *others[-1:]):
                yield rule, method, path_of(app, rule, ids, uid)


NOBODY = Ids("0" * 32, ["0" * 32], job="0" * 32)


def fill(app: Flask, vault: Vault, person: Person) -> Ids:
    """Give a person something in every place there is."""
    kept = entries.create_entry(body=f"{CANARY} {person.name} #{TAG}", title=f"{CANARY} title")
    trashed = entries.create_entry(body=f"{CANARY} {person.name} in the trash")
    entries.set_star(kept.uid, True)
    with journal_db.atomic("IMMEDIATE"):
        history.keep(kept.id, "pause")
    from webapp.features.entries import trash

    trash.trash_entry(trashed.uid)
    job = app.extensions["jobs"].start(vault, person.id, "import", lambda _progress: CANARY)
    job.thread.join()
    return Ids(person.id, [kept.uid, trashed.uid], kept.tags[0].id, job.id)


Open = Callable[[str], AbstractContextManager[Vault]]


@pytest.fixture
def alice_ids(app: Flask, journal_of: Open, people: dict[str, Person]) -> Ids:
    with journal_of("alice") as vault:
        return fill(app, vault, people["alice"])


@pytest.fixture
def bob_ids(app: Flask, journal_of: Open, people: dict[str, Person]) -> Ids:
    with journal_of("bob") as vault:
        return fill(app, vault, people["bob"])


def written(journal_of: Open, name: str) -> list[tuple[object, ...]]:
    with journal_of(name) as vault, use_vault(vault) as journal:
        return list(journal.execute_sql("SELECT * FROM entry ORDER BY uid"))


def test_only_the_way_in_is_open_to_all(app: Flask) -> None:
    marked = {rule.endpoint for rule in rules(app) if is_marked(app, rule.endpoint, "is_public")}
    assert marked == OPEN_TO_ALL


def test_a_closed_journal_answers_nothing_but_the_way_in(app: Flask, client: FlaskClient) -> None:
    let_in = []
    for rule, method, path in walk(app, NOBODY):
        if rule.endpoint in OPEN_TO_ALL or is_static(rule):
            continue
        if rule.rule in ("/welcome", "/unlock", "/recover"):
            continue
        answer = client.open(path, method=method)
        if (answer.status_code, answer.location) != (302, "/unlock"):
            let_in.append((method, path, answer.status_code))
    assert let_in == []


def test_a_closed_journal_tells_scripts_so(app: Flask, client: FlaskClient) -> None:
    let_in = []
    for rule, method, path in walk(app, NOBODY):
        if rule.endpoint in OPEN_TO_ALL or is_static(rule):
            continue
        answer = client.open(path, method=method, json={})
        if answer.status_code != 401:
            let_in.append((method, path, answer.status_code))
    assert let_in == []


def test_before_the_first_run_everything_leads_there(empty_app: Flask) -> None:
    client, let_in = empty_app.test_client(), []
    for rule, method, path in walk(empty_app, NOBODY):
        if rule.endpoint in OPEN_TO_ALL or is_static(rule):
            continue
        answer = client.open(path, method=method)
        if (answer.status_code, answer.location) != (302, "/welcome"):
            let_in.append((method, path, answer.status_code))
    assert let_in == []


def test_an_address_that_does_not_exist_is_no_way_to_find_out(client: FlaskClient) -> None:
    for path in ("/nowhere", "/entries/../people", "/PEOPLE", "//people"):
        assert client.get(path).location == "/unlock"


def reached(
    app: Flask, client: FlaskClient, others: Ids, name: str
) -> list[tuple[str, str, int, str]]:
    """Where the other's words came back, or one of their ids was found."""
    wrong = []
    for rule, method, path in walk(app, others):
        if rule.endpoint == "accounts.lock" or is_static(rule):
            continue
        answer = client.open(path, method=method, data={"name": name, "uid": others.entries[0]})
        is_theirs = bool({"uid", "job_id"} & set(rule.arguments)) and method != "OPTIONS"
        found = answer.status_code == 200 and is_theirs
        if CANARY in answer.text or TAG in answer.text or found:
            wrong.append((method, path, answer.status_code, rule.endpoint))
    return wrong


def test_bob_reaches_nothing_of_alices_by_any_address(
    app: Flask, bob: FlaskClient, alice_ids: Ids, journal_of: Open
) -> None:
    before = written(journal_of, "alice")
    assert reached(app, bob, alice_ids, "alice") == []
    assert written(journal_of, "alice") == before


def test_an_administrator_reaches_nothing_of_bobs_by_any_address(
    app: Flask, alice: FlaskClient, bob_ids: Ids, journal_of: Open
) -> None:
    before = written(journal_of, "bob")
    bob_ids.person = "0" * 32  # the account itself may be administered: not what is tried here
    assert reached(app, alice, bob_ids, "nobody") == []
    assert written(journal_of, "bob") == before


def test_the_walk_would_see_the_words_if_they_came(
    app: Flask, alice: FlaskClient, alice_ids: Ids
) -> None:
    places = {endpoint for *_rest, endpoint in reached(app, alice, alice_ids, "nobody")}
    assert {"entries.timeline", "entries.entry", "entries.edit", "entries.trash"} <= places
    assert "house.job" in places


def test_every_address_about_people_is_for_administrators(app: Flask) -> None:
    about_people = {rule.endpoint for rule in rules(app) if rule.rule.startswith("/people")}
    marked = {
        rule.endpoint
        for rule in rules(app)
        if is_marked(app, rule.endpoint, "is_for_administrators")
    }
    assert about_people == marked


def test_bob_is_refused_at_every_address_about_people(
    app: Flask, bob: FlaskClient, alice_ids: Ids
) -> None:
    let_in = []
    for rule, method, path in walk(app, alice_ids):
        if not is_marked(app, rule.endpoint, "is_for_administrators"):
            continue
        answer = bob.open(path, method=method, data={"name": "alice"})
        if answer.status_code not in (403, 405):
            let_in.append((method, path, answer.status_code))
    assert let_in == []


def test_no_answer_may_be_kept_but_the_program_s_own_files(
    app: Flask, alice: FlaskClient, alice_ids: Ids
) -> None:
    kept = []
    for rule, method, path in walk(app, alice_ids):
        if is_static(rule) or rule.endpoint == "accounts.lock":
            continue
        answer = alice.open(path, method=method)
        if answer.headers["Cache-Control"] != "no-store":
            kept.append((method, path))
    assert kept == []
