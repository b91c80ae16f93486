"""An entry as it once was, and how it is packed away."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property

from webapp.core.clock import When

PACKING = 1  # of zlib's levels 1 to 9: a megabyte takes 10 ms, and a third more room than at best


@dataclass(frozen=True)
class State:
    """What is kept of an entry. `tags` are those of the tag field, `text_tags` the #words."""

    body: str
    title: str | None
    when: When
    tags: tuple[str, ...] = ()
    text_tags: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing in it that anybody could miss."""
        return not (self.body.strip() or self.title)

    @property
    def all_tags(self) -> list[str]:
        """The tags of both kinds, by name."""
        return sorted({*self.tags, *self.text_tags}, key=str.casefold)

    def packed(self) -> bytes:
        """The state in as few bytes as can be had quickly."""
        values = {
            "body": self.body,
            "title": self.title,
            "when": [self.when.day.isoformat(), self.when.time.isoformat(), self.when.zone],
            "tags": self.tags,
            "text_tags": self.text_tags,
        }
        return zlib.compress(json.dumps(values, ensure_ascii=False).encode(), PACKING)

    @classmethod
    def unpacked(cls, packed: bytes) -> State:
        """A state from what `packed` has made of it."""
        values = json.loads(zlib.decompress(packed))
        day, moment, zone = values["when"]
        when = When(date.fromisoformat(day), time.fromisoformat(moment), zone)
        tags, text_tags = tuple(values["tags"]), tuple(values["text_tags"])
        return cls(values["body"], values["title"], when, tags, text_tags)


@dataclass(frozen=True)
class Version:
    """One text of an entry's history.

    `number` is the entry's version then, None for a text that never was the entry's; `made_at` is
    when it was written, in ms since 1970 UTC; `why` says what it was kept before.
    """

    id: int
    number: int | None
    made_at: int
    why: str
    words: int
    packed: bytes = field(repr=False)

    @cached_property
    def state(self) -> State:
        """What the entry was then."""
        return State.unpacked(self.packed)
