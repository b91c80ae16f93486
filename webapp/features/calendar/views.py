"""The calendar by month and by year, On this day, and an entry at random."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Flask, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core import clock
from webapp.features.calendar import anniversaries, months
from webapp.features.entries import service as entries
from webapp.features.media import service as media
from webapp.features.preferences import service as preferences

blueprint = Blueprint(
    "calendar",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/static/calendar",
)
FIRST_YEAR, LAST_YEAR = date.min.year, date.max.year


def init_app(app: Flask) -> None:
    """Let the page of an entry say quietly what earlier years have."""
    app.context_processor(lambda: {"earlier_days": anniversaries.earlier_days})


@blueprint.get("/calendar")
def calendar() -> ResponseReturnValue:
    """This month, or the month or year that was asked for by its number."""
    year = request.args.get("year", type=int)
    if year is None:
        now = today()
        return show_month(now.year, now.month)
    month = request.args.get("month", 0, type=int)
    if month:
        return redirect(url_for("calendar.month", year=year, month=month))
    return redirect(url_for("calendar.year", year=year))


@blueprint.get("/calendar/<int:year>/<int:month>")
def month(year: int, month: int) -> ResponseReturnValue:
    """A month with its entries, photos and moods."""
    return show_month(year, month)


def show_month(year: int, month: int) -> str:
    """The page of a month."""
    if not FIRST_YEAR <= year <= LAST_YEAR or not 1 <= month <= 12:
        abort(404)
    first, now = date(year, month, 1), today()
    return render_template(
        "calendar/month.html",
        first=first,
        today=now,
        cells=months.month_cells(first, now),
        journals={journal.id: journal for journal in entries.all_journals()},
        before=beside(year, month, -1),
        after=beside(year, month, 1),
    )


@blueprint.get("/calendar/<int:year>")
def year(year: int) -> ResponseReturnValue:
    """A year, each day as dark as it has words, or as bright as its mood."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        abort(404)
    found = months.year_months(year, today())
    cells = [cell for month in found for week in month.weeks for cell in week if cell]
    return render_template(
        "calendar/year.html",
        year=year,
        months=found,
        by_mood=request.args.get("of") == "mood",
        today=today(),
        days=sum(month.days for month in found),
        words=sum(cell.words for cell in cells),
        last_year=LAST_YEAR,
    )


@blueprint.get("/on-this-day")
def on_this_day() -> ResponseReturnValue:
    """What was written on a day in other years; today's, unless another is asked for."""
    now = today()
    month, day = (request.args.get(name, type=int) for name in ("month", "day"))
    try:
        wanted = anniversaries.in_leap_year(month or now.month, day or now.day)
    except ValueError:
        abort(404)
    found = anniversaries.years(wanted, now)
    return render_template(
        "calendar/on_this_day.html",
        wanted=wanted,
        is_today=(wanted.month, wanted.day) == (now.month, now.day),
        years=found,
        pictures=media.thumbs_for([entry for one in found for entry in one.entries]),
        journals={journal.id: journal for journal in entries.all_journals()},
        before=anniversaries.next_day(wanted, -1),
        after=anniversaries.next_day(wanted, 1),
    )


@blueprint.get("/random")
def at_random() -> ResponseReturnValue:
    """An entry that chance chooses."""
    uid = entries.random_uid()
    return redirect(url_for("entries.entry", uid=uid) if uid else url_for("entries.timeline"))


def beside(year: int, month: int, step: int) -> tuple[int, int] | None:
    """The month before or after; None where the calendar ends."""
    at = year * 12 + month - 1 + step
    found = (at // 12, at % 12 + 1)
    return found if FIRST_YEAR <= found[0] <= LAST_YEAR else None


def earlier_years() -> int:
    """How many earlier years have something on the day it is."""
    return len(anniversaries.earlier_days(today()))


def today() -> date:
    """The day it is for the person."""
    return clock.today(preferences.read().zone_name)
