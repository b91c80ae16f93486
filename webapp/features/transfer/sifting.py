"""From what a reader yields to what comes in: doubles and what cannot be kept are told apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from webapp.core.clock import When
from webapp.core.database import journal_db
from webapp.features.entries import service as entries
from webapp.features.transfer.models import Tally
from webapp.features.transfer.moments import resolve
from webapp.features.transfer.shapes import Problem, SourceEntry

HASH_BYTES = 16  # of the 32: still no two texts of all lives have the same
LONG = 500_000  # signs from which the length in bytes is looked at


@dataclass(frozen=True, slots=True)
class Weighed:
    """An entry that can come in, when it was, and what makes it the same as another."""

    entry: SourceEntry
    when: When
    digest: bytes


Item = Weighed | Problem


@dataclass(frozen=True, slots=True)
class Accepted:
    """An entry that comes in, and the id it had in a Quietleaf; None where it gets a new one."""

    weighed: Weighed
    uid: str | None


class Known:
    """What is in the journal already, by the id it had at its source and by day, time and words.

    What one source holds twice comes in twice: that is how its writer has it.
    """

    def __init__(self, form: str) -> None:
        self._form = form
        rows = journal_db.execute_sql("SELECT source_hash FROM import_source")
        self._hashes = {bytes(row[0]) for row in rows}
        rows = journal_db.execute_sql("SELECT source_id FROM import_source WHERE source_id <> ''")
        self._ids = {row[0] for row in rows}
        self._uids: set[str] = set()

    def source_key(self, entry: SourceEntry) -> str:
        """The id an entry is remembered by; "" when its source gives none."""
        return f"{self._form}:{entry.source_id}" if entry.source_id else ""

    def has(self, entry: SourceEntry, digest: bytes) -> bool:
        """Whether the entry was in the journal before this import."""
        if digest in self._hashes or self.source_key(entry) in self._ids:
            return True
        uid = entry.source_id
        return entries.is_uid(uid) and uid not in self._uids and entries.has_entry(uid)

    def uid_for(self, entry: SourceEntry) -> str | None:
        """The id it had in a Quietleaf, for the first that has it."""
        uid = entry.source_id
        if not entries.is_uid(uid) or uid in self._uids:
            return None
        self._uids.add(uid)
        return uid


def weigh(items: Iterable[SourceEntry | Problem], zone: str) -> Iterator[Item]:
    """What a reader yields, with all that costs time worked out once for look and import.

    Args:
        items: entries and problems, in the order of the source.
        zone: the IANA zone for times that carry none.
    """
    for item in items:
        if isinstance(item, Problem):
            yield item
            continue
        problem = _unfit(item)
        if problem is not None:
            yield problem
            continue
        yield Weighed(item, resolve(item.when, zone), bytes.fromhex(item.hash)[:HASH_BYTES])


def sift(items: Iterable[Item], known: Known, tally: Tally) -> Iterator[Accepted]:
    """The entries that come in, in the order of the source; all that is found goes into `tally`.

    Args:
        items: what `weigh` yields.
        known: what is in the journal already.
        tally: the count of it all.
    """
    for item in items:
        if isinstance(item, Problem):
            tally.see_problem(item)
            continue
        if known.has(item.entry, item.digest):
            tally.doubles += 1
            continue
        tally.entries += 1
        tally.see_day(item.when.day)
        yield Accepted(item, known.uid_for(item.entry))


def _unfit(entry: SourceEntry) -> Problem | None:
    if len(entry.body) > LONG and len(entry.body.encode("utf-8")) > entries.MAX_BODY_BYTES:
        return Problem(entry.member, "too_long", line=entry.line)
    if "\x00" in entry.body or "\x00" in (entry.title or ""):
        return Problem(entry.member, "not_text", line=entry.line)
    return None
