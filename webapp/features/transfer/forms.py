"""What the import's pages send."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache

from flask import Request
from flask_babel import lazy_gettext as _

from webapp.core import clock
from webapp.features.entries.service import read_journal
from webapp.features.transfer import texts
from webapp.features.transfer.choosing import KEEP, NEW
from webapp.features.transfer.holding import MAX_UPLOAD, Held
from webapp.features.transfer.service import Upload, Wishes, canonical
from webapp.features.transfer.wishes import AS_IT_IS

ENCODINGS = {
    "cp1252": _("Western European"),
    "cp1250": _("Central European"),
    "iso8859_2": _("Central European, ISO"),
    "cp1251": _("Cyrillic"),
    "koi8_r": _("Cyrillic, KOI8"),
    "cp866": _("Cyrillic, DOS"),
    "cp932": _("Japanese, Shift JIS"),
    "euc_jp": _("Japanese, EUC"),
    "gb18030": _("Chinese, simplified"),
    "big5": _("Chinese, traditional"),
    "euc_kr": _("Korean"),
    "cp1253": _("Greek"),
    "cp1254": _("Turkish"),
    "cp1255": _("Hebrew"),
    "cp1256": _("Arabic"),
    "mac_roman": _("Western European, Macintosh"),
    "cp850": _("Western European, DOS"),
}
ORDERS = {"": None, "day": True, "month": False}


def encoding_names() -> dict[str, str]:
    """What the encodings are called: "Cyrillic (cp1251)"."""
    return {codec: f"{name} ({codec})" for codec, name in ENCODINGS.items()}


def uploads(request: Request) -> list[Upload]:
    """The files of a form, with their own times where the page's script sent them (ms, in order).

    Raises:
        Refusal: more than can be held in memory.
    """
    if (request.content_length or 0) > MAX_UPLOAD:
        raise texts.too_much(MAX_UPLOAD // 1024**2)
    files = [file for file in request.files.getlist("files") if file.filename]
    times = _times(request.form.get("times", ""), len(files))
    return [
        Upload(file.filename or "", file.stream.read(), moment)
        for file, moment in zip(files, times, strict=True)
    ]


def _times(text: str, count: int) -> list[float | None]:
    try:
        sent = json.loads(text or "[]")
    except (ValueError, RecursionError):
        sent = []
    times = [
        value / 1000 if isinstance(value, int) and abs(value) < 1e14 else None
        for value in (sent if isinstance(sent, list) else [])
    ]
    return (times + [None] * count)[:count]


def apply_options(request: Request, held: Held) -> None:
    """Read the answers of the check page.

    Raises:
        Refusal: a zone, encoding or day that does not exist.
    """
    form = request.form
    if "password" in form:
        held.open_with(form["password"])
        return
    zone = form.get("zone", "").strip() or held.options.zone
    check_zone(zone)
    held.say(
        zone=zone,
        encoding=canonical(form["encoding"]) if form.get("encoding") else None,
        day_first=ORDERS.get(form.get("order", "")),
        undated=read_day(form.get("undated", "")),
    )


def wishes(request: Request) -> Wishes:
    """What is to be taken, from the form that begins the import."""
    form = request.form
    if "journal" not in form:
        return AS_IT_IS
    where = form["journal"]
    name = None if where in {"", KEEP} else where.removeprefix(NEW)
    if where.isdecimal():
        name = read_journal(int(where)).name
    return Wishes(name, "tags" in form, "places" in form, "media" in form)


def check_zone(name: str) -> None:
    """Refuse a zone that is none.

    Raises:
        Refusal: there is no zone of that name.
    """
    try:
        clock.zone(name)
    except ValueError as error:
        raise texts.no_such_zone() from error


def read_day(text: str) -> date | None:
    """A day from YYYY-MM-DD, None from nothing.

    Raises:
        Refusal: there is no such day.
    """
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise texts.no_such_day() from error


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """All zones to propose: those of places, and UTC. Reads a few hundred files, once."""
    from zoneinfo import available_timezones

    places = (name for name in available_timezones() if "/" in name)
    return ("UTC", *sorted(name for name in places if not name.startswith(("Etc/", "SystemV/"))))
