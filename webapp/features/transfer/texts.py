"""Every sentence about an import: refusals of a whole source, and remarks about parts of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from flask_babel import gettext as _

from webapp.core.errors import Refusal
from webapp.features.transfer.shapes import Problem

SHOWN_PLACES = 5


class TransferRefused(Refusal):
    """A source that is refused as a whole. `key` names why; nothing was added."""

    def __init__(self, key: str, happened: str, todo: str, curious: str = "") -> None:
        super().__init__(happened, _("Nothing was added."), todo, curious=curious)
        self.key = key


def refused(key: str, *, curious: str = "", **params: str | int) -> TransferRefused:
    """The refusal called `key`, with its sentences in the person's language."""
    happened, todo = _REFUSALS[key]()
    return TransferRefused(key, happened % params, todo % params, curious)


def sentence(problem: Problem) -> str:
    """What a reader has to say about a part of the source, in the person's language."""
    words: str = _PROBLEMS[problem.key]() % problem.params
    return words


@dataclass(frozen=True)
class Group:
    """Parts of a source of which the same is said: the sentence, how many, and the first names."""

    sentence: str
    count: int
    places: tuple[str, ...]


def grouped(problems: Iterable[Problem], counts: Mapping[str, int]) -> list[Group]:
    """Problems by what is said of them, the most frequent first.

    Args:
        problems: those that were kept.
        counts: how many there were in all, by key.
    """
    groups: dict[tuple[str, object], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.key, problem.params.get("reason")), []).append(problem)
    made = []
    for (key, reason), found in groups.items():
        count = len(found) if reason is not None else max(len(found), counts.get(key, 0))
        made.append(_group(found, count))
    return sorted(made, key=lambda group: -group.count)


def _group(problems: list[Problem], count: int) -> Group:
    sentences = {sentence(problem) for problem in problems}
    # with different particulars the sentence stands without them, and each place has its own
    if len(sentences) == 1:
        places = tuple(place(problem) for problem in problems[:SHOWN_PLACES])
        return Group(sentences.pop(), count, places)
    values = (", ".join(str(value) for value in one.params.values()) for one in problems)
    named = zip(problems, values, strict=True)
    places = tuple(f"{place(one)} ({value})" for one, value in islice(named, SHOWN_PLACES))
    blank: Mapping[str, str | int] = defaultdict(lambda: "…")
    return Group(_PROBLEMS[problems[0].key]() % blank, count, places)


def place(problem: Problem) -> str:
    """Where it stands: the member's name, with the line where there is one."""
    if problem.line is None:
        return problem.where
    words: str = _("%(name)s, line %(line)d", name=problem.where, line=problem.line)
    return words


def stopped(key: str, month: str) -> Refusal:
    """The refusal of an import that stopped half way, at `month` ("August 2021") if it was there.

    `key` is "disk_full" or "journal_busy".
    """
    happened = _("The import stopped.")
    if month:
        happened = _("The import stopped at %(month)s.", month=month)
    safe = _("Nothing was added; your journal is as it was.")
    if key == "disk_full":
        todo = _("The disk is full: free some space and try again.")
        return Refusal(happened, safe, todo, status=507)
    return Refusal(happened, safe, _("Something else is writing: wait a moment and try again."))


def too_much(megabytes: int) -> Refusal:
    """What was sent is more than is held in memory."""
    return Refusal(
        _("This is more than %(megabytes)s MB, more than the page can take.", megabytes=megabytes),
        _("Nothing was added."),
        _("Bring it in on the command line: quietleaf import FOLDER --as NAME."),
        status=413,
    )


def export_failed(*, is_full: bool) -> Refusal:
    """The export could not be written to its end."""
    happened = _("The export stopped: the disk is full.") if is_full else _("The export stopped.")
    return Refusal(
        happened,
        _("Your journal is safe. What was written so far has been removed."),
        _("Choose another place."),
    )


def no_such_zone() -> Refusal:
    """A time zone that does not exist."""
    return Refusal(
        _("Quietleaf knows no such time zone."),
        _("Nothing was added."),
        _("Choose one from the list, for example Europe/Berlin."),
    )


def no_such_day() -> Refusal:
    """A day that does not exist."""
    return Refusal(
        _("There is no such day."), _("Nothing was added."), _("Write it as 2026-11-22.")
    )


def no_such_import() -> Refusal:
    """There is no import of that number, or what was chosen has been let go."""
    return Refusal(
        _("This import is not here any more."),
        _("Your journal is as it was."),
        _("Choose the file or folder again."),
        status=404,
    )


def already_back() -> Refusal:
    """An import cannot be taken back twice."""
    return Refusal(
        _("This import was taken back before."),
        _("Your journal is as it was."),
        _("Bring the file in again if you want its entries."),
        status=409,
    )


_REFUSALS: dict[str, Callable[[], tuple[str, str]]] = {
    "not_there": lambda: (
        _("There is no such file or folder."),
        _("Check the name and try again."),
    ),
    "not_a_file": lambda: (
        _("This is neither a file nor a folder."),
        _("Choose a file, a folder or a zip."),
    ),
    "cannot_open": lambda: (
        _("Quietleaf is not allowed to read this file or folder."),
        _("Check its permissions, or copy it somewhere else, then try again."),
    ),
    "nothing_chosen": lambda: (
        _("No file was chosen."),
        _("Choose a file, a folder or a zip."),
    ),
    "nothing_inside": lambda: (
        _("This file holds no entries."),
        _("Choose another file, or see what Quietleaf can read."),
    ),
    "nothing_new": lambda: (
        _("There is nothing new in it."),
        _("All its entries are in your journal already."),
    ),
    "destination_there": lambda: (
        _("There is something of that name already."),
        _("Choose another name; Quietleaf never writes over anything."),
    ),
    "destination_unwritable": lambda: (
        _("Quietleaf cannot write there."),
        _("Choose another place."),
    ),
    "unknown": lambda: (
        _("Quietleaf does not know this kind of file."),
        _("See what it can read, and choose another file."),
    ),
    "unknown_format": lambda: (
        _("Quietleaf knows no format of that name."),
        _("Leave the format out, and Quietleaf finds it by itself."),
    ),
    "too_many": lambda: (
        _("There are more than %(count)s files inside."),
        _("Bring them in in several parts."),
    ),
    "too_big": lambda: (
        _("What is inside is larger than %(megabytes)s MB."),
        _("Bring it in in several parts."),
    ),
    "bad_name": lambda: (
        _("A name inside leads out of the folder or is no name at all."),
        _("Ask the program that made it for a new export."),
    ),
    "bomb": lambda: (
        _("This zip unfolds to far more than an export would."),
        _("Ask the program that made it for a new export."),
    ),
    "zip_damaged": lambda: (
        _("This zip is damaged or cut short."),
        _("Fetch or make it again, then try again."),
    ),
    "zip_encrypted": lambda: (
        _("This zip is locked with a password."),
        _("Unpack it with its password, bring in the folder, and delete the folder afterwards."),
    ),
    "not_text": lambda: (
        _("This file is not text that can be read."),
        _("If you know how it was written, say its encoding; else save it again as UTF-8."),
    ),
    "encoding_does_not_fit": lambda: (
        _("Some of the text is not written in the encoding that was said."),
        _("Choose another encoding."),
    ),
    "unknown_encoding": lambda: (
        _("Quietleaf knows no encoding of that name."),
        _("Try utf-8, cp1252, cp1251 or cp932."),
    ),
    "jrnl_encrypted": lambda: (
        _("This jrnl journal is encrypted."),
        _(
            "Let jrnl write it out: jrnl --format text --file journal.txt. Bring in that file, and"
            " delete it afterwards."
        ),
    ),
}

_PROBLEMS: dict[str, Callable[[], str]] = {
    "unreadable": lambda: _("The file cannot be read."),
    "damaged": lambda: _("The file is damaged inside the zip."),
    "too_large": lambda: _("The file is larger than a text can be."),
    "too_long": lambda: _("The text is longer than an entry can be (4 MB)."),
    "picture_missing": lambda: _("Named in a text, but not in the file."),
    "picture_refused": lambda: "%(reason)s",
    "link": lambda: _("A link; Quietleaf reads only what is in the folder itself."),
    "not_text": lambda: _("The text is not Unicode and its encoding cannot be told."),
    "not_read": lambda: _("Not a text file, and no entry shows it."),
    "no_ending": lambda: _("The name has no ending that says it is text."),
    "template": lambda: _("A template, not an entry."),
    "old_copy": lambda: _("An old copy that another program keeps."),
    "joplin_item": lambda: _("An item of Joplin’s RAW export, which is not read yet."),
    "jrnl_encrypted": lambda: _("An encrypted jrnl journal. Let jrnl write it out as text first."),
    "empty": lambda: _("Nothing is written in it."),
    "outside_journal": lambda: _("Not one of the journal’s day files."),
    "before_first_date": lambda: _("Lines before the first date belong to no day: %(count)s."),
    "date_impossible": lambda: _("There is no such day or time: %(date)s."),
    "date_not_understood": lambda: _("The date is not understood; another one counts: %(date)s."),
    "looks_like_a_date": lambda: _("Looks like a date and is kept as text: %(date)s."),
    "no_date": lambda: _("Nothing says when it was written."),
    "dated_by_file": lambda: _("Only the file’s own time says when it was written: %(date)s."),
    "dated_by_person": lambda: _("Nothing says when it was written; it gets the day you named."),
    "day_or_month": lambda: _("Day and month could be the other way round: %(date)s."),
    "header_kept_as_text": lambda: _("The front matter cannot be read and is kept as text."),
    "header_read_by_line": lambda: _("The front matter is not valid YAML and was read by line."),
}
