"""Two long diaries as Markdown folders, with front matter, for tests of import and search."""

from __future__ import annotations

import gzip
import json
from contextlib import suppress
from datetime import date
from pathlib import Path

from tests.support.samples import samples


def pepys() -> list[dict[str, str | None]]:
    """Samuel Pepys' 3,415 entries: `date`, `label`, `text`, in the order of the book."""
    with gzip.open(samples("diaries/en-pepys/pepys.jsonl.gz"), "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def luxun() -> list[dict[str, object]]:
    """Lu Xun's 7,461 entries: `iso_date`, `content`, `weather`, `tags`."""
    name = "diaries/zh-luxun/luxun_common_diary.json.gz"
    with gzip.open(samples(name), "rt", encoding="utf-8") as stream:
        items: list[dict[str, object]] = json.load(stream)["items"]
    return items


def pepys_folder(folder: Path, copies: int = 1) -> Path:
    """Write Pepys as one Markdown file an entry; his own date is the title.

    The two entries without a date get that of the next one. With `copies` the diary follows itself
    so many times, 20 years apart, for tests of size.
    """
    entries = pepys()
    for copy in range(copies):
        day = date(1660, 1, 11)
        for number, entry in reversed(list(enumerate(entries))):
            day = date.fromisoformat(entry["date"]) if entry["date"] else day
            shifted = _later(day, 20 * copy)
            title = json.dumps(entry["label"] or "Before the diary", ensure_ascii=False)
            text = f"---\ndate: {shifted}\ntitle: {title}\n---\n\n{entry['text']}\n"
            _write(folder / f"{copy:02}" / str(shifted.year) / f"{number:04}.md", text)
    return folder


def _later(day: date, years: int) -> date:
    is_leap = day.month == 2 and day.day == 29
    return day.replace(year=day.year + years, day=28 if is_leap and years else day.day)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def luxun_folder(folder: Path) -> Path:
    """Write Lu Xun as one Markdown file an entry; the weather is a field of its own."""
    day = date(1912, 5, 5)
    for number, entry in enumerate(luxun()):
        # one transcribed day does not exist: it gets that of the entry before it
        with suppress(ValueError):
            day = date.fromisoformat(str(entry["iso_date"]))
        lines = ["---", f"date: {day}"]
        if entry.get("tags"):
            lines.append(f"tags: {json.dumps(entry['tags'], ensure_ascii=False)}")
        if entry.get("weather"):
            lines.append(f"weather: {json.dumps(entry['weather'], ensure_ascii=False)}")
        text = "\n".join([*lines, "---", "", str(entry["content"]), ""])
        _write(folder / str(day.year) / f"{number:05}.md", text)
    return folder
