"""Recovery codes: what is stored of them, and what is said when one does not open."""

from __future__ import annotations

from typing import NoReturn

from webapp.core import clock, kdf, slots
from webapp.core.slots import DamagedSlot
from webapp.features.accounts import refusals
from webapp.features.accounts.models import KeySlot, RecoveryCode, User

FINGERPRINT = b"quietleaf/1/code-fingerprint"


def put(user: User, code: str, journal_key: bytes) -> None:
    """Store what makes `code` open the journal: a slot, and a fingerprint to know it again by."""
    signs = slots.read_recovery_code(code)
    if signs is None:
        raise ValueError("that is no recovery code")
    salt = kdf.new_salt()
    kek = slots.recovery_kek(signs, salt)
    cost = slots.RECOVERY_COST
    KeySlot.put(slots.seal(user.person_id, "recovery", kek, journal_key, salt, cost))
    RecoveryCode.insert(
        person=user.person_id,
        salt=salt,
        fingerprint=kdf.expand(kek, FINGERPRINT),
        made_at=clock.now_ms(),
    ).execute()


def replace(user: User, code: str, journal_key: bytes) -> None:
    """Make `code` the one that opens; the one before opens nothing any more."""
    RecoveryCode.update(replaced_at=clock.now_ms()).where(_current(user)).execute()
    put(user, code, journal_key)
    user.code_is_kept = False
    user.save(only=[User.code_is_kept])


def made_at(user: User) -> int | None:
    """When the current code was made, in milliseconds since 1970 UTC."""
    row = RecoveryCode.get_or_none(_current(user))
    return row.made_at if row else None


def refuse(user: User, signs: str, error: DamagedSlot) -> NoReturn:
    """Say why a code does not open.

    Raises:
        Refusal: it was replaced, its slot is damaged, or it is no code of this person's.
    """
    from webapp.core.texts import full_date

    for row in RecoveryCode.select().where(RecoveryCode.person == user.person_id):
        kek = slots.recovery_kek(signs, bytes(row.salt))
        if kdf.expand(kek, FINGERPRINT) != bytes(row.fingerprint):
            continue
        if row.replaced_at is None:
            raise refusals.damaged_code(user.username) from error
        day = clock.When.of_instant(row.replaced_at, clock.local_zone()).day
        raise refusals.replaced_code(full_date(day)) from error
    raise refusals.wrong_code() from error


def _current(user: User) -> object:
    return (RecoveryCode.person == user.person_id) & RecoveryCode.replaced_at.is_null()
