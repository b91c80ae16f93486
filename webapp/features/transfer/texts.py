"""Every sentence about an import: refusals of a whole source, and remarks about parts of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from flask_babel import gettext as _

from webapp.core.errors import Refusal
from webapp.features.transfer.sentences import REFUSALS, REMARKS
from webapp.features.transfer.shapes import Problem

SHOWN_PLACES = 5


class TransferRefused(Refusal):
    """A source that is refused as a whole. `key` names why; nothing was added."""

    def __init__(self, key: str, happened: str, todo: str, curious: str = "") -> None:
        super().__init__(happened, _("Nothing was added."), todo, curious=curious)
        self.key = key


def refused(key: str, *, curious: str = "", **params: str | int) -> TransferRefused:
    """The refusal called `key`, with its sentences in the person's language."""
    happened, todo = REFUSALS[key]()
    return TransferRefused(key, happened % params, todo % params, curious)


def sentence(problem: Problem) -> str:
    """What a reader has to say about a part of the source, in the person's language."""
    words: str = REMARKS[problem.key]() % problem.params
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
    return Group(REMARKS[problems[0].key]() % blank, count, places)


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
