"""`import` and `export` on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import category

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from webapp.core.database import use_accounts, use_vault
from webapp.core.feature import Command, Console
from webapp.core.late import late
from webapp.core.texts import full_date, number
from webapp.features.accounts import service as accounts
from webapp.features.entries import service as entries
from webapp.features.preferences import service as preferences

if TYPE_CHECKING:
    from flask import Flask

    from webapp.features.transfer import forms, service, texts
else:
    forms, service, texts = late(__package__, "forms", "service", "texts")

SHOWN_PROBLEMS = 40


class Bar:
    """Progress on the terminal, in the shape that the work tells it."""

    def __init__(self, console: Console, total: int | None = None) -> None:
        self._console = console
        self.total = total
        self._done = 0

    def step(self, n: int = 1, detail: str = "") -> None:
        """`n` more are done."""
        self._done += n
        self._console.progress(self._done, self.total, detail)


def add_import_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `import`."""
    parser.add_argument("file", type=Path, metavar=_("FILE"), help=_("a file, a folder or a zip"))
    _add_person(parser)
    names = ", ".join(form.name for form in service.formats())
    parser.add_argument(
        "--format",
        metavar=_("NAME"),
        choices=[form.name for form in service.formats()],
        help=_("how to read it: %(names)s; found by itself when left out", names=names),
    )
    parser.add_argument(
        "--encoding", metavar=_("NAME"), help=_("of text that is not Unicode, for example cp1252")
    )
    parser.add_argument(
        "--zone", metavar=_("NAME"), help=_("for times without one, for example Europe/Berlin")
    )
    order = parser.add_mutually_exclusive_group()
    order.add_argument("--day-first", action="store_true", help=_("03/04/2020 is the 3rd of April"))
    order.add_argument(
        "--month-first", action="store_true", help=_("03/04/2020 is the 4th of March")
    )
    parser.add_argument(
        "--undated", metavar=_("DAY"), help=_("the day of entries that have none: YYYY-MM-DD")
    )
    parser.add_argument(
        "--journal", metavar=_("NAME"), help=_("the journal it goes into; made when there is none")
    )
    parser.add_argument(
        "--no-media", action="store_true", help=_("leave photos and files where they are")
    )
    parser.add_argument(
        "--dry-run", action="store_true", help=_("say what is inside and change nothing")
    )


def add_export_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `export`."""
    parser.add_argument(
        "destination",
        type=Path,
        metavar=_("DEST"),
        help=_("a new folder, or a new file that ends in .zip"),
    )
    _add_person(parser)


def _add_person(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--as", dest="person", required=True, metavar=_("NAME"), help=_("whose journal")
    )
    parser.add_argument(
        "--password-stdin", action="store_true", help=_("read the password from standard input")
    )


def run_import(options: argparse.Namespace, console: Console, app: Flask) -> int:
    """Look, say what is inside, and bring it in."""
    with app.app_context(), service.open_path(options.file) as source:
        form = service.named(options.format) if options.format else service.recognise(source)
        with _open_journal(options, console, app):
            how, look = _look(source, form, _read_options(options), options, console)
            _say_look(console, look)
            if options.dry_run:
                console.say(_("Nothing was added."))
            elif look.tally.entries:
                wishes = service.Wishes(journal=options.journal, media=not options.no_media)
                batch = service.bring_in(source, form, how, look, Bar(console), wishes)
                brought = service.read_batch(batch)
                console.say(
                    ngettext(
                        "%(count)s entry is in.",
                        "%(count)s entries are in.",
                        brought.entries,
                        count=number(brought.entries),
                    )
                )
            elif look.tally.doubles:
                console.say(_("There is nothing new in it. Nothing was added."))
            else:  # what was left out and why has been said
                raise texts.refused("nothing_inside")
    return 0


def _look(
    source: service.Source,
    form: service.Format,
    how: service.ReadOptions,
    options: argparse.Namespace,
    console: Console,
) -> tuple[service.ReadOptions, service.Look]:
    """Look through it, with its password where it is locked."""
    try:
        return how, service.look(source, form, how, Bar(console).step)
    except service.AskPassword:
        prompt = _("Password of the file: ")
        password = console.secret(prompt, from_stdin=options.password_stdin)
    how = replace(how, password=password)
    return how, service.look(source, form, how, Bar(console).step)


def _read_options(options: argparse.Namespace) -> service.ReadOptions:
    zone = options.zone or preferences.read().zone_name
    forms.check_zone(zone)
    day_first = True if options.day_first else False if options.month_first else None
    return service.ReadOptions(
        zone=zone,
        encoding=service.canonical(options.encoding) if options.encoding else None,
        day_first=day_first,
        undated=forms.read_day(options.undated or ""),
    )


def _say_look(console: Console, look: service.Look) -> None:
    tally = look.tally
    said = ngettext(
        "%(count)s entry", "%(count)s entries", tally.entries, count=number(tally.entries)
    )
    if tally.first is not None and tally.first == tally.last:
        said = _("%(entries)s, %(day)s", entries=said, day=full_date(tally.first))
    elif tally.first is not None and tally.last is not None:
        said = _(
            "%(entries)s, %(first)s to %(last)s",
            entries=said,
            first=full_date(tally.first),
            last=full_date(tally.last),
        )
    console.say(_("%(what)s (%(format)s)", what=said, format=look.form))
    if tally.doubles:
        console.say(_("Already in the journal: %(num)s", num=tally.doubles))
    if tally.pictures:
        console.say(_("Photos and files: %(num)s", num=tally.pictures))
    if tally.missing:
        console.say(_("Photos and files named but not there: %(num)s", num=tally.missing))
    for group in texts.grouped(tally.problems, tally.counts)[:SHOWN_PROBLEMS]:
        more = ", …" if group.count > len(group.places) else ""
        line = f"  {group.count} × {group.sentence} {', '.join(group.places)}{more}"
        console.say(_harmless(line))


def _harmless(line: str) -> str:
    """The line without signs that a terminal would obey: names of files come from elsewhere."""
    return "".join(" " if category(sign)[0] == "C" else sign for sign in line)


def run_export(options: argparse.Namespace, console: Console, app: Flask) -> int:
    """Write the journal out as plain text."""
    with app.app_context(), _open_journal(options, console, app):
        bar = Bar(console, entries.count_entries())
        count = service.write_out(options.destination, bar.step)
        console.say(
            ngettext(
                "%(count)s entry is written.",
                "%(count)s entries are written.",
                count,
                count=number(count),
            )
        )
        console.tell(
            _("This is plain text: whoever has the folder can read it. Keep it in a safe place.")
        )
    return 0


@contextmanager
def _open_journal(options: argparse.Namespace, console: Console, app: Flask) -> Iterator[None]:
    places = app.extensions["places"]
    prompt = _("Password of %(name)s: ", name=options.person)
    password = console.password(prompt, from_stdin=options.password_stdin)
    with use_accounts(places.accounts_path):
        _user, vault = accounts.unlock(places, options.person, password)
    try:
        with use_vault(vault):
            yield
    finally:
        vault.close()


COMMANDS = (
    Command(
        "import",
        str(lazy_gettext("bring entries in from a file, a folder or a zip")),
        add_import_arguments,
        run_import,
    ),
    Command(
        "export",
        str(lazy_gettext("write the journal out as a folder or a zip of Markdown")),
        add_export_arguments,
        run_export,
    ),
)
