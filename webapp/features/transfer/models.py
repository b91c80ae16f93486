"""The rows of imports, and the plain values that the pages show."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Protocol

from webapp.core.database import journal_db
from webapp.features.transfer.shapes import Problem

KEPT_PROBLEMS = 2_000  # of one import; a count stands for the rest

COLUMNS = (
    "id, made_at, format, source, entries, pictures, doubles, first_day, last_day, left_out,"
    " taken_back_at"
)


class Progress(Protocol):
    """How far the work is; `core.jobs.Progress` is one."""

    total: int | None

    def step(self, n: int = 1, detail: str = "") -> None:
        """`n` more are done; raises to stop."""


@dataclass(frozen=True)
class Batch:
    """One import. `made_at` and `taken_back_at` are ms since 1970 UTC."""

    id: int
    made_at: int
    format: str
    source: str
    entries: int
    pictures: int
    doubles: int
    first_day: str | None
    last_day: str | None
    problems: tuple[Problem, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    taken_back_at: int | None = None

    @classmethod
    def of_row(cls, row: tuple[object, ...]) -> Batch:
        """From a row of `COLUMNS`."""
        values: list[Any] = list(row)
        said = json.loads(values[-2])
        problems = tuple(Problem(**item) for item in said["problems"])
        values[-2:-1] = [problems, said["counts"]]
        return cls(*values)


@dataclass
class Tally:
    """What an import is about to bring, or has brought."""

    entries: int = 0
    doubles: int = 0
    starred: int = 0
    pictures: int = 0
    missing: int = 0
    undated_by_file: int = 0
    first: date | None = None
    last: date | None = None
    tags: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def see_day(self, day: date) -> None:
        """Count a day in."""
        self.first = day if self.first is None else min(self.first, day)
        self.last = day if self.last is None else max(self.last, day)

    def see_problem(self, problem: Problem) -> None:
        """Count a problem in; the first of them are kept whole."""
        self.counts[problem.key] += 1
        if len(self.problems) < KEPT_PROBLEMS:
            self.problems.append(problem)


def insert_batch(made_at: int, form: str, source: str) -> int:
    """A new batch with nothing in it yet; its id."""
    cursor = journal_db.execute_sql(
        "INSERT INTO import_batch (made_at, format, source, entries, pictures, doubles, left_out)"
        " VALUES (?, ?, ?, 0, 0, 0, '{}') RETURNING id",
        (made_at, form, source),
    )
    return int(cursor.fetchone()[0])


def finish_batch(batch_id: int, tally: Tally) -> None:
    """Write down what came in."""
    said = {
        "counts": dict(tally.counts),
        "problems": [asdict(problem) for problem in tally.problems],
    }
    journal_db.execute_sql(
        "UPDATE import_batch SET entries = ?, pictures = ?, doubles = ?, first_day = ?,"
        " last_day = ?, left_out = ? WHERE id = ?",
        (
            tally.entries,
            tally.pictures,
            tally.doubles,
            tally.first.isoformat() if tally.first else None,
            tally.last.isoformat() if tally.last else None,
            json.dumps(said, ensure_ascii=False),
            batch_id,
        ),
    )
