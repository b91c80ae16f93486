"""Days as the list of results says them, below a heading that has the year."""

from __future__ import annotations

from datetime import date


def short_day(day: date | str) -> str:
    """Say a day without its year: "Sun 22 November"."""
    from babel.dates import format_date, format_skeleton
    from flask_babel import get_locale

    day = day if isinstance(day, date) else date.fromisoformat(day)
    locale = get_locale() or "en"
    # English as such has the American order in CLDR; ours is the one of the other pages.
    if str(locale) != "en_US" and str(locale).startswith("en"):
        words: str = format_date(day, "EEE d MMMM", locale=locale)
    else:
        words = format_skeleton("MMMMEd", day, locale=locale)
    return words
