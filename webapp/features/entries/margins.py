"""What stands in an entry's margin beside day, tags and star: pin, mood, place, weather, people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from webapp.core import clock
from webapp.core.database import journal_db
from webapp.core.errors import Refusal
from webapp.features.entries.names import fold, one_line

MOODS = range(1, 6)
MAX_LINE = 200
MAX_PEOPLE = 100


@dataclass(frozen=True)
class Margin:
    """The margin of an entry.

    `mood` goes from 1 (low) to 5 (bright). `latitude` and `longitude` are those of the place, in
    degrees; both or none. `people` are those the entry tells of, by name.
    """

    pinned: bool = False
    mood: int | None = None
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    weather: str = ""
    people: tuple[str, ...] = ()

    def tidied(self) -> Margin:
        """The margin as it is kept: texts on one line, each person once.

        Raises:
            Refusal: there is no such mood, or there are more people than an entry can have.
        """
        if self.mood is not None and self.mood not in MOODS:
            raise _refused(_("There is no such mood."), _("Choose one of the five."))
        people = tuple(unique_people(self.people))
        if len(people) > MAX_PEOPLE:
            raise _refused(
                _("An entry can name %(number)s people.", number=MAX_PEOPLE),
                _("Remove some of them."),
            )
        where = (self.latitude, self.longitude)
        return replace(
            self,
            place=one_line(self.place, MAX_LINE),
            weather=one_line(self.weather, MAX_LINE),
            latitude=where[0] if _is_on_earth(*where) else None,
            longitude=where[1] if _is_on_earth(*where) else None,
            people=people,
        )


NO_MARGIN = Margin()


@dataclass(frozen=True)
class MarginChange:
    """What a person has changed of a margin; None stays as it was, mood 0 and "" take it away."""

    pinned: bool | None = None
    mood: int | None = None
    place: str | None = None
    weather: str | None = None
    people: tuple[str, ...] | None = None

    def on(self, margin: Margin) -> Margin:
        """That margin with the changes; a new place has left the coordinates of the old one."""
        changed = margin
        if self.pinned is not None:
            changed = replace(changed, pinned=self.pinned)
        if self.mood is not None:
            changed = replace(changed, mood=self.mood or None)
        if self.place is not None and one_line(self.place, MAX_LINE) != margin.place:
            changed = replace(changed, place=self.place, latitude=None, longitude=None)
        if self.weather is not None:
            changed = replace(changed, weather=self.weather)
        if self.people is not None:
            changed = replace(changed, people=self.people)
        return changed


class CompanionIds:
    """Names of people to row ids, made where they are missing; remembers what it has seen."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}

    def id(self, name: str) -> int:
        """The id of the person of that (tidied) name."""
        folded = fold(name)
        known = self._ids.get(folded)
        if known is None:
            known = self._ids[folded] = _find_or_make(name, folded)
        return known


def unique_people(names: Iterable[str]) -> list[str]:
    """The names tidied, each once, in order."""
    kept: dict[str, str] = {}
    for name in names:
        tidied = one_line(name, MAX_LINE)
        if tidied and fold(tidied):
            kept.setdefault(fold(tidied), tidied)
    return list(kept.values())


def read_margin(entry_id: int) -> Margin:
    """The margin of an entry."""
    row = journal_db.execute_sql(
        "SELECT pinned_at IS NOT NULL, mood, place, latitude, longitude, weather"
        " FROM entry_margin WHERE entry_id = ?",
        (entry_id,),
    ).fetchone()
    people = journal_db.execute_sql(
        "SELECT name FROM companion JOIN entry_companion ON companion_id = companion.id"
        " WHERE entry_id = ? ORDER BY folded",
        (entry_id,),
    )
    named = tuple(name for (name,) in people)
    if row is None:
        return Margin(people=named)
    pinned, mood, place, latitude, longitude, weather = row
    return Margin(bool(pinned), mood, place, latitude, longitude, weather, named)


def put_margin(entry_id: int, margin: Margin, ids: CompanionIds) -> None:
    """Give an entry exactly this (tidied) margin."""
    if replace(margin, people=()) == NO_MARGIN:
        journal_db.execute_sql("DELETE FROM entry_margin WHERE entry_id = ?", (entry_id,))
    else:
        journal_db.execute_sql(
            "INSERT INTO entry_margin"
            " (entry_id, pinned_at, mood, place, latitude, longitude, weather)"
            " VALUES (?1, iif(?2, ?3, NULL), ?4, ?5, ?6, ?7, ?8) ON CONFLICT (entry_id) DO UPDATE"
            " SET pinned_at = iif(?2, coalesce(pinned_at, ?3), NULL), mood = ?4, place = ?5,"
            " latitude = ?6, longitude = ?7, weather = ?8",
            (
                entry_id,
                margin.pinned,
                clock.now_ms(),
                margin.mood,
                margin.place,
                margin.latitude,
                margin.longitude,
                margin.weather,
            ),
        )
    _put_people(entry_id, {ids.id(name) for name in margin.people})


def index_words(tags: Iterable[str], margin: Margin) -> str:
    """What the search index keeps beside title and text."""
    return " ".join(filter(None, [*tags, *margin.people, margin.place, margin.weather]))


def known_people() -> list[str]:
    """Everyone an entry names, by name."""
    rows = journal_db.execute_sql(
        "SELECT name FROM companion c WHERE EXISTS"
        " (SELECT 1 FROM entry_companion WHERE companion_id = c.id) ORDER BY folded"
    )
    return [name for (name,) in rows]


def known_places(limit: int = 200) -> list[str]:
    """The places that entries have, the most frequent first."""
    return _known("place", limit)


def known_weathers(limit: int = 50) -> list[str]:
    """The weathers that entries have, the most frequent first."""
    return _known("weather", limit)


def _known(column: str, limit: int) -> list[str]:
    rows = journal_db.execute_sql(
        f"SELECT {column} FROM entry_margin WHERE {column} <> ''"  # noqa: S608 - ours
        f" GROUP BY {column} ORDER BY count(*) DESC, {column} LIMIT ?",
        (limit,),
    )
    return [text for (text,) in rows]


def _put_people(entry_id: int, goal: set[int]) -> None:
    rows = journal_db.execute_sql(
        "SELECT companion_id FROM entry_companion WHERE entry_id = ?", (entry_id,)
    )
    now = {companion_id for (companion_id,) in rows.fetchall()}
    for companion_id in now - goal:
        journal_db.execute_sql(
            "DELETE FROM entry_companion WHERE entry_id = ? AND companion_id = ?",
            (entry_id, companion_id),
        )
    for companion_id in goal - now:
        journal_db.execute_sql(
            "INSERT INTO entry_companion VALUES (?, ?)", (entry_id, companion_id)
        )


def _find_or_make(name: str, folded: str) -> int:
    row = journal_db.execute_sql("SELECT id FROM companion WHERE folded = ?", (folded,)).fetchone()
    if row is None:
        row = journal_db.execute_sql(
            "INSERT INTO companion (name, folded) VALUES (?, ?) RETURNING id", (name, folded)
        ).fetchone()
    found: int = row[0]
    return found


def _is_on_earth(latitude: float | None, longitude: float | None) -> bool:
    if latitude is None or longitude is None:
        return False
    return -90 <= latitude <= 90 and -180 <= longitude <= 180


def _refused(happened: str, todo: str) -> Refusal:
    return Refusal(
        happened, _("The text is safe, and the entry's margin is as it was."), todo, status=422
    )
