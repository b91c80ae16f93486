"""Quietleaf's own export: Markdown files with front matter, in a folder or a zip.

`YYYY/MM/YYYY-MM-DD-HHmm-name.md` and `media/<12 of the SHA-256>.<ending>`. Reading it back loses
nothing: id, day, time, zone, title, journal, tags, star, margin, times of making and change, every
sign of the text, and the fields that an earlier import brought and that have no home.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from webapp.core.clock import When
from webapp.core.database import journal_db
from webapp.features.entries import service as entries
from webapp.features.media import service as media
from webapp.features.transfer import moments
from webapp.features.transfer.formats.frontmatter import NULLS

SLUG = 40
RESERVED = (
    *("id", "date", "tz", "created", "modified", "title", "tags", "starred", "pinned", "journal"),
    *("mood", "place", "latitude", "longitude", "weather", "people"),
)
REFERENCE = re.compile(r"(\]\(\s*<?)media:([0-9a-f]{32})(?![0-9a-f])")
# what YAML does not take between double quotes as it is
UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
PLAIN = re.compile(r"[0-9A-Za-z][\w/+:.-]*\w")


@dataclass(frozen=True)
class File:
    """A file of the export: its name with `/` between the parts, and its bytes part by part."""

    name: str
    parts: Iterable[bytes]


def files(tell: Callable[[int], None], ids: Sequence[int] | None = None) -> Iterator[File]:
    """All entries outside the trash, oldest first, each followed by the pictures it shows.

    Args:
        tell: called with 1 for each entry; may raise to stop.
        ids: only these entries, by row id, in the order of the timeline.
    """
    in_minute: Counter[str] = Counter()
    sent: dict[str, str] = {}
    for entry in entries.every_entry(ids=ids):
        when = entry.when
        name = _name_of(entry.name, when, in_minute)
        wanted = media.mentions(entry.body)
        new = [uid for uid in wanted if uid not in sent]
        for uid in new:
            found = _stored(uid)
            if found is not None:
                sent[uid] = found.name
                yield found
        yield File(name, [_text_of(entry, when, sent).encode("utf-8", "surrogatepass")])
        tell(1)


def _name_of(title: str, when: When, in_minute: Counter[str]) -> str:
    """The file's name; entries of one minute are numbered, so that they keep their order."""
    day = when.day.isoformat()
    stem = f"{day[:4]}/{day[5:7]}/{day}-{when.time:%H%M}"
    in_minute[stem] += 1
    number = in_minute[stem]
    parts = [stem if number == 1 else f"{stem}_{number:04}", _slug(title)]
    return f"{'-'.join(filter(None, parts))}.md"


def _slug(title: str) -> str:
    """The title as part of a file's name, in its own script."""
    composed = unicodedata.normalize("NFC", title.casefold())
    words = re.sub(r"[^\w]+|_+", "-", composed).strip("-")
    return words[:SLUG].rstrip("-")


def _stored(uid: str) -> File | None:
    try:
        found, parts = media.read(uid)
    except media.NoSuchMedia:
        return None
    _, dot, ending = found.name.rpartition(".")
    suffix = f".{ending.lower()}" if dot and re.fullmatch(r"[A-Za-z0-9]{1,5}", ending) else ""
    return File(f"media/{found.sha256.hex()[:12]}{suffix}", parts)


def _text_of(entry: entries.Entry, when: When, sent: Mapping[str, str]) -> str:
    fields: dict[str, object] = {
        "id": entry.uid,
        "date": moments.written(when),
        "tz": when.zone,
    }
    if entry.created_at != entry.instant:
        fields["created"] = _utc(entry.created_at)
    if entry.updated_at != entry.created_at:
        fields["modified"] = _utc(entry.updated_at)
    if entry.title:
        fields["title"] = entry.title
    tags = [tag.name for tag in entry.tags if not tag.in_text]
    if tags:
        fields["tags"] = tags
    if entry.starred:
        fields["starred"] = True
    fields |= _margin(entry)
    fields |= _extra(entry.id, fields)
    head = "".join(f"{_key(key)}: {_value(value)}\n" for key, value in fields.items())
    return f"---\n{head}---\n\n{_with_paths(entry.body, sent)}\n"


def _utc(ms: int) -> str:
    moment = When.of_instant(ms, "UTC")
    fraction = f".{ms % 1000:03}" if ms % 1000 else ""
    return f"{moment.day.isoformat()}T{moment.time.isoformat('seconds')}{fraction}Z"


def _margin(entry: entries.Entry) -> dict[str, object]:
    """Journal, pin, mood, place, weather and people, where they are set."""
    margin = entry.margin
    fields: dict[str, object] = {
        "journal": entry.journal.name,
        "pinned": margin.pinned,
        "mood": margin.mood,
        "place": margin.place,
        "weather": margin.weather,
        "people": list(margin.people),
    }
    if margin.latitude is not None and margin.longitude is not None:
        fields |= {"latitude": _degrees(margin.latitude), "longitude": _degrees(margin.longitude)}
    return {key: value for key, value in fields.items() if value}


def _degrees(value: float) -> str:
    """Exactly that number, and never as 1e-05."""
    return f"{Decimal(repr(value)):f}"


def _extra(entry_id: int, taken: Mapping[str, object]) -> dict[str, object]:
    """The fields without a home that an import brought; `mood` beside our own becomes `mood_`."""
    row = journal_db.execute_sql(
        "SELECT record FROM import_source WHERE entry_id = ?", (entry_id,)
    ).fetchone()
    extra = json.loads(row[0]).get("extra", {}) if row else {}
    fields = dict(taken)
    for key, value in extra.items():
        name = key
        while name.casefold() in RESERVED or name in fields:
            name += "_"
        fields[name] = value
    return {name: value for name, value in fields.items() if name not in taken}


def _with_paths(body: str, sent: Mapping[str, str]) -> str:
    if media.SCHEME not in body:
        return body
    return REFERENCE.sub(
        lambda found: f"{found[1]}../../{sent[found[2]]}" if found[2] in sent else found[0], body
    )


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z][\w-]*", key) else quoted(key)


def _value(value: object) -> str:
    """A value as YAML on one line, which for lists and maps is JSON."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(_value(item) for item in value)}]"
    if isinstance(value, dict):
        inside = (f"{quoted(str(key))}: {_value(item)}" for key, item in value.items())
        return f"{{{', '.join(inside)}}}"
    if value is None:
        return "null"
    text = str(value)
    return text if PLAIN.fullmatch(text) and text not in NULLS else quoted(text)


def quoted(text: str) -> str:
    """Text between double quotes, as YAML and JSON both read it."""
    return UNPRINTABLE.sub(
        lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False)
    )
