"""The texts that are measured with: real diaries, moved to days of our time.

They lie in `shared/samples` beside the source folder and are no part of it; the bench says so
where they are not there.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from devkit.places import ROOT

FOLDER = ROOT.parent / "shared" / "samples" / "diaries"
LAST_DAY = date(2026, 11, 22)
A_DAY = 3
"""Entries a day where the diaries are moved to our time."""


class NoSamples(Exception):
    """The diaries are not on this computer."""


@dataclass(frozen=True)
class Text:
    """An entry of a diary."""

    day: date
    title: str
    body: str


def pepys() -> list[Text]:
    """Samuel Pepys' 3,415 entries on their own days; his own date is the title."""
    rows = _json_lines("en-pepys/pepys.jsonl.gz")
    texts, day = [], date(1660, 1, 11)
    for row in rows:
        day = date.fromisoformat(row["date"]) if row["date"] else day
        texts.append(Text(day, row["label"] or "", row["text"]))
    return texts


def mixed(count: int) -> list[Text]:
    """So many entries by three diarists in turn, in English, German and Chinese, up to our days.

    The diaries hold 27,299; larger counts hold them again, in the same order.
    """
    titles_and_bodies = list(islice(_endless(), count))
    texts = []
    for number, (title, body) in enumerate(reversed(titles_and_bodies)):
        texts.append(Text(LAST_DAY - timedelta(days=number // A_DAY), title, body))
    texts.reverse()
    return texts


def _endless() -> Iterator[tuple[str, str]]:
    english = [(text.title, text.body) for text in pepys()]
    german = [("", row["text"]) for row in _json_lines("de-schnitzler/schnitzler.jsonl.gz")]
    chinese = [("", text) for text in _luxun()]
    longest = max(len(english), len(german), len(chinese))
    order = sorted(
        (
            (place * longest / len(diary), text)
            for diary in (english, german, chinese)
            for place, text in enumerate(diary)
        ),
        key=lambda pair: pair[0],
    )
    while True:
        yield from (text for _place, text in order)


def _luxun() -> list[str]:
    path = _path("zh-luxun/luxun_common_diary.json.gz")
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return [item["content"] for item in json.load(stream)["items"]]


def _json_lines(name: str) -> list[dict[str, str]]:
    with gzip.open(_path(name), "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def _path(name: str) -> Path:
    path = FOLDER / name
    if not path.exists():
        raise NoSamples(f"the sample diaries are not here ({name})")
    return path


def markdown_folder(folder: Path, texts: list[Text], copies: int = 1) -> int:
    """Write each text as a Markdown file with front matter, as other programs export them.

    Returns:
        How many files. With `copies` the whole is written again for other years.
    """
    for copy in range(copies):
        for number, text in enumerate(texts):
            day = text.day + timedelta(days=copy * 7305)  # twenty years
            place = folder / str(day.year) / f"{copy:02}-{number:05}.md"
            place.parent.mkdir(parents=True, exist_ok=True)
            title = json.dumps(text.title or "Without a title", ensure_ascii=False)
            head = f"---\ndate: {day.isoformat()}\ntitle: {title}\n---\n\n"
            place.write_text(f"{head}{text.body}\n", "utf-8")
    return len(texts) * copies
