"""Joins the fragments into two years of entries: the same ones for the same last day."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import Generic, TypeVar

from seedkit import bobs, indoors, outdoors, people
from seedkit.slots import SLOTS
from seedkit.themes import Story, Theme, months_of, season_of

SEED = 7
DAYS = 730
BOBS_DAYS = 160
RECENT = (0, 1, 3, 5, 8, 10, 13, 16, 19, 23, 27, 32)
STORY_GAP = 21
MORNING = 10
REST = timedelta(days=40)
PHOTO = re.compile(r"\{photo:([\w-]+)\|")
SLOT = re.compile(r"\{(\w+)\}")
HEAD = re.compile(r"=== (?:day (\d\d)-(\d\d)|(\d+-\d+))(?: ([\w,/-]+))? @(\d+)( \*)?(?: !(.+))?$")

MONDAY, TUESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = 0, 1, 3, 4, 5, 6
Item = TypeVar("Item")


@dataclass(frozen=True)
class Draft:
    """An entry before it is stored; `{photo:NAME|alt}` in the body stands for a picture."""

    day: date
    time: time
    body: str
    title: str | None = None
    tags: tuple[str, ...] = ()
    starred: bool = False


class Deck(Generic[Item]):
    """Things drawn in turn: each rests until all others have had theirs."""

    def __init__(self, rng: random.Random, things: Sequence[Item]) -> None:
        self._things = list(things)
        rng.shuffle(self._things)

    def draw(self, fits: Callable[[Item], bool]) -> Item | None:
        """The one that has rested longest among those that fit."""
        for place, thing in enumerate(self._things):
            if fits(thing):
                del self._things[place]
                self._things.append(thing)
                return thing
        return None


class Writer:
    """Writes the entries of one person, day by day."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.shown: defaultdict[str, list[date]] = defaultdict(list)
        self._decks: dict[int, Deck[str]] = {}
        self._slots = {name: Deck(rng, things) for name, things in SLOTS.items()}

    def entry(self, theme: Theme, day: date) -> Draft:
        """An entry of a theme."""
        rng = self.rng
        name = self._draw(theme.names, day)
        size = rng.choices((0, 1, 2, 4), (2, 4, 4, 2))[0]
        blocks = [self._paragraph(theme, day, size)]
        if theme.special and rng.random() < 0.3:
            blocks.append(self._draw(theme.special, day))
        if theme.photos and rng.random() < 0.14:
            blocks.append(self._photo(theme.photos, day))
        if size == 4:
            blocks.append(self._paragraph(theme, day, 2, lead=False))
        blocks.append(self._draw(theme.close, day))
        has_title = rng.random() < 0.06
        if not has_title:
            blocks.insert(0, name)
        how = rng.random()
        if how < 0.3:
            blocks.append(" ".join(f"#{tag}" for tag in theme.tags))
        return Draft(
            day,
            self._time(theme.hours),
            "\n\n".join(block for block in blocks if block),
            title=name if has_title else None,
            tags=theme.tags if 0.3 <= how < 0.6 else (),
            starred=rng.random() < 0.04,
        )

    def line(self, day: date) -> Draft:
        """An entry of one line."""
        return Draft(day, self._time(tuple(range(7, 23))), self._draw(people.ONE_LINERS, day))

    def story(self, story: Story, day: date) -> Draft:
        """An entry that was written whole."""
        at = self._time((story.hour,))
        return Draft(day, at, story.text, story.title, story.tags, story.starred)

    def _paragraph(self, theme: Theme, day: date, size: int, lead: bool = True) -> str:
        parts = [self._draw(theme.lead, day)] if lead else []
        parts += [self._draw(theme.more, day) for _ in range(size)]
        lists = [part for part in parts if part.startswith("- ")]
        prose = " ".join(part for part in parts if part and part not in lists)
        return "\n\n".join(filter(None, (prose, *dict.fromkeys(lists))))

    def _photo(self, photos: tuple[str, ...], day: date) -> str:
        """A picture that has not been shown lately; nothing when there is none."""
        block = self._draw(photos, day)
        shown = PHOTO.findall(block)
        if any(abs(day - other) < REST for name in shown for other in self.shown[name]):
            return ""
        for name in shown:
            self.shown[name].append(day)
        return block

    def _draw(self, fragments: tuple[str, ...], day: date) -> str:
        if not fragments:
            return ""
        deck = self._decks.get(id(fragments))
        if deck is None:
            deck = self._decks[id(fragments)] = Deck(self.rng, fragments)
        found = deck.draw(lambda text: day.month in season_of(text)[0])
        return self._fill(season_of(found)[1]) if found else ""

    def _fill(self, text: str) -> str:
        filled = SLOT.sub(lambda match: self._slots[match[1]].draw(bool) or "", text)
        mark = "## " if filled.startswith("## ") else ""
        start = len(mark)
        return mark + filled[start : start + 1].upper() + filled[start + 1 :]

    def _time(self, hours: tuple[int, ...]) -> time:
        return time(self.rng.choice(hours), self.rng.randrange(60), self.rng.randrange(60))


def read_stories(path: Path) -> list[Story]:
    """The stories of a file in the form of assets/demo/stories.md."""
    stories = []
    for part in re.split(r"^(?==== )", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        head, _newline, text = part.partition("\n")
        match = HEAD.match(head)
        if match is None:
            raise ValueError(f"not the head of a story: {head}")
        month, day, span, tags, hour, star, title = match.groups()
        stories.append(
            Story(
                text.strip(),
                months_of(span or f"{int(month)}-{int(month)}"),
                (int(month), int(day)) if month else None,
                tuple(tags.split(",")) if tags else (),
                int(hour),
                bool(star),
                title,
            )
        )
    return stories


def place_stories(rng: random.Random, stories: list[Story], until: date) -> dict[date, Story]:
    """A day for each story: close together lately, so that the first screen has pictures."""
    placed: dict[date, Story] = {}
    for story in stories:
        if story.day is not None:
            day = date(until.year, *story.day)
            placed[day if day <= until else day.replace(year=until.year - 1)] = story
    waiting = [story for story in stories if story.day is None]
    rng.shuffle(waiting)
    waiting.sort(key=lambda story: "{photo:" not in story.text)
    later = range(RECENT[-1] + STORY_GAP, DAYS, STORY_GAP)
    for ago in (*RECENT, *later):
        day = until - timedelta(days=ago)
        fitting = [story for story in waiting if day.month in story.months]
        if not ago:  # the first that is seen: a long one, of a morning that is over
            fitting = sorted(
                (story for story in fitting if story.hour <= MORNING),
                key=lambda story: (story.starred, len(story.text)),
                reverse=True,
            )
        chosen = next(iter(fitting), None)
        if chosen is not None and day not in placed:
            waiting.remove(chosen)
            placed[day] = chosen
    return placed


def write_alices(until: date, stories_path: Path) -> Iterator[Draft]:
    """Two years of alice's entries, the last on `until`."""
    rng = random.Random(SEED)
    writer = Writer(rng)
    placed = place_stories(rng, read_stories(stories_path), until)
    for day, story in placed.items():
        for name in PHOTO.findall(story.text):
            writer.shown[name].append(day)
    away: date | None = None
    for ago in range(DAYS, -1, -1):
        day = until - timedelta(days=ago)
        if day in placed:
            yield writer.story(placed[day], day)
        if not ago:
            return  # the last day has only just begun
        if ago > 40 and rng.random() < 0.008:
            away = day + timedelta(days=rng.randrange(3, 9))
        if away is not None and day < away:
            continue
        count = rng.choices((0, 1, 2, 3), (28, 48, 19, 5))[0]
        for _ in range(max(0, count - (day in placed))):
            if rng.random() < 0.14:
                yield writer.line(day)
            else:
                yield writer.entry(choose_theme(rng, day), day)


def write_bobs(until: date) -> Iterator[Draft]:
    """Five months of bob's entries."""
    rng = random.Random(SEED + 1)
    writer = Writer(rng)
    for ago in range(BOBS_DAYS, -1, -2):
        if rng.random() < 0.7:
            theme = rng.choice((bobs.BREAD, bobs.BREAD, bobs.RUN, bobs.BOAT))
            yield writer.entry(theme, until - timedelta(days=ago))


def choose_theme(rng: random.Random, day: date) -> Theme:
    """What such a day is about: Thursdays are for painting, Sundays for Dad."""
    weights: dict[str, tuple[Theme, int]] = {
        "weather": (outdoors.WEATHER, 9),
        "walk": (outdoors.WALK, 12),
        "garden": (outdoors.GARDEN, 8),
        "cat": (outdoors.CAT, 6),
        "work": (indoors.WORK, 18),
        "reading": (indoors.READING, 9),
        "kitchen": (indoors.KITCHEN, 9),
        "painting": (indoors.PAINTING, 1),
        "choir": (indoors.CHOIR, 0),
        "repairs": (indoors.REPAIRS, 3),
        "dad": (people.DAD, 4),
        "family": (people.FAMILY, 5),
        "friends": (people.FRIENDS, 4),
        "moods": (people.MOODS, 6),
    }
    if day.month not in outdoors.GARDEN.months:
        del weights["garden"]
    if day.weekday() >= SATURDAY:
        del weights["work"]
    for weekday, name, weight in (
        (TUESDAY, "choir", 25),
        (THURSDAY, "painting", 40),
        (FRIDAY, "friends", 14),
        (SATURDAY, "repairs", 12),
        (SATURDAY, "walk", 24),
        (SUNDAY, "dad", 40),
    ):
        if day.weekday() == weekday:
            weights[name] = (weights[name][0], weight)
    themes, chances = zip(*weights.values(), strict=True)
    chosen: Theme = rng.choices(themes, chances)[0]
    return chosen
