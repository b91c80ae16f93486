"""What a person wants of what comes in, beside how it is read."""

from __future__ import annotations

from dataclasses import dataclass, replace

from webapp.features.entries.service import Margin
from webapp.features.transfer.shapes import SourceEntry


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is taken of a source.

    `journal` is the name of the journal that all of it goes into; None keeps the source's own.
    Without `places`, the margin's place and coordinates are left out.
    """

    journal: str | None = None
    tags: bool = True
    places: bool = True
    media: bool = True

    def of(self, entry: SourceEntry) -> SourceEntry:
        """The entry as it is wanted."""
        if self == AS_IT_IS:
            return entry
        margin = entry.margin
        if not self.places:
            margin = _without_place(margin)
        return replace(
            entry,
            journal=entry.journal if self.journal is None else self.journal,
            tags=entry.tags if self.tags else (),
            margin=margin,
        )


def _without_place(margin: Margin) -> Margin:
    return replace(margin, place="", latitude=None, longitude=None)


AS_IT_IS = Wishes()
