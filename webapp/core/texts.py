"""Dates, times and numbers as people say them, in the language of the person."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from flask import Flask, g, has_request_context, request
from flask_babel import gettext as _

from webapp.core import clock

if TYPE_CHECKING:
    from babel import Locale

LANGUAGES = ("en",)
RIGHT_TO_LEFT = frozenset({"ar", "ckb", "fa", "he", "ps", "ug", "ur", "yi"})
"""Babel knows them too, but reads all it has of a language to say so, before the first page."""

ENGLISH = {
    "day": "EEEE d MMMM",
    "day and year": "EEEE d MMMM y",
    "date": "d MMMM y",
    "yearless": "d MMMM",
}
AMERICAN = {
    "day": "EEEE, MMMM d",
    "day and year": "EEEE, MMMM d, y",
    "date": "MMMM d, y",
    "yearless": "MMMM d",
}


def init_app(app: Flask) -> None:
    """Give the templates their filters."""
    app.jinja_env.filters.update(
        daydate=day_in_words,
        fulldate=full_date,
        clocktime=clock_time,
        number=number,
        monthname=month_name,
        monthalone=month_alone,
        daymonth=day_and_month,
        weekday=weekday_short,
        longweekday=weekday_long,
    )


def choose_language() -> str:
    """The person's language, else what the browser asks for, of those Quietleaf speaks."""
    if not has_request_context():  # a job or the command line
        return "en"
    chosen = g.get("language")
    if chosen:
        return str(chosen)
    for asked, _quality in request.accept_languages:
        if asked.lower().split("-")[0] in LANGUAGES:
            return asked.replace("-", "_")
    return "en"


def language_tag() -> str:
    """The language as HTML says it: "en", "en-GB"."""
    return str(_locale()).replace("_", "-")


def direction() -> str:
    """The way the language is written: "ltr" or "rtl"."""
    return "rtl" if language_tag().partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def _locale() -> Locale | str:
    from flask_babel import get_locale

    return get_locale() or "en"


def day_in_words(day: date | str) -> str:
    """Say a day: "Sunday 22 November", with the year when it is not this one."""
    day = as_date(day)
    kind = "day" if day.year == clock.today(clock.local_zone()).year else "day and year"
    return _said(day, _english(kind) or "full")


def full_date(day: date | str) -> str:
    """Say a date without its weekday: "22 November 2026"."""
    return _said(day, _english("date") or "long")


def day_and_month(day: date | str) -> str:
    """Say a date without its year: "22 November"."""
    english = _english("yearless")
    return _said(day, english) if english else _said_with(day, "MMMMd")


def month_name(day: date | str) -> str:
    """Say a month: "November 2026"."""
    return _said_with(day, "yMMMM")


def month_alone(day: date | str) -> str:
    """ "November"."""
    return _said(day, "LLLL")


def month_short(day: date | str) -> str:
    """ "Nov"."""
    return _said_with(day, "MMM")


def weekday_long(day: date | str) -> str:
    """ "Sunday"."""
    return _said(day, "EEEE")


def weekday_short(day: date | str) -> str:
    """ "Sun"."""
    return _said(day, "EEE")


def _said(day: date | str, pattern: str) -> str:
    """A date by a pattern of CLDR, or by the name of one."""
    from babel.dates import format_date

    words: str = format_date(as_date(day), pattern, locale=_locale())
    return words


def _said_with(day: date | str, parts: str) -> str:
    """A date with these parts (a skeleton of CLDR), in the order of the language."""
    from babel.dates import format_skeleton

    words: str = format_skeleton(parts, as_date(day), locale=_locale())
    return words


def clock_time(moment: time | datetime | str) -> str:
    """ "21:04", on the 24-hour clock."""
    if isinstance(moment, str):
        return moment[:5]
    return moment.strftime("%H:%M")


def number(value: int) -> str:
    """Thousands separated as the language does it."""
    from babel.numbers import format_decimal

    words: str = format_decimal(value, locale=_locale())
    return words


def as_date(day: date | str) -> date:
    """A date, from itself or from YYYY-MM-DD."""
    return day if isinstance(day, date) else date.fromisoformat(day)


def greeting() -> str:
    """By the clock: morning to 12, afternoon to 18, evening after."""
    hour = clock.now().astimezone(clock.zone(clock.local_zone())).hour
    if hour < 12:
        return str(_("Good morning"))
    return str(_("Good afternoon") if hour < 18 else _("Good evening"))


def _english(kind: str) -> str | None:
    """The pattern for English, where the defaults are not what people say; else None."""
    locale = str(_locale())
    if not locale.startswith("en"):
        return None
    return (AMERICAN if locale == "en_US" else ENGLISH)[kind]
