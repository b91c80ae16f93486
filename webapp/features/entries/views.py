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
from webapp.features.entries.service import Entry, Journal, Summary, Tag, Window
from webapp.features.media import service as media
from webapp.features.preferences import service as preferences

SIDEBAR_TAGS = 12
BRING_IN = "transfer.choose"


@dataclass(frozen=True)
class Part:
    """Which part of the timeline a list shows: all of it, a journal, a tag, what has a star."""

    tag: Tag | None = None
    starred: bool = False
    journal: Journal | None = None

    @property
    def title(self) -> str:
        """The heading of the list."""
        if self.tag is not None:
            return f"#{self.tag.name}"
        if self.journal is not None:
            return str(self.journal.name)
        return str(_("Starred") if self.starred else _("Timeline"))

    @property
    def is_all(self) -> bool:
        """Whether it is the whole timeline."""
        return self.tag is None and not self.starred and self.journal is None

    @property
    def filters(self) -> dict[str, int | None]:
        """The part as the address of a further page says it."""
        return {
            "tag": self.tag.id if self.tag else None,
            "starred": 1 if self.starred else None,
            "journal": self.journal.id if self.journal else None,
        }

    def window(self, before: int | None = None) -> Window:
        """A page of this part, from the top or below a position."""
        return service.window_before(before, starred=self.starred, **self._ids)

    def window_after(self, after: int) -> Window:
        """The page of this part that ends above a position."""
        return service.window_after(after, starred=self.starred, **self._ids)

    @property
    def pinned(self) -> list[Summary]:
        """What stands on top of it."""
        if not self.is_all and self.journal is None:
            return []
        return service.pinned(journal_id=self.journal.id if self.journal else None)

    @property
    def _ids(self) -> dict[str, int | None]:
        return {
            "tag_id": self.tag.id if self.tag else None,
            "journal_id": self.journal.id if self.journal else None,
        }


@blueprint.get("/")
def timeline() -> ResponseReturnValue:
    """The main screen with the newest entry."""
    sweep_trash()
    return screen(Part())


@blueprint.get("/tags/<int:tag_id>")
def tag(tag_id: int) -> ResponseReturnValue:
    """The entries with a tag."""
    return screen(Part(tag=service.tag_named(min(tag_id, LAST))))


@blueprint.get("/journals/<int:journal_id>")
def journal(journal_id: int) -> ResponseReturnValue:
    """The entries of a journal; new ones are begun in it from now on."""
    return screen(Part(journal=service.read_journal(min(journal_id, LAST))))


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
    part = asked_part()
    if before is None and after is None:
        return redirect(url_for("entries.timeline"))
    is_above = after is not None
    window = part.window_after(inside(after)) if after is not None else part.window(inside(before))
    ends = {"show_later": is_above and window.has_later, "show_earlier": not is_above}
    return render_template("entries/_days.html", part=part, **list_values(window), **ends)


def asked_part() -> Part:
    """The part of the timeline that the address of a further page names."""
    tag_id, journal_id = (request.args.get(name, type=int) for name in ("tag", "journal"))
    return Part(
        service.tag_named(min(tag_id, LAST)) if tag_id else None,
        request.args.get("starred") == "1",
        service.read_journal(min(journal_id, LAST)) if journal_id else None,
    )


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
    journals = {one.id: one for one in service.all_journals()}
    pictures = media.thumbs_for([found])
    return render_template(
        "entries/_starred.html", entry=found, pictures=pictures, journals=journals
    )


def screen(part: Part) -> str:
    """The main screen of a part of the timeline, with the newest entry of it."""
    window = part.window()
    g.session.kept["entry_journal"] = part.journal.id if part.journal else None
    newest = service.read_entry(window.entries[0].uid) if window.entries else None
    return render_main(part, window, newest, is_reading=False)


def render_main(part: Part, window: Window, found: Entry | None, *, is_reading: bool) -> str:
    """The main screen: sidebar, list and page. A new journal has a page of welcome."""
    is_moved = bool(g.session.kept.pop("entry_focus", False))
    return render_template(
        "entries/main.html",
        # where the sidebar says one is; the journals have their own places there
        place="entries.journal" if part.journal else "entries.timeline",
        part=part,
        current_uid=found.uid if found else "",
        is_reading=is_reading and not is_moved,
        wants_focus=is_moved,
        show_later=window.has_later,
        show_earlier=True,
        pinned=[] if window.has_later else part.pinned,
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
        "journals": {journal.id: journal for journal in service.all_journals()},
    }


def page_values(found: Entry) -> dict[str, object]:
    """What the page of an entry shows."""
    later, earlier = service.neighbours(found)
    return {
        "entry": found,
        "prose": prose(found.body, ticks=True),
        "tags": found.tags,
        "all_journals": service.all_journals(),
        "later": later,
        "earlier": earlier,
        "own_zone": preferences.read().zone_name,
    }


def prose(body: str, *, ticks: bool = False) -> Markup:
    """The words of an entry as they are read, with its photos; its boxes can be ticked or not."""
    return markdown.render(body, media_url, media.file_of, link_url=service.page_of, ticks=ticks)


def media_url(address: str) -> str | None:
    """Where to show a picture from; only what is stored here is shown."""
    return media.url_of(address) if address.startswith(media.SCHEME) else None


def sidebar() -> dict[str, object]:
    """The journals, the most used tags and this month, for the sidebar of every page."""
    now = today()
    month = listing.month_of(now.replace(day=1), now)
    return {
        "journals": service.all_journals(),
        "tags": service.most_used(SIDEBAR_TAGS),
        "month": month,
    }


def looked_at() -> int | None:
    """The journal that is being looked at, where new entries go; None is the default one."""
    kept: int | None = g.session.kept.get("entry_journal")
    found = any(journal.id == kept for journal in service.all_journals()) if kept else False
    return kept if found else None


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
