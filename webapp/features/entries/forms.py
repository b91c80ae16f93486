"""What the pages send, read and refused in words a person understands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache

from flask_babel import gettext as _

from webapp.core import clock
from webapp.core.errors import Refusal
from webapp.core.texts import full_date
from webapp.features.entries.refusals import bad_when
from webapp.features.entries.service import NO_MARGIN, MarginChange, WhenChange

MAX_TAGS = 200
MAX_VERSION = 2**53
_DAY = re.compile(r"(\d{1,6})-(\d{1,2})-(\d{1,2})")
_TIME = re.compile(r"(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,6})?)?")


@dataclass(frozen=True)
class Save:
    """A save of the writing page; what is None was not changed there."""

    body: str
    title: str | None
    base_version: int
    page: str
    when: WhenChange | None = None
    tags: tuple[str, ...] | None = None
    starred: bool | None = None
    journal_id: int | None = None
    margin: MarginChange | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written, marked or titled: no entry is made of that."""
        drawn = self.margin.on(NO_MARGIN) if self.margin else NO_MARGIN
        marked = self.tags or self.starred or drawn != NO_MARGIN
        return not (self.body.strip() or self.title or marked)


def read_save(sent: object) -> Save:
    """What a writing page sends: JSON {body, title, base_version, page} and what was changed of
    {day, time, zone}, {tags}, {starred}, {journal}, {pinned, mood, place, weather, people}.

    Raises:
        Refusal: it is something else, or holds a day, time or zone that does not exist.
    """
    if not isinstance(sent, dict):
        raise _not_understood("the body is no JSON object")
    body = _text(sent, "body")
    if body is None:
        raise _not_understood("there is no “body”")
    return Save(
        body=body,
        title=(_text(sent, "title") or "").strip() or None,
        base_version=_version(sent),
        page=(_text(sent, "page") or "")[:64],
        when=read_when(sent),
        tags=_tags(sent),
        starred=_flag(sent, "starred"),
        journal_id=_number(sent, "journal"),
        margin=read_margin(sent),
    )


def read_tick(sent: object) -> tuple[int, bool, int]:
    """What a box sends that was ticked: JSON {line, ticked, version}, the line counted from 0.

    Raises:
        Refusal: it is something else.
    """
    if not isinstance(sent, dict):
        raise _not_understood("the body is no JSON object")
    line, ticked = _number(sent, "line"), _flag(sent, "ticked")
    if line is None or ticked is None:
        raise _not_understood("there is no “line” or no “ticked”")
    return line, ticked, _version({"base_version": sent.get("version")})


def read_margin(sent: dict[str, object]) -> MarginChange | None:
    """The changed parts of the margin, None when there are none.

    Raises:
        Refusal: one of them is of another kind.
    """
    change = MarginChange(
        _flag(sent, "pinned"),
        _number(sent, "mood"),
        _text(sent, "place"),
        _text(sent, "weather"),
        _names(sent, "people"),
    )
    return None if change == MarginChange() else change


def read_when(sent: dict[str, object]) -> WhenChange | None:
    """The changed parts of day, time and zone, None when there are none.

    Raises:
        Refusal: one of them does not exist.
    """
    day, moment, zone = (_text(sent, name) for name in ("day", "time", "zone"))
    if day is None and moment is None and zone is None:
        return None
    return WhenChange(
        None if day is None else read_day(day),
        None if moment is None else read_time(moment),
        None if zone is None else read_zone(zone),
    )


def read_day(text: str) -> date:
    """A day from YYYY-MM-DD, any of the years 1 to 9999.

    Raises:
        BadWhen: there is no such day.
    """
    found = _DAY.fullmatch(text.strip())
    if found is None:
        raise bad_when(_("That is not a date."))
    year, month, day = map(int, found.groups())
    if not 1 <= year <= 9999:
        raise bad_when(_("Quietleaf's calendar goes from the year 1 to the year 9999."))
    try:
        return date(year, month, day)
    except ValueError as error:
        if not 1 <= month <= 12:
            raise bad_when(_("There is no month %(number)s.", number=month)) from error
        first = full_date(date(year, month, 1))
        said = re.sub(r"(?<!\d)1(?!\d)", str(day), first, count=1)
        raise bad_when(_("There is no %(date)s.", date=said)) from error


def read_time(text: str) -> time:
    """A time from HH:MM or HH:MM:SS.

    Raises:
        BadWhen: no clock shows it.
    """
    found = _TIME.fullmatch(text.strip())
    try:
        if found is None:
            raise ValueError("no time")
        hour, minute, second = (int(part) for part in found.groups(default="0"))
        return time(hour, minute, second)
    except ValueError as error:
        raise bad_when(_("That is not a time of the day.")) from error


def read_zone(text: str) -> str:
    """An IANA zone by its name.

    Raises:
        BadWhen: there is none of that name.
    """
    name = text.strip()
    try:
        clock.zone(name)
    except ValueError as error:
        raise bad_when(_("Quietleaf knows no such time zone.")) from error
    return name


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """All zones to propose: those of places, and UTC. Reads a few hundred files, once."""
    from zoneinfo import available_timezones

    shown = (name for name in available_timezones() if "/" in name)
    return ("UTC", *sorted(name for name in shown if not name.startswith(("Etc/", "SystemV/"))))


def _text(sent: dict[str, object], name: str) -> str | None:
    value = sent.get(name)
    if value is not None and not isinstance(value, str):
        raise _not_understood(f"“{name}” is no text")
    return value


def _version(sent: dict[str, object]) -> int:
    value = _number(sent, "base_version")
    if value is None:
        raise _not_understood("“base_version” is no version")
    return value


def _tags(sent: dict[str, object]) -> tuple[str, ...] | None:
    tags = _names(sent, "tags")
    if tags is not None and len(tags) > MAX_TAGS:
        raise Refusal(
            _("An entry can have %(number)s tags.", number=MAX_TAGS),
            _("The text is safe, and the entry keeps the tags it had."),
            _("Remove some of them."),
            status=422,
        )
    return tags


def _names(sent: dict[str, object], name: str) -> tuple[str, ...] | None:
    value = sent.get(name)
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _not_understood(f"“{name}” is no list of texts")
    return tuple(value)


def _number(sent: dict[str, object], name: str) -> int | None:
    value = sent.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < MAX_VERSION:
        raise _not_understood(f"“{name}” is no number")
    return value


def _flag(sent: dict[str, object], name: str) -> bool | None:
    value = sent.get(name)
    if value is not None and not isinstance(value, bool):
        raise _not_understood(f"“{name}” is neither true nor false")
    return value


def _not_understood(curious: str) -> Refusal:
    return Refusal(
        _("Quietleaf did not understand what the page sent."),
        _("What was saved before is safe, and the rest is still in this window."),
        _("Copy the text if you want to be sure, then open the entry again."),
        status=400,
        curious=curious,
    )
