"""What is said of a change to several entries."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.core.errors import Refusal
from webapp.core.texts import number
from webapp.features.entries.service import several


def of(change: several.Change) -> str:
    """The sentence of what was done."""
    n = len(change.ids)
    if not n:
        return _nothing(change)
    count = number(n)
    said = {
        "star": ngettext("%(count)s entry starred", "%(count)s entries starred", n, count=count),
        "unstar": ngettext(
            "Star removed from %(count)s entry",
            "Star removed from %(count)s entries",
            n,
            count=count,
        ),
        "move": ngettext("%(count)s entry moved", "%(count)s entries moved", n, count=count),
        "tag": ngettext("%(count)s entry tagged", "%(count)s entries tagged", n, count=count),
        "untag": ngettext(
            "Tag removed from %(count)s entry",
            "Tag removed from %(count)s entries",
            n,
            count=count,
        ),
        "trash": ngettext(
            "%(count)s entry moved to the trash",
            "%(count)s entries moved to the trash",
            n,
            count=count,
        ),
    }[change.verb]
    return f"{said}. {_staying(change)}" if change.stay else str(said)


def undone_before() -> Refusal:
    """An undo that was used, or has been let go."""
    return Refusal(
        _("This cannot be undone any more: it was undone before, or too much was done since."),
        _("Nothing has changed."),
        _("Select the entries again to change them."),
        status=404,
    )


def _nothing(change: several.Change) -> str:
    if change.stay:
        return _staying(change)
    return str(_("All of them were so already"))


def _staying(change: several.Change) -> str:
    return str(
        ngettext(
            "In %(count)s the tag stands in the text and stays",
            "In %(count)s the tag stands in the text and stays",
            change.stay,
            count=number(change.stay),
        )
    )
