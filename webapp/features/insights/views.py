"""The page of insights: one sentence, a few facts, and charts with the tables behind them."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.core import clock
from webapp.core.native import Native
from webapp.core.texts import month_short
from webapp.features.insights import charts, service
from webapp.features.insights.counted import Counted
from webapp.features.insights.period import Period
from webapp.features.insights.tables import TABLES, Table
from webapp.features.preferences import service as preferences

blueprint = Blueprint(
    "insights",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/static/insights",
)
RECENT = 22
WEEK_LEFT, TAGS_LEFT = 40, 130  # where the dots begin, after the names of their rows


@blueprint.get("/insights")
def insights() -> ResponseReturnValue:
    """What was written, of this year, of another or of all time."""
    counted = Counted(asked())
    period = counted.period
    tables = {name: table(counted) for name, table in TABLES.items()}
    return render_template(
        "insights/page.html",
        period=period,
        where={"all": 1} if period.is_all else {"year": period.year},
        span=service.span(),
        lede=lede(counted),
        counted=counted,
        tables=tables,
        words=charts.bar_chart(bars(tables["words"], period), now_at(period)),
        week=charts.dot_chart(counted.week, WEEK_LEFT),
        by_year=charts.dot_chart(tables["tags-by-year"].numbers, TAGS_LEFT),
        barcode=charts.barcode([words for _day, words in counted.last_days]),
        shares=charts.shares,
    )


@blueprint.get("/insights/<name>.csv")
def as_csv(name: str) -> Response:
    """A table of the page as CSV: the window asks where to, a browser downloads it."""
    if name not in TABLES:
        abort(404)
    content = TABLES[name](Counted(asked())).as_csv()
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


def bars(table: Table, period: Period) -> list[tuple[str, int]]:
    """The words of a table with names short enough to stand below a bar."""
    names = [month_short(month) for month in period.months]
    if period.is_all:
        names = [str(row[0]) for row in table.rows]
    return list(zip(names, (row[0] for row in table.numbers), strict=True))


def now_at(period: Period) -> int | None:
    """Which bar is still growing."""
    return len(period.months) - 1 if period.is_now else None


def lede(counted: Counted) -> str:
    """One true sentence on the last weeks; "" where nothing was written in them."""
    written = counted.written_of_last(RECENT)
    if not written:
        return ""
    hour = counted.usual_hour()
    sentence: str = _(
        "You wrote on %(num)s of the last %(of)s days, most often between %(hour)s and %(next)s.",
        num=written,
        of=RECENT,
        hour=f"{hour:02}:00",
        next=f"{(hour + 1) % 24:02}:00",
    )
    return sentence
