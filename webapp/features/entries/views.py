"""The timeline and its entries: lists, pages, stars, the sidebar's tags and month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import abort, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from webapp.core import clock, markdown
from webapp.features.entries import listing, service
from webapp.features.entries.blueprint import blueprint
from webapp.features.entries.positions import LAST
from webapp.features.entries.service import Entry, Tag, Window
from webapp.features.media import service as media
from webapp.features.preferences import service as preferences

SIDEBAR_TAGS = 12
BRING_IN = "transfer.choose"


@dataclass(frozen=True)
class Part:
    """Which part of the timeline a list shows: all of it, a tag, or what has a star."""

    tag: Tag | None = None
    starred: bool = False

    @property
    def title(self) -> str:
        """The heading of the list."""
        if self.tag is not None:
            return f"#{self.tag.name}"
        return str(_("Starred") if self.starred else _("Timeline"))

    @property
    def is_all(self) -> bool:
        """Whether it is the whole timeline."""
        return self.tag is None and not self.starred

    @property
    def filters(self) -> dict[str, int | None]:
        """The part as the address of a further page says it."""
        return {"tag": self.tag.id if self.tag else None, "starred": 1 if self.starred else None}

    def window(self, before: int | None = None) -> Window:
        """A page of this part, from the top or below a position."""
        tag_id = self.tag.id if self.tag else None
        return service.window_before(before, tag_id=tag_id, starred=self.starred)

    def window_after(self, after: int) -> Window:
        """The page of this part that ends above a position."""
        tag_id = self.tag.id if self.tag else None
        return service.window_after(after, tag_id=tag_id, starred=self.starred)


@blueprint.get("/")
def timeline() -> ResponseReturnValue:
    """The main screen with the newest entry."""
    sweep_trash()
    return screen(Part())


@blueprint.get("/tags/<int:tag_id>")
def tag(tag_id: int) -> ResponseReturnValue:
    """The entries with a tag."""
    return screen(Part(tag=service.tag_named(min(tag_id, LAST))))


@blueprint.get("/starred")
def starred() -> ResponseReturnValue:
    """The entries with a star."""
    return screen(Part(starred=True))


@blueprint.get("/entries/<uid>")
def entry(uid: str) -> ResponseReturnValue:
    """One entry: the main screen with it, or its page alone for htmx."""
    found = service.read_entry(uid)
    if found.trashed_at is not None:
        return go(url_for("entries.trashed_entry", uid=uid))
    if is_htmx():
        return render_template("entries/_page.html", **page_values(found))
    window = service.window_around(found.position)
    return render_main(Part(), window, found, is_reading=True)


@blueprint.get("/timeline")
def more() -> ResponseReturnValue:
    """A further page of a list, below or above a position."""
    before, after = (request.args.get(name, type=int) for name in ("before", "after"))
    tag_id = request.args.get("tag", type=int)
    part = Part(
        service.tag_named(min(tag_id, LAST)) if tag_id else None, request.args.get("starred") == "1"
    )
    if before is None and after is None:
        return redirect(url_for("entries.timeline"))
    is_above = after is not None
    window = part.window_after(inside(after)) if after is not None else part.window(inside(before))
    ends = {"show_later": is_above and window.has_later, "show_earlier": not is_above}
    return render_template("entries/_days.html", part=part, **list_values(window), **ends)


@blueprint.get("/timeline/at/<int:position>")
def at(position: int) -> ResponseReturnValue:
    """The entry at a place of the timeline, or the next one before it."""
    uid = service.uid_near(inside(position))
    return redirect(url_for("entries.entry", uid=uid) if uid else url_for("entries.timeline"))


@blueprint.get("/month/<int:year>/<int:month>")
def month(year: int, month: int) -> ResponseReturnValue:
    """Another month for the sidebar."""
    try:
        first = date(year, month, 1)
    except ValueError:
        abort(404)
    return render_template("entries/_month.html", month=listing.month_of(first, today()))


@blueprint.post("/entries/<uid>/star")
def star(uid: str) -> ResponseReturnValue:
    """Put a star on an entry, or take it off."""
    found = service.set_star(uid, request.form.get("starred") == "1")
    if not is_htmx():
        return redirect(url_for("entries.entry", uid=uid))
    return render_template("entries/_starred.html", entry=found, pictures=media.thumbs_for([found]))


def screen(part: Part) -> str:
    """The main screen of a part of the timeline, with the newest entry of it."""
    window = part.window()
    newest = service.read_entry(window.entries[0].uid) if window.entries else None
    return render_main(part, window, newest, is_reading=False)


def render_main(part: Part, window: Window, found: Entry | None, *, is_reading: bool) -> str:
    """The main screen: sidebar, list and page. A new journal has a page of welcome."""
    is_moved = bool(g.session.kept.pop("entry_focus", False))
    return render_template(
        "entries/main.html",
        place="entries.timeline",  # where the sidebar says one is, whichever part is shown
        part=part,
        current_uid=found.uid if found else "",
        is_reading=is_reading and not is_moved,
        wants_focus=is_moved,
        show_later=window.has_later,
        show_earlier=True,
        now=clock.When.now(preferences.read().zone_name),
        bring_in=BRING_IN if BRING_IN in current_app.view_functions else "",
        **list_values(window),
        **(page_values(found) if found else {}),
    )


def list_values(window: Window) -> dict[str, object]:
    """What a list of entries shows."""
    return {
        "days": listing.by_day(window.entries, today()),
        "window": window,
        "pictures": media.thumbs_for(window.entries),
    }


def page_values(found: Entry) -> dict[str, object]:
    """What the page of an entry shows."""
    later, earlier = service.neighbours(found)
    return {
        "entry": found,
        "prose": prose(found.body),
        "tags": found.tags,
        "later": later,
        "earlier": earlier,
        "own_zone": preferences.read().zone_name,
    }


def prose(body: str) -> Markup:
    """The words of an entry as they are read, with its photos."""
    return markdown.render(body, media_url)


def media_url(address: str) -> str | None:
    """Where to show a picture from; only what is stored here is shown."""
    return media.url_of(address) if address.startswith(media.SCHEME) else None


def sidebar() -> dict[str, object]:
    """The most used tags and this month, for the sidebar of every page."""
    now = today()
    month = listing.month_of(now.replace(day=1), now)
    return {"tags": service.most_used(SIDEBAR_TAGS), "month": month}


def sweep_trash() -> None:
    """Once a session: what has been in the trash for 30 days goes for good."""
    if not g.session.kept.get("trash_swept"):
        g.session.kept["trash_swept"] = True
        service.empty_trash(older_than_days=service.TRASH_DAYS)


def today() -> date:
    """The day it is for the person."""
    return clock.today(preferences.read().zone_name)


def inside(position: int | None) -> int:
    """A position that the file can be asked for."""
    return max(-1, min(position or 0, LAST))


def is_htmx() -> bool:
    """Whether a part of a page is asked for."""
    return request.headers.get("HX-Request") == "true"


def go(place: str) -> ResponseReturnValue:
    """Lead the whole page to another place, also where only a part was asked for."""
    return ("", 204, {"HX-Redirect": place}) if is_htmx() else redirect(place)
