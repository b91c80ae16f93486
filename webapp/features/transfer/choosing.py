"""What a person can choose from before it comes in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from flask_babel import gettext as _

from webapp.features.entries import service as entries
from webapp.features.transfer.holding import Held

KEEP = "="
NEW = "+"
SHOWN_NAMES = 3


def journal_choices(held: Held) -> list[tuple[str, str]]:
    """Where it can go: where its source says, the journals that are here, a new one.

    Returns:
        What the form sends, and what is shown; the first is the one that is proposed.
    """
    named = [name for name in (held.look.journals if held.look else ()) if name]
    return [*_as_it_was(named), *_here(), *_new(held.source.name, named)]


def _as_it_was(named: list[str]) -> Iterator[tuple[str, str]]:
    if named:
        names = ", ".join(islice(named, SHOWN_NAMES))
        more = ", …" if len(named) > SHOWN_NAMES else ""
        yield KEEP, _("As it was: %(names)s", names=names + more)


def _here() -> list[tuple[str, str]]:
    journals = sorted(entries.all_journals(), key=lambda journal: not journal.is_default)
    return [(str(journal.id), journal.name) for journal in journals]


def _new(source: str, named: list[str]) -> Iterator[tuple[str, str]]:
    known = {journal.name.casefold() for journal in entries.all_journals()}
    name = named[0] if len(named) == 1 else source.rpartition(".")[0] or source
    if name.casefold() not in known:
        yield f"{NEW}{name}", _("%(name)s (new)", name=name)
