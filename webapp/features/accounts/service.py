"""Making people, opening their journals, and changing what opens them."""

from __future__ import annotations

import errno
import secrets
import shutil
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from webapp.core import clock, kdf, slots
from webapp.core.database import accounts_db
from webapp.core.kdf import BadCost, Derived
from webapp.core.places import Places
from webapp.core.slots import DamagedSlot
from webapp.core.vault import Vault, make_files
from webapp.features.accounts import codes, refusals, sidecar, tries, visits
from webapp.features.accounts.common_passwords import COMMON
from webapp.features.accounts.models import (
    KeySlot,
    NameTaken,
    User,
    derive_new,
    fold_name,
    hash_login,
)

MIN_PASSWORD = 10
MAX_NAME = 60
PASSWORD_FIELDS = ("password_hash", "salt", "mib", "passes", "lanes", "password_set_at")

_first_person = threading.Lock()


@dataclass(frozen=True)
class NewPerson:
    """A person just made, with what is shown once and what opens their journal now."""

    user: User
    recovery_code: str = field(repr=False)
    vault: Vault


def people() -> list[User]:
    """Everyone on this computer, by name."""
    return list(User.select().order_by(User.username_folded))


def people_last_first() -> list[User]:
    """Everyone on this computer: who opened their journal last, then the others by name."""
    return visits.last_first(people())


def is_first_run() -> bool:
    """Whether there is nobody yet."""
    return not User.select().exists()


def find_person(username: str) -> User:
    """The person of that name, whatever its case.

    Raises:
        NoSuchPerson: there is none.
    """
    user = _named(username)
    if user is None:
        raise refusals.no_such_person(username)
    return user


def check_name(username: str) -> str:
    """The name, tidied.

    Raises:
        Refusal: it is empty, too long, or not one line of text.
    """
    name = unicodedata.normalize("NFC", " ".join(username.split()))
    shown = all(unicodedata.category(sign)[0] != "C" for sign in name)
    if not 1 <= len(name) <= MAX_NAME or not shown:
        raise refusals.bad_name()
    return name


def check_password(password: str) -> None:
    """Refuse a password that would not keep a journal.

    Raises:
        BadPassword: fewer than 10 characters, a common one, or no text.
    """
    if not _is_text(password) or len(password) > kdf.MAX_PASSWORD:
        raise refusals.not_text()
    if len(unicodedata.normalize("NFC", password)) < MIN_PASSWORD:
        raise refusals.too_short()
    if password.casefold() in COMMON or len(set(password)) < 3:
        raise refusals.too_common()


def create_person(
    places: Places,
    username: str,
    password: str,
    *,
    is_admin: bool = False,
    email: str | None = None,
) -> NewPerson:
    """Add a person with their key, their encrypted files and a recovery code.

    Raises:
        Refusal: the name is taken, the password does not do, or the folder cannot be written;
            nothing is made then.
    """
    name = check_name(username)
    check_password(password)
    if _named(name):
        raise refusals.name_taken(name)
    derived = derive_new(password)
    code = slots.new_recovery_code()
    person_id = secrets.token_hex(16)
    folder = places.people_folder / person_id
    with _folder_errors(), ExitStack() as undo:
        undo.callback(shutil.rmtree, folder, ignore_errors=True)  # made a moment ago, empty
        key = make_files(folder, places.journal_steps, places.media_steps)
        vault = Vault(person_id, folder, key)
        undo.callback(vault.close)
        vault.open(places.journal_steps, places.media_steps)
        with accounts_db.atomic("IMMEDIATE"):
            try:
                user = User.create_user(
                    name,
                    password,
                    email=email,
                    is_admin=is_admin,
                    person_id=person_id,
                    derived=derived,
                )
            except NameTaken as error:
                raise refusals.name_taken(name) from error
            keys, salt, cost = derived
            KeySlot.put(slots.seal(person_id, "password", keys.kek, key, salt, cost))
            codes.put(user, code, key)
            sidecar.write(folder, user)
        undo.pop_all()
    return NewPerson(user, code, vault)


def create_first_person(places: Places, username: str, password: str) -> NewPerson:
    """Make the administrator of a computer on which there is nobody yet.

    Raises:
        Refusal: there is somebody by now, or name or password do not do.
    """
    with _first_person:
        if not is_first_run():
            raise refusals.somebody_is_here()
        return create_person(places, username, password, is_admin=True)


def ensure_administrator(username: str, password: str, places: Places) -> str | None:
    """The first administrator, made only when there is nobody yet.

    Returns:
        The recovery code, to be shown once; None when there is someone already.

    Raises:
        Refusal: name or password do not do.
    """
    if not is_first_run():
        return None
    person = create_first_person(places, username, password)
    person.vault.close()
    confirm_code(person.user)
    return person.recovery_code


def unlock(places: Places, username: str, password: str) -> tuple[User, Vault]:
    """Open a person's journal with their password.

    The answer and its time are the same whether or not there is such a person. After five wrong
    tries in a row the next one must wait, longer each time; this survives a restart.

    Raises:
        WrongPassword: it is wrong, or there is nobody of that name.
        TryLater: it is too early for another try.
        Refusal: the account is disabled, or its key or files are damaged or missing.
    """
    user, keys = _prove(username, password)
    if user.is_disabled:
        raise refusals.disabled(user.username, administrator_name())
    return user, open_vault(places, user, _journal_key(user, keys))


def prove(user: User, password: str) -> None:
    """Make sure that it is the person themselves who sits at their open journal.

    Raises:
        WrongPassword: the password is wrong.
        TryLater: it is too early for another try.
    """
    _prove(user.username, password)


def open_vault(places: Places, user: User, journal_key: bytes) -> Vault:
    """Open the files of a person with their journal key, and note the day.

    Raises:
        Refusal: a file is missing, damaged or made by a newer Quietleaf.
    """
    vault = Vault(user.person_id, places.people_folder / user.person_id, journal_key)
    vault.open(places.journal_steps, places.media_steps)
    visits.note_day(user)
    return vault


def open_with_code(places: Places, username: str, typed: str, new_password: str) -> NewPerson:
    """Open a journal with its recovery code, and set a new password and a new code.

    Raises:
        Refusal: the code or the new password does not do; nothing has changed then.
    """
    # to the end in one piece: of two that come at once, only one finds its code still good
    with tries.one_at_a_time, ExitStack() as undo:
        user, key = _key_of_code(username, typed)
        check_password(new_password)
        if user.is_disabled:
            raise refusals.disabled(user.username, administrator_name())
        tries.forget_failures(user)
        vault = open_vault(places, user, key)
        undo.callback(vault.close)
        code = slots.new_recovery_code()
        derived = derive_new(new_password)
        with accounts_db.atomic("IMMEDIATE"):
            _set_password(user, derived, key)
            codes.replace(user, code, key)
            sidecar.write(vault.folder, user)
        undo.pop_all()
    return NewPerson(user, code, vault)


def change_password(user: User, vault: Vault, old: str, new: str) -> None:
    """Change a person's password; the journal itself is not touched.

    Raises:
        Refusal: the old one is wrong or the new one does not do.
    """
    _prove(user.username, old)
    check_password(new)
    derived = derive_new(new)
    with accounts_db.atomic("IMMEDIATE"):
        _set_password(user, derived, vault.key_while_open())
        sidecar.write(vault.folder, user)


def new_code(user: User, vault: Vault) -> str:
    """Make another recovery code; the earlier one opens nothing any more.

    Returns:
        The code, to be shown once.
    """
    code = slots.new_recovery_code()
    with accounts_db.atomic("IMMEDIATE"):
        codes.replace(user, code, vault.key_while_open())
        sidecar.write(vault.folder, user)
    return code


def confirm_code(user: User, code: str | None = None) -> None:
    """The person has said that the code is kept elsewhere.

    Args:
        user: whose code.
        code: the one that they were shown, where another may have been made since.

    Raises:
        Refusal: another one was made since, and this one opens nothing.
    """
    if code is not None:
        codes.check_current(user, code)
    user.code_is_kept = True
    user.save(only=[User.code_is_kept])


def administrator_name() -> str:
    """The name of someone who can help with accounts."""
    admin = User.get_or_none((User.is_admin == True) & (User.is_disabled == False))  # noqa: E712
    return admin.username if admin else "?"


def _named(username: str) -> User | None:
    if not _is_text(username):
        return None
    user: User | None = User.get_or_none(User.username_folded == fold_name(username))
    return user


def _is_text(typed: str) -> bool:
    return not any("\ud800" <= sign <= "\udfff" for sign in typed)


def _prove(username: str, password: str) -> tuple[User, Derived]:
    """The person of that name and the keys of their password, if it is theirs."""
    with tries.one_at_a_time:
        user = _named(username)
        tries.check_wait(user, username)
        keys = _derive_for(user, password)
        if user is None or keys is None or not user.check_login(keys):
            tries.count_failure(user, username)
            raise refusals.wrong_password(user.username if user else username)
        tries.forget_failures(user)
        return user, keys


def _key_of_code(username: str, typed: str) -> tuple[User, bytes]:
    """The person of that name and their journal key, if the code opens it."""
    user = _named(username)
    tries.check_wait(user, username, refusals.try_code_later)
    signs = slots.read_recovery_code(typed)
    slot = KeySlot.of(user.person_id, "recovery") if user else None
    if user is None or signs is None or slot is None:
        tries.count_failure(user, username)
        raise refusals.wrong_code()
    try:
        return user, slots.unseal(slot, slots.recovery_kek(signs, slot.salt))
    except DamagedSlot as error:
        tries.count_failure(user, username)
        codes.refuse(user, signs, error)


def _journal_key(user: User, keys: Derived) -> bytes:
    slot = KeySlot.of(user.person_id, "password")
    if slot is None:
        raise refusals.damaged_slot(user.username)
    try:
        return slots.unseal(slot, keys.kek)
    except DamagedSlot as error:
        raise refusals.damaged_slot(user.username) from error


def _derive_for(user: User | None, password: str) -> Derived | None:
    """Derive with the person's salt; for a name that nobody has, do the same work in vain."""
    if not _is_text(password) or len(password) > kdf.MAX_PASSWORD:
        password = ""
    if user is not None:
        try:
            return user.derive(password)
        except BadCost as error:
            raise refusals.damaged_account(user.username) from error
    other = User.select().first()
    cost = kdf.Cost(other.mib, other.passes, other.lanes) if other else kdf.Cost(kdf.FLOOR_MIB)
    keys = kdf.derive(password, bytes(kdf.SALT_BYTES), cost)
    hash_login(keys)
    return None


def _set_password(user: User, derived: tuple[Derived, bytes, kdf.Cost], journal_key: bytes) -> None:
    keys, salt, cost = derived
    user.password_hash = hash_login(keys)
    user.salt, user.mib, user.passes, user.lanes = salt, cost.mib, cost.passes, cost.lanes
    user.password_set_at = clock.now_ms()
    # these alone: what an administrator has changed meanwhile stays
    user.save(only=[getattr(User, name) for name in PASSWORD_FIELDS])
    slot = slots.seal(user.person_id, "password", keys.kek, journal_key, salt, cost)
    if slots.unseal(slot, keys.kek) != journal_key:
        raise RuntimeError("a slot that was just sealed does not open")
    KeySlot.put(slot)


@contextmanager
def _folder_errors() -> Iterator[None]:
    """What the system says of a folder that cannot be written, in our words."""
    try:
        yield
    except OSError as error:
        raise refusals.not_written(error.errno == errno.ENOSPC, error.strerror or "") from error
