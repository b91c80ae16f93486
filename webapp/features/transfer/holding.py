"""What a person has chosen to bring in, kept in memory until it is in, dropped or locked away."""

from __future__ import annotations

import secrets
from collections.abc import MutableMapping
from dataclasses import dataclass, field, replace
from datetime import date

from webapp.core.jobs import Job
from webapp.features.transfer import texts
from webapp.features.transfer.formats import Format, recognise
from webapp.features.transfer.looking import Look
from webapp.features.transfer.shapes import ReadOptions
from webapp.features.transfer.source import Source
from webapp.features.transfer.wishes import AS_IT_IS, Wishes

KEY = "transfer"
MAX_UPLOAD = 256 * 1024 * 1024


@dataclass
class Held:
    """A source that waits for its person: looked at, asked about, brought in.

    `job` is the look or the import that runs or has run; `batch_id` the import that was made.
    """

    source: Source
    form: Format
    options: ReadOptions
    wishes: Wishes = AS_IT_IS
    token: str = field(default_factory=lambda: secrets.token_hex(16))
    look: Look | None = None
    job: Job | None = None
    batch_id: int | None = None

    def say(
        self, *, zone: str, encoding: str | None, day_first: bool | None, undated: date | None
    ) -> None:
        """Change how it is read; what was seen so far counts no more."""
        self.options = replace(
            self.options, zone=zone, encoding=encoding, day_first=day_first, undated=undated
        )
        self.look = None

    def open_with(self, password: str) -> None:
        """Read it with a password; it is kept as long as the source is, and nowhere else."""
        self.options = replace(self.options, password=password)
        self.look = None


def hold(kept: MutableMapping[str, object], source: Source, zone: str) -> Held:
    """Keep a source for the session; one that was kept before is let go.

    Args:
        kept: what the session keeps; it is emptied when the journal is locked.
        source: what was chosen.
        zone: the IANA zone for times that carry none.

    Raises:
        Refusal: it is of no known kind.
    """
    drop(kept)
    held = Held(source, recognise(source), ReadOptions(zone=zone))
    kept[KEY] = held
    return held


def find(kept: MutableMapping[str, object], token: str) -> Held:
    """What is kept under that token.

    Raises:
        Refusal: it has been let go.
    """
    held = kept.get(KEY)
    if not isinstance(held, Held) or not secrets.compare_digest(held.token, token):
        raise texts.no_such_import()
    return held


def drop(kept: MutableMapping[str, object]) -> None:
    """Let go of what is kept, and stop what is being done with it."""
    held = kept.pop(KEY, None)
    if isinstance(held, Held):
        if held.job is not None:
            held.job.stop.set()
        held.source.close()
