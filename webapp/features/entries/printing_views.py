"""On paper: the print view of a span, and what the window does where a browser would print."""

from __future__ import annotations

from flask import current_app, g, jsonify, render_template
from flask.typing import ResponseReturnValue

from webapp.core import clock
from webapp.core.native import HeadlessNative, Native
from webapp.features.entries import spans
from webapp.features.entries.blueprint import blueprint
from webapp.features.entries.reading_views import asked, whole

MOST = 3_000  # entries in one print view; more than that is no longer one page to a browser
SAID = "plain_said"


@blueprint.app_template_global()
def printing() -> dict[str, bool]:
    """What a page that prints must know: was it said that paper is plain; can the window make a
    PDF (a browser has a way of its own)."""
    return {"is_said": SAID in g.session.kept, "makes_pdf": has_window()}


@blueprint.get("/read/print")
def print_span() -> ResponseReturnValue:
    """All entries of a span for the printer; the page fetches the further pieces by itself."""
    reading = asked()
    total = spans.count(reading.span)
    is_too_much = total > MOST
    piece = spans.read_piece(reading.span, oldest_first=not reading.newest_first)
    return render_template(
        "entries/print.html",
        place="entries.timeline",
        reading=reading,
        total=total,
        most=MOST,
        is_too_much=is_too_much,
        piece=piece,
        whole=[] if is_too_much else whole(piece),
    )


@blueprint.post("/print")
def print_page() -> ResponseReturnValue:
    """Print the page that is shown; `printed` is false where the browser must do it."""
    g.session.kept[SAID] = True
    return jsonify(printed=native().print_page())


@blueprint.post("/print/pdf")
def save_pdf() -> ResponseReturnValue:
    """Save the page that is shown as a PDF, where the person says; `saved` is false if nowhere."""
    g.session.kept[SAID] = True
    name = f"quietleaf-{clock.now().date().isoformat()}.pdf"
    return jsonify(saved=native().save_pdf(name) == "saved")


def native() -> Native:
    """The window's services."""
    found: Native = current_app.extensions["native"]
    return found


def has_window() -> bool:
    """Whether there is a window of ours around the page."""
    return not isinstance(native(), HeadlessNative)
