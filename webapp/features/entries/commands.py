"""`add [TEXT] --as NAME`: an entry from the command line, standard input or the editor."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.core.clock import When
from webapp.core.database import journal_db, use_accounts, use_vault
from webapp.core.errors import Refusal
from webapp.core.feature import Command, Console
from webapp.features.entries import forms

if TYPE_CHECKING:
    from flask import Flask

    from webapp.features.entries.service import Entry

FROM_STDIN = "-"


def add_arguments(parser: ArgumentParser) -> None:
    """What can be said after `add`."""
    text = _("the text, or - for standard input; without it $EDITOR opens")
    parser.add_argument("text", nargs="*", metavar=_("TEXT"), help=text)
    parser.add_argument(
        "--as", dest="name", required=True, metavar=_("NAME"), help=_("whose journal")
    )
    parser.add_argument(
        "--tag", action="append", default=[], metavar=_("TAG"), help=_("a tag; may be repeated")
    )
    parser.add_argument(
        "--photo",
        action="append",
        default=[],
        type=Path,
        metavar=_("FILE"),
        help=_("a photo or file to keep with it; may be repeated"),
    )
    day = _("YYYY-MM-DD, with HH:MM if you like, or yesterday; now when left out")
    parser.add_argument("--date", metavar=_("DATE"), help=day)
    parser.add_argument("--journal", metavar=_("NAME"), help=_("the journal it goes into"))
    mood = _("how it was, from 1 (low) to 5 (bright)")
    parser.add_argument("--mood", type=int, choices=range(1, 6), help=mood)
    parser.add_argument("--star", action="store_true", help=_("mark it with a star"))
    parser.add_argument(
        "--password-stdin",
        action="store_true",
        help=_("read the password from the first line of standard input"),
    )


def run(options: Namespace, console: Console, app: Flask) -> int:
    """Open the journal and add the entry; the program may be running with it open.

    Raises:
        Refusal: there is no text, or the journal cannot be opened. Nothing was added.
    """
    from webapp.features.accounts import service as accounts

    password = console.password(
        _("Password of %(name)s: ", name=options.name), from_stdin=options.password_stdin
    )
    text = read_text(options.text)
    places = app.extensions["places"]
    with app.app_context(), use_accounts(places.accounts_path):
        _user, vault = accounts.unlock(places, options.name, password)
        try:
            with use_vault(vault):
                entry = add(text, options)
                day, moment = entry.day, entry.time[:5]
        finally:
            vault.close()
    console.say(_("Added, %(day)s %(time)s", day=day, time=moment))
    return 0


def add(text: str, options: Namespace) -> Entry:
    """Store the entry with its photos, all or nothing."""
    from webapp.features.entries import service
    from webapp.features.media import service as media

    if not text.strip() and not options.photo:
        raise refused(_("There is no text to add."), _("Give the text or a photo."))
    journal = service.find_journal(options.journal) if options.journal else None
    if options.journal and journal is None:
        raise refused(_("There is no journal of that name."), _("Look at the names in Quietleaf."))
    when = read_when(options.date)
    links = []
    for path in options.photo:
        try:
            with path.open("rb") as stream:
                kept = media.add(stream, path.name)
        except OSError as error:
            raise refused(
                _("The file %(name)s cannot be read.", name=path.name), _("Choose another.")
            ) from error
        words = "" if kept.is_picture else kept.name.replace("]", "\\]")
        links.append(f"{'!' if kept.is_picture else ''}[{words}]({media.SCHEME}{kept.uid})")
    body = "\n\n".join([text.rstrip("\n"), *links]).lstrip("\n")
    with journal_db.atomic("IMMEDIATE"):
        return service.create_entry(
            body=body,
            when=when,
            tags=options.tag,
            starred=options.star,
            journal_id=journal.id if journal else None,
            margin=service.Margin(mood=options.mood),
        )


def read_when(text: str | None) -> When:
    """The moment that --date says, in the person's zone.

    Raises:
        Refusal: there is no such day or time.
    """
    from webapp.features.preferences import service as preferences

    now = When.now(preferences.read().zone_name)
    if not text:
        return now
    day, _space, moment = text.strip().replace("T", " ").partition(" ")
    if day.casefold() in ("today", "yesterday"):
        there = now.day - timedelta(days=day.casefold() == "yesterday")
    else:
        there = forms.read_day(day)
    return When(there, forms.read_time(moment) if moment else now.time, now.zone)


def read_text(given: list[str]) -> str:
    """The text that was given, else what standard input holds, else what the editor is told.

    Raises:
        Refusal: it is no UTF-8 text, or there is no way to write one.
    """
    from webapp.features.entries.in_editor import write_in_editor

    if given and given != [FROM_STDIN]:
        return " ".join(given)
    if not given and sys.stdin.isatty():
        return write_in_editor()
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError:
        raise refused(
            _("The text on standard input is not UTF-8."), _("Send it as UTF-8.")
        ) from None


def refused(happened: str, todo: str) -> Refusal:
    """A refusal of the command: nothing was added."""
    return Refusal(happened, _("Nothing was added."), todo)


ADD = Command("add", _l("add an entry"), add_arguments, run)
