"""The search page and its parts. What is searched for is posted, so that it is in no address."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from webapp.core import markdown
from webapp.features.entries import service as entries
from webapp.features.media import service as media
from webapp.features.preferences import service as preferences
from webapp.features.search import service
from webapp.features.search.days import short_day
from webapp.features.search.service import Found, Result

blueprint = Blueprint(
    "search",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/static/search",
)
blueprint.add_app_template_filter(short_day, "shortday")
LAST = (1 << 62) - 1


@blueprint.get("/search")
def page() -> ResponseReturnValue:
    """The search page, with what was searched for last since the journal was opened."""
    return render_screen(str(g.session.kept.get("search_words", "")))


@blueprint.post("/search")
def results() -> ResponseReturnValue:
    """What the words find: the whole page, or its results alone for htmx."""
    words = request.form.get("words", "")
    g.session.kept["search_words"] = words
    if request.headers.get("HX-Request") != "true":
        return render_screen(words)
    return render_template("search/_results.html", is_part=True, **result_values(words))


@blueprint.post("/search/more")
def more() -> ResponseReturnValue:
    """The next page of results, below a position."""
    before = max(0, min(request.form.get("before", 0, type=int), LAST))
    found = service.more(request.form.get("words", ""), before, typing=True)
    shown = request.form.get("year", 0, type=int)
    return render_template("search/_years.html", answer=found, years=by_year(found), shown=shown)


@blueprint.post("/search/entries/<uid>")
def entry(uid: str) -> ResponseReturnValue:
    """The page of an entry with its hits marked."""
    if request.headers.get("HX-Request") != "true":
        return redirect(url_for("entries.entry", uid=uid))
    words = request.form.get("words", "")
    return render_template("search/_page.html", **entry_values(uid, words))


def render_screen(words: str) -> str:
    """The whole page."""
    return render_template("search/page.html", **result_values(words))


def result_values(words: str) -> dict[str, object]:
    """What the results show; the first of them is open beside the list."""
    found = service.search(words, typing=True)
    values: dict[str, object] = {"answer": found, "years": by_year(found), "open_uid": ""}
    if found.results:
        values |= entry_values(found.results[0].entry.uid, words)
    return values


def entry_values(uid: str, words: str) -> dict[str, object]:
    """What the page of an entry shows."""
    shown = entries.read_entry(uid)
    prose, hits = service.marked_prose(words, prose_of(shown.body), typing=True)
    return {
        "entry": shown,
        "open_uid": uid,
        "title": service.marked_name(words, shown.title or "", typing=True),
        "prose": prose,
        "hits": hits,
        "tags": shown.tags,
        "own_zone": preferences.read().zone_name,
    }


def prose_of(body: str) -> Markup:
    """The words of an entry as they are read, with the photos that are stored here."""
    return markdown.render(
        body,
        lambda address: media.url_of(address) if address.startswith(media.SCHEME) else None,
        media.file_of,
        link_url=entries.page_of,
    )


def by_year(found: Found) -> list[tuple[int, list[Result]]]:
    """The results by the year of their day."""
    return [(year, list(group)) for year, group in groupby(found.results, lambda one: one.year)]
