"""Looking after the people of this computer: never their journals, which nobody else can open."""

from __future__ import annotations

from pathlib import Path

from webapp.core import clock
from webapp.core.database import accounts_db
from webapp.core.places import Places
from webapp.features.accounts import refusals, service, sidecar
from webapp.features.accounts.models import User, fold_name


def person(person_id: str) -> User | None:
    """The person of that id."""
    user: User | None = User.get_or_none(User.person_id == person_id)
    return user


def add_person(
    places: Places,
    username: str,
    password: str,
    *,
    is_admin: bool = False,
    email: str | None = None,
) -> User:
    """Add someone who has just typed a password of their own.

    Their recovery code is made and shown when they first open their journal.

    Raises:
        Refusal: the name is taken or the password does not do.
    """
    new = service.create_person(places, username, password, is_admin=is_admin, email=email)
    new.vault.close()
    return new.user


def rename(places: Places, user: User, username: str) -> None:
    """Give a person another name.

    Raises:
        Refusal: it cannot be used, or someone else has it.
    """
    name = service.check_name(username)
    folded = fold_name(name)
    with accounts_db.atomic("IMMEDIATE"):
        taken = (User.username_folded == folded) & (User.person_id != user.person_id)
        if User.select().where(taken).exists():
            raise refusals.name_taken(name)
        user.username, user.username_folded = name, folded
        user.save(only=[User.username, User.username_folded])
    folder = places.people_folder / user.person_id
    if folder.is_dir():
        sidecar.write(folder, user)


def set_admin(user: User, is_admin: bool) -> None:
    """Let a person look after this computer's people, or no longer.

    Raises:
        Refusal: nobody would be left to do it.
    """
    with accounts_db.atomic("IMMEDIATE"):
        if not is_admin:
            _keep_an_administrator(user)
        user.is_admin = is_admin
        user.save(only=[User.is_admin])


def disable(user: User, *, by: User | None = None) -> None:
    """Close a person's account for now; their journal stays as it is.

    Args:
        user: whose account.
        by: the administrator who does it; None on the command line.

    Raises:
        Refusal: it is oneself, or the only administrator.
    """
    _not_oneself(user, by)
    with accounts_db.atomic("IMMEDIATE"):
        _keep_an_administrator(user)
        user.is_disabled = True
        user.save(only=[User.is_disabled])


def enable(user: User) -> None:
    """Open a person's account again."""
    user.is_disabled = False
    user.save(only=[User.is_disabled])


def check_deletion(user: User, typed_name: str, *, by: User | None = None) -> None:
    """Make sure that the person may be deleted, before their sessions are closed for it.

    Raises:
        Refusal: the name is another, it is oneself or the only administrator.
    """
    if fold_name(typed_name) != user.username_folded:
        raise refusals.name_not_typed(user.username)
    _not_oneself(user, by)
    _keep_an_administrator(user)


def delete(places: Places, user: User, typed_name: str, *, by: User | None = None) -> Path:
    """Remove a person's account and move their folder away, with what opens it.

    Nothing is erased: the folder and its `slots.json` can be brought back.

    Args:
        places: where things lie.
        user: whose account; none of their sessions may be open.
        typed_name: the person's name as typed to confirm it.
        by: the administrator who does it; None on the command line.

    Returns:
        Where the folder is now: `deleted/<date>-<id>`.

    Raises:
        Refusal: the name is another, it is oneself or the only administrator, or the folder
            cannot be moved; nothing is removed then.
    """
    folder = places.people_folder / user.person_id
    day = clock.today(clock.local_zone()).isoformat()
    target = places.deleted_folder / f"{day}-{user.person_id}"
    with accounts_db.atomic("IMMEDIATE"):
        check_deletion(user, typed_name, by=by)
        if folder.is_dir():
            sidecar.write(folder, user)
        user.delete_instance()
        _move(folder, target, user)
    return target


def journal_bytes(places: Places, user: User) -> int:
    """The size of a person's files, in bytes; what can be known without opening them."""
    folder = places.people_folder / user.person_id
    total = 0
    if folder.is_dir():
        for path in folder.glob("*.sqlite3"):
            total += path.stat().st_size
    return total


def _not_oneself(user: User, by: User | None) -> None:
    if by is not None and by.person_id == user.person_id:
        raise refusals.not_yourself()


def _keep_an_administrator(user: User) -> None:
    """Make sure that somebody who may is left when this person is not counted."""
    others = (User.is_admin == True) & (User.is_disabled == False)  # noqa: E712
    if user.is_admin and not User.select().where(others & (User.person_id != user.person_id)):
        raise refusals.last_administrator()


def _move(folder: Path, target: Path, user: User) -> None:
    if not folder.is_dir():
        return
    try:
        target.parent.mkdir(mode=0o700, exist_ok=True)
        folder.replace(target)
    except OSError as error:
        raise refusals.folder_in_use(user.username, error.strerror or "") from error
