"""`search WORDS --as NAME`: what the search page finds, on the terminal."""

from __future__ import annotations

import json
import sys
import unicodedata
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from webapp.core.database import use_accounts, use_vault
from webapp.core.errors import Refusal
from webapp.core.feature import Command, Console

if TYPE_CHECKING:
    from flask import Flask

    from webapp.features.index.service import Piece
    from webapp.features.search.service import Result

LIMIT = 50
BOLD, PLAIN = "\x1b[1m", "\x1b[0m"
FROM_STDIN = "-"


def add_arguments(parser: ArgumentParser) -> None:
    """What can be said after `search`."""
    parser.add_argument(
        "words",
        nargs="+",
        metavar=_("WORDS"),
        help=_("what to look for, or - to read it from standard input"),
    )
    parser.add_argument(
        "--as", dest="name", required=True, metavar=_("NAME"), help=_("whose journal")
    )
    parser.add_argument(
        "--limit",
        type=positive,
        default=LIMIT,
        metavar=_("NUMBER"),
        help=_("show at most so many, the newest first (%(limit)s)", limit=LIMIT),
    )
    parser.add_argument("--json", action="store_true", help=_("answer in JSON"))
    parser.add_argument(
        "--password-stdin",
        action="store_true",
        help=_("read the password from the first line of standard input"),
    )


def positive(text: str) -> int:
    """The value of --limit."""
    if not (text.isascii() and text.isdecimal() and int(text[:9]) > 0):
        raise ArgumentTypeError(_("a number from 1, please"))
    return int(text[:9])


def run(options: Namespace, console: Console, app: Flask) -> int:
    """Open the journal, search it, say what was found.

    Returns:
        0, also when nothing was found.

    Raises:
        Refusal: the password is wrong, or the journal cannot be opened.
    """
    from webapp.features.accounts import service as accounts
    from webapp.features.search import service

    password = console.password(
        _("Password of %(name)s: ", name=options.name), from_stdin=options.password_stdin
    )
    words = read_words() if options.words == [FROM_STDIN] else " ".join(options.words)
    places = app.extensions["places"]
    with app.app_context(), use_accounts(places.accounts_path):
        _user, vault = accounts.unlock(places, options.name, password)
        try:
            with use_vault(vault):
                results, count = service.find(words, options.limit)
        finally:
            vault.close()
    if options.json:
        say_json(console, results, count)
    else:
        say(console, results, count)
    return 0


def read_words() -> str:
    """All that is left on standard input.

    Raises:
        Refusal: it is no UTF-8 text.
    """
    try:
        return sys.stdin.buffer.read().decode("utf-8").strip()
    except UnicodeDecodeError:
        raise Refusal(
            _("The words on standard input are not UTF-8 text."),
            _("Nothing was changed."),
            _("Send them as UTF-8."),
        ) from None


def say(console: Console, results: list[Result], count: int) -> None:
    """One line of day, time and name for each result, and its passage below."""
    marked = sys.stdout.isatty()
    for result in results:
        entry = result.entry
        console.say(f"{entry.day} {entry.time[:5]}  {line(result.name, marked)}".rstrip())
        if result.passage:
            console.say(f"    {line(result.passage, marked)}")
    found = ngettext("%(num)s entry", "%(num)s entries", count)
    if len(results) < count:
        found = _("%(found)s, the newest %(shown)s shown", found=found, shown=len(results))
    console.tell(found)


def say_json(console: Console, results: list[Result], count: int) -> None:
    """One object with the count and the results."""
    found = [
        {
            "id": result.entry.uid,
            "day": result.entry.day,
            "time": result.entry.time,
            "name": text(result.name),
            "passage": text(result.passage),
        }
        for result in results
    ]
    console.say(json.dumps({"count": count, "entries": found}, ensure_ascii=False))


def text(pieces: list[Piece]) -> str:
    """The pieces together."""
    return "".join(piece for piece, _is_hit in pieces)


def line(pieces: list[Piece], marked: bool) -> str:
    """The pieces in one line, the hits in bold type where the terminal has it."""
    return "".join(
        f"{BOLD}{harmless(piece)}{PLAIN}" if is_hit and marked else harmless(piece)
        for piece, is_hit in pieces
    )


def harmless(words: str) -> str:
    """The words without signs that a terminal would obey."""
    return "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in words)


SEARCH = Command("search", _l("find entries by their words"), add_arguments, run)
