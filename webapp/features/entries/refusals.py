"""What entries refuse, in sentences."""

from __future__ import annotations

from flask_babel import gettext as _

from webapp.core.errors import Refusal

MAX_BODY_BYTES = 4 * 1024 * 1024


class StaleEntry(Refusal):
    """The entry was changed somewhere else since it was read; `version` is the stored one."""

    version = 0


class NoSuchEntry(Refusal):
    """There is no such entry in this person's journal."""


class BadText(Refusal):
    """A text that cannot be kept as it is."""


class BadWhen(Refusal):
    """A day, time or zone that does not exist."""


def check_text(body: str, title: str | None) -> None:
    """Refuse what cannot be kept as it is.

    Raises:
        BadText: longer than 4 MB, or holding a sign that is no character.
    """
    try:
        size = len(body.encode("utf-8")) + len((title or "").encode("utf-8"))
    except UnicodeEncodeError as error:
        raise _no_text() from error
    if "\0" in body or "\0" in (title or ""):
        raise _no_text()
    if size > MAX_BODY_BYTES:
        raise BadText(
            _("This entry is longer than Quietleaf keeps in one piece (4 MB)."),
            _("What was saved before is safe, and the rest is still in this window."),
            _("Divide it into two or more entries."),
            status=413,
        )


def no_such_entry() -> NoSuchEntry:
    """The answer for an entry that is not there, or is someone else's."""
    return NoSuchEntry(
        _("This entry is not here any more."),
        _("If it was moved to the trash in the last 30 days, it is there."),
        _("Go back to the timeline."),
        status=404,
    )


def stale(version: int) -> StaleEntry:
    """The answer for a save that began with an earlier version than the stored one."""
    refusal = StaleEntry(
        _("This entry was changed in another window."),
        _("Both texts are safe: that one is saved, this one is in this window."),
        _("Put both together, or keep this text as an entry of its own."),
        status=409,
    )
    refusal.version = version
    return refusal


def bad_when(happened: str) -> BadWhen:
    """The answer for a day, time or zone that is none."""
    return BadWhen(
        happened,
        _("The text is safe, and the entry keeps the day and time it had."),
        _("Choose another."),
        status=422,
    )


def _no_text() -> BadText:
    return BadText(
        _("This text holds a sign that is no character."),
        _("What was saved before is safe, and the rest is still in this window."),
        _("Remove what was pasted last, and it will be saved."),
        status=422,
    )
