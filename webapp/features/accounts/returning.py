"""Bringing a removed person back from the folder that was kept aside."""

from __future__ import annotations

import json
from pathlib import Path

from webapp.core import kdf, slots
from webapp.core.database import accounts_db
from webapp.core.kdf import BadCost, Derived
from webapp.core.places import Places
from webapp.core.slots import DamagedSlot, Slot
from webapp.core.vault import Vault
from webapp.features.accounts import refusals, service, sidecar
from webapp.features.accounts.models import KeySlot, NameTaken, User


def bring_back(places: Places, folder: Path, password: str, name: str | None = None) -> User:
    """Make the account of a removed person anew and move their folder back.

    Args:
        places: where things lie.
        folder: the folder in `deleted`, or only its name.
        password: the password the person had when they were removed.
        name: another name, where theirs has been taken meanwhile.

    Raises:
        Refusal: it is no such folder, the password does not open it, its files are damaged, or
            the name is taken; the account is not made then.
    """
    source = places.deleted_folder / folder
    username, kept = _read(source)
    keys, journal_key = _open(kept["password"], password)
    username = service.check_name(name or username)
    mine = kept["password"]
    vault = Vault(mine.person_id, source, journal_key)
    vault.open(places.journal_steps, places.media_steps)
    vault.close()
    with accounts_db.atomic("IMMEDIATE"):
        try:
            user = User.create_user(
                username, "", person_id=mine.person_id, derived=(keys, mine.salt, mine.cost)
            )
        except NameTaken as error:
            raise refusals.name_taken(username) from error
        for slot in kept.values():
            KeySlot.put(slot)
        service.confirm_code(user)
        target = places.people_folder / mine.person_id
        try:
            target.parent.mkdir(mode=0o700, exist_ok=True)
            source.replace(target)
        except OSError as error:
            raise refusals.folder_in_use(username, error.strerror or "") from error
        sidecar.write(target, user)
    return user


def _read(folder: Path) -> tuple[str, dict[str, Slot]]:
    """The name and the slots by kind, from what lies beside the journal."""
    try:
        said = json.loads((folder / "slots.json").read_text(encoding="utf-8"))
        kept = {
            str(one["kind"]): Slot(
                str(said["person"]),
                str(one["kind"]),
                bytes.fromhex(one["salt"]),
                int(one["mib"]),
                int(one["passes"]),
                int(one["lanes"]),
                bytes.fromhex(one["sealed"]),
            )
            for one in said["slots"]
        }
        _check_id(kept["password"].person_id)
        return str(said["username"]), kept
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise refusals.no_kept_folder(type(error).__name__) from error


def _check_id(person_id: str) -> None:
    if len(bytes.fromhex(person_id)) != 16:
        raise ValueError("a person's id has 32 hexadecimal digits")


def _open(slot: Slot, password: str) -> tuple[Derived, bytes]:
    try:
        keys = kdf.derive(password, slot.salt, slot.cost)
        return keys, slots.unseal(slot, keys.kek)
    except (BadCost, DamagedSlot, ValueError) as error:
        raise refusals.earlier_password() from error
