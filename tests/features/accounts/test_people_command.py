"""`quietleaf people ...` on a terminal."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.support.people import A_NEW_PASSWORD, PASSWORDS, Person
from webapp.core import slots
from webapp.core.errors import Refusal
from webapp.features.accounts.commands import PEOPLE


class Typed:
    """A terminal on which these passwords are typed, one after the other."""

    def __init__(self, *passwords: str) -> None:
        self.passwords = list(passwords)
        self.said: list[str] = []
        self.told: list[str] = []
        self.from_stdin: list[bool] = []

    def say(self, text: str) -> None:
        self.said.append(text)

    def tell(self, text: str) -> None:
        self.told.append(text)

    def password(self, prompt: str, *, from_stdin: bool) -> str:
        self.from_stdin.append(from_stdin)
        return self.passwords.pop(0)

    def progress(self, done: int, total: int | None, detail: str = "") -> None:
        pass


Run = Callable[..., Typed]


def run_on(app: Flask) -> Run:
    parser = ArgumentParser()
    PEOPLE.add_arguments(parser)

    def run(*arguments: str, passwords: tuple[str, ...] = ()) -> Typed:
        console = Typed(*passwords)
        assert PEOPLE.run(parser.parse_args(arguments), console, app) == 0
        return console

    return run


@pytest.fixture
def run(app: Flask) -> Run:
    return run_on(app)


def opens(app: Flask, name: str, password: str = "") -> bool:
    sent = {"name": name, "password": password or PASSWORDS[name]}
    return app.test_client().post("/unlock", data=sent).status_code == 303


def test_everyone_is_listed_a_line_each(run: Run) -> None:
    assert run("list").said == ["alice\tadministrator\tnot opened", "bob\tperson\tnot opened"]


def test_nobody_is_an_empty_list(empty_app: Flask) -> None:
    assert run_on(empty_app)("list").said == []


def test_a_person_is_added_and_their_code_printed_once(app: Flask, run: Run) -> None:
    console = run("add", "carol", "--password-stdin", passwords=(A_NEW_PASSWORD,))
    (code,) = console.said
    assert slots.read_recovery_code(code)
    assert console.from_stdin == [True]
    assert opens(app, "carol", A_NEW_PASSWORD)


def test_whoever_saw_the_code_on_the_terminal_is_not_shown_it_again(app: Flask, run: Run) -> None:
    run("add", "carol", "--password-stdin", passwords=(A_NEW_PASSWORD,))
    client = app.test_client()
    sent = {"name": "carol", "password": A_NEW_PASSWORD}
    assert client.post("/unlock", data=sent).location == "/"


def test_on_a_terminal_a_new_password_is_typed_twice(app: Flask, run: Run) -> None:
    run("add", "carol", passwords=(A_NEW_PASSWORD, A_NEW_PASSWORD))
    assert opens(app, "carol", A_NEW_PASSWORD)


def test_two_that_differ_add_nobody(run: Run) -> None:
    with pytest.raises(Refusal, match="The two are not the same"):
        run("add", "carol", passwords=(A_NEW_PASSWORD, A_NEW_PASSWORD + "x"))
    assert len(run("list").said) == 2


def test_an_administrator_can_be_added(run: Run) -> None:
    run("add", "carol", "--admin", "--password-stdin", passwords=(A_NEW_PASSWORD,))
    assert "carol\tadministrator\tnot opened" in run("list").said


def test_the_first_person_is_an_administrator_in_any_case(empty_app: Flask) -> None:
    run = run_on(empty_app)
    console = run("add", "carol", "--password-stdin", passwords=(A_NEW_PASSWORD,))
    assert "The first person looks after this computer's people." in console.told
    assert run("list").said == ["carol\tadministrator\tnot opened"]


@pytest.mark.parametrize(
    ("name", "password", "said"),
    [
        ("ALICE", A_NEW_PASSWORD, "already called"),
        ("carol", "short", "Ten characters or more"),
        ("", A_NEW_PASSWORD, "cannot be used"),
    ],
)
def test_adding_refuses_as_the_page_does(run: Run, name: str, password: str, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        run("add", name, "--password-stdin", passwords=(password,))


def test_disabling_and_enabling(app: Flask, run: Run) -> None:
    run("disable", "Bob")
    assert not opens(app, "bob")
    assert "bob\tperson\tdisabled\tnot opened" in run("list").said
    run("enable", "bob")
    assert opens(app, "bob")


@pytest.mark.parametrize(
    "arguments", [("disable", "alice"), ("unmake-admin", "alice"), ("delete", "alice")]
)
def test_the_only_administrator_is_kept(app: Flask, run: Run, arguments: tuple[str, ...]) -> None:
    confirmed = ("--yes-delete", "alice") if arguments[0] == "delete" else ()
    with pytest.raises(Refusal, match="only administrator"):
        run(*arguments, *confirmed)
    assert opens(app, "alice")


def test_a_locked_out_owner_can_make_another_administrator(run: Run) -> None:
    run("make-admin", "bob")
    run("unmake-admin", "alice")
    assert run("list").said == ["alice\tperson\tnot opened", "bob\tadministrator\tnot opened"]


def test_deleting_needs_the_name_twice(run: Run) -> None:
    with pytest.raises(SystemExit) as left:
        run("delete", "bob")
    assert left.value.code == 2


def test_deleting_with_another_name_removes_nobody(app: Flask, run: Run) -> None:
    with pytest.raises(Refusal, match="The name typed is not “bob”"):
        run("delete", "bob", "--yes-delete", "bib")
    assert opens(app, "bob")


def test_a_deleted_person_s_folder_is_kept_aside(
    app: Flask, run: Run, people: dict[str, Person]
) -> None:
    console = run("delete", "bob", "--yes-delete", "bob")
    (kept,) = app.extensions["places"].deleted_folder.iterdir()
    assert kept.name.endswith(people["bob"].id)
    assert str(kept) in console.told[0]


@pytest.fixture
def removed(app: Flask, run: Run) -> str:
    """The name of the folder of bob, who was removed."""
    run("delete", "bob", "--yes-delete", "bob")
    (kept,) = app.extensions["places"].deleted_folder.iterdir()
    return str(kept.name)


def bring_back(run: Run, folder: str, password: str, *options: str) -> Typed:
    return run("bring-back", folder, "--password-stdin", *options, passwords=(password,))


def test_a_removed_person_is_brought_back_with_their_journal(
    app: Flask, run: Run, removed: str, people: dict[str, Person]
) -> None:
    bring_back(run, removed, PASSWORDS["bob"])
    assert opens(app, "bob")
    assert list(app.extensions["places"].deleted_folder.iterdir()) == []


def test_a_person_who_was_brought_back_still_has_their_recovery_code(
    app: Flask, run: Run, removed: str, people: dict[str, Person]
) -> None:
    bring_back(run, removed, PASSWORDS["bob"])
    sent = {"name": "bob", "code": people["bob"].code, "password": A_NEW_PASSWORD}
    assert app.test_client().post("/recover", data=sent).location == "/recovery-code"


def test_a_person_who_was_brought_back_looks_after_nobody(
    run: Run, removed: str, people: dict[str, Person]
) -> None:
    bring_back(run, removed, PASSWORDS["bob"])
    assert any(line.startswith("bob\tperson") for line in run("list").said)


def test_without_the_password_nobody_is_brought_back(app: Flask, run: Run, removed: str) -> None:
    with pytest.raises(Refusal, match="needs the password its owner had"):
        bring_back(run, removed, PASSWORDS["alice"])
    assert (app.extensions["places"].deleted_folder / removed).is_dir()
    assert len(run("list").said) == 1


def test_a_name_that_was_taken_meanwhile_can_be_another(app: Flask, run: Run, removed: str) -> None:
    run("add", "Bob", "--password-stdin", passwords=(A_NEW_PASSWORD,))
    with pytest.raises(Refusal, match="already called bob"):
        bring_back(run, removed, PASSWORDS["bob"])
    bring_back(run, removed, PASSWORDS["bob"], "--name", "Robert")
    assert opens(app, "Robert", PASSWORDS["bob"])


@pytest.mark.parametrize("folder", ["nowhere", "..", "../people", "/", ""])
def test_what_is_no_kept_folder_is_said(run: Run, folder: str) -> None:
    with pytest.raises(Refusal, match="not the folder of somebody who was removed"):
        bring_back(run, folder, PASSWORDS["bob"])


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said.update(person="../../etc"),
        lambda said: said.update(slots=[]),
        lambda said: said["slots"][0].update(mib="many"),
        lambda said: said["slots"][0].update(salt="no hex"),
    ],
)
def test_slots_that_were_tampered_with_bring_nobody_back(
    app: Flask, run: Run, removed: str, change: Callable[[dict[str, Any]], None]
) -> None:
    path = app.extensions["places"].deleted_folder / removed / "slots.json"
    said = json.loads(path.read_text(encoding="utf-8"))
    change(said)
    path.write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(Refusal):
        bring_back(run, removed, PASSWORDS["bob"])
    assert len(run("list").said) == 1


def test_a_password_is_changed_by_whoever_knows_it(app: Flask, run: Run) -> None:
    run("passwd", "bob", "--password-stdin", passwords=(PASSWORDS["bob"], A_NEW_PASSWORD))
    assert opens(app, "bob", A_NEW_PASSWORD)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("not the password", A_NEW_PASSWORD, "That is not bob’s password"),
        (PASSWORDS["bob"], "short", "Ten characters or more"),
        (PASSWORDS["bob"], PASSWORDS["bob"], "The new password is the old one"),
    ],
)
def test_a_refused_change_of_password_changes_nothing(
    app: Flask, run: Run, old: str, new: str, said: str
) -> None:
    with pytest.raises(Refusal, match=said):
        run("passwd", "bob", "--password-stdin", passwords=(old, new))
    assert opens(app, "bob")


def test_there_is_no_way_to_reset_a_password(run: Run) -> None:
    with pytest.raises(SystemExit):
        run("reset", "bob")


@pytest.mark.parametrize("action", ["disable", "enable", "make-admin", "passwd"])
def test_somebody_who_is_not_there_is_named(run: Run, action: str) -> None:
    with pytest.raises(Refusal, match="Nobody on this computer is called carol"):
        run(action, "carol")


def test_the_help_says_who_may_do_this_and_what_it_cannot() -> None:
    assert "whoever owns the files" in str(PEOPLE.help)
    assert "nobody can read a journal" in str(PEOPLE.help)
