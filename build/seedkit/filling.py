"""Makes the people of the demo folder and stores what was written for them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from devkit.places import ROOT, CannotGoOnError
from flask import Flask

from seedkit import margins
from seedkit.writer import SEED, Draft, write_alices, write_bobs
from webapp import create_app
from webapp.core import clock
from webapp.core.clock import When
from webapp.core.database import journal_db, use_accounts, use_vault
from webapp.features.accounts import service as accounts
from webapp.features.entries import service as entries
from webapp.features.entries.models import NewEntry
from webapp.features.media import service as media
from webapp.settings import Settings

PHOTOS = ROOT / "assets" / "demo"
PEOPLE = {"alice": "lantern oblong thirty heron", "bob": "copper willow ninety otter"}
"""Name to password; alice looks after the computer. Nobody's real password looks like these."""

_PHOTO = re.compile(r"\{photo:([\w-]+)\|([^}]*)\}")


def fill(folder: Path, until: date) -> dict[str, int]:
    """Make the folder with its two people.

    Args:
        folder: empty, or not there yet.
        until: the day of the newest entry.

    Returns:
        Name to number of entries.

    Raises:
        CannotGoOnError: there are people in the folder.
    """
    refuse_used(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    app = create_app(Settings(data_dir=folder))
    drafts = {
        "alice": list(write_alices(until, PHOTOS / "stories.md")),
        "bob": list(write_bobs(until)),
    }
    return {name: _add_person(app, name, drafts[name]) for name in PEOPLE}


def refuse_used(folder: Path) -> None:
    """Never touch a folder that anybody may have written in.

    Raises:
        CannotGoOnError: it holds anything.
    """
    if folder.is_dir() and any(folder.iterdir()):
        people = (folder / "accounts.sqlite3").exists() or (folder / "people").exists()
        what = "already has people" if people else "is not empty"
        raise CannotGoOnError(
            f"The folder {folder} {what}. Nothing was changed.\n"
            "Name another with --data-dir, or delete it yourself if it is an earlier demo."
        )


def _add_person(app: Flask, name: str, drafts: list[Draft]) -> int:
    places = app.extensions["places"]
    with app.app_context(), use_accounts(places.accounts_path):
        person = accounts.create_person(places, name, PEOPLE[name], is_admin=name == "alice")
        accounts.confirm_code(person.user)
        try:
            with use_vault(person.vault):
                _store(drafts)
        finally:
            person.vault.close()
    return len(drafts)


def _store(drafts: Iterable[Draft]) -> None:
    rng = random.Random(SEED)
    zone = clock.local_zone()
    photos = _Photos()
    journals = {
        name: entries.new_journal(name, color).id
        for name, (_tags, color) in margins.JOURNALS.items()
    }
    new = [_new_entry(draft, zone, photos, rng, journals) for draft in drafts]
    with journal_db.atomic("IMMEDIATE"):
        ids = entries.add_entries(new)
        for entry_id, entry in zip(ids, new, strict=True):
            media.link_from_text(entry_id, entry.body)


def _new_entry(
    draft: Draft, zone: str, photos: _Photos, rng: random.Random, journals: dict[str, int]
) -> NewEntry:
    when = When(draft.day, draft.time, zone)
    later = rng.randrange(3, 40) * 60_000
    return NewEntry(
        body=photos.put_in(draft.body),
        when=when,
        title=draft.title,
        tags=draft.tags,
        starred=draft.starred,
        created_ms=when.instant_ms,
        updated_ms=when.instant_ms + later,
        journal_id=journals.get(margins.journal_of(draft)),
        margin=margins.margin_of(draft, rng),
    )


class _Photos:
    """The demo's photos in the open journal, each added when it is first used."""

    def __init__(self) -> None:
        self._uids: dict[str, str] = {}

    def put_in(self, body: str) -> str:
        """The body with each picture as the editor writes it."""
        return _PHOTO.sub(lambda match: f"![{match[2]}](media:{self._uid(match[1])})", body)

    def _uid(self, name: str) -> str:
        if name not in self._uids:
            path = PHOTOS / f"{name}.jpg"
            with path.open("rb") as stream:
                self._uids[name] = media.add(stream, path.name).uid
        return self._uids[name]
