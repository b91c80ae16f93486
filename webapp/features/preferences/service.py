"""Reading and changing a person's preferences."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields

from webapp.core import clock
from webapp.core.database import journal_db
from webapp.features.preferences.languages import CODES

IDLE_CHOICES = (1, 2, 5, 10, 15, 30, 60, 0)
THEMES = ("system", "light", "dark")
TEXT_SIZES = ("small", "smaller", "normal", "larger", "large")
TEXT_WIDTHS = ("narrow", "normal", "wide", "full")


class NoChoice(ValueError):
    """A value that cannot be chosen."""


@dataclass(frozen=True)
class Preferences:
    """Everything a person can choose; the defaults are what a new person has."""

    idle_minutes: int = 10  # 0: never
    theme: str = "system"
    text_size: str = "normal"
    text_width: str = "normal"
    zone: str = ""  # "": this computer's
    single_keys: bool = True
    spelling: bool = True
    language: str = ""  # of what is written; "": the program's own

    @property
    def zone_name(self) -> str:
        """The zone that new entries are written in."""
        return self.zone or clock.local_zone()

    def check(self) -> Preferences:
        """Itself, if every value is a choice.

        Raises:
            NoChoice: one is not.
        """
        if type(self.idle_minutes) is not int or self.idle_minutes not in IDLE_CHOICES:
            raise NoChoice("idle_minutes")
        if self.theme not in THEMES:
            raise NoChoice("theme")
        if self.text_size not in TEXT_SIZES:
            raise NoChoice("text_size")
        if self.text_width not in TEXT_WIDTHS:
            raise NoChoice("text_width")
        if type(self.single_keys) is not bool:
            raise NoChoice("single_keys")
        if type(self.spelling) is not bool:
            raise NoChoice("spelling")
        if self.language != "" and self.language not in CODES:
            raise NoChoice("language")
        if self.zone != "":
            _check_zone(self.zone)
        return self


def read() -> Preferences:
    """The person's preferences; what is unknown or broken counts as not chosen."""
    chosen = Preferences()
    known = {field.name for field in fields(Preferences)}
    for name, value in journal_db.execute_sql("SELECT name, value FROM preference"):
        if name not in known:
            continue
        try:
            chosen = Preferences(**{**asdict(chosen), name: json.loads(value)}).check()
        except ValueError:  # a choice of another version, or no JSON
            continue
    return chosen


def change(**changes: object) -> Preferences:
    """Change some preferences.

    Returns:
        All of them, as they are now.

    Raises:
        NoChoice: a value that is no choice; nothing is changed then.
    """
    wanted = Preferences(**{**asdict(read()), **changes}).check()
    with journal_db.atomic():
        for name, value in changes.items():
            journal_db.execute_sql(
                "INSERT OR REPLACE INTO preference VALUES (?, ?)", (name, json.dumps(value))
            )
    return wanted


def _check_zone(name: object) -> None:
    if not isinstance(name, str):
        raise NoChoice("zone")
    try:
        clock.zone(name)
    except ValueError as error:
        raise NoChoice("zone") from error
