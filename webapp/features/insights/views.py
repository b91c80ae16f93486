"""The page of insights: one sentence, a few facts, and charts with the tables behind them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from flask import Blueprint, Response, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from webapp.core import clock
from webapp.core.native import Native
from webapp.core.texts import month_short
from webapp.features.insights import charts, service, tables
from webapp.features.insights.period import Period
from webapp.features.insights.runs import longest, run_now, runs
from webapp.features.insights.service import DayTally
from webapp.features.insights.tables import Table
from webapp.features.preferences import service as preferences

blueprint = Blueprint(
    "insights",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/static/insights",
)
RECENT = 22
NAMES = ("words", "tags", "tags-by-year", "hours", "moods", "moods-over-time", "days", "gaps")


@blueprint.get("/insights")
def insights() -> ResponseReturnValue:
    """What was written, of this year, of another or of all time."""
    period = asked()
    days = service.days(period.first, period.last)
    made = {name: table(name, period) for name in NAMES}
    words = [(str(row[0]), int(row[1])) for row in made["words"].rows]
    return render_template(
        "insights/page.html",
        period=period,
        where={"all": 1} if period.is_all else {"year": period.year},
        span=service.span(),
        lede=lede(period.today),
        facts=facts(days, period),
        tables=made,
        words=charts.bar_chart(shortened(words, period), len(words) - 1 if period.is_now else None),
        week=charts.dot_chart([row[1:] for row in made["hours"].rows], 40),  # type: ignore[misc]
        tags=service.tags(tables.TAGS, *years_of(period)),
        by_year=charts.dot_chart([row[1:] for row in made["tags-by-year"].rows], 130),  # type: ignore[misc]
        barcode=charts.barcode([int(row[1]) for row in made["days"].rows]),
        shares=charts.shares,
    )


@blueprint.get("/insights/<name>.csv")
def as_csv(name: str) -> Response:
    """A table of the page as CSV: the window asks where to, a browser downloads it."""
    if name not in NAMES:
        abort(404)
    content = table(name, asked()).as_csv()
    native: Native = current_app.extensions["native"]
    if native.save_bytes(f"{name}.csv", [content]) is not None:
        return Response(status=204)
    said = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(content, mimetype="text/csv", headers=said)


def asked() -> Period:
    """The period that the address names: this year, unless it says otherwise."""
    today = clock.today(preferences.read().zone_name)
    if request.args.get("all"):
        return Period(today, None)
    year = request.args.get("year", today.year, type=int)
    if not date.min.year <= year <= date.max.year:
        abort(404)
    return Period(today, year)


def years_of(period: Period) -> tuple[int, int]:
    """The first and the last year of it."""
    return period.first.year, period.last.year


def table(name: str, period: Period) -> Table:
    """One of the tables of the page."""
    if name == "words":
        return tables.words_over_time(period)
    if name == "days":
        return tables.last_days(period.today)
    if name == "tags":
        return tables.tags(service.tags(tables.TAGS, *years_of(period)))
    if name == "tags-by-year":
        return tables.tags_over_time(service.tags(tables.TAGS))
    if name == "hours":
        return tables.hours(service.hours(*years_of(period)))
    days = service.days(period.first, period.last)
    if name == "moods":
        return tables.moods(days)
    if name == "moods-over-time":
        return tables.moods_over_time(days, period)
    return tables.longest_gaps(days)


def shortened(values: Sequence[tuple[str, int]], period: Period) -> list[tuple[str, int]]:
    """Months by their short names, as there is room for below a bar."""
    if period.is_all:
        return list(values)
    return [
        (month_short(month), value)
        for month, (_name, value) in zip(period.months, values, strict=True)
    ]


def facts(days: Sequence[DayTally], period: Period) -> dict[str, object]:
    """The four figures, and the longest run."""
    dates = [day.day for day in days]
    best = longest(runs(dates))
    return {
        "now": run_now([day.day for day in service.days(last=period.today)], period.today),
        "run": best[0] if best else None,
        "days": len(days),
        "words": sum(day.words for day in days),
        "entries": sum(day.entries for day in days),
    }


def lede(today: date) -> str:
    """One true sentence on the last weeks; "" where nothing was written in them."""
    first = today - timedelta(min(RECENT - 1, today.toordinal() - 1))
    written = len(service.days(first, today))
    if not written:
        return ""
    by_hour = [sum(column) for column in zip(*service.hours(today.year, today.year), strict=True)]
    hour = max(range(24), key=by_hour.__getitem__)
    sentence: str = ngettext(
        "You wrote on %(num)s of the last %(of)s days, most often between %(hour)s and %(next)s.",
        "You wrote on %(num)s of the last %(of)s days, most often between %(hour)s and %(next)s.",
        written,
        of=RECENT,
        hour=f"{hour:02}:00",
        next=f"{(hour + 1) % 24:02}:00",
    )
    return sentence
