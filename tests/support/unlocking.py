"""Trying passwords at the service, without pages."""

from __future__ import annotations

import pytest

from webapp.core.places import Places
from webapp.features.accounts import service
from webapp.features.accounts.models import KeySlot
from webapp.features.accounts.refusals import WrongPassword

WRONG = "lantern oblong thirty herring"


def opens(places: Places, name: str, password: str) -> bool:
    """Whether the password opens that journal; it is closed again."""
    try:
        _user, vault = service.unlock(places, name, password)
    except WrongPassword:
        return False
    vault.close()
    return True


def fail(places: Places, name: str, times: int) -> None:
    """Try a wrong password so many times."""
    for _ in range(times):
        with pytest.raises(WrongPassword):
            service.unlock(places, name, WRONG)


def damage_slot(kind: str) -> None:
    """Change one byte of alice's slot of that kind."""
    user = service.find_person("alice")
    slot = KeySlot.of(user.person_id, kind)
    assert slot is not None
    bad = slot.sealed[:-1] + bytes([slot.sealed[-1] ^ 1])
    KeySlot.update(sealed=bad).where(
        (KeySlot.person == user.person_id) & (KeySlot.kind == kind)
    ).execute()
