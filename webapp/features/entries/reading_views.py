"""Reading on and on: whole entries of any span, one after the other, piece by piece."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from webapp.features.entries import span_forms, spans
from webapp.features.entries.blueprint import blueprint
from webapp.features.entries.spans import Piece, Span
from webapp.features.entries.views import inside, page_values

MAX_WORDS = 2_000


@dataclass(frozen=True)
class Reading:
    """A span that is read, in one of the two orders; `address` is how the page says it."""

    span: Span
    address: dict[str, str | int]
    newest_first: bool = False

    @property
    def title(self) -> str:
        """The heading of the page."""
        return span_forms.title_of(self.span)

    @property
    def place(self) -> dict[str, str | int]:
        """The address with the order."""
        return {**self.address, **({"order": "new"} if self.newest_first else {})}


def asked() -> Reading:
    """The reading that the address of this request means."""
    span = span_forms.read_span(request.args, g.session.kept)
    address = span_forms.address_of(span, request.args.get("kept", ""))
    return Reading(span, address, request.args.get("order") == "new")


@blueprint.get("/read")
def read() -> ResponseReturnValue:
    """The entries of a span, whole, from a position or from the beginning."""
    reading = asked()
    at = request.args.get("at", type=int)
    oldest_first = not reading.newest_first
    if at is None:
        piece = spans.read_piece(reading.span, oldest_first=oldest_first)
    else:
        piece = spans.piece_at(reading.span, inside(at), oldest_first=oldest_first)
    return render_template(
        "entries/reading.html",
        place="entries.timeline",
        reading=reading,
        piece=piece,
        whole=whole(piece),
        is_empty=not piece.entries,
    )


@blueprint.get("/read/piece")
def piece() -> ResponseReturnValue:
    """A further piece: after or before a position in reading order, or the last of all."""
    reading = asked()
    after, upto = (request.args.get(name, type=int) for name in ("after", "before"))
    found = spans.read_piece(
        reading.span,
        after=None if after is None else inside(after),
        upto=None if upto is None else inside(upto),
        oldest_first=not reading.newest_first,
        from_end=request.args.get("edge") == "last",
    )
    return render_template("entries/_piece.html", piece=found, whole=whole(found))


@blueprint.post("/read/found")
def read_found() -> ResponseReturnValue:
    """Read all that a search finds. The words are posted, so that they are in no address."""
    words = request.form.get("words", "")[:MAX_WORDS]
    token = span_forms.keep(g.session.kept, Span(words=words))
    return redirect(url_for("entries.read", kept=token, order="new"))


@blueprint.post("/read/chosen")
def read_chosen() -> ResponseReturnValue:
    """Read the entries that were selected in a list, or print them."""
    span = span_forms.read_chosen(request.form, g.session.kept)
    token = span_forms.keep(g.session.kept, span)
    then = "entries.print_span" if request.args.get("then") == "print" else "entries.read"
    return redirect(url_for(then, kept=token))


def whole(piece: Piece) -> list[Markup]:
    """The entries of a piece as the page shows them, each a sheet of its own."""
    drawn, day = [], ""
    for entry in piece.entries:
        values = page_values(entry)
        is_new_day = entry.day != day
        day = entry.day
        html = render_template("entries/_whole.html", **values, is_new_day=is_new_day)
        drawn.append(Markup(html))  # noqa: S704 - drawn by the line above
    return drawn
