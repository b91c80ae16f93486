"""Ticking a box of a checklist where an entry is read: one sign of its text changes."""

from __future__ import annotations

import re

from flask_babel import gettext as _

from webapp.core.errors import Refusal
from webapp.features.entries import service
from webapp.features.entries.models import Entry

LINE_END = re.compile(r"\r\n?|\n")
BOX = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+\[([ xX])\]")


def tick(uid: str, line: int, *, ticked: bool, base_version: int, goes_on: bool = False) -> Entry:
    """Tick the box of a line, or take the tick off.

    Args:
        uid: the entry.
        line: the number of the line in its text, counted from 0.
        ticked: how the box is to be.
        base_version: the version that is being looked at.
        goes_on: whether a box that was ticked here has made that version: then it is not kept.

    Raises:
        StaleEntry: another window has saved it since.
        Refusal: there is no box in that line, or no such entry.
    """
    entry = service.read_entry(uid)
    box = BOX.search(entry.body, *_place(entry.body, line))
    if box is None:
        raise no_such_box()
    sign = "x" if ticked else " "
    body = entry.body[: box.start(1)] + sign + entry.body[box.end(1) :]
    return service.save_entry(
        uid, body=body, title=entry.title, base_version=base_version, goes_on=goes_on
    )


def _place(text: str, line: int) -> tuple[int, int]:
    """Where a line begins and ends; an empty place at the end where there is no such line."""
    ends = [(end.start(), end.end()) for end in LINE_END.finditer(text)]
    if not 0 <= line <= len(ends):
        return len(text), len(text)
    start = ends[line - 1][1] if line else 0
    return start, ends[line][0] if line < len(ends) else len(text)


def no_such_box() -> Refusal:
    """There is no box in that line."""
    return Refusal(
        _("There is no box to tick in this line any more."),
        _("Nothing was changed."),
        _("Open the entry again."),
        status=409,
    )
