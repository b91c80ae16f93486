"""Recovery codes: what is stored of them, and what is said when one does not open."""

from __future__ import annotations

import hmac
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


def check_current(user: User, code: str) -> None:
    """Make sure that a code that was shown is still the one that opens.

    Raises:
        Refusal: another one has taken its place, in another window.
    """
    row = RecoveryCode.get_or_none(_current(user))
    if row is None or not _is_of(row, slots.read_recovery_code(code) or ""):
        raise refusals.replaced_code(_day_of(row.made_at if row else clock.now_ms()))


def made_at(user: User) -> int | None:
    """When the current code was made, in milliseconds since 1970 UTC."""
    row = RecoveryCode.get_or_none(_current(user))
    return row.made_at if row else None


def refuse(user: User, signs: str, error: DamagedSlot) -> NoReturn:
    """Say why a code does not open.

    Raises:
        Refusal: it was replaced, its slot is damaged, or it is no code of this person's.
    """
    for row in RecoveryCode.select().where(RecoveryCode.person == user.person_id):
        if not _is_of(row, signs):
            continue
        if row.replaced_at is None:
            raise refusals.damaged_code(user.username) from error
        raise refusals.replaced_code(_day_of(row.replaced_at)) from error
    raise refusals.wrong_code() from error


def _is_of(row: RecoveryCode, signs: str) -> bool:
    """Whether a row is about the code of these signs."""
    kek = slots.recovery_kek(signs, bytes(row.salt))
    return hmac.compare_digest(kdf.expand(kek, FINGERPRINT), bytes(row.fingerprint))


def _day_of(moment_ms: int) -> str:
    from webapp.core.texts import full_date

    return full_date(clock.When.of_instant(moment_ms, clock.local_zone()).day)


def _current(user: User) -> object:
    return (RecoveryCode.person == user.person_id) & RecoveryCode.replaced_at.is_null()
