"""What the fields of front matter mean, whoever wrote them, whatever their case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from webapp.core import clock
from webapp.features.entries.service import NO_MARGIN, Margin
from webapp.features.transfer import dates
from webapp.features.transfer.formats.frontmatter import Value
from webapp.features.transfer.shapes import WhenParts

# In the order in which they are believed.
DATES = (
    "date", "created", "created_at", "createdat", "date_created", "creation_date", "created_time",
    "datetime",
)  # fmt: skip
CREATED = DATES[1:]
MODIFIED = (
    "modified", "updated", "updated_at", "updatedat", "modified_at", "lastmod", "last_modified",
    "date_modified", "updated_time", "last_updated",
)  # fmt: skip
TAGS = ("tags", "tag", "keywords")
STARS = ("starred", "favorite", "favourite")
ZONES = ("tz", "timezone", "time_zone")
YES = {"true", "yes", "on", "1", "y"}
NO = {"false", "no", "off", "0", "n", ""}
MAX_TITLE = 300
MAX_ID = 200
ANY = re.compile(r"(?s:.+)")
NUMBER = re.compile(r"-?\d{1,3}(?:\.\d{1,40})?")
OWN_ID = re.compile(r"[0-9a-f]{32}")


@dataclass
class Fields:
    """The fields that have a home in Quietleaf, and in `extra` those that have none.

    `misread` is a date that was not understood; `is_doubtful` one whose day could be its month;
    `is_own` says that Quietleaf wrote the file.
    """

    when: WhenParts | None = None
    zone: str | None = None
    title: str | None = None
    source_id: str = ""
    tags: tuple[str, ...] = ()
    starred: bool = False
    created: WhenParts | None = None
    modified: WhenParts | None = None
    misread: str = ""
    is_doubtful: bool = False
    is_own: bool = False
    journal: str = ""
    margin: Margin = NO_MARGIN
    extra: dict[str, Value] = field(default_factory=dict)


def take(fields: dict[str, Value], day_first: bool | None = None) -> Fields:
    """Sort the fields of a front matter.

    Args:
        fields: with the writer's own spelling of the keys.
        day_first: settles 03/04/2020.

    Raises:
        ImpossibleDate: the entry's date has the shape of one, but there is no such day; the
            error's text is that date.
    """
    taken = Fields(extra=dict(fields))
    if not fields:
        return taken
    spelled = {_folded(key): key for key in reversed(fields)}
    _take_dates(taken, spelled, day_first)
    _take_words(taken, spelled)
    for name in _present(STARS, spelled):
        taken.starred = _take_flag(taken, spelled[name]) or taken.starred
    pinned = "pinned" in spelled and _take_flag(taken, spelled["pinned"])
    taken.is_own = bool(
        OWN_ID.fullmatch(taken.source_id) and taken.zone and "date" in spelled and taken.when
    )
    _take_title(taken, spelled)
    taken.margin = Margin(pinned=pinned)
    if taken.is_own:
        _take_margin(taken, spelled)
    return taken


def _take_flag(taken: Fields, key: str) -> bool:
    """Whether a field says yes; it stays where it says neither yes nor no."""
    value = _text(taken.extra[key])
    if value is None or value.casefold() not in YES | NO:
        return False
    del taken.extra[key]
    return value.casefold() in YES


def _take_title(taken: Fields, spelled: dict[str, str]) -> None:
    title = _text(taken.extra[spelled["title"]]) if "title" in spelled else None
    if title is None or (len(title) > MAX_TITLE and not taken.is_own):
        return
    # others break lines inside a title; one of our own is kept to the sign
    taken.title = (title if taken.is_own else " ".join(title.split())) or None
    del taken.extra[spelled["title"]]


def _folded(key: str) -> str:
    return key.strip().casefold().replace(" ", "_").replace("-", "_").rstrip("?")


def _text(value: Value) -> str | None:
    """A single value as text; None for maps and longer lists."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if value is None:
        return ""
    return value if isinstance(value, str) else None


def _take_dates(taken: Fields, spelled: dict[str, str], day_first: bool | None) -> None:
    for name in _present(ZONES, spelled):
        zone = _text(taken.extra[spelled[name]])
        if zone and taken.zone is None and _is_zone(zone):
            taken.zone = zone
            del taken.extra[spelled[name]]
    for name in _present(DATES, spelled):
        value = _text(taken.extra[spelled[name]])
        if value and _take_date(taken, name, value, day_first):
            del taken.extra[spelled[name]]
    if taken.when is not None:
        taken.misread = ""
        _take_clock(taken, spelled)
    for name in _present(MODIFIED, spelled):
        value = _text(taken.extra[spelled[name]])
        read = _read(value, day_first, is_strict=False) if value else None
        if read is not None and taken.modified is None:
            taken.modified = read.when
            del taken.extra[spelled[name]]


def _present(names: tuple[str, ...], spelled: dict[str, str]) -> Iterator[str]:
    return (name for name in names if name in spelled)


def _take_date(taken: Fields, name: str, value: str, day_first: bool | None) -> bool:
    """Use a date field as the day of the entry or of its making; False when it is neither."""
    read = _read(value, day_first, is_strict=taken.when is None)
    if read is None:
        taken.misread = taken.misread or value
        return False
    if taken.when is None:
        taken.when = replace(read.when, zone=read.when.zone or taken.zone)
        taken.is_doubtful = read.is_doubtful
        return True
    if taken.created is None and name in CREATED:
        taken.created = read.when
        return True
    return False


def _take_clock(taken: Fields, spelled: dict[str, str]) -> None:
    """`time: 10:30` beside a date without one."""
    if "time" not in spelled or taken.when is None or taken.when.time is not None:
        return
    value = _text(taken.extra[spelled["time"]]) or ""
    moment = dates.parse_time(value)
    if moment is not None:
        taken.when = replace(taken.when, time=moment)
        del taken.extra[spelled["time"]]


def _read(value: str, day_first: bool | None, *, is_strict: bool) -> dates.ReadDate | None:
    try:
        return dates.parse(value, day_first=day_first)
    except dates.ImpossibleDate:
        if is_strict:
            raise dates.ImpossibleDate(value) from None
        return None


def _is_zone(name: str) -> bool:
    try:
        clock.zone(name)
    except ValueError:
        return False
    return True


def _take_words(taken: Fields, spelled: dict[str, str]) -> None:
    identity = _text(taken.extra[spelled["id"]]) if "id" in spelled else None
    if identity and len(identity) <= MAX_ID:
        taken.source_id = identity
        del taken.extra[spelled["id"]]
    tags: dict[str, str] = {}
    for name in _present(TAGS, spelled):
        found = tags_of(taken.extra[spelled[name]])
        if found is not None:
            for tag in found:
                tags.setdefault(tag.casefold(), tag)
            del taken.extra[spelled[name]]
    taken.tags = tuple(tags.values())


def tags_of(value: Value) -> list[str] | None:
    """The tags in a value: a list, or words between commas, or `#one #two`. None for a map."""
    if value is None:
        return []
    if isinstance(value, dict):
        return None
    if isinstance(value, list):
        found = [tags_of(item) for item in value]
        return [tag for tags in found for tag in tags or []] if None not in found else None
    parts = value.split() if value.lstrip().startswith("#") else value.split(",")
    return [tag for tag in (part.strip().lstrip("#").strip(" ,") for part in parts) if tag]


def _take_margin(taken: Fields, spelled: dict[str, str]) -> None:
    """Journal, mood, place, weather and people, as Quietleaf itself writes them."""
    texts = {name: _own_text(taken, spelled, name) for name in ("journal", "place", "weather")}
    mood = _own_text(taken, spelled, "mood", re.compile("[1-5]"))
    where = [_own_text(taken, spelled, name, NUMBER) for name in ("latitude", "longitude")]
    people = taken.extra.get(spelled.get("people", ""))
    named: tuple[str, ...] = ()
    if isinstance(people, list) and all(isinstance(name, str) for name in people):
        named = tuple(str(name) for name in people)
        del taken.extra[spelled["people"]]
    taken.journal = texts["journal"]
    taken.margin = replace(
        taken.margin,
        mood=int(mood) if mood else None,
        place=texts["place"],
        latitude=float(where[0]) if where[0] else None,
        longitude=float(where[1]) if where[1] else None,
        weather=texts["weather"],
        people=named,
    )


def _own_text(
    taken: Fields, spelled: dict[str, str], name: str, form: re.Pattern[str] = ANY
) -> str:
    """A field's text, taken; "" where there is none or it has another form, and then it stays."""
    value = taken.extra.get(spelled.get(name, ""))
    if not isinstance(value, str) or not form.fullmatch(value):
        return ""
    del taken.extra[spelled[name]]
    return value
