"""Reading and changing a person's preferences."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields

from webapp.core import clock
from webapp.core.database import journal_db

IDLE_CHOICES = (1, 2, 5, 10, 15, 30, 60, 0)
THEMES = ("system", "light", "dark")
TEXT_SIZES = ("small", "smaller", "normal", "larger", "large")


@dataclass(frozen=True)
class Preferences:
    """Everything a person can choose; the defaults are what a new person has."""

    idle_minutes: int = 10  # 0: never
    theme: str = "system"
    text_size: str = "normal"
    zone: str = ""  # "": this computer's
    single_keys: bool = True

    @property
    def zone_name(self) -> str:
        """The zone that new entries are written in."""
        return self.zone or clock.local_zone()


def read() -> Preferences:
    """The person's preferences; what is unknown or broken counts as not chosen."""
    known = {field.name: field.type for field in fields(Preferences)}
    chosen = {}
    for name, value in journal_db.execute_sql("SELECT name, value FROM preference"):
        if name in known:
            chosen[name] = json.loads(value)
    return Preferences(**chosen)


def change(**changes: object) -> Preferences:
    """Change some preferences.

    Raises:
        ValueError: a value that is no choice.
    """
    wanted = Preferences(**{**asdict(read()), **changes})
    if wanted.idle_minutes not in IDLE_CHOICES or wanted.theme not in THEMES:
        raise ValueError("that is no choice")
    if wanted.text_size not in TEXT_SIZES:
        raise ValueError("that is no text size")
    if wanted.zone:
        clock.zone(wanted.zone)
    with journal_db.atomic():
        for name, value in changes.items():
            journal_db.execute_sql(
                "INSERT OR REPLACE INTO preference VALUES (?, ?)", (name, json.dumps(value))
            )
    return wanted
