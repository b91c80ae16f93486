"""Links between the entries of a source become links between the entries here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from webapp.core.database import journal_db
from webapp.features.entries import service as entries
from webapp.features.transfer.looking import Look
from webapp.features.transfer.shapes import EntryLink, SourceEntry


class Links:
    """What entries that others lead to are called here, known before they are written.

    Args:
        form: the name of the format; an id of a source counts only within it.
        found: what `look` found.
    """

    def __init__(self, form: str, found: Look) -> None:
        self._form = form
        coming = found.linked & found.ids
        self._uids = {
            target: target if entries.is_uid(target) else self._made(target) for target in coming
        }
        self._unclaimed = {target for target in coming if not entries.has_entry(self._made(target))}
        if found.linked - coming:
            self._uids |= self._here(found.linked - coming)

    def _made(self, target: str) -> str:
        return hashlib.sha256(f"{self._form}:{target}".encode("utf-8", "replace")).hexdigest()[:32]

    def _here(self, targets: set[str]) -> dict[str, str]:
        """Those that came in before."""
        rows = journal_db.execute_sql(
            "SELECT s.source_id, e.uid FROM import_source s JOIN entry e ON e.id = s.entry_id"
            " WHERE s.source_id <> ''"
        )
        prefix = f"{self._form}:"
        known = ((str(key).removeprefix(prefix), str(uid)) for key, uid in rows)
        return {target: uid for target, uid in known if target in targets}

    def claim(self, entry: SourceEntry) -> str | None:
        """The id that others know an entry by; None when none leads to it, or it is a double."""
        if entry.landing not in self._unclaimed:
            return None
        self._unclaimed.discard(entry.landing)
        return self._uids[entry.landing]

    def led(self, body: str, links: Iterable[EntryLink]) -> str:
        """The text with its links led to the entries here; of those that are not, the words."""
        for link in links:
            uid = self._uids.get(link.target)
            words = link.words.replace("]", "\\]") or "…"
            here = link.words if uid is None else f"[{words}]({entries.ENTRY_SCHEME}{uid})"
            body = body.replace(link.text, here)
        return body
