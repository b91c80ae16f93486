"""The margins of the demo diary: journals, moods, places, weather, people and pins."""

from __future__ import annotations

import random

from seedkit.writer import Draft
from webapp.features.entries.service import Margin
from webapp.features.entries.tags import tags_in_text

JOURNALS = {
    "Walks": ({"walk", "ridge", "trip", "stream", "run"}, "green"),
    "Painting": ({"painting", "paint", "class", "exhibition", "studio"}, "plum"),
    "Reading": ({"reading", "book", "books", "film", "music"}, "ochre"),
}
"""Name to the tags that belong there, and its colour; all else is in the default journal."""

PLACES = {"Walks": ("The ridge", "The mill", "Hollin pass", "Larch wood"), "Painting": ("Studio",)}
HOME = ("Home", "Home", "Kitchen", "Town")
WEATHERS = ("Frost", "Rain", "Low cloud", "Clear and cold", "Wind from the west", "First sun")
PEOPLE = ("Dad", "Marian", "Jo", "Tom", "Isla")


def journal_of(draft: Draft) -> str:
    """The journal an entry belongs in; "" is the default one."""
    tags = {*draft.tags, *tags_in_text(draft.body)}
    return next((name for name, (wanted, _color) in JOURNALS.items() if tags & wanted), "")


def margin_of(draft: Draft, rng: random.Random) -> Margin:
    """A margin as a person gives one: most entries have little of it."""
    journal = journal_of(draft)
    has_mood, has_place, has_weather = (rng.random() < chance for chance in (0.6, 0.4, 0.15))
    named = tuple(name for name in PEOPLE if f"{name} " in draft.body) if rng.random() < 0.7 else ()
    mood = rng.choices((1, 2, 3, 4, 5), (4, 9, 22, 40, 25))[0]
    place, weather = rng.choice(PLACES.get(journal, HOME)), rng.choice(WEATHERS)
    return Margin(
        pinned=draft.starred and rng.random() < 0.08,
        mood=mood if has_mood else None,
        place=place if has_place or (journal and has_mood) else "",
        weather=weather if has_weather else "",
        people=named,
    )
