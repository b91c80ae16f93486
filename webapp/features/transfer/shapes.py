"""The neutral shapes between a foreign file and the journal: what every reader yields."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from flask_babel import gettext as _

from webapp.core.errors import Refusal
from webapp.features.entries.service import NO_MARGIN, Margin

NOON = time(12, 0)  # the time of an entry of which only the day is known


@dataclass(frozen=True, slots=True)
class WhenParts:
    """When something was written, as far as the source says.

    `day` and `time` are what the clock on the wall showed. `zone` is the IANA name where the source
    gives one; `offset` the minutes east of UTC where it gives those.
    """

    day: date
    time: time | None = None
    zone: str | None = None
    offset: int | None = None

    def stamp(self) -> str:
        """The same as text, for a fingerprint."""
        parts = [self.day.isoformat()]
        if self.time is not None:
            parts.append(self.time.isoformat())
        if self.offset is not None:
            parts.append(str(self.offset))
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class MediaReference:
    """A picture or file named in the text.

    `text` is the whole reference as it stands in the body, `name` what it points to, `member` the
    member of the source it was found as (None: it is not there), `alt` its words.
    """

    text: str
    name: str
    member: str | None
    alt: str = ""
    is_picture: bool = True


@dataclass(frozen=True, slots=True)
class EntryLink:
    """A link from one entry of the source to another.

    `text` is the whole link as it stands in the body, `target` the `anchor` of the other entry, or
    its `source_id` where it has none, `words` what is shown. Where the other entry does not come
    in, only the words stay.
    """

    text: str
    target: str
    words: str


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """One entry as the source has it; nothing of it is lost on the way here.

    `extra` holds the fields that have no home in Quietleaf (JSON-able), `header` the raw head of
    the record (front matter, date line), so that a better reader can run again. `member` and `line`
    say where it stood. `journal` is the name of the journal it stands in, "" for the default one.
    `anchor` is what links name it by, where that is no id to be remembered (a file's name).
    `is_dated_by_file` is true when only the file's own time told the day.
    """

    body: str
    when: WhenParts
    title: str | None = None
    source_id: str = ""
    tags: tuple[str, ...] = ()
    starred: bool = False
    created: WhenParts | None = None
    modified: WhenParts | None = None
    extra: Mapping[str, object] = field(default_factory=dict)
    media: tuple[MediaReference, ...] = ()
    links: tuple[EntryLink, ...] = ()
    anchor: str = ""
    member: str = ""
    line: int | None = None
    header: str = ""
    is_dated_by_file: bool = False
    journal: str = ""
    margin: Margin = NO_MARGIN

    @property
    def landing(self) -> str:
        """What links of the same source name it by; "" where none can."""
        return self.anchor or self.source_id

    @property
    def hash(self) -> str:
        """What makes two entries the same: day, time and words (SHA-256, hex).

        The time of a file changes with every copy, so it does not count.
        """
        stamp = "" if self.is_dated_by_file else self.when.stamp()
        words = f"{stamp}\x1f{self.title or ''}\x1f{self.body}"
        return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a reader could not take, or took with a doubt.

    `key` names the sentence (see `texts.py`), `params` what stands in it. With `is_left_out` the
    member, or the part of it at `line`, does not come in; otherwise it does, and this is a remark.
    """

    where: str
    key: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    line: int | None = None
    is_left_out: bool = True


class AskPassword(Refusal):
    """The source is locked: the person must say its password.

    `was_wrong` is true when the one in the options does not open it.
    """

    def __init__(self, *, was_wrong: bool) -> None:
        locked = _("This file is locked with a password.")
        wrong = _("The password does not open this file.")
        super().__init__(
            wrong if was_wrong else locked,
            _("Nothing was added."),
            _("Say the password it was locked with."),
        )
        self.was_wrong = was_wrong


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a person may say about how to read a source.

    `zone` is the IANA zone for times that carry none; `encoding` is used for text that is not
    Unicode; `day_first` settles 03/04/2020; `undated` is the day for entries that have none;
    `password` opens a source that is locked.
    """

    zone: str = "UTC"
    encoding: str | None = None
    day_first: bool | None = None
    undated: date | None = None
    password: str | None = field(default=None, repr=False)
