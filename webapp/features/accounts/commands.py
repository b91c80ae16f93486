"""`quietleaf people ...`: looking after accounts without a window.

Whoever owns the files may do this, as they could delete them; nobody can read a journal with it.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.core.database import use_accounts
from webapp.core.feature import Command, Console
from webapp.core.places import Places
from webapp.features.accounts import administration, refusals, returning, service
from webapp.features.accounts.models import User

HELP = _l(
    "list, add, disable, enable, delete or bring back people, or change a password; whoever owns"
    " the files may do this, but nobody can read a journal or reset its password with it"
)


def add_arguments(parser: ArgumentParser) -> None:
    """The actions and what each needs."""
    actions = parser.add_subparsers(dest="action", required=True, metavar=str(_("ACTION")))
    actions.add_parser("list", help=str(_("everyone on this computer")))
    add = _named(actions.add_parser("add", help=str(_("add someone; prints their recovery code"))))
    add.add_argument("--admin", action="store_true", help=str(_("lets them look after people")))
    add.add_argument("--email", help=str(_("shown to administrators only")))
    _takes_password(add, str(_("read the password from standard input")))
    for name, said in (
        ("disable", _("close an account for now; the journal stays as it is")),
        ("enable", _("open it again")),
        ("make-admin", _("let someone look after this computer's people")),
        ("unmake-admin", _("no longer")),
    ):
        _named(actions.add_parser(name, help=str(said)))
    delete = _named(
        actions.add_parser("delete", help=str(_("remove an account; its folder is kept aside")))
    )
    delete.add_argument(
        "--yes-delete", required=True, metavar="NAME", help=str(_("the name again, to confirm it"))
    )
    back = actions.add_parser("bring-back", help=str(_("undo a deletion, with the password")))
    back.add_argument("folder", metavar="FOLDER", help=str(_("its folder in “deleted”")))
    back.add_argument("--name", metavar="NAME", help=str(_("another name, if theirs is taken")))
    _takes_password(back, str(_("read the password from standard input")))
    passwd = _named(actions.add_parser("passwd", help=str(_("change a password that you know"))))
    _takes_password(passwd, str(_("read the old and the new password, a line each")))


def run(options: Namespace, console: Console, app: Flask) -> int:
    """Do one action.

    Returns:
        The exit code.

    Raises:
        Refusal: it cannot be done; nothing has changed then.
    """
    places: Places = app.extensions["places"]
    with app.app_context(), use_accounts(places.accounts_path):
        ACTIONS[options.action](options, console, places)
    return 0


def _list(_options: Namespace, console: Console, places: Places) -> None:
    for user in service.people():
        parts = [user.username, _("administrator") if user.is_admin else _("person")]
        if user.is_disabled:
            parts.append(_("disabled"))
        parts.append(_("opened %(day)s", day=user.opened_on) if user.opened_on else _("not opened"))
        console.say("\t".join(parts))


def _add(options: Namespace, console: Console, places: Places) -> None:
    first = service.is_first_run()
    password = _new_password(options, console)
    new = service.create_person(
        places, options.name, password, is_admin=options.admin or first, email=options.email
    )
    new.vault.close()
    service.confirm_code(new.user)
    if first and not options.admin:
        console.tell(_("The first person looks after this computer's people."))
    console.tell(_("Keep this recovery code; it is shown only now:"))
    console.say(new.recovery_code)


def _delete(options: Namespace, console: Console, places: Places) -> None:
    user = service.find_person(options.name)
    folder = administration.delete(places, user, options.yes_delete)
    console.tell(_("The closed journal is in %(folder)s.", folder=folder))


def _bring_back(options: Namespace, console: Console, places: Places) -> None:
    password = console.password(_("Password: "), **_source(options))
    user = returning.bring_back(places, Path(options.folder), password, options.name)
    console.tell(_("%(name)s can open the journal again.", name=user.username))


def _passwd(options: Namespace, console: Console, places: Places) -> None:
    user = service.find_person(options.name)
    old = console.password(_("Password of %(name)s: ", name=user.username), **_source(options))
    opened, vault = service.unlock(places, user.username, old)
    try:
        new = _new_password(options, console)
        if new == old:
            raise refusals.same_password()
        service.change_password(opened, vault, old, new)
    finally:
        vault.close()
    console.tell(_("The new password counts from now on."))


def _on_person(act: Callable[[User], None]) -> Callable[[Namespace, Console, Places], None]:
    def action(options: Namespace, _console: Console, _places: Places) -> None:
        act(service.find_person(options.name))

    return action


ACTIONS: dict[str, Callable[[Namespace, Console, Places], None]] = {
    "list": _list,
    "add": _add,
    "disable": _on_person(administration.disable),
    "enable": _on_person(administration.enable),
    "make-admin": _on_person(lambda user: administration.set_admin(user, True)),
    "unmake-admin": _on_person(lambda user: administration.set_admin(user, False)),
    "delete": _delete,
    "bring-back": _bring_back,
    "passwd": _passwd,
}


def _new_password(options: Namespace, console: Console) -> str:
    new = console.password(_("New password: "), **_source(options))
    service.check_password(new)
    if not options.password_stdin:
        again = console.password(_("New password, again: "), from_stdin=False)
        if again != new:
            raise refusals.not_the_same()
    return new


def _source(options: Namespace) -> dict[str, bool]:
    return {"from_stdin": options.password_stdin}


def _named(parser: ArgumentParser) -> ArgumentParser:
    parser.add_argument("name", metavar="NAME", help=str(_("the person's name")))
    return parser


def _takes_password(parser: ArgumentParser, said: str) -> None:
    parser.add_argument("--password-stdin", action="store_true", help=said)


PEOPLE = Command("people", HELP, add_arguments, run)
