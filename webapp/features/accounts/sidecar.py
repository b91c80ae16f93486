"""A copy of a person's key slots beside their journal: a journal without its slots is lost."""

from __future__ import annotations

import json
import os
from pathlib import Path

from webapp.core.slots import VERSION
from webapp.features.accounts.models import KeySlot, User


def write(folder: Path, user: User) -> None:
    """Write `slots.json` anew, whole or not at all.

    It holds what the accounts file holds of the person's keys: wrapped, with salt and cost.
    """
    rows = KeySlot.select().where(KeySlot.person == user.person_id)
    said = {
        "v": VERSION,
        "person": user.person_id,
        "username": user.username,
        "slots": [
            {
                "kind": slot.kind,
                "salt": slot.salt.hex(),
                "mib": slot.mib,
                "passes": slot.passes,
                "lanes": slot.lanes,
                "sealed": slot.sealed.hex(),
            }
            for slot in (row.slot for row in rows)
        ],
    }
    part = folder / "slots.json.part"
    with open(part, "w", encoding="utf-8", opener=_private) as file:
        json.dump(said, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / "slots.json")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
