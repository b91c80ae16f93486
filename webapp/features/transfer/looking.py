"""What is inside a source, before anything is brought in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from webapp.core.clock import When
from webapp.core.markdown import name_and_summary
from webapp.features.transfer.formats import Format
from webapp.features.transfer.models import Tally
from webapp.features.transfer.shapes import ReadOptions, SourceEntry
from webapp.features.transfer.sifting import Item, Known, Weighed, sift, weigh
from webapp.features.transfer.source import Source

KEPT_SIGNS = 40 * 1024**2  # some 100 MB of memory, while the person looks
EVERY = 250  # entries between two looks at whether the person has stopped it


@dataclass(frozen=True)
class Sample:
    """An entry as it will look in the timeline."""

    when: When
    name: str
    summary: str
    pictures: int


@dataclass
class Look:
    """What was found: the count, the pictures by the members they are, three entries to show.

    `journals` are the journals the source names, with their entries; `places` counts entries that
    say where they were written; `ids` are those the source gives its entries, `linked` those its
    texts lead to.
    """

    form: str
    tally: Tally = field(default_factory=Tally)
    pictures: dict[str, None] = field(default_factory=dict)
    missing: dict[str, None] = field(default_factory=dict)
    samples: list[Sample] = field(default_factory=list)
    journals: Counter[str] = field(default_factory=Counter)
    places: int = 0
    ids: set[str] = field(default_factory=set, repr=False)
    linked: set[str] = field(default_factory=set, repr=False)
    items: list[Item] | None = field(default_factory=list, repr=False)
    """All that was read, where it is little enough to be kept until it is brought in."""

    def keep(self, items: Iterable[Item]) -> Iterator[Item]:
        """Pass them on, and keep them while they are few."""
        room = KEPT_SIGNS
        for item in items:
            if self.items is not None:
                room -= _signs(item.entry) if isinstance(item, Weighed) else 0
                self.items.append(item)
                if room < 0:
                    self.items = None
            yield item


def look(source: Source, form: Format, options: ReadOptions, tell: Callable[[int], None]) -> Look:
    """Read a source through and change nothing.

    Args:
        source: what was chosen.
        form: the format it is read as.
        options: how.
        tell: called now and then with the number of entries read since the last time; may raise
            to stop it.

    Raises:
        Refusal: it cannot be read, or the encoding must be asked for.
    """
    found = Look(form.name)
    shown = _Samples()
    unsaid = 0
    items = found.keep(weigh(form.read(source, options), options.zone))
    for accepted in sift(items, Known(form.name), found.tally):
        entry = accepted.weighed.entry
        found.tally.tags.update(tag.casefold() for tag in entry.tags)
        found.tally.starred += entry.starred
        found.journals[entry.journal] += 1
        found.places += bool(entry.margin.place or entry.margin.latitude is not None)
        found.ids.add(entry.landing)
        found.linked.update(link.target for link in entry.links)
        _see_media(entry, found)
        shown.see(accepted.weighed)
        unsaid += 1
        if unsaid == EVERY:
            tell(unsaid)
            unsaid = 0
    tell(unsaid)
    found.tally.pictures, found.tally.missing = len(found.pictures), len(found.missing)
    found.samples = shown.samples()
    return found


def _signs(entry: SourceEntry) -> int:
    return len(entry.body) + len(entry.header)


def _see_media(entry: SourceEntry, found: Look) -> None:
    for reference in entry.media:
        if reference.member is None:
            found.missing[reference.name] = None
        else:
            found.pictures[reference.member] = None


class _Samples:
    """The first entry, the last, and one from about the middle, without keeping the others."""

    def __init__(self) -> None:
        self._first: Weighed | None = None
        self._middle: Weighed | None = None
        self._last: Weighed | None = None
        self._count = 0
        self._next_middle = 2

    def see(self, weighed: Weighed) -> None:
        self._count += 1
        self._first = self._first or weighed
        if self._count == self._next_middle:
            self._middle = weighed
            self._next_middle *= 2
        self._last = weighed

    def samples(self) -> list[Sample]:
        kept: list[Weighed] = []
        for one in (self._first, self._middle, self._last):
            if one is not None and all(one is not other for other in kept):
                kept.append(one)
        return [_sample(one) for one in sorted(kept, key=lambda one: one.when.instant_ms)]


def _sample(weighed: Weighed) -> Sample:
    entry = weighed.entry
    name, summary = name_and_summary(entry.title, entry.body)
    pictures = sum(one.is_picture and one.member is not None for one in entry.media)
    return Sample(weighed.when, name, summary, pictures)
