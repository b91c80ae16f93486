"""Making people, opening their journals, and changing what opens them."""

from __future__ import annotations

import math
import secrets
import shutil
import unicodedata
from dataclasses import dataclass, field

from webapp.core import clock, kdf, slots
from webapp.core.database import accounts_db
from webapp.core.kdf import Derived
from webapp.core.places import Places
from webapp.core.slots import DamagedSlot
from webapp.core.vault import Vault, make_files
from webapp.features.accounts import refusals, sidecar
from webapp.features.accounts.common_passwords import COMMON
from webapp.features.accounts.models import (
    KeySlot,
    NameTaken,
    ReplacedCode,
    User,
    derive_new,
    fold_name,
    hash_login,
)

MIN_PASSWORD = 10
MAX_NAME = 60
FREE_TRIES = 5
LONGEST_WAIT = 60  # seconds


@dataclass(frozen=True)
class NewPerson:
    """A person just made, with what is shown once and what opens their journal now."""

    user: User
    recovery_code: str = field(repr=False)
    vault: Vault


def people() -> list[User]:
    """Everyone on this computer, by name."""
    return list(User.select().order_by(User.username_folded))


def is_first_run() -> bool:
    """Whether there is nobody yet."""
    return not User.select().exists()


def find_person(username: str) -> User:
    """The person of that name, whatever its case.

    Raises:
        NoSuchPerson: there is none.
    """
    user: User | None = User.get_or_none(User.username_folded == fold_name(username))
    if user is None:
        raise refusals.no_such_person(username)
    return user


def check_name(username: str) -> str:
    """The name, tidied.

    Raises:
        Refusal: it is empty, too long, or not one line of text.
    """
    name = " ".join(username.split())
    shown = all(unicodedata.category(sign)[0] != "C" for sign in name)
    if not 1 <= len(name) <= MAX_NAME or not shown:
        raise refusals.bad_name()
    return unicodedata.normalize("NFC", name)


def check_password(password: str) -> None:
    """Refuse a password that would not keep a journal.

    Raises:
        BadPassword: fewer than 10 characters, a common one, or no text.
    """
    if any("\ud800" <= sign <= "\udfff" for sign in password) or len(password) > kdf.MAX_PASSWORD:
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
        Refusal: the name is taken or the password does not do; nothing is made then.
    """
    name = check_name(username)
    check_password(password)
    if User.get_or_none(User.username_folded == fold_name(name)):
        raise refusals.name_taken(name)
    derived = derive_new(password)
    code = slots.new_recovery_code()
    person_id = secrets.token_hex(16)
    folder = places.people_folder / person_id
    key = make_files(folder, places.journal_steps, places.media_steps)
    try:
        with accounts_db.atomic("IMMEDIATE"):
            user = User.create_user(
                name, password, email=email, is_admin=is_admin, person_id=person_id, derived=derived
            )
            keys, salt, cost = derived
            KeySlot.put(slots.seal(person_id, "password", keys.kek, key, salt, cost))
            _put_recovery_slot(user, code, key)
    except BaseException as error:
        shutil.rmtree(folder)  # made a moment ago, holds nothing
        if isinstance(error, NameTaken):
            raise refusals.name_taken(name) from error
        raise
    sidecar.write(folder, user)
    vault = Vault(user.person_id, folder, key)
    vault.open(places.journal_steps, places.media_steps)
    return NewPerson(user, code, vault)


def ensure_administrator(username: str, password: str, places: Places) -> str | None:
    """The first administrator, made only when there is nobody yet.

    Returns:
        The recovery code, to be shown once; None when there is someone already.

    Raises:
        Refusal: name or password do not do.
    """
    if not is_first_run():
        return None
    person = create_person(places, username, password, is_admin=True)
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
    user: User | None = User.get_or_none(User.username_folded == fold_name(username))
    _check_wait(user, username)
    keys = _derive_for(user, password)
    if user is None or keys is None or not user.check_login(keys):
        _count_failure(user, username)
        raise refusals.wrong_password(user.username if user else username)
    _forget_failures(user)
    if user.is_disabled:
        raise refusals.disabled(user.username, administrator_name())
    return user, open_vault(places, user, _journal_key(user, keys))


def open_vault(places: Places, user: User, journal_key: bytes) -> Vault:
    """Open the files of a person with their journal key, and note the day.

    Raises:
        Refusal: a file is missing, damaged or made by a newer Quietleaf.
    """
    vault = Vault(user.person_id, places.people_folder / user.person_id, journal_key)
    vault.open(places.journal_steps, places.media_steps)
    user.opened_on = clock.today(clock.local_zone()).isoformat()
    user.save(only=[User.opened_on])
    return vault


def open_with_code(places: Places, username: str, typed: str, new_password: str) -> NewPerson:
    """Open a journal with its recovery code, and set a new password and a new code.

    Raises:
        Refusal: the code or the new password does not do; nothing has changed then.
    """
    user: User | None = User.get_or_none(User.username_folded == fold_name(username))
    _check_wait(user, username)
    signs = slots.read_recovery_code(typed)
    slot = KeySlot.of(user.person_id, "recovery") if user else None
    if user is None or signs is None or slot is None:
        _count_failure(user, username)
        raise refusals.wrong_code()
    try:
        key = slots.unseal(slot, slots.recovery_kek(signs, slot.salt))
    except DamagedSlot as error:
        _refuse_code(user, signs, error)
    check_password(new_password)
    if user.is_disabled:
        raise refusals.disabled(user.username, administrator_name())
    _forget_failures(user)
    vault = open_vault(places, user, key)
    code = slots.new_recovery_code()
    with accounts_db.atomic("IMMEDIATE"):
        _set_password(user, new_password, key)
        _replace_code(user, code, key)
    sidecar.write(vault.folder, user)
    return NewPerson(user, code, vault)


def change_password(user: User, vault: Vault, old: str, new: str) -> None:
    """Change a person's password; the journal itself is not touched.

    Raises:
        Refusal: the old one is wrong or the new one does not do.
    """
    _check_wait(user, user.username)
    keys = _derive_for(user, old)
    if keys is None or not user.check_login(keys):
        _count_failure(user, user.username)
        raise refusals.wrong_password(user.username)
    check_password(new)
    _forget_failures(user)
    with accounts_db.atomic("IMMEDIATE"):
        _set_password(user, new, vault.key)
    sidecar.write(vault.folder, user)


def new_code(user: User, vault: Vault) -> str:
    """Make another recovery code; the earlier one opens nothing any more.

    Returns:
        The code, to be shown once.
    """
    code = slots.new_recovery_code()
    with accounts_db.atomic("IMMEDIATE"):
        _replace_code(user, code, vault.key)
    sidecar.write(vault.folder, user)
    return code


def confirm_code(user: User) -> None:
    """The person has said that the code is kept elsewhere."""
    user.code_is_kept = True
    user.save(only=[User.code_is_kept])


def administrator_name() -> str:
    """The name of someone who can help with accounts."""
    admin = User.get_or_none((User.is_admin == True) & (User.is_disabled == False))  # noqa: E712
    return admin.username if admin else "?"


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
    if any("\ud800" <= sign <= "\udfff" for sign in password) or len(password) > kdf.MAX_PASSWORD:
        password = ""
    if user is not None:
        return user.derive(password)
    other = User.select().first()
    cost = kdf.Cost(other.mib, other.passes, other.lanes) if other else kdf.Cost(kdf.FLOOR_MIB)
    keys = kdf.derive(password, bytes(kdf.SALT_BYTES), cost)
    hash_login(keys)
    return None


def _set_password(user: User, password: str, journal_key: bytes) -> None:
    keys, salt, cost = derive_new(password)
    user.password_hash = hash_login(keys)
    user.salt, user.mib, user.passes, user.lanes = salt, cost.mib, cost.passes, cost.lanes
    user.save()
    slot = slots.seal(user.person_id, "password", keys.kek, journal_key, salt, cost)
    if slots.unseal(slot, keys.kek) != journal_key:
        raise RuntimeError("a slot that was just sealed does not open")
    KeySlot.put(slot)


def _put_recovery_slot(user: User, code: str, journal_key: bytes) -> None:
    signs = slots.read_recovery_code(code) or ""
    salt = kdf.new_salt()
    kek = slots.recovery_kek(signs, salt)
    cost = slots.RECOVERY_COST
    KeySlot.put(slots.seal(user.person_id, "recovery", kek, journal_key, salt, cost))
    fingerprint = kdf.expand(kek, b"quietleaf/1/code-fingerprint")
    ReplacedCode.insert(
        person=user.person_id, salt=salt, fingerprint=fingerprint, replaced_at=0
    ).execute()


def _replace_code(user: User, code: str, journal_key: bytes) -> None:
    current = (ReplacedCode.person == user.person_id) & (ReplacedCode.replaced_at == 0)
    ReplacedCode.update(replaced_at=clock.now_ms()).where(current).execute()
    _put_recovery_slot(user, code, journal_key)
    user.code_is_kept = False
    user.save(only=[User.code_is_kept])


def _refuse_code(user: User, signs: str, error: DamagedSlot) -> None:
    from webapp.core.texts import full_date

    _count_failure(user, user.username)
    for row in ReplacedCode.select().where(ReplacedCode.person == user.person_id):
        kek = slots.recovery_kek(signs, bytes(row.salt))
        if kdf.expand(kek, b"quietleaf/1/code-fingerprint") == bytes(row.fingerprint):
            if row.replaced_at == 0:
                raise refusals.damaged_slot(user.username) from error
            day = clock.When.of_instant(row.replaced_at, clock.local_zone()).day
            raise refusals.replaced_code(full_date(day)) from error
    raise refusals.wrong_code() from error


@dataclass
class _Tries:
    """Wrong tries for a name that nobody has; in memory, for the name may be a password."""

    failures: int = 0
    next_try_at: int = 0


_strangers: dict[str, _Tries] = {}
MOST_STRANGERS = 200


def _check_wait(user: User | None, username: str) -> None:
    tries = user or _strangers.get(fold_name(username)) or _Tries()
    # a clock that was set back must not make anyone wait for a year
    wait = min(math.ceil((tries.next_try_at - clock.now_ms()) / 1000), LONGEST_WAIT)
    if wait > 0:
        raise refusals.try_later(user.username if user else username, wait)


def _count_failure(user: User | None, username: str) -> None:
    tries: User | _Tries
    if user is None:
        if len(_strangers) >= MOST_STRANGERS:
            _strangers.clear()
        tries = _strangers.setdefault(fold_name(username), _Tries())
    else:
        tries = user
    tries.failures += 1
    over = tries.failures - FREE_TRIES
    if over >= 0:
        tries.next_try_at = clock.now_ms() + 1000 * min(2**over, LONGEST_WAIT)
    if user is not None:
        user.save(only=[User.failures, User.next_try_at])


def _forget_failures(user: User) -> None:
    if user.failures:
        user.failures, user.next_try_at = 0, 0
        user.save(only=[User.failures, User.next_try_at])
